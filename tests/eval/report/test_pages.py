"""The pages: what they say, what they leave out, and that nothing in a corpus can act in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from eval.report.answers_page import answers_page
from eval.report.comparison_page import comparison_page
from eval.report.french import NBSP
from eval.report.retrieval_page import retrieval_page
from tests.eval.report import builders

PAGES: dict[str, Callable[[str], str]] = {
    "answers": lambda marker: answers_page(builders.answers_run(marker)),
    "retrieval": lambda marker: retrieval_page(builders.retrieval_run(marker)),
    "comparison": lambda marker: comparison_page(
        builders.comparison(config_changes={marker or "x": [marker, None]}),
        builders.answers_run(marker),
        builders.answers_run(marker, "runs/b"),
    ),
    "retrieval comparison": lambda marker: comparison_page(
        builders.retrieval_comparison(), builders.retrieval_run(marker), builders.retrieval_run(marker, "runs/b")
    ),
}

every_page = pytest.mark.parametrize("make", PAGES.values(), ids=PAGES.keys())


def read(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def text_of(html: str, selector: str = "body") -> str:
    found = read(html).css_first(selector)
    assert found is not None, selector
    return " ".join(found.text(separator=" ").replace(NBSP, " ").replace("\u202f", " ").split())


@every_page
def test_a_page_holds_all_that_it_needs_and_runs_nothing(make: Callable[[str], str]) -> None:
    html = make("")
    assert "http" not in html.replace("http-equiv", "")
    assert read(html).css("script, link, img, iframe, object, embed, form, base, [src], [onload]") == []
    assert "@import" not in html
    assert re.findall(r"url\((?!#)", html) == []
    assert all(str(a.attributes["href"]).startswith("#") for a in read(html).css("a"))


@every_page
def test_a_page_is_in_french_with_one_heading_and_ids_that_are_unique_and_reached(make: Callable[[str], str]) -> None:
    page = read(make(""))
    assert page.css_first("html").attributes["lang"] == "fr"
    assert len(page.css("h1")) == 1
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(a.attributes["href"])[1:] for a in page.css("a")} <= set(ids)


@every_page
def test_hostile_text_stays_text(make: Callable[[str], str]) -> None:
    html = make(builders.HOSTILE)
    page = read(html)
    assert page.css("script, img") == []
    assert len(page.css("style")) == 1
    assert "{{ 7*7 }}" in html
    assert "&lt;script&gt;alert(1)" in html
    assert "\u202e" not in html
    assert page.css_first("footer") is not None, "the text closed an element of the page"
    assert [node for node in page.css("*") if any(name.startswith("on") for name in node.attributes)] == []


@every_page
def test_the_same_run_gives_the_same_bytes(make: Callable[[str], str]) -> None:
    assert make("") == make("")


@every_page
def test_every_chart_has_words_and_a_table(make: Callable[[str], str]) -> None:
    for figure in read(make("")).css("figure"):
        svg = figure.css_first("svg")
        assert svg.attributes["role"] == "img"
        assert svg.attributes["aria-label"]
        assert figure.css("details tbody tr")


@every_page
def test_no_number_shown_has_a_decimal_point(make: Callable[[str], str]) -> None:
    page = read(make(""))
    for node in page.css("style, .config, svg path"):  # versions keep their points
        node.decompose()
    shown = page.css_first("main").text(separator=" ")
    assert re.findall(r"\b\d+\.\d+", shown) == []
    assert re.findall(r"\d %|\d :| %", shown) == []


@every_page
def test_the_words_of_a_page_have_curled_apostrophes(make: Callable[[str], str]) -> None:
    page = read(make(""))
    page.css_first("style").decompose()
    assert re.findall(r"\w+'\w+", page.css_first("body").text(separator=" ")) == []
    labels = [str(node.attributes["aria-label"]) for node in page.css("[aria-label]")]
    assert re.findall(r"\w+'\w+", " ".join(labels)) == []


def test_text_that_no_file_can_hold_does_not_break_a_page() -> None:
    html = answers_page(builders.answers_run("\ud800 \x00 \x1b[31m"))
    html.encode("utf-8")
    assert "\x00" not in html
    assert "\x1b" not in html


def test_questions_stand_under_their_outcome_failures_first_with_counts_and_links() -> None:
    page = read(answers_page(builders.answers_run()))
    tally = [(a.attributes["href"], " ".join(a.text().replace(NBSP, " ").split())) for a in page.css(".tally a")]
    assert tally[0] == ("#fausse", "✘ Réponse fausse : 1")
    assert tally[-1] == ("#abstention-juste", "✔ Abstention juste : 1")
    assert ("#juste", "✔ Réponse juste : 2") in tally
    order = [node.attributes["id"] for node in page.css("#questions h3")]
    assert order == [href[1:] for href, _ in tally if href]
    assert len(page.css("details.question")) == 8


def test_a_question_opens_on_everything_known_of_it() -> None:
    shown = text_of(answers_page(builders.answers_run()), "#q4 .inside")
    assert "« Jean Bassères » ou « M. Bassères »" in shown
    assert "Chaque ligne est nécessaire." in shown
    assert "notices/notice_65474.txt , page 1" in shown
    assert "pdfs/a.pdf , pages 3, 4" in shown
    assert "✘ Abstention à tort" in shown
    assert "Niveau : passage à vérifier (question ambiguë). Confiance : 0,410." in shown
    assert "Abstentions à tort oui" in shown


def test_the_headlines_show_value_interval_and_count() -> None:
    shown = text_of(answers_page(builders.answers_run()), ".cards")
    assert shown.startswith("Réponse juste 90,0 % 0 100 % de 82,0 à 98,0 % à 95 % n = 80 Plus haut, c’est mieux.")
    assert "Abstentions à tort 12,1 %" in shown
    assert shown.endswith("Plus bas, c’est mieux.")


def test_the_summary_counts_what_went_well() -> None:
    shown = text_of(answers_page(builders.answers_run()), ".summary")
    assert shown == (
        "3 sur 8 questions bien traitées : 2 réponses justes et 1 abstention juste. 4 à revoir."
        " 1 sans réponse attendue écrite."
    )


def test_the_working_point_is_that_of_the_answers_given() -> None:
    # Six of eight questions are answered, and two of the six are wrong.
    label = read(answers_page(builders.answers_run())).css_first("#risque svg").attributes["aria-label"] or ""
    assert label.replace(NBSP, " ").endswith("Réglage actuel : couverture 75,0 %, risque 33,3 %.")


def test_the_calibration_tells_the_threshold_and_its_effect_on_both_files() -> None:
    html = answers_page(builders.answers_run())
    shown = text_of(html, "#seuil")
    assert "Seuil actuel : 0,520. Seuil choisi pour un risque d’au plus 10,0 % : 0,610." in shown
    rows = [row.text(separator=" ").split("%")[0] for row in read(html).css("#seuil .scroll tbody tr")[:4]]
    said = [" ".join(row.replace(NBSP, " ").split()) for row in rows]
    assert said == [
        "Seuil actuel questions de réglage 70,0",
        "Seuil choisi questions de réglage 60,0",
        "Seuil actuel questions de mesure 70,0",
        "Seuil choisi questions de mesure 60,0",
    ]


def test_a_calibration_that_found_no_threshold_says_so() -> None:
    whole = builders.answers_run().metrics["calibration"]
    sides = {side: {"current": whole[side]["current"], "chosen": None} for side in ("on_dev", "on_test")}
    run = builders.answers_run(calibration=whole | sides | {"threshold": None})
    shown = text_of(answers_page(run), "#seuil")
    assert "Aucun seuil ne donne un risque d’au plus 10,0 % sur les questions de réglage." in shown
    assert "Seuil choisi" not in shown


@pytest.mark.parametrize("count", [0, 1])
def test_a_run_with_nothing_optional_says_what_is_missing(count: int) -> None:
    html = answers_page(builders.bare_run(count))
    assert "Aucune question de suite" in text_of(html, "#suites")
    assert "Le seuil n’a pas été recherché" in text_of(html, "#seuil")
    assert "Aucun modèle n’a jugé" in text_of(html, "#juge")
    assert "Aucun temps enregistré." in text_of(html, "#cout")
    assert "Passages lus pour répondre : sans objet." in text_of(html, "#cout")
    assert read(html).css("#sortes") == []
    assert text_of(html, ".measures tbody tr").endswith("sans objet 0")
    assert len(read(html).css("details.question")) == count


def test_the_configuration_is_whole() -> None:
    shown = text_of(answers_page(builders.answers_run()), "#configuration")
    for part in (
        "a" * 64,
        "b" * 64,
        "014a035c0ffe",
        "20240607",
        "10000",
        "multilingual-e5-small",
        "2.13.0",
        "chat_model aucun",
    ):
        assert part in shown


def test_the_retrieval_page_has_a_table_by_metric_for_each_scope() -> None:
    page = read(retrieval_page(builders.retrieval_run()))
    captions = [caption.text().replace(NBSP, " ") for caption in page.css("#alone caption")]
    assert captions == [
        "nDCG@10, avec l’intervalle à 95 %",
        "Succès dans les 5 premiers, avec l’intervalle à 95 %",
        "Rappel dans les 20 premiers, avec l’intervalle à 95 %",
        "Système moins hybride, moyenne des jeux, avec l’intervalle à 95 %",
    ]
    assert len(page.css("#pool table")) == len(page.css("#alone table")) == 5  # one is the chart's
    head = [cell.text() for cell in page.css("#alone .scroll")[1].css("thead th")]
    assert head == ["Système", *builders.SETS, "Moyenne des jeux"]
    last = " ".join(page.css("#alone .scroll")[1].css("tbody tr")[-1].text(separator=" ").split())
    assert last.startswith("Hybride 0,610 de 0,580 à 0,640")
    assert last.endswith("0,710 de 0,690 à 0,730")


def test_a_retrieval_page_without_a_pool_or_intervals_is_whole() -> None:
    run = builders.retrieval_run(pool=False)
    metrics = dict(run.metrics) | {"intervals": {}, "against_hybrid": {}, "abstention": {}}
    html = retrieval_page(replace(run, metrics=metrics, queries=[]))
    assert read(html).css("#pool") == []
    assert "Pas mesuré" in text_of(html, "#abstention")
    assert "Aucune question." in text_of(html, "#pires")


def test_the_fifty_worst_queries_come_worst_first_without_the_unanswerable() -> None:
    rows = read(retrieval_page(builders.retrieval_run())).css("#pires tbody tr")
    values = [float(row.css("td")[0].text().replace(",", ".")) for row in rows]
    assert len(rows) == 50
    assert values == sorted(values)
    assert "Question numéro 0 ?" not in text_of(retrieval_page(builders.retrieval_run()), "#pires")


def test_the_comparison_says_in_words_which_is_better() -> None:
    html = comparison_page(builders.comparison(), builders.answers_run(), builders.answers_run(folder="runs/b"))
    assert text_of(html, ".summary") == "Réponse juste : B fait moins bien que A."
    rows = {row.css_first("th").text().partition("Plus")[0]: row for row in read(html).css(".differences tbody tr")}
    verdicts = {label: row.css_first(".badge").text() for label, row in rows.items()}
    assert verdicts["Réponse juste"] == "moins bon"
    assert verdicts["Écart de pages"] == "meilleur"
    assert verdicts["F1 des mots"] == "aucune différence démontrée"
    assert verdicts["Éléments de liste donnés"] == "non comparable"


def test_questions_lost_come_before_those_won_with_both_answers() -> None:
    page = read(comparison_page(builders.comparison(), builders.answers_run(), builders.answers_run(folder="runs/b")))
    shown = [node.css_first("summary small").text()[:5] for node in page.css("details.question")]
    assert shown == ["t-002", "t-008", "t-006"]
    first = page.css_first("#perdues-1")
    assert [node.attributes["aria-label"] for node in first.css(".two > div")] == ["Réponse de A", "Réponse de B"]
    assert first.text().count("Le rapport compte 12 pages.") == 2


def test_changes_of_configuration_are_listed_and_their_absence_said() -> None:
    a, b = builders.answers_run(), builders.answers_run(folder="runs/b")
    assert "settings.answer_threshold 0,52 0,61" in text_of(
        comparison_page(builders.comparison(), a, b), "#configuration"
    )
    same = comparison_page(builders.comparison(config_changes={}, won=[], lost=[]), a, b)
    assert "La même des deux côtés." in text_of(same, "#configuration")
    assert "Aucune." in text_of(same, "#perdues")


def test_a_comparison_of_retrieval_has_a_table_by_system_and_scope() -> None:
    html = comparison_page(
        builders.retrieval_comparison(), builders.retrieval_run(), builders.retrieval_run(folder="runs/b")
    )
    assert len(read(html).css(".differences")) == 4
    assert "Bilan partagé" in text_of(html, ".summary")
    assert "piaf/q10 1,000 1,000" in text_of(html, "#gagnees")


def test_answers_that_are_not_of_the_model_are_told_first() -> None:
    html = answers_page(builders.answers_run(model={"answers": 8, "fallbacks": 3}))
    assert text_of(html, "#essentiel .warning") == (
        "Attention : 3 réponses sur 8 ne viennent pas du modèle, qui n’a pas répondu : elles sont extraites du corpus."
    )
    one = answers_page(builders.answers_run(model={"answers": 8, "fallbacks": 1}))
    assert "1 réponse sur 8 ne vient pas du modèle, qui n’a pas répondu : elle est extraite" in text_of(one, ".warning")
    both = comparison_page(
        builders.comparison(), builders.answers_run(), builders.answers_run(model={"answers": 8, "fallbacks": 3})
    )
    assert [node.text().replace(NBSP, " ")[:14] for node in read(both).css(".warning")] == ["Attention, B :"]


@pytest.mark.parametrize("model", [None, {"answers": 8, "fallbacks": 0}])
def test_nothing_is_told_of_a_model_that_always_answered(model: dict[str, int] | None) -> None:
    assert read(answers_page(builders.answers_run(model=model))).css(".warning") == []
    assert read(answers_page(builders.answers_run())).css(".warning") == []


def test_files_that_were_not_read_are_listed_in_the_configuration() -> None:
    not_read = [{"file": "pdfs/b.pdf", "message": "Protégé."}, {"file": "pdfs/a.pdf", "message": "<b>Illisible</b>"}]
    run = builders.answers_run(config=builders.CONFIG | {"corpus": builders.CONFIG["corpus"] | {"not_read": not_read}})
    page = read(answers_page(run))
    listed = page.css_first("#configuration details[open]")
    assert " ".join(listed.text(separator=" ").split()) == (
        "Fichiers non lus (2) pdfs/a.pdf <b>Illisible</b> pdfs/b.pdf Protégé."
    )
    for corpus in ({}, {"not_read": []}):
        whole = builders.CONFIG | {"corpus": builders.CONFIG["corpus"] | corpus}
        assert "non lus" not in text_of(answers_page(builders.answers_run(config=whole)), "#configuration")


def test_a_kind_that_is_not_known_keeps_its_name_with_a_capital() -> None:
    run = builders.answers_run()
    kinds = run.metrics["by_kind"] | {"étymologie": run.metrics["by_kind"]["number"]}
    rows = [node.text() for node in read(answers_page(builders.answers_run(by_kind=kinds))).css("#sortes tbody th")]
    assert [row for row in rows if row.startswith("Étymologie")]
    assert not [row for row in rows if row.startswith(("étymologie", "Number"))]


def test_a_count_of_none_lost_or_won_has_no_colour() -> None:
    a, b = builders.answers_run(), builders.answers_run(folder="runs/b")
    for changes, hues in (({}, ["bad", "good"]), ({"lost": [], "won": []}, ["", ""])):
        page = read(comparison_page(builders.comparison(**changes), a, b))
        assert [link.attributes["class"] or "" for link in page.css(".tally a")] == hues
