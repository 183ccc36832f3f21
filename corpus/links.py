"""Cross-references the other way round: which articles refer to an article or a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from corpus import rows
from corpus.model import Reference, article_id
from corpus.schema import articles, documents, references


@dataclass(frozen=True, slots=True)
class Referring:
    """An article that refers to another provision; ``number`` and ``title`` are the article's."""

    article_id: str
    document_id: str
    number: str
    title: str
    document_number: str
    document_title: str
    collection: str


def referring(connection: sa.Connection, key: str, limit: int, collections: Iterable[str] | None) -> list[Referring]:
    """Give the articles that refer to an article or to a document as a whole; see ``Store.referring``."""
    document_id, separator, _ = key.partition("#")
    others = articles.c.id != key if separator else articles.c.document_id != key
    by = sa.select(_standing_in()).where(references.c.target == key)
    # Not the bare column: SQLite would begin with every document of the collections, not with the few that refer.
    where = sa.true() if collections is None else (documents.c.collection + "").in_(list(collections))
    query = (
        sa.select(
            articles.c.id,
            articles.c.document_id,
            articles.c.number,
            articles.c.title,
            documents.c.number,
            documents.c.title,
            documents.c.collection,
        )
        .join(documents)
        .where(articles.c.id.in_(by), others, where)
        .order_by(
            documents.c.id != document_id, documents.c.issued_on.desc().nulls_last(), documents.c.id, articles.c.ordinal
        )
        .limit(limit)
    )
    return [Referring(*row) for row in connection.execute(query)]


def _standing_in() -> sa.ColumnElement[str]:
    return references.c.document_id + sa.literal(article_id("", "")) + references.c.article_number


def replace_references(connection: sa.Connection, document_id: str, found: Iterable[Reference]) -> None:
    """Keep other references for a document."""
    connection.execute(references.delete().where(references.c.document_id == document_id))
    values = [rows.reference_values(document_id, reference) for reference in found]
    if values:
        connection.execute(references.insert(), values)
