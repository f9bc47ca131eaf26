"""The bibliographic reference of a document, in French."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.models import Agent, Document, NoticeDates, Page
from assistant.sources.notice_document import notice_document
from assistant.sources.opac import read_notice
from assistant.sources.references import french_date, reference

GOLDEN = Path(__file__).parent / "golden"
NOTICE = read_notice((GOLDEN / "notice_etiquettes.txt").read_bytes(), "a.txt")
TITLE = "Bois et forêt : une charte locale pour former 120 bûcherons d'ici à 2024"


def cite(**changes: object) -> str:
    return reference(notice_document(replace(NOTICE, **changes), "a.txt", ""))  # type: ignore[arg-type]


def test_a_notice_is_cited_with_creators_title_imprint_and_address() -> None:
    assert cite() == (
        f"SYNDICAT MIXTE DE LA BRIÈRE et DUPONT, Jean. {TITLE} [notice]. Guérande : Éditions du Marais, janvier 2022. "
        "978-2-0000-0000-2. Disponible à l'adresse : "
        "https://portail.exemple.fr/opac/index.php?lvl=notice_display&id=70123"
    )


def test_a_publisher_that_is_also_the_author_is_written_as_the_author_is() -> None:
    agent = Agent("Région Pays de la Loire", "Auteur", "organisation")
    text = cite(authors=(agent,), publishers=("RÉGION PAYS DE LA LOIRE",), places=(), identifiers=(), url=None)
    assert text == f"RÉGION PAYS DE LA LOIRE. {TITLE} [notice]. Région Pays de la Loire, janvier 2022."


def test_more_than_three_creators_are_shortened() -> None:
    agents = tuple(Agent(f"Centre {letter}", "Auteur", "organisation") for letter in "ABCD")
    assert cite(authors=agents).startswith("CENTRE A et al. Bois")
    assert cite(authors=agents[:3]).startswith("CENTRE A, CENTRE B et CENTRE C. Bois")


def test_a_notice_without_a_publication_date_says_so() -> None:
    assert ", notice du 7 septembre 2023." in cite(dates=NoticeDates(recorded="2023-09-07"))
    assert ", [s. d.]." in cite(dates=NoticeDates())


def test_a_question_in_a_title_is_not_followed_by_a_full_stop() -> None:
    document = Document("1", "1", "pdf", "Où en est-on ?", "p/a.pdf", "", "", (Page(1, "", 0),), ())
    assert reference(document) == "Où en est-on ? [PDF]. 1 p. Fichier : a.pdf."


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
