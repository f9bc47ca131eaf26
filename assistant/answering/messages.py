"""What the assistant says around its answers, in French, in one place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.models import Citation, Reason
from assistant.text import fold, one_line

NOT_FOUND = "Je ne trouve pas la réponse dans le corpus."
"""The one sentence of every abstention about the corpus."""

TO_CHECK = "Je ne trouve pas de réponse sûre dans le corpus. Le passage le plus proche, à vérifier :"
EMPTY_INDEX = "Le corpus est vide : aucun document n'a encore été indexé."
NOT_UNDERSTOOD = (
    "Je n'ai pas compris la question. Posez-la en une phrase complète, par exemple : "
    "« Combien d'engagements compte le protocole ? »"
)
OUT_OF_SCOPE = "Je ne trouve pas : cette question ne semble pas porter sur ce que contient le corpus."
GREETING = "Bonjour. Posez-moi une question sur les notices et les documents du corpus."
THANKS = "Avec plaisir. Vous pouvez poser une autre question sur le corpus."
MODEL_UNSUPPORTED = (
    "La rédaction proposée par le modèle n'était pas appuyée par les documents : voici des extraits exacts."
)

ACKNOWLEDGED = "Écrivez votre question en une phrase : je cherche la réponse dans les documents du corpus."

GOODBYE = "Au revoir, et bonne continuation. Les documents cités restent dans la liste des sources."
HOW_ARE_YOU = "Bien, merci. Posez-moi une question sur les notices et les documents du corpus."
RUDE = (
    "Je regrette que la réponse ne convienne pas. Reformulez la question, ou donnez le nom du document où chercher : "
    "je ne réponds qu'avec ce que disent les documents du corpus."
)
HELP = (
    "Je suis un assistant de documentation : je réponds aux questions avec les phrases exactes des notices et des "
    "documents du corpus, chacune avec sa source, et je le dis quand le corpus ne répond pas. Vous pouvez aussi me "
    "demander de résumer un document (« Résume la notice … »), d'en comparer deux (« Compare … et … »), ce que veut "
    "dire un sigle, ou combien de notices portent sur un sujet. Je ne connais ni l'actualité ni les dossiers "
    "personnels : vérifiez toujours dans le document."
)

READ_BY_OCR = "Texte reconnu par OCR, à vérifier sur l'image"

_NOW = re.compile(r"\bquel temps (?:il )?(?:fait|fera|faisait)\b|\bquelle heure (?:est-il|il est)\b")


def asks_for_now(question: str) -> bool:
    """True for the weather and the time of day, whose words (« temps », « heure ») documents use for something else."""
    return bool(_NOW.search(fold(question)))


def abstention(
    reason: Reason,
    unmentioned: Sequence[str] = (),
    contact: str = "",
    filtered: bool = False,
    dated: bool = False,
    descriptors: Sequence[str] = (),
) -> str:
    """The text of an abstention: what was not found, the words that nothing mentions, what to try.

    Args:
        reason: Why nothing is answered.
        unmentioned: Words of the question that no document holds.
        contact: The documentation desk, "" when none is set.
        filtered: True when conditions were set on documents.
        dated: True when the question names a year.
        descriptors: Descriptors of the nearest notice.
    """
    opening = {"empty_index": EMPTY_INDEX, "not_understood": NOT_UNDERSTOOD, "out_of_scope": OUT_OF_SCOPE}.get(
        reason, NOT_FOUND
    )
    parts = [opening]
    if reason in {"not_in_corpus", "out_of_scope"}:
        if unmentioned:
            parts.append(f"Aucun document ne mentionne {_quoted(unmentioned)}.")
        if reason == "not_in_corpus":
            parts.append(_to_try(filtered, dated, descriptors))
    if contact and reason != "not_understood":
        parts.append(f"Vous pouvez vous adresser au service de documentation : {contact}.")
    return " ".join(parts)


def _to_try(filtered: bool, dated: bool, descriptors: Sequence[str]) -> str:
    if filtered:
        return "Essayez d'élargir ou de retirer les filtres."
    ways = ["d'autres mots"]
    if dated:
        ways.append("une autre année")
    if descriptors:
        ways.append(f"une recherche par descripteur ({_quoted(descriptors)})")
    return f"Essayez avec {', ou '.join(ways)}."


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"« {one_line(word)} »" for word in words)


def to_check(
    citation: Citation, unmentioned: Sequence[str] = (), contact: str = "", lacking: Sequence[str] = ()
) -> str:
    """The text that goes with the nearest passage when no answer is sure enough.

    Args:
        citation: The passage.
        unmentioned: Words of the question that no document holds.
        contact: The documentation desk, "" when none is set.
        lacking: Words that restrict the question and that this passage does not hold.
    """
    quote = one_line(citation.quote)
    parts = [f"{TO_CHECK} « {quote} » [{citation.n}]"]
    if unmentioned:
        parts.append(f"Aucun document ne mentionne {_quoted(unmentioned)}.")
    others = [word for word in lacking if word not in unmentioned]
    if others:
        parts.append(f"Ce passage ne mentionne pas {_quoted(others)}.")
    if contact:
        parts.append(f"Vous pouvez vous adresser au service de documentation : {contact}.")
    return " ".join(parts)


def not_said_there(words: Sequence[str]) -> str:
    """The warning that no document cited holds a name or a year of the question."""
    return f"Les documents cités ne mentionnent pas {_quoted(words)} : vérifiez qu'ils répondent bien à la question."


def part_not_found(asked: str) -> str:
    """The warning that one part of a question is not answered."""
    return f"Je ne trouve pas de réponse sûre à cette partie de la question : « {asked} »"


def doubtful_reading(citations: Sequence[tuple[int, int, float]]) -> str:
    """The warning that quotes come from pages that OCR read with doubts.

    Args:
        citations: Marker, physical page and confidence of the page from 0 to 1, of each.
    """
    told = ", ".join(f"[{n}] page {page} (confiance {round(100 * sure)} %)" for n, page, sure in citations)
    return f"{READ_BY_OCR} : {told}."


def only_notice(title: str, names: Sequence[str]) -> str:
    """The warning that a cited notice's attached files are not in the corpus."""
    files = ", ".join(f"« {name} »" for name in names)
    return (
        f"Seule la notice « {title} » a été lue : "
        + ("le document joint" if len(names) == 1 else "les documents joints")
        + f" {files} "
        + ("n'est pas dans le corpus." if len(names) == 1 else "ne sont pas dans le corpus.")
    )


