"""The options that several commands share, with their help in French and what reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import cli_parsing

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
