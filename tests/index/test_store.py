from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import CatalogueError, IndexLockedError
from assistant.models import Box, Filters, Page, Word
from tests.fakes import HashedEncoder
from tests.index.library import entry, found, make_notice, opened, write

BUDGET = "Le budget de la commune est voté en décembre."
ACCORD = "L'accord de préfiguration compte dix-sept engagements."


def test_an_empty_index_answers_nothing_and_fails_at_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        assert found(index, "accord") == {"dense": [], "lexical": []}
        assert (index.passage_count(), index.documents(), index.document("x")) == (0, [], None)
        assert index.corpus().last_ingestion is None


def test_what_is_written_is_found_by_both_searches(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD), entry("b", BUDGET))
        hits = found(index, "Combien d'engagements dans l'accord ?", k=1)
        assert hits == {"dense": [ACCORD], "lexical": [ACCORD]}


def test_what_is_written_is_still_there_for_the_next_process(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD))
    with opened(tmp_path) as index:
        assert found(index, "accord") == {"dense": [ACCORD], "lexical": [ACCORD]}


def test_a_document_comes_back_with_words_blocks_and_notice(tmp_path: Path) -> None:
    one = entry("a", ACCORD, notice=make_notice())
    page = Page(1, one.document.text, 0, "i", 595.0, 842.0, "ocr", 0.875, (Word(0, 8, Box(1, 1.1, 2.2, 3.3, 4.4)),))
    blank = Page(2, "", len(one.document.text), origin="none")
    one = replace(one, document=replace(one.document, pages=(page, blank)))
    with opened(tmp_path) as index:
        write(index, one)
        assert index.document("a") == one.document
        assert index.document_path("a") == one.path


def test_passages_come_back_whole_in_the_order_asked(tmp_path: Path) -> None:
    one = entry("a", ACCORD, BUDGET)
    rich = replace(one.passages[0], heading_path=("1", "2"), boxes=(Box(1, 1, 2, 3, 4.5),), copies=2, pages=(1, 2))
    one = replace(one, passages=[rich, one.passages[1]])
    with opened(tmp_path) as index:
        write(index, one)
        ids = [passage.id for passage in one.passages]
        assert index.passages([ids[1], "unknown", ids[0]]) == [one.passages[1], rich]
        assert index.document_passages("a") == list(one.passages)


def test_a_new_version_replaces_the_one_before(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD, BUDGET))
        write(index, entry("a", BUDGET))
        assert found(index, "accord préfiguration")["lexical"] == []
        assert index.passage_count() == 1


def test_of_each_document_the_last_change_alone_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as reader, opened(tmp_path) as index:
        for n in range(5):
            with index.writer() as writer:
                writer.put_all(
                    [entry("a", f"Texte {n}."), entry("b", "Texte.")] if n == 0 else [entry("a", f"Texte {n}.")]
                )
            reader.refresh()
        with index.catalogue.database.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM changes")).scalar_one() == 2
        assert found(reader, "Texte 4", k=1)["lexical"] == ["Texte 4."]


def test_only_what_changed_is_encoded_again(tmp_path: Path) -> None:
    encoder = HashedEncoder()
    with opened(tmp_path, encoder) as index:
        write(index, entry("a", ACCORD, BUDGET))
        encoder.passages_encoded.clear()
        write(index, entry("a", BUDGET, "Un paragraphe nouveau."))
    assert encoder.passages_encoded == ["Un paragraphe nouveau."]


def test_a_new_title_is_searched_though_the_text_is_the_same(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD, notice=make_notice("Avenant")))
        write(index, entry("a", ACCORD, notice=make_notice("Charte")))
        assert (found(index, "avenant")["lexical"], found(index, "charte")["lexical"]) == ([], [ACCORD])


def test_a_removed_document_is_found_no_more(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD), entry("b", BUDGET))
        with index.writer() as writer:
            writer.remove("a")
        assert found(index, "accord engagements")["lexical"] == []
        assert [document.id for document in index.documents()] == ["b"]
        assert index.document("a") is None


def test_removing_what_is_not_there_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD))
        before = index.sequence
        with index.writer() as writer:
            writer.remove("unknown")
        assert index.sequence == before


