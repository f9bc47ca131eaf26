"""Vectors of texts: the protocol that the index and the search depend on, and sentence-transformers behind it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from assistant import packaged_e5
from assistant.errors import ModelError
from assistant.settings import expanded

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from assistant.settings import Settings

_BATCH = 32
_CPUINFO = Path("/proc/cpuinfo")


class Encoder(Protocol):
    """What turns texts into vectors. ``fingerprint`` changes whenever the vectors do, precision aside."""

    @property
    def name(self) -> str:
        """Name in the settings."""

    @property
    def dimension(self) -> int:
        """Size of the vectors."""

    @property
    def max_tokens(self) -> int:
        """Longest text that is read whole, in tokens."""

    @property
    def fingerprint(self) -> str:
        """Model, revision, prompts, dimension and length."""

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions: float32 of shape ``(len(texts), dimension)``, of unit norm."""

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, likewise."""

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, prompts and special tokens left out, however long it is."""


class EncoderInFront:
    """Base of what changes or keeps the vectors of another encoder: all that is not vectors is as that one's."""

    def __init__(self, encoder: Encoder) -> None:
        self.plain = encoder

    @property
    def name(self) -> str:
        """Name in the settings."""
        return self.plain.name

    @property
    def dimension(self) -> int:
        """Size of the vectors."""
        return self.plain.dimension

    @property
    def max_tokens(self) -> int:
        """Longest text that is read whole, in tokens."""
        return self.plain.max_tokens

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, prompts and special tokens left out, however long it is."""
        return self.plain.count_tokens(text)


class SentenceTransformerEncoder:
    """A sentence-transformers model. Threads take turns: its tokenizer does not bear two at once."""

    def __init__(self, model: SentenceTransformer, name: str, revision: str) -> None:
        self.name = name
        self._model = model
        self._lock = threading.Lock()
        self._query_prompt, self._passage_prompt = prompts_of(model.prompts, name)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"Le modèle {name} ne dit pas la taille de ses vecteurs : choisissez-en un autre.")
        self.dimension = dimension
        self.max_tokens = int(model.max_seq_length or packaged_e5.MAX_TOKENS)
        self.fingerprint = fingerprint(
            name, revision, (self._query_prompt, self._passage_prompt), dimension, self.max_tokens
        )
        self._count = _token_counter(model.tokenizer)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions: float32 of shape ``(len(texts), dimension)``, of unit norm."""
        return self._encode(texts, self._query_prompt)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, likewise."""
        return self._encode(texts, self._passage_prompt)

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, prompts and special tokens left out, however long it is."""
        return self._count(text)

    def _encode(self, texts: Sequence[str], prompt: str) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            # Sorted by length inside, so that a batch holds texts of like lengths.
            vectors = self._model.encode(
                list(texts), prompt=prompt, batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False
            )
        return normalised(np.asarray(vectors, dtype=np.float32))


