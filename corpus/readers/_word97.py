"""The structures of a Word 97–2003 file that say what its text is ([MS-DOC])."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

PAGE = 512
_MAX_BASES = 20

# Operand sizes by the three top bits of a property modifier, "spra" (2.2.5.1); 6 is variable.
_OPERAND = (1, 1, 2, 4, 2, 2, -1, 3)
_TABLE_DEFINITION = 0xD608
_TABS = 0xC615

_C_DELETED, _C_SPECIAL, _C_HIDDEN, _C_CAPS = 0x0800, 0x0855, 0x083C, 0x083B
_C_FONT_ASCII, _C_FONT_OTHER, _C_STYLE, _C_SYMBOL = 0x4A4F, 0x4A51, 0x4A30, 0x6A09
_P_STYLE, _P_IN_TABLE, _P_ROW_END, _P_DEPTH = 0x4600, 0x2416, 0x2417, 0x6649
_P_INNER_CELL, _P_INNER_ROW_END = 0x244B, 0x244C
_P_LEVEL, _P_LIST = 0x260A, 0x460B
_P_HUGE = (0x6645, 0x6646)


class Piece(NamedTuple):
    """A run of characters: where it lies in the stream, and whether a character takes one byte or two."""

    offset: int
    length: int
    width: int


@dataclass(frozen=True, slots=True)
class Character:
    """Properties of a run; ``font`` is an index into the font table, -1 when it is not told."""

    font: int = -1
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    special: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Properties of a paragraph; ``list_index`` counts from 1, 0 is no list."""

    style: int = 0
    depth: int = 0
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    list_index: int = 0
    level: int = 0


def modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the property modifiers (opcode, operand) of a list of them; a damaged end is left out."""
    at = 0
    while at + 2 <= len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size = _OPERAND[code >> 13]
        if size < 0:
            if code == _TABLE_DEFINITION:
                size, at = int.from_bytes(data[at : at + 2], "little") - 1, at + 2
            elif code == _TABS and data[at : at + 1] == b"\xff":
                return  # its size follows from what it holds; nothing read here comes after it
            else:
                size, at = int.from_bytes(data[at : at + 1], "little"), at + 1
        if size < 0 or at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def _toggle(operand: bytes, base: bool) -> bool:
    """Give a toggle's value: 0 and 1 are meant, 0x80 is the style's, 0x81 its opposite (2.2.5.1)."""
    value = operand[0]
    return base if value == 0x80 else not base if value == 0x81 else value != 0


def with_character(base: Character, style: Character, data: bytes, styles: dict[int, Character]) -> Character:
    """Apply modifiers to a run's properties; ``style`` is what toggles refer to."""
    for code, operand in modifiers(data):
        if code == _C_STYLE:
            named = styles.get(int.from_bytes(operand, "little"), Character())
            style = replace(
                style,
                font=named.font if named.font >= 0 else style.font,
                hidden=style.hidden or named.hidden,
                capitals=style.capitals or named.capitals,
            )
            base = replace(base, font=style.font, hidden=style.hidden, capitals=style.capitals)
        elif code in (_C_FONT_ASCII, _C_FONT_OTHER):
            base = replace(base, font=int.from_bytes(operand, "little"))
        elif code == _C_HIDDEN:
            base = replace(base, hidden=_toggle(operand, style.hidden))
        elif code == _C_CAPS:
            base = replace(base, capitals=_toggle(operand, style.capitals))
        elif code == _C_DELETED:
            base = replace(base, deleted=operand[0] not in (0, 0x80))
        elif code in (_C_SPECIAL, _C_SYMBOL):
            base = replace(base, special=operand[0] != 0 or code == _C_SYMBOL)
    return base


def with_paragraph(base: Paragraph, data: bytes, huge: bytes = b"") -> Paragraph:
    """Apply modifiers to a paragraph's properties; ``huge`` is the data stream, for long lists of them."""
    for code, operand in modifiers(data):
        value = int.from_bytes(operand[:4], "little")
        if code == _P_STYLE:
            base = replace(base, style=value)
        elif code == _P_IN_TABLE:
            base = replace(base, depth=max(base.depth, 1) if value else 0)
        elif code == _P_DEPTH:
            base = replace(base, depth=value)
        elif code in _FLAGS:
            base = replace(base, **{_FLAGS[code]: value != 0})
        elif code == _P_LEVEL:
            base = replace(base, level=value)
        elif code == _P_LIST:
            base = replace(base, list_index=value if value < 0x07FF else 0)
        elif code in _P_HUGE and huge:
            size = int.from_bytes(huge[value : value + 2], "little")
            base, huge = with_paragraph(base, huge[value + 2 : value + 2 + size]), b""
    return base


_FLAGS = {_P_ROW_END: "row_end", _P_INNER_CELL: "inner_cell", _P_INNER_ROW_END: "inner_row_end"}


