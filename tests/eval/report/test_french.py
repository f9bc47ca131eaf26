"""Numbers, intervals and dates as French writes them."""

from __future__ import annotations

import pytest

from eval.report import french
from eval.report.french import NBSP, THIN


def test_numbers_take_a_decimal_comma_a_thin_space_between_thousands_and_a_true_minus() -> None:
    assert french.number(12345.678, 2) == f"12{THIN}345,68"
    assert french.number(-0.25, 2) == "−0,25"
    assert french.number(-0.0001, 2) == "0,00"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), "0.5", True])
def test_what_is_not_a_finite_number_is_said_to_be_absent(value: object) -> None:
    shown = [french.number(value), french.percent(value), french.measure(value, "percent"), french.p_value(value),
             french.duration(value), french.difference(value, "percent")]  # fmt: skip
    assert set(shown) == {"sans objet"}
    assert french.interval(value, 0.5, "percent") == ""
    assert french.difference_interval(0.1, value, "decimal") == ""


def test_shares_are_in_percent_after_a_no_break_space() -> None:
    assert french.measure(0.8125, "percent") == f"81,2{NBSP}%"
    assert french.interval(0.741, 0.88, "percent") == f"de 74,1 à 88,0{NBSP}%"


def test_a_number_of_pages_is_plural_from_two_on() -> None:
    assert french.measure(1.42, "pages") == f"1,4{NBSP}page"
    assert french.measure(2, "pages") == f"2,0{NBSP}pages"


def test_a_difference_of_shares_is_in_points_and_always_signed() -> None:
    assert french.difference(0.023, "percent") == f"+2,3{NBSP}points"
    assert french.difference(-0.01, "percent") == f"−1,0{NBSP}point"
    assert french.difference(0.0, "decimal") == "0,000"
    assert french.difference_interval(-0.012, 0.04, "percent") == "de −1,2 à +4,0"


def test_a_tiny_p_value_is_not_rounded_to_zero() -> None:
    assert french.p_value(0.0312) == "0,031"
    assert french.p_value(0.0002) == f"<{NBSP}0,001"


def test_durations_turn_to_seconds_from_one_second_on() -> None:
    assert [french.duration(ms) for ms in (0.4, 61.2, 1312)] == [f"0,4{NBSP}ms", f"61{NBSP}ms", f"1,3{NBSP}s"]


def test_zero_and_one_are_singular() -> None:
    assert [french.counted(n, "question") for n in (0, 1, 2)] == [
        f"0{NBSP}question",
        f"1{NBSP}question",
        f"2{NBSP}questions",
    ]


def test_a_date_is_written_out_and_what_is_none_is_left_as_it_stands() -> None:
    assert french.day("2026-11-01T20:05:00+00:00") == f"1er{NBSP}novembre{NBSP}2026 à 20{NBSP}h{NBSP}05"
    assert french.day("2026-02-14") == f"14{NBSP}février{NBSP}2026"
    assert french.day("hier") == "hier"


def test_own_words_get_their_no_break_spaces() -> None:
    assert french.typeset("« Oui » : 5 % ; non ?") == f"«{NBSP}Oui{NBSP}»{NBSP}: 5{NBSP}%{THIN}; non{THIN}?"


def test_a_page_has_the_curled_apostrophe_between_letters_and_nowhere_else() -> None:
    assert french.for_page("L'essentiel d'abord : 'oui'") == f"L’essentiel d’abord{NBSP}: 'oui'"
    assert french.typeset("L'essentiel") == "L'essentiel"


def test_values_of_a_configuration_are_shown_plainly() -> None:
    shown = [french.plain(value) for value in (None, True, 20240607, 0.52, "auto", {"b": 1})]
    assert shown == ["aucun", "oui", "20240607", "0,52", "auto", '{"b": 1}']
