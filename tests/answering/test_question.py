"""What a French question asks for."""

from __future__ import annotations

import pytest

from assistant.answering.question import parts, understand


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Combien d'engagements compte le protocole ?", ("number",)),
        ("Quel est le budget du protocole ?", ("amount",)),
        ("Quel taux d'insertion est visé ?", ("percent",)),
        ("Quand le protocole a-t-il été signé ?", ("date",)),
        ("À quelle date se réunit la commission ?", ("date",)),
        ("Quelle est la durée de la convention ?", ("duration",)),
        ("Quel est le nom du préfet ?", ("person",)),
        ("Qui est le préfet de région ?", ("person",)),
        ("Qui copréside le comité régional ?", ("agent",)),
        ("Où le protocole a-t-il été signé ?", ("place",)),
        ("Quelles sont les trois thématiques ?", ("list",)),
        ("Que signifie Crefop ?", ("definition",)),
        ("Quel PDF est joint à la notice ?", ("attachment",)),
        ("Quels sont les descripteurs ?", ("descriptors",)),
        ("Quelle est la date de la notice ?", ("record_date",)),
        ("Qui a signé le protocole et quand ?", ("agent", "date")),
        ("Où et quand a-t-il été signé ?", ("place", "date")),
        ("Quelle commission valide le protocole ?", ("any",)),
        ("Téléphone du service des quais", ("contact",)),
        ("L'accès aux quais est-il payant ?", ("amount",)),
        ("Faut-il payer pour passer le bac ?", ("amount",)),
        ("La visite gratuite est-elle guidée ?", ("yes_no",)),
        ("Répartition des anneaux par port", ("list",)),
        ("Comité du port : nb de membres", ("number",)),
        ("Comité du port : durée du mandat", ("duration",)),
    ],
)
def test_the_expected_type_is_read_from_the_question(text: str, types: tuple[str, ...]) -> None:
    assert understand(text).types == types


def test_the_counted_noun_is_the_head() -> None:
    assert understand("Combien de bassins d'emploi compte la région ?").head == "bassin"
    assert understand("Quelles sont les trois thématiques ?").head == "themat"


def test_words_that_only_tell_the_type_are_not_content() -> None:
    assert understand("Quelle est la date de signature du protocole ?").content == ("signatur", "protocol")


def test_what_asks_for_a_price_or_a_bound_is_not_content() -> None:
    assert understand("L'accès aux quais est-il payant ?").content == ("acces", "quais")
    assert "gratuit" in understand("La visite gratuite est-elle guidée ?").content
    assert understand("Combien de bacs par jour au minimum ?").content == ("bac",)


def test_the_verb_of_a_count_is_not_content_but_an_account_is() -> None:
    assert understand("Combien d'engagements compte le protocole ?").content == ("engag", "protocol")
    assert "compt" in understand("Qui finance le compte personnel de formation ?").content


def test_a_question_in_two_parts_is_read_as_two() -> None:
    assert parts("Qui a signé le protocole et quand ?") == ["Qui a signé le protocole", "quand ?"]
    assert parts("Qui accompagne les jeunes et les salariés ?") == ["Qui accompagne les jeunes et les salariés ?"]


def test_a_follow_up_takes_its_subject_from_the_conversation() -> None:
    question = understand("À propos de « Qui a signé le protocole » : et quand ?")
    assert question.types == ("date",)
    assert question.content == ()
    assert question.subject == ("sign", "protocol")


def test_a_follow_up_without_a_type_keeps_that_of_its_subject() -> None:
    question = understand("À propos de « Combien de places sont ouvertes » : et pour les jeunes ?")
    assert question.types == ("number",)
    assert question.content == ("jeun",)
