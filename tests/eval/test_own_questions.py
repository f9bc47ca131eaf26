"""The gate: our own questions, asked of the sample corpus with the packaged model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main

pytestmark = [pytest.mark.long, pytest.mark.model]


def test_the_answers_to_our_own_questions_hold_their_floors(
    root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    words = [
        "eval/data/test.jsonl",
        "--gate",
        "eval/data/gate.toml",
        "--cache",
        str(tmp_path),
        "--answerer",
        "extractive",
    ]
    code = main(["eval", "answers", *words, "--json"])
    out, err = capfd.readouterr()
    told = json.loads(out)
    assert told["gate"]["failures"] == [], err
    assert code == 0
    assert told["n"] == 158
