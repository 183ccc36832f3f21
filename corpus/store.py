"""The library of documents in SQL: the only source of truth; every index can be rebuilt from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from corpus import database, history, links, rows, workspace
from corpus.citation import number_key
from corpus.errors import DocumentConflict
from corpus.history import Reason, Version
from corpus.links import Referring
from corpus.model import Amendment, Article, Document, Effect, Reference, Status
from corpus.passage_store import PassageStore, bump, chunks, current_revision, delete_passages, passage_keys, unknown
from corpus.schema import amendments, articles, documents, effects, meta, passages, references, versions, workspaces


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
    amendments: tuple[Amendment, ...] = ()
    """What documents of the library say that they did to it; see :mod:`corpus.validity`."""


@dataclass(frozen=True, slots=True)
class StatedEffect:
    """What a document of some collection does to another; ``effect.effective_on`` is filled in where it is known."""

    document_id: str
    collection: str
    effect: Effect


class Store(PassageStore):
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
        """Add a document or replace the one of the same id, whose text is kept as an earlier version.

        Passages of articles whose text stays as it was keep their ids until the indexer
        cuts the document anew.

        Returns
        -------
        int
            The store's revision: a new one, or the current one where the bytes
            (``sha256``) and the description are those it already has.

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
            values = rows.document_values(document)
            if old is not None and document.sha256 and values.items() <= old._asdict().items():
                return current_revision(connection)
            if old is not None:
                history.keep(connection, rows.load_document(connection, old), Reason.REPLACED)
            return _write(connection, document, values, new=old is None)

    def remove(self, document_id: str, *, undoable: bool = False) -> int:
        """Erase a document and all that was made from it; give the new revision.

        Parameters
        ----------
        document_id : str
        undoable : bool
            Keep its text (and its earlier ones) for :meth:`undo`; otherwise nothing of it is left.

        Raises
        ------
        UnknownDocument
        """
        with database.writing(self._engine) as connection:
            row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
            forgotten = 0
            if not undoable:
                forgotten = history.forget(connection, history.of_document(document_id))
            elif row is not None:
                history.keep(connection, rows.load_document(connection, row), Reason.REMOVED)
            if row is None and not forgotten:
                raise unknown(document_id)
            revision = _erase(connection, document_id) if row is not None else current_revision(connection)
        if not undoable:
            database.flush(self._engine)
        return revision

    def erase(self, collection: str) -> int:
        """Erase a collection, its earlier texts and its owner's workspace too; give how many documents it had."""
        with database.writing(self._engine) as connection:
            found = list(connection.scalars(sa.select(documents.c.id).where(documents.c.collection == collection)))
            for document_id in found:
                _erase(connection, document_id)
            history.forget(connection, history.of_collections([collection]))
            workspace.forget(connection, collection)
        database.flush(self._engine)
        return len(found)

    def owners(self, prefix: str) -> list[str]:
        """List the collections that begin so of which anything is left: documents, earlier texts or a workspace."""
        columns = (documents.c.collection, versions.c.collection, workspaces.c.owner)
        query = sa.union(*(sa.select(c).where(c.startswith(prefix, autoescape=True)) for c in columns))
        with database.reading(self._engine) as connection:
            return sorted(connection.scalars(query))

    def set_references(self, document_id: str, found: Iterable[Reference]) -> None:
        """Keep other references for a document; it counts as unchanged, for its text is, and so the revision stays.

        Raises
        ------
        UnknownDocument
        """
        with database.writing(self._engine) as connection:
            if connection.scalar(sa.select(documents.c.id).where(documents.c.id == document_id)) is None:
                raise unknown(document_id)
            links.replace_references(connection, document_id, found)

    # Earlier texts

    def undo(self, document_id: str) -> Document:
        """Bring back the newest earlier text of a document; the present one, if any, becomes an earlier one.

        Raises
        ------
        UnknownDocument
            No earlier text is kept.
        """
        with database.writing(self._engine) as connection:
            newest = next(iter(history.listed(connection, history.of_document(document_id))), None)
            document = history.load(connection, newest.id) if newest else None
            if newest is None or document is None:
                raise unknown(document_id)
            row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
            if row is not None:
                history.keep(connection, rows.load_document(connection, row), Reason.REPLACED)
            history.forget(connection, history.is_version(newest.id))
            _write(connection, document, rows.document_values(document), new=row is None)
        return document

    def versions(self, document_id: str) -> list[Version]:
        """List the earlier texts of a document, newest first."""
        with database.reading(self._engine) as connection:
            return history.listed(connection, history.of_document(document_id))

    def version(self, version_id: int) -> Document:
        """Give an earlier text.

        Raises
        ------
        UnknownDocument
        """
        with database.reading(self._engine) as connection:
            document = history.load(connection, version_id)
        if document is None:
            raise unknown(str(version_id))
        return document

    def removed_documents(self, collections: Iterable[str]) -> list[Version]:
        """List what was taken out of these collections and can be brought back, newest first, each document once."""
        where = sa.and_(history.of_collections(collections), history.is_removed())
        with database.reading(self._engine) as connection:
            newest: dict[str, Version] = {}
            for version in history.listed(connection, where):
                newest.setdefault(version.document_id, version)
            return list(newest.values())

    def forget_removed(self, before: datetime) -> int:
        """Erase for good what readers took out of their own collections before a moment; give how many texts.

        What was taken out of the public library stays until it is removed.
        """
        where = sa.and_(history.is_personal(), history.is_removed(), history.kept_before(before))
        with database.writing(self._engine) as connection:
            count = history.forget(connection, where)
        if count:
            database.flush(self._engine)
        return count

    # Reading

    def document(self, document_id: str) -> Document:
        """Give a whole document.

        Raises
        ------
        UnknownDocument
        """
        with database.reading(self._engine) as connection:
            row = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
            if row is None:
                raise unknown(document_id)
            return rows.load_document(connection, row)

    def documents(self, collections: Iterable[str] | None = None) -> list[DocumentInfo]:
        """List documents by id; of the given collections only, or of all."""
        query = sa.select(documents).order_by(documents.c.id)
        if collections is not None:
            query = query.where(documents.c.collection.in_(list(collections)))
        with database.reading(self._engine) as connection:
            return [_info(row) for row in connection.execute(query)]

    def effects(self) -> list[StatedEffect]:
        """List what documents say that they do to others."""
        query = sa.select(effects, documents.c.collection, documents.c.effective_on.label("since")).join(documents)
        with database.reading(self._engine) as connection:
            return [
                StatedEffect(row.document_id, row.collection, rows.effect_of(row, row.since))
                for row in connection.execute(query.order_by(effects.c.id))
            ]

    def article(self, article_id: str) -> tuple[DocumentInfo, Article]:
        """Give one article with its document's data.

        Raises
        ------
        UnknownDocument
        """
        found = self.articles([article_id]).get(article_id)
        if found is None:
            raise unknown(article_id)
        return found

    def articles(self, article_ids: Sequence[str]) -> dict[str, tuple[DocumentInfo, Article]]:
        """Give those of the articles that exist, in the order asked; three queries for up to 500."""
        found: dict[str, tuple[DocumentInfo, Article]] = {}
        with database.reading(self._engine) as connection:
            for chunk in chunks(list(dict.fromkeys(article_ids))):
                loaded = rows.load_articles(connection, articles.c.id.in_(chunk))
                wanted = {document_id for document_id, _ in loaded.values()}
                query = sa.select(documents).where(documents.c.id.in_(wanted))
                infos = {row.id: _info(row) for row in connection.execute(query)}
                for key in chunk:
                    if key in loaded:
                        document_id, article = loaded[key]
                        found[key] = (infos[document_id], article)
        return found

    def referring(self, key: str, limit: int = 50, collections: Iterable[str] | None = None) -> list[Referring]:
        """List the articles that refer to an article, or to a document as a whole.

        References name other documents by number: who refers to a personal document is found by
        its id (its own articles) and by its number (anyone's).

        Parameters
        ----------
        key : str
            Id or, for others' references to a personal document, its number, with ``#`` and the
            article's; it need not be in the library.
        limit : int
        collections : iterable of str, optional
            Only articles of these, so that no one learns what others' documents say.

        Returns
        -------
        list of Referring
            Each article once, without the article itself (or the document's own articles): first
            those of the same document, then the newest documents'.
        """
        with database.reading(self._engine) as connection:
            return links.referring(connection, key, limit, collections)

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


