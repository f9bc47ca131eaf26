"""All the metrics that are means over questions, for one question."""

from __future__ import annotations

from eval.given import Given
from eval.metrics import abstention, alce, citations, match, overlap, quotes
from eval.questions import Question


def values_of(
    question: Question,
    given: Given,
    pages: quotes.PageText,
    premises: alce.Premises,
    entails: alce.Entailment,
    is_notice: citations.IsNotice,
) -> dict[str, float | None]:
    """The value of each of ``names.MEANS`` for one question, None where the metric says nothing of it.

    Args:
        question: What was asked, with what is expected.
        given: The answer to it.
        pages: The corpus, to check quotes.
        premises: The passage behind each marker of the answer, without those the corpus does not hold.
        entails: The judge of entailment.
        is_notice: Tells whether a file of the corpus is a notice.
    """
    return {
        "answer_right": match.answer_right(question, given),
        "token_f1": overlap.token_f1(question, given),
        "list_recall": match.list_recall(question, given),
        "citation_page_right": citations.page_right(question, given, is_notice),
        "citation_file_right": citations.file_right(question, given, is_notice),
        "page_distance": citations.page_distance(question, given, is_notice),
        "evidence_cited": citations.evidence_cited(question, given, is_notice),
        "quote_exact": quotes.quote_exact(given, pages),
        "citation_precision": alce.citation_precision(given, premises, entails),
        "citation_recall": alce.citation_recall(given, premises, entails),
        "citation_coverage": citations.citation_coverage(given),
        "abstention_precision": abstention.abstention_precision(question, given),
        "abstention_recall": abstention.abstention_recall(question, given),
        "false_abstention_rate": abstention.false_abstention(question, given),
    }
