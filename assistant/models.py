"""The data every part of the assistant exchanges: frozen dataclasses whose names are the contract.

Conventions, used everywhere:

* ``page`` numbers are physical and 1-based; the number printed on a page is its ``label``.
* ``start`` and ``end`` are offsets in characters into ``Document.text``; ``end`` is exclusive.
* Boxes are in PDF points (1/72 inch) from the top left corner of the page as displayed, rotation and crop applied.
* Scores are higher for better. Ranks and citation markers start at 1.
* Dates are ISO 8601 strings of a year, a month or a day (``2023``, ``2023-06``, ``2023-06-01``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["notice", "pdf"]
"""What a document is: a catalogue notice or a PDF file."""

KIND_NAMES: Final[Mapping[str, str]] = {"notice": "notice", "pdf": "PDF"}
"""The kinds in a French sentence."""

Outcome = Literal["read", "unchanged", "replaced", "removed", "partly_read", "unread", "refused"]
"""What became of a file in an ingestion."""

Level = Literal["answer", "to_check", "none"]
"""How far an answer goes: an answer, the nearest passage to be checked by the reader, or nothing."""

Reason = Literal["not_in_corpus", "out_of_scope", "not_understood", "ambiguous", "empty_index"]
"""Why the assistant abstained."""

BlockKind = Literal["title", "heading", "paragraph", "item", "table", "note", "metadata"]
"""The role of a stretch of ``Document.text`` in its structure."""


OCR_DOUBTFUL: Final = 0.87
"""Mean confidence of a page read by OCR under which its text is to be checked; measured in docs/reading.md."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or an organisation responsible for a work, as the notice names it."""

    name: str
    role: str | None = None
    kind: Literal["organisation", "person", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A thesaurus term given to a notice; ``code`` is None where the source shows none."""

    label: str
    code: str | None = None
    thesaurus: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file joined to a notice; ``mime_type`` is derived from the portal's label, ``path`` set once it is on disk."""

    name: str
    mime_type: str | None = None
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeDates:
    """The dates of a notice, never mixed.

    ``recorded`` is the date of the record, ``published`` the date of publication, ``events`` the dates told in the
    text (past, or announced for later), in order of appearance. ``raw`` keeps date strings whose role is not stated.
    """

    recorded: str | None = None
    published: str | None = None
    events: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One record of a library catalogue."""

    id: str
    title: str
    authors: tuple[Agent, ...] = ()
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    document_type: str | None = None
    dates: NoticeDates = field(default_factory=NoticeDates)
    abstract: str = ""
    contents: str = ""
    descriptors: tuple[Descriptor, ...] = ()
    keywords: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    url: str | None = None
    source: str | None = None
    site_fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left of the page as displayed."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page with its place in ``Document.text`` and on the page.

    A word cut by a hyphen at the end of a line is two ``Word``s, one for each part, with contiguous offsets.
    """

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document. ``text`` is ``Document.text[start:start + len(text)]``; sizes are in points.

    ``origin`` says where the text comes from; ``none`` means that the page gave no text (a scan without OCR).
    ``confidence`` is OCR's, from 0 to 1, and None otherwise. ``hidden`` counts the characters that were set aside when
    the page was read because nobody sees them; it is told in the report, and not kept.
    """

    number: int
    text: str
    start: int
    label: str | None = None
    width: float = 0.0
    height: float = 0.0
    origin: Literal["text", "form", "ocr", "none"] = "text"
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    hidden: int = 0

    @property
    def doubtful(self) -> bool:
        """True when OCR read it with doubts: what it says is to be checked on the image."""
        return self.origin == "ocr" and (self.confidence or 0.0) < OCR_DOUBTFUL


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of ``Document.text`` with a role: what chunking works on.

    ``level`` is the depth of a heading (1 is the highest). ``number`` is the printed number of a heading or of an
    item (« 3 », « 2.1 », « Engagement 4 »). ``header_end`` is, for a table, the end offset of its header row.
    ``search_text`` is what helps to find the block without being in it (« pièce jointe, document PDF »).
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    number: str | None = None
    header_end: int | None = None
    search_text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One readable thing: a notice's text or a PDF file.

    ``text`` is the cleaned text: the pages' texts joined by a blank line. ``blocks`` cover it in reading order and
    do not overlap. ``file`` is relative to the ingested folder, with ``/``. ``date`` is the publication date, else
    the record's. ``notice`` is set for a notice. ``sha256`` is that of the file's bytes.
    """

    id: str
    work_id: str
    kind: Kind
    title: str
    file: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    date: str | None = None
    notice: Notice | None = None

    def printed_label(self, page: int) -> str | None:
        """The number printed on a page of a PDF, where it differs from the physical one."""
        labels = (one.label for one in self.pages if one.number == page and self.kind == "pdf")
        return next((label for label in labels if label and label != str(page)), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is searched and cited: ``text == Document.text[start:end]``.

    ``context`` is added for search and reading and is not part of the text: title, heading path, a table's header.
    ``copies`` counts the exact repeats that were set aside in favour of this passage.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    pages: tuple[int, ...]
    heading_path: tuple[str, ...] = ()
    context: str = ""
    boxes: tuple[Box, ...] = ()
    copies: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on what is searched. Values of one field are alternatives; fields are all required.

    ``date_from`` and ``date_to`` are ISO days, inclusive, compared with the document's date.
    """

    date_from: str | None = None
    date_to: str | None = None
    descriptors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing is asked for."""
        return self == Filters()


ConditionField = Literal["date", "descriptor", "author", "kind", "recent"]
"""What a condition is about; ``recent`` is a preference for the newest, the others choose documents."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on documents that was read in the question.

    ``value`` is what is compared: an ISO 8601 interval of days for a date (``2022-01-01/..``, open ends are ``..``), a
    name or a kind for the others, ``newest`` for ``recent``. ``words`` are those typed, ``label`` says the condition
    in French. ``applied`` is False when nothing was left with it, and the search was made without it.
    """

    field: ConditionField
    value: str
    words: str
    label: str
    applied: bool = True

    def same(self, other: Condition) -> bool:
        """True when both ask for the same thing, however it was typed."""
        return (self.field, self.value) == (other.field, other.value)


Counted = Literal["works", "notices", "pdfs"]
"""What a listing counts: works (a notice and its PDFs are one), notices alone, or PDF files alone."""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A line of a listing; of a work, its notice where there is one. ``n`` is the marker of its citation, if any."""

    document_id: str
    work_id: str
    kind: Kind
    title: str
    date: str | None
    authors: tuple[str, ...]
    reference: str
    file: str
    url: str | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the catalogue holds under some criteria: all of it, the newest first.

    ``criteria`` are French phrases. ``at_least`` is True when more may fit than were counted. ``total`` counts what
    fits, ``documents`` holds what was asked of it (the three latest of twelve).
    """

    counted: Counted
    total: int
    criteria: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class AddedWords:
    """Words searched beside those of the question; ``weight`` is what each counts, a typed word counting 1."""

    origin: str
    shown: str
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class SearchedQuery:
    """The question as it was searched: its words, the words added, every filter, and whether the newest come first."""

    text: str
    filters: Filters = Filters()
    added: tuple[AddedWords, ...] = ()
    recent: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of works found that have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of the works found, by value; the most frequent first, years from the newest."""

    descriptors: tuple[FacetValue, ...] = ()
    years: tuple[FacetValue, ...] = ()
    authors: tuple[FacetValue, ...] = ()
    kinds: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundWork:
    """A work of a list of results, with the passage that answers best; none when nothing was searched for."""

    document: ListedDocument
    kinds: tuple[Kind, ...]
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class ResultList:
    """Works found, best first (the newest first without a question), and their facets.

    ``added`` are the words searched beside those of the question.
    """

    question: str
    filters: Filters
    works: tuple[FoundWork, ...]
    facets: Facets
    conditions: tuple[Condition, ...] = ()
    added: tuple[AddedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a text stands again; ``passage_id`` is that of the passage that was kept in that document."""

    document_id: str
    passage_id: str
    file: str
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its rank and the scores that made it (``dense``, ``lexical``, ``fused``).

    ``work_id``, ``file``, ``title``, ``kind`` and ``date`` are those of its document; ``copies`` are the other places
    where the corpus has the same text.
    """

    passage: Passage
    rank: int
    scores: dict[str, float]
    work_id: str = ""
    file: str = ""
    title: str = ""
    kind: Kind = "notice"
    date: str | None = None
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that backs a sentence: exact slice ``[start:end]`` of the document's text, on ``page``.

    ``support`` is the verification's score from 0 to 1. ``reference`` is the bibliographic reference in French.
    ``date`` is the document's, that of its notice for a PDF without one.
    """

    n: int
    passage_id: str
    document_id: str
    work_id: str
    file: str
    title: str
    reference: str
    page: int
    quote: str
    start: int
    end: int
    boxes: tuple[Box, ...] = ()
    support: float = 0.0
    date: str | None = None


DropReason = Literal[
    "no_marker",
    "unknown_marker",
    "number",
    "date",
    "name",
    "negation",
    "modality",
    "population",
    "condition",
    "unsupported",
    "contradicted",
    "not_entailed",
    "foreign_contact",
    "repeated",
    "unfinished",
    "introduction",
    "refusal",
]
"""Why a sentence that a model wrote is not shown.

From ``number`` to ``condition``: what its passages say otherwise or do not say. ``unsupported``: too little of it is
in them. ``contradicted`` and ``not_entailed``: the judgement of the ``nli_model``, where one is set.
"""


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """What became of a sentence that a model wrote.

    ``outcome`` is ``supported`` by the passage that it cites, ``moved`` to another that supports it, or ``dropped``
    for a ``reason``. Links, addresses and telephone numbers of a dropped sentence are masked in ``text``.
    """

    text: str
    outcome: Literal["supported", "moved", "dropped"]
    reason: DropReason | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer and the markers of the citations that back it.

    ``lead`` marks the span of the quote after it that is the answer itself (« 17 engagements »).
    """

    text: str
    citations: tuple[int, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Validated:
    """Who validated an answer, the day it was done and the last day it holds (ISO 8601; None for no end).

    ``corrected`` is True when the text is a person's. ``id`` is the number of the validated answer.
    """

    id: int
    by: str
    on: str
    expires: str | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to a question. ``text`` is always what is shown.

    ``conditions`` were read in the question. ``listing`` is set when the question was about the catalogue itself.
    ``added`` are the words searched beside those of the question. ``verification`` is what became of each sentence of
    a chat model, in order; none without a chat model. ``validated`` is set for an answer that a documentalist
    validated or wrote.
    """

    question: str
    standalone_question: str
    text: str
    level: Level
    reason: Reason | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    listing: Listing | None = None
    added: tuple[AddedWords, ...] = ()
    verification: tuple[SentenceCheck, ...] = ()
    validated: Validated | None = None

    @property
    def abstained(self) -> bool:
        """True when no answer is given, even if a passage to check is shown."""
        return self.level != "answer"


ValidatedState = Literal["valid", "withdrawn"]
"""Whether a validated answer is given, or no longer."""

Withdrawal = Literal["changed", "gone", "expired", "replaced", "by_hand"]
"""Why a validated answer was withdrawn: what it cites changed or left the corpus, its time is over, another one was
validated for the same question, or somebody took it back."""


Action = Literal["validated", "corrected", "renewed", "withdrawn", "imported"]
"""What is done to a validated answer."""


@dataclass(frozen=True, slots=True)
class ValidatedEvent:
    """What was done to a validated answer, by whom and when (ISO 8601 with its time zone)."""

    at: str
    by: str
    action: Action
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What tells whether a cited document is still what it was.

    The digest of its file, and that of the cited text with what stands around it (SHA-256, hexadecimal; see
    ``assistant.validation.standing``).
    """

    sha256: str
    around: str


@dataclass(frozen=True, slots=True)
class ValidatedAnswer:
    """A validated answer as it is kept.

    ``sources`` go with ``citations``, one for each. ``standalone`` is the question as it is compared. ``validated``
    names who stands behind it now. ``reason`` is set once it is withdrawn, ``detail`` says the same in French,
    ``withdrawn_at`` is ISO 8601 with its time zone.
    """

    id: int
    question: str
    standalone: str
    filters: Filters
    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    sources: tuple[CitedSource, ...]
    validated: Validated
    note: str = ""
    state: ValidatedState = "valid"
    reason: Withdrawal | None = None
    detail: str = ""
    withdrawn_at: str | None = None
    history: tuple[ValidatedEvent, ...] = ()


EXPORT_FORMATS: Final[Mapping[str, str]] = {
    ".md": "Markdown",
    ".docx": "Word (.docx)",
    ".odt": "LibreOffice (.odt)",
    ".ris": "RIS",
    ".bib": "BibTeX",
    ".txt": "texte",
}
"""The formats in which an answer is exported, by the suffix of the file."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An export: the name of the file, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file of an ingestion; ``message`` gives the reason in French where there is one.

    ``ocr_pages`` counts the pages whose text comes from OCR, ``copies`` the repeats that were set aside. ``records``
    counts the documents of a file that holds several, and ``problems`` those that could not be read. ``seconds`` is
    the time of reading and cutting the file, without that of the vectors. ``hidden`` gives the pages where text that
    nobody sees was set aside, 1-based, each with its number of characters.
    """

    file: str
    outcome: Outcome
    pages: int = 0
    passages: int = 0
    unread_pages: tuple[int, ...] = ()
    message: str | None = None
    ocr_pages: int = 0
    seconds: float = 0.0
    copies: int = 0
    records: int = 0
    problems: int = 0
    hidden: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did, file by file. ``seconds`` is wall-clock time."""

    files: tuple[FileReport, ...]
    seconds: float = 0.0

    def count(self, outcome: Outcome) -> int:
        """Number of files with this outcome."""
        return sum(1 for report in self.files if report.outcome == outcome)

    @property
    def refused(self) -> bool:
        """True when at least one file was refused."""
        return self.count("refused") > 0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages found for a question. ``timings_ms`` has a ``total``.

    ``filters`` are those asked for, ``conditions`` those read in the question, ``searched`` what came of both.
    """

    question: str
    standalone_question: str
    filters: Filters
    hits: tuple[Hit, ...]
    timings_ms: dict[str, float] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    searched: SearchedQuery | None = None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A line of the list of documents."""

    id: str
    work_id: str
    kind: Kind
    title: str
    file: str
    date: str | None
    pages: int
    passages: int
    reference: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusView:
    """What the corpus holds, for the page and for ``assistant status``.

    ``last_ingestion`` is an ISO 8601 date and time. ``not_read`` holds the files of the last ingestions whose outcome
    is ``partly_read``, ``unread`` or ``refused``. ``descriptors`` and ``authors`` are the choices of the filters,
    sorted; ``folders`` what was ingested.
    """

    documents: tuple[DocumentSummary, ...] = ()
    passages: int = 0
    last_ingestion: str | None = None
    not_read: tuple[FileReport, ...] = ()
    descriptors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, in French, while an answer is prepared."""

    stage: Literal["rewriting", "searching", "reading", "verifying"]
    message: str


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence that may be shown, with the citations it is the first to use."""

    sentence: AnswerSentence
    new_citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """What became of a sentence that a model wrote; one that is shown follows as a ``VerifiedSentence``."""

    check: SentenceCheck


@dataclass(frozen=True, slots=True)
class Completed:
    """The end of a stream: the whole answer, which replaces what was shown."""

    answer: Answer


StreamEvent = Progress | CheckedSentence | VerifiedSentence | Completed
"""What ``Assistant.stream`` yields, ``Completed`` last."""
