"""The HTML of the page, without a browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from assistant.addresses import safe_url
from assistant.models import Answer, AnswerSentence, Block, CorpusView, Document, FileReport, Page
from assistant.ui import texts
from assistant.ui.corpus_view import corpus
from assistant.ui.session import Exchange, Session
from assistant.ui.viewer import Opened, marked, viewer
from assistant.ui.views import contact_html, conversation, header, sources
from tests.ui.fake_assistant import HOSTILE, FakeAssistant, cite, make_notice


def answered(fake: FakeAssistant, question: str = "Quand ?") -> Session:
    answer = list(fake.stream(question))[-1].answer  # type: ignore[union-attr]
    mail = fake.export(answer, ".txt").content.decode()
    exchange = Exchange(question, answer=answer, sentences=answer.sentences, citations=answer.citations, mail=mail)
    return Session((exchange,))


def read(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def test_no_text_of_a_document_becomes_an_element(fake: FakeAssistant) -> None:
    session = Session((*answered(fake).exchanges, Exchange(HOSTILE, error=HOSTILE)))
    opened = Opened(
        fake.notice, 1, session.exchanges[0].citations[0], (HOSTILE,), fake.view.documents, key=(("n", HOSTILE),)
    )
    pages = [
        conversation(session, (HOSTILE,), HOSTILE, HOSTILE), sources(session), viewer(opened),
        conversation(Session(), (HOSTILE,), "", HOSTILE),
        corpus(CorpusView(fake.view.documents, not_read=(FileReport(HOSTILE, "refused", message=HOSTILE),))),
    ]  # fmt: skip
    for page in pages:
        tree = read(page)
        assert not tree.css("script, img[src=x], [onerror]")
        assert "<script>window.hacked" in (tree.body.text() if tree.body else "")


def test_each_sentence_ends_with_links_to_its_own_cards(fake: FakeAssistant) -> None:
    session = answered(fake)
    markers = read(conversation(session, (), "", "")).css("a.marker")
    assert [marker.attributes["href"] for marker in markers] == ["#source-1-1", "#source-1-2"]
    cards = read(sources(session)).css("article.card")
    assert [card.attributes["id"] for card in cards] == ["source-1-1", "source-1-2"]


def test_a_second_source_in_the_same_document_does_not_repeat_its_title(fake: FakeAssistant) -> None:
    exchange = answered(fake).exchanges[0]
    first = exchange.citations[0]
    second = replace(first, n=2, quote="6\tFormations\t31/12/2024")
    one, two = read(sources(Session((replace(exchange, citations=(first, second)),)))).css("article.card")
    assert one.css_first(".reference") is not None
    assert two.css_first("h3").text() == texts.SAME_DOCUMENT
    assert two.css_first(".reference") is None
    assert first.title in (two.css_first("button").attributes["aria-label"] or "")
    assert "6 | Formations | 31/12/2024" in two.css_first("blockquote").text()


def test_a_marker_without_a_citation_is_not_shown(fake: FakeAssistant) -> None:
    exchange = Exchange(
        "Quand ?", sentences=(AnswerSentence("Le 1er juin.", (1, 7)),), citations=(cite(1, fake.notice, "17", 1),)
    )
    assert [node.text() for node in read(conversation(Session((exchange,)), (), "", "")).css("a.marker")] == ["[1]"]


def test_the_question_is_repeated_as_understood_only_when_it_changed(fake: FakeAssistant) -> None:
    same = answered(fake)
    assert read(conversation(same, (), "", "")).css_first(".understood").attributes.get("hidden", "no") != "no"
    assert "Question comprise" not in conversation(same, (), "", "")


def test_an_abstention_says_whom_to_ask_only_when_there_is_someone(fake: FakeAssistant) -> None:
    session = answered(fake, "météo")
    assert texts.CONTACT in conversation(session, (), "Accueil", "")
    assert texts.CONTACT not in conversation(session, (), "", "")
    assert texts.CONTACT not in conversation(session, (), "dans le corpus", ""), "the text names it already"


def test_in_an_abstention_only_markers_and_the_contact_are_clickable(fake: FakeAssistant) -> None:
    text = "Voir <b> https://piege.example.org [1] [2]. Écrivez à doc@example.org."
    citation = cite(1, fake.notice, "17", 1)
    answer = Answer("?", "?", text, "to_check", "not_in_corpus", citations=(citation,))
    session = Session((Exchange("?", answer=answer, citations=(citation,)),))
    links = read(conversation(session, (), "doc@example.org", "")).css(".abstention a")
    assert [link.attributes["href"] for link in links] == ["#source-1-1", "mailto:doc@example.org"]


def test_the_contact_is_clickable_and_escaped() -> None:
    assert contact_html("Doc <doc@example.org>, https://doc.example.org.") == (
        'Doc &lt;<a href="mailto:doc@example.org">doc@example.org</a>&gt;, '
        '<a href="https://doc.example.org">https://doc.example.org</a>.'
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd", "https://", "", None,
     "java\nscript:alert(1)", "http://a b", "https://[", "JAVASCRIPT:alert(1)//http://x"],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None


def test_a_web_address_is_kept_as_it_is() -> None:
    url = "https://catalogue.example.org/index.php?lvl=notice_display&id=65474"
    assert safe_url(url) == url


def test_the_copied_text_carries_its_references(fake: FakeAssistant) -> None:
    (button,) = read(conversation(answered(fake), (), "", "")).css("[data-act=copy]")
    copied = button.attributes["data-copy"] or ""
    assert "Le comité régional valide les **engagements**. [2]" in copied
    assert "[2] RÉGION PAYS DE LA LOIRE. Protocole régional. 1er juin 2023. P. 2 (numérotée 1)\u00a0:" in copied
    assert "La date annoncée est passée." in copied


def test_every_format_is_offered_under_an_answer_that_cites(fake: FakeAssistant) -> None:
    buttons = read(conversation(answered(fake), (), "", "")).css(".exports [data-act=export]")
    assert [button.attributes["data-format"] for button in buttons] == [".md", ".docx", ".odt", ".ris", ".bib"]
    assert {button.attributes["data-exchange"] for button in buttons} == {"1"}


def test_an_abstention_without_a_source_is_not_exported_and_a_passage_to_check_is(fake: FakeAssistant) -> None:
    shown = [read(conversation(answered(fake, question), (), "", "")) for question in ("La météo ?", "Le budget ?")]
    assert [len(page.css(".exports")) for page in shown] == [0, 1]
    assert "à vérifier" in (shown[1].css("[data-act=copy]")[0].attributes["data-copy"] or "")


def test_marked_keeps_the_offsets_of_the_document() -> None:
    assert marked("abcdef", 10, [(12, 14)]) == "ab<mark>cd</mark>ef"
    assert marked("abcdef", 10, [(5, 11), (15, 99)]) == "<mark>a</mark>bcde<mark>f</mark>"
    assert marked("abcdef", 10, [(0, 10), (16, 20)]) == "abcdef"
    assert marked("<&>", 0, [(1, 2)]) == "&lt;<mark>&amp;</mark>&gt;"


def test_a_quote_over_two_blocks_is_marked_in_both() -> None:
    text = "Un titre\n\nUn texte"
    document = Document("d", "d", "notice", "T", "t.txt", "0", text, (Page(1, text, 0),),
                        (Block("title", 0, 8), Block("paragraph", 10, 18)))  # fmt: skip
    shown = viewer(Opened(document, 1, cite(1, document, "titre\n\nUn", 1)))
    assert "<mark>titre</mark>" in shown
    assert "<mark>Un</mark> texte" in shown


def test_a_page_without_image_shows_its_text(fake: FakeAssistant) -> None:
    shown = read(viewer(Opened(fake.pdf, 2)))
    assert shown.css_first("details").attributes.get("open", "no") != "no"
    assert "Le comité régional" in shown.css_first(".prose-text").text()


def test_a_file_named_by_a_notice_and_absent_is_said_to_be(fake: FakeAssistant) -> None:
    assert "Fichier joint, absent du corpus" in viewer(Opened(make_notice(), 1))
    assert "absent du corpus" not in viewer(Opened(fake.notice, 1, related=fake.view.documents[1:]))


def test_the_header_counts_notices_and_files_and_dates_them(fake: FakeAssistant) -> None:
    shown = read(header(fake.view)).css_first(".corpus-state").text()
    assert shown == "Corpus\u00a0: 1\u00a0notice, 1\u00a0PDF lus le 12\u00a0mars\u00a02026 à 14\u00a0h\u00a005"


def test_an_empty_corpus_says_what_to_do() -> None:
    assert "assistant ingest" in corpus(CorpusView())
    assert "lus le" not in header(CorpusView())


def test_dates_and_numbers_are_written_as_in_french() -> None:
    assert texts.french_date("2023-06-01") == "1er\u00a0juin\u00a02023"
    assert texts.french_date("2023-06") == "juin\u00a02023"
    assert texts.french_date("vers 1990") == "vers 1990"
    assert texts.french_date(None) == ""
    assert texts.count(0, "page") == "0\u00a0page"
    assert texts.count(12345, "page") == "12\u202f345\u00a0pages"
    assert texts.tidy("Qui ? « Nous » !") == "Qui\u00a0? «\u00a0Nous\u00a0»\u00a0!"
