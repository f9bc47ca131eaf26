"""The export in RIS, written out, and read by pandoc."""

from __future__ import annotations

from dataclasses import replace

from assistant.exports.report import Source, make_report
from assistant.exports.ris import ris
from assistant.models import Agent, NoticeDates
from tests.exports.made import DAY, FILE_URL, NOTICE, SOURCES, URL, answer, report, to_check
from tests.exports.readers import entries


def test_a_work_is_written_tag_by_tag() -> None:
    lines = ris(report(to_check())).decode().replace("\u00a0", " ")
    assert lines == "\r\n".join(
        [
            "TY  - RPRT",
            "ID  - ministere2023protocole65474",
            "AU  - Ministère du Travail - du Plein emploi",
            "AU  - Dupont, Zoé",
            "TI  - Un protocole R&D",
            "M3  - rapport",
            "PY  - 2023",
            "DA  - 2023/06/01/",
            "PB  - La Région",
            "CY  - Nantes",
            "SN  - 978-2-0000-0000-2",
            "LA  - Français",
            "KW  - EMPLOI, FORMATION",
            "KW  - RSA",
            f"UR  - {URL}",
            f"L1  - {FILE_URL}",
            "Y2  - 2026/11/23/",
            "N1  - Pages citées : protocole_1.pdf, p. 3 (numérotée 2)",
            "N1  - Cité en réponse à : « Qui ? » (export du 23 novembre 2026)",
            "N1  - À vérifier : pas de réponse sûre, passage le plus proche",
            "ER  - ",
            "",
            "",
        ]
    )


def test_pandoc_reads_one_entry_for_each_work() -> None:
    read = entries(ris(report()), ".ris")
    assert [one["id"] for one in read] == ["ministere2023protocole65474", "sd50c0ffee"]
    assert read[0]["type"] == "report"
    assert read[0]["title"] == "Un protocole R&D"
    assert read[0]["URL"] == URL


def test_a_title_on_several_lines_or_with_unseen_characters_stays_on_its_line() -> None:
    lines = ris(report()).decode().split("\r\n")
    assert all(line == "" or line[2:6] == "  - " for line in lines)
    assert all(character.isprintable() or character == "\u00a0" for line in lines for character in line)


def test_a_month_or_a_year_alone_leaves_the_rest_of_the_date_empty() -> None:
    def dates(published: str | None) -> list[str]:
        assert NOTICE.notice
        notice = replace(NOTICE, notice=replace(NOTICE.notice, dates=NoticeDates("2023-09-07", published)))
        made = make_report(answer(), {**SOURCES, "n": Source(notice, notice), "p": Source(notice, notice)}, DAY)
        first = ris(made).decode().split("ER  - ")[0].split("\r\n")
        return [line for line in first if line[:2] in {"PY", "DA"}]

    assert dates("2023-06") == ["PY  - 2023", "DA  - 2023/06//"]
    assert dates("2023") == ["PY  - 2023", "DA  - 2023///"]
    assert dates(None) == []  # the date of the record is not that of the work


def test_an_editor_is_not_an_author() -> None:
    assert NOTICE.notice
    agents = (Agent("Kovac, Ana", "Directeur de la publication", "person"),)
    book = replace(NOTICE, notice=replace(NOTICE.notice, authors=agents, document_type="livre"))
    made = make_report(answer(), {**SOURCES, "n": Source(book, book), "p": Source(book, book)}, DAY)
    assert "ED  - Kovac, Ana" in ris(made).decode()
