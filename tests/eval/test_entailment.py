"""The judges of entailment: the product's rules, and a model of language inference in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.sentence_vectors import SentenceVectors
from assistant.errors import ModelError, UsageError
from eval.entailment import NliEntailment, RuleEntailment, load_entailment
from tests.fakes import FakeStatistics, HashedEncoder

WORDS = ["le", "plan", "compte", "dix", "sept", "engagements", "pour", "laval", "nantes", "et", "mans"]
NLI = ("contradiction", "entailment", "neutral")


@pytest.fixture
def rules() -> RuleEntailment:
    return RuleEntailment(SentenceVectors(HashedEncoder()), FakeStatistics())


def test_the_rules_find_a_sentence_in_any_of_the_premises(rules):
    premises = ["Le temps est doux.", "Le plan compte 17 engagements fermes."]
    assert rules.entails(premises, "Le plan compte 17 engagements.")
    assert not rules.entails(premises, "Le plan compte 18 engagements.")
    assert not rules.entails(premises, "Le plan ne compte pas 17 engagements.")
    assert not rules.entails(premises[:1], "Le plan compte 17 engagements.")


def test_the_rules_find_nothing_in_nothing(rules):
    assert not rules.entails([], "Le plan compte 17 engagements.")
    assert not rules.entails([""], "Le plan compte 17 engagements.")


def test_premises_do_not_run_into_one_another(rules):
    assert not rules.entails(["Le plan compte", "17 oiseaux sans aucun rapport avec lui."], "Le plan compte 17 arbres.")


def make_model(folder: Path, labels: tuple[str, ...], favourite: int, longest: int = 32) -> str:
    """A cross-encoder of random weights that always gives the same label."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *WORDS]), encoding="utf-8")
    config = BertConfig(
        vocab_size=6 + len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=longest,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.zero_()
        model.classifier.bias[favourite] = 1.0
    model.save_pretrained(folder)
    BertTokenizerFast(str(vocabulary), model_max_length=longest).save_pretrained(folder)
    return str(folder)


def test_a_model_entails_what_its_entailment_label_wins(tmp_path):
    sure = NliEntailment(make_model(tmp_path / "sure", NLI, favourite=1))
    contrary = NliEntailment(make_model(tmp_path / "contrary", NLI, favourite=0))
    assert sure.entails(["le plan compte dix sept engagements"], "le plan")
    assert not contrary.entails(["le plan compte dix sept engagements"], "le plan")


def test_the_label_is_found_by_its_name_wherever_it_stands(tmp_path):
    folder = make_model(tmp_path / "m", ("ENTAILMENT", "not_entailment"), favourite=0)
    model = NliEntailment(folder)
    assert model.entails(["le plan"], "le plan")
    assert model.name == f"nli:{folder}"


def test_a_long_premise_is_read_in_windows_that_leave_nothing_out(tmp_path, monkeypatch):
    model = NliEntailment(make_model(tmp_path / "m", NLI, favourite=0))
    read: list[str] = []
    predict = model._model.predict

    def watched(pairs, **options):
        read.extend(premise for premise, _ in pairs)
        return predict(pairs, **options)

    monkeypatch.setattr(model._model, "predict", watched)
    words = [WORDS[i % len(WORDS)] for i in range(100)]
    assert not model.entails([" ".join(words)], "le plan compte")
    # 32 places less 3 of the sentence and 3 special tokens: windows of 26 words, every 13
    assert [window.split() for window in read] == [words[start : start + 26] for start in range(0, 87, 13)]
    assert read[-1].split()[-1] == words[-1]


def test_one_window_that_entails_is_enough(tmp_path, monkeypatch):
    import numpy as np

    model = NliEntailment(make_model(tmp_path / "m", NLI, favourite=0))

    def scores(pairs, **options):
        return np.array([[0, "mans" in premise, 0.5] for premise, _ in pairs], dtype=float)

    monkeypatch.setattr(model._model, "predict", scores)
    assert model.entails(["le plan " * 40, "mans"], "le plan")
    assert not model.entails(["le plan " * 40, "laval"], "le plan")


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1"), ("entailment",)])
def test_a_model_that_does_not_tell_entailment_is_refused(tmp_path, labels):
    with pytest.raises(ModelError, match=f"ses étiquettes sont {labels[0]}.*Choisissez un modèle"):
        NliEntailment(make_model(tmp_path / "m", labels, favourite=0))


def test_a_model_that_is_not_on_this_machine_is_refused_without_a_download(tmp_path):
    for name in (str(tmp_path / "absent"), "personne/aucun-modele"):
        with pytest.raises(ModelError, match="n'est pas sur cette machine"):
            NliEntailment(name)


def test_a_judge_is_loaded_by_its_name(tmp_path):
    assert load_entailment("rules", HashedEncoder(), FakeStatistics()).name == "rules"
    folder = make_model(tmp_path / "m", NLI, favourite=1)
    assert load_entailment(f"nli:{folder}", HashedEncoder(), FakeStatistics()).name == f"nli:{folder}"


@pytest.mark.parametrize("name", ["", "nli", "nli:", "oracle"])
def test_an_unknown_judge_is_refused(name):
    with pytest.raises(UsageError, match="Juge d'implication inconnu"):
        load_entailment(name, HashedEncoder(), FakeStatistics())
