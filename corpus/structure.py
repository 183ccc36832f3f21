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
from corpus.closing import closing_line
from corpus.encoding import normalise
from corpus.model import Article

__all__ = ["Outline", "parse", "parse_clauses"]

_SPACES = re.compile(r"[ \t]+")
_DEBRIS = re.compile(
    r"(?:\d{1,4} )?CÔNG BÁO(?:/Số [^.;]*)?|(?:Trang|Page) \d+(?: ?/ ?\d+)?|[-–] ?\d{1,4} ?[-–]|[_=*.\-–—]{3,}"
)

_UNITS = {
    word: n
    for n, words in enumerate(
        ("nhất một mốt", "hai nhì", "ba", "tư bốn", "năm lăm", "sáu", "bảy bẩy", "tám", "chín"), start=1
    )
    for word in words.split()
}
_WORDS = rf"(?:(?:hai|ba|bốn) mươi|mười)(?: (?:{'|'.join(_UNITS)}))?|{'|'.join(_UNITS)}"
_NOTE = r"(?: ?\[\d{1,4}\])*"  # footnote marks of consolidated texts: "Điều 5[3]. …"
_ARTICLE = re.compile(
    rf"(?i:điều) ?(?:(?:(?i:thứ) )?(?P<digits>\d{{1,4}})(?P<suffix>[a-zA-ZđĐ]?\d?)|(?i:thứ (?P<words>{_WORDS}))"
    rf"|(?P<roman>[IVX]{{1,7}}))(?!\w){_NOTE}(?![.,]\d) ?(?P<separator>[.:/)\-–—]*){_NOTE} ?(?P<rest>.*)"
)
# After a bare "Điều 12", these words make it a reference: "Điều 12 Bộ luật này quy định …".
_REFERENCE = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Hiến pháp|Quy chế|Hợp đồng)\b"
)
_NUMBERS = re.compile(r"[Đđ]iều ((?:\d{1,4}[a-zđ]?\d?(?!\w)(?:, ?(?:[Đđ]iều )?| và (?:[Đđ]iều )?)?)+)")

_AMENDS = re.compile(r"sửa đổi|bổ sung|thay", re.I)

