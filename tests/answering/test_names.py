"""Names must stand in the support, among the words that they go with."""

from __future__ import annotations

import pytest

from assistant.answering.names import names, same_names

MEETING = "La prochaine réunion se tient à Craon. Un guichet ouvre à Laval."
FOLLOW = "Un comité de suivi, animé par Maëlle Prodhomme, du Conseil régional, se réunit deux fois."


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("La réunion se tient à Craon.", MEETING),
        ("Le comité est animé par Maëlle Prodhomme.", FOLLOW),
        ("MAËLLE PRODHOMME anime le comité.", FOLLOW),
        ("Les allocataires du RSA sont reçus.", "Les allocataires du revenu de solidarité active sont reçus."),
        ("La POEI dure 400 heures.", "La préparation (POEI) prépare à un emploi. Elle dure 400 heures."),
        ("La Sarthe compte 41 places.", "3.1. Sarthe\nLe bassin compte 41 places."),
        ("Toutefois, la réunion a lieu.", "La réunion a lieu."),
        ("Actuellement, la réunion a lieu.", "La réunion a lieu."),
    ],
)
def test_names_of_the_support_hold(claim: str, support: str) -> None:
    assert same_names(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("La réunion se tient à Angers.", MEETING),
        ("Nantes accueille la réunion.", MEETING),
        ("Dupont anime le comité de suivi.", FOLLOW),
        ("La prochaine réunion se tient à Laval.", MEETING),
        ("Les allocataires de l'ASS sont reçus.", "Les allocataires du revenu de solidarité active sont reçus."),
        ("Le comité régional se réunit deux fois.", FOLLOW),
        ("Un forum ouvre à Évron.", "4\tOuvrir un forum à Craon\n5\tÉtudier une navette pour Évron"),
    ],
)
def test_a_name_that_is_absent_or_said_of_something_else_does_not(claim: str, support: str) -> None:
    assert not same_names(claim, support)


def test_a_title_above_the_words_may_hold_the_name() -> None:
    assert same_names("Le protocole de Mayenne a 17 mesures.", "Le texte a 17 mesures.", "Protocole signé en Mayenne")


def test_a_word_of_the_dictionary_is_no_name_at_the_head_of_a_sentence() -> None:
    claim = "Signé par Maude Verchère, il engage l'AFPA."
    assert [claim[token.start : token.end] for token in names(claim)] == ["Maude", "Verchère", "AFPA"]
