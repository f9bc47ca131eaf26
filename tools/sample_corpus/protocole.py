"""Protocole de préfiguration: signing facts are public, the commitments are ours."""

from __future__ import annotations

from sample_corpus.model import Block, Break, Document, Heading, Para, Table

_FORMATION: list[Block] = [
    Heading("PARTIE I – RENFORCER L’OFFRE DE FORMATION"),
    Heading("Engagement 1 – Établir un diagnostic partagé des compétences", 2),
    Para(
        "Le Carif-Oref, Pôle emploi et la Dreets produisent chaque année un diagnostic commun des "
        "écarts entre les compétences recherchées par les employeurs et celles des demandeurs "
        "d’emploi. Le premier diagnostic est remis au plus tard le 15 octobre 2023. Les suivants "
        "le sont avant le 30 septembre de chaque année."
    ),
    Heading("Engagement 2 – Arrêter des priorités de formation communes", 2),
    Para(
        "Sur la base de ce diagnostic, le comité régional retient en décembre une liste de "
        "12 métiers prioritaires. L’État, la Région et Pôle emploi y consacrent au moins 60 % des "
        "places qu’ils financent en dehors des formations générales."
    ),
    Heading("Engagement 3 – Garantir l’accès aux compétences de base", 2),
    Para(
        "Deux mille quatre cents parcours de compétences clés sont ouverts chaque année. Le délai "
        "entre la prescription et l’entrée en parcours n’excède pas six semaines. Chaque parcours "
        "se conclut par un entretien de poursuite vers une formation qualifiante ou un emploi."
    ),
    Heading("Engagement 4 – Faciliter le recours aux financements", 2),
    Para(
        "Toute demande de financement individuel reçoit une réponse dans un délai de dix jours "
        "ouvrés. Un formulaire unique remplace les quatre formulaires en usage. Le demandeur n’a "
        "plus à fournir une pièce que l’un des signataires détient déjà."
    ),
    Heading("Engagement 5 – Rendre l’offre de formation lisible", 2),
    Para(
        "Le Carif-Oref tient un catalogue régional unique des formations financées. Les "
        "organismes y déclarent leurs places vacantes au moins une fois par semaine ; toute "
        "modification est en ligne dans les 48 heures. Le catalogue indique, pour chaque "
        "formation, le taux d’accès à l’emploi à six mois lorsqu’il est connu."
    ),
    Heading("Engagement 6 – Développer les formations préalables à l’embauche", 2),
    Para(
        "Le nombre d’entrées en préparation opérationnelle à l’emploi individuelle (POEI) ou "
        "collective (POEC) et en action de formation préalable au recrutement (AFPR) est porté de "
        "4 100 en 2022 à 5 500 en 2024. Les signataires visent un taux d’emploi de 70 % six mois "
        "après la sortie."
    ),
]

_EMPLOYEURS: list[Block] = [
    Heading("PARTIE II – MIEUX ACCOMPAGNER LES EMPLOYEURS"),
    Heading("Engagement 7 – Bâtir une stratégie territoriale de prospection", 2),
    Para(
        "Une stratégie de prospection des employeurs est écrite pour chaque territoire. Elle est "
        "d’abord éprouvée, à compter du 1er octobre 2023, dans trois territoires pilotes : Laval, "
        "La Roche-sur-Yon et Saumur. Elle est étendue aux 18 bassins d’emploi avant le "
        "31 décembre 2024."
    ),
    Heading("Engagement 8 – Désigner un interlocuteur privilégié", 2),
    Para(
        "Chaque entreprise de moins de 250 salariés qui en fait la demande dispose d’un "
        "interlocuteur privilégié. Celui-ci prend contact avec elle dans les 48 heures et "
        "coordonne les réponses des autres opérateurs. Son nom figure sur tous les courriers."
    ),
    Heading("Engagement 9 – Adopter des plans d’action partagés", 2),
    Para(
        "Chaque territoire pilote adopte un plan d’action partagé d’une durée de quinze mois. "
        "Ensemble, les trois plans prévoient 6 000 employeurs contactés et 3 500 offres d’emploi "
        "pourvues au 31 décembre 2024."
    ),
    Heading("Engagement 10 – Tenir compte des secteurs", 2),
    Para(
        "Cinq secteurs font l’objet d’une feuille de route : le bâtiment et les travaux publics, "
        "la métallurgie, l’agroalimentaire, le numérique et le secteur sanitaire et "
        "médico-social. Chaque feuille de route est suivie par un binôme formé d’un représentant "
        "de la branche et d’un représentant de la Région."
    ),
    Heading("Engagement 11 – Coordonner les évènements et l’attractivité", 2),
    Para(
        "Un calendrier commun recense les forums, les visites d’entreprises et les rencontres de "
        "recrutement. Au moins deux rencontres par bassin d’emploi sont organisées en 2024, soit "
        "36 pour l’ensemble de la région."
    ),
    Heading("Engagement 12 – Agir avant et après le recrutement", 2),
    Para(
        "En amont, une aide à la rédaction de l’offre et à la description du poste est proposée. "
        "En aval, la personne recrutée et son employeur sont contactés un mois, trois mois et six "
        "mois après l’embauche. Une médiation est possible à tout moment de la première année."
    ),
]

