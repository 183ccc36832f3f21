"""Reads a question as typed: slips, abbreviations, missing diacritics and everyday words read, citations found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from corpus.citation import find_citations, is_bare, normalise_number
from corpus.encoding import fold, normalise
from corpus.errors import InvalidQuestion
from search.model import Reading

from . import diacritics
from .diacritics import Edit
from .everyday import added, everyday
from .kept import EVERYTHING, Kept
from .spelling import respell

MAX_CHARACTERS = 1000
"""The longest question, in characters of its normalised text."""

# Folded and lower case → what it stands for. None of them looks like a Vietnamese syllable.
_ABBREVIATIONS = {
    "anct": "an ninh chính trị",
    "antt": "an ninh trật tự",
    "atgt": "an toàn giao thông",
    "attp": "an toàn thực phẩm",
    "atvsld": "an toàn, vệ sinh lao động",
    "bhtn": "bảo hiểm thất nghiệp",
    "bhtnld": "bảo hiểm tai nạn lao động",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "blds": "Bộ luật Dân sự",
    "blhh": "Bộ luật Hàng hải Việt Nam",
    "blhhvn": "Bộ luật Hàng hải Việt Nam",
    "blhs": "Bộ luật Hình sự",
    "blld": "Bộ luật Lao động",
    "bltths": "Bộ luật Tố tụng hình sự",
    "blttds": "Bộ luật Tố tụng dân sự",
    "cccd": "căn cước công dân",
    "cmnd": "chứng minh nhân dân",
    "csgt": "cảnh sát giao thông",
    "dkkd": "đăng ký kinh doanh",
    "gcn": "giấy chứng nhận",
    "gcnqsdd": "giấy chứng nhận quyền sử dụng đất",
    "gpkd": "giấy phép kinh doanh",
    "gplx": "giấy phép lái xe",
    "gpxd": "giấy phép xây dựng",
    "gtdb": "giao thông đường bộ",
    "gtgt": "giá trị gia tăng",
    "hdld": "hợp đồng lao động",
    "hdnd": "Hội đồng nhân dân",
    "hdtp": "Hội đồng Thẩm phán",
    "hktt": "hộ khẩu thường trú",
    "hngd": "hôn nhân và gia đình",
    "hn&gd": "hôn nhân và gia đình",
    "hnvgd": "hôn nhân và gia đình",
    "htx": "hợp tác xã",
    "kdtm": "kinh doanh thương mại",
    "nld": "người lao động",
    "nsdld": "người sử dụng lao động",
    "nsnn": "ngân sách nhà nước",
    "nvqs": "nghĩa vụ quân sự",
    "pccc": "phòng cháy, chữa cháy",
    "pctn": "phòng, chống tham nhũng",
    "qppl": "quy phạm pháp luật",
    "qsdd": "quyền sử dụng đất",
    "shtt": "sở hữu trí tuệ",
    "tand": "Tòa án nhân dân",
    "tandtc": "Tòa án nhân dân tối cao",
    "tgpl": "trợ giúp pháp lý",
    "thads": "thi hành án dân sự",
    "tnbtcnn": "trách nhiệm bồi thường của Nhà nước",
    "tncn": "thu nhập cá nhân",
    "tndn": "thu nhập doanh nghiệp",
    "tnds": "trách nhiệm dân sự",
    "tngt": "tai nạn giao thông",
    "tnhh": "trách nhiệm hữu hạn",
    "tnhs": "trách nhiệm hình sự",
    "tnld": "tai nạn lao động",
    "ttds": "tố tụng dân sự",
    "tthc": "thủ tục hành chính",
    "tths": "tố tụng hình sự",
    "ttlt": "Thông tư liên tịch",
    "ubnd": "Ủy ban nhân dân",
    "vbqppl": "văn bản quy phạm pháp luật",
    "vksnd": "Viện kiểm sát nhân dân",
    "vksndtc": "Viện kiểm sát nhân dân tối cao",
    "vphc": "vi phạm hành chính",
    "xhcn": "xã hội chủ nghĩa",
    "xlvphc": "xử lý vi phạm hành chính",
    "xpvphc": "xử phạt vi phạm hành chính",
}
# Too short to mean one thing in any case: only exactly so written …
_AS_WRITTEN = {"NĐ": "Nghị định", "NQ": "Nghị quyết", "QĐ": "Quyết định", "DN": "doanh nghiệp"}
# … or, in any case, before a number: "nd 01/2021".
_BEFORE_NUMBER = {"nd": "Nghị định", "nq": "Nghị quyết", "qd": "Quyết định", "tt": "Thông tư"}

# 100/2019/NĐ-CP, 03/NQ-HĐTP; after a dash with spaces another thought begins, unless it is the Government.
_NUMBER = r"(?:\d{1,4}\s*/\s*)?\d{1,4}\s*/\s*[^\W\d_]+\d*(?:[-–][^\W\d_]{2,}\d*|\s?[-–]\s?(?:CP|TTg|cp)(?!\w))*"
_FULL_NUMBER = re.compile(r"\d{1,4}/(?:19|20)\d\d/[^\W\d_]+\d*(?:-[^\W\d_]+\d*)*")
_WORD = re.compile(
    rf"(?P<number>(?<!\w){_NUMBER})|(?<![\w&-])(?P<word>[^\W\d_]+(?:&[^\W\d_]+)?)(?![\w&]|-\w)(?=(?P<before>\s+(?:số\s+|so\s+)?\d)?)"
)
_SAYS_SOMETHING = re.compile(r"[^\W_]")


def read(question: str, keep: Collection[str] = (), *, restore: bool = True) -> Reading:
    """Read a question as the search takes it.

    Parameters
    ----------
    question : str
        As typed.
    keep : collection of str
        Pieces to leave as typed, wherever they stand as whole words: the first members of ``Reading.changes``, or
        the text of a citation, which then counts as ordinary words; ``EVERYTHING`` leaves all of it.
    restore : bool
        Restore missing diacritics and read typing slips.

    Returns
    -------
    Reading
        Reading its text again leaves that text as it is, unless expanding abbreviations made it too long or
        something was kept.

    Raises
    ------
    InvalidQuestion
        It has no letter or digit, or more than ``MAX_CHARACTERS``.
    """
    typed = _clean(question)
    if EVERYTHING in keep:
        return Reading(question, typed, kept=(EVERYTHING,))
    kept = Kept(keep)
    model = diacritics.load() if restore else None
    slips = kept.spared(typed, respell(typed, model)) if model is not None else []
    text = diacritics.apply(typed, slips)
    expansions = kept.spared(text, _expansions(text))
    changes = _moved(text, expansions)
    text = diacritics.apply(text, expansions)
    if model is not None:
        edits = kept.spared(text, model.restore(text))
        changes += _stretches(text, edits, kept.spans(text))
        text = diacritics.apply(text, edits)
    plain = kept.spared(text, everyday(text))
    explained = tuple((text[edit.start : edit.end], edit.text) for edit in plain)
    text = added(text, plain)
    citations = kept.uncited(text, find_citations(text))
    return Reading(
        typed=question,
        text=text,
        changes=tuple((typed[slip.start : slip.end], slip.text) for slip in slips)
        + tuple((before, after) for _, before, after in sorted(changes))
        + explained,
        citations=citations,
        bare=bool(citations) and is_bare(text, citations[0]),
        kept=kept.found(),
    )


def _clean(question: str) -> str:
    too_long = InvalidQuestion(
        f"Câu hỏi dài quá {MAX_CHARACTERS:,} ký tự. Hãy rút gọn câu hỏi.".replace(",", "."),
        f"question of {len(question)} characters",
    )
    if len(question) > 20 * MAX_CHARACTERS:  # not worth the work, blank or not
        raise too_long
    text = " ".join(normalise(question).split())
    if len(text) > MAX_CHARACTERS:
        raise too_long
    if not _SAYS_SOMETHING.search(text):
        raise InvalidQuestion("Hãy nhập câu hỏi bằng lời, chẳng hạn “nghỉ thai sản bao lâu”.", "question has no words")
    return text


_Change = tuple[int, str, str]  # where in the expanded text, as typed, as read


def _expansions(text: str) -> list[Edit]:
    """Spell out the abbreviations, and document numbers as they are written: "100/2019/nd-cp" has a bar."""
    found: list[Edit] = []
    shouting = text.isupper() and any(diacritics.is_syllable(word) for word in re.findall(r"[^\W\d_]{2,}", text))
    for match in _WORD.finditer(text):
        long = _meaning(match["word"], bool(match["before"])) if match["word"] else _barred(match["number"])
        if long is not None:
            start, end = match.span("word" if match["word"] else "number")
            found.append(Edit(start, end, long.upper() if shouting else long))
    return found


def _moved(text: str, edits: Iterable[Edit]) -> list[_Change]:
    """Give the edits of a text as changes, each where it stands once all of them are made."""
    changes: list[_Change] = []
    longer = 0
    for edit in edits:
        changes.append((edit.start + longer, text[edit.start : edit.end], edit.text))
        longer += len(edit.text) - (edit.end - edit.start)
    return changes


def _meaning(word: str, before_number: bool) -> str | None:
    key = fold(word).lower()
    if before_number and key in _BEFORE_NUMBER:
        return _BEFORE_NUMBER[key]
    return _ABBREVIATIONS.get(key) or _AS_WRITTEN.get(word)


def _barred(number: str) -> str | None:
    """Give a document number with the bars of its letters; None when it lacks none."""
    if not _FULL_NUMBER.fullmatch(number):
        return None
    spelled = normalise_number(number)
    return spelled if spelled.count("Đ") > number.upper().count("Đ") else None


def _stretches(text: str, edits: Iterable[Edit], kept: Iterable[tuple[int, int]]) -> list[_Change]:
    """Join edits with only bare words between them, so that a reader sees "thai san" and not "san".

    Words that are kept part them: what was revoked must not come back as a piece of something longer.
    """
    spans = list(kept)
    found: list[_Change] = []
    end = -1
    for edit in edits:
        between = text[end : edit.start] if found else ""
        parted = any(end <= start and stop <= edit.start for start, stop in spans)
        if found and not parted and between.isascii() and re.fullmatch(r"[\sA-Za-z]+", between):
            start, before, after = found.pop()
            found.append((start, before + between + text[edit.start : edit.end], after + between + edit.text))
        else:
            found.append((edit.start, text[edit.start : edit.end], edit.text))
        end = edit.end
    return found
