"""Whatever a file of records holds, reading it ends soon, opens nothing, and gives records or a ``SourceError``."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.sources.notice_document import notice_document
from assistant.sources.records import Records, read_records
from assistant.sources.xml_tree import parse, plain_xml, text_of
from tests.sources.record_forms import FORMS, PMB, UNIMARC
from tests.sources.record_makers import LATIN_CODES, RECORDED_CODES, iso2709, marcxchange, oai, pmb_notice, pmb_xml

SECONDS = 5
TITLE = "<f c='001'>1</f><f c='200'><s c='a'>Titre {}</s></f>"
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))


def read(data: bytes) -> Records:
    with suppress(SourceError):
        return read_records(data, "export.xml")
    return Records()


def timed(data: bytes) -> Records:
    begun = time.perf_counter()
    records = read(data)
    assert time.perf_counter() - begun < SECONDS
    return records


def notice_with(doctype: str, value: str) -> bytes:
    return f"<?xml version='1.0'?>{doctype}<unimarc><notice>{TITLE.format(value)}</notice></unimarc>".encode()


@pytest.mark.parametrize(
    ("doctype", "value"),
    [
        (f"<!DOCTYPE x [<!ENTITY l0 'ha'>{LAUGHS}]>", "&l11;"),
        ("<!DOCTYPE x [<!ENTITY a '" + "a" * 100_000 + "'>]>", "&a;" * 1000),
        ("<!DOCTYPE x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", "&a;"),
        ("<!DOCTYPE x [<!ENTITY % p \"<!ENTITY a 'x'>\">%p;]>", "&a;"),
    ],
    ids=["billion laughs", "quadratic", "a loop", "a parameter"],
)
def test_an_entity_is_never_expanded(doctype: str, value: str) -> None:
    (record,) = timed(notice_with(doctype, value)).records
    assert record.notice.title == f"Titre {value}"


def test_an_external_entity_reads_no_file_and_asks_no_address(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe", encoding="utf-8")
    for address in (secret.as_uri(), "http://exemple.invalid/x"):
        for doctype in (
            f"<!DOCTYPE x [<!ENTITY a SYSTEM '{address}'>]>",
            f"<!DOCTYPE x SYSTEM '{address}'>",
            f"<!DOCTYPE x PUBLIC '-//x' '{address}' [<!ENTITY % p SYSTEM '{address}'>%p;]>",
        ):
            (record,) = timed(notice_with(doctype, "&a;")).records
            assert record.notice.title == "Titre &a;"


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE x>",
        "<!DOCTYPE x SYSTEM 'a>b'>",
        "<!DOCTYPE x [<!ENTITY a ']>'><!-- ' ]> --><!ATTLIST s c CDATA 'z'>] >",
    ],
)
def test_the_document_type_is_taken_out_before_the_parser_sees_it(doctype: str) -> None:
    assert plain_xml(f"<?xml version='1.0'?>\n<!-- a -->{doctype}<s>&a;</s>") == "<s>&amp;a;</s>"
    assert "DOCTYPE" not in plain_xml(f"{doctype}<s/>")


def test_the_parser_alone_expands_nothing_either(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("mot de passe", encoding="utf-8")
    for entity in ("'mot de passe'", f"SYSTEM '{(tmp_path / 'secret.txt').as_uri()}'"):
        root, _ = parse(f"<!DOCTYPE s [<!ENTITY a {entity}>]><s>1&a;2</s>")
        assert "mot de passe" not in text_of(root)


def test_an_inclusion_is_an_element_like_another(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("mot de passe", encoding="utf-8")
    address = (tmp_path / "secret.txt").as_uri()
    include = f"<x:include xmlns:x='http://www.w3.org/2001/XInclude' parse='text' href='{address}'/>"
    (record,) = timed(notice_with("", include)).records
    assert record.notice.title == "Titre"


def test_a_named_character_is_that_character() -> None:
    (record,) = read(notice_with("", "d&eacute;&nbsp;&amp;&lt;b&gt; R&D &inconnue; &#233;&#x153;")).records
    assert record.notice.title == "Titre dé &<b> R&D &inconnue; éœ"


HOSTILE = {
    "deep nesting": b"<unimarc>" + b"<notice>" * 100_000,
    "deep nesting, closed": b"<a>" * 100_000 + b"</a>" * 100_000,
    "deep inside a record": b"<notice>" + b"<f>" * 50_000 + b"</f>" * 50_000 + b"</notice>",
    "many attributes": b"<notice " + b" ".join(b"a%d='1'" % n for n in range(50_000)) + b"/>",
    "a long attribute": b"<notice a='" + b"x" * 20_000_000 + b"'/>",
    "a long value": b"<notice><f c='200'><s c='a'>" + b"x" * 20_000_000 + b"</s></f></notice>",
    "an endless document type": b"<!DOCTYPE x [" + b"<!ENTITY a 'b'>" * 100_000,
    "quotes in a document type": b"<!DOCTYPE x [" + b"'" * 100_001,
    "comments": b"<!-- " * 100_000,
    "comments in a document type": b"<!DOCTYPE x [" + b"<!-- " * 100_000,
    "references": b"<notice>" + b"&a" * 500_000 + b"</notice>",
    "sections": b"<notice>" + b"<![CDATA[" * 100_000,
    "record marks": b"<record><header>" * 50_000,
    "an announced length": b"99999nam  2299999   450 001000500000\x1e1\x1e\x1d",
    "a wide directory": b"99999nam  2299999   450 " + b"200999999999" * 20_000 + b"\x1e" + b"\x1e" * 100 + b"\x1d",
    "ends of records": b"00026nam  2200025   450 \x1e" + b"\x1d" * 500_000,
    "subfields": b"00000nam  2200037   450 200000100000\x1e" + b"\x1fa" * 500_000 + b"\x1e\x1d",
    "an enclosure's length": b"<rss><item><title>T</title><enclosure url='http://a' length='9999999999'/></item></rss>",
    "an announced rot13": b"<?xml version='1.0' encoding='rot13'?><notice>\xff</notice>",
    "an announced zip": b"<?xml version='1.0' encoding='zip'?><notice>\xff</notice>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_made_to_exhaust_the_reader_does_not(data: bytes) -> None:
    timed(data)


@given(st.sampled_from([form for _, form in FORMS.values()]), st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        damaged[start : start + data.draw(st.integers(0, 200))] = data.draw(st.binary(max_size=5))
    for record in read(bytes(damaged)).records:
        assert record.key
        if not record.deleted:
            assert notice_document(record.notice, "a.xml", "").text.startswith(record.notice.title)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read(content)
    read(b"<notice>" + content + b"</notice>")
    read(b"00100nam  2200037   450 200000100000\x1e" + content + b"\x1d")


# Words, not characters: « Ç» » in ISO-8859-1 has the bytes of another letter in UTF-8, and no French text holds it.
WORDS = "été forêt où Élysée Ça naïf « œuvre » l’État 12 € – À côté Œdipe BŒUF FORÊT À… noël n° 3e"
TITLES = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(" ".join)
LATIN_WORDS = ["été", "forêt", "Élysée", "«", "À", "»", "n°", "3"]
LATIN = st.lists(st.sampled_from(LATIN_WORDS), min_size=1, max_size=12).map(" ".join)


@given(TITLES)
@settings(max_examples=100, deadline=None)
def test_no_character_is_lost_whatever_set_the_file_is_in(title: str) -> None:
    fields = [("001", [("", "1")]), ("200", [("a", title)])]
    for charset in ("utf-8", "windows-1252"):
        for declared in ("utf-8", "iso-8859-1", "windows-1252"):
            made = pmb_xml(pmb_notice(fields), encoding=charset, declared=declared)
            assert read(made).records[0].notice.title == title


@given(TITLES, st.sampled_from(["utf-8", "windows-1252"]), st.sampled_from([RECORDED_CODES, LATIN_CODES]))
@settings(max_examples=100, deadline=None)
def test_no_character_of_an_iso_2709_record_is_lost(title: str, charset: str, codes: str) -> None:
    fields = [("001", [("", "1")]), ("100", [("a", codes)]), ("200", [("a", title)])]
    assert read(iso2709(fields, lambda text: text.encode(charset))).records[0].notice.title == title


@given(LATIN)
@settings(max_examples=50, deadline=None)
def test_a_reference_by_number_is_the_character(title: str) -> None:
    coded = pmb_notice([("001", [("", "1")]), ("200", [("a", title)])]).encode("ascii", "xmlcharrefreplace")
    assert read(coded).records[0].notice.title == title


def test_the_time_of_an_export_grows_with_it_and_no_faster_even_when_it_is_broken() -> None:
    def seconds(count: int) -> float:
        numbered = [pmb_notice([("001", [("", str(n))]), *PMB[1:4]]) for n in range(count)]
        content = pmb_xml(*numbered, "<notice><f></notice>")
        begun = time.perf_counter()
        assert len(read(content).records) == count
        return time.perf_counter() - begun

    seconds(10)
    assert seconds(2000) < 40 * seconds(200) + 1


def test_the_forms_that_are_damaged_hold_something() -> None:
    assert all(read(form).records for form in (oai(pmb_notice(PMB)), marcxchange(UNIMARC).encode(), iso2709(UNIMARC)))
