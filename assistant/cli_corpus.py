"""``assistant ingest``, ``harvest``, ``status`` and ``remove``: what the corpus is made of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import cli_harvest, cli_output, cli_parsing, cli_report, cli_text
from assistant.cli_options import Json
from assistant.cli_run import Result, progress_bar, stdout_for_the_result
from assistant.cli_session import on_assistant, settings_of
from assistant.errors import MissingPathError, UsageError

if TYPE_CHECKING:
    from assistant.service import Assistant


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

    return on_assistant(context, work, for_rebuild=rebuild, ocr=ocr)


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

    return on_assistant(context, work)


def status(context: typer.Context, as_json: Json = False) -> Result:
    """Montre le fonds, les index, et chaque réglage avec sa provenance."""
    from assistant.overview import read_overview

    settings = settings_of(context)
    with stdout_for_the_result():
        state = cli_output.status_json(settings, read_overview(settings.data_dir))
    return Result(state, cli_text.status_text(state))


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

    return on_assistant(context, work)
