"""The nearest sentences for a question in another language."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.candidates import Candidate
from assistant.answering.foreign import asked_type, nearest
from assistant.models import Block, BlockKind, Hit, Passage


def candidate(text: str, kind: BlockKind = "paragraph") -> Candidate:
    hit = Hit(Passage("p", "d", text, 0, len(text), (1,)), 1, {})
    return Candidate(hit, 0, len(text), text, Block(kind, 0, len(text)))


FOUND = [
    candidate("Le plan réunit les communes et les écoles."),
    candidate("Le plan compte 17 mesures en trois axes."),
    candidate("Un titre de cinq mots ici", "heading"),
    candidate("Combien de mesures compte le plan ?"),
    candidate("Le musée ferme ses portes le lundi."),
]
COSINES = np.array([0.84, 0.83, 0.99, 0.98, 0.80], dtype=np.float32)


def test_a_sentence_that_holds_what_is_asked_for_comes_first() -> None:
    found = nearest("How many measures are in the plan?", FOUND, COSINES)
    assert [one.text for one, _ in found] == [FOUND[1].text, FOUND[0].text]
    assert found[0][1] == pytest.approx(0.83)


def test_without_a_known_question_word_the_nearest_comes_first() -> None:
    assert [one.text for one, _ in nearest("Describe the plan", FOUND, COSINES)] == [FOUND[0].text, FOUND[1].text]
    assert nearest("Describe the plan", [], np.array([], dtype=np.float32)) == []


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many measures?", "number"), ("¿Cuántos compromisos?", "number"), ("Скільки заходів?", "number"),
        ("كم عدد الإجراءات؟", "number"), ("When was it signed?", "date"), ("Wer leitet das Komitee?", "agent"),
        ("¿Cuál es el presupuesto?", "amount"), ("Describe the plan", "any"),
    ],
)  # fmt: skip
def test_the_question_word_tells_what_is_asked_for(question: str, kind: str) -> None:
    assert asked_type(question) == kind
