"""A model of inference may only drop what the rules let through."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.entailment import EntailmentVerifier, Judgement, load_inference
from assistant.errors import ModelError
from tests.answering.fakes_model import PLAIN, TEXTS, WordVerifier, evidence

IMPLIED, AGAINST, NEUTRAL = Judgement(0.9, 0.05), Judgement(0.1, 0.8), Judgement(0.3, 0.2)


def verifier(*judgements: Judgement) -> EntailmentVerifier:
    given = list(judgements)
    return EntailmentVerifier(WordVerifier(), lambda premise, sentence: given.pop(0))


def test_what_the_rules_support_and_the_passage_implies_is_supported() -> None:
    support = verifier(IMPLIED).verify(PLAIN, evidence())
    assert support is not None
    assert support.evidence.n == 1


def test_another_passage_is_tried_when_the_first_does_not_imply_the_sentence() -> None:
    support = verifier(NEUTRAL, IMPLIED).verify(PLAIN, evidence(TEXTS[0], TEXTS[0]))
    assert support is not None
    assert support.evidence.n == 2


@pytest.mark.parametrize(("judged", "reason"), [(AGAINST, "contradicted"), (NEUTRAL, "not_entailed")])
def test_what_the_passage_does_not_imply_is_dropped_for_that_reason(judged: Judgement, reason: str) -> None:
    passages = evidence(TEXTS[0])
    assert verifier(judged).verify(PLAIN, passages) is None
    assert verifier(judged).why_not(PLAIN, passages) == reason


def test_what_the_rules_refuse_is_not_judged() -> None:
    assert verifier().verify("Le protocole compte 19 engagements.", evidence()) is None
    assert verifier().why_not("Le protocole compte 19 engagements.", evidence()) == "unsupported"


def cross_encoder(folder: Path, labels: list[str]) -> Path:
    """A tiny cross-encoder with random weights, written as sentence-transformers reads it."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "le", "protocole", "compte", "17", "engagements"]
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(words), num_labels=len(labels), id2label=dict(enumerate(labels)), **size)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.mark.model
def test_a_cross_encoder_in_a_folder_gives_probabilities(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "nli", ["contradiction", "entailment", "neutral"])
    judged = load_inference(str(folder))("Le protocole compte 17 engagements.", PLAIN)
    assert 0 < judged.entailment < 1
    assert 0 < judged.entailment + judged.contradiction < 1


@pytest.mark.model
def test_a_model_without_a_class_for_entailment_or_that_is_missing_is_told_in_french(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "other", ["positive", "negative"])
    with pytest.raises(ModelError, match="pas de classe « entailment »"):
        load_inference(str(folder))
    with pytest.raises(ModelError, match=r"nli_model = .* modèle non chargé"):
        load_inference(str(tmp_path / "absent"))
