"""Fit ``assistant/answering/scorer.json``: the weights of the sentence scorer and its thresholds.

Usage: python tools/train_scorer.py RETRIEVAL_FOLDER ADAPTERS [--write]

Data: the tuning halves of the sets ``piaf`` and ``cnil`` of RETRIEVAL_FOLDER (French questions with their answers, and
questions whose documents were taken out), and ``eval/data/dev.jsonl`` on the sample corpus. No text of theirs is
kept: the file written holds weights, thresholds, and the name, size and SHA-256 of what they were fitted on.

Every question is asked of the product's own retrieval, with vectors adapted by a map that was not learned on it: for
the sets, those of the folds, which ``tools/train_adapter.py --folds ADAPTERS`` keeps; for ours, the packaged one. Each
sentence of the passages found is an example, right when it holds the answer.
Thresholds are chosen on predictions made by five-fold cross-validation over questions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from train_adapter import fold as fold_of
from train_adapter import fold_file

from assistant.adapter import AdaptedEncoder, load_adapter, load_search_encoder, plain
from assistant.answering.candidates import Candidate, candidates
from assistant.answering.extractive import MAX_SENTENCES, NEARLY
from assistant.answering.question import understand
from assistant.answering.scoring import CONFIDENCE_FEATURES, confidence_signals
from assistant.answering.signals import FEATURES, SentenceVectors, features
from assistant.chunking import chunk
from assistant.embeddings import Encoder, load_encoder
from assistant.ids import document_id
from assistant.index.store import Index
from assistant.ingest import ingest
from assistant.models import Block, Document, Page
from assistant.retrieval.expanders import expanded, expanders
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.parts import parts, search_parts
from assistant.retrieval.query import Query
from assistant.settings import load_settings
from assistant.text import fold, normalise_space
from eval.questions import Question, load_questions
from eval.retrieval.sets import is_tuning

ROOT = Path(__file__).parents[1]
SCORER = ROOT / "assistant/answering/scorer.json"
SETS = ("piaf", "cnil")
K = 12
FOLDS = 5
L2 = 0.003
RIDGE = 0.3
OWN_WEIGHT = 8.0
"""A question of ours counts as several of the other sets, which are larger and of other subjects."""

MADE_WEIGHT = 0.25
"""What a question made unanswerable, by taking out the documents that answer it, counts for one asked as such."""

HELPS = frozenset(
    [
        "cosine",
        "cosine_to_best",
        "coverage",
        "coverage_in_context",
        "coverage_in_passage",
        "coverage_to_best",
        "satisfies",
        "satisfied_and_covered",
        "cause",
        "enumerates",
        "head_present",
        "persons",
        "passage_score",
        "passage_cosine",
        "first_passage",
        "best",
        "gap",
    ]
)
HARMS = frozenset(
    [
        "key_missing",
        "known_missing_share",
        "not_satisfied",
        "strict_not_satisfied",
        "no_cause",
        "no_enumeration",
        "numbers_missing",
        "label_missing",
        "other_year",
        "complements_missing",
        "complements_elsewhere",
        "act_missing",
        "proper_missing",
        "proper_elsewhere",
        "acronyms_missing",
        "head_missing",
        "rivals",
        "absent",
        "heading",
        "stray_record",
    ]
)
"""Signals whose weight may only be positive, or only negative: what they say is known, and signals that resemble one
another would else take turns in saying the contrary."""

OWN_FILES = ("dev.jsonl", "tune.jsonl")


@dataclass
class Asked:
    """One question, the signals of its possible candidates and which of them are right."""

    id: str
    own: bool
    answerable: bool
    rows: np.ndarray
    right: np.ndarray
    made: bool = False


@dataclass
class First:
    """The best candidate of a question, the signals of its confidence, and whether what is shown is right."""

    place: int
    signals: tuple[float, ...]
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("retrieval", type=Path)
    parser.add_argument("adapters", type=Path)
    parser.add_argument("--write", action="store_true", help="write scorer.json")
    parser.add_argument("--cache", type=Path, help="folder that keeps the signals between two runs")
    options = parser.parse_args()
    every = _cached(options.cache, lambda: [*_of_sets(options.retrieval, options.adapters), *_of_corpus()])
    asked = [a for a in every if len(a.rows)]  # the others are answered by silence, whatever the weights
    print(f"{len(asked)} questions, {sum(len(a.rows) for a in asked)} candidates")
    predicted, firsts = cross_validate(asked)
    for name in ("own", *SETS):
        report(name, [a for a in asked if a.id.startswith(f"{name}/")], predicted)
    learning_curve(asked)
    answer_from, check_from = thresholds(asked, predicted)
    ranking = fit_ranking(asked)
    confidence, intercept = fit_confidence(asked, firsts)
    data = {
        "ranking": {name: round(float(w), 4) for name, w in zip(FEATURES, ranking, strict=True)},
        "confidence": {name: round(float(w), 4) for name, w in zip(CONFIDENCE_FEATURES, confidence, strict=True)},
        "intercept": round(intercept, 4),
        "answer_from": round(answer_from, 3),
        "check_from": round(check_from, 3),
        "data": _provenance(options.retrieval),
    }
    print(json.dumps({key: value for key, value in data.items() if key != "data"}, indent=2))
    if options.write:
        SCORER.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def _cached(folder: Path | None, make: Callable[[], list[Asked]]) -> list[Asked]:
    import pickle

    path = folder / "signals.pickle" if folder else None
    if path and path.exists():
        return pickle.loads(path.read_bytes())  # noqa: S301 written by this script
    made = make()
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(made))
    return made


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def document_of(name: str, passages: list[dict[str, Any]]) -> Document:
    """A document of a set: its sections as headings, its passages as paragraphs."""
    text, blocks, section = "", [], ""
    for passage in passages:
        if passage["section"] and passage["section"] != section:
            section = passage["section"]
            blocks.append(Block("heading", len(text), len(text) + len(section), level=1))
            text += section + "\n"
        blocks.append(Block("paragraph", len(text), len(text) + len(passage["text"])))
        text += passage["text"] + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = document_id(name)
    return Document(key, key, "notice", passages[0]["title"], name, digest, text, (Page(1, text, 0),), tuple(blocks))


def _of_sets(folder: Path, adapters: Path) -> Iterator[Asked]:
    plain_encoder = load_encoder(load_settings())
    for number in (0, 1):
        encoder = AdaptedEncoder(plain_encoder, load_adapter(fold_file(adapters, number)))
        yield from _of_fold(folder, number, encoder)


def _of_fold(folder: Path, number: int, encoder: Encoder) -> Iterator[Asked]:
    questions: list[tuple[str, str, list[str], set[str]]] = []
    with tempfile.TemporaryDirectory() as temporary:
        index = Index.open(Path(temporary), encoder)
        with index.writer() as writer:
            for name in SETS:
                passages = lines_of(folder / name / "passages.jsonl")
                documents: dict[str, list[dict[str, Any]]] = {}
                for passage in passages:
                    documents.setdefault(passage["doc"], []).append(passage)
                doc_of = {passage["id"]: passage["doc"] for passage in passages}
                for doc, parts in documents.items():
                    document = document_of(f"{name}/{doc}", parts)
                    writer.put(document, chunk(document, encoder.count_tokens), Path(temporary))
                for query in lines_of(folder / name / "queries.jsonl"):
                    key = str(query.get("group") or doc_of[query["relevant"][0]])
                    if is_tuning(name, key) and fold_of(name, key) == number:
                        files = {f"{name}/{doc_of[r]}" for r in query["relevant"]}
                        questions.append((f"{name}/{query['id']}", query["text"], query["answers"], files))
                for query in lines_of(folder / name / "unanswerable.jsonl"):
                    removed = query.get("removed_doc") or query.get("removed_docs") or query["id"]
                    key = str(removed[0] if isinstance(removed, list) else removed)
                    if is_tuning(name, key) and fold_of(name, key) == number:
                        questions.append((f"{name}/{query['id']}", query["text"], [], set()))
        index.refresh()
        for identifier, text, answers, files in questions:
            found, rows = _signals(text, index, encoder)
            right = [c.hit.file in files and holds(c.shown, answers) for c in found]
            yield _asked(identifier, False, bool(answers), rows, right)
            yield from _without_answer(identifier, False, text, found, right, index, encoder)
        index.close()


def _of_corpus() -> Iterator[Asked]:
    with tempfile.TemporaryDirectory() as temporary:
        settings = load_settings(overrides={"data_dir": Path(temporary)})
        encoder = load_search_encoder(settings)
        index = Index.open(settings.data_dir, encoder)
        ingest([ROOT / "corpus"], index, encoder, settings)
        index.refresh()
        for query in (one for name in OWN_FILES for one in load_questions(ROOT / "eval/data" / name).questions):
            text = query.standalone or query.question
            if len(parts(text)) > 1:
                continue  # each part is answered apart, and no sentence answers the whole
            found, rows = _signals(text, index, encoder)
            right = [own_right(c, query) for c in found]
            yield _asked(f"own/{query.id}", True, query.answerable, rows, right)
            yield from _without_answer(f"own/{query.id}", True, text, found, right, index, encoder)
        index.close()


def _without_answer(
    identifier: str, own: bool, text: str, found: list[Candidate], right: list[bool], index: Index, encoder: Encoder
) -> Iterator[Asked]:
    """The same question, the documents that answer it taken out: what is left is near, and answers nothing."""
    gold = {c.hit.passage.document_id for c, held in zip(found, right, strict=True) if held}
    others = [c for c in found if c.hit.passage.document_id not in gold]
    if gold and others:
        made = _asked(f"{identifier}#made", own, False, _rows(text, others, index, encoder), [False] * len(others))
        made.made = True
        yield made


def _asked(
    identifier: str,
    own: bool,
    answerable: bool,
    rows: list[tuple[float, ...]],
    right: list[bool],
) -> Asked:
    possible = [place for place, row in enumerate(rows) if not row[FEATURES.index("impossible")]]
    return Asked(
        identifier,
        own,
        answerable,
        np.array([rows[place] for place in possible]),
        np.array([right[place] for place in possible], bool),
    )


_VECTORS: dict[int, SentenceVectors] = {}


def _signals(text: str, index: Index, encoder: Encoder) -> tuple[list[Candidate], list[tuple[float, ...]]]:
    retriever = HybridRetriever(index=index, encoder=encoder, k=K)
    query = Query(text, expanded(text, expanders(index)))
    found = candidates(search_parts(retriever.search, query, K), index.document)
    return found, _rows(text, found, index, encoder)


def _rows(text: str, found: list[Candidate], index: Index, encoder: Encoder) -> list[tuple[float, ...]]:
    sentences = plain(encoder)
    vectors = _VECTORS.setdefault(id(sentences), SentenceVectors(sentences, capacity=200_000))
    return features(understand(text), found, index, sentences.encode_queries([text])[0], vectors)[0]


def holds(sentence: str, answers: list[str]) -> bool:
    """A short answer stands in the sentence, or the sentence in a long answer."""
    said = f" {' '.join(fold(normalise_space(sentence)).split())} "
    for answer in answers:
        wanted = " ".join(fold(normalise_space(answer)).split())
        if wanted in said or (len(said) > 40 and said.strip() in wanted):
            return True
    return False


def own_right(candidate: Candidate, query: Question) -> bool:
    """The sentence holds an evidence, or what is expected: one of each group of ``all_of``, else one of ``answers``."""
    for evidence in query.evidence:
        quote, said = fold(normalise_space(evidence.quote)), fold(candidate.shown)
        if candidate.hit.file == evidence.file and quote and (quote in said or (said in quote and len(said) > 20)):
            return True
    expected = query.all_of or (query.answers,)
    return all(any(fold(a) in fold(candidate.shown) for a in group) for group in expected)


def _weight(asked: Asked) -> float:
    return (OWN_WEIGHT if asked.own else 1.0) * (MADE_WEIGHT if asked.made else 1.0)


def fit_ranking(asked: list[Asked]) -> np.ndarray:
    """Weights on raw signals of a conditional logit, on the questions that have a right candidate.

    Maximises the mean log of the probability given to right candidates together, less ``L2`` times the squared norm
    of the weights on standardised signals.
    """
    chosen = [a for a in asked if a.right.any()]
    rows = np.concatenate([a.rows for a in chosen])
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    signals = [(a.rows - mean) / scale for a in chosen]
    total = sum(_weight(a) for a in chosen)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = 0.0, np.zeros_like(weights)
        for a, x in zip(chosen, signals, strict=True):
            score = x @ weights
            odds = np.exp(score - score.max())
            among_all, among_right = odds / odds.sum(), np.where(a.right, odds, 0) / odds[a.right].sum()
            value -= _weight(a) * float(np.log(among_all[a.right].sum() + 1e-12))
            gradient -= _weight(a) * (x.T @ (among_right - among_all))
        return value / total + L2 * float(weights @ weights), gradient / total + 2 * L2 * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=_bounds(FEATURES))
    weights: np.ndarray = found.x / scale
    return weights


def shown_right(asked: Asked, scores: list[float]) -> bool:
    """True when one of the sentences that would be shown is right: the best, and those nearly as likely."""
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:MAX_SENTENCES]
    floor = scores[order[0]] + math.log(NEARLY)
    return any(asked.right[place] for place in order if scores[place] >= floor)


def first_of(asked: Asked, ranking: np.ndarray) -> First:
    """What would be answered, with the signals of its confidence."""
    scores = [float(score) for score in asked.rows @ ranking]
    first = max(range(len(scores)), key=scores.__getitem__)
    return First(first, confidence_signals(scores, first, tuple(asked.rows[first])), shown_right(asked, scores))


def fit_confidence(asked: list[Asked], firsts: dict[str, First]) -> tuple[np.ndarray, float]:
    """Weights and intercept, on raw signals, of the probability that what is shown is right.

    A logistic regression on standardised signals: the weighted log loss, plus the squared norm of the weights over
    ``2 * RIDGE``.
    """
    rows = np.array([firsts[a.id].signals for a in asked])
    right = np.array([firsts[a.id].right for a in asked], float)
    counts = np.array([_weight(a) for a in asked])
    mean, scale = rows.mean(0), rows.std(0)
    scale[scale == 0] = 1.0
    signals = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = signals @ weights
        ridge = np.append(weights[:-1], 0.0) / RIDGE
        value = float(counts @ (np.logaddexp(0, score) - right * score)) + 0.5 * float(ridge @ weights)
        gradient: np.ndarray = signals.T @ (counts * (1 / (1 + np.exp(-score)) - right)) + ridge
        return value, gradient

    bounds = [*_bounds(CONFIDENCE_FEATURES), (None, None)]
    found = minimize(loss, np.zeros(signals.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = found.x[:-1] / scale
    return weights, float(found.x[-1] - (weights * mean).sum())


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(0.0 if name in HELPS else None, 0.0 if name in HARMS else None) for name in names]


def _by_folds(asked: list[Asked], predict: Callable[[list[Asked], list[Asked]], None]) -> None:
    fold_of = {a.id: int(hashlib.sha256(a.id.split("#")[0].encode()).hexdigest(), 16) % FOLDS for a in asked}
    for number in range(FOLDS):
        predict([a for a in asked if fold_of[a.id] != number], [a for a in asked if fold_of[a.id] == number])


def cross_validate(
    asked: list[Asked], learned_from: list[Asked] | None = None
) -> tuple[dict[str, tuple[float, bool]], dict[str, First]]:
    """For each question, the confidence in its answer and whether it is right, each from other folds.

    Also the best candidates themselves with their signals, on which the confidence that ships is fitted.
    ``learned_from`` are the questions that teach, all of them by default.
    """
    teaching = {a.id for a in (asked if learned_from is None else learned_from)}
    firsts: dict[str, First] = {}
    best: dict[str, tuple[float, bool]] = {}

    def rank(others: list[Asked], held: list[Asked]) -> None:
        ranking = fit_ranking([a for a in others if a.id in teaching])
        firsts.update({a.id: first_of(a, ranking) for a in held})

    def trust(others: list[Asked], held: list[Asked]) -> None:
        weights, intercept = fit_confidence([a for a in others if a.id in teaching], firsts)
        for a in held:
            total = float(np.dot(weights, firsts[a.id].signals)) + intercept
            best[a.id] = (1 / (1 + math.exp(-total)), firsts[a.id].right)

    _by_folds(asked, rank)
    _by_folds(asked, trust)
    return best, firsts


def report(name: str, asked: list[Asked], best: dict[str, tuple[float, bool]]) -> None:
    answerable = [a for a in asked if a.answerable]
    silent = [a for a in asked if not a.answerable and not a.made]
    present = np.mean([a.right.any() for a in answerable])
    first = np.mean([best[a.id][1] for a in answerable])
    print(f"{name}: answerable {len(answerable)}, right among candidates {present:.3f}, shown {first:.3f}")
    for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        right = np.mean([best[a.id][1] and best[a.id][0] >= threshold for a in answerable])
        silence = np.mean([best[a.id][0] < threshold for a in answerable])
        refused = np.mean([best[a.id][0] < threshold for a in silent]) if silent else math.nan
        print(f"  from {threshold:.2f}: right {right:.3f}  silent: answerable {silence:.3f}, others {refused:.3f}")


def learning_curve(asked: list[Asked]) -> None:
    """What more questions bring: the first sentence right, and right before wrong, by the share that is learned from.

    Each question is predicted by what the other folds teach, cut down to a share of their questions.
    """
    for share in (0.1, 0.25, 0.5, 0.75, 1.0):
        kept = [a for a in asked if int(hashlib.sha256(f"curve/{a.id}".encode()).hexdigest(), 16) % 1000 < 1000 * share]
        best, _ = cross_validate(asked, kept)
        real = [a for a in asked if not a.made]
        shown = np.mean([best[a.id][1] for a in real if a.answerable])
        order = roc_auc_score([best[a.id][1] for a in real], [best[a.id][0] for a in real])
        print(f"learned from {share:.0%} ({len(kept)} questions): right {shown:.3f}, AUROC {order:.3f}")


def thresholds(asked: list[Asked], best: dict[str, tuple[float, bool]]) -> tuple[float, float]:
    """Thresholds on the confidence, from predictions of other folds.

    ``answer_from`` maximises right answers minus wrong ones, our questions and the sets weighing the same;
    ``check_from`` is the confidence around which one answer in four would be right.
    """
    grid = np.arange(0.05, 0.9, 0.005)

    def gain(threshold: float, own: bool) -> float:
        chosen = [a for a in asked if a.own == own and not a.made]
        return float(np.mean([(best[a.id][0] >= threshold) * (1.0 if best[a.id][1] else -1.0) for a in chosen]))

    answer_from = float(max(grid, key=lambda t: gain(t, True) + gain(t, False)))
    ordered = sorted((best[a.id] for a in asked if not a.made), reverse=True)
    check_from = 0.05
    for place in range(len(ordered) - 50):
        if np.mean([right for _, right in ordered[place : place + 50]]) < 0.25:
            check_from = ordered[place][0]
            break
    return answer_from, min(check_from, answer_from)


def _provenance(folder: Path) -> list[dict[str, Any]]:
    paths = [folder / name / f for name in SETS for f in ("passages.jsonl", "queries.jsonl", "unanswerable.jsonl")]
    named = [(f"{p.parent.name}/{p.name} (tuning half)", p) for p in paths]
    named += [(f"eval/data/{name}", ROOT / "eval/data" / name) for name in OWN_FILES]
    return [
        {"name": name, "lines": len(lines_of(path)), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for name, path in named
    ]


if __name__ == "__main__":
    main()
