"""Cuts a dataset to what matters for its questions: BM25's best articles of each, and every answer.

    python -m benchmarks.subset DATASET_DIR OUT --split dev [--depth 50]

For machines on which embedding the whole corpus takes too long. The distractors that stay
are the hard ones, but figures over a subset are not figures over the whole: say which.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
from pathlib import Path

from corpus.readers.beir import read_qrels, read_queries
from search.fusion import fuse
from search.query import read
from settings import Settings

from .dataset import Dataset
from .quality import build


def main(argv: list[str] | None = None) -> int:
    """Command line: write the smaller dataset."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.subset", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--depth", type=int, default=50, help="articles kept for each question")
    options = parser.parse_args(argv)
    settings = Settings()
    data = Dataset(options.dataset, settings.home / "benchmarks")
    ranking = build(data, settings, ("bm25",), 1)
    kept = {doc for golds in read_qrels(options.dataset, options.split).values() for doc in golds}
    for question in read_queries(options.dataset, options.split).values():
        found = fuse(ranking.bm25(read(question).text), {}, data.catalogue, alpha=0.0)[: options.depth]
        kept |= {data.catalogue.article_ids[c.article] for c in found}
    options.out.mkdir(parents=True, exist_ok=True)
    source = next(p for p in (options.dataset / "corpus.jsonl.gz", options.dataset / "corpus.jsonl") if p.exists())
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rt", encoding="utf-8") as rows, (options.out / "corpus.jsonl").open("w") as out:
        out.writelines(row for row in rows if json.loads(row)["_id"] in kept)
    for name in (f"queries.{options.split}.jsonl", f"qrels.{options.split}.tsv"):
        shutil.copy(options.dataset / name, options.out / name)
    print(f"{len(kept)} articles")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
