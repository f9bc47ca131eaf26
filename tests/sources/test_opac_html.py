"""A page saved from a PMB catalogue becomes a ``Notice``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant.errors import SourceError
from assistant.models import Agent, Descriptor, Notice
from assistant.sources.notice_fields import PRINTED
from assistant.sources.opac import read_notice
from tests.sources.notice_makers import as_copied_text, as_page, notices

GOLDEN = Path(__file__).parent / "golden"
PAGE = (GOLDEN / "notice_70123.html").read_text(encoding="utf-8")
OLDER = (GOLDEN / "notice_ancienne.html").read_bytes()
HOST = "https://portail.exemple.fr"


def read(page: str, file: str = "notice_70123.html") -> Notice:
    return read_notice(page.encode(), file)


def read_golden(name: str) -> Notice:
    return read_notice((GOLDEN / name).read_bytes(), name)


def without_addresses(notice: Notice) -> Notice:
    files = tuple(replace(attachment, url=None) for attachment in notice.attachments)
    return replace(notice, url=None, source=None, attachments=files)


def test_a_page_and_a_copy_of_the_same_notice_give_the_same_notice() -> None:
    assert without_addresses(read_golden("notice_70123.html")) == read_golden("notice_70123.txt")


def test_the_older_page_and_its_labelled_copy_give_the_same_notice() -> None:
    page, copy = read_golden("notice_ancienne.html"), read_golden("notice_etiquettes.txt")
    assert without_addresses(page) == without_addresses(copy)


@given(notices())
@settings(max_examples=60, deadline=None)
def test_any_notice_is_the_same_through_both_forms(notice: Notice) -> None:
    page = read(as_page(notice), f"notice_{notice.id}.html")
    copy = read_notice(as_copied_text(notice).encode(), f"notice_{notice.id}.txt")
    assert without_addresses(page) == copy


def test_the_address_is_the_permanent_link_without_session_or_anchor() -> None:
    notice = read(PAGE)
    assert notice.url == f"{HOST}/index.php?lvl=notice_display&id=70123"
    assert notice.source == "portail.exemple.fr"


def test_the_address_is_made_from_the_number_of_the_record_where_there_is_no_link() -> None:
    page = PAGE.replace("Lien vers la notice", "Imprimer").replace("id=70123 -->", "id=1 -->")
    assert read(page).url == f"{HOST}/index.php?lvl=notice_display&id=70123"


def test_a_page_that_does_not_say_where_it_comes_from_gives_no_address() -> None:
    notice = read(PAGE.partition("-->")[2].replace(HOST, ""))
    assert (notice.id, notice.url, notice.source) == ("70123", None, None)
    assert notice.attachments[0].url is None


def test_a_link_that_is_a_script_is_never_an_address() -> None:
    page = PAGE.partition("-->")[2].replace("./index.php?lvl", "javascript:alert(1)//index.php?lvl")
    assert read(page).url is None


def test_a_file_that_needs_a_log_in_keeps_its_address() -> None:
    assert [file.url for file in read(PAGE).attachments] == [
        f"{HOST}/doc_num.php?explnum_id=31",
        f"{HOST}/doc_num.php?explnum_id=32",
    ]


def test_a_file_opened_by_the_viewer_keeps_its_address() -> None:
    (file,) = read_notice(OLDER, "ancienne.html").attachments
    assert (file.name, file.mime_type) == ("Charte des métiers du bois", "application/pdf")
    assert file.url == f"{HOST}/opac/doc_num.php?explnum_id=31"


def test_scripts_styles_and_menus_are_not_read() -> None:
    notice = read(PAGE)
    assert notice.title.startswith("Bois et forêt : une charte locale")
    assert "99999" not in (notice.url or "")


def test_the_older_display_gives_its_fields() -> None:
    notice = read_notice(OLDER, "ancienne.html")
    assert notice.id == "70123"
    assert notice.publishers == ("Éditions du Marais",)
    assert notice.places == ("Guérande",)
    assert notice.dates.published == "2022-01"
    assert notice.descriptors == (Descriptor("forêt", None, "Motbis"), Descriptor("métier du bois", None, "Motbis"))
    assert "1 200 €" in notice.abstract
    assert (f"{PRINTED}date de publication", "janvier 2022") in notice.site_fields


@pytest.mark.parametrize(
    "data",
    [
        OLDER.replace(b"charset=iso-8859-1", b""),
        OLDER.decode("cp1252").encode(),
        b"\xef\xbb\xbf" + OLDER.decode("cp1252").encode(),
        OLDER.replace(b"charset=iso-8859-1", b"charset=utf-8"),
        OLDER.decode("cp1252").encode("utf-16"),
        OLDER.decode("cp1252").replace("charset=iso-8859-1", "charset=iso-8859-15").encode("iso-8859-15", "replace"),
    ],
    ids=["no charset", "re-saved in UTF-8", "BOM", "wrong charset", "UTF-16", "ISO-8859-15"],
)
def test_the_character_set_is_found(data: bytes) -> None:
    notice = read_notice(data, "ancienne.html")
    assert notice.title == "Bois et forêt : une charte locale pour former 120 bûcherons d'ici à 2024"
    assert "€" in notice.abstract


def test_terms_shown_on_one_line_keep_the_thesaurus_in_bold_above_them() -> None:
    terms = "<p><strong>Motbis</strong></p><span><a>forêt</a></span> ; <span><a>bois 812</a></span>"
    rows = PAGE.partition("<p>[Thesaurus")[0] + terms + PAGE.partition("SYLVICULTURE 51044</a></p>")[2]
    assert read(rows).descriptors == (Descriptor("forêt", None, "Motbis"), Descriptor("bois", "812", "Motbis"))


def test_a_portal_whose_design_has_no_labels_is_read_as_a_copy_is() -> None:
    lines = (GOLDEN / "notice_70123.txt").read_text(encoding="utf-8").strip().splitlines()
    body = "<p>" + "</p><p>".join(lines) + "</p>"
    page = f"<html><body><header><p>Accueil</p></header><div id='n'>{body}</div><footer>Contact</footer></body></html>"
    assert read(page) == read_golden("notice_70123.txt")


def test_a_field_of_the_portal_itself_keeps_its_label() -> None:
    row = "<tr class='record_p_perso'><td class='labelNot'>Public visé :</td><td class='labelContent'>Élus</td></tr>"
    assert ("Public visé", "Élus") in read(PAGE.replace("</tbody>", row + "</tbody>")).site_fields


def test_an_author_without_a_role_is_still_an_author() -> None:
    assert read(PAGE.replace("</a>, Auteur", "</a>")).authors[1] == Agent("Dupont, Jean", None, "person")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body><h1>Bienvenue</h1><p>Rechercher un document</p></body></html>", "n'est pas une page de notice"),
        ("<html><body></body></html>", "n'est pas une page de notice"),
        ("<div class='notice-child'>Un</div><div class='notice-child'>Deux</div>", "montre 2 notices"),
    ],
)
def test_a_page_that_is_not_one_notice_is_refused_in_french(page: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(page, "page.html")


def test_elements_nested_beyond_reason_do_not_break_the_reading() -> None:
    deep = "<div>" * 20_000 + "fin" + "</div>" * 20_000
    with pytest.raises(SourceError, match="n'est pas une page de notice"):
        read(f"<html><body>{deep}</body></html>", "page.html")
