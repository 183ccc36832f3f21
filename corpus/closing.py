"""Where the articles of a document end: its adoption clause, its signature, its annexes and forms."""

from __future__ import annotations

import re
from collections.abc import Container

__all__ = ["closing_line", "find_signers", "is_signature"]

_ADOPTED = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?(?:được|do) "
    r"(?:Quốc hội|Ủy ban [Tt]hường vụ|Hội đồng nhân dân)\b.*thông qua"
)
_RECIPIENTS = re.compile(r"(?i:nơi nhận)(?: ?:|\Z)|(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\. ?[A-ZĐ]|\[1\] ?\w")
_OFFICE_NAMES = (
    r"(?:(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|TỔNG THƯ KÝ|CHÁNH ÁN|VIỆN TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|HIỆU TRƯỞNG|TỔNG KIỂM TOÁN)|BỘ TRƯỞNG|THỨ TRƯỞNG|THỐNG ĐỐC|CHỦ NHIỆM|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG"
    r"|NGƯỜI (?:SỬ DỤNG )?LAO ĐỘNG|(?:ĐẠI DIỆN )?(?:CÁC )?BÊN (?:[AB]|MUA|BÁN|THUÊ|CHO THUÊ|GIAO|NHẬN|VAY|CHO VAY)"
    r"|ĐẠI DIỆN|NGƯỜI (?:LẬP|LÀM ĐƠN|KÝ))(?![\wÀ-ỹ])"
)
_OFFICE = re.compile(_OFFICE_NAMES)
_OFFICES = re.compile(
    rf"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\. ?"
    rf"|(?:{_OFFICE_NAMES})(?: (?:QUỐC HỘI|NƯỚC|CHÍNH PHỦ|BỘ [A-ZĐÀ-Ỹ]+(?: [A-ZĐÀ-Ỹ]+)?))?"
)
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*\.?(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*\.?){0,5}\Z")
_REMARK = re.compile(r"\([^()]*\)")

_ANNEX = re.compile(
    r"(?:(?i:phụ lục|biểu mẫu|phụ biểu|mẫu(?: (?:số|biểu))?|biểu(?: số)?)(?: số)?)"
    r"(?: ?:? ?(?:[IVXLC]+|\d+|[A-ZĐ])(?:[\-./]?[\w./\-]*)?)?(?= |[.:–-]|\Z)"
)
_ANNEX_NAME = re.compile(
    r"(?:PHỤ LỤC|DANH MỤC|DANH SÁCH|BIỂU MẪU|MẪU|BIỂU|BẢNG|QUY CHẾ|QUY ĐỊNH|QUY TRÌNH|ĐIỀU LỆ|NỘI QUY"
    r"|CHƯƠNG TRÌNH|KẾ HOẠCH|ĐỀ ÁN|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|QUY CHUẨN|HƯỚNG DẪN|MỤC LỤC)(?![\wÀ-ỹ])"
)
_ATTACHED = re.compile(r"\((?:\w+ )?(?:ban hành )?kèm theo ", re.I)
_TITLE_ABOVE = 6

_UNSIGNED = re.compile(r"\[?(?i:đã ký|daky)\]?:?|\([^()]*\)|\[[^\[\]]*\]")
_RANK = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|Ths|BS|KS|LS|Luật sư|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Ông|Bà)"
    r"[. ]+)+"
)
_PERSON = re.compile(r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,5}")
_BODIES = re.compile(
    r"(?:ỦY BAN|BỘ|CHÍNH PHỦ|QUỐC HỘI|HỘI ĐỒNG|BAN|SỞ|CÔNG TY|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|TÒA ÁN|VIỆN|NƯỚC|CHỦ|THỦ|PHÓ"
    r"|TỔNG|KHÓA|CỘNG HÒA|NƠI NHẬN|Nơi|Lưu|Như|Công|Quốc hội|Chính|Bộ|Ủy|Các|Văn phòng)\b"
)
_FOOT_LINES = 60
_BETWEEN_OFFICE_AND_NAME = 5


def closing_line(lines: list[str], start: int, stop: int, quoted: Container[int]) -> int:
    """Find where the last article gives way to what follows it.

    Parameters
    ----------
    lines : list of str
        The document's lines, stripped and not empty.
    start, stop : int
        The last article's own lines, ``stop`` excluded.
    quoted : container of int
        Indices of lines inside quotations, which close nothing.

    Returns
    -------
    int
        Index of the first line of the closing; ``stop`` when there is none.
    """
    for i in range(start, stop):
        if i in quoted:
            continue
        if _closes(lines[i]):
            return i
        if _ATTACHED.match(lines[i]):
            above = i
            while above > max(start, i - _TITLE_ABOVE) and lines[above - 1].isupper():
                above -= 1
            return above
    return stop


def _closes(line: str) -> bool:
    # A signature set as a table is a row whose first cells may be empty.
    for cell in line.split("|", 3)[:3]:
        if cell := cell.strip():
            return is_signature(cell) or _is_annex(cell) or _ADOPTED.match(cell) is not None or _signed_beside(line)
    return False


def _signed_beside(line: str) -> bool:
    return "|" in line and any(is_signature(cell.strip()) for cell in line.split("|")[:3])


def is_signature(text: str) -> bool:
    """Whether a line begins the signatures or the list of recipients ("TM. CHÍNH PHỦ", "GIÁM ĐỐC", "Nơi nhận:")."""
    if _RECIPIENTS.match(text):
        return True
    match = _OFFICE.match(text)
    if not match:
        return False
    rest = _REMARK.sub("", text[match.end() :]).strip(" ,:./")
    return not rest or rest.isupper() or _NAME.match(rest) is not None


def _is_annex(text: str) -> bool:
    if _ANNEX_NAME.match(text):
        return _REMARK.sub("", text).isupper()
    match = _ANNEX.match(text)
    if not match or text[-1] in ".;,":
        return False
    rest = text[match.end() :].strip(" .:–-")
    # "Mẫu" or "Phụ lục" alone heads an annex only with its number; "Phụ lục I ban hành kèm theo …" is a sentence.
    return any(c.isdigit() or c.isupper() for c in match[0][1:]) and (not rest or rest.isupper() or rest[0] in "([")


def find_signers(foot: list[str]) -> tuple[str, ...]:
    """Give who signed, in order, from the lines after the last article; annexes are not looked at.

    A name counts when the office of the one who signs stands above it or before it; where no
    office is recognised, the last line that is a name.
    """
    cells: list[str] = []
    for line in foot[:_FOOT_LINES]:
        parts = [part.strip() for part in line[:500].split("|") if part.strip()]
        if parts and _is_annex(parts[0]):
            break
        cells += parts
    signed: dict[str, None] = {}
    fallback = ""
    office = -_BETWEEN_OFFICE_AND_NAME - 1
    for i, cell in enumerate(cells):
        offices = list(_OFFICES.finditer(cell))
        if offices:
            office = i
        name = _person(cell[offices[-1].end() :] if offices else cell)
        if name and i - office <= _BETWEEN_OFFICE_AND_NAME:
            signed[name] = None
        elif name and not name.isupper():
            fallback = name
    return tuple(signed) or ((fallback,) if fallback else ())


def _person(text: str) -> str:
    name = _RANK.sub("", _UNSIGNED.sub(" ", text).strip(" ,:./-"))
    name = " ".join(name.split())
    if not _PERSON.fullmatch(name) or _BODIES.match(name):
        return ""
    return name.title() if name.isupper() else name
