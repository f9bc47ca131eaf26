"""The options of ``assistant eval``, with their help in French and what checks them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import cli_parsing
from eval.metrics.ranking import DEPTH


def share(text: str) -> float:
    """A number from 0 to less than 1, with a comma or a dot."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1:
        raise typer.BadParameter(f"« {text} » : une part de 0 à moins de 1 est attendue, par exemple 0,1.")
    return value


def rank(text: str) -> int:
    """A rank at which retrieval is looked at."""
    return cli_parsing.positive_number(text, limit=DEPTH)


def half(text: str) -> str:
    """A half of the queries of retrieval sets."""
    if text not in {"tune", "report", "all"}:
        raise typer.BadParameter(f"« {text} » : tune, report ou all est attendu.")
    return text


def _path(name: str, metavar: str, text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar=metavar, parser=cli_parsing.path, help=text)
    return option


def _argument(metavar: str, text: str) -> typer.models.ArgumentInfo:
    argument: typer.models.ArgumentInfo = typer.Argument(metavar=metavar, parser=cli_parsing.path, help=text)
    return argument


Out = Annotated[Path | None, _path("--out", "DOSSIER", "Garder la mesure et son rapport ici.")]
Cache = Annotated[Path | None, _path("--cache", "DOSSIER", "Dossier des vecteurs et des index gardés.")]
Gate = Annotated[Path | None, _path("--gate", "FICHIER", "Planchers à tenir (TOML) ; sinon sortie 1.")]

Sets = Annotated[list[Path] | None, _argument("JEU…", "Dossiers de jeux de recherche.")]
Pool = Annotated[bool, typer.Option("--pool", help="Mesurer aussi tous les jeux dans un même fonds.")]
Ablation = Annotated[bool, typer.Option("--ablation", help="Mesurer aussi la recherche sans chacune de ses parties.")]
Half = Annotated[
    str,
    typer.Option(
        "--half", metavar="tune|report|all", parser=half, show_default=False, help="Moitié des questions (all)."
    ),
]
Ranks = Annotated[
    list[int] | None,
    typer.Option("--k", metavar="N", parser=rank, help="Rappel et succès à ce rang aussi, de 1 à 20 ; répétable."),
]

Questions = Annotated[Path | None, _argument("QUESTIONS", "Fichier de questions (JSONL).")]
Corpus = Annotated[Path | None, _path("--corpus", "DOSSIER", "Documents à lire (corpus).")]
Answerer = Annotated[
    str | None,
    typer.Option(metavar="NOM", help="extractive, ou un modèle (openai:nom) ; par défaut celui des réglages."),
]
Answers = Annotated[Path | None, _path("--answers", "FICHIER", "Juger ces réponses (JSONL) sans les demander.")]
Calibrate = Annotated[Path | None, _path("--calibrate", "FICHIER", "Questions sur lesquelles choisir le seuil.")]
MaxRisk = Annotated[
    float | None,
    typer.Option(metavar="PART", parser=share, help="Part de réponses fausses admise par ce seuil (0,1)."),
]
Entailment = Annotated[
    str, typer.Option(metavar="NOM", show_default=False, help="Qui juge les citations : rules, ou nli:modèle (rules).")
]
Judge = Annotated[
    str | None, typer.Option(metavar="MODÈLE", help="Modèle qui juge aussi les réponses, par exemple openai:nom.")
]
Labels = Annotated[Path | None, _path("--labels", "FICHIER", "Notes données à la main, comparées au juge.")]

Before = Annotated[Path | None, _argument("AVANT", "Dossier de la première mesure.")]
After = Annotated[Path | None, _argument("APRÈS", "Dossier de la seconde.")]
Page = Annotated[Path | None, _path("--out", "DOSSIER", "Écrire la page comparison.html ici.")]
