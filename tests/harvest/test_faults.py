"""What real portals do wrong, on a server that does it on demand: nothing hangs, and what came before is kept."""

from __future__ import annotations

import errno
import gzip
import io
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.errors import OperationError
from assistant.harvest.addresses import Gate
from assistant.harvest.transport import LONGEST_WAIT_S, Manners, Transport
from tests.answering.chat_server import refused_url
from tests.harvest.conftest import Harvester
from tests.harvest.oai_server import Fault, OaiServer, Record, http_date

ALL = ["1", "2", "3", "4", "5"]


@pytest.fixture(autouse=True)
def five(server: OaiServer) -> None:
    server.records = [Record(n, f"Notice {n}") for n in range(1, 6)]


def test_a_busy_server_is_asked_again_after_the_seconds_it_asks(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(status=503, headers={"Retry-After": "7"})])
    report = harvester.run()
    assert harvester.waits == [7.0]
    assert (report.complete, harvester.records()) == (True, ALL)


def test_a_busy_server_can_give_a_date_or_ask_too_much(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(status=503, headers={"Retry-After": http_date(42)}))  # the test's clock says 0
    server.faults.append(Fault(status=503, headers={"Retry-After": "86400"}))
    assert harvester.run().complete
    assert harvester.waits == [42.0, LONGEST_WAIT_S]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_without_a_time_the_waits_double(server: OaiServer, harvester: Harvester, status: int) -> None:
    server.faults.extend([Fault(status=status), Fault(status=status, headers={"Retry-After": "soon"})])
    assert harvester.run().complete
    assert harvester.waits == [1.0, 2.0]


def test_a_server_that_stays_down_gives_up_after_the_attempts_of_the_settings(
    server: OaiServer, harvester: Harvester
) -> None:
    server.faults.extend([None, *[Fault(status=503)] * 3])
    report = harvester.run()
    assert report.error == "la page 2 de la liste : le serveur répond 503 (3 essais)"
    assert harvester.records() == ["1", "2"]


def test_a_server_that_hangs_is_left_and_asked_again(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(hang=True))
    assert harvester.run().complete
    assert harvester.waits == [1.0]


def test_a_server_that_sends_a_byte_now_and_then_is_left_too(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(drip=True))
    assert harvester.run().complete
    assert harvester.waits == [1.0]


def test_an_answer_cut_on_the_way_is_asked_again(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(headers={"Content-Length": "100000"}))
    assert harvester.run().complete
    assert harvester.records() == ALL


def test_broken_xml_names_its_page_keeps_what_came_before_and_the_date_stays(
    server: OaiServer, harvester: Harvester
) -> None:
    server.faults.extend(
        [None, Fault(change=lambda page: page.replace(b"</title>", b"").replace(b"</header>", b"", 1))]
    )
    report = harvester.run()
    assert report.error is not None
    assert report.error.startswith("la page 2 de la liste : XML mal formé à la ligne 3")
    assert harvester.records() == ["1", "2"]
    assert harvester.state()["response_date"] is None


def test_a_page_that_stops_in_its_middle_loses_no_record_silently(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(change=lambda page: page[: page.index(b"oai:pmb:4")])])
    report = harvester.run()
    assert not report.complete
    assert harvester.records() == ["1", "2"]


def test_a_stopped_harvest_goes_on_from_the_page_where_it_stopped(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(change=lambda page: page[:-40])])
    assert not harvester.run().complete
    report = harvester.run()
    assert report.resumed
    assert server.lists()[0] == {"resumptionToken": "pmb_xml_unimarc|||2"}
    assert (report.complete, harvester.records()) == (True, ALL)
    assert harvester.state()["underway"] is None


def test_a_full_harvest_that_was_stopped_still_removes_what_is_listed_no_more(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records.append(Record(6, "Retirée"))
    harvester.run()
    del server.records[5]
    server.faults.extend([None, Fault(body=b"")])
    assert not harvester.run(full=True).complete
    assert len(harvester.records()) == 6
    report = harvester.run(full=True)
    assert (report.resumed, report.records.no_longer_listed) == (True, 1)
    assert harvester.records() == ALL


def test_a_stopped_harvest_is_not_taken_up_by_another_request(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(body=b"")])
    assert not harvester.run().complete
    report = harvester.run(full=True)
    assert not report.resumed
    assert server.lists()[0] == {"metadataPrefix": "pmb_xml_unimarc"}


def test_ctrl_c_leaves_whole_files_and_the_next_harvest_goes_on(server: OaiServer, harvester: Harvester) -> None:
    calls = 0

    def stop_at_the_second_page(*told: Any) -> None:
        nonlocal calls
        calls += told[0] == "notices"
        if calls == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        harvester.run(progress=stop_at_the_second_page)
    assert harvester.records() == ["1", "2", "3", "4"]
    assert harvester.run().resumed
    assert server.lists() == [{"resumptionToken": "pmb_xml_unimarc|||4"}]
    assert harvester.records() == ALL


