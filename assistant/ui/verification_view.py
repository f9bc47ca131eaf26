"""What became of each sentence of a chat model, folded under its answer: pure functions to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.models import DropReason, SentenceCheck
from assistant.ui.texts import NBSP

REASONS: dict[DropReason, str] = {
    "no_marker": "aucun passage cité",
    "unknown_marker": "passage cité inconnu",
    "number": "nombre absent des passages ou dit d'autre chose",
    "date": "date absente des passages ou dite d'autre chose",
    "name": "nom absent des passages",
    "negation": "les passages disent le contraire",
    "modality": "possibilité et obligation confondues",
    "population": "les passages ne parlent pas des mêmes personnes",
    "condition": "condition oubliée ou ajoutée",
    "unsupported": "les passages ne le disent pas",
    "contradicted": "contredite par les passages",
    "not_entailed": "les passages ne permettent pas de le conclure",
    "foreign_contact": "adresse ou lien absent des passages",
    "repeated": "déjà dite",
    "unfinished": "phrase inachevée",
    "introduction": "annonce d'une liste vide",
    "refusal": "le modèle dit ne pas savoir",
}
"""Why a sentence is not shown, in the words of the page."""

TITLE = "Vérification"
_SHOWN = 20
_LONGEST = 300


def verification(checks: Sequence[SentenceCheck]) -> str:
    """« 3 phrases vérifiées, 1 écartée : … », unfolding to each sentence that was moved or dropped; empty for none."""
    if not checks:
        return ""
    told = [check for check in checks if check.outcome != "supported"]
    summary = f"<summary>{escape(summary_of(checks))}</summary>"
    if not told:
        return f'<details class="verification">{summary}<p>{escape(_EVERY_SENTENCE)}</p></details>'
    items = "".join(f"<li>{_item(check)}</li>" for check in told[:_SHOWN])
    return f'<details class="verification">{summary}<ul>{items}</ul></details>'


_EVERY_SENTENCE = "Chaque phrase rédigée par le modèle est appuyée par le passage qu'elle cite."


def summary_of(checks: Sequence[SentenceCheck]) -> str:
    """Counts in one line, with the reasons of what was dropped."""
    dropped = [check for check in checks if check.outcome == "dropped"]
    parts = [_count(len(checks), "phrase vérifiée", "phrases vérifiées")]
    if moved := sum(check.outcome == "moved" for check in checks):
        parts.append(_count(moved, "citation corrigée", "citations corrigées"))
    if dropped:
        parts.append(_count(len(dropped), "écartée", "écartées"))
    reasons = dict.fromkeys(REASONS[check.reason] for check in dropped if check.reason)
    return ", ".join(parts) + (f"{NBSP}: {', '.join(reasons)}" if reasons else "")


def _item(check: SentenceCheck) -> str:
    text = check.text if len(check.text) <= _LONGEST else f"{check.text[:_LONGEST].rstrip()} …"
    quoted = f"«{NBSP}{escape(text)}{NBSP}»"
    if check.outcome == "moved":
        return f"Citation corrigée{NBSP}: {quoted}"
    why = REASONS[check.reason] if check.reason else REASONS["unsupported"]
    return f"Écartée ({escape(why)}){NBSP}: <s>{quoted}</s>"


def _count(number: int, one: str, several: str) -> str:
    return f"{number}{NBSP}{one if number < 2 else several}"
