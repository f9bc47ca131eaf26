"""The words that questions are made of, whatever their subject: those set aside, those kept, those that ask alike."""

from __future__ import annotations

_KEPT_WORDS = """
    avant apres depuis plus moins sans vers chez contre sous sauf hors meme autre autres pendant chaque chacun assez
    trop deja tous toutes
    """
KEPT = frozenset(_KEPT_WORDS.split())
"""Function words that change what is asked."""

_SCAFFOLD_WORDS = """
    etre avoir faire pouvoir falloir aller exister trouver compter dire savoir connaitre donner indiquer preciser lister
    citer tenir situer dater concerner total question quoi permettre liste cela ca exactement precisement actuellement
    actuel environ svp partir possible prevoir prevu durer
    """
SCAFFOLD = frozenset(_SCAFFOLD_WORDS.split())
"""Lemmas, folded, that only ask."""

TOLD_BY_KIND = {
    "why": frozenset({"raison", "cause"}),
    "frequency": frozenset({"frequence", "fois"}),
    "duration": frozenset({"duree", "temps", "temp"}),
    "share": frozenset({"taux", "part", "pourcentage", "proportion"}),
    "amount": frozenset({"montant", "somme"}),
    "number": frozenset({"nombre", "effectif"}),
    "date": frozenset({"date", "jour", "moment", "annee", "echeance"}),
    "how": frozenset({"procedure", "maniere", "facon", "demarche"}),
    "meaning": frozenset({"definition", "signification", "sigle", "acronyme", "signifier", "designer", "vouloir"}),
    "place": frozenset({"lieu", "ville", "endroit", "adresse"}),
}
"""Lemmas that say nothing more than the kind of the question, by kind."""

_GROUPS = (
    "cout couter prix tarif couteux",
    "objectif but finalite viser",
    "signer signataire signature",
    "piloter pilote pilotage",
    "presider president presidente presidence",
    "diriger directeur directrice direction",
    "coordonner coordonnateur coordinateur coordonnatrice coordinatrice coordination",
    "animer animateur animatrice animation",
    "rediger redaction redacteur ecrire auteur",
    "financer financement financeur",
    "repartir repartition",
    "prioritaire priorite",
    "role mission fonction",
    "beneficier beneficiaire droit",
    "inscrire inscription",
    "embaucher embauche recruter recrutement",
    "remuneration salaire remunerer",
    "condition critere",
    "sanction sanctionner penalite",
    "publier publication paraitre parution",
    "telephone telephonique telephoner",
    "contacter contact joindre",
    "differer difference distinguer distinction",
    "fin limite finir terminer expirer achever",
    "debut commencer demarrer debuter",
    "deposer depot",
    "evoluer evolution",
    "calculer calcul",
    "creer creation",
    "abandonner abandon",
    "rembourser remboursement",
    "accueillir accueil",
    "organiser organisation",
    "gerer gestion gestionnaire",
    "valider validation",
    "evaluer evaluation",
    "document piece justificatif",
    "mesure action",
    "maximum maximal plafond",
    "minimum minimal plancher",
    "participer participation participant",
    "supprimer suppression",
    "obtenir obtention",
    "contester contestation",
    "autoriser autorisation",
    "modifier modification",
    "utiliser utilisation",
    "membre sieger siege composition composer",
    "horaire ouverture",
    "verser versement",
)  # fmt: skip
SAME = {word: group.split()[0] for group in _GROUPS for word in group.split()}
ORDINALS = {"premier": 1.0, "deuxieme": 2.0, "second": 2.0, "troisieme": 3.0, "quatrieme": 4.0, "cinquieme": 5.0}
PREPOSITIONS = {
    "a": "à", "au": "à", "aux": "à", "de": "de", "du": "de", "des": "de", "d": "de", "par": "par", "pour": "pour",
    "vers": "vers", "avant": "avant", "apres": "après", "chez": "chez", "sur": "sur", "avec": "avec", "sans": "sans",
    "contre": "contre", "en": "en", "dans": "en",
}  # fmt: skip
IMPLIED = {
    "jusqu": "fin",
    "dois": "devoir",
    "doit": "devoir",
    "doivent": "devoir",
    "devait": "devoir",
    "devaient": "devoir",
}
"""Function words that add a meaning."""

ARTICLE = "le"
ARTICLES = frozenset(
    ("le", "la", "les", "l", "un", "une", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs")
)
