"""What a question file says of the corpus is checked before it is used, and refused by file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.models import Turn
from eval.errors import DatasetError
from eval.evidence import check_evidence, quote_stands
from eval.questions import Evidence, Question, QuestionFile

PROTOCOL, LETTER, NOTICE, OTHER_NOTICE = (
    "protocoles/protocole.pdf",
    "protocoles/lettre.pdf",
    "notices/notice_1.txt",
    "notices/notice_2.html",
)


@dataclass(frozen=True)
class Corpus:
    """Two PDFs, of which one is a scan, and two notices."""

    pages: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {
            PROTOCOL: ("Le texte compte 17 engagements.", "Pôle emploi\tcatalogue\t01/02/2024\nL’offre « lisible »"),
            LETTER: ("",),
            NOTICE: ("Signé le 1er juin 2023 en Mayenne.",),
            OTHER_NOTICE: ("La Sarthe compte 5 830 apprentis.",),
        }
    )
    raw: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> Sequence[str]:
        return tuple(self.pages)

    def page_text(self, file: str, page: int) -> str | None:
        pages = self.pages.get(file, ())
        return pages[page - 1] if 1 <= page <= len(pages) else None

    def raw_page_text(self, file: str, page: int) -> str | None:
        pages = self.raw.get(file, ())
        return pages[page - 1] if 1 <= page <= len(pages) else None

    def is_notice(self, file: str) -> bool:
        return file.startswith("notices/")

    def why_unread(self, file: str) -> str | None:
        return self.unread.get(file)


def questions(*asked: Question) -> QuestionFile:
    return QuestionFile(Path("mes_questions.jsonl"), "0", asked)


def about(*evidence: Evidence, line: int = 4, **more: object) -> Question:
    fields = {"id": f"q-{line}", "question": f"Question {line} ?", **more}
    return Question(answers=("17",), evidence=evidence, line=line, **fields)  # type: ignore[arg-type]


def refusal_of(*asked: Question, corpus: Corpus | None = None) -> str:
    with pytest.raises(DatasetError) as caught:
        check_evidence(questions(*asked), corpus or Corpus())
    return str(caught.value)


def test_a_file_whose_quotes_are_on_their_pages_passes_without_a_word() -> None:
    evidence = (Evidence(PROTOCOL, 1, "compte 17 engagements"), Evidence(NOTICE, 1, "1er juin 2023"))
    assert check_evidence(questions(about(*evidence)), Corpus()).warnings == ()


def test_a_quote_that_is_not_on_its_page_is_refused_with_its_line_and_its_true_page() -> None:
    refused = refusal_of(about(Evidence(PROTOCOL, 2, "17 engagements"), line=7))
    assert refused == (
        f"mes_questions.jsonl, ligne 7 : « 17 engagements » n'est pas à la page 2 de « {PROTOCOL} »."
        " Ces mots sont page 1."
    )


def test_a_quote_with_another_figure_is_refused() -> None:
    refused = refusal_of(about(Evidence(PROTOCOL, 1, "compte 18 engagements")))
    assert refused.endswith(f"ligne 4 : « compte 18 engagements » n'est pas à la page 1 de « {PROTOCOL} ».")


def test_the_first_wrong_line_is_told_and_the_others_are_counted() -> None:
    wrong = [about(Evidence(PROTOCOL, 1, "rien de tel"), line=line) for line in (9, 3, 5)]
    refused = refusal_of(*wrong)
    assert "mes_questions.jsonl, ligne 3 : " in refused
    assert refused.endswith("Et 2 autres erreurs.")
    assert refusal_of(*wrong[:2]).endswith("Et 1 autre erreur.")


def test_a_file_that_the_corpus_lacks_is_refused_with_the_nearest_name() -> None:
    refused = refusal_of(about(Evidence("protocoles/protocoles.pdf", 1), line=2))
    assert "mes_questions.jsonl, ligne 2 : « protocoles/protocoles.pdf » n'est pas dans le corpus." in refused
    assert refused.endswith(f"Vouliez-vous dire « {PROTOCOL} » ?")


def test_a_file_that_could_not_be_read_is_refused_with_the_reason() -> None:
    locked = Corpus(unread={"protocoles/secret.pdf": "Le PDF est protégé par un mot de passe."})
    said = "est dans le dossier du corpus mais n'a pas pu être lu : Le PDF est protégé par un mot de passe."
    asked = about(Evidence("protocoles/secret.pdf", 1))
    assert refusal_of(asked, corpus=locked) == f"mes_questions.jsonl, ligne 4 : « protocoles/secret.pdf » {said}"
    elsewhere = about(Evidence(PROTOCOL, 1), alt_pages={"protocoles/secret.pdf": (1,)})
    assert refusal_of(elsewhere, corpus=locked).endswith(f"alt_pages : « protocoles/secret.pdf » {said}")


CUT = "Une citation est d'un seul tenant : donnez des mots qui se suivent, sans points de suspension."


@pytest.mark.parametrize("quote", ["Le texte … 17 engagements", "Le […] compte", "Le [...] compte", "Le texte..."])
def test_a_quote_with_an_ellipsis_is_refused_since_its_words_do_not_follow_each_other(quote: str) -> None:
    assert refusal_of(about(Evidence(PROTOCOL, 1, quote))).endswith(CUT)
    assert refusal_of(about(Evidence("notice", 1, quote))).endswith(CUT)


def test_an_ellipsis_of_the_page_itself_may_be_quoted() -> None:
    corpus = Corpus(pages={PROTOCOL: ('Une offre "La première…" est close.',)})
    check_evidence(questions(about(Evidence(PROTOCOL, 1, "offre « La première… » est close"))), corpus)


def test_a_quote_that_cuts_a_number_of_the_page_is_refused() -> None:
    corpus = Corpus(pages={PROTOCOL: ("Le texte compte 117 engagements.",)})
    assert "n'est pas à la page 1" in refusal_of(about(Evidence(PROTOCOL, 1, "17 engagements")), corpus=corpus)


def test_a_page_that_the_file_lacks_is_refused() -> None:
    refused = refusal_of(about(Evidence(PROTOCOL, 3)))
    assert refused == f"mes_questions.jsonl, ligne 4 : « {PROTOCOL} » n'a pas de page 3."


def test_a_file_may_be_named_without_its_folder_but_not_with_another() -> None:
    check_evidence(questions(about(Evidence("protocole.pdf", 1, "17 engagements"))), Corpus())
    assert "n'est pas dans le corpus" in refusal_of(about(Evidence("annexes/protocole.pdf", 1, "17 engagements")))


def test_notice_means_any_notice_and_no_other_file() -> None:
    check_evidence(questions(about(Evidence("notice", 1, "La Sarthe compte 5 830 apprentis"))), Corpus())
    assert refusal_of(about(Evidence("notice", 1, "17 engagements"))).endswith(
        "aucune notice ne contient « 17 engagements »."
    )
    no_notice = Corpus(pages={PROTOCOL: ("Le texte.",)})
    assert "le corpus ne contient aucune notice" in refusal_of(about(Evidence("notice", 1)), corpus=no_notice)


def test_a_page_without_text_gives_a_warning_with_its_line() -> None:
    report = check_evidence(questions(about(Evidence(LETTER, 1, "438 731 euros"), line=6)), Corpus())
    (warning,) = report.warnings
    assert warning == (
        f"mes_questions.jsonl, ligne 6 : page sans texte ({LETTER}, page 1) : la citation n'a pas pu être vérifiée."
    )


def test_an_evidence_without_words_asks_only_for_its_page() -> None:
    assert check_evidence(questions(about(Evidence(LETTER, 1))), Corpus()).warnings == ()


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ('L\'offre "LISIBLE"', "L’offre « lisible »"),
        ("Pôle emploi | catalogue | 01/02/2024", "Pôle emploi\tcatalogue\t01/02/2024"),
        ("« La première offre »", 'Une "La première offre" est close'),
        ("dit « La première offre »", "dit “La première offre”"),
        ("dit « La première… »", 'dit "La première…"'),
        ("dit « La première... »", "dit «\u202fLa première…\u202f»"),
        ("hôtellerie–restauration", "hôtellerie-restauration"),
        ("les conditions de travail", "les condi-\ntions de travail"),
        ("le Haut-commissariat aux conditions", "le Haut\ufffecommissariat aux condi\ufffetions"),
    ],
)
def test_the_shapes_of_signs_and_the_breaks_of_lines_do_not_count(quote: str, page: str) -> None:
    assert quote_stands(quote, page)


@pytest.mark.parametrize("quote", ["L'offre lisible", "17.5", "Loffre « lisible »"])
def test_signs_themselves_count(quote: str) -> None:
    assert not quote_stands(quote, "L’offre « lisible » de 17,5 %")


def test_words_copied_with_another_reader_are_found_in_the_text_layer_of_the_pdf() -> None:
    asked = about(Evidence(PROTOCOL, 1, "Page 1 sur 2 Le texte compte"))
    assert "n'est pas à la page 1" in refusal_of(asked)
    with_footer = Corpus(raw={PROTOCOL: ("Page 1 sur 2\r\nLe texte compte 17 engagements.",)})
    assert check_evidence(questions(asked), with_footer).warnings == ()


def test_other_pages_with_the_same_fact_must_be_in_the_corpus_too() -> None:
    right = Evidence(PROTOCOL, 1, "17 engagements")
    check_evidence(questions(about(right, alt_pages={PROTOCOL: (2,), "notice_1.txt": (1,)})), Corpus())
    assert refusal_of(about(right, alt_pages={PROTOCOL: (2, 9)}, line=8)).endswith(
        f"ligne 8 : alt_pages : « {PROTOCOL} » n'a pas de page 9."
    )
    assert "ligne 8 : alt_pages : « absent.pdf » n'est pas dans le corpus" in refusal_of(
        about(right, alt_pages={"absent.pdf": (1,)}, line=8)
    )


def test_the_same_question_twice_is_refused_unless_what_came_before_differs() -> None:
    then = (Turn("user", "Combien en Vendée ?"), Turn("assistant", "8 910."))
    twice = Question("a", "Et en  Sarthe ?", line=1), Question("b", "et en sarthe ?", line=5)
    assert refusal_of(*twice) == "mes_questions.jsonl, ligne 5 : même question qu'à la ligne 1 (a)."
    check_evidence(questions(twice[0], Question("b", "et en sarthe ?", history=then, line=5)), Corpus())


def test_a_history_without_a_user_or_with_an_empty_turn_is_refused() -> None:
    alone = Question("a", "Et après ?", history=(Turn("assistant", "8 910."),), line=2)
    assert "mes_questions.jsonl, ligne 2 : history : aucun tour de l'usager" in refusal_of(alone)
    empty = Question("a", "Et après ?", history=(Turn("user", " "), Turn("assistant", "8 910.")), line=3)
    assert refusal_of(empty) == "mes_questions.jsonl, ligne 3 : history : un tour est vide."


def test_turns_that_do_not_alternate_give_a_warning() -> None:
    unanswered = Question("a", "Et après ?", history=(Turn("user", "Combien ?"),), line=2)
    (warning,) = check_evidence(questions(unanswered), Corpus()).warnings
    assert warning.startswith("mes_questions.jsonl, ligne 2 : history : les tours de l'usager et de l'assistant")
