"""A notice copied from a catalogue page becomes a ``Notice``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.models import Agent, Descriptor, Notice
from assistant.sources.opac import read_notice

GOLDEN = Path(__file__).parent / "golden"
COPY = (GOLDEN / "notice_70123.txt").read_text(encoding="utf-8")


def read(text: str, file: str = "notice_70123.txt") -> Notice:
    return read_notice(text.encode(), file)


def test_a_copied_notice_gives_the_expected_fields() -> None:
    expected = json.loads((GOLDEN / "notice_70123.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(asdict(read(COPY)))) == expected


@pytest.mark.parametrize(
    "data",
    [
        COPY.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + COPY.encode(),
        COPY.replace(" ", "\u00a0").encode(),
        COPY.encode("iso-8859-1"),
        COPY.encode("utf-16"),
        COPY.replace("\n", "\n\n \t\n").encode(),
        COPY.replace("Former", "For\u00admer\u200b").encode(),
    ],
    ids=["CRLF", "BOM", "NBSP", "ISO-8859-1", "UTF-16", "blank lines", "invisible characters"],
)
def test_the_same_notice_is_read_however_the_text_was_saved(data: bytes) -> None:
    assert read_notice(data, "notice_70123.txt") == read(COPY)


def test_the_dates_of_a_notice_are_never_mixed() -> None:
    dates = read(COPY).dates
    assert dates.recorded == "2022-02-14"
    assert dates.published == "2022-01-20"
    assert dates.events == ("2022-01-03", "2022-03", "2023-11-10")


def test_contents_hold_only_what_the_second_half_adds_with_its_heading() -> None:
    contents = read(COPY).contents.splitlines()
    assert contents[0] == "3. Suivre les parcours"
    assert len(contents) == 2


def test_a_half_repeated_without_accents_or_spacing_adds_nothing() -> None:
    first, day, second = COPY.partition("20/01/2022\n")
    repeated, heading, added = second.partition("3. Suivre")
    repeated = repeated.replace("é", "e").replace(" :", ":").replace("« ", "“").replace(" »", "”")
    assert read(first + day + repeated + heading + added).contents == read(COPY).contents


def test_a_repeated_heading_is_kept_when_a_new_paragraph_follows_it() -> None:
    added = "Dix places de plus sont prévues en Loire-Atlantique à partir de la rentrée de septembre."
    text = COPY.replace("3. Suivre les parcours", f"2. Loger les stagiaires\n{added}\n3. Suivre les parcours")
    assert read(text).contents.splitlines()[:2] == ["2. Loger les stagiaires", added]


def test_a_text_without_a_lone_date_is_still_cut_where_it_begins_again() -> None:
    notice = read(COPY.replace("20/01/2022\n", ""))
    assert notice.dates.published is None
    assert notice.abstract == read(COPY).abstract
    assert notice.contents == read(COPY).contents


def test_authors_are_told_apart_from_the_publisher_that_follows_the_last_one() -> None:
    notice = read(COPY)
    assert notice.authors[1] == Agent("Dupont, Jean", "Auteur", "person")
    name = "Direction de l'emploi, des compétences et de la formation (DECF)"
    assert notice.authors[2] == Agent(name, "Éditeur scientifique", "organisation")
    assert notice.publishers == ("SYNDICAT MIXTE DE LA BRIÈRE",)


def test_authors_may_stand_on_one_line() -> None:
    head, _, rest = COPY.lstrip().partition("\n(")
    assert read(head.replace("\n", " ") + "\n(" + rest) == read(COPY)


def test_the_date_of_the_record_may_follow_the_last_author_on_its_line() -> None:
    assert read(COPY.replace("\n(14/02/2022)", " (14/02/2022)")) == read(COPY)


@pytest.mark.parametrize(
    ("line", "descriptor"),
    [
        ("[Thesaurus X] POLE EMPLOI", Descriptor("POLE EMPLOI", None, "Thesaurus X")),
        ("[Thesaurus X] MAIN-D'OEUVRE 41025 -", Descriptor("MAIN-D'OEUVRE", "41025", "Thesaurus X")),
        ("[Thesaurus X] LOI DU 5 MARS 14", Descriptor("LOI DU 5 MARS 14", None, "Thesaurus X")),
        ("[Thesaurus X] COVID19 702", Descriptor("COVID19", "702", "Thesaurus X")),
        ("[Thesaurus X]METIER 1234567", Descriptor("METIER 1234567", None, "Thesaurus X")),
    ],
)
def test_the_code_of_a_descriptor_is_its_last_number_of_three_to_six_digits(line: str, descriptor: Descriptor) -> None:
    assert read(COPY + line + "\n").descriptors[-1] == descriptor


def test_a_labelled_copy_gives_the_same_fields_as_the_page() -> None:
    notice = read_notice((GOLDEN / "notice_etiquettes.txt").read_bytes(), "copie.txt")
    assert notice.id == "70123"
    assert notice.places == ("Guérande",)
    assert notice.publishers == ("Éditions du Marais",)
    assert notice.dates.published == "2022-01"
    assert notice.keywords == ("scierie", "internat")
    assert notice.site_fields[0] == ("Public visé", "Conseillers")


def test_labels_may_stand_alone_above_their_values() -> None:
    notice = read("Titre :\nPlein emploi : un accord\nAuteurs :\nRégion, Auteur\nRésumé :\nUn\nDeux\n(07/09/2023)\n")
    assert notice.title == "Plein emploi : un accord"
    assert notice.authors == (Agent("Région", "Auteur", "organisation"),)
    assert notice.abstract == "Un\nDeux\n(07/09/2023)"


def test_the_abstract_of_a_labelled_copy_may_follow_its_descriptors() -> None:
    notice = read("Titre : Accord\nCatégories :\n[Motbis] bois\n[Motbis] forêt\nRésumé : Un.\nDeux.\n")
    assert (notice.abstract, len(notice.descriptors)) == ("Un.\nDeux.", 2)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Région, Auteur ;\nUn titre", ("recorded", "published", "abstract", "descriptors", "attachments")),
        ("(07/09/2023)\nUn titre\nDu texte, organisme compris.", ("authors", "published", "contents")),
        ("Un titre\nDu texte.\n01/06/2023", ("authors", "recorded", "contents")),
        ("Un titre\n[Thesaurus X] EMPLOI", ("authors", "recorded", "published", "abstract")),
    ],
)
def test_any_part_but_the_title_may_be_missing(text: str, missing: tuple[str, ...]) -> None:
    notice = read(text)
    assert notice.title == "Un titre"
    assert not any(getattr(notice, name, None) or getattr(notice.dates, name, None) for name in missing)


def test_what_a_page_shows_above_and_below_the_notice_is_left_out() -> None:
    copied = COPY.replace("-\nDocuments", "-\nLien vers la notice\nDocuments").rstrip()
    assert read(f"Accueil\nMon panier (0)\n{copied}\nHaut de page\nMentions légales\n") == read(COPY)


def test_a_date_of_the_head_that_is_not_a_day_is_kept_as_it_stands() -> None:
    dates = read(COPY.replace("(14/02/2022)", "(2022)")).dates
    assert (dates.recorded, dates.raw) == (None, ("2022",))


def test_a_title_before_its_authors_is_found_too() -> None:
    notice = read("Un titre\nRégion, Auteur - RÉGION\nDu texte.\n01/06/2023")
    assert (notice.title, notice.abstract) == ("Un titre", "Du texte.")


def test_the_id_comes_from_the_name_of_the_file_where_the_text_has_none() -> None:
    assert read(COPY, "notices/notice_cdr_65474.txt").id == "65474"
    assert read(COPY, "Guide 2023.txt").id == "Guide 2023"
    assert read(COPY + "https://portail.exemple.fr/index.php?lvl=notice_display&id=12", "a.txt").id == "12"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Une recette de cuisine.\nPrendre trois \xc5\x93ufs, de la farine.", "n'est pas une notice"),
        ("Région, Auteur ;\n(07/09/2023)\n".encode(), "n'a pas de titre"),
        (b"  \n\t\n", "est vide"),
        (b"%PDF-1.7\x00\x01\x02", "n'est pas un fichier de texte"),
    ],
)
def test_a_file_that_is_not_a_notice_is_refused_in_french(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        read_notice(data, "fichier.txt")
    assert "fichier.txt" in str(caught.value)


def test_the_real_notice_gives_its_facts(shared_data: Path) -> None:
    path = next((shared_data / "notices").glob("*.txt"))
    notice = read_notice(path.read_bytes(), path.name)
    assert notice.id == "65474"
    assert [agent.kind for agent in notice.authors] == ["organisation"] * 3
    assert notice.dates.recorded == "2023-09-07"
    assert notice.dates.published == "2023-06-01"
    assert notice.dates.events == ("2023-06-01", "2023-06-07", "2023-07-07")
    assert notice.contents == ""
    assert len(notice.descriptors) == 12
    assert [d.label for d in notice.descriptors if d.code is None] == ["POLE EMPLOI"]
    assert [(f.name[-8:], f.mime_type) for f in notice.attachments] == [("la Loire", "application/pdf")]
