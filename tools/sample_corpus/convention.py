"""Convention de financement: everything here is invented for the sample."""

from __future__ import annotations

from sample_corpus.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Para,
    Space,
    Table,
    euros,
)

DEPARTMENTS = ("Loire-Atlantique", "Maine-et-Loire", "Mayenne", "Sarthe", "Vendée")

OPERATORS: tuple[tuple[str, str, int, tuple[int, ...]], ...] = (
    # name, scheme, cost of a place in euros, places by department
    ("Formabat Ouest", "POEC", 3150, (96, 72, 36, 48, 60)),
    ("Cap Industrie Loire", "POEC", 3480, (84, 66, 42, 54, 90)),
    ("Agro Compétences", "POEI", 2640, (40, 55, 48, 50, 65)),
    ("Numéria Formation", "POEC", 4200, (110, 50, 18, 30, 24)),
    ("Soins et Services Formation", "POEI", 2900, (75, 60, 30, 45, 52)),
    ("Institut des métiers du Maine", "AFPR", 1980, (45, 38, 25, 40, 70)),
    ("Transval Logistique", "POEI", 2310, (62, 48, 20, 44, 36)),
)

PLACES = sum(sum(places) for _, _, _, places in OPERATORS)
TOTAL = sum(cost * sum(places) for _, _, cost, places in OPERATORS)
REGION = TOTAL * 45 // 100
FRANCE_TRAVAIL = TOTAL * 35 // 100
ETAT = TOTAL - REGION - FRANCE_TRAVAIL


def _allocation() -> Table:
    """One row per operator and department, a subtotal per operator, a grand total."""
    rows: list[list[str]] = []
    strong: list[int] = []
    for name, scheme, cost, places in OPERATORS:
        for department, number in zip(DEPARTMENTS, places, strict=True):
            rows.append([name, department, scheme, str(number), euros(number * cost)])
        strong.append(len(rows))
        rows.append([f"Total {name}", "", "", str(sum(places)), euros(sum(places) * cost)])
    strong.append(len(rows))
    rows.append(["TOTAL GÉNÉRAL", "", "", euros(PLACES), euros(TOTAL)])
    return Table(
        header=["Opérateur", "Département", "Dispositif", "Places", "Montant (€)"],
        rows=rows,
        widths=[58, 38, 22, 18, 28],
        numeric=(3, 4),
        strong=strong,
    )


_BLOCKS: list[Block] = [
    Para(
        "Entre la Région Pays de la Loire, l’État (direction régionale de l’économie, de l’emploi, "
        "du travail et des solidarités) et France Travail Pays de la Loire, il est convenu ce qui "
        "suit."
    ),
    Heading("Article 1 – Objet", 2),
    Para(
        f"La présente convention fixe les conditions dans lesquelles les parties financent, en "
        f"2024, {euros(PLACES)} places de formation préalable au recrutement, pour un montant "
        f"total de {euros(TOTAL)} euros."
    ),
    Heading("Article 2 – Dispositifs", 2),
    Bullets(
        [
            (
                "La préparation opérationnelle à l’emploi individuelle (POEI) répond à une offre "
                "déposée par un employeur déterminé. Sa durée ne dépasse pas 400 heures."
            ),
            (
                "La préparation opérationnelle à l’emploi collective (POEC) répond aux besoins de "
                "plusieurs employeurs d’une même branche. Sa durée ne dépasse pas 400 heures, dont "
                "un tiers au plus en entreprise."
            ),
            (
                "L’action de formation préalable au recrutement (AFPR) prépare à un contrat d’une "
                "durée de six mois à moins de douze mois."
            ),
        ]
    ),
    Heading("Article 3 – Bénéficiaires", 2),
    Para(
        "Les places sont ouvertes aux demandeurs d’emploi inscrits, indemnisés ou non. La moitié "
        "au moins est réservée aux personnes inscrites depuis plus de douze mois, aux allocataires "
        "du revenu de solidarité active et aux travailleurs handicapés."
    ),
    Heading("Article 4 – Financement", 2),
    Para("Le montant total est réparti entre les trois financeurs selon le tableau 1."),
    Table(
        header=["Financeur", "Part", "Montant (€)"],
        rows=[
            ["Région Pays de la Loire", "45 %", euros(REGION)],
            ["France Travail Pays de la Loire", "35 %", euros(FRANCE_TRAVAIL)],
            ["État (PRIC)", "20 %", euros(ETAT)],
            ["Total", "100 %", euros(TOTAL)],
        ],
        widths=[80, 30, 40],
        numeric=(1, 2),
        strong=(3,),
    ),
    Space(2),
    Para("Tableau 1 – Participation des financeurs en 2024."),
    Heading("Article 5 – Versement", 2),
    Para(
        "L’aide est versée à chaque opérateur en trois fois : 40 % à la signature, 40 % au "
        "30 juin 2024 et 20 % au vu du bilan mentionné à l’article 8."
    ),
    Heading("Article 6 – Répartition", 2),
    Para(
        "Les places et les montants sont répartis par opérateur et par département selon le "
        "tableau 2. Un transfert entre deux départements est possible dans la limite de 10 % des "
        "places de l’opérateur ; au-delà, un avenant est nécessaire."
    ),
    _allocation(),
    Space(2),
    Para("Tableau 2 – Places et montants par opérateur et par département."),
    Heading("Article 7 – Obligations des opérateurs", 2),
    Bullets(
        [
            "détenir la certification Qualiopi pendant toute la durée de la convention ;",
            ("publier chaque session dans le catalogue du Carif-Oref au moins quatre semaines avant son ouverture ;"),
            "nommer un référent handicap ;",
            (
                "remettre à chaque stagiaire une attestation de compétences dans les huit jours "
                "suivant la fin de la formation."
            ),
        ]
    ),
    Heading("Article 8 – Bilan et résultats", 2),
    Para(
        "Chaque opérateur remet son bilan au plus tard le 31 mars 2025. Au moins 70 % des "
        "stagiaires doivent être en emploi six mois après la fin de la formation. Lorsque ce taux "
        "est inférieur à 50 %, le solde est réduit de moitié."
    ),
    Heading("Article 9 – Contrôle", 2),
    Para(
        "Les parties peuvent, sur pièces ou sur place, contrôler l’emploi des fonds pendant quatre "
        "ans à compter du versement du solde. Les feuilles d’émargement sont conservées pendant "
        "cette durée."
    ),
    Heading("Article 10 – Suivi", 2),
    Para(
        "Un comité technique composé de Mme Irène Chauvelot (Région), de M. Bastien Quéméneur "
        "(France Travail) et de Mme Solène Gaudry (Dreets) se réunit tous les deux mois."
    ),
    Heading("Article 11 – Durée et résiliation", 2),
    Para(
        "La convention prend effet le 1er janvier 2024 et s’achève le 31 décembre 2024, sous "
        "réserve des obligations de l’article 8. Chaque partie peut la résilier par lettre "
        "recommandée, moyennant un préavis de deux mois."
    ),
    Heading("Article 12 – Litiges", 2),
    Para("À défaut d’accord amiable dans un délai de trente jours, le tribunal administratif de Nantes est compétent."),
    Para("Fait à Nantes, le 18 janvier 2024, en trois exemplaires."),
]

CONVENTION = Document(
    file_name="convention_financement_formations_prealables_2024.pdf",
    title="Convention régionale de financement des formations préalables au recrutement 2024",
    author="Région Pays de la Loire",
    header="Convention n° 2024-017 – Formations préalables au recrutement",
    footer="Région Pays de la Loire – Document d’exemple",
    blocks=_BLOCKS,
)
