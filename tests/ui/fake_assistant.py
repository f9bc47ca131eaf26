"""An assistant with canned answers: the same methods as the real one, so that the page is tested alone."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import OperationError, UsageError
from assistant.exports.formats import export
from assistant.exports.report import Source
from assistant.models import (
    Agent,
    Answer,
    AnswerSentence,
    Attachment,
    Block,
    Box,
    Citation,
    CitedSource,
    Completed,
    Condition,
    Copy,
    CorpusView,
    Descriptor,
    Document,
    DocumentSummary,
    ExportedFile,
    Facets,
    FacetValue,
    FileReport,
    Filters,
    FoundWork,
    Hit,
    ListedDocument,
    Notice,
    NoticeDates,
    Page,
    Passage,
    Progress,
    ResultList,
    StreamEvent,
    Turn,
    Validated,
    ValidatedAnswer,
    Validation,
    VerifiedSentence,
)  # fmt: skip
from assistant.settings import Settings
from assistant.ui.handlers import Handlers
from assistant.ui.session import Session

HOSTILE = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'
NOTICE_TEXT = (
    "Signature du premier protocole de préfiguration de France Travail\n\n"
    "L’État et la Région ont signé le protocole le 1er juin 2023, en Mayenne.\n\n"
    f"Il compte 17 engagements. {HOSTILE} ${{1+1}} {{{{value}}}} **gras**"
)
PDF_PAGES = ("Protocole. Article 1. Objet du protocole.", "Article 2. Le comité régional valide les engagements.")
NOTICE_QUOTE = "L’État et la Région ont signé le protocole le 1er juin 2023, en Mayenne."
PDF_QUOTE = "Le comité régional valide les engagements."
LONG_NAME = "compte_rendu_du_comite_local_pour_l_emploi_mayenne"
SINCE = Condition("date", "2022-01-01/..", "depuis 2022", "depuis 2022")
CONTACT = "Centre de documentation, doc@example.org"


def make_pdf(path: Path) -> None:
    """A real PDF of two pages."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(300, 420), invariant=True)
    for text in PDF_PAGES:
        canvas.drawString(30, 360, text)
        canvas.showPage()
    canvas.save()


