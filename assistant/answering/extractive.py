"""The extractive answerer: exact sentences of the corpus, chosen, ordered, each with its citation.

No model writes here. The probability that a sentence answers comes from ``scoring``; when the best one is too low,
nothing is answered (the thresholds are calibrated on questions, see ``tools/train_scorer.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import Candidate, rows_of
from assistant.answering.injections import addressed_to_assistant
from assistant.answering.mentions import satisfies
from assistant.answering.question import Question, content_words, understand
from assistant.answering.question_types import AnswerType
from assistant.answering.scoring import Scored, Scorer
from assistant.answering.word_families import held
from assistant.models import Block, Document
from assistant.text import fold, sentences, stems

MAX_SENTENCES = 3
"""Sentences of an answer, the items of a list not counted."""

MAX_ITEMS = 20
"""Items of a list that are quoted."""

NEARLY = 0.25
"""A further sentence must be at least this share as likely as the best one."""

_PART = 0.15
"""The same for a sentence that answers a part of the question that the best one does not."""

_SPANS: frozenset[AnswerType] = frozenset({"number", "amount", "percent", "date", "duration"})
"""Types answered by a span, which needs nothing of what its sentence announces."""

_SAME = 0.7
"""Two sentences that share this part of their stems say the same thing."""

_LIMITS = re.compile(
    r"^(?:toutefois|cependant|neanmoins|en revanche|sauf|mais|a l'exception|par derogation|par exception|attention"
    r"|seul[es]* )\b"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document chosen for the answer: ``text == document.text[start:end]``, with its support."""

    candidate: Candidate
    start: int
    end: int
    text: str
    support: float


def choose(
    question: Question, scored: Sequence[Scored], scorer: Scorer, document_of: Callable[[str], Document | None]
) -> list[Quote]:
    """The quotes that answer, in the order in which they are read; none when the corpus does not answer.

    Args:
        question: The question understood.
        scored: Candidates, best first (``scoring.score``).
        scorer: Its ``answer_from`` is the probability from which a sentence is given.
        document_of: Gives a document by id, for what comes after a sentence.
    """
    stated = [s for s in scored if not _asks(s.candidate)]
    if not stated or stated[0].probability < scorer.answer_from:
        return []
    best = stated[0]
    chosen = [best]
    likely = [s for s in stated if s.probability >= _PART * best.probability]
    for wanted in question.types:
        _add_part(question, wanted, likely, chosen)
    for other in likely[1:]:
        if len(chosen) >= MAX_SENTENCES:
            break
        if other.probability >= NEARLY * best.probability and _adds(other, chosen):
            chosen.append(other)
    quotes: list[Quote] = []
    for choice in _reading_order(chosen):
        document = document_of(choice.candidate.hit.passage.document_id)
        if document is not None:
            around = _with_what_follows(choice, document, question)
            quotes.extend(quote for quote in around if not addressed_to_assistant(quote.text))
    return _without_repeats(quotes)


def _asks(candidate: Candidate) -> bool:
    return candidate.text.rstrip().endswith("?")


def _add_part(question: Question, wanted: AnswerType, likely: Sequence[Scored], chosen: list[Scored]) -> None:
    """For a question in several parts, the best sentence that answers a part that no chosen sentence does."""
    if len(question.types) < 2:
        return
    part = replace(question, types=(wanted,))
    if any(satisfies(part, s.candidate.shown, s.candidate.metadata) >= 1 for s in chosen):
        return
    for other in likely:
        if satisfies(part, other.candidate.shown, other.candidate.metadata) >= 1 and other not in chosen:
            chosen.append(other)
            return


def _adds(other: Scored, chosen: Sequence[Scored]) -> bool:
    """True when a sentence is in other words than the chosen ones."""
    mine = frozenset(stems(other.candidate.text))
    for choice in chosen:
        theirs = frozenset(stems(choice.candidate.text))
        if len(mine & theirs) > _SAME * min(len(mine), len(theirs)):
            return False
    return True


def _reading_order(chosen: Sequence[Scored]) -> list[Scored]:
    """The block of the best sentence first, then its document, then the others, each in the order of its text."""
    first: dict[str, int] = {}
    for order, choice in enumerate(chosen):
        first.setdefault(choice.candidate.hit.passage.document_id, order)
    best = chosen[0].candidate

    def place(choice: Scored) -> tuple[bool, int, int]:
        one = choice.candidate
        document = first[one.hit.passage.document_id]
        return document > 0 or one.block != best.block, document, one.start

    return sorted(chosen, key=place)


def _with_what_follows(choice: Scored, document: Document, question: Question) -> Iterator[Quote]:
    """The sentence, then the list that it announces or belongs to, then the sentence that limits it."""
    candidate = choice.candidate
    whole = _list_of(candidate, document, question)
    for start, end in whole or [(candidate.start, candidate.end)]:
        yield Quote(candidate, start, end, document.text[start:end], choice.probability)
    if not whole:
        following = _limit_after(candidate, document)
        if following:
            start, end = following
            yield Quote(candidate, start, end, document.text[start:end], choice.probability)


