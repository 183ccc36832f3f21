"""The folder as a table, for spreadsheets: UTF-8 with its mark, which Excel needs to see Vietnamese in it."""

from __future__ import annotations

import csv as table
import io
import re

from ui.exports.model import Folder, Item, clean, one_line

_LONGEST = 32_000
"""Characters in one cell; Excel holds 32,767 and spills what is longer over the next rows."""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|\t")


def csv(folder: Folder) -> bytes:
    """Write a folder as CSV (RFC 4180), one row an item; a text too long for a cell goes on in further columns."""
    desk = folder.words.desk
    texts = [_pieces(clean(item.text).strip()) for item in folder.items]
    more = max((len(pieces) for pieces in texts), default=1) - 1
    head = [desk.ORDER, desk.CITATION, desk.HEADING, desk.DOCUMENT, desk.IN_FORCE, desk.AMENDED, desk.NOTE]
    head += [desk.LINK, desk.SOURCE, desk.TEXT, *[desk.TEXT_MORE] * more]
    lines = io.StringIO(newline="")
    writer = table.writer(lines, lineterminator="\r\n")
    writer.writerow(head)
    for at, (item, pieces) in enumerate(zip(folder.items, texts, strict=True), start=1):
        cells = [*_cells(folder, item), *pieces, *[""] * (more + 1 - len(pieces))]
        writer.writerow([at, *map(harmless, cells)])
    return lines.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _cells(folder: Folder, item: Item) -> list[str]:
    links = dict(folder.links(item))
    desk = folder.words.desk
    named = [one_line(words) for words in (item.citation, item.heading, item.document, item.status)]
    amendments = "; ".join(map(one_line, item.amendments))
    return [*named, amendments, clean(item.note).strip(), links.get(desk.LINK, ""), links.get(desk.SOURCE, "")]


def _pieces(text: str) -> list[str]:
    """Cut a text where a line or word ends."""
    pieces = []
    while len(text) > _LONGEST:
        cut = max(text.rfind("\n", 1, _LONGEST), text.rfind(" ", _LONGEST - 200, _LONGEST))
        cut = cut if cut > 0 else _LONGEST
        pieces.append(text[:cut])
        text = text[cut:].lstrip() if text[cut].isspace() else text[cut:]
    return [*pieces, text]
