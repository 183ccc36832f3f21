"""Files to documents: one reader a format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.effects import find_effects
from corpus.encoding import normalise
from corpus.errors import DocumentTooLarge, UnreadableDocument
from corpus.heading import describe
from corpus.legacy import to_unicode
from corpus.model import PUBLIC, Document, document_id
from corpus.readers.base import DocumentText
from corpus.readers.sniff import kind_of, suffix_of, unsupported
from corpus.references import find_references
from corpus.sections import split_sections
from corpus.structure import parse

__all__ = ["ARCHIVE", "MAX_BYTES", "SUFFIXES", "DocumentText", "make_document", "read", "read_bytes"]

MAX_BYTES = 50 * 1024 * 1024

# Format → module and function; modules are imported when a file needs them, for some take their time.
_READERS = {
    ".docx": ("docx", "read_docx"),
    ".pdf": ("pdf", "read_pdf"),
    ".doc": ("doc", "read_doc"),
    ".odt": ("odt", "read_odt"),
    ".rtf": ("rtf", "read_rtf"),
    ".html": ("html", "read_html"),
    ".mht": ("html", "read_html"),
    ".txt": ("text", "read_text"),
    ".md": ("text", "read_markdown"),
    ".png": ("image", "read_image"),
    ".jpg": ("image", "read_image"),
    ".tif": ("image", "read_image"),
}

ARCHIVE = ".zip"
"""Holds files; `corpus.archive` takes them out."""

SUFFIXES: tuple[str, ...] = tuple(_READERS)
"""The formats that can be read."""

_NAMES = {".doc": "Word 97–2003", ".docx": "Word", ".html": "trang web", ".mht": "trang web", ".pdf": "PDF"}


def read(path: Path | str, collection: str = PUBLIC, name: str = "") -> Document:
    """Read a file; ``name`` is what it is called where its path says something else.

    Raises
    ------
    UnsupportedFormat, DocumentTooLarge, UnreadableDocument
    """
    path = Path(path)
    name = name or path.name
    if suffix_of(name) not in (*SUFFIXES, ARCHIVE):
        raise unsupported(name, SUFFIXES)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(name)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableDocument(f"Không mở được tệp “{name}”.", str(error)) from error
    return read_bytes(data, name, collection)


def read_bytes(data: bytes, name: str, collection: str = PUBLIC) -> Document:
    """Read a file's bytes; they tell the format, or where they do not its name.

    Raises
    ------
    UnsupportedFormat, DocumentTooLarge, UnreadableDocument
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    kind = kind_of(data, name, SUFFIXES)
    module, function = _READERS[kind]
    reader = cast(Callable[[bytes], DocumentText], getattr(import_module(f"corpus.readers.{module}"), function))
    content = reader(data)
    if kind != suffix_of(name):
        remark = f"Tệp mang đuôi {Path(name).suffix or 'trống'} nhưng nội dung là {_NAMES.get(kind, kind)}."
        content = replace(content, warnings=(remark, *content.warnings))
    return make_document(content, data, name, collection)


def make_document(content: DocumentText, data: bytes, name: str, collection: str = PUBLIC) -> Document:
    """Give a document its articles and the description found in its text.

    A text without articles is divided into sections.

    Raises
    ------
    UnreadableDocument
        There are no words in it.
    """
    text, encoding = to_unicode(content.text)
    warnings = content.warnings
    if encoding:
        warnings += (f"Văn bản dùng bảng mã cũ ({encoding.upper()}), đã chuyển sang Unicode.",)
    if not any(c.isalnum() for c in text):
        raise UnreadableDocument(f"Tệp “{name}” không có chữ nào.", "The file has no text")
    outline = parse(text)
    articles = outline.articles
    if not articles:
        articles = split_sections(text)
        warnings += ("Không thấy “Điều” nào: văn bản được chia theo đề mục và đoạn.",)
    digest = hashlib.sha256(data).hexdigest()
    # An attached regulation follows the decision that it came with; the decision says when both take effect.
    own = [article for article in articles if "(kèm theo" not in article.number] or list(articles)
    ending = "\n".join(f"{article.title}\n{article.text}" for article in own[-3:])
    found = describe(outline.preamble, outline.tail, ending)
    identity = document_id(found.number, collection, digest)
    return Document(
        id=identity,
        number=found.number,
        title=normalise(content.title).strip() or found.title or found.number or normalise(Path(name).stem),
        articles=articles,
        kind=found.kind,
        issuer=found.issuer,
        signer=found.signer,
        issued_on=found.issued_on,
        effective_on=found.effective_on,
        expires_on=found.expires_on,
        source_url=content.source_url,
        sha256=digest,
        collection=collection,
        references=find_references(identity, articles),
        effects=find_effects(articles) if outline.articles else (),
        warnings=warnings,
    )


def _too_large(name: str) -> DocumentTooLarge:
    return DocumentTooLarge(f"Tệp “{name}” lớn hơn {MAX_BYTES // 2**20} MB.", f"{name!r} is over {MAX_BYTES} bytes")
