"""Are the right document and the right page cited?

A page is *right* when the question gives it as evidence, or as another page with the same fact (``alt_pages``). Pages
are physical and start at 1. Citations of an abstention are not judged here: nothing was answered.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from eval.given import Given
from eval.questions import ANY_NOTICE, Question

IsNotice = Callable[[str], bool]
"""Tells whether a file of the corpus, by its relative path, is a notice."""


def same_file(expected: str, cited: str, is_notice: IsNotice) -> bool:
    """True when a question means the file that an answer cites.

    Args:
        expected: A path relative to the corpus, a base name alone, or ``notice`` for any notice.
        cited: The path relative to the corpus.
        is_notice: Tells notices from other files.
    """
    if expected == ANY_NOTICE and is_notice(cited):
        return True
    expected, cited = (path.replace("\\", "/").removeprefix("./") for path in (expected, cited))
    # A path that names its folder must be in that folder: two folders may hold a « rapport.pdf ».
    return expected in {cited, PurePosixPath(cited).name}


def right_pages(question: Question, file: str, is_notice: IsNotice) -> frozenset[int]:
    """The pages of a cited file that are right; none when it is not a right file."""
    evidence = {item.page for item in question.evidence if same_file(item.file, file, is_notice)}
    return frozenset(evidence | _alternatives(question, file, is_notice)) if question.evidence else frozenset()


def evidence_pages(question: Question, file: str, page: int, is_notice: IsNotice) -> bool:
    """True when a page of a file is right: what the rank of the first right passage is counted with."""
    return page in right_pages(question, file, is_notice)


def page_right(question: Question, given: Given, is_notice: IsNotice) -> float | None:
    """1 when at least one citation is on a right page of a right file, else 0. Higher is better.

    None for an abstention and for a question without evidence.
    """
    if _unjudged(question, given):
        return None
    return float(any(evidence_pages(question, c.file, c.page, is_notice) for c in given.citations))


def file_right(question: Question, given: Given, is_notice: IsNotice) -> float | None:
    """1 when at least one citation is of a right file, whatever the page, else 0. Higher is better.

    None for an abstention and for a question without evidence.
    """
    if _unjudged(question, given):
        return None
    return float(any(right_pages(question, c.file, is_notice) for c in given.citations))


def page_distance(question: Question, given: Given, is_notice: IsNotice) -> float | None:
    """``min |page cited - right page|`` over the citations of right files, in pages. From 0, lower is better.

    None for an abstention, for a question without evidence, and when no right file is cited (see ``file_right``).
    """
    if _unjudged(question, given):
        return None
    distances = [abs(c.page - page) for c in given.citations for page in right_pages(question, c.file, is_notice)]
    return float(min(distances)) if distances else None


def evidence_cited(question: Question, given: Given, is_notice: IsNotice) -> float | None:
    """1 when every evidence has a citation on its page, or on another page of its file with the same fact, else 0.

    Higher is better: an answer that needs two documents must cite both. ``alt_pages`` in another file do not say which
    evidence they stand for: they count where there is only one. None for an abstention and for a question without
    evidence.
    """
    if _unjudged(question, given):
        return None
    if len(question.evidence) == 1:
        return page_right(question, given, is_notice)
    return float(
        all(
            any(
                c.page in {item.page, *_alternatives(question, c.file, is_notice)}
                for c in given.citations
                if same_file(item.file, c.file, is_notice)
            )
            for item in question.evidence
        )
    )


def citation_coverage(given: Given) -> float | None:
    """Share of the sentences with a marker that points at a citation that is given.

    ``|sentences with a citation| / |sentences|``, from 0 to 1, higher is better. None without sentences, which an
    abstention has none of.
    """
    if not given.sentences:
        return None
    known = {citation.n for citation in given.citations}
    return sum(not known.isdisjoint(sentence.citations) for sentence in given.sentences) / len(given.sentences)


def _alternatives(question: Question, file: str, is_notice: IsNotice) -> set[int]:
    named = (pages for name, pages in question.alt_pages.items() if same_file(name, file, is_notice))
    return {page for pages in named for page in pages}


def _unjudged(question: Question, given: Given) -> bool:
    return given.abstained or not question.evidence
