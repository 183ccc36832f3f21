"""The two stages of a search over any set of passages: retrieve and fuse, then rerank.

The engine runs it over the library, the benchmarks over datasets, so that what is
measured is what is served.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indexer.embedder import Embedder
from indexer.lexical import LexicalIndex
from indexer.segment import Segmenter
from indexer.vectors import VectorIndex
from indexer.weights import TermWeights, load
from reranker.calibrate import Calibration
from reranker.model import Reranker

from .fusion import ALPHA, Candidate, Catalogue, fuse

LEXICAL_DEPTH = 1000
"""Passages that BM25 gives: deep, because a passage it does not give counts as 0."""
DENSE_DEPTH = 200
_UNLIKE = (0.3, 0.5)
"""Cosines of passages that share words with a question and little else: where nothing has a vector yet, nothing
may be shown as certain."""

Texts = Callable[[Sequence[Candidate]], list[str]]
"""Gives the text of each candidate's best passage as the models read it."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with what the second stage thinks of it; ``score`` is a probability."""

    candidate: Candidate
    logit: float
    score: float


@dataclass
class Timings:
    """Milliseconds of each stage, in the order they ran."""

    ms: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def resume(self) -> None:
        """Count from now: what passed since the last stage ended was not spent on the search."""
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note that a stage ended now."""
        now = time.perf_counter()
        self.ms[stage] = self.ms.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now


@dataclass(frozen=True)
class Ranking:
    """Everything that ranks: two indexes, two models, and what the passages belong to."""

    lexical: LexicalIndex
    vectors: VectorIndex
    embedder: Embedder
    segment: Segmenter
    catalogue: Catalogue
    reranker: Reranker | None
    calibration: Calibration = field(default_factory=Calibration)
    alpha: float = ALPHA
    weigh: TermWeights = field(default_factory=load)

    def retrieve(
        self, question: str, timings: Timings, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[Candidate]:
        """First stage: BM25 and dense retrieval, fused, best article first."""
        bm25 = self.bm25(question, allowed)
        timings.lap("bm25")
        # An article that BM25 found is compared by all its passages: the words may stand in one, the sense in another.
        dense = self.dense(question, allowed, also=self.catalogue.siblings(list(bm25)[:DENSE_DEPTH]))
        dense |= self._guessed(bm25, dense)
        timings.lap("dense")
        fused = fuse(bm25, dense, self.catalogue, self.alpha)
        timings.lap("fusion")
        return fused

    def bm25(self, question: str, allowed: npt.NDArray[np.int64] | None = None) -> dict[int, float]:
        """BM25 scores by catalogue row, best first, each as a share of the best possible."""
        terms = self.weigh(self.segment(question))
        ids, scores = self.lexical.search(terms, LEXICAL_DEPTH, allowed)
        ceiling = self.lexical.ceiling(terms)
        return self.catalogue.by_row(ids, scores / max(ceiling, 1e-9))

    def dense(
        self, question: str, allowed: npt.NDArray[np.int64] | None = None, also: npt.NDArray[np.intp] | None = None
    ) -> dict[int, float]:
        """Cosines by catalogue row, best first: the nearest passages, and those of the rows in ``also``."""
        query = self.embedder.queries([question])[0]
        ids, scores = self.vectors.search(query, DENSE_DEPTH, allowed)
        if also is not None and allowed is not None:
            also = also[np.isin(self.catalogue.ids[also], allowed)]
        if also is not None and len(also):
            more = self.vectors.compare(query, self.catalogue.ids[also])
            ids, scores = np.concatenate([ids, more[0]]), np.concatenate([scores, more[1]])
        return self.catalogue.by_row(ids, scores)

    def _guessed(self, bm25: Mapping[int, float], dense: Mapping[int, float]) -> dict[int, float]:
        """Cosines of passages whose vectors are still to come: as high among those found as BM25's scores are.

        Without them a law that was just added would count as unlike every question.
        """
        if len(self.vectors) >= len(self.lexical):
            return {}
        rows = [row for row in list(bm25)[:DENSE_DEPTH] if row not in dense]  # those with vectors were all compared
        low, high = min(dense.values(), default=_UNLIKE[0]), max(dense.values(), default=_UNLIKE[1])
        best = max(bm25.values(), default=1.0)
        return {row: low + (high - low) * bm25[row] / best for row in rows}

    def rerank(self, question: str, candidates: Sequence[Candidate], texts: Texts) -> list[Ranked]:
        """Second stage: the cross-encoder's logits, calibrated together with the first stage's scores."""
        if not candidates:
            return []
        logits = np.zeros(len(candidates), np.float32)
        if self.reranker is not None:
            logits = self.reranker.score([(question, text) for text in texts(candidates)])
        dense, bm25 = [c.dense for c in candidates], [c.bm25 for c in candidates]
        linear = self.calibration.linear(logits, dense, bm25)
        ranked = [
            Ranked(candidate, float(logit), float(p))
            for candidate, logit, p in zip(candidates, logits, self.calibration.probabilities(linear), strict=True)
        ]
        return [ranked[i] for i in np.argsort(-linear, kind="stable")]
