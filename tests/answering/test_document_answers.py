"""Summaries, comparisons and definitions, from an index to a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import messages
from assistant.answering.document_answers import DocumentAnswers, Told
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.index.store import Index
from assistant.index.writer import Entry
from tests.fakes import HashedEncoder
from tests.index.library import entry, make_notice, opened, write

OLD = (
    "Le protocole régional compte 17 mesures rangées sous trois axes de travail.",
    "Le centre de formation d'apprentis (CFA) de Nantes accueille les stagiaires du protocole.",
)
NEW = (
    "Le protocole régional compte 18 mesures rangées sous trois axes de travail.",
    "La piscine municipale ferme ses portes au public tous les lundis.",
)


def titled(name: str, title: str, number: str, date: str, *paragraphs: str) -> Entry:
    made = entry(name, *paragraphs, notice=make_notice(title, id=number), date=date)
    return replace(made, document=replace(made.document, file=f"notice_{number}.txt"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with opened(Path(tmp_path_factory.mktemp("index")), HashedEncoder()) as made:
        write(
            made,
            titled("a", "Protocole régional", "101", "2023-06-01", *OLD),
            titled("b", "Bilan six mois après", "102", "2023-12-05", *NEW),
            titled("c", "Charte de l'accueil", "103", "2022-11-08", "La charte pose trois principes pour l'accueil."),
            titled("d", "Charte de la lecture", "104", "2021-11-08", "La charte engage les lecteurs de la ville."),
        )
        yield made


def asked(index: Index, question: str, nearest: Sequence[str] = ()) -> Told | None:
    answers = DocumentAnswers(
        index, SentenceVectors(HashedEncoder()), lambda document, page: document.title, lambda words: nearest
    )
    return answers.answer(question)


def quotes(told: Told | None) -> list[str]:
    assert told is not None
    assert told.draft is not None
    return [citation.quote for citation in told.draft.book.citations]


def sentences(told: Told | None) -> list[str]:
    assert told is not None
    assert told.draft is not None
    return [sentence.text for sentence in told.draft.sentences]


def test_a_notice_is_summarised_by_its_number_in_its_own_words(index: Index) -> None:
    told = asked(index, "Résume la notice 101")
    assert set(quotes(told)) <= set(OLD)
    assert sentences(told)[0] == messages.summary_of("Protocole régional", "notice, 1er juin 2023")
    assert told is not None
    assert told.draft is not None
    assert all(sentence.citations for sentence in told.draft.sentences)
    assert {citation.date for citation in told.draft.book.citations} == {"2023-06-01"}


def test_a_name_of_two_documents_asks_which(index: Index) -> None:
    told = asked(index, "Résume la charte")
    assert told is not None
    assert (told.draft, told.reason) == (None, "ambiguous")
    assert told.text.startswith(messages.WHICH_ONE)
    assert "1. « Charte de l'accueil » (notice, 8 novembre 2022, notice_103.txt)" in told.text


def test_the_document_told_apart_is_summarised(index: Index) -> None:
    shown = "« Charte de l'accueil » (notice, 8 novembre 2022, notice_103.txt)"
    assert quotes(asked(index, f"Résume {shown}")) == ["La charte pose trois principes pour l'accueil."]


def test_an_unknown_name_is_said_to_be_so_with_the_nearest(index: Index) -> None:
    told = asked(index, "Résume le rapport sur la pêche", ["b"])
    assert told is not None
    assert told.reason == "ambiguous"
    assert "« le rapport sur la pêche »" in told.text
    assert f"{messages.DID_YOU_MEAN} « Bilan six mois après »" in told.text
    unknown = asked(index, "Résume la notice 999", ["b"])
    assert unknown is not None
    assert messages.DID_YOU_MEAN not in unknown.text


def test_two_documents_are_compared_the_newest_first(index: Index) -> None:
    told = asked(index, "Compare le protocole et son bilan", ["a", "b"])
    assert sentences(told)[1:] == [f"5 décembre 2023 : « {NEW[0]} »", f"1er juin 2023 : « {OLD[0]} »"]
    assert "un point" in sentences(told)[0]
    assert told is not None
    assert told.draft is not None
    assert told.draft.sentences[0].citations == (1, 2)


def test_a_document_is_not_compared_with_itself(index: Index) -> None:
    told = asked(index, "Compare la notice 101 et le protocole régional")
    assert told is not None
    assert told.text == messages.one_document_only("Protocole régional")


def test_a_document_without_another_version_is_said_to_be_so(index: Index) -> None:
    told = asked(index, "Compare les versions du protocole régional")
    assert told is not None
    assert told.text == messages.no_other_version("Protocole régional")


def test_an_acronym_is_given_with_the_sentence_that_defines_it(index: Index) -> None:
    told = asked(index, "Que veut dire CFA ?")
    assert sentences(told) == ["CFA : centre de formation d'apprentis."]
    assert quotes(told) == [OLD[1]]
    assert told is not None
    assert not told.open
    whatis = asked(index, "C'est quoi un CFA ?")
    assert whatis is not None
    assert whatis.open


def test_an_acronym_that_no_document_defines_is_not_explained_by_our_own_list(index: Index) -> None:
    told = asked(index, "Que veut dire VAE ?")
    assert told is not None
    assert (told.draft, told.text) == (None, messages.not_defined("VAE"))
    assert asked(index, "C'est quoi une VAE ?") is None


@pytest.mark.parametrize(
    "question",
    ["De quoi parle la rentrée ?", "Comparer le taux de 2020 et le taux de 2022", "Que veut dire illettrisme ?"],
)
def test_a_question_to_the_texts_is_left_to_them(index: Index, question: str) -> None:
    assert asked(index, question) is None


def test_this_document_is_the_one_that_answered(index: Index) -> None:
    told = asked(index, "résume le document qui répond à « Combien de mesures ? »", ["b"])
    assert set(quotes(told)) <= set(NEW)
