"""Report set in two columns: everything here is invented for the sample.

``¹``, ``²`` and ``³`` in a text call the note of that number in `NOTES`.
"""

from __future__ import annotations

from sample_corpus.model import Heading, Para

FILE_NAME = "rapport_metiers_en_tension_2023.pdf"
TITLE = "Métiers en tension en Pays de la Loire : rapport d'observation 2023"
AUTHOR = "Carif-Oref Pays de la Loire"
HEADER_LEFT = "Métiers en tension en Pays de la Loire"
HEADER_RIGHT = "Rapport d’observation 2023"
FOOTER = "Carif-Oref Pays de la Loire – Document d’exemple"
BYLINE = "Corentin Leblay et Nadège Rousselière – Observatoire du Carif-Oref – 30 novembre 2023"

NOTES: dict[str, str] = {
    "¹": "Enquête menée du 9 janvier au 24 février 2023 auprès de 31 600 établissements, dont 11 850 ont répondu.",
    "²": "Chiffres fournis par les onze plates-formes de mobilité conventionnées par les Départements.",
    "³": "Taux mesuré auprès des personnes sorties de formation entre janvier et décembre 2022.",
}

BLOCKS: list[Heading | Para] = [
    Heading("L’essentiel"),
    Para(
        "En 2023, les employeurs des Pays de la Loire déclarent 128 400 projets d’embauche¹. Ils "
        "en jugent 66,4 % difficiles, contre 49,8 % en 2021 et 61,2 % en 2022. Jamais cette part "
        "n’avait été aussi élevée depuis la première enquête régionale, conduite en 2010."
    ),
    Para(
        "Le présent rapport dresse la liste de 41 métiers en tension et en recherche les causes. "
        "Il montre que la formation, si elle demeure indispensable, n’apporte qu’une partie de la "
        "réponse : les conditions de travail, le logement et les déplacements domicile-travail "
        "pèsent au moins autant dans les décisions des candidats."
    ),
    Para(
        "Il a été préparé à la demande du comité régional, avec l’appui d’un groupe de lecture où le "
        "Haut-commissariat aux compétences, les services déconcentrés de l’État, Pôle emploi et six "
        "branches professionnelles étaient représentés. Ses conclusions n’engagent que ses auteurs."
    ),
    Heading("1. Mesurer les tensions"),
    Heading("1.1. Une définition partagée", 2),
    Para(
        "Un métier est dit en tension lorsque le nombre de candidats disponibles ne permet pas de "
        "pourvoir les postes dans un délai raisonnable. Ce délai est fixé ici à soixante jours. "
        "L’indicateur retenu combine trois mesures : la part des projets jugés difficiles, le "
        "rapport entre les offres et les demandes d’emploi, et la durée moyenne de publication "
        "d’une offre."
    ),
    Para(
        "Chaque métier reçoit une note de 0 à 100. Au-delà de 65, il figure sur la liste "
        "régionale. Cette méthode, adoptée en avril 2022, remplace un classement établi par "
        "simple consultation des branches ; les séries antérieures ne sont donc pas comparables."
    ),
    Heading("1.2. Quarante et un métiers", 2),
    Para(
        "La liste compte 41 métiers, soit sept de plus qu’en 2022. Treize relèvent de l’industrie, "
        "neuf du bâtiment et des travaux publics, huit de la santé et de l’action sociale, six de "
        "l’hôtellerie-restauration et cinq du transport et de la logistique. Les métiers du "
        "numérique n’y figurent plus : la note des développeurs est passée de 71 à 58 en un an."
    ),
    Para(
        "Dix métiers cumulent au moins trois causes de tension. Les aides à domicile obtiennent "
        "la note la plus élevée (92), devant les soudeurs (89), les conducteurs routiers (86), "
        "les couvreurs (84) et les aides-soignants (83). Viennent ensuite les chaudronniers, les "
        "cuisiniers, les conducteurs de ligne agroalimentaire, les maçons et les techniciens de "
        "maintenance."
    ),
    Para(
        "Les écarts entre territoires restent marqués. La part des projets difficiles atteint "
        "72,5 % en Vendée et 70,1 % en Mayenne, mais 67,3 % dans le Maine-et-Loire, 63,9 % en "
        "Loire-Atlantique et 62,8 % dans la Sarthe. Dans le bassin des Herbiers, quatre projets "
        "sur cinq sont jugés difficiles."
    ),
    Heading("2. Quatre causes"),
    Heading("2.1. Le manque de candidats formés", 2),
    Para(
        "Pour 24 métiers sur 41, les personnes formées chaque année sont moins nombreuses que les "
        "postes à pourvoir. Le déficit dépasse mille personnes pour les aides à domicile et six "
        "cents pour les aides-soignants. Dans la métallurgie, 340 places de formation sont restées "
        "vacantes en 2022 faute de candidats, alors même que les débouchés sont assurés."
    ),
    Para(
        "Pour les 17 autres métiers, le nombre de personnes formées couvrirait les besoins si "
        "toutes exerçaient le métier appris. Or 38 % d’entre elles travaillent ailleurs un an "
        "après leur sortie de formation. L’évaporation est particulièrement forte en cuisine, "
        "où elle concerne plus d’un diplômé sur deux."
    ),
    Heading("2.2. Les conditions de travail", 2),
    Para(
        "Horaires fractionnés, port de charges, travail du dimanche : les conditions de travail "
        "sont citées par 44 % des personnes qui ont quitté un métier en tension. La rémunération "
        "ne vient qu’ensuite, avec 31 % des réponses. Les aides à domicile effectuent en moyenne "
        "23 heures hebdomadaires rémunérées pour une amplitude de 41 heures."
    ),
    Para(
        "Les entreprises qui ont modifié leurs horaires constatent des effets rapides. Dans la "
        "laiterie suivie par notre équipe à Évron, le passage de cinq à quatre nuits consécutives "
        "a ramené le taux de départ volontaire de 22 % à 13 % en dix-huit mois. Le coût de la "
        "mesure, évalué à 1,8 % de la masse salariale, a été compensé par la baisse de l’intérim."
    ),
    Heading("2.3. Le logement et les déplacements", 2),
    Para(
        "Un employeur sur quatre cite le logement comme premier obstacle sur le littoral vendéen "
        "et dans l’agglomération nantaise. Il y a trois ans, ils étaient un sur neuf. Le loyer "
        "d’un deux-pièces absorbe 43 % du salaire net d’un serveur à Pornic et 39 % à Saint-Jean-"
        "de-Monts pendant la saison."
    ),
    Para(
        "Dans les bassins ruraux, c’est la mobilité qui fait défaut. Faute de permis de conduire "
        "ou de véhicule, 29 % des demandeurs d’emploi du nord de la Mayenne ne peuvent répondre à "
        "une offre située à plus de quinze kilomètres de leur domicile. Les plates-formes de "
        "mobilité ont loué 2 260 véhicules en 2022, et refusé 940 demandes²."
    ),
    Heading("2.4. L’intensité des embauches", 2),
    Para(
        "Certains métiers ne manquent pas de bras : ils recrutent sans cesse les mêmes personnes. "
        "Dans la restauration, un poste donne lieu à 3,4 contrats par an en moyenne. La tension "
        "tient alors au renouvellement des équipes plutôt qu’à la rareté des compétences. Le "
        "prêt de main-d’œuvre entre saisons d’été et d’hiver, expérimenté par onze employeurs "
        "vendéens, a permis de stabiliser 64 emplois."
    ),
    Heading("3. Cinq départements, cinq situations"),
    Heading("3.1. Loire-Atlantique", 2),
    Para(
        "Avec 52 600 projets d’embauche, le département concentre 41 % des besoins régionaux. Les "
        "tensions les plus vives concernent la construction navale : 1 480 postes de soudeurs, de "
        "tuyauteurs et d’électriciens sont ouverts dans le bassin de Saint-Nazaire, où le délai "
        "moyen de recrutement atteint 94 jours. Le secteur numérique nantais, longtemps cité en "
        "exemple, connaît au contraire une nette accalmie depuis le printemps."
    ),
    Heading("3.2. Maine-et-Loire", 2),
    Para(
        "Le végétal spécialisé emploie 23 800 personnes, dont la moitié en contrat saisonnier. Les "
        "employeurs du Saumurois peinent à loger les saisonniers : 610 lits manquaient en juin "
        "2023. À Cholet, la confection recrute de nouveau, et une école de la maroquinerie de "
        "48 places a ouvert le 4 septembre 2023 avec le concours de neuf entreprises."
    ),
    Heading("3.3. Mayenne", 2),
    Para(
        "Avec le taux de chômage le plus bas de la région, la Mayenne manque d’abord d’actifs. "
        "Les industries agroalimentaires y représentent un projet d’embauche sur cinq. L’accueil "
        "de salariés venus d’autres régions, soutenu par une prime départementale de "
        "1 500 euros, a concerné 230 ménages en deux ans."
    ),
    Heading("3.4. Sarthe", 2),
    Para(
        "La Sarthe cumule un chômage supérieur à la moyenne (6,9 %) et des emplois non pourvus "
        "dans l’assurance, l’automobile et l’aide à la personne. Le rapprochement de l’offre et de "
        "la demande y est donc un enjeu majeur. Dix-sept pour cent des demandeurs d’emploi du "
        "Mans n’ont aucun diplôme, contre 13 % en moyenne régionale."
    ),
    Heading("3.5. Vendée", 2),
    Para(
        "La Vendée présente la part de projets difficiles la plus élevée. Le bassin des Herbiers "
        "compte 3,1 offres pour un demandeur d’emploi. Les entreprises y ont mis en place des "
        "transports collectifs : six lignes, financées à parts égales par la communauté de "
        "communes et par un club de 58 employeurs, transportent 740 salariés chaque jour."
    ),
    Heading("4. Des réponses éprouvées"),
    Heading("4.1. Former avant d’embaucher", 2),
    Para(
        "Les formations préalables à l’embauche donnent les meilleurs résultats. Six mois après "
        "une préparation opérationnelle à l’emploi individuelle (POEI), 81 % des stagiaires sont "
        "en emploi³ ; la part est de 69 % après une préparation opérationnelle à l’emploi "
        "collective (POEC) et de 74 % après une action de formation préalable au recrutement "
        "(AFPR). Le taux moyen de l’ensemble des formations qualifiantes s’établit à 58 %."
    ),
    Para(
        "Le coût moyen d’un parcours est de 2 910 euros. Rapporté au nombre de retours à l’emploi, "
        "il est inférieur de 35 % à celui d’une formation longue. Ces dispositifs s’adressent "
        "cependant à des publics plus proches de l’emploi : 22 % seulement de leurs bénéficiaires "
        "étaient inscrits depuis plus de deux ans."
    ),
    Heading("4.2. Recruter autrement", 2),
    Para(
        "La méthode de recrutement par simulation, qui évalue les habiletés plutôt que le "
        "curriculum vitae, a concerné 5 130 candidats en 2022. Les groupements d’employeurs pour "
        "l’insertion et la qualification (GEIQ), au nombre de quatorze dans la région, ont conclu "
        "1 370 contrats en alternance, dont 63 % ont débouché sur un emploi durable."
    ),
    Para(
        "Les entreprises de moins de vingt salariés recourent peu à ces méthodes : elles sont "
        "8 % à les connaître. Un appui de proximité, confié à un interlocuteur unique, est "
        "demandé par 57 % des dirigeants interrogés. C’est l’un des objets du protocole signé le "
        "1er juin 2023."
    ),
    Heading("4.3. Faire connaître les métiers", 2),
    Para(
        "En 2022-2023, 640 classes de collège ont visité au moins une entreprise. Les "
        "porte-parole des métiers, salariés volontaires formés en une journée, sont intervenus "
        "devant 18 200 élèves. L’effet sur les vœux d’orientation reste modeste : + 4 % pour les "
        "formations de la métallurgie, + 1 % pour celles du bâtiment."
    ),
    Heading("5. Perspectives"),
    Heading("5.1. À l’horizon 2030", 2),
    Para(
        "D’ici à 2030, 268 000 postes seront à pourvoir dans la région, dont 71 % en raison de "
        "départs à la retraite. Les aides à domicile, les agents d’entretien et les infirmiers "
        "formeront les trois premiers groupes. L’éolien en mer et la rénovation énergétique "
        "appelleront à eux seuls 9 400 recrutements."
    ),
    Heading("5.2. Six recommandations", 2),
    Para(
        "Le rapport formule six recommandations : réserver 60 % des places nouvelles aux métiers "
        "de la liste ; ouvrir les formations à des effectifs réduits de huit stagiaires en zone "
        "rurale ; lier l’aide au recrutement à un engagement sur les horaires ; créer mille "
        "logements temporaires pour les stagiaires et les apprentis ; doubler le parc des "
        "plates-formes de mobilité ; publier chaque trimestre la liste actualisée."
    ),
    Para(
        "La prochaine édition paraîtra en novembre 2024. Elle étendra l’observation aux métiers "
        "de la transition écologique et mesurera, pour la première fois, les effets du "
        "rapprochement des opérateurs au sein de France Travail."
    ),
    Heading("Annexe. Sources et méthode"),
    Para(
        "Trois sources ont été croisées : l’enquête auprès des établissements, les offres et les "
        "demandes enregistrées par Pôle emploi entre le 1er juillet 2022 et le 30 juin 2023, et "
        "le suivi des sortants de formation tenu par le Carif-Oref. Quarante-deux entretiens ont "
        "complété ces données : vingt-trois avec des dirigeants, douze avec des salariés et sept "
        "avec des responsables d’organismes de formation."
    ),
    Para(
        "Les réponses ont été redressées selon la taille de l’établissement, le secteur et le "
        "bassin d’emploi. La marge d’erreur est de 1,2 point pour l’ensemble de la région et de "
        "3,5 points au plus pour un département. Les métiers sont décrits selon la nomenclature "
        "des familles professionnelles en 225 postes."
    ),
    Para(
        "Les données anonymes et le questionnaire sont tenus à la disposition des partenaires "
        "par l’observatoire. Une réunion méthodologique annuelle, ouverte à tous les "
        "contributeurs, permet de corriger les anomalies signalées."
    ),
]
