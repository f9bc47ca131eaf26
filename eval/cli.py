"""``assistant eval``: parse, call, write the run, show. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant import cli_parsing
from assistant.cli_french import FrenchCommand, FrenchGroup
from assistant.cli_run import Result, progress_bar, stdout_for_the_result
from assistant.errors import UsageError
from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.settings import Settings
    from eval.judge.judge import Judge
    from eval.runs import AnswersRun, RetrievalRun

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Mesure la recherche et les réponses, et compare deux mesures.",
)

MAX_RISK = 0.1

Json = Annotated[bool, typer.Option("--json", help="Écrire un objet JSON, et rien d'autre, sur la sortie standard.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DOSSIER", parser=cli_parsing.path, help="Garder la mesure et son rapport ici."),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache", metavar="DOSSIER", parser=cli_parsing.path, help="Dossier des vecteurs et des index gardés."
    ),
]
Gate = Annotated[
    Path | None,
    typer.Option(
        "--gate", metavar="FICHIER", parser=cli_parsing.path, help="Planchers à tenir (TOML) ; sinon sortie 1."
    ),
]


def _share(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1:
        raise typer.BadParameter(f"« {text} » : une part de 0 à 1 est attendue, par exemple 0,1.")
    return value


def _rank(text: str) -> int:
    return cli_parsing.positive_number(text, limit=20)


def _half(text: str) -> str:
    if text not in {"tune", "report", "all"}:
        raise typer.BadParameter(f"« {text} » : tune, report ou all est attendu.")
    return text


def _settings(context: typer.Context, **options: Any) -> Settings:
    common = context.obj
    return load_settings(common.config, {"data_dir": common.data_dir, **options})


@app.command(cls=FrenchCommand)
def retrieval(
    context: typer.Context,
    sets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="JEU…", parser=cli_parsing.path, help="Dossiers de jeux de recherche."),
    ] = None,
    pool: Annotated[bool, typer.Option("--pool", help="Mesurer aussi tous les jeux dans un même fonds.")] = False,
    half: Annotated[
        str,
        typer.Option(
            "--half", metavar="tune|report|all", parser=_half, show_default=False, help="Moitié des questions (all)."
        ),
    ] = "all",
    k: Annotated[
        list[int] | None,
        typer.Option("--k", metavar="N", parser=_rank, help="Rappel et succès à ce rang aussi, de 1 à 20 ; répétable."),
    ] = None,
    out: Out = None,
    cache: Cache = None,
    gate: Gate = None,
    as_json: Json = False,
) -> Result:
    """Mesure la recherche sur des jeux de passages et de questions.

    Un jeu est un dossier : passages.jsonl, queries.jsonl et, au besoin, unanswerable.jsonl et set.json.
    """
    from eval.cache import cache_folder
    from eval.configuration import configuration

    if not sets:
        raise UsageError("Il manque les jeux à mesurer : donnez un ou plusieurs dossiers.")
    floors = _load_gate(gate)
    settings = _settings(context)
    with stdout_for_the_result(), progress_bar("Mesure") as progress:
        from eval.retrieval.run import run_retrieval
        from eval.retrieval.text import retrieval_text
        from eval.runs import RetrievalRun, write_run

        found = run_retrieval(
            sets,
            pool=pool,
            half=half,
            settings=settings,
            cache=cache_folder(cache),
            cutoffs=k or (),
            progress=progress,
        )
        metrics = {**found.metrics, "config": {**found.metrics["config"], **configuration(settings)}}
        run = RetrievalRun(out or Path(), metrics, found.queries)
        if out is not None:
            from eval.report.retrieval_page import retrieval_page

            write_run(out, metrics, queries=found.queries)
            _write_page(out / "report.html", retrieval_page(run))
    return _gated(run, floors, metrics, retrieval_text(metrics) + _kept(out))


@app.command(cls=FrenchCommand)
def answers(
    context: typer.Context,
    questions: Annotated[
        Path | None, typer.Argument(metavar="QUESTIONS", parser=cli_parsing.path, help="Fichier de questions (JSONL).")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus",
            metavar="DOSSIER",
            parser=cli_parsing.path,
            help="Documents à lire (corpus).",
        ),
    ] = None,
    answerer: Annotated[
        str | None,
        typer.Option(metavar="NOM", help="extractive, ou un modèle (openai:nom) ; par défaut celui des réglages."),
    ] = None,
    answers_file: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FICHIER",
            parser=cli_parsing.path,
            help="Juger ces réponses (JSONL) sans les demander.",
        ),
    ] = None,
    calibrate: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", parser=cli_parsing.path, help="Questions sur lesquelles choisir le seuil."),
    ] = None,
    max_risk: Annotated[
        float | None,
        typer.Option(
            metavar="PART",
            parser=_share,
            show_default=False,
            help="Part de réponses fausses admise par ce seuil (0,1).",
        ),
    ] = None,
    entailment: Annotated[
        str,
        typer.Option(metavar="NOM", show_default=False, help="Qui juge les citations : rules, ou nli:modèle (rules)."),
    ] = "rules",
    judge: Annotated[
        str | None, typer.Option(metavar="MODÈLE", help="Modèle qui juge aussi les réponses, par exemple openai:nom.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", parser=cli_parsing.path, help="Notes données à la main, comparées au juge."),
    ] = None,
    out: Out = None,
    cache: Cache = None,
    gate: Gate = None,
    as_json: Json = False,
) -> Result:
    """Pose les questions d'un fichier et juge les réponses, les citations et les silences."""
    from eval.cache import cache_folder

    if questions is None:
        raise UsageError("Il manque le fichier de questions, par exemple eval/data/test.jsonl.")
    if labels is not None and judge is None:
        raise UsageError("--labels compare des notes à celles d'un juge : ajoutez --judge.")
    floors = _load_gate(gate)
    settings = _settings(context, chat_model=_chat_model(context, answerer))
    with stdout_for_the_result(), progress_bar("Mesure") as progress:
        from assistant.embeddings import load_encoder
        from eval.answers.run import Wanted, run_answers
        from eval.answers.text import answers_text
        from eval.runs import AnswersRun

        wanted = Wanted(
            questions=questions,
            corpus=corpus or Path("corpus"),
            cache=cache_folder(cache),
            answers=answers_file,
            calibrate=calibrate,
            max_risk=MAX_RISK if max_risk is None else max_risk,
            entailment=entailment,
            judge=_judge(settings, judge),
            labels=labels,
        )
        found = run_answers(wanted, settings, load_encoder(settings), progress)
        run = AnswersRun(out or Path(), found.metrics, found.given, {v.id: v for v in found.verdicts})
        if out is not None:
            from eval.answers.run import write_answers
            from eval.report.answers_page import answers_page

            write_answers(out, found)
            _write_page(out / "report.html", answers_page(run))
    result = _gated(run, floors, found.metrics, answers_text(run) + _kept(out))
    if found.judge_failure:
        return replace(result, text=f"{result.text}\n\n{found.judge_failure}", exit_code=1)
    return result


