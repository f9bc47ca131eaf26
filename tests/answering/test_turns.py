"""Messages that stand for a question already asked."""

from __future__ import annotations

import pytest

from assistant.answering import messages
from assistant.answering.rewriting import rewrite, self_contained
from assistant.answering.turns import turned
from assistant.models import Turn

FRAME = "Combien d'engagements compte le protocole ?"
FIRST = "« Protocole : le vote » (notice, 7 juillet 2023, a.html)"
SECOND = "« Protocole régional » (PDF, 1er juin 2024, b.pdf)"
WHICH = messages.which_one("le protocole", [FIRST, SECOND])
PROPOSED = messages.no_such_document("le rapport sur la pêche", SECOND)


def conversation(*said: str) -> list[Turn]:
    return [Turn("user" if place % 2 == 0 else "assistant", text) for place, text in enumerate(said)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("en plus court", f"En plus court : {FRAME}"),
        ("Peux-tu résumer ?", f"En plus court : {FRAME}"),
        ("reformule", f"En plus court : {FRAME}"),
        ("plus de détails", f"Plus de détails : {FRAME}"),
        ("continue", f"Plus de détails : {FRAME}"),
        ("dis-m'en plus", f"Plus de détails : {FRAME}"),
        ("la plus récente ?", f"D'après le plus récent : {FRAME}"),
        ("résume ce document", f"résume le document qui répond à « {FRAME} »"),
        ("Qui a signé la charte de l'accueil ?", None),
    ],
)
def test_a_message_stands_for_the_question_before_told_otherwise(message: str, expected: str | None) -> None:
    assert turned(message, FRAME, "17 engagements. [1]") == expected


def test_the_newest_of_a_listing_is_asked_of_the_catalogue() -> None:
    frame = "Combien de notices sur l'apprentissage ?"
    assert turned("la plus récente ?", frame, "") == "Quelle est la notice la plus récente sur l'apprentissage ?"


@pytest.mark.parametrize("reply", ["la deuxième", "2", "celle de 2024", "le PDF"])
def test_a_document_picked_takes_its_place_in_the_request(reply: str) -> None:
    history = conversation("Résume le protocole", WHICH)
    assert not self_contained(reply, history)
    assert rewrite(reply, history) == f"Résume {SECOND}"


def test_a_document_picked_takes_its_place_in_a_comparison() -> None:
    assert turned("le premier", "Compare le protocole et son bilan", WHICH) == f"Compare {FIRST} et son bilan"


def test_a_yes_accepts_the_document_proposed_and_means_nothing_else() -> None:
    history = conversation("Résume le rapport sur la pêche", PROPOSED)
    assert rewrite("oui", history) == f"Résume {SECOND}"
    assert rewrite("non", history) == "non"
    assert rewrite("oui", conversation(FRAME, "17. [1]")) == "oui"


def test_another_question_after_a_choice_is_itself() -> None:
    history = conversation("Résume le protocole", WHICH)
    asked = "Quel est le budget du plan contre l'illettrisme ?"
    assert rewrite(asked, history) == asked


def test_thanks_do_not_change_what_is_talked_about() -> None:
    history = conversation(FRAME, "17. [1]", "Merci !", messages.THANKS)
    assert rewrite("Plus de détails", history) == f"Plus de détails : {FRAME}"
    assert rewrite("Merci", history) == "Merci"


def test_told_otherwise_twice_is_told_otherwise_once() -> None:
    history = conversation(FRAME, "17. [1]", "continue", "Il y en a trois. [1]")
    assert rewrite("en plus court", history) == f"En plus court : {FRAME}"


def test_a_request_that_names_its_documents_takes_nothing_from_before() -> None:
    history = conversation(FRAME, "17. [1]")
    for request in ("Résume la charte", "Compare le protocole et son bilan", "Que veut dire CFA ?"):
        assert rewrite(request, history) == request


def test_a_number_alone_is_that_of_the_noun_before() -> None:
    history = conversation("Que prévoit l'engagement 7 du protocole ?", "…")
    assert rewrite("et le 8 ?", history) == "Que prévoit l'engagement 8 du protocole ?"
    assert rewrite("et le huitième ?", history) == "Que prévoit l'engagement 8 du protocole ?"


def test_a_follow_up_of_a_request_is_about_the_document_that_it_names() -> None:
    history = conversation("Résume la charte de l'accueil", "…")
    assert rewrite("et pour les jeunes ?", history) == "À propos de « la charte de l'accueil » : et pour les jeunes ?"
