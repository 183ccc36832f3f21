"""Pieces of text on pages → lines in the order they are read: columns, tables, running heads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from corpus.readers._glyphs import PageText, Piece, Rule

# Of the type size.
_SAME_LINE = 0.45
_LEAST_GUTTER = 0.7
_CELL_GAP = 2.0

# Of the page's height and of the text's width.
_EDGE = 0.13
_CENTRE = (0.22, 0.78)

_EDGE_ROWS = 3
_COLUMN_ROWS = 6
_MANY_PAGES = 3
_LONG_ROW = 60

# Against pages made to be endless work.
_MOST_STRIPS = 20
_MOST_TABLES = 50

_PAGE_NUMBER = re.compile(r"(?:(?:Trang|Page)\s*)?[-–—]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", re.I)
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\s*/\s*Số\b.*", re.I)
_STRUCTURE = re.compile(r"(?:Điều|Chương|Mục|Phần|Khoản|Phụ lục)\b|\d{1,3}[a-zđ]?[.)]|[a-zđ][.)]", re.I)


@dataclass(slots=True)
class Line:
    """A line of a column.

    Attributes
    ----------
    left, right : float
        The column's margins.
    page, column : int
        Lines of one column of one page have the same; the second counts on through the page.
    whole : bool
        A finished row of a table.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    left: float
    right: float
    page: int
    column: int
    bold: bool = False
    whole: bool = False


Row = list[Piece]


def lines_of(pages: list[PageText]) -> list[Line]:
    """Give the lines of a document, in reading order, without running heads, feet and page numbers."""
    rows = [_rows(_with_tables(page)) for page in pages]
    _drop_running(pages, rows)
    usual = _usual_gutter(rows)
    lines: list[Line] = []
    for number, page_rows in enumerate(rows):
        for column, part in enumerate(_columns(page_rows, usual)):
            lines += [_line(row, number, column) for row in part]
    _set_margins(lines, [page.width for page in pages])
    return lines


def _rows(pieces: list[Piece]) -> list[Row]:
    """Put pieces on one base line together, from the top; each row from the left."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        last = rows[-1][0] if rows else None
        if last and piece.y - last.y < _SAME_LINE * min(last.size, piece.size) and not (piece.whole or last.whole):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def _line(row: Row, page: int, column: int) -> Line:
    text = (" | " if _apart(row) else " ").join(piece.text for piece in row)
    largest = max(row, key=lambda piece: len(piece.text))
    x0, x1 = row[0].x0, max(piece.x1 for piece in row)
    bold = all(piece.bold for piece in row)
    return Line(text, x0, x1, largest.y, largest.size, x0, x1, page, column, bold, row[0].whole)


def _apart(row: Row) -> bool:
    """Whether a row's pieces are cells: three or more with wide gaps, as no justified line has."""
    return len(row) > 2 and all(
        right.x0 - left.x1 > _CELL_GAP * left.size for left, right in zip(row, row[1:], strict=False)
    )


def _drop_running(pages: list[PageText], rows: list[list[Row]]) -> None:
    """Take out what repeats at the same height of many pages, page numbers, and the gazette's head."""
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[list[tuple[int, str, int]]] = []
    for page, page_rows in zip(pages, rows, strict=True):
        found = [
            (i, _key(page_rows[i]), round(page_rows[i][0].y / 6)) for i in _edge_rows(page_rows, page.height)
        ]  # fmt: skip
        edges.append(found)
        seen.update({(key, y) for _, key, y in found})
    for number, found in enumerate(edges):
        dropped = set()
        for i, key, y in found:
            repeats = sum(seen[key, near] for near in (y - 1, y, y + 1))
            text = " ".join(piece.text for piece in rows[number][i])
            often = repeats >= max(_MANY_PAGES, 0.2 * len(pages)) and not _STRUCTURE.match(text)
            if often or _GAZETTE.fullmatch(text) or (_PAGE_NUMBER.fullmatch(text) and _alone(rows[number], i)):
                dropped.add(i)
        rows[number] = [row for i, row in enumerate(rows[number]) if i not in dropped]


def _edge_rows(rows: list[Row], height: float) -> list[int]:
    top = [i for i in range(min(_EDGE_ROWS, len(rows))) if rows[i][0].y < _EDGE * height]
    foot = [i for i in range(max(0, len(rows) - _EDGE_ROWS), len(rows)) if rows[i][0].y > (1 - _EDGE) * height]
    return sorted({*top, *foot})


def _key(row: Row) -> str:
    """Give a row's words without its numbers: those of pages differ, and change sides."""
    return re.sub(r"[\W\d_]+", " ", " ".join(piece.text for piece in row)).strip().lower() or "#"


def _alone(rows: list[Row], i: int) -> bool:
    """Whether a bare number is the outermost row of its page (below or above a gazette's head at most)."""
    return i <= 1 or i >= len(rows) - 2


Strip = tuple[float, float]


