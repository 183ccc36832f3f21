"""Mentions of numbered documents in an enacting clause, and which of them the clause is about.

"Thay thế Thông tư số 1/2010/TT-BTC ngày … hướng dẫn Nghị định số 2/2009/NĐ-CP và Thông tư số
3/2011/TT-BTC": the titles of the documents that are listed name other documents. Those are
told from the list's own members by what stands before each mention: a member begins the list
or follows a separator; what follows "của", "theo" or "hướng dẫn" belongs to a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.citation import normalise_number

__all__ = ["Member", "Mention", "Scope", "find_mentions", "listed", "scope_of"]

_KIND = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư|Quyết định"
    r"|Chỉ thị|Sắc lệnh)"
)
# "TT-BTC", "QĐ.UB"; a part set off by a space is in capitals, or it begins the next words.
_PART = r"[A-ZĐƯ][\wĐđƯư.&]*"
_SPACED = r"(?: ?[-–] ?(?-i:[A-ZĐƯ]{2,}\d*(?![a-zà-ỹ]))|[-/][A-ZĐƯ][\wĐđ.&]*)*"
_NUMBER = rf"\d{{1,5}}[a-z]?(?: ?/ ?\d{{4}})?(?: ?/ ?|-){_PART}{_SPACED}"
_LAW_NAME = rf"(?: sửa đổi, bổ sung)?(?:(?! {_KIND}\b)[^,;:.()\n]){{0,150}}?"
_MENTION = re.compile(
    rf"(?<!\w)(?:(?P<kind>{_KIND})(?P<name>{_LAW_NAME}) số:? ?|(?P<bare>{_KIND}) )(?P<number>{_NUMBER})(?![\w/])", re.I
)
_WORD = re.compile(r"[^\W_]+(?:\.\d+)?|[;,()]")
_UNNUMBERED = re.compile(rf"(?<!\w){_KIND}\b(?! này| trưởng)")
_SEPARATORS = (";", ",", "và")
_KEYS = set("điểm khoản điều chương mục phần tiết đoạn".split())
_JOINS = set("của tại trong thuộc các và số quy định từ đến ,".split())
_LABEL = re.compile(r"\d{1,4}[a-zđ]?\d?|[a-zđ]\d?|[IVXLC]{1,7}|[A-Z]")
_REACH = 300
_NAME_REACH = 400


class Mention(NamedTuple):
    """A document named by its number; ``rank`` tells laws (3), decrees (2) and circulars (1) apart."""

    start: int
    end: int
    number: str
    rank: int


class Scope(NamedTuple):
    """What of a document is meant: ``articles`` maps each to whether all of it is; neither flag: nothing known."""

    whole: bool
    articles: dict[str, bool]
    partly: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A document that a list names, the words that say what of it, and a verb that begins anew with it."""

    mention: Mention
    prefix: str
    verb: str = ""
    separator: str = ""


def find_mentions(text: str) -> list[Mention]:
    """Find the documents that a text names by number and kind, in order."""
    found = []
    for match in _MENTION.finditer(text):
        kind = (match["kind"] or match["bare"]).lower()
        number = normalise_number(match["number"].rstrip(".&-/"))
        rank = _rank(kind, number)
        if rank and (not match["name"] or rank == 3):
            found.append(Mention(match.start(), match.end(), number, rank))
    return found


def _rank(kind: str, number: str) -> int:
    """Give the rank that kind and number agree on; 0 where they do not."""
    if re.search(r"QH\d|CTN|HĐNN", number):
        return 3 if kind in ("luật", "bộ luật", "pháp lệnh", "nghị quyết", "nghị quyết liên tịch") else 0
    if kind in ("luật", "bộ luật", "pháp lệnh"):
        return 0
    return 2 if re.search(r"[/-](?:CP|TTG|HĐBT)$", number) else 1


def listed(text: str, start: int, stop: int, mentions: list[Mention]) -> Iterator[Member]:
    """Give the members of the list that stands between two offsets, in order.

    In doubt a mention is part of a title.
    """
    previous: Mention | None = None
    inner = 0
    position = start
    for mention in mentions:
        if mention.start < start or mention.end > stop:
            continue
        gap = text[position : mention.start]
        position = mention.end
        if previous is None:
            previous = mention
            yield Member(mention, gap)
            continue
        separator, verb, prefix = _separated(gap[-_REACH:])
        named = [_class(found[0]) for found in _UNNUMBERED.finditer(gap[-_NAME_REACH:])]
        inner = named[-1] if named else inner
        if separator and _belongs(separator, mention.rank, previous.rank, inner):
            previous, inner = mention, 0
            yield Member(mention, prefix, verb, separator)
        else:
            inner = mention.rank


def _belongs(separator: str, rank: int, listed_rank: int, inner: int) -> bool:
    if inner:
        return rank == listed_rank and (separator == ";" or inner != rank)
    return separator != "," or rank == listed_rank


