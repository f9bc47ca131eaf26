"""Is the expected answer said, whatever the spelling, and only then?"""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.given import Given, GivenSentence
from eval.metrics.match import answer_right, list_recall, said_in
from eval.questions import Question
from tests.eval.metrics.makers import COUNT, SILENCE, TOWNS, UNANSWERABLE, WHERE, answer

SPELLINGS = [
    ["1er juin 2023", "le 1er juin 2023", "1 juin 2023", "premier juin 2023", "01/06/2023", "1/6/2023", "01.06.2023",
     "01-06-2023", "01/06/23", "2023-06-01", "1ER JUIN 2023", "1ᵉʳ juin 2023", "1er\njuin 2023"],
    ["juin 2023", "06/2023", "Juin 2023"],
    ["28 avril", "28/04", "vingt-huit avril"],
    ["12 février 2024", "12 févr. 2024", "12 fevrier 2024", "12/02/2024"],
    ["septembre 2023", "sept. 2023"],
    ["onze novembre mille neuf cent dix-huit", "11 novembre 1918"],
    ["17", "dix-sept", "Dix-sept", "dix‑sept", "DIX-SEPT"],
    ["99", "quatre-vingt-dix-neuf"],
    ["2", "deux"],
    ["0", "zéro"],
    ["2e", "2ème", "deuxième", "2nd"],
    ["1 an", "un an"],
    ["1 200", "1200", "1\N{NARROW NO-BREAK SPACE}200", "1\N{NO-BREAK SPACE}200", "1\N{THIN SPACE}200", "1.200",
     "1 200,00", "mille deux cents"],
    ["12,5 %", "12.5%", "12,50 %", "12,5 pour cent", "douze virgule cinq pour cent", "12,5 p. 100"],
    ["3 millions d'euros", "3 000 000 €", "3 000 000 d’euros", "3 M€", "3M€", "3 M d'euros", "trois millions d'euros",
     "3 000 k€", "3 000 milliers d'euros", "3000000 euros"],
    ["6,9 millions d'euros", "6,9 M€", "6 900 000 euros"],
    ["2 milliards d'euros", "2 Md€", "2 Mds €", "deux milliards d'euros"],
    ["1 million de repas", "un million de repas", "1 000 000 repas"],
    ["300 euros", "300 €", "300€", "trois cents euros", "300 EUR"],
    ["9h30", "9 h 30", "9 heures 30", "09:30", "09h30", "neuf heures trente"],
    ["14 h", "14h", "14h00", "14 heures"],
    ["cœur", "coeur", "CŒUR"],
    ["l'été", "l’été", "l' été", "L'ETE"],
    ["Saint-Nazaire", "saint nazaire", "Saint‑Nazaire", "SAINT\tNAZAIRE", "Saint-\nNazaire"],
    ["« Lieu d'accueil »", "\"lieu d’accueil\"", "Lieu  d'accueil"],
]  # fmt: skip
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
PAIRS = [pair for group in SPELLINGS for pair in itertools.permutations(group, 2)]


@pytest.mark.parametrize(("expected", "said"), PAIRS)
def test_one_thing_in_two_spellings_is_said(expected, said):
    assert said_in(expected, said)
    assert said_in(expected, f"Le texte, publié hier : {said}, et la suite.")


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("2023", "signé le 1er juin 2023"),
        ("2023", "signé le 01/06/2023"),
        ("juin 2023", "signé le 1er juin 2023"),
        ("juin 2023", "signé le 01/06/2023"),
        ("1er juin", "signé le 01/06/2023"),
        ("15 septembre 2023", "du 8 au 15 septembre 2023"),
        ("Le Mans", "réunis au Mans"),
        ("Le Mans", "près du Mans"),
        ("35", "35 heures"),
        ("462 000", "POEC | 110 | 462 000"),
        ("110", "POEC\t110\t462 000"),
        ("17", "17² engagements"),
        ("17", "Au nombre de 17."),
        ("17", "de 2023, 17 engagements"),
        ("12", "Lot 4 : 12 places"),
        ("150", "En 2023 150 places"),
        ("formation", "la forma-\ntion"),
        ("formation", "la forma\N{SOFT HYPHEN}tion"),
        ("420 pour le BTP", "420 pour le BTP, 330 pour la métallurgie"),
        ("levée des obstacles", "la « levée des obstacles » à l'emploi"),
        ("une pénalité de 45 euros par heure", "soit une pénalité de 45 € par heure manquante"),
    ],
)
def test_what_stands_among_other_words_is_said(expected, said):
    assert said_in(expected, said)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("1", "1 200 places"),
        ("200", "1 200 places"),
        ("17", "17,5 points"),
        ("15", "1,5"),
        ("1,5", "1 ou 5"),
        ("3", "2,3"),
        ("17", "117"),
        ("17", "2017"),
        ("1 200", "12 00"),
        ("1.200", "1,2"),
        ("1", "le 1er juin 2023"),
        ("1", "le 01/06/2023"),
        ("6", "le 01/06/2023"),
        ("17", "le 17 juin 2023"),
        ("5 juin 2023", "le 15 juin 2023"),
        ("1er juin 2023", "le 1er juin 2022"),
        ("1er juin 2023", "le 6 janvier 2023"),
        ("juin 2023", "juillet 2023"),
        ("2023-06-01", "en juin 2023"),
        ("1", "un comité"),
        ("un", "1 comité"),
        ("2023", "1 202 300"),
        ("3", "3 millions d'euros"),
        ("3 millions", "3,5 millions"),
        ("3 millions d'euros", "3 milliards d'euros"),
        ("3 M€", "3 m de large"),
        ("12 %", "12 euros"),
        ("5", "12,5 %"),
        ("100", "5 pour cent"),
        ("cent", "5 pour cent"),
        ("9 h", "9h30"),
        ("30", "9h30"),
        ("2e", "2"),
        ("Nantes", "les nantaises"),
        ("Le Mans", "Le Manseau"),
        ("Laval", "à l'aval"),
        ("la santé", "la grande santé"),
        ("", "rien"),
        (" \n", "rien"),
    ],
)
def test_what_only_looks_like_it_is_not_said(expected, said):
    assert not said_in(expected, said)


