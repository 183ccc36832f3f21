import struct

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.doc import read_doc
from corpus.readers.rtf import read_rtf
from tests.corpus.writers import (
    IN_TABLE,
    ROW_END,
    doc_file,
    lines,
    ole_file,
    rtf_file,
    sprm,
)

# ---- RTF


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"a\par b\line c\tab d\~e\_f\-g\par", ["a", "b", "c\td\u00a0e-f\xadg"]),
        (r"gi\u7919?\uc2\u7919xx\uc0\u7919\par", ["giữữữ"]),
        (r"\u-10180?\u-8704? \{\}\\\par", ["\U0001f200 {}\\"]),
        (r"hi{\v an}\plain n {\deleted bo}{\caps hoa}\par", ["hin HOA"]),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 7}} trang{\*\unknown x}{\pict\bin4 }}}}0a}\par", ["7 trang"]),
        (r"{\listtext\pard\plain\f0 1.\tab}Mot\par{\listtext\u61623?\tab}Hai\par", ["1. Mot", "- Hai"]),
        (
            r"\trowd\pard\intbl a\cell b\par c\cell\row\trowd d\cell e\cell\row\pard sau\par",
            ["a | b c", "d | e", "sau"],
        ),
        (
            r"\pard\intbl a\cell\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par}"
            r"\pard\intbl z\cell b\cell c\cell\row",
            ["a | x | y z | b | c"],
        ),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard Khung\par}}}ngoai\par", ["ngoai", "Khung"]),
        (r"{\f2\'f0\'fd}{\f1\'b7}\par", ["đư"]),
    ],
)
def test_rtf(body, expected):
    fonts = r"{\f0\fcharset0 Times New Roman;}{\f1\fcharset2 Symbol;}{\f2\fcharset163 Times New Roman;}"
    assert lines(read_rtf(rtf_file(body, fonts))) == expected


def test_rtf_without_an_end_is_read_with_a_warning():
    found = read_rtf(rb"{\rtf1 mot\par {hai")
    assert lines(found) == ["mot", "hai"]
    assert found.warnings == ("Tệp RTF không có phần kết thúc; văn bản có thể bị thiếu.",)


# ---- Word 97


def test_doc_reads_the_text_as_shown():
    text = (
        "hiện ẩn lại\r" "giữ xóa bỏ\r" "\x13 PAGE \x147\x15 trang\x02\r" "a\x07b\rc\x07\x07d\x07e\x07\x07"
        "một\x0bhai\x1eba\x1f bốn hoa\r"
        "sau\x0c" "hết\r"
    )  # fmt: skip
    runs = [(" ẩn", sprm(0x083C, 1)), (" xóa", sprm(0x0800, 1)), (" hoa", sprm(0x083B, 1))]
    marks = dict.fromkeys(range(3, 9), IN_TABLE) | {6: ROW_END, 9: ROW_END}
    found = read_doc(doc_file(text, runs, marks, after="Đầu trang\r"))
    assert lines(found) == [
        "hiện lại", "giữ bỏ", "7 trang", "a | b c", "d | e", "một", "hai-ba\xad bốn HOA", "sau", "hết",
    ]  # fmt: skip
    assert found.warnings == ("Đã bỏ qua các chú thích cuối trang.",)


def test_doc_nested_tables():
    inner = sprm(0x6649, 2, 4)
    text = "a\x07x\ry\r\rz\x07\x07b\x07\x07"
    cell, end = IN_TABLE + inner + sprm(0x244B, 1), IN_TABLE + inner + sprm(0x244B, 1) + sprm(0x244C, 1)
    marks = {0: IN_TABLE, 1: cell, 2: cell, 3: end, 4: IN_TABLE, 5: ROW_END, 6: IN_TABLE, 7: ROW_END}
    assert lines(read_doc(doc_file(text, marks=marks))) == ["a | x | y z", "b"]


def doc_level(text: str, style: int = 0, start: int = 1) -> bytes:
    """A level (LVL): digits below stand for the numbers of levels."""
    coded = "".join(chr(ord(c) - ord("①")) if "①" <= c <= "⑨" else c for c in text).encode("utf-16-le")
    return struct.pack("<IBB9sBIIBBBBH", start, style, 0, b"", 1, 0, 0, 0, 0, 0, 0, len(coded) // 2) + coded


def test_doc_automatic_numbers():
    levels = doc_level("Điều ①.") + doc_level("②.") + doc_level("③)", 4) + doc_level("") * 6
    lists = struct.pack("<HII18sBB", 1, 77, 0, b"", 0, 0)
    overrides = struct.pack("<IIIIBBBB", 2, 77, 0, 0, 0, 0, 0, 0) + struct.pack("<IIIBBBB", 77, 0, 0, 1, 0, 0, 0)
    overrides += struct.pack("<I", 0xFFFFFFFF) + struct.pack("<III", 0xFFFFFFFF, 4, 0x11)
    text = "Một\rx\ry\rz\rHai\rt\rBảy\rkhông\r"
    depths = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 0), (1, 1), (2, 1), (0, 0)]
    marks = {i: sprm(0x260A, depth) + sprm(0x460B, index, 2) for i, (index, depth) in enumerate(depths)}
    data = doc_file(text, marks=marks, lists=lists, levels=levels, overrides=overrides)
    assert lines(read_doc(data)) == [
        "Điều 1. Một", "1. x", "a) y", "b) z", "Điều 2. Hai", "1. t", "4. Bảy", "không",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (doc_file("x\r", flags=0x0300), "mật khẩu"),
        (ole_file({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "mật khẩu"),
        (doc_file("x\r", version=0x65), "quá cũ"),
        (ole_file({"Workbook": b"x"}), "không phải là văn bản Word"),
        (b"", "không phải là tệp Word"),
        (b"PK\x03\x04", "không phải là tệp Word"),
    ],
)
def test_doc_that_cannot_be_read(data, words):
    with pytest.raises(UnreadableDocument, match=".") as error:
        read_doc(data)
    assert words in error.value.message