_PILOTAGE: list[Block] = [
    Heading("PARTIE III – PILOTER ENSEMBLE"),
    Heading("Engagement 13 – Installer un comité régional France Travail", 2),
    Para(
        "Un comité régional France Travail est installé au sein du Crefop. Le préfet de région et la "
        "présidente de la Région le coprésident. Quadripartite, il réunit l’État, les collectivités, "
        "les organisations d’employeurs et les organisations de salariés. Il se réunit trois fois par an."
    ),
    Heading("Engagement 14 – Faire vivre 18 comités locaux", 2),
    Para(
        "Dans les 18 bassins d’emploi, le Clefop devient l’instance de pilotage local. Il "
        "associe les communes et les intercommunalités. Les instances dont l’objet est identique "
        "sont supprimées avant le 30 juin 2024."
    ),
    Heading("Engagement 15 – Accompagner les allocataires du RSA", 2),
    Para(
        "Avec les Départements volontaires, les signataires organisent un accompagnement renforcé "
        "des allocataires du revenu de solidarité active (RSA). L’entretien d’orientation a lieu "
        "dans les trois semaines qui suivent l’ouverture du droit. Un conseiller suit au plus "
        "60 personnes. Le parcours comporte 15 à 20 heures d’activité par semaine, adaptées à la "
        "situation de chacun."
    ),
    Heading("Engagement 16 – Partager les données utiles", 2),
    Para(
        "Une convention d’échange de données est conclue au plus tard le 31 mars 2024, après avis "
        "des délégués à la protection des données. Elle précise les données échangées, les durées "
        "de conservation et les droits des personnes."
    ),
    Heading("Engagement 17 – Évaluer et rendre compte", 2),
    Para(
        "L’exécution du protocole est mesurée par 14 indicateurs. Une revue à mi-parcours se "
        "tient en juin 2024 et un bilan est présenté en séance plénière du Crefop. Les résultats "
        "sont rendus publics dans le mois qui suit."
    ),
]

_ECHEANCIER = Table(
    header=["N°", "Objet de l’engagement", "Pilote", "Échéance"],
    rows=[
        ["1", "Diagnostic partagé", "Carif-Oref", "15/10/2023"],
        ["2", "Priorités communes", "Comité régional", "31/12/2023"],
        ["3", "Compétences de base", "Région", "01/01/2024"],
        ["4", "Formulaire unique de financement", "Pôle emploi", "01/03/2024"],
        ["5", "Catalogue régional unique", "Carif-Oref", "01/02/2024"],
        ["6", "Formations préalables à l’embauche", "Pôle emploi", "31/12/2024"],
        ["7", "Stratégie de prospection", "Dreets", "01/10/2023"],
        ["8", "Interlocuteur privilégié", "Pôle emploi", "01/10/2023"],
        ["9", "Plans d’action partagés", "Comités locaux", "31/12/2024"],
        ["10", "Feuilles de route sectorielles", "Région", "31/01/2024"],
        ["11", "Calendrier des évènements", "Région", "01/01/2024"],
        ["12", "Suivi après l’embauche", "Pôle emploi", "01/04/2024"],
        ["13", "Comité régional France Travail", "Préfecture et Région", "30/09/2023"],
        ["14", "Comités locaux", "Sous-préfets", "30/06/2024"],
        ["15", "Allocataires du RSA", "Départements", "01/01/2024"],
        ["16", "Convention d’échange de données", "Dreets", "31/03/2024"],
        ["17", "Bilan et indicateurs", "Comité régional", "31/12/2024"],
    ],
    widths=[12, 76, 46, 30],
)

