"""The language of a question."""

from __future__ import annotations

import pytest

from assistant.answering.languages import FRENCH, language_of


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How many commitments does the agreement contain?", "anglais"),
        ("¿Cuántos compromisos tiene el protocolo?", "espagnol"),
        ("Quantos compromissos tem o protocolo?", "portugais"),
        ("Wie viele Verpflichtungen enthält das Protokoll?", "allemand"),
        ("Chi ha firmato il protocollo?", "italien"),
        ("Cine este președintele comitetului?", "roumain"),
        ("كم عدد الالتزامات في البروتوكول؟", "arabe"),
        ("چه کسی پروتکل را امضا کرد؟", "persan"),
        ("Скільки зобов'язань містить протокол?", "ukrainien"),
        ("Сколько обязательств в протоколе?", "russe"),
    ],
)
def test_a_question_is_read_in_its_language(question: str, language: str) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'engagements compte le protocole ?",
        "qui a signé",
        "CFA",
        "budget plan illettrisme",
        "training places",
        "Que dit le « Skills for all » de la Commission ?",
        "art. L. 6222-1",
        "",
        "???",
    ],
)
def test_a_doubt_goes_to_french(question: str) -> None:
    assert language_of(question) == FRENCH
