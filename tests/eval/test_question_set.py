"""The questions of ``eval/data`` are enough, of every kind, and true of the sample corpus as the product reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from assistant.models import Document
from assistant.sources.limits import ParseLimits
from assistant.sources.listing import list_files
from assistant.sources.ocr_engine import missing
from assistant.sources.pdf import open_pdf
from assistant.sources.reader import READABLE_SUFFIXES, read_source
from assistant.text import stem, stems, tokenise
from eval.evidence import check_evidence
from eval.metrics.match import said_in
from eval.questions import Question, QuestionFile, load_questions

ROOT = Path(__file__).resolve().parents[2]
HALVES = ("dev", "test")
IN_EACH_HALF = {
    "unanswerable": 30,
    "follow_up": 12,
    "paraphrase": 10,
    "several": 6,
    "list": 6,
    "table": 8,
    "date": 8,
    "acronym": 5,
    "number": 20,
    "fact": 5,
    "person": 5,
    "record": 8,
}


class SourceCorpus:
    """The sample corpus, read by the product's own readers."""

    def __init__(self, folder: Path) -> None:
        self.paths = {one.file: one.path for one in list_files([folder], READABLE_SUFFIXES, folder / "none").found}
        self.documents: dict[str, Document] = {
            file: read_source(path, file, ParseLimits()) for file, path in self.paths.items()
        }

    def files(self) -> Sequence[str]:
        return tuple(self.documents)

    def page_text(self, file: str, page: int) -> str | None:
        pages = self.documents[file].pages if file in self.documents else ()
        return next((one.text for one in pages if one.number == page), None)

    def raw_page_text(self, file: str, page: int) -> str | None:
        if file not in self.documents or self.is_notice(file):
            return None
        document = open_pdf(self.paths[file], file)
        try:
            return str(document[page - 1].get_textpage().get_text_range())
        finally:
            document.close()

    def is_notice(self, file: str) -> bool:
        return file in self.documents and self.documents[file].kind == "notice"

    def pages(self) -> list[str]:
        return [page.text for document in self.documents.values() for page in document.pages]


@lru_cache
def half(name: str) -> QuestionFile:
    return load_questions(ROOT / "eval" / "data" / f"{name}.jsonl")


def both() -> list[Question]:
    return [question for name in HALVES for question in half(name).questions]


def named(questions: Sequence[Question]) -> list[object]:
    return [pytest.param(question, id=question.id) for question in questions]


@pytest.fixture(scope="module")
def corpus() -> SourceCorpus:
    return SourceCorpus(ROOT / "corpus")


def test_there_are_two_hundred_and_seventy_questions_of_which_sixty_have_no_answer() -> None:
    assert len(both()) >= 270
    assert sum(not question.answerable for question in both()) >= 60


@pytest.mark.parametrize("name", HALVES)
def test_each_half_is_large_enough_in_every_kind(name: str) -> None:
    questions = half(name).questions
    counts = Counter(question.kind for question in questions)
    assert len(questions) >= 135
    assert {kind: counts[kind] for kind, least in IN_EACH_HALF.items() if counts[kind] < least} == {}


def test_the_table_of_the_readme_counts_the_questions_of_the_files() -> None:
    text = (ROOT / "eval" / "data" / "README.md").read_text(encoding="utf-8")
    told = {kind: (int(dev), int(test)) for kind, dev, test in re.findall(r"\| `(\w+)` \| (\d+) \| (\d+) \|", text)}
    counts = {name: Counter(question.kind for question in half(name).questions) for name in HALVES}
    kinds = counts["dev"] | counts["test"]
    assert told == {kind: (counts["dev"][kind], counts["test"][kind]) for kind in kinds}
    (totals,) = re.findall(r"\| all \| (\d+) \| (\d+) \|", text)
    assert tuple(map(int, totals)) == tuple(len(half(name).questions) for name in HALVES)


def test_no_id_and_no_question_is_in_both_halves() -> None:
    assert not [identifier for identifier, times in Counter(q.id for q in both()).items() if times > 1]
    asked = Counter((q.question.lower(), q.history) for q in both())
    assert not [question for question, times in asked.items() if times > 1]


