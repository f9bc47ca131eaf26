"""What the page says, in French, with the spaces that French typography asks for."""

from __future__ import annotations

import re
from datetime import datetime

from assistant.questions import MAX_QUESTION

NBSP = "\u00a0"
"""No-break space: before « : » and inside « … »."""

THIN = "\u202f"
"""Narrow no-break space: before « ; », « ! » and « ? »."""

PRODUCT = "Assistant documentaire"
TAGLINE = "Réponses automatiques, tirées du seul corpus du centre de documentation."
CHECK = "Vérifiez toujours la source."
SKIP = "Aller à la question"
TAB_CHAT = "Questions"
TAB_SEARCH = "Recherche"
TAB_CORPUS = "Corpus"
TAB_VALIDATED = "Validées"
VALIDATED = "Réponses validées"

CONVERSATION = "Conversation"
NEW_CONVERSATION = "Nouvelle conversation"
WELCOME = "Que cherchez-vous dans le corpus" + THIN + "?"
WELCOME_MORE = (
    "Chaque phrase de la réponse renvoie au passage qui la fonde. Si le corpus ne dit rien, l’assistant le dit."
)
EXAMPLES = "Exemples de questions"
PRIVACY = "Vos questions ne sont gardées que le temps de la conversation ouverte."
PRIVACY_KEPT = "Les questions posées ici sont conservées {days} jours par le centre de documentation."

QUESTION = "Votre question"
QUESTION_HINT = "Par exemple" + NBSP + ": quand le protocole a-t-il été signé" + THIN + "?"
SEND = "Envoyer"
STOP = "Arrêter"
STARTING = "Recherche…"
BUSY = "Une réponse est en cours" + NBSP + ": attendez sa fin ou arrêtez-la."
EMPTY_QUESTION = "Écrivez une question avant de l’envoyer."
LONG_QUESTION = "Votre question compte {count} caractères" + NBSP + ": la limite est de {most}. Raccourcissez-la."
INTERRUPTED = "Réponse interrompue à votre demande."
UNEXPECTED = "Une erreur imprévue a empêché de répondre. Réessayez. Si elle revient, prévenez le service informatique."

UNDERSTOOD = "Question comprise" + NBSP + ":"
SCOPE = "Recherche limitée à" + NBSP + ":"
CONDITIONS = "Compris dans la question" + NBSP + ":"
WITHOUT = "Reposer la question sans la condition" + NBSP + ": {label}"
SEARCHED_TOO = "Recherche aussi" + NBSP + ":"
NO_EFFECT = "sans effet" + NBSP + ": aucun document"
NOTHING_LISTED = "Aucun document de ce genre dans le corpus"
IN_CATALOGUE = "Catalogue en ligne"
WARNINGS = "À savoir"
NOT_FOUND = "Pas de réponse dans le corpus"
TO_CHECK = "À vérifier"
SPEAKS = {"ambiguous": "Quel document" + NBSP + "?", "not_understood": "L'assistant"}
"""Titles of what is said without having searched, by the reason of the answer."""

CONTACT = "Pour aller plus loin" + NBSP + ":"
COPY = "Copier pour un mail"
EXPORT = "Exporter"
EXPORT_OF = "la réponse à la question {number}"
NO_EXPORT = "Cette réponse ne peut plus être exportée" + NBSP + ": reposez la question."
COPIED = "Copié"

SOURCES = "Sources"
NO_SOURCES = "Les passages cités apparaîtront ici, avec leur référence, leur page et l’extrait exact."
OLDER_SOURCES = "Sources de la question {number}"
SEE_PAGE = "Voir la page"
SEE_NOTICE = "Voir la notice"
SAME_DOCUMENT = "Même document"
KINDS = {"notice": "Notice", "pdf": "PDF"}

SEARCH_FIELD = "Chercher dans le catalogue et les textes"
SEARCH_HINT = "Par exemple" + NBSP + ": notices sur l’apprentissage depuis 2022"
SEARCH_BUTTON = "Chercher"
SEARCH_INTRO = "Écrivez un sujet, ou rien pour voir tout le corpus, les documents les plus récents d’abord."
SEARCH_NONE = "Aucun document ne correspond. Retirez une condition ou une facette."
SEARCH_NEAREST = (
    "Sont retenus les documents dont un des cent passages les plus proches contient un mot de la recherche."
)
SEARCH_BY_MEANING = "Aucun document ne contient ces mots" + NBSP + ": voici les plus proches par le sens."
FOUND = "Passage trouvé"
BACK_TO_CITED = "Revenir à la page citée ({page})"
BACK_TO_FOUND = "Revenir à la page trouvée ({page})"
SEARCH_FACETS = "Affiner la recherche"
SEARCH_YEARS = "Années"
SEE_DOCUMENT = "Voir le document"

