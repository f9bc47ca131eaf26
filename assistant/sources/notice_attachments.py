"""The files joined to a notice: their name and the type that a PMB portal prints after it, often without a space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.models import Attachment
from assistant.text import fold

_PMB_LABELS = {
    "Adobe Acrobat PDF": "application/pdf",
    "MS word document": "application/msword",
    "Microsoft Rich Text Format": "application/rtf",
    "Excel spreadsheet (Microsoft)": "application/vnd.ms-excel",
    "PowerPoint (Microsoft)": "application/vnd.ms-powerpoint",
    "PowerPoint presentation (Microsoft)": "application/mspowerpoint",
    "OpenOffice Writer": "application/vnd.oasis.opendocument.text",
    "OpenOffice Calc": "application/vnd.oasis.opendocument.spreadsheet",
    "OpenOffice Impress": "application/vnd.oasis.opendocument.presentation",
    "Electronic publication": "application/epub+zip",
    "DOS/PC - Pkzipped archive": "application/zip",
    "HTML text data (RFC 1866)": "text/html",
    "Plain text: documents; program listings": "text/plain",
    "Image Jpeg": "image/jpeg",
    "Image GIF": "image/gif",
    "Portable Network Graphics": "image/png",
    "Tag Image Format TIFF": "image/tiff",
    "Fichier son mp3": "audio/mpeg",
    "Video MP4": "video/mp4",
    "Video WebM": "video/webm",
    "MPEG video": "video/mpeg",
    "URL": "text/uri-list",
}
"""Labels of PMB in French and the MIME type that each stands for here, one to one."""

_OTHER_LABELS = {
    "Acrobat PDF": "application/pdf",
    "Document PDF": "application/pdf",
    "Fichier PDF": "application/pdf",
    "PDF": "application/pdf",
    "Microsoft Word": "application/msword",
    "Document Word": "application/msword",
    "Microsoft Excel": "application/vnd.ms-excel",
    "Excel": "application/vnd.ms-excel",
    "Microsoft PowerPoint": "application/vnd.ms-powerpoint",
    "PowerPoint": "application/vnd.ms-powerpoint",
    "Image PNG": "image/png",
    "Image TIFF": "image/tiff",
    "Texte HTML": "text/html",
    "Page web": "text/html",
}
_TYPES = {fold(label): mime for label, mime in (_PMB_LABELS | _OTHER_LABELS).items()}
_LABEL_OF = {mime: label for label, mime in _PMB_LABELS.items()}
_GLUED = re.compile(
    "(?:" + "|".join(re.escape(k) for k in sorted(_PMB_LABELS | _OTHER_LABELS, key=len, reverse=True)) + ")$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"(?:^|\s+)[-–—]+\s*$")

FILE_WORDS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.ms-excel": "Excel tableur",
    "application/vnd.ms-powerpoint": "PowerPoint diaporama",
    "application/mspowerpoint": "PowerPoint diaporama",
    "text/uri-list": "lien page web",
    "text/html": "page web",
}
"""What people call a file of a type, for search."""


@dataclass(frozen=True, slots=True)
class PrintedAttachment:
    """A joined file as the source shows it; ``label`` is the printed type, ``mime`` the type where it is told."""

    name: str
    label: str | None = None
    url: str | None = None
    mime: str | None = None

    @property
    def attachment(self) -> Attachment:
        """The joined file, with the MIME type that is told or that the label stands for."""
        return Attachment(self.name, self.mime or mime_type(self.label), self.url)


def mime_type(label: str | None) -> str | None:
    """MIME type of a printed label, None for an unknown one."""
    return _TYPES.get(fold(label)) if label else None


def usual_label(mime: str | None) -> str | None:
    """The label that PMB prints for a MIME type, None for a type that it has no label for here."""
    return _LABEL_OF.get(mime) if mime else None


def parse_attachments(lines: Iterable[str]) -> list[PrintedAttachment]:
    """Joined files of the lines under « Documents numériques ».

    A line is a name with or without its type (glued or not); a type alone on its line is that of the name before.
    """
    found: list[PrintedAttachment] = []
    for line in lines:
        printed = parse_attachment(line)
        if printed is None:
            continue
        if not printed.name and found and found[-1].label is None:
            found[-1] = replace(found[-1], label=printed.label)
        elif printed.name:
            found.append(printed)
    return found


def parse_attachment(line: str) -> PrintedAttachment | None:
    """« LoireAdobe Acrobat PDF - » is the name « Loire » and the type « Adobe Acrobat PDF »; None for an empty line."""
    text = _SEPARATOR.sub("", line).strip()
    if not text:
        return None
    match = _GLUED.search(text)
    if match is None:
        return PrintedAttachment(text)
    name, label = text[: match.start()], match.group()
    if name and " " not in label and not _ends_a_name(name, label):
        return PrintedAttachment(text)
    return PrintedAttachment(_SEPARATOR.sub("", name).strip(), label)


def _ends_a_name(name: str, label: str) -> bool:
    """True for « GuideURL »: a one-word type is believed only when glued; « rapport.pdf », « les URL » are names."""
    return label[0].isupper() and not name[-1].isspace() and not name[-1].isupper() and name[-1] not in "-_./"
