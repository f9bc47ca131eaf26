"""The words, in tantivy: BM25 over French stems.

The terms are those of ``assistant.text.stems`` (elisions split, stop words left out, Snowball stems, folded), given
ready made, so that search, answers and verification agree on what a word is. A passage is one field in which title
and headings are repeated: BM25 saturates over the whole, which no sum of separate fields does (Robertson, Zaragoza
and Taylor, « Simple BM25 extension to multiple weighted fields », CIKM 2004).
"""

from __future__ import annotations

import json
import shutil
import threading
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from assistant.acronyms import Definition, definitions, long_key, short_key
from assistant.index.trouble import damaged
from assistant.text import stems

Addition = tuple[Sequence[str], float]
"""Stems that a passage must all hold to score, and what each counts beside a word of the question, which counts 1."""

WEIGHTS: Mapping[str, int] = {"title": 2, "headings": 2, "context": 1, "descriptors": 1, "text": 1}
"""How many times each part counts; the context repeats title and headings once more."""

FORMAT = "2"
"""Version of what is written of a passage: a folder of another one is filled anew from the catalogue."""

_MOST_DEFINING = 500
"""Passages that are read for the definitions of a question's words."""

_HEAP_BYTES = 50_000_000
_FEW_DOCUMENTS = 2000


def terms_of(text: str) -> list[str]:
    """Stems of a text whose accents may be written apart from their letters."""
    return stems(unicodedata.normalize("NFC", text))


@dataclass(frozen=True, slots=True)
class CountedDefinition:
    """An acronym that the corpus defines, as it is most often written, and the number of passages that do."""

    short: str
    long: str
    passages: int


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """What is indexed of a passage, under its key."""

    key: str
    document_id: str
    text: str
    title: str = ""
    headings: tuple[str, ...] = ()
    context: str = ""
    descriptors: tuple[str, ...] = ()

    def terms(self) -> list[str]:
        """Stems of all parts, each as many times as its weight."""
        found = terms_of(self.text) * WEIGHTS["text"] + terms_of(self.context) * WEIGHTS["context"]
        found += terms_of(self.title) * WEIGHTS["title"]
        for heading in self.headings:
            found += terms_of(heading) * WEIGHTS["headings"]
        for descriptor in self.descriptors:
            found += terms_of(descriptor) * WEIGHTS["descriptors"]
        return found

    def defines(self) -> list[Definition]:
        """Acronyms that the text defines."""
        return definitions(unicodedata.normalize("NFC", self.text))


