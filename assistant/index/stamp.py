"""The stamp: what an index was made with. Vectors of two models, or passages of two cuts, are never mixed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assistant.chunking import CHUNKER_VERSION
from assistant.errors import StampError

if TYPE_CHECKING:
    from assistant.embeddings import Encoder


MADE_AGAIN = (
    "L'index vient d'être refait avec un autre modèle ou un autre découpage : redémarrez ce programme avec les réglages"
    " de l'ingestion."
)
"""What a reader is told when another process rebuilt the index with another model."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Fingerprint of the model and its prompts, dimension of the vectors, version of the chunker."""

    model: str
    dimension: int
    chunker: str

    @classmethod
    def of(cls, encoder: Encoder, chunker: str = CHUNKER_VERSION) -> Stamp:
        """The stamp of what would be written now."""
        return cls(encoder.fingerprint, encoder.dimension, chunker)

    @classmethod
    def from_json(cls, text: str) -> Stamp:
        """The stamp of ``to_json``."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """One line for the catalogue."""
        return json.dumps(asdict(self), sort_keys=True)

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits for the name of a collection."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:8]

    def check(self, stored: Stamp) -> None:
        """Refuse an index that was made otherwise.

        Raises:
            StampError: ``stored`` differs; the message says in what, and how to index again.
        """
        if stored == self:
            return
        if (stored.model, stored.dimension) != (self.model, self.dimension):
            cause = f"avec le modèle {stored.model}, et le réglage demande {self.model}"
        else:
            cause = f"avec le découpage {stored.chunker}, et cette version emploie le découpage {self.chunker}"
        raise StampError(f"L'index a été fait {cause} : relancez « assistant ingest --rebuild ».")
