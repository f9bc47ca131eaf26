"""What every export says, whatever its format: made once from an answer and the documents it cites.

Notes are numbered from 1 in the order in which the text calls them, as footnotes are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant.addresses import safe_url
from assistant.invisible import without_marks
from assistant.models import Answer, Citation, Document, Level
from assistant.sources.descriptions import description
from assistant.sources.references import french_date, page_label
from assistant.text import one_line

NBSP: Final = "\u00a0"
TITLE: Final = "Réponse de l’assistant documentaire"
SIGNATURE: Final = "Assistant documentaire. Vérifiez toujours la source."
WARNINGS: Final = "À savoir"
SOURCES: Final = "Sources"
LEVEL: Final = "Niveau"

LEVELS: Final[Mapping[Level, str]] = {
    "answer": "réponse appuyée sur les passages cités",
    "to_check": f"à vérifier{NBSP}: pas de réponse sûre, seulement le passage le plus proche",
    "none": "pas de réponse dans le corpus",
}
HEADINGS: Final[Mapping[Level, str]] = {"answer": "Réponse", "to_check": "À vérifier", "none": "Pas de réponse"}

_URL = re.compile(r"https?://[^\s\[\]<>«»]*[^\s\[\]<>«».,;:!?)]")
_MARKER = re.compile(r"\[(\d{1,4})\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but the tab and the line feed, and what else XML 1.0 forbids (section 2.2)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A cited document as the corpus has it now; ``notice`` is that of its work, None for a PDF that stands alone."""

    document: Document
    notice: Document | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: plain, the title of a work, or a web address."""

    text: str
    style: Literal["plain", "title", "link"] = "plain"


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a note in a line; ``again`` when the note was called before."""

    note: int
    again: bool = False


