"""``ask --export``: the file that is written, and what is refused before the question is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import cli, cli_session
from assistant.exports.formats import FORMATS, export
from assistant.models import Answer, Completed, ExportedFile
from assistant.settings import Settings
from tests.builders import SILENCE
from tests.exports.made import DAY, SOURCES, answer


class FakeAssistant:
    """Gives one answer; remembers whether it was asked."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.answer = answer()
        self.asked = False

    def stream(self, *_: object, **__: object) -> Iterator[Completed]:
        self.asked = True
        yield Completed(self.answer)

    def export(self, told: Answer, suffix: str) -> ExportedFile:
        return export(told, SOURCES, suffix, DAY)

    def document(self, _: str) -> None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAssistant:
    made = FakeAssistant(Settings(data_dir=tmp_path / "data"))
    opened: Any = lambda *_, **__: made  # noqa: E731 - patched in as a function
    monkeypatch.setattr(cli_session, "open_assistant", opened)
    monkeypatch.chdir(tmp_path)
    return made


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_chooses_the_format(fake: FakeAssistant, tmp_path: Path, suffix: str) -> None:
    assert cli.main(["ask", "Qui ?", "--export", f"reponse{suffix.upper()}"]) == 0
    written = (tmp_path / f"reponse{suffix.upper()}").read_bytes()
    assert len(written) == len(export(fake.answer, SOURCES, suffix, DAY).content)


def test_what_is_printed_is_the_same_with_or_without_an_export(
    fake: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = []
    for words in (["ask", "Qui ?", "--json"], ["ask", "Qui ?", "--json", "--export", "a.md"]):
        assert cli.main(words) == 0
        printed.append(capsys.readouterr())
    assert json.loads(printed[0].out) == json.loads(printed[1].out)
    assert printed[1].err == "Réponse et sources écrites dans a.md.\n"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("a.pdf", "« .pdf » n'est pas un format. Formats : .md (Markdown), .docx (Word (.docx)), .odt"),
        ("a", "« » n'est pas un format"),
        ("rien/a.md", "le dossier « rien » n'existe pas"),
        ("pris.md", "ce fichier existe. Ajoutez --force"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_the_question_is_asked(
    fake: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, message: str
) -> None:
    (tmp_path / "pris.md").write_text("gardé")
    assert cli.main(["ask", "Qui ?", "--export", file]) == 2
    told = capsys.readouterr()
    assert message in told.err.replace("«  »", "« »")
    assert told.out == ""
    assert not fake.asked
    assert (tmp_path / "pris.md").read_text() == "gardé"


def test_a_file_is_replaced_when_it_is_asked_for(fake: FakeAssistant, tmp_path: Path) -> None:
    (tmp_path / "pris.md").write_text("ancien")
    assert cli.main(["ask", "Qui ?", "--export", "pris.md", "--force"]) == 0
    assert "Deuxième phrase." in (tmp_path / "pris.md").read_text(encoding="utf-8")


def test_an_answer_without_a_source_is_printed_but_writes_nothing_and_fails(
    fake: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.answer = SILENCE
    assert cli.main(["ask", "Qui ?", "--export", "a.md"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith(SILENCE.text)
    assert "Rien à exporter" in told.err
    assert not (tmp_path / "a.md").exists()


def test_a_system_that_refuses_to_write_is_told_in_french(
    fake: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").mkdir()
    assert cli.main(["ask", "Qui ?", "--export", "a.md", "--force"]) == 1
    assert "écriture impossible (c'est un dossier)" in capsys.readouterr().err
