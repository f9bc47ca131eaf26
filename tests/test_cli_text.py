"""What the commands print for people."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from assistant.cli_output import status_json
from assistant.cli_text import (
    DOCUMENTS_SHOWN,
    OUTCOMES,
    answer_text,
    file_text,
    ingest_text,
    printable,
    search_text,
    status_text,
)
from assistant.models import Copy, FileReport, IngestReport, Outcome
from assistant.settings import Settings
from tests.builders import ANSWER, CITATION, CORPUS, EMPTY, HIT, OVERVIEW, QUOTE, REPORT, SEARCH, SILENCE


def test_every_outcome_has_its_french_name() -> None:
    assert tuple(OUTCOMES) == get_args(Outcome)


def test_the_text_of_an_ingestion_is_a_table_then_the_counts() -> None:
    files = (*REPORT.files, FileReport("d.pdf", "partly_read", 3, 9, (2,), "1 page\nsans texte.", 1, 2.25))
    assert ingest_text(IngestReport(files, 1.25)).splitlines() == [
        "Résultat      Fichier  Pages  Passages  Remarque",
        "lu            a.txt        1         4",
        "sans texte    b.pdf        2         0  Pages sans texte : 1, 2.",
        "refusé        c.pdf        0         0  le fichier est chiffré",
        "lu en partie  d.pdf        3         9  1 page sans texte.",
        "",
        "Résultat        Fichiers   Pages  Passages  Pages en OCR  Secondes",
        "lu                     1       1         4             0       0,0",
        "lu en partie           1       3         9             1       2,2",
        "sans texte             1       2         0             0       0,0",
        "refusé                 1       0         0             0       0,0",
        "en tout                4       6        13             1       2,2",
        "",
        "4 fichiers : 1 lu, 1 lu en partie, 1 sans texte, 1 refusé (1,2 s).",
    ]
    assert ingest_text(IngestReport(())) == "Aucun fichier à lire (0,0 s)."


def test_a_long_name_stays_whole_and_a_name_on_two_lines_stands_on_one() -> None:
    name = "dossier/" + "x" * 80 + ".pdf"
    rows = ingest_text(IngestReport((FileReport(name, "read"), FileReport("a\nb.txt", "read")))).splitlines()
    assert name in rows[1]
    assert "a b.txt" in rows[2]


def test_the_text_of_an_answer_gives_markers_warnings_and_sources() -> None:
    assert answer_text(ANSWER).splitlines() == [
        f"{QUOTE} [1]",
        "Attention : Cette date est passée.",
        "",
        "Sources",
        "[1] Préfecture. Protocole. 2023. (protocoles/a.pdf, p. 3)",
        f"   « {QUOTE} »",
    ]


def test_a_cited_row_of_a_table_keeps_its_cells_apart() -> None:
    row = replace(CITATION, quote="6\tFormations\n31/12/2024")
    assert "« 6 | Formations 31/12/2024 »" in answer_text(replace(ANSWER, citations=(row,)))
    hit = replace(HIT, passage=replace(HIT.passage, text="n°\tThème\n\n6\tFormations"))
    assert search_text(replace(SEARCH, hits=(hit,))).splitlines()[1:] == ["   n° | Thème", "   6 | Formations"]


def test_the_number_printed_on_a_page_stands_beside_the_physical_one() -> None:
    assert "(protocoles/a.pdf, p. 3, numérotée iii)" in answer_text(ANSWER, {1: "iii"})


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        ("Un accord. Fichier : a.pdf, p. 3.", "[1] Un accord. Fichier : a.pdf, p. 3."),
        ("Un accord. Fichier : a.pdf, p. 33.", "[1] Un accord. Fichier : a.pdf, p. 33. (protocoles/a.pdf, p. 3)"),
    ],
)
def test_a_page_that_the_reference_names_is_not_told_again(reference: str, line: str) -> None:
    told = replace(ANSWER, citations=(replace(ANSWER.citations[0], reference=reference),))
    assert line in answer_text(told).splitlines()


def test_a_cited_notice_has_no_page() -> None:
    notice = replace(CITATION, file="a.txt", page=1)
    assert "[1] Préfecture. Protocole. 2023. (a.txt)\n" in answer_text(replace(ANSWER, citations=(notice,)))


def test_the_text_of_an_abstention_is_what_the_assistant_says() -> None:
    assert answer_text(SILENCE) == "Le fonds ne répond pas à cette question."


def test_the_text_of_a_search_gives_the_page_of_a_pdf_only() -> None:
    assert search_text(SEARCH).startswith("1. Protocole (protocoles/a.pdf, p. 3)\n")
    notice = replace(HIT, kind="notice", file="a.txt")
    assert search_text(replace(SEARCH, hits=(notice,))).startswith("1. Protocole (a.txt)\n")
    assert search_text(replace(SEARCH, hits=())) == "Aucun passage trouvé."


def test_the_other_places_of_a_text_are_named_three_at_most() -> None:
    copies = tuple(Copy(f"d{n}", f"p{n}", f"{n}.txt", "Communiqué", 1) for n in range(5))
    two, five = (search_text(replace(SEARCH, hits=(replace(HIT, copies=copies[:n]),))) for n in (2, 5))
    assert two.endswith("Le même texte aussi dans : 0.txt, p. 1 ; 1.txt, p. 1.")
    assert five.endswith("Le même texte aussi dans : 0.txt, p. 1 ; 1.txt, p. 1 ; 2.txt, p. 1 et 2 autres.")


def test_a_passage_to_check_is_said_to_be_one() -> None:
    assert "À vérifier" in answer_text(replace(ANSWER, level="to_check", reason="not_in_corpus", sentences=()))


def test_the_status_of_an_empty_folder_says_that_nothing_was_read() -> None:
    text = status_text(status_json(Settings(), EMPTY))
    assert "Fonds : 0 notice, 0 PDF, 0 page, 0 passage" in text
    assert "Dernière lecture : aucune" in text
    assert "Index : vide" in text
    assert "contact = (vide)  (défaut)" in text


def test_the_status_counts_names_and_dates_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    text = status_text(status_json(Settings(data_dir=Path("fonds")), OVERVIEW))
    assert "Fonds : 1 notice, 1 PDF, 13 pages, 44 passages" in text
    assert "Dernière lecture : 02/01/2024 à 03:04" in text
    assert "Documents\n  d1  protocoles/a.pdf\n  d2  a.txt" in text
    assert "à voir : c.pdf : refusé – le fichier est chiffré" in text
    assert "Index : modèle e5 (384 dimensions), découpage 1" in text
    assert "à refaire (découpage 2) : assistant ingest --rebuild" in text
    assert "écriture en cours : processus 12 sur poste depuis le 02/01/2024 à 03:04" in text


def test_the_status_tells_the_last_ingestion_the_pages_in_ocr_and_the_repeats() -> None:
    shown = status_text(status_json(Settings(), replace(OVERVIEW, ocr_pages=3, copies=2, last_report=REPORT)))
    assert "44 passages, 3 pages en OCR, 2 répétitions mises à part" in shown
    assert "\n  3 fichiers : 1 lu, 1 sans texte, 1 refusé (1,2 s).\n" in shown


def test_a_long_list_of_documents_is_cut_for_a_reader() -> None:
    many = replace(CORPUS, documents=CORPUS.documents * DOCUMENTS_SHOWN)
    text = status_text(status_json(Settings(), replace(OVERVIEW, corpus=many)))
    assert f"… et {DOCUMENTS_SHOWN} de plus : assistant status --json" in text


def test_a_key_is_masked_in_the_status_for_a_reader() -> None:
    shown = status_json(Settings(chat_api_key="secret-1234"), EMPTY)  # type: ignore[arg-type]  # as typed by a user
    assert "secret-1234" not in status_text(shown)


HOSTILE = ("\x1b[2J", "\x9b2J", "\x07", "\x00", "\x7f", "\ud800", "\r")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_control_characters_of_a_document_do_not_reach_the_terminal(hostile: str) -> None:
    shown = file_text(FileReport(f"a{hostile}.pdf", "refused", message=hostile))
    assert not any(ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF for c in shown)


def test_ends_of_lines_and_tabs_are_kept() -> None:
    assert printable("un\n\tdeux") == "un\n\tdeux"
