from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import MissingPathError
from assistant.index.store import Index
from assistant.ingest import ingest
from assistant.settings import Settings
from tests.fakes import HashedEncoder
from tests.index.library import found
from tests.ingest.outcomes import Run, only, outcomes
from tests.plain_parser import PlainParser


def test_a_folder_is_read_whole_with_paths_relative_to_it(folder: Path, run: Run, index: Index) -> None:
    report = run(folder)
    assert outcomes(report) == {"accord.txt": "read", "pdf/convention.pdf": "read"}
    assert [(one.pages, one.passages) for one in report.files] == [(1, 1), (2, 1)]
    assert found(index, "engagements", k=1)["lexical"][0].startswith("L'accord compte")
    assert index.corpus().folders == (str(folder),)


def test_reading_twice_changes_nothing(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    before, parser = index.sequence, PlainParser()
    report = run(folder, parser=parser)
    assert set(outcomes(report).values()) == {"unchanged"}
    assert index.sequence == before
    assert parser.read == []


def test_a_changed_file_is_replaced(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    (folder / "accord.txt").write_text("Accord régional\nL'accord compte vingt engagements.")
    assert outcomes(run(folder))["accord.txt"] == "replaced"
    assert found(index, "engagements", k=3)["lexical"] == ["L'accord compte vingt engagements."]


def test_a_file_that_has_gone_is_removed_with_its_folder_given_again(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    (folder / "pdf" / "convention.pdf").unlink()
    report = run(folder)
    assert outcomes(report) == {"accord.txt": "unchanged", "pdf/convention.pdf": "removed"}
    assert report.files[-1].message == "fichier absent"
    assert found(index, "budget")["lexical"] == []
    assert outcomes(run(folder)) == {"accord.txt": "unchanged"}


def test_a_file_outside_what_is_given_is_left_alone(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    (folder / "accord.txt").unlink()
    assert outcomes(run(folder / "pdf")) == {"pdf/convention.pdf": "unchanged"}
    assert len(index.documents()) == 2


def test_without_path_the_folders_given_before_are_read_again(folder: Path, run: Run) -> None:
    run(folder)
    (folder / "new.txt").write_text("Nouvelle\nUne notice nouvelle.")
    assert outcomes(run())["new.txt"] == "read"


def test_the_first_time_without_path_the_sample_is_read(folder: Path, run: Run) -> None:
    folder.rename(folder.parent / "corpus")
    assert len(run().files) == 2


def test_the_first_time_with_nothing_to_read_says_what_to_give(folder: Path, run: Run) -> None:
    with pytest.raises(MissingPathError, match="Rien à lire"):
        run()


def test_a_path_that_does_not_exist_stops_before_anything_is_read(folder: Path, run: Run, index: Index) -> None:
    with pytest.raises(MissingPathError, match="Chemin introuvable : nowhere"):
        run(folder, Path("nowhere"))
    assert index.documents() == []


def test_one_file_is_known_by_its_name_alone(folder: Path, run: Run) -> None:
    assert outcomes(run(folder / "pdf" / "convention.pdf")) == {"convention.pdf": "read"}


def test_a_file_read_alone_then_with_its_folder_is_one_document(folder: Path, run: Run, index: Index) -> None:
    run(folder / "pdf" / "convention.pdf")
    assert outcomes(run(folder)) == {"accord.txt": "read", "convention.pdf": "unchanged"}
    assert len(index.documents()) == 2


def test_a_file_of_a_known_folder_given_alone_keeps_its_name(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    assert outcomes(run(folder / "pdf" / "convention.pdf")) == {"pdf/convention.pdf": "unchanged"}
    assert index.corpus().folders == (str(folder),)


def test_two_files_of_one_relative_path_are_two_documents(folder: Path, run: Run, index: Index) -> None:
    other = folder.parent / "autre"
    other.mkdir()
    (other / "accord.txt").write_text("Autre accord\nUn second accord.")
    run(folder, other)
    assert len({document.id for document in index.documents()}) == 3
    assert set(outcomes(run(folder, other)).values()) == {"unchanged"}


def test_a_folder_that_moved_is_not_read_again(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    moved = folder.rename(folder.parent / "ailleurs")
    parser = PlainParser()
    assert set(outcomes(run(moved, parser=parser)).values()) == {"unchanged"}
    assert parser.read == []
    [path] = [index.document_path(d.id) for d in index.documents() if d.kind == "notice"]
    assert path == moved / "accord.txt"


def test_what_is_hidden_unknown_or_the_assistants_own_is_not_read(folder: Path, run: Run) -> None:
    for name in (".cache/secret.txt", "README.md", "thesaurus.ttl", "page_fichiers/frame.html", "page_files/ad.htm"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("Caché\nUn texte caché.")
    (folder / "page.html").write_text("Page\nUne page.")
    run(folder)
    report = run(folder.parent)
    assert {one.file for one in report.files} == {"accord.txt", "page.html", "pdf/convention.pdf"}


@pytest.mark.parametrize(
    ("body", "outcome", "unread", "message"),
    [
        ("Du texte.\f\f\f\fEncore.\f", "partly_read", (2, 3, 4, 6), "4 pages sans texte (pages 2 à 4, 6), "),
        ("Du texte.\f", "partly_read", (2,), "1 page sans texte (page 2), "),
        ("", "unread", (1,), "Aucun texte lu : 1 page sans texte (page 1), "),
    ],
)
def test_pages_without_text_are_told(
    folder: Path, run: Run, index: Index, body: str, outcome: str, unread: tuple[int, ...], message: str
) -> None:
    scan = folder / "scan.pdf"
    scan.write_text(f"Scan\n{body}")
    first, second = only(run(scan)), only(run(scan))
    assert (first.outcome, first.unread_pages) == (outcome, unread)
    assert (first.message or "").startswith(message)
    assert (second.outcome, second.unread_pages, second.message) == ("unchanged", unread, first.message)
    assert [one.outcome for one in index.corpus().not_read] == [outcome]


@pytest.mark.parametrize("first", ["accord.txt", "pdf/convention.pdf"])
def test_a_notice_and_its_pdf_are_one_work_whichever_was_read_first(
    folder: Path, run: Run, index: Index, first: str
) -> None:
    run(folder / first)
    run(folder)
    assert len({document.work_id for document in index.documents()}) == 1


def test_exact_repeats_are_kept_once(folder: Path, run: Run, index: Index) -> None:
    page = "La même phrase revient dans un document long. " * 30
    (folder / "repeat.pdf").write_text(f"Répété\n{page}\f{page.replace('. ', '.  ')}")
    report = only(run(folder / "repeat.pdf"))
    passages = index.document_passages(index.documents()[0].id)
    assert report.passages == len(passages)
    assert sum(passage.copies for passage in passages) > 0


def test_progress_names_each_file_and_ends_at_the_total(folder: Path, run: Run) -> None:
    told: list[tuple[str, int, int]] = []
    run(folder, progress=lambda *one: told.append(one))
    assert told[0] == ("accord.txt", 0, 2)
    assert ("pdf/convention.pdf", 1, 2) in told
    assert told[-1] == ("Terminé", 2, 2)


def test_a_file_given_before_by_itself_and_gone_is_removed(folder: Path, run: Run, index: Index) -> None:
    run(folder / "accord.txt")
    (folder / "accord.txt").unlink()
    assert only(run()).outcome == "removed"
    assert index.documents() == []


def test_a_rebuild_reads_all_again_and_keeps_what_cannot_be_read(folder: Path, run: Run, index: Index) -> None:
    (folder / "third.txt").write_text("Troisième\nUn hibou.")
    run(folder)
    ids = {document.id for document in index.documents()}
    (folder / "accord.txt").write_text("BROKEN")
    (folder / "third.txt").unlink()
    report = run(rebuild=True)
    assert outcomes(report) == {"accord.txt": "refused", "pdf/convention.pdf": "read", "third.txt": "removed"}
    assert {document.id for document in index.documents()} < ids
    assert len(found(index, "engagements", k=1)["dense"]) == 1
    assert len(found(index, "girafe", k=1)["lexical"]) == 1


def test_the_sample_corpus_is_read_whole(tmp_path: Path, index: Index, root: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", ocr="never")
    report = ingest([root / "corpus"], index, HashedEncoder(), settings)
    assert {one.file: one.message for one in report.files if one.outcome == "refused"} == {}
    assert report.count("read") >= 25
    assert report.count("unread") == 1
    assert any(document.work_id != document.id for document in index.documents())
