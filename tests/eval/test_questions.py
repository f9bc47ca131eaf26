"""Question files are read whole or refused by file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import MissingPathError
from assistant.models import Turn
from eval.errors import DatasetError
from eval.questions import Evidence, load_questions


def write(path: Path, *lines: Any) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def asked(**more: Any) -> dict[str, Any]:
    return {"id": "q-1", "question": "Combien ?", **more}


def test_every_field_is_read(tmp_path: Path) -> None:
    line = asked(
        kind="follow_up",
        answers=["17"],
        all_of=[["17", "dix-sept"], ["engagements"]],
        evidence=[{"file": "a.pdf", "page": 2, "quote": "17 engagements"}],
        alt_pages={"b.pdf": [1, 3]},
        standalone="Combien d'engagements ?",
        history=[{"role": "user", "content": "Et le protocole ?"}, {"role": "assistant", "content": "Le voici."}],
    )
    file = load_questions(write(tmp_path / "q.jsonl", "", line))
    (question,) = file.questions
    assert question.line == 2
    assert question.all_of == (("17", "dix-sept"), ("engagements",))
    assert question.evidence == (Evidence("a.pdf", 2, "17 engagements"),)
    assert question.alt_pages == {"b.pdf": (1, 3)}
    assert question.history == (Turn("user", "Et le protocole ?"), Turn("assistant", "Le voici."))
    assert question.answerable


def test_a_question_without_answer_nor_evidence_is_one_to_be_met_with_silence(tmp_path: Path) -> None:
    lines = [asked(answers=None, evidence=[]), asked(id="q-2", evidence=[{"file": "a", "page": 1}])]
    silent, told = load_questions(write(tmp_path / "q.jsonl", *lines)).questions
    assert not silent.answerable
    assert silent.kind == "other"
    assert told.answerable
    assert told.evidence[0].quote == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "q-2", "question"', "n'est pas du JSON valide"),
        ('["q-2"]', "un objet JSON est attendu"),
        (asked(), "identifiant déjà donné à la ligne 1"),
        ({"id": "q-2"}, "il manque le champ question"),
        (asked(id=""), "id : valeur vide"),
        (asked(id="q-2", question="  "), "question : valeur vide"),
        (asked(id=12), "id : un texte est attendu"),
        (asked(id="q-2", answers="17"), "answers : une liste est attendue"),
        (asked(id="q-2", answers=["17", " "]), "une réponse attendue est vide"),
        (asked(id="q-2", all_of=[["17"], []]), "une réponse attendue est vide"),
        (asked(id="q-2", anwers=["17"]), "Vouliez-vous dire answers ?"),
        (asked(id="q-2", réponses=["17"]), "Vouliez-vous dire answers ?"),
        (asked(id="q-2", evidence=[{"file": "a.pdf", "page": 1, "qoute": "x"}]), "Vouliez-vous dire quote ?"),
        (asked(id="q-2", evidence=["notice"]), "evidence.1 : un objet est attendu"),
        (asked(id="q-2", alt_pages=[1]), "alt_pages : un objet est attendu"),
        (asked(id="q-2", evidence=[{"file": "a", "page": 1}], alt_pages={"b": [0]}), "à partir de 1"),
        (asked(id="q-2", alt_pages={"b": [1]}), "alt_pages sans evidence"),
        (asked(id="q-2", question="x" * 2001), "question : plus de 2000 caractères"),
        (asked(id="q-2", standalone="x" * 2001), "standalone : plus de 2000 caractères"),
        (asked(id="q-2", all_of=[["", "x"]]), "une réponse attendue est vide"),
        ('{"id": "q-2", "question": "x", "n": NaN}', "NaN n'est pas un nombre"),
        ('{"id": "q-2", "question": "x", "id": "q-3"}', "champ écrit deux fois, id"),
        ("[" * 100_000, "trop emboîtés"),
        ('{"id": "q-2", "n": ' + "1" * 5000 + "}", "nombre démesuré"),
        (asked(id="q-2", evidence=[{"file": "a.pdf", "page": 0}]), "evidence.1.page : les pages se comptent"),
        (asked(id="q-2", evidence=[{"file": "a.pdf", "page": "2"}]), "evidence.1.page : un nombre entier"),
        (asked(id="q-2", evidence=[{"page": 2}]), "il manque le champ evidence.1.file"),
        (asked(id="q-2", history=[{"role": "robot", "content": "x"}]), "history.1.role : user ou assistant"),
    ],
)
def test_a_malformed_line_is_refused_with_its_file_and_line(tmp_path: Path, line: Any, told: str) -> None:
    path = write(tmp_path / "mine.jsonl", asked(), line)
    with pytest.raises(DatasetError, match=r"mine\.jsonl, ligne 2") as refused:
        load_questions(path)
    assert told in str(refused.value)


def test_a_line_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(json.dumps(asked()).encode() + b'\n{"id": "\xe9"}\n')
    with pytest.raises(DatasetError, match=r"ligne 2 : n'est pas de l'UTF-8"):
        load_questions(path)


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"q.jsonl : aucune question"):
        load_questions(write(tmp_path / "q.jsonl", "", ""))
    with pytest.raises(MissingPathError, match=r"other.jsonl"):
        load_questions(tmp_path / "other.jsonl")
    with pytest.raises(MissingPathError, match="est un dossier"):
        load_questions(tmp_path)


def test_unknown_fields_that_resemble_none_are_let_through(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", asked(author="AB", comment="à revoir"))
    assert load_questions(path).questions[0].id == "q-1"
