"""Does a sentence hold the kind of thing that is asked for?"""

from __future__ import annotations

import pytest

from assistant.answering.mentions import counts, impossible, satisfies
from assistant.answering.people import person_names
from assistant.answering.question import understand

SIGNED = "Christelle Morençais, présidente de la Région, a signé le protocole en Mayenne le 1er juin 2023."


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("Combien d'engagements ?", "Le texte compte 17 engagements.", 1),
        ("Combien d'engagements ?", "Les engagements sont suivis dans 18 bassins.", 0),
        ("Combien d'engagements ?", "Engagements : dix-sept", 1),
        ("Combien de places ?", "Un transfert est possible dans la limite de 10 % des places.", 0),
        ("Combien de places ?", "Opérateur | Places | Montant Afpa | 24 | 12 000 €", 1),
        ("Combien de bénéficiaires du RSA ?", "En 2023, les bénéficiaires du RSA sont accompagnés.", 0),
        ("Quel est le budget ?", "La Région apporte 1,2 million d'euros.", 1),
        ("Quel est le budget ?", "La Région apporte 12 conseillers.", 0),
        ("Quel taux de réussite ?", "Le taux atteint 45 %.", 1),
        ("Quand a-t-il été signé ?", SIGNED, 1),
        ("Quand a-t-il été signé ?", "Il a été signé par la Région.", 0),
        ("Qui a signé le protocole ?", SIGNED, 1),
        ("Où a-t-il été signé ?", SIGNED, 1),
        ("Comment s'appelle la présidente ?", SIGNED, 1),
        ("Quel est le nom du préfet ?", SIGNED, 0),
        ("Quel est le nom du préfet ?", "Il est coprésidé par le préfet de région et la présidente.", 0),
        ("Quel est le nom du préfet ?", "Le préfet, M. Durand, préside la séance.", 1),
        ("Quel est le nom du préfet ?", "La sous-préfète de Laval, Armelle Vauzelle, préside la séance.", 0),
        ("Quelle est la durée du stage ?", "Le stage dure six semaines.", 1),
        ("Que signifie Crefop ?", "Le Comité régional de l'emploi (Crefop) se réunit.", 1),
        ("Que signifie Crefop ?", "Le Crefop se réunit à Nantes.", 0),
    ],
)
def test_a_sentence_holds_what_is_asked_or_not(question: str, sentence: str, held: float) -> None:
    assert satisfies(understand(question), sentence) == held


def test_a_question_in_two_parts_is_half_answered_by_one() -> None:
    assert satisfies(understand("Qui a signé et quand ?"), "Le préfet a signé.") == 0.5


def test_a_record_line_answers_by_its_role() -> None:
    question = understand("Quel PDF est joint ?")
    assert satisfies(question, "Protocole Adobe Acrobat PDF", "pièce jointe document PDF") == 1
    assert satisfies(question, "Protocole de préfiguration", "") == 0


@pytest.mark.parametrize(
    ("question", "sentence", "possible"),
    [
        ("Combien d'engagements ?", "Sur 14 indicateurs, les engagements sont suivis.", True),
        ("Combien d'engagements ?", "Le texte compte 17 mesures.", True),  # the noun may be said in another word
        ("Combien d'allocataires ?", "Engagement 15 – Accompagner les allocataires", False),
        ("Quel est le numéro de téléphone de la mission locale ?", "La mission locale suit 120 jeunes.", False),
        ("Quelle est la durée du suivi ?", "La médiation est possible la première année.", True),
        ("Combien d'engagements ?", "Les engagements sont suivis.", False),
        ("Quand a-t-il été signé ?", "Il a été signé à la rentrée.", True),
        ("Quand a-t-il été signé ?", "Il a été signé.", False),
        ("Quelle part des jeunes ?", "Un tiers des jeunes.", True),
        ("Qui a signé et quand ?", "La Région a signé.", True),
        ("Quand est la séance après celle du 8 avril 2022 ?", "Une séance est prévue le 8 avril à 9 h 30.", False),
        ("Quand est la séance après celle du 8 avril 2022 ?", "Le 8 avril, la suivante a été fixée au 10 juin.", True),
        ("Quelle part des échanges ?", "Une aide est proposée sous 5 jours.", False),
        ("Quel est le prix ?", "Le stage dure 14 heures.", False),
    ],
)
def test_a_sentence_that_cannot_answer_is_told(question: str, sentence: str, possible: bool) -> None:
    assert impossible(understand(question), sentence) is not possible


def test_a_year_is_not_a_count() -> None:
    assert counts(None, "Signé en 2023.") == 0


def test_names_of_places_and_bodies_are_not_persons() -> None:
    sentence = "La Région des Pays de la Loire et Pôle emploi, avec Jean Bassères, réunissent France Travail."
    assert [sentence[a:b] for a, b in person_names(sentence)] == ["Jean Bassères"]
