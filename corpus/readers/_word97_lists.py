"""Automatic numbers of Word 97–2003 files: lists, their levels and overrides ([MS-DOC] 2.9.131–150)."""

from __future__ import annotations

import struct
from dataclasses import replace

from corpus.readers._numbering import MAX_LEVELS, Counter, Level

# Number formats ([MS-OSHARED] 2.2.1.3) by their names in Office Open XML.
_STYLES = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero",
    23: "bullet", 56: "vietnameseCounting", 255: "none",
}  # fmt: skip
_LIST_SIZE, _OVERRIDE_SIZE, _LEVEL_SIZE = 28, 16, 28


class Lists:
    """The lists of a document, and the count of each.

    Parameters
    ----------
    lists : bytes
        The PlfLst.
    levels : bytes
        What follows it: the levels of the lists in order.
    overrides : bytes
        The PlfLfo: paragraphs name lists by their place in it.
    """

    def __init__(self, lists: bytes, levels: bytes, overrides: bytes) -> None:
        self._counter = Counter()
        self._levels: dict[int, list[Level]] = {}
        self._overrides: list[tuple[int, list[Level], set[int]]] = []
        self._used: set[tuple[int, int]] = set()
        at = 0
        for i in range(min(int.from_bytes(lists[:2], "little"), len(lists) // _LIST_SIZE)):
            entry = lists[2 + i * _LIST_SIZE :][:_LIST_SIZE]
            if len(entry) < _LIST_SIZE:
                break
            found = []
            for _ in range(1 if entry[26] & 1 else MAX_LEVELS):
                level, at = _level(levels, at)
                found.append(level)
            self._levels[int.from_bytes(entry[:4], "little")] = found
        self._read_overrides(overrides)

    def _read_overrides(self, data: bytes) -> None:
        count = min(int.from_bytes(data[:4], "little"), len(data) // _OVERRIDE_SIZE)
        at = 4 + count * _OVERRIDE_SIZE
        for i in range(count):
            identifier, changed = struct.unpack_from("<I8xB", data, 4 + i * _OVERRIDE_SIZE)
            levels = list(self._levels.get(identifier, ()))
            restarted: set[int] = set()
            at += 4  # cp
            for _ in range(changed):
                if at + 8 > len(data):
                    break
                start, flags = struct.unpack_from("<II", data, at)
                at += 8
                depth = flags & 0xF
                known = depth < len(levels)
                if flags & 0x20:  # fFormatting: the whole level is given anew
                    level, at = _level(data, at)
                    if known:
                        levels[depth] = level
                elif known and flags & 0x10:  # fStartAt
                    levels[depth] = replace(levels[depth], start=start)
                if known and flags & 0x10:
                    restarted.add(depth)
            self._overrides.append((identifier, levels, restarted))

    def next(self, index: int, depth: int) -> str:
        """Count a paragraph of a list and give its number with what separates it from the text."""
        if not 0 < index <= len(self._overrides):
            return ""
        identifier, levels, restarted = self._overrides[index - 1]
        if depth in restarted and (index, depth) not in self._used:
            self._used.add((index, depth))
            self._counter.restart(identifier, depth)
        return self._counter.next(identifier, levels, depth)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """Read a level (LVL, 2.9.147) and give where it ends."""
    if at + _LEVEL_SIZE > len(data):
        return Level(style="none"), len(data)
    start, style, flags = struct.unpack_from("<IBB", data, at)
    follow = data[at + 15]
    run_size, paragraph_size, limit = data[at + 24], data[at + 25], data[at + 26]
    at += _LEVEL_SIZE + run_size + paragraph_size
    length = int.from_bytes(data[at : at + 2], "little")
    template = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(c) + 1}" if ord(c) < MAX_LEVELS else c for c in template)
    level = Level(
        text=text,
        style=_STYLES.get(style, "decimal"),
        start=start,
        separator="" if follow == 2 else " ",
        restart=limit if flags & 0x08 else MAX_LEVELS,
        legal=bool(flags & 0x04),
    )
    return level, at + 2 + 2 * length
