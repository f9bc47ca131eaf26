"""Looking filters up gives what looking at each document gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.index.facet_table import FacetTable
from assistant.index.facets import Facets, LiveDocument
from assistant.models import Filters
from assistant.text import fold, tokens
from tests.index.test_facets import NOTICE

LABELS = ("EMPLOI", "Pôle emploi", "4.07", "FORMATION")
AUTHORS = ("Région Bretagne", "Région Normandie", "Insee", "Insee Bretagne")
DATES = ("2019", "2020-02", "2020-02-15", "2021-01-01")


def passes(document: LiveDocument, works: list[LiveDocument], filters: Filters) -> bool:
    """Look at one document and at those of its work."""
    work = [one for one in works if one.work_id == document.work_id]
    names = {fold(name) for one in work for pair in one.facets.descriptors for name in pair if name}
    authors = [set(tokens(name)) for one in work for name in one.facets.authors]
    told = document.date or next((one.date for one in work if one.kind == "notice" and one.date), None)
    first, last = (f"{told}{rest[len(told) - 4 :]}" if told else "" for rest in ("-01-01", "-12-31"))
    if told and len(told) == 7:
        last = f"{told}-31"
    return (
        (not filters.descriptors or any(fold(asked) in names for asked in filters.descriptors))
        and (not filters.authors or any(set(tokens(asked)) <= name for asked in filters.authors for name in authors))
        and (not filters.kinds or document.kind in filters.kinds)
        and (not filters.date_from or (told is not None and last >= filters.date_from))
        and (not filters.date_to or (told is not None and first <= filters.date_to))
    )


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


DOCUMENTS = st.lists(
    st.builds(
        lambda work, kind, date, labels, authors: replace(
            NOTICE,
            work_id=work,
            kind=kind,
            date=date,
            facets=Facets(descriptors=tuple((label, None) for label in labels), authors=authors),
        ),
        st.sampled_from("abc"),
        st.sampled_from(("notice", "pdf")),
        st.none() | st.sampled_from(DATES),
        some(LABELS),
        some(AUTHORS),
    ),
    max_size=8,
).map(lambda several: [replace(one, id=f"d{place}") for place, one in enumerate(several)])

FILTERS = st.builds(
    Filters,
    date_from=st.none() | st.sampled_from(("2019-06-01", "2020-02-15", "2020-03-01")),
    date_to=st.none() | st.sampled_from(("2019-06-01", "2020-02-01", "2021-12-31")),
    descriptors=some(("emploi", "PÔLE EMPLOI", "4.07", "inconnu")),
    authors=some(("bretagne", "INSEE", "région normandie", "personne")),
    kinds=some(("notice", "pdf")),
)


@given(DOCUMENTS, FILTERS)
def test_a_table_keeps_the_documents_that_pass_one_by_one(documents: list[LiveDocument], filters: Filters) -> None:
    expected = {document.id for document in documents if passes(document, documents, filters)}
    assert FacetTable(documents).matching(filters) == expected
