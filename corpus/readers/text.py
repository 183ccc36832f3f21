"""Plain text, in any encoding that Vietnamese has been written in, and Markdown.

Which encoding is decided by rule, not by a statistical guesser (chardet and its kin have no model of
TCVN3 or VNI, and take VISCII for a Western code page): UTF-8 and UTF-16 prove themselves by their form,
the 8-bit ones by whether Vietnamese syllables come out of them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.errors import UnreadableDocument
from corpus.legacy import is_syllable, syllable_share, to_unicode
from corpus.readers.base import DocumentText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
_LEAST_WIDE = 16  # characters; fewer zero bytes prove no UTF-16
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "cp1258": "Windows-1258", "cp1252": "Windows-1252"}
_WINDOWS = {byte: text for byte in range(0x80, 0xA0) if (text := bytes([byte]).decode("cp1252", errors="ignore"))}
_CONTROLS = re.compile(b"[\x00-\x08\x0e-\x1f\x7f]")
_VISCII_LETTERS = re.compile(b"[\x02\x05\x06\x14\x19\x1e]")
_MARKUP = re.compile(r"^[ \t]{0,3}>[ \t]?|[ \t]+#+[ \t]*$|\*\*|__|^[ \t]*(?:```.*|~~~.*)$", re.M)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.M)
_ARTICLE = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+)?Điều \d", re.M)
_ESCAPED = re.compile(r"\\([.#*_()\[\]\-+!>])")


def read_text(data: bytes) -> DocumentText:
    """Read a text file: UTF-8, UTF-16, UTF-32, windows-1258, windows-1252, TCVN3, VNI or VISCII.

    Paragraphs of a Unicode file that are in a legacy encoding are brought to Unicode as well.

    Raises
    ------
    UnreadableDocument
        Another encoding, or binary data.
    """
    text, warnings = _decode(data)
    if "\0" in text:
        raise _binary("NUL characters")
    text, found = to_unicode(text)
    if found:
        warnings = (*warnings, f"Đã chuyển chữ từ bảng mã {_NAMES[found]} sang Unicode.")
    return DocumentText(text, warnings=warnings)


def read_markdown(data: bytes) -> DocumentText:
    """Read a Markdown file: as text, less its marks for emphasis and quotations.

    Those for headings stay where there is no Điều, for they divide such a text.

    Raises
    ------
    UnreadableDocument
    """
    content = read_text(data)
    text = _MARKUP.sub("", content.text)
    if _ARTICLE.search(text):
        text = _HEADING.sub("", text)
    return DocumentText(_ESCAPED.sub(r"\1", text), warnings=content.warnings)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), ()
    wide = _wide_encoding(data)
    if wide:
        return _strictly(data, wide), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _mended(data) or _eight_bit(data, error)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown(f"Not {encoding}: {error}") from error


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: blanks and ASCII letters leave a zero in every other byte, on one side only."""
    sample = data[:_SAMPLE]
    length = len(sample) // 2
    if len(data) % 2 or length < _LEAST_WIDE:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < length // 4 or min(even, odd) > length // 100:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _mended(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Read UTF-8 with a few broken places; None when whole letters are not by far the more."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = len(re.findall("[^\x00-\x7f\ufffd]", text))
    if whole < 20 * broken:
        return None
    return text, (f"Tệp có {broken} chỗ hỏng, hiện bằng dấu “\ufffd”.",)


def _eight_bit(data: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    """Read by the 8-bit encoding that gives most Vietnamese; plain Western text by windows-1252."""
    if b"\0" in data or len(_CONTROLS.findall(_VISCII_LETTERS.sub(b"", data))) > len(data) // 100:
        raise _binary(f"Control characters, and {error}")
    # Python's cp1252 refuses five bytes that are letters in VISCII.
    western = data.decode("latin-1").translate(_WINDOWS)
    if to_unicode(western)[1]:
        return western, ()
    combined = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if "\ufffd" not in combined and _marked(combined) > max(1, _marked(western)) and syllable_share(combined) > 0.5:
        return combined, (f"Đã chuyển chữ từ bảng mã {_NAMES['cp1258']} sang Unicode.",)
    letters = sum(byte > 0x7F for byte in data)
    if letters * 4 > len(data) or re.search("[\x80-\x9f]", western) or not re.search(rb"[A-Za-z]{2}", data):
        raise _unknown(f"No encoding gives words: {error}")
    return western, (f"Tệp được đọc theo bảng mã {_NAMES['cp1252']}; hãy kiểm tra lại chữ có dấu.",)


def _marked(text: str) -> int:
    return sum(1 for word in re.findall(r"[^\W\d_]+", text) if not word.isascii() and is_syllable(word))


def _unknown(detail: str) -> UnreadableDocument:
    return UnreadableDocument("Không đọc được bảng mã của tệp. Hãy lưu lại tệp bằng Unicode (UTF-8).", detail)


def _binary(detail: str) -> UnreadableDocument:
    return UnreadableDocument("Tệp không phải là văn bản thuần.", f"{detail}: a binary file")
