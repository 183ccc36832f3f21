"""Mines the rows that both models are trained on from datasets in BEIR's form.

Negatives are semi-hard. In law the very hardest are half of them answers too: copies of
an article in an amending document, or near-copies in another decree.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.readers.beir import Entry, read_corpus, read_qrels, read_queries
from models.rows import Row, write_rows

from .lexical import LexicalIndex
from .passages import heading, render, split
from .segment import syllables

SEMI_HARD = (2, 30)
"""Ranks of BM25 from which negatives are drawn: the very first are too often answers too."""
NEAR_COPY = 0.8
"""Jaccard similarity of syllable sets from which a candidate counts as a copy of the answer."""


def examples(folder: Path, negatives: int, seed: int, train_split: str = "train") -> list[Row]:
    """Mine training rows from a dataset in BEIR's form.

    Parameters
    ----------
    folder : Path
        ``corpus.jsonl[.gz]``, ``queries.<split>.jsonl``, ``qrels.<split>.tsv``.
    negatives : int
        How many semi-hard negatives each row gets; rows with fewer are left out.
    seed : int
        Draws the negatives.
    """
    entries = read_corpus(folder)
    texts: list[str] = []
    owners: list[int] = []
    for number, entry in enumerate(entries):
        line = heading(entry.document_title, entry.article)
        for passage in split(entry.article):
            texts.append(render(line, entry.article.text[passage.start : passage.end]))
            owners.append(number)
    index = LexicalIndex()
    index.add(range(len(texts)), (syllables(text) for text in texts))
    spans: dict[str, list[int]] = {}
    for passage_id, owner in enumerate(owners):
        spans.setdefault(entries[owner].id, []).append(passage_id)
    chance = random.Random(seed)
    qrels = read_qrels(folder, train_split)
    rows = []
    for query_id, query in read_queries(folder, train_split).items():
        golds = {doc for doc, score in qrels.get(query_id, {}).items() if score > 0 and doc in spans}
        tokens = syllables(query)
        pool = _negatives(index, tokens, texts, owners, entries, golds, spans)
        for gold in sorted(golds):
            if len(pool) < negatives:
                continue
            positive = _best_of(index, tokens, spans[gold])
            drawn = tuple(texts[i] for i in chance.sample(pool, negatives))
            rows.append(Row(folder.name, query_id, query, texts[positive], drawn))
    return rows


def _best_of(index: LexicalIndex, tokens: Sequence[str], ids: list[int]) -> int:
    """Of one article's passages, the one that BM25 prefers (the first when none matches)."""
    found, _ = index.search(tokens, 1, allowed=np.asarray(ids, dtype=np.int64))
    return int(found[0]) if len(found) else ids[0]


def _negatives(
    index: LexicalIndex,
    tokens: Sequence[str],
    texts: list[str],
    owners: list[int],
    entries: list[Entry],
    golds: set[str],
    spans: dict[str, list[int]],
) -> list[int]:
    """Passages of the semi-hard ranks that are neither an answer nor a near-copy of one."""
    answers = [set(syllables(texts[i])) for gold in golds for i in spans[gold]]
    found, _ = index.search(tokens, 4 * SEMI_HARD[1])
    first_of_article: dict[int, int] = {}
    for passage_id in found.tolist():
        first_of_article.setdefault(owners[passage_id], passage_id)
    ranked = [p for owner, p in first_of_article.items() if entries[owner].id not in golds]
    window = ranked[SEMI_HARD[0] : SEMI_HARD[1]]
    return [p for p in window if not any(similarity(set(syllables(texts[p])), a) >= NEAR_COPY for a in answers)]


def similarity(one: set[str], other: set[str]) -> float:
    """Jaccard similarity of two sets, 0 to 1."""
    return len(one & other) / max(1, len(one | other))


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer mine``: write the rows of some datasets to one file."""
    parser = argparse.ArgumentParser(prog="python -m indexer mine", description="Mine training rows.")
    parser.add_argument("data", type=Path, nargs="+", help="datasets in BEIR's form, with a split named train")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    parser.add_argument("--negatives", type=int, default=6, help="semi-hard negatives of each question")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    rows = [row for folder in options.data for row in examples(folder, options.negatives, options.seed)]
    write_rows(rows, options.out)
    return 0
