"""Find a Chromium that starts: ``python -m tests.chromium`` prints its path, or the command that installs one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
REMEDY = {
    "darwin": "No Chromium was found for the browser tests. Type: brew install --cask chromium",
    "linux": "No Chromium was found for the browser tests. Type: sudo apt install chromium"
    " (Fedora: sudo dnf install chromium), or set CHROMIUM to the path of one.",
}


def candidates() -> Iterator[str]:
    """Paths worth trying: the variable CHROMIUM alone if set, else the system's, then Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        yield named
        return
    for name in NAMES:
        if found := shutil.which(name):
            yield found
    yield from (path for path in MAC_APPS if Path(path).is_file())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        yield own


def starts(path: str) -> bool:
    """True when the program answers: a snap's stub or a missing system library is found out here."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_chromium() -> str | None:
    """Path of the first candidate that starts."""
    return next((path for path in candidates() if starts(path)), None)


if __name__ == "__main__":
    if chromium := find_chromium():
        print(f"Chromium for the browser tests: {chromium}")
    else:
        sys.exit(REMEDY.get(sys.platform, REMEDY["linux"]))
