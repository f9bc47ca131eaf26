"""What the reports say: the meaning of each metric, and French names for the codes of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.metrics.names import FRENCH, LOWER_IS_BETTER
from eval.report.french import Unit, counted, finite, number

SENTENCES = {
    "answer_right": "Part des questions auxquelles le corpus répond et dont la réponse donnée contient ce qui est"
    " attendu ; une abstention y compte comme une erreur.",
    "token_f1": "Ressemblance, mot à mot, entre la réponse donnée et la réponse attendue, de 0 à 1.",
    "list_recall": "Part des éléments attendus qui sont dans la réponse, quand la question en demande plusieurs.",
    "citation_page_right": "Part des réponses dont une citation renvoie à une page où le corpus le dit.",
    "citation_file_right": "Part des réponses dont une citation renvoie au bon document, quelle que soit la page.",
    "page_distance": "Nombre moyen de pages entre la citation la plus proche et la bonne page du bon document.",
    "evidence_cited": "Part des réponses qui citent toutes les pages attendues, et non une seule.",
    "quote_exact": "Part des citations d'une réponse dont les mots se retrouvent tels quels à la page indiquée.",
    "citation_precision": "Part des citations utiles à la phrase qu'elles accompagnent (définition ALCE).",
    "citation_recall": "Part des phrases d'une réponse fondées en entier sur les passages qu'elles citent (définition"
    " ALCE).",
    "citation_coverage": "Part des phrases d'une réponse qui portent au moins une citation.",
    "abstention_precision": "Parmi les abstentions, part de celles où le corpus ne donne pas la réponse.",
    "abstention_recall": "Parmi les questions sans réponse dans le corpus, part de celles où l'assistant s'abstient.",
    "abstention_f1": "Moyenne harmonique de la précision et du rappel des abstentions, de 0 à 1.",
    "false_abstention_rate": "Parmi les questions qui ont une réponse dans le corpus, part de celles où l'assistant"
    " s'abstient.",
    "aurc": "Part moyenne d'erreurs quand on ne garde que les réponses les plus sûres, de 0 à 1.",
    "auroc": "Probabilité qu'une question à laquelle le corpus répond ait une confiance plus haute qu'une question"
    " sans réponse : 0,5 au hasard.",
}

DECIMALS = frozenset({"token_f1", "abstention_f1", "aurc", "auroc"})

HEADLINES = ("answer_right", "citation_page_right", "abstention_recall", "false_abstention_rate")
"""The four figures at the head of a report over answers."""

BY_KIND = ("answer_right", "token_f1", "citation_page_right", "evidence_cited", "false_abstention_rate",
           "abstention_recall")  # fmt: skip
"""The columns of the table by kind of question."""

RANKED = {"recall": "Rappel", "success": "Succès", "mrr": "MRR", "ndcg": "nDCG"}
"""Families of metrics of retrieval; each is followed by « @ » and how many of the first results it looks at."""

_RANKED = re.compile(rf"({'|'.join(RANKED)})@([1-9][0-9]*)")

OTHERS = {"coverage": "Couverture (part de réponses)", "risk": "Risque (part d'erreurs)", "faithfulness": "Fidélité",
          "correctness": "Justesse"}  # fmt: skip

KINDS = {"number": "Nombre", "date": "Date", "person": "Personne", "fact": "Fait", "table": "Tableau", "list": "Liste",
         "record": "Champ de notice", "acronym": "Sigle", "scan": "Page numérisée", "paraphrase": "Reformulation",
         "unanswerable": "Sans réponse dans le corpus", "follow_up": "Question de suite",
         "several": "Plusieurs documents", "other": "Autre"}  # fmt: skip
LEVELS = {"answer": "réponse", "to_check": "passage à vérifier", "none": "abstention"}
REASONS = {"not_in_corpus": "absent du corpus", "out_of_scope": "hors du champ",
           "not_understood": "question non comprise", "ambiguous": "question ambiguë",
           "empty_index": "aucun document lu"}  # fmt: skip
STAGES = {"rewriting": "Réécriture", "search": "Recherche", "answer": "Réponse et vérification", "total": "Total"}
SYSTEMS = {
    "lexical": "Mots (BM25)",
    "e5": "Vecteurs du modèle",
    "rrf": "Fusion des rangs (RRF)",
    "dense": "Vecteurs adaptés",
    "hybrid": "Hybride",
    "min-max": "Fusion simple",
    "no-adapter": "Sans adaptation",
    "no-coverage": "Sans couverture",
    "no-bm25": "Sans BM25",
    "no-expansions": "Sans mots ajoutés",
    "no-copies": "Copies montrées",
}
SCOPES = {"alone": "Chaque jeu dans son propre index", "pool": "Tous les jeux dans un même index"}
FORMS = {"raw": "telle que posée", "rewritten": "réécrite par l'assistant", "standalone": "écrite complète à la main"}
HALVES = {"tune": "moitié de réglage", "report": "moitié de mesure", "all": "toutes les questions"}
LABELS = {"strong": "Étiquettes sûres", "weak": "Étiquettes faibles"}
ROLES = {"user": "Question", "assistant": "Réponse"}
VERDICTS = {
    "better": "meilleur",
    "worse": "moins bon",
    "no difference": "aucune différence démontrée",
    "none": "non comparable",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as a reader meets it: its name, unit, meaning, and which way is better."""

    name: str
    label: str
    unit: Unit
    lower_is_better: bool
    sentence: str

    @property
    def direction(self) -> str:
        """Which way is better, in words."""
        return "Plus bas, c'est mieux." if self.lower_is_better else "Plus haut, c'est mieux."


