"""What the tests of the working folder share: a real store with a law in it, and what reads it."""

from datetime import date

from corpus.model import Amendment, Article, Clause, Document, Status
from corpus.store import Store
from corpus.workspace import Workspace
from search.filters import Library
from search.reader import Reader

ME, OTHER = "~browser-me", "~browser-other"
TEXT = "1. Lao động nữ được nghỉ thai sản là 06 tháng.\n2. Trường hợp sinh đôi thì mỗi con nghỉ thêm 01 tháng."
MATERNITY, NOTICE = "45/2019/QH14#139", "45/2019/QH14#35"
MINE = f"{ME}/7/2031/NĐ-CP#1"
TODAY = date(2026, 11, 24)

LABOUR = Document(
    id="45/2019/QH14",
    number="45/2019/QH14",
    title="Bộ luật Lao động",
    kind="Bộ luật",
    issuer="Quốc hội",
    issued_on=date(2019, 11, 20),
    effective_on=date(2021, 1, 1),
    status=Status.IN_FORCE,
    source_url="https://vbpl.vn/139264",
    sha256="a" * 64,
    articles=(
        Article("35", "Quyền đơn phương chấm dứt hợp đồng lao động", "1. Báo trước ít nhất 45 ngày."),
        Article("139", "Nghỉ thai sản", TEXT, ("Chương X",), (Clause("1", 0, 46),)),
    ),
    amendments=(
        Amendment("139", "sửa đổi", "41/2024/QH15", "1", date(2025, 7, 1)),
        Amendment("36", "bãi bỏ", "41/2024/QH15"),
    ),
)
OWN = Document(
    id=f"{ME}/7/2031/NĐ-CP",
    number="7/2031/NĐ-CP",
    title="Nghị định <b>lạc đà</b>",
    kind="Nghị định",
    sha256="b" * 64,
    collection=ME,
    articles=(Article("1", "Nuôi ${x} {{y}}", "<script>alert(1)</script>"),),
)


class DeskOnly:
    """As much of the engine as the two tabs need, of its real parts."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def workspace(self, owner):
        return Workspace(self.store, owner)

    def reader(self, collections):
        return Reader(self.store, Library(self.store), collections)


def opened(url="sqlite://"):
    """Open a store with a code in it and a document of one reader's own."""
    store = Store(url)
    store.put(LABOUR)
    store.put(OWN)
    return store


def pin_all(kept):
    kept.pin(MATERNITY, "Điều 139 Bộ luật Lao động", "Bộ luật Lao động")
    kept.pin(NOTICE, "Điều 35 Bộ luật Lao động", "Bộ luật Lao động")
    kept.pin(MINE, "Điều 1 Nghị định <b>lạc đà</b>", "Nghị định")
