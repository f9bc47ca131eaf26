"""What the commands print: the JSON that other programs read, and the text that people read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from assistant.cli_output import (
    OUTCOMES,
    answer_json,
    answer_text,
    dump,
    error_json,
    file_text,
    ingest_json,
    ingest_text,
    printable,
    search_json,
    search_text,
    status_json,
    status_text,
)
from assistant.models import FileReport, Filters, IngestReport, Outcome
from assistant.settings import Settings
from tests.builders import ANSWER, EMPTY, HIT, OVERVIEW, QUOTE, REPORT, SEARCH, SILENCE


def test_a_search_becomes_the_object_of_the_contract() -> None:
    assert search_json(SEARCH) == {
        "question": "Combien ?",
        "standalone_question": "Combien d'engagements ?",
        "filters": {"from": None, "to": None, "descriptors": [], "authors": [], "kinds": []},
        "hits": [
            {
                "rank": 1,
                "passage_id": "p1",
                "document_id": "d1",
                "work_id": "w1",
                "file": "protocoles/a.pdf",
                "title": "Protocole",
                "page": 3,
                "text": QUOTE,
                "scores": {"fused": 0.9, "dense": 0.8},
            }
        ],
        "timings_ms": {"total": 12.0},
    }


def test_filters_are_named_from_and_to() -> None:
    filters = Filters("2023-01-01", "2023-12-31", ("APPRENTI",), ("DARES", "INSEE"), ("pdf",))
    assert search_json(replace(SEARCH, filters=filters, hits=()))["filters"] == {
        "from": "2023-01-01",
        "to": "2023-12-31",
        "descriptors": ["APPRENTI"],
        "authors": ["DARES", "INSEE"],
        "kinds": ["pdf"],
    }


def test_an_answer_becomes_the_object_of_the_contract() -> None:
    shown = answer_json(ANSWER)
    assert list(shown) == [
        "question", "standalone_question", "answer", "level", "abstained", "reason", "sentences", "citations",
        "warnings", "timings_ms",
    ]  # fmt: skip
    assert shown["answer"] == ANSWER.text
    assert (shown["level"], shown["abstained"], shown["reason"]) == ("answer", False, None)
    assert shown["sentences"] == [{"text": QUOTE, "citations": [1]}]
    (citation,) = shown["citations"]
    assert list(citation) == [
        "n", "passage_id", "document_id", "work_id", "file", "title", "reference", "page", "quote", "boxes", "support",
    ]  # fmt: skip
    assert citation["boxes"] == [{"page": 3, "x0": 72.0, "top": 100.5, "x1": 300.0, "bottom": 112.0}]


def test_an_abstention_keeps_every_key_with_empty_values() -> None:
    shown = answer_json(SILENCE)
    assert shown.keys() == answer_json(ANSWER).keys()
    assert (shown["abstained"], shown["reason"], shown["sentences"], shown["citations"]) == (
        True,
        "out_of_scope",
        [],
        [],
    )


def test_a_passage_to_check_counts_as_an_abstention() -> None:
    to_check = replace(ANSWER, level="to_check", reason="not_in_corpus", sentences=())
    assert answer_json(to_check)["abstained"] is True
    assert "À vérifier" in answer_text(to_check)


def test_an_ingestion_names_each_file_and_counts_each_outcome() -> None:
    shown = ingest_json(REPORT)
    assert [file["outcome"] for file in shown["files"]] == ["read", "unread", "refused"]
    assert shown["files"][1]["unread_pages"] == [1, 2]
    assert shown["files"][0]["message"] is None
    assert shown["counts"] == {
        "read": 1, "unchanged": 0, "replaced": 0, "removed": 0, "partly_read": 0, "unread": 1, "refused": 1,
    }  # fmt: skip
    assert shown["seconds"] == 1.25


def test_every_outcome_has_its_french_name() -> None:
    assert tuple(OUTCOMES) == get_args(Outcome)


def test_the_text_of_an_ingestion_counts_then_names_what_needs_a_look() -> None:
    assert ingest_text(REPORT).splitlines() == [
        "3 fichiers : 1 lu, 1 sans texte, 1 refusé (1.2 s).",
        "b.pdf : sans texte (pages sans texte : 1, 2)",
        "c.pdf : refusé – le fichier est chiffré",
    ]
    assert ingest_text(IngestReport(())) == "Aucun fichier à lire (0.0 s)."


def test_the_text_of_an_answer_gives_markers_warnings_and_sources() -> None:
    assert answer_text(ANSWER).splitlines() == [
        f"{QUOTE} [1]",
        "Attention : Cette date est passée.",
        "",
        "Sources",
        "[1] Préfecture. Protocole. 2023. (protocoles/a.pdf, p. 3)",
        f"   « {QUOTE} »",
    ]


def test_the_text_of_an_abstention_is_what_the_assistant_says() -> None:
    assert answer_text(SILENCE) == "Le fonds ne répond pas à cette question."


def test_the_text_of_a_search_gives_the_page_of_a_pdf_only() -> None:
    assert search_text(SEARCH).startswith("1. Protocole (protocoles/a.pdf, p. 3)\n")
    notice = replace(HIT, kind="notice", file="a.txt")
    assert search_text(replace(SEARCH, hits=(notice,))).startswith("1. Protocole (a.txt)\n")
    assert search_text(replace(SEARCH, hits=())) == "Aucun passage trouvé."


def test_the_status_of_an_empty_folder_has_every_key() -> None:
    shown = status_json(Settings(), EMPTY)
    assert shown["corpus"] == {
        "works": 0, "documents": 0, "notices": 0, "pdfs": 0, "pages": 0, "passages": 0,
        "last_ingestion": None, "folders": [], "not_read": [],
    }  # fmt: skip
    assert shown["settings"]["port"] == {"value": 7860, "source": "défaut"}
    assert shown["index"] == {"sequence": 0, "made_with": None, "chunker": "2", "writer": None}
    assert "Dernière lecture : aucune" in status_text(shown)
    assert "Index : vide" in status_text(shown)


def test_the_status_counts_a_notice_and_its_pdf_as_one_work() -> None:
    shown = status_json(Settings(data_dir=Path("fonds")), OVERVIEW)
    assert (shown["corpus"]["works"], shown["corpus"]["documents"], shown["corpus"]["pages"]) == (1, 2, 13)
    text = status_text(shown)
    assert "Fonds : 1 notice(s), 1 PDF, 13 page(s), 44 passage(s)" in text
    assert "à voir : c.pdf : refusé – le fichier est chiffré" in text
    assert "Index : modèle e5 (384 dimensions), découpage 1" in text
    assert "à refaire (découpage 2) : assistant ingest --rebuild" in text
    assert "écriture en cours : processus 12 sur poste depuis 2024-01-02T03:04:05+00:00" in text
    assert shown["index"]["sequence"] == 3


def test_a_key_is_masked_in_the_status() -> None:
    shown = status_json(Settings(chat_api_key="secret-1234"), EMPTY)  # type: ignore[arg-type]  # as typed by a user
    assert shown["settings"]["chat_api_key"]["value"] == "********"
    assert "secret-1234" not in dump(shown) + status_text(shown)


HOSTILE = ("\x1b[2J", "\x9b2J", "\x07", "\x00", "\x7f", "\ud800", "\r")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_control_characters_of_a_document_do_not_reach_the_terminal(hostile: str) -> None:
    shown = file_text(FileReport(f"a{hostile}.pdf", "refused", message=hostile))
    assert not any(ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF for c in shown)


def test_ends_of_lines_and_tabs_are_kept() -> None:
    assert printable("un\n\tdeux") == "un\n\tdeux"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_is_read_back_equal_whatever_its_characters(ascii_only: bool) -> None:
    value = error_json("x", "é œ € « » \x1b \x9b \ud800 \U0001f600 \u2028")
    text = dump(value, ascii_only)
    assert json.loads(text) == value
    assert not any(0x7F <= ord(c) <= 0x9F for c in text)
    text.encode("ascii" if ascii_only else "utf-8")


def test_json_is_readable_french() -> None:
    assert "engagé" in dump({"a": "engagé"})
