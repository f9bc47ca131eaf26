"""Thesauri in SKOS files (https://www.w3.org/TR/skos-reference/), read from disk alone and kept as plain data.

Labels are read in French, else without a language; those of other languages and of SKOS-XL are not. Nothing that a
file names is fetched: no import, no external entity, no remote JSON-LD context. Reading RDF takes about 0.2 ms a
concept, so that its result is kept as JSON, under the checksum of the files, where a folder is given for it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import MissingPathError, SourceError, os_reason
from assistant.text import normalise_space

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

FORMATS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".nt": "nt"}
"""The formats read, by suffix."""

MAX_BYTES = 200_000_000
"""Size of a file at most."""

MAX_LABEL = 200
"""Characters of a label at most; a longer one is a note, which nobody types."""

MAX_NOTE = 10_000
"""Characters of a note of an XML file at most; a longer one is not read."""

MAX_NESTING = 100
"""Depth of the objects of a JSON-LD file at most; beyond, the libraries run out of stack."""

_CACHE_VERSION = 1
_REMEDY = 'Corrigez-le, ou écrivez le réglage thesaurus = "" pour chercher sans thésaurus.'
_LINE = re.compile(r"\bline (\d+)")
_NS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NOT_CONCEPTS = frozenset({f"{_NS}Collection", f"{_NS}OrderedCollection", f"{_NS}ConceptScheme"})


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept; ``broader``, ``narrower`` and ``related`` are ids of others, in order, never its own.

    ``label`` is empty where no French label is known. ``hidden`` labels are recognised and never shown.
    """

    id: str
    label: str
    alternatives: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def read_concepts(path: Path, cache: Path | None = None) -> list[Concept]:
    """The concepts of a SKOS file, or of those of a folder and its subfolders, in order of id.

    Args:
        path: A file whose suffix is one of ``FORMATS``, or a folder.
        cache: Folder where what was read is kept, made when needed; None keeps nothing.

    Raises:
        MissingPathError: ``path`` does not exist.
        SourceError: A file cannot be read, or none of them holds a concept with a label.
    """
    contents = {file: _bytes_of(file) for file in skos_files(path)}
    kept = cache / f"{_checksum(contents.values())}.json" if cache else None
    if kept and (known := _kept(kept)) is not None:
        return known
    concepts = _concepts(_triples(contents))
    if not any(concept.label for concept in concepts):
        raise SourceError(f"Thésaurus sans concept SKOS qui ait un libellé en français : {path}. {_REMEDY}")
    if kept:
        _keep(kept, concepts)
    return concepts


def skos_files(path: Path) -> list[Path]:
    """The SKOS files of a path, in order. In a folder, an XML file is one when it names RDF near its beginning.

    Raises:
        MissingPathError: ``path`` does not exist.
        SourceError: ``path`` is a file of another format, or a folder without a SKOS file.
    """
    if path.is_file():
        if path.suffix.lower() not in FORMATS:
            raise SourceError(f"Thésaurus d'un format inconnu : {path}. Formats lus : {', '.join(FORMATS)}. {_REMEDY}")
        return [path]
    if not path.is_dir():
        raise MissingPathError(f"Thésaurus introuvable : {path}. {_REMEDY}")
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in FORMATS and file.is_file())
    files = [file for file in found if file.suffix.lower() != ".xml" or b"rdf-syntax-ns" in _bytes_of(file)[:4096]]
    if not files:
        raise SourceError(f"Aucun fichier SKOS ({', '.join(FORMATS)}) dans le dossier du thésaurus : {path}. {_REMEDY}")
    return files


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise SourceError(f"Thésaurus trop gros : {file} (plus de {MAX_BYTES // 1_000_000} Mo). {_REMEDY}")
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"Thésaurus illisible : {file} ({os_reason(error)}). {_REMEDY}") from error


def _triples(contents: dict[Path, bytes]) -> Graph:
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for file, content in contents.items():
        kind = FORMATS[file.suffix.lower()]
        if not content.strip():
            continue
        try:
            with _quiet():
                graph.parse(data=_harmless(content, kind), format=kind, publicID="urn:thesaurus:")
        except Exception as error:  # each format of rdflib has its own errors, without a common root
            raise SourceError(f"Thésaurus illisible : {file}{_place(error)}. {_REMEDY}") from error
    return graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what rdflib logs in English of dates and addresses, which are not read, and of its own old names."""
    logger = logging.getLogger("rdflib")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _place(error: Exception) -> str:
    """Where a parser stopped, from its message or its line, and what it says when that is in French."""
    if isinstance(error, _RefusedContextError):
        return f" ({error})"
    if isinstance(error, UnicodeDecodeError):
        return " (il n'est pas en UTF-8)"
    match = _LINE.search(str(error))
    line = getattr(error, "lineno", None) or (match[1] if match else None)
    return f" (syntaxe, ligne {line})" if line else " (syntaxe)"


class _RefusedContextError(ValueError): ...


def _harmless(content: bytes, kind: str) -> bytes | str:
    """A text that names nothing outside it and does not swell when it is read."""
    if kind == "json-ld":
        return _without_remote_context(content)
    return _without_document_type(content) if kind == "xml" else content


def _without_document_type(content: bytes) -> bytes:
    """XML whose own entities are replaced, within libxml2's limits: rdflib's parser takes minutes to swell them.

    Entities that stand elsewhere are an error. Long notes, which rdflib joins line by line, are left out.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(content, parser)
    for element in root.iter():
        if element.text and len(element.text) > MAX_NOTE:
            element.text = None
    return bytes(etree.tostring(root))


