"""Pronouns and possessives replaced by what they stand for in the conversation (« Qui le préside ? »)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from assistant.retrieval.subjects import Phrase, phrases
from assistant.text import fold, fold_same_length, stem

_WORD = r"[\w'’]+(?:-[\w'’]+)*"
_CLITICS = r"(?:(?:ne |n'|se |s'|le |la |les |l'|lui |leur )*)"
_INVERTED = re.compile(rf"\b(?P<verb>{_CLITICS}(?P<stem>[a-z]+))-(?:t-)?(?P<pronoun>il|elle|ils|elles)\b")
_SUBJECT = re.compile(
    r"^(?P<pronoun>ils?|elles?|ca|c'(?=est\b|etait\b)|cela)\b ?|(?<=est-ce qu')(?P<later>ils?|elles?)\b"
)
_OBJECT = re.compile(
    r"\b(?P<before>qui |ne |comment |ou |faut-il |peut-on |doit-on |pourquoi |[a-z]{3,} (?=l'|les a|les ont))"
    r"(?P<pronoun>le |la |les |l')(?P<verb>(?:(?:a|ont|avait|avaient|aura) )?[a-z]+)(?P<not> pas| plus)?(?= |\?|$)"
)
_POSSESSIVE = re.compile(
    r"\b(?P<owned>son|sa|ses|leurs?) (?P<thing>[^,;:?]+?)"
    r"(?= (?:en|dans|pour|à|au|aux|selon|par|depuis|sur|fin) |\s*[,;:?]|$)"
)
_TONIC = re.compile(
    r"\b(?P<preposition>pour|avec|sans|chez|par|parmi|contre|de|d'|à|a) ?"
    r"(?P<pronoun>eux|elles?|lui|celui-ci|celle-ci|ceux-ci|celles-ci)\b"
)
_THIS = re.compile(r"\b(?P<before>de |à |)(?P<this>ce|cet|cette|ces) (?P<noun>[a-zà-ÿœ]+)(?:-là|-ci)?")
_PERSON = re.compile(r"\b(?:t[ée]l[ée]phone|mail|courriel|age|fonction|poste|coordonnees)\b")
_NAME = (
    r"\b(?!(?:Mme|Mlle|Mr|Dr|Madame|Monsieur)\b)[A-ZÉ][a-zà-ÿ]+(?:-[A-ZÉ][a-zà-ÿ]+)?"
    r" (?:[A-ZÉ][a-zà-ÿ]+|[A-ZÉ]{3,})(?:-[A-ZÉ][a-zà-ÿ]+)?\b"
)
_FULL_NAME = re.compile(_NAME)
_ABOUT_PERSON = re.compile(rf"(?i:^qui (?:est|était) |{_PERSON.pattern} d(?:e |'))(?P<name>{_NAME})")
"""A question that is itself about someone: « Qui est Jeanne Martin ? »."""
_MASCULINE_END = re.compile(r"(?:age|ment|eau|isme|oir|et|al|ier|eur|if|out|ctif|rt|nt|il|in|on(?<!ion)|ble)$")

_FEMININE_END = re.compile(r"(?:ion|ite|ete|(?<!ag)(?<!ism)(?<!air)(?<!oir)(?<!emm)(?<!ist)(?<!bl)e)$")

Gender = Literal["m", "f"] | None


def resolved(asked: str, frame: str, answer: str = "") -> str | None:
    """A question with its pronoun replaced; None when nothing that was said agrees with it.

    Args:
        asked: The question as typed, without « et » at its head.
        frame: The question before, self-contained, or what it is about.
        answer: What was answered to it, for what only the answer names.
    """
    said = phrases(frame)
    person = _ABOUT_PERSON.search(frame)
    answer = f"{person['name']}. {answer}" if person else answer
    rules: Sequence[Callable[[str, Sequence[Phrase], str], str | None]] = (
        _this, _inverted, _object, _possessive, _tonic, _subject,
    )  # fmt: skip
    for rule in rules:
        found = rule(asked, said, answer)
        if found:
            return found[0].upper() + found[1:]
    return None


def _referent(said: Sequence[Phrase], gender: Gender, plural: bool) -> Phrase | None:
    agreeing = [phrase for phrase in said if phrase.agrees(gender, plural)]
    sure = [phrase for phrase in agreeing if gender and gender in (phrase.gender, _by_its_end(phrase))]
    return next(iter(sure or agreeing), None)


def _by_its_end(phrase: Phrase) -> Gender:
    """The gender that the end of the noun makes likely, after « l' », which does not say (« l'accord »)."""
    noun = re.match(r"l'(?P<noun>[a-z]+)", fold(phrase.text))
    if not noun or phrase.gender:
        return None
    return "f" if _FEMININE_END.search(noun["noun"]) else "m"


def _of(pronoun: str) -> tuple[Gender, bool]:
    """Gender and number of « il », « elles », « le », « les »…"""
    pronoun = pronoun.strip().removesuffix("-ci")
    plural = pronoun in {"ils", "elles", "les", "eux", "ceux", "celles"}
    masculine, feminine = {"il", "ils", "le", "eux", "celui", "ceux"}, {"elle", "elles", "la", "celle", "celles"}
    return ("m" if pronoun in masculine else "f" if pronoun in feminine else None), plural


def _this(asked: str, said: Sequence[Phrase], answer: str) -> str | None:
    """« cette commission » takes the rest of its name from what was said."""
    match = _THIS.search(asked)
    if not match:
        return None
    wanted = stem(match["noun"])
    for phrase in (*said, *phrases(answer)):
        words = re.sub(r"^(?:les? |la |l'|une? )", "", phrase.text).split()
        if len(words) > 1 and stem(words[0]) == wanted:
            named = {"de ": phrase.after_de, "à ": phrase.after_a}.get(match["before"], phrase.text)
            return f"{asked[: match.start()]}{named}{asked[match.end() :]}"
    return None


def _inverted(asked: str, said: Sequence[Phrase], answer: str) -> str | None:
    """« Quand a-t-il été signé ? » takes the noun before the verb, « Que prévoit-il ? » after it."""
    folded = fold_same_length(asked)
    match = _INVERTED.search(folded)
    found = _referent(said, *_of(match["pronoun"])) if match else None
    if not match or not found:
        return None
    start = match.start("verb")
    if re.search(r"\by (?:en )?$", folded[:start]) and match["stem"] in {"a", "avait", "aura"}:
        return None  # « y a-t-il » has no subject to name
    if re.search(r"\b(?:une?|le|la|les) [a-z]+ (?:y |en )?$", folded[:start]):
        return None
    if re.search(r"\b(?:que |qu')$", folded[:start]):
        verb = asked[start : match.end("verb")]
        return f"{asked[:start]}{verb} {found.text}{asked[match.end() :]}"
    verb = asked[start].lower() + asked[start + 1 :]
    before = re.sub(r"\b(?:cela|ça|ca) $", "", asked[:start], flags=re.IGNORECASE)
    return f"{before}{found.text} {verb}"


def _object(asked: str, said: Sequence[Phrase], answer: str) -> str | None:
    """« Qui l'anime ? » takes the noun after its verb."""
    match = _OBJECT.search(fold_same_length(asked))
    if not match or re.match(r" [a-z]+-(?:t-)?(?:il|elle)", fold(asked[match.end() :])):
        return None
    found = _referent(said, *_of(match["pronoun"]))
    if not found and match["pronoun"] == "l'":
        found = next((phrase for phrase in said if not phrase.plural), None)
    if not found:
        return None
    verb = asked[match.start("verb") : match.end("verb")]
    if " " in match["verb"]:
        verb = re.sub(r"(?<=[éuit])(?:es|e|s)$|(?<=is)es?$", "", verb)
    before = asked[: match.end("before")]
    if match["before"] == "ne " and verb[0] in "aeiouyhéè":
        before = before[:-2] + "'"
    return f"{before}{verb}{match['not'] or ''} {found.text}{asked[match.end() :]}"


