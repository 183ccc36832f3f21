"""Citations: "khoản 1 Điều 139 BLLĐ 2019" in a question → identifiers, and identifiers → lawyers' form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from corpus.encoding import fold, normalise
from corpus.model import Article, Clause

# Folded name → {year: number}; the first year is the one meant when none is said. Earlier
# codes are listed so that "BLHS 1999" is not taken for the code of 2015.
_CODES: dict[tuple[str, ...], dict[int, str]] = {
    ("blttds", "bo luat to tung dan su", "luat to tung dan su"): {2015: "92/2015/QH13", 2004: "24/2004/QH11"},
    ("bltths", "bo luat to tung hinh su", "luat to tung hinh su"): {2015: "101/2015/QH13", 2003: "19/2003/QH11"},
    ("blds", "bo luat dan su", "luat dan su"): {2015: "91/2015/QH13", 2005: "33/2005/QH11"},
    ("blhs", "bo luat hinh su", "luat hinh su"): {2015: "100/2015/QH13", 2017: "100/2015/QH13", 1999: "15/1999/QH10"},
    ("blld", "bo luat lao dong", "luat lao dong"): {2019: "45/2019/QH14", 2012: "10/2012/QH13"},
    ("blhh", "blhhvn", "bo luat hang hai viet nam", "bo luat hang hai", "luat hang hai"): {
        2015: "95/2015/QH13",
        2005: "40/2005/QH11",
    },
}
_BY_NAME = {name: years for names, years in _CODES.items() for name in names}

# Folded kind → how a number of that kind goes on after the year; the store completes it.
_KINDS = {
    "nghi dinh": "NĐ-CP",
    "nd": "NĐ-CP",
    "thong tu lien tich": "TTLT",
    "ttlt": "TTLT",
    "thong tu": "TT",
    "tt": "TT",
    "quyet dinh": "QĐ",
    "qd": "QĐ",
    "nghi quyet": "NQ",
    "nq": "NQ",
    "luat": "QH",
    "bo luat": "QH",
    "phap lenh": "",
}


# Parts of a number that are often typed without the bar; others ("UBND", "HD") have none.
_BARS = {
    "ND": "NĐ",
    "QD": "QĐ",
    "HDND": "HĐND",
    "HDTP": "HĐTP",
    "BLDTBXH": "BLĐTBXH",
    "BGDDT": "BGDĐT",
    "TLDLDVN": "TLĐLĐVN",
}
_BARLESS = re.compile(rf"(?<![A-ZĐ])(?:{'|'.join(_BARS)})(?![A-ZĐ])")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in words), key=len, reverse=True))


# Blanks are bounded: two runs of any length side by side would take quadratic time.
_DOCUMENT = re.compile(
    rf"(?<!\w)(?:(?P<name>{_alternatives(_BY_NAME)})(?!\w)(?:\s{{0,3}},?\s{{0,3}}(?:so\s{{0,3}})?(?P<named>\d{{1,4}}/\d{{4}}/[a-z]+\d*)"
    r"|\s{0,3}(?:nam\s{0,3})?(?P<year>(?:19|20)\d\d)(?![\w/]))?"
    rf"|(?:(?P<kind>{_alternatives(_KINDS)})\s{{0,3}})?(?:so\s{{0,3}}:?\s{{0,3}})?"
    r"(?P<n>\d{1,4})/(?P<y>(?:19|20)\d\d)(?:/(?P<rest>[a-z][a-z0-9]*(?:-[a-z0-9]+)*))?(?![\w/]))"
)
_ARTICLE = r"(?:dieu\s*(?:so\s*)?|d\.\s*|d(?=\d))"
_GAP = r"[\s,]*(?:cua\s+)?"


def _point(group: str = "?:") -> str:
    return rf"diem\s+({group}[a-z]\d?)(?!\w)"


def _clause(group: str = "?:") -> str:
    return rf"(?:khoan\s*|k\s*\.?\s*)({group}\d{{1,3}}[a-z]?)(?!\w)"


# In "Điều 109, điểm a khoản 2 Điều 113" point and clause are of the article that they stand right before, and after
# "khoản 3 Điều 189, khoản 2 và khoản 3 Điều 190" nothing more is said of Điều 189.
_NOT_OF_NEXT = (
    rf"(?![\s,]*{_point()}{_GAP}{_clause()}{_GAP}{_ARTICLE}\d"
    rf"|\s*,[\s,]*(?:{_point()}|{_clause()})\s+(?:cua\s+)?{_ARTICLE}\d)[\s,]*"
)
_LAST_POINT = rf"(?!{_GAP}{_clause()})"
_PROVISION = re.compile(
    rf"(?<!\w)(?:{_point('?P<point0>')}{_GAP})?(?:{_clause('?P<clause0>')}{_GAP})?"
    rf"{_ARTICLE}(?P<article>\d{{1,4}}[a-z]?)(?![\w/])"
    rf"(?(clause0)(?:\s*{_point('?P<point1>')}{_LAST_POINT})?"
    rf"|(?:{_NOT_OF_NEXT}{_clause('?P<clause1>')}(?:{_NOT_OF_NEXT}{_point('?P<point2>')}{_LAST_POINT})?"
    rf"|{_NOT_OF_NEXT}{_point('?P<point3>')}(?:{_NOT_OF_NEXT}{_clause('?P<clause2>')})?)?)"
)
_JOIN = re.compile(r"[\s,]*(?:(?:cua|trong|theo|tai|thuoc|o)\s+)?")
_BEFORE = re.compile(r"[\s,:]*(?:tai\s+)?")
_AND = re.compile(r"[\s,;]*(?:va|hoac|hay|voi|,|;)[\s]*")

_FILLERS = re.compile(
    r"\b(?:xem|tim|tra cuu|tra|doc|mo|noi dung|toan van|quy dinh|cho (?:toi|minh|em) (?:xem|biet|hoi)|cho hoi"
    r"|vui long|xin|hay|giup|toi|minh|em|can|muon"
    r"|la gi|nhu the nao|the nao|ra sao|noi gi|noi ve|gi|ve|tai|theo|cua|o|trong|so|a|ha"
    r"|van ban|can cu|trich dan|trich|thi|sao|nhe|voi)\b"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of a provision or document.

    Attributes
    ----------
    article, clause, point : str or None
        "139", "1", "a"; ``article`` is None where only a document is named.
    document_number : str or None
        Normalised; perhaps only the beginning of one ("01/2021/TT"), which
        ``Store.resolve_number`` completes. None when the text names no known document.
    start, end : int
        Offsets into the normalised text.
    """

    article: str | None
    clause: str | None
    point: str | None
    document_number: str | None
    start: int
    end: int


