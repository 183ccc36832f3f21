"""Brings the indexes up to the store's revision, says where they differ, or builds them again.

The store is the only source of truth. The indexes remember the revision that they show;
`sync` applies what changed since. Every step can be repeated: killed at any instant, the
next `sync` starts from the last saved revision and gives the same result.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.errors import UnknownDocument
from corpus.model import Document
from corpus.store import PassageSpan, Store
from models.runtime import Floats

from .embedder import Embedder, halves
from .lexical import LexicalIndex
from .passages import heading, lexical, render, split
from .segment import Segmenter
from .vectors import VectorIndex

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, how many in all)."""

_CHUNK = 256  # passages embedded between two savings: what a kill costs at most
_FORMAT = 2  # of the index folder: raise it when what is indexed changes


def _silent(stage: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Indexes:
    """Both indexes and the revision of the store that they show."""

    lexical: LexicalIndex
    vectors: VectorIndex
    revision: int = 0


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

    def _state(self, revision: int) -> dict[str, object]:
        return {"revision": revision, "format": _FORMAT, "model": self.embedder.fingerprint, "segmenter": self._name()}

    def _name(self) -> str:
        return getattr(self.segment, "__name__", "")

    def load(self) -> Indexes:
        """Read the saved indexes; empty ones when there are none, or they were made otherwise."""
        empty = Indexes(LexicalIndex(), VectorIndex(self.embedder.dimension))
        try:
            state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
            if state != self._state(state["revision"]):
                return empty
            return Indexes(LexicalIndex.load(self.folder), VectorIndex.load(self.folder), state["revision"])
        except (OSError, ValueError, KeyError, TypeError):
            return empty

    def sync(self, indexes: Indexes, progress: Progress = _silent) -> Indexes:
        """Apply what changed in the store since the indexes' revision, and save the result."""
        changes = self.store.changes_since(indexes.revision)
        if changes.revision < indexes.revision:  # another store stands behind these indexes
            return self.rebuild(progress)
        if changes.revision == indexes.revision:
            return indexes
        ids: list[int] = []
        texts: list[str] = []
        lexical_texts: list[str] = []
        for done, document_id in enumerate(changes.changed_document_ids):
            progress("Chia đoạn", done, len(changes.changed_document_ids))
            try:
                document = self.store.document(document_id)
                spans, rendered = cut(document)
                ids += self.store.set_passages(document_id, spans)
            except UnknownDocument:  # removed meanwhile, at a revision that the next sync will apply
                continue
            texts += rendered
            lexical_texts += [lexical(document.number, text) for text in rendered]
        gone = self.store.changes_since(indexes.revision).removed_passage_ids
        # The slow work first: whoever searches meanwhile sees both indexes change at nearly the same time.
        vectors = self._embedded(texts, progress)
        indexes.lexical.add(ids, self._segmented(lexical_texts, progress))
        indexes.vectors.add(np.asarray(ids, np.int64), vectors)
        indexes.lexical.remove(gone)
        indexes.vectors.remove(gone)
        if not indexes.revision:  # built from nothing: the saved state speaks of other files than those to come
            (self.folder / "state.json").unlink(missing_ok=True)
        synced = replace(indexes, revision=changes.revision)
        self._save(synced)
        return synced

    def rebuild(self, progress: Progress = _silent) -> Indexes:
        """Build both indexes from nothing but the store."""
        return self.sync(Indexes(LexicalIndex(), VectorIndex(self.embedder.dimension)), progress)

    def _segmented(self, texts: Sequence[str], progress: Progress) -> Iterator[list[str]]:
        for done, text in enumerate(texts):
            if done % _CHUNK == 0:
                progress("Tách từ", done, len(texts))
            yield self.segment(text)

    def _embedded(self, texts: Sequence[str], progress: Progress) -> Floats:
        """Give the vectors of the texts, computed only where neither the store nor the package has them."""
        hashes = [text_hash(text) for text in texts]
        if not texts:
            return np.zeros((0, self.embedder.dimension), np.float32)
        known = shipped_vectors(self.embedder) | self.store.embeddings(self.embedder.fingerprint, hashes)
        unknown = {h: t for h, t in zip(hashes, texts, strict=True) if h not in known}
        missing = sorted(unknown.items(), key=lambda x: -len(x[1]))
        for at in range(0, len(missing), _CHUNK):
            progress("Nhúng", at, len(missing))
            chunk = missing[at : at + _CHUNK]
            vectors = halves(self.embedder.passages([text for _, text in chunk]))
            self.store.put_embeddings(self.embedder.fingerprint, [h for h, _ in chunk], vectors)
            known |= {h: vector for (h, _), vector in zip(chunk, vectors, strict=True)}
        rows = np.zeros((len(texts), self.embedder.dimension), np.float32)
        for row, key in enumerate(hashes):
            rows[row] = known[key]
        return rows

    def _save(self, indexes: Indexes) -> None:
        indexes.lexical.save(self.folder)
        indexes.vectors.save(self.folder)
        partial = self.folder / "state.json.partial"
        with partial.open("w", encoding="utf-8") as file:
            json.dump(self._state(indexes.revision), file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.folder / "state.json")

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


def shipped_vectors(embedder: Embedder) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float16]]]:
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
