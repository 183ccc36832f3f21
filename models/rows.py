"""Rows that both models are trained on: a question, a passage that answers it, passages that do not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RUN = 4
"""Rows that stand together in a file and come in one batch: neighbours of one document or subject."""


@dataclass(frozen=True, slots=True)
class Row:
    """One training row.

    ``dataset`` is the name of the folder that the question comes from; ``query_id`` is
    empty where nobody asked it. Rows without negatives learn from the rest of their batch.
    """

    dataset: str
    query_id: str
    query: str
    positive: str
    negatives: tuple[str, ...]


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Write rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def read_rows(path: Path) -> list[Row]:
    """Read what `write_rows` wrote.

    Raises
    ------
    OSError
        There is no such file.
    ValueError, KeyError
        A line is not a row.
    """
    with path.open(encoding="utf-8") as file:
        found = [json.loads(line) for line in file if line.strip()]
    if not all(isinstance(x, dict) for x in found):
        raise ValueError(f"{path} holds lines that are no rows")
    return [Row(x["dataset"], x["query_id"], x["query"], x["positive"], tuple(x["negatives"])) for x in found]


def manifest(rows: Sequence[Row]) -> dict[str, Any]:
    """Say what a model is trained on: rows of each dataset, the ids of its questions and a digest of the rows."""
    digest = hashlib.sha256(json.dumps([(r.query, r.positive, r.negatives) for r in rows]).encode()).hexdigest()
    return {
        "datasets": dict(Counter(r.dataset for r in rows)),
        "rows": len(rows),
        "sha256": digest,
        "query_ids": sorted({r.query_id for r in rows if r.query_id}),
    }
