"""A run over a question file: read the corpus, ask, judge, measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adapter import plain
from assistant.embeddings import to_stderr
from assistant.errors import ModelError, UsageError
from eval.answers.calibration import calibration, check_apart, curve
from eval.answers.corpus import IndexedCorpus, list_corpus, opened
from eval.answers.cost import cost
from eval.answers.judging import judge
from eval.answers.measures import as_json, by_kind, follow_ups, measures, page_retrieval
from eval.answers.result import AnswersResult
from eval.answers.systems import AnswerSystem, AssistantSystem, Played, RecordedSystem
from eval.configuration import configuration
from eval.entailment import load_entailment
from eval.evidence import check_evidence
from eval.folders import try_folder
from eval.questions import QuestionFile, in_corpus, load_questions

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.settings import Settings
    from eval.judge.agreement import Labels
    from eval.judge.judging import AnswerJudge

MAX_RISK = 0.1
"""Share of wrong answers that a calibrated threshold accepts unless another is given."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked for.

    ``answers`` names a file of answers to judge in place of the assistant's. ``calibrate`` is the file of questions
    that the threshold is chosen on, for a share ``max_risk`` of wrong answers. ``entailment`` is ``rules`` or
    ``nli:MODEL``. ``out`` is where the run will be written.
    """

    questions: Path
    corpus: Path
    cache: Path
    answers: Path | None = None
    calibrate: Path | None = None
    max_risk: float = MAX_RISK
    entailment: str = "rules"
    judge: AnswerJudge | None = None
    labels: Path | None = None
    out: Path | None = None


def check_out(folder: Path, corpus: Path) -> None:
    """See to it, before anything is asked, that a run can be written.

    Raises:
        UsageError: The folder is inside the corpus, which the report would change.
        OperationError: It cannot be made or written.
    """
    if corpus.is_dir() and folder.resolve().is_relative_to(corpus.resolve()):
        raise UsageError(f"--out {folder} est dans le corpus, que le rapport changerait : donnez un autre dossier.")
    try_folder(folder)


@dataclass(frozen=True, slots=True)
class _Bench:
    """The corpus in its index, with what is needed to ask and to judge."""

    settings: Settings
    index: Index
    encoder: Encoder
    corpus: IndexedCorpus


def run_answers(
    wanted: Wanted, settings: Settings, encoder: Encoder, progress: Progress | None = None
) -> AnswersResult:
    """Play every question and judge the answers.

    Args:
        wanted: The files and the options.
        settings: Those of the assistant that is asked; its ``data_dir`` is not touched.
        encoder: The embedding model.
        progress: Told what is being done, how much is done and of how much.

    Raises:
        DatasetError: A question file is malformed, or an evidence is not on its page.
        MissingPathError: A file or the corpus is not there.
        UsageError: The corpus is empty, or the calibration has questions of the test.
    """
    questions = load_questions(wanted.questions)
    dev = load_questions(wanted.calibrate) if wanted.calibrate else None
    if wanted.out is not None:
        check_out(wanted.out, wanted.corpus)
    if dev is not None:
        check_apart(dev, questions)
    recorded = RecordedSystem(wanted.answers, questions) if wanted.answers else None
    labels = _labels(wanted.labels)
    with _bench(wanted, settings, encoder, progress) as bench:
        questions = _checked(questions, bench.corpus)
        dev = _checked(dev, bench.corpus) if dev is not None else None
        result = _run(wanted, bench, questions, dev, recorded, progress)
        return _judged(wanted, bench, questions, result, labels, progress)


def _checked(file: QuestionFile, corpus: IndexedCorpus) -> QuestionFile:
    """The questions with their evidence checked, and its files named as the corpus names them."""
    named = replace(file, questions=tuple(in_corpus(question, corpus.files()) for question in file.questions))
    for warning in check_evidence(named, corpus).warnings:
        to_stderr(warning)
    return named


def _labels(path: Path | None) -> Labels | None:
    if path is None:
        return None
    from eval.judge.agreement import load_labels

    return load_labels(path)


@contextmanager
def _bench(wanted: Wanted, settings: Settings, encoder: Encoder, progress: Progress | None) -> Iterator[_Bench]:
    files = list_corpus(wanted.corpus, settings)
    index = opened(files, settings, encoder, wanted.cache, progress)
    try:
        corpus = IndexedCorpus(index, files)
        for report in corpus.not_read:
            to_stderr(f"{report.file} : {report.message or report.outcome}")
        if not corpus.passages:
            raise UsageError(f"Aucun texte n'a été lu dans {wanted.corpus} : il n'y a rien à interroger.")
        yield _Bench(settings.model_copy(update={"data_dir": index.data_dir}), index, encoder, corpus)
    finally:
        index.close()


def _run(
    wanted: Wanted,
    bench: _Bench,
    questions: QuestionFile,
    dev: QuestionFile | None,
    recorded: RecordedSystem | None,
    progress: Progress | None,
) -> AnswersResult:
    entailment = load_entailment(wanted.entailment, plain(bench.encoder), bench.index)
    system: AnswerSystem = recorded or AssistantSystem(_assistant(bench), bench.encoder.count_tokens)
    played = _play(system, questions, "Questions", progress)
    verdicts = [judge(q, p, bench.corpus, entailment) for q, p in zip(questions.questions, played, strict=True)]
    metrics = {
        "kind": "answers",
        "n": len(verdicts),
        "metrics": as_json(measures(verdicts)),
        "by_kind": by_kind(verdicts),
        "follow_ups": follow_ups(verdicts),
        "retrieval": page_retrieval(verdicts),
        "curve": curve(verdicts),
        "calibration": _calibrated(wanted, bench, questions, dev, progress) if dev is not None else None,
        "judge": None,
        "cost": cost(played),
        "model": _model(system, played),
        "config": {
            "questions": {"file": questions.path.name, "sha256": questions.sha256, "n": len(questions.questions)},
            "corpus": {
                "folder": wanted.corpus.resolve().name,
                "sha256": bench.corpus.sha256,
                "documents": bench.corpus.documents,
                "passages": bench.corpus.passages,
                "not_read": [{"file": one.file, "message": one.message} for one in bench.corpus.not_read],
            },
            "answerer": system.name,
            "entailment": entailment.name,
            **configuration(bench.settings),
        },
    }
    model = _model(system, played)
    failed = f"Le modèle « {system.name} » n'a répondu à aucune question : tout est extrait du corpus."
    return AnswersResult(
        metrics, played, verdicts, failure=failed if model and model["fallbacks"] == model["answers"] else ""
    )


def _model(system: AnswerSystem, played: Sequence[Played]) -> dict[str, int] | None:
    """How many questions a chat model was asked, and how many it failed; None without a model."""
    if system.name in {"extractive", "recorded"}:
        return None
    failed = sum(one.model_failed for one in played)
    return {"answers": len(played), "fallbacks": failed}


def _assistant(bench: _Bench, threshold: float | None = None) -> Any:
    """The assistant on the index of the run; it is not closed: the index is the run's."""
    from assistant.service import Assistant

    changes = {} if threshold is None else {"answer_threshold": threshold, "chat_model": None}
    return Assistant(bench.settings.model_copy(update=changes), bench.index, bench.encoder)


