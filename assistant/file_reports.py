"""What an ingestion says of a file, in French: what was read of it, or why it was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models import FileReport, Outcome

if TYPE_CHECKING:
    from assistant.index.facets import LiveDocument
    from assistant.index.writer import Entry

_PROBLEMS_TOLD = 5
_PAGES_TOLD = 10


@dataclass(slots=True)
class Tally:
    """What was read of a file, document after document; ``told`` are the first of its ``problems``, in French.

    Of an export, ``new`` and ``changed`` count the documents that are written, ``left`` those that are there no more.
    """

    records: int = 0
    pages: int = 0
    passages: int = 0
    ocr_pages: int = 0
    copies: int = 0
    problems: int = 0
    new: int = 0
    changed: int = 0
    left: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Count a document that is to be written."""
        self.records += 1
        self.pages += len(entry.document.pages)
        self.passages += len(entry.passages)
        self.ocr_pages += sum(page.origin == "ocr" for page in entry.document.pages)
        self.copies += sum(passage.copies for passage in entry.passages)

    def add_known(self, document: LiveDocument, counts: tuple[int, int]) -> None:
        """Count a document that has not changed, with its pages read by OCR and its repeats."""
        self.records += 1
        self.pages += document.pages
        self.passages += document.passages
        self.ocr_pages += counts[0]
        self.copies += counts[1]

    def note_problems(self, problems: Sequence[str]) -> None:
        """Count records that could not be read."""
        self.problems += len(problems)
        self.told += problems[: _PROBLEMS_TOLD - len(self.told)]


def ocr_advice(mode: str, missing: str | None) -> str:
    """Why pages stay without text: OCR was not wanted, is not installed (with the command), or found nothing.

    Args:
        mode: The setting ``ocr``.
        missing: What is not installed, as ``ocr_engine.missing`` says it.
    """
    if mode == "never":
        return "OCR non demandé (réglage ocr = never)"
    return missing or "l'OCR n'y a rien lu"


def read_report(
    file: str,
    outcome: Outcome,
    pages: int,
    passages: int,
    unread: tuple[int, ...],
    without_text: str = "",
    hidden: tuple[tuple[int, int], ...] = (),
) -> FileReport:
    """The report of a file that was read, or has not changed, with what is missing of its text.

    Args:
        file: Its name.
        outcome: What became of it; that of a file with pages without text is told here.
        pages: Number of pages.
        passages: Number of passages.
        unread: Pages without text, 1-based.
        without_text: Why they have none (see ``ocr_advice``).
        hidden: Pages where text that nobody sees was set aside, with its characters: a remark, not a refusal.
    """
    message = None
    if not passages:
        message = (
            f"Aucun texte lu : {_pages_without_text(unread, without_text)}."
            if unread
            else "Aucun texte lu dans ce fichier."
        )
    elif unread:
        message = _sentence(_pages_without_text(unread, without_text))
    if outcome != "unchanged" and message:
        outcome = "partly_read" if passages else "unread"
    if hidden:
        message = " ".join(filter(None, (message, hidden_remark(hidden))))
    return FileReport(file, outcome, pages, passages, unread, message, hidden=hidden)


def hidden_remark(hidden: Sequence[tuple[int, int]]) -> str:
    """« Texte caché mis de côté, que la page ne montre pas : 120 caractères page 2. »."""
    told = [f"{count} caractère{'s' if count > 1 else ''} page {page}" for page, count in hidden[:_PAGES_TOLD]]
    more = len(hidden) - len(told)
    others = [f"et {more} autre{'s' if more > 1 else ''} page{'s' if more > 1 else ''}"] if more else []
    return f"Texte caché mis de côté, que la page ne montre pas : {', '.join(told + others)}."


def export_report(file: str, outcome: Outcome, tally: Tally) -> FileReport:
    """The report of a file that holds several documents: how many were read, and what is wrong with the others."""
    several = "s" if tally.records > 1 else ""
    message = f"{tally.records} document{several} lu{several}" if tally.records else "Aucun document lu"
    moved = [
        _counted(tally.new, "nouveau", "nouveaux"),
        _counted(tally.changed, "changé"),
        _counted(tally.left, "retiré"),
    ]
    if outcome == "replaced":
        message += f" ({', '.join(filter(None, moved))})"
    if tally.problems:
        more = " ; …" if tally.problems > len(tally.told) else ""
        told = " ; ".join(problem.strip().rstrip(".") for problem in tally.told)
        message += f", {tally.problems} illisible{'s' if tally.problems > 1 else ''} : {told}{more}"
    if outcome != "unchanged" and (tally.problems or not tally.passages):
        outcome = "partly_read" if tally.passages else "unread"
    return FileReport(
        file,
        outcome,
        tally.pages,
        tally.passages,
        message=_sentence(message),
        ocr_pages=tally.ocr_pages,
        copies=tally.copies,
        records=tally.records,
        problems=tally.problems,
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {(many or one + 's') if number > 1 else one}" if number else ""


def refusal(file: str, reason: str, *, read_before: bool) -> FileReport:
    """The report of a file that could not be read; the reason says the file's name no second time."""
    kept = " ; ce qui en avait été lu reste interrogeable" if read_before else ""
    return FileReport(file, "refused", message=_sentence(f"{reason.removeprefix(f'« {file} » : ').rstrip('.')}{kept}"))


def out_of_reach(folder: Path) -> FileReport:
    """The report of a folder that may not be listed, or is not there, and from which documents came."""
    message = (
        f"Dossier hors d'atteinte : {writable(folder)}. Rétablissez l'accès, ou retirez ses documents avec"
        " « assistant remove » ; en attendant, ce qui en avait été lu reste interrogeable."
    )
    return FileReport(writable(folder.name), "refused", message=message)


def writable(path: Path | str) -> str:
    """A path that can be written anywhere: the bytes of a name that are no text become « ? »."""
    return str(path).encode(errors="replace").decode()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _pages_without_text(pages: tuple[int, ...], why: str) -> str:
    """« 3 pages sans texte (pages 2 à 4) : why »."""
    spans: list[tuple[int, int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], page)
        else:
            spans.append((page, page))
    told = ", ".join(
        f"{first} à {last}" if last > first + 1 else ", ".join(str(n) for n in range(first, last + 1))
        for first, last in spans
    )
    noun = "page" if len(pages) == 1 else "pages"
    return f"{len(pages)} {noun} sans texte ({noun} {told}){f', {why}' if why else ''}"
