"""PDFs written object by object, for what no library writes: one glyph for three letters, a dynamic XFA form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_TIMES = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
_LIGATURE = 1  # code of the glyph that stands for « ffi »


def write(path: Path, objects: Sequence[bytes], root: int = 1) -> Path:
    """A PDF of these objects, numbered from 1, with its table of offsets."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(data + end % (size, table, size, root, len(data)))
    return path


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object, not compressed."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def ligature(path: Path) -> Path:
    """« dossiers officiels » with one glyph for « ffi », as typesetters write it."""
    drawn = b"BT /F1 12 Tf 72 700 Td <646F737369657273206F01636965 6C73> Tj ET"
    codes = b"".join(b"<%02X> <%04X>\n" % (code, code) for code in b"dosier cl")
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n10 beginbfchar\n"
        + codes
        + b"<%02X> <006600660069>\nendbfchar\nendcmap end end" % _LIGATURE
    )
    widths = b" ".join(b"%d" % (833 if code == _LIGATURE else 500) for code in range(1, 128))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /FirstChar 1 /LastChar 127 /Widths [%s]"
    encoding = b" /ToUnicode 6 0 R /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >> >>"
    return write(path, [*_one_page(b"/Font << /F1 5 0 R >>", drawn), font % widths + encoding, stream(cmap)])


def _one_page(resources: bytes, drawn: bytes, catalogue: bytes = b"") -> list[bytes]:
    """Objects 1 to 4: catalogue, pages, page, contents."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %s >> /Contents 4 0 R >>"
    return [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page % resources,
        stream(drawn),
    ]


TEMPLATE = """<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="demande">
<draw><value><text>Demande d’agrément</text></value></draw>
<subform name="identite">
<field name="nom"><caption><value><text>Nom :</text></value></caption><ui><textEdit/></ui></field>
<field name="ville"><caption><value><text>Ville</text></value></caption><ui><choiceList/></ui><items>
<text>Laval</text><text>Évron</text></items><items save="1"><text>1</text><text>2</text></items></field>
<field name="majeur"><caption><value><text>Majeur</text></value></caption><ui><checkButton/></ui>
<items><integer>1</integer><integer>0</integer></items></field>
<field name="cache" presence="hidden"><caption><value><text>Champ caché</text></value></caption></field>
<exclGroup name="duree">
<field name="a"><caption><value><text>Un an</text></value></caption><items><text>1</text></items></field>
<field name="b"><caption><value><text>Deux ans</text></value></caption><items><text>2</text></items></field>
</exclGroup></subform>
<event><script>app.alert("jamais lu")</script></event>
</subform></template>"""

VALUES = """<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/">
<liste>Autre & choix</liste><xfa:data><demande>
<identite><nom>Armelle Vauzelle</nom><ville>2</ville><majeur>1</majeur><cache>secret</cache><duree>2</duree></identite>
</demande></xfa:data></xfa:datasets>"""


def dynamic_form(path: Path, template: str = TEMPLATE, values: str = VALUES) -> Path:
    """A dynamic XFA form: a page that asks to wait, and the form in XML."""
    drawn = b"BT /F1 12 Tf 72 700 Td (Please wait... If this message is not replaced, use another reader.) Tj ET"
    packets = [template.encode(), values.encode()]
    form = b"<< /Fields [] /XFA [(template) 7 0 R (datasets) 8 0 R] >>"
    return write(
        path,
        [
            *_one_page(b"/Font << /F1 5 0 R >>", drawn, b"/NeedsRendering true /AcroForm 6 0 R"),
            _TIMES,
            form,
            *map(stream, packets),
        ],
    )