def _play(system: AnswerSystem, file: QuestionFile, what: str, progress: Progress | None) -> list[Played]:
    played = []
    for number, question in enumerate(file.questions, start=1):
        played.append(system.play(question))
        if progress is not None:
            progress(what, number, len(file.questions))
    return played


def _calibrated(
    wanted: Wanted, bench: _Bench, test: QuestionFile, dev: QuestionFile, progress: Progress | None
) -> dict[str, Any]:
    """The calibration of the extractive answers, the only ones whose confidence is a threshold's."""
    from assistant.answering.scoring import default_scorer

    entailment = load_entailment("rules", plain(bench.encoder), bench.index)
    system = AssistantSystem(_assistant(bench, threshold=0.0), bench.encoder.count_tokens, searches=False)
    verdicts = []
    for file in (dev, test):
        played = _play(system, file, f"Calibrage ({file.path.name})", progress)
        pairs = zip(file.questions, played, strict=True)
        verdicts.append([judge(question, one, bench.corpus, entailment) for question, one in pairs])
    threshold = bench.settings.answer_threshold
    current = threshold if threshold is not None else default_scorer().answer_from
    return calibration(dev, verdicts[0], verdicts[1], current, wanted.max_risk)


def _judged(
    wanted: Wanted,
    bench: _Bench,
    file: QuestionFile,
    result: AnswersResult,
    labels: Labels | None,
    progress: Progress | None,
) -> AnswersResult:
    """The result with the scores of the judge."""
    from eval.judge.judging import judge_run

    if wanted.judge is None:
        return result

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress("Juge", done, total)

    try:
        judged = judge_run(file.questions, result.given, bench.corpus.premises, wanted.judge, labels, tell)
    except ModelError as error:  # the run itself is whole: it is kept, and the failure told with exit code 1
        return replace(result, failure=str(error))
    failure = result.failure
    if judged.metrics["n"] and judged.metrics["failed"] == judged.metrics["n"]:
        why = judged.lines[0]["failure"]
        failure = f"Le juge « {wanted.judge.name} » n'a noté aucune réponse ({why})."
    metrics = {**result.metrics, "judge": judged.metrics}
    return replace(result, metrics=metrics, judgements=judged.lines, failure=failure)
