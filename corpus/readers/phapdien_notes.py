"""The words in which the code of laws says where an article comes from and what happened to it since.

    (Điều 28 Luật số 66/2006/QH11, có hiệu lực thi hành kể từ ngày 01/01/2007, có nội dung được
    sửa đổi, có nội dung bị bãi bỏ bởi Điều 1 Luật số 61/2014/QH13 có hiệu lực thi hành kể từ
    ngày 01/07/2015; Điều 2 Luật số 45/2019/QH14 có hiệu lực thi hành kể từ ngày 01/01/2021)

The first article of a document in a topic also tells its title, day and issuer. Form of the notes:
Thông tư 13/2014/TT-BTP, Điều 4 to 7; most are made by a program, some by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.citation import normalise_number

AMENDED, ADDED, AMENDED_AND_ADDED = "Sửa đổi", "Bổ sung", "Sửa đổi, bổ sung"
REPEALED, PARTLY_REPEALED = "Bãi bỏ", "Bãi bỏ một phần"
REPLACED, CORRECTED, SUSPENDED = "Thay thế", "Đính chính", "Ngưng hiệu lực"

KINDS = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Sắc lệnh",
    "Lệnh",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định",
    "Thông tư liên tịch",
    "Thông tư",
    "Quyết định",
    "Chỉ thị",
)
_KIND_OF = {kind.lower(): kind for kind in KINDS}
_KIND = rf"(?i:{'|'.join(KINDS)})"
# "33/2018/TT- BGTVT", "17 /2018/TT-BTNMT", "60 TC/TCT": spaces stray into numbers.
_NUMBER = (
    r"['\"“ ]{0,3}(?P<number>\d[^\s,;()]*(?:\([A-Z]\d+\))?"
    r"(?:(?<=[/-]) {1,2}[^\s,;()]+| {1,2}(?=[/-])[/-] ?[^\s,;()]+| (?=[A-ZĐ]{1,9}/[A-ZĐ])[^\s,;()]+)*)"
)
_DAY = r"(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})"
_SOURCE = re.compile(
    rf"(?P<kind>{_KIND}|tư(?= số))(?!\w)(?P<so> số)?(?: ?:)?(?: (?:[Ss]ố|Nghị quyết số) ?:)?(?P<joint> liên tịch)?"
    rf"(?:\s*{_NUMBER})?"
)
_BARE = re.compile(rf"(?P<kind>)(?P<so>số)(?P<joint>) {_NUMBER}")
_IN_FORCE = re.compile(rf",? *(?:có )?hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)? *{_DAY}")
_NO_NUMBER = re.compile(r"^ ?(?:Không số|Không)\b")
_ISSUED = re.compile(
    r"(?P<title>.*)\bngày (\d{1,2})/(\d{1,2})/(\d{4}) của (?P<issuer>.+)"
)  # greedy: titles name days too
_ARTICLE = re.compile(r"\b(?:[Đđ]iều|[Mm]ục) (\d{1,4}[a-zđ]?\d?)(?!\w)")
_ARTICLES = re.compile(r"\b[Đđ]iều ((?:\d{1,4}[a-zđ]?\d?(?!\w)(?:, ?| và )?(?![Đđ]iều))+)")
_LABEL = re.compile(r"\d+[a-zđ]?\d?")
_VERB = re.compile(
    r"\b(?P<how>được|bị)?[ /]*(?:được )?\b"
    r"(?P<verb>sửa đổi|bổ sung|bãi bỏ|hủy bỏ|thay thế|đính chính|ngưng hiệu lực|hết hiệu lực)",
    re.I,
)
_BY = re.compile(r"\b(?:bởi|theo quy định tại|tại)\b", re.I)
_CITED = re.compile(
    rf"\bcủa (?P<kind>{_KIND}) {_NUMBER} (?P<title>.*) ban hành ngày {_DAY}$",
)
_REPEALS = ("Bãi bỏ", "Hủy bỏ", "Hết hiệu lực")
_LONGEST = 5000
_LAWS = ("Hiến pháp", "Bộ luật", "Luật")


@dataclass(frozen=True, slots=True)
class Change:
    """What another document's article did to this one.

    ``action`` is in Vietnamese, as it is shown; ``by_document`` is a number, or the kind
    and title of a document that has none.
    """

    action: str
    by_document: str
    by_article: str = ""
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Where an article comes from.

    Attributes
    ----------
    article : str
        "28", "33a"; empty when the note does not say.
    number : str
        Of the document, normalised; empty when it has none.
    title, issuer, issued_on
        Told only once a topic, mostly; ``title`` is without the kind.
    """

    article: str
    kind: str
    number: str
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    changes: tuple[Change, ...] = ()


