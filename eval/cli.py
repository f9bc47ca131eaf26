"""``assistant eval``: parse, call, write the run, show. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.cli_french import FrenchCommand, FrenchGroup
from assistant.cli_options import Json
from assistant.cli_run import Result, progress_bar, stdout_for_the_result
from assistant.cli_session import settings_of
from assistant.errors import UsageError
from eval import cli_options as options

if TYPE_CHECKING:
    from assistant.settings import Settings
    from eval.gate import Gate
    from eval.judge.judge import Judge
    from eval.runs import AnswersRun, RetrievalRun

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Mesure la recherche et les réponses, et compare deux mesures.",
)


@app.command(cls=FrenchCommand)
def retrieval(
    context: typer.Context,
    sets: options.Sets = None,
    pool: options.Pool = False,
    ablation: options.Ablation = False,
    half: options.Half = "all",
    k: options.Ranks = None,
    out: options.Out = None,
    cache: options.Cache = None,
    gate: options.Gate = None,
    as_json: Json = False,
) -> Result:
    """Mesure la recherche sur des jeux de passages et de questions.

    Un jeu est un dossier : passages.jsonl, queries.jsonl et, au besoin, unanswerable.jsonl et set.json.
    """
    if not sets:
        raise UsageError("Il manque les jeux à mesurer : donnez un ou plusieurs dossiers.")
    floors = _load_gate(gate)
    settings = settings_of(context)
    with stdout_for_the_result(), progress_bar("Mesure") as progress:
        from eval.cache import cache_folder
        from eval.configuration import configuration
        from eval.folders import try_folder
        from eval.retrieval.run import run_retrieval
        from eval.retrieval.text import retrieval_text
        from eval.runs import RetrievalRun

        if out is not None:
            try_folder(out)
        kept = cache_folder(cache)
        found = run_retrieval(
            sets,
            pool=pool,
            half=half,
            settings=settings,
            cache=kept,
            cutoffs=k or (),
            progress=progress,
            ablation=ablation,
        )
        metrics = {**found.metrics, "config": {**found.metrics["config"], **configuration(settings)}}
        run = RetrievalRun(out or Path(), metrics, found.queries)
        if out is not None:
            _write_retrieval(run)
    return _gated(run, floors, metrics, retrieval_text(metrics) + _kept(out))


@app.command(cls=FrenchCommand)
def answers(
    context: typer.Context,
    questions: options.Questions = None,
    corpus: options.Corpus = None,
    answerer: options.Answerer = None,
    answers_file: options.Answers = None,
    calibrate: options.Calibrate = None,
    max_risk: options.MaxRisk = None,
    entailment: options.Entailment = "rules",
    judge: options.Judge = None,
    labels: options.Labels = None,
    out: options.Out = None,
    cache: options.Cache = None,
    gate: options.Gate = None,
    as_json: Json = False,
) -> Result:
    """Pose les questions d'un fichier et juge les réponses, les citations et les silences."""
    if questions is None:
        raise UsageError("Il manque le fichier de questions, par exemple eval/data/test.jsonl.")
    if labels is not None and judge is None:
        raise UsageError("--labels compare des notes à celles d'un juge : ajoutez --judge.")
    if max_risk is not None and calibrate is None:
        raise UsageError("--max-risk est le risque d'un seuil à choisir : ajoutez --calibrate.")
    if answers_file is not None and (answerer is not None or calibrate is not None):
        raise UsageError("--answers juge des réponses déjà données : --answerer et --calibrate ne s'y appliquent pas.")
    floors = _load_gate(gate)
    settings = settings_of(context, chat_model=_chat_model(context, answerer))
    if calibrate is not None and settings.chat_model is not None:
        raise UsageError("--calibrate règle le seuil des réponses extraites : ajoutez --answerer extractive.")
    with stdout_for_the_result(), progress_bar("Mesure") as progress:
        from assistant.adapter import load_search_encoder
        from eval.answers.run import MAX_RISK, Wanted, run_answers
        from eval.answers.text import answers_text
        from eval.cache import cache_folder

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
            out=out,
        )
        found = run_answers(wanted, settings, load_search_encoder(settings), progress)
        run = found.run(out or Path())
        if out is not None:
            _write_answers(run, found)
    result = _gated(run, floors, found.metrics, answers_text(run) + _kept(out))
    if found.failure:
        return replace(result, text=f"{result.text}\n\n{found.failure}", exit_code=1)
    return result


