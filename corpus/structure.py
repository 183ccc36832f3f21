"""Plain text of a legal document → Phần / Chương / Mục / Điều, and inside them khoản and điểm.

A line that begins with "Điều 12" or "Mục 2" is often a reference. Headings are told from
references by what all of them together say: articles count upwards, and a chapter or
section heading stands, with its title, right before an article or another heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from corpus.clauses import parse_clauses, quoted_lines
from corpus.encoding import normalise
from corpus.model import Article

__all__ = ["Outline", "parse", "parse_clauses"]

_SPACES = re.compile(r"[ \t]+")
_DEBRIS = re.compile(r"CÔNG BÁO(?:/Số .*)?|(?:Trang|Page) \d+(?: ?/ ?\d+)?|[-–] ?\d{1,4} ?[-–]|[_=*.\-–—]{3,}")

_ARTICLE = re.compile(r"(?i:điều) ?(\d{1,4})([a-zA-ZđĐ]?\d?)(?!\w)(?![.,]\d) ?([.:/)\-–—]*) ?(.*)")
# After a bare "Điều 12", these words make it a reference: "Điều 12 Bộ luật này quy định …".
_REFERENCE = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Hiến pháp|Quy chế|Hợp đồng)\b"
)

_WORDS = r"nhất|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười(?: (?:một|hai|ba|tư|bốn|năm|lăm|sáu|bảy|tám|chín))?"
_HEADING = re.compile(
    rf"(?:(?P<part>(?i:phần)) (?P<pl>(?i:thứ (?:{_WORDS})|{_WORDS})|[IVXLC]+|\d{{1,2}}|[A-ZĐ])"
    rf"|(?P<kind>(?i:chương|tiểu mục|mục)) (?P<l>(?i:thứ (?:{_WORDS}))|[IVXLC]+[a-zđ]?|\d{{1,3}}[a-zđ]?|[A-ZĐ]))"
    r"(?!\w) ?[.:\-–—]* ?(?P<title>.*)"
)
_ORDINAL = re.compile(rf"(?:thứ )?(?:{_WORDS})", re.I)
_LEVELS = {"phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3}
_TITLE_LINES = 4
_TITLE_LENGTH = 300
_ITEM = re.compile(r"(?:\d{1,3}[a-zđ]?|[a-zđ])[.)]")
_FIRST_ITEM = re.compile(r"[“\"]?(?:1|a)[.)]")

_TAIL = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?(?:được|do) (?:Quốc hội|Ủy ban [Tt]hường vụ)\b"
    r".*thông qua"
    r"|(?i:nơi nhận) ?:|(?:TM|KT|TL|TUQ|Q)\. ?[A-ZĐ]|(?:CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|THỨ TRƯỞNG|TỔNG THƯ KÝ|CHÁNH ÁN"
    r"|VIỆN TRƯỞNG)\b"
    r"|PHỤ LỤC\b|(?:ĐẠI DIỆN )?BÊN [AB]\b(?! ?:)"
)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document taken apart: what stands before its articles, the articles, what follows them.

    ``preamble`` is the whole text when the document has no articles; ``tail`` is the
    adoption clause, the signature, the recipients and the annexes.
    """

    preamble: str
    articles: tuple[Article, ...]
    tail: str = ""


class _Head(NamedTuple):
    """A line that may open an article."""

    line: int
    number: int
    suffix: str
    rest: str
    firm: bool

    @property
    def key(self) -> tuple[int, int, str]:
        return (
            self.number,
            "abcdđefghijklmnopqrstuvwxyz".find(self.suffix[:1]) if self.suffix else -1,
            self.suffix[1:],
        )


class _Heading(NamedTuple):
    level: int
    name: str
    end: int
    """Index of the first line after the heading's title."""


def parse(text: str) -> Outline:
    """Take a document's text apart; any text is accepted.

    Parameters
    ----------
    text : str
        Plain text in any spelling of Unicode; it is normalised first.

    Returns
    -------
    Outline
        Its articles have distinct numbers. A regulation attached to a decision counts
        again from 1: its articles are named "1 (kèm theo)", "2 (kèm theo)" …
    """
    lines = [line for raw in normalise(text).split("\n") if (line := _SPACES.sub(" ", raw).strip())]
    lines = [line for line in lines if not _DEBRIS.fullmatch(line)]
    groups = _article_groups(lines, quoted_lines(lines))
    if not groups:
        return Outline("\n".join(lines), ())
    headings = _headings(lines, {head.line for group in groups for head in group})
    articles: list[Article] = []
    tail: list[str] = []
    for g, group in enumerate(groups):
        limit = groups[g + 1][0].line if g + 1 < len(groups) else len(lines)
        made, tail = _assemble(lines, group, limit, headings, _attachment(g))
        articles += made
    first = min([groups[0][0].line, *headings])
    return Outline("\n".join(lines[:first]), tuple(articles), "\n".join(tail))


def _attachment(index: int) -> str:
    return "" if index == 0 else " (kèm theo)" if index == 1 else f" (kèm theo {index})"


def _article_groups(lines: list[str], quoted: set[int]) -> list[list[_Head]]:
    """Group the article headings: one group for the document, one for each attachment."""
    heads: list[_Head] = []
    for i, line in enumerate(lines):
        if i not in quoted and line[0] in "Đđ" and (head := _head(i, line)):
            expected = heads[-1].number + 1 if heads else 1
            if head.firm or head.number == expected:
                heads.append(head)
    groups: list[list[_Head]] = [[]]
    for i, head in enumerate(heads):
        restarts = head.number == 1 and not head.suffix and i + 1 < len(heads) and heads[i + 1].number == 2
        if restarts and groups[-1]:
            groups.append([])
        groups[-1].append(head)
    groups = [_increasing(group) for group in groups if group]
    # A table of contents is a run of headings with nothing between them, before the real ones.
    if len(groups) > 1 and len(groups[0]) > 2 and groups[0][-1].line - groups[0][0].line < 1.5 * len(groups[0]):
        groups = groups[1:]
    return groups