class _Cited(Protocol):
    """What a citation needs of a document: ``Document`` and ``DocumentInfo`` have it."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def issued_on(self) -> date | None: ...


def normalise_number(number: str) -> str:
    """Give a document number in its one spelling.

    Examples
    --------
    >>> normalise_number("100/2019/nd-cp"), normalise_number("45/2019/qh14")
    ('100/2019/NĐ-CP', '45/2019/QH14')
    """
    number = re.sub(r"\s*([/\-–])\s*", lambda m: "-" if m[1] == "–" else m[1], normalise(number).strip())
    number = re.sub(r"\s+", " ", number).upper()
    return _BARLESS.sub(lambda match: _BARS[match[0]], number)


def number_key(number: str) -> str:
    """Give the form that numbers are looked up by: no diacritics, no leading zeros."""
    return re.sub(r"^0+(?=\d)", "", fold(normalise_number(number)).replace(" ", ""))


def find_citations(text: str) -> list[Citation]:
    """Find the citations in a question or text, with or without diacritics, in any case.

    Parameters
    ----------
    text : str
        Normalised first; offsets are into ``normalise(text)``.
    """
    text = normalise(text)
    plain = _plain(text)
    named = [_Named(match.start(), match.end(), _number(match, text)) for match in _DOCUMENT.finditer(plain)]
    used: set[int] = set()
    found: list[Citation] = []
    follow = 0
    for match in _PROVISION.finditer(plain):
        citation = _provision(match, text)
        while follow < len(named) and named[follow].start < match.end():
            follow += 1
        after = named[follow] if follow < len(named) else None
        before = named[follow - 1] if follow else None
        if after and _JOIN.fullmatch(plain, match.end(), after.start):
            used.add(follow)
            citation = replace(citation, document_number=after.number, end=after.end)
        elif before and follow - 1 not in used and _BEFORE.fullmatch(plain, before.end, match.start()):
            used.add(follow - 1)
            citation = replace(citation, document_number=before.number, start=before.start)
        found.append(citation)
    _share_documents(found, plain)
    # A document cited on its own counts only by its number: names of codes are ordinary words of a question.
    found += [
        Citation(None, None, None, item.number, item.start, item.end)
        for i, item in enumerate(named)
        if i not in used and item.number and "/" in plain[item.start : item.end]
    ]
    return sorted(found, key=lambda citation: citation.start)


def is_bare(question: str, citation: Citation) -> bool:
    """Tell whether a question is nothing but this citation, politely wrapped at most."""
    plain = _plain(normalise(question))
    around = f"{plain[: citation.start]} {plain[citation.end :]}"
    return not re.search(r"\w", _FILLERS.sub(" ", around))


def format_citation(document: _Cited, article: Article | None = None, clause: Clause | None = None) -> str:
    """Give a citation as lawyers write it.

    Returns
    -------
    str
        Such as "khoản 1 Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019".
    """
    parts = [f"khoản {clause.number}"] if clause else []
    if article and article.number and not article.number.startswith("§"):
        parts.append(f"Điều {article.number}")
    title, kind = document.title.strip(), document.kind
    if kind and not (kind in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp") and title):
        parts.append(kind if document.number else title or kind)
    else:
        parts.append(title if not kind or title.lower().startswith(kind.lower()) else f"{kind} {title}")
    if document.number:
        parts.append(f"số {document.number}")
    if document.issued_on:
        parts.append(f"ngày {document.issued_on:%d/%m/%Y}")
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    number: str | None


def _plain(text: str) -> str:
    """Lower case without diacritics, of exactly the text's length."""
    plain = fold(text).lower()
    if len(plain) == len(text):
        return plain
    return "".join((fold(c).lower() or " ")[0] for c in text)


