"""Links, mail addresses and telephone numbers that the cited passages do not hold."""

from __future__ import annotations

import pytest

from assistant.answering.masking import foreign_contacts, guarded, mask
from assistant.models import Answer, AnswerSentence, Citation, Completed, VerifiedSentence


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Voir https://pirate.example/x?a=1.", "Voir [lien masqué]."),
        ("Voir hxxp://pirate.example ou www.pirate.example", "Voir [lien masqué] ou [lien masqué]"),
        ("Voir service-public-fr.com/connexion.", "Voir [lien masqué]."),
        ("javascript:alert(1) data:text/html;base64,xx file:///x", "[lien masqué]) [lien masqué] [lien masqué]"),
        ("Écrivez à aide@pirate.example ou à aide(at)pirate.example.",
         "Écrivez à [adresse masquée] ou à [adresse masquée]."),
        ("Appelez le +33 (0)8 99 12 34 56, le 0899123456 ou le 08.99.12.34.56.",
         "Appelez le [numéro masqué], le [numéro masqué] ou le [numéro masqué]."),
    ],
)  # fmt: skip
def test_what_no_source_holds_is_masked(text: str, masked: str) -> None:
    assert mask(text, ["Le protocole compte 17 engagements."]) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Le protocole (art. 3.2) du 01/06/2023 vaut 12 000 000 euros. SIRET 234 400 034 00026.",
        "Le fichier notes.fr.pdf et le fichier convention.pdf. M. Jean.Il part.",
    ],
)
def test_figures_and_names_of_files_are_no_contacts(text: str) -> None:
    assert mask(text, ()) == text


def test_a_contact_of_a_source_is_kept_however_it_is_written_there() -> None:
    sources = ["Tél. : +33 2 40 00 00 01, https://cuir.example.org/"]
    assert mask("Au 02 40 00 00 01 ou sur cuir.example.org.", sources) == "Au 02 40 00 00 01 ou sur cuir.example.org."
    assert foreign_contacts("Sur cuir.example.org/autre", sources) == ("cuir.example.org/autre",)


def test_a_sentence_is_masked_by_the_passages_that_it_cites_and_not_by_those_of_others() -> None:
    first = Citation(1, "p1", "d", "d", "a.txt", "A", "A.", 1, "Le site est a.example.org.", 0, 26)
    second = Citation(2, "p2", "e", "e", "b.txt", "B", "B.", 1, "Rien.", 0, 5)
    sentences = (
        AnswerSentence("Voir a.example.org.", (1,)),
        AnswerSentence("Voir a.example.org, ou desk.example.org.", (2,)),
    )
    answer = Answer("Q ?", "Q ?", "Voir pirate.example.", "answer", sentences=sentences, citations=(first, second),
                    warnings=("Fichier « pirate.example ».",))  # fmt: skip
    events = [VerifiedSentence(sentences[0], (first,)), VerifiedSentence(sentences[1], (second,)), Completed(answer)]
    shown = list(guarded(iter(events), {}, ("desk.example.org",)))
    texts = [event.sentence.text for event in shown if isinstance(event, VerifiedSentence)]
    assert texts == ["Voir a.example.org.", "Voir [lien masqué], ou desk.example.org."]
    assert isinstance(shown[2], Completed)
    assert [one.text for one in shown[2].answer.sentences] == texts
    assert (shown[2].answer.text, shown[2].answer.warnings) == ("Voir [lien masqué].", ("Fichier « [lien masqué] ».",))