_HEADING = re.compile(
    rf"(?:(?P<part>(?i:phần)) (?P<pl>(?i:thứ (?:{_WORDS}|\d{{1,2}})|{_WORDS})|[IVXLC]+|\d{{1,2}}|[A-ZĐ])"
    rf"|(?P<kind>(?i:chương)) (?P<l>(?i:(?:thứ )?(?:{_WORDS}|\d{{1,3}})|[IVXLC]+)[a-zđ]?|[A-ZĐ])"
    rf"|(?P<section>(?i:tiểu mục|mục)) (?P<sl>(?i:thứ (?:{_WORDS}))|[IVXLC]+[a-zđ]?|\d{{1,3}}[a-zđ]?|[A-ZĐ]))"
    r"(?!\w) ?[.:\-–—]* ?(?P<title>.*)"
)
_ORDINAL = re.compile(rf"(?:thứ )?(?:{_WORDS})", re.I)
_LEVELS = {"phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3}
_GOES_ON = re.compile(r"(?:của|và|hoặc|này|thì|được|theo|nêu|với|tại|trong|có|phải|không)\b")
_TITLE_LINES = 4
_TITLE_LENGTH = 300
_ITEM = re.compile(r"(?:\d{1,3}[a-zđ]?|[a-zđ])[.)]")
_FIRST_ITEM = re.compile(r"[“\"]?(?:1|a)[.)]")
_PAGE = re.compile(r"[ .…_|]*\d{0,4}\Z")


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
    label: str
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


class _Layout(NamedTuple):
    lines: list[str]
    quoted: set[int]
    headings: dict[int, _Heading]
    marks: list[int]
    """Lines of the headings, ascending."""


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
        again from 1: its articles are named "1 (kèm theo)", "2 (kèm theo)" … A table of
        contents, before or after the text, belongs to no part.
    """
    lines = [line for raw in normalise(text).split("\n") if (line := _SPACES.sub(" ", raw).strip())]
    lines = [line for line in lines if not _DEBRIS.fullmatch(line)]
    quoted = quoted_lines(lines)
    groups = _article_groups(lines, quoted)
    if not groups:
        return Outline("\n".join(lines), ())
    contents, stop = range(0), len(lines)
    if len(groups) > 1 and _is_contents(groups[0], groups[1]):
        contents = range(groups[0][0].line, groups[0][-1].line + 1)
        groups = groups[1:]
    elif len(groups) > 1 and _repeats(groups[-1], groups[0]):
        stop = groups.pop()[0].line
    headings = _headings(lines, {head.line for group in groups for head in group})
    layout = _Layout(lines, quoted, headings, sorted(headings))
    articles: list[Article] = []
    tail: list[str] = []
    for g, group in enumerate(groups):
        limit = groups[g + 1][0].line if g + 1 < len(groups) else stop
        made, after = _assemble(layout, group, contents.stop if g == 0 else group[0].line, limit, _attachment(g))
        articles += made
        tail += after
    first = layout.marks[i] if (i := bisect_left(layout.marks, contents.stop)) < len(headings) else len(lines)
    before = [line for i, line in enumerate(lines[: min(groups[0][0].line, first)]) if i not in contents]
    return Outline("\n".join(before), tuple(articles), "\n".join(tail))


def _attachment(index: int) -> str:
    return "" if index == 0 else " (kèm theo)" if index == 1 else f" (kèm theo {index})"


def _article_groups(lines: list[str], quoted: set[int]) -> list[list[_Head]]:
    """Group the article headings: one group for the document, one for each attachment."""
    heads = _heads(lines, quoted)
    groups: list[list[_Head]] = [[]]
    for i, head in enumerate(heads):
        restarts = head.number == 1 and not head.suffix and i + 1 < len(heads) and heads[i + 1].number == 2
        if restarts and groups[-1]:
            groups.append([])
        groups[-1].append(head)
    return [_increasing(group) for group in groups if group]


def _heads(lines: list[str], quoted: set[int]) -> list[_Head]:
    heads: list[_Head] = []
    announced: list[set[str]] = []
    begun = False
    for i, line in enumerate(lines):
        head = _head(i, line) if i not in quoted and line[0] in "Đđ" else None
        quoting = next((numbers for numbers in announced if head and head.label in numbers), None)
        if head and quoting:
            announced, begun = [quoting - {head.label}], True
            continue
        if head and (head.firm or head.number == (heads[-1].number + 1 if heads else 1)):
            heads.append(head)
        if found := _announced(head.rest if head else line):
            announced, begun = found, False
        elif not begun:
            announced = []
    return heads


def _announced(line: str) -> list[set[str]]:
    """Give the lists of articles of another text that the next lines quote, perhaps without quotation marks.

    "Điều 5 được sửa đổi như sau:" announces an article 5; the first must stand on the next line.
    """
    if not line.endswith("sau:") or not _AMENDS.search(line):
        return []
    return [set(re.findall(r"\d+[a-zđ]?\d?", found)) for found in _NUMBERS.findall(line)]


def _head(i: int, line: str) -> _Head | None:
    match = _ARTICLE.match(line)
    if not match:
        return None
    separator, rest = match["separator"], match["rest"]
    if not separator and rest and (not rest[0].isupper() or _REFERENCE.match(rest)):
        return None
    if separator.startswith((")", "/")) or (separator.strip("-–—") == "" and separator and rest[:1].isdigit()):
        return None  # "(Điều 5)", "Điều 5/…", "Điều 5 - 7"
    suffix = (match["suffix"] or "").lower()
    if match["roman"]:
        number, label = _roman(match["roman"]), match["roman"]
    else:
        number = int(match["digits"]) if match["digits"] else _ordinal(match["words"])
        label = f"{number}{suffix}"
    return _Head(i, number, suffix, label, rest, bool(separator))


def _ordinal(words: str) -> int:
    """Give the number of "nhất", "mười lăm", "hai mươi mốt"."""
    tens, ten, units = words.lower().rpartition("mươi") if "mươi" in words.lower() else words.lower().rpartition("mười")
    return (_UNITS.get(tens.strip(), 1) * 10 if ten else 0) + _UNITS.get(units.strip(), 0)


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


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


def _is_contents(group: list[_Head], text: list[_Head]) -> bool:
    """Tell a table of contents from a decision of one-line articles before its attachment."""
    if _repeats(group, text):
        return True
    sentences = any(head.rest.endswith((".", ";", ":")) for head in group)
    return len(group) > 2 and _dense(group) and not sentences


def _repeats(contents: list[_Head], text: list[_Head]) -> bool:
    """Whether a run of headings with nothing between them names the articles of the text."""
    titles = {head.label: _entry(head) for head in text}
    same = sum(bool(head.rest) and titles.get(head.label) == _entry(head) for head in contents)
    shorter = _span(contents) < _span(text)
    return shorter and _dense(contents) and len(contents) > 1 and 2 * same >= len(contents)


def _entry(head: _Head) -> str:
    """Give a title without the dots and page number that a table of contents puts after it."""
    return _PAGE.sub("", head.rest[:_TITLE_LENGTH]).casefold()


def _dense(group: list[_Head]) -> bool:
    return _span(group) < 1.5 * len(group)


def _span(group: list[_Head]) -> int:
    return group[-1].line - group[0].line


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
        if (end in article_lines or end in found) and not _is_sentence(match["title"], titles):
            kind = (match["part"] or match["kind"] or match["section"]).lower()
            label = match["pl"] or match["l"] or match["sl"]
            title = " ".join(titles)
            name = f"{kind.capitalize()} {_label(label)}" + (f": {title}" if title else "")
            found[i] = _Heading(_LEVELS[kind], name, end)
    return found


def _is_sentence(beside: str, titles: list[str]) -> bool:
    """Whether "Chương II" is the middle of a sentence; a title in small letters stands on a line of its own."""
    return bool(titles) and titles[0][0].islower() and (bool(beside) or _GOES_ON.match(titles[0]) is not None)


def _label(label: str) -> str:
    if _ORDINAL.fullmatch(label):
        return label.lower()
    return label.upper() if re.fullmatch("[ivxlc]+", label) else label


def _is_title(line: str, *, continued: bool) -> bool:
    """Whether a line can be (more of) a heading's title; more of one is in capitals or goes on in small letters."""
    if len(line) > _TITLE_LENGTH or line[-1] in ".;" or _ITEM.match(line):
        return False
    return line.upper() == line or line[0].islower() if continued else True


def _assemble(
    layout: _Layout, heads: list[_Head], position: int, limit: int, attachment: str
) -> tuple[list[Article], list[str]]:
    """Make the articles of one group; give with them the lines between its last article and ``limit``."""
    lines, headings, marks = layout.lines, layout.headings, layout.marks
    articles: list[Article] = []
    path: list[_Heading] = []
    tail: list[str] = []
    if attachment:
        while (i := bisect_left(marks, position)) and headings[marks[i - 1]].end == position:
            position = marks[i - 1]
    for n, head in enumerate(heads):
        for i in marks[bisect_left(marks, position) : bisect_left(marks, head.line)]:
            path = [h for h in path if h.level < headings[i].level] + [headings[i]]
        end = heads[n + 1].line if n + 1 < len(heads) else limit
        inner = bisect_left(marks, head.line)
        stop = marks[inner] if inner < len(marks) and marks[inner] < end else end
        if n + 1 == len(heads):
            cut = closing_line(lines, head.line + 1, stop, layout.quoted)
            stop, tail = cut, lines[cut:stop]
        title, body = _split_title(head.rest, lines[head.line + 1 : stop])
        text = "\n".join(body)
        number = f"{head.label}{attachment}"
        articles.append(Article(number, title, text, tuple(h.name for h in path), parse_clauses(text)))
        position = head.line
    return articles, tail


def _split_title(rest: str, body: list[str]) -> tuple[str, list[str]]:
    """Tell the title from a body that begins on the heading line ("Điều 2. Quyết định này có hiệu lực …")."""
    if not rest:
        if len(body) > 1 and len(body[0]) <= _TITLE_LENGTH and body[0][-1] not in ".;:" and not _ITEM.match(body[0]):
            return body[0], body[1:]
        return "", body
    taken = 0
    while taken < len(body) and _goes_on(rest, body[taken]):
        rest, taken = f"{rest} {body[taken]}", taken + 1
    body = body[taken:]
    listed = bool(body) and _FIRST_ITEM.match(body[0]) is not None
    if _ITEM.match(rest) or len(rest) > _TITLE_LENGTH * (2 if listed else 1):
        return "", [rest, *body]
    if rest[-1] in ".:" and listed and len(rest) <= _TITLE_LENGTH // 2:
        return rest.rstrip(".: "), body
    if rest[-1] in ".;:," or rest.endswith(("”", '"')):
        return "", [rest, *body]
    return rest, body


def _goes_on(title: str, line: str) -> bool:
    return title[-1] not in ".;:" and line[0].islower() and not _ITEM.match(line) and len(title) < _TITLE_LENGTH