class Runs:
    """What a table of formatted pages gives: stretches of the stream and the bytes of their properties."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._data: list[bytes] = []

    def add(self, start: int, end: int, data: bytes) -> None:
        """Add the next stretch; what does not lie after the last one is damage and left out."""
        if start < end and (not self._ends or start >= self._ends[-1]):
            self._starts.append(start)
            self._ends.append(end)
            self._data.append(data)

    def at(self, offset: int) -> tuple[bytes, int]:
        """Give the properties at a place of the stream and where the stretch ends."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self._ends[i]:
            return self._data[i], self._ends[i]
        following = self._starts[i + 1] if i + 1 < len(self._starts) else 1 << 40
        return b"", following


def formatted_pages(stream: bytes, table: bytes, *, paragraphs: bool) -> Runs:
    """Read the pages that a PlcBteChpx or PlcBtePapx lists (2.8.5, 2.8.6, 2.9.23, 2.9.174)."""
    runs = Runs()
    count = max(0, (len(table) - 4) // 8)
    numbers = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()
    for number in dict.fromkeys(number & 0x3FFFFF for number in numbers):
        page = stream[number * PAGE : (number + 1) * PAGE]
        if len(page) == PAGE:
            _read_page(page, runs, paragraphs=paragraphs)
    return runs


def _read_page(page: bytes, runs: Runs, *, paragraphs: bool) -> None:
    count = page[-1]
    width = 13 if paragraphs else 1
    if 4 * (count + 1) + width * count >= PAGE:
        return
    places = struct.unpack_from(f"<{count + 1}I", page)
    for i in range(count):
        at = 2 * page[4 * (count + 1) + width * i]
        data = b""
        if at and paragraphs:
            half = page[at]
            at, size = (at + 1, 2 * half - 1) if half else (at + 2, 2 * page[at + 1])
            data = page[at : at + size]
        elif at:
            data = page[at + 1 : at + 1 + page[at]]
        runs.add(places[i], places[i + 1], data)


def pieces(clx: bytes) -> tuple[list[Piece], bool]:
    """Read the piece table (2.8.35); also tell whether pieces carry properties of their own.

    Raises
    ------
    ValueError
        There is no piece table.
    """
    at = 0
    while clx[at : at + 1] == b"\x01":  # Prc
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if clx[at : at + 1] != b"\x02":
        raise ValueError("no piece table")
    table = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    count = (len(table) - 4) // 12
    if count < 1:
        raise ValueError("an empty piece table")
    places = struct.unpack_from(f"<{count + 1}I", table)
    found = []
    modified = False
    for i in range(count):
        place, modifier = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * i + 2)
        modified = modified or modifier != 0
        length = places[i + 1] - places[i]
        if length > 0:
            compressed = place >> 30 & 1
            place &= 0x3FFFFFFF
            found.append(Piece(place // 2 if compressed else place, length, 1 if compressed else 2))
    return found, modified


def font_names(table: bytes) -> list[str]:
    """Read the font table, SttbfFfn (2.9.286)."""
    names = []
    at = 4
    while at < len(table):
        size = table[at]
        name = table[at + 40 : at + 1 + size].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        at += 1 + size
    return names


class StyleSheet:
    """The styles, STSH (2.9.271): what each says of runs and paragraphs, with its bases."""

    def __init__(self, table: bytes) -> None:
        self._raw: dict[int, tuple[int, int, list[bytes]]] = {}
        self._default_font = -1
        self.characters: dict[int, Character] = {}
        self.paragraphs: dict[int, Paragraph] = {}
        size = int.from_bytes(table[:2], "little")
        if len(table) >= 20:
            self._default_font = int.from_bytes(table[14:16], "little")
        base_size = int.from_bytes(table[4:6], "little")
        at, index = 2 + size, 0
        while at + 2 <= len(table):
            length = int.from_bytes(table[at : at + 2], "little")
            if length:
                self._add(index, table[at + 2 : at + 2 + length], base_size)
            at += 2 + length + (length & 1)
            index += 1
        for index in self._raw:
            self._resolve(index)

    def _add(self, index: int, style: bytes, base_size: int) -> None:
        if len(style) < base_size + 2 or base_size < 10:
            return
        kind_and_base, count = struct.unpack_from("<HH", style, 2)
        at = base_size + 2 + 2 * int.from_bytes(style[base_size : base_size + 2], "little") + 2
        parts = []
        for _ in range(count & 0xF):
            size = int.from_bytes(style[at : at + 2], "little")
            parts.append(style[at + 2 : at + 2 + size])
            at += 2 + size + (size & 1)
        self._raw[index] = (kind_and_base & 0xF, kind_and_base >> 4, parts)

    def _resolve(self, index: int) -> None:
        chain: list[int] = []
        while index in self._raw and index not in chain and index not in self.characters and len(chain) < _MAX_BASES:
            chain.append(index)
            index = self._raw[index][1]
        for number in reversed(chain):
            kind, base, parts = self._raw[number]
            unset = Character(font=self._default_font if kind == 1 else -1)
            character = self.characters.get(base, unset)
            paragraph = self.paragraphs.get(base, Paragraph())
            if kind == 1 and parts:
                paragraph = with_paragraph(paragraph, parts[0][2:])
            run = parts[1] if kind == 1 and len(parts) > 1 else parts[0] if kind == 2 and parts else b""
            self.characters[number] = with_character(character, character, run, {})
            self.paragraphs[number] = paragraph
