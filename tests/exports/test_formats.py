"""The formats, their names, and the export of an assistant."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.exports.formats import FORMATS, export, file_stem
from assistant.models import EXPORT_FORMATS, Answer
from assistant.wiring import cited_sources
from tests.exports.made import DAY, SOURCES, answer, cite
from tests.index.library import entry, make_notice, opened, write


def test_every_format_that_is_offered_can_be_written() -> None:
    assert list(EXPORT_FORMATS) == list(FORMATS)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_is_named_after_the_question_and_the_day(suffix: str) -> None:
    made = export(answer(), SOURCES, suffix, DAY)
    assert made.name == f"reponse-r-b-50-b-emph-x-{DAY}{suffix}"
    assert made.content


def test_the_name_of_a_file_holds_letters_figures_and_dashes_alone() -> None:
    assert file_stem("Quelle est l'échéance de l'engagement 6 ?") == "reponse-echeance-engagement-6"
    assert file_stem("../../etc/passwd") == "reponse-etc-passwd"
    assert file_stem("???") == "reponse"
    assert len(file_stem("a" * 500)) == 80


def test_the_sources_of_an_answer_are_its_documents_with_their_notices(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("Protocole régional", "Texte."), entry("n", "Notice.", notice=make_notice("La notice")))
        document = index.document("Protocole régional")
        assert document is not None
        told = Answer("?", "?", "", "answer", citations=(cite(1, document, 1, "Texte."),))
        (source,) = cited_sources(told, index).values()
    assert source.document.id == "Protocole régional"
    assert source.notice is not None
    assert source.notice.id == "n"
