"""Minutes of a Clefop meeting: everything here is invented for the sample."""

from __future__ import annotations

from sample_corpus.model import Bullets, Document, Heading, Para, Table

COMPTE_RENDU = Document(
    file_name="compte_rendu_clefop_mayenne_2023-10-12.pdf",
    title="Compte rendu du Clefop de la Mayenne du 12 octobre 2023",
    author="Clefop de la Mayenne",
    header="Clefop de la Mayenne – Séance du 12 octobre 2023",
    footer="Compte rendu approuvé – Document d’exemple",
    blocks=[
        Para(
            "Le Comité local de l’emploi, de la formation et de l’orientation professionnelles "
            "s’est réuni le jeudi 12 octobre 2023, de 9 h 30 à 12 h 15, dans la salle "
            "Robert-Buron de la préfecture, à Laval. Dix-neuf personnes étaient présentes."
        ),
        Heading("Principaux participants"),
        Table(
            header=["Nom", "Organisme", "Qualité"],
            rows=[
                ["Armelle Vauzelle", "Sous-préfecture de Château-Gontier", "Coprésidente"],
                ["Thibault Lemercier", "Conseil régional", "Coprésident"],
                ["Sylvaine Houdebert", "Pôle emploi Laval", "Directrice d’agence"],
                ["Loïc Jarriau", "Mission locale de la Mayenne", "Directeur"],
                ["Bérengère Follain", "Conseil départemental", "Cheffe du service insertion"],
                ["Mathurin Desloges", "Laval Agglomération", "Chargé de développement"],
                ["Odile Pichereau", "Union patronale du Bas-Maine", "Secrétaire générale"],
                ["Karim Benhaddou", "Union départementale des syndicats", "Représentant"],
                ["Nadège Rousselière", "Carif-Oref", "Chargée d’études"],
            ],
            widths=[46, 68, 50],
        ),
        Para(
            "Excusés : Gwénola Tessier (Cap emploi), Alban Rivault (chambre de métiers et de "
            "l’artisanat). Secrétariat : Nadège Rousselière."
        ),
        Heading("1. Situation de l’emploi"),
        Para(
            "Mme Rousselière présente les chiffres du deuxième trimestre 2023. Le taux de chômage "
            "du département est de 4,9 %, contre 5,8 % pour l’ensemble de la région. Le bassin de "
            "Laval compte 6 240 demandeurs d’emploi des catégories A, B et C, en baisse de 3,1 % "
            "sur un an. Trois employeurs sur quatre ont renoncé à au moins une embauche au cours "
            "des douze derniers mois."
        ),
        Para(
            "M. Benhaddou relève que 62 % des offres déposées portent sur des contrats de moins de "
            "six mois. Mme Pichereau répond que les contrats longs ne trouvent pas davantage "
            "preneur dans l’agroalimentaire."
        ),
        Heading("2. Plan d’action partagé de Laval"),
        Para(
            "Mme Houdebert rappelle que Laval est l’un des trois territoires pilotes du protocole "
            "du 1er juin 2023. Le plan vise 2 100 employeurs contactés et 1 200 offres pourvues au "
            "31 décembre 2024. Une équipe de huit conseillers, issus de Pôle emploi, de la mission "
            "locale et de l’agglomération, est constituée depuis le 2 octobre."
        ),
        Heading("3. Accompagnement des allocataires du RSA"),
        Para(
            "Mme Follain indique que 3 870 foyers perçoivent le revenu de solidarité active en "
            "Mayenne. Depuis avril 2023, 412 personnes suivent un accompagnement renforcé ; 127 "
            "ont repris un emploi. M. Jarriau demande que les frais de garde d’enfants soient pris "
            "en charge dès l’entretien d’orientation."
        ),
        Heading("4. Carte des formations 2024"),
        Para(
            "Le comité examine onze propositions. Il en retient quatre, dont la session de "
            "conducteurs de ligne demandée par trois laiteries du nord du département."
        ),
        Heading("Relevé de décisions"),
        Table(
            header=["N°", "Décision", "Responsable", "Date"],
            rows=[
                [
                    "1",
                    "Ouvrir à Mayenne une session de conducteurs de ligne de 14 places",
                    "Conseil régional",
                    "15/01/2024",
                ],
                [
                    "2",
                    ("Créer un guichet unique des entreprises au 14 rue du Vieux-Saint-Louis, à Laval"),
                    "M. Desloges",
                    "04/12/2023",
                ],
                [
                    "3",
                    "Prendre en charge les frais de garde dès l’entretien d’orientation",
                    "Mme Follain",
                    "01/12/2023",
                ],
                [
                    "4",
                    "Organiser un forum agroalimentaire à Craon",
                    "Mme Houdebert",
                    "21/03/2024",
                ],
                [
                    "5",
                    "Étudier une navette entre Évron et Laval pour les apprentis",
                    "M. Lemercier",
                    "30/04/2024",
                ],
            ],
            widths=[12, 86, 38, 28],
        ),
        Heading("Points divers"),
        Bullets(
            [
                "Le compte rendu de la séance du 15 juin 2023 est adopté à l’unanimité.",
                "La décision n° 5 est adoptée par 15 voix pour et 4 abstentions.",
                ("La prochaine réunion se tiendra le 1er février 2024 à 14 heures, à Château-Gontier-sur-Mayenne."),
            ]
        ),
    ],
)
