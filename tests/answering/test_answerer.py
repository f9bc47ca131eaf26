"""How an answer is put together: several citations, the passage to check, the order of the warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.answerer import Answerer
from assistant.answering.base import Asked, Evidence, Support
from assistant.answering.messages import MODEL_UNSUPPORTED, TO_CHECK, newer_version, versions_differ
from assistant.answering.model import Dropped, Failed, ModelEvent, Refused, Supported
from assistant.answering.question import Question
from assistant.answering.scoring import Scored, default_scorer, score
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.index.store import Index
from assistant.index.writer import Entry
from assistant.models import Answer, Attachment, Completed, Filters, StreamEvent, VerifiedSentence
from assistant.retrieval.hybrid import HybridRetriever
from tests.fakes import CompressedEncoder
from tests.index.library import entry, make_notice, opened, write

QUESTION = "Combien de mesures compte l'accord ?"
TEXT = "L'accord compte 14 mesures."
OTHER = "Signé à Vallombreuse, l'accord du bois compte 14 mesures rangées en deux volets."

Script = Callable[[Sequence[Evidence]], list[ModelEvent]]


class ScriptedModel:
    """A model answerer that says what it was told to say."""

    def __init__(self, script: Script) -> None:
        self.script = script

    def stream(self, question: str, history: object, evidence: Sequence[Evidence]) -> Iterator[ModelEvent]:
        yield from self.script(evidence)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path, CompressedEncoder()) as made:
        write(made, entry("a", TEXT, "Un comité le suit."), entry("b", OTHER))
        yield made


def events(index: Index, script: Script | None = None, question: str = QUESTION, **scorer: float) -> list[StreamEvent]:
    encoder: Any = CompressedEncoder()
    model: Any = ScriptedModel(script) if script else None
    answerer = Answerer(
        index,
        encoder,
        SentenceVectors(encoder),
        replace(default_scorer(), **scorer),  # type: ignore[arg-type]
        lambda document, notice, page: f"{document.title}, p. {page}, de {notice.title if notice else 'rien'}.",
        contact="doc@example.org",
        model=model,
    )
    hits = HybridRetriever(index=index, encoder=encoder).search(question)
    return list(answerer.stream(Asked(question, question, (), Filters(), tuple(hits))))


def answer(index: Index, script: Script | None = None, question: str = QUESTION, **scorer: float) -> Answer:
    last = events(index, script, question, **scorer)[-1]
    assert isinstance(last, Completed)
    return last.answer


def test_the_sentences_of_a_question_that_asks_one_thing_are_weighed_once(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[str] = []

    def counted(question: Question, *rest: Any) -> list[Scored]:
        weighed.append(question.text)
        return score(question, *rest)

    monkeypatch.setattr("assistant.answering.quoting.score", counted)
    assert answer(index).sentences
    assert weighed == [QUESTION]


def supported(text: str, *evidence: Evidence) -> Supported:
    return Supported(text, tuple(Support(e, e.passage.start, e.passage.end, 0.9) for e in evidence))


def holding(evidence: Sequence[Evidence], words: str) -> Evidence:
    return next(item for item in evidence if words in item.passage.text)


# Several citations


def both(evidence: Sequence[Evidence]) -> list[ModelEvent]:
    first, second = holding(evidence, TEXT), holding(evidence, "Vallombreuse")
    return [supported(TEXT, first, second), supported("L'accord est signé.", second)]


def test_a_sentence_may_have_several_citations_and_a_place_keeps_its_number(index: Index) -> None:
    found = answer(index, both)
    assert [sentence.citations for sentence in found.sentences] == [(1, 2), (2,)]
    assert [citation.quote for citation in found.citations] == [TEXT, OTHER]
    assert found.text == f"{TEXT} [1][2]\nL'accord est signé. [2]"


def test_a_citation_is_sent_with_the_first_sentence_that_uses_it(index: Index) -> None:
    sentences = [event for event in events(index, both) if isinstance(event, VerifiedSentence)]
    assert [[citation.n for citation in event.new_citations] for event in sentences] == [[1, 2], []]


def test_two_supports_at_the_same_place_make_one_citation(index: Index) -> None:
    found = answer(index, lambda evidence: [supported(TEXT, *[holding(evidence, TEXT)] * 2)])
    assert found.sentences[0].citations == (1,)


def test_a_sentence_whose_document_has_gone_is_not_shown_without_citation(index: Index) -> None:
    def lost(evidence: Sequence[Evidence]) -> list[ModelEvent]:
        item = holding(evidence, TEXT)
        gone = replace(item, hit=replace(item.hit, passage=replace(item.passage, document_id="gone")))
        return [supported("Une phrase perdue.", gone)]

    found = answer(index, lost)
    assert "perdue" not in found.text
    assert all(sentence.citations for sentence in found.sentences)


# The passage to check


def test_a_doubtful_passage_is_shown_to_be_checked_with_its_citation(index: Index) -> None:
    found = answer(index, answer_from=1.1, check_from=0.0)
    assert (found.level, found.reason, found.sentences) == ("to_check", "not_in_corpus", ())
    (citation,) = found.citations
    document = index.document(citation.document_id)
    assert document is not None
    assert document.text[citation.start : citation.end] == citation.quote
    assert found.text.startswith(f"{TO_CHECK} « {citation.quote} » [1]")
    assert found.text.endswith("doc@example.org.")


def test_a_passage_that_is_too_far_is_not_shown(index: Index) -> None:
    found = answer(index, answer_from=1.1, check_from=1.1)
    assert (found.level, found.citations) == ("none", ())


def test_when_the_model_refuses_only_the_passage_to_check_is_left(index: Index) -> None:
    found = answer(index, lambda _: [Refused("…")], answer_from=0.0, check_from=0.0)
    assert (found.level, found.warnings) == ("to_check", ())


# Warnings


FAILED = Failed("Le modèle « x » est injoignable", "unreachable")


@pytest.fixture
def with_notice(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path / "notice", CompressedEncoder()) as made:
        write(made, entry("n", TEXT, notice=make_notice("Accord du bois")))
        yield made


def test_the_failure_of_the_model_comes_before_the_missing_pdf(with_notice: Index) -> None:
    first, second = answer(with_notice, lambda _: [FAILED], answer_from=0.0).warnings
    assert first == "Le modèle « x » est injoignable ; réponse extraite des documents."
    assert second.startswith("Seule la notice « Accord du bois » a été lue")


def test_unsupported_sentences_are_told_before_the_missing_pdf(with_notice: Index) -> None:
    warnings = answer(with_notice, lambda _: [Dropped("Faux.", "unsupported")], answer_from=0.0).warnings
    assert warnings[0] == MODEL_UNSUPPORTED
    assert len(warnings) == 2


def test_sentences_dropped_beside_supported_ones_are_not_told(index: Index) -> None:
    found = answer(index, lambda e: [Dropped("Faux.", "unsupported"), supported(TEXT, holding(e, TEXT))])
    assert found.warnings == ()


@pytest.mark.parametrize("scorer", [{"check_from": 0.0}, {"check_from": 1.1}])
def test_without_an_answer_the_failure_of_the_model_is_told_without_promising_extracts(
    index: Index, scorer: dict[str, float]
) -> None:
    found = answer(index, lambda _: [FAILED], answer_from=1.1, **scorer)
    assert found.abstained
    assert found.warnings == ("Le modèle « x » est injoignable.",)


def test_without_an_answer_dropped_sentences_promise_no_extracts(index: Index) -> None:
    found = answer(index, lambda _: [Dropped("Faux.", "unsupported")], answer_from=1.1, check_from=1.1)
    assert found.warnings == ()


def test_an_answer_from_a_pdf_carries_the_reference_of_its_notice(tmp_path: Path) -> None:
    with opened(tmp_path, CompressedEncoder()) as made:
        write(made, entry("Protocole régional", TEXT), entry("n", "Une notice.", notice=make_notice("La notice")))
        (citation,) = answer(made).citations
    assert citation.file == "Protocole régional.pdf"
    assert citation.reference == "Protocole régional, p. 1, de La notice."


def test_a_pdf_without_a_notice_has_its_own_reference_alone(index: Index) -> None:
    assert {c.reference for c in answer(index).citations} <= {"a, p. 1, de rien.", "b, p. 1, de rien."}


def test_a_notice_whose_file_is_in_the_corpus_under_a_cut_name_is_not_said_to_stand_alone(tmp_path: Path) -> None:
    notice = make_notice("Un accord", attachments=(Attachment("Accord régional pour les…"),))
    with opened(tmp_path, CompressedEncoder()) as made:
        write(made, entry("Accord régional pour les métiers du bois", "Une annexe."), entry("n", TEXT, notice=notice))
        assert answer(made).warnings == ()


def test_an_answer_from_an_older_version_says_that_a_newer_one_exists_and_says_otherwise(tmp_path: Path) -> None:
    clauses = [f"La clause {n} règle le cas des salariés de ce secteur." for n in "abcdefghijkl"]
    with opened(tmp_path, CompressedEncoder()) as made:
        for name, count, date in (("old", "14", "2022-01"), ("new", "15", "2024-03")):
            one = entry(name, f"L'accord compte {count} mesures rangées en deux volets.", *clauses, date=date)
            write(made, Entry(replace(one.document, title="Accord"), one.passages, one.path))
        found = answer(made, lambda evidence: [supported("Il y en a 14.", holding(evidence, "14 mesures"))])
    assert [citation.file for citation in found.citations] == ["old.pdf"]
    assert found.warnings == (
        newer_version("Accord", "mars 2024", "new.pdf"),
        versions_differ("Accord", ["14"], ["15"], "mars 2024"),
    )
