"""Running a command: one result on stdout, the rest on stderr, one line when it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.cli_run import Result, run, stdout_for_the_result
from assistant.errors import AssistantError, IndexLockedError, SettingsError


def raising(error: BaseException) -> Any:
    def command(_: Sequence[str]) -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "exit_code"),
    [
        (IndexLockedError("Le dossier est occupé par le processus 12."), "index_locked", 1),
        (SettingsError("Réglage inconnu : x."), "bad_setting", 2),
        (AssistantError("Non."), "error", 1),
        (ValueError("boum\nbis"), "unexpected", 1),
        (KeyboardInterrupt(), "interrupted", 130),
    ],
)
def test_an_error_is_one_line_on_stderr_and_one_object_on_stdout(
    error: BaseException, code: str, exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(raising(error), ["--json"]) == exit_code
    out, err = capsys.readouterr()
    shown = json.loads(out)
    assert shown["error"]["code"] == code
    assert err.strip() == shown["error"]["message"].replace("\n", " ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_without_json_an_error_leaves_stdout_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(raising(SettingsError("Réglage inconnu : x.")), ["ask", "--", "--json"]) == 2
    assert capsys.readouterr() == ("", "Réglage inconnu : x.\n")


def test_an_unforeseen_error_says_how_to_see_where(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raising(ValueError("boum")), [])
    assert capsys.readouterr().err == "Erreur imprévue : ValueError (boum). ASSISTANT_DEBUG=1 montre où.\n"
    monkeypatch.setenv("ASSISTANT_DEBUG", "1")
    run(raising(ValueError("boum")), [])
    assert "Traceback" in capsys.readouterr().err


def test_a_result_gives_its_object_or_its_text_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    result = Result({"a": "é"}, "le texte", 1)
    assert run(lambda _: result, ["--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"a": "é"}
    assert run(lambda _: result, []) == 1
    assert capsys.readouterr().out == "le texte\n"


def test_what_a_library_prints_goes_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with stdout_for_the_result():
        print("par Python")
        os.write(1, b"par une bibliotheque compilee\n")
    print("le résultat", flush=True)
    out, err = capfd.readouterr()
    assert out == "le résultat\n"
    assert "par Python" in err
    assert "par une bibliotheque compilee" in err


def test_stdout_comes_back_after_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="boum"), stdout_for_the_result():
        raise ValueError("boum")
    os.write(1, b"ensuite\n")
    assert capfd.readouterr().out == "ensuite\n"


def test_a_reader_that_closes_the_pipe_is_no_failure() -> None:
    code = (
        "import sys; from assistant.cli_run import Result, run;sys.exit(run(lambda _: Result({}, 'x' * 1_000_000), []))"
    )
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    program.stdout.close()
    _, err = program.communicate(timeout=60)
    assert err == b""


SHOW = "import sys; from assistant.cli_run import Result, run; sys.exit(run(lambda _: Result({}, 'texte'), []))"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_is_one_clear_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", SHOW], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1, "Le résultat n'a pas pu être écrit (plus de place sur le disque).\n",
    )  # fmt: skip


def test_a_closed_stdout_is_no_failure() -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" >&-', sys.executable, SHOW], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_utf8_still_gets_json(capfd: pytest.CaptureFixture[str]) -> None:
    code = "from assistant.cli_run import Result, run; run(lambda _: Result({'a': 'é œ'}, 'é œ'), ['--json'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )
    assert json.loads(done.stdout.decode("ascii")) == {"a": "é œ"}
