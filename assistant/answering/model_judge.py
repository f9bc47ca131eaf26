"""The judge of a model's sentences: bound to its passages, verified, shown or dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.base import Evidence, SentenceVerifier, Support
from assistant.answering.masking import foreign_contacts
from assistant.answering.model_events import Dropped, ModelEvent, Refused, Supported
from assistant.answering.model_output import Unit
from assistant.answering.prompts import is_exact_refusal, is_refusal
from assistant.text import fold

_NEUTRAL_INTRODUCTIONS = frozenset(
    f"{head}{tail} :".strip()
    for head in ("reponse", "la reponse", "voici la reponse", "voici ma reponse")
    for tail in ("", " a la question", " a votre question")
)


class Judge:
    """Decides what becomes of each sentence, in order.

    What announces a list (« Ne sont pas concernés : ») is checked with each of its items, since an item alone may
    say the contrary; it is shown with the first item that is supported.
    """

    def __init__(self, verifier: SentenceVerifier, evidence: Sequence[Evidence], shown: Sequence[Evidence]) -> None:
        self._verifier = verifier
        self._evidence = evidence
        self._by_number = {item.n: item for item in shown}
        self._introduction: Unit | None = None
        self._used = self._introduced = False
        self._seen: set[str] = set()
        self.supported = 0

    def events(self, unit: Unit) -> Iterator[ModelEvent]:
        """What becomes of one sentence; an introduction waits for the lines that it announces."""
        if is_exact_refusal(unit.text) or (not unit.markers and is_refusal(unit.text)):
            yield Dropped(unit.text, "refusal") if self.supported else Refused(unit.text)
        elif unit.introduces:
            yield from self._introduce(unit)
        else:
            introduction = self._introduction if unit.listed or not self._used else None
            event = self._judge(unit, introduction)
            self._used = True
            if isinstance(event, Supported):
                self.supported += 1
                self._introduced = self._introduced or introduction is not None
            yield event

    def close(self) -> Iterator[ModelEvent]:
        """What is left of an introduction that introduced nothing shown."""
        if self._introduction is not None and not self._introduced:
            yield Dropped(self._introduction.text, "introduction")
        self._introduction = None

    def _introduce(self, unit: Unit) -> Iterator[ModelEvent]:
        outer = self._introduction if unit.listed else None
        if outer is not None:
            unit = Unit(f"{outer.text} {unit.text}", tuple(dict.fromkeys(outer.markers + unit.markers)))
        else:
            yield from self.close()
        self._used = self._introduced = False
        if fold(unit.text) in _NEUTRAL_INTRODUCTIONS:
            yield Dropped(unit.text, "introduction")
        else:
            self._introduction = unit

    def _judge(self, unit: Unit, introduction: Unit | None) -> Supported | Dropped:
        checked = f"{introduction.text} {unit.text}" if introduction else unit.text
        markers = unit.markers or (introduction.markers if introduction else ())
        cited = [self._by_number[n] for n in markers if n in self._by_number]
        if not cited:
            return Dropped(unit.text, "unknown_marker" if markers else "no_marker")
        if fold(checked) in self._seen:
            return Dropped(unit.text, "repeated")
        supports = self._supports(checked, cited)
        moved = not supports
        supports = supports or self._supports(checked, [item for item in self._evidence if item not in cited])[:1]
        if not supports:
            return Dropped(unit.text, self._verifier.why_not(checked, cited))
        if foreign_contacts(checked, [support.evidence.passage.text for support in supports]):
            return Dropped(unit.text, "foreign_contact")
        self._seen.add(fold(checked))
        return Supported(unit.text if self._introduced else checked, supports, moved)

    def _supports(self, sentence: str, candidates: Sequence[Evidence]) -> tuple[Support, ...]:
        """The best support among the candidates, then those that support the sentence by themselves."""
        best = self._verifier.verify(sentence, candidates) if candidates else None
        if best is None:
            return ()
        rest = (item for item in candidates if item.n != best.evidence.n)
        return (best, *(found for item in rest if (found := self._verifier.verify(sentence, [item]))))
