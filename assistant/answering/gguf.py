"""What the head of a GGUF file says of its model, read without loading it.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Only what comes before the vocabulary is read.
"""

from __future__ import annotations

import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import ModelError, os_reason

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_LONGEST_TEXT = 1 << 20
_PART = re.compile(r"-\d{5}-of-(\d{5})\.gguf$")
_KEY_VALUE_BYTES = 2
"""Bytes of one number of the memory of a conversation (16 bits)."""

_OVERHEAD_BYTES = 300 << 20
"""What a server takes beside the weights and that memory: buffers of computation, measured between 100 and 300 MB."""


@dataclass(frozen=True, slots=True)
class GgufModel:
    """A model file: its size in bytes with its other parts, and what its head declares; 0 where it does not."""

    path: Path
    size: int
    architecture: str
    context_length: int
    layers: int
    key_value_width: int

    def memory(self, context_tokens: int) -> int:
        """Bytes that the model takes with a window of ``context_tokens``."""
        return self.size + 2 * _KEY_VALUE_BYTES * self.layers * self.key_value_width * context_tokens + _OVERHEAD_BYTES


def read_gguf(path: Path) -> GgufModel:
    """The head of a model file.

    Raises:
        ModelError: The file is missing, is not a GGUF, or is cut short.
    """
    try:
        with path.open("rb") as file:
            values = _head(file, path)
        size = _size(path)
    except FileNotFoundError:
        raise ModelError(f"Modèle local introuvable : {path}. Vérifiez chat_model.") from None
    except OSError as error:
        raise ModelError(f"Modèle local illisible : {path} ({os_reason(error)}).") from None
    except (struct.error, UnicodeDecodeError, KeyError):
        raise ModelError(f"Modèle local incomplet ou abîmé : {path}. Copiez-le de nouveau.") from None
    kind = str(values.get("general.architecture", ""))
    heads = _integer(values, f"{kind}.attention.head_count")
    groups = _integer(values, f"{kind}.attention.head_count_kv") or heads
    width = _integer(values, f"{kind}.attention.key_length") or (
        _integer(values, f"{kind}.embedding_length") // heads if heads else 0
    )
    return GgufModel(
        path,
        size,
        kind,
        _integer(values, f"{kind}.context_length"),
        _integer(values, f"{kind}.block_count"),
        groups * width,
    )


def free_memory() -> int | None:
    """Bytes of memory that a program may still take, None where the system does not tell."""
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return _physical_memory()
    found = re.search(r"MemAvailable:\s+(\d+) kB", told)
    return int(found[1]) << 10 if found else _physical_memory()


def _physical_memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _head(file: BinaryIO, path: Path) -> dict[str, Any]:
    if file.read(4) != _MAGIC:
        raise ModelError(f"{path} n'est pas un modèle au format GGUF. Vérifiez chat_model.")
    (version,) = _unpack(file, "I")
    if version not in _VERSIONS:
        raise ModelError(f"{path} : version {version} du format GGUF, inconnue ; attendu 2 ou 3.")
    _, count = _unpack(file, "QQ")
    values: dict[str, Any] = {}
    for _ in range(count):
        key = _text(file)
        if key.startswith("tokenizer."):
            break
        (kind,) = _unpack(file, "I")
        values[key] = _value(file, kind)
    return values


def _value(file: BinaryIO, kind: int) -> Any:
    if kind == _STRING:
        return _text(file)
    if kind == _ARRAY:
        inner, count = _unpack(file, "IQ")
        if count > _LONGEST_TEXT:
            raise KeyError(count)
        return [_value(file, inner) for _ in range(count)]
    return _unpack(file, _SCALARS[kind])[0]


def _text(file: BinaryIO) -> str:
    (length,) = _unpack(file, "Q")
    if length > _LONGEST_TEXT:
        raise KeyError(length)
    return file.read(length).decode("utf-8")


def _unpack(file: BinaryIO, form: str) -> tuple[Any, ...]:
    form = f"<{form}"
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _size(path: Path) -> int:
    """Bytes of the file, with those of the other parts of a model in several."""
    part = _PART.search(path.name)
    pattern = f"{path.name[: part.start()]}-*-of-{part[1]}.gguf" if part else ""
    files = list(path.parent.glob(pattern)) if part else [path]
    return sum(file.stat().st_size for file in files)


def _integer(values: dict[str, Any], key: str) -> int:
    """A count; the largest where each layer has its own."""
    value = values.get(key, 0)
    return int(max(value, default=0)) if isinstance(value, list) else int(value)
