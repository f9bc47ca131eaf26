"""Acronyms are read where a text defines them, in both orders, and nowhere else."""

from __future__ import annotations

import pytest

from assistant.acronyms import Definition, definitions, dotted, long_key, short_key, undotted

CREFOP = "comité régional de l'emploi, de la formation et de l'orientation professionnelles"
CFA = "centre de formation d'apprentis"


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (f"Le {CREFOP} (Crefop) se réunit.", "Crefop", CREFOP),
        (f"Le CREFOP ({CREFOP}) se réunit.", "CREFOP", CREFOP),
        (f"Le Crefop, {CREFOP}, se réunit.", "Crefop", CREFOP),
        (f"Sigles\nCFA : {CFA}\nOPCO : opérateur", "CFA", CFA),
        (f"• CFA – {CFA} ;", "CFA", CFA),
        (f"CFA\t{CFA}", "CFA", CFA),
        ("Les centres de formation d'apprentis (CFA) ouvrent.", "CFA", "centres de formation d'apprentis"),
        (f"un {CFA} (C.F.A.)", "C.F.A.", CFA),
        ("les centres de formation d’apprentis (CFAs)", "CFAs", "centres de formation d’apprentis"),
        (f"un « {CFA} » (« CFA »)", "CFA", CFA),
        (f"un {CFA} (ci-après le CFA)", "CFA", CFA),
        ("l'opérateur de compétences (Opco)", "Opco", "opérateur de compétences"),
        (
            "les directions régionales de l'économie, de l'emploi, du travail et des solidarités (Dreets)",
            "Dreets",
            "directions régionales de l'économie, de l'emploi, du travail et des solidarités",
        ),
        (
            "l'Association de gestion du fonds pour l'insertion professionnelle des personnes handicapées (Agefiph)",
            "Agefiph",
            "Association de gestion du fonds pour l'insertion professionnelle des personnes handicapées",
        ),
        ("le compte professionnel de prévention (C2P)", "C2P", "compte professionnel de prévention"),
        (
            "un quartier prioritaire de la politique de la ville (QPV)",
            "QPV",
            "quartier prioritaire de la politique de la ville",
        ),
        ("le salaire minimum de croissance (smic)", "smic", "salaire minimum de croissance"),
        ("le dossier documentaire des ouvrages exécutés (DDOE)", "DDOE", "dossier documentaire des ouvrages exécutés"),
    ],
)
def test_a_definition_is_read_in_either_order(text: str, short: str, long: str) -> None:
    assert definitions(text) == [Definition(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "L'accord a été signé (2023).",
        "Une embauche (voir) ou un stage (cf. annexe).",
        "Le salarié vient d'être embauché (CDI) par l'entreprise.",
        "Le titre de la loi (III) et le livre (VI).",
        "Le contrat peut être conclu (CDI ou CDD).",
        "l'article (L. 6323-1) du code",
        "La préparation peut être individuelle (PPI).",
        "Un contrat (CO) est signé.",
        "Un CDD ou contrat d'intérim (CDI)",
        "Note : ce texte est abrogé.",
        "Durée (durée du mandat électif) : cinq ans",
        "Il est né. Centre de formation. Apprentis (CFA)",
        "",
    ],
)
def test_what_defines_nothing_gives_nothing(text: str) -> None:
    assert definitions(text) == []


def test_a_definition_given_twice_counts_once_and_two_are_both_read() -> None:
    text = f"Le {CFA} (CFA) et les Centres de formation d'apprentis (CFA), le compte personnel de formation (CPF)."
    assert [(one.short, one.long) for one in definitions(text)] == [
        ("CFA", CFA),
        ("CPF", "compte personnel de formation"),
    ]


def test_keys_leave_out_dots_capitals_accents_and_plurals() -> None:
    assert short_key("C.F.A.") == short_key("cfa") == "cfa"
    assert short_key("CléA") == "clea"
    assert long_key("Centres de formation d’apprentis") == long_key(CFA) == "centr_format_apprent"
    assert long_key("formation") == ""


def test_acronyms_with_dots_are_found_in_a_question() -> None:
    assert dotted("Le C.F.A. et l'O.N.U ouvrent. Fin.") == ["C.F.A.", "O.N.U"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Que veut dire C.F.A. ?", "Que veut dire CFA ?"),
        ("La V.A.E, et le C.P.F.", "La VAE, et le CPF"),
        ("M. Durand et Mme B. Noir", "M. Durand et Mme B. Noir"),
        ("Fin. Et après ?", "Fin. Et après ?"),
    ],
)
def test_acronyms_lose_their_dots_and_nothing_else_does(typed: str, read: str) -> None:
    assert undotted(typed) == read
