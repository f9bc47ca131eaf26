"""Authors and descriptors are recognised as people type them, and not invented."""

from __future__ import annotations

import pytest

from assistant.retrieval.names import NameBook

BOOK = NameBook(
    [
        "Académie de Nantes",
        "Agefiph Pays de la Loire",
        "Région Pays de la Loire",
        "Préfecture de la région Pays de la Loire",
        "Direction régionale du travail (Dreets) des Pays de la Loire",
        "Alliance des GEIQ des Pays de la Loire",
        "Formation et société",
    ],
    ["APPRENTISSAGE", "DEMANDEUR EMPLOI", "PERSONNE HANDICAPEE", "BESOIN MAIN-D'OEUVRE"],
    lambda label: ["alternance"] if label == "APPRENTISSAGE" else [],
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("la Région sur", "Région Pays de la Loire"),
        ("la région", "Région Pays de la Loire"),
        ("la préfecture de la région", "Préfecture de la région Pays de la Loire"),
        ("dreets", "Direction régionale du travail (Dreets) des Pays de la Loire"),
        ("GEIQ", "Alliance des GEIQ des Pays de la Loire"),
        ("l’académie de nantes en 2023", "Académie de Nantes"),
        ("Agefiph", "Agefiph Pays de la Loire"),
    ],
)
def test_an_author_is_found_by_name_by_acronym_or_by_its_beginning(typed: str, name: str) -> None:
    found = BOOK.authors_at(typed, 0)
    assert found is not None
    assert found.names == (name,)


@pytest.mark.parametrize("typed", ["formation", "la Région Bretagne", "l'État", "agefiph", "la Loire"])
def test_what_may_be_something_else_is_no_author(typed: str) -> None:
    assert BOOK.authors_at(typed, 0) is None


def test_after_by_a_single_plain_word_is_a_name() -> None:
    assert BOOK.authors_at("agefiph", 0, sure=True) is not None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("l'apprentissage depuis 2022", "APPRENTISSAGE"),
        ("les demandeurs d'emploi", "DEMANDEUR EMPLOI"),
        ("les personnes handicapées", "PERSONNE HANDICAPEE"),
        ("les besoins de main-d’œuvre", "BESOIN MAIN-D'OEUVRE"),
        ("l'alternance", "APPRENTISSAGE"),
    ],
)
def test_a_descriptor_is_found_whatever_its_number_accents_and_small_words(typed: str, label: str) -> None:
    found = BOOK.descriptor_at(typed, 0)
    assert found is not None
    assert found.names == (label,)


def test_a_part_of_a_label_is_not_the_descriptor() -> None:
    assert BOOK.descriptor_at("l'emploi", 0) is None
