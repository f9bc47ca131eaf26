"""The report of a run over a question file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics import names
from eval.report import charts, french, page, words
from eval.report.figures import Figure, difference, figures
from eval.report.questions import Group, first_ranks, groups
from eval.report.svg import Chart
from eval.runs import AnswersRun

CONTENTS = (("essentiel", "L'essentiel"), ("mesures", "Mesures"), ("sortes", "Sortes"),
            ("risque", "Confiance et recherche"), ("suites", "Questions de suite"), ("seuil", "Seuil"),
            ("juge", "Juge"), ("cout", "Coût"), ("questions", "Questions"),
            ("configuration", "Configuration"))  # fmt: skip
FORMS = ("raw", "rewritten", "standalone")
CALIBRATED = ("coverage", "risk", "answer_right", "false_abstention_rate", "abstention_recall")
RETRIEVED = ("success@1", "success@5", "success@8", "mrr@10")
NAMED = {"on_dev": "questions de réglage", "on_test": "questions de mesure", "current": "actuel", "chosen": "choisi"}

Rows = list[tuple[str, str, list[Figure]]]


def answers_page(run: AnswersRun) -> str:
    """The report of a run over answers: one HTML page that needs nothing else, the same for the same run."""
    metrics = run.metrics
    by_outcome = groups(run)
    estimates = metrics.get("metrics") or {}
    config = metrics.get("config") or {}
    cost = metrics.get("cost") or {}
    kinds = _kinds(run)
    return page.render(
        "answers.html",
        title="Évaluation des réponses",
        lead=_lead(config, metrics),
        contents=[entry for entry in CONTENTS if entry[0] != "sortes" or kinds],
        warning=words.not_of_the_model(metrics.get("model")),
        summary=_summary(by_outcome),
        groups=by_outcome,
        headlines=figures(words.HEADLINES, estimates),
        measures=figures([*names.ALL, *(name for name in estimates if name not in names.ALL)], estimates),
        kinds=kinds,
        kind_head=[words.metric(name).label for name in words.BY_KIND],
        curve=_curve(run),
        histogram=charts.rank_histogram(first_ranks(run.verdicts.values()), name="rangs"),
        retrieval=_retrieval(metrics.get("retrieval")),
        retrieval_head=_labels(RETRIEVED),
        follow=_follow_ups(metrics.get("follow_ups")),
        calibration=_calibration(metrics.get("calibration")),
        judge=_judge(metrics.get("judge")),
        times=_times(cost.get("stages_ms") or {}),
        stage_chart=_stage_chart(cost.get("stages_ms") or {}),
        passages_read=_passages(cost.get("passages_read")),
        tokens=_tokens(cost.get("tokens")),
        configuration=words.configuration(config),
    )


def _lead(config: Mapping[str, Any], metrics: Mapping[str, Any]) -> str:
    parts = [(config.get("questions") or {}).get("file"), french.counted(metrics.get("n") or 0, "question"),
             f"réponses : {words.answerer(config['answerer'])}" if config.get("answerer") else None,
             french.day(config["date"]) if config.get("date") else None]  # fmt: skip
    return " · ".join(str(part) for part in parts if part)


def _summary(by_outcome: Sequence[Group]) -> str:
    total = sum(len(group.questions) for group in by_outcome)
    if not total:
        return "Aucune question : rien n'a été mesuré."
    count = {group.outcome.key: len(group.questions) for group in by_outcome}
    right, silent = count.get("juste", 0), count.get("abstention-juste", 0)
    failed = sum(len(group.questions) for group in by_outcome if group.outcome.failure)
    return (
        f"{right + silent} sur {french.counted(total, 'question')} bien traitées :"
        f" {french.counted(right, 'réponse juste', 'réponses justes')}"
        f" et {french.counted(silent, 'abstention juste', 'abstentions justes')}. "
        + (f"{failed} à revoir." if failed else "Rien à revoir.")
        + (f" {count['non-jugee']} sans réponse attendue écrite." if "non-jugee" in count else "")
    )


def _labels(which: Sequence[str]) -> list[str]:
    return [words.metric(name).label for name in which]


def _kinds(run: AnswersRun) -> Rows:
    asked: dict[str, int] = {}
    for verdict in run.verdicts.values():
        asked[verdict.question.kind] = asked.get(verdict.question.kind, 0) + 1
    return [
        (words.kind(kind), french.counted(asked.get(kind, 0), "question"), figures(words.BY_KIND, estimates))
        for kind, estimates in (run.metrics.get("by_kind") or {}).items()
    ]


def working_point(run: AnswersRun, label: str) -> charts.Point | None:
    """The share of questions that were answered and the share of wrong ones among them; None when none was."""
    answered = [v for v in run.verdicts.values() if v.id in run.given and not run.given[v.id].abstained]
    if not answered:
        return None
    return charts.Point(label, len(answered) / len(run.verdicts), sum(v.loss for v in answered) / len(answered))


def _curve(run: AnswersRun) -> Chart | None:
    point = working_point(run, "Réglage actuel")
    curves = {"Toutes les questions": run.metrics.get("curve") or []}
    return charts.risk_coverage(curves, [point] if point else [], name="risque", title="Courbe risque-couverture")


def _retrieval(found: Mapping[str, Any] | None) -> Rows:
    return [("Telle que cherchée", "", figures(RETRIEVED, found))] if found else []


def _follow_ups(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not found or not found.get("n"):
        return None
    retrieval = found.get("retrieval") or {}
    rewriting = retrieval.get("rewritten_vs_raw") or found.get("rewritten_vs_raw")
    return {
        "n": found["n"],
        "measures": [one for one in figures(names.ALL, found.get("metrics")) if one.known],
        "forms": [
            (f"Question {words.FORMS[f]}", "", figures(RETRIEVED, retrieval[f])) for f in FORMS if retrieval.get(f)
        ],
        "head": _labels(RETRIEVED),
        "rewriting": difference("mrr@10", rewriting) if rewriting else None,
    }


def _calibration(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not found:
        return None
    rows: Rows = []
    points: list[charts.Point] = []
    for side in ("on_dev", "on_test"):
        for which in ("current", "chosen"):
            effect = (found.get(side) or {}).get(which)
            if effect:
                rows.append((f"Seuil {NAMED[which]}", NAMED[side], figures(CALIBRATED, effect)))
                points += _point(effect, f"{NAMED[which].capitalize()}, mesure") if side == "on_test" else []
    dev = found.get("dev") or {}
    curves = {"Réglage": found.get("curve_dev") or [], "Mesure": found.get("curve_test") or []}
    return {
        "sentence": _threshold_words(found),
        "file": dev.get("file") or french.ABSENT,
        "n": dev.get("n") or 0,
        "rows": rows,
        "head": _labels(CALIBRATED),
        "chart": charts.risk_coverage(curves, points, name="seuils", title="Réglage et mesure"),
    }


def _point(effect: Mapping[str, Any], label: str) -> list[charts.Point]:
    coverage, risk = (french.finite((effect.get(name) or {}).get("value")) for name in ("coverage", "risk"))
    return [] if coverage is None or risk is None else [charts.Point(label, coverage, risk)]


def _threshold_words(found: Mapping[str, Any]) -> str:
    aim = f"un risque d'au plus {french.percent(found.get('max_risk'))}"
    now = f"Seuil actuel : {french.number(found.get('current'), 3)}."
    if found.get("threshold") is None:
        return f"{now} Aucun seuil ne donne {aim} sur les questions de réglage."
    return f"{now} Seuil choisi pour {aim} : {french.number(found['threshold'], 3)}."


def _judge(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not found:
        return None
    agreement = found.get("agreement")
    said = "L'accord du juge avec des personnes n'a pas été mesuré : ses notes sont à prendre avec réserve."
    if agreement:
        fidelity, right = (french.number(agreement.get(f"{name}_kappa"), 2) for name in ("faithfulness", "correctness"))
        said = (
            "Accord avec des personnes (kappa de Cohen, 1 au mieux, 0 au hasard) sur"
            f" {french.counted(agreement.get('n') or 0, 'réponse')}"
            f" : fidélité {fidelity}, justesse {right}."
        )
    return {
        "model": found.get("model"), "n": found.get("n") or 0, "failed": found.get("failed") or 0,
        "rubric": found.get("rubric_sha256"), "figures": figures(("faithfulness", "correctness"), found),
        "agreement": said,
    }  # fmt: skip


def _times(stages: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, str, str]]:
    return [
        (words.STAGES.get(stage, stage), french.duration(time.get("p50")), french.duration(time.get("p95")),
         french.number(time.get("n") or 0))
        for stage, time in stages.items()
    ]  # fmt: skip


def _stage_chart(stages: Mapping[str, Mapping[str, Any]]) -> Chart | None:
    drawn = {words.STAGES.get(stage, stage): (time.get("p50"), time.get("p95")) for stage, time in stages.items()}
    return charts.stage_times(drawn, name="temps")


def _passages(found: Mapping[str, Any] | None) -> str:
    if not found or french.finite(found.get("p50")) is None:
        return french.ABSENT
    return (
        f"{_amount(found['p50'])} en médiane, {_amount(found.get('p95'))} au 95e centile"
        f" (n = {french.number(found.get('n') or 0)})"
    )


def _amount(value: Any) -> str:
    return french.number(value, 0 if french.finite(value) in (None, round(value)) else 1)


def _tokens(found: Mapping[str, Any] | None) -> str:
    if not found or not found.get("questions"):
        return "Aucun jeton de modèle compté : les réponses sont extraites, ou le modèle ne dit pas ce qu'il a lu."
    n = found["questions"]
    read, written = found.get("input") or 0, found.get("output") or 0
    return (
        f"Jetons du modèle : {french.number(read)} lus et {french.number(written)} écrits pour"
        f" {french.counted(n, 'question')}, soit {french.number(read / n)} et {french.number(written / n)} par"
        " question."
    )
