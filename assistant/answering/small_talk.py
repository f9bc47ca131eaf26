"""Messages that ask nothing of the corpus: greetings, thanks, questions about the assistant, rudeness."""

from __future__ import annotations

import re

from assistant.answering import messages
from assistant.text import fold

_LONGEST = 60
"""Characters of the longest message that is small talk."""

_END = r"[\s!?.,…:;)(]*$"
_HELLO = re.compile(r"^(?:re)?(?:bonjour|bonsoir|salut|coucou|hello|hey|bjr)\b[\s\w',]{0,30}[!.,]*$")
_THANK = re.compile(
    r"^(?:(?:un grand |grand |ok )?merci|parfait|super|tres bien|d'accord|genial|excellent|top|nickel|bravo|cool)\b"
    r"[\s\w',!]{0,30}[!.,]*$"
)
_BYE = re.compile(
    r"^(?:merci(?: beaucoup| bien)?[\s,!.]*(?:et )?)?(?:au revoir|a bientot|a plus(?: tard)?|bonne (?:journee|soiree"
    rf"|nuit|fin de journee|continuation)|adieu|ciao|bye(?: bye)?|a demain)\b[\s\w',]{{0,20}}{_END}"
)
_YES = re.compile(
    rf"^(?:oui|non|ok|okay|ouais|d'accord|bien sur|peut-etre|vas-y|allez-y)"
    rf"(?: (?:merci|svp|stp|s'il (?:te|vous) plait))?{_END}"
)
_SELF = re.compile(
    r"^(?:(?:mais |et |au fait )?(?:qui|qu'?) ?(?:es-tu|etes-vous|tu es|vous etes|est-ce que (?:tu es|vous etes)|t'es)"
    r"|(?:tu es|t'es|vous etes|c'est) (?:qui|quoi)(?: toi| vous)?|presente[- ]toi|presentez[- ]vous"
    r"|(?:es-tu|etes-vous|tu es|vous etes|suis-je avec|je parle a) "
    r"(?:un robot|un humain|une ia|une personne|chatgpt|une machine)"
    r"|comment (?:tu t'appelles|t'appelles-tu|vous appelez-vous|te nommes-tu)|quel est ton nom"
    r"|(?:que|qu'est-ce que|qu'est ce que|quoi) (?:tu )?(?:sais|peux|savez|pouvez)[- ]"
    r"(?:tu |vous )?(?:faire|m'aider|repondre)"
    r"|(?:que|qu'est-ce que) (?:sais-tu|peux-tu|savez-vous|pouvez-vous|tu sais|tu peux|vous savez"
    r"|vous pouvez)(?: faire)?"
    r"|(?:a quoi|en quoi) (?:sers-tu|tu sers|servez-vous|peux-tu m'aider|pouvez-vous m'aider)"
    r"|comment (?:ca (?:marche|fonctionne)|tu (?:marches|fonctionnes)|fonctionnes-tu|t'utiliser|vous utiliser"
    r"|fonctionne (?:l'assistant|ce site|cet outil)|poser une question)"
    r"|aide(?:z)?(?:[- ]moi)?|help|au secours|mode d'emploi|j'ai besoin d'aide|tu peux m'aider|peux-tu m'aider"
    rf"|pouvez-vous m'aider){_END}"
)
_HOW = re.compile(
    rf"^(?:comment (?:ca va|vas-tu|allez-vous|tu vas)|ca va|tu vas bien|vous allez bien|quoi de neuf){_END}"
)
_RUDE = re.compile(
    r"\b(?:connard|connasse|conne?s?|idiote?|imbecile|abruti|debile|cretin|encule|pute|salope|salaud|merde|merdique"
    r"|ta gueule|ferme-la|nique|va te faire|stupide|ordure|batard|fdp)\b"
    rf"|^(?:tu es |t'es |vous etes |c'est )?(?:trop |vraiment |completement )?nul(?:le)?s?{_END}"
    rf"|^(?:tu (?:ne )?(?:sers|comprends) (?:a )?rien|ca (?:ne )?marche pas|n'importe quoi"
    rf"|c'est (?:faux|nul|n'importe quoi)){_END}"
)
_VISIBLE = re.compile(r"[^\W_]")


def small_talk(question: str) -> str | None:
    """The reply to a message that asks nothing of the corpus, else None."""
    folded = " ".join(fold(question).split())
    if not _VISIBLE.search(folded):
        return messages.NOT_UNDERSTOOD
    if len(folded) > _LONGEST:
        return None
    for pattern, reply in (
        (_SELF, messages.HELP),
        (_HOW, messages.HOW_ARE_YOU),
        (_RUDE, messages.RUDE),
        (_BYE, messages.GOODBYE),
    ):
        if pattern.search(folded):
            return reply
    if "?" in folded:
        return None
    for pattern, reply in (
        (_HELLO, messages.GREETING),
        (_YES, messages.ACKNOWLEDGED),
        (_THANK, messages.THANKS),
    ):
        if pattern.match(folded):
            return reply
    return None
