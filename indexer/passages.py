"""Articles cut into passages: whole clauses, bounded length, each under its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Article

MAX_SYLLABLES = 100
"""Longest passage: short enough that its vector is about one thing and that twenty of
them are reranked in well under a second on two cores."""

_TITLE_SYLLABLES = 30

_WORD = re.compile(r"\S+")
_SHORT_NUMBER = re.compile(r"\d+/(?P<year>\d{4})(?=/)")  # 100/2019 of 100/2019/NĐ-CP
_SENTENCE_END = re.compile(r"(?<=[.;:])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's text, ``text[start:end]``, that is indexed on its own."""

    article_number: str
    ordinal: int
    start: int
    end: int


def split(article: Article, limit: int = MAX_SYLLABLES) -> list[Passage]:
    """Cut an article into passages that cover its text in order.

    Clauses stay whole where they fit; a longer one is cut between its points, then
    between lines, sentences, and at last between words. Short neighbours share a
    passage. An article without text still has one (empty) passage, so that its title
    can be found.

    Parameters
    ----------
    article : Article
    limit : int
        Most whitespace-separated syllables in one passage.
    """
    packed: list[tuple[int, int, int]] = []
    for start, end in _atoms(article, limit):
        size = len(_WORD.findall(article.text, start, end))
        if packed and packed[-1][2] + size <= limit:
            packed[-1] = (packed[-1][0], end, packed[-1][2] + size)
        elif size or not packed:
            packed.append((start, end, size))
    return [Passage(article.number, i, start, end) for i, (start, end, _) in enumerate(packed)]


def _atoms(article: Article, limit: int) -> Iterator[tuple[int, int]]:
    """Give the smallest pieces that must not be cut further, in order, covering the text."""
    edges = {0, len(article.text)}
    for clause in article.clauses:
        edges |= {clause.start, clause.end}
    marks = sorted(edges)
    points = [point.start for clause in article.clauses for point in clause.points]
    for start, end in zip(marks, marks[1:], strict=False):
        yield from _shorten(article.text, start, end, limit, [p for p in points if start < p < end])
    if len(marks) == 1:
        yield 0, 0


def _shorten(text: str, start: int, end: int, limit: int, cuts: list[int]) -> Iterator[tuple[int, int]]:
    if len(_WORD.findall(text, start, end)) <= limit:
        yield start, end
        return
    lines = [start + m.end() for m in re.finditer("\n", text[start:end])]
    sentences = [start + m.end() for m in _SENTENCE_END.finditer(text[start:end])]
    words = [start + m.start() for m in _WORD.finditer(text[start:end])][limit::limit]
    for level in (cuts, lines, sentences, words):
        inner = [cut for cut in level if start < cut < end]
        if inner:
            marks = [start, *inner, end]
            for a, b in zip(marks, marks[1:], strict=False):
                yield from _shorten(text, a, b, limit, [])
            return


def heading(document_title: str, article: Article) -> str:
    """Give the line that stands above every passage of an article, for the models.

    The document's title and the article's own; Chương and Mục titles cost tokens and blur
    the vector.
    """
    short = " ".join(document_title.split()[:_TITLE_SYLLABLES])
    return " > ".join(part for part in (short, article.title) if part)


def render(heading_line: str, text: str) -> str:
    """Give the text of a passage as the encoder and the cross-encoder read it."""
    return f"{heading_line}\n{text}".strip()


def lexical(document_number: str, text: str) -> str:
    """Give the text of a passage as BM25 reads it: the ways to name its document stand before it.

    "100/2019/NĐ-CP" is asked for as such, as "Nghị định 100/2019", or by its title and year.
    """
    short = _SHORT_NUMBER.match(document_number)
    names = [document_number, short[0], short["year"]] if short else [document_number]
    return f"{' '.join(names)}\n{text}".strip()
