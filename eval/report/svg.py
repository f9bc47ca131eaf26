"""From a Matplotlib figure to an SVG that stands in the page: its colours and its font, unique ids, the same bytes.

Drawn colours are stand-ins, one for each variable of ``report.css``; they are replaced in the SVG, so that a chart
follows the light or the dark palette with nothing to run. Figures are made without ``pyplot``.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from io import BytesIO

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.report.french import for_page
from eval.report.safe import clean

VARIABLES = ("ink", "muted", "line", "surface", "accent", "c1", "c2", "c3", "c4", "c5", "c6")
STAND_INS = {name: f"#fe01{number:02x}" for number, name in enumerate(VARIABLES)}
SERIES = ("c1", "c2", "c3", "c4", "c5", "c6")
MARKERS = ("o", "s", "D", "^", "v", "X")
"""Series differ by their marker as well as by their colour."""

WIDTH = 440
"""Width of a chart in units of its view box: text of 12 stays legible on a screen of 390 pixels."""

_REFERENCE = re.compile(r"#(?=[A-Za-z])")
_STYLE_FONT = re.compile(r"font:\s*(?:\w+\s+)*?([\d.]+)px\s[^;]*")
_FAMILY = re.compile(r"font-family:[^;]*;?")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, what it shows in words, and its data as a table for those who do not see it."""

    title: str
    svg: Markup
    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def colour(name: str) -> str:
    """The stand-in for a variable of the style sheet."""
    return STAND_INS[name]


def axes_of(height: int) -> tuple[Figure, Axes]:
    """An empty figure of ``WIDTH`` by ``height`` units (72 to the inch), its lines and words in the page's colours."""
    figure = Figure(figsize=(WIDTH / 72, height / 72), layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    axes.tick_params(colors=colour("muted"), labelcolor=colour("ink"), labelsize=12, length=3)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(colour("muted"))
    axes.xaxis.label.set(color=colour("ink"), size=12)
    axes.yaxis.label.set(color=colour("ink"), size=12)
    axes.set_axisbelow(True)
    return figure, axes


def legend(axes: Axes, *, reverse: bool = False) -> None:
    """A legend above the axes, in the page's colours."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=12, frameon=False, reverse=reverse,
                labelcolor=colour("ink"), handletextpad=0.4, borderaxespad=0.2, columnspacing=1.2)  # fmt: skip


def label_of(text: str, length: int = 26) -> str:
    """A name fit to be drawn: on one line, printable, cut when long."""
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    short = " ".join(printable.split())
    return short if len(short) <= length else short[: length - 1] + "…"


def to_svg(figure: Figure, name: str, label: str) -> Markup:
    """The figure as an SVG element for an HTML page.

    Args:
        figure: Drawn with the colours of ``colour``.
        name: Unique in the page: it heads every id of the SVG.
        label: What the chart shows, read aloud in its place.
    """
    root = ET.fromstring(_draw(figure, name))  # noqa: S314 - written by Matplotlib just above
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in ("metadata", "style", "title"):
                parent.remove(child)
    for element in root.iter():
        element.tag = _local(element.tag)
        attributes = {_local(key): _value(key, value, name) for key, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update(attributes)
        if element.tag in ("text", "tspan") and element.text:
            element.text = for_page(element.text)
    box = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib.update({"class": "chart", "viewBox": box, "role": "img", "aria-label": for_page(clean(label))})
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - serialised, so escaped, above


def _draw(figure: Figure, name: str) -> bytes:
    drawn = BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}), warnings.catch_warnings():
        # A letter that Matplotlib's own font lacks is drawn by the reader's.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(drawn, format="svg", metadata=nothing)
    return drawn.getvalue()


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(key: str, value: str, name: str) -> str:
    key = _local(key)
    if key == "id":
        return f"{name}-{value}"
    if key == "href" or value.startswith("url("):
        return _REFERENCE.sub(f"#{name}-", value, count=1)
    if key != "style":
        return value
    for variable, stand_in in STAND_INS.items():
        value = value.replace(stand_in, f"var(--{variable})")
    return _FAMILY.sub("", _STYLE_FONT.sub(r"font-size: \1px", value))
