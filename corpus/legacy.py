"""Text of the Vietnamese fonts from before Unicode → Unicode: TCVN3 (ABC), VNI and VISCII.

Sources of the tables: TCVN 5712:1993, set VN3; VNI Software Co., "VNI for Windows"; RFC 1456 (VISCII).
Which of them a text is in is decided by the words that come out: Vietnamese syllables follow a strict
grammar (onset, rhyme, tone), so a wrong table or another language shows itself within a few words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

__all__ = ["convert", "font_encoding", "is_syllable", "syllable_share", "to_unicode"]

# Windows-1252 names what Latin-1 leaves as control characters; one spelling for both.
_TO_LATIN = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_TO_WINDOWS = {byte: char for char, byte in _TO_LATIN.items()}
# Fonts in PDF name glyphs, and a name can stand for two characters.
_ALIASES = {0x03BC: 0xB5, 0x2219: 0xB7, 0x2212: 0xAD, 0x02C9: 0xAF, 0x0110: 0xD0, 0x2215: 0x2F}

_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_VISCII = {
    0x02: "Ẳ",
    0x05: "ẴẪ",
    0x14: "Ỷ",
    0x19: "Ỹ",
    0x1E: "Ỵ",
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
# VNI writes a letter and, after it, a mark for its tone and hat together.
_VNI_MARKED = {
    "a": ("ø à", "ù á", "û ả", "õ ã", "ï ạ", "â â", "à ầ", "á ấ", "å ẩ", "ã ẫ", "ä ậ")
    + ("ê ă", "è ằ", "é ắ", "ú ẳ", "ü ẵ", "ë ặ"),
    "e": ("ø è", "ù é", "û ẻ", "õ ẽ", "ï ẹ", "â ê", "à ề", "á ế", "å ể", "ã ễ", "ä ệ"),
    "i": ("ø ì", "ù í", "û ỉ", "õ ĩ", "ï ị"),
    "o": ("ø ò", "ù ó", "û ỏ", "õ õ", "ï ọ", "â ô", "à ồ", "á ố", "å ổ", "ã ỗ", "ä ộ"),
    "ô": ("ø ờ", "ù ớ", "û ở", "õ ỡ", "ï ợ"),
    "u": ("ø ù", "ù ú", "û ủ", "õ ũ", "ï ụ"),
    "ö": ("ø ừ", "ù ứ", "û ử", "õ ữ", "ï ự"),
    "y": ("ø ỳ", "ù ý", "û ỷ", "õ ỹ", "ï ỵ"),
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ò": "ị", "æ": "ỉ", "ó": "ĩ", "î": "ỵ"}


def _table(rows: dict[int, str]) -> dict[int, int]:
    return {start + i: ord(char) for start, chars in rows.items() for i, char in enumerate(chars)}


def _vni() -> dict[str, str]:
    lower = {base + pair[0]: pair[2] for base, pairs in _VNI_MARKED.items() for pair in pairs} | _VNI_ALONE
    # Marks of either case follow a capital: the mark's case is the typist's, the letter's is the word's.
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in lower.items()}
    shouted = {key.upper(): value.upper() for key, value in lower.items()}
    return lower | mixed | shouted


_TABLES = {"tcvn3": _table(_TCVN3) | _TO_WINDOWS, "viscii": _table(_VISCII)}
_PAIRS = _vni()
_PAIR = re.compile("|".join(sorted(map(re.escape, _PAIRS), key=len, reverse=True)))
_PAIR_OR_STRAY = re.compile(f"({_PAIR.pattern}|[ìíÌÍ])|[À-ÖØ-öø-ÿ]")
_NOT_TCVN3 = {code: 0xFFFD for code in range(0xC0, 0x100) if code not in _TABLES["tcvn3"]}
_SOURCES = ("tcvn3", "vni", "viscii")

# Letters that only Unicode gives: what no byte of a legacy font could have been shown as.
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]")
_HIGH = re.compile("[\x02\x05\x06\x14\x19\x1e\x80-\U0010ffff]")


def convert(text: str, encoding: str) -> str:
    """Give in Unicode (NFC) a text whose legacy bytes were decoded as windows-1252 or Latin-1.

    A text that already holds letters of Unicode Vietnamese comes back as it is: people type
    Unicode into paragraphs that still name an old font. Give whole runs, not single characters:
    VNI's letters are pairs, and capitals are told from the words around.

    Parameters
    ----------
    encoding : str
        "tcvn3", "vni", "viscii", or "tcvn3h" for the TCVN3 fonts that show every letter as a
        capital.

    Raises
    ------
    KeyError
        There is no such encoding.
    """
    if encoding not in ("vni", "tcvn3h") and encoding not in _TABLES:
        raise KeyError(encoding)
    if _UNICODE_ONLY.search(text.replace("Đ", "")):
        return unicodedata.normalize("NFC", text)
    text = text.translate(_ALIASES)
    if encoding == "vni":
        text = _PAIR.sub(lambda match: _PAIRS[match[0]], text).translate(_TO_WINDOWS)
    elif encoding == "viscii":
        text = text.translate(_TO_LATIN).translate(_TABLES["viscii"])
    else:
        text = _LOST_U.sub(_found_u, text.translate(_TABLES["tcvn3"]))
        text = text.upper() if encoding == "tcvn3h" else _raise_capitals(text)
    return unicodedata.normalize("NFC", text)


# Its "ư" is Windows' soft hyphen, which PDF files and word processors turn into a plain one: "ng-ời".
_LOST_U = re.compile(r"(?<![\w-])(?:[^\W\d_]+-[^\W\d_]*|-[^\W\d_]+)(?![\w-])")


def _found_u(match: re.Match[str]) -> str:
    word = match[0].replace("-", "ư")
    return word if is_syllable(word.lower()) else match[0]


_STYLE = re.compile(r"[-, ]+(?:bold|italic|oblique|regular|normal|roman|narrow|mt|ps|[-, ])+$", re.I)


def font_encoding(font_name: str) -> str:
    """Give the encoding that a font's name implies, or "".

    ".VnTime" and the like are "tcvn3"; those whose name ends in H (".VnTimeH", ".VnArialH,Bold")
    show capitals: "tcvn3h". "VNI-Times" … are "vni"; fonts named VISCII or "VI Times" … "viscii".
    A PDF's subset tag ("ABCDEF+") is no part of the name.
    """
    name = re.sub(r"^(?:[A-Z]{6}\+|@)", "", font_name.strip())
    lower = name.lower()
    if lower.startswith(".vn"):
        bare = _STYLE.sub("", name)
        capitals = bare.endswith("H") or (bare.islower() and bare.endswith("h") and not bare.endswith("ch"))
        return "tcvn3h" if capitals else "tcvn3"
    if re.match(r"vni(?:[-_ ]|[A-Z]|times|helve|$)", name) or lower.startswith(("vni-", "vni ", "vni_", "vnitimes")):
        return "vni"
    return "viscii" if "viscii" in lower or re.match(r"vi[ _-](?:times|arial|heo|sans|courier)", lower) else ""


_WORD = re.compile(r"[^\W\d_]+")


def _raise_capitals(text: str) -> str:
    """TCVN3 has no toned capitals: in "CéNG HßA" the letters around tell that these are."""
    return "\n".join(_raise_line(line) if not line.islower() else line for line in text.split("\n"))


def _raise_line(line: str) -> str:
    def clear(match: re.Match[str]) -> str:
        return match[0].upper() if _shouts(match[0]) else match[0]

    raised = _WORD.sub(clear, line)
    if raised == line:
        return line

    # Beside such words, "X·" and "ý" are capitals too.
    def doubtful(match: re.Match[str]) -> str:
        word = match[0]
        return word.upper() if not any("a" <= c <= "z" for c in word) else word

    return _WORD.sub(doubtful, raised) if not re.search("[a-z]{2}", raised) else raised


def _shouts(word: str) -> bool:
    """Whether a word mixes two or more plain capitals with small toned letters only."""
    capitals = sum("A" <= c <= "Z" for c in word)
    return capitals > 1 and not word.isupper() and not any("a" <= c <= "z" for c in word)


_ONSETS = " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x".split(" ")
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ooc oong
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh
uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
""".split()
_AFTER_Q = """
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên ênh êt i ich in it iu
ôc ơ ơn ơt y yên yêt ynh yt
""".split()
_SYLLABLES = frozenset(map("".join, product(_ONSETS, _RHYMES))) | {"qu" + rhyme for rhyme in _AFTER_Q}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP = "\u0301\u0323"


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable: onset, rhyme, tone and consistent capitals."""
    if len(word) > 8 or not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in parts if c in _TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    if len(tones) > 1 or base not in _SYLLABLES:
        return False
    # A syllable closed by a stop has the sharp or the heavy tone (unwritten in foreign words).
    return not tones or not base.endswith(("c", "ch", "p", "t")) or tones[0] in _SHARP


# What stands between words in any encoding: blanks, digits and the signs of ASCII and of typography.
_TOKEN = re.compile("[^\\s!-@\\[-`{-~“”‘’–—…•\xa0]+")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Words of a text: syllables with and without diacritics, and what is no syllable."""

    marked: frozenset[str]
    good: int
    bad: int
    plain: int
    foreign: int

    @property
    def score(self) -> int:
        return self.good - 2 * self.bad


