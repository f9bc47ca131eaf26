"""How well questions of other people's sets are answered: ``piaf`` and ``cnil``, halves that nothing was tuned on.

Usage: python tools/answer_sets.py RETRIEVAL_FOLDER

Each set is read alone into a temporary index and its questions are asked as in the chat, no model. An answer is right
when one of its quotes holds an expected answer or, where that is longer than a sentence, stands in it. Figures with
their 95 % bootstrap intervals.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scorer_training.sets import SETS, SetQuestion, documents, holds, questions

from assistant.adapter import load_search_encoder
from assistant.chunking import chunk
from assistant.index.store import Index
from assistant.models import Answer
from assistant.service import Assistant
from assistant.settings import load_settings
from eval.retrieval.sets import is_tuning
from eval.statistics import mean_interval


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("retrieval", type=Path)
    folder = parser.parse_args().retrieval
    for name in SETS:
        report(name, list(asked(folder, name)))


def questions_of(folder: Path, name: str) -> Iterator[SetQuestion]:
    """The questions of the reporting half of a set, less those that have documents and no answer."""
    for question in questions(folder, name):
        if not is_tuning(name, question.key) and (question.answers or not question.files):
            yield question


def asked(folder: Path, name: str) -> Iterator[tuple[SetQuestion, Answer]]:
    """Each question with its answer."""
    with tempfile.TemporaryDirectory() as temporary:
        settings = load_settings(overrides={"data_dir": Path(temporary)})
        encoder = load_search_encoder(settings)
        index = Index.open(settings.data_dir, encoder)
        with index.writer() as writer:
            for document in documents(folder, name):
                writer.put(document, chunk(document, encoder.count_tokens), settings.data_dir)
        index.refresh()
        with Assistant(settings, index, encoder) as assistant:
            for question in questions_of(folder, name):
                yield question, assistant.ask(question.text)


def report(name: str, done: list[tuple[SetQuestion, Answer]]) -> None:
    answerable = [(question, answer) for question, answer in done if question.answers]
    others = [answer for question, answer in done if not question.answers]
    right = [not a.abstained and any(holds(c.quote, q.answers) for c in a.citations) for q, a in answerable]
    print(f"{name}: {len(answerable)} answerable, {len(others)} others")
    show("right", right)
    show("silent on answerable", [answer.abstained for _, answer in answerable])
    show("silent on others", [answer.abstained for answer in others])
    given = [r for r, (_, answer) in zip(right, answerable, strict=True) if not answer.abstained]
    show("right among those answered", given)


def show(what: str, values: list[bool]) -> None:
    found = mean_interval([float(value) for value in values])
    print(f"  {what}: {found.value:.3f} [{found.low:.3f}, {found.high:.3f}] n={found.n}")


if __name__ == "__main__":
    main()
