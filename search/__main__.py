"""``python -m search "câu hỏi" [-k 10] [--as-of 2024-07-01] [--kind "Nghị định"] [--json]``.

``--issuer``, ``--subject`` and ``--year`` narrow it down further; ``--keep`` leaves a piece of the question as typed.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from datetime import date
from typing import Any

from corpus.errors import TraLuatError
from search.engine import SearchEngine
from search.model import Filters, Hit, SearchResponse
from settings import read_settings


def as_json(response: SearchResponse) -> dict[str, Any]:
    """Give the response in the form of the command's contract."""
    return {
        "query": response.reading.typed,
        "read_as": response.reading.text,
        "hits": [_hit(hit) for hit in response.hits],
        "notice": response.notice,
        "timings_ms": {stage: round(ms, 1) for stage, ms in response.timings_ms.items()},
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "article_id": hit.article_id,
        "document_number": hit.document_number,
        "document_title": hit.document_title,
        "article_number": hit.article_number,
        "title": hit.title,
        "path": list(hit.path),
        "score": round(hit.score, 4),
        "evidence": {
            "label": hit.evidence.label,
            "start": hit.evidence.start,
            "end": hit.evidence.end,
            "text": hit.text[hit.evidence.start : hit.evidence.end],
        },
        "status": hit.status.value,
        "effective_on": hit.effective_on.isoformat() if hit.effective_on else None,
        "expires_on": hit.expires_on.isoformat() if hit.expires_on else None,
        "text": hit.text,
    }


def _print(response: SearchResponse) -> None:
    if response.reading.text != response.reading.typed:
        print(f"Đọc là: {response.reading.text}\n")
    if response.notice:
        print(f"{response.notice}\n")
    for rank, hit in enumerate(response.hits, 1):
        heading = f"Điều {hit.article_number}. {hit.title}".rstrip(". ")
        print(f"{rank}. {heading}, {hit.document_title} {hit.document_number} [{hit.score:.0%}]")
        quoted = " ".join(hit.text[hit.evidence.start : hit.evidence.end].split())
        print(f"   {quoted[:300]}{'…' if len(quoted) > 300 else ''}\n")


def _speak_unicode() -> None:
    """Write UTF-8 whatever the console's own encoding: it may have no Vietnamese."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 when answered, 1 for an error or a question that cannot be read, 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="python -m search", description="Tra cứu điều luật.")
    parser.add_argument("question")
    parser.add_argument("-k", type=int, default=10, help="số kết quả")
    parser.add_argument("--as-of", type=date.fromisoformat, help="chỉ văn bản có hiệu lực vào ngày này (YYYY-MM-DD)")
    parser.add_argument("--kind", default="", help="loại văn bản")
    parser.add_argument("--issuer", default="", help="cơ quan ban hành")
    parser.add_argument("--subject", default="", help="lĩnh vực")
    parser.add_argument("--year", type=int, help="năm ban hành")
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="ĐOẠN",
        help="đoạn của câu hỏi cần để nguyên như đã gõ; *: tất cả",
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    _speak_unicode()
    try:
        engine = SearchEngine.open(read_settings())
        try:
            filters = Filters(options.kind, options.issuer, options.subject, options.year, options.as_of)
            response = engine.search(options.question, filters, options.k, options.keep)
        finally:
            engine.close()
    except TraLuatError as error:
        print(error.message, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(as_json(response), ensure_ascii=False, indent=1))
    else:
        _print(response)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
