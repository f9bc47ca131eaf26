"""What a page does not show is not read; what it folds away is."""

from __future__ import annotations

import pytest

from assistant.invisible import visible, without_marks
from assistant.sources.opac import read_notice
from assistant.sources.record_text import rich_lines


@pytest.mark.parametrize(
    "html",
    [
        "<p>Vu</p><span style='display : none !important'>caché</span>",
        "<style>p.x, .y { visibility:hidden }</style><p>Vu</p><p class='y'>caché</p>",
        "<p>Vu</p><font color=white>caché</font><div hidden>caché</div>",
        "<p>Vu</p><p style='font-size:0'>caché</p><p style='font-size: 1px; color: red'>caché</p>",
        "<p>Vu</p><p style='position:absolute;left:-9999px'>caché</p><p style='opacity:0'>caché</p>",
        "<p>Vu</p><!-- caché --><img alt='caché' title='caché'><template>caché</template>",
    ],
)
def test_what_a_browser_does_not_show_is_not_read(html: str) -> None:
    assert rich_lines(html) == ["Vu"]


@pytest.mark.parametrize(
    "html", ["<p style='font-size:12px'>Vu</p>", "<p style='color:#fff;background-color:#036'>Vu</p>",
             "<p style='width:0.5em;left:-3px'>Vu</p>"],
)  # fmt: skip
def test_what_a_browser_shows_is_read(html: str) -> None:
    assert rich_lines(html) == ["Vu"]


def test_the_rows_of_a_notice_that_its_page_folds_away_are_read() -> None:
    page = """<html><body><div id="el12Parent" class="notice-parent"><span>Le protocole</span></div>
    <div id="el12Child" class="notice-child" style="display:none"><table><tr class="record_tit1">
    <td><span class="etiq_champ">Titre : </span></td><td class="public_line_value">Le protocole</td></tr>
    <tr class="record_resume"><td><span class="etiq_champ">Résumé : </span></td><td class="public_line_value">Il compte
    17 engagements.<span style="display:none"> Il est nul.</span></td></tr></table></div></body></html>"""
    assert read_notice(page.encode(), "page.html").abstract == "Il compte 17 engagements."


def test_characters_of_no_width_go_and_words_turned_around_with_them() -> None:
    assert visible("pro\u200bto\u00adcole\u2060 \U000e0041") == "protocole "
    assert visible("Le \u202eelocotorp\u202c texte") == "Le  texte"
    assert without_marks("Le \u202emot\u202c") == "Le mot"
    assert visible("cœur ☎️ « été »") == "cœur ☎️ « été »"
