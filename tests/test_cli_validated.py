from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import cli, cli_session
from tests.builders import WOOD_NOTICE
from tests.test_service import open_assistant

QUESTION = "Combien de mesures compte l'accord pour les métiers du bois ?"
Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("validated")
    (folder / "documents").mkdir()
    (folder / "documents" / "bois.txt").write_text(WOOD_NOTICE, encoding="utf-8")
    with open_assistant(folder / "data") as opened:
        opened.ingest([folder / "documents"])
    return folder / "data"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command and gives its exit code and its JSON."""
    monkeypatch.setattr(
        cli_session, "open_assistant", lambda settings, for_rebuild=False: open_assistant(settings.data_dir)
    )

    def command(*words: str) -> tuple[int, Any]:
        capfd.readouterr()
        code = cli.main(["--data-dir", str(data), "validated", *words, "--json"])
        return code, json.loads(capfd.readouterr().out)

    return command


def test_an_answer_is_validated_listed_exported_withdrawn_and_brought_back(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "texte.txt"
    text.write_text("Quatorze mesures [1].", encoding="utf-8")
    code, kept = run("add", QUESTION, "--by", "Claire", "--text", str(text), "--note", "vu", "--expires", "jamais")
    assert (code, kept["answer"], kept["by"], kept["expires"]) == (0, "Quatorze mesures. [1]", "Claire", None)
    code, listed = run("list")
    assert (code, [one["id"] for one in listed["answers"]]) == (0, [kept["id"]])
    file = tmp_path / "export.jsonl"
    assert run("export", str(file)) == (0, {"file": str(file), "exported": 1})
    code, withdrawn = run("withdraw", str(kept["id"]), "--by", "Paul", "--reason", "essai")
    assert (code, withdrawn["state"], withdrawn["reason"]) == (0, "withdrawn", "by_hand")
    assert run("list", "--state", "valid") == (0, {"answers": []})
    code, renewed = run("renew", str(kept["id"]), "--by", "Paul")
    assert (code, renewed["state"], renewed["by"]) == (0, "valid", "Paul")
    assert run("import", str(file), "--by", "Paul") == (0, {"added": 0, "present": 1})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", QUESTION, "--by", "Claire"), "--as-is"),
        (("add", QUESTION, "--by", "Claire", "--as-is", "--text", "-"), "--as-is"),
        (("add", QUESTION, "--by", "Claire", "--as-is", "--cite", "a | 1 | b"), "--cite"),
        (("add", QUESTION, "--as-is"), "nom"),
        (("add", QUESTION, "--by", "Claire", "--as-is", "--expires", "2001-01-01"), "déjà passée"),
        (("add", QUESTION, "--by", "Claire", "--text", "nulle-part.txt"), "introuvable"),
        (("add", "", "--by", "Claire", "--as-is"), "vide"),
        (("withdraw", "999", "--by", "Claire"), "n° 999"),
        (("withdraw", "un", "--by", "Claire"), "nombre entier"),
        (("list", "--state", "peut-être"), "attendu"),
        (("import", "nulle-part.jsonl", "--by", "Claire"), "introuvable"),
    ],
)
def test_a_wrong_use_is_refused_in_french_with_exit_code_2(run: Run, words: tuple[str, ...], said: str) -> None:
    code, answer = run(*words)
    assert code == 2
    assert said in answer["error"]["message"]


def test_an_export_that_cannot_be_written_is_exit_code_1(run: Run, tmp_path: Path) -> None:
    code, answer = run("export", str(tmp_path))
    assert code == 1
    assert "Écriture impossible" in answer["error"]["message"]
