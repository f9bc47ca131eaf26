"""A run over answers as text for a terminal, in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from eval.metrics.names import FRENCH
from eval.metrics.risk import MIN_COVERED
from eval.report.french import counted, number
from eval.report.words import VERDICTS, answerer

if TYPE_CHECKING:
    from eval.runs import AnswersRun

_SHOWN_WRONG = 8
_SCORES = {"faithfulness": "fidélité", "correctness": "justesse"}


def answers_text(run: AnswersRun) -> str:
    """The figures with their intervals, per kind of question, what rewriting and calibration bring, what it costs."""
    metrics = run.metrics
    asked = counted(metrics["n"], "question")
    read = counted(metrics["config"]["corpus"]["documents"], "document")
    parts = [
        f"{asked}, {read}, réponses : {answerer(metrics['config']['answerer'])}",
        _fallbacks(metrics["model"]),
        "\n".join(_table(metrics["metrics"])),
        "\n".join(_kinds(metrics["by_kind"])),
        "\n".join(_follow_ups(metrics["follow_ups"])),
        "\n".join(_calibration(metrics["calibration"])),
        "\n".join(_judge(metrics["judge"])),
        "\n".join(_cost(metrics["cost"])),
        "\n".join(_wrong(run)),
    ]
    return "\n\n".join(part for part in parts if part)


def _fallbacks(model: Mapping[str, int] | None) -> str:
    """What was extracted because the model of the settings did not answer."""
    if not model or not model["fallbacks"]:
        return ""
    failed = counted(model["fallbacks"], "question")
    return f"Attention : le modèle a fait défaut à {failed} sur {model['answers']} ; la réponse y est extraite."


def figure(value: float | None, digits: int = 3) -> str:
    """A number with the French comma, « - » when there is none."""
    return "-" if value is None else number(value, digits)


def estimate(found: Mapping[str, Any]) -> str:
    """A value with its interval."""
    if found["value"] is None:
        return "-"
    if found["low"] is None:
        return figure(found["value"])
    return f"{figure(found['value'])} [{figure(found['low'])} ; {figure(found['high'])}]"


def _table(metrics: Mapping[str, Any]) -> Iterator[str]:
    yield f"{'Mesure':<34} {'Valeur et intervalle à 95 %':<28} Questions"
    for name, found in metrics.items():
        yield f"{FRENCH.get(name, name):<34} {estimate(found):<28} {found['n']:>9}"


def _kinds(by_kind: Mapping[str, Any]) -> Iterator[str]:
    yield f"{'Sorte de question':<18} {'Juste':>7} {'Page':>7} {'Silence à tort':>15} {'Silence juste':>14}"
    for kind, found in by_kind.items():
        right, page = found["answer_right"]["value"], found["citation_page_right"]["value"]
        wrongly, silent = found["false_abstention_rate"]["value"], found["abstention_recall"]["value"]
        yield f"{kind:<18} {figure(right, 2):>7} {figure(page, 2):>7} {figure(wrongly, 2):>15} {figure(silent, 2):>14}"


def _follow_ups(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["n"]:
        return
    yield f"Questions de relance : {found['n']}. Bonne page parmi les 5 premiers passages :"
    named = {"raw": "question brute", "rewritten": "question réécrite", "standalone": "question écrite en entier"}
    for which, label in named.items():
        yield f"  {label:<28} {estimate(found['retrieval'][which]['success@5'])}"
    gain = found["retrieval"]["rewritten_vs_raw"]
    if gain["difference"] is not None:
        verdict = {"better": "la réécriture aide", "worse": "la réécriture nuit"}.get(
            gain["verdict"], VERDICTS["no difference"]
        )
        bounds = f"[{figure(gain['low'])} ; {figure(gain['high'])}]"
        yield f"  réécrite - brute (MRR@10) : {figure(gain['difference'])} {bounds}, {gain['n']} questions : {verdict}"


def _calibration(found: Mapping[str, Any] | None) -> Iterator[str]:
    if found is None:
        return
    risk = figure(found["max_risk"], 2)
    if found["threshold"] is None:
        enough = f"en répondant à {MIN_COVERED} questions au moins"
        yield f"Seuil : aucun ne tient un risque de {risk} sur {found['dev']['file']} {enough}."
        return
    chosen = figure(found["threshold"])
    yield (
        f"Seuil pour un risque de {risk}, choisi sur {found['dev']['file']} :"
        f" {chosen} (actuel {figure(found['current'])})."
    )
    for where, label in (("on_dev", "où il est choisi"), ("on_test", "sur ces questions")):
        for which, name in (("current", "actuel"), ("chosen", "choisi")):
            effect = found[where][which]
            yield (
                f"  {label:<18} seuil {name:<7} réponses {estimate(effect['coverage'])}, fausses"
                f" {estimate(effect['risk'])}, justes {estimate(effect['answer_right'])}"
            )


def _judge(found: Mapping[str, Any] | None) -> Iterator[str]:
    if found is None:
        return
    scores = ", ".join(f"{label} {estimate(found[name])}" for name, label in _SCORES.items())
    yield f"Juge {found['model']} : {scores}"
    if found["failed"]:
        yield f"  {counted(found['failed'], 'réponse')} sans note du juge."
    agreement = found["agreement"]
    if agreement is not None:
        yield (
            f"  Accord avec {agreement['file']} ({agreement['n']} notes, kappa de Cohen) :"
            f" fidélité {figure(agreement['faithfulness_kappa'])}, justesse {figure(agreement['correctness_kappa'])}"
        )


def _cost(found: Mapping[str, Any]) -> Iterator[str]:
    total = found["stages_ms"].get("total")
    if total is not None:
        yield f"Temps par question : médiane {figure(total['p50'], 0)} ms, 95e centile {figure(total['p95'], 0)} ms."
    if found["tokens"] is not None:
        yield f"Jetons : {found['tokens']['input']} lus, {found['tokens']['output']} écrits."


def _wrong(run: AnswersRun) -> Iterator[str]:
    """Some questions to look at first: answered without an answer in the corpus, then answered wrong."""
    bold = [v for v in run.verdicts.values() if not v.question.answerable and not run.given[v.id].abstained]
    wrong = [v for v in run.verdicts.values() if v.values["answer_right"] == 0 and not run.given[v.id].abstained]
    for title, verdicts in (("Réponses à des questions sans réponse", bold), ("Réponses fausses", wrong)):
        if verdicts:
            shown = ", ".join(verdict.id for verdict in verdicts[:_SHOWN_WRONG])
            left = len(verdicts) - _SHOWN_WRONG
            more = f" et {counted(left, 'autre')}" if left > 0 else ""
            yield f"{title} ({len(verdicts)}) : {shown}{more}."
