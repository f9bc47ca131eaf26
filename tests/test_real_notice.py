"""The real notice, ingested alone, with the packaged model: what it says is answered and quoted, the rest is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text import normalise_space

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def notice(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notice")
    return Path(shutil.copy(shared_data / "notices" / "notice_cdr_65474.txt", folder))


@pytest.fixture(scope="module")
def assistant(notice: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(load_settings(overrides={"data_dir": tmp_path_factory.mktemp("data")})) as opened:
        opened.ingest([notice.parent])
        yield opened


FACTS = [
    ("Combien d'engagements compte le protocole ?", ["17"]),
    ("Combien y a-t-il d'engagements dans le protocole ?", ["17"]),
    ("Quelles sont les trois thématiques du protocole ?", ["offre de formation", "employeurs", "Pilotage"]),
    ("Qui a signé le protocole et quand ?", ["1er juin 2023", "Borne", "Dussopt", "Bassères", "Morençais"]),
    ("Où le protocole a-t-il été signé ?", ["Mayenne"]),
    ("Quand le protocole a-t-il été signé ?", ["1er juin 2023"]),
    ("Qui copréside le comité régional France Travail ?", ["préfet de région", "présidente de la région"]),
    ("Combien de bassins d'emploi compte la région ?", ["18"]),
    ("Quelle commission doit valider le protocole et quand ?", ["commission permanente", "7 juillet 2023"]),
    ("Quel PDF est joint à la notice ?", ["Protocole de préfiguration de France Travail en Pays de la Loire"]),
]

SILENCES = [
    "Quel est le budget du protocole ?",
    "Quel est le nom du préfet ?",
    "Comment s'appelle le préfet de région ?",
    "Combien de bénéficiaires du RSA y a-t-il ?",
    "Quel est le nombre d'allocataires du RSA dans la région ?",
    "Quel temps fait-il à Nantes ?",
    "Quelle est la météo de demain ?",
]


@pytest.mark.parametrize(("question", "facts"), FACTS)
def test_the_fact_is_answered_with_quotes_that_hold_it(
    assistant: Assistant, notice: Path, question: str, facts: list[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.level == "answer"
    quotes = normalise_space(" ".join(citation.quote for citation in answer.citations))
    source = "".join(notice.read_text(encoding="utf-8").split())
    for fact in facts:
        assert fact in quotes
    for citation in answer.citations:
        assert citation.page == 1
        assert "".join(citation.quote.split()) in source
    assert all(sentence.citations for sentence in answer.sentences)


@pytest.mark.parametrize("question", SILENCES)
def test_what_the_notice_does_not_say_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained
    assert answer.sentences == ()
    assert answer.reason in {"not_in_corpus", "out_of_scope"}


def test_the_repeated_half_gives_no_second_passage(assistant: Assistant) -> None:
    (summary,) = assistant.corpus().documents
    texts = [hit.passage.text for hit in assistant.search("protocole", k=50).hits]
    sentence = "Il formalise 17 engagements structurés en trois thématiques"
    assert summary.passages == len(texts)
    assert sum(text.count(sentence) for text in texts) == 1


def test_pole_emploi_is_a_descriptor_without_code(assistant: Assistant) -> None:
    document = assistant.document(assistant.corpus().documents[0].id)
    assert document is not None
    assert document.notice is not None
    codes = {descriptor.label: descriptor.code for descriptor in document.notice.descriptors}
    assert len(codes) == 12
    assert codes["POLE EMPLOI"] is None
    assert codes["RECRUTEMENT"] == "33029"
