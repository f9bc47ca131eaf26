"""The assistant as the page and the commands use it, on a real index, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import messages
from assistant.errors import MissingPathError, SourceError, UsageError
from assistant.index.store import Index
from assistant.models import Completed, Filters, Progress, Turn, Validation, VerifiedSentence
from assistant.questions import MAX_QUESTION, check_question
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from tests.builders import WOOD_NOTICE
from tests.fakes import CompressedEncoder


def open_assistant(data: Path, **settings: object) -> Assistant:
    loaded: Settings = load_settings(overrides={"data_dir": data, **settings})
    encoder = CompressedEncoder()
    return Assistant(loaded, Index.open(data, encoder), encoder)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bois.txt").write_text(WOOD_NOTICE, encoding="utf-8")
    with open_assistant(tmp_path / "data", contact="doc@example.org") as opened:
        opened.ingest([folder])
        yield opened


def test_an_answer_is_made_of_exact_cited_sentences(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de mesures compte l'accord ?")
    assert answer.level == "answer"
    assert answer.text == "14 mesures [1]\nL'accord compte 14 mesures rangées en deux volets : [1]"
    assert [sentence.lead for sentence in answer.sentences] == [True, False]
    (citation,) = answer.citations
    document = assistant.document(citation.document_id)
    assert document is not None
    assert document.text[citation.start : citation.end] == citation.quote
    assert (citation.n, citation.page, citation.file) == (1, 1, "bois.txt")
    assert 0 < citation.support <= 1


def test_the_threshold_of_the_settings_decides_from_what_confidence_an_answer_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bois.txt").write_text(WOOD_NOTICE, encoding="utf-8")
    question = "Combien de mesures compte l'accord ?"
    with open_assistant(tmp_path / "data") as usual:
        usual.ingest([folder])
        support = usual.ask(question).citations[0].support
    with open_assistant(tmp_path / "data", answer_threshold=support + 0.01) as strict:
        assert strict.ask(question).level == "to_check"
    with open_assistant(tmp_path / "data", answer_threshold=0) as bold:
        assert bold.ask("Quel est le budget des menuisiers ?").level == "answer"


def test_a_stream_says_what_it_does_then_gives_sentences_then_the_whole(assistant: Assistant) -> None:
    events = list(assistant.stream("Combien de places d'apprentissage ?"))
    kinds = [type(event) for event in events]
    assert kinds[0] is Progress
    assert kinds[-1] is Completed
    sentences = [event for event in events if isinstance(event, VerifiedSentence)]
    assert "320 places" in sentences[0].sentence.text
    assert sentences[0].new_citations[0].n == 1
    assert isinstance(events[-1], Completed)
    assert tuple(event.sentence for event in sentences) == events[-1].answer.sentences


def test_timings_are_given_with_their_total(assistant: Assistant) -> None:
    timings = assistant.ask("Combien de mesures ?").timings_ms
    assert set(timings) == {"rewriting", "search", "answer", "total"}


def test_a_follow_up_is_understood_from_the_conversation(assistant: Assistant) -> None:
    history = (Turn("user", "Qui a signé l'accord régional pour les métiers du bois ?"), Turn("assistant", "…"))
    answer = assistant.ask("Et quand ?", history)
    assert answer.standalone_question.startswith("À propos de « Qui a signé l'accord")
    assert "1er juin 2023" in answer.text


def test_without_an_answer_it_says_so_and_names_the_words_and_the_desk(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le budget du marsupilami ?")
    assert answer.abstained
    assert answer.sentences == ()
    assert "marsupilami" in answer.text
    assert "doc@example.org" in answer.text


def test_a_name_that_the_sentence_does_not_give_is_not_made_up(assistant: Assistant) -> None:
    assert assistant.ask("Quel est le nom du préfet ?").abstained


def test_an_empty_index_is_said_to_be_empty(tmp_path: Path) -> None:
    with open_assistant(tmp_path / "data") as empty:
        answer = empty.ask("Combien de mesures ?")
    assert (answer.reason, answer.text) == ("empty_index", messages.EMPTY_INDEX)


def test_a_greeting_is_answered_without_searching(assistant: Assistant) -> None:
    assert assistant.ask("Bonjour !").text == messages.GREETING


def test_a_question_without_any_word_is_not_understood(assistant: Assistant) -> None:
    assert assistant.ask("???").reason == "not_understood"


def test_the_missing_pdf_of_a_cited_notice_is_told(assistant: Assistant) -> None:
    (warning,) = assistant.ask("Combien de mesures compte l'accord ?").warnings
    assert "« Accord régional bois »" in warning


def test_filters_limit_what_is_read(assistant: Assistant) -> None:
    question = "Combien de mesures compte l'accord ?"
    assert assistant.ask(question, filters=Filters(date_to="2022-12-31")).reason == "not_in_corpus"
    assert assistant.ask(question, filters=Filters(descriptors=("MENUISERIE",))).level == "answer"


def test_a_search_gives_ranked_passages(assistant: Assistant) -> None:
    result = assistant.search("places d'apprentissage", k=2)
    assert [hit.rank for hit in result.hits] == [1, 2]
    assert result.hits[0].scores["fused"] >= result.hits[1].scores["fused"]
    assert "320 places" in result.hits[0].passage.text


def test_accents_may_be_left_out(assistant: Assistant) -> None:
    assert assistant.ask("Qui preside le comite de suivi des metiers du bois ?").level == "answer"


def test_a_removed_document_is_not_found_any_more(assistant: Assistant) -> None:
    report = assistant.remove("bois.txt")
    assert report.outcome == "removed"
    assert assistant.corpus().documents == ()
    with pytest.raises(MissingPathError, match=r"bois\.txt"):
        assistant.remove("bois.txt")


def test_a_document_is_named_by_its_path_too_when_two_have_its_name(assistant: Assistant, tmp_path: Path) -> None:
    other = tmp_path / "autres" / "bois.txt"
    other.parent.mkdir()
    other.write_text(WOOD_NOTICE.replace("14", "23"))
    assistant.ingest([other.parent])
    with pytest.raises(UsageError, match=f"donnez l'identifiant.*{re.escape(str(other))}"):
        assistant.remove("bois.txt")
    assert assistant.remove(str(tmp_path / "autres" / ".." / "autres" / "bois.txt")).outcome == "removed"
    (left,) = assistant.corpus().documents
    assert assistant.file_path(left.id) != other


def test_only_pages_of_pdfs_of_the_corpus_have_an_image(assistant: Assistant) -> None:
    (document,) = assistant.corpus().documents
    for identifier in (document.id, "../../etc/passwd"):
        with pytest.raises(SourceError):
            assistant.page_image(identifier, 1)


def test_the_file_of_a_document_is_given_while_it_is_there(assistant: Assistant) -> None:
    (document,) = assistant.corpus().documents
    path = assistant.file_path(document.id)
    assert path is not None
    path.unlink()
    assert assistant.file_path(document.id) is None


def test_what_another_process_ingests_is_found_at_the_next_question(assistant: Assistant, tmp_path: Path) -> None:
    with open_assistant(tmp_path / "data") as other:
        (tmp_path / "documents" / "cuir.txt").write_text(WOOD_NOTICE.replace("bois", "cuir").replace("14", "23"))
        other.ingest([tmp_path / "documents"])
    assert "23 mesures" in assistant.ask("Combien de mesures compte l'accord régional pour les métiers du cuir ?").text


def test_nothing_is_kept_of_a_conversation_by_default(assistant: Assistant) -> None:
    list(assistant.stream("Combien de mesures ?", conversation="c1"))
    assert assistant._log.turns("c1") == []


def test_turns_are_kept_when_the_setting_says_so(tmp_path: Path) -> None:
    with open_assistant(tmp_path / "data", keep_conversations=True) as keeping:
        list(keeping.stream("Combien ?", conversation="c1"))
        assert [turn.role for turn in keeping._log.turns("c1")] == ["user", "assistant"]


@pytest.mark.parametrize("question", ["", "   ", "x" * (MAX_QUESTION + 1)])
def test_an_empty_or_endless_question_is_refused(question: str) -> None:
    with pytest.raises(UsageError):
        check_question(question)


def test_characters_that_are_not_seen_are_not_part_of_a_question() -> None:
    assert check_question("Le proto\u200bcole, la for\u00admation\ufeff ?") == "Le protocole, la formation ?"


def test_a_question_of_unseen_characters_is_empty() -> None:
    with pytest.raises(UsageError, match="vide"):
        check_question("\u200b\u00ad")


def test_a_validated_answer_comes_first_for_the_same_question_and_says_so(assistant: Assistant) -> None:
    question = "Combien de mesures compte l'accord pour les métiers du bois ?"
    before = assistant.ask(question)
    assert before.validated is None
    assistant.validated.validate(before, "Claire", Validation(text="Quatorze [1]."))
    after = assistant.ask("Bonjour, combien de mesures compte l’accord pour les métiers du bois")
    assert (after.text, after.level) == ("Quatorze. [1]", "answer")
    assert after.validated is not None
    assert (after.validated.by, after.validated.corrected) == ("Claire", True)
    assert set(after.timings_ms) == {"rewriting", "validated", "total"}
    assert assistant.ask(question, validated=False).text == before.text
    assert assistant.ask(question, filters=Filters(kinds=("notice",))).validated is None


def test_a_follow_up_finds_the_validated_answer_of_what_it_means(assistant: Assistant) -> None:
    whole = "Combien de places d'apprentissage y a-t-il dans la menuiserie ?"
    assistant.validated.validate(assistant.ask(whole), "Claire")
    history = [Turn("user", "Combien de places d'apprentissage y a-t-il dans la santé ?"), Turn("assistant", "Aucune.")]
    assert assistant.ask("Et dans la menuiserie ?", history).validated is not None


def test_a_validated_answer_whose_document_changed_gives_way_with_a_notice(
    assistant: Assistant, tmp_path: Path
) -> None:
    question = "Combien de mesures compte l'accord pour les métiers du bois ?"
    assistant.validated.validate(assistant.ask(question), "Claire")
    file = tmp_path / "documents" / "bois.txt"
    file.write_text(WOOD_NOTICE.replace("14 mesures", "15 mesures"), encoding="utf-8")
    assistant.ingest()
    answer = assistant.ask(question)
    assert answer.validated is None
    assert "15 mesures" in answer.text
    assert answer.warnings[0].startswith("Une réponse validée par Claire le ")
    assert (
        "a été retirée : le document cité « Un accord régional pour les métiers du bois » a changé"
        in answer.warnings[0]
    )


def test_validated_answers_survive_a_rebuild(assistant: Assistant) -> None:
    question = "Combien de mesures compte l'accord pour les métiers du bois ?"
    assistant.validated.validate(assistant.ask(question), "Claire")
    assistant.ingest(rebuild=True)
    assert assistant.ask(question).validated is not None
