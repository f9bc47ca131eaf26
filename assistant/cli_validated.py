"""``assistant validated``: the answers that documentalists validated or corrected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import BadParameter

from assistant import cli_parsing
from assistant.cli_french import FrenchCommand, FrenchGroup
from assistant.cli_options import Json
from assistant.cli_run import Result, spinner
from assistant.cli_session import on_assistant
from assistant.cli_text import printable
from assistant.errors import MissingPathError, OperationError, UsageError, os_reason
from assistant.models import ValidatedAnswer, Validation
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.service import Assistant

app = typer.Typer(
    cls=FrenchGroup, rich_markup_mode=None, help="Les réponses validées ou corrigées par des documentalistes."
)

STATES = {"valid": "donnée", "withdrawn": "retirée"}
_STANDARD_INPUT = "-"


def _number(text: str) -> int:
    return cli_parsing.positive_number(text, limit=10**9)


def _state(text: str) -> str:
    if text not in STATES:
        raise BadParameter(f"« {text} » ; attendu {' ou '.join(STATES)}.")
    return text


By = Annotated[str, typer.Option("--by", metavar="NOM", help="Qui le fait.")]
Number = Annotated[
    int, typer.Argument(metavar="N°", parser=_number, help="Numéro donné par « list ».", show_default=False)
]
Expires = Annotated[
    str | None,
    typer.Option(metavar="DATE|jamais", help="Dernier jour (AAAA-MM-JJ) ; par défaut, celui de validated_days."),
]
File = Annotated[
    Path, typer.Argument(metavar="FICHIER", parser=cli_parsing.path, help="Une réponse par ligne, en JSON.")
]


@app.command("list", cls=FrenchCommand)
def list_answers(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option(metavar="valid|withdrawn", parser=_state, help="Seulement celles qui sont ainsi.")
    ] = None,
    as_json: Json = False,
) -> Result:
    """Montre les réponses validées, la plus récente d'abord, et retire celles qui ne tiennent plus."""

    def work(assistant: Assistant) -> Result:
        from assistant.validation.exchange import as_json as object_of

        found = [one for one in assistant.validated.all() if state in (None, one.state)]
        text = "\n\n".join(map(_told, found)) if found else "Aucune réponse validée."
        return Result({"answers": [object_of(one) for one in found]}, printable(text))

    return on_assistant(context, work)


@app.command(cls=FrenchCommand)
def add(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="La question.", show_default=False)] = "",
    by: By = "",
    as_is: Annotated[bool, typer.Option("--as-is", help="Valider la réponse de l'assistant telle quelle.")] = False,
    text: Annotated[
        str, typer.Option(metavar="FICHIER|-", help="La réponse corrigée, avec des repères comme [1] ; - : à taper.")
    ] = "",
    cite: Annotated[
        list[str] | None,
        typer.Option(metavar="'FICHIER | PAGE | EXTRAIT'", help="Source de plus, numérotée à la suite ; répétable."),
    ] = None,
    expires: Expires = None,
    note: Annotated[str, typer.Option(metavar="TEXTE", help="Pour les autres documentalistes.")] = "",
    as_json: Json = False,
) -> Result:
    """Pose une question, et valide la réponse de l'assistant ou celle que vous donnez à sa place.

    Les repères [1], [2]… d'une réponse corrigée sont ceux des sources de la réponse de l'assistant, puis de --cite.
    """
    asked = cli_parsing.question(question)
    if as_is == bool(text):
        raise UsageError("Choisissez : --as-is pour valider la réponse de l'assistant, ou --text pour la vôtre.")
    if as_is and cite:
        raise UsageError("--cite va avec --text : une réponse validée telle quelle garde ses sources.")
    written = _read(text) if text else None

    def work(assistant: Assistant) -> Result:
        with spinner("Recherche…"):
            answer = assistant.ask(asked, validated=False)
        given = Validation(written, tuple(cite or ()), expires, note)
        return _one(assistant.validated.validate(answer, by, given))

    return on_assistant(context, work)


