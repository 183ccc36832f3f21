import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.readers import read_bytes
from corpus.readers.text import read_markdown, read_text
from tests.corpus.legacy_bytes import encode

LAW = """Điều 1. Phạm vi điều chỉnh
1. Luật này quy định quyền, nghĩa vụ của người lao động; thời giờ làm việc, thời giờ nghỉ ngơi.
a) Chẳng hạn, nghỉ thai sản, nghỉ phép hằng năm;
đ) Cơ quan, tổ chức khác có liên quan trực tiếp.
Điều 2. Hiệu lực
"""


def _windows_1258(text: str) -> bytes:
    """Letters with hats whole, tones after them: the form that Windows writes."""
    written = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = next((c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"), "")
        base = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
        written.append(base + tone)
    return "".join(written).encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        LAW.encode(),
        LAW.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + LAW.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LAW.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + LAW.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + LAW.encode("utf-32-be"),
        LAW.encode("utf-16-le"),
        LAW.encode("utf-16-be"),
    ],
)
def test_unicode_is_exact(data):
    content = read_text(data)
    assert (content.text, content.warnings) == (LAW, ())


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "cp1258"])
def test_eight_bits(encoding):
    data = _windows_1258(LAW) if encoding == "cp1258" else encode(LAW, encoding)
    content = read_text(data)
    assert content.text == LAW
    assert len(content.warnings) == 1
    assert "sang Unicode" in content.warnings[0]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_eight_bits_saved_as_unicode(encoding):
    proper = "Người sử dụng lao động được quyền\n"
    content = read_text((proper + encode(LAW, encoding).decode("cp1252", errors="replace")).encode())
    assert content.text == proper + LAW


def test_capitals_of_viscii_are_control_characters():
    text = "NGHỊ QUYẾT CỦA QUỐC HỘI: KỸ THUẬT, THỦY SẢN, CHẲNG HẠN MỸ, Ỵ, Ẫ, Ẵ; kỳ họp thứ tám của Quốc hội"
    assert read_text(encode(text, "viscii")).text == text


def test_western_text():
    text = "Les élèves français ont présenté une thèse à Noël – « déjà vu »"
    content = read_text(text.encode("cp1252"))
    assert content.text == text
    assert "Windows-1252" in content.warnings[0]


def test_broken_places_are_told():
    data = bytearray((LAW * 3).encode())
    at = data.index("ề".encode())
    del data[at]
    content = read_text(bytes(data))
    assert content.text.endswith(LAW * 2)
    assert "chỗ hỏng" in content.warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"\xe1\xba",
        b"abc\0def",
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\x00\x08\x00",
        "中文文本没有空格".encode("gbk"),
        "Это русский текст без латиницы".encode("koi8-r"),
        codecs.BOM_UTF16_LE + b"\x00",
        codecs.BOM_UTF32_LE + b"abc",
        codecs.BOM_UTF16_LE + b"\x00\xd8a\x00",
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data)
    assert "tệp" in caught.value.message.lower()


def test_markdown_keeps_the_warnings():
    content = read_markdown(b"# " + encode(LAW, "tcvn3"))
    assert content.text == LAW
    assert content.warnings


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda data: encode(LAW, "tcvn3") + data))
def test_any_bytes(data):
    try:
        content = read_text(data)
    except UnreadableDocument:
        return
    assert "\0" not in content.text


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1))
def test_any_unicode_keeps_its_length_in_characters(text):
    content = read_text(text.encode())
    assert content.warnings or content.text == text.removeprefix("\ufeff")


def test_markdown_headings_divide_a_text_without_articles():
    document = read_bytes("# Quy chế\n\nMở đầu **đậm**.\n\n## Nghỉ phép\n\nMười hai ngày.\n".encode(), "a.md")
    assert [(article.title, article.text) for article in document.articles] == [
        ("Quy chế", "Mở đầu đậm."),
        ("Nghỉ phép", "Mười hai ngày."),
    ]
    assert document.articles[1].path == ("Quy chế",)
