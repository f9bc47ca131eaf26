"""The export in BibTeX, written out, and read by pandoc."""

from __future__ import annotations

import re

from assistant.exports.bibtex import bibtex, escaped
from tests.exports.made import HOSTILE, UNSEEN, URL, report, to_check
from tests.exports.readers import entries


def test_an_entry_is_written_field_by_field() -> None:
    told = bibtex(report(to_check())).decode().replace("\u00a0", " ")
    assert told == (
        "% Réponse de l’assistant documentaire\n"
        "% Question : Qui ?\n"
        "% Niveau : à vérifier : pas de réponse sûre, seulement le passage le plus proche\n"
        "% Exporté le : 23 novembre 2026\n\n"
        "@techreport{ministere2023protocole65474,\n"
        "  author = {{Ministère du Travail, du Plein emploi} and Dupont, Zoé},\n"
        "  title = {{Un protocole R\\&D}},\n"
        "  institution = {{La Région}},\n"
        "  type = {rapport},\n"
        "  address = {Nantes},\n"
        "  year = {2023},\n"
        "  month = {6},\n"
        "  day = {1},\n"
        "  isbn = {978-2-0000-0000-2},\n"
        "  language = {Français},\n"
        "  keywords = {{EMPLOI, FORMATION}, RSA},\n"
        f"  url = {{{URL}}},\n"
        "  urldate = {2026-11-23},\n"
        "  note = {Pages citées : protocole\\_1.pdf, p. 3 (numérotée 2). "
        "Cité en réponse à : « Qui ? » (export du 23 novembre 2026). "
        "À vérifier : pas de réponse sûre, passage le plus proche}\n"
        "}\n"
    )


def test_pandoc_reads_the_authors_the_date_and_every_character() -> None:
    first, second = entries(bibtex(report()), ".bib")
    assert first["author"] == [
        {"literal": "Ministère du Travail, du Plein emploi"},
        {"family": "Dupont", "given": "Zoé"},
    ]
    assert first["issued"] == {"date-parts": [[2023, 6, 1]]}
    assert first["URL"] == URL
    title = re.sub(r"<[^>]+>", "", second["title"].replace("&lt;", "<<").replace("&gt;", ">>"))
    for word in ("R&D", "50 %", "\\emph{x}", "$1", "#2", "a_b", "~c", "^d", "[f](g)"):
        assert word in title or word in second["title"]


def test_the_warnings_are_told_in_the_file_and_in_each_entry() -> None:
    told = bibtex(report()).decode()
    assert "% À savoir\u00a0: La date de [3] est passée." in told
    assert told.count("La date de [3] est passée.") == 3


def test_a_question_cannot_open_an_entry() -> None:
    told = bibtex(report()).decode().split("@techreport")[0]
    assert "@" not in told
    assert all(line.startswith("% ") for line in told.strip().splitlines())


def test_braces_stay_balanced_whatever_the_title() -> None:
    told = re.sub(r"\\[{}]", "", bibtex(report()).decode().split("\n\n", 1)[1])
    assert told.count("{") == told.count("}")
    assert escaped(f"{{{UNSEEN}}} {HOSTILE}").startswith(r"\{\} R\&D <b>50 \%</b> \textbackslash{}emph\{x\}")
