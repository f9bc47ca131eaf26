"""What may be searched, in memory: an immutable view of the catalogue at one step of its sequence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assistant.index.catalogue import Catalogue, PassageKey
from assistant.index.facet_table import FacetTable
from assistant.index.facets import LiveDocument, summary
from assistant.index.families import Version, version_date, versions
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
    _chosen: list[ChosenKeys] = field(default_factory=list, init=False, repr=False, compare=False)  # the last, if any

    @cached_property
    def summaries(self) -> dict[str, DocumentSummary]:
        """The list of documents, in order of file."""
        works: dict[str, list[LiveDocument]] = {}
        for document in self.documents.values():
            works.setdefault(document.work_id, []).append(document)
        ordered = sorted(self.documents.values(), key=lambda d: (d.file, d.path))
        return {document.id: summary(document, works[document.work_id]) for document in ordered}

    @cached_property
    def facets(self) -> FacetTable:
        """What filters are looked up in."""
        return FacetTable(self.documents.values())

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

    def versions_of(self, document_id: str) -> list[Version]:
        """The other versions of a document, the newest first and those without a date last."""
        live = self.documents.get(document_id)
        if live is None or not live.family:
            return []
        others = [one for one in self.families.get(live.family, []) if one.id != document_id]
        return versions(live, others, self.summaries)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All the keys, each at its place."""
        return tuple(self.keys)

    @cached_property
    def _owners(self) -> tuple[dict[str, int], np.ndarray]:
        """A number for each document that has passages, and that of the owner of each key."""
        numbers: dict[str, int] = {}
        owners = [numbers.setdefault(key.document_id, len(numbers)) for key in self.keys.values()]
        return numbers, np.array(owners, dtype=np.intp)

    def prepare(self) -> None:
        """Make now what would be made at the first question."""
        _ = self.summaries, self.facets, self.dated_families, self.names, self._owners

    def of_documents(self, document_ids: frozenset[str]) -> ChosenKeys:
        """Keys of some documents; both searches of a question ask for those of the same ones."""
        last = self._chosen[-1:]
        if last and last[0].documents is document_ids:
            return last[0]
        chosen = ChosenKeys(self, document_ids, self._places(document_ids))
        self._chosen[:] = [chosen]
        return chosen

    def _places(self, document_ids: frozenset[str]) -> np.ndarray:
        numbers, owners = self._owners
        wanted = np.zeros(len(numbers), dtype=bool)
        wanted[[numbers[one] for one in document_ids if one in numbers]] = True
        return np.flatnonzero(wanted[owners])


@dataclass(frozen=True, eq=False)
class ChosenKeys(Collection[str]):
    """The keys of some documents, none of them copied: ``places`` are theirs in the names of the view."""

    view: LiveView
    documents: frozenset[str]
    places: np.ndarray

    def __contains__(self, key: object) -> bool:
        found = self.view.keys.get(key) if isinstance(key, str) else None
        return found is not None and found.document_id in self.documents

    def __iter__(self) -> Iterator[str]:
        return (self.view.names[place] for place in self.places)

    def __len__(self) -> int:
        return len(self.places)


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
