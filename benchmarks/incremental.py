"""How long a law takes into indexes that are in use, and out of them again.

python -m benchmarks.incremental DATASET_DIR [--split dev] [--json FILE]

The first 200 articles of the Civil Code go into the indexes of a dataset in BEIR's form and
out again, while another thread asks the dataset's questions. It begins where their text is
cut and embedded, and ends where both indexes answer from them; how long writing the indexes
to disk takes after that is told apart. The vectors are random: how long FAISS takes does not
hang on them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.readers.beir import read_queries
from corpus.readers.builtin import read_builtin
from indexer.lexical import LexicalIndex
from indexer.passages import lexical as as_bm25_reads
from indexer.segment import SEGMENTERS, Segmenter
from indexer.sync import cut
from indexer.vectors import VectorIndex
from search.ranking import DENSE_DEPTH, LEXICAL_DEPTH
from settings import Settings

from .dataset import Dataset
from .speed import machine

_LAW, _ARTICLES = "bo-luat-dan-su-2015", 200
_ROUNDS = 12  # so that merges of small segments are among them
_DIMENSION = 384


class Questions(threading.Thread):
    """Asks both indexes one question after another, until it is told to stop.

    Attributes
    ----------
    laps : list of float
        Milliseconds of each.
    """

    def __init__(self, lexical: LexicalIndex, vectors: VectorIndex, questions: list[list[str]]) -> None:
        super().__init__(daemon=True)
        self.lexical, self.vectors, self.questions = lexical, vectors, questions
        self.laps: list[float] = []
        self.over = threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        """Ask."""
        try:
            self._ask()
        except BaseException as error:  # told by `stop`: a thread's own is only printed
            self.error = error

    def stop(self) -> None:
        """Wait for the last answer; raise what a search raised."""
        self.over.set()
        self.join()
        if self.error:
            raise self.error

    def _ask(self) -> None:
        queries = unit_vectors(len(self.questions), seed=2)
        while not self.over.is_set():
            at = len(self.laps) % len(self.questions)
            begun = time.perf_counter()
            self.lexical.search(self.questions[at], LEXICAL_DEPTH)
            self.vectors.search(queries[at], DENSE_DEPTH)
            self.laps.append((time.perf_counter() - begun) * 1000)


def unit_vectors(count: int, seed: int) -> npt.NDArray[np.float32]:
    """Draw random unit vectors, shape (count, 384)."""
    drawn = np.random.default_rng(seed).standard_normal((count, _DIMENSION), np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn


def rounds(
    lexical: LexicalIndex, vectors: VectorIndex, segment: Segmenter, texts: list[str]
) -> tuple[list[float], list[float]]:
    """Put the passages in some times over, under other ids each time, and take them out; give the seconds of each."""
    count, fresh = len(texts), unit_vectors(len(texts), seed=1)
    first = int(lexical.ids()[-1]) + 1
    laws = [np.arange(at, at + count, dtype=np.int64) for at in range(first, first + _ROUNDS * count, count)]
    added, removed = [], []
    for ids in laws:
        begun = time.perf_counter()
        lexical.add(ids.tolist(), [segment(text) for text in texts])
        vectors.add(ids, fresh)
        added.append(time.perf_counter() - begun)
    best, _ = lexical.search(segment(texts[0]), 3 * _ROUNDS)  # the dataset may hold the same law
    nearest, _ = vectors.search(fresh[0], _ROUNDS)
    if not {int(ids[0]) for ids in laws} <= set(best.tolist()) & set(nearest.tolist()):
        raise RuntimeError("what was added is not found")
    for ids in laws:
        begun = time.perf_counter()
        lexical.remove(ids.tolist())
        vectors.remove(ids)
        removed.append(time.perf_counter() - begun)
    if int(lexical.ids()[-1]) != first - 1 or int(vectors.ids()[-1]) != first - 1:
        raise RuntimeError("what was removed is still there")
    return added, removed


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incremental", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    settings = Settings()
    segment = SEGMENTERS[settings.segmenter]
    data = Dataset(options.dataset, settings.home / "benchmarks")
    lexical, vectors = data.lexical(settings.segmenter), VectorIndex(_DIMENSION)
    vectors.add(data.catalogue.ids, unit_vectors(len(data.catalogue.ids), seed=0))
    law = read_builtin(_LAW)
    texts = [as_bm25_reads(law.number, text) for text in cut(replace(law, articles=law.articles[:_ARTICLES]))[1]]
    asked = [segment(text) for text in read_queries(options.dataset, options.split).values()]

    quiet, busy = (Questions(lexical, vectors, asked) for _ in range(2))
    quiet.start()
    time.sleep(10)
    quiet.stop()
    busy.start()
    added, removed = rounds(lexical, vectors, segment, texts)
    busy.stop()
    saved = saving(lexical, vectors)
    report = {
        "cpu": machine(),
        "dataset": options.dataset.resolve().name,
        "passages": len(data.catalogue.ids),
        "law": {"number": law.number, "articles": _ARTICLES, "passages": len(texts)},
        "rounds": _ROUNDS,
        "add_s": spread(added, 2),
        "remove_s": spread(removed, 2),
        "save_s": round(saved, 2),
        "question_ms": spread(quiet.laps, 1),
        "question_meanwhile_ms": spread(busy.laps, 1),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def saving(lexical: LexicalIndex, vectors: VectorIndex) -> float:
    """Give the seconds that writing both indexes takes, which comes after they answer."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        lexical.save(Path(folder))
        vectors.save(Path(folder))
        return time.perf_counter() - begun


def spread(values: list[float], digits: int) -> dict[str, Any]:
    """Give the median and the highest."""
    named = {"p50": np.median(values), "max": max(values)}
    return {name: round(float(value), digits) for name, value in named.items()}


if __name__ == "__main__":
    raise SystemExit(main())
