"""One way to write Vietnamese: NFC, one `Đ`, one tone placement, no invisible characters."""

from __future__ import annotations

import re
import unicodedata

# Letters that look like Đ/đ on screen and come out of old fonts and scanners.
_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
)
# Control and format characters (categories Cc and Cf) and halves of characters (Cs) say nothing to a reader;
# line feed and tab do.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_RARE = re.compile(f"[{''.join(map(chr, (*_LOOK_ALIKES, *_SPACES)))}]")
_NEW_LINES = re.compile("\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")

# Open syllables in oa, oe, uy: the tone is written on the first vowel ("hòa", "khỏe", "thủy").
# "quý" is another matter: its u belongs to the consonant.
_EARLY = {
    pair: early
    for late_first, late_second, early_first, early_second in (
        ("o", "àáảãạ", "òóỏõọ", "a"),
        ("o", "èéẻẽẹ", "òóỏõọ", "e"),
        ("u", "ỳýỷỹỵ", "ùúủũụ", "y"),
    )
    for toned, moved in zip(late_second, early_first, strict=True)
    for pair, early in (
        (late_first + toned, moved + early_second),
        (late_first.upper() + toned.upper(), moved.upper() + early_second.upper()),
        (late_first.upper() + toned, moved.upper() + early_second),
        (late_first + toned.upper(), moved + early_second.upper()),
    )
}
_LATE_TONE = re.compile(r"(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_]|[\u0300-\u036f])")


def normalise(text: str) -> str:
    """Give the text in the one form that everything else works on.

    NFC; `Đ` for its look-alikes; plain spaces and line feeds; zero-width, control and
    bidirectional format characters removed; tone marks of open oa, oe, uy on the first
    vowel (so that "hoà" and "hòa", "thuỷ" and "thủy" are one word). Idempotent.
    """
    if _RARE.search(text):  # most texts have none, and a search is far faster than a translation
        text = text.translate(_LOOK_ALIKES).translate(_SPACES)
    text = _NEW_LINES.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _LATE_TONE.sub(lambda match: _EARLY[match.group()], text)


def fold(text: str) -> str:
    """Give the text without diacritics, `Đ` as `D`; case is kept.

    The length may differ from that of the text when it is not NFC.
    """
    if _RARE.search(text):
        text = text.translate(_LOOK_ALIKES)
    decomposed = unicodedata.normalize("NFD", text)
    for mark in filter(unicodedata.combining, set(decomposed)):  # few kinds, and replacing is far faster than a loop
        decomposed = decomposed.replace(mark, "")
    return unicodedata.normalize("NFC", decomposed).replace("Đ", "D").replace("đ", "d")