@given(st.text() | st.text(alphabet="0123456789 .,/-:h€%kmde'\n|unxjioJr"))
def test_any_text_says_itself_unless_it_is_blank(text):
    assert said_in(text, text) == bool(text.strip())


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([" ", "\N{NARROW NO-BREAK SPACE}", "."]))
def test_a_number_is_said_however_its_thousands_are_parted(number, separator):
    assert said_in(str(number), f"soit {number:,} places".replace(",", separator))


@given(
    st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"]),
)
def test_a_date_is_said_in_figures_or_with_its_month(date, shape):
    assert said_in(date.strftime(shape), f"Le {date.day} {MONTHS[date.month - 1]} {date.year}, à Laval")


@given(st.integers(min_value=0, max_value=5000), st.integers(min_value=0, max_value=5000))
def test_a_number_is_not_said_by_another(one, other):
    assert said_in(str(one), f"soit {other:,} places".replace(",", " ")) == (one == other)


def test_any_of_the_answers_is_right():
    question = Question("q", "Qui ?", answers=("Élisabeth Borne", "Olivier Dussopt"))
    assert answer_right(question, answer("Olivier Dussopt l'a signé.")) == 1.0
    assert answer_right(question, answer("La présidente l'a signé.")) == 0.0


def test_one_of_each_group_is_needed_and_groups_decide_alone():
    assert answer_right(TOWNS, answer("À Nantes, à Laval et au Mans.")) == 1.0
    assert answer_right(TOWNS, answer("À Nantes et à Laval.")) == 0.0
    both = Question("q", "Où ?", answers=("Nantes",), all_of=(("Laval",),))
    assert answer_right(both, answer("À Nantes.")) == 0.0


def test_the_number_of_a_marker_is_not_an_answer():
    question = Question("q", "Combien ?", answers=("3",))
    marked = Given("q", "Plusieurs [3].", "answer", (GivenSentence("Plusieurs.", (3,)),))
    assert answer_right(question, marked) == 0.0
    assert answer_right(question, Given("q", "Voir l'article [3].", "answer")) == 1.0


def test_an_abstention_is_never_right_even_if_it_quotes_the_answer():
    assert answer_right(COUNT, answer("À vérifier : 17 engagements.", level="to_check")) == 0.0
    assert answer_right(COUNT, SILENCE) == 0.0
    assert list_recall(TOWNS, SILENCE) == 0.0


def test_without_an_expected_text_nothing_is_said_of_an_answer():
    assert answer_right(UNANSWERABLE, answer("Il fera beau.")) is None
    assert answer_right(WHERE, answer("Ici.")) is None


def test_the_share_of_a_list_that_is_said():
    assert list_recall(TOWNS, answer("À Nantes et au Mans.")) == pytest.approx(2 / 3)
    assert list_recall(TOWNS, answer("À Angers.")) == 0.0
    assert list_recall(COUNT, answer("17")) is None
    assert list_recall(Question("q", "Où ?", all_of=(("Laval",),)), answer("Laval")) is None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("200 euros", "à l'article 5 deux cents euros sont prévus"),
        ("300 €", "une aide de 300eur"),
        ("15-25 ans", "de 15 à 25 ans"),
        ("2020 à 2026", "la période 2020-2026"),
        ("n° 12", "le dossier numéro 12"),
        ("nº 12", "au n°12"),
        ("XIXe siècle", "au 19e siècle"),
        ("2e", "le second collège"),
        ("05 49 12 34 56", "Tél. : 0549123456"),
        ("7 h", "ouvert dès 07h"),
        ("-3,5 %", "une évolution de −3,5 %"),
        ("-1 200 €", "un solde de -1200 euros"),
        ("9 cents", "une hausse de 9 cents"),
    ],
)
def test_more_spellings_that_say_the_same(answer: str, text: str):
    assert said_in(answer, text)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("port", "le porteur du projet"),
        ("haut", "à la hauteur prévue"),
        ("Direct", "le directeur départemental"),
        ("5 200 euros", "à l'article 5 deux cents euros sont prévus"),
        ("5 %", "une évolution de -5 %"),
        ("-5 %", "une évolution de 5 %"),
        ("9", "des logements neufs"),
        ("septembre 2000", "les sept 2000 euros restants"),
        ("30100", "30 cents"),
    ],
)
def test_more_near_misses_that_do_not(answer: str, text: str):
    assert not said_in(answer, text)
