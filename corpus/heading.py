"""What the head and foot of a legal document say of it: number, kind, title, issuer, dates, signer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.citation import normalise_number
from corpus.closing import find_signers
from corpus.dates import DAY, day, effective_on, expires_on
from corpus.encoding import normalise
from corpus.names import AUTHORITIES, authority, ordinary_case

_HEAD_LINES = 60
_LINE_LENGTH = 2000
_FOOT_LINES = 15
_ENDING_LENGTH = 200_000
# The head is two columns: the issuer and number beside the motto and date. They come as a
# table row, as one line, or one after the other.
_MOTTO = re.compile(
    r"(?<!NƯỚC )CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    r"|(?i:^\W*cộng hòa xã hội chủ nghĩa việt nam|độc lập ?[-–] ?tự do ?[-–] ?hạnh phúc)"
)
_COLUMNS = re.compile(r"\s*(?:\||\t|[-_*=–—]{3,}| {3,})\s*|\s+(?=(?:(?:Luật|Pháp lệnh|Nghị quyết) )?[Ss]ố ?: ?\d)")
_LEGAL_GROUND = re.compile(r"(?i:căn cứ|theo đề nghị|xét đề nghị|kính gửi)")

_PART = r"(?:[/-][\w&.]+| ?[/–-] ?[0-9A-ZĐƯ&]+(?![a-zà-ỹ]))"
_NUMBER = re.compile(
    rf"(?:(?<!\w)(?i:số)(?: hiệu)? ?: ?|^(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết) )?(?i:số) )(\d{{1,5}}[a-z]?{_PART}+)"
)
_PLACE_DATE = re.compile(rf"(?:^|[A-ZĐ][^,;:/]{{1,40}}, ?)(?i:ngày) {DAY}\W*$")
_TODAY = re.compile(rf"(?i:hôm nay),? ?(?:(?:thứ|chủ) \w+,? ?)?(?:là )?ngày {DAY}")
_ADOPTED = re.compile(rf"này (?:đã )?được .{{0,200}}?thông qua(?: tại .{{0,100}}?)? ngày {DAY}")
_NUMBER_DATE = re.compile(rf"SỐ \S+ NGÀY {DAY}", re.I)

_KINDS = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Sắc lệnh",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định",
    "Thông tư liên tịch",
    "Thông tư",
    "Quyết định",
    "Chỉ thị",
    "Công văn",
    "Công điện",
    "Thông báo",
    "Kế hoạch",
    "Tờ trình",
    "Báo cáo",
    "Biên bản",
    "Hợp đồng",
    "Thỏa thuận",
    "Quy chế",
    "Quy định",
    "Điều lệ",
    "Nội quy",
    "Hướng dẫn",
)
_KIND_OF = {kind.upper(): kind for kind in sorted(_KINDS, key=len, reverse=True)}
_NAMED_LIKE_LAWS = ("Bộ luật", "Luật", "Pháp lệnh")
_TITLE_LINES = 8
_TITLE_LENGTH = 600
_ENDS_TITLE = re.compile(
    r"(?i:căn cứ|theo đề nghị|xét (?:đề nghị|thấy)|số ?:|hôm nay|kính gửi|lời nói đầu|thực hiện |trên cơ sở|sau khi)"
    r"|[-–+•] |.*\b(?:Quốc hội|Chính phủ|Ủy ban [Tt]hường vụ Quốc hội) ban hành\b"
    r"|(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Thông tư|Quyết định|Nghị quyết)(?: [\w,]+){0,12} số \d"
)
_AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|HỘI ĐỒNG|(?:TỔNG )?GIÁM ĐỐC|HIỆU TRƯỞNG|CHÁNH ÁN"
    r"|VIỆN TRƯỞNG|THỐNG ĐỐC|TỔNG KIỂM TOÁN|CHỦ NHIỆM|(?:TỔNG )?CỤC TRƯỞNG|TỔNG THANH TRA|BAN CHẤP HÀNH|(?:LIÊN )?BỘ )"
)
_OF_ISSUER = re.compile(
    r"(?:CỦA |SỐ )(?:(?!VỀ |QUY ĐỊNH|BAN HÀNH|HƯỚNG DẪN|SỬA ĐỔI).)*?(?=VỀ |QUY ĐỊNH|BAN HÀNH|HƯỚNG DẪN|SỬA ĐỔI|$)"
)
_SUBJECT = re.compile(r"(?:V/v|Về việc)[ :.]+(.+)", re.I)
_OWN_ORGAN = ("TỔNG CỤC", "CỤC ", "SỞ ", "TRƯỜNG ", "VIỆN ", "CÔNG TY", "TRUNG TÂM", "CHI CỤC", "BỆNH VIỆN", "BAN ")


@dataclass(frozen=True, slots=True)
class Description:
    """What was found; empty where nothing was. ``expires_on`` is the first day no longer in force."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issuer: str = ""
    signer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None


