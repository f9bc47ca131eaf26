"""Files that hold many documents: each record is a document, and only what changed is written again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.ids import document_id
from assistant.index.store import Index
from assistant.ingest import ingest
from assistant.models import IngestReport
from assistant.settings import Settings
from tests.fakes import HashedEncoder
from tests.index.library import found, opened
from tests.ingest.exports import ExportParser, held, write_export
from tests.ingest.outcomes import only, outcomes

RECORDS = {"12": "La girafe est protégée.", "13": "Le budget est voté.", "14": "L'accord compte dix engagements."}

Read = Callable[..., IngestReport]


@pytest.fixture
def encoder() -> HashedEncoder:
    return HashedEncoder()


@pytest.fixture
def index(tmp_path: Path, encoder: HashedEncoder) -> Iterator[Index]:
    with opened(tmp_path / "data", encoder) as made:
        yield made


@pytest.fixture
def read(tmp_path: Path, index: Index, encoder: HashedEncoder) -> Read:
    """Ingest with a parser of small exports."""

    def go(*paths: Path, parser: ExportParser | None = None, **options: object) -> IngestReport:
        limits = {"parse_timeout_s": options.pop("parse_timeout_s", 120.0)}
        settings = Settings(data_dir=tmp_path / "data", **limits)  # type: ignore[arg-type]
        return ingest(paths, index, encoder, settings, parser=parser or ExportParser(), **options)  # type: ignore[arg-type]

    return go


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "fonds").mkdir()
    return write_export(tmp_path / "fonds" / "portail.xml", RECORDS)


def test_each_record_is_a_document_and_the_export_one_line_of_the_report(
    export: Path, read: Read, index: Index
) -> None:
    report = only(read(export.parent))
    assert held(index) == {f"portail.xml#{key}": [text] for key, text in RECORDS.items()}
    assert (report.file, report.outcome, report.records, report.problems) == ("portail.xml", "read", 3, 0)
    assert (report.pages, report.passages, report.message) == (3, 3, "3 documents lus.")
    assert {one.id for one in index.documents()} == {document_id(f"portail.xml#{key}") for key in RECORDS}


def test_an_export_that_has_not_changed_is_not_parsed_again(export: Path, read: Read, index: Index) -> None:
    first = only(read(export.parent))
    parser, before = ExportParser(), index.sequence
    again = only(read(export.parent, parser=parser))
    assert (parser.read, index.sequence) == ([], before)
    assert (again.outcome, again.records, again.passages) == ("unchanged", first.records, first.passages)


def test_of_a_changed_export_only_the_changed_records_get_vectors_and_those_that_left_go(
    export: Path, read: Read, index: Index, encoder: HashedEncoder
) -> None:
    read(export.parent)
    encoder.passages_encoded.clear()
    write_export(export, {"12": RECORDS["12"], "14": "L'accord compte vingt engagements.", "15": "Un hibou."})
    report = only(read(export.parent))
    assert (report.outcome, report.records) == ("replaced", 3)
    assert report.message == "3 documents lus (1 nouveau, 1 changé, 1 retiré)."
    assert sorted(text.split("\n")[-1] for text in encoder.passages_encoded) == [
        "L'accord compte vingt engagements.", "Un hibou.",
    ]  # fmt: skip
    assert sorted(held(index)) == ["portail.xml#12", "portail.xml#14", "portail.xml#15"]
    assert "Le budget est voté." not in found(index, "budget voté", k=9)["lexical"]


def test_one_broken_record_loses_nothing_and_is_counted(export: Path, read: Read, index: Index) -> None:
    export.write_text(f"{export.read_text()}99|BROKEN|x\n")
    report = only(read(export.parent))
    assert (report.outcome, report.records, report.problems) == ("partly_read", 3, 1)
    assert report.message == "3 documents lus, 1 illisible : notice 99 : abîmée."
    assert len(index.documents()) == 3
    assert [one.file for one in index.corpus().not_read] == ["portail.xml"]
    assert only(read(export.parent)).problems == 1


def test_a_record_said_to_be_deleted_is_removed(export: Path, read: Read, index: Index) -> None:
    read(export.parent)
    export.write_text(export.read_text().replace("13|Notice 13|Le budget est voté.", "13|DELETED"))
    read(export.parent)
    assert sorted(held(index)) == ["portail.xml#12", "portail.xml#14"]


def test_an_export_that_is_refused_keeps_what_was_read_of_it(export: Path, read: Read, index: Index) -> None:
    read(export.parent)
    before, good = held(index), export.read_text()
    export.write_text("REFUSED")
    report = only(read(export.parent))
    assert report.outcome == "refused"
    assert "ce qui en avait été lu reste interrogeable" in (report.message or "")
    assert held(index) == before
    export.write_text(good)
    assert only(read(export.parent)).outcome == "unchanged"
    assert index.corpus().not_read == ()


def test_an_export_that_has_gone_is_removed_whole(export: Path, read: Read, index: Index) -> None:
    read(export.parent)
    export.unlink()
    report = only(read(export.parent))
    assert (report.file, report.outcome, report.records) == ("portail.xml", "removed", 3)
    assert held(index) == {}
    assert read(export.parent).files == ()


def test_an_interrupted_export_is_taken_up_where_it_stood(
    export: Path, read: Read, index: Index, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ingest._FLUSH_DOCUMENTS", 2)

    class Interrupted(ExportParser):
        def slices(self, path: Path, file: str) -> Iterator[object]:  # type: ignore[override]
            yield next(super().slices(path, file))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(export.parent, parser=Interrupted())
    assert sorted(held(index)) == ["portail.xml#12", "portail.xml#13"]
    encoder.passages_encoded.clear()
    report = only(read(export.parent))
    assert (report.outcome, report.records) == ("read", 3)
    assert [text.split("\n")[-1] for text in encoder.passages_encoded] == [RECORDS["14"]]
    assert only(read(export.parent)).outcome == "unchanged"


def test_an_export_put_back_after_an_interrupted_change_is_read_again(
    export: Path, read: Read, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ingest._FLUSH_DOCUMENTS", 1)
    read(export.parent)
    before, good = held(index), export.read_text()
    write_export(export, {key: f"Changé : {text}" for key, text in RECORDS.items()})

    class Interrupted(ExportParser):
        def slices(self, path: Path, file: str) -> Iterator[object]:  # type: ignore[override]
            yield next(super().slices(path, file))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(export.parent, parser=Interrupted())
    assert held(index) != before
    export.write_text(good)
    read(export.parent)
    assert held(index) == before


def test_a_folder_that_moved_keeps_the_documents_of_its_exports(export: Path, read: Read, index: Index) -> None:
    read(export.parent)
    ids = {one.id for one in index.documents()}
    moved = shutil.move(export.parent, export.parent.parent / "ailleurs")
    parser = ExportParser()
    assert outcomes(read(moved, parser=parser)) == {"portail.xml": "unchanged"}
    assert parser.read == []
    assert {one.id for one in index.documents()} == ids
    assert {index.document_path(one) for one in ids} == {moved / "portail.xml"}


def test_two_exports_of_one_name_in_two_folders_are_kept_apart(export: Path, read: Read, index: Index) -> None:
    other = export.parent.parent / "autre"
    other.mkdir()
    write_export(other / "portail.xml", {"12": "Une autre girafe."})
    read(export.parent, other)
    assert len({one.id for one in index.documents()}) == 4
    assert {one.outcome for one in read(export.parent, other).files} == {"unchanged"}


def test_a_rebuild_reads_exports_again_and_drops_the_records_that_left(export: Path, read: Read, index: Index) -> None:
    read(export.parent)
    write_export(export, {"12": RECORDS["12"]})
    assert only(read(export.parent, rebuild=True)).outcome == "replaced"
    assert held(index) == {"portail.xml#12": [RECORDS["12"]]}
    assert only(read(export.parent)).outcome == "unchanged"


def test_a_rebuild_keeps_the_records_of_an_export_that_is_refused(export: Path, read: Read, index: Index) -> None:
    read(export.parent)
    before = held(index)
    export.write_text("REFUSED")
    read(export.parent, rebuild=True)
    assert held(index) == before


def test_a_record_that_is_taken_out_by_hand_comes_back_with_its_export(export: Path, read: Read, index: Index) -> None:
    read(export)
    with index.writer() as writer:
        writer.remove(document_id("portail.xml#13"))
    assert sorted(held(index)) == ["portail.xml#12", "portail.xml#14"]
    read()
    assert len(held(index)) == 3


def test_a_refused_file_is_parsed_again_only_when_it_or_the_limits_change_or_on_a_rebuild(
    export: Path, read: Read
) -> None:
    def parsed(**options: object) -> tuple[list[str], dict[str, str]]:
        parser = ExportParser()
        return parser.read, outcomes(read(export.parent, parser=parser, **options))

    bad = export.parent / "bad.pdf"
    bad.write_text("BROKEN")
    export.write_text("REFUSED")
    refused = {"bad.pdf": "refused", "portail.xml": "refused"}
    both = ["bad.pdf", "portail.xml"]
    calls, told = parsed()
    assert (sorted(calls), told) == (both, refused)
    assert parsed() == ([], refused)
    calls, told = parsed(parse_timeout_s=60.0)
    assert (sorted(calls), told) == (both, refused)
    calls, told = parsed(parse_timeout_s=60.0, rebuild=True)
    assert (sorted(calls), told) == (both, refused)
    bad.write_text("Réparé\nDu texte.")
    calls, told = parsed(parse_timeout_s=60.0)
    assert (calls, told) == (["bad.pdf"], {"bad.pdf": "read", "portail.xml": "refused"})


def test_a_large_export_is_written_slice_by_slice(
    export: Path, read: Read, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ingest._FLUSH_DOCUMENTS", 50)
    sizes: list[int] = []
    from assistant.index.writer import IndexWriter

    put_all = IndexWriter.put_all

    def noted(self: IndexWriter, entries: list[object]) -> None:
        sizes.append(len(entries))
        put_all(self, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(IndexWriter, "put_all", noted)
    write_export(export, {str(n): f"La notice {n} parle de mille choses." for n in range(420)})
    assert only(read(export.parent)).records == 420
    assert max(sizes) == 50
    assert len(index.documents()) == 420
