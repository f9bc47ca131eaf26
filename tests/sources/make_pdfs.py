"""PDFs made at run time with the difficulties of real ones. The French in them is ours."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Spacer, Table, TableStyle

WIDTH, HEIGHT = A4
PLAIN, BOLD = "Times-Roman", "Times-Bold"


@dataclass(frozen=True)
class Put:
    """A piece of text and where it is drawn: points from the left, baseline in points from the top."""

    x: float
    y: float
    text: str
    font: str = PLAIN
    size: float = 10.0


def lines(
    x: float, y: float, texts: Sequence[str], step: float = 12.0, font: str = PLAIN, size: float = 10.0
) -> list[Put]:
    """Consecutive lines of one paragraph."""
    return [Put(x, y + step * rank, text, font, size) for rank, text in enumerate(texts)]


def write(path: Path, pages: Sequence[Sequence[Put]], title: str = "", seed: int | None = None) -> Path:
    """Draw pages of text; with a seed, in an order that has nothing to do with reading."""
    canvas = Canvas(str(path), pagesize=A4)
    if title:
        canvas.setTitle(title)
    for page in pages:
        pieces = list(page)
        if seed is not None:
            random.Random(seed).shuffle(pieces)  # noqa: S311
        for piece in pieces:
            canvas.setFont(piece.font, piece.size)
            canvas.drawString(piece.x, HEIGHT - piece.y, piece.text)
        canvas.showPage()
    canvas.save()
    return path


LEFT = (
    "Le comité régional arrête chaque année la liste",
    "des métiers prioritaires. Il entend les branches",
    "et les organismes de formation. Les person-",
    "nelles des services y participent, comme le Haut-",
    "commissariat aux compétences et ses délégués",
    "dans les départements de la région.",
    "Un bilan est remis au préfet en décembre.",
)
RIGHT = (
    "Les comités locaux suivent les entrées en",
    "formation. Ils signalent les places vacantes",
    "et proposent des sessions nouvelles. Leur avis",
    "est transmis dans les trente jours au comité",
    "régional, qui répond par écrit et publie les",
    "décisions prises au recueil des actes.",
)


def two_columns(path: Path, pages: int = 3, seed: int | None = None) -> Path:
    """A report: title, two columns, running header, « Rapport annuel – page n » at the foot."""
    made = []
    for number in range(1, pages + 1):
        page = [
            Put(60, 40, "Observatoire régional de l’emploi", size=8),
            Put(240, HEIGHT - 30, f"Rapport annuel – page {number + 4}", size=8),
            Put(60, 90, f"Chapitre {number} : Les instances de suivi", BOLD, 16),
            *lines(60, 130, LEFT),
            *lines(315, 130, RIGHT),
            *lines(
                60,
                260,
                ["Cette phrase occupe toute la largeur de la page et sépare les deux bandes de colonnes du rapport."],
            ),
            *lines(60, 300, RIGHT),
            *lines(315, 300, LEFT),
        ]
        made.append(page)
    return write(path, made, seed=seed)


def table_on_two_pages(path: Path, rows: int = 60) -> Path:
    """A ruled table whose header is repeated on its second page."""
    data = [["Opérateur", "Département", "Places"]] + [
        [f"Organisme {n}", "Mayenne", str(n)] for n in range(1, rows + 1)
    ]
    table = Table(data, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([Spacer(1, 20), table])
    return path


def turned(path: Path, rotation: int, crop: tuple[float, float, float, float] | None = None) -> Path:
    """One page shown turned by ``rotation`` degrees, with the text upright once it is."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setPageRotation(rotation)
    if crop is not None:
        canvas.setCropBox(crop)
    # reportlab exchanges the sides of the media box with the rotation: the page is always shown upright.
    canvas.translate(*((HEIGHT / 2, WIDTH / 2) if rotation in (90, 270) else (WIDTH / 2, HEIGHT / 2)))
    canvas.rotate(rotation)
    canvas.setFont(PLAIN, 12)
    canvas.drawString(-100, 20, "Première ligne du tableau")
    canvas.drawString(-100, 0, "Seconde ligne du tableau")
    canvas.save()
    return path


def sidebar(path: Path, label: str = "Présentation") -> Path:
    """A slide with its chapter's name upwards along the left edge of an upright page."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(PLAIN, 12)
    for rank, text in enumerate(LEFT):
        canvas.drawString(72, HEIGHT - 100 - 14 * rank, text)
    canvas.translate(40, HEIGHT - 180)
    canvas.rotate(90)
    canvas.drawString(0, 0, label)
    canvas.save()
    return path


def bookmarked(path: Path, pages: Sequence[Sequence[Put]], marks: Sequence[tuple[str, int, int]]) -> Path:
    """Pages of text with bookmarks: title, depth from 0, page from 0."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, page in enumerate(pages):
        for piece in page:
            canvas.setFont(piece.font, piece.size)
            canvas.drawString(piece.x, HEIGHT - piece.y, piece.text)
        for rank, (title, depth, target) in enumerate(marks):
            if target == number:
                canvas.bookmarkPage(f"m{rank}")
                canvas.addOutlineEntry(title, f"m{rank}", depth)
        canvas.showPage()
    canvas.save()
    return path


def form(path: Path) -> Path:
    """A form with a filled field and a ticked box."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(60, 700, "Nom du demandeur :")
    canvas.acroForm.textfield(name="nom", x=180, y=692, width=200, height=20, value="Armelle Vauzelle")
    canvas.drawString(60, 660, "Majeur")
    canvas.acroForm.checkbox(name="majeur", x=180, y=655, size=15, checked=True)
    canvas.save()
    return path


def scan(path: Path, pages: int = 1) -> Path:
    """Pages that are pictures: no text at all."""
    buffer = io.BytesIO()
    Image.new("L", (200, 280), 210).save(buffer, "PNG")
    canvas = Canvas(str(path), pagesize=A4)
    for _ in range(pages):
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return path


def protected(path: Path, user: str, owner: str = "proprietaire") -> Path:
    """A page that needs ``user`` to be opened; with "" it opens without a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(path), pagesize=A4, encrypt=StandardEncryption(user, ownerPassword=owner, canCopy=0))
    canvas.drawString(60, 700, "Texte protégé contre la copie.")
    canvas.save()
    return path