def _possessive(asked: str, said: Sequence[Phrase], answer: str) -> str | None:
    """« son budget » becomes « le budget du plan »."""
    match = _POSSESSIVE.search(asked)
    if not match:
        return None
    owned, thing = match["owned"], match["thing"]
    person = _FULL_NAME.search(answer) if _PERSON.search(fold(thing)) else None
    owner = Phrase(person.group()) if person else _referent(said, None, owned.startswith("leur"))
    if not owner:
        return None
    article = "les " if owned in {"ses", "leurs"} else "la " if owned == "sa" else "le "
    if article != "les " and re.match(r"[aeiouyéèêîô]", thing):
        article = "l'"
    elif owned == "leur" and not _MASCULINE_END.search(fold(thing.split()[0])):
        article = "la "
    return f"{asked[: match.start()]}{article}{thing} {owner.after_de}{asked[match.end() :]}"


def _tonic(asked: str, said: Sequence[Phrase], answer: str) -> str | None:
    """« pour eux » becomes « pour les apprentis »."""
    match = _TONIC.search(asked)
    found = _referent(said, *_of(match["pronoun"])) if match else None
    if not match or not found:
        return None
    named = {"de": found.after_de, "d'": found.after_de, "à": found.after_a, "a": found.after_a}
    shown = named.get(match["preposition"], f"{match['preposition']} {found.text}")
    return f"{asked[: match.start()]}{shown}{asked[match.end() :]}"


def _subject(asked: str, said: Sequence[Phrase], answer: str) -> str | None:
    """« il court jusqu'à quand ? » takes the noun in place of its subject, « ça coûte combien ? » before it."""
    match = _SUBJECT.search(fold_same_length(asked))
    if not match:
        return None
    pronoun = (match["pronoun"] or match["later"]).strip()
    if pronoun in {"ca", "cela", "c'"}:
        return f"{said[0].text}, {asked[0].lower()}{asked[1:]}" if said else None
    found = _referent(said, *_of(pronoun))
    if not found:
        return None
    if match["later"]:
        return f"{asked[: match.start()][:-1]}e {found.text}{asked[match.end() :]}"
    return f"{found.text} {asked[match.end() :]}"
