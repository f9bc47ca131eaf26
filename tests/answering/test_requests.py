"""What is asked of documents: read from the whole message, or not at all."""

from __future__ import annotations

import pytest

from assistant.answering.requests import Request, may_be_acronym, request_of


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Résume la notice 12", Request("summary", ("la notice 12",))),
        ("Peux-tu me résumer le protocole de préfiguration ?", Request("summary", ("le protocole de préfiguration",))),
        ("Fais-moi un bref résumé de la convention, svp", Request("summary", ("la convention",))),
        ("De quoi parle la charte ?", Request("summary", ("la charte",), sure=False)),
        ("Compare le protocole et son bilan", Request("comparison", ("le protocole", "son bilan"))),
        (
            "Quelles sont les différences entre le plan 2020 et le plan 2022 ?",
            Request("comparison", ("le plan 2020", "le plan 2022"), sure=False),
        ),
        ("Compare les deux versions du règlement", Request("versions", ("règlement",))),
        ("Qu'est-ce qui a changé dans la convention ?", Request("versions", ("la convention",), sure=False)),
        ("Que veut dire CFA", Request("definition", ("CFA",))),
        ("signification de PLIE", Request("definition", ("PLIE",))),
        ("Opco, ça veut dire quoi ?", Request("definition", ("Opco",))),
        ("CEP : signification ?", Request("definition", ("CEP",))),
        ("C'est quoi un POE ?", Request("definition", ("POE",), sure=False)),
        ("Qu'est-ce qu'un GEIQ ?", Request("definition", ("GEIQ",), sure=False)),
    ],
)
def test_a_request_is_read_with_the_names_that_it_gives(message: str, expected: Request) -> None:
    assert request_of(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "Combien d'engagements compte le protocole ?",
        "Que prévoit le protocole pour les jeunes ?",
        "C'est quoi le comité de suivi de la charte ?",
        "Que désigne le sigle PRIC dans le plan illettrisme ?",
        "Qui a résumé le rapport ?",
        "Quel est le contenu du plan régional pour l'hydrogène ?",
    ],
)
def test_a_question_to_the_texts_is_no_request(message: str) -> None:
    assert request_of(message) is None


def test_a_function_word_or_a_number_is_no_acronym() -> None:
    assert [may_be_acronym(word) for word in ("CFA", "C.F.A.", "que", "2023", "x")] == [True, True, False, False, False]
