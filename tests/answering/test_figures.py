"""Numbers and dates hold only where the support says them of the same thing."""

from __future__ import annotations

import pytest

from assistant.answering.figures import same_dates, same_numbers

JOBS = "Le taux est de 4,9 %, contre 5,8 % pour la région. La charte, signée par 42 structures, vaut pour cinq ans."
SHARES = "La Région en apporte 45 %, France Travail 35 % et l'État 20 %."
MARKS = "Les aides à domicile ont la note la plus élevée (92), devant les soudeurs (89) et les couvreurs (84)."
ENTRIES = "Le nombre d'entrées est porté de 4 100 en 2022 à 5 500 en 2024."
LIFE = (
    "Le protocole prend effet à sa signature et prend fin le 31 décembre 2024. "
    "La commission se prononce le 7 juin 2023."
)
CHARTER = "Réunies le 8 novembre 2022, elles adoptent la charte. Elle remplace celle du 14 mars 2016."


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("La Région apporte 45 %.", SHARES),
        ("L'État apporte 20 %.", SHARES),
        ("La Région apporte 45 %, France Travail 35 % et l'État 20 %.", SHARES),
        ("Le taux est de 5,8 % pour la région.", JOBS),
        ("La charte vaut pour 5 ans.", JOBS),
        ("Les soudeurs ont une note de 89.", MARKS),
        ("Le nombre d'entrées passe de 4 100 en 2022 à 5 500 en 2024.", ENTRIES),
        ("Le bassin compte 18 communes.", "Le bassin en compte 18. Ces communes sont rurales."),
        ("36 rencontres sont prévues.", "Deux rencontres par bassin sont prévues, soit 36 pour la région."),
        ("Les trois grands axes sont connus.", "Les trois axes sont connus."),
        ("Un conseiller suit au maximum 60 personnes.", "Un conseiller suit au plus 60 personnes."),
        ("La durée est limitée à 400 heures.", "La durée ne dépasse pas 400 heures."),
        ("Le texte a trois axes.", "Les mesures du texte sont rangées sous trois axes."),
        ("Ouvert aux 18 à 65 ans, entre le 1er mars et le 3 mai.", "Entre le 1er mars et le 3 mai, les 18 à 65 ans."),
        ("La troisième réunion a eu lieu.", "La 3e réunion a eu lieu."),
        ("Il se réunit une fois par an.", "Il se réunit une fois chaque année."),
    ],
)
def test_a_number_said_of_the_same_thing_is_supported(claim: str, support: str) -> None:
    assert same_numbers(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("L'État apporte 45 %.", SHARES),
        ("La Région apporte 20 %.", SHARES.replace("La Région en", "Elle en") + " La Région suit."),
        ("Les soudeurs ont la note la plus élevée (92).", MARKS),
        ("Les couvreurs ont une note de 89.", MARKS),
        ("Le nombre d'entrées est porté à 4 100 en 2024.", ENTRIES),
        ("Le nombre d'entrées passe de 5 500 à 4 100.", ENTRIES),
        ("42 ans séparent les chartes.", JOBS),
        ("Un conseiller suit au moins 60 personnes.", "Un conseiller suit au plus 60 personnes."),
        ("Un conseiller suit 60 personnes.", "Un conseiller suit au plus 60 personnes."),
        ("Il y a plus de 268 postes.", "Il y a 268 postes."),
        ("La durée dépasse 400 heures.", "La durée ne dépasse pas 400 heures."),
        ("Le coût est de 2 910 dollars.", "Le coût est de 2 910 euros."),
        ("Il retient 12 secteurs prioritaires.", "Il retient 12 métiers prioritaires."),
        ("Le protocole a 17 indicateurs.", "17\tBilan et indicateurs\t31/12/2024"),
        ("La deuxième réunion a eu lieu.", "La réunion a eu lieu."),
        ("La moitié des places est prise.", "Le tiers des places est pris."),
        ("Pour 41 métiers sur 24, il en manque.", "Pour 24 métiers sur 41, il en manque."),
        ("Adopté par 4 voix pour et 15 abstentions.", "Adopté par 15 voix pour et 4 abstentions."),
        ("Il se réunit une fois par mois.", "Il se réunit une fois par semaine."),
    ],
)
def test_a_number_of_another_thing_is_not(claim: str, support: str) -> None:
    assert not same_numbers(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Le protocole prend fin le 31/12/2024.", LIFE),
        ("La commission se prononce le 7 juin 2023.", LIFE),
        ("La charte remplace celle de 2016.", CHARTER),
        (
            "Les missions ont signé entre le 1er mars et le 3 mai 2022.",
            "Entre le 1er mars et le 3 mai 2022, elles ont signé.",
        ),
        ("Signé le 1er juin.", "Signé le 01/06/2023."),
        ("Signé en juin.", "Signé le 01/06/2023."),
        ("Ouvert à partir du 2 mai 2023.", "Ouvert à compter du 2 mai 2023."),
    ],
)
def test_a_date_said_of_the_same_event_is_supported(claim: str, support: str) -> None:
    assert same_dates(claim, support)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Le protocole prend fin le 7 juin 2023.", LIFE),
        ("La commission se prononce le 31 décembre 2024.", LIFE),
        ("Le protocole prend effet le 31 décembre 2024.", LIFE),
        ("La charte remplace celle de 2022.", CHARTER),
        ("Le comité choisit en janvier.", "Le comité choisit en décembre."),
        ("L'enquête a lieu à l'automne 2024.", "L'enquête a lieu au printemps 2024."),
        ("La réunion a lieu le lundi.", "La réunion a lieu le mardi."),
        ("Ouvert jusqu'au 2 mai 2023.", "Ouvert à compter du 2 mai 2023."),
    ],
)
def test_a_date_of_another_event_is_not(claim: str, support: str) -> None:
    assert not same_dates(claim, support)


def test_the_unit_of_a_cell_may_be_in_the_header_of_its_table() -> None:
    row = "Région\t45 %\t2 467 863"
    assert same_numbers("La Région verse 2 467 863 euros.", row, "Financeur | Part | Montant (€)")
    assert not same_numbers("La Région verse 2 467 863 euros.", row, "Financeur | Part | Places")
