"""Zip packages of XML parts (DOCX, ODT), read within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from corpus.errors import DocumentTooLarge, UnreadableDocument

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_MEMBERS = 10_000
MAX_PART = 64 * 1024 * 1024
MAX_UNPACKED = 128 * 1024 * 1024
_MAX_RATIO = 300
_SMALL = 4 * 1024 * 1024

PROTECTED = "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."


def protected() -> UnreadableDocument:
    """Give the error for an encrypted file."""
    return UnreadableDocument(PROTECTED, "The file is encrypted")


class Package:
    """A zip file whose parts are read one by one.

    Parameters
    ----------
    data : bytes
    kind : str
        The format for messages, such as "DOCX".

    Raises
    ------
    UnreadableDocument
        Not a zip file, or a damaged one.
    DocumentTooLarge
        Too many members.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        self._kind = kind
        self._read = 0
        # Counted before the directory is read: each entry becomes an object.
        if data.count(b"PK\x01\x02") > MAX_MEMBERS:
            raise DocumentTooLarge(f"Tệp {kind} có quá nhiều thành phần.", f"Over {MAX_MEMBERS} members")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.damaged(str(error)) from error

    def damaged(self, detail: str) -> UnreadableDocument:
        """Give the error for a damaged package."""
        return UnreadableDocument(f"Tệp {self._kind} bị hỏng hoặc không phải là {self._kind}.", detail)

    def part(self, name: str) -> bytes | None:
        """Give a member's bytes; None when there is no such member.

        Raises
        ------
        UnreadableDocument
            It is damaged or encrypted.
        DocumentTooLarge
            It unpacks to more than the bounds allow.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise protected()
        limit = min(MAX_PART, MAX_UNPACKED - self._read)
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self.damaged(f"{name}: {error}") from error
        self._read += len(data)
        if len(data) > limit or (len(data) > _SMALL and len(data) > _MAX_RATIO * max(info.compress_size, 1)):
            raise DocumentTooLarge(
                f"Tệp {self._kind} quá lớn sau khi giải nén.", f"{name} unpacks to {len(data)} bytes or more"
            )
        return data

    def xml(self, name: str, renamed: tuple[bytes, bytes] = (b"", b"")) -> etree._Element | None:
        """Give a member's root element; None when there is no such member.

        Parameters
        ----------
        name : str
        renamed : tuple of bytes
            A namespace and the one that stands for it from here on.

        Raises
        ------
        UnreadableDocument, DocumentTooLarge
        """
        data = self.part(name)
        if data is not None and renamed[0]:
            data = data.replace(*renamed)
        return None if data is None else parse_xml(data, self._kind)


def parse_xml(data: bytes, kind: str) -> etree._Element:
    """Parse a part; it may have no document type, hence no entities, and 255 levels at most.

    Raises
    ------
    UnreadableDocument
    """
    message = f"Tệp {kind} bị hỏng hoặc không phải là {kind}."
    plain = data.replace(b"\0", b"") if b"\0" in data else data  # sees through UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableDocument(message, "The XML declares a document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(message, str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument(message, "The XML declares a document type")
    return root
