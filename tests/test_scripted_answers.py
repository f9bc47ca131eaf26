"""Hundreds of answers of a model that lies: nothing of what it makes up is shown, and what is true mostly stays.

The sentences are those of the sample corpus, left as they are, written otherwise, or turned false by rules
(``tests.answering.mutations``); each answer mixes them, in every form in which models write. What is shown is judged
by what was done to it, and by a count of figures and names that shares nothing with the product (``told``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.index.store import Index
from assistant.models import Answer
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text import sentences
from tests.answering.chat_server import ChatServer, Reply
from tests.answering.mutations import in_figures, in_words, mutations, without_brackets
from tests.answering.scripted import everything_shown
from tests.answering.told import foreign_facts
from tests.fakes import CompressedEncoder

FACTS = {
    "figure", "figure in words", "figures swapped", "year", "day", "month", "place", "name", "name added",
    "figure added",
}  # fmt: skip
"""Kinds of lies of which none may be shown."""

FORMS: tuple[Callable[[list[str]], str], ...] = (
    " ".join,
    lambda told: "\n".join(f"- {one}" for one in told),
    lambda told: "\n".join(f"{n}. **{one}**" for n, one in enumerate(told, start=1)),
    lambda told: "```\n" + "\n".join(told) + "\n```",
    lambda told: "<think>Le budget est de 99 millions d'euros [1].</think>" + " ".join(told),
    lambda told: "Bien sûr ! Voici la réponse :\n\n" + "\n\n".join(told),
    lambda told: "| Réponse |\n|---|\n" + "\n".join(f"| {one} |" for one in told),
    lambda told: "# Réponse de Gérald Vimont\n\n" + " ".join(f"{one} {one}" for one in told),
    lambda told: " ".join(told) + " [Voir le site](https://pirate.example.net) [1].",
    lambda told: "The answer was signed by Gerald Vimont in 1987 [1]. " + " ".join(told),
)


@dataclass
class Tally:
    """Sentences written and shown, by kind, and the facts shown that nothing cited holds."""

    answers: int = 0
    written: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    lies: list[tuple[str, str]] = field(default_factory=list)
    foreign: list[tuple[str, list[str]]] = field(default_factory=list)

    def rate(self, kinds: Sequence[str]) -> float:
        """Share of the sentences of these kinds that were shown."""
        return sum(self.shown[kind] for kind in kinds) / max(1, sum(self.written[kind] for kind in kinds))

    def __str__(self) -> str:
        lines = [f"{kind:28s} {self.shown[kind]:4d} / {self.written[kind]}" for kind in self.written]
        return "\n".join([f"{self.answers} answers, {len(self.foreign)} foreign facts", *lines])


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, server: ChatServer, root: Path) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("scripted")
    values = {"chat_model": "openai:menteur", "chat_base_url": server.base_url, "ocr": "never", "answer_k": 8}
    settings = load_settings(overrides={"data_dir": folder / "data", "chat_max_tokens": 3000, **values})
    settings = settings.model_copy(update={"chat_context_tokens": 12_000})
    encoder = CompressedEncoder()
    with Assistant(settings, Index.open(folder / "data", encoder), encoder) as opened:
        opened.ingest([root / "corpus" / "notices", root / "corpus" / "protocoles"])
        yield opened


def true_sentences(assistant: Assistant) -> list[str]:
    """The plain sentences of the corpus, once each, in order."""
    found: dict[str, None] = {}
    for summary in assistant.corpus().documents:
        document = assistant.document(summary.id)
        assert document is not None
        for span in sentences(document.text):
            text = " ".join(document.text[span.start : span.end].split())
            if text.endswith(".") and text[0].isupper() and 6 <= len(text.split()) <= 45 and "http" not in text:
                found[text] = None
    return list(found)


def play(assistant: Assistant, server: ChatServer, truths: Sequence[tuple[int, str]]) -> Tally:
    """One answer for each true sentence, with all the lies made from it."""
    tally = Tally()
    for number, truth in truths:
        ways = {"true": truth, "true in words": in_words(truth), "true in figures": in_figures(truth)}
        ways["true without brackets"] = without_brackets(truth)
        written = {text: kind for kind, text in reversed(ways.items())} | {
            text: kind for kind, text in mutations(truth, number)
        }
        server.replies.clear()
        server.script(Reply(write=lambda prompt, n=number, w=written: said(prompt, n, list(w)), size=200))
        _, answer = everything_shown(assistant, truth)
        count(tally, assistant, answer, {key(text): (kind, text) for text, kind in written.items()})
    return tally


def said(prompt: str, number: int, texts: Sequence[str]) -> str:
    """An answer in one of the forms; a third of its markers are right, a third wrong, a third of them also absurd."""
    blocks = prompt.split('<passage numero="')[1:]
    head = key(texts[0])[:40]
    right = next((n for n, block in enumerate(blocks, start=1) if head in key(block)), 1)
    wrong = right % len(blocks) + 1
    markers = (f"[{right}]", f"[{wrong}]", f"[{right}, 99]")
    told = [f"{text[:-1]} {markers[(number + place) % 3]}." for place, text in enumerate(texts)]
    return FORMS[number % len(FORMS)](told)


def count(tally: Tally, assistant: Assistant, answer: Answer, written: dict[str, tuple[str, str]]) -> None:
    tally.answers += 1
    tally.written.update(kind for kind, _ in written.values())
    cited = {c.n: passage_text(assistant, c.document_id, c.passage_id) for c in answer.citations}
    for sentence in answer.sentences:
        kind, _ = written.get(key(sentence.text), ("extract", ""))
        tally.shown[kind] += 1
        if not kind.startswith("true") and kind != "extract":
            tally.lies.append((kind, sentence.text))
        if foreign := foreign_facts(sentence.text, " ".join(cited[n] for n in sentence.citations)):
            tally.foreign.append((sentence.text, foreign))


def passage_text(assistant: Assistant, document_id: str, passage_id: str) -> str:
    """What a citation points to, with its titles."""
    passages = {one.id: one for one in assistant._index.document_passages(document_id)}
    document = assistant.document(document_id)
    assert document is not None
    passage = passages[passage_id]
    return f"{document.title} {passage.context} {passage.text}"


def key(text: str) -> str:
    """Words and figures alone."""
    return " ".join(re.findall(r"\w+", text.lower()))


def check(tally: Tally) -> None:
    print(f"\n{tally}\n" + "\n".join(map(str, [*tally.lies, *tally.foreign])))
    assert tally.foreign == []
    assert [lie for lie in tally.lies if lie[0] in FACTS] == []
    lies = [kind for kind in tally.written if not kind.startswith("true")]
    assert tally.rate(lies) <= 0.01
    assert tally.rate(["true"]) >= 0.95


def test_of_a_model_that_lies_only_what_is_true_is_shown(assistant: Assistant, server: ChatServer) -> None:
    check(play(assistant, server, list(enumerate(true_sentences(assistant)))[5::30]))


@pytest.mark.long
def test_of_hundreds_of_answers_that_lie_only_what_is_true_is_shown(assistant: Assistant, server: ChatServer) -> None:
    tally = play(assistant, server, list(enumerate(true_sentences(assistant))))
    assert tally.answers >= 200
    check(tally)