class LexicalIndex:
    """A folder of tantivy. Reading takes no lock; one writer at a time, which the data folder's lock sees to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schema = _schema()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._lock = threading.Lock()
        self.reopen()

    def reopen(self) -> None:
        """See what has been committed, by this process or another.

        Raises:
            CatalogueError: The folder is damaged, or may not be read.
        """
        with self._lock, _told(self.folder):
            if self._index is None and self.folder.is_dir() and tantivy.Index.exists(str(self.folder)):
                self._index = tantivy.Index.open(str(self.folder))
            if self._index is not None:
                self._index.reload()

    @contextmanager
    def writing(self) -> Iterator[LexicalIndex]:
        """Keep a writer open over several ``add`` and ``delete``.

        Raises:
            CatalogueError: The folder is damaged, may not be written, or the disk is full.
        """
        with _told(self.folder):
            if self._index is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(self._schema, path=str(self.folder))
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        try:
            yield self
        finally:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()

    def add(self, entries: Sequence[LexicalEntry]) -> None:
        """Write entries and commit; an existing key is replaced. Needs ``writing``."""
        if not entries or self._writer is None:
            return
        for entry in entries:
            document = tantivy.Document()
            document.add_text("key", entry.key)
            document.add_text("document", entry.document_id)
            document.add_text("terms", " ".join(entry.terms()))
            _add_definitions(document, entry.defines())
            self._writer.delete_documents_by_term("key", entry.key)
            self._writer.add_document(document)
        self._commit()

    def delete(self, keys: Sequence[str]) -> None:
        """Take keys out and commit; those that are not there are ignored. Needs ``writing``."""
        if not keys or self._writer is None:
            return
        for key in keys:
            self._writer.delete_documents_by_term("key", key)
        self._commit()

    def count(self) -> int:
        """Number of entries."""
        return self._index.searcher().num_docs if self._index is not None else 0

    def keys(self) -> set[str]:
        """Every key."""
        if self._index is None:
            return set()
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        return {str(searcher.doc(address)["key"][0]) for _, address in hits}

    def document_frequency(self, stem: str) -> int:
        """Number of entries that hold a stem of ``assistant.text.stems``; those deleted are not counted."""
        if self._index is None:
            return 0
        searcher = self._index.searcher()
        # The searcher's own ``doc_freq`` counts the deleted too, until segments are merged.
        found: Any = searcher.search(self._term(stem), 1, count=True)  # the annotations lack ``count``
        return int(found.count)

    def definitions(self, names: Collection[str]) -> list[CountedDefinition]:
        """What the corpus defines under some names, that of most passages first.

        Args:
            names: Acronyms by ``short_key`` and long forms by ``long_key`` of ``assistant.acronyms``.
        """
        if self._index is None or not names:
            return []
        wanted = set(names)
        query = tantivy.Query.term_set_query(self._schema, "defines", sorted(wanted))
        searcher = self._index.searcher()
        hits = searcher.search(query, _MOST_DEFINING, count=False).hits
        told = [json.loads(bytes(text)) for _, address in hits for text in searcher.doc(address)["defined"]]
        pairs = [Definition(short, long) for passage in told for short, long in passage]
        return _counted(one for one in pairs if {short_key(one.short), long_key(one.long)} & wanted)

    def search(
        self,
        query: str,
        k: int,
        allowed: Collection[str],
        documents: Collection[str] | None = None,
        additions: Sequence[Addition] = (),
    ) -> list[tuple[str, float]]:
        """The ``k`` best by BM25 among the keys allowed, best first.

        Args:
            query: Free text; anything that is not a word is ignored, so nothing in it can be a syntax error.
            k: How many.
            allowed: Keys that may be returned.
            documents: Documents that they belong to, or None for any; a few are filtered by the engine.
            additions: Words searched beside those of the query, which may be found by them alone.
        """
        terms = list(dict.fromkeys(terms_of(query)))
        if self._index is None or not (terms or additions) or not allowed or k <= 0:
            return []
        searcher = self._index.searcher()
        if searcher.num_docs == 0:
            return []
        wanted = self._query(terms, additions, documents)
        fetch = 2 * k + 10
        while True:
            found = searcher.search(wanted, fetch, count=False).hits
            named = [(str(searcher.doc(address)["key"][0]), float(score)) for score, address in found]
            hits = [(key, score) for key, score in named if key in allowed]
            if len(hits) >= k or len(found) < fetch:
                return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]
            fetch *= 4

    @staticmethod
    def remove(folder: Path) -> None:
        """Delete the folder of another generation."""
        shutil.rmtree(folder, ignore_errors=True)

    def _query(
        self, terms: Sequence[str], additions: Sequence[Addition], documents: Collection[str] | None
    ) -> tantivy.Query:
        query = tantivy.Query
        words = [(tantivy.Occur.Should, self._term(term)) for term in terms]
        for added, weight in additions:
            every = query.boolean_query([(tantivy.Occur.Must, self._term(term)) for term in added])
            words.append((tantivy.Occur.Should, query.boost_query(every, weight)))
        matched = query.boolean_query(words)
        if documents is None or len(documents) > _FEW_DOCUMENTS:
            return matched
        within = query.const_score_query(query.term_set_query(self._schema, "document", list(documents)), 0.0)
        return query.boolean_query([(tantivy.Occur.Must, matched), (tantivy.Occur.Must, within)])

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "terms", term, "freq")

    def _commit(self) -> None:
        if self._writer is not None and self._index is not None:
            with _told(self.folder):
                self._writer.commit()
                self._index.reload()


def _add_definitions(document: tantivy.Document, defined: Sequence[Definition]) -> None:
    for name in {name for one in defined for name in (short_key(one.short), long_key(one.long)) if name}:
        document.add_text("defines", name)
    if defined:
        document.add_bytes("defined", json.dumps([[one.short, one.long] for one in defined]).encode())


def _counted(pairs: Iterable[Definition]) -> list[CountedDefinition]:
    """Each acronym and long form once, whatever their plurals and capitals, as they are most often written."""
    written: dict[tuple[str, str], Counter[Definition]] = {}
    for one in pairs:
        written.setdefault((short_key(one.short), long_key(one.long)), Counter())[one] += 1
    found = []
    for forms in written.values():
        best = min(forms, key=lambda one: (-forms[one], one.short, one.long))
        found.append(CountedDefinition(best.short, best.long, forms.total()))
    return sorted(found, key=lambda one: (-one.passages, one.short, one.long))


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell in French what tantivy and the system say: its errors are all ``ValueError``."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise damaged("L'index des mots", folder, error) from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("defines", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("defined", stored=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
