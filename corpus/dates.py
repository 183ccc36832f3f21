"""Dates as legal documents write them, and the days from which and until which they say they apply."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

__all__ = ["DAY", "day", "effective_on", "expires_on", "today"]

_VIETNAM = timezone(timedelta(hours=7))

DAY = r"(\d{1,2})(?: ?tháng ?| ?[/.-] ?)(\d{1,2})(?: ?,? ?năm ?| ?[/.-] ?)(\d{4})(?!\d)"
"""A date after the word "ngày": three groups, day, month, year."""

_KINDS = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết(?: liên tịch)?|Nghị định|Thông tư(?: liên tịch)?|Quyết định|Chỉ thị|Quy chế"
    r"|Quy định|Điều lệ|Nội quy|Hợp đồng|Hướng dẫn|Lệnh|Hiến pháp|Văn bản)"
)
# Up to 250 characters of the same sentence that name no other document.
_BETWEEN = r"(?:(?!\bsố \d|\b[Bb]ãi bỏ|\b[Tt]hay thế)[^.;\n]){0,250}?"
_SUBJECT = rf"(?i:{_KINDS}) (?:số \S+ )?này\b{_BETWEEN}"
_FROM = r"(?: thi hành)?,? ?(?:kể )?(?:từ|vào|ngày) ?(?:\d{1,2} (?:giờ|h)[^,;.\n]{0,20}? )?(?:ngày )?"
_IN_FORCE = r"(?<!hết )(?<!không )(?<!còn )\bcó hiệu lực"
_SIGNED = r"(?:được )?(?:ký|ban hành|thông qua)\b(?! chính thức)"

_EFFECT = re.compile(
    rf"(?:{_SUBJECT}|(?P<bare>^[^\n/]{{0,60}}?)){_IN_FORCE}"
    rf"(?:{_FROM}(?:{DAY}|(?P<signed>{_SIGNED}))"
    rf"|(?: thi hành)? sau (?P<days>\d{{1,3}})(?: ?\([^()\n]{{1,60}}\))? ngày,? ?(?:kể )?từ ngày {_SIGNED})",
    re.M | re.I,
)
_UNTIL = re.compile(rf"{_SUBJECT}(?:hiệu lực|áp dụng|thực hiện|giá trị){_BETWEEN}\bđến (?:hết )?(?:ngày )?{DAY}", re.I)
_ENDS = re.compile(rf"{_SUBJECT}hết hiệu lực(?: thi hành)? (?:kể )?từ (?:ngày )?{DAY}", re.I)
_BARE_REFERENCE = re.compile(r"\b(?:điều|khoản|điểm|trừ|trước|sau|khi) ", re.I)


def day(match: re.Match[str] | None, first: int = 1) -> date | None:
    """Give the date of the three groups from ``first`` on; None when there is no such day."""
    if not match or not match[first]:
        return None
    try:
        return date(int(match[first + 2]), int(match[first + 1]), int(match[first]))
    except ValueError:
        return None


def effective_on(text: str, issued_on: date | None = None) -> date | None:
    """Find the first day of effect that a document states for itself.

    Parameters
    ----------
    text : str
        Normalised text of its final articles.
    issued_on : date or None
        Its date; "từ ngày ký" and "sau 45 ngày kể từ ngày ký" count from it.

    Returns
    -------
    date or None
        None when nothing is said, or a day that the text alone does not tell ("15 ngày kể từ
        ngày đăng Công báo", working days).
    """
    for match in _EFFECT.finditer(text):
        if match["bare"] and _BARE_REFERENCE.search(match["bare"]):
            continue
        if match["signed"]:
            return issued_on
        if match["days"]:
            return _after(issued_on, int(match["days"]))
        if found := day(match, 2):
            return found
    return None


def expires_on(text: str) -> date | None:
    """Find the first day on which a document, by its own words, is no longer in force.

    "Có hiệu lực đến hết ngày 31/12/2021" gives the first of January.
    """
    if found := day(_ENDS.search(text)):
        return found
    return _after(day(_UNTIL.search(text)), 1)


def _after(start: date | None, days: int) -> date | None:
    try:
        return start + timedelta(days=days) if start else None
    except OverflowError:
        return None


def today() -> date:
    """Give the day that it is where the law applies, wherever the machine stands."""
    return datetime.now(_VIETNAM).date()