def test_no_document_gives_evidence_to_both_halves() -> None:
    dev, test = ({e.file for q in half(name).questions for e in q.evidence} for name in HALVES)
    assert dev
    assert test
    assert dev & test == set()


def test_the_evidence_is_in_the_corpus_and_only_the_scan_needs_ocr_to_be_verified(corpus: SourceCorpus) -> None:
    assert check_evidence(half("dev"), corpus).warnings == ()
    scanned = [question for question in half("test").questions if question.kind == "scan"]
    warnings = check_evidence(half("test"), corpus).warnings
    assert len(scanned) == 3
    assert len(warnings) == (3 if missing() else 0)  # read by OCR where Tesseract is there
    assert all("page sans texte (protocoles/lettre_notification_subvention_2024.pdf" in one for one in warnings)


def test_what_must_not_be_answered_expects_nothing_and_the_rest_expects_words_and_a_place() -> None:
    for question in both():
        if question.kind == "unanswerable":
            assert not question.answerable, question.id
        else:
            assert question.answers, question.id
            assert question.evidence, question.id


def spoken(question: Question, corpus: SourceCorpus) -> list[str]:
    """What may say the answer: the words of each evidence and its page."""
    pages = [corpus.page_text(item.file, item.page) or "" for item in question.evidence]
    return [*(item.quote for item in question.evidence), *pages]


@pytest.mark.parametrize("question", named([q for q in both() if q.answerable and q.kind != "scan"]))
def test_the_expected_answer_is_said_by_the_evidence(question: Question, corpus: SourceCorpus) -> None:
    texts = spoken(question, corpus)
    for group in question.all_of or (question.answers,):
        assert any(said_in(answer, text) for answer in group for text in texts), group


@pytest.mark.parametrize("question", named([q for q in both() if q.alt_pages and q.kind != "several"]))
def test_another_page_with_the_same_fact_says_it_too(question: Question, corpus: SourceCorpus) -> None:
    for file, pages in question.alt_pages.items():
        for page in pages:
            text = corpus.page_text(file, page) or ""
            for group in question.all_of or (question.answers,):
                assert any(said_in(answer, text) for answer in group), (file, page, group)


def test_saying_the_question_again_answers_none() -> None:
    for question in both():
        said = " ".join([question.question, *(turn.content for turn in question.history)])
        groups = question.all_of or (question.answers,)
        assert not all(any(said_in(answer, said) for answer in group) for group in groups), question.id


@pytest.mark.parametrize("question", named([q for q in both() if q.kind == "several"]))
def test_an_answer_in_several_places_is_said_whole_by_no_page(question: Question, corpus: SourceCorpus) -> None:
    places = [(item.file, item.page) for item in question.evidence]
    assert len(set(places)) == len(places) == len(question.all_of) >= 2
    for page in corpus.pages():
        said = [any(said_in(answer, page) for answer in group) for group in question.all_of]
        assert not all(said), page[:80]


@pytest.mark.parametrize("question", named([q for q in both() if q.kind == "paraphrase"]))
def test_a_paraphrase_shares_no_word_with_what_it_must_find(question: Question) -> None:
    # Figures and proper names have no other wording. The first word of a question always has a capital.
    names = {stem(t.folded) for t in list(tokenise(question.question))[1:] if question.question[t.start].isupper()}
    asked = {one for one in stems(question.question) if not one[0].isdigit()} - names
    assert asked
    assert asked & {one for item in question.evidence for one in stems(item.quote)} == set()


@pytest.mark.parametrize("name", HALVES)
def test_follow_ups_stand_on_a_conversation_and_are_also_written_whole(name: str) -> None:
    following = [question for question in half(name).questions if question.history]
    for question in following:
        roles = [turn.role for turn in question.history]
        assert roles == ["user", "assistant"] * (len(roles) // 2), question.id
        assert question.standalone, question.id
        assert len(question.question) < len(question.standalone), question.id
    assert all(q.history for q in half(name).questions if q.kind == "follow_up")
    assert sum(len(question.history) > 2 for question in following) >= 3
    assert sum(not question.answerable for question in following) >= 2


def test_an_answer_that_needs_several_elements_asks_for_each() -> None:
    assert all(len(question.all_of) >= 2 for question in both() if question.kind == "list")
