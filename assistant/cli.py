"""The commands: parse, call ``Assistant``, show. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant import (
    __version__,
    cli_export,
    cli_harvest,
    cli_output,
    cli_parsing,
    cli_report,
    cli_search,
    cli_text,
    cli_validated,
)
from assistant.cli_french import FrenchCommand, FrenchGroup
from assistant.cli_run import Result, progress_bar, run, show, spinner, stdout_for_the_result
from assistant.errors import MissingPathError, OperationError, UsageError
from assistant.models import Answer, Completed, Progress
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.service import Assistant

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Pose des questions à un fonds documentaire et donne des réponses citées, vérifiées dans les documents.",
)


@dataclass(frozen=True, slots=True)
class Common:
    """The options that stand before the command."""

    config: Path | None
    data_dir: Path | None
    on_assistant: cli_validated.OnAssistant


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 failed, 2 wrong use.

    Args:
        arguments: The words after the program's name; by default those of the process.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    return run(lambda given: app(list(given), prog_name="assistant", standalone_mode=False), words)


def open_assistant(settings: Settings, *, for_rebuild: bool = False) -> Assistant:
    """The assistant on its data folder; ``for_rebuild`` accepts an index that was made with another model."""
    from assistant.service import Assistant

    return Assistant.open(settings, for_rebuild=for_rebuild)


def _settings(context: typer.Context, **options: Any) -> Settings:
    """The settings, with the options that stand before the command and those of the command itself."""
    common: Common = context.obj
    return load_settings(common.config, {"data_dir": common.data_dir, **options})


def _on_assistant(
    context: typer.Context, work: Callable[[Assistant], Result], *, for_rebuild: bool = False, **options: Any
) -> Result:
    """Open the assistant with the command's options, do ``work`` with stdout kept for its result, close it."""
    settings = _settings(context, **options)
    with stdout_for_the_result(), closing(open_assistant(settings, for_rebuild=for_rebuild)) as assistant:
        return work(assistant)


def _printed_pages(assistant: Assistant, answer: Answer) -> dict[int, str]:
    """Page numbers as printed, by marker, where they differ from the physical ones."""
    documents = {c.document_id: assistant.document(c.document_id) for c in answer.citations}
    return {
        c.n: label
        for c in answer.citations
        if (document := documents[c.document_id]) and (label := document.printed_label(c.page))
    }


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"assistant {__version__}")
        raise typer.Exit


Json = Annotated[bool, typer.Option("--json", help="Écrire un objet JSON, et rien d'autre, sur la sortie standard.")]
Question = Annotated[str, typer.Argument(metavar="QUESTION", help="La question, entre guillemets.", show_default=False)]
K = Annotated[
    int | None,
    typer.Option("--k", metavar="N", parser=cli_parsing.positive_number, help="Nombre de passages, de 1 à 100."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", parser=cli_parsing.first_day, help="Documents datés de ce jour ou après."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", parser=cli_parsing.last_day, help="Documents datés de ce jour ou avant."),
]
Descriptors = Annotated[
    list[str] | None,
    typer.Option("--descriptor", metavar="TERME", help="Descripteur ; peut être répété (l'un ou l'autre)."),
]
Authors = Annotated[
    list[str] | None, typer.Option("--author", metavar="NOM", help="Auteur ; peut être répété (l'un ou l'autre).")
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="notice|pdf", parser=cli_parsing.kind, help="Sorte de document ; peut être répété."),
]
NoConditions = Annotated[
    bool,
    typer.Option("--no-conditions", help="Ne pas lire de conditions (dates, auteurs…) dans la question."),
]


Export = Annotated[
    Path | None,
    typer.Option(metavar="FICHIER", parser=cli_parsing.path, help="Écrire aussi la réponse et ses sources."),
]
Force = Annotated[bool, typer.Option("--force", help="Remplacer le fichier de --export s'il existe.")]


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
    context.obj = Common(config, data_dir, _on_assistant)


