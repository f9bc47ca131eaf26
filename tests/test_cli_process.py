"""The installed command in a process of its own, with the packaged model: stdout, stderr and exit codes for real."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.model

NOTICE = "notice_65474.txt"
"""The notice of the sample corpus on the signature of the protocol."""


@dataclass(frozen=True)
class Done:
    """A command that ended."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def assistant(*words: str, cwd: Path, **variables: str) -> Done:
    """Run the command line as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        cwd=cwd,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def ingested(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A folder with one notice and one broken PDF, ingested, and what the ingestion printed."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "fonds").mkdir()
    shutil.copy(root / "corpus" / "notices" / NOTICE, folder / "fonds")
    (folder / "fonds" / "casse.pdf").write_bytes(b"%PDF-1.7\nceci n'est pas un PDF\n")
    return folder, assistant("ingest", "fonds", "--json", cwd=folder)


@pytest.fixture
def run(ingested: tuple[Path, Done]) -> Callable[..., Done]:
    """Run a command on the ingested folder."""
    return lambda *words, **variables: assistant(*words, cwd=ingested[0], **variables)


def test_a_broken_pdf_is_refused_with_exit_code_1_and_the_rest_is_read(ingested: tuple[Path, Done]) -> None:
    done = ingested[1]
    assert done.exit_code == 1, done.err
    outcomes = {file["file"]: file["outcome"] for file in done.json["files"]}
    assert outcomes == {NOTICE: "read", "casse.pdf": "refused"}
    refused = next(file for file in done.json["files"] if file["outcome"] == "refused")
    assert refused["message"]
    assert "Traceback" not in done.err


def test_ask_answers_with_a_quote_that_holds_the_fact_and_prints_only_json(run: Callable[..., Done]) -> None:
    done = run("ask", "Combien d'engagements compte le protocole ?", "--json")
    assert done.exit_code == 0, done.err
    answer = done.json
    assert answer["level"] == "answer"
    assert "17" in answer["citations"][0]["quote"]
    assert answer["citations"][0]["file"] == NOTICE
    assert answer["citations"][0]["page"] == 1
    assert answer["timings_ms"]["total"] > 0
    assert "Warning" not in done.err


@pytest.mark.long
def test_an_abstention_has_a_reason_and_exit_code_0(run: Callable[..., Done]) -> None:
    done = run("ask", "Quel temps fera-t-il demain à Laval ?", "--json")
    assert (done.exit_code, done.json["abstained"]) == (0, True), done.out
    assert done.json["reason"]


def test_search_gives_ranked_passages(run: Callable[..., Done]) -> None:
    done = run("search", "engagements du protocole", "--k", "2", "--kind", "notice", "--json")
    assert done.exit_code == 0, done.err
    assert [hit["rank"] for hit in done.json["hits"]] == list(range(1, len(done.json["hits"]) + 1))
    assert 1 <= len(done.json["hits"]) <= 2
    assert {hit["file"] for hit in done.json["hits"]} == {NOTICE}


def test_status_names_the_file_that_was_not_read(run: Callable[..., Done]) -> None:
    done = run("status", "--json")
    assert done.exit_code == 0, done.err
    assert [file["file"] for file in done.json["corpus"]["not_read"]] == ["casse.pdf"]
    assert (done.json["corpus"]["notices"], done.json["corpus"]["pdfs"]) == (1, 0)
    assert done.json["corpus"]["last_ingestion"]
    assert done.json["index"]["made_with"]["dimension"] == 384


def test_a_model_that_does_not_exist_is_one_clear_line(run: Callable[..., Done]) -> None:
    done = run("search", "x", "--json", ASSISTANT_EMBEDDING_MODEL="personne/modele-absent")
    assert (done.exit_code, done.json["error"]["code"]) == (1, "model_unavailable"), done.err
    assert "personne/modele-absent" in done.err
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_busy_index_is_one_clear_line_that_names_its_holder(
    run: Callable[..., Done], ingested: tuple[Path, Done]
) -> None:
    from assistant.index.lock import writer_lock

    with writer_lock(ingested[0] / "data"):
        done = run("ingest", "fonds", "--json")
    assert (done.exit_code, done.json["error"]["code"]) == (1, "index_locked"), done.err
    assert str(os.getpid()) in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_damaged_catalogue_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalogue.sqlite3").write_bytes(b"ceci n'est pas une base" * 100)
    done = assistant("status", "--json", cwd=tmp_path)
    assert (done.exit_code, done.json["error"]["code"]) == (1, "catalogue_unusable"), done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.long
def test_an_empty_folder_answers_that_nothing_was_read_yet(tmp_path: Path) -> None:
    done = assistant("ask", "Qui a signé ?", "--json", cwd=tmp_path)
    assert (done.exit_code, done.json["reason"]) == (0, "empty_index"), done.err
