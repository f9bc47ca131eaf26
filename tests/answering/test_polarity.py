"""A yes is not supported by a no, nor a word by its opposite; other words of the support do not matter."""

from __future__ import annotations

import pytest

from assistant.answering.polarity import same_polarity

BOTH = "La Région finance les places mais ne prend pas en charge le transport."


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("La Région finance les places.", BOTH),
        ("La Région ne prend pas en charge le transport.", BOTH),
        ("La mesure ne concerne pas les apprentis.", "Les apprentis ne sont pas concernés par la mesure."),
        ("L'accueil est gratuit, sans condition d'âge.", "L'accueil est gratuit, sans condition d'âge ni de statut."),
        ("L'accueil est gratuit.", "L'accueil est gratuit, sans condition d'âge."),
        ("Les inscrits, indemnisés ou non, ont une place.", "Une place est ouverte aux inscrits, indemnisés ou non."),
        ("Le délai ne dépasse pas six semaines.", "Le délai est de six semaines au plus."),
        (
            "Après deux avis, la structure perd le label.",
            "La structure qui ne suit pas la règle a un avis ; après deux avis, elle perd le label.",
        ),
    ],
)
def test_what_says_the_same_is_supported_whatever_stands_beside(claim: str, support: str) -> None:
    assert same_polarity(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("La Région ne finance pas les places.", BOTH),
        ("La Région prend en charge le transport.", BOTH),
        ("Les apprentis sont concernés.", "Ne sont pas concernés, à ce jour, les apprentis."),
        ("Le texte ne compte pas 17 mesures.", "Sur les 17 mesures, 3 n'ont pas commencé."),
        ("L'accueil pose une condition d'âge.", "L'accueil est ouvert sans condition d'âge."),
        ("Le renvoi est admis.", "Le renvoi n'est plus admis."),
        ("L'anonymat n'est jamais garanti.", "L'anonymat est garanti."),
        ("Le cumul est autorisé.", "Le cumul est interdit."),
        ("La commission a rejeté le texte.", "La commission se prononce sur le texte."),
    ],
)
def test_a_negation_more_or_less_is_not(claim: str, support: str) -> None:
    assert not same_polarity(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Le premier rapport est remis en mai.", "Le dernier rapport est remis en mai."),
        ("Le comité national se réunit.", "Le comité régional se réunit."),
        ("Le dossier est remis avant l'entretien.", "Le dossier est remis après l'entretien."),
        ("Les formés sont plus nombreux.", "Les formés sont moins nombreux."),
        ("Elle a la part la moins élevée.", "Elle a la part la plus élevée."),
        ("Le taux est en hausse.", "Le taux diminue, et le taux de la région aussi."),
        ("Il est remis au plus tôt en mai.", "Il est remis au plus tard en mai."),
        ("Le chômage est inférieur à la moyenne.", "Le chômage est supérieur à la moyenne."),
    ],
)
def test_the_opposite_word_beside_the_same_words_is_not(claim: str, support: str) -> None:
    assert not same_polarity(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Le premier rapport est remis en mai.", "Le rapport initial est remis en mai, le mois dernier de la session."),
        (
            "Le réseau national accueille le public.",
            "Le réseau accueille tous les publics. Le conseil régional l'aide.",
        ),
        ("Le dossier est remis avant la session.", "Le dossier est remis sept jours plus tôt. Il est relu après."),
        ("Le plan compte plus de 60 lieux.", "Le plan compte plus de 60 lieux, dont au moins 12 ruraux."),
        ("La hausse est de 3 %.", "La hausse de 3 % suit une baisse de 2 %."),
    ],
)
def test_the_opposite_word_elsewhere_does_not_matter(claim: str, support: str) -> None:
    assert same_polarity(claim, support)
