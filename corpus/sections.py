"""A paper without Điều, such as a letter, minutes or a policy → sections by heading and paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from corpus.clauses import parse_clauses
from corpus.closing import is_signature
from corpus.encoding import normalise
from corpus.model import Article

__all__ = ["split_sections"]

_PLAIN_LENGTH = 1500
"""Characters of a section where the paper has no headings; whole paragraphs, so one may be longer."""
_HEADED_LENGTH = 6000

_TITLE_LENGTH = 150
_SENTENCE_LENGTH = 40
_MARKDOWN = re.compile(r"(#{1,6}) +(?=\S)")
_NUMBERED = re.compile(
    r"(?:(?P<word>(?i:phần|chương|mục)) (?i:thứ )?(?P<ordinal>\d{1,3}|[IVXLC]{1,7}|[A-ZĐ]|\w{2,5})(?=[.:)]|$| ?[-–])"
    r"|(?P<roman>[IVXLC]{1,7})(?=[.)/]\s)|(?P<letter>[A-ZĐ])(?=[.)/]\s)"
    r"|(?P<digits>\d{1,3}(?:\.\d{1,3}){0,4})(?=[.)/]\s|\s(?<=\.\d\s)|\s(?<=\.\d\d\s)))"
)
_MOTTO = re.compile(r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐỘC LẬP ?[-–] ?TỰ DO")
_WORDS = ("phần", "chương", "mục")
_CAPITALS = "capitals"
_CAPITAL_LINES = 3
_ALPHABET = "ABCDĐEFGHIKLMNOPQRSTUVXY"


class _Heading(NamedTuple):
    """A line that looks like a heading: ``style`` and ``place`` are of its number ("1.2." is the second of "1.")."""

    style: str
    parent: str
    place: int
    end: int
    """Index of the line after it."""


def split_sections(text: str) -> tuple[Article, ...]:
    """Divide a text at its headings: "I.", "1.", "1.1.", "A.", "Phần 1", lines in capitals, Markdown's "#".

    Parameters
    ----------
    text : str
        Any text; it is normalised first, and blank lines and repeated spaces are left out.

    Returns
    -------
    tuple of Article
        Numbered "§1", "§2" …, each with its heading as title and those above it as path; every
        word of the text is in one of them, in order. What stands before the first heading has
        no title. A text without headings is divided between paragraphs; so is a long section,
        whose further parts have "(tiếp)" in their title. Empty only for a text without words.
    """
    lines = [line for raw in normalise(text).split("\n") if (line := " ".join(raw.split()))]
    headings = _headings(lines)
    articles: list[Article] = []
    for path, title, body in _sections(lines, headings):
        for i, part in enumerate(_parts(body, _HEADED_LENGTH if headings else _PLAIN_LENGTH)):
            name = f"{title} (tiếp)" if i and title else title
            articles.append(Article(f"§{len(articles) + 1}", name, part, path, parse_clauses(part)))
    return tuple(articles)


def _sections(lines: list[str], headings: dict[int, _Heading]) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
    """Give the path, the title and the lines of each section that has lines of its own."""
    starts = sorted(headings)
    if first := lines[: starts[0] if starts else len(lines)]:
        yield (), "", first
    above: list[tuple[str, str]] = []
    for i, start in enumerate(starts):
        heading = headings[start]
        title = _MARKDOWN.sub("", " ".join(lines[start : heading.end]), count=1)
        above = _above(above, heading.style)
        path = tuple(name for _, name in above)
        stop = starts[i + 1] if i + 1 < len(starts) else len(lines)
        above.append((heading.style, title))
        if body := lines[heading.end : stop]:
            yield path, title, body
        elif stop == len(lines) or len(_above(above, headings[stop].style)) < len(above):
            yield path, "", [title]  # nothing stands below it: no other section's path will have its words


def _above(headings: list[tuple[str, str]], style: str) -> list[tuple[str, str]]:
    """Give those of the open headings that stand over a new one of some style."""
    for i, (open_style, _) in enumerate(headings):
        if open_style == style or (style.startswith("#") and open_style.startswith("#") and open_style >= style):
            return headings[:i]
    if style in _WORDS:
        over = ("#", *_WORDS[: _WORDS.index(style)])
        return list(takewhile(lambda heading: heading[0].startswith(over), headings))
    return [] if style == _CAPITALS else list(headings)


def _parts(body: list[str], limit: int) -> Iterator[str]:
    part: list[str] = []
    length = 0
    for line in body:
        if part and length + len(line) > limit:
            yield "\n".join(part)
            part, length = [], 0
        part.append(line)
        length += len(line) + 1
    yield "\n".join(part)


def _headings(lines: list[str]) -> dict[int, _Heading]:
    """Find the headings; a numbered one must have something below it and follow the one numbered before it."""
    candidates: dict[int, _Heading] = {}
    i = 0
    while i < len(lines):
        heading = _candidate(lines, i)
        if heading:
            candidates[i] = heading
        i = heading.end if heading else i + 1
    found: dict[int, _Heading] = {}
    last: dict[tuple[str, str], int] = {}
    for i, heading in candidates.items():
        series = (heading.style, heading.parent)
        below = candidates.get(heading.end)
        listed = heading.place and below and below.style == heading.style and below.place == heading.place + 1
        if listed or (heading.place > 1 and last.get(series) != heading.place - 1):
            continue
        last[series] = heading.place
        found[i] = heading
    return found


def _candidate(lines: list[str], i: int) -> _Heading | None:
    line = lines[i]
    if mark := _MARKDOWN.match(line):
        return _Heading(mark[1], "", 0, i + 1)
    if len(line) > _TITLE_LENGTH or "|" in line:
        return None
    if match := _NUMBERED.match(line):
        return _numbered(lines, match, i) if line[-1] not in ".;,…" or line.isupper() else None
    return _capitals(lines, i) if line.isupper() else None


def _numbered(lines: list[str], match: re.Match[str], i: int) -> _Heading | None:
    named = any(c.isalpha() for c in lines[i][match.end() :])
    if match["word"]:
        return _Heading(match["word"].lower(), "", 0, i + 1 if named else _capitals_end(lines, i + 1))
    if not named:
        return None
    if match["digits"]:
        parent, _, count = match["digits"].rpartition(".")
        return _Heading(f"1{'.1' * match['digits'].count('.')}", parent, int(count), i + 1)
    # "C." and "I." are letters or numerals as the series has it; a numeral unless it is one of A, B.
    if match["roman"] and match["roman"] not in ("C", "D", "L"):
        return _Heading("I", "", _roman(match["roman"]), i + 1)
    letter = match["letter"] or match["roman"]
    return _Heading("A", "", _ALPHABET.find(letter) + 1, i + 1)


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _capitals(lines: list[str], i: int) -> _Heading | None:
    """Read a title in capitals, of three lines at most: a sentence or a numbered line follows it."""
    end = _capitals_end(lines, i)
    if end in (i, len(lines)) or is_signature(lines[i]):
        return None
    following = lines[end]
    numbered = _NUMBERED.match(following)
    if following.isupper() and not numbered:
        return None
    sentence = len(following) > _SENTENCE_LENGTH or following[-1] in ".:;," or numbered
    return _Heading(_CAPITALS, "", 0, end) if sentence else None


def _capitals_end(lines: list[str], start: int) -> int:
    end = start
    while end < min(start + _CAPITAL_LINES, len(lines)) and lines[end].isupper():
        line = lines[end]
        if len(line) > _TITLE_LENGTH or _NUMBERED.match(line) or _MARKDOWN.match(line) or _MOTTO.search(line):
            break
        end += 1
    return end
