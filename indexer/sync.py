"""Brings the indexes up to the store's revision, says where they differ, or builds them again.

The store is the only source of truth. BM25 follows it first, within seconds; the vectors,
which take long, come after it, chunk by chunk, while questions are answered: an index
without some vectors is whole in itself. Every step can be repeated: killed at any instant,
the next `sync` goes on from what was saved and gives the same result.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from filelock import FileLock

from corpus.errors import UnknownDocument
from corpus.model import Document
from corpus.passage_store import Changes, PassageRow, PassageSpan
from corpus.store import Store

from .embedder import Embedder, halves
from .lexical import LexicalIndex
from .passages import heading, lexical, render, split
from .segment import Segmenter
from .vectors import VectorIndex

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, how many in all)."""

_CHUNK = 256  # passages embedded between two savings: what a kill costs at most
_GROUP = 1024  # passages whose vectors become searchable together
_DOCUMENTS = 500  # that BM25 takes between two savings
_FORMAT = 3  # of the index folder: raise it when what is indexed changes

_Half = np.ndarray[tuple[int], np.dtype[np.float16]]


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Indexes:
    """Both indexes and the revision of the store that BM25 shows; vectors may still be missing."""

    lexical: LexicalIndex
    vectors: VectorIndex
    revision: int = 0

    def missing(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Ids of the passages that have no vector yet, ascending."""
        return np.setdiff1d(self.lexical.ids(), self.vectors.ids(), assume_unique=True)

    def incomplete(self) -> bool:
        """Whether so many passages lack their vectors that it changes what is found: more than one in twenty."""
        return len(self.vectors) < 0.95 * len(self.lexical)


class Synchroniser:
    """Keeps the indexes of one store in one folder.

    Parameters
    ----------
    store : Store
    embedder : Embedder
    segment : Segmenter
    folder : Path
        Holds ``lexical.npz``, ``vectors.faiss`` and ``state.json``.
    """

    def __init__(self, store: Store, embedder: Embedder, segment: Segmenter, folder: Path) -> None:
        self.store, self.embedder, self.segment, self.folder = store, embedder, segment, folder
        self._identity = store.identity()

    def _state(self, revision: int) -> dict[str, object]:
        return {
            "store": self._identity,
            "revision": revision,
            "format": _FORMAT,
            "model": self.embedder.fingerprint,
            "segmenter": getattr(self.segment, "__name__", ""),
        }

    def _nothing(self) -> Indexes:
        return Indexes(LexicalIndex(), VectorIndex(self.embedder.dimension))

    def load(self) -> Indexes:
        """Read the saved indexes; empty ones when there are none, or they were made otherwise."""
        try:
            state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
            if state != self._state(state["revision"]):
                return self._nothing()
            return Indexes(LexicalIndex.load(self.folder), VectorIndex.load(self.folder), state["revision"])
        except (OSError, ValueError, KeyError, TypeError):
            return self._nothing()

    def sync(self, indexes: Indexes, progress: Progress = _silent) -> Indexes:
        """Apply what changed in the store since the indexes' revision, add the vectors, and save the result."""
        followed = self.follow(indexes, progress)
        self.embed(followed, progress)
        return followed

    def rebuild(self, progress: Progress = _silent) -> Indexes:
        """Build both indexes from nothing but the store."""
        return self.sync(self._nothing(), progress)

    def follow(self, indexes: Indexes, progress: Progress = _silent, parts: int | None = None) -> Indexes:
        """Bring BM25 up to the store and take out of both what is gone; new passages have no vectors yet.

        Of very many changes ``parts`` parts at most, `_DOCUMENTS` documents each.
        """
        changes = self.store.changes_since(indexes.revision, _DOCUMENTS)
        if changes.revision < indexes.revision:  # another store stands behind these indexes
            return self.follow(self._nothing(), progress, parts)
        while changes.revision != indexes.revision and parts != 0:
            indexes = self._apply(indexes, changes, progress)
            changes = self.store.changes_since(indexes.revision, _DOCUMENTS)
            parts = None if parts is None else parts - 1
        return indexes

    def _apply(self, indexes: Indexes, changes: Changes, progress: Progress) -> Indexes:
        ids: list[int] = []
        texts: list[str] = []
        for done, document_id in enumerate(changes.changed_document_ids):
            progress("Chia đoạn", done, len(changes.changed_document_ids))
            try:
                document = self.store.document(document_id)
                spans, rendered = cut(document)
                ids += self.store.set_passages(document_id, spans)
            except UnknownDocument:  # removed meanwhile, at a revision that the next round will apply
                continue
            texts += [lexical(document.number, text) for text in rendered]
        gone = self.store.changes_since(indexes.revision, 0).removed_passage_ids
        segmented = list(self._segmented(texts, progress))  # slow: whoever searches meanwhile sees no half of it
        indexes.vectors.remove(gone)
        indexes.lexical.add(ids, segmented)
        indexes.lexical.remove(gone)
        applied = replace(indexes, revision=changes.revision)
        self._save(applied, first=not indexes.revision)
        return applied

    def _segmented(self, texts: Sequence[str], progress: Progress) -> Iterator[list[str]]:
        for done, text in enumerate(texts):
            if done % _CHUNK == 0:
                progress("Tách từ", done, len(texts))
            yield self.segment(text)

    def embed(
        self,
        indexes: Indexes,
        progress: Progress = _silent,
        turn: AbstractContextManager[object] = nullcontext(),  # noqa: B008
        stop: Callable[[], bool] = _never,
    ) -> None:
        """Add the vectors that are missing, computed only where neither the store nor the package has them.

        Parameters
        ----------
        indexes : Indexes
            Changed in place, `_GROUP` passages at a time.
        progress : Progress
        turn : context manager
            Held while the indexes change, for whoever changes them at the same time.
        stop : callable
            Asked between chunks of `_CHUNK` texts; what was computed by then is kept.
        """
        missing = set(indexes.missing().tolist())
        surplus = np.setdiff1d(indexes.vectors.ids(), indexes.lexical.ids(), assume_unique=True)
        if not missing and not len(surplus):
            return
        shipped = shipped_vectors(self.embedder)
        rows = [row for row in self.store.passages() if row.id in missing]
        for at in range(0, len(rows), _GROUP):
            group = rows[at : at + _GROUP]
            vectors = self._vectors(group, shipped, lambda n: progress("Nhúng", at + n, len(rows)), stop)  # noqa: B023
            with turn:
                self._add(indexes, group, vectors)
            if stop():
                break
        with turn:
            indexes.vectors.remove(surplus)
            self.store.drop_unused_embeddings()
            with self._locked():
                indexes.vectors.save(self.folder)

    def _vectors(
        self,
        group: Sequence[PassageRow],
        shipped: dict[str, _Half],
        progress: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> dict[str, _Half]:
        """Give the vectors of some passages by their texts' hashes; not all of them when told to stop."""
        hashes = {row.text_hash for row in group}
        known = {key: shipped[key] for key in hashes if key in shipped}
        known |= self.store.embeddings(self.embedder.fingerprint, hashes - known.keys())
        unknown = self._texts([row for row in group if row.text_hash not in known])
        missing = sorted(unknown.items(), key=lambda item: -len(item[1]))
        for at in range(0, len(missing), _CHUNK):
            if stop():
                break
            progress(len(group) - len(missing) + at)
            chunk = missing[at : at + _CHUNK]
            vectors = halves(self.embedder.passages([text for _, text in chunk]))
            self.store.put_embeddings(self.embedder.fingerprint, [key for key, _ in chunk], vectors)
            known |= {key: vector for (key, _), vector in zip(chunk, vectors, strict=True)}
        return known

    def _texts(self, rows: Sequence[PassageRow]) -> dict[str, str]:
        """Give the texts of passages by their hashes; a text that was replaced meanwhile is not among them."""
        wanted = {row.text_hash for row in rows}
        found: dict[str, str] = {}
        for document_id in dict.fromkeys(row.document_id for row in rows):
            try:
                texts = cut(self.store.document(document_id))[1]
            except UnknownDocument:
                continue
            found |= {key: text for text in texts if (key := text_hash(text)) in wanted}
        return found

    def _add(self, indexes: Indexes, group: Sequence[PassageRow], vectors: dict[str, _Half]) -> None:
        there = set(indexes.lexical.ids().tolist())  # a document may have gone while its texts were embedded
        rows = [row for row in group if row.id in there and row.text_hash in vectors]
        if rows:
            ids = np.array([row.id for row in rows], np.int64)
            indexes.vectors.add(ids, np.stack([vectors[row.text_hash] for row in rows]).astype(np.float32))

    def _save(self, indexes: Indexes, *, first: bool) -> None:
        """Write BM25 and the state, unless another process has written a later one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._locked():
            state = self.folder / "state.json"
            if first:  # built from nothing: the saved state speaks of other files than those to come
                state.unlink(missing_ok=True)
            elif self._saved_revision() > indexes.revision:
                return
            indexes.lexical.save(self.folder)
            indexes.vectors.save(self.folder)
            partial = self.folder / "state.json.partial"
            with partial.open("w", encoding="utf-8") as file:
                json.dump(self._state(indexes.revision), file)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(state)

    def _saved_revision(self) -> int:
        try:
            state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
            return int(state["revision"]) if state == self._state(state["revision"]) else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _locked(self) -> FileLock:
        """One process writes the folder's files at a time, so that they belong together."""
        return FileLock(self.folder.with_suffix(".lock"), timeout=60)

    def verify(self, indexes: Indexes) -> list[str]:
        """Compare the indexes with the store; give one Vietnamese line for each difference, none when all is well."""
        wanted = {row.id for row in self.store.passages()}
        found = []
        if indexes.revision != self.store.revision():
            found.append(f"Chỉ mục ở phiên bản {indexes.revision}, kho ở phiên bản {self.store.revision()}.")
        for name, ids in (("BM25", indexes.lexical.ids()), ("FAISS", indexes.vectors.ids())):
            there = set(ids.tolist())
            if len(ids) != len(there):
                found.append(f"{name}: {len(ids) - len(there)} đoạn bị lặp.")
            if wanted - there:
                found.append(f"{name}: thiếu {len(wanted - there)} đoạn.")
            if there - wanted:
                found.append(f"{name}: thừa {len(there - wanted)} đoạn.")
        return found


def cut(document: Document) -> tuple[list[PassageSpan], list[str]]:
    """Cut a document into passages: the spans to record, and the text of each as the models read it."""
    spans: list[PassageSpan] = []
    texts: list[str] = []
    for article in document.articles:
        line = heading(document.title, article)
        for passage in split(article):
            text = render(line, article.text[passage.start : passage.end])
            spans.append(PassageSpan(article.number, passage.ordinal, passage.start, passage.end, text_hash(text)))
            texts.append(text)
    return spans, texts


def text_hash(text: str) -> str:
    """Give the key of a passage's vector: 32 hex digits of the SHA-256 of what the encoder reads."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


SHIPPED = "builtin_vectors.safetensors"


def shipped_vectors(embedder: Embedder) -> dict[str, _Half]:
    """Vectors of the built-in codes that come with the model, by text hash; none for another model."""
    from safetensors import safe_open

    path = embedder.folder / SHIPPED
    if not path.is_file():
        return {}
    with safe_open(str(path), framework="numpy") as file:
        if (file.metadata() or {}).get("fingerprint") != embedder.fingerprint:
            return {}
        keys, vectors = file.get_tensor("hashes"), file.get_tensor("vectors")
    return {bytes(key).hex(): vector for key, vector in zip(keys, vectors, strict=True)}


def ship_vectors(embedder: Embedder, documents: Sequence[Document]) -> int:
    """Write the vectors of these documents beside the model; give how many there are."""
    from safetensors.numpy import save_file

    texts = list(dict.fromkeys(text for document in documents for text in cut(document)[1]))
    hashes = np.array([list(bytes.fromhex(text_hash(text))) for text in texts], dtype=np.uint8)
    vectors = halves(embedder.passages(texts))
    metadata = {"fingerprint": embedder.fingerprint}
    save_file({"hashes": hashes, "vectors": vectors}, str(embedder.folder / SHIPPED), metadata=metadata)
    return len(texts)
