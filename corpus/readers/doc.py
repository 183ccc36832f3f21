"""Word documents of 1997 to 2003 ([MS-DOC])."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import replace

import olefile

from corpus.errors import UnreadableDocument
from corpus.readers._flow import Flow
from corpus.readers._package import OLE_MAGIC, protected
from corpus.readers._word97 import (
    Character,
    Paragraph,
    Piece,
    StyleSheet,
    font_names,
    formatted_pages,
    pieces,
    with_character,
    with_paragraph,
)
from corpus.readers._word97_lists import Lists
from corpus.readers.base import DocumentText

_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
# Places of (offset, size) pairs in the file information block (2.5.6).
_STYLES, _RUNS, _PARAGRAPHS, _FONTS, _PIECES, _LISTS, _LIST_OVERRIDES = 0xA2, 0xFA, 0x102, 0x112, 0x1A2, 0x2E2, 0x2EA
_TEXT_LENGTH, _NOTES_LENGTH, _ENDNOTES_LENGTH, _BOXES_LENGTH = 0x4C, 0x50, 0x60, 0x64

_DAMAGE = (
    OSError, ValueError, TypeError, struct.error, IndexError, KeyError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
_SAVE_AS = "Hãy mở tệp bằng Word hoặc LibreOffice rồi lưu lại thành .docx."
_MAX_STREAM = 64 * 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_PLAIN = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "\xad"}  # the soft hyphen is the "ư" of TCVN3 fonts
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_CELL, _PARAGRAPH, _PAGE = "\x07", "\r", "\x0c"
_PICTURE, _DRAWING = "\x01", "\x08"


def read_doc(data: bytes) -> DocumentText:
    """Read a Word 97–2003 file: the text of its body as it stands when every change is accepted.

    Headers, footers, comments, notes, deletions, hidden text and field codes are left out;
    automatic numbers are written out; macros are never looked at.

    Raises
    ------
    UnreadableDocument
        Damaged, protected by a password, older than Word 97 or not a Word document.
    DocumentTooLarge
    """
    if not data.startswith(OLE_MAGIC):
        raise UnreadableDocument(f"Tệp bị hỏng hoặc không phải là tệp Word. {_SAVE_AS}", "No OLE signature")
    try:
        return _Body(_streams(data)).read()
    # olefile and struct report damage by these; nothing else is meant to get here.
    except _DAMAGE as error:
        raise UnreadableDocument(f"Tệp Word bị hỏng. {_SAVE_AS}", f"{type(error).__name__}: {error}") from error


class _Streams:
    def __init__(self, word: bytes, table: bytes, extra: bytes) -> None:
        self.word = word
        self.table = table
        self.extra = extra

    def number(self, offset: int) -> int:
        value: int = struct.unpack_from("<I", self.word, offset)[0]
        return value

    def structure(self, place: int) -> bytes:
        """Give one of the structures of the table stream."""
        offset, size = struct.unpack_from("<II", self.word, place)
        return self.table[offset : offset + size] if size < len(self.table) + 1 else b""


def _streams(data: bytes) -> _Streams:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if ole.exists("EncryptedPackage"):
            raise protected()
        word = _stream(ole, "WordDocument")
        if len(word) < 0x1AA:
            raise UnreadableDocument(f"Tệp không phải là văn bản Word. {_SAVE_AS}", "No WordDocument stream")
        magic, version = struct.unpack_from("<HH", word)
        flags = struct.unpack_from("<H", word, 0x0A)[0]
        if magic != 0xA5EC or version < _WORD_97:
            raise UnreadableDocument(
                f"Tệp thuộc phiên bản Word quá cũ (trước năm 1997). {_SAVE_AS}",
                f"Magic {magic:#x}, version {version:#x}",
            )
        if flags & _ENCRYPTED:
            raise protected()
        table = _stream(ole, "1Table" if flags & _SECOND_TABLE else "0Table")
        return _Streams(word, table, _stream(ole, "Data"))


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name) or ole.get_size(name) > _MAX_STREAM:
        return b""
    with ole.openstream(name) as stream:
        data: bytes = stream.read()
    return data


class _Body:
    def __init__(self, streams: _Streams) -> None:
        self._streams = streams
        self._flow = Flow()
        self._styles = StyleSheet(streams.structure(_STYLES))
        self._fonts = font_names(streams.structure(_FONTS))
        self._runs = formatted_pages(streams.word, streams.structure(_RUNS), paragraphs=False)
        self._paragraphs = formatted_pages(streams.word, streams.structure(_PARAGRAPHS), paragraphs=True)
        self._lists = Lists(streams.structure(_LISTS), self._after(_LISTS), streams.structure(_LIST_OVERRIDES))
        self._fields: list[bool] = []
        self._known: dict[bytes, Paragraph] = {}

    def _after(self, place: int) -> bytes:
        """Give what follows a structure: the levels of the lists are not counted in its size."""
        offset, size = struct.unpack_from("<II", self._streams.word, place)
        return self._streams.table[offset + size :] if size else b""

    def read(self) -> DocumentText:
        found, modified = pieces(self._streams.structure(_PIECES))
        left = min(self._streams.number(_TEXT_LENGTH), len(self._streams.word))  # pieces that overlap are damage
        for piece in found:
            length = min(piece.length, left)
            left -= length
            if length > 0:
                self._piece(Piece(piece.offset, length, piece.width))
        if self._streams.number(_NOTES_LENGTH) or self._streams.number(_ENDNOTES_LENGTH):
            self._flow.warn("Đã bỏ qua các chú thích cuối trang.")
        if self._streams.number(_BOXES_LENGTH):
            self._flow.warn("Đã bỏ qua chữ trong các khung vẽ.")
        if modified:
            self._flow.warn("Tệp được lưu nhanh (fast save): định dạng của vài đoạn có thể không đúng.")
        return self._flow.finish()

    def _piece(self, piece: Piece) -> None:
        """Read a piece: stretches of equal character properties, cut at the control characters."""
        end = min(piece.offset + piece.length * piece.width, len(self._streams.word))
        at = piece.offset
        while at < end:
            paragraph, paragraph_end = self._paragraph_at(at)
            data, run_end = self._runs.at(at)
            stop = min(end, run_end, paragraph_end)
            stop = max(at + piece.width, stop - (stop - at) % piece.width)
            style = self._styles.characters.get(paragraph.style, Character())
            character = with_character(style, style, data, self._styles.characters)
            text = _decode(self._streams.word[at:stop], piece.width)
            self._stretch(text, character, paragraph)
            at = stop

    def _paragraph_at(self, offset: int) -> tuple[Paragraph, int]:
        data, end = self._paragraphs.at(offset)
        if data not in self._known:
            style = int.from_bytes(data[:2], "little")
            base = self._styles.paragraphs.get(style, Paragraph())
            self._known[data] = replace(with_paragraph(base, data[2:], self._streams.extra), style=style)
        return self._known[data], end

    def _stretch(self, text: str, character: Character, paragraph: Paragraph) -> None:
        visible = not (character.hidden or character.deleted)
        font = self._fonts[character.font] if 0 <= character.font < len(self._fonts) else ""
        for part, mark in _cut(text):
            if part and visible and all(self._fields) and not (character.special and part == "("):
                self._flow.write(part, font, capitals=character.capitals)
            if mark in (_PARAGRAPH, _CELL, _PAGE):
                if not character.deleted:
                    self._end(mark, paragraph, hidden=character.hidden)
            elif mark in (_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END):
                self._field(mark)
            elif mark in _PLAIN and visible and all(self._fields):
                self._flow.write(_PLAIN[mark], font, capitals=character.capitals)
            elif mark in (_PICTURE, _DRAWING) and visible and character.special:
                self._flow.skip("hình ảnh")

    def _field(self, mark: str) -> None:
        if mark == _FIELD_BEGIN:
            self._fields.append(False)
        elif self._fields and mark == _FIELD_SEPARATOR:
            self._fields[-1] = True
        elif self._fields:
            self._fields.pop()

    def _end(self, mark: str, paragraph: Paragraph, *, hidden: bool) -> None:
        """End a paragraph, cell or row; only the properties of its mark tell which (2.4.3)."""
        if not all(self._fields):
            self._fields.clear()
        self._flow.to_depth(paragraph.depth if paragraph.depth or mark != _CELL else 1)
        if paragraph.row_end or paragraph.inner_row_end:
            self._flow.end_row()
            return
        number = "" if hidden else self._lists.next(paragraph.list_index, paragraph.level)
        self._flow.end_paragraph(number)
        if mark == _CELL or paragraph.inner_cell:
            self._flow.end_cell()


def _decode(data: bytes, width: int) -> str:
    if width == 2:
        return data.decode("utf-16-le", "replace")
    return data.decode("cp1252", "replace") if not _UNDEFINED.search(data) else data.decode("latin-1")


_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """Give the text between control characters, each with the control character after it ("" at the end)."""
    at = 0
    for match in _CONTROL.finditer(text):
        yield text[at : match.start()], match[0]
        at = match.end()
    yield text[at:], ""
