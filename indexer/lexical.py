"""BM25 over passages that can be added and removed while questions are answered.

The index is a short list of immutable segments, each a sparse passage × term matrix of
term frequencies. Statistics (document frequency, mean length) are those of all live
passages at the moment of the question, so scores after any sequence of additions and
removals equal those of an index built afresh.

Source of the scoring: Robertson and Zaragoza 2009, "The Probabilistic Relevance
Framework: BM25 and Beyond", with Lucene's idf, ln(1 + (N − df + ½) / (df + ½)).
"""

from __future__ import annotations

import json
import os
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

K1 = 0.6
"""Term-frequency saturation, tuned on the Zalo dev split (see README.md)."""
B = 0.9
"""Length normalisation, tuned on the same."""

_GROWTH = 4  # of two neighbouring segments' sizes, at least

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Query = Sequence[str] | Mapping[str, float]
"""A tokenised query: terms, of which one that is repeated counts as often as it is there, or each term's weight."""


@dataclass(frozen=True)
class _Segment:
    """Passages that were indexed together; one that is removed stays until the next merge, but is never found.

    Attributes
    ----------
    ids : ndarray of int64, shape (passages,)
        Each once.
    frequencies : csc_matrix of float32, shape (passages, terms)
    lengths : ndarray of float32, shape (passages,)
        Tokens.
    alive : ndarray of bool, shape (passages,)
    document_frequencies : ndarray of int64, shape (terms,)
        Live passages that hold each term.
    """

    ids: Ids
    frequencies: sparse.csc_matrix
    lengths: npt.NDArray[np.float32]
    alive: npt.NDArray[np.bool_]
    document_frequencies: npt.NDArray[np.int64]

    @classmethod
    def of(cls, ids: Ids, frequencies: sparse.csc_matrix) -> _Segment:
        """Make a segment whose passages are all alive."""
        lengths = np.asarray(frequencies.sum(axis=1), dtype=np.float32).ravel()
        held = np.diff(frequencies.indptr).astype(np.int64)
        return cls(ids, frequencies, lengths, np.ones(len(ids), np.bool_), held)

    def __len__(self) -> int:
        """Count the live passages."""
        return int(self.alive.sum())

    def without(self, gone: Ids) -> _Segment:
        """Give this segment with some passages removed."""
        leaving = self.alive & np.isin(self.ids, gone)
        if not leaving.any():
            return self
        # Columns are by term: taking rows out would rewrite the whole matrix, counting what they hold reads it once.
        entries = np.flatnonzero(leaving[self.frequencies.indices])
        terms = np.searchsorted(self.frequencies.indptr, entries, side="right") - 1
        held = self.document_frequencies - np.bincount(terms, minlength=len(self.document_frequencies))
        return replace(self, alive=self.alive & ~leaving, document_frequencies=held)


@dataclass(frozen=True)
class _Snapshot:
    """What one question sees: replaced whole by a writer, never changed."""

    segments: tuple[_Segment, ...] = ()
    frequencies: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    count: int = 0
    mean_length: float = 1.0


