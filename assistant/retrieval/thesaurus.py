"""The thesaurus of the documentalists: the words of a question put in those of the documents.

A label is recognised in a question as a sequence of stems, the longest first, in whatever case, number and with
whatever small words (« politique de l'emploi » is POLITIQUE EMPLOI). What the thesaurus says of its concept is then
searched beside the question, each kind of term at its own weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SourceError
from assistant.retrieval.accents import restore_accents
from assistant.retrieval.query import Expansion
from assistant.retrieval.skos import Concept, read_concepts, skos_files
from assistant.settings import AUTOMATIC
from assistant.text import STOP_WORDS, fold, normalise_space, stem, stems, tokenise

W_SYN = 0.5
W_NARROW = 0.25
W_REL = 0.15
W_BROAD = 0.1
"""Weights of the synonyms, narrower, related and broader terms of a label, beside a word of the question: 1.

All the terms of a kind share its weight, and the stems of a term share that of the term, so that a concept of many
long names does not count more than the words that were typed.
"""

MAX_OF_A_KIND = 6
"""Expansions of one kind for one label at most."""

MAX_EXPANSIONS = 16
"""Expansions of a question at most."""

RARE = 0.02
"""A label is put in other words when its rarest stem is in at most this share of the passages.

Beyond, the documents use the user's words: on the questions that tune the assistant, expansions of such labels moved
more right passages down than up.
"""

COMMON = 0.1
"""A term whose rarest stem is in a greater share of the passages tells none of them apart."""

LONGEST = 12
"""Words of a label at most; a longer one is not recognised."""

FOLDER = "thesaurus"
"""Folder of a corpus where its thesaurus is looked for when the setting names none."""

_MEANINGFUL = frozenset({"sans", "pas", "ni", "plus", "moins", "avant", "apres"})
"""Stop words that change what a label says: « sans emploi » is not EMPLOI."""

_ACRONYM = 5
"""Letters of an acronym at most, as labels in capitals go."""

Frequency = Callable[[str], int]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A label recognised in a text, as it was typed, and the concepts that have it."""

    typed: str
    key: Key
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    stem: str
    plain: str
    """Stem of the word without its accents: capitals often have none."""


