"""Files to documents: one reader a format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from corpus.encoding import normalise
from corpus.errors import DocumentTooLarge, UnreadableDocument, UnsupportedFormat
from corpus.heading import describe
from corpus.model import PUBLIC, Article, Document
from corpus.readers.base import DocumentText
from corpus.readers.text import read_markdown, read_text
from corpus.structure import parse, parse_clauses

__all__ = ["MAX_BYTES", "SUFFIXES", "DocumentText", "make_document", "read", "read_bytes"]

MAX_BYTES = 50 * 1024 * 1024

_READERS: dict[str, Callable[[bytes], DocumentText]] = {
    ".txt": read_text,
    ".md": read_markdown,
}

SUFFIXES: tuple[str, ...] = tuple(_READERS)
"""The formats that can be read."""


def read(path: Path | str, collection: str = PUBLIC) -> Document:
    """Read a file.

    Raises
    ------
    UnsupportedFormat, DocumentTooLarge, UnreadableDocument
    """
    path = Path(path)
    _reader(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"Không mở được tệp “{path.name}”.", str(error)) from error
    return read_bytes(data, path.name, collection)


def read_bytes(data: bytes, name: str, collection: str = PUBLIC) -> Document:
    """Read a file's bytes; its name tells the format.

    Raises
    ------
    UnsupportedFormat, DocumentTooLarge, UnreadableDocument
    """
    reader = _reader(name)
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return make_document(reader(data), data, name, collection)


def make_document(content: DocumentText, data: bytes, name: str, collection: str = PUBLIC) -> Document:
    """Give a document its articles and the description found in its text.

    A text without articles becomes one article whose number is empty.

    Raises
    ------
    UnreadableDocument
        There are no words in it.
    """
    outline = parse(content.text)
    digest = hashlib.sha256(data).hexdigest()
    articles = outline.articles
    if not articles:
        if not any(c.isalnum() for c in outline.preamble):
            raise UnreadableDocument(f"Tệp “{name}” không có chữ nào.", "The file has no text")
        articles = (Article("", "", outline.preamble, (), parse_clauses(outline.preamble)),)
    ending = "\n".join(article.text for article in articles[-3:])
    found = describe(outline.preamble, outline.tail, ending)
    return Document(
        id=found.number or f"{collection}/{digest[:12]}",
        number=found.number,
        title=normalise(content.title).strip() or found.title or found.number or normalise(Path(name).stem),
        articles=articles,
        kind=found.kind,
        issuer=found.issuer,
        signer=found.signer,
        issued_on=found.issued_on,
        effective_on=found.effective_on,
        sha256=digest,
        collection=collection,
    )


def _reader(name: str) -> Callable[[bytes], DocumentText]:
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        raise UnsupportedFormat(
            f"Không đọc được định dạng “{suffix or name}”. Các định dạng đọc được: {', '.join(SUFFIXES)}.",
            f"No reader for {name!r}",
        )
    return _READERS[suffix]


def _too_large(name: str) -> DocumentTooLarge:
    return DocumentTooLarge(f"Tệp “{name}” lớn hơn {MAX_BYTES // 2**20} MB.", f"{name!r} is over {MAX_BYTES} bytes")