def _head(i: int, line: str) -> _Head | None:
    match = _ARTICLE.match(line)
    if not match:
        return None
    number, suffix, separator, rest = match.groups()
    if not separator and rest and (not rest[0].isupper() or _REFERENCE.match(rest)):
        return None
    if separator.startswith((")", "/")) or (separator.strip("-–—") == "" and separator and rest[:1].isdigit()):
        return None  # "(Điều 5)", "Điều 5/…", "Điều 5 - 7"
    return _Head(i, int(number), suffix.lower(), rest, bool(separator))


def _increasing(heads: list[_Head]) -> list[_Head]:
    """Longest strictly increasing run of article numbers (patience sorting): a stray reference falls out."""
    tails: list[tuple[int, int, str]] = []
    at: list[int] = []
    before: list[int | None] = []
    for i, head in enumerate(heads):
        place = bisect_left(tails, head.key)
        before.append(at[place - 1] if place else None)
        if place == len(tails):
            tails.append(head.key)
            at.append(i)
        elif head.key < tails[place]:  # of two equal numbers the first stays
            tails[place], at[place] = head.key, i
    chosen: list[_Head] = []
    current: int | None = at[-1]
    while current is not None:
        chosen.append(heads[current])
        current = before[current]
    return chosen[::-1]


def _headings(lines: list[str], article_lines: set[int]) -> dict[int, _Heading]:
    """Chapters, sections …: lines of that form with an article or another heading right after their title."""
    found: dict[int, _Heading] = {}
    for i in range(len(lines) - 1, -1, -1):
        match = _HEADING.match(lines[i]) if lines[i][0] in "PpCcMmTt" else None
        if not match or i in article_lines:
            continue
        titles = [match["title"]] if match["title"] else []
        end = i + 1
        while end < len(lines) and end - i <= _TITLE_LINES and end not in article_lines and end not in found:
            if not _is_title(lines[end], continued=bool(titles)):
                break
            titles.append(lines[end])
            end += 1
        title = " ".join(titles)
        if (end in article_lines or end in found) and (not title or not title[0].islower()):
            kind = (match["part"] or match["kind"]).lower()
            label = match["pl"] or match["l"]
            if _ORDINAL.fullmatch(label):
                label = label.lower()
            name = f"{kind.capitalize()} {label}" + (f": {title}" if title else "")
            found[i] = _Heading(_LEVELS[kind], name, end)
    return found


def _is_title(line: str, *, continued: bool) -> bool:
    """Whether a line can be (more of) a heading's title; more of one is in capitals."""
    if len(line) > _TITLE_LENGTH or line[-1] in ".;" or _ITEM.match(line):
        return False
    return line.upper() == line if continued else True


def _assemble(
    lines: list[str], heads: list[_Head], limit: int, headings: dict[int, _Heading], attachment: str
) -> tuple[list[Article], list[str]]:
    articles: list[Article] = []
    path: list[_Heading] = []
    tail: list[str] = []
    position = 0 if not attachment else heads[0].line
    marks = sorted(headings)
    if attachment:
        while (i := bisect_left(marks, position)) and headings[marks[i - 1]].end == position:
            position = marks[i - 1]
    for n, head in enumerate(heads):
        for i in marks[bisect_left(marks, position) : bisect_left(marks, head.line)]:
            path = [h for h in path if h.level < headings[i].level] + [headings[i]]
        end = heads[n + 1].line if n + 1 < len(heads) else limit
        inner = bisect_left(marks, head.line)
        stop = marks[inner] if inner < len(marks) and marks[inner] < end else end
        body = lines[head.line + 1 : stop]
        if n + 1 == len(heads):
            cut = next((i for i, line in enumerate(body) if _TAIL.match(line)), len(body))
            body, tail = body[:cut], body[cut:]
        title, body = _split_title(head.rest, body)
        text = "\n".join(body)
        number = f"{head.number}{head.suffix}{attachment}"
        articles.append(Article(number, title, text, tuple(h.name for h in path), parse_clauses(text)))
        position = head.line
    return articles, tail


def _split_title(rest: str, body: list[str]) -> tuple[str, list[str]]:
    """Tell the title from a body that begins on the heading line ("Điều 2. Quyết định này có hiệu lực …")."""
    if not rest:
        if len(body) > 1 and len(body[0]) <= _TITLE_LENGTH and body[0][-1] not in ".;:" and not _ITEM.match(body[0]):
            return body[0], body[1:]
        return "", body
    while (
        body
        and rest[-1] not in ".;:"
        and body[0][0].islower()
        and not _ITEM.match(body[0])
        and len(rest) < _TITLE_LENGTH
    ):
        rest, body = f"{rest} {body[0]}", body[1:]
    listed = bool(body) and _FIRST_ITEM.match(body[0]) is not None
    if _ITEM.match(rest) or len(rest) > _TITLE_LENGTH * (2 if listed else 1):
        return "", [rest, *body]
    if rest[-1] in ".:" and listed and len(rest) <= _TITLE_LENGTH // 2:
        return rest.rstrip(".: "), body
    if rest[-1] in ".;:," or rest.endswith(("”", '"')):
        return "", [rest, *body]
    return rest, body
