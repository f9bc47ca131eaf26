"""Every template of a PMB portal gives the notice that a copied text gives, with the addresses that a page has."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.sources.opac import read_notice
from tests.sources.record_forms import NOTICE
from tests.sources.record_makers import LOSSES

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = sorted(path.name for path in GOLDEN.glob("modele_*.html"))
NAMED = {
    "modele_common.html",
    "modele_common_sans_espace.html",
    "modele_common_insecable.html",
    "modele_ancien.html",
    "modele_fichier_reserve.html",
    "modele_visionneuse.html",
    "modele_sans_etiquette.html",
}


def test_there_is_a_page_for_each_template() -> None:
    assert set(TEMPLATES) == NAMED


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_page_gives_the_notice_of_the_copied_text(name: str) -> None:
    assert read_notice((GOLDEN / name).read_bytes(), name) == LOSSES["page"](NOTICE)
