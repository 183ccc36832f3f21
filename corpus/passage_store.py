"""The part of the store that the indexes live on: revisions, passages and embeddings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from corpus import database, rows
from corpus.errors import UnknownDocument
from corpus.schema import documents, embeddings, meta, passages, removed

_T = TypeVar("_T")
_CHUNK = 500  # bound parameters in one statement; SQLite's oldest limit is 999


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where a passage lies in its article; ``text_hash`` is of whatever the indexer embeds for it."""

    article_number: str
    ordinal: int
    start: int
    end: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A stored passage with its id."""

    id: int
    document_id: str
    article_number: str
    ordinal: int
    start: int
    end: int
    text_hash: str
    collection: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What an index that shows an older revision must do to show ``revision``; unknown ids may be among the removed."""

    changed_document_ids: tuple[str, ...]
    removed_passage_ids: tuple[int, ...]
    revision: int


class PassageStore:
    """Revisions, passages and embeddings of one database; :class:`~corpus.store.Store` adds the documents."""

    _engine: sa.Engine

    # Revisions

    def revision(self) -> int:
        """Give the number of changes the store has seen."""
        with database.reading(self._engine) as connection:
            return current_revision(connection)

    def changes_since(self, revision: int, limit: int | None = None) -> Changes:
        """Tell what changed after a revision; of more than ``limit`` documents the earliest changed.

        ``set_passages`` retires passages too: ask after it for the ids to take out of an index.
        """
        with database.reading(self._engine) as connection:
            query = sa.select(documents.c.id, documents.c.revision).where(documents.c.revision > revision)
            changed = connection.execute(query.order_by(documents.c.revision).limit(limit)).all()
            gone = sa.select(removed.c.passage_id).where(removed.c.revision > revision).order_by(removed.c.passage_id)
            shown = changed[-1].revision if changed and len(changed) == limit else current_revision(connection)
            return Changes(tuple(row.id for row in changed), tuple(connection.scalars(gone)), shown)

    def identity(self) -> str:
        """Give the name of this very store, by which an index knows that it is another's."""
        with database.reading(self._engine) as connection:
            found = connection.scalar(sa.select(meta.c.text).where(meta.c.key == "identity"))
        return found or self.renew_identity()

    def renew_identity(self) -> str:
        """Give the store a new name: what is done to it from now on is not done to the one it was copied from."""
        name = uuid4().hex
        with database.writing(self._engine) as connection:
            connection.execute(meta.delete().where(meta.c.key == "identity"))
            connection.execute(meta.insert().values(key="identity", text=name))
        return name

    # Passages and embeddings

    def set_passages(self, document_id: str, spans: Sequence[PassageSpan]) -> list[int]:
        """Record how the indexer cut a document; give the passages' ids in the order of ``spans``.

        A span that is there already keeps its id; the others' are retired. The revision stays.

        Raises
        ------
        UnknownDocument
        """
        with database.writing(self._engine) as connection:
            if connection.scalar(sa.select(documents.c.id).where(documents.c.id == document_id)) is None:
                raise unknown(document_id)
            query = sa.select(passages).where(passages.c.document_id == document_id).order_by(passages.c.id)
            known = {
                PassageSpan(row.article_number, row.ordinal, row.start_char, row.end_char, row.text_hash): row.id
                for row in connection.execute(query)
            }
            wanted = set(spans)
            stale = [(i, span.text_hash) for span, i in known.items() if span not in wanted]
            fresh = [span for span in dict.fromkeys(spans) if span not in known]
            if fresh:
                values = [rows.passage_values(document_id, span) for span in fresh]
                statement = passages.insert().returning(passages.c.id, sort_by_parameter_order=True)
                known.update(zip(fresh, connection.scalars(statement, values), strict=True))
            delete_passages(connection, stale, current_revision(connection))
        return [known[span] for span in spans]

    def passages(self, document_ids: Iterable[str] | None = None) -> Iterator[PassageRow]:
        """Go through the passages, by id within each chunk of documents; all of them, or those of some documents."""
        query = sa.select(passages, documents.c.collection).join(documents).order_by(passages.c.id)
        wheres: list[Any] = [sa.true()]
        if document_ids is not None:
            wheres = [passages.c.document_id.in_(chunk) for chunk in chunks(list(dict.fromkeys(document_ids)))]
        with database.reading(self._engine) as connection:
            for where in wheres:
                for row in connection.execution_options(yield_per=2000).execute(query.where(where)):
                    yield PassageRow(*row)

    def embeddings(self, fingerprint: str, text_hashes: Iterable[str]) -> dict[str, NDArray[np.float16]]:
        """Give the vectors known for these texts under one model, each of shape ``(dimension,)``."""
        found: dict[str, NDArray[np.float16]] = {}
        with database.reading(self._engine) as connection:
            for chunk in chunks(list(dict.fromkeys(text_hashes))):
                query = sa.select(embeddings.c.text_hash, embeddings.c.vector).where(
                    embeddings.c.fingerprint == fingerprint, embeddings.c.text_hash.in_(chunk)
                )
                for text_hash, vector in connection.execute(query):
                    found[text_hash] = np.frombuffer(vector, dtype="<f2")
        return found

    def put_embeddings(self, fingerprint: str, text_hashes: Sequence[str], vectors: NDArray[Any]) -> None:
        """Keep the vectors of texts, one row each, as float16; known ones are overwritten."""
        if len(text_hashes) != len(vectors):
            raise ValueError(f"{len(text_hashes)} hashes for {len(vectors)} vectors")
        halves = np.asarray(vectors).astype("<f2")
        values = {h: halves[i].tobytes() for i, h in enumerate(text_hashes)}
        with database.writing(self._engine) as connection:
            for chunk in chunks(list(values)):
                connection.execute(
                    embeddings.delete().where(
                        embeddings.c.fingerprint == fingerprint, embeddings.c.text_hash.in_(chunk)
                    )
                )
                many = [{"fingerprint": fingerprint, "text_hash": h, "vector": values[h]} for h in chunk]
                connection.execute(embeddings.insert(), many)

    def drop_unused_embeddings(self) -> None:
        """Erase vectors of texts that no passage has (any more): a document may go while it is being embedded."""
        with database.writing(self._engine) as connection:
            used = sa.select(passages.c.text_hash)
            connection.execute(embeddings.delete().where(embeddings.c.text_hash.not_in(used)))


