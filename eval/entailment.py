"""Judges of entailment for the citation metrics: the product's own rules, or a language model read from a folder.

The rules are those that verified the answer in the first place, so they are lenient with the product and tell other
systems apart; a model of natural language inference is an outside opinion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.errors import ModelError, UsageError
from assistant.models import Hit, Passage

if TYPE_CHECKING:
    from assistant.answering.sentence_vectors import SentenceVectors
    from assistant.answering.weighing import TermStatistics
    from assistant.embeddings import Encoder
    from eval.metrics.alce import Entailment

_RULES = "rules"
_NLI = "nli:"
_LABELS = frozenset({"entailment", "entails", "implication"})
_MARGIN = 3
"""Special tokens around a premise and a sentence, at most."""


def load_entailment(name: str, encoder: Encoder, statistics: TermStatistics) -> Entailment:
    """The judge of a name: ``rules``, or ``nli:`` followed by the name or the folder of a cross-encoder.

    Args:
        name: What was asked.
        encoder: The encoder of the rules.
        statistics: Frequencies of stems in the corpus, for the rules.

    Raises:
        UsageError: There is no such judge.
        ModelError: The model is not on this machine, or does not tell entailment.
    """
    if name == _RULES:
        from assistant.answering.sentence_vectors import SentenceVectors

        return RuleEntailment(SentenceVectors(encoder), statistics)
    if name.startswith(_NLI) and len(name) > len(_NLI):
        return NliEntailment(name.removeprefix(_NLI))
    raise UsageError(f"Juge d'implication inconnu : {name}. Donnez « rules », ou « nli: » suivi d'un modèle.")


class RuleEntailment:
    """The rules of ``assistant.answering.verification``, on the premises joined by a blank line.

    A sentence is supported by at most two sentences in a row. The titles above a passage, which the product counts
    half, are not part of the premises.
    """

    name = _RULES

    def __init__(self, vectors: SentenceVectors, statistics: TermStatistics) -> None:
        from assistant.answering.verification import RuleVerifier

        self._verifier = RuleVerifier(vectors, statistics)

    def entails(self, premises: Sequence[str], sentence: str) -> bool:
        """True when the rules find the sentence in the premises."""
        from assistant.answering.base import Evidence

        text = "\n\n".join(premises)
        passage = Passage(id="premises", document_id="premises", text=text, start=0, end=len(text), pages=(1,))
        evidence = Evidence(passage, Hit(passage, rank=1, scores={}), n=1)
        return self._verifier.verify(sentence, [evidence]) is not None


class NliEntailment:
    """A cross-encoder of natural language inference, already on this machine.

    A sentence is entailed when ``entailment`` is the likeliest label for the premises, or for a window of them where
    they are longer than the model reads; windows overlap by half.
    """

    def __init__(self, model: str) -> None:
        """Load a model by its name or its folder; nothing is downloaded.

        Raises:
            ModelError: It is not on this machine, cannot be read, or has no label « entailment ».
        """
        from sentence_transformers import CrossEncoder

        self.name = f"{_NLI}{model}"
        try:
            self._model = CrossEncoder(model, device="cpu", local_files_only=True)
        # A broken folder fails in as many ways as there are file formats; all of them mean the same to the user.
        except Exception as error:
            raise ModelError(
                f"Impossible de charger le modèle d'implication {model} : il n'est pas sur cette machine ou ne peut "
                "pas être lu. Donnez le dossier d'un modèle déjà téléchargé."
            ) from error
        labels = {int(number): str(label) for number, label in self._model.config.id2label.items()}
        found = [number for number, label in labels.items() if label.lower() in _LABELS]
        if len(found) != 1 or len(labels) < 2:
            raise ModelError(
                f"Le modèle {model} ne dit pas ce qui est impliqué : ses étiquettes sont "
                f"{', '.join(labels.values())}, « entailment » est attendu. Choisissez un modèle d'implication (NLI)."
            )
        self._label = found[0]

    def entails(self, premises: Sequence[str], sentence: str) -> bool:
        """True when the model says so of the premises one after the other, or of a window of them."""
        windows = [(window, sentence) for window in self._windows("\n\n".join(premises), sentence)]
        scores = self._model.predict(windows, show_progress_bar=False)
        return any(int(row.argmax()) == self._label for row in scores)

    def _windows(self, premise: str, sentence: str) -> Iterator[str]:
        """The premise, in pieces that the model reads whole beside the sentence."""
        tokenizer = self._model.tokenizer
        longest = min(int(self._model.max_seq_length or tokenizer.model_max_length), tokenizer.model_max_length)
        taken = len(tokenizer.encode(sentence, add_special_tokens=False))
        size = max(1, longest - taken - _MARGIN)
        places = tokenizer(premise, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        offsets = places["offset_mapping"]
        if len(offsets) <= size:
            yield premise
            return
        step = max(1, size // 2)
        for start in range(0, len(offsets) - size + step, step):
            piece = offsets[start : start + size]
            yield premise[piece[0][0] : piece[-1][1]]
