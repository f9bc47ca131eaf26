"""A harvest of a healthy portal: what is asked for, what is kept, what goes."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from filelock import FileLock

from assistant.errors import OperationError, UsageError
from assistant.harvest.mirror import record_name
from assistant.harvest.run import GAP, LISTED_NOTHING, LOSES, NO_DELETIONS, NOTHING, default_from
from tests.harvest.conftest import Harvester
from tests.harvest.oai_server import RESPONSE_DATE, OaiServer, Record

OAI = "{http://www.openarchives.org/OAI/2.0/}"
PMB = "{http://www.pmbservices.fr}"


def five() -> list[Record]:
    return [Record(n, f"Notice {n}") for n in range(1, 6)]


def test_every_page_is_asked_for_and_each_record_becomes_a_file(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    report = harvester.run()
    assert harvester.records() == ["1", "2", "3", "4", "5"]
    assert server.lists() == [
        {"metadataPrefix": "pmb_xml_unimarc"},
        {"resumptionToken": "pmb_xml_unimarc|||2"},
        {"resumptionToken": "pmb_xml_unimarc|||4"},
    ]
    assert (report.complete, report.records.received, report.records.new) == (True, 5, 5)
    assert [told for told in harvester.told if told[0] == "notices"] == [
        ("notices", 2, 5), ("notices", 4, 5), ("notices", 5, 5),
    ]  # fmt: skip
    assert harvester.hidden() == []


def test_a_record_is_kept_with_its_header_and_all_its_metadata(server: OaiServer, harvester: Harvester) -> None:
    server.records = [Record(12, "L'été & l'hiver", sets=("set_1",))]
    harvester.run()
    root = ET.fromstring((harvester.folder / "records" / f"{record_name('oai:pmb:12')}.xml").read_bytes())  # noqa: S314  # written by the test's own server
    assert root.tag == f"{OAI}record"
    assert root.findtext(f"{OAI}header/{OAI}identifier") == "oai:pmb:12"
    assert root.findtext(f"{OAI}header/{OAI}setSpec") == "set_1"
    titles = [s.text for f in root.iter(f"{PMB}f") if f.get("c") == "200" for s in f]
    assert titles == ["L'été & l'hiver"]


def test_the_next_harvest_asks_for_what_changed_since_a_day_before_the_last(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records = five()
    assert harvester.run().response_date == RESPONSE_DATE == "2026-03-10T08:30:00Z"
    server.records[2] = replace(server.records[2], title="Nouveau titre", changed="2026-03-11T00:00:00Z")
    report = harvester.run()
    assert server.lists() == [{"metadataPrefix": "pmb_xml_unimarc", "from": "2026-03-09T08:30:00Z"}]
    assert (report.records.received, report.records.changed, report.records.new) == (1, 1, 0)
    assert harvester.records() == ["1", "2", "3", "4", "5"]


def test_a_server_that_counts_in_days_is_asked_in_days(server: OaiServer, harvester: Harvester) -> None:
    server.records, server.granularity = five(), "YYYY-MM-DD"
    harvester.run()
    harvester.run()
    assert server.lists()[0]["from"] == "2026-03-09"


def test_the_first_date_is_none_when_the_server_gave_none_that_can_be_read() -> None:
    assert default_from(None, to_the_second=True) is None
    assert default_from("hier", to_the_second=True) is None
    assert default_from("0001-01-01T00:00:00Z", to_the_second=True) is None


def test_a_record_that_has_not_changed_keeps_its_file_untouched(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()[:1]
    harvester.run()
    (file,) = (harvester.folder / "records").iterdir()
    before = file.stat().st_mtime_ns, file.stat().st_ino
    report = harvester.run(full=True)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before
    assert (report.records.unchanged, report.records.changed) == (1, 0)


def test_a_record_said_to_be_deleted_goes(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run()
    server.records[1] = replace(server.records[1], deleted=True, changed="2026-03-12T00:00:00Z")
    report = harvester.run()
    assert report.records.deleted == 1
    assert harvester.records() == ["1", "3", "4", "5"]


def test_a_full_harvest_removes_what_is_listed_no_more(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run()
    del server.records[3:]
    assert harvester.run().records.no_longer_listed == 0
    report = harvester.run(full=True)
    assert "from" not in server.lists()[0]
    assert report.records.no_longer_listed == 2
    assert harvester.records() == ["1", "2", "3"]


def test_a_full_harvest_of_an_empty_list_removes_nothing_and_says_so(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run()
    server.records = []
    report = harvester.run(full=True)
    assert harvester.records() == ["1", "2", "3", "4", "5"]
    assert report.warnings == [LISTED_NOTHING]


def test_nothing_new_is_no_failure(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run()
    report = harvester.run()
    assert (report.complete, report.records.received, report.warnings) == (True, 0, [])
    assert harvester.state()["response_date"] == RESPONSE_DATE


def test_a_first_harvest_that_gives_nothing_says_so(harvester: Harvester) -> None:
    report = harvester.run(set="set_9")
    assert (report.complete, report.warnings) == (True, [NOTHING])


def test_a_set_has_its_own_folder_and_its_own_date(server: OaiServer, harvester: Harvester) -> None:
    server.records = [Record(1, "A", sets=("set_1",)), Record(2, "B", sets=("set_2",)), Record(3, "C", sets=("set_1",))]
    one = harvester.run(set="set_1")
    assert server.lists() == [{"metadataPrefix": "pmb_xml_unimarc", "set": "set_1"}]
    assert harvester.records() == ["1", "3"]
    assert harvester.run().folder != one.folder
    assert server.lists()[0] == {"metadataPrefix": "pmb_xml_unimarc"}


def test_a_first_day_can_be_asked_for(server: OaiServer, harvester: Harvester) -> None:
    server.records = [Record(1, "Ancienne", changed="2019-02-02T00:00:00Z"), Record(2, "Récente")]
    harvester.run(date_from="2026-01-01")
    assert server.lists()[0]["from"] == "2026-01-01"
    assert harvester.records() == ["2"]


def test_a_first_day_after_the_last_harvest_leaves_no_gap_behind(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run()
    report = harvester.run(date_from="2026-09-01")
    assert GAP in report.warnings
    harvester.run()
    assert server.lists()[0]["from"] == "2026-03-09T08:30:00Z"


def test_without_pmb_s_own_format_dublin_core_is_harvested_with_a_warning(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records, server.formats = five(), ["oai_dc"]
    report = harvester.run()
    assert (report.prefix, report.warnings) == ("oai_dc", [LOSES])
    for lost in ("organismes auteurs", "fichiers joints", "mots-clés", "thésaurus"):
        assert lost in LOSES
    assert b"purl.org/dc" in next((harvester.folder / "records").iterdir()).read_bytes()


def test_a_portal_that_begins_to_offer_pmb_s_format_is_read_again_whole(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records, server.formats = five(), ["oai_dc"]
    harvester.run()
    server.formats = ["oai_dc", "pmb_xml_unimarc"]
    report = harvester.run()
    assert server.lists()[0] == {"metadataPrefix": "pmb_xml_unimarc"}
    assert report.records.changed == 5


def test_a_portal_that_does_not_tell_deletions_is_said_so_from_the_second_harvest_on(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records, server.deleted_record = five(), "no"
    assert harvester.run().warnings == []
    assert harvester.run().warnings == [NO_DELETIONS]


def test_the_program_says_its_name(server: OaiServer, harvester: Harvester) -> None:
    harvester.run()
    (agent,) = server.agents
    assert agent.startswith("assistant-documentaire/")


def test_two_harvests_of_a_portal_do_not_run_together(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run()
    with FileLock(harvester.folder / ".lock"), pytest.raises(OperationError, match="déjà en cours"):
        harvester.run()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"url": "portail.example.org"}, "n'est pas une adresse"),
        ({"url": "file:///etc/passwd"}, "n'est pas une adresse"),
        ({"url": "http://portail.example.org:99999/"}, "le port 99999 n'existe pas"),
        ({"url": " "}, "Il manque l'adresse"),
        ({"url": "http://moi:secret@portail.example.org/oai"}, "mot de passe"),
        ({"hosts": ("http://a/b",)}, "--allow-host"),
        ({"hosts": ("a:99999",)}, "--allow-host"),
        ({"full": True, "date_from": "2026-01-01"}, "se contredisent"),
    ],
)
def test_a_wrong_request_is_refused_before_anything_is_asked(
    harvester: Harvester, options: dict[str, object], told: str
) -> None:
    with pytest.raises(UsageError, match=told) as refusal:
        harvester.run(**options)
    assert "secret" not in str(refusal.value)
    assert harvester.server.asked == []


def test_an_address_copied_from_a_browser_loses_the_verb_it_ends_with(server: OaiServer, harvester: Harvester) -> None:
    server.records = five()
    harvester.run(url=f"{server.url}&verb=Identify#haut")
    assert harvester.records() == ["1", "2", "3", "4", "5"]


def test_names_are_safe_and_different_for_identifiers_that_look_alike() -> None:
    names = {record_name(text) for text in ("oai:a:1", "oai/a/1", "../../oai a 1", "oai:A:1", "é" * 400)}
    assert len(names) == 5
    for name in names:
        assert "/" not in name
        assert not name.startswith(".")
        assert name.isascii()
        assert len(name) <= 70
