"""What every export says, whatever its format."""

from __future__ import annotations

from dataclasses import replace

from assistant.exports.mail import mail
from assistant.exports.report import Call, Report, Span, clean, make_report
from assistant.models import Answer, AnswerSentence, Condition, Listing, Validated
from tests.exports.made import DAY, FILE_URL, HOSTILE, NOTICE, SOURCES, UNSEEN, URL, answer, cite, report, to_check


def calls(told: Report) -> list[list[tuple[int, bool]]]:
    return [[(piece.note, piece.again) for piece in line if isinstance(piece, Call)] for line in told.lines]


def texts(told: Report) -> list[str]:
    return ["".join(piece.text for piece in line if isinstance(piece, Span)) for line in told.lines]


def test_notes_are_numbered_in_the_order_of_their_calls_and_called_again_under_their_number() -> None:
    told = answer()
    first, second, third = told.sentences
    turned = make_report(replace(told, sentences=(second, first, third)), SOURCES, DAY)
    assert calls(turned) == [[(1, False)], [(2, False), (3, False)], [(3, True)]]
    assert ["Un autre." in note.text for note in turned.notes] == [True, False, False]


def test_a_warning_names_the_notes_by_their_numbers() -> None:
    told = answer()
    first, second, third = told.sentences
    turned = make_report(replace(told, sentences=(second, first, third)), SOURCES, DAY)
    assert report().warnings == ("La date de [3] est passée.",)
    assert turned.warnings == ("La date de [1] est passée.",)


def test_a_marker_without_a_citation_is_not_called() -> None:
    told = answer()
    assert calls(make_report(replace(told, citations=told.citations[1:2]), SOURCES, DAY)) == [
        [(1, False)], [], [(1, True)]
    ]  # fmt: skip


def test_a_citation_that_no_sentence_calls_is_called_at_the_end() -> None:
    told = answer()
    assert calls(make_report(replace(told, sentences=told.sentences[1:2]), SOURCES, DAY)) == [
        [(1, False), (2, False), (3, False)]
    ]


def test_the_facts_say_the_question_how_it_was_understood_the_level_and_the_day() -> None:
    told = replace(answer(), conditions=(Condition("date", "2022-01-01/..", "depuis 2022", "depuis 2022"),))
    assert dict(make_report(told, SOURCES, DAY).facts) == {
        "Question": f"Que dit {HOSTILE} ?",
        "Question comprise": "Que dit le protocole ?",
        "Conditions lues dans la question": "depuis 2022",
        "Niveau": "réponse appuyée sur les passages cités",
        "Exporté le": "23 novembre 2026",
    }


def test_an_answer_that_a_documentalist_validated_says_by_whom_and_until_when() -> None:
    told = Validated(1, "A. Martin", "2026-09-01", "2027-09-01", corrected=True)
    made = make_report(replace(answer(), validated=told), SOURCES, DAY)
    assert dict(made.facts)["Niveau"] == (
        "réponse rédigée et validée par A. Martin le 1er septembre 2026, valable jusqu’au 1er septembre 2027"
    )
    assert "validée par A. Martin" in mail(made)


def test_a_note_gives_the_reference_the_page_the_exact_quote_and_the_page_online() -> None:
    note = report().notes[0]
    assert note.text == (
        "MINISTÈRE DU TRAVAIL, DU PLEIN EMPLOI et DUPONT, Zoé. Un protocole R&D [en ligne]. Rapport. "
        "Nantes : La Région, 1er juin 2023. ISBN 978-2-0000-0000-2. "
        f"Fichier joint : protocole_1.pdf, p. 3 (numérotée 2). Disponible sur : {URL} [consulté le 23 novembre 2026]. "
        f"«\u00a0Dix-sept engagements.\u00a0» Page en ligne\u00a0: {FILE_URL}#page=3"
    )
    assert [span.text for span in note.spans if span.style == "title"] == ["Un protocole R&D"]
    assert [span.text for span in note.spans if span.style == "link"] == [URL, f"{FILE_URL}#page=3"]


def test_the_quote_of_a_notice_is_said_to_be_that_of_the_notice() -> None:
    assert "Texte de la notice\u00a0: «\u00a0Signé : R&D" in report().notes[1].text
    assert "Page en ligne" not in report().notes[1].text


def test_the_page_is_told_even_when_the_reference_does_not() -> None:
    told = answer()
    bare = replace(told, citations=(replace(told.citations[0], reference="Un protocole"), *told.citations[1:]))
    shown = make_report(bare, SOURCES, DAY).notes[0].text
    assert shown.startswith("Un protocole. P. 3 (numérotée 2)\u00a0: «\u00a0Dix-sept")


def test_a_document_that_has_left_the_corpus_is_told_by_its_citation() -> None:
    told = make_report(answer(), {}, DAY)
    assert told.notes[0].text.startswith("MINISTÈRE DU TRAVAIL")
    assert "«\u00a0Dix-sept engagements.\u00a0»" in told.notes[0].text


def test_a_passage_to_check_keeps_its_quote_and_is_called_where_the_assistant_did() -> None:
    told = report(to_check())
    assert texts(told) == [
        "Passage à vérifier : « Voir la note [1] du texte. »",
        "Aucun document ne mentionne « x ».",
    ]
    assert calls(told) == [[(1, False)], []]
    assert dict(told.facts)["Niveau"].startswith("à vérifier")


def test_a_list_of_the_catalogue_keeps_its_lines() -> None:
    told = Answer(
        "Combien ?", "Combien ?", "Le corpus compte 2 notices. [1]\n- Un\n- Deux", "answer",
        sentences=(AnswerSentence("Le corpus compte 2 notices.", (1,)),),
        citations=(cite(1, NOTICE, 1, "Un"),), listing=Listing("notices", 2),
    )  # fmt: skip
    made = report(told)
    assert texts(made) == ["Le corpus compte 2 notices."]
    assert made.items == ("Un", "Deux")


def test_characters_that_are_not_seen_are_taken_out_lines_joined_and_cells_told_apart() -> None:
    assert clean(f"a{UNSEEN}b\nc\td") == "ab c | d"
