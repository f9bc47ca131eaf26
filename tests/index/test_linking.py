from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from assistant.index.facets import Facets, LiveDocument
from assistant.index.linking import link_key, link_works
from tests.index.test_facets import NOTICE


def notice(name: str, *attachments: str, folder: str = "/c") -> LiveDocument:
    file, facets = f"{name}.txt", Facets((), (), attachments)
    return replace(NOTICE, id=name, work_id=name, file=file, path=f"{folder}/{file}", facets=facets)


def pdf(name: str, title: str = "", folder: str = "/c") -> LiveDocument:
    return replace(
        NOTICE, id=name, work_id=name, kind="pdf", title=title or name, file=f"{name}.pdf",
        path=f"{folder}/{name}.pdf", facets=Facets(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("attachment", "file", "title"),
    [
        ("Protocole régional.pdf", "protocole_regional", "Sans titre"),
        ("PROTOCOLE-REGIONAL", "protocole_régional", "Sans titre"),
        ("Protocole de préfiguration", "doc_123", "protocole de Préfiguration"),
        ("L’accord", "x", "L'accord"),
    ],
)
def test_an_attachment_is_known_by_file_name_or_title(attachment: str, file: str, title: str) -> None:
    documents = [notice("n", attachment), replace(pdf("p", title), file=f"sous/{file}.pdf")]
    assert link_works(documents) == {"n": "n", "p": "n"}


def test_links_do_not_depend_on_what_came_first() -> None:
    documents = [notice("a", "un.pdf"), notice("b", "un.pdf", "deux.pdf"), pdf("un"), pdf("deux"), pdf("seul")]
    expected = {"a": "a", "b": "b", "un": "a", "deux": "b", "seul": "seul"}
    assert all(link_works(order) == expected for order in permutations(documents))


def test_a_pdf_that_two_notices_name_goes_to_the_nearest() -> None:
    documents = [notice("a", "un.pdf", folder="/c/x"), notice("b", "un.pdf", folder="/c/y"), pdf("un", folder="/c/y")]
    assert link_works(documents)["un"] == "b"


def test_a_name_that_two_pdfs_bear_links_the_one_beside_the_notice() -> None:
    near, far = pdf("annexe"), replace(pdf("annexe", folder="/d"), id="far", work_id="far")
    assert link_works([notice("n", "annexe.pdf"), near, far]) == {"n": "n", "annexe": "n", "far": "far"}


def test_a_name_that_two_pdfs_bear_elsewhere_links_nothing() -> None:
    one, two = pdf("annexe", folder="/d"), replace(pdf("annexe", folder="/e"), id="two", work_id="two")
    assert link_works([notice("n", "annexe.pdf"), one, two]) == {"n": "n", "annexe": "annexe", "two": "two"}


def test_an_empty_name_links_nothing() -> None:
    assert link_works([notice("n", " .pdf "), pdf("p", "…")]) == {"n": "n", "p": "p"}
    assert link_key(".pdf") == ""
