"""Questions about the catalogue are answered with right counts: each is worked out here from the notices' files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.models import Filters
from assistant.service import Assistant
from tests.retrieval.plain_catalogue import PlainNotice, read_notices

Test = Callable[[PlainNotice], bool]

REGION = "Région Pays de la Loire"
CARIF = "Carif-Oref Pays de la Loire"
DREETS = (
    "Direction régionale de l'économie, de l'emploi, du travail et des solidarités (Dreets) des Pays de la Loire"
)  # fmt: skip


def year(*years: int) -> Test:
    return lambda notice: int(notice.published[:4]) in years


def since(first: str) -> Test:
    """A date known by its year alone passes when a part of the year does."""
    return lambda notice: notice.published[: len(first)] >= first[: len(notice.published)]


def on(label: str) -> Test:
    return lambda notice: notice.on(label)


def by(name: str) -> Test:
    return lambda notice: notice.by(name)


def titled(word: str) -> Test:
    return lambda notice: word in notice.title.lower() or word == notice.type


def everything(_: PlainNotice) -> bool:
    return True


WORKS = [
    ("Combien de notices ?", [everything]),
    ("Combien de notices y a-t-il dans le corpus ?", [everything]),
    ("combien de documents compte le corpus ?", [everything]),
    ("Combien de notices sur l'apprentissage depuis 2022 ?", [on("APPRENTISSAGE"), since("2022")]),
    ("combien de notices sur l'apprentissage ?", [on("APPRENTISSAGE")]),
    ("Combien de notices sur l’apprentissage avant 2022 ?", [on("APPRENTISSAGE"), year(2021)]),
    ("Combien de documents sur les métiers en tension ?", [on("METIER EN TENSION")]),
    ("Combien de notices parlent de l'accord de coopération en 2023 ?", [on("ACCORD COOPERATION"), year(2023)]),
    ("nombre de notices sur le numérique", [on("NUMERIQUE")]),
    ("Combien de documents sur les demandeurs d'emploi ?", [on("DEMANDEUR EMPLOI")]),
    ("Combien de notices en 2023 ?", [year(2023)]),
    ("Combien de notices datent de 2024 ?", [year(2024)]),
    ("Combien de notices ont été publiées entre 2021 et 2022 ?", [year(2021, 2022)]),
    ("Combien de notices depuis décembre 2023 ?", [since("2023-12")]),
    ("Quels documents de la Région ?", [by(REGION)]),
    ("Combien de documents de la Région en 2023 ?", [by(REGION), year(2023)]),
    ("Combien de documents publiés par la Dreets ?", [by(DREETS)]),
    ("Combien de notices publiées par la DREETS depuis 2024 ?", [by(DREETS), since("2024")]),
    ("Combien de notices du Carif-Oref ?", [by(CARIF)]),
    ("Combien de notices du Carif-Oref sur les données statistiques ?", [by(CARIF), on("DONNEES STATISTIQUES")]),
    ("Combien de documents de l'Académie de Nantes ?", [by("Académie de Nantes")]),
    ("Combien de documents de Pôle emploi depuis 2023 ?", [by("Pôle emploi Pays de la Loire"), since("2023")]),
    ("Combien de notices de la Préfecture de la région ?", [by("Préfecture de la région Pays de la Loire")]),
    ("Combien de documents en Mayenne ?", [on("MAYENNE")]),
    ("Combien d'études depuis 2022 ?", [titled("étude"), since("2022")]),
    ("Combien de communiqués de la Région en 2023 ?", [titled("communiqué"), by(REGION), year(2023)]),
    ("liste des protocoles signés en 2023", [titled("protocole"), year(2023)]),
    ("Quels rapports sur les métiers en tension ?", [titled("rapport"), on("METIER EN TENSION")]),
]  # fmt: skip
"""Questions whose answer counts works, or their notices, each with what a notice must pass."""

PDFS: list[tuple[str, list[Test]]] = [
    ("Combien de PDF ?", [everything]),
    ("combien de fichiers PDF dans le fonds ?", [everything]),
    ("Combien de PDF en 2023 ?", [year(2023)]),
    ("Combien de PDF de la Dreets ?", [by(DREETS)]),
    ("Combien de PDF sur les métiers en tension ?", [on("METIER EN TENSION")]),
    ("combien de pdf depuis 2024", [since("2024")]),
]


@pytest.fixture(scope="module")
def notices(root: Path) -> list[PlainNotice]:
    return read_notices(root / "corpus")


@pytest.mark.parametrize(("question", "tests"), WORKS, ids=[question for question, _ in WORKS])
def test_works_are_counted_as_their_notices_tell(
    library: Assistant, notices: list[PlainNotice], question: str, tests: list[Test]
) -> None:
    expected = {notice.title for notice in notices if all(test(notice) for test in tests)}
    answer = library.ask(question)
    assert answer.listing is not None
    assert {one.title for one in answer.listing.documents} == expected
    assert answer.listing.total == sum(1 for n in notices if all(test(n) for test in tests)) > 0
    assert f"compte {answer.listing.total} " in answer.text


@pytest.mark.parametrize(("question", "tests"), PDFS, ids=[question for question, _ in PDFS])
def test_pdfs_are_counted_apart_from_notices(
    library: Assistant, notices: list[PlainNotice], question: str, tests: list[Test]
) -> None:
    expected = sum(notice.pdfs for notice in notices if all(test(notice) for test in tests))
    listing = library.ask(question).listing
    assert listing is not None
    assert (listing.counted, listing.total) == ("pdfs", expected)
    assert expected > 0


def test_an_author_is_not_another_one_whose_name_holds_his(library: Assistant, notices: list[PlainNotice]) -> None:
    theirs = next(notice for notice in notices if notice.authors == ("Préfecture de la région Pays de la Loire",))
    listing = library.ask("Combien de documents de la Région ?").listing
    assert listing is not None
    assert theirs.published not in {one.date for one in listing.documents if one.authors == theirs.authors}


def test_the_answer_says_by_what_it_was_counted(library: Assistant) -> None:
    text = library.ask("Combien de notices sur l'apprentissage depuis 2022 ?").text
    assert "descripteur « APPRENTISSAGE » ; depuis 2022 (date du document)" in text
    assert "une notice et ses PDF comptent pour un" in library.ask("Combien de documents ?").text


def test_a_subject_without_a_descriptor_is_told_to_be_searched_by_its_words(
    library: Assistant, notices: list[PlainNotice]
) -> None:
    answer = library.ask("Combien de notices sur l'aide-soignant ?")
    expected = {notice.title for notice in notices if "aide-soignant" in notice.text}
    assert answer.listing is not None
    assert {one.title for one in answer.listing.documents} == expected
    assert "texte contenant « aide-soignant » (aucun descripteur de ce nom)" in answer.text


def test_what_nothing_holds_is_not_counted_otherwise(library: Assistant) -> None:
    answer = library.ask("Combien de documents sur les freelances ?")
    assert (answer.level, answer.sentences, answer.citations) == ("none", (), ())
    assert answer.text.startswith(
        "Le corpus ne compte aucun document pour ces critères : texte contenant « freelances »"
    )


def test_the_latest_are_listed_newest_first(library: Assistant) -> None:
    answer = library.ask("Quels sont les derniers documents sur l'apprentissage ?")
    assert answer.listing is not None
    dates = [one.date or "" for one in answer.listing.documents]
    assert dates == sorted(dates, reverse=True)
    one = library.ask("Quelle est la notice la plus récente sur l'apprentissage ?").listing
    assert one is not None
    assert [(one.total, one.documents[0].date)] == [(3, "2023-12-15")]
    assert len(one.documents) == 1


def test_every_sentence_is_cited_and_each_quote_stands_in_its_document(library: Assistant) -> None:
    answer = library.ask("Combien de PDF ?")
    assert answer.level == "answer"
    assert {n for sentence in answer.sentences for n in sentence.citations} == {one.n for one in answer.citations}
    for citation in answer.citations:
        document = library.document(citation.document_id)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote != ""


def test_the_filters_of_the_user_win_over_those_of_the_question(library: Assistant) -> None:
    question = "Combien de notices en 2023 ?"
    listing = library.ask(question, filters=Filters(date_from="2024-01-01")).listing
    assert listing is not None
    assert {(one.date or "")[:4] for one in listing.documents} == {"2024"}


def test_a_date_that_may_be_outside_the_period_is_told(library: Assistant) -> None:
    assert "dont 1 daté sans le jour" in library.ask("Combien de notices depuis juin 2023 ?").text
    assert "sans le jour" not in library.ask("Combien de notices en 2023 ?").text


@pytest.mark.parametrize(
    ("question", "tests"),
    [
        ("Y a-t-il des notices sur le RSA en Mayenne ?", [on("BENEFICIAIRE RSA"), on("MAYENNE")]),
        ("Combien de documents sur l'apprentissage et la métallurgie ?", [on("APPRENTISSAGE"), on("METALLURGIE")]),
        ("Combien de notices sur l'apprentissage ou l'illettrisme ?",
         [lambda notice: notice.on("APPRENTISSAGE") or notice.on("ILLETTRISME")]),
        ("combien de notices sur l'aprentissage ?", [on("APPRENTISSAGE")]),
        ("combien de notice sur l'apprentissage ?", [on("APPRENTISSAGE")]),
        ("liste de tous les rapports", [titled("rapport")]),
        ("Quels comptes rendus avez-vous ?", [titled("compte rendu")]),
        ("Bonjour, combien de notices avez-vous sur l'illettrisme, svp ? Merci !", [on("ILLETTRISME")]),
    ],
)  # fmt: skip
def test_descriptors_are_combined_and_words_mended_as_the_question_says(
    library: Assistant, notices: list[PlainNotice], question: str, tests: list[Test]
) -> None:
    expected = {notice.title for notice in notices if all(test(notice) for test in tests)}
    listing = library.ask(question).listing
    assert listing is not None
    assert {one.title for one in listing.documents} == expected != set()


def test_the_most_recent_is_listed_without_a_verb(library: Assistant) -> None:
    listing = library.ask("la notice la plus récente sur l'apprentissage").listing
    assert listing is not None
    assert [one.date for one in listing.documents] == ["2023-12-15"]


def test_the_criteria_tell_both_from_either(library: Assistant) -> None:
    both = library.ask("Combien de notices sur le RSA en Mayenne ?").text
    assert "descripteur « BENEFICIAIRE RSA » ; descripteur « MAYENNE »" in both
    either = library.ask("Combien de notices sur l'apprentissage ou l'illettrisme ?").text
    assert "descripteur « APPRENTISSAGE » ou « ILLETTRISME »" in either
    assert "contenant « compte rendu »" in library.ask("Quels comptes rendus avez-vous ?").text


def test_recent_documents_are_a_wish_for_the_newest(library: Assistant) -> None:
    assert library.search("Que disent les documents récents sur l'apprentissage ?").conditions[-1].field == "recent"
