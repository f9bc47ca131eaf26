"""Letter set as a scan without a text layer: everything here is invented for the sample."""

from __future__ import annotations

FILE_NAME = "lettre_notification_subvention_2024.pdf"
TITLE = "Lettre de notification de la subvention 2024"
AUTHOR = "Dreets des Pays de la Loire"

LETTERHEAD = (
    "Direction régionale de l’économie, de l’emploi,",
    "du travail et des solidarités",
    "des Pays de la Loire",
)

ADDRESSEE = (
    "Madame la Présidente",
    "du Conseil régional des Pays de la Loire",
    "1 rue de la Loire",
    "44966 Nantes cedex 9",
)

PARAGRAPHS = (
    "Nantes, le 24 janvier 2024",
    "Référence : SG/2024-0113",
    "Objet : notification de la participation de l’État aux formations préalables au recrutement",
    "Madame la Présidente,",
    (
        "J’ai l’honneur de vous faire connaître que l’État participe en 2024 au financement des "
        "formations préalables au recrutement à hauteur de 1 096 828 euros, au titre du Pacte "
        "régional d’investissement dans les compétences."
    ),
    (
        "Un premier versement de 438 731 euros interviendra avant le 29 février 2024. Le deuxième, "
        "du même montant, est prévu au 30 juin. Le solde, soit 219 366 euros, sera versé après "
        "examen du bilan attendu le 31 mars 2025."
    ),
    (
        "Cette somme est imputée sur le programme 103. Mme Solène Gaudry, chargée de mission, se "
        "tient à la disposition de vos services."
    ),
    "Je vous prie d’agréer, Madame la Présidente, l’expression de ma haute considération.",
    "Le directeur régional,",
    "Aurélien Castaing",
    "(Document d’exemple)",
)
