"""Questions over the six built-in codes whose deciding article is known (tests/golden/six_codes.tsv)."""

from __future__ import annotations

from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden" / "six_codes.tsv"


def golden() -> dict[str, str]:
    """Give question → id of the deciding article."""
    rows = (line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines())
    return {question: article for question, article in rows}
