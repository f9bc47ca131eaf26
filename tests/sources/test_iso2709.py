"""ISO 2709 is read by its directory where that holds, and by its separators in a file that was re-saved."""

from __future__ import annotations

import pytest
from pymarc import Record as PymarcRecord
from pymarc.exceptions import PymarcException

from assistant.sources.iso2709 import read_iso2709
from tests.sources.record_makers import Fields, iso2709

FIELDS: Fields = [
    ("001", [("", "12")]),
    ("009", [("a", "2023-06-01")]),
    ("200", [("a", "Forêt à Élancourt"), ("e", "été")]),
    ("330", [("a", "Résumé.\nDeux lignes.")]),
]


def fields_of(data: bytes) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    (found,) = read_iso2709(data)
    assert found.record is not None, found.problem
    return [(field.tag, field.value, field.subfields) for field in found.record.fields]


EXPECTED = [
    ("001", "12", ()),
    ("009", "", (("a", "2023-06-01"),)),
    ("200", "", (("a", "Forêt à Élancourt"), ("e", "été"))),
    ("330", "", (("a", "Résumé.\nDeux lignes."),)),
]


def test_the_fields_are_those_that_were_written() -> None:
    assert fields_of(iso2709(FIELDS)) == EXPECTED


def test_a_directory_in_another_order_than_the_fields_is_followed() -> None:
    data = iso2709(FIELDS)
    entries = [data[24 + 12 * n : 36 + 12 * n] for n in range(4)]
    moved = data[:24] + b"".join(entries[::-1]) + data[72:]
    assert fields_of(moved) == EXPECTED[::-1]


def test_a_re_saved_file_is_read_by_its_separators_where_its_lengths_lie() -> None:
    saved = iso2709(FIELDS, lambda text: text.encode("latin-1")).decode("latin-1").encode("utf-8")
    assert fields_of(saved) == EXPECTED
    try:  # the reason why the reading is not left to the library
        by_library = PymarcRecord(saved, to_unicode=True, force_utf8=True).get_fields("330")
    except (PymarcException, ValueError):
        by_library = []
    assert [field["a"] for field in by_library] != ["Résumé.\nDeux lignes."]


@pytest.mark.parametrize("odd", [b"\xe9 ", b"\x00\xff"])
def test_an_odd_indicator_or_code_loses_nothing_else(odd: bytes) -> None:
    data = iso2709(FIELDS)
    at = data.index(b"\x1fa" + "Forêt".encode())
    assert fields_of(data[: at - 2] + odd + data[at:]) == EXPECTED
    coded = data[: at + 1] + b"\xe9" + data[at + 2 :]
    assert [tag for tag, _, _ in fields_of(coded)] == ["001", "009", "200", "330"]


def test_line_ends_and_marks_between_records_are_no_part_of_them() -> None:
    data = b"\xef\xbb\xbf" + iso2709(FIELDS) + b"\r\n" + iso2709(FIELDS) + b"\n\x1a"
    assert [found.problem for found in read_iso2709(data)] == ["", ""]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:20], "tronqué"),
        (lambda data: data[:60], "tronqué"),
        (lambda data: data[:-20], "tronqué"),
        (lambda data: data[:30] + b"x" + data[31:], "répertoire des zones incohérent"),
    ],
)
def test_a_record_that_is_cut_or_garbled_is_named(damage: object, reason: str) -> None:
    assert callable(damage)
    (found,) = read_iso2709(damage(iso2709(FIELDS)))
    assert found.record is None
    assert found.problem.startswith("notice n° 1 : ")
    assert reason in found.problem


def test_a_directory_that_puts_two_fields_in_one_is_not_believed() -> None:
    data = iso2709(FIELDS)
    lengths = [int(data[at + 3 : at + 7]) for at in (24, 36)]
    assert fields_of(data[:27] + b"%04d" % sum(lengths) + data[31:]) == EXPECTED
