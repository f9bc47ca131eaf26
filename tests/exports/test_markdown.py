"""The export in Markdown: its text, and what pandoc reads in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.exports.markdown import escaped, markdown
from tests.exports.made import FILE_URL, HOSTILE, URL, report, to_check
from tests.exports.readers import found, plain, read, words


def test_a_passage_to_check_is_written_whole() -> None:
    reference = (
        "MINISTÈRE DU TRAVAIL, DU PLEIN EMPLOI et DUPONT, Zoé. *Un protocole R&D* \\[en ligne\\]. Rapport. Nantes : "
        "La Région, 1er juin 2023. ISBN 978-2-0000-0000-2. Fichier joint : protocole\\_1.pdf, p. 3 (numérotée 2). "
        f"Disponible sur : <{URL}> \\[consulté le 23 novembre 2026\\]."
    )
    assert markdown(report(to_check())).decode().replace("\u00a0", " ") == (
        "# Réponse de l’assistant documentaire\n\n"
        "- **Question :** Qui ?\n"
        "- **Niveau :** à vérifier : pas de réponse sûre, seulement le passage le plus proche\n"
        "- **Exporté le :** 23 novembre 2026\n\n"
        "## À vérifier\n\n"
        "Passage à vérifier : « Voir la note \\[1\\] du texte. »[^1]\n\n"
        "Aucun document ne mentionne « x ».\n\n"
        "---\n\n"
        "*Assistant documentaire. Vérifiez toujours la source.*\n\n"
        f"[^1]: {reference} « Voir la note \\[1\\] du texte. » Page en ligne : <{FILE_URL}#page=3>\n"
    )


def test_pandoc_reads_the_notes_the_warnings_and_every_character(tmp_path: Path) -> None:
    tree = read(markdown(report()), ".md", tmp_path)
    notes = found(tree, "Note")
    assert len(notes) == 4  # the second is called twice
    assert f"Signé : {HOSTILE}" in words(notes[1])
    assert f"Première phrase : {HOSTILE}" in words(tree, notes=False)
    assert "La date de [3] est passée." in words(tree)
    assert found(tree, "RawInline") == []
    assert [plain(one[1]) for one in found(notes[0], "Link")] == [URL, f"{FILE_URL}#page=3"]


@pytest.mark.parametrize("text", ["1. Accueillir", "2) Informer", "# Titre", "- tiret", "+ plus", "= égal", ": deux"])
def test_the_start_of_a_line_is_not_read_as_a_mark(text: str, tmp_path: Path) -> None:
    tree = read(escaped(text).encode(), ".md", tmp_path)
    assert [block["t"] for block in tree["blocks"]] == ["Para"]
    assert words(tree) == text
