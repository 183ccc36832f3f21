"""Automatic list numbers, written out as the word processor shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_LEVELS = 9
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_PLACE = re.compile("%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MAX_NUMBER = 32_767


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes
    ----------
    text : str
        What is shown; "%1" to "%9" stand for the numbers of the levels ("Điều %1.").
    style : str
        "decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman",
        "vietnameseCounting", "bullet" or "none" (names of ECMA-376 part 1, 17.18.59).
    start : int
        The first number.
    separator : str
        What stands between the number and the text.
    restart : int
        The level is counted anew after an item of any of the first so many levels; 0: never.
    legal : bool
        The numbers of all levels are shown as decimals.
    """

    text: str = ""
    style: str = "decimal"
    start: int = 1
    separator: str = " "
    restart: int = MAX_LEVELS
    legal: bool = False


class Counter:
    """Counts the items of lists.

    Lists that share a key share their numbers, as instances of one abstract definition do
    in Word (ECMA-376 part 1, 17.9.15).
    """

    def __init__(self) -> None:
        self._counts: dict[object, list[int | None]] = {}

    def next(self, key: object, levels: Sequence[Level], depth: int) -> str:
        """Count one item of the list at a level (0 is the outermost) and give its number with the separator."""
        if not 0 <= depth < min(len(levels), MAX_LEVELS):
            return ""
        counts = self._counts.setdefault(key, [None] * MAX_LEVELS)
        now = counts[depth]
        counts[depth] = levels[depth].start if now is None else now + 1
        for lower in range(depth + 1, len(levels[:MAX_LEVELS])):
            if levels[lower].restart > depth:
                counts[lower] = None
        return _render(levels, counts, depth)

    def restart(self, key: object, depth: int, number: int | None = None) -> None:
        """Count a level anew: from its own start, or from a number."""
        if 0 <= depth < MAX_LEVELS:
            now = None if number is None else number - 1
            self._counts.setdefault(key, [None] * MAX_LEVELS)[depth] = now


def _render(levels: Sequence[Level], counts: list[int | None], depth: int) -> str:
    level = levels[depth]
    if level.style == "bullet":
        mark = level.text.strip()
        return f"{mark if mark in ('-', '–', '+', '*') else '-'} "

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > depth or place >= len(levels):
            return ""
        value = counts[place]
        style = levels[place].style
        legal = level.legal and style not in ("none", "bullet")
        return format_number(levels[place].start if value is None else value, "decimal" if legal else style)

    text = _PLACE.sub(number, level.text)
    return text + level.separator if text.strip() else ""


def format_number(value: int, style: str) -> str:
    """Write a number in one of the styles of :class:`Level`; unknown styles are decimal.

    Letters go on as in Word: a … z, aa, bb … zz, aaa.
    """
    if style in ("none", "bullet"):
        return ""
    if not 0 < value <= _MAX_NUMBER:
        return str(value)
    lower = style[:5] == "lower"
    if style in ("lowerLetter", "upperLetter"):
        times, letter = divmod(value - 1, 26)
        text = chr(ord("a") + letter) * min(times + 1, 10)
        return text if lower else text.upper()
    if style in ("lowerRoman", "upperRoman"):
        return _roman(value) if lower else _roman(value).upper()
    if style == "decimalZero":
        return f"{value:02d}"
    if style == "vietnameseCounting":
        return _counting(value)
    return str(value)


def _roman(value: int) -> str:
    text = []
    for size, letters in _ROMAN:
        times, value = divmod(value, size)
        text.append(letters * times)
    return "".join(text)


def _counting(value: int) -> str:
    """Write 1 to 99 in words: một … mười, mười một … hai mươi mốt; above that in digits."""
    tens, ones = divmod(value, 10)
    if value > 99:
        return str(value)
    if not tens:
        return _DIGITS[ones]
    last = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{_DIGITS[tens]} mươi {last}".strip() if tens > 1 else f"mười {last}".strip()
