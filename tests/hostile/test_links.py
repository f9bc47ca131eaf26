"""Links that the page makes of what documents name: of which addresses, and with their host in sight."""

from __future__ import annotations

import pytest

from assistant.addresses import safe_url, same_host, shown_host
from assistant.models import Attachment, Document, Notice, Page
from assistant.ui.viewer import Opened, viewer
from assistant.ui.views_links import link

OURS = "https://portail.exemple.fr/index.php?lvl=notice_display&id=65474"


def test_an_address_with_a_user_name_is_refused() -> None:
    assert safe_url("https://portail.exemple.fr@pirate.example/index.php") is None


def test_a_host_in_another_alphabet_is_shown_in_its_own_letters() -> None:
    assert shown_host("https://p\u043ertail.exemple.fr/").startswith("xn--")
    assert "(portail.exemple.fr)" in link(OURS, "Voir la notice")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_no_link_is_made_of_another_scheme(url: str) -> None:
    assert link(url, "Voir <ici>") == "Voir &lt;ici&gt;"


def test_a_joined_file_elsewhere_than_the_record_is_named_with_its_host_and_is_no_link() -> None:
    files = (Attachment("Ici", url="https://portail.exemple.fr/doc_num.php?explnum_id=1"),
             Attachment("Ailleurs", url="https://pirate.example/doc.pdf"))  # fmt: skip
    notice = Notice("65474", "Le protocole", url=OURS, attachments=files)
    document = Document(
        "d", "d", "notice", "Le protocole", "n.txt", "", "Texte", (Page(1, "Texte", 0),), (), notice=notice
    )
    shown = viewer(Opened(document, 1))
    assert 'href="https://portail.exemple.fr/doc_num.php?explnum_id=1"' in shown
    assert "Ailleurs (pirate.example)" in shown
    assert 'href="https://pirate.example' not in shown
    assert same_host(OURS, files[0].url)
    assert not same_host(OURS, files[1].url)