@app.command(cls=FrenchCommand)
def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CHEMIN", parser=cli_parsing.path, help="Dossiers ou fichiers à lire."),
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Refaire les index de tous les documents.")] = False,
    ocr: Annotated[
        str | None,
        typer.Option(metavar="auto|never|always", help="Pages lues sur leur image : sans texte, aucune ou toutes."),
    ] = None,
    as_json: Json = False,
) -> Result:
    """Lit des notices, des exports de catalogue et des PDF, et les ajoute au fonds.

    Sans CHEMIN, relit les dossiers déjà connus (la première fois, le fonds d'exemple « corpus »). Un fichier inchangé
    n'est pas relu ; un fichier changé remplace l'ancien ; un fichier retiré d'un dossier est retiré du fonds. D'un
    export, seules les notices changées sont réécrites. Le rapport reste dans le dossier de données.
    """
    for path in paths or ():
        if not path.exists():
            raise MissingPathError(f"Fichier ou dossier introuvable : {path}. Vérifiez le chemin.")

    def work(assistant: Assistant) -> Result:
        with progress_bar("Lecture") as progress:
            report = assistant.ingest(paths or None, rebuild=rebuild, progress=progress)
        as_data, page = cli_report.write_report(report, assistant.settings.data_dir, datetime.now().astimezone())
        shown = {**cli_output.ingest_json(report), "report": {"json": str(as_data), "html": str(page)}}
        text = f"{cli_text.ingest_text(report)}\nRapport : {page} (et {as_data.name})"
        return Result(shown, text, int(report.refused))

    return _on_assistant(context, work, for_rebuild=rebuild, ocr=ocr)


@app.command(cls=FrenchCommand)
def harvest(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="Adresse du serveur OAI-PMH.", show_default=False)] = "",
    set_name: Annotated[
        str | None, typer.Option("--set", metavar="NOM", help="Un ensemble du portail (setSpec).")
    ] = None,
    date_from: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", parser=cli_parsing.first_day, help="Notices modifiées ce jour ou après."
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Tout relister, et retirer ce qui ne l'est plus.")] = False,
    no_attachments: Annotated[
        bool, typer.Option("--no-attachments", help="Ne pas télécharger les fichiers joints.")
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="MACHINE", help="Autre serveur d'où télécharger des fichiers ; peut être répété."),
    ] = None,
    as_json: Json = False,
) -> Result:
    """Moissonne un portail en OAI-PMH, puis lit ce qui en vient.

    Sans --from, reprend depuis la dernière moisson complète. Une moisson interrompue reprend où elle en était. DATE
    s'écrit AAAA, AAAA-MM ou AAAA-MM-JJ.
    """
    from assistant.harvest import run as harvesting

    request = harvesting.Request(url, set_name, date_from, full, not no_attachments, tuple(allow_host or ()))
    harvesting.check(request)

    def work(assistant: Assistant) -> Result:
        with progress_bar("Moisson") as progress:
            report = harvesting.harvest(request, assistant.settings, progress)
        with progress_bar("Lecture") as progress:
            ingested = assistant.ingest([report.folder], progress=progress)
        failed = int(not report.complete or bool(ingested.refused))
        return Result(cli_harvest.harvest_json(report, ingested), cli_harvest.harvest_text(report, ingested), failed)

    return _on_assistant(context, work)


@app.command(cls=FrenchCommand)
def search(
    context: typer.Context,
    question: Question = "",
    k: K = None,
    date_from: From = None,
    date_to: To = None,
    descriptor: Descriptors = None,
    author: Authors = None,
    kind: Kinds = None,
    no_conditions: NoConditions = False,
    facets: Annotated[
        bool, typer.Option("--facets", help="Compter les documents trouvés par descripteur, année, auteur et type.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Dire pourquoi chaque passage est là.")] = False,
    as_json: Json = False,
) -> Result:
    """Cherche les passages les plus proches d'une question.

    DATE s'écrit AAAA, AAAA-MM ou AAAA-MM-JJ. Les conditions que la question met sur des documents (« les notices de
    2023 ») filtrent comme les options, qui passent avant elles.
    """
    asked = cli_parsing.question(question)
    filters = cli_parsing.filters(date_from, date_to, descriptor or (), author or (), kind or ())

    def work(assistant: Assistant) -> Result:
        with spinner("Recherche…"):
            found = assistant.search(asked, k=k, filters=filters, conditions=not no_conditions)
            works = assistant.browse(asked, filters, conditions=not no_conditions) if facets else None
        parts = [
            cli_search.conditions_text(found.conditions),
            cli_text.search_text(found),
            cli_search.facets_text(works.facets, len(works.works)) if works else "",
            cli_search.explain_text(found) if explain else "",
        ]
        shown = cli_output.search_json(found, works.facets if works else None, explained=explain)
        return Result(shown, "\n\n".join(filter(None, parts)))

    return _on_assistant(context, work)