class LexicalIndex:
    """BM25 index over tokenised passages, keyed by the store's passage ids.

    Readers need no lock: every change swaps in a new snapshot. One writer at a time.

    Parameters
    ----------
    k1, b : float
        BM25's constants.
    """

    def __init__(self, k1: float = K1, b: float = B) -> None:
        self.k1, self.b = k1, b
        self._vocabulary: dict[str, int] = {}
        self._now = _Snapshot()

    def __len__(self) -> int:
        """Count the live passages."""
        return self._now.count

    def ids(self) -> Ids:
        """Ids of the live passages, ascending, shape (n,)."""
        parts = [s.ids[s.alive] for s in self._now.segments]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def add(self, ids: Sequence[int], passages: Iterable[Sequence[str]]) -> None:
        """Add tokenised passages; an id that is already there is replaced, of one given twice the last counts."""
        given = np.asarray(ids, dtype=np.int64)
        if not len(given):
            return
        rows, columns, values = array("i"), array("i"), array("f")  # millions: lists of ints would take gigabytes
        for row, tokens in enumerate(passages):
            for term, count in Counter(tokens).items():
                rows.append(row)
                columns.append(self._vocabulary.setdefault(term, len(self._vocabulary)))
                values.append(count)
        shape = (len(given), len(self._vocabulary))
        data, row_of, column_of = (np.frombuffer(a, a.typecode) for a in (values, rows, columns))
        matrix = sparse.csr_matrix((data, (row_of, column_of)), shape=shape)
        fresh, from_the_end = np.unique(given[::-1], return_index=True)
        added = _Segment.of(fresh, matrix[len(given) - 1 - from_the_end].tocsc())
        self._swap(_merged([*self._without(fresh), added]))

    def remove(self, ids: Iterable[int]) -> None:
        """Remove passages; unknown ids are ignored."""
        self._swap(self._without(np.fromiter(ids, np.int64)))

    def _without(self, gone: Ids) -> list[_Segment]:
        kept = (segment.without(gone) for segment in self._now.segments)
        return [_compact(segment) for segment in kept if len(segment)]

    def _swap(self, segments: Sequence[_Segment]) -> None:
        frequencies = np.zeros(len(self._vocabulary), np.int64)
        for segment in segments:
            frequencies[: len(segment.document_frequencies)] += segment.document_frequencies
        count = sum(len(s) for s in segments)
        total = sum(float(s.lengths[s.alive].sum(dtype=np.float64)) for s in segments)
        self._now = _Snapshot(tuple(segments), frequencies, count, total / count if total else 1.0)

    def search(self, query: Query, limit: int, allowed: Ids | None = None) -> tuple[Ids, Scores]:
        """Give the best passages for a tokenised query.

        Parameters
        ----------
        query : sequence of str, or mapping of str to float
            Its terms, or their weights (none negative).
        limit : int
            Most passages to give.
        allowed : ndarray of int64, optional
            Only these passages may be given.

        Returns
        -------
        ids : ndarray of int64, shape (n,)
        scores : ndarray of float32, shape (n,), positive and descending
            Equal scores are in ascending order of id.
        """
        now = self._now
        terms = {self._vocabulary[t]: weight for t, weight in _weights(query).items() if t in self._vocabulary}
        found: list[tuple[Ids, Scores]] = []
        for segment in now.segments:
            scores = self._scores(now, segment, terms)
            scores[~segment.alive] = 0.0
            if allowed is not None:
                scores[~np.isin(segment.ids, allowed)] = 0.0
            found.append(_best(segment.ids, scores, limit))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        return _best(np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found]), limit)

    def ceiling(self, query: Query) -> float:
        """Give the score that a passage approaches which holds every term of the query many times.

        Terms that no passage holds count too, so score / ceiling tells how much of the
        question a passage covers, on one scale for all questions.
        """
        now = self._now
        weights = _weights(query)
        return float(_idf(now.count, self._held(now, weights)) @ np.fromiter(weights.values(), float)) * (self.k1 + 1)

    def parts(self, terms: Sequence[str], ids: Ids) -> npt.NDArray[np.float32]:
        """Give what each term, of weight 1, adds to the scores of some passages: what weights are learned from.

        Parameters
        ----------
        terms : sequence of str, each once
        ids : ndarray of int64, shape (n,)
            Of live passages.

        Returns
        -------
        ndarray of float32, shape (n, terms)
        """
        now = self._now
        found = np.zeros((len(ids), len(terms)), np.float32)
        for segment in now.segments:
            rows = np.flatnonzero(np.isin(ids, segment.ids[segment.alive]))
            order = np.argsort(segment.ids)
            at = order[np.searchsorted(segment.ids, ids[rows], sorter=order)]
            for column, term in enumerate(terms):
                if term in self._vocabulary:
                    found[rows, column] = self._scores(now, segment, {self._vocabulary[term]: 1.0})[at]
        return found

    def _held(self, now: _Snapshot, terms: Iterable[str]) -> npt.NDArray[np.int64]:
        """Count the live passages that hold each term."""
        known = (self._vocabulary.get(term) for term in terms)
        held = (now.frequencies[t] if t is not None and t < len(now.frequencies) else 0 for t in known)
        return np.fromiter(held, np.int64)

    def _scores(self, now: _Snapshot, segment: _Segment, terms: Mapping[int, float]) -> Scores:
        matrix = segment.frequencies
        scores = np.zeros(len(segment.ids), np.float32)
        norm = self.k1 * (1 - self.b + self.b * segment.lengths / now.mean_length)
        for term, weight in terms.items():
            if term >= matrix.shape[1]:
                continue
            span = slice(matrix.indptr[term], matrix.indptr[term + 1])
            rows, tf = matrix.indices[span], matrix.data[span]
            idf = _idf(now.count, now.frequencies[term])
            scores[rows] += weight * idf * tf * (self.k1 + 1) / (tf + norm[rows])
        return scores

    def save(self, folder: Path) -> None:
        """Write the index to a folder, each file whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        only = _joined(self._now.segments)
        self._swap([only] if len(only) else [])  # joined once, not again at the next change
        # A word that no passage holds any more may come from a paper that was erased: it is not written.
        held = np.flatnonzero(only.document_frequencies)
        matrix = only.frequencies[:, held]
        vocabulary = list(self._vocabulary)
        arrays = {"ids": only.ids, "data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr}
        partial = folder / "lexical.npz.partial"
        with partial.open("wb") as file:
            terms = json.dumps([vocabulary[term] for term in held], ensure_ascii=False).encode()
            np.savez(file, allow_pickle=False, terms=np.frombuffer(terms, np.uint8), **arrays)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(folder / "lexical.npz")

    @classmethod
    def load(cls, folder: Path, k1: float = K1, b: float = B) -> LexicalIndex:
        """Read an index that `save` wrote.

        Raises
        ------
        OSError, ValueError, KeyError
            The file is missing or damaged: build the index again.
        """
        index = cls(k1, b)
        try:
            with (folder / "lexical.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                terms = json.loads(arrays["terms"].tobytes().decode())
                ids = arrays["ids"]
                shape = (len(ids), len(arrays["indptr"]) - 1)
                matrix = sparse.csc_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
        except (zipfile.BadZipFile, EOFError) as error:
            raise OSError(str(error)) from error
        index._vocabulary = {term: i for i, term in enumerate(terms)}
        index._swap([_Segment.of(ids, matrix)] if len(ids) else [])
        return index


def _weights(query: Query) -> Mapping[str, float]:
    return query if isinstance(query, Mapping) else Counter(query)


def _idf(count: int, df: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Lucene's inverse document frequency, always positive."""
    held = np.asarray(df, np.float64)
    weights: npt.NDArray[np.float64] = np.log(1 + (count - held + 0.5) / (held + 0.5))
    return weights