def kind(name: str) -> str:
    """A kind of question; one that is not known goes by its own name, with a capital."""
    return KINDS.get(name) or name[:1].upper() + name[1:]


def answerer(name: str) -> str:
    """Who made the answers: a chat model goes by its own name."""
    return {"extractive": "extraites du corpus", "recorded": "lues dans un fichier"}.get(name, name)


def not_of_the_model(found: Mapping[str, Any] | None) -> str:
    """What to know of a run, as ``{answers, fallbacks}``, whose chat model did not always answer, "" when it did."""
    answers, fallbacks = ((found or {}).get(name) or 0 for name in ("answers", "fallbacks"))
    if not fallbacks:
        return ""
    one = fallbacks == 1
    return (
        f"{counted(fallbacks, 'réponse')} sur {number(answers)} {'ne vient' if one else 'ne viennent'} pas du modèle,"
        f" qui n'a pas répondu : {'elle est extraite' if one else 'elles sont extraites'} du corpus."
    )


def ranked(name: str) -> str | None:
    """The short name of a metric of retrieval, such as « Rappel@20 »; None for another metric."""
    found = _RANKED.fullmatch(name)
    return f"{RANKED[found[1]]}@{found[2]}" if found else None


def metric(name: str) -> Metric:
    """The metric of this name; one that is not known goes by its own name."""
    label = FRENCH.get(name) or _ranked_label(name) or OTHERS.get(name) or name
    decimal = name in DECIMALS or name.startswith(("mrr@", "ndcg@"))
    unit: Unit = "pages" if name == "page_distance" else "decimal" if decimal else "percent"
    return Metric(name, label, unit, name in LOWER_IS_BETTER or name == "risk", SENTENCES.get(name, ""))


def _ranked_label(name: str) -> str | None:
    found = _RANKED.fullmatch(name)
    if found is None or found[1] == "ndcg":
        return ranked(name)
    if found[1] == "mrr":
        return f"Inverse du rang ({ranked(name)})"
    return f"{RANKED[found[1]]} {'au rang 1' if found[2] == '1' else f'dans les {found[2]} premiers'}"


def judgement(entry: Mapping[str, Any], *, lower_is_better: bool) -> str:
    """The code of a comparison, a key of ``VERDICTS``: what the entry says, else what its interval shows."""
    low, high = finite(entry.get("low")), finite(entry.get("high"))
    if finite(entry.get("difference")) is None:
        return "none"
    if entry.get("verdict") in VERDICTS:
        return str(entry["verdict"])
    if low is None or high is None:
        return "none"
    if low <= 0 <= high:
        return "no difference"
    return "better" if (low > 0) != lower_is_better else "worse"


def configuration(config: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The configuration of a run as labels and values; a group (settings, versions) keeps its mapping as value.

    The files of a corpus that were not read are a group too: by file, what was said of it.
    """
    rows: list[tuple[str, Any]] = []
    for key, value in config.items():
        if key in ("settings", "versions", "sets"):
            rows.append((CONFIG[key], dict(value or {})))
        elif isinstance(value, Mapping):
            rows += [(CONFIG.get(f"{key}.{name}", f"{key}.{name}"), one) for name, one in value.items()
                     if name != "not_read"]  # fmt: skip
            if value.get("not_read"):
                rows.append((NOT_READ, _by_file(value["not_read"])))
        else:
            rows.append((CONFIG.get(key, key), value))
    return rows


def _by_file(not_read: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for one in not_read:
        said.setdefault(str(one.get("file")), []).append(str(one.get("message") or ""))
    return {file: " ".join(messages) for file, messages in said.items()}


NOT_READ = "Fichiers non lus"

CONFIG = {"questions.file": "Fichier de questions", "questions.sha256": "SHA-256 des questions",
          "questions.n": "Nombre de questions", "corpus.folder": "Dossier du corpus",
          "corpus.sha256": "SHA-256 du corpus", "corpus.documents": "Documents", "corpus.passages": "Passages",
          "corpus.not_read": NOT_READ,
          "answerer": "Réponses faites par",
          "entailment": "Contrôle de l'implication", "embedding_model": "Modèle de vecteurs", "settings": "Réglages",
          "versions": "Versions", "sets": "SHA-256 des jeux", "python": "Python", "machine": "Machine",
          "commit": "Commit", "half": "Moitié des questions", "depth": "Passages demandés",
          "fingerprint": "Empreinte du modèle", "seed": "Graine du hasard",
          "resamples": "Rééchantillonnages", "date": "Date"}  # fmt: skip
"""French names of the entries of a configuration."""
