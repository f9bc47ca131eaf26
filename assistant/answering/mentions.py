"""Does a sentence hold the kind of thing a question asks for: a number of something, a date, a name, a place…"""

from __future__ import annotations

import re

from assistant.answering.question import RECORD_TYPES, AnswerType, Question
from assistant.text import Token, dates, fold, numbers, stem, stems, tokenise

_ROLES = (
    "président présidente préfet préfète ministre directeur directrice maire sénateur député conseiller conseillère "
    "responsable délégué déléguée recteur rectrice secrétaire chef cheffe coordonnateur coordinatrice animateur "
    "animatrice chargé chargée référent référente vice-président vice-présidente commissaire gérant gérante "
    "signataire signataires membre membres représentant représentants représentante État Région conseil comité "
    "commission département commune agence association organisme organismes opérateur opérateurs service services "
    "entreprise entreprises employeur employeurs bénéficiaire bénéficiaires demandeurs salarié salariés jeune jeunes "
    "personne personnes candidat candidats agent agents partenaire partenaires mission missions chambre tribunal "
    "syndicat syndicats collectivité collectivités ministère préfecture rectorat académie"
)
ROLES: frozenset[str] = frozenset(stem(word) for part in _ROLES.split() for word in part.split("-"))
"""Stems of functions and bodies that can be « who » did something."""

