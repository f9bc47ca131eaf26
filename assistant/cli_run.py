"""Running a command: one result on stdout, everything else on stderr, one French line when it fails."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from typer import Abort, TyperException

from assistant.cli_french import usage_message
from assistant.cli_output import dump, error_json
from assistant.errors import AssistantError, os_reason

DEBUG = "ASSISTANT_DEBUG"
"""Environment variable that shows tracebacks and the libraries' warnings."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells give it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command gives: the JSON object, the same for a reader, and the exit code."""

    json: dict[str, Any]
    text: str
    exit_code: int = 0


def run(command: Callable[[Sequence[str]], Any], arguments: Sequence[str]) -> int:
    """Run ``command`` on ``arguments``, print its result or its error, and return the exit code.

    An ``AssistantError`` is told in its own words; anything else is a defect, told in one line, with the way to
    see the traceback.
    """
    if sys.stdout is None:  # started with stdout closed
        _forget_stdout()
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    as_json = "--json" in _before_separator(arguments)
    debug = bool(os.environ.get(DEBUG))
    if not debug:
        warnings.simplefilter("ignore")
    try:
        outcome = command(arguments)
    except AssistantError as error:
        return _fail(error.code, str(error), error.exit_code, as_json, debug)
    except TyperException as error:
        return _fail("usage", usage_message(error), 2, as_json, debug)
    except (KeyboardInterrupt, Abort):
        return _fail("interrupted", "Interrompu.", INTERRUPTED, as_json, debug)
    except BrokenPipeError:
        _forget_stdout()
        return 1
    except Exception as error:  # noqa: BLE001  # the last line of defence: staff never see a traceback unless they ask
        reason = " ".join(str(error).split()) or "sans message"
        message = f"Erreur imprévue : {type(error).__name__} ({reason[:300]}). {DEBUG}=1 montre où."
        return _fail("unexpected", message, 1, as_json, debug)
    if isinstance(outcome, Result):
        return show(outcome, as_json)
    if outcome == INTERRUPTED:  # typer turns Ctrl-C into this number
        return _fail("interrupted", "Interrompu.", INTERRUPTED, as_json, debug)
    return outcome if isinstance(outcome, int) else 0


def show(result: Result, as_json: bool) -> int:
    """Print a result, and return its exit code."""
    text = dump(result.json, ascii_only=not _utf8()) if as_json else result.text
    return _print(text, result.exit_code)


@contextlib.contextmanager
def stdout_for_the_result() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Send to stderr whatever is written to stdout meanwhile, by Python or by a compiled library.

    Yields what gives stdout back for the time of a block, for a command that shows its result before it ends.
    """
    stdout = sys.stdout
    stdout.flush()
    saved = os.dup(1)

    @contextlib.contextmanager
    def given_back() -> Iterator[None]:
        os.dup2(saved, 1)
        try:
            with contextlib.redirect_stdout(stdout):
                yield
        finally:
            os.dup2(2, 1)

    os.dup2(2, 1)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield given_back
    finally:
        os.dup2(saved, 1)
        os.close(saved)


@contextlib.contextmanager
def progress_bar(label: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on stderr: gives the function to call with what is being done, how much is done and of how much.

    Without a terminal there is no bar and the function is None.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(label, total=None)

        def advance(current: str, done: int, total: int) -> None:
            progress.update(task, description=f"{label} {current[-50:]}", completed=done, total=total)

        yield advance


@contextlib.contextmanager
def spinner(label: str) -> Iterator[Callable[[str], None]]:
    """A line on stderr that says what is being done; silent without a terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(Text(label)) as status:
        yield lambda message: status.update(Text(message))


def _before_separator(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments that can be options: those before ``--``."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _fail(code: str, message: str, exit_code: int, as_json: bool, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print(" ".join(message.split()), file=sys.stderr)  # noqa: T201  # messages go to stderr
    if as_json:
        return _print(dump(error_json(code, message), ascii_only=not _utf8()), exit_code)
    return exit_code


def _print(text: str, exit_code: int) -> int:
    """Print the result. A reader that closed the pipe (``| head``) is no failure; a full disk is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        print(text, flush=True)  # noqa: T201  # the result
    except BrokenPipeError:
        _forget_stdout()
    except OSError as error:
        _forget_stdout()
        print(f"Le résultat n'a pas pu être écrit ({os_reason(error)}).", file=sys.stderr)  # noqa: T201  # a message
        return 1
    return exit_code


def _utf8() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"


def _forget_stdout() -> None:
    """Point stdout at nothing, so that Python does not complain of the closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
