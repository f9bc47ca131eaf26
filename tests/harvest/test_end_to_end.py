"""``assistant harvest`` from the portal to the search, on the real readers and a hashed encoder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import cli, cli_session
from assistant.service import Assistant
from assistant.settings import Settings
from tests.fakes import HashedEncoder
from tests.harvest.oai_server import Fault, File, OaiServer, Record
from tests.index.library import opened
from tests.sources.make_pdfs import Put, write

NUM = "/doc_num.php?explnum_id=7"


@contextmanager
def an_assistant(settings: Settings) -> Iterator[Assistant]:
    with opened(settings.data_dir) as index, closing(Assistant(settings, index, HashedEncoder())) as assistant:
        yield assistant


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command on a real assistant without its model, and gives its exit code and its output."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("DELAY_S", "0"), ("FREE_MB", "0"), ("RETRIES", "0")):
        monkeypatch.setenv(f"ASSISTANT_HARVEST_{name}", value)

    def open_assistant(settings: Settings, *, for_rebuild: bool = False) -> Assistant:
        context = opened(settings.data_dir)
        assistant = Assistant(settings, context.__enter__(), HashedEncoder())
        monkeypatch.setattr(assistant, "close", lambda: context.__exit__(None, None, None))
        return assistant

    monkeypatch.setattr(cli_session, "open_assistant", open_assistant)

    def run(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main(["harvest", *words])
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def portal(server: OaiServer, tmp_path: Path) -> OaiServer:
    pdf = write(tmp_path / "charte.pdf", [[Put(60, 80, "La charte engage les partenaires pour cinq ans.")]])
    server.files = {NUM: File(pdf.read_bytes())}
    server.records = [
        Record(1, "La girafe du protocole régional", files=((NUM, "charte.pdf", "application/pdf"),)),
        Record(2, "Le calendrier des autruches"),
        Record(3, "Bilan des apprentis"),
    ]
    return server


def files_found(data_dir: Path, question: str) -> list[str]:
    with an_assistant(Settings(data_dir=data_dir)) as assistant:
        return [hit.file for hit in assistant.search(question).hits]


def test_a_portal_is_harvested_read_and_searched_then_follows_its_deletions(
    command: Any, portal: OaiServer, tmp_path: Path
) -> None:
    code, out = command(portal.url, "--json")
    given = json.loads(out)
    assert (code, given["complete"], given["records"]["new"], given["attachments"]["downloaded"]) == (0, True, 3, 1)
    assert given["ingest"]["counts"]["read"] == 4
    assert given["ingest"]["counts"]["refused"] == 0
    assert "records/oai-pmb-1-" in files_found(tmp_path / "data", "girafe du protocole")[0]
    assert files_found(tmp_path / "data", "charte partenaires cinq ans")[0].endswith("/charte.pdf")
    with an_assistant(Settings(data_dir=tmp_path / "data")) as assistant:
        titles = {summary.title for summary in assistant.corpus().documents if summary.kind == "notice"}
    assert titles == {"La girafe du protocole régional", "Le calendrier des autruches", "Bilan des apprentis"}

    portal.records[0] = replace(portal.records[0], deleted=True, changed="2026-03-11T00:00:00Z")
    portal.records[2] = replace(portal.records[2], title="Bilan des alternants", changed="2026-03-11T00:00:00Z")
    code, out = command(portal.url, "--json")
    given = json.loads(out)
    assert (code, given["from"], given["records"]["deleted"]) == (0, "2026-03-09T08:30:00Z", 1)
    assert given["ingest"]["counts"]["removed"] == 2
    assert given["ingest"]["counts"]["unchanged"] == 1
    with an_assistant(Settings(data_dir=tmp_path / "data")) as assistant:
        assert {summary.title for summary in assistant.corpus().documents} == {
            "Le calendrier des autruches",
            "Bilan des alternants",
        }


def test_dublin_core_is_read_too_with_a_warning(command: Any, portal: OaiServer, tmp_path: Path) -> None:
    portal.formats = ["oai_dc"]
    code, out = command(portal.url)
    assert code == 0
    assert "3 notices reçues : 3 nouvelles (oai_dc)." in out
    assert "À savoir : Le portail n'offre pas pmb_xml_unimarc" in out
    assert "records/oai-pmb-2-" in files_found(tmp_path / "data", "calendrier des autruches")[0]


def test_what_came_before_a_fault_is_read_and_the_command_fails(
    command: Any, portal: OaiServer, tmp_path: Path
) -> None:
    portal.faults.extend([None, Fault(change=lambda page: page[:-30])])
    code, out = command(portal.url)
    assert code == 1
    assert "Moisson arrêtée avant sa fin : la page 2 de la liste : XML mal formé" in out
    assert "la même commande reprendra" in out
    assert files_found(tmp_path / "data", "girafe du protocole")
    code, out = command(portal.url)
    assert code == 0
    assert "1 notice reçue : 1 nouvelle (pmb_xml_unimarc)." in out


def test_a_file_that_cannot_be_had_is_listed_and_does_not_fail_the_command(command: Any, portal: OaiServer) -> None:
    portal.files = {}
    code, out = command(portal.url)
    assert code == 0
    assert "Fichiers joints : 1 manquant." in out
    assert "charte.pdf (oai-pmb-1-" in out
    assert ") : le serveur répond 404" in out


def test_a_portal_that_is_not_there_fails_in_one_line_and_reads_nothing(command: Any, tmp_path: Path) -> None:
    code, out = command("http://127.0.0.1:1/oai", "--json")
    error = json.loads(out)["error"]
    assert (code, error["code"]) == (1, "operation_failed")
    assert error["message"].startswith("Moisson impossible : la page d'identité du portail : connexion impossible")


@pytest.mark.parametrize("words", [(), ("portail",), ("http://p/oai", "--full", "--from", "2026")])
def test_a_wrong_request_is_a_wrong_use(command: Any, words: tuple[str, ...]) -> None:
    code, out = command(*words)
    assert (code, out) == (2, "")