def _weigh(text: str) -> _Evidence:
    marked: set[str] = set()
    good = bad = plain = foreign = 0
    for token in _TOKEN.findall(text):
        if len(token) == 1 and not is_syllable(token):
            continue  # a sign, or the number of a point: "đ)"
        if not token.isascii():
            valid = is_syllable(token)
            good += valid
            bad += not valid
            if valid:
                marked.add(token)
        elif not token.isupper():  # abbreviations are of no language
            valid = is_syllable(token)
            plain += valid
            foreign += not valid
    return _Evidence(frozenset(marked), good, bad, plain, foreign)


def syllable_share(text: str) -> float:
    """Give the share of a text's words that are Vietnamese syllables, from 0 to 1; 0 for no words."""
    found = _weigh(unicodedata.normalize("NFC", text))
    words = found.good + found.bad + found.plain + found.foreign
    return (found.good + found.plain) / words if words else 0.0


def to_unicode(text: str) -> tuple[str, str]:
    """Find the paragraphs (lines) in a legacy encoding and give the text with those in Unicode.

    Paragraphs that hold letters of Unicode Vietnamese, whose words are Vietnamese as they stand,
    or that no table makes Vietnamese are returned unchanged. Linear in the length of the text.

    Returns
    -------
    tuple of str
        The text, and the encoding of most of what was converted: "tcvn3", "vni", "viscii"
        or "" when nothing was.
    """
    if not _HIGH.search(text):
        return text, ""
    lines = text.split("\n")
    open_lines = [i for i, line in enumerate(lines) if _HIGH.search(line) and not _UNICODE_ONLY.search(line)]
    found: Counter[str] = Counter()
    certain: dict[int, str] = {}
    for i in open_lines:
        encoding, weight = _encoding_of(lines[i])
        if encoding:
            certain[i] = encoding
            found[encoding] += weight
    if not found:
        return text, ""
    main = found.most_common(1)[0][0]
    pure = len(open_lines) == sum(1 for line in lines if _HIGH.search(line))
    for i in open_lines:
        encoding = certain.get(i) or (main if _follows(lines[i], main, pure=pure) else "")
        if encoding:
            lines[i] = convert(lines[i], encoding)
    return "\n".join(lines), main


