"""Which documents some words name: a file, a number, a title or a part of it (« le protocole de préfiguration »)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.models import DocumentSummary
from assistant.text import fold, stem, stems, tokens

ENOUGH = 0.6
"""Share of the weight of the words of a name that a title must hold."""

AS_GOOD = 0.15
"""Names that are this near of the best one, from 0 to 1.5, are as good: the reader is asked."""

MOST = 6
"""Documents among which a reader is asked to choose."""

_OPENS, _IN_ONE_PIECE = 0.3, 0.2
"""What a title gains when it opens with the noun of the name, and when it holds the name in one piece."""

_NOTICE = re.compile(r"\b(?:notices?|fiches?)\b")
_PDF = re.compile(r"\bpdfs?\b")
_NUMBER = re.compile(
    r"\b(?:notice|fiche|document|texte|pdf|fichier)s? (?:n ?°|no |numero )?\s*(?P<number>\d+)\b|n ?°\s*(?P<alone>\d+)"
)
_NAMED_FILE = re.compile(r"\((?:[^()]*, )?([^(),]+\.\w{2,5})\)\s*$|^\S+\.(?:txt|html?|pdf|xml|json)$", re.IGNORECASE)
_THAT_ANSWERS = re.compile(r"^le document qui répond à « (?P<question>.+)$", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HEAD = re.compile(
    r"^\W*(?:(?:le|la|les|l'|un|une|des|du|de|d'|ce|cet|cette|ces|son|sa|ses|mon|ma|votre|notre|dernier|derniere|premier"
    r"|premiere|nouveau|nouvelle|ancien|ancienne) ?)*(?P<head>[a-z][a-z'-]+)"
)
_ONLY_KINDS = frozenset(
    stem(word)
    for word in ["notice", "fiche", "document", "fichier", "texte", "pdf", "page", "dernier", "nouveau", "ancien"]
)
_DOCUMENT_WORDS = """
    notice fiche document fichier texte pdf protocole accord convention charte rapport etude enquete bilan synthese
    lettre communique article compte-rendu compte programme guide brochure plan avenant annexe reglement note courrier
    dossier revue these version evaluation etape loi decret arrete circulaire catalogue livret contrat
    """
_NOUNS = frozenset(_DOCUMENT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that words may name, the likeliest first: none, the one, or several among which to ask."""

    documents: tuple[DocumentSummary, ...] = ()

    @property
    def only(self) -> DocumentSummary | None:
        """The document when there is no doubt."""
        return self.documents[0] if len(self.documents) == 1 else None


def is_document_phrase(words: str) -> bool:
    """True when words are headed by a noun for a document (« le bilan », « cette notice »), or give a file.

    >>> is_document_phrase("la charte d'accueil"), is_document_phrase("l'apprentissage")
    (True, False)
    """
    if _NAMED_FILE.search(words) or re.search(r"«[^»]+»", words):
        return True
    match = _HEAD.match(fold(words))
    return bool(match) and re.sub(r"s$", "", match["head"] if match else "") in _NOUNS


def documents_named(words: str, documents: Sequence[DocumentSummary], enough: float = ENOUGH) -> Named:
    """The documents that some words name.

    A file between brackets or alone decides, then a number (« la notice 65474 »), then the words of the titles: a title
    holds enough of those of the name, weighted by how few titles hold them. A notice and its PDF are one choice, the
    PDF, unless a notice is asked for.

    Args:
        words: As typed, with or without a determiner.
        documents: Every document of the corpus.
        enough: Share of the weight of the words of the name that a title must hold, from 0 to 1.
    """
    by_file = _by_file(words, documents)
    if by_file:
        return Named((by_file,))
    folded = fold(words)
    number = _NUMBER.search(folded)
    if number:
        told = number["number"] or number["alone"]
        found = [one for one in documents if int(told) in _numbers(one) and _of_kind(one, folded)]
        if found or not _YEAR.fullmatch(told):
            return Named(tuple(found[:MOST]))
    return Named(tuple(_one_of_each_work(_by_title(words, documents, enough), folded)[:MOST]))


def _by_file(words: str, documents: Sequence[DocumentSummary]) -> DocumentSummary | None:
    match = _NAMED_FILE.search(words)
    if not match:
        return None
    name = (match[1] or match[0]).strip().lower()
    found = [one for one in documents if one.file.lower() == name or one.file.lower().rsplit("/", 1)[-1] == name]
    return found[0] if found else None


def _numbers(document: DocumentSummary) -> set[int]:
    """The numbers of a file's name, a date left out."""
    name = re.sub(r"(?:19|20)\d\d[-_.]\d\d(?:[-_.]\d\d)?", " ", PurePosixPath(document.file).stem)
    return {int(digits) for digits in re.findall(r"\d{1,12}", name)}


def _of_kind(document: DocumentSummary, folded: str) -> bool:
    if _NOTICE.search(folded):
        return document.kind == "notice"
    return document.kind == "pdf" if _PDF.search(folded) else True