def _list_of(candidate: Candidate, document: Document, question: Question) -> list[tuple[int, int]]:
    """The announcing sentence and its items, when the candidate announces a list or is one of its items."""
    announces = candidate.text.rstrip().endswith(":") and not _SPANS.issuperset(question.types)
    wants_list = announces or "list" in question.types
    blocks = document.blocks
    place = next((i for i, b in enumerate(blocks) if b.start <= candidate.start < b.end), None)
    if place is None or not wants_list:
        return []
    if blocks[place].kind == "table":
        rows = _rows_alike(candidate, document, question)
        return rows[:MAX_ITEMS] if len(rows) > 1 else []
    if announces and candidate.end >= blocks[place].start + len(
        document.text[blocks[place].start : blocks[place].end].rstrip()
    ):
        items = (
            _items_after(blocks, place) or _numbered_headings_after(blocks, place) or _paragraph_after(blocks, place)
        )
        return [(candidate.start, candidate.end), *_spans(items)] if items else []
    if blocks[place].kind == "item" and "list" in question.types:
        first = place
        while first > 0 and blocks[first - 1].kind == "item":
            first -= 1
        lead = _lead_in(blocks, first, document.text)
        items = _items_after(blocks, first - 1)
        return [*([lead] if lead else []), *_spans(items)] if len(items) > 1 else []
    return []


def _rows_alike(candidate: Candidate, document: Document, question: Question) -> list[tuple[int, int]]:
    """The rows of a table that hold the same words of the question as the chosen one."""
    block, text = candidate.block, document.text
    held_by_it = held(question.all_terms, frozenset(stems(candidate.text)))
    if not held_by_it:
        return []
    return [
        (start, end)
        for start, end in rows_of(block, text, block.start, block.end)
        if held(question.all_terms, frozenset(stems(text[start:end]))) == held_by_it
    ]


def _lead_in(blocks: Sequence[Block], first: int, text: str) -> tuple[int, int] | None:
    """The last sentence of the block before a list, when it announces the list."""
    if first == 0:
        return None
    block = blocks[first - 1]
    body = text[block.start : block.end]
    if not body.rstrip().endswith(":"):
        return None
    cut = max(body.rfind(". ", 0, -1), body.rfind("\n", 0, -1))
    start = block.start + (cut + 1 if cut >= 0 else 0)
    start += len(text[start : block.end]) - len(text[start : block.end].lstrip())
    return start, block.start + len(body.rstrip())


def _spans(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in blocks[:MAX_ITEMS]]


def _items_after(blocks: Sequence[Block], place: int) -> list[Block]:
    items = []
    for block in blocks[place + 1 :]:
        if block.kind != "item":
            break
        items.append(block)
    return items


def _paragraph_after(blocks: Sequence[Block], place: int) -> list[Block]:
    """The paragraph that an announcement is cut from, by a change of page or a line of its own."""
    following = blocks[place + 1 : place + 2]
    return [block for block in following if block.kind == "paragraph"]


def _numbered_headings_after(blocks: Sequence[Block], place: int) -> list[Block]:
    """The headings numbered 1, 2, 3… that follow, whatever stands between them."""
    found: list[Block] = []
    for block in blocks[place + 1 :]:
        if block.kind != "heading" or not block.number:
            continue
        number = re.search(r"\d+", block.number)
        if number and int(number.group()) == len(found) + 1 and (not found or block.level == found[0].level):
            found.append(block)
        elif found and block.level <= found[0].level:
            break
    return found if len(found) > 1 else []


def _limit_after(candidate: Candidate, document: Document) -> tuple[int, int] | None:
    """The next sentence of the same block when it limits or contradicts this one (« Toutefois… »)."""
    if candidate.block.kind not in {"paragraph", "item"}:
        return None
    rest = document.text[candidate.end : candidate.block.end]
    spans = sentences(rest)
    if not spans or not _LIMITS.match(fold(rest[spans[0].start : spans[0].end])):
        return None
    return candidate.end + spans[0].start, candidate.end + spans[0].end


def _without_repeats(quotes: Sequence[Quote]) -> list[Quote]:
    """Each stretch once, and none inside another one."""
    kept: list[Quote] = []
    for quote in quotes:
        document_id = quote.candidate.hit.passage.document_id
        if any(
            document_id == k.candidate.hit.passage.document_id and k.start <= quote.start and quote.end <= k.end
            for k in kept
        ):
            continue
        kept.append(quote)
    return kept


def unmentioned(question_text: str, mentioned: Callable[[str], bool]) -> list[str]:
    """Words of a question, as typed, that no passage of the corpus holds."""
    understood = understand(question_text)
    words = [word for word, stem in content_words(question_text) if stem in understood.content and not mentioned(stem)]
    return list(dict.fromkeys(words))
