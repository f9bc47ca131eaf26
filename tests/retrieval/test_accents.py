"""Accents that were not typed are found again in the corpus, and only there."""

from __future__ import annotations

from assistant.retrieval.accents import restore_accents
from assistant.text import stem

KNOWN = {stem(word): 3 for word in ("salarié", "numérique", "protocole", "région", "déléguée", "forêt")}


def restored(question: str) -> str:
    return restore_accents(question, lambda s: KNOWN.get(s, 0))


def test_accents_are_put_back_on_words_the_corpus_holds_with_them() -> None:
    assert restored("quel salarie en Region ?") == "quel salarié en Region ?"


def test_an_accent_before_a_mute_ending_is_found() -> None:
    assert restored("la deleguee") == "la deleguée"


def test_known_words_and_words_unknown_with_any_accent_are_left() -> None:
    assert restored("le protocole du marsupilami") == "le protocole du marsupilami"


def test_accented_words_are_left() -> None:
    assert restored("un protocolé") == "un protocolé"


def test_a_run_of_letters_longer_than_any_word_is_not_tried() -> None:
    asked: list[str] = []

    def frequency(word: str) -> int:
        asked.append(word)
        return 0

    assert restore_accents("a" * 2000, frequency) == "a" * 2000
    assert asked == []