def _by_title(words: str, documents: Sequence[DocumentSummary], enough: float) -> list[tuple[float, DocumentSummary]]:
    """Documents whose title holds enough of a name, with how well from 0 to 1.5, best first."""
    folded = fold(words)
    years = set(_YEAR.findall(folded))
    wanted = [term for term in dict.fromkeys(stems(words)) if term not in _ONLY_KINDS and term not in years]
    kept = [one for one in documents if _of_kind(one, folded)]
    dated = [one for one in kept if years & _years(one)] if years else kept
    kept = dated or kept if wanted else dated
    if not wanted:
        return [(1.0, one) for one in kept] if years or _NOTICE.search(folded) or _PDF.search(folded) else []
    titles = {one.id: _title_stems(one) for one in documents}
    weight = {term: _weight(term, titles) for term in wanted}
    total = sum(weight.values()) or 1.0
    found = []
    for one in kept:
        held = [term for term in wanted if term in titles[one.id]]
        share = sum(weight[term] for term in held) / total
        if share < enough:
            continue
        in_order = stems(one.title)
        opens = bool(in_order) and in_order[0] == wanted[0]
        whole = f" {' '.join(wanted)} " in f" {' '.join(in_order)} " and len(wanted) > 1
        found.append((share + _OPENS * opens + _IN_ONE_PIECE * whole, one))
    found.sort(key=lambda pair: (-pair[0], pair[1].file))
    return [pair for pair in found if found[0][0] - pair[0] <= AS_GOOD]


def _title_stems(document: DocumentSummary) -> frozenset[str]:
    name = PurePosixPath(document.file).stem.replace("_", " ")
    return frozenset((*stems(document.title), *stems(name)))


def _years(document: DocumentSummary) -> set[str]:
    told = set(_YEAR.findall(f"{document.title} {document.file.replace('_', ' ')}"))
    return told | ({document.date[:4]} if document.date else set())


def _weight(term: str, titles: dict[str, frozenset[str]]) -> float:
    """Inverse document frequency over the titles; a word of no title counts as the rarest."""
    holding = sum(term in title for title in titles.values())
    return math.log(1 + (len(titles) - holding + 0.5) / (holding + 0.5))


def _one_of_each_work(found: Sequence[tuple[float, DocumentSummary]], folded: str) -> list[DocumentSummary]:
    """One document of each work: the best, the PDF when both are as good."""
    works: dict[str, tuple[float, DocumentSummary]] = {}
    for fit, one in found:
        known = works.get(one.work_id)
        if known is None or (one.kind == "pdf" and fit >= known[0] and not _NOTICE.search(folded)):
            works[one.work_id] = (fit, one)
    return [one for _, one in works.values()]


def that_answers(question: str) -> str:
    """« le document qui répond à « … » »: the words for the document that the conversation is about."""
    return f"le document qui répond à « {question.replace('«', '').replace('»', '')} »"


def answered_question(words: str) -> str | None:
    """The question of ``that_answers``, None for other words."""
    match = _THAT_ANSWERS.match(words)
    return match["question"].strip(" »") if match else None


def picked(reply: str, choices: Sequence[str]) -> int | None:
    """Which of some choices a reply picks: « la deuxième », « 2 », « celle de 2024 », « le PDF », words of its title.

    Args:
        reply: As typed.
        choices: What was proposed, each as it was shown.

    Returns:
        A place from 0, None when the reply picks none or does not tell two apart.
    """
    folded = fold(reply)
    words = tokens(reply)
    if not choices or len(words) > 12:
        return None
    for rank, names in enumerate(_RANKS):
        if any(word in names for word in words) and not _YEAR.search(folded):
            return rank if rank < len(choices) else None
    if re.search(r"\bdern(?:ier|iere)\b(?! version)", folded) and len(words) <= 3:
        return len(choices) - 1
    if re.search(r"\bplus recent", folded):
        dates = [max(_YEAR.findall(choice), default="") for choice in choices]
        return dates.index(max(dates)) if dates.count(max(dates)) == 1 else None
    years = _YEAR.findall(folded)
    wanted = [term for term in stems(reply) if term not in years and term not in {"cel", "celui", "choix"}]
    fits = [sum(year in choice for year in years) + sum(term in stems(choice) for term in wanted) for choice in choices]
    least = len(years) + max(1, math.ceil(ENOUGH * len(wanted))) if wanted else len(years)
    if not (years or wanted) or max(fits) < least or fits.count(max(fits)) > 1:
        return None
    return fits.index(max(fits))


_RANKS = tuple(
    frozenset(names.split())
    for names in (
        "1 1er 1ere premier premiere un une",
        "2 2e 2eme deuxieme second seconde deux",
        "3 3e 3eme troisieme trois",
        "4 4e 4eme quatrieme quatre",
        "5 5e 5eme cinquieme cinq",
        "6 6e 6eme sixieme six",
    )
)
