"""The library of documents in SQL: the only source of truth; every index can be rebuilt from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from corpus import database, rows
from corpus.citation import number_key
from corpus.errors import DocumentConflict, UnknownDocument
from corpus.model import Article, Document, Status
from corpus.schema import amendments, articles, documents, embeddings, meta, passages, references, removed

_T = TypeVar("_T")
_CHUNK = 500  # bound parameters in one statement; SQLite's oldest limit is 999


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its articles: what a list or a search hit shows."""

    id: str
    number: str
    title: str
    kind: str
    issuer: str
    signer: str
    subject: str
    issued_on: date | None
    effective_on: date | None
    expires_on: date | None
    status: Status
    source_url: str
    sha256: str
    collection: str
    article_count: int
    revision: int


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
    """What an index that shows an older revision must do to show ``revision``."""

    changed_document_ids: tuple[str, ...]
    removed_passage_ids: tuple[int, ...]
    revision: int


class Store:
    """Documents, articles, passages and embeddings in one SQL database.

    Each write is one transaction; reads may run in any thread. Every method raises
    :class:`~corpus.errors.StoreUnavailable` when the database cannot do its work.

    Parameters
    ----------
    url : str
        SQLAlchemy URL; a missing SQLite file and its folder are made.
    """

    def __init__(self, url: str) -> None:
        self._engine = database.connect(url)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    # Documents

    def put(self, document: Document) -> int:
        """Add a document or replace the one of the same id.

        Passages of articles whose text stays as it was keep their ids until the indexer
        cuts the document anew.

        Returns
        -------
        int
            The store's revision: a new one, or the current one where the bytes
            (``sha256``) are those it already has.

        Raises
        ------
        DocumentConflict
            The id belongs to a document of another collection.
        """
        with database.writing(self._engine) as connection:
            old = connection.execute(sa.select(documents).where(documents.c.id == document.id)).first()
            if old is not None and old.collection != document.collection:
                raise DocumentConflict(
                    f"Văn bản {document.number or document.id} đã có trong một bộ sưu tập khác.",
                    f"{document.id} is in collection {old.collection!r}, not {document.collection!r}",
                )
            if old is not None and document.sha256 and old.sha256 == document.sha256:
                return _revision(connection)
            revision = _bump(connection)
            values = rows.document_values(document) | {"revision": revision}
            if old is None:
                connection.execute(documents.insert().values(**values))
            else:
                self._drop_stale_passages(connection, document, revision)
                for table in (articles, amendments, references):
                    connection.execute(table.delete().where(table.c.document_id == document.id))
                connection.execute(documents.update().where(documents.c.id == document.id).values(**values))
            for table, many in rows.content_values(document):
                if many:
                    connection.execute(table.insert(), many)
        return revision

    def remove(self, document_id: str) -> int:
        """Erase a document and all that was made from it; give the new revision.

        Raises
        ------
        UnknownDocument
        """
        with database.writing(self._engine) as connection:
            if connection.scalar(sa.select(documents.c.id).where(documents.c.id == document_id)) is None:
                raise _unknown(document_id)
            revision = _bump(connection)
            _delete_passages(connection, _passage_keys(connection, document_id), revision)
            connection.execute(documents.delete().where(documents.c.id == document_id))
        return revision

    def document(self, document_id: str) -> Document:
        """Give a whole document.

        Raises
        ------
        UnknownDocument
        """
        with database.reading(self._engine) as connection:
            row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
            if row is None:
                raise _unknown(document_id)
            return rows.load_document(connection, row)

    def documents(self, collections: Iterable[str] | None = None) -> list[DocumentInfo]:
        """List documents by id; of the given collections only, or of all."""
        query = sa.select(documents).order_by(documents.c.id)
        if collections is not None:
            query = query.where(documents.c.collection.in_(list(collections)))
        with database.reading(self._engine) as connection:
            return [_info(row) for row in connection.execute(query)]

    def article(self, article_id: str) -> tuple[DocumentInfo, Article]:
        """Give one article with its document's data.

        Raises
        ------
        UnknownDocument
        """
        found = self.articles([article_id]).get(article_id)
        if found is None:
            raise _unknown(article_id)
        return found

    def articles(self, article_ids: Sequence[str]) -> dict[str, tuple[DocumentInfo, Article]]:
        """Give those of the articles that exist, in the order asked; three queries for up to 500."""
        found: dict[str, tuple[DocumentInfo, Article]] = {}
        with database.reading(self._engine) as connection:
            for chunk in _chunks(list(dict.fromkeys(article_ids))):
                loaded = rows.load_articles(connection, articles.c.id.in_(chunk))
                wanted = {document_id for document_id, _ in loaded.values()}
                query = sa.select(documents).where(documents.c.id.in_(wanted))
                infos = {row.id: _info(row) for row in connection.execute(query)}
                for key in chunk:
                    if key in loaded:
                        document_id, article = loaded[key]
                        found[key] = (infos[document_id], article)
        return found

    def resolve_number(self, partial: str) -> list[str]:
        """Give the ids of the documents that a number, whole ("45/2019/QH14") or begun ("01/2021/NĐ"), may mean."""
        key = number_key(partial)
        if not key:
            return []
        query = sa.select(documents.c.id, documents.c.number_key).where(
            documents.c.number_key.startswith(key, autoescape=True)
        )
        with database.reading(self._engine) as connection:
            found = [(row.id, row.number_key) for row in connection.execute(query.order_by(documents.c.id))]
        exact = [document_id for document_id, whole in found if whole == key]
        # "35/2018/QH" may go on with a digit (the National Assembly's term), "1/2021" may not.
        return exact or [
            i for i, whole in found if whole[len(key)] in "/-" or (key[-1].isalpha() and whole[len(key)].isdigit())
        ]

    # Revisions

    def revision(self) -> int:
        """Give the number of changes the store has seen."""
        with database.reading(self._engine) as connection:
            return _revision(connection)

    def changes_since(self, revision: int) -> Changes:
        """Tell what changed after a revision.

        ``set_passages`` retires passages too: ask after it for the ids to take out of an index.
        """
        with database.reading(self._engine) as connection:
            changed = sa.select(documents.c.id).where(documents.c.revision > revision).order_by(documents.c.revision)
            gone = sa.select(removed.c.passage_id).where(removed.c.revision > revision).order_by(removed.c.passage_id)
            return Changes(tuple(connection.scalars(changed)), tuple(connection.scalars(gone)), _revision(connection))

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
                raise _unknown(document_id)
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
            _delete_passages(connection, stale, _revision(connection))
        return [known[span] for span in spans]

    def passages(self, document_ids: Iterable[str] | None = None) -> Iterator[PassageRow]:
        """Go through the passages, by id within each chunk of documents; all of them, or those of some documents."""
        query = sa.select(passages, documents.c.collection).join(documents).order_by(passages.c.id)
        wheres: list[Any] = [sa.true()]
        if document_ids is not None:
            wheres = [passages.c.document_id.in_(chunk) for chunk in _chunks(list(dict.fromkeys(document_ids)))]
        with database.reading(self._engine) as connection:
            for where in wheres:
                for row in connection.execution_options(yield_per=2000).execute(query.where(where)):
                    yield PassageRow(*row)

    def embeddings(self, fingerprint: str, text_hashes: Iterable[str]) -> dict[str, NDArray[np.float16]]:
        """Give the vectors known for these texts under one model, each of shape ``(dimension,)``."""
        found: dict[str, NDArray[np.float16]] = {}
        with database.reading(self._engine) as connection:
            for chunk in _chunks(list(dict.fromkeys(text_hashes))):
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
            for chunk in _chunks(list(values)):
                connection.execute(
                    embeddings.delete().where(
                        embeddings.c.fingerprint == fingerprint, embeddings.c.text_hash.in_(chunk)
                    )
                )
                many = [{"fingerprint": fingerprint, "text_hash": h, "vector": values[h]} for h in chunk]
                connection.execute(embeddings.insert(), many)

    # Notes

    def note(self, key: str) -> str:
        """Give a remark that some part of the program left in the store; empty when there is none."""
        with database.reading(self._engine) as connection:
            return connection.scalar(sa.select(meta.c.text).where(meta.c.key == f"note:{key}")) or ""

    def set_note(self, key: str, text: str) -> None:
        """Leave a remark in the store; the revision stays."""
        with database.writing(self._engine) as connection:
            connection.execute(meta.delete().where(meta.c.key == f"note:{key}"))
            connection.execute(meta.insert().values(key=f"note:{key}", text=text))

    @staticmethod
    def _drop_stale_passages(connection: sa.Connection, document: Document, revision: int) -> None:
        query = sa.select(articles.c.number, articles.c.text).where(articles.c.document_id == document.id)
        old = {row.number: _digest(row.text) for row in connection.execute(query)}
        kept = {article.number for article in document.articles if old.get(article.number) == _digest(article.text)}
        stale = [
            (row.id, row.text_hash)
            for row in connection.execute(sa.select(passages).where(passages.c.document_id == document.id))
            if row.article_number not in kept
        ]
        _delete_passages(connection, stale, revision)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _unknown(key: str) -> UnknownDocument:
    return UnknownDocument(f"Không tìm thấy văn bản hoặc điều luật “{key}”.", f"No such document or article: {key!r}")


