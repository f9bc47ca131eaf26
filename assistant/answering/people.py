"""People in a sentence: what looks like a name, and the function that it goes with."""

from __future__ import annotations

import re

from assistant.answering.question import Question
from assistant.text import Token, fold, stem, tokenise

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
CAPITALISED = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ][\w’'-]+"
_TITLED = re.compile(rf"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Dr|Me)\s+{CAPITALISED}")
_PAIR = re.compile(
    rf"(?<![\w’'-])(?=(?P<first>{CAPITALISED})\s+(?P<last>(?:(?:de|du|le|la|Le|La|De|Du)\s+)?{CAPITALISED})(?![\w-]))"
)
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
_QUALIFIER_WORDS = (
    "régional régionale départemental départementale général générale national nationale adjoint adjointe "
    "délégué déléguée territorial territoriale académique exécutif exécutive technique pédagogique financier "
    "financière administratif administrative interministériel municipal municipale communautaire"
)
_QUALIFIERS: frozenset[str] = frozenset(
    stem(word)
    for word in [
        "régional",
        "régionale",
        "départemental",
        "départementale",
        "général",
        "générale",
        "national",
        "nationale",
        "adjoint",
        "adjointe",
        "délégué",
        "déléguée",
        "territorial",
        "territoriale",
        "académique",
        "exécutif",
        "exécutive",
        "technique",
        "pédagogique",
        "financier",
        "financière",
        "administratif",
        "administrative",
        "interministériel",
        "municipal",
        "municipale",
        "communautaire",
    ]
)
"""What tells one director from another."""

_NEAR = 6
"""Greatest distance in words between a name and the function it goes with."""


def index_at(words: list[Token], offset: int) -> int:
    """Place of the word that holds an offset of the text, else of the one after it."""
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


def has_person(question: Question, sentence: str) -> bool:
    """A name next to the function that is asked for, when one is."""
    names = person_names(sentence)
    wanted = [term for term in question.content if term in _FUNCTIONS]
    if not names or not wanted:
        return bool(names)
    words = list(tokenise(sentence))
    functions = [i for i, word in enumerate(words) if word.stem in _FUNCTIONS and not _is_deputy(words, i)]
    for start, end in names:
        first, last = index_at(words, start), index_at(words, end - 1)
        near = [i for i in functions if -_NEAR <= i - last <= _NEAR and -_NEAR <= first - i <= _NEAR]
        if near and _same_function(question, words, min(near, key=lambda i: min(abs(i - first), abs(i - last)))):
            return True
    return False


def _same_function(question: Question, words: list[Token], place: int) -> bool:
    """True when the function at ``place`` is the one asked for: not the general director for the regional one."""
    if words[place].stem not in question.content:
        return False
    asked = {term for term in question.content if term in _QUALIFIERS}
    told = {word.stem for word in words[place + 1 : place + 3] if word.stem in _QUALIFIERS}
    return not (asked and told) or bool(asked & told)


def _is_deputy(words: list[Token], place: int) -> bool:
    """« sous-préfète » and « vice-président » are other functions than « préfète » and « président »."""
    return (
        place > 0
        and words[place - 1].folded in {"sous", "vice", "ex"}
        and words[place].start - words[place - 1].end == 1
    )
