"""The elements of a reference, read from a notice and a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.models import Attachment, Document, Notice
from assistant.sources.descriptions import description
from assistant.sources.notice_document import notice_document

ONE = Attachment("Protocole", url="https://portail.exemple.fr/doc_num.php?explnum_id=1")
TWO = Attachment("annexe.pdf", url="https://portail.exemple.fr/doc_num.php?explnum_id=2")
THREE = Attachment("Carte", url="https://portail.exemple.fr/files/plan%20du%20site.pdf")
NOTICE = Notice("65474", "Un accord", attachments=(ONE, TWO, THREE))


def address_of(file: str, title: str = "Sans rapport", *attachments: Attachment) -> str | None:
    notice = notice_document(replace(NOTICE, attachments=attachments or NOTICE.attachments), "n.txt", "")
    return description(Document("p", "w", "pdf", title, file, "", "", (), ()), notice).file_url


@pytest.mark.parametrize(
    ("file", "title", "found"),
    [
        ("a/Annexe.pdf", "Sans rapport", TWO),
        ("a/x.pdf", "Protocole", ONE),
        ("a/plan_du_site.pdf", "Sans rapport", THREE),
        ("a/x.pdf", "Sans rapport", None),
    ],
)
def test_the_address_of_a_pdf_is_that_of_the_joined_file_of_its_name_or_title(
    file: str, title: str, found: Attachment | None
) -> None:
    assert address_of(file, title) == (found.url if found else None)


def test_the_only_joined_file_is_the_pdf_of_the_work() -> None:
    assert address_of("x.pdf", "Sans rapport", ONE) == ONE.url


def test_an_address_that_is_no_web_address_is_not_given() -> None:
    assert address_of("x.pdf", "Sans rapport", replace(ONE, url="file:///etc/passwd")) is None


def test_names_that_differ_by_case_alone_are_told_once() -> None:
    told = description(notice_document(replace(NOTICE, places=("Nantes", "NANTES", " ")), "n.txt", ""))
    assert told.places == ("Nantes",)