@app.command(cls=FrenchCommand)
def withdraw(
    context: typer.Context,
    number: Number,
    by: By = "",
    reason: Annotated[str, typer.Option(metavar="TEXTE", help="Pourquoi.")] = "",
    as_json: Json = False,
) -> Result:
    """Retire une réponse validée ; ce qui s'est retiré de soi-même cesse d'être signalé."""
    return on_assistant(context, lambda assistant: _one(assistant.validated.withdraw(number, by, reason)))


@app.command(cls=FrenchCommand)
def renew(
    context: typer.Context, number: Number, by: By = "", expires: Expires = None, as_json: Json = False
) -> Result:
    """Donne de nouveau une réponse, à compter d'aujourd'hui, si ses extraits sont toujours dans le fonds."""
    return on_assistant(context, lambda assistant: _one(assistant.validated.renew(number, by, expires)))


@app.command(cls=FrenchCommand)
def export(context: typer.Context, file: File, as_json: Json = False) -> Result:
    """Écrit toutes les réponses validées, leur historique compris, dans un fichier (JSON Lines)."""

    def work(assistant: Assistant) -> Result:
        from assistant.validation.exchange import as_line

        lines = [as_line(one) + "\n" for one in reversed(assistant.validated.all())]
        try:
            file.write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            raise OperationError(f"Écriture impossible : {file} ({os_reason(error)}).") from error
        return Result({"file": str(file), "exported": len(lines)}, f"{_count(len(lines), 'exportée')} : {file}")

    return on_assistant(context, work)


@app.command("import", cls=FrenchCommand)
def import_answers(context: typer.Context, file: File, by: By = "", as_json: Json = False) -> Result:
    """Ajoute les réponses validées d'un fichier écrit par « export ».

    Rien n'est ajouté si une ligne est mal formée. Ce qui est déjà là, ou dont la question a déjà une réponse validée,
    est laissé. Une réponse dont le fonds n'a pas les documents est retirée quand sa question est posée.
    """
    if not file.is_file():
        raise MissingPathError(f"Fichier introuvable : {file}. Vérifiez le chemin.")

    def work(assistant: Assistant) -> Result:
        done = assistant.validated.bring(_read(str(file)).splitlines(), by)
        told = f"{_count(done.added, 'ajoutée')}, {done.present} déjà là ou remplacées ici."
        return Result({"added": done.added, "present": done.present}, told)

    return on_assistant(context, work)


def _read(path: str) -> str:
    """A text from a file, or from standard input."""
    try:
        if path == _STANDARD_INPUT:
            return sys.stdin.read()
        return cli_parsing.path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MissingPathError(f"Fichier introuvable : {path}. Vérifiez le chemin.") from None
    except OSError as error:
        raise UsageError(f"Fichier illisible : {path} ({os_reason(error)}).") from None
    except UnicodeDecodeError:
        raise UsageError(f"Fichier illisible : {path} n'est pas un texte en UTF-8.") from None


def _one(answer: ValidatedAnswer) -> Result:
    from assistant.validation.exchange import as_json as object_of

    shown: dict[str, Any] = object_of(answer)
    return Result(shown, printable(_told(answer)))


def _told(answer: ValidatedAnswer) -> str:
    who = answer.validated
    until = f", jusqu'au {who.expires}" if who.expires else ", sans date de fin"
    lines = [
        f"n° {answer.id}  {STATES[answer.state]}  « {one_line(answer.standalone)} »",
        f"  {'corrigée' if who.corrected else 'validée'} par {who.by} le {who.on}{until}",
        *(f"  {line}" for line in answer.text.splitlines()),
        *(f"  [{one.n}] {one_line(one.title)} ({one.file}, p. {one.page})" for one in answer.citations),
    ]
    if answer.note:
        lines.append(f"  note : {answer.note}")
    if answer.detail:
        lines.append(f"  {answer.detail}")
    return "\n".join(lines)


def _count(number: int, participle: str) -> str:
    plural = "s" * (number > 1)
    return f"{number} réponse{plural} {participle}{plural}"