@app.command(cls=FrenchCommand)
def compare(
    run_a: options.Before = None,
    run_b: options.After = None,
    gate: options.Gate = None,
    out: options.Page = None,
    as_json: Json = False,
) -> Result:
    """Compare deux mesures des mêmes questions.

    Dit ce qui change, de combien, sur combien de questions, et si la différence est démontrée. Les planchers de --gate
    s'appliquent à la seconde mesure. Sans --out, la page est écrite dans son dossier.
    """
    if run_a is None or run_b is None:
        raise UsageError("Il manque les mesures à comparer : donnez deux dossiers écrits par --out.")
    floors = _load_gate(gate)
    with stdout_for_the_result():
        from eval.compare import compare as compare_runs
        from eval.compare import comparison_text
        from eval.report.comparison_page import comparison_page
        from eval.runs import load_run, write_text

        before, after = load_run(run_a), load_run(run_b)
        comparison = compare_runs(before, after)
        shown = comparison.json()
        page = (out or run_b) / "comparison.html"
        write_text(page, comparison_page(shown, before, after))
        text = f"{comparison_text(comparison)}\n\nCôte à côte : {page}"
    return _gated(after, floors, shown, text)


def _chat_model(context: typer.Context, answerer: str | None) -> str | None:
    """The chat model that ``--answerer`` asks for: "" for none, None to leave that of the settings."""
    if answerer is None:
        return None
    if answerer == "extractive":
        return ""
    if answerer == "model":
        if settings_of(context).chat_model is None:
            raise UsageError("--answerer model : aucun modèle dans les réglages (chat_model). Nommez-le : openai:nom.")
        return None
    if ":" not in answerer:
        raise UsageError(f"--answerer {answerer} : extractive, model, ou un modèle comme openai:nom est attendu.")
    return answerer


def _judge(settings: Settings, name: str | None) -> Judge | None:
    if name is None:
        return None
    if ":" not in name:
        raise UsageError(f"--judge {name} : un modèle comme openai:nom est attendu.")
    from eval.judge.judge import load_judge

    return load_judge(settings.model_copy(update={"chat_model": name}))


def _load_gate(path: Path | None) -> Gate | None:
    if path is None:
        return None
    from eval.gate import load_gate

    return load_gate(path)


def _gated(run: AnswersRun | RetrievalRun, floors: Gate | None, shown: dict[str, Any], text: str) -> Result:
    """The result, with exit code 1 and the metrics named where a floor is not held."""
    if floors is None:
        return Result(shown, text)
    from eval.gate import check_gate, gate_text

    failures = check_gate(run, floors)
    told = {**shown, "gate": {"held": not failures, "failures": [failure.json() for failure in failures]}}
    return Result(told, f"{text}\n\n{gate_text(failures)}", int(bool(failures)))


def _kept(out: Path | None) -> str:
    return f"\n\nRapport : {out / 'report.html'}" if out is not None else ""


def _write_retrieval(run: RetrievalRun) -> None:
    from eval.report.retrieval_page import retrieval_page
    from eval.runs import REPORT, write_run, write_text

    write_run(run.folder, run.metrics, queries=run.queries)
    write_text(run.folder / REPORT, retrieval_page(run))


def _write_answers(run: AnswersRun, found: Any) -> None:
    from eval.answers.result import write_answers
    from eval.report.answers_page import answers_page
    from eval.runs import REPORT, write_text

    write_answers(run.folder, found)
    write_text(run.folder / REPORT, answers_page(run))
