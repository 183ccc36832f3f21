"""Mentions of provisions in the articles of a document → what they point to.

A citation without a document means the document that it stands in, unless the words after it
name another, or the article is about changing another ("Sửa đổi khoản 2 Điều 8 như sau") or
quotes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.citation import Citation, find_citations
from corpus.clauses import quoted_lines
from corpus.encoding import normalise
from corpus.model import Article, Reference, article_id

__all__ = ["find_references"]

_KIND = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp|Nghị quyết|Nghị định|Thông tư|Quyết định|Chỉ thị|Quy chế|Quy định|Điều lệ"
    r"|Hiệp định|Công ước|Hợp đồng|Nội quy)"
)
_OF = r"[ ,]{0,2}(?:(?:của|tại|trong|thuộc) )?"
_TO_DOCUMENT = re.compile(_OF)
_AFTER = re.compile(rf"{_OF}(?:(?P<this>(?i:{_KIND}|văn bản)(?: liên tịch)? này)|{_KIND})\b")
_DOCUMENT = re.compile(rf"/|\b{_KIND}\b|\b(?:BL|NĐ|TT|QĐ)", re.I)
_LABEL = r"\d{1,4}[a-zđ]?\d?(?![\w/%])(?![.,]\d)"
_MORE = re.compile(rf"(?:(?:, ?| và | hoặc ){_LABEL})+")
_NEXT = re.compile(_LABEL)
_LIST_ENDS = re.compile(rf"[ ,]{{0,2}}(?:[.;:)\n]|$|của |tại |{_KIND}\b)")
_ALL_OF = re.compile(r"\bcác $", re.I)
_AND = re.compile(r"(?:,? ?(?:và|hoặc|hay|đến|đến hết)|,|;) (?:các |từ )?")
_JOINED = r"(?:, | và | hoặc )"
_POINTS = rf"điểm [a-zđ]\d?(?!\w)(?:{_JOINED}(?:điểm )?[a-zđ]\d?(?!\w)){{0,20}}"
_CLAUSES = rf"(?:các )?khoản \d{{1,3}}[a-zđ]?(?!\w)(?:{_JOINED}(?:khoản )?\d{{1,3}}[a-zđ]?(?!\w)){{0,20}}"
_THIS_ARTICLE = re.compile(rf"\b(?:{_POINTS}(?:,? {_CLAUSES})?|{_CLAUSES}),? (?:của )?điều này\b", re.I)
_CHANGES = re.compile(
    r"(?:(?:\d{1,3}[a-zđ]?|[a-zđ]\d?)[.)/] ?|[-–+] ?)?(?:sửa đổi|bổ sung|bãi bỏ|thay thế|hủy bỏ)\b", re.I
)
_YEAR = re.compile(r"/|(?:19|20)\d\d")
_COMPLETE = re.compile(r"-|/[A-ZĐ]+\d+$")
_QUOTE = re.compile("[“”]")

_BLANKS = re.compile(r"\s{50}")

_OWN, _UNKNOWN = "", "?"


class _Listed(NamedTuple):
    start: int
    end: int
    label: str


def find_references(document_number: str, articles: Sequence[Article]) -> tuple[Reference, ...]:
    """Find the provisions and documents that a document's articles mention.

    Parameters
    ----------
    document_number : str
        Identifier of the document itself, for its own articles.
    articles : sequence of Article
        All of its articles, their text normalised.

    Returns
    -------
    tuple of Reference
        By article and place; ``article.text[start:end]`` is the mention. A target in another
        document need not be known to any library; one in this document exists.
    """
    own = {article.number for article in articles}
    found: list[Reference] = []
    for article in articles:
        # Citations are sought with patterns that long runs of blanks would slow down.
        if normalise(article.text) == article.text and not _BLANKS.search(article.text):
            targets = sorted(_targets(article, document_number, own))
            found += [Reference(article.number, start, end, target) for start, end, target in targets]
    return tuple(found)


def _targets(article: Article, document: str, own: set[str]) -> Iterator[tuple[int, int, str]]:
    text = article.text
    foreign = _Foreign(article)
    attachment = re.sub(r"^\S+", "", article.number)
    for match in _THIS_ARTICLE.finditer(text):
        if not foreign.holds(match.start()):
            yield match.start(), match.end(), article_id(document, article.number)
    for citation, of, listed in _resolved(text):
        if citation.article is None:
            yield citation.start, citation.end, of
        for start, end, label in listed:
            if of == _OWN and label + attachment in own and not foreign.holds(start):
                yield start, end, article_id(document, label + attachment)
            elif of not in (_OWN, _UNKNOWN):
                yield start, end, article_id(of, label)


def _resolved(text: str) -> Iterator[tuple[Citation, str, list[_Listed]]]:
    """Give each citation with the document that it means and the articles that it lists."""
    citations = [c for c in find_citations(text) if c.article is None or "điều" in text[c.start : c.end].lower()]
    after: Citation | None = None
    after_of = _UNKNOWN
    for citation in reversed(citations):
        if citation.article is None:
            after_of = citation.document_number or ""
            after_of = after_of if _COMPLETE.search(after_of) else _UNKNOWN
            if after_of != _UNKNOWN:
                yield citation, after_of, []
        else:
            listed = _listed(text, citation)
            after_of = _document_of(text, citation, listed[-1].end, after, after_of)
            yield citation, after_of, listed
        after = citation


def _listed(text: str, citation: Citation) -> list[_Listed]:
    """Give the citation's article, and those named after it by number only ("các điều 12, 13 và 14")."""
    listed = [_Listed(citation.start, citation.end, citation.article or "")]
    more = _MORE.match(text, citation.end)
    if more and (
        _ALL_OF.search(text[max(0, citation.start - 4) : citation.start]) or _LIST_ENDS.match(text, more.end())
    ):
        listed += [_Listed(*m.span(), m[0]) for m in _NEXT.finditer(text, more.start(), more.end())]
    return listed


def _document_of(text: str, citation: Citation, end: int, after: Citation | None, after_of: str) -> str:
    mention = text[citation.start : citation.end]
    number = citation.document_number
    if number and _DOCUMENT.search(mention):
        # The name of a code without its year may mean its predecessor.
        return number if _YEAR.search(mention) and _COMPLETE.search(number) else _UNKNOWN
    if after and after.article is None and _TO_DOCUMENT.fullmatch(text, end, after.start):
        return after_of
    if match := _AFTER.match(text, end):
        return _OWN if match["this"] else _UNKNOWN
    return after_of if after and after.article and _AND.fullmatch(text, end, after.start) else _OWN


class _Foreign:
    """Where an article speaks with another document's voice: in quotations and in orders to change it."""

    def __init__(self, article: Article) -> None:
        lines = article.text.split("\n")
        self._all = _CHANGES.match(article.title) is not None
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._lines = quoted_lines(lines) | {i for i, line in enumerate(lines) if _CHANGES.match(line)}
        marks = list(_QUOTE.finditer(article.text))
        self._marks = [mark.start() for mark in marks]
        self._depth = [0, *accumulate(1 if mark[0] == "“" else -1 for mark in marks)]

    def holds(self, position: int) -> bool:
        """Whether the text at an offset is foreign."""
        line = bisect_right(self._starts, position) - 1
        depth = self._at(position) - self._at(self._starts[line])
        return self._all or line in self._lines or depth > 0

    def _at(self, position: int) -> int:
        return self._depth[bisect_left(self._marks, position)]
