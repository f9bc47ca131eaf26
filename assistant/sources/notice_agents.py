"""Who is responsible for a work, as PMB prints it: « Name, Role ; Name, Role - PUBLISHER »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from assistant.models import Agent
from assistant.text import fold, tokens

_ROLES = """
    auteur auteure autrice coauteur coautrice editeur editrice directeur directrice redacteur redactrice coordinateur
    coordinatrice coordonnateur coordonnatrice prefacier prefaciere postfacier traducteur traductrice illustrateur
    illustratrice photographe collaborateur collaboratrice contributeur contributrice commanditaire collectivite
    organisme producteur productrice intervenant intervenante interviewer interviewe compilateur concepteur conceptrice
    animateur animatrice financeur diffuseur imprimeur realisateur realisatrice responsable rapporteur rapporteure
    """
_ROLE_WORDS = frozenset(_ROLES.split())
"""First word of the functions of PMB's list, folded."""

_ORGANISATIONS = """
    academie afpa agence agefiph apec assemblee association bibliotheque bureau cabinet caisse carif cellule centre
    cereq chambre clefop college comite commissariat commission communaute commune confederation conseil crefop dares
    departement direction dreets ecole federation fondation greta groupement inspection institut lycee mairie metropole
    ministere mission observatoire office onisep opco oref organisation organisme prefecture rectorat region reseau
    secretariat senat service societe syndicat unedic union universite ville
    """
_ORGANISATION_WORDS = frozenset(_ORGANISATIONS.split())
_DASH = re.compile(r"\s+[-–—]\s+|^[-–—]\s*")
_QUALIFIER = re.compile(r"\s*\([^)]*\)?")
_GIVEN = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*)(?:[ -][A-ZÀ-ÖØ-Þ][\w.'’-]*){0,2}")
_SURNAME_WORDS = 4
_ROLE_WORD_COUNT = 6
_ROLE_LENGTH = 100
_DASHES = 20


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The people and organisations of a statement, and the publishers printed after the last one."""

    agents: tuple[Agent, ...] = ()
    publishers: tuple[str, ...] = ()


def parse_responsibility(text: str) -> Responsibility:
    """Read « A, Auteur ; B, Auteur - PUBLISHER »; what has no role is still an agent."""
    agents: list[Agent] = []
    publishers: list[str] = []
    for chunk in text.split(";"):
        chunk = chunk.strip().rstrip(",").strip()
        if not chunk:
            continue
        if publishers:
            publishers.append(chunk)
            continue
        statement, publisher = _split_publisher(chunk)
        if statement:
            name, role = _split_role(statement)
            agents.append(Agent(name, role, agent_kind(name)))
        if publisher:
            publishers.append(publisher)
    return Responsibility(tuple(agents), tuple(publishers))


def states_role(line: str) -> bool:
    """True when a line names somebody with a function in capitals, as a head does (« …, Auteur ; »)."""
    roles = (_split_role(_split_publisher(chunk.strip())[0])[1] for chunk in line.split(";"))
    return any(role is not None and role[0].isupper() and role[-1] not in ".:!?" for role in roles)


def agent_kind(name: str) -> Literal["organisation", "person", "unknown"]:
    """What a name is. PMB prints a person as « Surname, Given name », so a name without a comma is an organisation's.

    A single word that is neither an acronym nor a known organisation may be either: ``unknown``.
    """
    bare = _QUALIFIER.sub("", name).strip()
    if _ORGANISATION_WORDS & set(tokens(bare)):
        return "organisation"
    surname, comma, given = bare.partition(",")
    if comma:
        person = bool(_GIVEN.fullmatch(given.strip())) and len(surname.split()) <= _SURNAME_WORDS
        return "person" if person else "unknown"
    return "organisation" if " " in bare or bare.isupper() else "unknown"


def _split_publisher(chunk: str) -> tuple[str, str]:
    """Cut « B, Auteur - PUBLISHER » after the function; without one, before a last part in capitals."""
    cuts = [(match.start(), match.end()) for match in islice(_DASH.finditer(chunk), _DASHES)]
    for start, end in cuts:
        tail = chunk[end:].strip()
        if _split_role(chunk[:start])[1] or (tail.isupper() and (start == 0 or (start, end) == cuts[-1])):
            return chunk[:start].strip().rstrip(","), tail
    return chunk, ""


def _split_role(statement: str) -> tuple[str, str | None]:
    parts = statement.split(", ")
    for index in range(len(parts) - 1, 0, -1):
        role = ", ".join(parts[index:]).strip()
        if len(role) > _ROLE_LENGTH:
            break
        words = fold(role).replace("-", "").split()
        if words and words[0].strip(",") in _ROLE_WORDS and len(words) <= _ROLE_WORD_COUNT:
            return ", ".join(parts[:index]).strip(), role
    return statement, None
