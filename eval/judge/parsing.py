"""Reading what a judge writes: scores on the scale or a refusal, never a guess."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.answering.model_output import ReasoningFilter
from assistant.text import normalise_space
from eval.judge.rubric import SCALE

_KEYS = ("faithfulness", "correctness")
_DECIMAL_COMMA = re.compile(r'("(?:faithfulness|correctness)"\s*:\s*"?\d+),(?=\d)')
_WRITTEN = {"0": 0.0, "0.0": 0.0, "0.5": 0.5, ".5": 0.5, "1": 1.0, "1.0": 1.0}
_REASON_CHARACTERS = 400
_SHOWN_CHARACTERS = 40
_decoder = json.JSONDecoder()


class UnusableOutputError(ValueError):
    """A text of the judge that gives no scores; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of ``SCALE``, higher for better, and the judge's reason, "" when it gives none."""

    faithfulness: float
    correctness: float
    reason: str = ""


def read_scores(text: str) -> Scores:
    """The scores in a judge's text.

    The object may stand in a code fence or among sentences, after reasoning, with decimal commas or scores as
    strings. Several objects are read only when they give the same scores: the judge may have copied one.

    Raises:
        UnusableOutputError: No object with both scores, a score that is not on the scale, or objects that differ.
    """
    reasoning = ReasoningFilter()
    visible = reasoning.feed(text) + reasoning.close()
    found = list(_objects(_DECIMAL_COMMA.sub(r"\1.", visible)))
    if not found:
        raise UnusableOutputError("pas d'objet JSON avec faithfulness et correctness")
    scores = [(_score(value, "faithfulness"), _score(value, "correctness")) for value in found]
    if len(set(scores)) > 1:
        raise UnusableOutputError("plusieurs objets JSON, avec des notes différentes")
    return Scores(*scores[-1], reason=_reason(found[-1].get("reason")))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of a text that hold both scores; one that does not is looked into."""
    at = text.find("{")
    while at >= 0:
        end = at + 1
        try:
            value, after = _decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and value.keys() >= set(_KEYS):
            yield value
            end = after
        at = text.find("{", end)


def _score(value: dict[str, Any], name: str) -> float:
    raw = value[name]
    score = _WRITTEN.get(raw.strip().replace(",", ".")) if isinstance(raw, str) else raw
    if isinstance(score, bool) or not isinstance(score, int | float) or score not in SCALE:
        raise UnusableOutputError(f"{name} hors de l'échelle 0, 0.5, 1 : {ascii(raw)[:_SHOWN_CHARACTERS]}")
    return float(score)


def _reason(raw: object) -> str:
    """The reason on one line, shortened; half a pair of code units, which JSON can hold, is not text."""
    text = normalise_space(raw.encode("utf-8", "replace").decode("utf-8")) if isinstance(raw, str) else ""
    return text if len(text) <= _REASON_CHARACTERS else text[:_REASON_CHARACTERS].rstrip() + " …"
