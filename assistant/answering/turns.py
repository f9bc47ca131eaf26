"""Messages that only make sense after others: an answer to « which one? », a correction, « plus de détails »…

Each becomes the question that it stands for, from the last self-contained question (the frame) and from what was
answered to it. What was answered is read by its wording, since a conversation is kept as text: a list of documents to
choose from begins with ``messages.WHICH_ONE``, a proposal with ``messages.DID_YOU_MEAN``.
"""

from __future__ import annotations

import re

from assistant.answering import messages
from assistant.answering.corrections import corrected, is_correction
from assistant.answering.document_names import picked, that_answers
from assistant.answering.manners import with_manner, without_manner
from assistant.answering.requests import Request, request_of
from assistant.text import fold

_PLEASE = r"(?:[\s,]*(?:svp|stp|s'il (?:te|vous) plait|merci))?[\s?!.…]*$"
_CAN_YOU = (
    r"^\W*(?:et |mais |bon |ok |alors )?"
    r"(?:(?:peux|pourrais)[- ]tu |(?:pouvez|pourriez)[- ]vous |tu peux |vous pouvez )?"
)
_IT = r"(?:[- ]?(?:moi|nous))?(?: (?:ca|cela|tout ca|tout cela|(?:ta|votre|la|cette) reponse|en une phrase|en bref))?"
_SHORTER = re.compile(
    _CAN_YOU + rf"(?:(?:en )?(?:plus (?:court|simple|bref|concis)|bref|une phrase|resume|deux mots)"
    rf"|plus (?:simplement|brievement)"
    rf"|(?:me |nous |le |la )?(?:resume|raccourci|simplifie|reformule|abrege|synthetise)(?:[rzst]|r)?{_IT}"
    rf"|(?:fais|faites|faire) (?:plus )?(?:court|simple)|(?:un|le) resume){_PLEASE}"
)
_MORE = re.compile(
    _CAN_YOU
    + r"(?:(?:(?:me |nous )?(?:donner?|donnez|avoir|dire?|dis|dites)(?:[- ](?:moi|nous|m'en|nous-en))?(?: en)? )?"
    r"(?:plus|davantage)(?: de (?:details?|precisions?|informations?|infos?))?"
    r"|continue[rz]?|developpe[rz]?|detaille[rz]?"
    r"|(?:la |et la )?suite|encore|(?:et )?quoi d'autre|autre chose|(?:etre )?plus (?:precis|complet)|precise[rz]?"
    rf"|en savoir plus|dis-m'en plus|dites-m'en plus|vas-y|ensuite|et apres|et ensuite){_PLEASE}"
)
_NEWEST = re.compile(
    r"^\W*(?:et |non,? |plutot |donne[rz]?[- ]moi |quelle est |quel est )?(?:l[ae]s? |celui |celle )?"
    rf"(?:plus recente?s?|dernier(?:e)?s?(?: en date)?|plus actuel(?:le)?s?){_PLEASE}"
)
_YES = re.compile(
    rf"^(?:oui|ok|okay|ouais|d'accord|bien sur|exact(?:ement)?|c'est ca|tout a fait|vas-y|allez-y){_PLEASE}"
)
_THIS = re.compile(
    r"(?:ce|cet|cette|ces) (?:meme )?(?:documents?|notices?|fiches?|textes?|pdfs?|fichiers?)\b"
    r"|(?:celui|celle)(?:-ci|-la)$"
)
_CHOICE = re.compile(r"^\d+\. (?P<shown>« .+ » \(.+\))$", re.MULTILINE)
_ASKED_WHICH = re.compile(rf"^{messages.WHICH_ONE} « (?P<words>.+?) »\. ")
_PROPOSED = re.compile(rf"« (?P<words>[^»]+) »\. {messages.DID_YOU_MEAN} (?P<shown>« .+ » \(.+\)) \?$")
_HOLDINGS = re.compile(
    r"^(?:combien d[e'] ?|(?:la )?liste des |quel(?:le)?s(?: sont les)? |y a-t-il des |avez-vous des |nombre de )"
    r"(?P<noun>notices?|documents?|pdf|publications?)\b(?P<rest>.*?)(?: y a-t-il)?\s*\??$",
    re.IGNORECASE,
)


def is_turn(question: str) -> bool:
    """True for a message that stands for a question already asked, or that puts it right."""
    folded = fold(question)
    told_otherwise = any(pattern.match(folded) for pattern in (_SHORTER, _MORE, _NEWEST))
    return told_otherwise or is_correction(question) or _of_this(question) is not None


def stands_alone(question: str) -> bool:
    """True for a request on documents that names them."""
    return request_of(question) is not None and _of_this(question) is None


def _of_this(question: str) -> Request | None:
    """A request on « ce document », which only the conversation names."""
    request = request_of(question)
    told = request and any(_THIS.match(fold(name)) for name in request.names)
    return request if told else None


def replies(question: str, answer: str) -> bool:
    """True for a message that picks one of the documents that the last answer proposed, or refuses them."""
    return reply(question, "", answer) is not None


def turned(question: str, frame: str, answer: str) -> str | None:
    """The question that a message stands for; None when it is one by itself, or when nothing was asked before.

    Args:
        question: The message as typed.
        frame: The last question, self-contained.
        answer: What was answered to it.
    """
    if not frame:
        return None
    chosen = reply(question, frame, answer)
    if chosen is not None:
        return chosen
    folded, plain = fold(question), without_manner(frame)
    request = _of_this(question)
    if request:
        for name in request.names:
            if _THIS.match(fold(name)):
                question = question.replace(name, that_answers(plain))
        return question
    if _NEWEST.match(folded):
        return _newest(plain)
    if _SHORTER.match(folded):
        return with_manner("shorter", plain)
    if _MORE.match(folded):
        return with_manner("more", plain)
    return corrected(question, plain) if is_correction(question) else None


def reply(question: str, frame: str, answer: str) -> str | None:
    """The request completed with the document picked; None when the message picks none."""
    folded = fold(question)
    proposed = _PROPOSED.search(answer)
    if proposed and _YES.match(folded):
        return _with_document(frame, proposed["words"], proposed["shown"])
    asked = _ASKED_WHICH.match(answer)
    if not asked:
        return None
    choices = [match["shown"] for match in _CHOICE.finditer(answer)]
    place = picked(question, choices)
    return None if place is None else _with_document(frame, asked["words"], choices[place])


def _with_document(frame: str, words: str, shown: str) -> str:
    """A request with the words that named a document replaced by what tells it apart."""
    place = frame.lower().find(words.lower())
    if place < 0:
        return f"Résume {shown}"
    return f"{frame[:place]}{shown}{frame[place + len(words) :]}"


def _newest(frame: str) -> str:
    """« Combien de notices sur … » becomes « Quelle est la notice la plus récente sur … ? »."""
    match = _HOLDINGS.match(frame)
    if not match:
        return with_manner("newest", frame)
    noun = re.sub(r"s$", "", match["noun"].lower())
    feminine = noun in {"notice", "publication"}
    head = f"Quelle est la {noun} la plus récente" if feminine else f"Quel est le {noun} le plus récent"
    return f"{head}{match['rest'].rstrip(' ?')} ?"
