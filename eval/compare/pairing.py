"""Two runs are paired once they are known to answer the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from eval.compare.answers import compare_answers
from eval.compare.results import Comparison
from eval.compare.retrieval import compare_retrieval, key_of
from eval.errors import RunError
from eval.runs import AnswersRun, RetrievalRun

Run = AnswersRun | RetrievalRun

IDLE = frozenset({"date", "data_dir", "model_cache_dir", "host", "port"})
"""Entries of a configuration that change no figure, by the last part of their name."""


def compare(a: Run, b: Run) -> Comparison:
    """Compare run B with run A, question by question.

    Two runs that did not read the same corpus are compared with a warning, and so is a run with itself.

    Raises:
        RunError: They are not of one kind, or not over the same questions (or the same half of the same sets), or
            have no system in common.
    """
    changes = _config_changes(a.metrics["config"], b.metrics["config"])
    if isinstance(a, AnswersRun) and isinstance(b, AnswersRun):
        _check_same("fichier de questions", a, b, _questions(a), _questions(b))
        _check_same("identifiants des questions", a, b, set(a.verdicts), set(b.verdicts))
        return replace(compare_answers(a, b, changes), warnings=_warnings(a, b))
    if isinstance(a, RetrievalRun) and isinstance(b, RetrievalRun):
        _check_same("moitié des requêtes", a, b, a.metrics.get("half"), b.metrics.get("half"))
        _check_same("jeux de recherche", a, b, _sets(a), _sets(b))
        _check_same("identifiants des requêtes", a, b, {key_of(q) for q in a.queries}, {key_of(q) for q in b.queries})
        return replace(compare_retrieval(a, b, changes), warnings=_warnings(a, b))
    raise RunError(
        f"{a.folder} et {b.folder} ne se comparent pas : l'une évalue des réponses, l'autre la recherche. "
        "Donnez deux évaluations de même sorte."
    )


def _warnings(a: Run, b: Run) -> tuple[str, ...]:
    said = []
    if a.folder.resolve() == b.folder.resolve():
        said.append("A et B sont le même dossier : une mesure ne diffère pas d'elle-même.")
    if _corpus(a) != _corpus(b):
        said.append("Les deux mesures n'ont pas lu le même corpus.")
    return tuple(said)


def _corpus(run: Run) -> str | None:
    """The digest of the corpus of questions; the sets of a run over retrieval are known to be the same."""
    return str(run.metrics["config"]["corpus"]["sha256"]) if isinstance(run, AnswersRun) else None


def _questions(run: AnswersRun) -> str:
    return str(run.metrics["config"]["questions"]["sha256"])


def _sets(run: RetrievalRun) -> dict[str, Any]:
    return {name: of_set["sha256"] for name, of_set in run.metrics["sets"].items()}


def _check_same(what: str, a: Run, b: Run, in_a: Any, in_b: Any) -> None:
    if in_a != in_b:
        raise RunError(
            f"{a.folder} et {b.folder} ne se comparent pas, {what} : ce n'est pas la même chose des deux côtés. "
            "Refaites l'une avec ce qui a servi à l'autre."
        )


def _config_changes(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    in_a, in_b = dict(_flat(a)), dict(_flat(b))
    names = [name for name in dict.fromkeys([*in_a, *in_b]) if name.rpartition(".")[2] not in IDLE]
    return {name: (in_a.get(name), in_b.get(name)) for name in names if in_a.get(name) != in_b.get(name)}


def _flat(config: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in config.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value
