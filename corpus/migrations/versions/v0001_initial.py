"""The first schema. Frozen: later changes are later revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_metadata = sa.MetaData()

# SQLite hands out never-reused ids only for INTEGER PRIMARY KEY AUTOINCREMENT.
_BIG_ID = sa.BigInteger().with_variant(Integer, "sqlite")


def _document() -> Column[str]:
    return Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


documents = Table(
    "documents",
    _metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("number_key", String, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("issuer", String, nullable=False),
    Column("signer", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("issued_on", Date),
    Column("effective_on", Date),
    Column("expires_on", Date),
    Column("status", String, nullable=False),
    Column("source_url", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("collection", String, nullable=False, index=True),
    Column("article_count", Integer, nullable=False),
    Column("revision", Integer, nullable=False, index=True),
)

articles = Table(
    "articles",
    _metadata,
    Column("id", String, primary_key=True),
    _document(),
    Column("ordinal", Integer, nullable=False),
    Column("number", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("path", sa.JSON, nullable=False),
    Index("ix_articles_document", "document_id", "ordinal"),
)

clauses = Table(
    "clauses",
    _metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("number", String, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("points", sa.JSON, nullable=False),
)

amendments = Table(
    "amendments",
    _metadata,
    Column("id", _BIG_ID, primary_key=True),
    _document(),
    Column("article_number", String, nullable=False),
    Column("action", String, nullable=False),
    Column("by_document", String, nullable=False),
    Column("by_article", String, nullable=False),
    Column("effective_on", Date),
    Index("ix_amendments_document", "document_id"),
)

references = Table(
    "cross_references",  # REFERENCES is a word of SQL
    _metadata,
    Column("id", _BIG_ID, primary_key=True),
    _document(),
    Column("article_number", String, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("target", String, nullable=False),
    Index("ix_cross_references_document", "document_id"),
)

passages = Table(
    "passages",
    _metadata,
    Column("id", _BIG_ID, primary_key=True),
    _document(),
    Column("article_number", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("text_hash", String, nullable=False, index=True),
    Index("ix_passages_document", "document_id", "id"),
    sqlite_autoincrement=True,
)

embeddings = Table(
    "embeddings",
    _metadata,
    Column("fingerprint", String, primary_key=True),
    Column("text_hash", String, primary_key=True, index=True),
    Column("vector", LargeBinary, nullable=False),
)

removed = Table(
    "removed_passages",
    _metadata,
    Column("passage_id", _BIG_ID, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False, index=True),
)

meta = Table(
    "meta",
    _metadata,
    Column("key", String, primary_key=True),
    Column("number", Integer),
    Column("text", Text),
)


def upgrade() -> None:
    """Make the tables and start counting revisions."""
    connection = op.get_bind()
    _metadata.create_all(connection)
    connection.execute(meta.insert().values(key="revision", number=0))


def downgrade() -> None:
    """Drop the tables."""
    _metadata.drop_all(op.get_bind())
