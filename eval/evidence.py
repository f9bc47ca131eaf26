"""Is what a question file says of the corpus true? Asked before a run: a wrong page here would be blamed on answers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from assistant.text import normalise_space
from eval.errors import DatasetError
from eval.metrics.citations import same_file
from eval.metrics.quotes import stands_on
from eval.questions import ANY_NOTICE, Evidence, Question, QuestionFile

_VARIANTS = str.maketrans(
    dict.fromkeys("’‘ʼ′`´", "'")
    | dict.fromkeys("«»“”„‟‹›″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    # An answer shows the cells of a table with bars between them: a quote may have been copied from there.
    | {"|": " "}
    # pdfium's mark for a hyphen at the end of a line, in place of both.
    | {"\ufffe": "-\n"}
)
_SHOWN = 80
_CONTINUOUS = "Une citation est d'un seul tenant : donnez des mots qui se suivent, sans points de suspension."
_ELLIPSIS = re.compile(r"…|\.\.\.|[\[(]\.\.[\])]")


class CorpusText(Protocol):
    """The corpus, page by page. Pages are physical and start at 1; a notice has one."""

    def files(self) -> Sequence[str]:
        """Its files, relative to its folder, with ``/``."""
        ...

    def page_text(self, file: str, page: int) -> str | None:
        """Text of a page as the assistant read it: None without such a file or page, "" for a page without text."""
        ...

    def raw_page_text(self, file: str, page: int) -> str | None:
        """Text layer of a page of a PDF, untouched; None where there is none."""
        ...

    def is_notice(self, file: str) -> bool:
        """True when a file is a catalogue notice."""
        ...

    def why_unread(self, file: str) -> str | None:
        """Why a file of the folder, by its path or its base name, was not read, in French; None for any other."""
        ...


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """Nothing is wrong; ``warnings``, in French and with their line, tell what could not be verified."""

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Remark:
    """Something to say of a line; what is not ``fatal`` is only a warning."""

    line: int
    text: str
    fatal: bool = True


def check_evidence(file: QuestionFile, corpus: CorpusText) -> EvidenceReport:
    """Check what the questions say of the corpus, and that no question is asked twice.

    Each evidence names a file of the corpus and one of its pages, and its words stand there: white space, line-end
    hyphens, case, and the shapes of quotes, apostrophes and dashes do not count, and for a PDF the text layer as it is
    will do, since words may have been copied with another reader. The words follow each other: a quote shortened by
    an ellipsis that the page does not have is refused. A page without text gives a warning: nothing
    can be verified on a scan. ``alt_pages`` name files and pages of the corpus too.

    Args:
        file: The questions.
        corpus: The text of each page.

    Raises:
        DatasetError: Something is wrong: the first, with its line, and how many others there are.
    """
    remarks = [*_repeats(file.questions)]
    for question in file.questions:
        remarks += _of_history(question)
        remarks += _of_alternatives(question, corpus)
        remarks += (remark for evidence in question.evidence for remark in _of_evidence(question, evidence, corpus))
    faults = sorted((remark for remark in remarks if remark.fatal), key=lambda remark: remark.line)
    if faults:
        others = len(faults) - 1
        more = f" Et {others} autre{'s' if others > 1 else ''} erreur{'s' if others > 1 else ''}." if others else ""
        raise DatasetError(file.path, faults[0].line, faults[0].text + more)
    return EvidenceReport(tuple(f"{file.path}, ligne {remark.line} : {remark.text}" for remark in remarks))


def quote_stands(quote: str, page_text: str) -> bool:
    """``stands_on``, but the case and the shapes of quotes, apostrophes and dashes do not count."""
    return stands_on(_lenient(quote), _lenient(page_text))


def _of_evidence(question: Question, evidence: Evidence, corpus: CorpusText) -> Iterator[_Remark]:
    files = _files_named(evidence.file, corpus)
    if not files:
        yield _Remark(question.line, _no_such_file(evidence.file, corpus))
        return
    texts = {one: text for one in files if (text := corpus.page_text(one, evidence.page)) is not None}
    if not texts:
        yield _Remark(question.line, f"« {evidence.file} » n'a pas de page {evidence.page}.")
        return
    if not evidence.quote or any(_on_page(evidence, one, text, corpus) for one, text in texts.items()):
        return
    if not any(text.strip() for text in texts.values()):
        said = f"page sans texte ({evidence.file}, page {evidence.page}) : la citation n'a pas pu être vérifiée."
        yield _Remark(question.line, said, fatal=False)
        return
    yield _Remark(question.line, _not_there(evidence, files, corpus))


def _on_page(evidence: Evidence, file: str, text: str, corpus: CorpusText) -> bool:
    if quote_stands(evidence.quote, text):
        return True
    raw = corpus.raw_page_text(file, evidence.page)
    return bool(raw) and quote_stands(evidence.quote, raw or "")


def _not_there(evidence: Evidence, files: Sequence[str], corpus: CorpusText) -> str:
    shown = normalise_space(evidence.quote)
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1].rstrip() + "…"
    cut = f" {_CONTINUOUS}" if _ELLIPSIS.search(evidence.quote) else ""
    if evidence.file == ANY_NOTICE:
        return f"aucune notice ne contient « {shown} ».{cut}"
    elsewhere = [page for one in files for page, text in _pages(one, corpus) if quote_stands(evidence.quote, text)]
    hint = f" Ces mots sont page {elsewhere[0]}." if elsewhere else cut
    return f"« {shown} » n'est pas à la page {evidence.page} de « {evidence.file} ».{hint}"


def _pages(file: str, corpus: CorpusText) -> Iterator[tuple[int, str]]:
    page = 1
    while (text := corpus.page_text(file, page)) is not None:
        yield page, text
        page += 1


def _of_alternatives(question: Question, corpus: CorpusText) -> Iterator[_Remark]:
    for name, pages in question.alt_pages.items():
        files = _files_named(name, corpus)
        if not files:
            yield _Remark(question.line, "alt_pages : " + _no_such_file(name, corpus))
            continue
        for page in pages:
            if all(corpus.page_text(one, page) is None for one in files):
                yield _Remark(question.line, f"alt_pages : « {name} » n'a pas de page {page}.")


def _of_history(question: Question) -> Iterator[_Remark]:
    roles = [turn.role for turn in question.history]
    if not roles:
        return
    if "user" not in roles:
        yield _Remark(question.line, 'history : aucun tour de l\'usager ("role": "user").')
    elif roles[0] != "user" or roles[-1] != "assistant" or any(a == b for a, b in pairwise(roles)):
        said = (
            "history : les tours de l'usager et de l'assistant n'alternent pas ; le dernier est celui de l'assistant."
        )
        yield _Remark(question.line, said, fatal=False)
    if any(not turn.content.strip() for turn in question.history):
        yield _Remark(question.line, "history : un tour est vide.")


def _repeats(questions: Sequence[Question]) -> Iterator[_Remark]:
    seen: dict[tuple[str, ...], Question] = {}
    for question in questions:
        asked = tuple(
            normalise_space(text).casefold()
            for text in (question.question, *(turn.content for turn in question.history))
        )
        first = seen.setdefault(asked, question)
        if first is not question:
            yield _Remark(question.line, f"même question qu'à la ligne {first.line} ({first.id}).")


def _files_named(name: str, corpus: CorpusText) -> list[str]:
    return [file for file in corpus.files() if same_file(name, file, corpus.is_notice)]


def _no_such_file(name: str, corpus: CorpusText) -> str:
    if name == ANY_NOTICE:
        return "le corpus ne contient aucune notice."
    if why := corpus.why_unread(name):
        return f"« {name} » est dans le dossier du corpus mais n'a pas pu être lu : {why}"
    known: Mapping[str, str] = {file.casefold(): file for file in corpus.files()}
    near = difflib.get_close_matches(name.casefold(), known, n=1)
    hint = f" Vouliez-vous dire « {known[near[0]]} » ?" if near else ""
    return f"« {name} » n'est pas dans le corpus.{hint}"


def _lenient(text: str) -> str:
    return text.translate(_VARIANTS).casefold()
