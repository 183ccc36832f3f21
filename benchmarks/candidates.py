"""Writes what the first stage finds for each question of a dataset, for ``python -m reranker evaluate``.

python -m benchmarks.candidates DATASET_DIR --split dev --out CANDIDATES.jsonl
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from corpus.readers.beir import read_qrels, read_queries
from reranker.data import Candidates, write_candidates
from search.query import read
from search.ranking import Timings
from settings import Settings

from .dataset import Dataset
from .quality import build


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.candidates", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--top", type=int, default=30, help="candidates of each question")
    parser.add_argument("--passages", type=int, help="as for benchmarks.quality")
    parser.add_argument("--cache", type=Path, help="default: TRALUAT_HOME/benchmarks")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    options = parser.parse_args(argv)
    settings = Settings()
    data = Dataset(options.dataset, options.cache or settings.home / "benchmarks")
    ranking = build(data, settings, ["hybrid"], options.passages or data.passages_per_article())
    qrels = read_qrels(options.dataset, options.split)

    def found() -> Iterator[Candidates]:
        for query_id, question in tqdm(read_queries(options.dataset, options.split).items(), desc=options.split):
            golds = {name for name, grade in qrels.get(query_id, {}).items() if grade > 0}
            if golds:
                text = read(question).text
                best = ranking.retrieve(text, Timings())[: options.top]
                relevant = tuple(data.catalogue.article_ids[c.article] in golds for c in best)
                yield Candidates(query_id, text, tuple(data.texts(best)), relevant, len(golds))

    write_candidates(found(), options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
