"""The commands: what they pass on, what they print, what they refuse. A fake assistant stands in for the real one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assistant import __version__, cli, cli_session
from assistant.models import (
    Answer,
    Completed,
    Document,
    Facets,
    FacetValue,
    FileReport,
    Filters,
    IngestReport,
    Page,
    Progress,
    ResultList,
    SearchResult,
    StreamEvent,
    Turn,
)
from assistant.settings import Settings
from tests.builders import ANSWER, QUOTE, REPORT, SEARCH, SILENCE
from tests.document_maker import make_document

PDF = replace(
    make_document([("paragraph", QUOTE)], document_id="d1"),
    kind="pdf",
    pages=(Page(number=3, text=QUOTE, start=0, label="iii"),),
)


@dataclass
class FakeAssistant:
    """Remembers each call and gives what it was told to give; prints on stdout as some libraries do."""

    settings: Settings
    answer: Answer = ANSWER
    report: IngestReport = REPORT
    for_rebuild: bool = False
    pdf: Document = PDF
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters(), *, conditions: bool = True
    ) -> Iterator[StreamEvent]:
        self.calls.append(("stream", question, tuple(history), filters, *self._unless(conditions)))
        print("un bruit de bibliothèque")
        yield Progress("searching", "Recherche des passages")
        yield Completed(self.answer)

    def search(
        self, question: str, k: int | None = None, filters: Filters = Filters(), *, conditions: bool = True
    ) -> SearchResult:
        self.calls.append(("search", question, k, filters, *self._unless(conditions)))
        return SEARCH

    def browse(self, question: str, filters: Filters = Filters(), *, conditions: bool = True) -> ResultList:
        self.calls.append(("browse", question, filters, *self._unless(conditions)))
        return ResultList(question, filters, (), Facets(years=(FacetValue("2023", "2023", 3),)))

    @staticmethod
    def _unless(conditions: bool) -> tuple[str, ...]:
        return () if conditions else ("no conditions",)

    def ingest(self, paths: Sequence[Path] | None, rebuild: bool = False, progress: Any = None) -> IngestReport:
        self.calls.append(("ingest", paths, rebuild))
        return self.report

    def remove(self, document_or_file: str) -> FileReport:
        self.calls.append(("remove", document_or_file))
        return FileReport(document_or_file, "removed")

    def document(self, document_id: str) -> Document | None:
        return self.pdf if document_id == self.pdf.id else None

    def warm(self) -> None:
        """Has nothing to read."""

    def close(self) -> None:
        self.calls.append(("close",))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAssistant:
    """The fake assistant that the commands open, in an empty current folder."""
    assistant = FakeAssistant(Settings())

    def open_assistant(settings: Settings, *, for_rebuild: bool = False) -> FakeAssistant:
        assistant.settings, assistant.for_rebuild = settings, for_rebuild
        return assistant

    monkeypatch.setattr(cli_session, "open_assistant", open_assistant)
    monkeypatch.chdir(tmp_path)
    return assistant


def test_ask_prints_one_json_object_and_nothing_else(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "Combien ?", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["answer"] == ANSWER.text
    assert "un bruit de bibliothèque" in err
    assert fake.calls == [("stream", "Combien ?", (), Filters()), ("close",)]


def test_ask_prints_an_answer_for_a_reader(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", " Combien ? "]) == 0
    assert capsys.readouterr().out.startswith("Le présent protocole comporte dix-sept engagements. [1]\n")


def test_ask_gives_the_number_printed_on_the_page(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "Combien ?"]) == 0
    assert "(protocoles/a.pdf, p. 3, numérotée iii)" in capsys.readouterr().out


def test_an_abstention_is_a_success(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answer = SILENCE
    assert cli.main(["ask", "Quel temps ?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["abstained"] is True


def test_the_options_become_filters(fake: FakeAssistant) -> None:
    words = "search x --k 3 --from 2023 --to 2023-06 --descriptor A --descriptor B --author C --kind pdf --kind pdf"
    assert cli.main(words.split()) == 0
    assert fake.calls[0] == ("search", "x", 3, Filters("2023-01-01", "2023-06-30", ("A", "B"), ("C",), ("pdf",)))


def test_a_conversation_is_read_from_a_file(fake: FakeAssistant, tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "Combien ?"}, {"role": "assistant", "content": "Dix-sept."}]
    (tmp_path / "avant.json").write_text(json.dumps(messages), encoding="utf-8")
    assert cli.main(["ask", "Lesquels ?", "--history", "avant.json"]) == 0
    assert fake.calls[0][2] == (Turn("user", "Combien ?"), Turn("assistant", "Dix-sept."))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "{}",
        '["x"]',
        '[{"role": "system", "content": "x"}]',
        '[{"role": "user"}]',
        '[{"role": "user", "content": 1}]',
    ],
)
def test_a_conversation_that_is_not_one_is_refused(
    content: str, fake: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "avant.json").write_text(content, encoding="utf-8")
    assert cli.main(["ask", "x", "--history", "avant.json", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"
    assert fake.calls == []


def test_a_refused_file_makes_ingest_fail_and_the_report_is_still_printed(
    fake: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ingest", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["refused"] == 1
    assert fake.calls[0] == ("ingest", [tmp_path], False)


def test_ingest_ends_with_the_names_of_its_report(
    fake: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.settings = Settings(data_dir=tmp_path / "data")
    cli.main(["ingest"])
    page = tmp_path / "data" / "last_ingestion.html"
    assert page.is_file()
    assert capsys.readouterr().out.splitlines()[-1] == f"Rapport : {page} (et last_ingestion.json)"
    cli.main(["ingest", "--json"])
    assert json.loads(capsys.readouterr().out)["report"]["html"] == str(page)


def test_an_unread_file_does_not_make_ingest_fail(fake: FakeAssistant) -> None:
    fake.report = IngestReport((FileReport("b.pdf", "unread", pages=2, unread_pages=(1, 2)),))
    assert cli.main(["ingest", "--rebuild"]) == 0
    assert fake.calls[0] == ("ingest", None, True)
    assert fake.for_rebuild


def test_remove_gives_what_became_of_the_document(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["remove", "a.txt", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "removed"


def test_status_tells_where_each_setting_came_from(
    fake: FakeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "secret-1234")
    assert cli.main(["--data-dir", str(tmp_path / "fonds"), "status", "--json"]) == 0
    out = capsys.readouterr().out
    shown = json.loads(out)
    assert shown["version"] == __version__
    assert shown["settings"]["data_dir"] == {"value": str(tmp_path / "fonds"), "source": "option"}
    assert shown["settings"]["chat_api_key"] == {"value": "********", "source": "variable ASSISTANT_CHAT_API_KEY"}
    assert "secret-1234" not in out
    assert shown["corpus"]["last_ingestion"] is None
    assert shown["index"]["made_with"] is None
    assert not (tmp_path / "fonds").exists()
    assert fake.calls == []


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"assistant {__version__}\n"


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Utilisation : assistant")
    for name in ("ingest", "harvest", "search", "ask", "eval", "serve", "status", "remove"):
        assert f"\n  {name} " in shown
    for absent in ("doctor", "export", "accounts"):
        assert f"\n  {absent} " not in shown


@pytest.mark.parametrize("command", [[], ["ingest"], ["search"], ["ask"], ["serve"], ["status"], ["remove"]])
def test_the_help_is_in_french(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    for english in ("Usage", "Show", "Commands", "default", "required", "<str>", "TEXT", "INTEGER"):
        assert english not in shown


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["chercher", "x"], "Commande inconnue : chercher."),
        (["serch", "x"], "Vouliez-vous dire search ?"),
        (["--foo"], "Option inconnue : --foo."),
        (["search", "x", "--kk", "3"], "Vouliez-vous dire --k"),
        (["search", "x", "--data-dir", "y"], "avant la commande"),
        (["search", "x", "--k"], "L'option --k attend une valeur."),
        (["search", "x", "--json=3"], "L'option --json ne prend pas de valeur."),
        (["search", "x", "--k", "abc"], "de 1 à 100"),
        (["search", "x", "--k", "0"], "de 1 à 100"),
        (["search", "x", "--k", "²"], "de 1 à 100"),
        (["serve", "--port", "99999"], "de 1 à 65535"),
        (["ask", "x", "--from", "2023-02-30"], "n'existe pas au calendrier"),
        (["ask", "x", "--from", "hier"], "AAAA-MM-JJ"),
        (["ask", "x", "--to", "2023-13"], "n'existe pas au calendrier"),
        (["ask", "x", "--to", "0000"], "n'existe pas au calendrier"),
        (["ask", "x", "--from", "2024", "--to", "2023"], "vient après"),
        (["ask", "x", "--kind", "livre"], "attendu notice ou pdf"),
        (["ask", "x", "--descriptor", " "], "--descriptor est vide"),
        (["ask", "x", "y"], "Argument en trop : y."),
        (["ask", ""], "La question est vide."),
        (["ask"], "La question est vide."),
        (["search", " "], "La question est vide."),
        (["ask", "x", "--history", "rien.json"], "introuvable : rien.json"),
        (["ingest", "rien"], "introuvable : rien"),
        (["--config", "rien.toml", "status"], "introuvable : rien.toml"),
        (["ingest", ""], "chemin vide"),
        (["ingest", "~personne/fonds"], "introuvable : ~personne/fonds"),
        (["--data-dir", "", "status"], "chemin vide"),
        (["remove"], "Il manque le document"),
    ],
)
def test_wrong_use_is_told_in_a_line_with_exit_code_2(
    words: list[str], expected: str, fake: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert expected in err
    assert err.count("\n") == 1
    assert fake.calls == []


def test_serve_gives_the_address_once_the_page_answers(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def launch(assistant: FakeAssistant, host: str, port: int, announce: Callable[[str], None]) -> None:
        print("un bruit de bibliothèque")
        announce(f"http://{host}:{port}/")
        print("un autre bruit")

    monkeypatch.setattr("assistant.ui.app.launch", launch)
    assert cli.main(["serve", "--port", "7999", "--json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out) == {"url": "http://127.0.0.1:7999/"}
    assert "un autre bruit" in err
    assert cli.main(["serve", "--port", "7999"]) == 0
    assert capfd.readouterr().out == "Assistant documentaire : http://127.0.0.1:7999/ (Ctrl+C pour arrêter)\n"


def test_an_interrupted_command_says_so(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fake, "ingest", interrupt)
    assert cli.main(["ingest", "--json"]) == 130
    out, err = capsys.readouterr()
    assert (json.loads(out)["error"]["code"], err) == ("interrupted", "Interrompu.\n")


def test_a_stream_that_ends_without_an_answer_is_an_error(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fake, "stream", lambda *_, **__: iter([Progress("searching", "…")]))
    assert cli.main(["ask", "x"]) == 1
    assert "arrêtée avant sa fin" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_reading_of_conditions_can_be_switched_off(fake: FakeAssistant, command: str) -> None:
    assert cli.main([command, "les notices de 2023", "--no-conditions"]) == 0
    assert fake.calls[0][-1] == "no conditions"


def test_facets_are_printed_with_their_counts(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "Combien ?", "--facets"]) == 0
    assert "Années : 2023 (3)" in capsys.readouterr().out
    assert cli.main(["search", "Combien ?", "--facets", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facets"]["years"] == [{"value": "2023", "label": "2023", "count": 3}]


def test_an_explanation_gives_each_score_and_its_rank(fake: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "Combien ?", "--explain"]) == 0
    assert "score d'ensemble 0,9 (rang 1) ; proximité de sens 0,8 (rang 1)" in capsys.readouterr().out
    assert cli.main(["search", "Combien ?", "--explain", "--json"]) == 0
    explained = json.loads(capsys.readouterr().out)["explain"]
    assert explained["query"]["expansions"] == []
    assert [one["name"] for one in explained["hits"][0]["signals"]] == ["fused", "dense"]
