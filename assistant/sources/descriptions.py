"""What a reference says of a document, element by element, read from its notice and its file.

A PDF joined to a notice is described by the notice, as the work it belongs to, with its own file named. The date is
that of publication alone: neither the record's nor those of the events told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from assistant.addresses import safe_url
from assistant.models import Agent, Attachment, Document, Notice
from assistant.text import fold, one_line

_AUTHORS = frozenset(
    {"auteur", "auteure", "autrice", "coauteur", "coauteure", "coautrice", "redacteur", "redactrice", "rapporteur",
     "rapporteure", "organisme", "collectivite", "signataire"}
)  # fmt: skip
"""Functions of an author: they are not told after the name."""

_SHORT_ROLES = {
    "directeur": "dir.", "directrice": "dir.", "coordinateur": "coord.", "coordinatrice": "coord.",
    "coordonnateur": "coord.", "coordonnatrice": "coord.", "traducteur": "trad.", "traductrice": "trad.",
    "illustrateur": "ill.", "illustratrice": "ill.", "prefacier": "préf.", "prefaciere": "préf.",
    "postfacier": "postf.", "collaborateur": "collab.", "collaboratrice": "collab.", "compilateur": "comp.",
}  # fmt: skip
_SECONDARY = frozenset(
    {"traducteur", "traductrice", "illustrateur", "illustratrice", "prefacier", "prefaciere", "postfacier",
     "photographe", "collaborateur", "collaboratrice", "contributeur", "contributrice", "commentateur", "annotateur",
     "intervieweur"}
)  # fmt: skip
"""Functions of those who did not make the work itself: they are named after its title."""

_PUBLISHING = ("editeur commercial", "collectivite editrice", "maison d'edition")
_NOT_NAMED = frozenset(
    {"imprimeur", "diffuseur", "distributeur", "financeur", "donateur", "destinataire", "dedicataire"}
)
_LONGEST_ROLE = 40

_MEDIA = ("texte ", "document ", "partition ", "enregistrement ", "objet a ")
_ONLINE = frozenset({"document electronique", "document numerique", "ressource electronique", "texte electronique"})
_HOSTS = frozenset({"dans", "in", "periodique", "bulletin", "titre du periodique", "revue", "source"})
_EDITIONS = frozenset({"mention d'edition", "edition"})
_ISBN = re.compile(r"97[89](?:[ -]?\d){10}|\d(?:[ -]?\d){8}[ -]?[\dXx]")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_NAMED_IDENTIFIER = re.compile(r"^(ISBN|ISSN)(?:-1[03])?[ \u00a0]*:?[ \u00a0]*", re.IGNORECASE)
_LINKING_WORDS = re.compile(r"\b(?:de|du|des|la|le|les|et|pour|l'|d')", re.IGNORECASE)
_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Description:
    """The elements of a reference; an element that is not known is empty.

    ``published`` is an ISO 8601 date, as precise as it is known. ``medium`` stands between brackets after the title.
    ``file`` is the name of a PDF, ``file_title`` its own title where it says more than that of the work, ``file_url``
    its address on the portal, ``extent`` its number of pages. ``number`` is that of the notice on its portal.
    ``only_record`` is True for a print or another object without a joined file: what is online is its notice.
    """

    title: str
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    document_type: str = ""
    medium: str = ""
    host: str = ""
    edition: str = ""
    places: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    published: str | None = None
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    url: str | None = None
    only_record: bool = False
    file: str = ""
    file_title: str = ""
    file_url: str | None = None
    extent: int = 0
    number: str = ""


def description(document: Document, notice: Document | None = None) -> Description:
    """The elements of the reference of a document.

    Args:
        document: A notice or a PDF.
        notice: For a PDF, the notice that it is joined to, if any.
    """
    told = document.notice or (notice.notice if notice else None)
    if told is None:
        return Description(
            title=one_line(document.title),
            medium="PDF",
            published=document.date,
            file=_base(document.file),
            extent=len(document.pages),
        )
    of_file = document if document.kind == "pdf" else None
    return _of_notice(told, of_file)


def role_of(agent: Agent) -> str:
    """« dir. » for « Directeur de la publication », the function itself where it has no usual short form.

    Empty for an author, whose function goes without saying.
    """
    words = _role_words(agent)
    if not words or (words[0] in _AUTHORS and len(words) == 1):
        return ""
    if words[:2] == ["editeur", "scientifique"]:
        return "éd."
    role = one_line(agent.role or "").lower().removesuffix(", etc.")
    return _SHORT_ROLES.get(words[0], role if len(role) <= _LONGEST_ROLE else "")


def is_person(agent: Agent) -> bool:
    """True for « Surname, Given name »; an organisation may have a comma too (« Ministère du Travail, du Plein … »)."""
    _, comma, given = agent.name.partition(",")
    if agent.kind != "unknown" or not comma:
        return agent.kind == "person"
    return bool(given.strip()) and len(given.split()) <= 3 and not _LINKING_WORDS.match(given.strip())


def _of_notice(notice: Notice, pdf: Document | None) -> Description:
    creators, contributors, publishing = _agents(notice)
    url = safe_url(notice.url)
    kind = one_line(notice.document_type or "").strip(" .")
    is_medium = fold(kind).startswith(_MEDIA)
    held = is_medium and fold(kind) not in _ONLINE and not notice.attachments
    title = one_line(notice.title)
    file = _base(pdf.file) if pdf else ""
    attachment = _attachment(notice, pdf) if pdf else None
    names = {_key(title), _key(file), *([_key(attachment.name)] if attachment else [])}
    isbns, issns, others = _identifiers(notice.identifiers)
    return Description(
        title=title,
        creators=creators,
        contributors=contributors,
        document_type="" if is_medium else kind,
        medium=kind if held else "en ligne" if url else "",
        only_record=held,
        host=_site_field(notice, _HOSTS),
        edition=_site_field(notice, _EDITIONS),
        places=_once(notice.places),
        publishers=_publishers(notice, publishing),
        published=notice.dates.published,
        isbns=isbns,
        issns=issns,
        identifiers=others,
        descriptors=_once(one.label for one in notice.descriptors),
        languages=_once(notice.languages),
        url=url,
        file=file,
        file_title=one_line(pdf.title) if pdf and _key(pdf.title) not in names else "",
        file_url=safe_url(attachment.url) if attachment else None,
        extent=len(pdf.pages) if pdf else 0,
        number=one_line(notice.id),
    )


def _role_words(agent: Agent) -> list[str]:
    return fold(agent.role or "").replace(",", " ").split()


def _agents(notice: Notice) -> tuple[tuple[Agent, ...], tuple[Agent, ...], tuple[str, ...]]:
    """Those who made the work, those who helped, and the names of those who publish it."""
    creators, contributors, publishing = [], [], []
    for agent in notice.authors:
        name, words = one_line(agent.name), _role_words(agent)
        if not name or (words and words[0] in _NOT_NAMED):
            continue
        agent = Agent(name, agent.role, agent.kind)
        if " ".join(words).startswith(_PUBLISHING) or words in (["editeur"], ["editrice"]):
            publishing.append(name)
        elif words and words[0] in _SECONDARY:
            contributors.append(agent)
        else:
            creators.append(agent)
    return tuple(creators), tuple(contributors), tuple(publishing)


def _publishers(notice: Notice, publishing: Iterable[str]) -> tuple[str, ...]:
    """Names of publishers, each once; one that is also an author is written as the author is."""
    known = {fold(agent.name): one_line(agent.name) for agent in notice.authors}
    return _once(known.get(fold(name), name) for name in (*notice.publishers, *publishing))


def _identifiers(told: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """ISBN, ISSN and the others, by their form where nothing names them."""
    isbns, issns, others = [], [], []
    for raw in told:
        bare = _NAMED_IDENTIFIER.sub("", one_line(raw)).strip(" .;")
        number = re.sub(r"\s*\([^)]*\)$", "", bare)
        if _ISBN.fullmatch(number):
            isbns.append(number)
        elif _ISSN.fullmatch(number):
            issns.append(number if "-" in number else f"{number[:4]}-{number[4:]}")
        elif bare:
            others.append(one_line(raw).strip(" .;"))
    return _once(isbns), _once(issns), _once(others)


def _site_field(notice: Notice, labels: frozenset[str]) -> str:
    values = (value for label, value in notice.site_fields if fold(label).strip(" :") in labels)
    return one_line(next(values, "")).rstrip(" .")


def _attachment(notice: Notice, pdf: Document) -> Attachment | None:
    """Which of the joined files the PDF is: the only one, else the one of its name or its title."""
    if len(notice.attachments) == 1:
        return notice.attachments[0]
    wanted = {_key(_base(pdf.file)), _key(pdf.title)}
    same = [one for one in notice.attachments if wanted & {_key(one.name), _key(_last_part(one.url))} - {""}]
    return same[0] if len(same) == 1 else None


def _last_part(url: str | None) -> str:
    address = safe_url(url)
    return unquote(PurePosixPath(urlsplit(address).path).name) if address else ""


def _base(file: str) -> str:
    return one_line(PurePosixPath(file).name)


def _key(name: str) -> str:
    """Letters and figures of a name, folded, its « .pdf » left out."""
    return _KEY.sub("", fold(name).removesuffix(".pdf"))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts on one line, the first of those that differ by case alone."""
    kept: dict[str, str] = {}
    for text in texts:
        if shown := one_line(text).strip():
            kept.setdefault(fold(shown), shown)
    return tuple(kept.values())