Line = tuple[Span | Call, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the reference with its page, then the exact quote."""

    n: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The note without its styles."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Report:
    """An answer as it is exported.

    ``facts`` are the lines under the title (question, level, day), each a name and a value. ``lines`` are the
    paragraphs of the answer, ``items`` those of the list that follows them. ``day`` is an ISO 8601 day.
    """

    question: str
    level: Level
    day: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    items: tuple[str, ...]
    notes: tuple[Note, ...]
    warnings: tuple[str, ...]
    answer: Answer
    sources: Mapping[str, Source]


def make_report(answer: Answer, sources: Mapping[str, Source], day: str) -> Report:
    """What an export says.

    Args:
        answer: The answer, abstained or not.
        sources: The documents cited, by id; one that has left the corpus is told by its citation alone.
        day: ISO 8601 day of the export.
    """
    by_marker = {citation.n: citation for citation in answer.citations}
    numbering = _Numbering(by_marker)
    texts, items = _body(answer)
    lines = [numbering.line(text, called) for text, called in texts]
    left = [marker for marker in by_marker if marker not in numbering.numbers]
    if left and lines:
        lines[-1] += numbering.line("", left)
    notes = (
        Note(n, _note(by_marker[marker], sources.get(by_marker[marker].document_id)))
        for marker, n in numbering.numbers.items()
    )
    return Report(
        question=clean(answer.question),
        level=answer.level,
        day=day,
        facts=tuple(_facts(answer, day)),
        lines=tuple(lines),
        items=tuple(items),
        notes=tuple(notes),
        warnings=tuple(numbering.renumbered(clean(warning)) for warning in answer.warnings),
        answer=answer,
        sources=sources,
    )


def clean(text: str) -> str:
    """Text on one line without the characters that are not seen, nor those that no XML file may hold."""
    return one_line(without_marks(_CONTROL.sub("", text))).strip()


def quoted(text: str) -> str:
    """« text », with its no-break spaces."""
    return f"«{NBSP}{text}{NBSP}»"


class _Numbering:
    """Gives each citation marker the number of its note, in the order of the calls; others are not called."""

    def __init__(self, markers: Collection[int]) -> None:
        self.numbers: dict[int, int] = {}
        self._markers = markers

    def line(self, text: str, called: Sequence[int]) -> Line:
        shown = clean(text)
        return (*([Span(shown)] if shown else []), *(self._call(one) for one in called if one in self._markers))

    def renumbered(self, text: str) -> str:
        """A warning that names markers (« [2] »), with the numbers of the notes."""
        return _MARKER.sub(lambda match: f"[{self.numbers.get(int(match[1]), match[1])}]", text)

    def _call(self, marker: int) -> Call:
        again = marker in self.numbers
        return Call(self.numbers.setdefault(marker, len(self.numbers) + 1), again)


def _facts(answer: Answer, day: str) -> Iterable[tuple[str, str]]:
    yield "Question", clean(answer.question)
    understood = clean(answer.standalone_question)
    if understood and understood.casefold() != clean(answer.question).casefold():
        yield "Question comprise", understood
    applied = [clean(condition.label) for condition in answer.conditions if condition.applied]
    if applied:
        yield "Conditions lues dans la question", f"{NBSP}; ".join(applied)
    yield LEVEL, _level(answer)
    yield "Exporté le", french_date(day)


def _level(answer: Answer) -> str:
    """How far the answer goes, and who stands behind it when a documentalist does."""
    told = answer.validated
    if told is None:
        return LEVELS[answer.level]
    until = f", valable jusqu’au {french_date(told.expires)}" if told.expires else ""
    written = "rédigée et validée" if told.corrected else "validée"
    return f"réponse {written} par {clean(told.by)} le {french_date(told.on)}{until}"


def _body(answer: Answer) -> tuple[list[tuple[str, Sequence[int]]], list[str]]:
    """The paragraphs of the answer with the markers that each calls at its end, and the items that follow them."""
    if answer.sentences:
        texts = [pair for sentence in answer.sentences for pair in _split(sentence.text, sentence.citations)]
        listed = _lines(answer.text)[1:] if answer.listing else []
        return texts, [clean(line.removeprefix("- ")) for line in listed]
    return [pair for line in _lines(answer.text) for pair in _without_markers(line, answer.citations)], []


def _lines(text: str) -> list[str]:
    """The lines that say something; only a line feed ends one, not the control characters of a hostile document."""
    return [line for line in _CONTROL.sub("", text).split("\n") if line.strip()]


def _split(text: str, called: Sequence[int]) -> list[tuple[str, Sequence[int]]]:
    lines = _lines(text) or [text]
    return [*((line, ()) for line in lines[:-1]), (lines[-1], called)]


def _without_markers(line: str, citations: Sequence[Citation]) -> list[tuple[str, Sequence[int]]]:
    """A line of an abstention, cut where it calls a citation: the last « [1] », as a quote may hold another."""
    places = sorted((line.rfind(f"[{one.n}]"), one.n) for one in citations if f"[{one.n}]" in line)
    pieces: list[tuple[str, Sequence[int]]] = []
    start = 0
    for place, n in places:
        pieces.append((line[start:place], (n,)))
        start = place + len(f"[{n}]")
    rest = line[start:].lstrip(" .") if places else line
    return [*pieces, (rest, ())] if rest.strip() else pieces


def _note(citation: Citation, source: Source | None) -> tuple[Span, ...]:
    told = description(source.document, source.notice) if source else None
    title = clean((told.title if told else citation.title).rstrip(" ."))
    place = page_label(source.document, citation.page) if source else f"p. {citation.page}"
    pdf = source.document.kind == "pdf" if source else citation.file.lower().endswith(".pdf")
    reference = clean(citation.reference or citation.title)
    spans = [*_spans(reference if reference[-1:] in ".?!…" else f"{reference}.", title)]
    if not pdf:
        spans.append(Span(f" Texte de la notice{NBSP}: "))
    else:
        told_already = re.search(rf"\b{re.escape(place)}(?!\d)", reference)
        spans.append(Span(" " if told_already else f" {place[0].upper()}{place[1:]}{NBSP}: "))
    spans.append(Span(quoted(clean(citation.quote))))
    address = safe_url(told.file_url) if told else None
    if address and pdf:
        spans += [Span(f" Page en ligne{NBSP}: "), Span(f"{address}#page={citation.page}", "link")]
    return tuple(spans)


def _spans(reference: str, title: str) -> Iterable[Span]:
    """A reference cut at its title and at its addresses."""
    before, found, after = reference.partition(title) if title else (reference, "", "")
    for text, style in ((before, "plain"), (found, "title"), (after, "plain")):
        if style == "title":
            yield from [Span(text, "title")] if text else []
            continue
        end = 0
        for match in _URL.finditer(text):
            if safe_url(match[0]):
                yield from [Span(text[end : match.start()])] if match.start() > end else []
                yield Span(match[0], "link")
                end = match.end()
        if text[end:]:
            yield Span(text[end:])
