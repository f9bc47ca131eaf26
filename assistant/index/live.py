"""What may be searched, in memory: an immutable view of the catalogue at one step of its sequence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assistant.index.catalogue import Catalogue, PassageKey
from assistant.index.facets import LiveDocument, summary
from assistant.index.families import version_date
from assistant.index.journal import Journal
from assistant.models import CorpusView, DocumentSummary
from assistant.text import fold


@dataclass(frozen=True)
class LiveView:
    """Live documents by id, and their passages by key."""

    sequence: int = -1
    generation: int = 0
    documents: Mapping[str, LiveDocument] = field(default_factory=dict)
    keys: Mapping[str, PassageKey] = field(default_factory=dict)

    @cached_property
    def summaries(self) -> dict[str, DocumentSummary]:
        """The list of documents, in order of file."""
        works: dict[str, list[LiveDocument]] = {}
        for document in self.documents.values():
            works.setdefault(document.work_id, []).append(document)
        ordered = sorted(self.documents.values(), key=lambda d: (d.file, d.path))
        return {document.id: summary(document, works[document.work_id]) for document in ordered}

    @cached_property
    def families(self) -> dict[str, list[LiveDocument]]:
        """Documents that are versions of one another, by family."""
        found: dict[str, list[LiveDocument]] = {}
        for document in self.documents.values():
            if document.family:
                found.setdefault(document.family, []).append(document)
        return found

    @cached_property
    def dated_families(self) -> dict[str, tuple[str, str]]:
        """Family and date, empty when unknown, of each document that has other versions."""
        return {
            one.id: (family, version_date(one, self.summaries[one.id].date) or "")
            for family, several in self.families.items()
            for one in several
        }

    @cached_property
    def keys_by_document(self) -> dict[str, list[str]]:
        """Keys of each document's passages."""
        found: dict[str, list[str]] = {}
        for key in self.keys.values():
            found.setdefault(key.document_id, []).append(key.key)
        return found

    def keys_of(self, document_ids: Iterable[str]) -> frozenset[str]:
        """Keys of some documents."""
        return frozenset(key for document in document_ids for key in self.keys_by_document.get(document, ()))


def load_view(catalogue: Catalogue, previous: LiveView) -> LiveView:
    """The view of the catalogue as it stands; only what changed since the previous one is read again."""
    state = catalogue.state()
    if state.sequence == previous.sequence:
        return previous
    if previous.sequence < 0 or state.generation != previous.generation:
        return _view(state.sequence, state.generation, catalogue.live(), catalogue.live_keys())
    changed = catalogue.changed_since(previous.sequence)
    return _merged(previous, state.sequence, changed, catalogue.live(changed), catalogue.live_keys(changed))


def _view(sequence: int, generation: int, documents: Iterable[LiveDocument], keys: Iterable[PassageKey]) -> LiveView:
    return LiveView(sequence, generation, {d.id: d for d in documents}, {k.key: k for k in keys})


def _merged(
    previous: LiveView,
    sequence: int,
    changed: Collection[str],
    documents: Iterable[LiveDocument],
    keys: Iterable[PassageKey],
) -> LiveView:
    kept_documents = [d for d in previous.documents.values() if d.id not in changed]
    kept_keys = [k for k in previous.keys.values() if k.document_id not in changed]
    return _view(sequence, previous.generation, [*kept_documents, *documents], [*kept_keys, *keys])


def corpus_view(view: LiveView, journal: Journal) -> CorpusView:
    """What the corpus holds, and what was not read of it."""
    facets = [document.facets for document in view.documents.values()]
    last = journal.last_run()
    return CorpusView(
        documents=tuple(view.summaries.values()),
        passages=len(view.keys),
        last_ingestion=last[0] if last else None,
        not_read=tuple(journal.not_read().values()),
        descriptors=_choices(label for facet in facets for label, _ in facet.descriptors),
        authors=_choices(author for facet in facets for author in facet.authors),
        folders=tuple(str(root) for root in journal.roots()),
    )


def _choices(names: Iterable[str]) -> tuple[str, ...]:
    """Different names in alphabetical order, accents and case aside."""
    return tuple(sorted(set(names), key=lambda name: (fold(name), name)))
