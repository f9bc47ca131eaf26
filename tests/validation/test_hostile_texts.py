"""What a documentalist writes is shown as it was typed, and does nothing: on the page, in a mail, in a file."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.exports.formats import export
from assistant.exports.report import Source
from assistant.models import Answer, Filters, Validation
from assistant.ui.session import Exchange, Session
from assistant.ui.validation_view import Form, form, listed
from assistant.ui.views import conversation
from tests.exports.readers import found, read, words
from tests.validation.conftest import QUESTION, Desk

WRITTEN = (
    "Voir [ici](javascript:alert(1)), <a href=javascript:alert(2)>là</a>, <img src=x onerror=alert(3)> "
    "<script>alert(4)</script> ou javascript:alert(5). Aide : https://portail.exemple.fr/aide, 02 43 00 00 00"
)
WHO = "<b onclick=alert(6)>Claire</b>"
DAY = "2026-05-03"


@pytest.fixture
def given(at: Desk) -> Answer:
    """The answer that the desk gives once this text was validated."""
    at.desk.validate(at.answer(), WHO, Validation(text=f"{WRITTEN} [1]", note="<img src=x onerror=alert(7)>"))
    answer, _ = at.desk.answer(QUESTION, QUESTION, Filters())
    assert answer is not None
    return answer


class _Page(HTMLParser):
    """The elements of a page, what they obey and where they lead, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.obeyed: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.obeyed += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_link_and_a_number_that_a_documentalist_wrote_are_not_masked(given: Answer) -> None:
    assert [one.text for one in given.sentences] == [WRITTEN]


def test_the_page_shows_the_text_and_makes_nothing_of_it(at: Desk, given: Answer) -> None:
    exchange = Exchange(QUESTION, answer=given, sentences=given.sentences, citations=given.citations)
    opened = form(Form("correct", 1, WRITTEN, by=WHO, text=WRITTEN, note=WRITTEN, problem=WRITTEN))
    for html in (conversation(Session((exchange,)), (), "", ""), listed(at.desk.all(), may=True), opened):
        page = _Page(html)
        assert WRITTEN in page.text
        assert page.tags.isdisjoint({"script", "img", "b"})
        assert page.obeyed == []
        assert [link for link in page.links if not link.startswith("#")] == []


@pytest.mark.parametrize("suffix", [".md", ".docx", ".odt"])
def test_a_file_holds_the_text_and_no_link_nor_markup_of_it(
    at: Desk, given: Answer, suffix: str, tmp_path: Path
) -> None:
    document = at.index.document(given.citations[0].document_id)
    assert document is not None
    tree = read(export(given, {document.id: Source(document)}, suffix, DAY).content, suffix, tmp_path)
    assert " ".join(WRITTEN.split()) in words(tree, notes=False).replace("’", "'")
    assert found(tree, "Link") == found(tree, "RawInline") == found(tree, "RawBlock") == found(tree, "Image") == []


def test_a_mail_is_plain_text(given: Answer) -> None:
    made = export(given, {}, ".txt", DAY)
    assert made.media_type == "text/plain; charset=utf-8"
    assert WRITTEN in made.content.decode()