def test_a_reader_sees_new_documents_after_a_refresh(tmp_path: Path) -> None:
    with opened(tmp_path) as reader, opened(tmp_path) as other:
        assert reader.refresh() is False
        write(other, entry("a", ACCORD))
        assert found(reader, "accord") == {"dense": [], "lexical": []}
        assert reader.refresh() is True
        assert found(reader, "accord") == {"dense": [ACCORD], "lexical": [ACCORD]}
        write(other, entry("a", BUDGET), entry("b", ACCORD))
        reader.refresh()
        assert found(reader, "accord")["lexical"] == [ACCORD]
        assert [d.id for d in reader.documents()] == ["a", "b"]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as index, index.writer(), pytest.raises(IndexLockedError), index.writer():
        pass


def test_filters_choose_documents(tmp_path: Path) -> None:
    notice = make_notice(descriptors=())
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD, notice=make_notice()), entry("b", ACCORD + " Bis.", notice=notice))
        assert index.allowed_documents(Filters()) is None
        allowed = index.allowed_documents(Filters(descriptors=("pole emploi",)))
        assert allowed == frozenset({"a"})
        assert found(index, "accord", allowed=allowed) == {"dense": [ACCORD], "lexical": [ACCORD]}
        assert found(index, "accord", allowed=frozenset()) == {"dense": [], "lexical": []}


@pytest.mark.parametrize("first", ["notice", "pdf"])
def test_a_notice_and_its_pdf_are_one_work_whichever_came_first(tmp_path: Path, first: str) -> None:
    notice = entry("n", ACCORD, notice=make_notice())
    pdf = entry("protocole_regional", BUDGET)
    with opened(tmp_path) as index:
        for one in [notice, pdf] if first == "notice" else [pdf, notice]:
            write(index, one)
        assert {document.id for document in index.work_documents("n")} == {"n", "protocole_regional"}
        document = index.document("protocole_regional")
        assert document is not None
        assert document.work_id == "n"


def test_a_pdf_whose_notice_goes_is_a_work_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("n", ACCORD, notice=make_notice()), entry("protocole_regional", BUDGET))
        with index.writer() as writer:
            writer.remove("n")
        assert [d.work_id for d in index.documents()] == ["protocole_regional"]


def test_the_corpus_shows_the_choices_of_the_filters(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD, notice=make_notice()), entry("b", BUDGET))
        corpus = index.corpus()
    assert (corpus.descriptors, corpus.authors) == (("EMPLOI", "PÔLE EMPLOI"), ("Région Pays de la Loire",))
    assert corpus.passages == 2
    assert corpus.documents[0].reference.startswith("RÉGION PAYS DE LA LOIRE")


@pytest.mark.parametrize("lost", ["vectors", "words2-1"])
def test_an_index_that_was_deleted_is_made_again_from_the_catalogue(tmp_path: Path, lost: str) -> None:
    import shutil

    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD, notice=make_notice()), entry("b", BUDGET))
    shutil.rmtree(tmp_path / lost)
    with opened(tmp_path) as index:
        assert found(index, "accord", k=1) == {"dense": [ACCORD], "lexical": [ACCORD]}
        assert found(index, "charte pôle emploi")["lexical"] == [ACCORD]


def test_a_damaged_index_of_words_is_said_to_be_so(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD))
    (tmp_path / "words2-1" / "meta.json").write_text("{")
    with pytest.raises(CatalogueError, match="supprimez ce dossier"), opened(tmp_path):
        pass


def test_words_of_another_format_are_filled_anew_without_encoding_anything(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", "Le centre de formation d'apprentis (CFA) a ouvert."), entry("b", BUDGET))
    (tmp_path / "words2-1").rename(tmp_path / "words-1")
    encoder = HashedEncoder()
    with opened(tmp_path, encoder) as index:
        assert [one.long for one in index.definitions(["cfa"])] == ["centre de formation d'apprentis"]
        assert found(index, "budget", k=1)["lexical"] == [BUDGET]
    assert encoder.passages_encoded == []
    assert [path.name for path in tmp_path.glob("words*")] == ["words2-1"]
