"""Lines of a page layout → paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from corpus.legacy import is_syllable
from corpus.readers._layout import Line

# What begins a paragraph of a legal text, wherever the line before it ended.
_OPENS = re.compile(
    r"(?:Điều|ĐIỀU) \d{1,4}[a-zđ]?\s*[.:]|(?:Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|Phần|PHẦN) (?:thứ |THỨ )?[\dIVXLC]+\b"
    r"|\d{1,3}[a-zđ]?[.)]\s|[a-zđ]\d?[.)]\s|[-–+•*●○▪]\s|(?:Căn cứ|CĂN CỨ|Nơi nhận|PHỤ LỤC|Phụ lục)\b"
)
_ARTICLE = re.compile(r"(?:Điều|ĐIỀU) \d")
_FIRST_ITEM = re.compile(r"[1a][.)]\s")
_ENDS = re.compile(r"[.;:!?…][”\"’)]*$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\xad]$")
_LONGEST_WORD = 40
_FIRST_WORD = re.compile(r"[^\W\d_]+")

# Of the type size.
_INDENT = 0.8
_SHORT = 2.0
_WIDE_LEADING = 1.25  # of the usual step from line to line


def paragraphs_of(lines: list[Line]) -> list[str]:
    """Join lines to paragraphs.

    A line begins a paragraph when it is indented or stands apart, when it opens an article, clause or point,
    or when its first word would have fitted on the line before.
    """
    style = _style(lines)
    paragraphs: list[list[Line]] = []
    for i, line in enumerate(lines):
        if i and not _begins(paragraphs[-1], line, style):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_text(paragraph) for paragraph in paragraphs]


@dataclass(frozen=True, slots=True)
class _Style:
    """How a document sets its paragraphs."""

    steps: dict[int, float]
    """Page → the usual step from line to line, as a multiple of the type size."""
    hanging: bool
    """They go on at an indent."""
    flush: bool
    """They begin at the margin."""
    spaced: bool
    """They stand apart."""

    def apart(self, last: Line, line: Line) -> bool:
        usual = self.steps.get(line.page, 0)
        return _together(last, line) and usual > 0 and (line.y - last.y) / line.size > _WIDE_LEADING * usual


def _style(lines: list[Line]) -> _Style:
    pairs = list(zip(lines, lines[1:], strict=False))
    steps: dict[int, list[float]] = defaultdict(list)
    for last, line in pairs:
        if _together(last, line) and line.y > last.y:
            steps[line.page].append((line.y - last.y) / line.size)
    going_on = [line for last, line in pairs if line.text[:1].islower() and not _ENDS.search(last.text)]
    going_on = [line for line in going_on if not (_OPENS.match(line.text) or _centred(line))]
    # After a line with room to spare a paragraph begins for certain.
    certain = [(last, line) for last, line in pairs if _room(last) > 3 * _first_width(line) and not _centred(line)]
    known = _Style({page: _lesser(found) for page, found in steps.items()}, hanging=False, flush=False, spaced=False)
    beside = [(last, line) for last, line in certain if _together(last, line)]
    return replace(
        known,
        hanging=2 * sum(map(_indented, going_on)) > len(going_on),
        flush=4 * sum(_indented(line) for _, line in certain) < len(certain),
        spaced=2 * sum(known.apart(last, line) for last, line in beside) > len(beside),
    )


def _lesser(steps: list[float]) -> float:
    """Give the first quartile: where paragraphs are short, the usual step is the one between them."""
    return sorted(steps)[len(steps) // 4]


def _together(last: Line, line: Line) -> bool:
    return (last.page, last.column) == (line.page, line.column)


def _begins(paragraph: list[Line], line: Line, style: _Style) -> bool:
    last = paragraph[-1]
    if last.whole or line.whole or abs(last.size - line.size) > 0.25 * line.size or style.apart(last, line):
        return True
    if _room(last) > _first_width(line):
        return not _one_heading(last, line)
    if line.text[:1].isupper() and (last.bold != line.bold or _centred(line) or _centred(last)):
        return not _one_heading(last, line)
    ended = bool(_ENDS.search(last.text))
    if _FIRST_ITEM.match(line.text) and _ARTICLE.match(paragraph[0].text):
        return True
    if _OPENS.match(line.text) and (ended or _indented(line)):
        return True
    return (
        _stands_in(last, line, style, ended=ended) if _indented(line) else _stands_out(last, line, style, ended=ended)
    )


def _stands_in(last: Line, line: Line, style: _Style, *, ended: bool) -> bool:
    """Whether an indented line that follows a full one begins a paragraph."""
    outdented = line.x0 < last.x0 - _INDENT * line.size
    return outdented or not (style.hanging or not (line.text[:1].isupper() or ended))


def _stands_out(last: Line, line: Line, style: _Style, *, ended: bool) -> bool:
    """Whether a line at the margin that follows a full one begins a paragraph.

    Where paragraphs show by neither indent nor space, a sentence that ends with its line more often ends its
    paragraph: in laws these have few sentences.
    """
    if _indented(last):
        return style.hanging
    if not ended or not line.text[:1].isupper():
        return False
    return style.flush and not (style.spaced and _together(last, line))


def _indented(line: Line) -> bool:
    return line.x0 - line.left > _INDENT * line.size


def _room(line: Line) -> float:
    return line.right - line.x1


def _first_width(line: Line) -> float:
    """How much room the line's first word and the blank before it need, at least."""
    first = len(line.text.split(" ", 1)[0])
    width = (line.x1 - line.x0) / max(len(line.text), 1)
    return (first + 1) * width + 0.6 * line.size


def _centred(line: Line) -> bool:
    before, after = line.x0 - line.left, line.right - line.x1
    return before > _SHORT * line.size and abs(before - after) < 1.2 * line.size


def _one_heading(last: Line, line: Line) -> bool:
    """Whether two centred lines are one heading that was too long for one."""
    if not (_centred(last) and _centred(line)) or last.bold != line.bold:
        return False
    if _OPENS.match(line.text) or _ENDS.search(last.text) or last.text.isupper() != line.text.isupper():
        return False
    return last.x1 - last.x0 > 0.6 * (last.right - last.left)


def _text(paragraph: list[Line]) -> str:
    parts = []
    for line, following in zip(paragraph, paragraph[1:], strict=False):
        parts.append(_before(line.text, following.text))
    return "".join([*parts, paragraph[-1].text]).replace("\xad", "")


def _before(text: str, following: str) -> str:
    """Give a line's text as it stands before the next of its paragraph: with a blank, or its hyphen mended."""
    hyphen, first = _HYPHEN.search(text[-_LONGEST_WORD:]), _FIRST_WORD.match(following)
    if not (hyphen and first):
        return text + " "
    # "ra-" "đi-ô" keeps its hyphen, "inter-" "net" loses it: Vietnamese breaks no syllable.
    kept = first[0][0].isupper() or hyphen[1].isupper() or (is_syllable(hyphen[1]) and is_syllable(first[0]))
    return text if kept and text[-1] == "-" else text[:-1]
