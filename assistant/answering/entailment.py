"""A judgement added to the rules: does the passage imply the sentence, by a model of natural language inference?

The model is a cross-encoder of sentence-transformers that has three classes (contradiction, entailment, neutral: MNLI,
Williams et al., 2018; XNLI, Conneau et al., 2018), named by the setting ``nli_model``. It may only drop what the rules
let through.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.base import Evidence, SentenceVerifier, Support
from assistant.errors import ModelError
from assistant.models import DropReason

if TYPE_CHECKING:
    from assistant.answering.verification import RuleVerifier

logger = logging.getLogger(__name__)

MIN_ENTAILMENT = 0.5
"""Probability from which a sentence is taken as implied."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities that the premise implies the sentence and that it contradicts it."""

    entailment: float
    contradiction: float


Infer = Callable[[str, str], Judgement]
"""Premise and sentence to a judgement."""


class EntailmentVerifier:
    """A ``SentenceVerifier`` whose supports must imply the sentence too."""

    def __init__(self, rules: SentenceVerifier, infer: Infer) -> None:
        self._rules = rules
        self._infer = infer

    def verify(self, sentence: str, evidence: Sequence[Evidence]) -> Support | None:
        """The support that the rules find, when it implies the sentence; else that of another passage that does."""
        left = list(evidence)
        while left:
            support = self._rules.verify(sentence, left)
            if support is None or self._judgement(sentence, support).entailment >= MIN_ENTAILMENT:
                return support
            left.remove(support.evidence)
        return None

    def why_not(self, sentence: str, evidence: Sequence[Evidence]) -> DropReason:
        """The reason of the rules, else the judgement on the support that they find."""
        support = self._rules.verify(sentence, evidence)
        if support is None:
            return self._rules.why_not(sentence, evidence)
        judged = self._judgement(sentence, support)
        return "contradicted" if judged.contradiction >= MIN_ENTAILMENT else "not_entailed"

    def _judgement(self, sentence: str, support: Support) -> Judgement:
        passage = support.evidence.passage
        premise = passage.text[support.start - passage.start : support.end - passage.start]
        return self._infer(f"{passage.context}. {premise}" if passage.context else premise, sentence)


def with_entailment(rules: RuleVerifier, nli_model: str | None) -> SentenceVerifier:
    """The rules, joined by a model where one is named.

    Raises:
        ModelError: The model cannot be loaded, or has no class for entailment.
    """
    return EntailmentVerifier(rules, load_inference(nli_model)) if nli_model else rules


def load_inference(name: str) -> Infer:
    """The judgement of a cross-encoder, by the name or the folder of its model.

    Raises:
        ModelError: It cannot be loaded, or has no class for entailment.
    """
    import torch
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, device="cpu", activation_fn=torch.nn.Identity())
    except Exception as error:  # hubs, files and configurations each have errors of their own
        logger.info("nli_model not loaded", exc_info=True)
        raise ModelError(
            f"nli_model = « {name} » : modèle non chargé ({type(error).__name__}) ; donnez le nom ou le dossier d'un"
            " cross-encoder d'inférence, ou laissez ce réglage vide."
        ) from error
    classes = {str(label).lower(): place for place, label in (model.config.id2label or {}).items()}
    entailment = next((place for label, place in classes.items() if label.startswith("entail")), None)
    contradiction = next((place for label, place in classes.items() if label.startswith("contradict")), None)
    if entailment is None or len(classes) < 2:
        raise ModelError(
            f"nli_model = « {name} » : ce modèle n'a pas de classe « entailment » ({', '.join(sorted(classes))})."
        )

    def infer(premise: str, sentence: str) -> Judgement:
        logits = model.predict([(premise, sentence)], convert_to_tensor=True, show_progress_bar=False)
        shares = torch.softmax(logits[0].float(), dim=-1)
        against = float(shares[contradiction]) if contradiction is not None else 0.0
        return Judgement(float(shares[int(entailment)]), against)

    return infer
