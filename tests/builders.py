"""Small data for tests of what shows results: one passage, one hit, one citation, one answer."""

from __future__ import annotations

from assistant.index.lock import Holder
from assistant.index.stamp import Stamp
from assistant.models import (
    Answer,
    AnswerSentence,
    Box,
    Citation,
    CorpusView,
    DocumentSummary,
    FileReport,
    Filters,
    Hit,
    IngestReport,
    Passage,
    SearchResult,
)
from assistant.overview import Overview

BOX = Box(page=3, x0=72.0, top=100.5, x1=300.0, bottom=112.0)
QUOTE = "Le présent protocole comporte dix-sept engagements."

PASSAGE = Passage(id="p1", document_id="d1", text=QUOTE, start=10, end=10 + len(QUOTE), pages=(3, 4), boxes=(BOX,))
HIT = Hit(
    PASSAGE,
    rank=1,
    scores={"fused": 0.9, "dense": 0.8},
    work_id="w1",
    file="protocoles/a.pdf",
    title="Protocole",
    kind="pdf",
)
SEARCH = SearchResult("Combien ?", "Combien d'engagements ?", Filters(), (HIT,), {"total": 12.0})
CITATION = Citation(
    n=1,
    passage_id="p1",
    document_id="d1",
    work_id="w1",
    file="protocoles/a.pdf",
    title="Protocole",
    reference="Préfecture. Protocole. 2023.",
    page=3,
    quote=QUOTE,
    start=10,
    end=10 + len(QUOTE),
    boxes=(BOX,),
    support=0.93,
)
ANSWER = Answer(
    question="Combien ?",
    standalone_question="Combien d'engagements ?",
    text=f"{QUOTE} [1]",
    level="answer",
    sentences=(AnswerSentence(QUOTE, (1,)),),
    citations=(CITATION,),
    warnings=("Cette date est passée.",),
    timings_ms={"total": 20.0},
)
SILENCE = Answer(
    question="Quel temps ?",
    standalone_question="Quel temps ?",
    text="Le fonds ne répond pas à cette question.",
    level="none",
    reason="out_of_scope",
    timings_ms={"total": 5.0},
)
REPORT = IngestReport(
    (
        FileReport("a.txt", "read", pages=1, passages=4),
        FileReport("b.pdf", "unread", pages=2, unread_pages=(1, 2)),
        FileReport("c.pdf", "refused", message="le fichier est chiffré"),
    ),
    seconds=1.25,
)
CORPUS = CorpusView(
    documents=(
        DocumentSummary("d1", "w1", "pdf", "Protocole", "protocoles/a.pdf", "2023-06-01", 12, 40, "Protocole. 2023."),
        DocumentSummary("d2", "w1", "notice", "Protocole", "a.txt", "2023-06-01", 1, 4, "Protocole. 2023."),
    ),
    passages=44,
    last_ingestion="2024-01-02T03:04:05+00:00",
    not_read=(FileReport("c.pdf", "refused", message="le fichier est chiffré"),),
    folders=("corpus",),
)
EMPTY = Overview(CorpusView(), sequence=0, stamp=None, chunker="2", writer=None)
OVERVIEW = Overview(
    CORPUS,
    sequence=3,
    stamp=Stamp("e5", 384, "1"),
    chunker="2",
    writer=Holder(12, "poste", "2024-01-02T03:04:05+00:00"),
)

WOOD_NOTICE = """Région des Essais, Auteur - RÉGION DES ESSAIS
(07/09/2023)

Un accord régional pour les métiers du bois
La Région des Essais et l'État ont signé à Vallombreuse, le 1er juin 2023, un accord régional pour les métiers du bois.
L'accord compte 14 mesures rangées en deux volets :
1. Former davantage
Les centres de formation ouvrent 320 places d'apprentissage dans la menuiserie.
2. Mieux accueillir
Un comité de suivi, coprésidé par Maude Verchère et par le délégué des employeurs, se réunit chaque trimestre.
01/06/2023
-
Documents numériques (1)
Accord régional boisAdobe Acrobat PDF -
[Thesaurus Centre-Inffo] ACCORD COOPERATION 81002
[Thesaurus Centre-Inffo] MENUISERIE
"""
"""A notice as it is copied from the page of a catalogue."""
