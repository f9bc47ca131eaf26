"""The line under an answer that tells what became of each sentence of a chat model."""

from __future__ import annotations

from typing import get_args

from selectolax.lexbor import LexborHTMLParser

from assistant.models import DropReason, SentenceCheck
from assistant.ui.texts import NBSP
from assistant.ui.verification_view import REASONS, summary_of, verification

CHECKS = (
    SentenceCheck("Le protocole compte 17 engagements.", "supported"),
    SentenceCheck("Il a été signé en Mayenne.", "moved"),
    SentenceCheck("Il coûte <b>3</b> millions d'euros.", "dropped", "number"),
    SentenceCheck("Il ne sera pas signé.", "dropped", "negation"),
)


def test_the_line_counts_sentences_and_tells_why_some_were_dropped() -> None:
    assert summary_of(CHECKS).replace(NBSP, " ") == (
        "4 phrases vérifiées, 1 citation corrigée, 2 écartées : nombre absent des passages ou dit d'autre chose,"
        " les passages disent le contraire"
    )
    assert summary_of(CHECKS[:1]).replace(NBSP, " ") == "1 phrase vérifiée"


def test_it_unfolds_to_the_sentences_that_were_moved_or_dropped_as_text() -> None:
    tree = LexborHTMLParser(verification(CHECKS))
    assert [item.text().replace(NBSP, " ") for item in tree.css("details li")] == [
        "Citation corrigée : « Il a été signé en Mayenne. »",
        "Écartée (nombre absent des passages ou dit d'autre chose) : « Il coûte <b>3</b> millions d'euros. »",
        "Écartée (les passages disent le contraire) : « Il ne sera pas signé. »",
    ]
    assert tree.css("b") == []


def test_there_is_no_line_without_a_chat_model() -> None:
    assert verification(()) == ""


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(get_args(DropReason))
