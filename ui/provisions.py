"""The text of one article as HTML: clauses and points laid out, references linked, evidence marked.

What a browser calls the text content of the result is the article's text, character for character,
so that a quotation can be copied from the page as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from corpus.model import Article, Clause, Point
from ui.escape import escape

_NUMBER = re.compile(r"\d{1,3}[a-zđ]?\d?\s?[.)/:–-]?")
_BEFORE_POINT = re.compile(r"\s*(?:\d{1,3}[a-zđ]?[.)]\s*)?\(?")
_FIRST, _REST = ' class="tl-p"', ' class="tl-q"'
"""The first paragraph of a point, and those that go on in it."""


class Link(NamedTuple):
    """A stretch of an article's text that leads elsewhere; ``opening`` is the tag that it stands in, in full."""

    start: int
    end: int
    opening: str
    closing: str = "</a>"


_Span = TypeVar("_Span", Clause, Point, Link)


def provisions(article: Article, links: Iterable[Link] = (), span: tuple[int, int] | None = None) -> str:
    """Render the text of an article.

    Parameters
    ----------
    article : Article
    links : iterable of Link
        In any order. What overlaps an earlier one, or does not lie in the text, stays plain.
    span : (int, int), optional
        Characters to mark, kept within the text.
    """
    text = article.text
    clauses = list(_apart(article.clauses, len(text)))
    numbers = (
        Link(clause.start, match.end(), '<b class="tl-n">', "</b>")
        for clause in clauses
        if (match := _NUMBER.match(text, clause.start, clause.end))
    )
    paragraphs = _Paragraphs(text, list(_apart([*numbers, *links], len(text))), span)
    parts: list[str] = []
    position = 0
    for clause in clauses:
        parts += paragraphs.render(position, clause.start)
        parts += ('<div class="tl-k">', *paragraphs.render(clause.start, clause.end, clause.points), "</div>")
        position = clause.end
    parts += paragraphs.render(position, len(text))
    return "".join(parts)


class _Paragraphs:
    def __init__(self, text: str, links: list[Link], span: tuple[int, int] | None) -> None:
        self._text, self._links = text, links
        self._starts = [link.start for link in links]
        start, end = span or (0, 0)
        self._start = min(max(start, 0), len(text))
        self._end = min(max(end, self._start), len(text))

    def render(self, start: int, end: int, points: Sequence[Point] = ()) -> Iterator[str]:
        """Give the paragraphs of a part of the text, and the blanks between them."""
        points = [point for point in _apart(points, len(self._text)) if start <= point.start < end]
        inside = 0
        kind = ""
        for first, last in self._cut(start, end, points):
            body = self._text[first:last]
            content = body.rstrip()
            if not content:
                yield escape(body)
                continue
            begun = inside
            while inside < len(points) and points[inside].start < last:
                inside += 1
            if inside > begun:
                kind = _FIRST
            elif inside:
                kind = _REST if first < points[inside - 1].end else ""
            # "1. a) …" is the clause's own line.
            yield f"<p{kind if first > start else ''}>{self._inline(first, first + len(content))}</p>"
            yield escape(body[len(content) :])

    def _cut(self, start: int, end: int, points: Sequence[Point]) -> Iterator[tuple[int, int]]:
        """Divide at the beginning of each line, and of each point that begins inside one."""
        line = start
        for point in points:
            while 0 <= (feed := self._text.find("\n", line, point.start)):
                yield line, feed + 1
                line = feed + 1
            if not _BEFORE_POINT.fullmatch(self._text, line, point.start):
                yield line, point.start
                line = point.start
        while line < end:
            feed = self._text.find("\n", line, end)
            after = feed + 1 if feed >= 0 else end
            yield line, after
            line = after

    def _inline(self, start: int, end: int) -> str:
        index = bisect_left(self._starts, start)
        if index == len(self._links) or self._starts[index] >= end:
            return self._marked(start, end)
        parts: list[str] = []
        while index < len(self._links) and self._starts[index] < end:
            link = self._links[index]
            stop = min(link.end, end)
            parts.append(self._marked(start, link.start))
            parts.append(f"{link.opening}{self._marked(link.start, stop)}{link.closing}")
            start, index = stop, index + 1
        parts.append(self._marked(start, end))
        return "".join(parts)

    def _marked(self, start: int, end: int) -> str:
        first, last = max(start, self._start), min(end, self._end)
        if first >= last:
            return escape(self._text[start:end])
        before, inside, after = self._text[start:first], self._text[first:last], self._text[last:end]
        return f"{escape(before)}<mark>{escape(inside)}</mark>{escape(after)}"


def _apart(spans: Iterable[_Span], length: int) -> Iterator[_Span]:
    """Give the stretches in order, without those that overlap an earlier one or leave the text."""
    reached = 0
    for span in sorted(spans, key=attrgetter("start")):
        if reached <= span.start < span.end <= length:
            reached = span.end
            yield span
