"""The text of a PDF page with its places: characters to pieces of lines, upright, in Unicode."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import DocumentTooLarge
from corpus.legacy import convert, font_encoding

MAX_CHARACTERS = 100_000
"""Of one page. A page of small type has about 8,000."""

# Of the type size: what parts one piece of a line from the next, a word from a word, a line from a line.
_PIECE_GAP = 0.95
_WORD_GAP = 0.45
_LINE_STEP = 0.45
_BACKWARDS = 0.35
_RULE = 1.5  # points; a thinner rectangle is a line
_MIN_RULE = 8.0
_MAX_RULES = 5000  # a page with more is a drawing
_FORCE_BOLD = 1 << 18  # ISO 32000-1, table 123


@dataclass(slots=True)
class Piece:
    """A part of a line without wide gaps. Lengths are in points; y grows downwards, to the base line."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    whole: bool = False
    """A finished row of a table, never joined with others."""


class Rule(NamedTuple):
    """A horizontal or vertical line drawn on the page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PageText:
    """What is on a page, upright."""

    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule] = field(default_factory=list)
    unknown: int = 0
    """Characters whose meaning the file does not give."""
    known: int = 0


class _Glyph(NamedTuple):
    text: str
    x: float
    y: float
    right: float
    size: float
    encoding: str
    bold: bool
    spaced: bool
    """A blank stands before it."""


class _Style(NamedTuple):
    encoding: str
    bold: bool
    size: float
    turn: int
    """Quarter turns against the clock; -1 for a slanted text."""


def read_page(page: pdfium.PdfPage) -> PageText:
    """Read a page's text and rules, in the direction most of the text runs.

    Raises
    ------
    DocumentTooLarge
        It has more than :data:`MAX_CHARACTERS`.
    pypdfium2.PdfiumError
        It is damaged.
    """
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > MAX_CHARACTERS:
            raise DocumentTooLarge("Tệp PDF có trang chứa quá nhiều chữ.", f"{count} characters on one page")
        left, bottom, right, top = page.get_cropbox()
        glyphs, unknown = _glyphs(textpage, max(count, 0))
    finally:
        textpage.close()
    if not (0 < right - left < 20_000 and 0 < top - bottom < 20_000):
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    turns = Counter(turn for turn, _ in glyphs if turn >= 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    frame = _Frame(left, bottom, right, top, turn)
    upright = [placed for found, glyph in glyphs if found == turn and (placed := frame.place(glyph))]
    return PageText(
        width=frame.width,
        height=frame.height,
        pieces=_pieces(upright),
        rules=[frame.rule(rule) for rule in _rules(page)],
        unknown=unknown,
        known=len(glyphs),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page's visible part, and how it is turned for reading."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def place(self, glyph: _Glyph) -> _Glyph | None:
        """Give the glyph its upright place; None when it lies off the page."""
        x, y = self.point(glyph.x, glyph.y)
        if not (-1 <= x <= self.width + 1 and -1 <= y <= self.height + 1):
            return None
        return glyph._replace(x=x, y=y, right=x + glyph.right)

    def rule(self, rule: Rule) -> Rule:
        (x0, y0), (x1, y1) = self.point(rule.x0, rule.y0), self.point(rule.x1, rule.y1)
        return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _glyphs(textpage: pdfium.PdfTextPage, count: int) -> tuple[list[tuple[int, _Glyph]], int]:
    """Read the characters in the file's order, each with its turn; ``right`` is its width for now."""
    found: list[tuple[int, _Glyph]] = []
    styles: dict[int, _Style] = {}
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    spaced = False
    unknown = 0
    for i in range(count):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if code in (0x20, 0xA0) or (code < 0x20 and raw.FPDFText_IsGenerated(textpage, i) == 1):
            spaced = True
            continue
        text = _character(textpage, i, code)
        if not text:
            unknown += 1
            continue
        key = ctypes.cast(raw.FPDFText_GetTextObject(textpage, i), ctypes.c_void_p).value or -1
        style = styles.get(key) or styles.setdefault(key, _style(textpage, i))
        raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, i, box)
        width = (box.top - box.bottom) if style.turn % 2 else (box.right - box.left)
        if all(map(math.isfinite, (x.value, y.value, width))):
            glyph = _Glyph(text, x.value, y.value, width, style.size, style.encoding, style.bold, spaced)
            found.append((style.turn, glyph))
            spaced = False
    return found, unknown


