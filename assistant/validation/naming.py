"""The sources of a validated answer: those that a person names as citations, and what is kept of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.chunking import passage_boxes
from assistant.errors import UsageError
from assistant.models import Citation, CitedSource, Document
from assistant.validation.checking import ReferenceOf
from assistant.validation.standing import locate, source_of
from assistant.validation.writing import MAX_SOURCES, NamedSource, named_source

if TYPE_CHECKING:
    from assistant.index.store import Index


def all_cited_by_name(lines: Sequence[str], already: int, index: Index, reference_of: ReferenceOf) -> list[Citation]:
    """The citations of sources as they are typed, numbered after those that there are ``already``; no blank line.

    Raises:
        UsageError: There are too many; one is not written as it should; or it is not found (see ``cited_by_name``).
    """
    typed = [line for line in lines if line.strip()]
    if len(typed) > MAX_SOURCES:
        raise UsageError(f"Trop de sources ajoutées : {len(typed)} ; le maximum est {MAX_SOURCES}.")
    named = [named_source(line) for line in typed]
    return [cited_by_name(one, n, index, reference_of) for n, one in enumerate(named, start=already + 1)]


def sources_of(citations: Sequence[Citation], index: Index) -> tuple[CitedSource, ...]:
    """What is kept of each citation, to know later whether it stands.

    Raises:
        UsageError: A document is no longer what was cited.
    """
    found = []
    for citation in citations:
        document = index.document(citation.document_id)
        if document is None or document.text[citation.start : citation.end] != citation.quote:
            raise UsageError(
                f"Le document cité « {citation.title} » vient de changer ou de quitter le corpus : posez de nouveau"
                " la question."
            )
        found.append(source_of(document, citation.start, citation.end))
    return tuple(found)


def cited_by_name(named: NamedSource, n: int, index: Index, reference_of: ReferenceOf) -> Citation:
    """The citation ``n`` of what is named.

    Raises:
        UsageError: No document, or several, has this file; it has no such page; or the words are not on it.
    """
    document = _document(named.file, index)
    page = next((one for one in document.pages if one.number == named.page), None)
    if page is None:
        raise UsageError(f"« {named.file} » n'a pas de page {named.page} : il en a {len(document.pages)}.")
    found = locate(page.text, named.quote)
    if found is None:
        raise UsageError(
            f"L'extrait « {named.quote[:80]} » n'est pas dans « {named.file} », page {named.page} : recopiez-le mot"
            " pour mot."
        )
    start, end = page.start + found[0], page.start + found[1]
    passages = index.document_passages(document.id)
    return Citation(
        n=n,
        passage_id=next((one.id for one in passages if one.start <= start < one.end), ""),
        document_id=document.id,
        work_id=document.work_id,
        file=document.file,
        title=document.title,
        reference=reference_of(document, page.number),
        page=page.number,
        quote=document.text[start:end],
        start=start,
        end=end,
        boxes=passage_boxes(document, start, end),
        support=1.0,
        date=document.date,
    )


def _document(file: str, index: Index) -> Document:
    summaries = index.documents()
    found = [one for one in summaries if file in {one.id, one.file}]
    found = found or [one for one in summaries if one.file.rsplit("/", 1)[-1] == file]
    if len(found) > 1:
        raise UsageError(f"Plusieurs documents s'appellent « {file} » : donnez l'identifiant (assistant status).")
    document = index.document(found[0].id) if found else None
    if document is None:
        raise UsageError(f"Aucun document « {file} » dans le corpus : « assistant status » en donne la liste.")
    return document