PROTOCOLE = Document(
    file_name="protocole_prefiguration_france_travail_pdl.pdf",
    title="Protocole de préfiguration de France Travail en Pays de la Loire",
    author="État – Région Pays de la Loire",
    header="Protocole de préfiguration de France Travail en Pays de la Loire",
    footer="État – Région Pays de la Loire – Document d’exemple",
    cover=[
        "Préfecture de la région Pays de la Loire",
        "Région Pays de la Loire",
        "",
        "Protocole de préfiguration de France Travail en Pays de la Loire",
        "",
        "Signé en Mayenne le 1er juin 2023",
        "17 engagements pour le plein emploi",
        "",
        "Document d’exemple : les engagements ont été rédigés pour l’échantillon",
        "et ne reproduisent pas le texte officiel.",
    ],
    blocks=[
        Heading("SIGNATAIRES"),
        Para(
            "Le présent protocole est conclu entre l’État, représenté par la Première ministre, "
            "Mme Élisabeth Borne, et par le ministre du Travail, du Plein-emploi et de "
            "l’Insertion, M. Olivier Dussopt ; la Région des Pays de la Loire, représentée par sa "
            "présidente, Mme Christelle Morençais ; et Pôle emploi, représenté par son directeur "
            "général, M. Jean Bassères."
        ),
        Heading("PRÉAMBULE"),
        Para(
            "Le projet de loi pour le plein emploi, examiné en Conseil des ministres le "
            "7 juin 2023, confie à un réseau unique le soin d’accueillir, d’orienter et "
            "d’accompagner les personnes sans emploi. Sans attendre son adoption, les signataires "
            "conviennent d’en éprouver les principes dans les Pays de la Loire."
        ),
        Para(
            "Trois thèmes structurent leurs 17 engagements : la formation, l’accompagnement des "
            "employeurs et le pilotage. Deux publics sont au cœur de la démarche : les demandeurs "
            "d’emploi, en particulier les allocataires du revenu de solidarité active, et les "
            "entreprises qui ne trouvent pas à recruter."
        ),
        Heading("DÉFINITIONS", 2),
        Para(
            "Bassin d’emploi : territoire, au sens de la carte arrêtée par le préfet de région, "
            "sur lequel un comité local exerce sa compétence. Les Pays de la Loire en comptent 18."
        ),
        Para(
            "Carif-Oref : centre d’animation, de ressources et d’information sur la formation et "
            "observatoire régional de l’emploi et de la formation. Clefop et Crefop : comité local "
            "et comité régional de l’emploi, de la formation et de l’orientation professionnelles. "
            "Dreets : direction régionale de l’économie, de l’emploi, du travail et des solidarités."
        ),
        Heading("DURÉE ET RÉVISION", 2),
        Para(
            "Le protocole prend effet à la date de sa signature et prend fin le 31 décembre 2024. La "
            "commission permanente du Conseil régional se prononce sur sa validation le 7 juillet 2023. "
            "Il peut être modifié par avenant."
        ),
        Break(),
        *_FORMATION,
        Break(),
        *_EMPLOYEURS,
        Break(),
        *_PILOTAGE,
        Break(),
        Heading("ANNEXE – PILOTES ET ÉCHÉANCES"),
        Para(
            "Chaque engagement est suivi par un pilote, qui rend compte au comité régional. "
            "L’échéance est celle de la mise en place ou, pour les engagements chiffrés, celle du "
            "résultat."
        ),
        _ECHEANCIER,
        Heading("SIGNATURES"),
        Para("Fait en Mayenne, le 1er juin 2023, en quatre exemplaires originaux."),
    ],
)
