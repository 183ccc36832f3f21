import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentTooLarge, TraLuatError, UnreadableDocument
from corpus.readers.base import DocumentText
from corpus.readers.doc import read_doc
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.odt import read_odt
from corpus.readers.rtf import read_rtf
from tests.corpus.test_html import PAGE
from tests.corpus.writers import (
    IN_TABLE,
    NUMBERING,
    ROW_END,
    WRITERS,
    doc_file,
    docx_file,
    item,
    lines,
    odt_file,
    ole_file,
    p,
    package,
    parts_of,
    r,
    rtf_file,
    sprm,
    table,
)

READERS = {".docx": read_docx, ".odt": read_odt, ".rtf": read_rtf, ".doc": read_doc, ".html": read_html}

# ---- hostile files

BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(("suffix", "part"), [(".docx", "word/document.xml"), (".odt", "content.xml")])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_entities_are_refused(suffix, part, coding):
    parts = parts_of(WRITERS[suffix]("Một"))
    text = parts[part].decode().partition("?>")[2] or parts[part].decode()
    parts[part] = f'<?xml version="1.0" encoding="{coding}"?>{BOMB}{text.replace("M", "&b;")}'.encode(coding)
    with pytest.raises(UnreadableDocument):
        READERS[suffix](package(parts))


@pytest.mark.parametrize(("suffix", "part"), [(".docx", "word/document.xml"), (".odt", "content.xml")])
def test_zip_bombs_are_refused(suffix, part):
    parts = parts_of(WRITERS[suffix]("Một"))
    with pytest.raises(DocumentTooLarge):
        READERS[suffix](package(parts | {part: parts[part] + b" " * 8_000_000}))
    with pytest.raises(DocumentTooLarge):
        READERS[suffix](package(parts | {f"x{i}": b"" for i in range(10_001)}))


def test_odt_with_a_password():
    with pytest.raises(UnreadableDocument) as error:
        read_odt(odt_file("", manifest="<manifest:encryption-data/>"))
    assert "mật khẩu" in error.value.message


@pytest.mark.parametrize("data", [ole_file({"EncryptedPackage": b"x"}), WRITERS[".doc"]("x")])
def test_docx_that_is_an_ole_file(data):
    with pytest.raises(UnreadableDocument, match="encrypted|OLE"):
        read_docx(data)


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (read_rtf, rb"{\rtf1 " + b"{" * 100_000),
        (read_html, b"<div>" * 100_000),
        (read_html, b"<b a=1><p>" * 5_000),
        (read_html, b"<table><tr><td>" * 5_000),
        (read_docx, docx_file("<w:sdt>" * 5000 + "</w:sdt>" * 5000)),
        (read_odt, odt_file("<text:section>" * 5000 + "</text:section>" * 5000)),
    ],
)
def test_deep_nesting_is_refused(reader, data):
    with pytest.raises(UnreadableDocument):
        reader(data)


@pytest.mark.parametrize("depth", [40, 60])
def test_tables_in_tables_are_read(depth):
    found = read_html(b"<table><tr><td>" * depth + b"x" + b"</td></tr></table>" * depth)
    assert found.text == "x"
    nested = "x"
    for _ in range(depth):
        nested = f"<w:tbl><w:tr><w:tc>{p(r('y'))}{nested if nested != 'x' else p(r('x'))}</w:tc></w:tr></w:tbl>"
    assert lines(read_docx(docx_file(nested))) == ["y"] * depth + ["x"]


SAMPLES = {
    ".docx": docx_file(item("Một", 0) + table(["a", "b"]) + p(r("x")), numbering=NUMBERING),
    ".odt": odt_file("<text:p>Một</text:p><text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>"),
    ".rtf": rtf_file(r"Mot\par{\b\u7919?}\trowd\intbl a\cell\row{\pict 00}\bin2 xx\par"),
    ".doc": doc_file("a\x07b\x07\x07xin\r", [("xin", sprm(0x083B, 1))], {0: IN_TABLE, 1: IN_TABLE, 2: ROW_END}),
    ".html": PAGE.format("<table><tr><td>a<td>b</table>").encode(),
}


PLACES = st.floats(0, 1, exclude_max=True)
LETTERS = st.sampled_from(b"0123456789-/<> awp")
WORDS = st.sampled_from([0, 1, 512, 4096, 0x7FFFFFFF, 0xFFFFFFFF]) | st.integers(0, 2**32 - 1)


def read_anyhow(suffix: str, data: bytes) -> None:
    try:
        found = READERS[suffix](data)
    except TraLuatError as error:
        assert error.message
    else:
        assert isinstance(found, DocumentText)


@pytest.mark.parametrize("suffix", SAMPLES)
def test_truncated_files(suffix):
    data = SAMPLES[suffix]
    for size in {*range(0, len(data), max(1, len(data) // 150)), *range(64), len(data) - 1}:
        read_anyhow(suffix, data[:size])


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=80, deadline=None)
@given(changes=st.lists(st.tuples(PLACES, st.integers(0, 255)), min_size=1, max_size=12))
def test_changed_bytes(suffix, changes):
    data = bytearray(SAMPLES[suffix])
    for place, value in changes:
        data[int(place * len(data))] = value
    read_anyhow(suffix, bytes(data))


# Inside a package a changed byte fails its checksum first: so the parts themselves are changed too.
@pytest.mark.parametrize("suffix", [".docx", ".odt"])
@settings(max_examples=80, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 99), PLACES, LETTERS), min_size=1, max_size=6))
def test_changed_parts(suffix, changes):
    parts = {name: bytearray(part) for name, part in parts_of(SAMPLES[suffix]).items()}
    names = sorted(parts)
    for which, place, value in changes:
        part = parts[names[which % len(names)]]
        part[int(place * len(part))] = value
    read_anyhow(suffix, package({name: bytes(part) for name, part in parts.items()}))


# The structures of a .doc lie in its first 2048 bytes and in the table stream: change words of them.
@settings(max_examples=120, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 511), WORDS), min_size=1, max_size=4), table=st.booleans())
def test_changed_structures_of_doc(changes, table):
    data = bytearray(SAMPLES[".doc"])
    start = SAMPLES[".doc"].index(b"\xec\xa5\xc1\0") if not table else SAMPLES[".doc"].index(b"\x12\0\x01\0\x0a\0")
    for place, value in changes:
        struct.pack_into("<I", data, start + (place * 4 if not table else place), value)
    read_anyhow(".doc", bytes(data))


@pytest.mark.parametrize("suffix", READERS)
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=300), head=st.booleans())
def test_random_bytes(suffix, data, head):
    read_anyhow(suffix, SAMPLES[suffix][:8] * head + data)
