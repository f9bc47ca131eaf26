"""Notices written back as the portals print them, to read them again, and notices drawn at random."""

from __future__ import annotations

from datetime import date
from html import escape

from hypothesis import strategies as st

from assistant.models import Agent, Attachment, Descriptor, Notice, NoticeDates
from assistant.sources.notice_agents import agent_kind
from assistant.sources.notice_attachments import usual_label
from assistant.sources.notice_body import event_dates, paragraph_key
from assistant.sources.notice_fields import printed_date


def squashed(text: str) -> str:
    """A text without white space: what tells whether words stand in a source."""
    return "".join(text.split())


def as_copied_text(notice: Notice) -> str:
    """The notice as a reader copies it from a page without labels, its abstract printed twice."""
    lines = ["", *_author_lines(notice)]
    if notice.dates.recorded:
        lines.append(f"({printed_date(notice.dates.recorded)})")
    lines += ["", "", notice.title, *notice.abstract.splitlines()]
    if notice.dates.published:
        lines.append(printed_date(notice.dates.published))
        lines += notice.abstract.splitlines()[1:]
    lines += [*notice.contents.splitlines(), "-"]
    if notice.attachments:
        lines.append(f"Documents numériques ({len(notice.attachments)})")
        lines += [f"{file.name}{usual_label(file.mime_type) or ''} -" for file in notice.attachments]
    return "\n".join([*lines, *_descriptor_lines(notice), "", ""])


def as_page(notice: Notice) -> str:
    """The notice as a page of PMB 7 shows it."""
    abstract, contents = notice.abstract.splitlines(), notice.contents.splitlines()
    rows = [
        ("tit1", "Titre : ", [notice.title]),
        ("responsabilites", "Auteurs : ", [" ; ".join(f"{a.name}, {a.role}" for a in notice.authors)]),
        ("publishers", "Editeur :", list(notice.publishers)),
        ("categories", "Catégories\u00a0: ", _descriptor_lines(notice)),
        ("resume", "Résumé : ", abstract),
        ("contenu", "Note de contenu\u00a0: ", [*abstract, *contents]),
        ("p_perso", "Date de la notice :", [printed_date(notice.dates.recorded or "")]),
        ("p_perso", "Date de publication :", [printed_date(notice.dates.published or "")]),
    ]
    body = "".join(
        f"<tr class='record_{name}'><td class='labelNot'><span>{label}</span></td>"
        f"<td class='labelContent'>{'<br />'.join(map(escape, lines))}</td></tr>\n"
        for name, label, lines in rows
    )
    cells = "".join(
        f"<td class='docnum'><span class='title_docnum'>{escape(file.name)}</span>"
        f"<div class='explnum_type'>{escape(usual_label(file.mime_type) or '')}</div></td>"
        for file in notice.attachments
    )
    heading = f"Documents numériques ({len(notice.attachments)})"
    return (
        f"<html><body><div id='noticeNot' data-record-id='{notice.id}'><table>{body}</table>"
        f"<div id='docnum'><h3><span id='titre_explnum'>{heading}</span></h3><table><tr>{cells}</tr></table></div>"
        "</div></body></html>"
    )


def _author_lines(notice: Notice) -> list[str]:
    names = [f"{agent.name}, {agent.role}" for agent in notice.authors]
    if not names:
        return [f"- {name}" for name in notice.publishers]
    publishers = "".join(f" - {name}" for name in notice.publishers)
    return [*(f"{name} ;" for name in names[:-1]), f"{names[-1]}{publishers}"]


def _descriptor_lines(notice: Notice) -> list[str]:
    return [f"[{d.thesaurus}] {d.label}{' ' + d.code if d.code else ''}" for d in notice.descriptors]


_VOCABULARY = "Région emploi d'insertion métier œuvre à été où l'État 17 3,5 % « accord » (RSA) main-d'œuvre & <b> A/B"
_WORDS = st.sampled_from(_VOCABULARY.split())


def _phrases(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(_WORDS, min_size=least, max_size=most).map(" ".join)


_NAMES = _phrases(1, 5).map(lambda words: f"Centre {words}")
_DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(date.isoformat)
_PARAGRAPHS = st.builds(
    lambda start, words: f"{start} {words}.", st.sampled_from(["Le", "1. Un", "- la"]), _phrases(1, 30)
)
_LABELS = st.sampled_from(["POLE EMPLOI", "BESOIN MAIN-D'OEUVRE", "HORIZON 20", "RÉGION", "métier du bois"])


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """A notice that has at least an author, a publisher, two dates and an abstract."""
    names = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    paragraphs = draw(st.lists(_PARAGRAPHS, min_size=1, max_size=8, unique_by=paragraph_key))
    cut = draw(st.integers(1, len(paragraphs)))
    recorded, published = draw(_DAYS), draw(_DAYS)
    codes = st.none() | st.integers(100, 999_999).map(str)
    terms = st.builds(Descriptor, _LABELS, codes, st.just("Thesaurus Centre-Inffo"))
    types = st.sampled_from(["application/pdf", "application/msword", "image/jpeg", "text/html"])
    return Notice(
        id=str(draw(st.integers(1, 99_999))),
        title=f"Titre {draw(_phrases(1, 12))}",
        authors=tuple(Agent(name, "Auteur", agent_kind(name)) for name in names),
        publishers=(draw(_NAMES).upper(),),
        dates=NoticeDates(recorded, published, event_dates("\n".join(paragraphs), published)),
        abstract="\n".join(paragraphs[:cut]),
        contents="\n".join(paragraphs[cut:]),
        descriptors=tuple(draw(st.lists(terms, max_size=5, unique=True))),
        attachments=tuple(draw(st.lists(st.builds(Attachment, _NAMES, types), max_size=3, unique_by=lambda f: f.name))),
    )
