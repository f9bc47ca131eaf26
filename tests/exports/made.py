"""An answer that cites a notice twice, its PDF and a PDF that stands alone, full of characters that formats read."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.exports.report import Report, Source, make_report
from assistant.models import (
    Agent,
    Answer,
    AnswerSentence,
    Attachment,
    Citation,
    Descriptor,
    Document,
    Notice,
    NoticeDates,
    Page,
)
from assistant.sources.references import reference

DAY = "2026-11-23"
URL = "https://portail.exemple.fr/index.php?lvl=notice_display&id=65474"
FILE_URL = "https://portail.exemple.fr/doc_num.php?explnum_id=9120"
HOSTILE = r"R&D <b>50 %</b> \emph{x} $1 #2 a_b ~c ^d *e* [f](g) `h` | « é »"
UNSEEN = "\x00\x0b\x1f\x7f\x9b\ud800\ufffe\u202e"

NOTICE = Document(
    id="n", work_id="w", kind="notice", title="Un protocole R&D", file="notices/a.txt", sha256="a" * 64,
    text="", pages=(Page(1, "", 0),), blocks=(),
    notice=Notice(
        id="65474", title="Un protocole R&D",
        authors=(Agent("Ministère du Travail, du Plein emploi", "Auteur", "organisation"),
                 Agent("Dupont, Zoé", "Auteur", "person")),
        publishers=("La Région",), places=("Nantes",), document_type="rapport", languages=("Français",),
        dates=NoticeDates(recorded="2023-09-07", published="2023-06-01"), identifiers=("978-2-0000-0000-2",),
        descriptors=(Descriptor("EMPLOI, FORMATION"), Descriptor("RSA")),
        attachments=(Attachment("Protocole", url=FILE_URL),), url=URL,
    ),
)  # fmt: skip
PDF = Document(
    id="p", work_id="w", kind="pdf", title="Protocole", file="pdf/protocole_1.pdf", sha256="b" * 64, text="",
    pages=tuple(Page(n, "", 0, label=str(n - 1)) for n in range(1, 5)), blocks=(),
)  # fmt: skip
ALONE = Document(
    id="s", work_id="s", kind="pdf", title=HOSTILE, file="pdf/seul.pdf", sha256="c0ffee" + "0" * 58, text="",
    pages=(Page(1, "", 0),), blocks=(),
)  # fmt: skip
SOURCES: Mapping[str, Source] = {"n": Source(NOTICE, NOTICE), "p": Source(PDF, NOTICE), "s": Source(ALONE)}


def cite(n: int, document: Document, page: int, quote: str) -> Citation:
    notice = NOTICE if document.work_id == "w" else None
    return Citation(
        n=n, passage_id=f"{document.id}{n}", document_id=document.id, work_id=document.work_id, file=document.file,
        title=document.title, reference=reference(document, notice, page, DAY), page=page, quote=quote, start=0,
        end=len(quote),
    )  # fmt: skip


def answer() -> Answer:
    sentences = (
        AnswerSentence(f"Première phrase{UNSEEN} : {HOSTILE}", (1, 2)),
        AnswerSentence("Deuxième phrase.", (3,)),
        AnswerSentence("Troisième phrase.", (2,)),
    )
    citations = (
        cite(1, PDF, 3, "Dix-sept\nengagements."),
        cite(2, NOTICE, 1, f"Signé{UNSEEN} : {HOSTILE}"),
        cite(3, ALONE, 1, "Un autre."),
    )
    return Answer(
        f"Que dit {HOSTILE} ?", "Que dit le protocole ?", "…", "answer", sentences=sentences, citations=citations,
        warnings=("La date de [3] est passée.",),
    )  # fmt: skip


def to_check() -> Answer:
    citation = cite(1, PDF, 3, "Voir la note [1] du texte.")
    text = f"Passage à vérifier : « {citation.quote} » [1] Aucun document ne mentionne « x »."
    return Answer("Qui ?", "Qui ?", text, "to_check", "not_in_corpus", citations=(citation,))


def report(told: Answer | None = None) -> Report:
    return make_report(told or answer(), SOURCES, DAY)
