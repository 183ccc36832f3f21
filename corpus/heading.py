"""What the head and foot of a legal document say of it: number, kind, title, issuer, date, signer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.citation import normalise_number
from corpus.encoding import normalise

_HEAD_LINES = 60
_NUMBER = re.compile(r"(?:^|\b)(?i:số)(?: hiệu)? ?: ?(\d{1,5} ?/[0-9A-ZĐ][\w/ĐđÀ-ỹ.-]*(?: ?- ?[A-ZĐ][\w.]*)*)")
_DATE = re.compile(r"(?i:ngày) (\d{1,2}) (?i:tháng) (\d{1,2}) (?i:năm) (\d{4})")
_EFFECT = re.compile(
    r"có hiệu lực(?: thi hành)?(?: kể)? từ ngày (\d{1,2})(?: tháng |[/-])(\d{1,2})(?: năm |[/-])(\d{4})"
)
_MOTTO = re.compile(r"\s*(?:CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập ?[-–] ?Tự do ?[-–] ?Hạnh phúc).*", re.I)
_KINDS = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định",
    "Thông tư liên tịch",
    "Thông tư",
    "Quyết định",
    "Chỉ thị",
    "Công văn",
    "Thông báo",
    "Kế hoạch",
    "Tờ trình",
    "Báo cáo",
    "Hợp đồng",
    "Quy chế",
    "Nội quy",
)
_KIND_OF = {kind.upper(): kind for kind in _KINDS}
_ISSUERS = {"QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội", "CP": "Chính phủ", "TTG": "Thủ tướng Chính phủ"}
_ENDS_TITLE = re.compile(r"(?i:căn cứ|theo đề nghị|xét đề nghị|số ?:|hôm nay|kính gửi)|.*\b(?i:ngày) \d|[-_*–—]{3}")
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,4}")
_SIGNS = re.compile(
    r"\b(?:CHỦ TỊCH(?: QUỐC HỘI| NƯỚC)?|BỘ TRƯỞNG|THỦ TƯỚNG|THỨ TRƯỞNG|CHÁNH ÁN|VIỆN TRƯỞNG|PHÓ \w+ \w+)\b"
)


@dataclass(frozen=True, slots=True)
class Description:
    """What was found; empty where nothing was."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issuer: str = ""
    signer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None


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
    lines = [line.strip() for line in normalise(preamble).split("\n")[:_HEAD_LINES] if line.strip()]
    number = next((normalise_number(m[1].rstrip(".-/")) for line in lines if (m := _NUMBER.search(line))), "")
    kind, title = _kind_and_title(lines)
    return Description(
        number=number,
        kind=kind,
        title=title,
        issuer=_issuer(number, lines),
        signer=_signer(normalise(tail)),
        issued_on=next((found for line in lines if (found := _date(_DATE.search(line)))), None),
        effective_on=_date(_EFFECT.search(normalise(last_article))),
    )


def _date(match: re.Match[str] | None) -> date | None:
    if not match:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _kind_and_title(lines: list[str]) -> tuple[str, str]:
    for i, line in enumerate(lines):
        kind = _KIND_OF.get(line.rstrip(":"))
        if kind is None:
            kind = next((name for key, name in _KIND_OF.items() if line.startswith(key + " ") and line.isupper()), None)
            words = [line[len(kind) :].strip()] if kind else []
        else:
            words = []
        if kind is None:
            continue
        for following in lines[i + 1 : i + 6]:
            if _ENDS_TITLE.match(following) or (words and following.isupper() != words[0].isupper()):
                break
            words.append(following)
        title = " ".join(words)
        title = _sentence_case(title) if title.isupper() else title
        return kind, f"{kind} {title[:1].lower()}{title[1:]}" if title else kind
    return "", ""


def _sentence_case(title: str) -> str:
    """Capitals to ordinary letters; names of the country keep theirs."""
    title = title.lower()
    for name in ("Việt Nam", "Quốc hội", "Chính phủ", "Nhà nước", "Tòa án", "Hiến pháp"):
        title = title.replace(name.lower(), name)
    return title


def _issuer(number: str, lines: list[str]) -> str:
    for suffix in re.findall(r"[A-ZĐ]+", number)[::-1]:
        if suffix in _ISSUERS:
            return _ISSUERS[suffix]
    words: list[str] = []
    for line in lines[:4]:
        if _MOTTO.match(line) or not line.isupper() or line in _KIND_OF:
            break
        words.append(line)
    return " ".join(words).capitalize()


def _signer(tail: str) -> str:
    for line in reversed(tail.split("\n")[:40]):
        name = _SIGNS.sub("", line).strip(" :./")
        if _NAME.fullmatch(name) and not name.isupper():
            return name
    return ""