def newer_version(title: str, date: str, file: str) -> str:
    """The warning that a newer version of a cited document is in the corpus; ``date`` is in French."""
    when = f" ({date})" if date else ""
    return f"Une version plus récente de ce document existe{when} : « {title} », fichier {file}."


def versions_differ(title: str, here: Sequence[str], there: Sequence[str], other: str) -> str:
    """The warning that another version says otherwise what is cited; ``other`` is its date in French, or its file."""
    own, theirs = (" et ".join(f"« {one_line(fact)} »" for fact in facts) for facts in (here, there))
    return f"Les versions de « {title} » diffèrent : {own} dans celle qui est citée, {theirs} dans l'autre ({other})."


def date_past(shown: str, precision: int, numbers: Sequence[int]) -> str:
    """The warning that an announced date is past; ``precision`` is 0 for a year, 1 for a month, 2 for a day."""
    where = " et ".join(f"[{n}]" for n in numbers)
    if precision == 0:
        return f"L'année {shown}, annoncée comme à venir dans {where}, est passée."
    return f"{'Le mois de ' if precision == 1 else 'Le '}{shown}, annoncé comme à venir dans {where}, est passé."


def other_language(language: str) -> str:
    """The notice that a question is in another language than the documents; ``language`` is its French name."""
    return (
        f"Question lue en {language}. Les documents sont en français : la réponse l'est aussi, et elle est à vérifier. "
        "(The documents and these quotes are in French.)"
    )


def nearest_quotes(quotes: Sequence[str]) -> str:
    """The text that shows the nearest sentences, each with its marker, from [1]."""
    shown = "\n".join(f"« {one_line(quote)} » [{n}]" for n, quote in enumerate(quotes, start=1))
    return f"Les phrases les plus proches de la question, à vérifier :\n{shown}"


WHICH_ONE = "Plusieurs documents répondent à"
"""How the question that asks which document begins: the next message is read as its answer."""

DID_YOU_MEAN = "Voulez-vous dire"


def which_one(words: str, choices: Sequence[str]) -> str:
    """The question that asks which of some documents is meant."""
    listed = "\n".join(f"{n}. {choice}" for n, choice in enumerate(choices, start=1))
    return f"{WHICH_ONE} « {words} ». Lequel voulez-vous ? Répondez par son numéro.\n{listed}"


def no_such_document(words: str, nearest: str = "") -> str:
    """What is said when no document has a name; ``nearest`` is the one that might be meant, as it is shown."""
    asked = f" {DID_YOU_MEAN} {nearest} ?" if nearest else " L'onglet du corpus donne la liste des documents."
    return f"Aucun document du corpus ne répond au nom « {words} ».{asked}"


def not_defined(acronym: str) -> str:
    """What is said of an acronym that no document defines."""
    return (
        f"{NOT_FOUND} Aucun document ne dit ce que signifie « {acronym} » ; posez une question sur ce sujet "
        "pour voir ce que les documents en disent."
    )


def defined(acronym: str, long: str) -> str:
    """« CFA : centre de formation d'apprentis. »"""
    return f"{acronym} : {long}."


def summary_of(title: str, facts: str) -> str:
    """What a summary begins with; ``facts`` are the kind and the date of the document."""
    return f"« {one_line(title)} » ({facts}), en quelques phrases exactes du document :"


def nothing_to_summarise(title: str) -> str:
    """What is said of a document that holds no sentence."""
    return f"« {one_line(title)} » ne contient pas de phrases à résumer : ouvrez-le pour le lire."


def comparison_of(one: str, other: str, differing: int, points: int) -> str:
    """What a comparison begins with; ``one`` and ``other`` name the documents, with their dates."""
    if not points:
        return f"{one} et {other} ne disent rien du même point ; voici l'essentiel de chacun :"
    if not differing:
        return f"{one} et {other}, sur les mêmes points (aucun chiffre ni aucune date ne les oppose) :"
    count = "un point" if differing == 1 else f"{differing} points"
    return f"{one} et {other} donnent des chiffres ou des dates différents sur {count}, donnés d'abord :"


def one_document_only(title: str) -> str:
    """What is said when both names of a comparison are those of one document."""
    return f"Les deux noms désignent le même document, « {one_line(title)} » : nommez-en un autre à lui comparer."


def no_other_version(title: str) -> str:
    """What is said when versions of a document are asked for and there is one."""
    return f"Le corpus ne contient qu'une version de « {one_line(title)} »."


NOTHING_MORE = "Je n'ai rien de plus sur ce point dans les passages retrouvés. Précisez ce que vous cherchez."


def documents_differ(told: Sequence[tuple[str, int, str]]) -> str:
    """The warning that documents disagree.

    Args:
        told: What each says, the marker of its citation and its date in French, the newest first.
    """
    parts = [f"« {shown} » dans [{n}]{f' ({when})' if when else ''}" for shown, n, when in told]
    return f"Les documents diffèrent, du plus récent au plus ancien : {' ; '.join(parts)}."