@app.command(cls=FrenchCommand)
def ask(
    context: typer.Context,
    question: Question = "",
    date_from: From = None,
    date_to: To = None,
    descriptor: Descriptors = None,
    author: Authors = None,
    kind: Kinds = None,
    history: Annotated[
        Path | None,
        typer.Option(
            metavar="FICHIER", parser=cli_parsing.path, help="Conversation qui précède : tableau JSON de messages."
        ),
    ] = None,
    no_conditions: NoConditions = False,
    export: Export = None,
    force: Force = False,
    as_json: Json = False,
) -> Result:
    """Répond à une question par des phrases citées, ou dit que le fonds ne répond pas.

    DATE s'écrit AAAA, AAAA-MM ou AAAA-MM-JJ. Une conversation est un tableau JSON de {"role", "content"}, le plus
    ancien message d'abord. Une question sur le catalogue (« combien de notices sur l'apprentissage depuis 2022 ? ») a
    sa réponse dans les métadonnées.

    --export écrit aussi la réponse et ses sources dans un fichier, au format que dit son suffixe : .md, .docx, .odt,
    .ris, .bib ou .txt. Un fichier qui existe n'est remplacé qu'avec --force.
    """
    if export:
        cli_export.check(export, force=force)
    asked = cli_parsing.question(question)
    filters = cli_parsing.filters(date_from, date_to, descriptor or (), author or (), kind or ())
    turns = cli_parsing.read_history(history)

    def work(assistant: Assistant) -> Result:
        answer: Answer | None = None
        with spinner("Recherche…") as say:
            for event in assistant.stream(asked, turns, filters, conditions=not no_conditions):
                if isinstance(event, Progress):
                    say(event.message)
                elif isinstance(event, Completed):
                    answer = event.answer
        if answer is None:
            raise OperationError("La réponse s'est arrêtée avant sa fin. Posez de nouveau la question.")
        told = cli_text.answer_text(answer, _printed_pages(assistant, answer))
        read = cli_search.conditions_text(answer.conditions)
        done = cli_export.write(assistant, answer, export, force=force) if export else True
        return Result(cli_output.answer_json(answer), f"{read}\n\n{told}" if read else told, int(not done))

    return _on_assistant(context, work)


@app.command(
    "eval",
    cls=FrenchCommand,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def evaluate(context: typer.Context) -> Any:
    """Mesure la recherche et les réponses, et compare deux mesures."""
    from eval import cli as evaluation  # the one place of the assistant that knows the evaluation

    return evaluation.app(context.args, prog_name="assistant eval", standalone_mode=False, obj=context.obj)


@app.command(cls=FrenchCommand)
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

    settings = _settings(context, host=host, port=port)

    with stdout_for_the_result() as given_back:

        def announce(url: str) -> None:
            with given_back():
                show(Result({"url": url}, f"Assistant documentaire : {url} (Ctrl+C pour arrêter)"), as_json)

        with closing(open_assistant(settings)) as assistant:
            threading.Thread(target=assistant.warm, daemon=True).start()
            launch(assistant, settings.host, settings.port, announce)


app.add_typer(cli_validated.app, name="validated")


@app.command(cls=FrenchCommand)
def status(context: typer.Context, as_json: Json = False) -> Result:
    """Montre le fonds, les index, et chaque réglage avec sa provenance."""
    from assistant.overview import read_overview

    settings = _settings(context)
    with stdout_for_the_result():
        state = cli_output.status_json(settings, read_overview(settings.data_dir))
    return Result(state, cli_text.status_text(state))


@app.command(cls=FrenchCommand)
def remove(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="ID|FICHIER", help="Identifiant ou fichier.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> Result:
    """Retire un document du fonds ; son fichier n'est pas touché.

    Il reviendra si son dossier est relu : retirez aussi le fichier du dossier.
    """
    if not document.strip():
        raise UsageError(
            "Il manque le document à retirer : son identifiant ou son fichier (voir « assistant status »)."
        )

    def work(assistant: Assistant) -> Result:
        report = assistant.remove(document.strip())
        return Result(cli_output.file_json(report), cli_text.file_text(report))

    return _on_assistant(context, work)
