"""The inside of an article: khoản and điểm, told from numbers that merely begin a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from corpus.model import Clause, Point

_CLAUSE = re.compile(r"[ \t]*(\d{1,3})([a-zđ]?\d?)( ?[.)/:]| ?[-–](?=\s|[^\W\d_]))(?!\d)(?! ?\|)")
# Sources sometimes run points together on one line: "b) …; c) …; d) …".
_POINT = re.compile(
    r"(?:^[ \t]*(?:\d{1,3}[a-zđ]?[.)][ \t]*)?\(?|(;[ ]+))([a-zđ])(\d?)"
    r"([.)/](?=\s|[^\W\d_]|[“\"])| ?[-–](?=\s+\w|[A-ZĐÀ-Ỹ]))",
    re.M,
)
_QUOTE = re.compile('[“”"]')
_ALPHABET = {letter: i for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}


class _Mark(NamedTuple):
    start: int
    number: int
    suffix: str
    style: str


def quoted_lines(lines: list[str]) -> set[int]:
    """Give the indices of lines that lie inside a quotation begun on an earlier line.

    Amending laws quote whole articles ("Điều 54 được sửa đổi như sau: “Điều 54. …”"), whose
    numbering is not the amending law's own. A quotation that never closes is no quotation.
    """
    inside: set[int] = set()
    opened: int | None = None
    for i, line in enumerate(lines):
        balance = _balance(line, inside=opened is not None)
        if balance < 0:
            if opened is not None:
                inside.update(range(opened + 1, i + 1))
            opened = None
        elif balance > 0:
            opened = i
    return inside


def _balance(line: str, *, inside: bool) -> int:
    """Give the quotations that a line opens less those that it closes."""
    balance = 0
    for match in _QUOTE.finditer(line):
        mark, after = match[0], line[match.end() : match.end() + 1]
        before = line[match.start() - 1] if match.start() else ""
        if mark == '"':
            alone = before.strip() == "" and not after.isalnum()
            opens = not inside and balance == 0 if alone else not before or (before in " (:[" and after > " ")
            mark = "“" if opens else "”"
        balance += 1 if mark == "“" else -1
    return balance


def parse_clauses(text: str) -> tuple[Clause, ...]:
    """Find the clauses (khoản) of an article's text and their points (điểm).

    A number at the start of a line opens a clause only when it continues the sequence:
    "15 ngày" or the list of a quoted article does not. Linear in the length of the text.

    Parameters
    ----------
    text : str
        Body of the article, normalised, lines separated by line feeds.

    Returns
    -------
    tuple of Clause
        Offsets into ``text``; each clause begins at its own number ("1. …").
    """
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    quoted = quoted_lines(lines) if "“" in text or '"' in text else set()
    marks = [
        _Mark(starts[i] + match.start(1), int(match[1]), match[2], _style(match[3]))
        for i, line in enumerate(lines)
        if i not in quoted and (match := _CLAUSE.match(line))
    ]
    chosen = _in_sequence(marks)
    if not chosen:
        return ()
    ends = [mark.start for mark in chosen[1:]] + [len(text)]
    clauses = []
    for mark, limit in zip(chosen, ends, strict=True):
        end = mark.start + len(text[mark.start : limit].rstrip())
        points = _points(text, mark.start, end, starts, quoted)
        clauses.append(Clause(f"{mark.number}{mark.suffix}", mark.start, end, points))
    return tuple(clauses)


def _in_sequence(marks: list[_Mark]) -> list[_Mark]:
    """Keep the marks that count 1, 2, 2a, 3 …; a missing number is stepped over."""
    firsts = [mark for mark in marks if mark.number == 1 and not mark.suffix]
    if not firsts and len(marks) < 2:
        return []
    style = next((mark.style for mark in firsts if mark.style == "."), (firsts or marks)[0].style)
    marks = [mark for mark in marks if mark.style == style]
    last_seen = {mark.number: i for i, mark in enumerate(marks) if not mark.suffix}
    chosen: list[_Mark] = []
    for i, mark in enumerate(marks):
        if not chosen:
            accepted = not mark.suffix and (mark.number == 1 or (not firsts and last_seen.get(mark.number + 1, -1) > i))
        else:
            accepted = _follows(chosen[-1], mark, last_seen, i)
        if accepted:
            chosen.append(mark)
    return chosen


def _follows(last: _Mark, mark: _Mark, last_seen: dict[int, int], i: int) -> bool:
    if mark.suffix:
        return mark.number == last.number and _suffix_key(mark.suffix) > _suffix_key(last.suffix)
    step = mark.number - last.number
    if step == 1:
        return True
    # A repealed clause leaves a gap; a gap that a later line fills is no gap.
    return 1 < step <= 3 and all(last_seen.get(n, -1) < i for n in range(last.number + 1, mark.number))


def _style(mark: str) -> str:
    return mark.strip().replace("–", "-")


def _suffix_key(suffix: str) -> tuple[int, str]:
    return (_ALPHABET.get(suffix[:1], -1), suffix[1:])


def _points(text: str, start: int, end: int, starts: list[int], quoted: set[int]) -> tuple[Point, ...]:
    found = [
        match
        for match in _POINT.finditer(text, start, end)
        if not quoted or bisect_right(starts, match.start(2)) - 1 not in quoted
    ]
    chosen = _letters_in_sequence(found)
    limits = [match.start(2) for _, match in chosen[1:]] + [end] if chosen else []
    return tuple(
        Point(letter, match.start(2), match.start(2) + len(text[match.start(2) : limit].rstrip()))
        for (letter, match), limit in zip(chosen, limits, strict=True)
    )


def _letters_in_sequence(found: list[re.Match[str]]) -> list[tuple[str, re.Match[str]]]:
    """Keep a, b, c, d, đ, e …; inside a line only the very next letter counts."""
    starters = [match for match in found if match[1] is None]
    if not starters:
        return []
    style = _style(next((match[4] for match in starters if match[2] == "a"), starters[0][4]))
    has_a = any(match[2] == "a" and _style(match[4]) == style for match in starters)
    last_seen = {_ALPHABET[match[2]]: i for i, match in enumerate(found) if _style(match[4]) == style}
    chosen: list[tuple[str, re.Match[str]]] = []
    last = (-1, 0)
    for i, match in enumerate(found):
        letter = match[2]
        if letter == "d" and last == (_ALPHABET["d"], 0) and not match[3]:
            letter = "đ"  # a second "d)" is an "đ)" that lost its bar
        here = (_ALPHABET[letter], int(match[3] or 0))
        if _style(match[4]) != style or here <= last or (last[0] < 0 and has_a and letter != "a"):
            continue
        skipped = _between(last[0], here[0])
        if skipped and (match[1] is not None or any(last_seen.get(n, -1) > i for n in skipped)):
            continue
        chosen.append((letter + match[3], match))
        last = here
    return chosen


_RARE = {_ALPHABET[letter] for letter in "ăâêfjôơưwz"}


def _between(last: int, here: int) -> list[int]:
    """Letters that a Vietnamese list would have had between two; none before the first."""
    return [n for n in range(last + 1, here) if n not in _RARE] if last >= 0 else []