def _info(row: sa.Row[Any]) -> DocumentInfo:
    values = row._asdict()
    del values["number_key"]
    return DocumentInfo(**(values | {"status": Status(row.status)}))


def _revision(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(meta.c.number).where(meta.c.key == "revision")) or 0


def _bump(connection: sa.Connection) -> int:
    connection.execute(meta.update().where(meta.c.key == "revision").values(number=meta.c.number + 1))
    return _revision(connection)


def _passage_keys(connection: sa.Connection, document_id: str) -> list[tuple[int, str]]:
    query = sa.select(passages.c.id, passages.c.text_hash).where(passages.c.document_id == document_id)
    return [(row.id, row.text_hash) for row in connection.execute(query)]


def _delete_passages(connection: sa.Connection, keys: list[tuple[int, str]], revision: int) -> None:
    """Delete passages, leave their tombstones, and erase the embeddings that no passage uses any more."""
    for chunk in _chunks(keys):
        ids, hashes = [i for i, _ in chunk], [h for _, h in chunk]
        connection.execute(passages.delete().where(passages.c.id.in_(ids)))
        connection.execute(removed.insert(), [{"passage_id": i, "revision": revision} for i in ids])
        used = sa.select(passages.c.text_hash).where(passages.c.text_hash.in_(hashes))
        connection.execute(
            embeddings.delete().where(embeddings.c.text_hash.in_(hashes), embeddings.c.text_hash.not_in(used))
        )


def _chunks(items: list[_T]) -> Iterator[list[_T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
