"""Two ranked lists of passages become one ranked list of articles.

Convex combination of normalised scores (Bruch, Gai and Ingber 2023, "An Analysis of
Fusion Functions for Hybrid Retrieval", arXiv 2210.11934), which keeps how much better a
candidate is, where reciprocal-rank fusion keeps only the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ALPHA = 0.5
"""Weight of the dense score, the rest is BM25's: among the best on the Zalo dev questions, where from 0.4 to 0.8 little
changes, and the best on written questions about other laws (indexer/README.md, benchmarks/results/calibration.json)."""

_ALIKE = 0.01
"""Of two passages of an article that differ by less, the earlier speaks for it: a rule stands before its exceptions."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Which article each passage belongs to.

    Attributes
    ----------
    ids : ndarray of int64, shape (passages,)
        Passage ids, ascending.
    articles : ndarray of int32, shape (passages,)
        Position of the passage's article in ``article_ids``.
    spans : ndarray of int32, shape (passages, 2)
        Start and end of the passage in the article's text.
    article_ids : list of str
    """

    ids: npt.NDArray[np.int64]
    articles: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]
    article_ids: list[str]

    def siblings(self, rows: Sequence[int]) -> npt.NDArray[np.intp]:
        """Give the rows of all passages of the articles that some rows are of."""
        wanted = np.zeros(len(self.article_ids), np.bool_)
        wanted[self.articles[np.asarray(rows, np.intp)]] = True
        return np.flatnonzero(wanted[self.articles])

    def by_row(self, ids: npt.NDArray[np.int64], scores: npt.NDArray[np.float32]) -> dict[int, float]:
        """Scores by position in this catalogue, in their order.

        An index that is being changed may give passages that this catalogue does not know
        yet, or no longer: they are left out.
        """
        if not len(self.ids):
            return {}
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        known = self.ids[at] == ids
        return dict(zip(at[known].tolist(), scores[known].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that the first stage found.

    ``article`` and ``passage`` are positions in the catalogue, the passage being the
    article's best; ``bm25`` and ``dense`` are normalised, ``fused`` is their combination.
    """

    article: int
    passage: int
    bm25: float
    dense: float
    fused: float


def fuse(
    bm25: Mapping[int, float], dense: Mapping[int, float], catalogue: Catalogue, alpha: float = ALPHA
) -> list[Candidate]:
    """Fold passages to articles by their best score and order the articles.

    Parameters
    ----------
    bm25, dense : mapping of catalogue row to score
        BM25 as a share of the best score possible for the question, dense as a cosine;
        a passage that one of them did not find counts as 0 there.
    alpha : float
        Weight of the dense score.
    """
    best: dict[int, Candidate] = {}
    for row in sorted(bm25.keys() | dense.keys()):
        article = int(catalogue.articles[row])
        lexical, cosine = bm25.get(row, 0.0), dense.get(row, 0.0)
        fused = alpha * cosine + (1 - alpha) * lexical
        known = best.get(article)
        if known is None:
            best[article] = Candidate(article, row, lexical, cosine, fused)
        else:  # each stage's best passage of the article counts, also when they differ
            lexical_best, cosine_best = max(lexical, known.bm25), max(cosine, known.dense)
            own = alpha * _own(dense, known) + (1 - alpha) * _own(bm25, known)
            passage = row if fused > own + _ALIKE else known.passage
            total = alpha * cosine_best + (1 - alpha) * lexical_best
            best[article] = Candidate(article, passage, lexical_best, cosine_best, total)
    return sorted(best.values(), key=lambda c: (-c.fused, catalogue.article_ids[c.article]))


def _own(scores: Mapping[int, float], candidate: Candidate) -> float:
    return scores.get(candidate.passage, 0.0)
