"""The files that records name: which are downloaded, under which name, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.harvest.attachments import wanted_files
from assistant.harvest.mirror import pdf_name
from assistant.harvest.run import HarvestReport
from tests.harvest.conftest import Harvester
from tests.harvest.oai_server import File, OaiServer, Record

PDF = b"%PDF-1.7\n" + b"x" * 3000
NUM = "/doc_num.php?explnum_id=7"


def joined(*files: tuple[str, str, str]) -> list[Record]:
    return [Record(1, "Notice", files=files)]


def reasons(report: HarvestReport) -> list[str]:
    return [failure.reason for failure in report.failures]


def test_a_file_of_the_portal_is_downloaded_under_the_name_that_the_record_gives(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records, server.files = joined((NUM, "Rapport 2023 – région.pdf", "application/pdf")), {NUM: File(PDF)}
    report = harvester.run()
    assert harvester.pdfs() == {"1/Rapport 2023 – région.pdf": PDF}
    assert (report.files.downloaded, report.failures) == (1, [])


def test_a_pdf_is_told_by_its_content_whatever_its_name_and_type_say(server: OaiServer, harvester: Harvester) -> None:
    server.records = joined((NUM, "rapport.bin", "application/x-inconnu"), ("/b", "faux.pdf", "application/pdf"))
    server.files = {NUM: File(PDF), "/b": File(b"PK\x03\x04" + b"z" * 5000)}
    report = harvester.run()
    assert harvester.pdfs() == {"1/rapport.bin.pdf": PDF}
    assert reasons(report) == ["ce n'est pas un PDF"]
    assert (report.complete, report.failures[0].name) == (True, "faux.pdf")


def test_pictures_and_sounds_are_not_even_asked_for(server: OaiServer, harvester: Harvester) -> None:
    server.records = joined(("/a.png", "a.png", "image/png"), ("/b.mp3", "b.mp3", "audio/mpeg"))
    report = harvester.run()
    assert (server.got, report.files.other_types, report.failures) == ([], 2, [])


def test_without_attachments_none_is_asked_for(server: OaiServer, harvester: Harvester) -> None:
    server.records, server.files = joined((NUM, "a.pdf", "")), {NUM: File(PDF)}
    harvester.run(attachments=False)
    assert server.got == []
    harvester.run()
    assert len(server.got) == 1


def test_a_file_of_another_machine_is_left_unless_it_is_allowed(server: OaiServer, harvester: Harvester) -> None:
    with OaiServer() as other:
        other.files = {"/rapport.pdf": File(PDF)}
        server.records = joined((f"http://localhost:{other.port}/rapport.pdf", "", ""))
        report = harvester.run()
        assert other.got == []
        named = f"localhost:{other.port}"
        told = f"fichier d'un autre serveur ({named}) : ajoutez --allow-host {named} s'il est sûr"
        assert reasons(report) == [told]
        report = harvester.run(hosts=(f"localhost:{other.port}",))
        assert (reasons(report), harvester.pdfs()) == ([], {"1/rapport.pdf": PDF})


def test_another_service_of_the_portal_s_own_machine_is_left_too(server: OaiServer, harvester: Harvester) -> None:
    with OaiServer() as other:
        server.records = joined((f"{other.root}/rapport.pdf", "", ""))
        assert "un autre serveur" in reasons(harvester.run())[0]
        assert other.got == []


def test_a_redirection_of_the_portal_leads_nowhere_else(server: OaiServer, harvester: Harvester) -> None:
    with OaiServer() as other:
        other.files = {"/secret": File(PDF)}
        server.records = joined((NUM, "a.pdf", ""))
        server.files = {NUM: File(status=302, location=f"http://localhost:{other.port}/secret")}
        assert "un autre serveur" in reasons(harvester.run())[0]
        assert (other.got, harvester.pdfs()) == ([], {})


def test_an_allowed_name_that_stands_for_a_machine_of_the_local_network_is_left_by_a_public_portal(
    server: OaiServer, harvester: Harvester
) -> None:
    harvester.public = ("127.0.0.1",)  # the portal passes for one of the internet
    with OaiServer() as other:
        other.files = {"/a.pdf": File(PDF)}
        server.records = joined((f"http://localhost:{other.port}/a.pdf", "", ""))
        allowed = (f"localhost:{other.port}",)
        assert "réseau local" in reasons(harvester.run(hosts=allowed))[0]
        assert other.got == []
        harvester.public = ("127.0.0.1", "localhost")
        assert harvester.run(hosts=allowed).files.downloaded == 1


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/a.pdf",
        "javascript://127.0.0.1/%0a",
        "gopher://x",
        "http://",
        "http://[::1",
    ],
)
def test_only_the_web_is_asked(server: OaiServer, harvester: Harvester, address: str) -> None:
    server.records = joined((address, "a.pdf", ""))
    report = harvester.run()
    assert (len(report.failures), server.got, harvester.pdfs()) == (1, [], {})


def test_an_address_with_a_password_is_left(server: OaiServer, harvester: Harvester) -> None:
    server.records = joined((f"http://moi:secret@127.0.0.1:{server.port}/a.pdf", "a.pdf", ""))
    assert reasons(harvester.run()) == ["adresse avec un identifiant"]


def test_a_file_larger_than_the_limit_is_left_and_the_others_come(server: OaiServer, harvester: Harvester) -> None:
    server.records = joined(("/gros", "gros.pdf", ""), (NUM, "petit.pdf", ""))
    server.files = {"/gros": File(PDF + b"x" * 1_100_000), NUM: File(PDF)}
    report = harvester.run()
    assert reasons(report) == ["plus que la limite de 1 Mo"]
    assert list(harvester.pdfs()) == ["1/petit.pdf"]
    harvester.settings = harvester.settings.model_copy(update={"max_file_mb": 2})
    harvester.run()
    assert sorted(harvester.pdfs()) == ["1/gros.pdf", "1/petit.pdf"]


def test_a_missing_file_is_told_once_and_one_that_fails_is_asked_again(server: OaiServer, harvester: Harvester) -> None:
    server.records = joined(("/absent", "absent.pdf", ""), ("/panne", "panne.pdf", ""))
    server.files = {"/panne": File(status=500)}
    report = harvester.run()
    assert reasons(report) == ["le serveur répond 404", "le serveur répond 500 (3 essais)"]
    assert harvester.hidden() == []
    server.files = {"/panne": File(PDF)}
    assert reasons(harvester.run()) == []
    assert [path for path, _ in server.got] == ["/panne"]
    assert list(harvester.pdfs()) == ["1/panne.pdf"]


def test_an_empty_file_is_no_pdf(server: OaiServer, harvester: Harvester) -> None:
    server.records, server.files = joined((NUM, "a.pdf", "")), {NUM: File(b"")}
    assert reasons(harvester.run()) == ["fichier vide"]


def test_what_has_not_changed_is_not_asked_for_again(server: OaiServer, harvester: Harvester) -> None:
    server.records, server.files = joined((NUM, "a.pdf", "")), {NUM: File(PDF, etag='"v1"')}
    harvester.run()
    report = harvester.run()
    assert (server.got, report.files.unchanged, report.files.downloaded) == ([], 1, 0)


@pytest.mark.parametrize("mark", [{"etag": '"v1"'}, {"last_modified": "Sat, 10 Jan 2026 10:00:00 GMT"}, {}])
def test_a_full_harvest_asks_again_but_does_not_download_an_equal_file(
    server: OaiServer, harvester: Harvester, mark: dict[str, str]
) -> None:
    server.records, server.files = joined((NUM, "a.pdf", "")), {NUM: File(PDF, **mark)}
    harvester.run()
    (file,) = (harvester.folder / "attachments").glob("*/a.pdf")
    before = file.stat().st_mtime_ns, file.stat().st_ino
    report = harvester.run(full=True)
    ((_, headers),) = server.got
    assert (headers.get("if-none-match"), headers.get("if-modified-since")) == (
        mark.get("etag"),
        mark.get("last_modified"),
    )
    assert (report.files.unchanged, report.files.downloaded) == (1, 0)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before


def test_a_file_that_changed_with_its_record_takes_the_place_of_the_old_one(
    server: OaiServer, harvester: Harvester
) -> None:
    server.records, server.files = joined((NUM, "a.pdf", "")), {NUM: File(PDF, etag='"v1"')}
    harvester.run()
    server.records = [replace(server.records[0], title="Revue", changed="2026-03-11T00:00:00Z")]
    server.files = {NUM: File(PDF + b"2", etag='"v2"')}
    assert harvester.run().files.downloaded == 1
    assert harvester.pdfs() == {"1/a.pdf": PDF + b"2"}


def test_files_go_with_their_record_and_when_it_names_them_no_more(server: OaiServer, harvester: Harvester) -> None:
    server.files = {NUM: File(PDF), "/b": File(PDF)}
    server.records = [
        Record(1, "A", files=((NUM, "a.pdf", ""), ("/b", "b.pdf", ""))),
        Record(2, "B", files=((NUM, "c.pdf", ""),)),
    ]
    harvester.run()
    assert sorted(harvester.pdfs()) == ["1/a.pdf", "1/b.pdf", "2/c.pdf"]
    server.records = [
        replace(server.records[0], files=(("/b", "b.pdf", ""),), changed="2026-03-11T00:00:00Z"),
        replace(server.records[1], deleted=True, changed="2026-03-11T00:00:00Z"),
    ]
    harvester.run()
    assert sorted(harvester.pdfs()) == ["1/b.pdf"]
    assert len(list((harvester.folder / "attachments").iterdir())) == 1


def test_two_files_of_the_same_name_both_stay(server: OaiServer, harvester: Harvester) -> None:
    server.records = joined((NUM, "Texte.pdf", ""), ("/b", "texte.PDF", ""))
    server.files = {NUM: File(PDF), "/b": File(PDF + b"b")}
    harvester.run()
    assert harvester.pdfs() == {"1/Texte.pdf": PDF, "1/texte (2).pdf": PDF + b"b"}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Rapport.PDF", "Rapport.pdf"),
        ("..", "document.pdf"),
        (".caché.pdf", "caché.pdf"),
        ("a\x00b\n\x1b[31mc.pdf", "a b [31mc.pdf"),
        ("facture\u202efdp.exe", "facture fdp.exe.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("  .pdf", "document.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("é" * 300, "é" * 60 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, name: str) -> None:
    assert pdf_name(given, ()) == name


def test_a_name_of_the_portal_never_leaves_its_folder(server: OaiServer, harvester: Harvester) -> None:
    server.records, server.files = joined((NUM, "../../../../state.json", "")), {NUM: File(PDF)}
    harvester.run()
    assert harvester.pdfs() == {"1/state.json.pdf": PDF}


def test_enclosures_and_unimarc_fields_in_marc_xml_name_files_too() -> None:
    record = b"""<record><datafield tag="897"><subfield code="a">http://p/1</subfield>
      <subfield code="f">a.pdf</subfield>
      <subfield code="t">Application/PDF</subfield></datafield><datafield tag="856"><subfield code="a">no</subfield>
      </datafield><enclosure url="http://p/2" type="application/pdf"/><enclosure url="http://p/1"/></record>"""
    assert [(one.url, one.name, one.mime) for one in wanted_files(record)] == [
        ("http://p/1", "a.pdf", "application/pdf"),
        ("http://p/2", "", "application/pdf"),
    ]
