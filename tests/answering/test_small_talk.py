"""Messages that ask nothing of the corpus, and questions that look like them."""

from __future__ import annotations

import pytest

from assistant.answering import messages
from assistant.answering.small_talk import small_talk


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("Bonjour à tous", messages.GREETING),
        ("Merci beaucoup !", messages.THANKS),
        ("Merci, au revoir", messages.GOODBYE),
        ("À bientôt", messages.GOODBYE),
        ("Bonne journée !", messages.GOODBYE),
        ("oui", messages.ACKNOWLEDGED),
        ("Qui es-tu ?", messages.HELP),
        ("Que sais-tu faire ?", messages.HELP),
        ("Qu'est-ce que tu peux faire ?", messages.HELP),
        ("aide", messages.HELP),
        ("Comment ça marche ?", messages.HELP),
        ("Comment ça va ?", messages.HOW_ARE_YOU),
        ("t'es nul", messages.RUDE),
        ("espèce d'idiot", messages.RUDE),
        ("quel imbécile", messages.RUDE),
        ("😀", messages.NOT_UNDERSTOOD),
        ("???", messages.NOT_UNDERSTOOD),
    ],
)
def test_small_talk_has_its_reply(message: str, reply: str) -> None:
    assert small_talk(message) == reply


@pytest.mark.parametrize(
    "question",
    [
        "Qui es le président ?",
        "aide aux entreprises",
        "Quelle aide pour les employeurs ?",
        "Comment fonctionne la VAE ?",
        "Merci de résumer le protocole de préfiguration",
        "Le taux nul s'applique-t-il aux apprentis ?",
        "Que peut faire une mission locale ?",
    ],
)
def test_a_question_is_not_small_talk(question: str) -> None:
    assert small_talk(question) is None
