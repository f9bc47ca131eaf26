from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from assistant.errors import SourceError
from assistant.models import Box
from assistant.sources.pdf import read_pdf
from assistant.sources.rendering import MAX_PIXELS, render_page
from tests.sources import make_pdfs


def image_of(data: bytes) -> Image.Image:
    assert data.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_highlight_lies_on_the_quoted_word(tmp_path: Path, rotation: int) -> None:
    path = make_pdfs.turned(tmp_path / "page.pdf", rotation)
    document = read_pdf(path, path.name, "0", max_pages=9)
    word = document.pages[0].words[0].box
    image = image_of(render_page(path, 1, [word], scale=2)).convert("RGB")
    assert image.size == pytest.approx((2 * document.pages[0].width, 2 * document.pages[0].height), abs=2)
    inside = image.getpixel((int(2 * word.x0), int(2 * word.top)))
    outside = image.getpixel((int(2 * word.x1) + 20, int(2 * word.top)))
    assert isinstance(inside, tuple)
    assert inside[2] < 140 < inside[0]
    assert isinstance(outside, tuple)
    assert min(outside) > 250
    dark = [image.getpixel((x, int(2 * word.bottom) - 8)) for x in range(int(2 * word.x0), int(2 * word.x1))]
    assert min(sum(pixel) for pixel in dark if isinstance(pixel, tuple)) < 150, (
        "the text under the highlight stays black"
    )


def test_the_image_has_a_small_palette(tmp_path: Path) -> None:
    data = render_page(make_pdfs.two_columns(tmp_path / "rapport.pdf"), 1, [Box(1, 60, 90, 200, 110)])
    image = image_of(data)
    assert image.mode == "P"
    colours = image.getcolors()
    assert colours is not None
    assert len(colours) <= 64


def test_boxes_of_other_pages_are_ignored(tmp_path: Path) -> None:
    path = make_pdfs.two_columns(tmp_path / "rapport.pdf")
    assert render_page(path, 1, [Box(2, 60, 90, 200, 110)]) == render_page(path, 1)


def test_a_poster_is_drawn_smaller(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "affiche.pdf"), pagesize=(9000, 12000))
    canvas.drawString(100, 100, "Affiche")
    canvas.save()
    image = image_of(render_page(tmp_path / "affiche.pdf", 1))
    assert image.width * image.height <= 1.01 * MAX_PIXELS


@pytest.mark.parametrize("page", [0, 4])
def test_a_page_that_does_not_exist_is_refused(tmp_path: Path, page: int) -> None:
    with pytest.raises(SourceError, match=f"pas de page {page}, le document en a 3"):
        render_page(make_pdfs.two_columns(tmp_path / "rapport.pdf"), page)
