"""What the assistant says around its answers, in French, in one place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.models import Citation, Reason
from assistant.text import fold, one_line

NOT_FOUND = "Je ne trouve pas la réponse dans le corpus."
"""The one sentence of every abstention about the corpus."""

TO_CHECK = "Je ne trouve pas de réponse sûre dans le corpus. Le passage le plus proche, à vérifier :"
EMPTY_INDEX = "Le corpus est vide : aucun document n'a encore été indexé."
NOT_UNDERSTOOD = (
    "Je n'ai pas compris la question. Posez-la en une phrase complète, par exemple : "
    "« Combien d'engagements compte le protocole ? »"
)
OUT_OF_SCOPE = "Je ne trouve pas : cette question ne semble pas porter sur ce que contient le corpus."
GREETING = "Bonjour. Posez-moi une question sur les notices et les documents du corpus."
THANKS = "Avec plaisir. Vous pouvez poser une autre question sur le corpus."
MODEL_UNSUPPORTED = (
    "La rédaction proposée par le modèle n'était pas appuyée par les documents : voici des extraits exacts."
)

ACKNOWLEDGED = "Écrivez votre question en une phrase : je cherche la réponse dans les documents du corpus."

READ_BY_OCR = "Texte reconnu par OCR, à vérifier sur l'image"

_HELLO = re.compile(r"^(?:bonjour|bonsoir|salut|coucou|hello)\b[\s\w']{0,30}[!.,]*$")
_THANK = re.compile(r"^(?:(?:un grand |grand )?merci|parfait|super|tres bien|d'accord)\b[\s\w']{0,25}[!.,]*$")

_YES = re.compile(r"^(?:oui|non|ok|okay|ouais|d'accord|bien sur|peut-etre|vas-y|allez-y)[\s!.…]*$")
_NOW = re.compile(r"\bquel temps (?:il )?(?:fait|fera|faisait)\b|\bquelle heure (?:est-il|il est)\b")


def small_talk(question: str) -> str | None:
    """The reply to a greeting, to thanks, to a yes or a no that asks nothing, else None."""
    folded = fold(question).strip()
    if "?" in folded or len(folded) > 40:
        return None
    if _HELLO.match(folded):
        return GREETING
    if _YES.match(folded):
        return ACKNOWLEDGED
    return THANKS if _THANK.match(folded) else None


def asks_for_now(question: str) -> bool:
    """True for the weather and the time of day, whose words (« temps », « heure ») documents use for something else."""
    return bool(_NOW.search(fold(question)))


def abstention(reason: Reason, unmentioned: Sequence[str] = (), contact: str = "", filtered: bool = False) -> str:
    """The text of an abstention: what was not found, the words that nothing mentions, what to try."""
    opening = {"empty_index": EMPTY_INDEX, "not_understood": NOT_UNDERSTOOD, "out_of_scope": OUT_OF_SCOPE}.get(
        reason, NOT_FOUND
    )
    parts = [opening]
    if reason in {"not_in_corpus", "out_of_scope"}:
        if unmentioned:
            words = ", ".join(f"« {word} »" for word in unmentioned)
            parts.append(f"Aucun document ne mentionne {words}.")
        if reason == "not_in_corpus":
            parts.append("Essayez d'élargir ou de retirer les filtres." if filtered else "Essayez avec d'autres mots.")
    if contact and reason != "not_understood":
        parts.append(f"Vous pouvez vous adresser au service de documentation : {contact}.")
    return " ".join(parts)


def to_check(citation: Citation, unmentioned: Sequence[str] = (), contact: str = "") -> str:
    """The text that goes with the nearest passage when no answer is sure enough."""
    quote = one_line(citation.quote)
    parts = [f"{TO_CHECK} « {quote} » [{citation.n}]"]
    if unmentioned:
        words = ", ".join(f"« {word} »" for word in unmentioned)
        parts.append(f"Aucun document ne mentionne {words}.")
    if contact:
        parts.append(f"Vous pouvez vous adresser au service de documentation : {contact}.")
    return " ".join(parts)


def doubtful_reading(citations: Sequence[tuple[int, int, float]]) -> str:
    """The warning that quotes come from pages that OCR read with doubts.

    Args:
        citations: Marker, physical page and confidence of the page from 0 to 1, of each.
    """
    told = ", ".join(f"[{n}] page {page} (confiance {round(100 * sure)} %)" for n, page, sure in citations)
    return f"{READ_BY_OCR} : {told}."


def only_notice(title: str, names: Sequence[str]) -> str:
    """The warning that a cited notice's attached files are not in the corpus."""
    files = ", ".join(f"« {name} »" for name in names)
    return (
        f"Seule la notice « {title} » a été lue : "
        + ("le document joint" if len(names) == 1 else "les documents joints")
        + f" {files} "
        + ("n'est pas dans le corpus." if len(names) == 1 else "ne sont pas dans le corpus.")
    )


def newer_version(title: str, date: str, file: str) -> str:
    """The warning that a newer version of a cited document is in the corpus; ``date`` is in French."""
    when = f" ({date})" if date else ""
    return f"Une version plus récente de ce document existe{when} : « {title} », fichier {file}."


def versions_differ(title: str, here: Sequence[str], there: Sequence[str], other: str) -> str:
    """The warning that another version says otherwise what is cited; ``other`` is its date in French, or its file."""
    own, theirs = (" et ".join(f"« {one_line(fact)} »" for fact in facts) for facts in (here, there))
    return f"Les versions de « {title} » diffèrent : {own} dans celle qui est citée, {theirs} dans l'autre ({other})."


def joined_to(reference: str, notice: str) -> str:
    """The reference of a PDF followed by that of the notice it is joined to."""
    return f"{reference} Notice : {notice}"
