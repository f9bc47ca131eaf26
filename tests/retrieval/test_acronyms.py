"""An acronym brings its long form and a long form its acronym, as the corpus defines them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pytest

from assistant.acronyms import long_key, short_key
from assistant.index.lexical import CountedDefinition
from assistant.retrieval.acronyms import WEIGHT, common_acronyms, expansions, read_list
from assistant.text import stems

CREFOP = "comité régional de l'emploi, de la formation et de l'orientation professionnelles"


@dataclass
class FakeDefinitions:
    """Definitions, those of most passages first."""

    known: tuple[CountedDefinition, ...] = ()

    def definitions(self, names: Collection[str]) -> list[CountedDefinition]:
        """Those under some names."""
        return [one for one in self.known if {short_key(one.short), long_key(one.long)} & set(names)]


CORPUS = FakeDefinitions(
    (
        CountedDefinition("Crefop", CREFOP, 9),
        CountedDefinition("C.F.A.", "centre de formation d'apprentis", 5),
        CountedDefinition("CFA", "centre de formation des adultes", 3),
        CountedDefinition("CFA", "commission des finances et des affaires", 1),
        CountedDefinition("ARE", "allocation de retour à l'emploi", 1),
        CountedDefinition("FA", "formation d'apprentis", 1),
    )
)
NOTHING = FakeDefinitions()


def shown(question: str, index: FakeDefinitions = CORPUS) -> list[str]:
    return [one.shown for one in expansions(question, index)]


@pytest.mark.parametrize("typed", ["crefop", "CREFOP", "Crefop"])
def test_an_acronym_brings_its_long_form_whatever_its_capitals(typed: str) -> None:
    (found,) = expansions(f"que fait le {typed} ?", CORPUS)
    assert (found.origin, found.shown, found.weight, found.source) == (typed, CREFOP, WEIGHT / 6, "acronym")
    assert found.stems == tuple(stems(CREFOP))


def test_an_acronym_brings_two_long_forms_those_of_most_passages_first() -> None:
    assert shown("les cfa") == ["centre de formation d'apprentis", "centre de formation des adultes"]


def test_a_long_form_that_holds_the_words_of_another_is_left_out() -> None:
    longs = ("contrat de travail à durée déterminée", "contrat à durée déterminée")
    index = FakeDefinitions(tuple(CountedDefinition("CDD", long, 9 - n) for n, long in enumerate(longs)))
    assert shown("un cdd", index) == ["contrat à durée déterminée"]


def test_an_accent_makes_a_word_in_small_letters_no_acronym() -> None:
    index = FakeDefinitions((CountedDefinition("CREE", "centre régional des études européennes", 2),))
    assert (shown("une école créée", index), shown("il crée", index)) == ([], [])
    assert shown("le CRÉE", index) == ["centre régional des études européennes"]


def test_an_acronym_with_dots_is_searched_without_them_too() -> None:
    found = expansions("les C.F.A. de la région", CORPUS)
    assert (found[0].stems, found[0].shown) == (("cfa",), "CFA")
    assert [one.shown for one in found[1:]] == ["centre de formation d'apprentis", "centre de formation des adultes"]


def test_a_long_form_brings_its_acronym_whatever_its_plural_and_a_part_of_it_brings_none() -> None:
    (found,) = expansions("Quels centres de formation d'apprentis ouvrent ?", CORPUS)
    assert (found.stems, found.shown, found.origin) == (("cfa",), "C.F.A.", "centres de formation d'apprentis")


def test_nothing_is_added_when_both_forms_are_in_the_question() -> None:
    assert shown(f"le Crefop ({CREFOP})") == []


def test_an_acronym_that_is_also_a_word_must_be_typed_in_capitals() -> None:
    assert shown("combien de hectares et d'are") == shown("est-ce que") == []
    assert shown("durée de l'ARE") == ["allocation de retour à l'emploi"]
    assert shown("DURÉE DE LA ARE OUVERTE") == []


def test_the_list_is_used_where_the_corpus_defines_nothing() -> None:
    assert shown("mon cpf", NOTHING) == ["compte personnel de formation"]
    assert shown("validation des acquis de l'expérience", NOTHING) == ["VAE"]
    assert shown("CFA", FakeDefinitions(CORPUS.known[3:4])) == ["commission des finances et des affaires"]


def test_an_acronym_of_two_parts_is_found() -> None:
    assert any("observatoire régional" in long for long in shown("le carif-oref", NOTHING))


def test_an_ordinary_question_brings_nothing() -> None:
    assert shown("Quel est le montant de la prime pour 2023 ?") == []


def test_each_line_of_the_list_can_be_used() -> None:
    common = common_acronyms()
    assert len({key for key in common.definitions if "_" not in key}) >= 115
    assert max(len(key.split("_")) for key in common.definitions) <= 10


def test_a_line_of_another_form_is_told() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_list("CPF = compte personnel de formation\nCPF compte personnel")