def _merged(segments: Sequence[_Segment]) -> list[_Segment]:
    """Join the smallest segments until each is at most a quarter of the next larger one.

    So there are few, and each passage is copied a few times at each of few sizes, however
    many changes there are (O'Neil et al. 1996, "The Log-Structured Merge-Tree").
    """
    left = sorted(segments, key=len, reverse=True)
    while len(left) > 1 and len(left[-2]) < _GROWTH * len(left[-1]):
        left[-2:] = [_joined(left[-2:])]
        left.sort(key=len, reverse=True)
    return left


def _compact(segment: _Segment) -> _Segment:
    """Leave the removed passages out for good when they are more than those that live."""
    return segment if 2 * len(segment) >= len(segment.ids) else _joined([segment])


def _joined(segments: Sequence[_Segment]) -> _Segment:
    """Make one segment of the live passages of some."""
    if len(segments) == 1 and segments[0].alive.all():
        return segments[0]
    width = max((s.frequencies.shape[1] for s in segments), default=0)
    rows = [sparse.csr_matrix((0, width), dtype=np.float32)]
    for segment in segments:
        matrix = segment.frequencies.tocsr()
        matrix.resize((matrix.shape[0], width))
        rows.append(matrix if segment.alive.all() else matrix[segment.alive])
    ids = np.concatenate([np.zeros(0, np.int64), *(s.ids[s.alive] for s in segments)])
    return _Segment.of(ids, sparse.vstack(rows).tocsc())


def _best(ids: Ids, scores: Scores, limit: int) -> tuple[Ids, Scores]:
    """Give the ``limit`` highest positive scores, descending, ties by id."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) > limit > 0:
        threshold = np.partition(scores[positive], len(positive) - limit)[len(positive) - limit]
        positive = positive[scores[positive] >= threshold]
    order = positive[np.lexsort((ids[positive], -scores[positive]))][: max(limit, 0)]
    return ids[order], scores[order]