def make_png(page: int, boxes: Sequence[Box]) -> bytes:
    """A picture of a page, its boxes in yellow."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (600, 840), "white")
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle((box.x0 * 2, box.top * 2, box.x1 * 2, box.bottom * 2), fill=(255, 225, 120))
    draw.text((60, 100), f"Page {page}. {PDF_PAGES[page - 1]}", fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def make_notice() -> Document:
    paragraphs = NOTICE_TEXT.split("\n\n")
    starts = [NOTICE_TEXT.index(paragraph) for paragraph in paragraphs]
    kinds = ("title", "paragraph", "paragraph")
    blocks = tuple(
        Block(kind, start, start + len(text))  # type: ignore[arg-type]
        for kind, start, text in zip(kinds, starts, paragraphs, strict=True)
    )
    notice = Notice(
        id="65474", title=f"Un protocole pour l’emploi {HOSTILE}",
        authors=(Agent("Région Pays de la Loire", "Auteur"),),
        dates=NoticeDates(recorded="2023-09-07", published="2023-06-01"), document_type="Communiqué",
        descriptors=(Descriptor("INSERTION PROFESSIONNELLE", "B2"), Descriptor("POLE EMPLOI")),
        attachments=(Attachment("Protocole"),), url="https://catalogue.example.org/notice/65474",
    )  # fmt: skip
    return Document(
        id="n1", work_id="w1", kind="notice", title=notice.title, file=f"notices/{LONG_NAME}.txt", sha256="0" * 64,
        text=NOTICE_TEXT, pages=(Page(1, NOTICE_TEXT, 0),), blocks=blocks, date="2023-06-01", notice=notice,
    )  # fmt: skip


def make_pdf_document() -> Document:
    text = "\n\n".join(PDF_PAGES)
    pages = (
        Page(1, PDF_PAGES[0], 0, label="i", width=300, height=420),
        Page(2, PDF_PAGES[1], len(PDF_PAGES[0]) + 2, label="1", width=300, height=420),
    )
    return Document(
        id="p1", work_id="w1", kind="pdf", title="Protocole régional", file="protocoles/protocole.pdf", sha256="1" * 64,
        text=text, pages=pages, blocks=(), date="2023-06-01",
    )  # fmt: skip


def cite(n: int, document: Document, quote: str, page: int, boxes: tuple[Box, ...] = ()) -> Citation:
    start = document.text.index(quote)
    return Citation(
        n=n, passage_id=f"{document.id}-a", document_id=document.id, work_id=document.work_id, file=document.file,
        title=document.title, reference=f"RÉGION PAYS DE LA LOIRE. {document.title}. 1er juin 2023.", page=page,
        quote=quote, start=start, end=start + len(quote), boxes=boxes, support=0.9,
    )  # fmt: skip


class FakeDesk:
    """Keeps answers in a list; only ``readers`` may not validate."""

    def __init__(self) -> None:
        self.kept: list[ValidatedAnswer] = []
        self.readers = {"lecteur"}

    def may_validate(self, by: str) -> bool:
        return by not in self.readers

    def validate(self, answer: Answer, by: str, given: Validation = Validation()) -> ValidatedAnswer:
        if not by.strip():
            raise UsageError("Le nom est vide.")
        number = len(self.kept) + 1
        sentences = (AnswerSentence(given.text, (1,)),) if given.text else answer.sentences
        kept = ValidatedAnswer(
            number, answer.question, answer.question, given.filters, given.text or answer.text, sentences,
            answer.citations[:1], (CitedSource("0", "0"),),
            Validated(number, by, "2026-05-03", given.expires, given.text is not None), given.note,
        )  # fmt: skip
        self.kept.insert(0, kept)
        return kept

    def withdraw(self, number: int, by: str, why: str = "") -> ValidatedAnswer:
        return self._changed(number, state="withdrawn", reason="by_hand", detail=f"retirée par {by}")

    def renew(self, number: int, by: str, expires: str | None = None) -> ValidatedAnswer:
        return self._changed(number, state="valid", reason=None, detail="")

    def all(self) -> list[ValidatedAnswer]:
        return self.kept

    def _changed(self, number: int, **changes: Any) -> ValidatedAnswer:
        (place,) = (n for n, one in enumerate(self.kept) if one.id == number)
        self.kept[place] = replace(self.kept[place], **changes)
        return self.kept[place]


class FakeAssistant:
    """Answers by a word of the question: « météo » abstains, « budget » is to be checked, « panne » fails.

    ``asked`` keeps what the page sent. While ``gate`` is clear, an answer stops before its second sentence.
    """

    def __init__(self, folder: Path, contact: str = CONTACT) -> None:
        self.settings = Settings(contact=contact)
        self.notice, self.pdf = make_notice(), make_pdf_document()
        self.path = folder / "protocole.pdf"
        make_pdf(self.path)
        self.asked: list[tuple[str, tuple[Turn, ...], Filters]] = []
        self.conversations: list[str] = []
        self.removed: list[tuple[Condition, ...]] = []
        self.automatic: list[bool] = []
        self.validated = FakeDesk()
        self.browsed: list[tuple[str, Filters, tuple[Condition, ...]]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.view = CorpusView(
            documents=(self._summary(self.notice), self._summary(self.pdf)), passages=5,
            last_ingestion="2026-03-12T14:05:00",
            not_read=(FileReport(f"protocoles/{LONG_NAME}.pdf", "unread", 3, message="aucune page n’a de texte"),),
            descriptors=("INSERTION PROFESSIONNELLE", "POLE EMPLOI"), authors=("Région Pays de la Loire",),
        )  # fmt: skip

    @staticmethod
    def _summary(document: Document) -> DocumentSummary:
        url = document.notice.url if document.notice else None
        return DocumentSummary(
            document.id, document.work_id, document.kind, document.title, document.file, document.date,
            len(document.pages), 2, f"RÉGION. {document.title}.", url,
        )  # fmt: skip

    def add_notice(self, title: str) -> None:
        """As if another process had ingested it."""
        added = replace(self._summary(self.notice), id=title, work_id=title, title=title, file="notices/autre.txt")
        self.view = replace(self.view, documents=(*self.view.documents, added), last_ingestion="2026-03-13T09:00:00")

    def examples(self) -> tuple[str, ...]:
        return ("Quand le protocole a-t-il été signé ?", "Qui valide les engagements ?")

    def corpus(self) -> CorpusView:
        return self.view

    def document(self, document_id: str) -> Document | None:
        return {"n1": self.notice, "p1": self.pdf}.get(document_id)

    def export(self, answer: Answer, suffix: str) -> ExportedFile:
        sources = {"n1": Source(self.notice, self.notice), "p1": Source(self.pdf, self.notice)}
        return export(answer, sources, suffix, "2026-03-12")

    def copies_of(self, passage_id: str) -> list[Copy]:
        return [Copy("n1", "n1-1", "notice.txt", "La notice du protocole", 1)] if passage_id == "p1-a" else []

    def file_path(self, document_id: str) -> Path | None:
        return self.path if document_id == "p1" else None

    def page_image(self, document_id: str, page: int, boxes: Sequence[Box]) -> bytes:
        if document_id != "p1":
            raise OperationError("Cette page n’a pas d’image.")
        return make_png(page, boxes)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        *,
        conversation: str = "",
        removed: Sequence[Condition] = (),
        validated: bool = True,
    ) -> Iterator[StreamEvent]:
        self.asked.append((question, tuple(history), filters))
        self.removed.append(tuple(removed))
        self.automatic.append(not validated)
        self.conversations.append(conversation)
        yield Progress("searching", "Recherche…")
        if "panne" in question:
            raise OperationError("L’index est occupé : réessayez dans un instant.")
        if "plante" in question:
            raise RuntimeError("not for readers")
        if "météo" in question or "budget" in question:
            yield Completed(self._abstention(question))
            return
        yield Progress("reading", "Lecture de 8 passages")
        answer = self._answer(question, bool(history))
        if "depuis" in question and SINCE not in removed:
            answer = replace(answer, conditions=(SINCE,))
        for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
            yield VerifiedSentence(sentence, (citation,))
            deadline = time.monotonic() + 20
            while not self.gate.wait(0.02) and time.monotonic() < deadline:
                pass
        yield Completed(answer)

    def browse(self, question: str, filters: Filters = Filters(), *, removed: Sequence[Condition] = ()) -> ResultList:
        self.browsed.append((question, filters, tuple(removed)))
        if "panne" in question:
            raise OperationError("L’index est occupé : réessayez dans un instant.")
        notice = self._listed(self.notice)
        hit = Hit(Passage("n1-a", "n1", NOTICE_TEXT, 0, len(NOTICE_TEXT), (1,)), 1, {}, "w1", notice.file, notice.title)
        works = () if "rien" in question else (FoundWork(notice, ("notice", "pdf"), hit if question else None),)
        counted = Facets(
            descriptors=tuple(FacetValue(f"TERME {n}", f"TERME {n}", 1) for n in range(1, 12)),
            years=(FacetValue("2023", "2023", 1),), authors=(FacetValue(HOSTILE, HOSTILE, 1),),
            kinds=(FacetValue("notice", "Notices", 1), FacetValue("pdf", "PDF", 1)),
        )  # fmt: skip
        conditions = (SINCE,) if "depuis" in question and SINCE not in removed else ()
        return ResultList(question, filters, works, counted, conditions)

    @staticmethod
    def _listed(document: Document) -> ListedDocument:
        return ListedDocument(
            document.id, document.work_id, document.kind, document.title, document.date, ("Région",), "RÉGION.",
            document.file, document.notice.url if document.notice else None,
        )  # fmt: skip

    def _answer(self, question: str, follow_up: bool) -> Answer:
        box = Box(2, 30, 50, 270, 64)
        sentences = (
            AnswerSentence(f"Le protocole a été signé le 1er juin 2023. {HOSTILE}", (1,)),
            AnswerSentence("Le comité régional valide les **engagements**.", (2,)),
        )
        return Answer(
            question=question, standalone_question=f"{question} (protocole régional)" if follow_up else question,
            text=" ".join(sentence.text for sentence in sentences), level="answer", sentences=sentences,
            citations=(cite(1, self.notice, NOTICE_QUOTE, 1), cite(2, self.pdf, PDF_QUOTE, 2, (box,))),
            warnings=("La date annoncée est passée.",),
        )  # fmt: skip

    def _abstention(self, question: str) -> Answer:
        if "budget" in question:
            return Answer(
                question, question, "Je ne trouve pas de réponse sûre ; ce passage s’en approche [1].", "to_check",
                "not_in_corpus", citations=(cite(1, self.notice, NOTICE_QUOTE, 1),),
            )  # fmt: skip
        return Answer(question, question, "Je ne trouve pas de réponse dans le corpus.", "none", "out_of_scope")


def asked(fake: FakeAssistant, *questions: str) -> Session:
    """The session after some questions, each asked through the handlers of the page."""
    session = Session()
    for question in questions:
        last = list(Handlers(fake).ask(question, session))[-1].session
        assert last is not None
        session = last
    return session
