"""Tesseract on one image: the words of its lines with their boxes in pixels, and how sure each is.

The library comes with ``tesserocr``; what it knows of a language is a file that the system's packages install. Both
are looked for only when a page needs them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

LANGUAGE = "fra"

INSTALL = "sudo apt install tesseract-ocr tesseract-ocr-fra"
"""The command that installs the language data on Debian and Ubuntu."""

INSTALL_MACOS = "brew install tesseract tesseract-lang && .venv/bin/pip install tesserocr"
INSTALL_LIBRARY = ".venv/bin/pip install tesserocr"

_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word read on an image: its box in pixels from the top left, and how sure it is, from 0 to 1.

    ``line`` counts the lines of the image; ``baseline`` is the line's at its middle, ``height`` the line's from the
    foot of « p » to the top of « l ».
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    height: float
    confidence: float
    line: int = 0


def missing() -> str | None:
    """What has to be installed before scans can be read, in French with the command; None when nothing is missing."""
    import importlib.util
    import sys

    if importlib.util.find_spec("tesserocr") is None:
        command = INSTALL_MACOS if sys.platform == "darwin" else f"{INSTALL} && {INSTALL_LIBRARY}"
        return f"OCR non installé : {command}"
    if _data_folder() is None:
        command = INSTALL_MACOS if sys.platform == "darwin" else INSTALL
        return f"OCR en français non installé : {command}"
    return None


def _data_folder() -> Path | None:
    """The folder that holds the data for French: ``TESSDATA_PREFIX``, else the places of the usual packages."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(named), Path(named) / "tessdata"] if named else [Path(folder) for folder in _FOLDERS]
    return next((folder for folder in folders if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


@lru_cache(maxsize=2)
def _engine(language: str) -> Any:
    """Tesseract with the data of a language; kept, because loading it takes as long as a small page."""
    import tesserocr

    folder = _data_folder()
    mode = tesserocr.PSM.OSD_ONLY if language == "osd" else tesserocr.PSM.AUTO
    return tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=language, psm=mode)


def read_image(image: Image.Image, dpi: float, timeout_s: float) -> list[ReadWord]:
    """The words of an upright image, line after line; none when time runs out.

    Args:
        image: In shades of grey.
        dpi: Its resolution, in pixels per inch.
        timeout_s: Seconds after which the recognition is given up.
    """
    engine = _engine(LANGUAGE)
    engine.SetImage(image)
    engine.SetSourceResolution(round(dpi))
    try:
        if not engine.Recognize(max(1, round(1000 * timeout_s))):
            return []
        return list(_words(engine.GetIterator()))
    finally:
        engine.Clear()


def _words(iterator: Any) -> Iterator[ReadWord]:
    import tesserocr

    if iterator is None:
        return
    line, word = tesserocr.RIL.TEXTLINE, tesserocr.RIL.WORD
    baseline = height = 0.0
    number = 0
    for item in tesserocr.iterate_level(iterator, word):
        if item.Empty(word):
            continue
        if item.IsAtBeginningOf(line):
            number += 1
            found, box = item.Baseline(line), item.BoundingBox(line)
            baseline = (found[0][1] + found[1][1]) / 2 if found else box[3]
            height = float(item.RowAttributes()["row_height"]) or box[3] - box[1]
        text = item.GetUTF8Text(word).strip()
        x0, top, x1, bottom = item.BoundingBox(word)
        if text:
            yield ReadWord(text, x0, top, x1, bottom, baseline, height, item.Confidence(word) / 100, number)


def quarter_turn(image: Image.Image) -> int:
    """How far the text of an image is turned clockwise: 0, 90, 180 or 270; 0 where it cannot be told."""
    folder = _data_folder()
    if folder is None or not (folder / "osd.traineddata").is_file():
        return 0
    engine = _engine("osd")
    engine.SetImage(image)
    try:
        found = engine.DetectOrientationScript()
    finally:
        engine.Clear()
    return int(found["orient_deg"]) % 360 if found else 0
