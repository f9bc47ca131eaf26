from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from assistant.index.facets import Facets, LiveDocument
from assistant.index.linking import link_key, link_works
from tests.index.test_facets import NOTICE


def notice(name: str, *attachments: str, folder: str = "/c") -> LiveDocument:
    file, facets = f"{name}.txt", Facets((), (), attachments)
    return replace(NOTICE, id=name, work_id=name, file=file, path=f"{folder}/{file}", facets=facets)


def attached(name: str, *told: str, folder: str = "/c") -> LiveDocument:
    """A notice whose attached files are named otherwise, and told by an address or a path."""
    return replace(notice(name, "Texte", folder=folder), facets=Facets((), (), ("Texte",), attached=told))


def pdf(name: str, title: str = "", folder: str = "/c") -> LiveDocument:
    return replace(
        NOTICE, id=name, work_id=name, kind="pdf", title=title or name, file=f"{name}.pdf",
        path=f"{folder}/{name}.pdf", facets=Facets(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("attachment", "file", "title"),
    [
        ("Protocole régional.pdf", "protocole_regional", "Sans titre"),
        ("PROTOCOLE-REGIONAL", "protocole_régional", "Sans titre"),
        ("Protocole de préfiguration", "doc_123", "protocole de Préfiguration"),
        ("L’accord", "x", "L'accord"),
    ],
)
def test_an_attachment_is_known_by_file_name_or_title(attachment: str, file: str, title: str) -> None:
    documents = [notice("n", attachment), replace(pdf("p", title), file=f"sous/{file}.pdf")]
    assert link_works(documents) == {"n": "n", "p": "n"}


def test_links_do_not_depend_on_what_came_first() -> None:
    documents = [notice("a", "un.pdf"), notice("b", "un.pdf", "deux.pdf"), pdf("un"), pdf("deux"), pdf("seul")]
    expected = {"a": "a", "b": "b", "un": "a", "deux": "b", "seul": "seul"}
    assert all(link_works(order) == expected for order in permutations(documents))


def test_a_pdf_that_two_notices_name_goes_to_the_nearest() -> None:
    documents = [notice("a", "un.pdf", folder="/c/x"), notice("b", "un.pdf", folder="/c/y"), pdf("un", folder="/c/y")]
    assert link_works(documents)["un"] == "b"


def test_a_name_that_two_pdfs_bear_links_the_one_beside_the_notice() -> None:
    near, far = pdf("annexe"), replace(pdf("annexe", folder="/d"), id="far", work_id="far")
    assert link_works([notice("n", "annexe.pdf"), near, far]) == {"n": "n", "annexe": "n", "far": "far"}


def test_a_name_that_two_pdfs_bear_elsewhere_links_nothing() -> None:
    one, two = pdf("annexe", folder="/d"), replace(pdf("annexe", folder="/e"), id="two", work_id="two")
    assert link_works([notice("n", "annexe.pdf"), one, two]) == {"n": "n", "annexe": "annexe", "two": "two"}


def test_an_empty_name_links_nothing() -> None:
    assert link_works([notice("n", " .pdf "), pdf("p", "…")]) == {"n": "n", "p": "p"}
    assert link_key(".pdf") == ""


@pytest.mark.parametrize(
    ("attachment", "file"),
    [
        ("Protocole r\u00e9gional.PDF", "Protocole re\u0301gional.pdf"),
        ("Protocole régional.pdf", "Protocole%20r%C3%A9gional.pdf"),
        ("Protocole régional", "protocole_regional.pdf.pdf"),
        ("Protocole régional.pdf", "Protocole régional (1).pdf"),
        ("Protocole régional.pdf", "Protocole régional - Copie.pdf"),
        ("Protocole régional (2).pdf", "protocole-regional.pdf"),
        ("Protocole de préfig…", "Protocole de préfiguration de France Travail.pdf"),
        ("Protocole de préfig....pdf", "Protocole de préfiguration de France Travail.pdf"),
        (
            "Protocole de préfiguration de France Travail en Pays de la",
            "Protocole de préfiguration de France Travail en Pays de la Loire 2023.pdf",
        ),
        (
            "Protocole de préfiguration de France Travail en Pays de la Loire 2023",
            "Protocole de préfiguration de France Travail en Pa.pdf",
        ),
    ],
)
def test_names_that_were_saved_copied_or_cut_short_are_known(attachment: str, file: str) -> None:
    found = replace(pdf("p", "Sans titre"), file=file, path=f"/d/{file}")
    assert link_works([notice("n", attachment), found]) == {"n": "n", "p": "n"}


@pytest.mark.parametrize(
    ("attachment", "files"),
    [
        ("Protocole de préfig…", ["Protocole de préfiguration.pdf", "Protocole de préfiguration, annexe.pdf"]),
        ("Rapport…", ["Rapport annuel.pdf"]),
        ("Protocole de préfiguration", ["Protocole de préfiguration de France Travail.pdf"]),
        ("Annexe (1).pdf", ["Annexe (2).pdf", "Annexe (3).pdf"]),
    ],
)
def test_a_name_that_may_be_another_file_links_nothing(attachment: str, files: list[str]) -> None:
    several = [replace(pdf(f"p{n}", "-"), file=file, path=f"/d/{file}") for n, file in enumerate(files)]
    works = link_works([notice("n", attachment), *several])
    assert all(works[one.id] == one.id for one in several)


def test_numbered_annexes_are_told_apart_by_their_number() -> None:
    documents = [notice("n", "Annexe (1).pdf"), notice("m", "Annexe (2).pdf"), pdf("Annexe (1)"), pdf("Annexe (2)")]
    works = link_works(documents)
    assert (works["Annexe (1)"], works["Annexe (2)"]) == ("n", "m")


@pytest.mark.parametrize(
    "file", ["doc_num.php?explnum_id=412.pdf", "doc_num.php_explnum_id=412", "explnum_412.pdf", "explnum_id_412.pdf"]
)
def test_a_file_saved_under_the_number_of_pmb_is_known_by_the_address(file: str) -> None:
    address = "https://portail.exemple.fr/doc_num.php?explnum_id=412"
    found = replace(pdf("p", "-"), file=file, path=f"/d/{file}")
    other = replace(pdf("o", "-"), file="explnum_4120.pdf", path="/d/explnum_4120.pdf")
    assert link_works([attached("n", address), found, other]) == {"n": "n", "p": "n", "o": "o"}


@pytest.mark.parametrize(
    "told", ["/ailleurs/rapport_2023.pdf", "https://portail.exemple.fr/files/Rapport%202023.pdf?v=2"]
)
def test_an_attached_file_is_known_by_the_name_of_its_path_or_address(told: str) -> None:
    assert link_works([attached("n", told), pdf("rapport 2023", "-")]) == {"n": "n", "rapport 2023": "n"}


def test_the_files_of_a_harvested_record_are_those_of_its_folder() -> None:
    record = replace(notice("r1", "Texte", folder="/h/records"), path="/h/records/r1.xml")
    own = replace(pdf("p", "-"), file="attachments/r1/document.pdf", path="/h/attachments/r1/document.pdf")
    other = replace(pdf("o", "-"), file="attachments/r2/document.pdf", path="/h/attachments/r2/document.pdf")
    assert link_works([record, own, other]) == {"r1": "r1", "p": "r1", "o": "o"}


def test_a_pdf_called_as_the_notice_beside_it_is_its_own() -> None:
    beside = replace(pdf("p", "-"), file="65474.pdf", path="/c/65474.pdf")
    elsewhere = replace(pdf("o", "-"), file="65474.pdf", path="/d/65474.pdf")
    assert link_works([notice("65474", "Texte"), beside]) == {"65474": "65474", "p": "65474"}
    assert link_works([notice("65474", "Texte"), elsewhere]) == {"65474": "65474", "o": "o"}


def test_a_title_that_says_enough_makes_one_work() -> None:
    title = "Un accord régional pour les métiers du bois"
    told = replace(notice("n", "Texte intégral"), title=title)
    assert link_works([told, pdf("p", title.upper(), folder="/d")])["p"] == "n"
    assert link_works([replace(told, title="Rapport annuel"), pdf("p", "Rapport annuel", folder="/d")])["p"] == "p"
    assert link_works([told, pdf("p", title, folder="/d"), pdf("q", title, folder="/e")])["p"] == "p"


def test_a_file_that_a_notice_names_does_not_go_to_one_that_only_has_its_title() -> None:
    title = "Un accord régional pour les métiers du bois"
    titled, naming = replace(notice("a"), title=title), notice("b", "accord.pdf", folder="/d")
    assert link_works([titled, naming, replace(pdf("accord", title), path="/c/accord.pdf")])["accord"] == "b"