def _class(kind: str) -> int:
    return 3 if "uật" in kind or kind.startswith("Pháp") else 2 if kind == "Nghị định" else 1


def _separated(gap: str) -> tuple[str, str, str]:
    """Read back from a mention: the separator before it, a verb, and the provisions named between."""
    words = list(_WORD.finditer(gap))
    i = len(words)
    begin = len(gap)
    # What is read so far are provisions only if they begin with one of the keys.
    while i and (word := words[i - 1][0].lower()) and (word in _KEYS | _JOINS or _LABEL.fullmatch(words[i - 1][0])):
        i -= 1
        if word in _KEYS:
            begin = words[i].start()
    before = gap[:begin].rstrip()
    if before.endswith(" các"):
        before = before[:-4].rstrip()
    verb = next(
        (v for v in ("bãi bỏ", "thay thế", "hủy bỏ") if before.endswith((f"và {v}", f"; {v}", f"đồng thời {v}"))), ""
    )
    before = before[: -len(verb)].rstrip() if verb else before
    separator = next((s for s in (*_SEPARATORS, "đồng thời") if before.endswith(s)), "")
    return separator if separator != "đồng thời" else ";", verb, gap[begin:]


_ARTICLES = re.compile(
    r"điều (?P<list>\d{1,4}[a-zđ]?\d?(?!\w)(?:(?:, ?| và | hoặc )\d{1,4}[a-zđ]?\d?(?!\w))*)"
    r"(?P<to> đến (?:hết )?điều (\d{1,4})(?!\w))?",
    re.I,
)
_WITHIN = re.compile(
    r"\b(?:khoản|điểm|đoạn|tiết|cụm từ|câu|từ ngữ|nội dung|gạch đầu dòng|quy định về|tiêu đề|tên)\b", re.I
)
_PLAIN = set("các những quy định tại và của toàn bộ điều khoản điểm tiết đoạn mục từ hoặc cho , ;".split())
_ANOTHER = re.compile(
    r"\b(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Thông tư|Quyết định|Nghị quyết|Công văn)\b(?! này)"
    r"|(?<![Mm]ẫu )(?<![Bb]iểu )(?<![Ll]ục )\bsố \d"
)
_ATTACHED = re.compile(r"\b(?:kèm theo|quy chế|điều lệ|nội quy)\b", re.I)
_PARTS = re.compile(
    r"\b(?:chương|mục|phần|phụ lục|mẫu|biểu|bảng|danh mục|quy định|nội dung|cụm từ|từ|khoản|điểm|tiết|đoạn|một số"
    r"|quy chế|điều lệ|thủ tục|ban hành kèm theo)\b",
    re.I,
)
_ALL_OF_IT = re.compile(
    r"(?:(?:toàn bộ|toàn văn|cho|các|những|đối với|(?:sau|dưới)(?: đây)?|văn bản|quy phạm pháp luật"
    r"|thông tư|nghị định|quyết định|nghị quyết|pháp lệnh|luật|liên tịch)[ :,]*)*",
    re.I,
)
_MOST_ARTICLES = 500


def scope_of(prefix: str) -> Scope:
    """Tell what of a document is meant by the words before its name ("Điều 5 và khoản 2 Điều 7 của")."""
    prefix = prefix.strip(" ,;:")
    if _ALL_OF_IT.fullmatch(prefix):
        return Scope(True, {}, False)
    if _ANOTHER.search(prefix):
        return Scope(False, {}, False)  # the words before the name are about another document
    if _ATTACHED.search(prefix):
        return Scope(False, {}, True)  # its articles are not the decision's own
    articles: dict[str, bool] = {}
    position = 0
    rest = []
    words = False
    for match in _ARTICLES.finditer(prefix):
        before = prefix[position : match.start()]
        rest.append(before)
        # "quy định về phí tại Điều 5, Điều 6": a part of each, not all of either.
        words = words or not all(w[0].lower() in _PLAIN or _LABEL.fullmatch(w[0]) for w in _WORD.finditer(before))
        whole = not words and _WITHIN.search(before) is None and "…" not in before
        for number in _numbers(match):
            articles[number] = articles.get(number, False) or whole
        position = match.end()
    rest.append(prefix[position:])
    others = " ".join(rest)
    partly = bool(_PARTS.search(others)) and (
        not articles or re.search(r"\b(?:chương|phụ lục|phần)\b", others, re.I) is not None
    )
    return Scope(False, articles, partly)


def _numbers(match: re.Match[str]) -> list[str]:
    numbers = re.findall(r"\d{1,4}[a-zđ]?\d?", match["list"].lower())
    if match["to"] and numbers[-1].isdigit():
        first, last = int(numbers[-1]), int(match[3])
        if first < last < first + _MOST_ARTICLES:
            numbers += [str(n) for n in range(first + 1, last + 1)]
    return numbers
