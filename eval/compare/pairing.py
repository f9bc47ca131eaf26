"""Two runs are paired once they are known to answer the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.compare.answers import compare_answers
from eval.compare.results import Comparison
from eval.compare.retrieval import compare_retrieval, key_of
from eval.errors import RunError
from eval.runs import AnswersRun, RetrievalRun

Run = AnswersRun | RetrievalRun


def compare(a: Run, b: Run) -> Comparison:
    """Compare run B with run A, question by question.

    Raises:
        RunError: They are not of one kind, or not over the same questions (or the same half of the same sets), or
            have no system in common.
    """
    changes = _config_changes(a.metrics.get("config") or {}, b.metrics.get("config") or {})
    if isinstance(a, AnswersRun) and isinstance(b, AnswersRun):
        _check_same("fichier de questions", a, b, _questions(a), _questions(b))
        _check_same("identifiants des questions", a, b, set(a.verdicts), set(b.verdicts))
        return compare_answers(a, b, changes)
    if isinstance(a, RetrievalRun) and isinstance(b, RetrievalRun):
        _check_same("moitié des requêtes", a, b, a.metrics.get("half"), b.metrics.get("half"))
        _check_same("jeux de recherche", a, b, _sets(a), _sets(b))
        _check_same("identifiants des requêtes", a, b, {key_of(q) for q in a.queries}, {key_of(q) for q in b.queries})
        return compare_retrieval(a, b, changes)
    raise RunError(
        f"{a.folder} et {b.folder} ne se comparent pas : l'une évalue des réponses, l'autre la recherche. "
        "Donnez deux évaluations de même sorte."
    )


def _questions(run: AnswersRun) -> str | None:
    found = (run.metrics.get("config") or {}).get("questions") or {}
    return str(found["sha256"]) if found.get("sha256") else None


def _sets(run: RetrievalRun) -> dict[str, Any]:
    return {name: of_set.get("sha256") for name, of_set in (run.metrics.get("sets") or {}).items()}


def _check_same(what: str, a: Run, b: Run, in_a: Any, in_b: Any) -> None:
    if not in_a or not in_b:
        silent = b.folder if in_a else a.folder
        raise RunError(f"{silent} ne dit pas ce qu'elle évalue ({what}). Refaites cette évaluation.")
    if in_a != in_b:
        raise RunError(
            f"{a.folder} et {b.folder} ne se comparent pas, {what} : ce n'est pas la même chose des deux côtés. "
            "Refaites l'une avec ce qui a servi à l'autre."
        )


def _config_changes(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    in_a, in_b = dict(_flat(a)), dict(_flat(b))
    names = [name for name in dict.fromkeys([*in_a, *in_b]) if name != "date"]
    return {name: (in_a.get(name), in_b.get(name)) for name in names if in_a.get(name) != in_b.get(name)}


def _flat(config: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in config.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value