def _character(textpage: pdfium.PdfTextPage, i: int, code: int) -> str:
    """Give the character of a code; nothing when its font does not tell which it is."""
    if code < 0x20:  # PDFium marks a hyphen at the end of a line so
        return "-" if raw.FPDFText_IsHyphen(textpage, i) == 1 else ""
    unknown = 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900 or code >= 0xFFF0
    return "" if unknown and code < 0x10000 else chr(code)


def _style(textpage: pdfium.PdfTextPage, i: int) -> _Style:
    matrix, name, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(256), ctypes.c_int()
    raw.FPDFText_GetMatrix(textpage, i, matrix)
    raw.FPDFText_GetFontInfo(textpage, i, name, len(name), flags)
    font = name.value.decode("utf-8", errors="replace")
    size = raw.FPDFText_GetFontSize(textpage, i) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    turn = round(angle / 90)
    straight = abs(angle - 90 * turn) < 8
    return _Style(
        encoding=font_encoding(font),
        bold="bold" in font.lower() or bool(flags.value & _FORCE_BOLD),
        size=size if 1 <= size <= 500 else 12.0,
        turn=turn % 4 if straight else -1,
    )


def _pieces(glyphs: list[_Glyph]) -> list[Piece]:
    """Put together the glyphs that follow each other on a line."""
    pieces: list[Piece] = []
    group: list[_Glyph] = []
    for glyph in glyphs:
        if group and not _continues(group[-1], glyph):
            pieces.append(_piece(group))
            group = []
        if not (group and _twice(group[-1], glyph)):
            group.append(glyph)
    if group:
        pieces.append(_piece(group))
    return [piece for piece in pieces if piece.text]


def _continues(last: _Glyph, glyph: _Glyph) -> bool:
    size = max(last.size, glyph.size)
    gap = glyph.x - last.right
    return abs(glyph.y - last.y) < _LINE_STEP * size and -_BACKWARDS * size < gap < _PIECE_GAP * size


def _twice(last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a letter is printed over itself, as some programs make bold type."""
    return glyph.text == last.text and abs(glyph.x - last.x) < 0.12 * last.size and abs(glyph.y - last.y) < 1


def _piece(group: list[_Glyph]) -> Piece:
    runs: list[tuple[str, list[str]]] = []
    last = group[0]
    for glyph in group:
        if not runs or runs[-1][0] != glyph.encoding:
            runs.append((glyph.encoding, []))
        if glyph is not last and (glyph.spaced or glyph.x - last.right > _WORD_GAP * glyph.size):
            runs[-1][1].append(" ")
        runs[-1][1].append(glyph.text)
        last = glyph
    text = "".join(convert(part, encoding) if encoding else part for encoding, part in _joined(runs))
    ordinary = max(group, key=lambda glyph: glyph.size)  # raised figures do not move a line
    return Piece(
        text=_whole(text).strip(),
        x0=min(glyph.x for glyph in group),
        x1=max(glyph.right for glyph in group),
        y=ordinary.y,
        size=ordinary.size,
        bold=all(glyph.bold for glyph in group),
    )


def _joined(runs: list[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    return [(encoding, "".join(part)) for encoding, part in runs]


def _whole(text: str) -> str:
    """Join the halves of characters beyond the basic plane."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _rules(page: pdfium.PdfPage) -> list[Rule]:
    """Find thin lines and thin rectangles; the sides of larger rectangles are lines too."""
    rules: list[Rule] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        x0, y0, x1, y1 = item.get_bounds()
        width, height = x1 - x0, y1 - y0
        if min(width, height) <= _RULE:
            if max(width, height) >= _MIN_RULE:
                rules.append(Rule(x0, y0, x1, y1))
        elif raw.FPDFPath_CountSegments(item) <= 6 and _stroked(item):
            rules += [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
        if len(rules) > _MAX_RULES:
            return []
    return rules


def _stroked(item: pdfium.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(stroke.value)
