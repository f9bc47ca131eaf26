"""Whether a page is to be read on its image: only where its text layer is absent or broken, by measured signals.

A page is a candidate when it shows something and has next to no text, when most of its characters stand for nothing
(private use, no meaning), or when too few of its words are French words. The image then decides: what is recognised
takes the place of the text layer only where it says more, or holds more French. A page of German, of Arabic or of code
is a candidate and keeps its text. docs/reading.md gives the measures behind the thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.sources.ocr import PageReader, ScannedText
from assistant.sources.pdf_text import MAX_PAGE_CHARACTERS, PageText

_FEW = 100  # characters under which a page that shows pictures may be a picture
_PICTURE = 0.10  # part of such a page that pictures cover
_NEXT_TO_NONE = 20  # characters under which any picture, or a drawing, makes a candidate
_DRAWING = 20  # paths: text turned into outlines has hundreds, a frame and a rule a few
_LOST = 0.5  # part of the characters that stand for something, under which the layer is broken
_KNOWN = 0.5  # share of known words under which the layer may be broken; measured on good pages: .52 and more
_TOOL_WORDS = 0.15  # share of « de », « la », « et »… that makes French certain without the dictionary
_FEWEST_WORDS = 15  # fewer words tell nothing
_GAIN = 0.2  # what recognition must add to the share of known words
_MORE = 1.3  # or to the number of characters, where there were few

_WORD = re.compile(r"[a-zß-öø-ÿœ]{2,}")  # Arabic or Greek beside the French tells nothing of its quality
_TOOLS = frozenset(
    (
        *("le", "la", "les", "de", "des", "du", "un", "une", "et", "au", "aux", "en", "dans", "pour", "par", "sur"),
        *("que", "qui", "ne", "pas", "est", "sont", "ce", "cette", "ces", "se", "sa", "son", "ses", "leur", "avec"),
    )
)
_BLANKS = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2009, 0x202F))

Doubt = Literal["absent", "broken"]


def choose(page: pdfium.PdfPage, text: PageText, reader: PageReader) -> PageText:
    """The text layer of a page, or what is read on its image where that is better.

    Args:
        page: The open page.
        text: What its text layer and its form fields hold.
        reader: Reads the image, when it can.
    """
    if reader.limits.ocr == "always":
        scanned = reader.read(page, text.number)
        return scanned if scanned is not None and (scanned.words or not text.words) else text
    doubt = doubtful(page, text)
    if doubt is None:
        return text
    scanned = reader.read(page, text.number)
    return scanned if scanned is not None and better(scanned, text, doubt) else text


def doubtful(page: pdfium.PdfPage, text: PageText) -> Doubt | None:
    """Why the text layer of a page is to be doubted; None when it is not."""
    characters = _characters(text)
    if _is_lost(page, characters):
        return "broken"
    if characters < _FEW and _shows(page, characters):
        return "absent"
    found = words(text)
    if len(found) < _FEWEST_WORDS or sum(word in _TOOLS for word in found) >= _TOOL_WORDS * len(found):
        return None
    return "broken" if known_share(found) < _KNOWN else None


def better(scanned: ScannedText, text: PageText, doubt: Doubt) -> bool:
    """True when what was recognised is to replace the text layer."""
    if not text.words:
        return True
    if doubt == "absent" or len(words(text)) < _FEWEST_WORDS:
        return _characters(scanned) > _MORE * _characters(text)
    return known_share(words(scanned)) >= known_share(words(text)) + _GAIN


def words(text: PageText) -> list[str]:
    """The words of a page in Latin letters, in lower case, those of one letter left out."""
    return _WORD.findall(" ".join(word.text for word in text.words).casefold())


def known_share(found: Iterable[str]) -> float:
    """The share of words that a French dictionary knows, from 0 to 1."""
    from simplemma import is_known  # loads its word lists: only when a page is doubted

    known = [is_known(word, lang="fr") for word in found]
    return sum(known) / len(known) if known else 0.0


def _characters(text: PageText) -> int:
    return sum(len(word.text) for word in text.words)


def _is_lost(page: pdfium.PdfPage, characters: int) -> bool:
    """True when less than half of the characters that a page draws stand for something."""
    textpage = page.get_textpage()
    try:
        raw = textpage.raw
        count = min(pdfium_c.FPDFText_CountChars(raw), MAX_PAGE_CHARACTERS)
        if count < _NEXT_TO_NONE or characters >= _LOST * count:
            return False
        # What has no meaning is given as 0 or as a control character; a space and an end of line are not drawn.
        codes = (pdfium_c.FPDFText_GetUnicode(raw, index) for index in range(count))
        drawn = sum(code not in _BLANKS for code in codes)
    finally:
        textpage.close()
    return drawn >= _NEXT_TO_NONE and characters < _LOST * drawn


def _shows(page: pdfium.PdfPage, characters: int) -> bool:
    """True when a page with few characters holds a picture large enough, or a drawing."""
    width, height = page.get_size()
    covered, pictures, paths = 0.0, 0, 0
    for item in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH), max_depth=5):
        if item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            paths += 1
            continue
        pictures += 1
        try:
            left, bottom, right, top = item.get_bounds()
        except pdfium.PdfiumError:
            continue
        covered += max(0.0, right - left) * max(0.0, top - bottom)
        if covered >= _PICTURE * width * height:
            return True
    return characters < _NEXT_TO_NONE and (pictures > 0 or paths >= _DRAWING)