@app.command(cls=FrenchCommand)
def compare(
    run_a: Annotated[
        Path | None, typer.Argument(metavar="AVANT", parser=cli_parsing.path, help="Dossier de la première mesure.")
    ] = None,
    run_b: Annotated[
        Path | None, typer.Argument(metavar="APRÈS", parser=cli_parsing.path, help="Dossier de la seconde.")
    ] = None,
    gate: Gate = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DOSSIER", parser=cli_parsing.path, help="Écrire la page comparison.html ici."),
    ] = None,
    as_json: Json = False,
) -> Result:
    """Compare deux mesures des mêmes questions.

    Dit ce qui change, de combien, sur combien de questions, et si la différence est démontrée.

    Les planchers de --gate s'appliquent à la seconde mesure. Sans --out, la page est écrite dans son dossier.
    """
    if run_a is None or run_b is None:
        raise UsageError("Il manque les mesures à comparer : donnez deux dossiers écrits par --out.")
    floors = _load_gate(gate)
    with stdout_for_the_result():
        from eval.compare import compare as compare_runs
        from eval.compare import comparison_text
        from eval.report.comparison_page import comparison_page
        from eval.runs import load_run

        before, after = load_run(run_a), load_run(run_b)
        comparison = compare_runs(before, after)
        shown = comparison.json()
        page = (out or run_b) / "comparison.html"
        _write_page(page, comparison_page(shown, before, after))
        text = f"{comparison_text(comparison)}\n\nCôte à côte : {page}"
    return _gated(after, floors, shown, text)


def _chat_model(context: typer.Context, answerer: str | None) -> str | None:
    """The chat model that ``--answerer`` asks for: "" for none, None to leave that of the settings."""
    if answerer is None:
        return None
    if answerer == "extractive":
        return ""
    if answerer == "model":
        if _settings(context).chat_model is None:
            raise UsageError("--answerer model : aucun modèle dans les réglages (chat_model). Nommez-le : openai:nom.")
        return None
    if ":" not in answerer:
        raise UsageError(f"--answerer {answerer} : extractive, model, ou un modèle comme openai:nom est attendu.")
    return answerer


def _judge(settings: Settings, name: str | None) -> Judge | None:
    if name is None:
        return None
    from eval.judge.judge import load_judge

    return load_judge(settings.model_copy(update={"chat_model": name}))


def _load_gate(path: Path | None) -> Any:
    if path is None:
        return None
    from eval.gate import load_gate

    return load_gate(path)


def _gated(run: AnswersRun | RetrievalRun, floors: Any, shown: dict[str, Any], text: str) -> Result:
    """The result, with exit code 1 and the metrics named where a floor is not held."""
    if floors is None:
        return Result(shown, text)
    from eval.gate import check_gate, gate_text

    failures = check_gate(run, floors)
    told = {**shown, "gate": {"held": not failures, "failures": [failure.json() for failure in failures]}}
    return Result(told, f"{text}\n\n{gate_text(failures)}", int(bool(failures)))


def _kept(out: Path | None) -> str:
    return f"\n\nRapport : {out / 'report.html'}" if out is not None else ""


def _write_page(path: Path, page: str) -> None:
    from eval.runs import write_text

    write_text(path, page)
