"""Draws training rows from what a first stage found, so that the cross-encoder learns on what it will be handed.

    python -m benchmarks.candidates DATASET_DIR --split train --top 50 --out CANDIDATES.jsonl
    python -m reranker mine CANDIDATES.jsonl… --negatives 10 --out ROWS.jsonl

Negatives are semi-hard: drawn from a window of ranks, near-copies of an answer left out. In law the
hardest are half of them answers too.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterable
from pathlib import Path

from models.rows import Row, write_rows

from .data import Candidates, read_candidates

WINDOW = (1, 30)
"""Places among the passages that are no answer from which negatives are drawn; the first is too often an answer."""
NEAR_COPY = 0.8
"""Jaccard similarity of word sets from which a passage counts as a copy of an answer."""


def rows_of(dataset: str, found: Iterable[Candidates], negatives: int, seed: int) -> list[Row]:
    """Draw one row for each answer that was found.

    Parameters
    ----------
    dataset : str
        Its name, kept in the rows.
    found : iterable of Candidates
    negatives : int
        How many each row gets; rows with fewer are left out.
    seed : int
        Draws the negatives.
    """
    chance = random.Random(seed)
    rows = []
    for one in found:
        answers = [text for text, right in zip(one.passages, one.relevant, strict=True) if right]
        others = [text for text, right in zip(one.passages, one.relevant, strict=True) if not right]
        copies = [_words(answer) for answer in answers]
        window = [text for text in others[slice(*WINDOW)] if not _is_copy(_words(text), copies)]
        if len(window) >= negatives:
            rows += [
                Row(dataset, one.query_id, one.query, answer, tuple(chance.sample(window, negatives)))
                for answer in answers
            ]
    return rows


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _is_copy(words: set[str], answers: Iterable[set[str]]) -> bool:
    return any(len(words & answer) >= NEAR_COPY * max(1, len(words | answer)) for answer in answers)


def main(argv: list[str]) -> int:
    """Command line of ``python -m reranker mine``."""
    parser = argparse.ArgumentParser(prog="python -m reranker mine", description="Draw training rows from candidates.")
    parser.add_argument("candidates", type=Path, nargs="+", help="files named after their dataset")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    parser.add_argument("--negatives", type=int, default=10)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    rows = [
        row
        for path in options.candidates
        for row in rows_of(path.stem, read_candidates(path), options.negatives, options.seed)
    ]
    random.Random(options.seed).shuffle(rows)
    write_rows(rows, options.out)
    return 0
