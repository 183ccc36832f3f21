"""What was considered for the first stage and what it gives: other vectors, weights, lengths of passages.

``python -m benchmarks.variants DATASET_DIR --split dev [--json FILE]``. Each variant changes
one thing of what is shipped. Vectors are those of the dataset's cache, cut to their first
dimensions and made unit again, or written in bytes and read back, as a scalar quantiser does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from corpus.readers.beir import read_qrels, read_queries
from indexer.embedder import Embedder
from indexer.lexical import LexicalIndex
from indexer.segment import SEGMENTERS
from indexer.vectors import VectorIndex
from indexer.weights import TermWeights
from models.hub import locate
from search.ranking import Ranking
from settings import Settings

from .dataset import Dataset
from .quality import Stages, build, evaluate, summarise

_WIDTHS = (256, 192, 128, 64)
_HEADINGS = (0, 2, 3)
_LENGTHS = ((200, 300), (350, 512))
"""Syllables of a passage, and the tokens that its text and heading need."""
_SHOWN = ("R@1", "R@10", "R@100", "nDCG@10")

Matrix = npt.NDArray[np.float32]


class _Shortened:
    """An encoder whose questions are cut as the passages were."""

    def __init__(self, embedder: Embedder, width: int) -> None:
        self._embedder, self.dimension, self.fingerprint = embedder, width, embedder.fingerprint

    def queries(self, texts: list[str]) -> Matrix:
        return unit(self._embedder.queries(texts)[:, : self.dimension])


def main(argv: list[str] | None = None) -> int:
    """Command line: measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variants", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    parser.add_argument("--cache", type=Path, help="default: TRALUAT_HOME/benchmarks")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    settings = Settings()
    data = Dataset(options.dataset, options.cache or settings.home / "benchmarks")
    queries, qrels = read_queries(options.dataset, options.split), read_qrels(options.dataset, options.split)
    shipped = build(data, settings, ("hybrid",), data.passages_per_article())

    def measured(ranking: Ranking, stage: str, cut: Dataset = data) -> dict[str, Any]:
        rows = evaluate(getattr(Stages(cut, ranking, 0), stage), queries, qrels, stage)
        return {name: figures for name, figures in summarise(rows, options.seed).items() if name in _SHOWN}

    vectors = {name: measured(ranking, "hybrid") for name, ranking in _with_vectors(shipped)}
    headings = {
        str(times): measured(replace(shipped, lexical=index), "bm25")
        for times, index in _with_headings(data, SEGMENTERS[settings.segmenter])
    }
    lengths = {
        f"{limit} syllables, {tokens} tokens": {stage: measured(ranking, stage, cut) for stage in ("dense", "hybrid")}
        for limit, tokens, cut, ranking in _with_lengths(options.dataset, data.cache, settings)
    }
    report = {
        "dataset": options.dataset.resolve().name,
        "split": options.split,
        "queries": len(queries),
        "seed": options.seed,
        "retriever": shipped.embedder.fingerprint,
        "alpha": shipped.alpha,
        "hybrid by vectors": {"384, shipped": measured(shipped, "hybrid"), **vectors},
        "bm25 by weights of terms": {
            "learned, shipped": measured(shipped, "bm25"),
            "alike": measured(replace(shipped, weigh=TermWeights()), "bm25"),
        },
        "hybrid by weights of terms": {
            "learned, shipped": measured(shipped, "hybrid"),
            "alike": measured(replace(shipped, weigh=TermWeights()), "hybrid"),
        },
        "by length of passages": {
            "100 syllables, 160 tokens, shipped": {stage: measured(shipped, stage) for stage in ("dense", "hybrid")},
            **lengths,
        },
        "bm25 by headings before each passage": {"1, shipped": measured(shipped, "bm25"), **headings},
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _with_vectors(shipped: Ranking) -> Iterator[tuple[str, Ranking]]:
    ids = shipped.vectors.ids()
    rows: Matrix = shipped.vectors._index.reconstruct_batch(ids)
    for width in _WIDTHS:
        embedder: Any = _Shortened(shipped.embedder, width)
        yield str(width), replace(shipped, vectors=_index(ids, unit(rows[:, :width])), embedder=embedder)
    yield "384, in bytes", replace(shipped, vectors=_index(ids, through_bytes(rows)))


def _with_lengths(folder: Path, cache: Path, settings: Settings) -> Iterator[tuple[int, int, Dataset, Ranking]]:
    for limit, tokens in _LENGTHS:
        with tempfile.TemporaryDirectory() as scratch:
            longer = Path(scratch) / "retriever"
            shutil.copytree(locate(settings.retriever), longer)
            (longer / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": tokens}), encoding="utf-8")
            data = Dataset(folder, cache, limit)
            own = settings.model_copy(update={"retriever": str(longer)})
            yield limit, tokens, data, build(data, own, ("hybrid",), data.passages_per_article())


def through_bytes(rows: Matrix) -> Matrix:
    """Give vectors as they come back from one byte a value, each dimension with a range of its own; shape unchanged."""
    low, high = rows.min(axis=0), rows.max(axis=0)
    step = np.maximum(high - low, 1e-9) / 255
    back: Matrix = low + np.round((rows - low) / step).astype(np.uint8) * step
    return back


def unit(rows: Matrix) -> Matrix:
    """Give rows of length one, shape unchanged."""
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def _index(ids: npt.NDArray[np.int64], rows: Matrix) -> VectorIndex:
    index = VectorIndex(rows.shape[1])
    index.add(ids, rows)
    return index


def _with_headings(data: Dataset, segment: Callable[[str], list[str]]) -> Iterator[tuple[int, LexicalIndex]]:
    """Give BM25 indexes whose passages have their heading not at all, or several times, before them."""
    for times in _HEADINGS:
        index = LexicalIndex()
        rows = range(len(data.catalogue.ids))
        index.add(
            rows, (segment(headed(data, row, times)) for row in tqdm(rows, desc=f"{times} headings", mininterval=10))
        )
        yield times, index


def headed(data: Dataset, row: int, times: int) -> str:
    """Give a passage as BM25 would read it with its heading so many times."""
    number, _, text = data.lexical_text(row).partition("\n")
    heading, _, body = text.partition("\n")
    return "\n".join([number, *[heading] * times, body])


if __name__ == "__main__":
    raise SystemExit(main())
