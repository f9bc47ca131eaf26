"""The data every part of the assistant exchanges: frozen dataclasses whose names are the contract.

Conventions, used everywhere:

* ``page`` numbers are physical and 1-based; the number printed on a page is its ``label``.
* ``start`` and ``end`` are offsets in characters into ``Document.text``; ``end`` is exclusive.
* Boxes are in PDF points (1/72 inch) from the top left corner of the page as displayed, rotation and crop applied.
* Scores are higher for better. Ranks and citation markers start at 1.
* Dates are ISO 8601 strings of a year, a month or a day (``2023``, ``2023-06``, ``2023-06-01``).
"""

from __future__ import annotations

from assistant.models.answers import (
    Answer,
    AnswerSentence,
    Citation,
    DropReason,
    Level,
    Reason,
    SentenceCheck,
    Turn,
    Validated,
)
from assistant.models.corpus import (
    CorpusView,
    DocumentSummary,
    FileReport,
    IngestReport,
    Outcome,
)
from assistant.models.documents import (
    KIND_NAMES,
    OCR_DOUBTFUL,
    Block,
    BlockKind,
    Box,
    Document,
    Kind,
    Page,
    Word,
)
from assistant.models.events import (
    CheckedSentence,
    Completed,
    Progress,
    StreamEvent,
    VerifiedSentence,
)
from assistant.models.exports import (
    EXPORT_FORMATS,
    ExportedFile,
)
from assistant.models.notices import (
    Agent,
    Attachment,
    Descriptor,
    Notice,
    NoticeDates,
)
from assistant.models.passages import (
    Copy,
    Hit,
    Passage,
)
from assistant.models.queries import (
    AddedWords,
    Condition,
    ConditionField,
    Filters,
    SearchedQuery,
)
from assistant.models.results import (
    Counted,
    Facets,
    FacetValue,
    FoundWork,
    ListedDocument,
    Listing,
    ResultList,
    SearchResult,
)
from assistant.models.validated import (
    Action,
    CitedSource,
    ValidatedAnswer,
    ValidatedEvent,
    ValidatedState,
    Validation,
    Withdrawal,
)

__all__ = [
    "EXPORT_FORMATS",
    "KIND_NAMES",
    "OCR_DOUBTFUL",
    "Action",
    "AddedWords",
    "Agent",
    "Answer",
    "AnswerSentence",
    "Attachment",
    "Block",
    "BlockKind",
    "Box",
    "CheckedSentence",
    "Citation",
    "CitedSource",
    "Completed",
    "Condition",
    "ConditionField",
    "Copy",
    "CorpusView",
    "Counted",
    "Descriptor",
    "Document",
    "DocumentSummary",
    "DropReason",
    "ExportedFile",
    "FacetValue",
    "Facets",
    "FileReport",
    "Filters",
    "FoundWork",
    "Hit",
    "IngestReport",
    "Kind",
    "Level",
    "ListedDocument",
    "Listing",
    "Notice",
    "NoticeDates",
    "Outcome",
    "Page",
    "Passage",
    "Progress",
    "Reason",
    "ResultList",
    "SearchResult",
    "SearchedQuery",
    "SentenceCheck",
    "StreamEvent",
    "Turn",
    "Validated",
    "ValidatedAnswer",
    "ValidatedEvent",
    "ValidatedState",
    "Validation",
    "VerifiedSentence",
    "Withdrawal",
    "Word",
]
