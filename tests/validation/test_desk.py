from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.errors import UsageError
from assistant.models import AnswerSentence, Filters, Listing, ValidatedAnswer, Validation
from tests.index.library import entry, passages_of
from tests.validation.conftest import FIRST, QUESTION, SECOND, TITLE, Desk

WHO = "Claire Martin"


def given(at: Desk, question: str = QUESTION, filters: Filters = Filters()) -> ValidatedAnswer | None:
    return at.desk.find(question, filters).answer


def notices(at: Desk, question: str = QUESTION) -> tuple[str, ...]:
    return at.desk.find(question, Filters()).notices


def test_a_validated_answer_is_given_for_the_same_question_typed_otherwise(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    found = given(at, "combien d’engagements  compte le protocole")
    assert found is not None
    assert (found.text, found.validated.by, found.validated.on) == (f"{FIRST} [1]", WHO, "2026-05-03")
    assert found.validated.expires == "2027-05-03"
    assert not found.validated.corrected


def test_another_question_does_not_find_it(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    assert given(at, "Combien d'engagements compte le plan ?") is None


def test_it_is_given_with_the_same_filters_only(at: Desk) -> None:
    only_pdfs = Filters(kinds=("pdf",))
    at.desk.validate(at.answer(), WHO, Validation(filters=only_pdfs))
    assert given(at, filters=only_pdfs) is not None
    assert given(at) is None
    assert given(at, filters=Filters(kinds=("notice",))) is None


def test_a_corrected_answer_shows_its_sentences_with_the_sources_that_it_keeps(at: Desk) -> None:
    first = at.answer()
    second = replace(at.answer(SECOND).citations[0], n=2)
    both = replace(first, citations=(*first.citations, second))
    at.desk.validate(both, WHO, Validation(text="Chaque trimestre, à Nantes [2]. Une remarque sans source"))
    found = given(at)
    assert found is not None
    assert found.validated.corrected
    assert found.sentences == (
        AnswerSentence("Chaque trimestre, à Nantes.", (1,)),
        AnswerSentence("Une remarque sans source", ()),
    )
    assert [(one.n, one.quote) for one in found.citations] == [(1, SECOND)]


def test_a_source_may_be_added_by_its_file_its_page_and_its_words(at: Desk) -> None:
    silent = at.answer(level="none", sentences=(), citations=(), text="Rien.")
    at.desk.validate(
        silent, WHO, Validation(text="À Nantes [1].", sources=("Protocole.pdf | 1 | chaque trimestre à  Nantes",))
    )
    found = given(at)
    assert found is not None
    assert found.citations[0].quote == "chaque trimestre à Nantes"
    assert found.citations[0].passage_id in {one.id for one in at.index.document_passages(TITLE)}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Autre.pdf | 1 | chaque", "Aucun document"),
        ("Protocole.pdf | 7 | chaque", "pas de page 7"),
        ("Protocole.pdf | 1 | chaque semaine", "n'est pas dans"),
        ("Protocole.pdf chaque trimestre", "Source mal écrite"),
    ],
)
def test_a_source_that_is_not_there_is_refused(quiet: Desk, source: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        quiet.desk.validate(quiet.answer(), WHO, Validation(text="À Nantes [2].", sources=(source,)))


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (lambda at: at.desk.validate(at.answer(), "  "), "nom de la personne"),
        (lambda at: at.desk.validate(at.answer(), "x" * 10_000), "10000 caractères"),
        (lambda at: at.desk.validate(at.answer(), WHO, Validation(expires="2026-05-02")), "déjà passée"),
        (lambda at: at.desk.validate(at.answer(), WHO, Validation(expires="demain")), "incomprise"),
        (lambda at: at.desk.validate(at.answer(), WHO, Validation(text="Sans source.")), "ne cite aucune source"),
        (lambda at: at.desk.validate(at.answer(), WHO, Validation(text="Ailleurs [4].")), r"repère \[4\]"),
        (lambda at: at.desk.validate(at.answer(), WHO, Validation(text=" \n ")), "vide"),
        (lambda at: at.desk.validate(at.answer(), WHO, Validation(text="x" * 6000 + " [1]")), "le maximum est 5000"),
        (lambda at: at.desk.validate(at.answer(level="none", sentences=()), WHO), "rien à valider"),
        (lambda at: at.desk.validate(at.answer(listing=Listing("works", 2)), WHO), "vient du catalogue"),
        (lambda at: at.desk.validate(at.answer(question="Et en 2022 ?"), WHO), "ne se comprend pas seule"),
        (lambda at: at.desk.validate(at.answer(question="Qui le préside ?"), WHO), "ne se comprend pas seule"),
        (lambda at: at.desk.withdraw(9, WHO), "Aucune réponse validée n° 9"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(
    quiet: Desk, refused: Callable[[Desk], object], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        refused(quiet)
    assert quiet.desk.all() == []


def test_only_those_named_by_the_settings_may_validate(at: Desk) -> None:
    desk = at.another(validators=("Claire MARTIN",))
    with pytest.raises(UsageError, match="ne peut pas valider"):
        desk.validate(at.answer(), "Paul")
    kept = desk.validate(at.answer(), "claire martin")
    with pytest.raises(UsageError, match="ne peut pas valider"):
        desk.withdraw(kept.id, "Paul")


def test_it_is_withdrawn_with_a_notice_when_its_time_is_over(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO, Validation(expires="2026-05-10"))
    at.later(7)
    assert given(at) is not None
    at.later(1)
    said = "Une réponse validée par Claire Martin le 3 mai 2026 a été retirée : elle a expiré le 10 mai 2026."
    assert (given(at), notices(at)) == (None, (said,))


def test_it_is_withdrawn_when_the_cited_text_changes(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    at.put(FIRST.replace("dix-sept", "dix-huit"), SECOND)
    assert given(at) is None
    assert "« Protocole » a changé (l'extrait cité n'y est plus)" in notices(at)[0]
    (kept,) = at.desk.all()
    assert (kept.state, kept.reason) == ("withdrawn", "changed")
    assert [(one.by, one.action) for one in kept.history] == [(WHO, "validated"), ("assistant", "withdrawn")]


def test_it_is_withdrawn_when_what_is_around_the_cited_text_changes(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    at.put("Ce qui suit est abrogé.", FIRST, SECOND)
    assert given(at) is None
    assert "le texte autour de l'extrait cité n'est plus le même" in notices(at)[0]


def test_it_is_kept_with_a_word_when_its_document_changes_far_from_the_cited_text(at: Desk) -> None:
    far = "Annexe sans rapport. " * 40
    at.put(FIRST, SECOND, far, "Version 1.")
    at.desk.validate(at.answer(), WHO)
    at.put(FIRST, SECOND, far, "Version 2.")
    found = at.desk.find(QUESTION, Filters())
    assert found.answer is not None
    assert "mis à jour : Protocole" in found.notices[0]


def test_a_citation_follows_its_text_to_another_place(at: Desk) -> None:
    far = "Annexe sans rapport. " * 40
    at.put("Préambule.", far, FIRST, SECOND)
    at.desk.validate(at.answer(), WHO)
    at.put("Un préambule plus long.", far, FIRST, SECOND)
    found = given(at)
    document = at.index.document(TITLE)
    assert found is not None
    assert document is not None
    (cited,) = found.citations
    assert document.text[cited.start : cited.end] == FIRST
    assert cited.passage_id in {one.id for one in at.index.document_passages(TITLE)}


def test_it_is_withdrawn_when_its_document_leaves_the_corpus(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    with at.index.writer() as writer:
        writer.remove(TITLE)
    assert given(at) is None
    assert "« Protocole » n'est plus dans le corpus" in notices(at)[0]


def test_a_file_that_was_renamed_has_not_left(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    with at.index.writer() as writer:
        writer.remove(TITLE)
        again = entry(TITLE, FIRST, SECOND)
        renamed = replace(again.document, id="other", file="ailleurs.pdf")
        writer.put(renamed, passages_of(renamed), again.path.with_name("ailleurs.pdf"))
    found = given(at)
    assert found is not None
    assert (found.citations[0].document_id, found.citations[0].file) == ("other", "ailleurs.pdf")


def test_a_rebuild_of_the_indexes_touches_no_validated_answer(at: Desk) -> None:
    at.desk.validate(at.answer(), WHO)
    again = entry(TITLE, FIRST, SECOND)
    with at.index.writer() as writer, writer.rebuild():
        writer.put(again.document, again.passages, again.path)
    assert given(at) is not None
    assert len(at.desk.all("valid")) == 1


def test_everyone_who_asks_is_told_of_a_withdrawal_until_somebody_sees_to_it(at: Desk) -> None:
    kept = at.desk.validate(at.answer(), WHO, Validation(expires="2026-05-03"))
    at.later(1)
    assert notices(at) == notices(at) != ()
    at.desk.withdraw(kept.id, "Paul", "vu")
    assert notices(at) == ()
    assert at.desk.all()[0].detail == "retirée par Paul : vu"
    with pytest.raises(UsageError, match="déjà retirée"):
        at.desk.withdraw(kept.id, "Paul")


def test_an_expired_answer_is_renewed_in_the_name_of_who_renews_it(at: Desk) -> None:
    kept = at.desk.validate(at.answer(), WHO, Validation(expires="2026-05-03"))
    at.later(1)
    assert given(at) is None
    renewed = at.desk.renew(kept.id, "Paul", "jamais")
    assert (renewed.state, renewed.validated.by, renewed.validated.on) == ("valid", "Paul", "2026-05-04")
    assert renewed.validated.expires is None
    assert given(at) is not None
    assert [one.action for one in renewed.history] == ["validated", "withdrawn", "renewed"]


def test_an_answer_whose_quote_is_gone_is_not_renewed(at: Desk) -> None:
    kept = at.desk.validate(at.answer(), WHO)
    at.put(SECOND)
    assert given(at) is None
    with pytest.raises(UsageError, match="n'est plus dans le corpus"):
        at.desk.renew(kept.id, WHO)


def test_who_renews_vouches_for_what_now_stands_around_the_quote(at: Desk) -> None:
    kept = at.desk.validate(at.answer(), WHO)
    at.put("Ce qui suit est confirmé.", FIRST, SECOND)
    assert given(at) is None
    at.desk.renew(kept.id, "Paul")
    assert given(at) is not None


def test_the_latest_validation_of_a_question_replaces_the_one_before(at: Desk) -> None:
    first = at.desk.validate(at.answer(), WHO)
    second = at.desk.validate(at.answer(SECOND), "Paul")
    found = given(at)
    assert found is not None
    assert (found.id, found.text) == (second.id, f"{SECOND} [1]")
    states = {one.id: (one.state, one.reason) for one in at.desk.all()}
    assert states == {first.id: ("withdrawn", "replaced"), second.id: ("valid", None)}
    with pytest.raises(UsageError, match="Une autre réponse validée"):
        at.desk.renew(first.id, WHO)


def test_another_process_sees_what_this_one_did(at: Desk) -> None:
    other = at.another()
    assert other.empty
    kept = at.desk.validate(at.answer(), WHO)
    assert other.find(QUESTION, Filters()).answer is not None
    at.desk.withdraw(kept.id, WHO)
    assert other.find(QUESTION, Filters()).answer is None


def test_several_people_at_once_lose_nothing(at: Desk) -> None:
    desks = [at.another() for _ in range(4)]
    answer = at.answer()

    def validate(number: int) -> None:
        for turn in range(5):
            desks[number].validate(answer, f"Personne {number}-{turn}")

    threads = [threading.Thread(target=validate, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = at.desk.all()
    assert len(kept) == 20
    assert len([one for one in kept if one.state == "valid"]) == 1
    assert sorted(one.history[0].by for one in kept) == sorted(f"Personne {n}-{t}" for n in range(4) for t in range(5))


def test_one_may_validate_while_the_index_is_being_written(at: Desk) -> None:
    answer = at.answer()
    with at.index.writer() as writer:
        again = entry("Autre", SECOND)
        writer.put(again.document, again.passages, again.path)
        at.desk.validate(answer, WHO)
    assert given(at) is not None


def test_markup_is_kept_as_text(at: Desk) -> None:
    kept = at.desk.validate(at.answer(), "<b>Paul</b>", Validation(text="<script>alert(1)</script> [1]", note="<i>"))
    assert (kept.validated.by, kept.sentences[0].text) == ("<b>Paul</b>", "<script>alert(1)</script>")
