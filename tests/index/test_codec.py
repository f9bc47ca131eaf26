from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.index import codec
from assistant.models import (
    Agent,
    Attachment,
    Block,
    Box,
    Descriptor,
    FileReport,
    IngestReport,
    Notice,
    NoticeDates,
    Word,
)

finite = st.floats(allow_nan=False, allow_infinity=False)
boxes = st.builds(Box, st.integers(1, 2000), finite, finite, finite, finite)
offsets = st.integers(0, 2**31 - 1)
words = st.builds(Word, offsets, offsets, boxes)
texts = st.text(st.characters(codec="utf-8"))


@given(st.lists(words))
def test_words_come_back_as_they_were(given_words: list[Word]) -> None:
    assert codec.unpack_words(codec.pack_words(given_words)) == tuple(given_words)


@given(texts)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert codec.unpack_text(codec.pack_text(text)) == text


@given(st.lists(st.builds(Block, st.sampled_from(["heading", "table"]), offsets, offsets, search_text=texts)))
def test_blocks_come_back_as_they_were(blocks: list[Block]) -> None:
    assert codec.unpack_blocks(codec.pack_blocks(tuple(blocks))) == tuple(blocks)


@given(st.lists(boxes))
def test_boxes_come_back_as_they_were(given_boxes: list[Box]) -> None:
    assert codec.boxes_of(codec.box_values(given_boxes)) == tuple(given_boxes)


@given(
    st.builds(
        Notice,
        id=texts,
        title=texts,
        authors=st.lists(st.builds(Agent, texts, st.none() | texts)).map(tuple),
        identifiers=st.lists(texts).map(tuple),
        dates=st.builds(NoticeDates, st.none() | texts, events=st.lists(texts).map(tuple)),
        descriptors=st.lists(st.builds(Descriptor, texts, st.none() | texts)).map(tuple),
        attachments=st.lists(st.builds(Attachment, texts)).map(tuple),
        site_fields=st.lists(st.tuples(texts, texts)).map(tuple),
    )
)
def test_a_notice_comes_back_as_it_was(notice: Notice) -> None:
    assert codec.unpack_notice(codec.pack_notice(notice)) == notice


def test_no_notice_stays_none() -> None:
    assert codec.unpack_notice(codec.pack_notice(None)) is None


def test_a_report_comes_back_as_it_was() -> None:
    report = IngestReport((FileReport("a.pdf", "partly_read", 3, 2, (3,), "1 page sans texte"),), 1.5)
    assert codec.load_report(codec.dump_report(report)) == report
