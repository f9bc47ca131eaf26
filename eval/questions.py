"""Question files: what is asked, what a right answer holds, and where the corpus says it.

One JSON object a line (``docs/evaluation.md`` shows how to write them)::

    {"id", "question", "kind", "answers": [any of these is right], "all_of": [[one of each group is needed], …],
     "evidence": [{"file", "page", "quote"}], "alt_pages": {FILE: [other pages with the same fact]},
     "standalone": the question written self-contained, "history": [{"role", "content"}]}

``all_of``, where given, decides alone. Without ``answers``, ``all_of`` and ``evidence`` the right answer is to abstain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from assistant.models import Turn
from assistant.questions import MAX_QUESTION
from assistant.text import fold
from eval.errors import DatasetError
from eval.fields import first_refusal, misspelt
from eval.jsonlines import read_lines, sha256_of

ANY_NOTICE = "notice"
"""As the file of an evidence: any notice of the corpus."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the corpus says it: a file, a physical page (1-based; 1 for a notice) and its words, "" when not given."""

    file: str
    page: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is expected. ``line`` is its place in the file, from 1."""

    id: str
    question: str
    kind: str = "other"
    answers: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    alt_pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    standalone: str | None = None
    history: tuple[Turn, ...] = ()
    line: int = 0

    @property
    def answerable(self) -> bool:
        """False when the right answer is to abstain."""
        return bool(self.answers or self.all_of or self.evidence)


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file, in its order, and the SHA-256 of its bytes."""

    path: Path
    sha256: str
    questions: tuple[Question, ...]


def in_corpus(question: Question, files: Sequence[str]) -> Question:
    """The question with its evidence named by the paths of the corpus.

    A file is meant by its relative path, else by its base name; a base name that several files have is left as it is,
    and means any of them.

    Args:
        question: A question as its author wrote it.
        files: The files of the corpus, relative to its folder.
    """

    def named(file: str) -> str:
        if file in files or file == ANY_NOTICE:
            return file
        base = PurePosixPath(file.replace("\\", "/")).name
        same = [known for known in files if PurePosixPath(known).name == base]
        return same[0] if len(same) == 1 else base

    return replace(
        question,
        evidence=tuple(replace(one, file=named(one.file)) for one in question.evidence),
        alt_pages={named(file): pages for file, pages in question.alt_pages.items()},
    )


class _Object(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Evidence(_Object):
    file: StrictStr = Field(min_length=1)
    page: StrictInt = Field(ge=1)
    quote: StrictStr | None = None


class _Turn(_Object):
    role: Literal["user", "assistant"]
    content: StrictStr


class _Line(_Object):
    id: StrictStr = Field(min_length=1, pattern=r"\S")
    question: StrictStr = Field(min_length=1, max_length=MAX_QUESTION, pattern=r"\S")
    kind: StrictStr | None = None
    answers: list[StrictStr] | None = None
    all_of: list[list[StrictStr]] | None = None
    evidence: list[_Evidence] | None = None
    alt_pages: dict[str, list[Annotated[StrictInt, Field(ge=1)]]] | None = None
    standalone: StrictStr | None = Field(None, max_length=MAX_QUESTION)
    history: list[_Turn] | None = None


_MEANT = {"reponse": "answers", "reponses": "answers", "expected": "answers", "gold": "answers", "attendu": "answers",
          "preuve": "evidence", "preuves": "evidence", "fichier": "file", "citation": "quote"}  # fmt: skip
"""Other names for what decides whether a question has an answer: ignored, they would make silence right."""


def load_questions(path: Path) -> QuestionFile:
    """Read and check a question file.

    Raises:
        MissingPathError: The file is not there.
        DatasetError: A malformed line, a duplicate id, or no question at all.
    """
    questions: list[Question] = []
    seen: dict[str, int] = {}
    for number, value in read_lines(path):
        question = _question(path, number, value)
        if question.id in seen:
            raise DatasetError(path, number, f"identifiant déjà donné à la ligne {seen[question.id]} : {question.id}.")
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise DatasetError(path, None, "aucune question.")
    return QuestionFile(path, sha256_of(path), tuple(questions))


def _question(path: Path, number: int, value: dict[str, Any]) -> Question:
    _check_names(path, number, value)
    try:
        line = _Line.model_validate(value)
    except ValidationError as error:
        raise DatasetError(path, number, _explain(error)) from None
    answers, all_of = tuple(line.answers or ()), tuple(tuple(group) for group in line.all_of or ())
    if not all(text.strip() for group in (answers, *all_of) for text in group) or not all(all_of):
        raise DatasetError(path, number, "une réponse attendue est vide : tout la contiendrait.")
    if line.alt_pages and not line.evidence:
        raise DatasetError(path, number, "alt_pages sans evidence : d'autres pages que lesquelles ?")
    return Question(
        id=line.id,
        question=line.question,
        kind=line.kind or "other",
        answers=answers,
        all_of=all_of,
        evidence=tuple(Evidence(e.file, e.page, e.quote or "") for e in line.evidence or ()),
        alt_pages={file: tuple(pages) for file, pages in (line.alt_pages or {}).items()},
        standalone=line.standalone if line.standalone and line.standalone.strip() else None,
        history=tuple(Turn(turn.role, turn.content) for turn in line.history or ()),
        line=number,
    )


def _check_names(path: Path, number: int, value: dict[str, Any]) -> None:
    """Refuse a field that resembles one of ours: « anwers » would make a question one that must not be answered."""
    parts: list[tuple[dict[str, Any], type[_Object]]] = [(value, _Line)]
    nested: dict[str, type[_Object]] = {"evidence": _Evidence, "history": _Turn}
    for name, kind in nested.items():
        items = value.get(name)
        parts += [(item, kind) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    for found, kind in parts:
        meant = next(((name, _MEANT[fold(name)]) for name in found if fold(name) in _MEANT), None)
        if wrong := meant or misspelt(found, kind.model_fields):
            raise DatasetError(path, number, f"champ inconnu : {wrong[0]}. Vouliez-vous dire {wrong[1]} ?")


def _explain(error: ValidationError) -> str:
    """The first refusal in French: the field, its place in a list counted from 1, and what is expected."""
    name, kind = first_refusal(error)
    expected = {
        "missing": f"il manque le champ {name}.",
        "string_too_short": f"{name} : valeur vide.",
        "string_pattern_mismatch": f"{name} : valeur vide.",
        "string_too_long": f"{name} : plus de {MAX_QUESTION} caractères, que l'assistant n'accepte pas.",
        "string_type": f"{name} : un texte est attendu.",
        "int_type": f"{name} : un nombre entier est attendu.",
        "greater_than_equal": f"{name} : les pages se comptent à partir de 1.",
        "list_type": f"{name} : une liste est attendue.",
        "literal_error": f"{name} : user ou assistant est attendu.",
        "model_type": f"{name} : un objet est attendu.",
        "model_attributes_type": f"{name} : un objet est attendu.",
        "dict_type": f"{name} : un objet est attendu.",
    }
    return expected.get(kind, f"{name} : valeur non admise ({kind}).")
