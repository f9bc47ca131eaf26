"""``assistant search`` and ``assistant ask``: questions put to the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import cli_export, cli_output, cli_parsing, cli_search, cli_text
from assistant.cli_options import (
    Authors,
    Descriptors,
    Export,
    Force,
    From,
    Json,
    K,
    Kinds,
    NoConditions,
    Question,
    To,
)
from assistant.cli_run import Result, spinner
from assistant.cli_session import on_assistant
from assistant.errors import OperationError
from assistant.models import Answer, Completed, Progress

if TYPE_CHECKING:
    from assistant.service import Assistant


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

    return on_assistant(context, work)


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

    return on_assistant(context, work)


def _printed_pages(assistant: Assistant, answer: Answer) -> dict[int, str]:
    """Page numbers as printed, by marker, where they differ from the physical ones."""
    documents = {c.document_id: assistant.document(c.document_id) for c in answer.citations}
    return {
        c.n: label
        for c in answer.citations
        if (document := documents[c.document_id]) and (label := document.printed_label(c.page))
    }
