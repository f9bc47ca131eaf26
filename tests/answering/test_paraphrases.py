"""With the packaged model, on documents of the sample corpus: right paraphrases pass, wrong ones do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.adapter import plain
from assistant.answering.base import Evidence
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.answering.verification import RuleVerifier
from assistant.service import Assistant
from assistant.settings import load_settings
from tests.answering.chat_server import ChatServer
from tests.answering.scripted import number_of, unsupported_facts

pytestmark = pytest.mark.model

FILES = (
    "notices/notice_65474.txt",
    "protocoles/protocole_prefiguration_france_travail_pdl.pdf",
    "protocoles/rapport_metiers_en_tension_2023.pdf",
)

RIGHT = [
    "Le protocole compte 17 engagements.",
    "Le protocole compte dix-sept engagements rangés sous 3 thèmes.",
    "Le protocole a été signé en Mayenne le 1er juin 2023.",
    "Le protocole a été signé par Élisabeth Borne, Olivier Dussopt, Jean Bassères et Christelle Morençais.",
    "Le comité régional France Travail est coprésidé par le préfet de région et la présidente de la Région.",
    "Le vote de la commission permanente est prévu le 7 juillet 2023.",
    "Le délai entre la prescription et l'entrée en parcours ne dépasse pas six semaines.",
    "Les trois territoires pilotes sont Laval, La Roche-sur-Yon et Saumur.",
    "Un conseiller suit au maximum 60 personnes.",
    "La liste compte 41 métiers en tension, soit sept de plus qu'en 2022.",
    "Le taux de départ volontaire est passé de 22 % à 13 % en dix-huit mois.",
    "81 % des stagiaires sont en emploi six mois après une POEI.",
    "Le chômage de la Sarthe est supérieur à la moyenne.",
]

WRONG = [
    "Le protocole compte 18 engagements.",
    "Le protocole ne compte pas 17 engagements.",
    "Le protocole est mesuré par 17 indicateurs.",
    "Le protocole a été signé en Mayenne le 7 juillet 2023.",
    "Le protocole prend effet le 31 décembre 2024.",
    "Le comité national France Travail est installé au sein du Crefop.",
    "Nantes accueille la signature du protocole le 1er juin 2023.",
    "Le délai entre la prescription et l'entrée en parcours dépasse six semaines.",
    "Un conseiller suit au moins 60 personnes.",
    "Les soudeurs obtiennent la note la plus élevée (92).",
    "La part des projets difficiles atteint 62,8 % en Vendée.",
    "Le taux de départ volontaire est passé de 13 % à 22 % en dix-huit mois.",
    "81 % des stagiaires sont en emploi six mois après une POEC.",
    "Le chômage de la Sarthe est inférieur à la moyenne.",
    "Les métiers du numérique figurent sur la liste.",
    "The protocol has 17 commitments.",
]


@pytest.fixture(scope="module")
def corpus(root: Path) -> list[Path]:
    return [root / "corpus" / file for file in FILES]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, corpus: list[Path]) -> Iterator[Assistant]:
    with Assistant.open(load_settings(overrides={"data_dir": tmp_path_factory.mktemp("data")})) as opened:
        opened.ingest(corpus)
        yield opened


def supported(assistant: Assistant, sentence: str) -> bool:
    hits = assistant.search(sentence, k=12).hits
    verifier = RuleVerifier(SentenceVectors(plain(assistant._encoder)), assistant._index)
    return verifier.verify(sentence, [Evidence(hit.passage, hit, hit.rank) for hit in hits]) is not None


@pytest.mark.long
@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_paraphrase_is_supported(assistant: Assistant, sentence: str) -> None:
    assert supported(assistant, sentence)


@pytest.mark.long
@pytest.mark.parametrize("sentence", WRONG)
def test_a_near_miss_is_not(assistant: Assistant, sentence: str) -> None:
    assert not supported(assistant, sentence)


def test_a_scripted_answer_is_shown_with_its_citation(
    assistant: Assistant, server: ChatServer, tmp_path: Path, corpus: list[Path]
) -> None:
    settings = {"data_dir": tmp_path, "chat_model": "openai:test", "chat_base_url": server.base_url}
    with Assistant.open(load_settings(overrides=settings)) as opened:
        opened.ingest(corpus[:1])
        question = "Combien d'engagements compte le protocole ?"
        server.script("Rien.")
        opened.ask(question)
        marker = number_of(server, "17 engagements")
        server.script(f"Le protocole compte 17 engagements [{marker}]. Il coûte 3 millions d'euros [{marker}].")
        answer = opened.ask(question)
    assert answer.text.startswith("Le protocole compte 17 engagements. [1]")
    assert len(answer.sentences) == 1
    assert "17 engagements" in answer.citations[0].quote
    assert unsupported_facts(answer) == []
