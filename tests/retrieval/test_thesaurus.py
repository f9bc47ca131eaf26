"""The thesaurus: labels recognised in questions, terms added to them, names for filters, and where it is found."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.query import Expansion
from assistant.retrieval.skos import Concept
from assistant.retrieval.thesaurus import (
    COMMON,
    MAX_EXPANSIONS,
    MAX_OF_A_KIND,
    RARE,
    W_BROAD,
    W_NARROW,
    W_REL,
    W_SYN,
    Thesaurus,
    thesaurus_path,
)
from assistant.settings import AUTOMATIC
from assistant.text import stems

CONCEPTS = (
    Concept("1", "EMPLOI", ("marché du travail",), codes=("41000",), narrower=("2", "3")),
    Concept("2", "POLITIQUE EMPLOI", ("politique de l'emploi",), codes=("41087",), broader=("1",)),
    Concept("3", "CHOMAGE", ("sans emploi", "taux de chômage"), codes=("41040",), broader=("1",), related=("4",)),
    Concept("4", "DEMANDEUR EMPLOI", ("chômeur",), ("chomdu",), ("42005",), related=("3",)),
    Concept("5", "CONTRAT APPRENTISSAGE", ("alternance",)),
    Concept("6", "SALARIE"),
    Concept("7", ""),
)
SMALL = Thesaurus(CONCEPTS)


@pytest.fixture(scope="module")
def sample(root: Path) -> Thesaurus:
    return Thesaurus.load(root / "corpus" / "thesaurus")


def counts(**known: int) -> Callable[[str], int]:
    """Numbers of passages by stem; the others are in none."""
    return lambda term: known.get(term, 0)


def recognised(text: str, thesaurus: Thesaurus = SMALL) -> list[tuple[str, str]]:
    return [(found.typed, concept.label) for found in thesaurus.found_in(text) for concept in found.concepts]


def shown(expansions: list[Expansion]) -> list[tuple[str, float]]:
    return [(expansion.shown, expansion.weight) for expansion in expansions]


@pytest.mark.parametrize(
    ("question", "typed", "label"),
    [
        ("Que dit la politique de l'emploi ?", "politique de l'emploi", "POLITIQUE EMPLOI"),
        ("Que disent les politiques pour l’emploi ?", "politiques pour l’emploi", "POLITIQUE EMPLOI"),
        ("POLITIQUE EMPLOI", "POLITIQUE EMPLOI", "POLITIQUE EMPLOI"),
        ("les contrats d'apprentissage", "contrats d'apprentissage", "CONTRAT APPRENTISSAGE"),
        ("le nombre de chômeurs", "chômeurs", "DEMANDEUR EMPLOI"),
        ("le nombre de chomeurs", "chomeurs", "DEMANDEUR EMPLOI"),
        ("un chomdu", "chomdu", "DEMANDEUR EMPLOI"),
        ("les salariés de la région", "salariés", "SALARIE"),
        ("les jeunes sans emploi", "sans emploi", "CHOMAGE"),
    ],
)
def test_a_label_is_recognised_in_any_case_number_and_with_its_small_words(
    question: str, typed: str, label: str
) -> None:
    assert recognised(question) == [(typed, label)]


def test_the_longest_label_wins_and_hides_those_inside() -> None:
    assert recognised("emploi et politique de l'emploi") == [
        ("emploi", "EMPLOI"),
        ("politique de l'emploi", "POLITIQUE EMPLOI"),
    ]


def test_a_small_word_that_changes_the_meaning_is_not_skipped() -> None:
    assert recognised("l'emploi des jeunes") == [("emploi", "EMPLOI")]
    assert ("sans emploi", W_SYN) not in shown(SMALL.expansions("le chômage"))


def test_a_synonym_leads_to_the_descriptor_and_the_descriptor_to_its_synonyms() -> None:
    assert SMALL.expansions("alternance") == [
        Expansion(("contrat", "apprentissag"), W_SYN / 2, "thesaurus", "alternance", "contrat apprentissage")
    ]
    assert SMALL.expansions("contrat d'apprentissage") == [
        Expansion(("altern",), W_SYN, "thesaurus", "contrat d'apprentissage", "alternance")
    ]


def test_the_terms_of_a_kind_share_its_weight_and_the_stems_of_a_term_that_of_the_term() -> None:
    assert 1 > W_SYN > W_NARROW > W_REL > W_BROAD > 0
    assert shown(SMALL.expansions("marché du travail")) == [
        ("emploi", W_SYN),
        ("chomage", W_NARROW / 2),
        ("politique emploi", W_NARROW / 2 / 2),
    ]
    assert shown(SMALL.expansions("taux de chômage")) == [("emploi", W_BROAD), ("demandeur emploi", W_REL / 2)]


def test_hidden_labels_are_recognised_and_never_added() -> None:
    assert {label for label, _ in shown(SMALL.expansions("chomdu"))} == {"demandeur emploi", "chômeur", "chomage"}
    assert "chomdu" not in [label for label, _ in shown(SMALL.expansions("chômeurs"))]


def test_words_that_the_documents_use_already_are_left_as_they_are() -> None:
    limit = int(RARE * 1000)
    assert shown(SMALL.expansions("alternance", counts(altern=limit), 1000)) == [("contrat apprentissage", W_SYN / 2)]
    assert SMALL.expansions("alternance", counts(altern=limit + 1), 1000) == []


def test_a_term_that_stands_in_too_many_passages_is_not_added() -> None:
    limit = int(COMMON * 1000)
    kept = SMALL.expansions("marché du travail", counts(emploi=limit), 1000)
    assert ("emploi", W_SYN) in shown(kept)
    kept = SMALL.expansions("marché du travail", counts(emploi=limit + 1), 1000)
    assert [label for label, _ in shown(kept)] == ["chomage", "politique emploi"]


def test_capitals_take_back_the_accents_that_the_documents_have() -> None:
    thesaurus = Thesaurus([Concept("1", "SALARIE", ("employé",))])
    assert thesaurus.expansions("les employés", counts(salari=3), 1000) == [
        Expansion(("salari",), W_SYN, "thesaurus", "employés", "salarié")
    ]


def test_a_label_of_several_concepts_gives_the_terms_of_all() -> None:
    thesaurus = Thesaurus([Concept("1", "TUTORAT", ("accompagnement",)), Concept("2", "MENTORAT", ("Accompagnement",))])
    assert shown(thesaurus.expansions("accompagnement")) == [("tutorat", W_SYN / 2), ("mentorat", W_SYN / 2)]
    assert thesaurus.descriptor_names("accompagnements") == ["TUTORAT", "MENTORAT"]


def test_a_label_that_one_concept_prefers_is_still_the_synonym_of_another() -> None:
    thesaurus = Thesaurus([Concept("1", "STAGE", ("apprentissage",)), Concept("2", "APPRENTISSAGE")])
    assert thesaurus.descriptor_names("apprentissage") == ["APPRENTISSAGE", "STAGE"]


def test_the_number_of_terms_added_has_a_limit_for_a_concept_and_for_a_question() -> None:
    many = [Concept(f"n{i}", f"terme{i}", broader=("0",)) for i in range(50)]
    top = Concept("0", "sommet", tuple(f"autre{i}" for i in range(50)), narrower=tuple(one.id for one in many))
    weights = [weight for _, weight in shown(Thesaurus([top, *many]).expansions("sommet"))]
    assert weights == [W_SYN / MAX_OF_A_KIND] * MAX_OF_A_KIND + [W_NARROW / MAX_OF_A_KIND] * MAX_OF_A_KIND
    others = [Concept(f"o{i}", f"mot{i}", tuple(f"syn{i}x{j}" for j in range(5))) for i in range(20)]
    all_of_them = Thesaurus(others).expansions(" ".join(concept.label for concept in others))
    assert len(all_of_them) == MAX_EXPANSIONS


def test_a_descriptor_is_named_with_and_without_its_code_from_any_of_its_names() -> None:
    names = ["DEMANDEUR EMPLOI", "DEMANDEUR EMPLOI 42005", "42005"]
    for typed in ("chômeurs", "Demandeurs d'emploi", "demandeur emploi 42005", "42005", " DEMANDEUR  EMPLOI "):
        assert SMALL.descriptor_names(typed) == names
    for typed in ("boulangerie", "42005 " * 500, "", "?", "demandeur emploi 41087", "99999"):
        assert SMALL.descriptor_names(typed) == []


def test_the_synonyms_of_a_descriptor_are_its_other_labels_save_those_that_small_words_change() -> None:
    assert SMALL.synonyms("DEMANDEUR EMPLOI") == ["chômeur", "chomdu"]
    assert SMALL.synonyms("DEMANDEUR EMPLOI 42005") == ["DEMANDEUR EMPLOI", "chômeur", "chomdu"]
    assert SMALL.synonyms("CHOMAGE") == ["taux de chômage"]
    assert SMALL.synonyms("BOULANGERIE") == []


def test_the_terms_below_come_the_nearest_first_even_where_the_hierarchy_runs_in_circles() -> None:
    assert SMALL.narrower_closure("marché du travail")[::3] == ["EMPLOI", "POLITIQUE EMPLOI", "CHOMAGE"]
    circle = Thesaurus([Concept("1", "A1", narrower=("2",)), Concept("2", "A2", narrower=("1",))])
    assert circle.narrower_closure("a2") == ["A2", "A1"]
    assert circle.narrower_closure("rien") == []


def test_a_thesaurus_of_twenty_thousand_concepts_answers_at_once() -> None:
    big = Thesaurus([Concept(str(i), f"terme numéro {i}", (f"autre mot {i}",)) for i in range(20_000)])
    before = time.perf_counter()
    assert shown(big.expansions("le terme numéro 12345 " + "terme numéro " * 100)) == [("autre mot 12345", W_SYN / 2)]
    assert time.perf_counter() - before < 0.5


WORDS = sorted(
    {word for concept in CONCEPTS for label in (concept.label, *concept.alternatives) for word in label.split()}
)


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=12).map(" ".join))
def test_no_expansion_says_the_question_again_or_comes_twice_and_the_order_is_always_the_same(question: str) -> None:
    found = SMALL.expansions(question)
    assert all(set(one.stems) - set(stems(question)) for one in found)
    assert len({frozenset(one.stems) for one in found}) == len(found)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert found == Thesaurus(CONCEPTS).expansions(question)
    assert all(one.origin in question for one in found)


def test_the_sample_thesaurus_knows_the_words_of_its_corpus(sample: Thesaurus) -> None:
    assert len(sample.concepts) == 73
    assert sample.descriptor_names("chômeurs") == ["DEMANDEUR EMPLOI", "DEMANDEUR EMPLOI 42005", "42005"]
    assert "CHOMAGE" in sample.narrower_closure("emploi")
    assert "besoin main-d'oeuvre" in [label for label, _ in shown(sample.expansions("l'enquête BMO"))]


def test_every_label_of_the_sample_leads_to_its_concept(sample: Thesaurus) -> None:
    for concept in sample.concepts:
        for label in (concept.label, *concept.alternatives):
            assert concept.label in sample.descriptor_names(label), label


def test_the_thesaurus_of_the_setting_is_used_whatever_the_corpus(tmp_path: Path, root: Path) -> None:
    assert thesaurus_path(tmp_path / "mien.ttl", [root / "corpus"]) == tmp_path / "mien.ttl"
    assert thesaurus_path(None, [root / "corpus"]) is None


def test_without_a_setting_only_a_corpus_with_its_own_thesaurus_has_one(tmp_path: Path, root: Path) -> None:
    mine = tmp_path / "fonds"
    (mine / "thesaurus").mkdir(parents=True)
    (mine / "thesaurus" / "note.txt").write_text("rien", encoding="utf-8")
    assert thesaurus_path(AUTOMATIC, [mine]) is None
    assert thesaurus_path(AUTOMATIC, [mine, root / "corpus"]) == root / "corpus" / "thesaurus"
    assert thesaurus_path(AUTOMATIC, []) is None
