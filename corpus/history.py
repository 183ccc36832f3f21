"""Earlier texts of documents: kept when one is replaced or taken out, so that it can be read again or brought back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from pydantic import TypeAdapter

from corpus.model import PERSONAL, Document
from corpus.schema import documents, versions

_DOCUMENT = TypeAdapter(Document)


class Reason(StrEnum):
    """Why an earlier text is kept."""

    REPLACED = "replaced"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier text of a document, without the text.

    ``kept_at`` is when it left the library, in UTC without a zone.
    """

    id: int
    document_id: str
    collection: str
    title: str
    article_count: int
    sha256: str
    reason: Reason
    kept_at: datetime


def keep(connection: sa.Connection, document: Document, reason: Reason) -> None:
    """Keep a document's present text."""
    connection.execute(
        versions.insert().values(
            document_id=document.id,
            collection=document.collection,
            title=document.title,
            article_count=len(document.articles),
            sha256=document.sha256,
            reason=reason.value,
            kept_at=datetime.now(UTC).replace(tzinfo=None),
            content=zlib.compress(_DOCUMENT.dump_json(document)),
        )
    )


def listed(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Version]:
    """Give the earlier texts that meet a condition, newest first."""
    columns = [column for column in versions.c if column.name != "content"]
    found = connection.execute(sa.select(*columns).where(where).order_by(versions.c.id.desc()))
    return [Version(**(row._asdict() | {"reason": Reason(row.reason)})) for row in found]


def load(connection: sa.Connection, version_id: int) -> Document | None:
    """Give an earlier text; None when it is not kept (any more)."""
    content = connection.scalar(sa.select(versions.c.content).where(versions.c.id == version_id))
    return _DOCUMENT.validate_json(zlib.decompress(content)) if content is not None else None


def forget(connection: sa.Connection, where: sa.ColumnElement[bool]) -> int:
    """Erase earlier texts for good; give how many."""
    return connection.execute(versions.delete().where(where)).rowcount


def is_removed() -> sa.ColumnElement[bool]:
    """Condition: the document itself is not in the library."""
    return versions.c.document_id.not_in(sa.select(documents.c.id))


def of_document(document_id: str) -> sa.ColumnElement[bool]:
    """Condition: an earlier text of this document."""
    return versions.c.document_id == document_id


def is_version(version_id: int) -> sa.ColumnElement[bool]:
    """Condition: this very text."""
    return versions.c.id == version_id


def of_collections(collections: Iterable[str]) -> sa.ColumnElement[bool]:
    """Condition: an earlier text in one of these collections."""
    return versions.c.collection.in_(list(collections))


def is_personal() -> sa.ColumnElement[bool]:
    """Condition: an earlier text in a collection that is one reader's."""
    return versions.c.collection.startswith(PERSONAL, autoescape=True)


def kept_before(moment: datetime) -> sa.ColumnElement[bool]:
    """Condition: it left the library before a moment in UTC."""
    return versions.c.kept_at < moment.astimezone(UTC).replace(tzinfo=None)
