"""A dataset in BEIR's form, indexed the way the library is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from corpus.readers.beir import Entry, read_corpus
from indexer.embedder import Embedder
from indexer.lexical import LexicalIndex
from indexer.passages import MAX_SYLLABLES, heading, lexical, render, split
from indexer.segment import SEGMENTERS
from indexer.vectors import VectorIndex
from search.fusion import Candidate, Catalogue

MOST_VECTORS = 150_000
"""What two cores without AMX embed in less than an hour: of a larger corpus, fewer passages of each article."""

_CHUNK = 512


class Dataset:
    """Entries of a corpus cut into passages, with indexes that are cached on disk.

    Parameters
    ----------
    folder : Path
        ``corpus.jsonl[.gz]``, queries and qrels.
    cache : Path
        Holds the BM25 index and the embeddings, keyed by content, segmenter and model.
    limit : int
        Syllables of a passage.
    """

    def __init__(self, folder: Path, cache: Path, limit: int = MAX_SYLLABLES) -> None:
        self.entries: list[Entry] = read_corpus(folder)
        spans: list[tuple[int, int]] = []
        owners: list[int] = []
        ordinals: list[int] = []
        for number, entry in enumerate(self.entries):
            for passage in split(entry.article, limit):
                spans.append((passage.start, passage.end))
                owners.append(number)
                ordinals.append(passage.ordinal)
        self.ordinals = np.asarray(ordinals, np.int32)
        ids = np.arange(len(spans), dtype=np.int64)
        names = [entry.id for entry in self.entries]
        self.catalogue = Catalogue(ids, np.asarray(owners, np.int32), np.asarray(spans, np.int32), names)
        digest = hashlib.sha256()
        for row in range(len(ids)):
            digest.update(self.text(row).encode())
        self.key = digest.hexdigest()[:12]
        self.cache = cache

    def text(self, row: int) -> str:
        """Give one passage as the models read it."""
        entry = self.entries[self.catalogue.articles[row]]
        start, end = self.catalogue.spans[row]
        return render(heading(entry.document_title, entry.article), entry.article.text[start:end])

    def lexical_text(self, row: int) -> str:
        """Give one passage as BM25 reads it."""
        return lexical(self.entries[self.catalogue.articles[row]].document_number, self.text(row))

    def texts(self, candidates: Sequence[Candidate]) -> list[str]:
        """Give the candidates' best passages as the models read them."""
        return [self.text(candidate.passage) for candidate in candidates]

    def lexical(self, segmenter: str) -> LexicalIndex:
        """BM25 index of all passages, built once."""
        numbers = hashlib.sha256("\n".join(entry.document_number for entry in self.entries).encode()).hexdigest()[:6]
        folder = self.cache / f"bm25-{self.key}-{numbers}-{segmenter}"
        try:
            return LexicalIndex.load(folder)
        except (OSError, ValueError, KeyError):
            index, segment = LexicalIndex(), SEGMENTERS[segmenter]
            rows = range(len(self.catalogue.ids))
            index.add(rows, (segment(self.lexical_text(row)) for row in tqdm(rows, desc="BM25", mininterval=10)))
            index.save(folder)
            return index

    def passages_per_article(self) -> int:
        """Give the most passages of each article that make at most `MOST_VECTORS` vectors, at least one."""
        counts = np.bincount(self.ordinals)  # articles that have an nth passage
        within = np.cumsum(counts) <= MOST_VECTORS
        return max(1, int(within.sum()))

    def vectors(self, embedder: Embedder, per_article: int) -> VectorIndex:
        """Vectors of the first ``per_article`` passages of each article, resumable.

        They are written chunk by chunk to a float16 file of shape (passages, dimension);
        a passage whose row is still all zeros is embedded next time.
        """
        rows = np.flatnonzero(self.ordinals < per_article)
        shape = (len(self.ordinals), embedder.dimension)
        path = self.cache / f"dense-{self.key}-{embedder.fingerprint}.f16"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            np.memmap(path, np.float16, "w+", shape=shape).flush()
        stored: npt.NDArray[np.float16] = np.memmap(path, np.float16, "r+", shape=shape)
        missing = rows[~stored[rows].any(axis=1)]
        # By length, so that a batch holds little padding; the longest first, so that the time left is never too short.
        lengths = np.array([len(self.text(row)) for row in missing])
        missing = missing[np.argsort(-lengths, kind="stable")]
        with tqdm(total=len(missing), desc="Embedding", mininterval=10) as bar:
            for at in range(0, len(missing), _CHUNK):
                chunk = missing[at : at + _CHUNK]
                stored[chunk] = embedder.passages([self.text(row) for row in chunk], bar.update)
        index = VectorIndex(embedder.dimension)
        index.add(self.catalogue.ids[rows], stored[rows])
        return index
