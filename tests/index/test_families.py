"""Versions of one document: one name, one cut, mostly the same text; each condition alone is not enough."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from assistant.index.facets import Facets, LiveDocument
from assistant.index.families import LONG, families, newer, version_date, version_name, versions
from assistant.index.signatures import Signature, signature
from assistant.models import DocumentSummary
from tests.index.test_facets import NOTICE

WORDS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
CLAUSES = [
    f"La clause numéro {n} règle le cas {word} des salariés du secteur, sans effet sur les contrats en cours."
    for n, word in enumerate(WORDS)
]
HEADINGS = ["Objet", "Durée", "Suivi"]


def made(
    name: str, title: str, text: str, headings: list[str] | None = None, **changes: object
) -> tuple[LiveDocument, Signature]:
    document = replace(
        NOTICE, id=name, work_id=name, kind="pdf", title=title, file=f"{name}.pdf", path=f"/c/{name}.pdf",
        version=sum(map(ord, name)), facets=Facets(), date=None,
    )  # fmt: skip
    return replace(document, **changes), signature(text, HEADINGS if headings is None else headings)  # type: ignore[arg-type]


def found(*several: tuple[LiveDocument, Signature]) -> dict[str, str]:
    return families([document for document, _ in several], {d.version: s for d, s in several})


OLD = made("a", "Accord de branche (juin 2022)", " ".join(CLAUSES))
NEW = made(
    "b", "Accord de branche – version 2 – mars 2024", " ".join([*CLAUSES[:10], "Une clause tout à fait nouvelle."])
)


def test_two_versions_are_one_family_whatever_came_first() -> None:
    other = made("c", "Accord de branche", "Rien de commun avec ce qui précède. " * 20)
    for order in permutations([OLD, NEW, other]):
        assert found(*order) == {"a": "a", "b": "a"}


def test_texts_that_have_little_in_common_are_no_versions() -> None:
    half = made("b", "Accord de branche", " ".join([*CLAUSES[:5], *(clause.upper()[::-1] for clause in CLAUSES[5:])]))
    assert found(OLD, half) == {}


def test_one_text_under_two_names_is_no_version() -> None:
    assert found(OLD, made("b", "Assurance habitation", " ".join(CLAUSES))) == {}


def test_one_model_filled_in_under_other_headings_is_no_version() -> None:
    rhone = ["Accord du Rhône", "Champ du Rhône", "Salaires"]
    assert found(OLD, made("b", "Accord de branche", " ".join(CLAUSES), rhone)) == {}


def test_a_short_text_has_no_version() -> None:
    one, other = made("a", "Avis", "Sans objet pour ce cas."), made("b", "Avis", "Sans objet pour ce cas.")
    assert found(one, other) == {}


def test_articles_told_apart_by_a_number_are_no_versions_unless_they_are_long() -> None:
    one = made("a", "Code, article R12", " ".join(CLAUSES))
    other = made("b", "Code, article R13", " ".join(CLAUSES))
    assert found(one, other) == {}
    long = " ".join(f"mot{n}" for n in range(LONG + 10))
    assert found(made("a", "Norme, niveau 1", long), made("b", "Norme, niveau 2", long)) == {"a": "a", "b": "a"}


def test_a_notice_and_its_pdf_are_no_versions() -> None:
    notice = (replace(OLD[0], id="n", kind="notice", version=900, work_id="w"), OLD[1])
    assert found(notice, (replace(NEW[0], work_id="w"), NEW[1])) == {}


def test_many_documents_of_one_name_are_compared_as_a_few_are() -> None:
    several = [made(f"n{n:02}", "Rapport", f"{n} ".join(CLAUSES[:4]) * (1 + n)) for n in range(12)]
    several += [made("x1", "Rapport", " ".join(CLAUSES)), made("x2", "Rapport", " ".join(CLAUSES[1:]))]
    several = [(replace(document, version=n), signed) for n, (document, signed) in enumerate(several)]
    joined = found(*several)
    assert joined["x1"] == joined["x2"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Règlement intérieur – version 2 (juin 2023)", "Règlement intérieur, V3, 2024", True),
        ("Norme_SRU_v2023_rev.2025", "Norme SRU", True),
        ("Convention du 3 mai 2020", "Convention du 12/06/2022", True),
        ("Guide, 2e édition", "Guide", False),
        ("Vie au travail", "Au travail", False),
        ("Article R1", "Article R2", False),
    ],
)
def test_names_are_the_same_without_dates_and_marks_of_version(one: str, other: str, same: bool) -> None:
    assert (version_name(one) == version_name(other)) is same


@pytest.mark.parametrize(
    ("title", "file", "date", "notice", "expected"),
    [
        ("Guide", "guide_2021-05.pdf", "2023-06-01", "2022", "2023-06-01"),
        ("Guide de juin 2023", "guide_2021-05.pdf", None, "2022", "2023-06"),
        ("Guide", "norme_v2023_rev2026-03.pdf", None, "2022", "2026-03"),
        ("Guide", "guide-20240131.pdf", None, None, "2024-01-31"),
        ("Guide", "guide_2021.pdf", None, None, "2021"),
        ("Guide", "guide.pdf", None, "2022-01-05", "2022-01-05"),
        ("Guide", "doc120230.pdf", None, None, None),
    ],
)
def test_the_date_of_a_version_is_its_own_then_told_by_its_names(
    title: str, file: str, date: str | None, notice: str | None, expected: str | None
) -> None:
    document = replace(NOTICE, kind="pdf", title=title, file=f"dossier 1999/{file}", date=date)
    assert version_date(document, notice) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("2024", "2023-12", True), ("2023-06-01", "2023", False), ("2023", "2023", False), (None, "2020", False)],
)
def test_a_date_is_after_another_only_when_it_surely_is(a: str | None, b: str | None, expected: bool) -> None:
    assert newer(a, b) is expected


def test_versions_come_newest_first_and_say_whether_they_are_newer() -> None:
    def line(document: LiveDocument) -> DocumentSummary:
        return DocumentSummary(document.id, document.id, "pdf", document.title, document.file, None, 1, 1, "")

    undated = replace(OLD[0], id="u", title="Accord de branche")
    older = replace(OLD[0], id="o", title="Accord de branche, 2019")
    others = [undated, older, NEW[0]]
    told = versions(OLD[0], others, {one.id: line(one) for one in (OLD[0], *others)})
    assert [(one.document_id, one.date, one.newer) for one in told] == [
        ("b", "2024-03", True),
        ("o", "2019", False),
        ("u", None, None),
    ]
