"""What the commands print with ``--json``, for other programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli_output import answer_json, dump, error_json, ingest_json, search_json, status_json
from assistant.models import Condition, Copy, Filters, ListedDocument, Listing
from assistant.settings import Settings
from tests.builders import ANSWER, EMPTY, OVERVIEW, QUOTE, REPORT, SEARCH, SILENCE


def test_a_search_becomes_the_object_of_the_contract() -> None:
    assert search_json(SEARCH) == {
        "question": "Combien ?",
        "standalone_question": "Combien d'engagements ?",
        "filters": {"from": None, "to": None, "descriptors": [], "authors": [], "kinds": []},
        "conditions": [],
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
                "copies": [],
            }
        ],
        "facets": None,
        "explain": None,
        "timings_ms": {"total": 12.0},
    }


def test_the_other_places_of_a_text_are_told() -> None:
    copied = replace(SEARCH.hits[0], copies=(Copy("d2", "p2", "b.txt", "Communiqué", 1),))
    (hit,) = search_json(replace(SEARCH, hits=(copied,)))["hits"]
    assert hit["copies"] == [
        {"document_id": "d2", "passage_id": "p2", "file": "b.txt", "title": "Communiqué", "page": 1}
    ]


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
        "warnings", "conditions", "listing", "verification", "validated", "timings_ms",
    ]  # fmt: skip
    assert shown["answer"] == ANSWER.text
    assert (shown["level"], shown["abstained"], shown["reason"]) == ("answer", False, None)
    assert shown["sentences"] == [{"text": QUOTE, "citations": [1], "lead": False}]
    (citation,) = shown["citations"]
    assert list(citation) == [
        "n", "passage_id", "document_id", "work_id", "file", "title", "reference", "page", "date", "quote", "boxes",
        "support",
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


def test_an_ingestion_names_each_file_and_counts_each_outcome() -> None:
    shown = ingest_json(REPORT)
    assert [file["outcome"] for file in shown["files"]] == ["read", "unread", "refused"]
    assert shown["files"][1]["unread_pages"] == [1, 2]
    assert shown["files"][0]["message"] is None
    assert shown["counts"] == {
        "read": 1, "unchanged": 0, "replaced": 0, "removed": 0, "partly_read": 0, "unread": 1, "refused": 1,
    }  # fmt: skip
    assert shown["seconds"] == 1.25
    assert shown["totals"] == {
        "files": 3, "pages": 3, "passages": 4, "ocr_pages": 0, "copies": 0, "seconds": 0,
    }  # fmt: skip
    assert list(shown["totals_by_outcome"]) == ["read", "unread", "refused"]
    assert shown["files"][0] | {"outcome": ""} == {
        "file": "a.txt", "outcome": "", "pages": 1, "passages": 4, "unread_pages": [], "message": None,
        "ocr_pages": 0, "seconds": 0.0, "copies": 0, "records": 0, "problems": 0, "hidden": [],
    }  # fmt: skip


def test_the_status_of_an_empty_folder_has_every_key() -> None:
    shown = status_json(Settings(), EMPTY)
    assert shown["corpus"] == {
        "works": 0, "documents": 0, "notices": 0, "pdfs": 0, "pages": 0, "passages": 0,
        "ocr_pages": 0, "copies": 0, "last_ingestion": None, "last_report": None,
        "folders": [], "not_read": [], "files": [],
    }  # fmt: skip
    assert shown["settings"]["port"] == {"value": 7860, "source": "défaut"}
    assert shown["index"] == {"sequence": 0, "made_with": None, "chunker": "2", "writer": None}
    assert shown["settings"]["contact"]["value"] is None


def test_the_status_counts_a_notice_and_its_pdf_as_one_work() -> None:
    shown = status_json(Settings(data_dir=Path("fonds")), OVERVIEW)
    assert (shown["corpus"]["works"], shown["corpus"]["documents"], shown["corpus"]["pages"]) == (1, 2, 13)
    assert shown["index"]["sequence"] == 3
    assert shown["corpus"]["files"][0] == {
        "document_id": "d1", "work_id": "w1", "kind": "pdf", "file": "protocoles/a.pdf", "title": "Protocole",
        "date": "2023-06-01", "pages": 12, "passages": 40,
    }  # fmt: skip


def test_a_key_is_masked_in_the_status() -> None:
    shown = status_json(Settings(chat_api_key="secret-1234"), EMPTY)  # type: ignore[arg-type]  # as typed by a user
    assert shown["settings"]["chat_api_key"]["value"] == "********"
    assert "secret-1234" not in dump(shown)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_is_read_back_equal_whatever_its_characters(ascii_only: bool) -> None:
    value = error_json("x", "é œ € « » \x1b \x9b \ud800 \U0001f600 \u2028")
    text = dump(value, ascii_only)
    assert json.loads(text) == value
    assert not any(0x7F <= ord(c) <= 0x9F for c in text)
    text.encode("ascii" if ascii_only else "utf-8")


def test_json_is_readable_french() -> None:
    assert "engagé" in dump({"a": "engagé"})


def test_the_conditions_read_in_a_question_are_told_with_the_words_typed() -> None:
    since = Condition("date", "2022-01-01/..", "depuis 2022", "depuis 2022")
    expected = [
        {"field": "date", "value": "2022-01-01/..", "words": "depuis 2022", "label": "depuis 2022", "applied": True}
    ]
    assert search_json(replace(SEARCH, conditions=(since,)))["conditions"] == expected
    assert answer_json(replace(ANSWER, conditions=(since,)))["conditions"] == expected


def test_a_listing_gives_its_count_its_criteria_and_each_document() -> None:
    line = ListedDocument("d2", "w1", "notice", "Protocole", "2023", ("Région",), "Région. Protocole.", "a.txt", n=1)
    shown = answer_json(replace(ANSWER, listing=Listing("notices", 1, ("depuis 2022",), (line,))))["listing"]
    assert (shown["counted"], shown["total"], shown["criteria"], shown["at_least"]) == (
        "notices",
        1,
        ["depuis 2022"],
        False,
    )
    assert shown["documents"][0] == {
        "document_id": "d2", "work_id": "w1", "kind": "notice", "title": "Protocole", "date": "2023",
        "authors": ["Région"], "reference": "Région. Protocole.", "file": "a.txt", "url": None, "n": 1,
    }  # fmt: skip