def _without_remote_context(content: bytes) -> str:
    """A JSON-LD text whose contexts are all in it, written again so that no key comes twice."""
    tree = json.loads(content.decode("utf-8-sig"))
    waiting: list[tuple[Any, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise _RefusedContextError(f"plus de {MAX_NESTING} objets imbriqués")
        if isinstance(node, dict):
            context = node.get("@context")
            contexts = context if isinstance(context, list) else [context]
            if "@import" in node or any(isinstance(one, str) for one in contexts):
                raise _RefusedContextError("un contexte JSON-LD est à une adresse : écrivez-le dans le fichier")
        inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        waiting += [(one, depth + 1) for one in inside]
    return json.dumps(tree)


# Concepts


def _concepts(graph: Graph) -> list[Concept]:
    from rdflib import URIRef

    kind = URIRef(_TYPE)
    refused = {one for other in _NOT_CONCEPTS for one in graph.subjects(kind, URIRef(other))}
    named = set(graph.subjects(kind, URIRef(f"{_NS}Concept"))) | set(graph.subjects(URIRef(f"{_NS}prefLabel")))
    ids = {node: str(node) for node in named - refused}
    above, beside = _links(graph, ids, "broader", "narrower"), _links(graph, ids, "related", "related")
    below: dict[str, set[str]] = {}
    for narrow, wide in ((narrow, wide) for narrow, parents in above.items() for wide in parents):
        below.setdefault(wide, set()).add(narrow)
    found: list[Concept] = []
    for node, name in sorted(ids.items(), key=lambda item: item[1]):
        preferred, others = _labels(graph, node, "prefLabel"), _labels(graph, node, "altLabel")
        label, *rest = [*preferred, *others] or [""]
        links = (tuple(sorted(table.get(name, ()))) for table in (above, below, beside))
        alternatives = tuple(dict.fromkeys(one for one in rest if one != label))
        found.append(
            Concept(name, label, alternatives, _labels(graph, node, "hiddenLabel"), _codes(graph, node), *links)
        )
    return found


def _links(graph: Graph, ids: dict[Node, str], forward: str, back: str) -> dict[str, set[str]]:
    """Links between known concepts, whichever side states them."""
    from rdflib import URIRef

    pairs = [(a, b) for a, b in graph.subject_objects(URIRef(_NS + forward))]
    pairs += [(b, a) for a, b in graph.subject_objects(URIRef(_NS + back))]
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        if one != other and one in ids and other in ids:
            found.setdefault(ids[one], set()).add(ids[other])
    return found


def _labels(graph: Graph, node: Node, name: str) -> tuple[str, ...]:
    """Labels in French, then those of no language, each in alphabetical order."""
    from rdflib import Literal, URIRef

    ranked: list[tuple[int, str]] = []
    for value in graph.objects(node, URIRef(_NS + name)):
        if not isinstance(value, Literal) or len(value) > MAX_LABEL:
            continue
        language = (value.language or "").lower().replace("_", "-").split("-")[0]
        text = normalise_space(str(value))
        if text and language in {"fr", ""}:
            ranked.append((0 if language else 1, text))
    return tuple(dict.fromkeys(text for _, text in sorted(ranked)))


def _codes(graph: Graph, node: Node) -> tuple[str, ...]:
    from rdflib import URIRef

    values = (normalise_space(str(value)) for value in graph.objects(node, URIRef(f"{_NS}notation")))
    return tuple(sorted({value for value in values if 0 < len(value) <= MAX_LABEL}))


# What was read, kept


def _checksum(contents: Iterable[bytes]) -> str:
    digests = sorted(hashlib.sha256(content).hexdigest() for content in contents)
    return hashlib.sha256(f"{_CACHE_VERSION} {' '.join(digests)}".encode()).hexdigest()[:32]


def _kept(file: Path) -> list[Concept] | None:
    """What was kept, None when there is nothing or it is damaged: the thesaurus is then read again."""
    with suppress(OSError, ValueError, TypeError):
        return list(_rows(json.loads(file.read_text(encoding="utf-8"))))
    return None


def _rows(rows: Sequence[Sequence[Any]]) -> Iterator[Concept]:
    for name, label, *others in rows:
        yield Concept(str(name), str(label), *(tuple(map(str, values)) for values in others))


def _keep(file: Path, concepts: Sequence[Concept]) -> None:
    """Write in one move, alone in the folder; a folder that may not be written only costs time at the next start."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump([astuple(concept) for concept in concepts], out, ensure_ascii=False, separators=(",", ":"))
        Path(name).replace(file)
        for old in file.parent.glob("*.json"):
            if old != file:
                old.unlink(missing_ok=True)