def unknown(key: str) -> UnknownDocument:
    """Make the error that says that a document or article is not there."""
    return UnknownDocument(f"Không tìm thấy văn bản hoặc điều luật “{key}”.", f"No such document or article: {key!r}")


def current_revision(connection: sa.Connection) -> int:
    """Give the number of changes that a transaction sees."""
    return connection.scalar(sa.select(meta.c.number).where(meta.c.key == "revision")) or 0


def bump(connection: sa.Connection) -> int:
    """Count one change more; give the new revision."""
    connection.execute(meta.update().where(meta.c.key == "revision").values(number=meta.c.number + 1))
    return current_revision(connection)


def passage_keys(connection: sa.Connection, document_id: str) -> list[tuple[int, str]]:
    """Give the id and the text's hash of each passage of a document."""
    query = sa.select(passages.c.id, passages.c.text_hash).where(passages.c.document_id == document_id)
    return [(row.id, row.text_hash) for row in connection.execute(query)]


def delete_passages(connection: sa.Connection, keys: list[tuple[int, str]], revision: int) -> None:
    """Delete passages, leave their tombstones, and erase the embeddings that no passage uses any more."""
    for chunk in chunks(keys):
        ids, hashes = [i for i, _ in chunk], [h for _, h in chunk]
        connection.execute(passages.delete().where(passages.c.id.in_(ids)))
        connection.execute(removed.insert(), [{"passage_id": i, "revision": revision} for i in ids])
        used = sa.select(passages.c.text_hash).where(passages.c.text_hash.in_(hashes))
        connection.execute(
            embeddings.delete().where(embeddings.c.text_hash.in_(hashes), embeddings.c.text_hash.not_in(used))
        )


def chunks(items: list[_T]) -> Iterator[list[_T]]:
    """Give the items in pieces that one statement can take."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
