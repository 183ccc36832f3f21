"""Retrieval datasets in BEIR's form: corpus, queries and relevance judgements (qrels).

Source: Thakur et al. 2021, "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation
of Information Retrieval Models" (arXiv 2104.08663).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.encoding import normalise
from corpus.model import Article
from corpus.structure import parse_clauses


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a BEIR corpus as an article, with its document's title and number."""

    id: str
    document_title: str
    document_number: str
    article: Article


def read_corpus(folder: Path) -> list[Entry]:
    """Read ``corpus.jsonl`` or ``corpus.jsonl.gz``; titles and texts normalised."""
    path = next(p for p in (folder / "corpus.jsonl.gz", folder / "corpus.jsonl") if p.exists())
    return [_entry(row) for row in _rows(path)]


def _entry(row: dict[str, Any]) -> Entry:
    metadata = row.get("metadata") or {}
    title, text = normalise(row.get("title") or "").strip(), normalise(row["text"]).strip()
    number = str(metadata.get("article_no", ""))
    if number and not title and "\n" in text and not text[0].isdigit():
        title, text = (part.strip() for part in text.split("\n", 1))  # an article's heading left in its text
    article = Article(number=number, title=title, text=text, clauses=parse_clauses(text))
    document = normalise(metadata.get("doc_title") or metadata.get("law") or "")
    return Entry(row["_id"], document, normalise(metadata.get("doc_no") or ""), article)


def read_queries(folder: Path, split: str) -> dict[str, str]:
    """Read ``queries.<split>.jsonl``: query id → text as typed."""
    return {row["_id"]: row["text"] for row in _rows(folder / f"queries.{split}.jsonl")}


def read_qrels(folder: Path, split: str) -> dict[str, dict[str, int]]:
    """Read ``qrels.<split>.tsv``: query id → {passage id: relevance}; zeros are kept."""
    qrels: dict[str, dict[str, int]] = {}
    with (folder / f"qrels.{split}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return qrels


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
