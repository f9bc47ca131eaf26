"""Codes of UNIMARC in the French words that a PMB portal prints for them.

Functions: UNIMARC bibliographic format, appendix C. Types: record label, position 6. Languages: ISO 639-2.
"""

from __future__ import annotations

import re

_FUNCTIONS = {
    "010": "Adaptateur", "020": "Annotateur", "040": "Artiste", "070": "Auteur", "072": "Auteur des citations",
    "075": "Auteur de la postface", "080": "Préfacier, etc.", "100": "Antécédent bibliographique",
    "130": "Maquettiste", "180": "Cartographe", "205": "Collaborateur", "210": "Commentateur",
    "212": "Auteur du commentaire", "220": "Compilateur", "230": "Compositeur", "245": "Concepteur",
    "250": "Chef d'orchestre", "255": "Consultant de projet", "257": "Continuateur", "273": "Commissaire d'exposition",
    "280": "Dédicataire", "295": "Organisme de soutenance", "300": "Metteur en scène, réalisateur",
    "310": "Distributeur", "320": "Donateur", "330": "Auteur présumé", "340": "Éditeur scientifique",
    "350": "Graveur", "365": "Expert", "370": "Monteur", "390": "Ancien possesseur", "395": "Fondateur",
    "400": "Bailleur de fonds", "430": "Enlumineur", "440": "Illustrateur", "460": "Personne interviewée",
    "470": "Intervieweur", "475": "Collectivité éditrice", "480": "Librettiste", "520": "Parolier",
    "545": "Musicien", "550": "Narrateur", "557": "Organisateur de réunion", "570": "Autre", "590": "Interprète",
    "595": "Directeur de la recherche", "600": "Photographe", "605": "Présentateur", "610": "Imprimeur",
    "630": "Producteur", "632": "Directeur artistique", "635": "Programmeur", "637": "Gestionnaire de projet",
    "650": "Éditeur commercial", "651": "Directeur de la publication", "660": "Destinataire de lettres",
    "673": "Responsable de l'équipe de recherche", "677": "Membre de l'équipe de recherche", "690": "Scénariste",
    "695": "Conseiller scientifique", "700": "Copiste", "705": "Sculpteur", "710": "Secrétaire",
    "720": "Signataire", "723": "Parraineur", "725": "Organisme de normalisation", "727": "Directeur de thèse",
    "730": "Traducteur", "755": "Exécutant vocal", "760": "Graveur sur bois",
    "770": "Auteur du matériel d'accompagnement",
}  # fmt: skip

_TYPES = {
    "a": "texte imprimé", "b": "texte manuscrit", "c": "partition musicale imprimée",
    "d": "partition musicale manuscrite", "e": "document cartographique imprimé",
    "f": "document cartographique manuscrit", "g": "document projeté ou vidéo",
    "i": "enregistrement sonore non musical", "j": "enregistrement sonore musical",
    "k": "document graphique à deux dimensions", "l": "document électronique", "m": "document multimédia",
    "r": "objet à 3 dimensions, artefacts, ...",
}  # fmt: skip

_LANGUAGES = {
    "fre": "Français", "eng": "Anglais", "ger": "Allemand", "spa": "Espagnol", "ita": "Italien", "por": "Portugais",
    "dut": "Néerlandais", "bre": "Breton", "oci": "Occitan", "cat": "Catalan", "baq": "Basque", "cos": "Corse",
    "ara": "Arabe", "rus": "Russe", "chi": "Chinois", "jpn": "Japonais", "pol": "Polonais", "rum": "Roumain",
    "tur": "Turc", "gre": "Grec moderne", "lat": "Latin", "grc": "Grec ancien", "fro": "Ancien français",
    "frm": "Moyen français", "mul": "Multilingue",
}  # fmt: skip
_SAME_LANGUAGE = {
    "fra": "fre", "fr": "fre", "en": "eng", "deu": "ger", "de": "ger", "es": "spa", "it": "ita", "pt": "por",
    "nld": "dut", "nl": "dut", "eus": "baq", "ron": "rum", "ell": "gre", "zho": "chi",
}  # fmt: skip
_PRINTED_LANGUAGE = re.compile(r"(?P<name>[^()]*\S)\s*\(\s*(?P<code>[a-z]{3})\s*\)")


def function_name(code: str) -> str | None:
    """The function of a code (« 070 » is « Auteur »), a function already in words as it is, None for another code."""
    code = code.strip()
    return _FUNCTIONS.get(code) or (code if code and not code.isdigit() and len(code) > 3 else None)


def type_name(code: str) -> str | None:
    """The type of document of a code, None for one that is a portal's own."""
    return _TYPES.get(code.strip())


def language_name(text: str) -> str:
    """« Français » for « fre », « fr » or « Français (fre) »; what is neither a known code nor printed so stays."""
    code = text.strip().lower()
    printed = _PRINTED_LANGUAGE.fullmatch(text.strip())
    return _LANGUAGES.get(_SAME_LANGUAGE.get(code, code)) or (printed["name"] if printed else text.strip())