_FUNCTION_WORDS = (
    "président présidente préfet préfète ministre directeur directrice maire recteur rectrice secrétaire "
    "responsable délégué déléguée sénateur député commissaire chef cheffe"
)
_FUNCTIONS: frozenset[str] = frozenset(stem(word) for word in _FUNCTION_WORDS.split())
_CAPITALISED = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ][\w’'-]+"
_TITLED = re.compile(rf"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Dr|Me)\s+{_CAPITALISED}")
_PAIR = re.compile(
    rf"(?<![\w’'-])(?=(?P<first>{_CAPITALISED})\s+(?P<last>(?:(?:de|du|le|la|Le|La|De|Du)\s+)?{_CAPITALISED})(?![\w-]))"
)
_PLACE = re.compile(
    r"\b(?:à|À|au|aux|en|En|dans (?:le|la|les|l['’])|dans|de|du|des|d['’]|près de|chez)"
    rf"\s*(?:l['’]|la |le |les )?{_CAPITALISED}"
)
_ACRONYM = re.compile(r"\b[A-ZÀÉÈ][A-ZÀÉÈ0-9&-]{1,11}\b|\b[A-Z][a-z]+(?:-[A-Z][a-z]+)+\b|\([A-Z][A-Za-zéèêà-]{2,14}\)")
_INSTITUTIONS = """
    Région Régions État Conseil Comité Commission Pôle France Pays Loire Mission Missions Agence Centre Maison Chambre
    Académie Ministère Préfecture Département Ville Commune Université Lycée Association Fédération Union Cap Code
    Cour Tribunal Premier Première Le La Les L Un Une Des Du De Ce Cette Ces Cet Il Elle Ils Elles Nous Vous On Dans
    Pour Par Avec Sur Sous Sans Selon En Au Aux Et Ou Mais Si Son Sa Ses Leur Leurs Notre Nos Tout Tous Toute Toutes
    Plan Projet Programme Convention Protocole Accord Charte Rapport Article Titre Chapitre Annexe Engagement Axe
    Action Objectif Service Services Direction Dispositif Contrat Fonds Caisse Institut École Groupe Réseau Saint
    Sainte Loir Val Haute Haut Basse Bas Grand Grande Nouvelle Nord Sud Est Ouest Pacte Schéma Compte Validation
    Transitions Travail Emploi Formation Insertion Solidarité Économie Éducation Affaires Union Conseils Communauté
    Nantes Angers Laval Mans Mayenne Sarthe Vendée Maine Loire-Atlantique
    """
_NOT_FIRST_NAMES = frozenset(fold(word) for word in _INSTITUTIONS.split())
_DURATION = re.compile(r"\b(?:ans?|annees?|mois|semaines?|jours?|heures?|minutes?|h)\b")
_EQUALS = re.compile(
    r"(?:[:=(]|\b(?:est|sont|etait|etaient|sera|seront)(?: (?:au nombre )?de)?|\bs['’]eleve(?:nt|ra)? a|\batteint"
    r"|\btotal de)"
    r"\s*(?:environ|pres de|plus de|moins de)?\s*$"
)
_SHARE = re.compile(r"\b(?:quart|tiers|moitie|totalite|majorite|minorite)\b|\bsur (?:deux|trois|quatre|cinq|dix)\b")
_WHEN = re.compile(
    r"\d|\b(?:siecle|decennie|rentree|lendemain|veille|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier"
    r"|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|printemps|automne|hiver|mois"
    r"|semaine|trimestre|semestre|chaque annee|tous les ans|moment)\b"
)
_NEAR = 6
"""Greatest distance in words between a name and the function it goes with."""


def satisfies(question: Question, sentence: str, metadata: str = "") -> float:
    """How far a sentence holds what the question asks for, from 0 (not at all) to 1.

    Args:
        question: The question.
        sentence: The candidate sentence.
        metadata: ``search_text`` of the block it stands in, when it is a line of a notice's record.

    Returns:
        The share of the question's types that are held; 0.5 for a type that cannot be told from the sentence alone.
    """
    return sum(_satisfies_type(t, question, sentence, metadata) for t in question.types) / len(question.types)


def _satisfies_type(kind: AnswerType, question: Question, sentence: str, metadata: str) -> float:
    if kind in _METADATA_WORDS:
        return 1.0 if any(word in fold(metadata) for word in _METADATA_WORDS[kind]) else 0.0
    if kind == "number":
        return counts(question.head, sentence)
    check = _CHECKS.get(kind)
    return float(check(question, sentence)) if check else 0.5


def impossible(question: Question, sentence: str, metadata: str = "") -> bool:
    """True when a sentence cannot answer: no number where one is asked for, no name, no date, not the right record.

    Weaker than ``satisfies``: a number need not count the asked noun, but the noun must be there. A question in
    several parts is answered by a sentence that answers one.

    Args:
        question: The question.
        sentence: The candidate, with the header of its table when it is a row.
        metadata: ``search_text`` of its block.
    """
    return all(_impossible_type(kind, question, sentence, metadata) for kind in question.types)


def _impossible_type(kind: AnswerType, question: Question, sentence: str, metadata: str) -> bool:
    if kind in RECORD_TYPES:
        return not any(word in fold(metadata) for word in _METADATA_WORDS[kind])
    if kind == "percent" and _SHARE.search(fold(sentence)):
        return False
    if kind == "number" and question.head and question.head not in stems(sentence):
        return True
    if kind in {"number", "amount", "percent", "duration"}:
        return counts(None, sentence) == 0
    if kind == "date":
        return not _WHEN.search(fold(sentence))
    return kind == "person" and not _has_person(question, sentence)


_METADATA_WORDS: dict[AnswerType, tuple[str, ...]] = {
    "attachment": ("piece jointe",),
    "descriptors": ("descripteur",),
    "authors": ("auteur",),
    "record_date": ("date de la notice", "date de publication"),
}


def counts(head: str | None, sentence: str) -> float:
    """1 when a number counts the noun ``head`` (« 17 engagements », « engagements : 17 »), 0 when none does.

    Without a head, 1 when there is a number that is not part of a date.
    """
    free = [n for n in numbers(sentence) if not any(d.start <= n.start < d.end for d in dates(sentence))]
    if head is not None:
        free = [n for n in free if n.unit is None]  # « 10 % des places » does not count places
    if head is None or not free:
        return 1.0 if free else 0.0
    words = list(tokenise(sentence))
    heads = [index for index, word in enumerate(words) if word.stem == head]
    for number in free:
        place = _index_at(words, number.start)
        last = _index_at(words, number.end - 1)
        for index in heads:
            before = 0 < index - last <= 3 and not re.search(r"[,;:.]", sentence[number.end : words[index].start])
            gap = fold(sentence[words[index].end : number.start])
            after = 0 < place - index <= 8 and ("|" in gap or bool(_EQUALS.search(gap)))
            if before or after:
                return 1.0
    return 0.0


def _index_at(words: list[Token], offset: int) -> int:
    for index, word in enumerate(words):
        if word.start <= offset < word.end or word.start > offset:
            return index
    return len(words) - 1


def person_names(sentence: str) -> list[tuple[int, int]]:
    """Places of what looks like a person's name, as (start, end).

    A civility and a name, or two capitalised words that are not those of an institution or a place.
    """
    found = [match.span() for match in _TITLED.finditer(sentence)]
    for match in _PAIR.finditer(sentence):
        first, last = fold(match["first"]), fold(match["last"].split()[-1])
        upper_pair = match["first"].isupper() and match["last"].isupper()
        if first in _NOT_FIRST_NAMES or last in _NOT_FIRST_NAMES or upper_pair or match["first"].isupper():
            continue
        if stem(match["first"]) in ROLES or stem(match["last"]) in ROLES:
            continue
        found.append((match.start("first"), match.end("last")))
    return found


def _has_person(question: Question, sentence: str) -> bool:
    """A name next to the function that is asked for, when one is."""
    names = person_names(sentence)
    wanted = [term for term in question.content if term in _FUNCTIONS]
    if not names or not wanted:
        return bool(names)
    words = list(tokenise(sentence))
    functions = [i for i, word in enumerate(words) if word.stem in _FUNCTIONS and not _is_deputy(words, i)]
    for start, end in names:
        first, last = _index_at(words, start), _index_at(words, end - 1)
        near = [i for i in functions if -_NEAR <= i - last <= _NEAR and -_NEAR <= first - i <= _NEAR]
        if near and words[min(near, key=lambda i: min(abs(i - first), abs(i - last)))].stem in wanted:
            return True
    return False


def _is_deputy(words: list[Token], place: int) -> bool:
    """« sous-préfète » and « vice-président » are other functions than « préfète » and « président »."""
    return (
        place > 0
        and words[place - 1].folded in {"sous", "vice", "ex"}
        and words[place].start - words[place - 1].end == 1
    )


def _has_agent(question: Question, sentence: str) -> bool:
    """A name, a function or a body that the question does not itself contain."""
    if person_names(sentence):
        return True
    asked = set(question.all_terms)
    words = list(tokenise(sentence))
    if any(word.stem in ROLES and word.stem not in asked for word in words):
        return True
    return any(fold(match.group().strip("()")) not in {fold(t) for t in asked} for match in _ACRONYM.finditer(sentence))


def _has_place(question: Question, sentence: str) -> bool:
    asked = set(question.all_terms)
    return any(stem(re.split(r"[\s'’]", match.group())[-1]) not in asked for match in _PLACE.finditer(sentence))


def _has_amount(question: Question, sentence: str) -> bool:
    return any(number.unit == "€" for number in numbers(sentence)) or "gratuit" in fold(sentence)


def _has_percent(question: Question, sentence: str) -> bool:
    return any(number.unit == "%" for number in numbers(sentence))


def _has_date(question: Question, sentence: str) -> bool:
    return any(
        mention.kind != "year" or re.search(r"annee", fold(question.text)) for mention in dates(sentence)
    ) or bool(
        re.search(r"\b(?:en|depuis|fin|debut|des|pour|avant|apres|rentree|d'ici)\s+(?:19|20)\d\d\b", fold(sentence))
    )


def _has_duration(question: Question, sentence: str) -> bool:
    return any(_DURATION.match(fold(sentence[number.end :]).lstrip()) for number in numbers(sentence))


def _has_definition(question: Question, sentence: str) -> bool:
    """An expansion « … (SIGLE) », or « X est / désigne / signifie … » about a word of the question."""
    folded = fold(sentence)
    for term in question.content:
        if re.search(rf"\(\s*{re.escape(term)}\w*\s*\)|\b{re.escape(term)}\w*\s*\((?=\w+ \w+)", folded):
            return True
        if re.search(
            rf"\b{re.escape(term)}\w*\b.{{0,40}}\b(?:est (?:une?|le|la|l')|designe|signifie|consiste|permet)",
            folded,
        ):
            return True
        if re.search(rf"^\W*{re.escape(term)}\w*\W{{0,4}}[:–=-]", folded):
            return True
    return False


def _has_list(question: Question, sentence: str) -> bool:
    return sentence.rstrip().endswith(":") or sentence.count(",") + sentence.count(" ; ") >= 2 or " et " in sentence


_CHECKS = {
    "amount": _has_amount,
    "percent": _has_percent,
    "date": _has_date,
    "duration": _has_duration,
    "person": _has_person,
    "agent": _has_agent,
    "place": _has_place,
    "definition": _has_definition,
    "list": _has_list,
}