def parse_note(text: str) -> Note | None:
    """Read a source note.

    Parameters
    ----------
    text : str
        Normalised, without tags, on one line.

    Returns
    -------
    Note or None
        None when it names no document.
    """
    text = text[:_LONGEST].strip("() .")
    since = _IN_FORCE.search(text)
    head, tail = (text[: since.start()], text[since.end() :]) if since else (text, "")
    source = _source(head)
    if not source:
        return None
    before, rest = head[: source.start()], head[source.end() :]
    number = _number(source)
    if not number:
        rest = _NO_NUMBER.sub("", rest)
    kind = _kind(source)
    issued = _ISSUED.match(rest.strip())
    title = (issued["title"] if issued else "" if rest[:1] == "," else rest).strip(" ,.;:-–")
    articles = _ARTICLE.findall(before)
    return Note(
        article=articles[-1] if articles else "",
        kind=kind,
        number=number,
        title=title if issued or not number else "",
        issuer=issued["issuer"].strip(" ,.") if issued else "",
        issued_on=_day(*issued.groups()[1:4]) if issued else None,
        effective_on=_day(*since.groups()) if since else None,
        changes=tuple(_changes(tail)),
    )


def parse_cited(text: str) -> Note | None:
    """Read the document in the text of a link to a related article.

    "Điều 73. Trách nhiệm của người có thẩm quyền của Luật 43/2013/QH13 Đấu thầu ban hành ngày 26/11/2013".
    None when it names no document: then the next link of the list does.
    """
    found = _CITED.search(text[:_LONGEST])
    if not found:
        return None
    articles = _ARTICLE.match(text)
    return Note(
        article=articles[1] if articles else "",
        kind=_KIND_OF[found["kind"].lower()],
        number=_clean_number(found["number"]),
        title=found["title"].strip(" ,.;:-–"),
        issued_on=_day(*found.groups()[-3:]),
    )


def full_title(kind: str, title: str, number: str) -> str:
    """Give a document's title with its kind: "Luật Thanh niên", "Nghị định về quản lý muối"."""
    if not title:
        return f"{kind} số {number}" if kind and number else number or kind
    if title.lower().startswith(f"{kind} ".lower()):
        title = title[len(kind) :].strip()
    if kind not in _LAWS and title[1:2].islower():
        title = title[:1].lower() + title[1:]
    return f"{kind} {title}".strip()


def _source(text: str) -> re.Match[str] | None:
    found = _SOURCE.search(text)
    # A kind without a number or title is a word of something else ("Thông tư này có hiệu lực …").
    if found and not found["number"] and not found["so"] and re.match(r" này\b| *$", text[found.end() :]):
        return None
    return found or _BARE.search(text)


def _kind(source: re.Match[str]) -> str:
    kind = _KIND_OF.get(f"{source['kind'] or ''}{source['joint'] or ''}".lower(), "")
    return "Thông tư" if source["kind"] == "tư" else kind


def _number(source: re.Match[str]) -> str:
    return _clean_number(source["number"]) if source["number"] else ""


def _clean_number(number: str) -> str:
    number = re.sub(r" *([/-]) *", r"\1", number).replace("_", "-")
    return normalise_number(number.strip(" .,'\"”/-")) if re.search(r"[/-]", number) else ""


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _changes(tail: str) -> Iterator[Change]:
    """Read "có nội dung được sửa đổi bởi Điều 1 Luật số … ; Điều 2 …": what comes after a semicolon does the same."""
    actions: tuple[str, ...] = ()
    for segment in re.split(r";| và (?=có nội dung|Thông tư|Nghị định)", tail):
        source = _source(segment)
        if not source:
            continue
        before = segment[: source.start()]
        by = _BY.search(before)
        said = _actions(before[: by.start()] if by else before)
        actions = said or actions or ((AMENDED_AND_ADDED,) if by else ())
        since = _IN_FORCE.search(segment, source.end())
        number = _number(source) or _named(segment[source.end() :].split(",")[0].strip(), _kind(source))
        articles = [n for found in _ARTICLES.findall(before) for n in _LABEL.findall(found)] or [""]
        for action in actions:
            for article in articles:
                yield Change(action, number, article, _day(*since.groups()) if since else None)


def _named(rest: str, kind: str) -> str:
    """Give the number that follows a title ("Luật Phí và lệ phí số 97/2015/QH13"); the title where none does."""
    found = _BARE.search(rest)
    return _number(found) if found else full_title(kind, rest, "")


def _actions(words: str) -> tuple[str, ...]:
    """Name the actions: to amend and to add are one; what befalls the whole article is told from a part of it."""
    found: dict[str, None] = {}
    part = False
    for phrase in re.split(r",| và ", words):
        match = _VERB.search(phrase)
        if not match:
            continue
        part = "nội dung" in phrase or (part and not match["how"])
        verb = match["verb"].capitalize()
        if verb in _REPEALS:
            verb = PARTLY_REPEALED if part else REPEALED
        found[verb] = None
    if AMENDED in found and ADDED in found:
        return (AMENDED_AND_ADDED, *(action for action in found if action not in (AMENDED, ADDED)))
    return tuple(found)
