"""The works that an answer cites: one entry each, its type, its key, its notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.exports.report import make_report
from assistant.exports.works import cited_works, type_of
from assistant.sources.descriptions import Description
from tests.exports.made import DAY, SOURCES, answer, report, to_check


def test_a_notice_and_its_pdf_are_one_work_with_the_pages_cited() -> None:
    first, second = cited_works(report())
    assert first.told.title == "Un protocole R&D"
    assert first.notes[0] == "Pages citées\u00a0: notice\u00a0; protocole_1.pdf, p. 3 (numérotée 2)"
    assert second.notes[0] == "Pages citées\u00a0: seul.pdf, p. 1"


def test_a_key_says_who_when_what_and_which_and_depends_on_the_work_alone() -> None:
    keys = [work.key for work in cited_works(report())]
    assert keys == ["ministere2023protocole65474", "sd50c0ffee"]
    told = answer()
    alone = replace(told, citations=told.citations[1:2], sentences=told.sentences[:1])
    assert [work.key for work in cited_works(make_report(alone, SOURCES, "2027-01-01"))] == keys[:1]


def test_the_notes_keep_the_question_the_warnings_and_that_a_passage_is_to_be_checked() -> None:
    assert "À savoir\u00a0: La date de [3] est passée." in cited_works(report())[0].notes
    (work,) = cited_works(report(to_check()))
    assert work.notes[1:] == (
        "Cité en réponse à\u00a0: «\u00a0Qui ?\u00a0» (export du 23 novembre 2026)",
        "À vérifier\u00a0: pas de réponse sûre, passage le plus proche",
    )


def test_a_work_that_has_left_the_corpus_is_told_by_its_citations() -> None:
    first, _ = cited_works(make_report(answer(), {}, DAY))
    assert first.told.title == "Protocole"
    assert first.key == "sdprotocolew"


@pytest.mark.parametrize(
    ("document_type", "others", "expected"),
    [
        ("rapport", {}, "report"),
        ("Études et statistiques", {}, "report"),
        ("compte rendu", {}, "report"),
        ("article", {"url": "https://x.fr"}, "article"),
        ("Thèse", {}, "thesis"),
        ("Livres", {}, "book"),
        ("Actes de colloque", {}, "conference"),
        ("Décret", {}, "law"),
        ("communiqué", {"url": "https://x.fr"}, "web"),
        ("communiqué", {}, "other"),
        ("", {"isbns": ("2",), "url": "https://x.fr"}, "book"),
    ],
)
def test_the_type_comes_from_the_words_of_the_notice(
    document_type: str, others: dict[str, object], expected: str
) -> None:
    assert type_of(Description("T", document_type=document_type, **others)) == expected  # type: ignore[arg-type]  # fields of any kind
