"""Plain text and Markdown."""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableDocument
from corpus.readers.base import DocumentText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKUP = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)|[ \t]+#+[ \t]*$|\*\*|__|^[ \t]*(?:```.*|~~~.*)$", re.M)
_ESCAPED = re.compile(r"\\([.#*_()\[\]\-+!>])")


def read_text(data: bytes) -> DocumentText:
    """Read a text file: UTF-8, or UTF-16/32 with a byte-order mark.

    Raises
    ------
    UnreadableDocument
        Another encoding, or binary data.
    """
    mark, encoding = next(((m, e) for m, e in _BOMS if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            "Không đọc được bảng mã của tệp. Hãy lưu lại tệp bằng Unicode (UTF-8).", f"Not {encoding}: {error}"
        ) from error
    if "\0" in text:
        raise UnreadableDocument("Tệp không phải là văn bản thuần.", "NUL characters: a binary file")
    return DocumentText(text)


def read_markdown(data: bytes) -> DocumentText:
    """Read a Markdown file: as text, less its marks for headings, emphasis and quotations.

    Raises
    ------
    UnreadableDocument
    """
    return DocumentText(_ESCAPED.sub(r"\1", _MARKUP.sub("", read_text(data).text)))
