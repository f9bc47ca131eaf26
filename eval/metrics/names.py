"""The names of the metrics of answers, in the order in which they are shown, and which way is better."""

from __future__ import annotations

MEANS = (
    "answer_right",
    "token_f1",
    "list_recall",
    "citation_page_right",
    "citation_file_right",
    "page_distance",
    "evidence_cited",
    "quote_exact",
    "citation_precision",
    "citation_recall",
    "citation_coverage",
    "abstention_precision",
    "abstention_recall",
    "false_abstention_rate",
)
"""Metrics that are the mean over questions of a value of each question."""

OTHERS = ("abstention_f1", "aurc", "auroc")
"""Metrics of all the questions together."""

ALL = (*MEANS, *OTHERS)

LOWER_IS_BETTER = frozenset({"page_distance", "false_abstention_rate", "aurc"})

RIGHT_OR_WRONG = frozenset(
    {
        "answer_right",
        "citation_page_right",
        "citation_file_right",
        "evidence_cited",
        "abstention_precision",
        "abstention_recall",
        "false_abstention_rate",
    }
)
"""Means whose value for a question is 0 or 1: McNemar's test applies to them."""

FRENCH = {
    "answer_right": "Réponse juste",
    "token_f1": "F1 des mots",
    "list_recall": "Éléments de liste donnés",
    "citation_page_right": "Bonne page citée",
    "citation_file_right": "Bon document cité",
    "page_distance": "Écart de pages",
    "evidence_cited": "Toutes les preuves citées",
    "quote_exact": "Citation exacte",
    "citation_precision": "Précision des citations (ALCE)",
    "citation_recall": "Rappel des citations (ALCE)",
    "citation_coverage": "Phrases citées",
    "abstention_precision": "Précision des abstentions",
    "abstention_recall": "Rappel des abstentions",
    "abstention_f1": "F1 des abstentions",
    "false_abstention_rate": "Abstentions à tort",
    "aurc": "Aire risque-couverture (AURC)",
    "auroc": "AUROC",
}
"""What a reader of the report sees."""
