"""How an answer is put together when it is asked otherwise: a day, a manner, another language, a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import messages
from assistant.answering.answerer import Answerer
from assistant.answering.base import Asked
from assistant.answering.scoring import default_scorer
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.index.store import Index
from assistant.models import Answer, Completed, Filters, Turn, VerifiedSentence
from assistant.retrieval.hybrid import HybridRetriever
from tests.fakes import CompressedEncoder
from tests.index.library import entry, opened, write

COUNT = "Le plan régional compte 17 mesures pour la lecture."
VOTE = "Le vote du plan régional pour la lecture est prévu le 7 juillet 2023."
FOLLOWS = "Un comité du plan régional se réunit à Nantes deux fois par an."
QUESTION = "Combien de mesures compte le plan régional ?"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path, CompressedEncoder()) as made:
        write(made, entry("plan", f"{COUNT} {FOLLOWS} {VOTE}", date="2023-06-01"), entry("autre", "Une piscine ouvre."))
        yield made


def events(index: Index, question: str, history: Sequence[Turn] = (), **asked: Any) -> list[Any]:
    encoder: Any = CompressedEncoder()
    answerer = Answerer(
        index,
        encoder,
        SentenceVectors(encoder),
        replace(default_scorer(), answer_from=0.0, check_from=0.0),
        lambda document, notice, page: document.title,
        today=lambda: date(2024, 1, 1),
        nearest=lambda words: ["plan"],
    )
    hits = tuple(HybridRetriever(index=index, encoder=encoder).search(question))
    return list(answerer.stream(Asked(question, question, tuple(history), Filters(), hits, **asked)))


def answer(index: Index, question: str, history: Sequence[Turn] = (), **asked: Any) -> Answer:
    last = events(index, question, history, **asked)[-1]
    assert isinstance(last, Completed)
    return last.answer


def test_a_date_announced_that_is_past_on_the_day_given_is_told(index: Index) -> None:
    found = answer(index, "Quand est prévu le vote du plan régional ?")
    number = next(one.n for one in found.citations if "7 juillet" in one.quote)
    assert f"Le 7 juillet 2023, annoncé comme à venir dans [{number}], est passé." in found.warnings


def test_a_citation_has_the_date_of_its_document(index: Index) -> None:
    assert {one.date for one in answer(index, QUESTION).citations} == {"2023-06-01"}


def test_a_shorter_answer_has_one_sentence(index: Index) -> None:
    assert len(answer(index, QUESTION, manner="shorter").sentences) == 1


def test_more_gives_what_was_not_said_then_says_that_there_is_nothing_left(index: Index) -> None:
    first = answer(index, QUESTION, manner="shorter")
    said = [Turn("user", QUESTION), Turn("assistant", first.text)]
    more = answer(index, QUESTION, said, manner="more")
    assert more.sentences
    assert not {one.text for one in more.sentences} & {one.text for one in first.sentences}
    end = answer(
        index, QUESTION, [*said, Turn("assistant", f"{COUNT} {FOLLOWS} {VOTE} Une piscine ouvre.")], manner="more"
    )
    assert (end.level, end.text) == ("none", messages.NOTHING_MORE)


def test_another_language_is_shown_the_nearest_sentences_to_check(index: Index) -> None:
    found = answer(index, "How many mesures are in the plan for the lecture?")
    assert (found.level, found.sentences) == ("to_check", ())
    assert found.citations[0].quote == COUNT
    assert "[1]" in found.text
    assert found.warnings[0] == messages.other_language("anglais")


def test_a_request_streams_each_sentence_with_its_new_citations(index: Index) -> None:
    found = events(index, "Résume le document plan.pdf")
    shown = [one for one in found if isinstance(one, VerifiedSentence)]
    numbers = [citation.n for one in shown for citation in one.new_citations]
    assert numbers == sorted(set(numbers))
    assert found[-1].answer.sentences == tuple(one.sentence for one in shown)


def test_small_talk_is_answered_from_the_message_as_it_was_completed(index: Index) -> None:
    assert answer(index, "merci").text == messages.THANKS


def test_why_alone_shows_nothing_twice_when_the_texts_do_not_say(index: Index) -> None:
    said = [Turn("user", QUESTION), Turn("assistant", f"{COUNT} {FOLLOWS} {VOTE} Une piscine ouvre.")]
    found = answer(index, f"À propos de « {QUESTION} » : pourquoi ?", said)
    assert (found.level, found.text) == ("none", messages.NOTHING_MORE)