VALIDATE = "Valider"
CORRECT = "Corriger"
WRITE_ANSWER = "Écrire la réponse"
WITHDRAW = "Retirer"
RENEW = "Renouveler"
CLOSE_WITHDRAWN = "Ne plus signaler"
VALIDATED_BY = "Réponse validée par {by} le {on}"
CORRECTED_BY = "Réponse rédigée et validée par {by} le {on}"
VALID_UNTIL = ", valable jusqu’au {day}."
SEE_AUTOMATIC = "Voir la réponse automatique"
STATE_VALID = "Donnée"
STATE_WITHDRAWN = "Retirée"
NO_VALIDATED = (
    "Aucune réponse validée. Sous une réponse, «" + NBSP + "Valider" + NBSP + "» la garde pour la même question."
)
MORE_VALIDATED = "Et {count} autres" + NBSP + ": la commande assistant validated list les montre toutes."
NO_VALIDATION = "Vous ne pouvez pas valider de réponse ici. Adressez-vous au service de documentation."
UNKNOWN_ANSWER = "Cette réponse n’est plus là" + NBSP + ": posez de nouveau la question."
DESK_TITLES = {
    "validate": "Valider cette réponse", "correct": "Corriger cette réponse",
    "withdraw": "Retirer cette réponse validée", "renew": "Renouveler cette réponse validée",
}  # fmt: skip
DESK_SUBMITS = {"validate": VALIDATE, "correct": "Valider ce texte", "withdraw": WITHDRAW, "renew": RENEW}
DESK_TEXT = "Réponse"
DESK_TEXT_HELP = "Gardez au moins un repère de source, comme [1], après la phrase qu’il appuie."
DESK_SOURCES = "Autres sources"
DESK_SOURCES_HELP = (
    "Une par ligne" + NBSP + ": fichier | page | extrait exact. Leurs repères suivent ceux de la réponse."
)
DESK_BY = "Votre nom"
DESK_EXPIRES = "Dernier jour"
DESK_EXPIRES_HELP = "JJ/MM/AAAA, ou jamais. Vide" + NBSP + ": la durée habituelle."
DESK_NOTE = "Note pour les documentalistes"
VALIDATED_DONE = (
    "Réponse validée. Elle sera donnée d’abord à qui posera la même question, tant que ses sources tiennent."
)
WITHDRAWN_DONE = "Réponse retirée" + NBSP + ": l’assistant répondra de nouveau à cette question."
RENEWED_DONE = "Réponse renouvelée, à votre nom et à la date d’aujourd’hui."

LOADING = "Ouverture de la source…"
CLOSE = "Fermer"
NO_DOCUMENT = (
    "Ce document n’est plus dans le corpus" + NBSP + ": il a pu être retiré depuis la réponse. Reposez la question."
)
NO_PAGE_TEXT = "Cette page ne contient pas de texte lisible."
NO_PAGE_IMAGE = "L’image de cette page ne peut pas être produite. Voici son texte."
NEW_WINDOW = "(nouvelle fenêtre)"

FILTERS = "Filtres"
FILTER_FROM = "Du"
FILTER_TO = "Au"
FILTER_DATE_INFO = "2023, 06/2023 ou 01/06/2023"
FILTER_DESCRIPTORS = "Descripteurs"
FILTER_AUTHORS = "Auteurs"
FILTER_KINDS = "Types de documents"
FILTER_CLEAR = "Effacer les filtres"
FILTER_ACTIVE = "Filtres actifs" + NBSP + ":"
BAD_DATE = (
    "La date «" + NBSP + "{value}" + NBSP + "» n’est pas comprise. Écrivez par exemple 2023, 06/2023 ou 01/06/2023."
)
BAD_PERIOD = "La période est à l’envers" + NBSP + ": sa première date doit précéder la seconde."

CORPUS_TITLE = "Ce que l’assistant a lu"
CORPUS_REFRESH = "Actualiser"
CORPUS_EMPTY = "Le corpus est vide. Ajoutez des notices et des PDF avec la commande assistant ingest."
CORPUS_SEARCH = "Chercher dans la liste"
NOT_READ = "Ce qui n’a pas été lu, ou pas entièrement"
OUTCOMES = {"partly_read": "Lu en partie", "unread": "Sans texte", "refused": "Refusé"}

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def tidy(text: str) -> str:
    """A typed question with its spaces before « ? » and the like made unbreakable; for what staff typed only."""
    return re.sub(r" (?=[?!;:»])|(?<=«) ", NBSP, text)


def quoted(text: str) -> str:
    """Text between French quotation marks, with their no-break spaces."""
    return f"«{NBSP}{text}{NBSP}»"


def read_by_ocr(confidence: float, *, doubtful: bool) -> str:
    """That a page's text comes from its image, with the confidence of the reading, from 0 to 1."""
    check = ", à vérifier sur l’image" if doubtful else ""
    return f"Texte reconnu par OCR{check} (confiance{NBSP}: {100 * confidence:.0f}{NBSP}%)."


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Number and noun: « 1 source », « 2 sources », « 0 source »."""
    noun = singular if number < 2 else plural or singular + "s"
    return thousands(number) + NBSP + noun


def others(number: int) -> str:
    """« et 3 autres »."""
    return "et un autre" if number == 1 else f"et {thousands(number)}{NBSP}autres"


def long_question(characters: int) -> str:
    """What is said of a question longer than the limit."""
    return LONG_QUESTION.format(count=thousands(characters), most=thousands(MAX_QUESTION))


def thousands(number: int) -> str:
    """« 12 345 », with narrow no-break spaces."""
    return f"{number:,}".replace(",", THIN)


def french_date(iso: str | None) -> str:
    """« 1er juin 2023 », « juin 2023 » or « 2023 » for an ISO date; the text itself when it is not one."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", iso or "")
    if not match or not 0 < int(match[2] or 1) < 13:
        return iso or ""
    parts = [match[1]]
    if match[2]:
        parts.insert(0, _MONTHS[int(match[2]) - 1])
    if match[3]:
        day = int(match[3])
        parts.insert(0, "1er" if day == 1 else str(day))
    return NBSP.join(parts)


def french_moment(iso: str | None) -> str:
    """« 12 mars 2026 à 14 h 05 » for an ISO date and time, in the server's time zone."""
    try:
        moment = datetime.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    local = moment.astimezone() if moment.tzinfo else moment
    return f"{french_date(local.date().isoformat())} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"
