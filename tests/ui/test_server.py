"""What the web server gives and refuses, asked without a browser."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from assistant.errors import OperationError
from assistant.ui.server import forget_when_left, free_port, french_page
from assistant.ui.texts import NO_DOCUMENT
from tests.ui.conftest import gradio_loops_swept

if TYPE_CHECKING:
    from tests.ui.conftest import Site


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, timeout=20, trust_env=False) as made:
        yield made


def call(client: httpx.Client, site: Site, target: str, data: list[Any], event_data: Any) -> str:
    """Post to the handler of an event as any program could, and return what the server says at the end."""
    config = site.blocks.config
    ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
    index = next(
        number
        for number, dependency in enumerate(config["dependencies"])
        if any(next(iter(one)) == ids[target] for one in dependency["targets"])
    )
    body = {"data": data, "event_data": event_data, "fn_index": index, "session_hash": "intruder", "trigger_id": 0}
    assert client.post("gradio_api/queue/join", json=body).status_code == 200
    with client.stream("GET", "gradio_api/queue/data", params={"session_hash": "intruder"}) as stream:
        for line in stream.iter_lines():
            if "process_completed" in line:
                return json.dumps(json.loads(line.removeprefix("data: ")), ensure_ascii=False)
    pytest.fail("the handler did not answer")


def test_the_page_is_french_from_its_first_byte_and_names_no_other_site(client: httpx.Client) -> None:
    answer = client.get("/")
    assert '<html\n\tlang="en"' not in answer.text
    assert '<html lang="fr"' in answer.text
    assert "raw.githubusercontent.com" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_french_page_leaves_the_rest_of_a_page_alone() -> None:
    page = '<html lang="en"><head><meta property="og:url" content="x" /><meta charset="utf-8" /></head><p>a</p></html>'
    made = french_page(page)
    assert made.startswith('<html lang="fr"><head><meta charset="utf-8" /><style>')
    assert made.endswith("</script></head><p>a</p></html>")


def test_an_ingested_pdf_is_given_as_a_download(client: httpx.Client) -> None:
    answer = client.get("documents/p1")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"] == 'attachment; filename="protocole.pdf"'


@pytest.mark.parametrize(
    "path",
    [
        "documents/n1", "documents/inconnu", "documents/..%2F..%2Fetc%2Fpasswd", "documents/%2Fetc%2Fpasswd",
        "gradio_api/file=/etc/passwd", "gradio_api/file/etc/passwd", "file=/etc/passwd", "gradio_api/upload",
        "gradio_api/proxy=http://127.0.0.1/", "gradio_api/deep_link", "gradio_api/runs", "monitoring", "docs",
        "openapi.json", "gradio_api/openapi.json", "gradio_api/component_server",
    ],
)  # fmt: skip
def test_every_other_file_and_service_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_nothing_can_be_uploaded(client: httpx.Client) -> None:
    assert client.post("gradio_api/upload", files={"files": b"x"}).status_code == 404


@pytest.mark.parametrize(
    "event_data",
    [
        {"document": "../../../../etc/passwd"},
        {"document": "/etc/passwd"},
        {"document": {"path": "/etc/passwd"}},
        {"exchange": 1, "n": 1},
        {"exchange": "1", "n": [], "page": 10**9},
        ["/etc/passwd"],
        "document",
    ],
)
def test_a_forged_request_opens_nothing(client: httpx.Client, site: Site, event_data: Any) -> None:
    said = call(client, site, "viewer", [None], event_data)
    assert NO_DOCUMENT in said or '"success": false' in said
    assert "root:" not in said


def test_a_file_given_for_a_question_is_not_read(client: httpx.Client, site: Site) -> None:
    forged = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    said = call(client, site, "send", [forged, None, "", "", [], [], []], None)
    assert "root:" not in said


def test_what_gradio_held_of_a_session_is_dropped_once_it_is_left() -> None:
    holder = SimpleNamespace(session_data={"left": object(), "open": object()}, time_last_used={})
    timer = forget_when_left(SimpleNamespace(state_holder=holder), "left", grace_s=0)
    assert timer
    timer.join(5)
    assert list(holder.session_data) == ["open"]


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) <= port + 100


def test_an_address_that_is_not_this_machines_is_refused_in_french(site: Site) -> None:
    from assistant.ui.app import start

    with gradio_loops_swept(), pytest.raises(OperationError, match=r"ne peut pas être servie sur 192\.0\.2\.1:7860"):
        start(site.assistant, "192.0.2.1", 7860)


def test_launch_announces_the_address_of_the_page(site: Site, monkeypatch: Any) -> None:
    from assistant.ui import app

    monkeypatch.setattr(app, "start", lambda *_: site.blocks)
    monkeypatch.setattr(site.blocks.server.thread, "join", lambda: None)
    announced: list[str] = []
    app.launch(site.assistant, "127.0.0.1", 7860, announced.append)
    assert announced == [site.url]
