"""A condition, a modality or a population more or less makes another sentence."""

from __future__ import annotations

import pytest

from assistant.answering.conditions import same_conditions, same_modality, same_population

AID = "Une aide de 300 euros est accordée aux apprentis, sauf en Sarthe."
LOAN = "La Région peut financer le permis de conduire, uniquement pour les moins de 26 ans."
FRONT = "Lorsque le taux est inférieur à 50 %, le solde est réduit de moitié ; le bilan est publié."


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        (AID, AID),
        ("Sauf en Sarthe, une aide est accordée aux apprentis.", AID),
        ("La Région peut financer le permis pour les moins de 26 ans uniquement.", LOAN),
        ("Le solde est réduit de moitié si le taux est inférieur à 50 %.", FRONT),
        ("Le bilan est publié.", FRONT),
        (
            "La charte prend effet le 1er janvier.",
            "La charte prend effet le 1er janvier et s'achève en mai, sauf accord.",
        ),
        ("Le délai n'excède pas dix jours.", "Le délai n'excède que de peu dix jours et n'excède pas douze jours."),
    ],
)
def test_what_keeps_the_condition_is_supported(claim: str, support: str) -> None:
    assert same_conditions(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Une aide de 300 euros est accordée aux apprentis.", AID),
        ("Une aide est accordée aux apprentis, sauf en Vendée.", AID),
        ("La Région peut financer le permis de conduire.", LOAN),
        ("Le solde est réduit de moitié.", FRONT),
        ("Le bilan est publié si l'opérateur le demande.", FRONT),
        ("Le guichet est ouvert à tous.", "Le guichet n'est ouvert qu'aux demandeurs d'emploi."),
        ("Le guichet est ouvert uniquement aux salariés.", "Le guichet est ouvert aux salariés."),
        ("Le stage se fait en entreprise, un tiers au moins.", "Le stage se fait en entreprise, un tiers au plus."),
    ],
)
def test_a_condition_forgotten_added_or_changed_is_not(claim: str, support: str) -> None:
    assert not same_conditions(claim, support)


@pytest.mark.parametrize(
    ("claim", "support", "same"),
    [
        ("La Région peut financer le permis.", LOAN, True),
        ("La Région doit financer le permis.", LOAN, False),
        ("La Région finance le permis.", LOAN, False),
        ("Le bilan doit être remis en mai.", "Le bilan doit être remis en mai.", True),
        ("Le bilan peut être remis en mai.", "Le bilan doit être remis en mai.", False),
        ("Le texte est modifié par avenant.", "Le texte peut être modifié par avenant.", False),
        ("Une médiation est obligatoire.", "Une médiation est possible.", False),
        ("Le bilan doit être remis le 31 mars.", "Le bilan est remis au plus tard le 31 mars.", True),
        ("Le guide doit être relu.", "Le guide est relu.", False),
        ("L'accord est suivi.", "L'accord est suivi ; il peut être suivi par un tiers.", True),
    ],
)
def test_what_may_be_is_neither_what_must_be_nor_what_is(claim: str, support: str, same: bool) -> None:
    assert same_modality(claim, support) is same


@pytest.mark.parametrize(
    ("claim", "support", "same"),
    [
        ("Toutes les structures ont signé.", "Toutes les structures ont signé.", True),
        ("Toutes les structures ont signé.", "Les structures ont signé.", True),
        ("Certaines structures ont signé.", "Toutes les structures ont signé.", False),
        ("Les structures ont signé.", "Certaines structures ont signé.", False),
        ("Tous les stagiaires ont un emploi.", "70 % des stagiaires ont un emploi.", False),
        ("Aucun stagiaire n'est indemnisé.", "Chaque stagiaire est indemnisé.", False),
        ("Le comité se réunit chaque année.", "Le comité se réunit une fois par an.", True),
    ],
)
def test_all_are_not_some(claim: str, support: str, same: bool) -> None:
    assert same_population(claim, support) is same
