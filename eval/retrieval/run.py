"""A run over retrieval sets: read, index, ask every system every question, judge, sum up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from assistant.adapter import load_search_encoder, plain
from assistant.embeddings import Encoder, resolve_dtype
from assistant.errors import UsageError
from assistant.settings import Settings
from eval.errors import DatasetError
from eval.metrics.ranking import DEPTH, measures
from eval.retrieval.figures import ALONE, POOL, AskedSet, figures
from eval.retrieval.indexing import Stage, entries, opened_index
from eval.retrieval.scoring import Judge, Scored
from eval.retrieval.sets import Half, in_half, load_sets
from eval.retrieval.systems import ABLATION, REFERENCE, SYSTEMS, Asked, Ranked, Shelf, System
from eval.statistics import RESAMPLES, SEED
from eval.vectors import remembered

SETTINGS = ("embedding_model", "embedding_dtype", "vector_adapter", "dense_weight")
"""The settings that decide of a ranking."""


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """The object of ``metrics.json`` and the lines of ``queries.jsonl``."""

    metrics: dict[str, Any]
    queries: list[dict[str, Any]]


def run_retrieval(
    sets: Sequence[Path],
    *,
    pool: bool,
    half: str,
    settings: Settings,
    cache: Path,
    cutoffs: Sequence[int] = (),
    progress: Callable[[str, int, int], None] | None = None,
    encoder: Encoder | None = None,
    ablation: bool = False,
) -> RetrievalResult:
    """Ask the questions of sets to every system, each set in its own index and, if asked, all in one.

    Args:
        sets: Folders of retrieval sets.
        pool: Also index all the sets together.
        half: ``tune``, ``report`` or ``all``.
        settings: The model, its precision, and the weight of the fusion.
        cache: Where vectors and indexes are kept from one run to the next.
        cutoffs: Other ranks at which to give recall and success, from 1 to 20.
        progress: Told what is being done, in French, how much of it is done and how much there is.
        encoder: The model, else that of the settings.
        ablation: Also rank with each part of the search switched off.

    Raises:
        MissingPathError: A folder or a file is not there.
        DatasetError: A set cannot be used, or has no question in this half.
        UsageError: There is no such half, or no set.
        ModelError: The model does not load.
        OperationError: The cache cannot be written.
    """
    if half not in get_args(Half) or not sets:
        raise UsageError("Donnez au moins un jeu, et pour moitié tune, report ou all.")
    names = measures(cutoffs)
    asked = _asked(sets, cast("Half", half))
    stage = progress or _silent
    precision = resolve_dtype(settings.embedding_dtype)
    groups = {ALONE: [[one] for one in asked]} | ({POOL: [asked]} if pool else {})
    made = encoder or load_search_encoder(settings)
    with remembered(made, cache, precision, lambda done, total: stage("Vecteurs", done, total)) as cached:
        wanted = {**SYSTEMS, **ABLATION} if ablation else SYSTEMS
        systems = {name: make(settings, cached) for name, make in wanted.items()}
        results: dict[str, dict[str, dict[str, dict[str, Scored]]]] = {
            name: {scope: {} for scope in groups} for name in systems
        }
        for scope, group in ((scope, group) for scope, several in groups.items() for group in several):
            judge = Judge([one.set for one in group], names)
            for name, judged in _judged(group, judge, systems, cached, precision, cache, stage).items():
                results[name][scope] |= judged
        fingerprint = cached.fingerprint
    stage("Intervalles", 0, 1)
    metrics = {
        "kind": "retrieval",
        "half": half,
        **figures(asked, results, REFERENCE, names),
        "config": _configuration(asked, half, settings, precision, fingerprint),
    }
    stage("Intervalles", 1, 1)
    return RetrievalResult(metrics, [line for one in asked for line in _lines(one, results)])


def _configuration(
    asked: Sequence[AskedSet], half: str, settings: Settings, precision: str, fingerprint: str
) -> dict[str, Any]:
    """What decides of the figures; ``precision`` is what ``embedding_dtype`` comes to on this machine."""
    return {
        "sets": {one.set.name: one.set.sha256 for one in asked},
        "settings": {name: getattr(settings, name) for name in SETTINGS},
        "embedding_model": settings.embedding_model,
        "fingerprint": fingerprint,
        "precision": precision,
        "half": half,
        "seed": SEED,
        "resamples": RESAMPLES,
        "depth": DEPTH,
    }


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody is told."""


def _asked(folders: Sequence[Path], half: Half) -> list[AskedSet]:
    asked = []
    for folder, one in zip(folders, load_sets(folders), strict=True):
        every = (*one.queries, *one.unanswerable)
        chosen = AskedSet(one, tuple(query for query in every if in_half(one.name, query, half)))
        if not chosen.answerable:
            raise DatasetError(folder, None, f"aucune question dans cette moitié ({half}) : demandez-les toutes (all).")
        asked.append(chosen)
    return asked


def _judged(
    group: Sequence[AskedSet],
    judge: Judge,
    systems: Mapping[str, System],
    encoder: Encoder,
    precision: str,
    cache: Path,
    stage: Stage,
) -> dict[str, dict[str, dict[str, Scored]]]:
    """What each system finds in the index of some sets, judged, by system, set and question."""
    sets = [one.set for one in group]
    label = sets[0].name if len(sets) == 1 else "tous les jeux"
    total = sum(len(one.queries) for one in group)
    done = 0
    judged: dict[str, dict[str, dict[str, Scored]]] = {name: {} for name in systems}
    with opened_index(sets, encoder, precision, cache, stage) as index:
        shelf = Shelf(index, [passage for entry in entries(sets) for passage in entry.passages], plain(encoder))
        for one in group:
            found: dict[str, dict[str, Ranked]] = {name: {} for name in systems}
            vectors = encoder.encode_queries([query.text for query in one.queries])
            for query, vector in zip(one.queries, vectors, strict=True):
                asked = Asked(shelf, query.text, vector, judge.hidden(one.set, query))
                for name, system in systems.items():
                    found[name][query.id] = system.rank(asked)
                done += 1
                stage(f"Questions, {label}", done, total)
            for name in systems:
                judged[name][one.set.name] = judge.score(one.set, one.queries, found[name])
    return judged


def _lines(
    asked: AskedSet, results: Mapping[str, Mapping[str, Mapping[str, Mapping[str, Scored]]]]
) -> Iterator[dict[str, Any]]:
    """The lines of ``queries.jsonl`` of a set; alone, its passages go by their own ids."""
    name = asked.set.name
    for query in asked.queries:
        yield {
            "set": name,
            "id": query.id,
            "unit": query.unit,
            "text": query.text,
            "answerable": query.answerable,
            "systems": {
                system: {scope: _line(found[name][query.id], name, scope) for scope, found in scopes.items()}
                for system, scopes in results.items()
            },
        }


def _line(scored: Scored, set_name: str, scope: str) -> dict[str, Any]:
    ranking = [name.removeprefix(f"{set_name}/") for name in scored.ranking] if scope == ALONE else scored.ranking
    return {
        "values": dict(scored.values),
        "confidence": scored.confidence,
        "loss": scored.loss,
        "ranking": list(ranking),
    }
