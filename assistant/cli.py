"""The command line: its commands in the order of the help, each in the module of its subject.

Heavy libraries are imported by the command that needs them.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import __version__, cli_asking, cli_corpus, cli_parsing, cli_session, cli_validated
from assistant.cli_french import FrenchCommand, FrenchGroup
from assistant.cli_options import Json
from assistant.cli_run import Result, run, show, stdout_for_the_result

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Pose des questions à un fonds documentaire et donne des réponses citées, vérifiées dans les documents.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 failed, 2 wrong use.

    Args:
        arguments: The words after the program's name; by default those of the process.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    return run(lambda given: app(list(given), prog_name="assistant", standalone_mode=False), words)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"assistant {__version__}")
        raise typer.Exit


@app.callback()
def common_options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(metavar="FICHIER", parser=cli_parsing.path, help="Fichier de réglages (TOML).")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(metavar="DOSSIER", parser=cli_parsing.path, help="Dossier du catalogue et des index.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Montrer la version.")
    ] = False,
) -> None:
    """Keep the options that stand before the command."""
    context.obj = cli_session.Common(config, data_dir)


def evaluate(context: typer.Context) -> Any:
    """Mesure la recherche et les réponses, et compare deux mesures."""
    from eval import cli as evaluation  # the one place of the assistant that knows the evaluation

    return evaluation.app(context.args, prog_name="assistant eval", standalone_mode=False, obj=context.obj)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="ADRESSE", help="Adresse d'écoute (127.0.0.1).")] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", parser=cli_parsing.port_number, help="Port (7860), ou le suivant libre."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Ouvre la page de conversation et écrit son adresse."""
    from assistant.ui.app import launch

    settings = cli_session.settings_of(context, host=host, port=port)

    with stdout_for_the_result() as given_back:

        def announce(url: str) -> None:
            with given_back():
                show(Result({"url": url}, f"Assistant documentaire : {url} (Ctrl+C pour arrêter)"), as_json)

        with closing(cli_session.open_assistant(settings)) as assistant:
            threading.Thread(target=assistant.warm, daemon=True).start()
            launch(assistant, settings.host, settings.port, announce)


app.command(cls=FrenchCommand)(cli_corpus.ingest)
app.command(cls=FrenchCommand)(cli_corpus.harvest)
app.command(cls=FrenchCommand)(cli_asking.search)
app.command(cls=FrenchCommand)(cli_asking.ask)
app.command(
    "eval",
    cls=FrenchCommand,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)(evaluate)
app.command(cls=FrenchCommand)(serve)
app.command(cls=FrenchCommand)(cli_corpus.status)
app.command(cls=FrenchCommand)(cli_corpus.remove)
app.add_typer(cli_validated.app, name="validated")
