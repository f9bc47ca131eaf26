"""The bibliographic reference of a document, in French."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.models import Agent, Attachment, Document, Notice, NoticeDates, Page
from assistant.sources.notice_document import notice_document
from assistant.sources.opac import read_notice
from assistant.sources.references import french_date, reference

GOLDEN = Path(__file__).parent / "golden"
NOTICE = replace(read_notice((GOLDEN / "notice_etiquettes.txt").read_bytes(), "a.txt"), document_type=None)
TITLE = "Bois et forêt : une charte locale pour former 120 bûcherons d'ici à 2024"
URL = "https://portail.exemple.fr/opac/index.php?lvl=notice_display&id=70123"
BARE = Notice("1", "Le bois", dates=NoticeDates(published="2022"))


def cite(**changes: object) -> str:
    return reference(notice_document(replace(NOTICE, **changes), "a.txt", ""))  # type: ignore[arg-type]  # fields of any kind


def bare(**changes: object) -> str:
    return reference(notice_document(replace(BARE, **changes), "a.txt", ""))  # type: ignore[arg-type]  # fields of any kind


def pdf(title: str = "Le bois en annexe", file: str = "pdfs/annexe.pdf", label: str | None = None) -> Document:
    pages = tuple(Page(n, "", 0, label=label if n == 3 else None) for n in range(1, 5))
    return Document("p", "w", "pdf", title, file, "", "", pages, ())


def joined(document: Document, page: int | None = 3, **changes: object) -> str:
    notice = notice_document(replace(BARE, **changes), "a.txt", "")  # type: ignore[arg-type]  # fields of any kind
    return reference(document, notice, page)


def test_a_notice_is_cited_with_creators_title_imprint_number_and_address() -> None:
    assert reference(notice_document(NOTICE, "a.txt", ""), consulted="2026-11-23") == (
        f"SYNDICAT MIXTE DE LA BRIÈRE et DUPONT, Jean. {TITLE} [en ligne]. Guérande : Éditions du Marais, "
        f"janvier 2022. ISBN 978-2-0000-0000-2. Disponible sur : {URL} [consulté le 23 novembre 2026]."
    )


def test_without_a_day_of_consultation_the_address_ends_the_reference_without_a_full_stop() -> None:
    assert cite().endswith(f"Disponible sur : {URL}")


def test_a_notice_without_an_address_is_not_said_to_be_online() -> None:
    text = reference(notice_document(replace(NOTICE, url=None), "a.txt", ""), consulted="2026-11-23")
    assert "en ligne" not in text
    assert "consulté" not in text
    assert text.endswith("ISBN 978-2-0000-0000-2.")


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    assert "javascript" not in cite(url="javascript:alert(1)")


def test_a_publisher_that_is_also_the_author_is_written_as_the_author_is() -> None:
    agent = Agent("Région Pays de la Loire", "Auteur", "organisation")
    text = cite(authors=(agent,), publishers=("RÉGION PAYS DE LA LOIRE",), places=(), identifiers=(), url=None)
    assert text == f"RÉGION PAYS DE LA LOIRE. {TITLE}. Région Pays de la Loire, janvier 2022."


def test_more_than_three_creators_are_shortened() -> None:
    agents = tuple(Agent(f"Centre {letter}", "Auteur", "organisation") for letter in "ABCD")
    assert cite(authors=agents).startswith("CENTRE A et al. Bois")
    assert cite(authors=agents[:3]).startswith("CENTRE A, CENTRE B et CENTRE C. Bois")


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("Auteur", "DUPONT, Jean. "),
        (None, "DUPONT, Jean. "),
        ("Directeur de la publication", "DUPONT, Jean (dir.). "),
        ("Éditeur scientifique", "DUPONT, Jean (éd.). "),
        ("Coordinatrice", "DUPONT, Jean (coord.). "),
        ("Cartographe", "DUPONT, Jean (cartographe). "),
    ],
)
def test_a_function_other_than_author_follows_the_name(role: str | None, shown: str) -> None:
    assert bare(authors=(Agent("Dupont, Jean", role, "person"),)) == f"{shown}Le bois. 2022."


def test_those_who_did_not_make_the_work_come_after_its_title() -> None:
    agents = (Agent("Dupont, Jean", "Traducteur", "person"), Agent("Kovac, Ana", "Auteur", "person"))
    assert bare(authors=agents) == "KOVAC, Ana. Le bois. DUPONT, Jean (trad.). 2022."


def test_an_agent_who_publishes_is_in_the_imprint_and_one_who_prints_is_not_named() -> None:
    agents = (
        Agent("Éditions du Marais", "Éditeur commercial", "organisation"),
        Agent("Imprimerie Sud", "Imprimeur", "organisation"),
    )
    assert bare(authors=agents, places=("Nantes",)) == "Le bois. Nantes : Éditions du Marais, 2022."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Dupont, Jean-Marc", "DUPONT, Jean-Marc"),
        ("Ministère du Travail, du Plein emploi", "MINISTÈRE DU TRAVAIL, DU PLEIN EMPLOI"),
        ("Onisep", "ONISEP"),
    ],
)
def test_an_author_of_unknown_kind_is_a_person_when_the_comma_is_followed_by_a_given_name(
    name: str, shown: str
) -> None:
    assert bare(authors=(Agent(name),)) == f"{shown}. Le bois. 2022."


def test_only_the_date_of_publication_is_the_date_of_the_reference() -> None:
    told = NoticeDates(recorded="2023-09-07", published="2023-06-01", events=("2023-07-07",))
    assert bare(dates=told) == "Le bois. 1er juin 2023."
    without = bare(dates=replace(told, published=None))
    assert without == "Le bois. [s. d.]."


def test_the_type_of_document_is_told_and_a_medium_is_between_brackets() -> None:
    assert bare(document_type="rapport", publishers=("Insee",)) == "Le bois. Rapport. Insee, 2022."
    assert bare(document_type="document électronique", url=URL).startswith("Le bois [en ligne]. 2022. Disponible")


def test_of_a_print_without_a_joined_file_only_the_notice_is_online() -> None:
    text = bare(document_type="texte imprimé", url=URL)
    assert text == f"Le bois [texte imprimé]. 2022. Notice disponible sur : {URL}"
    joined_to_it = bare(document_type="texte imprimé", url=URL, attachments=(Attachment("Le texte"),))
    assert joined_to_it == f"Le bois [en ligne]. 2022. Disponible sur : {URL}"


def test_numbers_are_named_by_their_form_and_told_once() -> None:
    text = bare(identifiers=("ISBN : 978-2-0000-0000-2", "978-2-0000-0000-2", "12345679", "FR-44-12"))
    assert text == "Le bois. 2022. ISBN 978-2-0000-0000-2. ISSN 1234-5679. FR-44-12."


def test_an_article_names_its_periodical() -> None:
    text = bare(site_fields=(("Dans", "La Lettre du bois, 12, mars 2022"),), document_type="article")
    assert text == "Le bois. In : La Lettre du bois, 12, mars 2022. Article. 2022."


@pytest.mark.parametrize("missing", ["authors", "publishers", "places", "identifiers", "url", "document_type"])
def test_an_element_that_is_missing_leaves_no_punctuation_behind(missing: str) -> None:
    empty: object = None if missing in {"url", "document_type"} else ()
    assert not re.search(r"\.\.|,,| ,| \.|: [.,:]|\[\]|\(\)|  ", cite(**{missing: empty}))


def test_a_question_in_a_title_is_not_followed_by_a_full_stop() -> None:
    document = Document("1", "1", "pdf", "Où en est-on ?", "p/a.pdf", "", "", (Page(1, "", 0),), ())
    assert reference(document) == "Où en est-on ? [PDF]. [s. d.]. 1 p. Fichier : a.pdf."


def test_a_title_on_two_lines_is_written_on_one() -> None:
    assert bare(title="Le bois\net la forêt") == "Le bois et la forêt. 2022."


# PDF


def test_a_pdf_alone_gives_its_title_its_date_and_the_page() -> None:
    assert reference(replace(pdf(), date="2023-06"), page=3) == (
        "Le bois en annexe [PDF]. juin 2023, p. 3. Fichier : annexe.pdf."
    )


def test_a_pdf_joined_to_a_notice_has_the_reference_of_the_work_with_its_file_named() -> None:
    assert joined(pdf(), publishers=("Insee",), url=URL) == (
        "Le bois [en ligne]. Insee, 2022. Fichier joint : « Le bois en annexe » (annexe.pdf), p. 3. "
        f"Disponible sur : {URL}"
    )


def test_the_own_title_of_a_joined_file_is_not_told_when_it_says_no_more() -> None:
    assert joined(pdf(title="Le Bois.")) == "Le bois. 2022. Fichier joint : annexe.pdf, p. 3."
    named = (Attachment("Le bois en annexe"),)
    assert joined(pdf(), attachments=named) == "Le bois. 2022. Fichier joint : annexe.pdf, p. 3."


def test_the_number_printed_on_the_page_is_told_where_it_differs() -> None:
    assert joined(pdf(label="1")).endswith("p. 3 (numérotée 1).")
    assert joined(pdf(label="3")).endswith("p. 3.")


def test_a_notice_has_no_page() -> None:
    assert "p. 1" not in reference(notice_document(BARE, "a.txt", ""), page=1)


@pytest.mark.parametrize(
    ("iso", "french"),
    [
        ("2023-06-01", "1er juin 2023"),
        ("2024-08-15", "15 août 2024"),
        ("2023-02", "février 2023"),
        ("2023", "2023"),
        (None, ""),
    ],
)
def test_a_date_is_written_in_french(iso: str | None, french: str) -> None:
    assert french_date(iso) == french