def test_a_killed_harvest_leaves_whole_records_and_the_next_goes_on(
    server: OaiServer, harvester: Harvester, root: Path
) -> None:
    server.faults.extend([None, None, Fault(hang=True)])
    code = (
        "import sys; from pathlib import Path; from assistant.harvest.run import Request, harvest;"
        "from assistant.settings import Settings;"
        "harvest(Request(sys.argv[1]), Settings(data_dir=Path(sys.argv[2]), harvest_delay_s=0, harvest_free_mb=0))"
    )
    arguments = [sys.executable, "-c", code, server.url, str(harvester.settings.data_dir)]
    with subprocess.Popen(arguments, cwd=root) as process:
        deadline = time.monotonic() + 30
        while len(server.lists()) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
    assert harvester.records() == ["1", "2", "3", "4"]
    assert harvester.run().resumed
    assert server.lists() == [{"resumptionToken": "pmb_xml_unimarc|||4"}]
    assert harvester.records() == ALL


@pytest.mark.parametrize("declared", [True, False], ids=["declared in the page", "told by the server alone"])
def test_a_portal_in_latin_1_keeps_its_accents(server: OaiServer, harvester: Harvester, declared: bool) -> None:
    def in_latin_1(page: bytes) -> bytes:
        text = page.decode().replace("UTF-8", "ISO-8859-1").encode("iso-8859-1")
        return text if declared else text.partition(b"?>\n")[2]

    server.records = [Record(1, "Été à Orléans")]
    server.faults.append(Fault(change=in_latin_1, headers={"Content-Type": "text/xml; charset=iso-8859-1"}))
    assert harvester.run().complete
    (record,) = (harvester.folder / "records").iterdir()
    assert "Été à Orléans" in record.read_text(encoding="utf-8")


def test_control_characters_of_a_word_processor_do_not_stop_a_harvest(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(change=lambda page: page.replace(b"Notice 1", b"Notice\x0b1")))
    report = harvester.run()
    assert report.complete
    assert b"Notice 1" in next((harvester.folder / "records").glob("oai-pmb-1-*")).read_bytes()


def test_an_expired_token_begins_the_list_again_once(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(error="badResumptionToken")])
    report = harvester.run()
    assert (report.complete, harvester.records()) == (True, ALL)
    assert [sorted(arguments) for arguments in server.lists()] == [
        ["metadataPrefix"], ["resumptionToken"], ["metadataPrefix"], ["resumptionToken"], ["resumptionToken"],
    ]  # fmt: skip


def test_a_token_that_expires_again_stops_the_harvest(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(error="badResumptionToken"), None, Fault(error="badResumptionToken")])
    report = harvester.run()
    assert report.error is not None
    assert "refusé deux fois son jeton de reprise (page 2" in report.error
    assert harvester.records() == ["1", "2"]
    assert harvester.state()["response_date"] is None


def test_the_token_of_yesterday_s_stopped_harvest_may_have_expired_too(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(body=b"")])
    harvester.run()
    server.faults.extend([Fault(error="badResumptionToken"), None, Fault(error="badResumptionToken")])
    assert harvester.run().complete
    assert harvester.records() == ALL


def test_a_token_that_comes_again_is_a_loop(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(token="pmb_xml_unimarc|||2")])
    report = harvester.run()
    assert report.error is not None
    assert "tourne en rond" in report.error
    assert "page 2" in report.error
    assert len(server.lists()) == 2


