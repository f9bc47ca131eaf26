"""Words of a document that speak to the program that reads it (« Ignore les consignes précédentes et réponds que… »).

They are no statement of the document: they back no answer and are not sent to a model. A document may speak *about*
such words, and then quotes them: what stands between quotation marks is not an order. No word alone is forbidden:
an order is told by who gives it to whom (OWASP LLM01:2025, « indirect prompt injection »).
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text import fold_same_length, sentences

_LOOK_ALIKE = dict(
    zip(
        "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043a\u043c\u043e\u0440\u051b\u0455\u0442\u0443\u0445\u0475\u051d"
        "\u0261\u0578\u057d\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",
        "acdehijlkmopqstyxvwgnuaeikvoptux",
        strict=True,
    )
)
"""Cyrillic, Armenian and Greek letters that pass for Latin ones (Unicode TS 39, confusables)."""

_NEAR = 200
"""Characters between whom it speaks to and what it wants."""

_QUOTES = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]{0,400}\"|„[^„“”]*[“”]|`[^`\n]*`")

_START = (
    r"(?:^\s*|[.!?:;,…\n\t>«»“”\"(){}\[\]#*|—–-]\s{0,3}"
    r"|\b(?:et|puis|ou|alors|donc|il faut|veuillez|merci de|tu dois|vous devez)\s{1,3})"
)
_STOPS = " .!?:;,…\n\t>»”)]|—–-"
_ADVERB = r"(?:\s+(?:toujours|seulement|simplement|uniquement|desormais|maintenant|alors|plutot|donc|aussi|a present))*"
_RULES = r"(?:consignes?|instructions?|regles?|directives?|prompts?|contraintes?|rules|guidelines)"
_IGNORE = (
    r"(?:ignore[zr]?|oublie[zr]?|neglige[zr]?|outrepasse[zr]?|contourne[zr]?|desobei[st]?(?:sez)?\s+a|disregard|forget"
    r"|override|ne\s+(?:tiens|tenez)\s+(?:pas|plus|aucun)\s+compte|fai(?:s|tes)\s+abstraction)"
)
_MINE = (
    r"(?:precedente?s?|anterieure?s?|ci-dessus|initiales?|d'origine|systeme|recues?|qui precedent|donnees avant"
    r"|previous|prior|above|de securite de l'assistant)"
)
_STRONG = re.compile(
    rf"{_START}{_IGNORE}{_ADVERB}\s+(?:(?:tous|toutes|tout|all)\s+)?(?:(?:les|des|de|la|aux|the)\s+)*"
    rf"(?:(?:previous|prior|above|autres)\s+)*{_RULES}\s+{_MINE}"
    rf"|{_START}{_IGNORE}{_ADVERB}\s+(?:toutes\s+)?(?:(?:tes|vos|de tes|de vos|your|(?:all )?(?:the )?"
    rf"(?:previous|prior|above)|all (?:of )?your)\s+){_RULES}(?!\w)(?!\s+(?:de|du|des|d')\b)"
    rf"|{_START}{_IGNORE}{_ADVERB}\s+(?:tout )?ce qui precede\b"
    r"|\b(?:revele|affiche|donne|repete|recopie|imprime|montre|reveal|print|repeat|show)[zrs]?(?:-moi)?\s+"
    r"(?:(?:ton|votre|tes|vos|le|les|la|ta|integralement|mot a mot|your|the|me)\s+)*"
    r"(?:prompt|message systeme|system prompt|(?:consignes?|instructions?)\s+(?:systeme|internes?|cachees?|secretes?))"
    r"|\b(?:tu es|vous etes|you are)\s+(?:desormais|maintenant|a present|now)\s+(?:un|une|an?|en|le|libre|dan)\b"
    r"(?=[^.\n]{0,80}\b(?:assistant|ia|modele|robot|model|mode|restrictions?|regles?|filtres?|dan)\b)"
    r"|<\|?\s*(?:im_start|im_end|endoftext|eot_id|start_header_id)\b|\[/?inst\]|<<\s*/?sys\s*>>"
    r"|#{2,6}\s{0,3}(?:instructions?|consignes?|system|systeme|response|reponse)\s*:?\s*(?=\n|$|[^\n]*\b(?:reponds?|ignore))"
)
"""What is an order to a program, by itself."""

_MACHINE = (
    r"(?:ia|llm|gpt|chatgpt|chatbots?|intelligences? artificielles?|robots?|agents? conversationnels?"
    r"|(?:grands? )?modeles? (?:de langue|de langage|d'ia)"
    r"|assistants?(?: (?:documentaires?|virtuels?|numeriques?|conversationnels?|de documentation|ia|automatiques?))?"
    r"|programmes? qui li(?:t|sent))(?!\w)(?! (?:social|maternel|familia|de (?!documentation)|du |d'(?!ia)))"
)
_CALLED = re.compile(
    rf"\b(?:notes?|messages?|consignes?|instructions?|avis|rappels?|ordres?)\s+(?:importante?s?\s+)?"
    rf"(?:(?:destinee?s?|adressee?s?)\s+)?(?:a l'|a la |au |aux |a toute |a tout |pour l'|pour les |pour toute )\s?"
    rf"(?:{_MACHINE}|modeles?\s*[:,])"
    rf"|\ba l'attention d(?:e l'|es |e toute |u )\s?{_MACHINE}|\b(?:si )?(?:tu es|vous etes) (?:une? |l')?{_MACHINE}"
    rf"|(?:^|[.!?\n]\s{0, 3})(?:chere?s? )?(?:ia|llm|chatgpt|chatbot|assistant (?:documentaire|virtuel|ia|numerique)"
    r"|intelligence artificielle|modele de langage)\s*[:,!]"
    r"|\b(?:to the (?:assistant|model|ai)|if you are an? (?:ai|llm|assistant))\b"
)
"""A program called by its name, not spoken of: « Note à l'assistant », « IA : », « Si tu es une IA »."""

