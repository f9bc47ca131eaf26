"""What pins a question to one numbered thing or one year."""

import pytest

from assistant.answering.anchors import label_spans, labels_of, quantities_of, row_labels, without_comparisons, years_of


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Que prévoit l'engagement 3 du protocole ?", {"engagement 3"}),
        ("L'engagement n° 12 et l'annexe 2", {"engagement 12", "annexe 2"}),
        ("Engagement 15 – Accompagner les allocataires", {"engagement 15"}),
        ("Les articles L. 6323-1 et suivants", {"article l6323-1"}),
        ("Les 17 engagements du protocole", set()),
        ("L'objectif 100 % de réponses", set()),
        ("Un plan de 3 pages", set()),
    ],
)
def test_a_numbered_thing_is_named_by_its_noun_and_its_number(text: str, labels: set[str]) -> None:
    assert labels_of(text) == labels


def test_the_place_of_a_numbered_thing_is_that_of_its_noun_and_number() -> None:
    text = "voir l'engagement 15 du texte"
    assert [text[start:end] for start, end in label_spans(text)] == ["engagement 15"]


def test_a_row_is_what_its_first_cell_numbers_under_the_header() -> None:
    assert row_labels("N°\tObjet de l'engagement\tPilote", "7\tProspection\tDreets") == {"engagement 7"}
    assert row_labels("Nom\tOrganisme", "7\tDreets") == frozenset()
    assert row_labels("N°\tObjet de l'engagement", "Total\t17") == frozenset()


def test_what_a_sentence_compares_itself_with_is_left_out() -> None:
    told = "Au 31 décembre 2022, 52 180 apprentis, soit 36 % de plus qu'à la fin de 2020."
    assert years_of(without_comparisons(told)) == {"2022"}
    assert years_of(without_comparisons("3 050 apprentis en 2022, contre 1 240 en 2020.")) == {"2022"}
    assert years_of(told) == {"2020", "2022"}


def test_years_stand_in_dates_and_not_in_amounts() -> None:
    assert years_of("du 01/06/2023 au 2024-03-31") == {"2023", "2024"}
    assert years_of("une aide de 2000 € et 12023 dossiers") == frozenset()


def test_a_quantity_is_a_number_with_its_unit() -> None:
    found = quantities_of("la version de 14h, à 5 000 euros, en 2 jours ouvrés")
    assert found == {"14 heure": "14h", "5000 €": "5 000 euros", "2 jour": "2 jours"}
    assert set(quantities_of("14 participants et 20 % de remise, 1,5 an")) == {"20 %", "1.5 an"}
