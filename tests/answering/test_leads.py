"""The span that answers, before the quote: given only when one span can be meant."""

import pytest

from assistant.answering.leads import lead
from assistant.answering.question import understand

SHARES = "La Loire-Atlantique compte 21 340 apprentis, la Vendée 8 910, la Sarthe 5 830 et la Mayenne 3 840."


@pytest.mark.parametrize(
    ("question", "sentence", "span"),
    [
        (
            "Combien d'engagements compte le texte ?",
            "Le texte compte 17 engagements, en trois thèmes.",
            "17 engagements",
        ),
        ("Combien d'apprentis en Sarthe ?", SHARES, "5 830"),
        ("Combien d'anneaux pour les bacs ?", "Soit 40 pour la pêche et 12 pour les bacs.", "12 pour les bacs"),
        (
            "Le relevé se fait au pas de combien de mètres ?",
            "Les relevés sont faits sur le modèle de l'IGN 4 , modèle au pas de 25 mètres, à 2 près.",
            "25 mètres",
        ),
        ("Combien d'entreprises rencontrées ?", "Ils ont rencontré plus de 840 employeurs.", "plus de 840 employeurs"),
        ("Combien de personnes par tuteur ?", "Un tuteur suit deux salariés au plus.", "deux salariés au plus"),
        (
            "Quand finit le protocole ?",
            "Il prend effet à sa signature et prend fin le 31 décembre 2024.",
            "le 31 décembre 2024",
        ),
        ("Quel est le budget du plan ?", "Le plan est doté de 6,9 millions d'euros.", "6,9 millions d'euros"),
        ("Quelle part des femmes ?", "Les femmes représentent 71 % des candidats.", "71 %"),
        ("Sous quel délai ?", "Un entretien est proposé dans les cinq jours ouvrés.", "cinq jours ouvrés"),
        ("Qui anime le comité ?", "Un comité, animé par Maëlle Prodhomme, se réunit.", "Maëlle Prodhomme"),
    ],
)
def test_the_only_span_that_can_be_meant_is_the_lead(question: str, sentence: str, span: str) -> None:
    assert lead(understand(question), sentence) == span


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Combien d'apprentis dans la région ?", "En Vendée 8 910 apprentis, en Sarthe 5 830 apprentis."),
        (
            "Combien de points en tout ?",
            "De 45 à 55 cm, 4 points par carré, 24 carrés, 96 points par côté, 384 pour les 4 côtés.",
        ),
        ("Quand se réunit le comité ?", "Le comité se réunit le 5 décembre 2023 et le 19 mars 2024."),
        ("Qui finance ?", "Le suivi est confié à Rozenn Dautry."),
        ("Combien d'allocataires ?", "Engagement 15 – Accompagner les allocataires"),
        ("Que prévoit le texte ?", "Le texte prévoit 17 engagements."),
        ("Quand et combien ?", "Le 5 décembre 2023, 17 engagements."),
    ],
)
def test_a_span_that_may_not_be_meant_is_no_lead(question: str, sentence: str) -> None:
    assert lead(understand(question), sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Combien de membres au conseil ?", "Les membres se réunissent trois mois après."),
        ("Combien d'heures par an ?", "L'année compte 46 semaines et des heures de travail."),
        ("Combien de candidatures par an ?", "Le candidat ne peut présenter plus de trois candidatures."),
        ("Quand a lieu la séance qui suit celle du 8 avril ?", "La séance a eu lieu le 8 avril 2022."),
    ],
)
def test_a_span_that_says_another_thing_or_the_contrary_is_no_lead(question: str, sentence: str) -> None:
    assert lead(understand(question), sentence) is None