def _encoding_of(line: str) -> tuple[str, int]:
    """Find the encoding that makes a line Vietnamese beyond doubt, and its number of such syllables."""
    before = _weigh(line)
    if not before.bad:
        return "", 0
    tried = {encoding: _trial(line, encoding) for encoding in _SOURCES}
    ranked = sorted(_SOURCES, key=lambda encoding: tried[encoding].score, reverse=True)
    best, second = tried[ranked[0]], tried[ranked[1]]
    clear = best.score > max(second.score, before.score) and best.bad < before.bad
    vietnamese = best.good >= 4 * best.bad and best.good + best.plain >= 2 * (best.bad + best.foreign)
    # One word can be chance ("où" is "ó" in VNI); two different ones that both come out right are not.
    return (ranked[0], best.good) if clear and vietnamese and len(best.marked - before.marked) > 1 else ("", 0)


def _trial(line: str, encoding: str) -> _Evidence:
    """Weigh a line as converted; a letter that the encoding does not have makes its word none of it."""
    if encoding == "vni":
        line = _PAIR_OR_STRAY.sub(lambda match: match[0] if match[1] else "\ufffd", line)
    elif encoding == "tcvn3":
        line = line.translate(_NOT_TCVN3)
    return _weigh(convert(line, encoding))


def _follows(line: str, encoding: str, *, pure: bool) -> bool:
    """Whether a line too short to tell by itself is in its document's encoding."""
    before, after = _weigh(line), _trial(line, encoding)
    if pure and not after.bad:
        return after.good > 0 and after.foreign <= after.good + after.plain
    return after.good > after.bad < before.bad and after.foreign <= after.good + after.plain
