"""PMB's own demonstration notices, written as PMB exports them, are read back with all that they hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.models import Notice
from assistant.sources.notice_codes import function_name, language_name, type_name
from assistant.sources.records import read_records
from assistant.text import normalise_space
from tests.sources.record_makers import Fields, iso2709, marcxchange, pmb_notice, pmb_xml


def as_unimarc(told: dict[str, Any]) -> Fields:
    """A row of the demonstration data in the fields of PMB's export."""
    extent = ("npages", "ill", "size", "accomp")
    notes = (("300", "n_gen"), ("327", "n_contenu"), ("330", "n_resume"))
    published = [("c", told["editeur"] or ""), ("d", told.get("year", ""))]
    fields: list[tuple[str, list[tuple[str, str]]]] = [
        ("001", [("", told["notice_id"])]),
        ("100", [("a", f"{told['create_date'][:10].replace('-', '')}u        u  u0frey50      ba")]),
        ("009", [("a", told.get("date_parution", ""))]),
        ("200", [(code, told.get(f"tit{n}", "")) for n, code in enumerate("acde", start=1)]),
        ("010", [("a", told.get("code", "")), ("d", told.get("prix", ""))]),
        ("856", [("u", told.get("lien", "")), ("q", told.get("eformat", ""))]),
        ("101", [("a", code) for code in told["langues"]]),
        ("215", [(code, told.get(name, "")) for code, name in zip("acde", extent, strict=True)]),
        *((tag, [("a", told.get(name, ""))]) for tag, name in notes),
        ("210", published),
        ("214", published),
        ("610", [("a", ";".join(told["mots_cles"]))]),
    ]
    for author in told["auteurs"]:
        name = [("a", author["nom"]), ("b", author["prenom"]), ("4", author["fonction"])]
        fields.append((f"{author['type']}{author['responsabilite']}", name))
    for file in told["documents_numeriques"]:
        address = file["explnum_url"] or f"http://pmb.exemple.fr/doc_num.php?explnum_id={file['explnum_id']}"
        fields.append(("897", [("a", address), ("b", file["explnum_nom"]), ("t", file["explnum_mimetype"])]))
    kept = [(tag, [(code, value) for code, value in parts if value]) for tag, parts in fields]
    return [(tag, parts) for tag, parts in kept if parts]


FORMS: dict[str, Callable[[Fields, dict[str, Any]], bytes]] = {
    "PMB's XML": lambda fields, told: pmb_xml(pmb_notice(fields, told["typdoc"], told["niveau_biblio"])),
    "PMB's XML in ISO-8859-1": lambda fields, told: pmb_xml(
        pmb_notice(fields, told["typdoc"], told["niveau_biblio"]), encoding="iso-8859-1"
    ),
    "marcxchange": lambda fields, told: marcxchange(fields, kind=told["typdoc"], level=told["niveau_biblio"]).encode(),
    "ISO 2709": lambda fields, told: iso2709(fields, kind=told["typdoc"], level=told["niveau_biblio"]),
    "ISO 2709 in windows-1252": lambda fields, told: iso2709(
        fields, lambda text: text.encode("cp1252"), told["typdoc"], told["niveau_biblio"]
    ),
}


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, Any]]:
    lines = (shared_data / "pmb" / "pmb_test_notices_fr.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def functions(told: dict[str, Any]) -> list[str]:
    return [author["fonction"] for author in told["auteurs"]]


def check(notice: Notice, told: dict[str, Any]) -> None:
    assert notice.id == told["notice_id"]
    assert notice.title.startswith(normalise_space(told["tit1"]))
    assert normalise_space(told.get("tit4", "")) in notice.title
    assert notice.dates.recorded == told["create_date"][:10]
    names = {f"{a['nom']}, {a['prenom']}".removesuffix(", ") for a in told["auteurs"]}
    assert {agent.name for agent in notice.authors} == names
    assert [agent.role for agent in notice.authors] == [function_name(code) for code in functions(told)]
    assert {code for code in functions(told) if function_name(code) is None} <= {"", "007"}  # « 007 » is no function
    assert notice.publishers == ((told["editeur"],) if told["editeur"] else ())
    assert list(notice.keywords) == list(dict.fromkeys(word.strip() for word in told["mots_cles"]))
    assert notice.languages == tuple(language_name(code) for code in told["langues"])
    assert notice.identifiers == ((told["code"],) if told.get("code") else ())
    assert notice.document_type == type_name(told["typdoc"])
    assert [(f.name, f.url is not None) for f in notice.attachments] == [
        (normalise_space(file["explnum_nom"]), True) for file in told["documents_numeriques"]
    ]
    squashed = "".join(f"{notice.abstract}{notice.contents}".split())
    for name in ("n_resume", "n_contenu"):
        assert "".join(told.get(name, "").split()) in squashed
    if told.get("date_parution", "").startswith("20"):
        year = told["date_parution"].removesuffix("-01-01")
        assert notice.dates.published == year


def test_there_are_notices_to_read(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == 48


@pytest.mark.parametrize("form", FORMS)
def test_each_notice_is_read_back(rows: list[dict[str, Any]], form: str) -> None:
    for told in rows:
        (record,) = read_records(FORMS[form](as_unimarc(told), told), "export.xml").records
        check(record.notice, told)


def test_all_forms_of_a_notice_are_equal(rows: list[dict[str, Any]]) -> None:
    for told in rows:
        fields = as_unimarc(told)
        notices = [read_records(make(fields, told), "export.xml").records[0].notice for make in FORMS.values()]
        assert notices == [notices[0]] * len(FORMS)


def test_a_file_of_all_the_notices_gives_them_all(rows: list[dict[str, Any]]) -> None:
    made = [(as_unimarc(told), told) for told in rows]
    xml = pmb_xml(*(pmb_notice(fields, told["typdoc"], told["niveau_biblio"]) for fields, told in made), namespace=True)
    marc = b"".join(FORMS["ISO 2709"](fields, told) for fields, told in made)
    for data in (xml, marc):
        records = read_records(data, "export")
        assert records.problems == ()
        assert [record.key for record in records.records] == [told["notice_id"] for told in rows]