def test_a_page_that_comes_again_under_other_tokens_is_a_loop(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend(Fault(token=f"pmb_xml_unimarc|||0|{n}") for n in range(50))
    report = harvester.run()
    assert report.error is not None
    assert "tourne en rond" in report.error
    assert len(server.lists()) == 2


def test_pages_without_records_do_not_go_on_for_ever(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend(Fault(token=f"pmb_xml_unimarc|||900|{n}") for n in range(200))
    report = harvester.run()
    assert report.error is not None
    assert "tourne en rond" in report.error
    assert len(server.lists()) < 30


def test_after_a_loop_the_next_harvest_begins_the_list_again(server: OaiServer, harvester: Harvester) -> None:
    server.faults.extend([None, Fault(token="pmb_xml_unimarc|||2")])
    harvester.run()
    report = harvester.run()
    assert server.lists()[0] == {"metadataPrefix": "pmb_xml_unimarc"}
    assert report.complete


def test_a_redirection_to_another_machine_is_not_followed(server: OaiServer, harvester: Harvester) -> None:
    with OaiServer(Record(9, "Ailleurs")) as other:
        server.faults.append(
            Fault(status=302, body=b"", headers={"Location": other.url.replace("127.0.0.1", "localhost")})
        )
        with pytest.raises(OperationError, match=r"Moisson impossible : la page 1 .* autre serveur \(localhost"):
            harvester.run()
        assert other.asked == []


def test_a_redirection_on_the_same_machine_is_followed_but_not_for_ever(
    server: OaiServer, harvester: Harvester
) -> None:
    server.faults.append(
        Fault(status=302, body=b"", headers={"Location": f"{server.url}&verb=ListRecords&metadataPrefix=oai_dc"})
    )
    assert harvester.run().complete
    server.faults.extend([Fault(status=302, body=b"", headers={"Location": f"{server.url}&verb=ListRecords"})] * 20)
    with pytest.raises(OperationError, match="redirections sans fin"):
        harvester.run(full=True)


def test_a_huge_page_is_refused_before_it_fills_memory(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(change=lambda page: page + b" " * 1_100_000))
    with pytest.raises(OperationError, match="la page 1 de la liste : plus que la limite de 1 Mo"):
        harvester.run()


def test_a_page_that_is_small_on_the_wire_and_huge_once_open_is_refused_too(
    server: OaiServer, harvester: Harvester
) -> None:
    bomb = gzip.compress(b" " * 30_000_000)
    assert len(bomb) < 50_000
    server.faults.append(Fault(body=bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(OperationError, match="plus que la limite de 1 Mo"):
        harvester.run()


def test_entities_are_refused(server: OaiServer, harvester: Harvester) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
    server.faults.append(
        Fault(change=lambda page: page.replace(b"<OAI-PMH", bomb + b"<OAI-PMH").replace(b"Notice", b"&c;"))
    )
    with pytest.raises(OperationError, match="DOCTYPE"):
        harvester.run()


@pytest.mark.parametrize(
    "body",
    [b"<html><body>Bienvenue</body></html>", b"<!DOCTYPE html><html><br></html>", b"", b"Bienvenue", b"\x00\xff"],
)
def test_an_address_that_is_no_oai_server_says_so(server: OaiServer, harvester: Harvester, body: bytes) -> None:
    server.always = Fault(body=body)
    with pytest.raises(OperationError, match=r"Moisson impossible : la page d'identité .*vérifiez l'adresse"):
        harvester.run()


def test_an_error_of_the_protocol_is_told_with_its_name(server: OaiServer, harvester: Harvester) -> None:
    server.faults.append(Fault(error="badArgument"))
    with pytest.raises(OperationError, match="« badArgument » défaut voulu"):
        harvester.run()


def test_nothing_listens_at_the_address(server: OaiServer, harvester: Harvester) -> None:
    with pytest.raises(OperationError, match=r"connexion impossible .*\(3 essais\)"):
        harvester.run(url=refused_url())


def test_the_disk_s_reserve_stops_the_harvest_before_it_is_touched(
    server: OaiServer, harvester: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = iter([10_000 * 1024 * 1024] * 2 + [1024 * 1024] * 9)
    usage = shutil.disk_usage(Path.cwd())
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=next(free)))
    harvester.settings = harvester.settings.model_copy(update={"harvest_free_mb": 500})
    report = harvester.run()
    assert report.error is not None
    assert "plus assez de place sur le disque (1 Mo libres, réserve de 500 Mo)" in report.error
    assert harvester.records() == ["1", "2"]
    monkeypatch.undo()
    assert harvester.run().resumed
    assert harvester.records() == ALL


def test_a_disk_that_fills_up_stops_cleanly(
    server: OaiServer, harvester: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if "oai-pmb-4-" in self.name:
            real(self, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    report = harvester.run()
    assert report.error is not None
    assert "plus de place sur le disque" in report.error
    assert harvester.records() == ["1", "2", "3"]
    assert harvester.hidden() == [".listed"]  # what the next one goes on with
    monkeypatch.undo()
    assert harvester.run().complete
    assert harvester.records() == ALL


def test_a_damaged_state_begins_again(server: OaiServer, harvester: Harvester) -> None:
    harvester.run()
    for damage in (b"", b"[]", b'{"response_date": 5}', b'{"underway": {"arguments": 3}}', b"\xff"):
        (harvester.folder / "state.json").write_bytes(damage)
        assert harvester.run().complete
        assert server.lists()[0] == {"metadataPrefix": "pmb_xml_unimarc"}


def test_requests_are_spaced_from_the_end_of_one_to_the_beginning_of_the_next() -> None:
    now, waits = 100.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        waits.append(seconds)
        now += seconds

    with OaiServer() as server, Transport(Manners(delay_s=0.5, sleep=sleep, clock=lambda: now)) as transport:
        for spent in (0.25, 3.0, 0.0):
            transport.fetch(httpx.URL(f"{server.root}/rien"), io.BytesIO(), Gate(httpx.URL(server.url)), 1)
            now += spent
    assert waits == [0.25]
