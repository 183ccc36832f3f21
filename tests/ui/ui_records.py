"""Records for the tests of the page."""

from dataclasses import replace
from datetime import date

from corpus.model import Status
from search.model import Evidence, Hit, Reading, SearchResponse

TEXT = (
    "1. Lao động nữ được nghỉ thai sản trước và sau khi sinh con là 06 tháng.\n"
    "2. Trong thời gian nghỉ thai sản, lao động nữ được hưởng chế độ thai sản.\n"
    "3. Hết thời gian nghỉ thai sản, nếu có nhu cầu, lao động nữ có thể nghỉ thêm."
)
FIRST = TEXT.split("\n")[0]

HIT = Hit(
    article_id="45/2019/QH14#139",
    document_id="45/2019/QH14",
    document_number="45/2019/QH14",
    document_title="Bộ luật Lao động",
    kind="Bộ luật",
    issuer="Quốc hội",
    article_number="139",
    title="Nghỉ thai sản",
    path=("Chương X", "Mục 1"),
    text=TEXT,
    score=0.874,
    evidence=Evidence(0, len(FIRST), "Khoản 1"),
    status=Status.IN_FORCE,
    issued_on=date(2019, 11, 20),
    effective_on=date(2021, 1, 1),
    passage=f"Bộ luật Lao động > Nghỉ thai sản\n{TEXT}",
)


def response(*hits: Hit, notice: str | None = None, changes: tuple[tuple[str, str], ...] = ()) -> SearchResponse:
    return SearchResponse(Reading("hỏi", "câu hỏi", changes), hits, notice, {"total": 1234.5})


def with_evidence(text: str, start: int, end: int, label: str = "") -> Hit:
    return replace(HIT, text=text, evidence=Evidence(start, end, label))
