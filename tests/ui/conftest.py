"""A running page over the canned assistant, and a headless browser that records what it asks for."""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.fake_assistant import FakeAssistant

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@dataclass
class Site:
    """A page being served: its address, its Gradio blocks and the assistant behind it."""

    url: str
    blocks: Any
    assistant: FakeAssistant


@contextmanager
def gradio_loops_swept() -> Iterator[None]:
    """Collect at once, in silence, the event loops that Gradio makes for each of its apps and never closes.

    Otherwise they are collected during some later test, and their warning fails it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        asyncio.set_event_loop(None)
        gc.collect()


@pytest.fixture
def fake(tmp_path: Path) -> FakeAssistant:
    return FakeAssistant(tmp_path)


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from assistant.ui.app import start

    assistant = FakeAssistant(tmp_path_factory.mktemp("corpus"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with gradio_loops_swept():
        blocks = start(assistant, "127.0.0.1", port)
    yield Site(blocks.local_url, blocks, assistant)
    with gradio_loops_swept():
        blocks.close(verbose=False)


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """The running page, its corpus and its memory as at first."""
    assistant, view = running_site.assistant, running_site.assistant.view
    assistant.asked.clear()
    yield running_site
    assistant.view = view
    assistant.gate.set()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Visit:
    """One browser with its own session. ``requests`` holds every address asked for, ``errors`` the console's errors."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question, press Enter, and wait until it is dealt with."""
        before = self.page.locator(".exchange").count()
        self.page.get_by_label("Votre question").first.fill(question)
        self.page.keyboard.press("Enter")
        self.page.locator(".exchange").nth(before).locator(".progress[hidden]").wait_for(state="attached")

    def open_source(self, name: str) -> None:
        """Open the card whose title is ``name`` and wait for its content."""
        self.page.locator(".card", has_text=name).first.get_by_role("button").click()
        self.page.locator("#viewer-dialog .viewer-body").wait_for()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Opens the page in a fresh browser context; its language is English, to show that the page is French anyway."""
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US", **options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        visited = Visit(context.new_page())
        visited.page.on("request", lambda request: visited.requests.append(request.url))
        visited.page.on("console", lambda said: visited.errors.append(said.text) if said.type == "error" else None)
        visited.page.on("pageerror", lambda error: visited.errors.append(str(error)))
        visited.page.goto(site.url)
        visited.page.locator(".welcome").wait_for()
        visited.page.wait_for_function("() => window.assistantSend && assistantSend.chat && assistantSend.viewer")
        return visited

    yield open_page
    for context in contexts:
        context.close()