def describe(preamble: str, tail: str = "", last_article: str = "") -> Description:
    """Read a document's own description.

    Parameters
    ----------
    preamble : str
        Text before the first article.
    tail : str
        Text after the last article.
    last_article : str
        Text of the final articles, where the date of effect stands.
    """
    cells = list(_cells(normalise(preamble)))
    head = cells[: next((i for i, cell in enumerate(cells) if _LEGAL_GROUND.match(cell)), len(cells))]
    foot = [line.strip() for line in normalise(tail).split("\n") if line.strip()]
    ending = normalise(last_article[-_ENDING_LENGTH:])
    number = _number(head)
    kind, title = _kind_and_title(cells)
    if not kind and number and len(head) < len(cells):
        kind, title = _letter(head)
    issued_on = _issued_on(cells, head, foot)
    return Description(
        number=number,
        kind=kind,
        title=title,
        issuer=_issuer(number, head),
        signer=", ".join(find_signers(foot)),
        issued_on=issued_on,
        effective_on=effective_on(ending, issued_on),
        expires_on=expires_on(ending),
    )


def _cells(preamble: str) -> Iterator[str]:
    """Give the head's lines, a line of two columns as its parts, without the national motto."""
    for line in preamble.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        for cell in _COLUMNS.split(_MOTTO.sub(" | ", line[:_LINE_LENGTH])):
            if any(c.isalnum() for c in cell):
                yield " ".join(cell.split())


def _number(head: list[str]) -> str:
    for cell in head:
        match = _NUMBER.search(cell)
        if match and any(c.isalpha() for c in match[1]):
            return normalise_number(match[1].rstrip(".-/"))
    return ""


def _issued_on(cells: list[str], head: list[str], foot: list[str]) -> date | None:
    for cell in head:
        if (match := _PLACE_DATE.search(cell)) and not cell.isupper():
            return day(match)
    for pattern, texts in (
        (_TODAY, cells),
        (_NUMBER_DATE, head),
        (_ADOPTED, foot[:_FOOT_LINES]),
        (_PLACE_DATE, foot[:_FOOT_LINES]),
    ):
        if found := next((day(match) for text in texts if (match := pattern.search(text))), None):
            return found
    return None


def _kind_of(cell: str) -> tuple[str, str]:
    """Give the kind that a line names and what the line says after it."""
    kind = _KIND_OF.get(cell.rstrip(" :*"))
    if kind is None and cell.isupper():
        kind = next((name for key, name in _KIND_OF.items() if cell.startswith(key + " ")), None)
        return (kind, cell[len(kind) :].strip()) if kind else ("", "")
    return kind or "", ""


def _kind_and_title(cells: list[str]) -> tuple[str, str]:
    for i, cell in enumerate(cells):
        kind, rest = _kind_of(cell)
        if not kind:
            continue
        rest = _OF_ISSUER.sub("", rest, count=1) if rest.startswith(("CỦA ", "SỐ ")) else rest
        words = [rest] if rest else []
        for following in cells[i + 1 : i + 1 + _TITLE_LINES]:
            if not words and following.isupper() and following.startswith(("CỦA ", "SỐ ")):
                continue
            if _ends_title(following, words):
                break
            words.append(following)
        return kind, _full_title(kind, " ".join(words))
    return "", ""


def _ends_title(cell: str, words: list[str]) -> bool:
    if _ENDS_TITLE.match(cell) or _PLACE_DATE.search(cell) or _NUMBER.search(cell) or len(cell) > _TITLE_LENGTH:
        return True
    if cell.isupper() and _AUTHORITY.match(cell):
        return True
    return bool(words) and (cell.isupper() != words[0].isupper() or words[-1].endswith((".", ";", ":")))


def _full_title(kind: str, title: str) -> str:
    title = re.sub(r"^V/v ?:? ?", "về việc ", title.strip(" .:;*"), flags=re.I)
    if not title:
        return kind
    title = ordinary_case(title) if title.isupper() else title
    # A law's name begins with a capital letter ("Luật Đất đai"), a decree's does not ("Nghị định về …").
    first = title[0].upper() if kind in _NAMED_LIKE_LAWS else title[0].lower()
    return f"{kind} {first}{title[1:]}"


def _letter(head: list[str]) -> tuple[str, str]:
    """Describe an official letter: it bears no kind, and its subject stands under its number."""
    subject = next((match[1] for cell in head if (match := _SUBJECT.match(cell))), "")
    return "Công văn", f"Công văn về việc {subject}" if subject else "Công văn"


def _issuer(number: str, head: list[str]) -> str:
    parts = re.findall(r"[A-ZĐƯ&]+", number)
    known = list(dict.fromkeys(AUTHORITIES[part] for part in parts if part in AUTHORITIES))
    if known and (known[-1] == AUTHORITIES.get(parts[-1])):
        return ", ".join(known) if "TTLT" in parts or "NQLT" in parts else known[-1]
    words: list[str] = []
    for cell in head[:4]:
        if not cell.isupper() or _kind_of(cell)[0] or _NUMBER.search(cell):
            break
        if words and cell.startswith(_OWN_ORGAN):
            words = []  # the higher authority stands above the one that issues
        words.append(cell)
    return authority(" ".join(words))
