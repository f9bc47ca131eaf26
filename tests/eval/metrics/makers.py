"""Questions and answers for the tests of metrics."""

from __future__ import annotations

from collections.abc import Sequence

from eval.given import Given, GivenCitation, GivenSentence
from eval.questions import Evidence, Question

NOTICES = frozenset({"notices/a.txt", "notices/b.html"})
PAGES = {
    ("plans/plan.pdf", 3): "Le plan compte 17 engagements. Il a été signé à Laval le 1er juin 2023.",
    ("plans/plan.pdf", 4): "Le budget du plan s'élève à 6,9 millions d'euros.",
    ("notices/a.txt", 1): "Les comités se réunissent à Nantes, à Laval et au Mans.",
}


def is_notice(file: str) -> bool:
    return file in NOTICES


class Corpus:
    """The pages above."""

    def page_text(self, file: str, page: int) -> str | None:
        return PAGES.get((file, page))


class WordEntailment:
    """Entails what has all its words in the premises."""

    name = "words"

    def entails(self, premises: Sequence[str], sentence: str) -> bool:
        return set(sentence.lower().split()) <= set(" ".join(premises).lower().split())


def cited(n: int = 1, file: str = "plans/plan.pdf", page: int = 3, quote: str | None = None) -> GivenCitation:
    words = PAGES.get((file, page), "") if quote is None else quote
    return GivenCitation(n, f"p{n}", f"d{n}", file, page, words, 0.9)


def answer(text: str, *citations: GivenCitation, level: str = "answer") -> Given:
    """One sentence that cites everything, or an abstention, which has no sentence."""
    markers = "".join(f"[{c.n}]" for c in citations)
    sentences = (GivenSentence(text, tuple(c.n for c in citations)),) if level == "answer" else ()
    return Given("q", f"{text} {markers}".strip(), level, sentences, citations)


SILENCE = answer("Le fonds ne répond pas à cette question.", level="none")

COUNT = Question("q1", "Combien d'engagements ?", "number", ("17",), evidence=(Evidence("plans/plan.pdf", 3),))
TOWNS = Question(
    "q2",
    "Où se réunissent les comités ?",
    "list",
    all_of=(("Nantes",), ("Laval",), ("Le Mans", "Mans")),
    evidence=(Evidence("notices/a.txt", 1),),
)
WHERE = Question("q3", "Où en est-il question ?", evidence=(Evidence("plans/plan.pdf", 3),))
UNANSWERABLE = Question("q4", "Quel temps fera-t-il ?")
