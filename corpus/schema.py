"""The tables of the store, in types that SQLite and PostgreSQL share, and bringing them up to date."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from corpus.errors import StoreUnavailable

VERSION = "0003"
"""The newest revision in ``migrations/versions``; a test holds it to that."""

metadata = sa.MetaData()

# SQLite hands out never-reused ids only for INTEGER PRIMARY KEY AUTOINCREMENT.
_BIG_ID = sa.BigInteger().with_variant(Integer, "sqlite")


def _document() -> Column[str]:
    return Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


documents = Table(
    "documents",
    metadata,
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
    metadata,
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
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("number", String, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("points", sa.JSON, nullable=False),
)

amendments = Table(
    "amendments",
    metadata,
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
    metadata,
    Column("id", _BIG_ID, primary_key=True),
    _document(),
    Column("article_number", String, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("target", String, nullable=False, index=True),
    Index("ix_cross_references_document", "document_id"),
)

effects = Table(
    "effects",
    metadata,
    Column("id", _BIG_ID, primary_key=True),
    _document(),
    Column("article_number", String, nullable=False),
    Column("action", String, nullable=False),
    Column("target", String, nullable=False),
    Column("target_article", String, nullable=False),
    Column("effective_on", Date),
    Index("ix_effects_document", "document_id"),
)

# Earlier texts; they outlive their document, whose removal can be undone.
versions = Table(
    "document_versions",
    metadata,
    Column("id", _BIG_ID, primary_key=True),
    Column("document_id", String, nullable=False, index=True),
    Column("collection", String, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("article_count", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("kept_at", sa.DateTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

passages = Table(
    "passages",
    metadata,
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
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("text_hash", String, primary_key=True, index=True),
    Column("vector", LargeBinary, nullable=False),
)

removed = Table(
    "removed_passages",
    metadata,
    Column("passage_id", _BIG_ID, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False, index=True),
)

# What readers keep for themselves. None of it points at a document: it outlives those that are removed.
workspaces = Table(
    "workspaces",
    metadata,
    Column("owner", String, primary_key=True),
    Column("remembering", sa.Boolean, nullable=False),
)


def _owner(*, key: bool = False) -> Column[str]:
    parent = ForeignKey("workspaces.owner", ondelete="CASCADE")
    return Column("owner", String, parent, primary_key=key, nullable=False)


pins = Table(
    "pins",
    metadata,
    _owner(key=True),
    Column("article_id", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("document_title", Text, nullable=False),
    Column("citation", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("added_at", sa.DateTime, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("id", _BIG_ID, primary_key=True),
    _owner(),
    Column("turn", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("filters", Text, nullable=False),
    Column("found", Integer, nullable=False),
    Column("asked_at", sa.DateTime, nullable=False),
    Index("ix_searches_owner", "owner", "turn"),
    sqlite_autoincrement=True,
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", _BIG_ID, primary_key=True),
    _owner(),
    Column("question", Text, nullable=False),
    Column("article_id", String, nullable=False),
    Column("is_right", sa.Boolean, nullable=False),
    Column("passage", Text, nullable=False),
    Column("judged_at", sa.DateTime, nullable=False),
    Index("ix_judgements_owner", "owner", "id"),
    sqlite_autoincrement=True,
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("number", Integer),
    Column("text", Text),
)


def upgrade(engine: sa.Engine) -> None:
    """Bring the tables to :data:`VERSION`; two processes may do so at once.

    Raises
    ------
    StoreUnavailable
        The store was made by a newer version of the program.
    """
    with engine.connect() as connection:
        if _version(connection) == VERSION:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        found = _version(connection)
        if found == VERSION:  # another process was faster
            return
        if found is not None and found > VERSION:
            raise StoreUnavailable(
                "Kho văn bản được tạo bởi phiên bản Tra Luật mới hơn. Hãy cập nhật chương trình.",
                f"The store has schema {found}, newer than {VERSION}",
            )
        # Alembic is slow to import and is needed only here.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, VERSION)


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found
