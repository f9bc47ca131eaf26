"""The signals of a sentence as an answer: what two small regressions weigh (``scoring``), one number each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from assistant.answering.allotments import allotted
from assistant.answering.anchors import labels_of, quantities_of, row_labels
from assistant.answering.candidates import Candidate
from assistant.answering.mentions import impossible, satisfies
from assistant.answering.people import person_names
from assistant.answering.question import Question
from assistant.answering.question_types import RECORD_TYPES, AnswerType
from assistant.answering.restrictions import (
    Restrictions,
    capitalised,
    enumerates,
    gives_cause,
    lacking,
    other_year,
)
from assistant.answering.sentence_vectors import SentenceVectors, Vector, likeness
from assistant.answering.weighing import Asks, Seen, Terms, TermStatistics, with_rows_alike
from assistant.answering.word_families import held
from assistant.text import STOP_WORDS, dates, one_line, stems, tokenise, tokens

Sign = Literal[-1, 0, 1]

SIGNS: dict[str, Sign] = {
    "cosine": +1,
    "cosine_to_best": +1,
    "coverage": +1,
    "coverage_in_context": +1,
    "coverage_in_passage": +1,
    "coverage_to_best": +1,
    "key_missing": -1,
    "known_missing_share": -1,
    "document_missing": -1,
    "impossible": 0,
    "satisfies": +1,
    "not_satisfied": -1,
    "satisfied_and_covered": +1,
    "strict_not_satisfied": -1,
    "allotted": +1,
    "cause": +1,
    "no_cause": -1,
    "enumerates": +1,
    "no_enumeration": -1,
    "numbers_missing": -1,
    "label_missing": -1,
    "other_year": -1,
    "complements_missing": -1,
    "complements_elsewhere": -1,
    "act_missing": -1,
    "proper_missing": -1,
    "proper_elsewhere": -1,
    "proper_not_in_document": -1,
    "acronyms_missing": -1,
    "acronyms_not_in_document": -1,
    "head_present": +1,
    "head_missing": -1,
    "persons": +1,
    "passage_score": +1,
    "passage_cosine": +1,
    "first_passage": +1,
    "length": 0,
    "unknown": 0,
    "absent": -1,
    "heading": -1,
    "stray_record": -1,
    "table": 0,
}
"""The signals, in the order of the vector (see ``features``), and what each does to an answer: +1 helps, -1 harms, 0
either. A weight never goes against the sign: signals that resemble one another would else take turns in saying the
contrary of what they mean."""

FEATURES = tuple(SIGNS)
"""Names of the signals, in the order of the vector."""

STRICT_TYPES: frozenset[AnswerType] = frozenset(
    {
        "number",
        "amount",
        "percent",
        "person",
        "place",
        "duration",
        "contact",
        "attachment",
        "descriptors",
        "record_date",
    }
)
"""Types whose answer has a form that can be told from a sentence: without it, the sentence hardly answers."""


def _with_header(candidate: Candidate) -> str:
    return f"{one_line(candidate.before)} | {candidate.shown}" if candidate.block.kind == "table" else candidate.shown


def _labels_around(candidate: Candidate) -> frozenset[str]:
    told = labels_of(f"{candidate.headings} {candidate.before} {candidate.text}")
    return told | row_labels(candidate.before, candidate.text) if candidate.block.kind == "table" else told


def names_of(text: str) -> frozenset[str]:
    """Stems of the proper names and acronyms of a question."""
    return frozenset(word.stem for word in capitalised(text))


def missing(wanted: frozenset[str], present: frozenset[str]) -> float:
    """Share of the wanted stems that are not there; 0 when nothing is wanted."""
    return len(wanted - present) / len(wanted) if wanted else 0.0


def features(
    question: Question,
    found: Sequence[Candidate],
    statistics: TermStatistics,
    query_vector: Vector,
    vectors: SentenceVectors,
) -> tuple[list[tuple[float, ...]], list[frozenset[str]]]:
    """Signals of each candidate, in the order of ``FEATURES``, and the stems of the question that it covers."""
    rows, covered = wording(question, found, statistics)
    both = zip(likeness(found, query_vector, vectors), rows, strict=True)
    return [(*like, *row) for like, row in both], covered


def wording(
    question: Question, found: Sequence[Candidate], statistics: TermStatistics
) -> tuple[list[tuple[float, ...]], list[frozenset[str]]]:
    """The other signals of each candidate, in the order of ``FEATURES``, and the stems of the question that it covers.

    ``coverage*`` are shares of the IDF mass of the question's terms (those of the conversation's subject count half)
    held by the sentence, by it with its headings and what precedes it, and by its passage; a word of the same family
    holds a term. ``unknown`` is the share of the mass that no passage of the corpus holds, ``absent`` the share that no
    retrieved passage holds; ``key_missing`` the weight of the heaviest term that is missing, as a share of the heaviest
    term's. ``*_missing`` are shares of what restricts the question (``restrictions``, ``anchors``) that the sentence
    and what surrounds it do not hold, ``*_elsewhere`` that the sentence alone does not. ``document_missing`` and
    ``*_not_in_document`` are shares that nothing in the whole document holds: a question often names its document.
    ``stray_record`` marks a line of a record when the question is not about the record.
    """
    terms = Terms.of(question, statistics)
    passages = {
        c.hit.passage.id: frozenset(stems(f"{c.hit.passage.context} {c.hit.title} {c.hit.passage.text}")) for c in found
    }
    covered = {name: held(terms.weight, present) for name, present in passages.items()}
    wholes = {c.hit.passage.document_id: c.whole for c in found}
    documents = {name: held(terms.weight, whole) for name, whole in wholes.items()}
    seen = with_rows_alike(
        [
            Seen.of(c, terms, passages[p.id], covered[p.id], documents[p.document_id])
            for c, p in ((c, c.hit.passage) for c in found)
        ]
    )
    everywhere = held(terms.weight, frozenset[str]().union(*passages.values()))
    absent, most = 1.0 - terms.share(everywhere), max((terms.share(one.context) for one in seen), default=0.0)
    asks = Asks.of(question)
    rows = [
        (
            *_coverage(terms, one, most),
            *_form(question, asks.limits, one, terms.share(one.context)),
            *_restricted(asks, one),
            *_shape(question, one),
            terms.unknown,
            absent,
            *_kind(asks, one.candidate),
        )
        for one in seen
    ]
    return rows, [one.context for one in seen]


def _coverage(terms: Terms, seen: Seen, most: float) -> tuple[float, ...]:
    """From ``coverage`` to ``known_missing_share``."""
    in_context = terms.share(seen.context)
    return (
        terms.share(seen.own),
        in_context,
        terms.share(seen.passage),
        in_context - most,
        terms.heaviest_missing(seen.context),
        terms.share(terms.known - seen.context),
        terms.share(terms.known - seen.context - seen.in_document),
    )


def _form(question: Question, limits: Restrictions, seen: Seen, in_context: float) -> tuple[float, ...]:
    """From ``impossible`` to ``no_enumeration``: whether the sentence holds the kind of thing that is asked for.

    A sentence that shares no word with « combien de… » counts something else, whatever stands around it.
    """
    candidate = seen.candidate
    counts_other = question.type == "number" and question.head is not None and not seen.own
    typed = question.types != ("any",)
    told, metadata = _with_header(candidate), candidate.metadata
    stray = candidate.block.kind == "metadata" and RECORD_TYPES.isdisjoint(question.types)
    share = allotted(question, limits, candidate.text) is not None
    satisfied = (1.0 if share else satisfies(question, told, metadata)) if typed else 0.5
    why, listed = "reason" in question.types, "list" in question.types
    cause = why and gives_cause(candidate.text)
    several = listed and (candidate.block.kind == "item" or seen.alike or enumerates(candidate.text))
    return (
        1.0 if stray or counts_other or _bare(candidate) or impossible(question, told, metadata) else 0.0,
        satisfied,
        1.0 if typed and satisfied == 0 else 0.0,
        satisfied * in_context,
        1.0 if satisfied == 0 and not STRICT_TYPES.isdisjoint(question.types) else 0.0,
        float(share),
        float(cause),
        float(why and not cause),
        float(several),
        float(listed and not several),
    )


def _bare(candidate: Candidate) -> bool:
    """True for a date or a figure that stands alone (« Février 2020 » on a title page): nothing says of what it is."""
    if candidate.block.kind in {"table", "metadata"} or candidate.before.rstrip().endswith((":", "|")):
        return False
    text = candidate.text
    spans = [(one.start, one.end) for one in dates(text)]
    words = (t for t in tokenise(text) if not any(start <= t.start < end for start, end in spans))
    return not any(word.folded.isalpha() and word.folded not in STOP_WORDS for word in words)


def _restricted(asks: Asks, seen: Seen) -> tuple[float, ...]:
    """From ``numbers_missing`` to ``acronyms_missing``: how far the restrictions of a question are not kept."""
    limits, candidate = asks.limits, seen.candidate
    date = candidate.hit.date or ""
    around = f"{candidate.headings} {candidate.before} {candidate.text}"
    told = frozenset(quantities_of(around) if asks.quantities else ())
    return (
        max(missing(asks.figures, seen.around | frozenset(tokens(date))), missing(asks.quantities, told)),
        missing(asks.labels, _labels_around(candidate)) if asks.labels else 0.0,
        other_year(limits.years, candidate.text, candidate.before, candidate.headings, date),
        lacking(limits.complements, seen.around),
        lacking(limits.complements, seen.stems),
        1.0 if limits.act and not held([limits.act], seen.stems) else 0.0,
        missing(limits.names, seen.around),
        missing(limits.names, seen.stems),
        missing(limits.names, seen.around | candidate.whole),
        missing(limits.acronyms, seen.around | seen.in_passage),
        missing(limits.acronyms, seen.around | candidate.whole),
    )


def _shape(question: Question, seen: Seen) -> tuple[float, ...]:
    """From ``head_present`` to ``length``."""
    hit, head = seen.candidate.hit, question.head
    about_people = not {"agent", "person"}.isdisjoint(question.types)
    return (
        1.0 if head and held([head], seen.stems) else 0.0,
        1.0 if head and not held([head], seen.around) else 0.0,
        min(len(person_names(seen.candidate.text)), 3) / 3 if about_people else 0.0,
        hit.scores.get("fused", 0.0),
        hit.scores.get("dense", 0.0),
        1.0 if hit.rank == 1 else 0.0,
        math.log1p(len(seen.candidate.shown.split())),
    )


def _kind(asks: Asks, candidate: Candidate) -> tuple[float, ...]:
    """From ``heading`` to ``table``."""
    kind = candidate.block.kind
    return (
        1.0 if kind in {"heading", "title"} else 0.0,
        1.0 if kind == "metadata" and not asks.about_record else 0.0,
        1.0 if kind == "table" else 0.0,
    )