def _write(connection: sa.Connection, document: Document, values: dict[str, Any], *, new: bool) -> int:
    revision = bump(connection)
    values = values | {"revision": revision}
    if new:
        connection.execute(documents.insert().values(**values))
    else:
        _drop_stale_passages(connection, document, revision)
        for table in (articles, amendments, references, effects):
            connection.execute(table.delete().where(table.c.document_id == document.id))
        connection.execute(documents.update().where(documents.c.id == document.id).values(**values))
    for table, many in rows.content_values(document):
        if many:
            connection.execute(table.insert(), many)
    return revision


def _erase(connection: sa.Connection, document_id: str) -> int:
    revision = bump(connection)
    delete_passages(connection, passage_keys(connection, document_id), revision)
    connection.execute(documents.delete().where(documents.c.id == document_id))
    return revision


def _drop_stale_passages(connection: sa.Connection, document: Document, revision: int) -> None:
    query = sa.select(articles.c.number, articles.c.text).where(articles.c.document_id == document.id)
    old = {row.number: _digest(row.text) for row in connection.execute(query)}
    kept = {article.number for article in document.articles if old.get(article.number) == _digest(article.text)}
    stale = [
        (row.id, row.text_hash)
        for row in connection.execute(sa.select(passages).where(passages.c.document_id == document.id))
        if row.article_number not in kept
    ]
    delete_passages(connection, stale, revision)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _info(row: sa.Row[Any]) -> DocumentInfo:
    values = row._asdict()
    del values["number_key"]
    return DocumentInfo(**(values | {"status": Status(row.status)}))
