"""What is said when a cited document has other versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.messages import newer_version, versions_differ
from assistant.answering.versions import Difference, differences, warnings_of_versions
from assistant.index.families import Version
from assistant.models import Citation, Document
from tests.document_maker import make_document

PLAN = "Le plan régional compte 17 mesures rangées en trois axes."


def document(name: str, *paragraphs: str) -> Document:
    made = make_document([("paragraph", text) for text in paragraphs], document_id=name, title="Plan")
    return replace(made, kind="pdf", file=f"{name}.pdf")


def cited(of: Document, quote: str, n: int = 1) -> Citation:
    start = of.text.index(quote)
    return Citation(n, "p", of.id, of.id, of.file, of.title, "", 1, quote, start, start + len(quote))


def told(citations: list[Citation], versions: dict[str, list[Version]], *documents: Document) -> list[str]:
    known = {one.id: one for one in documents}
    return warnings_of_versions(citations, lambda name: versions.get(name, []), known.get)


@pytest.mark.parametrize(
    ("quote", "other", "expected"),
    [
        (PLAN, "Rappel. " + PLAN.replace("17", "18"), [Difference(("17",), ("18",))]),
        (PLAN, PLAN.replace("17", "dix-sept"), []),
        (PLAN, PLAN.upper(), []),
        (PLAN, "Le comité se réunit 18 fois.", []),
        (PLAN, PLAN.replace("17 mesures", "des mesures"), []),
        (
            "La convention est signée le 1er juin 2023 à Nantes.",
            "La convention est signée le 2 juillet 2023 à Nantes.",
            [Difference(("1er juin 2023",), ("2 juillet 2023",))],
        ),
        ("Signée le 01/06/2023 à Nantes.", "Signée le 1er juin 2023 à Nantes.", []),
        ("Le taux est de 10 % du salaire.", "Le taux est de 10 € du salaire.", [Difference(("10 %",), ("10 €",))]),
        (f"{PLAN} Il dure 5 ans en tout.", f"{PLAN} Il dure 6 ans en tout.", [Difference(("5",), ("6",))]),
        (PLAN, f"{PLAN.replace('17', '18')} {PLAN}", []),
    ],
)  # fmt: skip
def test_figures_and_dates_are_compared_with_the_sentence_that_says_the_same(
    quote: str, other: str, expected: list[Difference]
) -> None:
    assert list(differences(quote, other)) == expected


def test_a_newer_version_and_what_it_changes_are_told() -> None:
    old, new = document("old", PLAN), document("new", PLAN.replace("17", "18"))
    versions = {"old": [Version("new", "new.pdf", "Plan", "2024-03", newer=True)]}
    assert told([cited(old, PLAN)], versions, old, new) == [
        newer_version("Plan", "mars 2024", "new.pdf"),
        versions_differ("Plan", ["17"], ["18"], "mars 2024"),
    ]


def test_the_sentences_are_in_french() -> None:
    assert newer_version("Plan", "mars 2024", "new.pdf") == (
        "Une version plus récente de ce document existe (mars 2024) : « Plan », fichier new.pdf."
    )
    assert versions_differ("Plan", ["17"], ["18", "19"], "a.pdf") == (
        "Les versions de « Plan » diffèrent : « 17 » dans celle qui est citée, « 18 » et « 19 » dans l'autre (a.pdf)."
    )


def test_an_older_version_that_says_the_same_of_what_is_cited_is_not_told() -> None:
    new, old = document("new", PLAN, "Il dure 5 ans."), document("old", PLAN, "Il dure 4 ans.")
    versions = {"new": [Version("old", "old.pdf", "Plan", "2020", newer=False)]}
    assert told([cited(new, PLAN)], versions, new, old) == []


def test_the_same_document_kept_twice_is_not_told() -> None:
    one, other = document("a", PLAN), document("b", PLAN.upper())
    versions = {"a": [Version("b", "b.pdf", "Plan", "2024", newer=True)]}
    assert told([cited(one, PLAN)], versions, one, other) == []


def test_a_newer_version_that_is_cited_too_is_not_announced() -> None:
    old, new = document("old", PLAN), document("new", PLAN.replace("17", "18"))
    versions = {
        "old": [Version("new", "new.pdf", "Plan", None, newer=True)],
        "new": [Version("old", "old.pdf", "Plan", None, newer=False)],
    }
    found = told([cited(old, PLAN), cited(new, PLAN.replace("17", "18"), 2)], versions, old, new)
    assert found == [
        versions_differ("Plan", ["17"], ["18"], "new.pdf"),
        versions_differ("Plan", ["18"], ["17"], "old.pdf"),
    ]


def test_a_version_that_has_left_the_index_is_not_told() -> None:
    old = document("old", PLAN)
    assert told([cited(old, PLAN)], {"old": [Version("new", "n.pdf", "Plan", None, newer=True)]}, old) == []
