from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.index.facet_table import FacetTable
from assistant.index.facets import Facets, LiveDocument, summary
from assistant.models import Filters

NOTICE = LiveDocument(
    version=1,
    id="n",
    work_id="n",
    kind="notice",
    title="Protocole",
    file="n.txt",
    path="/c/n.txt",
    sha256="",
    date="2023-06-01",
    pages=1,
    passages=4,
    unread_pages=(),
    facets=Facets(
        descriptors=(("EMPLOI", "4.07"), ("PÔLE EMPLOI", None)),
        authors=("Région Pays de la Loire",),
        url="https://portail.exemple.fr/1",
    ),
)
PDF = replace(NOTICE, version=2, id="p", kind="pdf", file="p.pdf", date=None, facets=Facets(reference="P. [PDF]."))
OTHER = replace(NOTICE, version=3, id="o", work_id="o", date="2021", facets=Facets(authors=("Insee",)))
ALL = [NOTICE, PDF, OTHER]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(descriptors=("pole emploi",)), {"n", "p"}),
        (Filters(descriptors=("4.07",)), {"n", "p"}),
        (Filters(descriptors=("emplo",)), set()),
        (Filters(descriptors=("inconnu", "Emploi")), {"n", "p"}),
        (Filters(authors=("pays de la loire",)), {"n", "p"}),
        (Filters(authors=("INSEE", "région")), {"n", "p", "o"}),
        (Filters(authors=("…",)), set()),
        (Filters(kinds=("pdf",)), {"p"}),
        (Filters(date_from="2023-06-01"), {"n", "p"}),
        (Filters(date_from="2023-06-02"), set()),
        (Filters(date_to="2023-05-31"), {"o"}),
        (Filters(date_from="2021-05-01", date_to="2021-06-01"), {"o"}),
        (Filters(authors=("Insee",), descriptors=("EMPLOI",)), set()),
    ],
)
def test_filters_keep_the_works_that_pass_them_all(filters: Filters, expected: set[str]) -> None:
    assert FacetTable(ALL).matching(filters) == expected


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [("2023-06-30", None, True), ("2023-07-01", None, False), (None, "2023-06-01", True), (None, "2023-05-31", False)],
)
def test_a_date_of_a_month_passes_when_a_part_of_it_is_in_the_interval(
    start: str | None, end: str | None, kept: bool
) -> None:
    month = replace(NOTICE, date="2023-06")
    assert bool(FacetTable([month]).matching(Filters(date_from=start, date_to=end))) is kept


def test_a_document_without_date_passes_no_filter_on_dates() -> None:
    assert FacetTable([replace(NOTICE, date=None)]).matching(Filters(date_from="1900-01-01")) == frozenset()


def test_a_pdf_takes_its_link_and_its_date_from_its_notice() -> None:
    line = summary(PDF, [NOTICE, PDF])
    assert (line.url, line.date, line.reference) == ("https://portail.exemple.fr/1", "2023-06-01", "P. [PDF].")