def _number(match: re.Match[str], text: str) -> str | None:
    if match["name"]:
        if match["named"]:
            return normalise_number(text[slice(*match.span("named"))])
        years = _BY_NAME[re.sub(r"\s+", " ", match["name"])]
        return years.get(int(match["year"])) if match["year"] else next(iter(years.values()))
    if match["rest"]:
        return normalise_number(f"{match['n']}/{match['y']}/{text[slice(*match.span('rest'))]}")
    kind = re.sub(r"\s+", " ", match["kind"] or "")
    if not kind:
        return None  # "3/2021" alone is a month
    number, rest = f"{int(match['n']):02d}/{match['y']}", _KINDS[kind]
    return f"{number}/{rest}" if rest else number


def _provision(match: re.Match[str], text: str) -> Citation:
    clause, point = _said(match, "clause"), _said(match, "point")
    return Citation(
        article=text[slice(*match.span("article"))].lower(),
        clause=text[slice(*match.span(clause))].lower() if clause else None,
        point=text[slice(*match.span(point))].lower() if point else None,
        document_number=None,
        start=match.start(),
        end=match.end(),
    )


def _said(match: re.Match[str], part: str) -> str | None:
    """Give the first group of this part, numbered from 0, that matched."""
    return next((name for name in match.re.groupindex if name.startswith(part) and match[name]), None)


def _share_documents(found: list[Citation], plain: str) -> None:
    """In "Điều 12 và Điều 13 BLDS" the first article is of the code as well."""
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        if here.document_number is None and after.document_number and _AND.fullmatch(plain, here.end, after.start):
            found[i] = replace(here, document_number=after.document_number)
