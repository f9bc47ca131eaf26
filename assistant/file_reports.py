"""What an ingestion says of a file, in French: what was read of it, or why it was not."""

from __future__ import annotations

from pathlib import Path

from assistant.models import FileReport, Outcome


def read_report(file: str, outcome: Outcome, pages: int, passages: int, unread: tuple[int, ...]) -> FileReport:
    """The report of a file that was read, or has not changed, with what is missing of its text."""
    message = None
    if not passages:
        message = f"Aucun texte lu : {_pages_without_text(unread)}." if unread else "Aucun texte lu dans ce fichier."
    elif unread:
        message = _sentence(_pages_without_text(unread))
    if outcome != "unchanged" and message:
        outcome = "partly_read" if passages else "unread"
    return FileReport(file, outcome, pages, passages, unread, message)


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


def _pages_without_text(pages: tuple[int, ...]) -> str:
    """« 3 pages sans texte (pages 2 à 4), … »."""
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
    return f"{len(pages)} {noun} sans texte ({noun} {told}), numérisation à passer en OCR"
