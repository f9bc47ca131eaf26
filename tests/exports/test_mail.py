"""The plain text for a mail."""

from __future__ import annotations

from assistant.exports.mail import mail
from tests.exports.made import URL, report, to_check


def test_a_mail_gives_the_answer_then_its_numbered_sources_with_page_and_address() -> None:
    told = mail(report()).replace("\u00a0", " ")
    question, heading, answer, warnings, sources, end = told.strip().split("\n\n")
    assert question.startswith("Question : Que dit R&D <b>50 %</b>")
    assert heading == "Réponse :"
    assert [line[-8:] for line in answer.splitlines()] == [" [1] [2]", "ase. [3]", "ase. [2]"]
    assert warnings == "À savoir :\n- La date de [3] est passée."
    first = sources.splitlines()[1]
    assert first.startswith("[1] MINISTÈRE DU TRAVAIL, DU PLEIN EMPLOI et DUPONT, Zoé. Un protocole R&D [en ligne].")
    assert "p. 3 (numérotée 2)" in first
    assert URL in first
    assert len(sources.splitlines()) == 4
    assert end.splitlines()[-1] == "Assistant documentaire. Vérifiez toujours la source."


def test_a_passage_to_check_is_said_to_be_one_before_anything_else() -> None:
    told = mail(report(to_check())).replace("\u00a0", " ")
    assert told.startswith("Question : Qui ?\n\nNiveau : à vérifier : pas de réponse sûre")
