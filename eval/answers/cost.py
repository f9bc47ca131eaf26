"""What answers cost: the time of each stage, the passages read, the tokens of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from eval.answers.systems import Played


def cost(played: Sequence[Played]) -> dict[str, Any]:
    """Medians and 95th percentiles over the questions.

    Times are wall-clock milliseconds, as ``timings_ms`` gives them; they depend on the machine and on what else it
    does, so two runs are compared on other metrics. ``tokens`` is null without a chat model; where its server does not
    count them, the embedding model's tokenizer does.
    """
    stages: dict[str, list[float]] = {}
    for one in played:
        for stage, milliseconds in (one.answer.get("timings_ms") or {}).items():
            stages.setdefault(stage, []).append(float(milliseconds))
    read = [float(one.passages_read) for one in played if one.passages_read is not None]
    tokens = [one.tokens for one in played if one.tokens is not None]
    return {
        "stages_ms": {stage: percentiles(values) for stage, values in stages.items()},
        "passages_read": percentiles(read),
        "tokens": {
            "input": sum(read for read, _ in tokens),
            "output": sum(written for _, written in tokens),
            "questions": len(tokens),
        }
        if tokens
        else None,
    }


def percentiles(values: Sequence[float]) -> Mapping[str, float | int | None]:
    """Median and 95th percentile, linearly interpolated (Hyndman and Fan 1996, type 7); None without values."""
    if not values:
        return {"p50": None, "p95": None, "n": 0}
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "n": len(values)}