def normalised(vectors: np.ndarray) -> np.ndarray:
    """Rows brought to unit norm: in bfloat16 they come with norms from .997 to 1.003."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: np.ndarray = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return unit


def fingerprint(name: str, revision: str, prompts: tuple[str, str], dimension: int, max_tokens: int) -> str:
    """A line that people can read, ending with a digest of everything that decides of the vectors."""
    told = json.dumps([name, revision, prompts, dimension, max_tokens])
    return f"{name}@{revision}#{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def prompts_of(stored: Mapping[str, str | None] | None, name: str) -> tuple[str, str]:
    """What goes before questions and before passages: what the model says, else what the E5 family needs.

    Args:
        stored: The model's own prompts by name.
        name: Name of the model.
    """
    known = {key: value for key, value in (stored or {}).items() if value}
    query = known.get("query", known.get("retrieval.query", ""))
    passage = known.get("document", known.get("passage", known.get("retrieval.passage", "")))
    if not query and not passage and "e5" in name.lower().replace("/", "-").split("-"):
        return packaged_e5.QUERY_PROMPT, packaged_e5.PASSAGE_PROMPT
    return query, passage


def to_stderr(message: str) -> None:
    """Say something to whoever started the program, without mixing it with results."""
    print(message, file=sys.stderr, flush=True)  # noqa: T201


def load_encoder(settings: Settings, notify: Callable[[str], None] = to_stderr) -> Encoder:
    """Load the model of the settings: the packaged one, a folder, or one already in the hub's cache.

    Nothing is ever downloaded here, and no address is asked for.

    Args:
        settings: ``embedding_model``, ``embedding_dtype`` and ``model_cache``.
        notify: Told in French what takes time.

    Raises:
        ModelError: The name is unknown, or the model does not load; one line says what to do.
    """
    name = settings.embedding_model
    if name == packaged_e5.NAME:
        folder, revision = packaged_e5.model_folder(settings.model_cache, notify), packaged_e5.REVISION
    else:
        folder, revision = find_model(name)
    return SentenceTransformerEncoder(_load(folder, name, settings.embedding_dtype), name, revision)


def find_model(name: str) -> tuple[Path, str]:
    """Folder and revision of a model that is on this machine: a folder, or the hub's cache.

    Raises:
        ModelError: It is neither.
    """
    folder = expanded(name)
    if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
        return folder.resolve(), _folder_revision(folder)
    if not folder.is_absolute() and not folder.exists():
        cached = _in_hub_cache(name)
        if cached is not None:
            return cached, cached.name[:12]
        raise ModelError(
            f"Modèle de vecteurs introuvable : {name} n'est ni un dossier de modèle, ni un modèle déjà téléchargé."
            f' Téléchargez-le (« hf download {name} »), donnez un dossier, ou laissez embedding_model = "packaged-e5".'
        )
    raise ModelError(
        f"Modèle de vecteurs introuvable : {name} n'est pas un dossier de modèle. Donnez un dossier où se trouve"
        ' config.json, ou laissez embedding_model = "packaged-e5".'
    )


def _in_hub_cache(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for file in ("modules.json", "config.json"):
        try:
            found = try_to_load_from_cache(name, file)
        except HFValidationError:
            return None
        if isinstance(found, str):
            return Path(found).parent
    return None


def _folder_revision(folder: Path) -> str:
    """What tells two models of one folder apart: their files' names and sizes, and the text of the small ones."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
        digest.update(f"{path.relative_to(folder)}:{path.stat().st_size}\n".encode())
        if path.suffix == ".json" and path.stat().st_size < 100_000:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _load(folder: Path, name: str, dtype: str) -> SentenceTransformer:
    # Read by OpenMP when torch is first imported. Threads that wait for one another asleep rather than spinning: alone
    # a question costs 13 ms rather than 8, but while another process computes 40 ms rather than 300 to 2,000.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from sentence_transformers import SentenceTransformer

    chosen = {"float32": torch.float32, "bfloat16": torch.bfloat16}[resolve_dtype(dtype)]
    try:
        with packaged_e5.no_progress_bars():
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": chosen})
    except Exception as error:  # a folder that is no model fails in as many ways as there are libraries below
        reason = " ".join(str(error).split())[:200]
        raise ModelError(
            f"Le modèle {name} ne se charge pas ({type(error).__name__} : {reason}). Vérifiez embedding_model."
        ) from error


def resolve_dtype(wanted: str, cpuinfo: Path = _CPUINFO, machine: str | None = None) -> str:
    """``float32`` or ``bfloat16``: for ``auto``, the second where the processor computes in it.

    Args:
        wanted: ``auto``, or the answer.
        cpuinfo: Linux's description of the processor.
        machine: Its architecture, else the current one.
    """
    if wanted != "auto":
        return wanted
    if (machine or platform.machine()) not in {"x86_64", "AMD64"}:
        return "float32"
    try:
        flags = cpuinfo.read_text(encoding="ascii", errors="ignore")
    except OSError:
        return "float32"
    return "bfloat16" if "avx512_bf16" in flags or "amx_bf16" in flags else "float32"


def _token_counter(tokenizer: Any) -> Callable[[str], int]:
    """A counter with a tokenizer of its own where that is possible: the model's cuts at its length."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        return lambda text: len(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])
    from tokenizers import Tokenizer

    own = Tokenizer.from_str(backend.to_str())
    own.no_truncation()
    own.no_padding()
    return lambda text: len(own.encode(text, add_special_tokens=False).ids)