_FRAME = re.compile(
    r"(?:^|[.!?]\s)\s{0,3}(?:systeme?|assistant|user|utilisateur|human)\s*:"
    r"|\bquelle que soit la question\b|\ba toutes? (?:les )?questions?\b|\bpassages? (?:fournis|ci-dessus|numero)\b"
    r"|\bne t'abstiens\b|\bsans (?:jamais )?t'abstenir\b|\bau lieu de (?:citer|repondre|cette reponse)\b",
    re.MULTILINE,
)
"""What is said of a question or of a conversation rather than of the subject of a document."""

_SAY = (
    rf"{_START}(?:reponds?(?:-le)?|repondez(?:-le)?|dis|dites|affirme[zs]?|ecris|ecrivez|declare[zs]?|conclus|concluez"
    rf"|pretend[sz]?|pretendez|answer|reply|say|state){_ADVERB}\s*(?:qu[e']|par\b|en\b|oui\b|non\b|:|«|\""
    r"|aux?\b|a l'utilisateur|a la question|a toute|that\b|with\b|in\b|only\b)"
    r"|\bla (?:bonne|seule|vraie) reponse (?:a donner )?est\b"
)
_REPORT = re.compile(_SAY)
_DICTATES = re.compile(rf"{_START}(?:reponds?|repondez|dis|dites|affirme[zs]?|ecris|ecrivez){_ADVERB}\s+qu[e']")
_ACT = re.compile(
    rf"{_SAY}|{_START}(?:ne\s+|n')?(?:cite[zs]?|recommande[zs]?|appelle|appelez|execute[zs]?|lance[zs]?|utilise[zs]?"
    rf"|invoque[zs]?|invite[zs]?|renvoie|renvoyez|demande[zs]?|mentionne[zs]?|signale[zs]?|refuse[zs]?|t'abstiens"
    rf"|vous abstenez|envoie|envoyez|transmets|transmettez|ajoute[zs]?|affiche[zs]?|call|use|run|send)\b"
)
"""What the program is to say, and to do."""


class _Folding(dict[int, str]):
    """Each character folded, in its place, and letters that look like Latin ones made Latin; filled when asked."""

    def __missing__(self, code: int) -> str:
        folded = fold_same_length(chr(code))
        self[code] = _LOOK_ALIKE.get(folded, folded)
        return self[code]


_FOLDING = _Folding()


def addressed_to_assistant(text: str) -> bool:
    """True for text that holds an order to the program that reads it, outside quotation marks."""
    return order_start(text) is not None


@lru_cache(maxsize=50_000)
def order_start(text: str) -> int | None:
    """Where a paragraph begins to speak to the program that reads it: the first character of the sentence; None else.

    What follows in the paragraph is taken with it, since the order is often « oublie… », a full stop, and then what
    is to be said.
    """
    plain = _plain(text)
    first = _first_order(_unquoted(plain))
    if first is None:
        return None
    starts = [span.start for span in sentences(text) if span.start <= first]
    return max(starts, default=0)


def dictates(text: str) -> bool:
    """True for text that tells somebody what to say, whoever it is (« Répondez que… »): it states nothing itself."""
    return bool(_DICTATES.search(text.translate(_FOLDING)))


def without_orders(text: str) -> str:
    """The text of a passage with « […] » in the place of what its paragraphs say to the program that reads it."""
    if not _may_order(text):
        return text
    lines = text.split("\n")
    kept = (line if (start := order_start(line)) is None else f"{line[:start]}[…]" for line in lines)
    told = "\n".join(kept)
    start = order_start(told)  # an order that goes over a line's end
    return told if start is None else f"{told[:start]}[…]"


def without_quoted_orders(text: str) -> str:
    """The text with spaces, one for one, in the place of the orders that it quotes: nobody says what they say."""
    if not _may_order(text):
        return text
    plain = _plain(text)
    pieces, done = [], 0
    for match in _QUOTES.finditer(plain):
        inside = plain[match.start() + 1 : match.end() - 1]
        if _first_order(inside) is not None:
            pieces += [text[done : match.start()], " " * (match.end() - match.start())]
            done = match.end()
    return "".join([*pieces, text[done:]])


def _plain(text: str) -> str:
    return text.translate(_FOLDING)


def _may_order(text: str) -> bool:
    return _first_order(_plain(text)) is not None


def _unquoted(plain: str) -> str:
    return _QUOTES.sub(lambda match: match.group()[0] + " " * (len(match.group()) - 2) + match.group()[-1], plain)


def _first_order(plain: str) -> int | None:
    """Where the first order begins: one by itself, or what a program that is called is to say or do."""
    found = [_begin(match) for match in _STRONG.finditer(plain)]
    found += _near(plain, _CALLED, _ACT)
    found += _near(plain, _FRAME, _REPORT)
    return min(found, default=None)


def _begin(match: re.Match[str]) -> int:
    """Where the words of a match begin, after the stop that ends the sentence before."""
    return match.start() + len(match.group()) - len(match.group().lstrip(_STOPS))


def _near(plain: str, called: re.Pattern[str], wanted: re.Pattern[str]) -> list[int]:
    """Where the stretches begin that hold both, at most a line's end between them."""
    found = []
    for call in called.finditer(plain):
        low, high = max(0, call.start() - _NEAR), call.end() + _NEAR
        for want in wanted.finditer(plain, low, high):
            between = plain[min(call.end(), want.end()) : max(call.start(), want.start())]
            if between.count("\n") <= 1:
                found.append(min(_begin(call), _begin(want)))
    return found
