"""Charts: the data behind them, their colours, and the same bytes for the same data."""

from __future__ import annotations

import re

from eval.report import charts
from eval.report.charts import Dot, Point
from eval.report.french import NBSP
from eval.report.svg import Chart
from tests.eval.report.builders import HOSTILE

CURVE = [[0.5, 0.1, 0.8], [1.0, 0.3, 0.2]]


def made(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def curve(name: str = "risque") -> Chart:
    return made(charts.risk_coverage({"Tout": CURVE}, [Point("Actuel", 0.7, 0.2)], name=name, title="Courbe"))


def test_the_working_point_stands_in_the_picture_the_words_and_the_table() -> None:
    chart = curve()
    assert "Actuel" in chart.svg
    assert f"Actuel{NBSP}: couverture 70,0{NBSP}%, risque 20,0{NBSP}%." in chart.svg.partition(">")[0]
    assert chart.rows == (
        ("Tout", f"50,0{NBSP}%", f"10,0{NBSP}%", "0,800"),
        ("Tout", f"100,0{NBSP}%", f"30,0{NBSP}%", "0,200"),
        ("Actuel", f"70,0{NBSP}%", f"20,0{NBSP}%", ""),
    )


def test_a_long_curve_is_thinned_in_its_table_with_both_ends_kept() -> None:
    points = [[n / 1000, n / 2000, 1 - n / 1000] for n in range(1, 1001)]
    chart = made(charts.risk_coverage({"Tout": points}, [], name="risque", title="Courbe"))
    assert len(chart.rows) == charts.ROWS
    assert (chart.rows[0][1], chart.rows[-1][1]) == (f"0,1{NBSP}%", f"100,0{NBSP}%")


def test_ranks_fall_in_their_bins_and_beyond_twenty_is_not_found() -> None:
    chart = made(charts.rank_histogram([1, 1, 2, 5, 6, 8, 9, 20, 21, None], name="rangs"))
    assert [(label, n) for label, n, _ in chart.rows] == [
        ("1", "2"), ("2", "1"), ("3", "0"), ("4", "0"), ("5", "1"), ("6 à 8", "2"), ("9 à 20", "2"),
        ("non trouvé", "2"),
    ]  # fmt: skip
    assert chart.rows[0][2] == f"20,0{NBSP}%"


def test_nothing_is_drawn_of_nothing() -> None:
    assert charts.risk_coverage({"Tout": []}, [], name="a", title="A") is None
    assert charts.rank_histogram([], name="b") is None
    assert charts.stage_times({"search": (None, None)}, name="c") is None
    assert charts.dots({"piaf": {"Mots": Dot(None)}}, name="d", title="D", axis="nDCG") is None


def test_a_time_of_zero_and_a_missing_percentile_are_drawn_all_the_same() -> None:
    chart = made(charts.stage_times({"Réécriture": (0.0, None)}, name="temps"))
    assert chart.rows == (("Réécriture", f"0{NBSP}ms", "sans objet"),)


def test_colours_follow_the_page_and_nothing_points_outside() -> None:
    svg = curve().svg
    assert "var(--ink)" in svg
    assert "var(--c1)" in svg
    assert re.findall(r"#[0-9a-f]{6}\b", svg) == []
    assert "http" not in svg
    assert "<style" not in svg
    assert "DejaVu" not in svg


def test_the_same_data_give_the_same_bytes_and_another_name_gives_other_ids() -> None:
    assert curve().svg == curve().svg
    first, second = (set(re.findall(r' id="([^"]+)"', curve(name).svg)) for name in ("un", "deux"))
    assert first
    assert not first & second
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', curve("un").svg))
    assert used
    assert used <= first


def test_a_hostile_name_is_drawn_as_text() -> None:
    chart = made(charts.dots({HOSTILE: {"Mots 漢字 $x^2$": Dot(0.5, 0.4, 0.6)}}, name="d", title=HOSTILE, axis="nDCG"))
    assert "<script" not in chart.svg
    assert "<img" not in chart.svg
    assert "$x^2$" in chart.svg
