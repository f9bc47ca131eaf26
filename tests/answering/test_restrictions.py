"""What a question restricts its answer to, and whether a sentence keeps it."""

import pytest

from assistant.answering.restrictions import enumerates, gives_cause, lacking, other_year, restrictions
from assistant.text import stems


def test_a_question_is_restricted_by_its_complements_names_and_years() -> None:
    found = restrictions("Quel est le taux de rupture dans le commerce, à Laval, à la rentrée 2022 ?")
    assert set(found.complements) == {frozenset(stems("commerce")), frozenset(stems("Laval"))}
    assert found.names == frozenset(stems("Laval"))
    assert found.years == {"2022"}
    assert found.act is None


def test_the_act_is_the_participle_and_the_verb_have_opens_no_complement() -> None:
    found = restrictions("Qui a signé l'accord pour la ville du Mans ?")
    assert found.act == stems("signé")[0]
    assert found.complements == (frozenset(stems("ville")),)


def test_acronyms_are_told_from_names_and_institutions_are_neither() -> None:
    found = restrictions("Qui coordonne le SPRO à la Région avec Maëlle Prodhomme ?")
    assert found.acronyms == frozenset(stems("SPRO"))
    assert found.names == frozenset(stems("Maëlle Prodhomme"))


def test_a_group_is_lacking_when_none_of_its_words_is_present() -> None:
    groups = (frozenset({"commerc"}), frozenset({"ville", "man"}))
    assert lacking(groups, frozenset({"man"})) == 0.5
    assert lacking(groups, frozenset()) == 1.0
    assert lacking((), frozenset()) == 0.0


@pytest.mark.parametrize(
    ("sentence", "before", "headings", "document", "value"),
    [
        ("En 2022, 120 jeunes.", "", "", "", 0.0),
        ("En 2021, 120 jeunes.", "", "", "2022-05-01", 1.0),
        ("120 jeunes, contre 90 en 2022.", "En 2023, tout change.", "", "", 0.5),
        ("Les jeunes sont 120.", "Le bilan 2021 est connu.", "", "2022-05-01", 1.0),
        ("Les jeunes sont 120.", "", "Bilan 2022", "2023-01-01", 0.0),
        ("Les jeunes sont 120.", "", "", "2022-05-01", 0.0),
        ("Les jeunes sont 120.", "", "", "", 0.0),
    ],
)
def test_the_nearest_year_told_decides(sentence: str, before: str, headings: str, document: str, value: float) -> None:
    assert other_year(frozenset({"2022"}), sentence, before, headings, document) == value


def test_without_a_year_asked_no_year_is_another() -> None:
    assert other_year(frozenset(), "En 2021, 120 jeunes.", "", "", "") == 0.0


def test_a_cause_is_announced_by_a_word() -> None:
    assert gives_cause("La convention est suspendue à l'avis des délégués.")
    assert gives_cause("Le taux baisse en raison de la crise.")
    assert not gives_cause("Le taux de rupture remonte à 20,7 %.")


def test_several_things_are_told_in_a_row_or_announced() -> None:
    assert enumerates("La charte pose trois principes :")
    assert enumerates("Le transport (47 %), la santé (36 %) et la garde des enfants.")
    assert not enumerates("Le plan réunit six opérateurs de compétences.")
    assert not enumerates("Le coût est de 2,5 millions et de 3,1 millions.")
