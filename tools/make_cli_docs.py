"""Write ``docs/cli.md`` from the help of the commands; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import difflib
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

os.environ["COLUMNS"] = "80"

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import typer  # noqa: E402  # the width of the help is set above

from assistant import cli  # noqa: E402
from eval import cli as evaluation  # noqa: E402

PAGE = ROOT / "docs" / "cli.md"
HEAD = """# Commands

Written from the help of the commands by `make docs`; do not edit by hand. The help is in French, for the staff who
use it.

Exit codes: 0 done (an abstention included), 1 what was asked could not be done (locked index, model not loadable,
index made with another model, a refused file), 2 wrong use (unknown option, empty question, unknown setting or bad
value, missing path).

With `--json`, standard output holds one JSON object and nothing else; an error is `{"error": {"code", "message"}}`.
Everything else goes to standard error. `ASSISTANT_DEBUG=1` adds the traceback of an error.

`search --json` and `ask --json` hold `conditions`, what was read in the question as conditions on documents:
`[{"field", "value", "words", "label", "applied"}]`. `field` is `date`, `descriptor`, `author`, `kind` or `recent` (the
newest are preferred, nothing is left out); the `value` of a date is an ISO 8601 interval (`2022-01-01/..`); `words` are
those typed, `label` the same in French; `applied` is false for a condition that left no document and was dropped. A
condition filters only where the question speaks of documents (« les notices de 2023 »), and an option of the same field
wins over it. `--no-conditions` reads none.

`ask --json` holds `listing`, null unless the question is about the catalogue itself: `{"counted": "works" | "notices" |
"pdfs", "total", "criteria", "documents": [{"document_id", "work_id", "kind", "title", "date", "authors", "reference",
"file", "url", "n"}], "at_least"}`. A work is a notice and its PDFs; `n` is the marker of the citation of the first
ones; `at_least` is true when more may fit than were counted.

`ask --json` holds `validated`, null unless a documentalist validated or wrote the answer: `{"id", "by", "on",
"expires", "corrected"}`; `expires` is null for no end, `corrected` true when the text is a person's. `assistant
validated list --json` is `{"answers": [...]}`; each, like a line of an export, holds `{"id", "question",
"standalone_question", "filters", "answer", "sentences", "citations", "by", "on", "expires", "corrected", "note",
"state", "reason", "detail", "withdrawn_at", "history"}`; `state` is `valid` or `withdrawn`, `reason` null, `changed`,
`gone`, `expired`, `replaced` or `by_hand`. `status --json` counts them: `"validated": {"valid", "withdrawn"}`.

`search --json` holds `facets` with `--facets` and `explain` with `--explain`, null otherwise. `facets` counts works:
`{"descriptors", "years", "authors", "kinds"}`, each `[{"value", "label", "count"}]`. `explain` is `{"query": {"text",
"filters", "expansions": [{"origin", "shown", "source", "weight"}], "recent", "conditions"}, "hits": [{"rank",
"passage_id", "signals": [{"name", "label", "score", "rank"}]}]}`; the rank of a signal is among the passages shown.
"""


def help_of(*words: str) -> str:
    shown = StringIO()
    with redirect_stdout(shown):
        cli.main([*words, "--help"])
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


def names_of(app: typer.Typer) -> list[str]:
    return [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


def page() -> str:
    groups = [("eval", evaluation.app), *((one.name or "", one.typer_instance) for one in cli.app.registered_groups)]
    within = ((group, name) for group, app in groups if app for name in names_of(app))
    commands = [(), *((name,) for name in names_of(cli.app)), *within]
    sections = [f"## {' '.join(('assistant', *words))}\n\n```text\n{help_of(*words)}\n```" for words in commands]
    return "\n\n".join([HEAD.strip(), *sections]) + "\n"


def main() -> int:
    wanted = page()
    if "--check" not in sys.argv:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    present = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    sys.stderr.writelines(difflib.unified_diff(present.splitlines(True), wanted.splitlines(True), "present", "wanted"))
    return int(present != wanted)


if __name__ == "__main__":
    sys.exit(main())
