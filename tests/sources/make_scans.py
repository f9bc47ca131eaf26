"""Scans made at run time from pages whose text is known: printed, turned, laid askew, soiled. The French is ours.

Also pages whose text layer is broken: they look right, and what they say to a program is nonsense.
"""

from __future__ import annotations

import difflib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
TITLE = "Convention de partenariat pour l’accueil des apprentis"
PARAGRAPHS = (
    (
        "La présente convention fixe les engagements de la région, de l’État et des organismes de formation pour "
        "l’accueil des apprentis pendant l’année scolaire. Elle est conclue pour trois ans à compter du 1er "
        "septembre 2023 et peut être renouvelée une fois, par accord écrit des parties."
    ),
    (
        "Les centres de formation reçoivent les candidats dans un délai de quinze jours après leur demande. Ils "
        "les informent de leurs droits, des aides au logement et au transport, ainsi que des dates de rentrée. Une "
        "personne référente est désignée pour chaque apprenti en situation de handicap."
    ),
    (
        "Le comité de pilotage se réunit deux fois par an, en mars et en octobre. Il examine le nombre de contrats "
        "signés, les ruptures et leurs causes, et propose des mesures correctives. Son secrétariat est assuré par "
        "la direction de la formation, qui adresse le compte rendu aux membres sous trente jours."
    ),
    (
        "La participation financière de la région s’élève à 482 500 euros pour la première année. Elle est versée "
        "en deux fois : une avance de 60 % à la signature, puis le solde après réception du bilan. Les sommes non "
        "utilisées sont reversées avant le 31 mars de l’année suivante."
    ),
    (
        "Chaque organisme transmet avant le 15 février un bilan qui indique les effectifs, les taux de réussite "
        "aux examens et l’insertion dans l’emploi à six mois. Les données personnelles sont traitées dans le "
        "respect du règlement européen et conservées pendant cinq ans au plus."
    ),
)


@dataclass(frozen=True)
class Wear:
    """What happened to a sheet: ``turned`` clockwise (0, 90, 180, 270), ``askew`` in degrees, clockwise too.

    ``noise`` is the deviation of each point, in shades of grey; ``blur`` a radius in points of the image; ``dpi`` the
    resolution of the scanner.
    """

    turned: int = 0
    askew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    dpi: int = 200
    paper: int = 255


def printed(path: Path, columns: int = 1, size: float = 11.0) -> Path:
    """A page of running text, with words cut at line ends by hand where there are two columns."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Times-Bold", 16)
    canvas.drawString(60, HEIGHT - 80, TITLE)
    canvas.setFont("Times-Roman", size)
    width = (WIDTH - 120 - 30 * (columns - 1)) / columns
    column, y = 0, HEIGHT - 120.0
    for paragraph in PARAGRAPHS:
        for line in _wrapped(paragraph, width, size):
            if y < (60 if columns == 1 else HEIGHT - 480):
                column, y = column + 1, HEIGHT - 120.0
            canvas.drawString(60 + column * (width + 30), y, line)
            y -= 1.3 * size
        y -= size
    canvas.save()
    return path


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, "Times-Roman", size) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def scanned(path: Path, source: Path, wear: Wear, pages: int = 1) -> Path:
    """The first page of a PDF as a scanner gives it: a picture, ``pages`` times."""
    document = pdfium.PdfDocument(source)
    image = document[0].render(scale=wear.dpi / 72, grayscale=True).to_pil().convert("L")
    document.close()
    if wear.askew:
        image = image.rotate(-wear.askew, Image.Resampling.BICUBIC, fillcolor=255)
    if wear.blur:
        image = image.filter(ImageFilter.GaussianBlur(wear.blur))
    points = np.asarray(image, dtype=np.float32) * (wear.paper / 255)
    if wear.noise:
        points = points + np.random.default_rng(7).normal(0.0, wear.noise, points.shape)
    image = Image.fromarray(np.clip(points, 0, 255).astype(np.uint8))
    if wear.turned:
        image = image.rotate(-wear.turned, expand=True)
    size = (HEIGHT, WIDTH) if wear.turned in (90, 270) else (WIDTH, HEIGHT)
    canvas = Canvas(str(path), pagesize=size)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=70)
    for _ in range(pages):
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return path


def expected_words() -> list[str]:
    """The words of ``printed`` in reading order."""
    return words(" ".join((TITLE, *PARAGRAPHS)))


def words(text: str) -> list[str]:
    """Words to be compared: one apostrophe, no punctuation at their ends."""
    found = (word.strip(".,;:!?()«» ") for word in text.replace("’", "'").split())
    return [word for word in found if word]


def words_right(text: str, expected: list[str]) -> float:
    """The share of the expected words that a text gives, right and in order, from 0 to 1."""
    matcher = difflib.SequenceMatcher(None, expected, words(text), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(expected)


def garbled(path: Path, way: str) -> Path:
    """A page that looks right and whose text layer is broken.

    Args:
        path: Where it is written.
        way: What its letters stand for: ``shifted``, for a letter three further on; ``private``, for a character of
            the private use area; ``lost``, for the replacement character.
    """
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab
    canvas = Canvas(str(path), pagesize=A4, pageCompression=0)
    canvas.setFont("Vera", 10)
    y = HEIGHT - 80.0
    for paragraph in PARAGRAPHS:
        for line in _wrapped(paragraph, WIDTH - 180, 10):
            canvas.drawString(60, y, line)
            y -= 14
        y -= 10
    canvas.save()
    code = rb"(?m)^(<[0-9A-F]{2}>) <([0-9A-F]{4})>$"
    path.write_bytes(re.sub(code, lambda found: found[1] + b" " + _garbled(int(found[2], 16), way), path.read_bytes()))
    return path


def _garbled(code: int, way: str) -> bytes:
    if code <= 0x20:
        return b"<%04X>" % code
    return b"<%04X>" % {"shifted": code + 3, "private": 0xE000 + code, "lost": 0xFFFD}[way]


def moved(across: float, down: float, askew: float, turned: int) -> tuple[float, float]:
    """Where a point of the sheet, told from its middle, lies once the sheet is askew and turned, clockwise."""
    radians = np.deg2rad(askew)
    across, down = (
        float(across * np.cos(radians) - down * np.sin(radians)),
        float(across * np.sin(radians) + down * np.cos(radians)),
    )
    for _ in range(turned // 90):
        across, down = -down, across
    return across, down
