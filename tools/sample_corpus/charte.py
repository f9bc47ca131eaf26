"""Charte du SPRO: everything here is invented for the sample."""

from __future__ import annotations

from sample_corpus.model import Bullets, Document, Heading, Para

CHARTE = Document(
    file_name="charte_accueil_orientation_spro.pdf",
    title="Charte régionale de l'accueil et de l'orientation tout au long de la vie",
    author="Service public régional de l'orientation – Pays de la Loire",
    header="Service public régional de l’orientation (SPRO)",
    footer="Charte du 8 novembre 2022 – Document d’exemple",
    blocks=[
        Para(
            "Les 42 structures signataires, réunies à Angers le 8 novembre 2022, adoptent la "
            "présente charte. Elle remplace celle du 14 mars 2016 et vaut pour cinq ans."
        ),
        Heading("1. Les principes"),
        Bullets(
            [
                "Gratuité : aucun service d’accueil, d’information ou de conseil n’est payant.",
                (
                    "Ouverture à tous : aucune condition d’âge, de statut, de diplôme ou de "
                    "résidence n’est opposée à la personne."
                ),
                (
                    "Neutralité : le conseiller présente toutes les voies, sans favoriser "
                    "l’établissement ou le dispositif qui l’emploie."
                ),
                (
                    "Confidentialité : les propos tenus ne sont communiqués à un tiers qu’avec "
                    "l’accord écrit de la personne. L’anonymat est garanti à qui le demande."
                ),
            ]
        ),
        Heading("2. L’accueil"),
        Para("Chaque lieu d’accueil s’engage à :"),
        Bullets(
            [
                "proposer un premier entretien dans les cinq jours ouvrés ;",
                "ouvrir au moins vingt-quatre heures par semaine, dont une plage après 17 h 30 ;",
                "vérifier chaque année son accessibilité aux personnes en situation de handicap ;",
                "afficher la présente charte et le nom de son référent SPRO.",
            ]
        ),
        Heading("3. L’information"),
        Para(
            "Les professionnels s’appuient sur des ressources à jour : celles de l’Onisep pour les "
            "formations initiales, celles du Carif-Oref pour la formation continue et le marché du "
            "travail régional."
        ),
        Bullets(
            [
                "Toute documentation de plus de deux ans est retirée des présentoirs.",
                "Un fonds documentaire commun de 350 fiches métiers est tenu par le Carif-Oref.",
                "Chaque conseiller suit au moins trois jours de formation par an.",
            ]
        ),
        Heading("4. Le passage de relais"),
        Para(
            "Lorsque la demande dépasse ses compétences, la structure prend elle-même contact avec "
            "le partenaire adapté, avec l’accord de la personne, puis s’assure dans les quinze "
            "jours que le rendez-vous a eu lieu. Les cinq familles de partenaires sont :"
        ),
        Bullets(
            [
                ("les centres d’information et d’orientation (CIO), pour les scolaires et leurs familles ;"),
                "les missions locales, pour les jeunes de 16 à 25 ans sortis du système scolaire ;",
                "les Cap emploi, pour les personnes handicapées ;",
                (
                    "Transitions Pro et les opérateurs du conseil en évolution professionnelle "
                    "(CEP), pour les salariés ;"
                ),
                "Pôle emploi, pour les demandeurs d’emploi.",
            ]
        ),
        Heading("5. Le suivi"),
        Para(
            "Un comité de suivi, animé par Maëlle Prodhomme, coordinatrice du SPRO au Conseil "
            "régional, se réunit deux fois par an, en avril et en octobre. Une structure qui ne "
            "respecte pas la charte reçoit un avertissement ; après deux avertissements en douze "
            "mois, elle perd le droit d’utiliser le label « Lieu d’accueil SPRO »."
        ),
        Bullets(
            [
                "Taux de premiers entretiens tenus dans le délai : cible de 90 %.",
                "Part des usagers satisfaits ou très satisfaits : cible de 85 %.",
                "Part des relais confirmés dans les quinze jours : cible de 75 %.",
            ]
        ),
        Para(
            "Une enquête auprès de 1 500 usagers est conduite au printemps 2024. Ses résultats "
            "sont publiés au plus tard le 30 septembre 2024."
        ),
        Heading("6. Adhésion"),
        Para(
            "Toute structure qui accueille du public en vue de son orientation peut adhérer à la "
            "charte en adressant une demande au comité de suivi. La décision est rendue dans un "
            "délai de deux mois. L’adhésion n’ouvre droit à aucun financement."
        ),
    ],
)
