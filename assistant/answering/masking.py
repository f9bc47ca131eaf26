"""Links, mail addresses and telephone numbers of an answer: those that its cited passages do not hold are masked.

A document may want its own shown under the answer of another, and a model may make some up. What a cited passage
holds is shown as text, never as a live link; the page makes links only of what ``assistant.addresses`` lets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.models import Answer, AnswerSentence, Citation, Completed, StreamEvent, VerifiedSentence
from assistant.text import fold

MASKS = {"link": "[lien masqué]", "mail": "[adresse masquée]", "phone": "[numéro masqué]"}
"""What is written in the place of each."""

_REST = r"[^\s<>«»\"“”]"
_ENDINGS = (
    "fr com org net eu info io co be ch ca re pf nc paris bzh alsace app dev xyz site online top biz ru cn link click"
    " ly me tk live shop store page web example test"
)
_CONTACT = re.compile(
    r"(?P<mail>(?<![\w.+-])(?:mailto:)?[\w.+-]{1,80}\s?(?:@|＠|[(\[]\s?(?:at|arobase)\s?[)\]])\s?[\w-]+"
    r"(?:\s?(?:\.|[(\[]\s?(?:dot|point)\s?[)\]])\s?[\w-]+)+)"
    rf"|(?P<link>\b(?:h(?:tt|xx)ps?|ftp|file|wss?)\s?:\s?//\s?{_REST}+"
    rf"|\b(?:javascript|vbscript|data|mailto|tel|sms|blob|file|callto)\s?:(?=\S){_REST}+|\bwww\.{_REST}+"
    rf"|(?<![\w@./-])(?:[^\W_](?:[\w-]*\w)?\.)+(?:{'|'.join(_ENDINGS.split())})(?![\w-]|\.\w)(?:[/?#:]{_REST}*)?)"
    r"|(?P<phone>(?:(?:\+|\b00)\s?\d{1,3}[\s.\-/]{0,2}(?:\(0\)\s?)?|\b0)[1-9](?:[\s.\-/]{0,2}\d{2}){4}\b"
    r"|(?:\+|\b00)\d(?:[\s.\-]?\d){7,14}\b)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)?(?:www\.)?")


def foreign_contacts(sentence: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Links, addresses and telephone numbers of ``sentence`` that no source holds."""
    known = _known(sources)
    return tuple(_shown(match) for match in _CONTACT.finditer(sentence) if _comparable(_shown(match)) not in known)


def mask(text: str, sources: Iterable[str]) -> str:
    """The text with a word in the place of each link, address and number that no source holds."""
    known = _known(sources)

    def masked(match: re.Match[str]) -> str:
        shown = _shown(match)
        if _comparable(shown) in known:
            return match.group()
        return MASKS[match.lastgroup or "link"] + match.group()[len(shown) :]

    return _CONTACT.sub(masked, text)


def guarded(events: Iterator[StreamEvent], passages: Mapping[str, str], ours: Sequence[str]) -> Iterator[StreamEvent]:
    """The events of an answer, each sentence masked by the passages that it cites, the rest by all those cited.

    Args:
        events: What the answerers give.
        passages: Texts of the passages found, by id.
        ours: What may be shown whatever is cited: the question, the contact of the settings.
    """
    cited: dict[int, Citation] = {}
    for event in events:
        if isinstance(event, VerifiedSentence):
            cited |= {citation.n: citation for citation in event.new_citations}
            yield replace(event, sentence=_sentence(event.sentence, cited, passages, ours))
        elif isinstance(event, Completed):
            yield Completed(_answer(event.answer, passages, ours))
        else:
            yield event


def _answer(answer: Answer, passages: Mapping[str, str], ours: Sequence[str]) -> Answer:
    cited = {citation.n: citation for citation in answer.citations}
    sources = [*ours, *(text for one in answer.citations for text in _texts(one, passages))]
    return replace(
        answer,
        text=mask(answer.text, sources),
        sentences=tuple(_sentence(one, cited, passages, ours) for one in answer.sentences),
        warnings=tuple(mask(warning, sources) for warning in answer.warnings),
    )


def _sentence(
    sentence: AnswerSentence, cited: Mapping[int, Citation], passages: Mapping[str, str], ours: Sequence[str]
) -> AnswerSentence:
    sources = [text for n in sentence.citations if n in cited for text in _texts(cited[n], passages)]
    return replace(sentence, text=mask(sentence.text, [*ours, *sources]))


def _texts(citation: Citation, passages: Mapping[str, str]) -> tuple[str, ...]:
    return citation.quote, passages.get(citation.passage_id, ""), citation.title, citation.reference


def _known(sources: Iterable[str]) -> frozenset[str]:
    return frozenset(_comparable(_shown(match)) for source in sources for match in _CONTACT.finditer(source))


def _shown(match: re.Match[str]) -> str:
    return match.group().rstrip(".,;:!?)]/'’")


def _comparable(contact: str) -> str:
    """Comparable form: without spaces and scheme, and for a telephone number without separators or country code."""
    squeezed = re.sub(r"\s+", "", fold(contact))
    if re.fullmatch(r"[+\d./()-]+", squeezed):
        return re.sub(r"\D", "", re.sub(r"^(?:\+|00)33(?:\(0\))?", "0", squeezed))
    return _SCHEME.sub("", squeezed).rstrip("/")