class Thesaurus:
    """Concepts by their labels. Made by ``load``; it does not change, so that several threads may share it."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self.concepts = tuple(concepts)
        self._by_id = {concept.id: concept for concept in concepts}
        self._by_code: dict[str, list[Concept]] = {}
        self._by_stems: dict[Key, list[Concept]] = {}
        self._by_plain: dict[Key, list[Concept]] = {}
        for concept in concepts:
            for code in concept.codes:
                self._by_code.setdefault(fold(code), []).append(concept)
        for labels_of in (_preferred, _others):
            for concept in concepts:
                for label in labels_of(concept):
                    self._enter(label, concept)
        self._longest = max(map(len, [*self._by_stems, *self._by_plain]), default=0)

    @classmethod
    def load(cls, path: Path, cache: Path | None = None) -> Thesaurus:
        """Read a SKOS file, or the SKOS files of a folder (see ``assistant.retrieval.skos.read_concepts``).

        Args:
            path: The file or folder.
            cache: Folder where what was read is kept for the next start; None keeps nothing.

        Raises:
            MissingPathError: ``path`` does not exist.
            SourceError: A file cannot be read, or none of them holds a concept with a label.
        """
        return cls(read_concepts(path, cache))

    def found_in(self, text: str) -> list[Found]:
        """Labels recognised in a text, in order, the longest first where several begin or overlap."""
        words = list(_words(text))
        found: list[Found] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                piece = words[at : at + length]
                key = tuple(word.stem for word in piece)
                concepts = self._labelled(key, tuple(word.plain for word in piece))
                if concepts:
                    found.append(Found(text[piece[0].start : piece[-1].end], key, tuple(concepts)))
                    at += length - 1
                    break
            at += 1
        return found

    def expansions(
        self, question: str, document_frequency: Frequency | None = None, passages: int = 0
    ) -> list[Expansion]:
        """Terms to search beside a question, the heaviest first, then in the order of the question.

        Args:
            question: What is searched.
            document_frequency: Number of passages that hold a stem; None adds terms however frequent.
            passages: Number of passages in all.

        Returns:
            At most ``MAX_EXPANSIONS``; none says again what the question says, and none comes twice.
        """
        known = frozenset(stems(question))
        kept: dict[frozenset[str], Expansion] = {}
        for found in self.found_in(question):
            # The index holds no small words, so that « sans emploi » is rare, and always put in other words.
            if document_frequency and _share(found.key, document_frequency, passages) > RARE:
                continue
            for labels, weight in self._terms(found):
                terms = _searchable(labels, known, document_frequency, passages)
                for key, shown in terms.items():
                    share = weight / len(terms) / len(key)
                    same = kept.get(frozenset(key))
                    if same is None or same.weight < share:
                        kept[frozenset(key)] = Expansion(key, share, "thesaurus", found.typed, shown)
        return sorted(kept.values(), key=lambda one: -one.weight)[:MAX_EXPANSIONS]

    def synonyms(self, label: str) -> list[str]:
        """Other labels of the concepts of a label or a code; not those of which small words change the meaning."""
        own = [name for one in self._named(label) for name in (one.label, *_others(one)) if _key(name) != _key(label)]
        return [name for name in dict.fromkeys(own) if name and not _loses_meaning(name)]

    def descriptor_names(self, label: str) -> list[str]:
        """What notices may carry for a label, a synonym or a code: each descriptor, with its code, and the code alone.

        Empty when the thesaurus has no such label. Several concepts may share one.
        """
        return list(dict.fromkeys(name for concept in self._named(label) for name in _names(concept)))

    def narrower_closure(self, label: str) -> list[str]:
        """As ``descriptor_names``, of the concepts of a label and of all those below, the nearest first."""
        reached = {concept.id: concept for concept in self._named(label)}
        waiting = list(reached.values())
        for concept in waiting:  # it grows as it is read
            for name in concept.narrower:
                if name not in reached:
                    reached[name] = self._by_id[name]
                    waiting.append(self._by_id[name])
        return list(dict.fromkeys(name for concept in waiting for name in _names(concept)))

    def _enter(self, label: str, concept: Concept) -> None:
        words = list(_words(label))
        if not 0 < len(words) <= LONGEST:
            return
        tables = [(self._by_stems, tuple(word.stem for word in words))]
        if label.isascii() and label.isupper():
            tables.append((self._by_plain, tuple(word.plain for word in words)))
        for table, key in tables:
            concepts = table.setdefault(key, [])
            if concept not in concepts:
                concepts.append(concept)

    def _labelled(self, key: Key, plain: Key) -> list[Concept]:
        return self._by_stems.get(key) or self._by_plain.get(plain) or []

    def _named(self, label: str) -> list[Concept]:
        """Concepts of a whole label, of a code, or of both as notices print them."""
        label = normalise_space(label)
        before, _, code = label.rpartition(" ")
        return (
            self._with_label(label)
            or self._by_code.get(fold(label))
            or [one for one in self._with_label(before) if fold(code) in map(fold, one.codes)]
        )

    def _with_label(self, label: str) -> list[Concept]:
        words = list(_words(label))
        return self._labelled(tuple(word.stem for word in words), tuple(word.plain for word in words))

    def _terms(self, found: Found) -> Iterator[tuple[list[str], float]]:
        """The labels of each kind to add for a recognised one, and the weight of the kind."""
        own = [label for concept in found.concepts for label in (concept.label, *concept.alternatives)]
        yield [label for label in own if _key(label) != found.key], W_SYN
        for kind, weight in (("narrower", W_NARROW), ("related", W_REL), ("broader", W_BROAD)):
            ids = [name for concept in found.concepts for name in getattr(concept, kind)]
            yield [self._by_id[name].label for name in ids], weight


def thesaurus_path(setting: Path | None, folders: Sequence[Path]) -> Path | None:
    """The thesaurus to use: the one of the setting, or for ``AUTOMATIC`` that of the first folder read that has one.

    Args:
        setting: A file or a folder, ``AUTOMATIC``, or None for no thesaurus.
        folders: Folders and files given to ``assistant ingest``.
    """
    if setting != AUTOMATIC:
        return setting
    beside = (folder / FOLDER for folder in folders)
    return next((one for one in beside if one.is_dir() and _holds_skos(one)), None)


def _holds_skos(folder: Path) -> bool:
    try:
        return bool(skos_files(folder))
    except SourceError:  # nobody named this folder: it may be about something else
        return False


def _preferred(concept: Concept) -> tuple[str, ...]:
    return (concept.label,)


def _others(concept: Concept) -> tuple[str, ...]:
    return (*concept.alternatives, *concept.hidden)


def _names(concept: Concept) -> Iterator[str]:
    if concept.label:
        yield concept.label
        yield from (f"{concept.label} {code}" for code in concept.codes)
    yield from concept.codes


def _words(text: str) -> Iterator[_Word]:
    for token in tokenise(text):
        kept = token.folded not in STOP_WORDS and (len(token.folded) > 1 or token.folded.isdigit())
        if kept or token.folded in _MEANINGFUL:
            yield _Word(token.start, token.end, token.stem, stem(token.folded))


def _key(label: str) -> Key:
    return tuple(word.stem for word in _words(label))


def _searchable(
    labels: Sequence[str], known: frozenset[str], document_frequency: Frequency | None, passages: int
) -> dict[Key, str]:
    """The first labels that say more than is known and are not everywhere: their stems, and how they are shown."""
    found: dict[Key, str] = {}
    for label in labels:
        shown = _readable(label, document_frequency)
        key = tuple(dict.fromkeys(stems(shown)))
        if not key or known.issuperset(key) or _loses_meaning(shown):
            continue
        if document_frequency and _share(key, document_frequency, passages) > COMMON:
            continue
        found.setdefault(key, shown)
        if len(found) == MAX_OF_A_KIND:
            break
    return found


def _loses_meaning(label: str) -> bool:
    """True for a label of which the index would search another meaning, since it holds no small words."""
    return any(token.folded in _MEANINGFUL for token in tokenise(label))


def _readable(label: str, document_frequency: Frequency | None) -> str:
    """A label in small letters when it is in capitals, with the accents that the corpus has; an acronym stays."""
    if not label.isupper() or len(label) <= _ACRONYM:
        return label
    lowered = label.lower()
    return restore_accents(lowered, document_frequency) if document_frequency and label.isascii() else lowered


def _share(terms: Sequence[str], document_frequency: Frequency, passages: int) -> float:
    """Share of the passages that hold the rarest of the terms: at most that many hold them all."""
    return min(document_frequency(term) for term in terms) / max(passages, 1)
