"""What word-processor readers have in common: runs become paragraphs, cells become rows, rows become lines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.errors import DocumentTooLarge
from corpus.legacy import convert, font_encoding
from corpus.readers.base import DocumentText

_MAX_CHARACTERS = 20_000_000
_MAX_DEPTH = 30
_MAX_COLUMNS_OF_LETTERHEAD = 3
# The two sides of a letterhead or of a signature stand in a table without borders.
_LETTERHEAD = re.compile(
    r"(?i:cộng hòa xã hội chủ nghĩa|cộng hoà xã hội chủ nghĩa|độc lập ?[-–] ?tự do|nơi nhận ?:)"
    r"|^(?:TM|KT|TL|TUQ)\. ?[A-ZĐ]|^(?:ĐẠI DIỆN )?BÊN [AB]\b(?! ?:)"
)

_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of one symbol font, with no meaning outside it

_encoding = lru_cache(maxsize=1024)(font_encoding)
_NAMES = {"tcvn3": "TCVN3", "tcvn3h": "TCVN3", "vni": "VNI", "viscii": "VISCII"}


class _Run(NamedTuple):
    """Text of one encoding, in the pieces that it came in."""

    pieces: list[str]
    encoding: str
    capitals: bool


class _Table:
    """Rows of cells of lines."""

    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []
        self.row: list[list[str]] = []
        self.cell: list[str] = []

    def end_cell(self) -> None:
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        if self.cell:
            self.end_cell()
        if self.row:
            self.rows.append(self.row)
            self.row = []


class Flow:
    """A document's text as it is read, from its first run to its last.

    Runs are written one after another; the ends of paragraphs, cells and rows are
    told as they come. Runs of one legacy font are joined before they are converted,
    since a letter and its tone mark may stand in two of them.
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._lines: list[str] = []
        self._tables: list[_Table] = []
        self._asides: list[tuple[list[_Run], list[_Table], list[str]]] = []
        self._boxed: list[str] = []
        self._size = 0
        self._skipped: dict[str, int] = {}
        self._legacy: set[str] = set()
        self._warnings: list[str] = []

    @property
    def depth(self) -> int:
        """How many tables the present place lies in."""
        return len(self._tables)

    def write(self, text: str, font: str = "", *, capitals: bool = False) -> None:
        """Add a run to the present paragraph; line feeds in it begin new lines.

        Raises
        ------
        DocumentTooLarge
        """
        self._size += len(text)
        if self._size > _MAX_CHARACTERS:
            raise DocumentTooLarge("Văn bản quá dài để đọc.", f"Over {_MAX_CHARACTERS} characters of text")
        encoding = _encoding(font) if font else ""
        if not self._runs or (self._runs[-1].encoding, self._runs[-1].capitals) != (encoding, capitals):
            self._runs.append(_Run([], encoding, capitals))
        self._runs[-1].pieces.append(text)

    def end_paragraph(self, number: str = "") -> None:
        """End the present paragraph; ``number`` is its automatic number with what separates it."""
        text = _PRIVATE.sub("", "".join(map(self._unicode, self._runs)))
        self._runs = []
        if text.strip():
            lines = [line for line in (number + text.strip()).split("\n") if line.strip()]
            self._here().extend(line.strip() for line in lines)
        if not self._asides and self._boxed:
            self._here().extend(self._boxed)
            self._boxed = []

    def _unicode(self, run: _Run) -> str:
        text = "".join(run.pieces)
        if run.encoding and (not text.isascii() or run.encoding == "tcvn3h"):
            text = convert(text, run.encoding)
            self._legacy.add(_NAMES[run.encoding])
        return text.upper() if run.capitals else text

    def _here(self) -> list[str]:
        return self._tables[-1].cell if self._tables else self._lines

    def to_depth(self, depth: int) -> None:
        """Open or close tables until the present place lies in so many."""
        depth = max(0, min(depth, _MAX_DEPTH))
        while len(self._tables) > depth:
            table = self._tables.pop()
            table.end_row()
            self._here().extend(_lay_out(table.rows))
        while len(self._tables) < depth:
            self._tables.append(_Table())

    def end_cell(self) -> None:
        """End a cell together with its last paragraph."""
        self.end_paragraph()
        if self._tables:
            self._tables[-1].end_cell()

    def end_row(self) -> None:
        """End a row."""
        if self._tables:
            self._tables[-1].end_row()

    def open_aside(self) -> None:
        """Begin a text box: it stands inside a paragraph and is read after it."""
        if len(self._asides) >= _MAX_DEPTH:
            raise DocumentTooLarge("Văn bản lồng quá nhiều khung.", "Text boxes nested too deep")
        self._asides.append((self._runs, self._tables, self._lines))
        self._runs, self._tables, self._lines = [], [], []

    def close_aside(self) -> None:
        """End a text box."""
        self.end_paragraph()
        self.to_depth(0)
        lines = self._lines
        self._runs, self._tables, self._lines = self._asides.pop()
        self._boxed.extend(lines)

    def skip(self, what: str) -> None:
        """Count something that is left out, such as "hình ảnh", for the warnings."""
        self._skipped[what] = self._skipped.get(what, 0) + 1

    def warn(self, message: str) -> None:
        """Add a remark for the preview, once."""
        if message not in self._warnings:
            self._warnings.append(message)

    def finish(self) -> DocumentText:
        """Close what is open and give the whole text with its warnings."""
        while self._asides:
            self.close_aside()
        self.end_paragraph()
        self.to_depth(0)
        warnings = [*self._warnings, *(f"Đã bỏ qua {count} {what}." for what, count in self._skipped.items())]
        if self._legacy:
            warnings.append(f"Đã chuyển chữ dùng phông cũ ({', '.join(sorted(self._legacy))}) sang Unicode.")
        return DocumentText("\n".join(self._lines), warnings=tuple(warnings))


def _lay_out(rows: list[list[list[str]]]) -> list[str]:
    """Give a table's lines: one a row, or cell after cell where the table only places text on the page."""
    if _places_text(rows):
        return [line for row in rows for cell in row for line in cell]
    lines = []
    for row in rows:
        cells = [" ".join(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines.append(" | ".join(cells))
    return lines


def _places_text(rows: list[list[list[str]]]) -> bool:
    columns = max((len(row) for row in rows), default=0)
    if columns <= 1:
        return True
    if columns > _MAX_COLUMNS_OF_LETTERHEAD:
        return False
    if len(rows) == 1 and any(len(cell) > 1 for cell in rows[0]):
        return True
    return any(_LETTERHEAD.search(line) for row in rows for cell in row for line in cell)
