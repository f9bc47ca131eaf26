from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.masking import foreign_contacts
from assistant.answering.model_output import ReasoningFilter, SentenceBuffer, Unit, read_unit


def cut(text: str, size: int = 3) -> list[Unit]:
    buffer = SentenceBuffer()
    units = [unit for at in range(0, len(text), size) for unit in buffer.feed(text[at : at + size])]
    return units + buffer.close()


def shown(text: str, size: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    return [(unit.text, unit.markers) for unit in cut(text, size)]


@pytest.mark.parametrize(
    ("written", "markers"),
    [
        ("Il compte 17 engagements [1].", (1,)),
        ("Il compte 17 engagements. [1]", (1,)),
        ("Il compte 17 engagements.[1][2]", (1, 2)),
        ("Il compte 17 engagements [1, 2].", (1, 2)),
        ("Il compte 17 engagements [1 et 3].", (1, 3)),
        ("Il compte 17 engagements [2-4].", (2, 3, 4)),
        ("Il compte 17 engagements [Passage 1].", (1,)),
        ("Il compte 17 engagements [passages 1, 2].", (1, 2)),
        ("Il compte 17 engagements (passage 3).", (3,)),
        ("Il compte 17 engagements 【1】.", (1,)),
        ("Il compte 17 engagements【1†source】.", (1,)),
        ("Il compte 17 engagements [[1]].", (1,)),
        ("Il compte 17 engagements<sup>[1]</sup>.", (1,)),
        ("Il compte 17 engagements [1](https://exemple.org/1).", (1,)),
        ("Il compte 17 engagements [1][1].", (1,)),
        ("Il compte 17 engagements [42].", (42,)),
        ("Il compte 17 engagements.", ()),
    ],
)
def test_markers_of_every_form_are_read_and_removed(written: str, markers: tuple[int, ...]) -> None:
    assert shown(written) == [("Il compte 17 engagements.", markers)]


@pytest.mark.parametrize("written", ["Il dit « oui » [sic].", "L'article [2023] est cité.", "La liste (3) est close."])
def test_brackets_that_are_not_markers_are_left_alone(written: str) -> None:
    assert shown(written) == [(written, ())]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 1000])
def test_a_marker_after_the_stop_belongs_to_the_sentence_before_it_whatever_the_pieces(size: int) -> None:
    text = "Le protocole compte 17 engagements. [1] Il a été signé en Mayenne. [1][2]\nLe comité est régional [3]."
    assert shown(text, size) == [
        ("Le protocole compte 17 engagements.", (1,)),
        ("Il a été signé en Mayenne.", (1, 2)),
        ("Le comité est régional.", (3,)),
    ]


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    buffer = SentenceBuffer()
    assert buffer.feed("Le protocole compte 17 engagements. ") == []
    assert buffer.feed("[1") == []
    assert buffer.feed("] ") == []
    assert [unit.text for unit in buffer.feed("Il")] == ["Le protocole compte 17 engagements."]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("- **Insertion** : un parcours [1]", "Insertion : un parcours"),
        ("* un parcours [1]", "un parcours"),
        ("• un parcours [1]", "un parcours"),
        ("2. un parcours [1]", "un parcours"),
        ("### Les engagements", "Les engagements"),
        ("> *un parcours* [1]", "un parcours"),
        ("Le `comité` __régional__ se réunit [1].", "Le comité régional se réunit."),
        ("Voir [le site](https://exemple.org) [1].", "Voir le site."),
        ("Texte![x](https://exemple.org/pixel.png) sûr [1].", "Texte sûr."),
        ("Le nom_de_fichier et 2 * 3 * 4 [1].", "Le nom_de_fichier et 2 * 3 * 4."),
    ],
)
def test_formatting_is_taken_off_and_words_are_kept(written: str, text: str) -> None:
    assert [unit.text for unit in cut(written)] == [text]


def test_bold_at_the_head_of_a_sentence_does_not_glue_it_to_the_one_before() -> None:
    assert len(cut("Le comité se réunit [1]. **Le préfet** préside [2].")) == 2


def test_items_of_a_list_are_told_from_sentences() -> None:
    units = cut("Les thèmes sont :\n- l'insertion [1]\n- l'emploi [1]\nFin.")
    assert [(unit.introduces, unit.listed) for unit in units] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]


def test_invisible_and_direction_changing_characters_are_removed() -> None:
    assert read_unit("Le\u202e comi\u200bté [1].").text == "Le comité."


@pytest.mark.parametrize("size", [1, 2, 7, 100])
@pytest.mark.parametrize("tag", ["think", "thinking", "THINK"])
def test_reasoning_is_removed_whatever_the_pieces(tag: str, size: int) -> None:
    text = f"Avant <{tag}>je pense < 3 [1].</{tag}> après [1]"
    reasoning = ReasoningFilter()
    pieces = [reasoning.feed(text[at : at + size]) for at in range(0, len(text), size)]
    assert "".join(pieces) + reasoning.close() == "Avant  après [1]"


def test_reasoning_that_is_never_closed_hides_the_rest() -> None:
    reasoning = ReasoningFilter()
    assert reasoning.feed("Oui. <think>non, en fait") + reasoning.close() == "Oui. "


def test_the_end_of_reasoning_begun_in_the_prompt_restarts_the_text() -> None:
    reasoning = ReasoningFilter()
    reasoning.feed("je réfléchis")
    assert reasoning.feed(" encore</think>Oui.") == "Oui."
    assert reasoning.restarted


def test_contacts_that_no_source_holds_are_found() -> None:
    source = "Écrire à accueil@exemple.fr ou au 02 43 00 00 00, voir https://exemple.fr/page."
    assert foreign_contacts("Écrire à accueil@exemple.fr, au 02.43.00.00.00, https://exemple.fr/page", [source]) == ()
    assert foreign_contacts("Écrire à pirate@exemple.fr", [source]) == ("pirate@exemple.fr",)
    assert foreign_contacts("Appeler le 06 11 22 33 44.", [source]) == ("06 11 22 33 44",)
    assert foreign_contacts("Voir https://exemple.fr/autre.", [source]) == ("https://exemple.fr/autre",)


@given(st.text(alphabet="Aé 1.[]【(!»*_`<>/\n-:t", max_size=80), st.integers(1, 9))
def test_any_text_is_cut_the_same_in_pieces_or_at_once(text: str, size: int) -> None:
    words = [word for word, _ in shown(text, size)]
    assert "".join(words).replace(" ", "") == "".join(word for word, _ in shown(text, 1000)).replace(" ", "")