def _columns(rows: list[Row], usual: Strip | None) -> list[list[Row]]:
    """Part a page's rows into columns, in reading order.

    On a page set in columns, what crosses the gutter parts the text above from the text below. On others, rows
    from the top are taken together as long as one blank strip in the middle goes through all of them: a head
    or a signature. Where text stands on both sides, the left is read before the right.
    """
    gutter = _gutter(rows, _COLUMN_ROWS) or (usual and _gutter(rows, 1, usual)) or None
    low, high = _middle(rows)
    columns: list[list[Row]] = []
    plain: list[Row] = []
    block: list[Row] = []
    strips: list[Strip] = []

    def close() -> None:
        sides, below = _split(block, strips, least=1 if gutter else 2)
        if sides:
            columns.extend([plain[:], *sides])
            plain.clear()
        plain.extend(below)
        block.clear()

    for row in rows:
        free = _free(row, low, high) if not gutter else [] if _crossed(row, gutter) else [gutter]
        shared = _overlap(strips, free, _LEAST_GUTTER * row[0].size) if block and not gutter else free
        if block and not shared:
            close()
            shared = free
        (block if shared else plain).append(row)
        strips = shared
    close()
    return [part for part in (*columns, plain) if part]


def _usual_gutter(rows: list[list[Row]]) -> Strip | None:
    """Give the gutter of a document most of whose pages have one."""
    found = [gutter for page in rows if (gutter := _gutter(page, _COLUMN_ROWS))]
    return found[len(found) // 2] if len(found) > len(rows) / 2 else None


def _gutter(rows: list[Row], least: int, usual: Strip | None = None) -> Strip | None:
    """Find the strip between two columns: fewest pieces cross it, and ``least`` or more lie on each side."""
    pieces = [piece for row in rows for piece in row]
    low, high = map(int, _middle(rows)) if usual is None else (int(usual[0]), int(usual[1]) + 1)
    if not pieces or high - low < 1:
        return None
    crossing = [0] * (high - low + 1)
    for piece in pieces:
        start, stop = max(int(piece.x0), low), min(int(piece.x1) + 1, high)
        if start < stop:
            crossing[start - low] += 1
            crossing[stop - low] -= 1
    over = list(accumulate(crossing))[:-1]
    fewest = min(over)
    strip = max(((a, b) for a, b in _runs(over, fewest)), key=lambda run: run[1] - run[0])
    a, b = float(low + strip[0]), float(low + strip[1])
    sides = min(sum(piece.x1 <= (a + b) / 2 for piece in pieces), sum(piece.x0 >= (a + b) / 2 for piece in pieces))
    wide = b - a >= _LEAST_GUTTER * median(piece.size for piece in pieces)
    return (a, b) if wide and sides >= max(least, 2 * fewest) and (usual or sides > 0.2 * len(rows)) else None


def _runs(values: list[int], wanted: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i, value in enumerate(values):
        if value == wanted:
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
    return runs


def _crossed(row: Row, strip: Strip) -> bool:
    return any(piece.x0 < sum(strip) / 2 < piece.x1 for piece in row)


def _middle(rows: list[Row]) -> Strip:
    left = min((row[0].x0 for row in rows), default=0.0)
    right = max((piece.x1 for row in rows for piece in row), default=0.0)
    return left + _CENTRE[0] * (right - left), left + _CENTRE[1] * (right - left)


def _free(row: Row, low: float, high: float) -> list[Strip]:
    """Give the blank strips of a row within the middle of the page."""
    strips = []
    start = low
    for piece in row:
        if piece.x0 - start > _LEAST_GUTTER * piece.size:
            strips.append((start, min(piece.x0, high)))
        start = max(start, piece.x1)
    found = [(a, b) for a, b in (*strips, (start, high)) if b > a]
    return sorted(sorted(found, key=lambda strip: strip[0] - strip[1])[:_MOST_STRIPS])


def _overlap(first: list[Strip], second: list[Strip], least: float) -> list[Strip]:
    both = [(max(a, c), min(b, d)) for a, b in first for c, d in second]
    return [(a, b) for a, b in both if b - a >= least]


def _split(block: list[Row], strips: list[Strip], least: int) -> tuple[list[list[Row]], list[Row]]:
    """Part a block at the strip with most text on its lesser side; give the sides, and the rows left plain."""
    best: tuple[int, float] = (0, 0.0)
    for a, b in strips:
        middle = (a + b) / 2
        sides = Counter(piece.x0 > middle for row in block for piece in row)
        best = max(best, (min(sides[False], sides[True]), middle))
    lesser, middle = best
    if lesser < least or _is_form(block, middle):
        return [], block[:]
    # Full columns end where they end; under a short pair of blocks the page goes on as before.
    last_right = max(i for i, row in enumerate(block) if row[-1].x0 > middle)
    stop = len(block) if lesser >= _COLUMN_ROWS else last_right + 1
    halves = [[[p for p in row if (p.x0 > middle) == side] for row in block[:stop]] for side in (False, True)]
    return [[row for row in half if row] for half in halves], block[stop:]


def _is_form(block: list[Row], middle: float) -> bool:
    """Whether left and right are label and value, line by line, rather than two texts."""
    pairs = [row for row in block if row[0].x0 <= middle < row[-1].x0]
    if len(pairs) < 3 or len(pairs) < 0.8 * len(block):
        return False
    size = block[0][0].size
    starts = [next(piece.x0 for piece in row if piece.x0 > middle) for row in pairs]
    ends = [max(piece.x1 for piece in row if piece.x0 <= middle) for row in pairs]
    edge = max(ends)
    full = sum(end > edge - 1.5 * size for end in ends)
    aligned = (
        max(starts) - min(starts) < size and max(row[0].x0 for row in pairs) - min(row[0].x0 for row in pairs) < size
    )
    return aligned and full < 0.5 * len(pairs)


def _with_tables(page: PageText) -> list[Piece]:
    """Turn what lies in ruled tables into finished rows, "cell | cell"."""
    pieces = page.pieces
    for rules in _grids(page.rules):
        pieces = _read_table(rules, pieces)
    return pieces


def _grids(rules: list[Rule]) -> list[list[Rule]]:
    """Group the rules that lie together; a grid has at least three upright and two level lines."""
    groups = [rules]
    for low, high in ((1, 3), (0, 2), (1, 3)):
        groups = [part for group in groups for part in _swept(group, low, high)]
    grids = [group for group in groups if len(_places(group, upright=True)) > 2 and len(_places(group)) > 1]
    return grids[:_MOST_TABLES]


def _swept(rules: list[Rule], low: int, high: int) -> list[list[Rule]]:
    """Part rules where no rule goes through: by height (fields 1 and 3) or by width (0 and 2)."""
    groups: list[list[Rule]] = []
    reached = 0.0
    for rule in sorted(rules, key=lambda rule: rule[low]):
        if groups and rule[low] - reached < 3:
            groups[-1].append(rule)
            reached = max(reached, rule[high])
        else:
            groups.append([rule])
            reached = rule[high]
    return groups


def _places(rules: Iterable[Rule], *, upright: bool = False) -> list[float]:
    """Give the distinct places of the upright (x) or level (y) lines, in order."""
    found: list[float] = []
    for x0, y0, x1, y1 in rules:
        if upright and y1 - y0 > x1 - x0:
            found.append((x0 + x1) / 2)
        elif not upright and x1 - x0 > y1 - y0:
            found.append((y0 + y1) / 2)
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > 3:
            places.append(place)
    return places


def _read_table(rules: list[Rule], pieces: list[Piece]) -> list[Piece]:
    xs, ys = _places(rules, upright=True), _places(rules)
    cells: dict[int, dict[int, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    outside: list[Piece] = []
    for piece in pieces:
        x, y = (piece.x0 + min(piece.x1, piece.x0 + piece.size)) / 2, piece.y - 0.3 * piece.size
        row, column = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
        if 0 <= row < len(ys) - 1 and 0 <= column < len(xs) - 1 and not piece.whole:
            cells[row][column].append(piece)
        else:
            outside.append(piece)
    for _, columns in sorted(cells.items()):
        inside = [piece for column in columns.values() for piece in column]
        if len(inside) > _LONG_ROW:  # a frame around the page's text, rather than a table
            outside += inside
            continue
        texts = [_cell(columns[column]) for column in sorted(columns)]
        size = median(piece.size for piece in inside)
        outside.append(Piece(" | ".join(texts), xs[0], xs[-1], min(piece.y for piece in inside), size, whole=True))
    return outside


def _cell(pieces: list[Piece]) -> str:
    return " ".join(piece.text for row in _rows(pieces) for piece in row)


def _set_margins(lines: list[Line], widths: list[float]) -> None:
    """Give every line its column's margins: the outermost places where lines begin and end more than once."""
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    several = {page for page, column in columns if column}
    margins = {
        (page, column): _margins(part, 0 if page in several else widths[page])
        for (page, column), part in columns.items()
    }
    usual: dict[int, list[Strip]] = defaultdict(list)
    for (page, column), part in columns.items():
        if len(part) >= _COLUMN_ROWS:
            usual[round(widths[page])].append(margins[page, column])
    for (page, column), part in columns.items():
        left, right = margins[page, column]
        if len(part) < _COLUMN_ROWS:  # too few lines to tell: as on the other pages
            fitting = [pair for pair in usual[round(widths[page])] if pair[0] <= left + 2 and pair[1] >= right - 2]
            left, right = min(fitting, key=lambda pair: pair[1] - pair[0], default=(left, right))
        for line in part:
            line.left, line.right = left, right


def _margins(part: list[Line], width: float) -> Strip:
    """Give a column's margins; ``width`` is that of a page with no other column, or 0."""
    left, _ = _outermost([-line.x0 for line in part])
    right, shared = _outermost([line.x1 for line in part])
    if not shared:  # no line is full: the right margin is at most as wide as the left one
        right = max(right, width + left)
    return -left, right


def _outermost(ends: list[float]) -> tuple[float, bool]:
    """Give the farthest place that two lines share, or the farthest of all, and which of these it is."""
    ends = sorted(ends, reverse=True)
    return next(((a, True) for a, b in zip(ends, ends[1:], strict=False) if a - b < 3), (ends[0], False))
