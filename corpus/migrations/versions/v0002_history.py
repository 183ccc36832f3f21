"""What documents do to others, and earlier texts of documents. Frozen: later changes are later revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, String, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "effects",
        Column("id", _BIG_ID, primary_key=True),
        Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
        Column("article_number", String, nullable=False),
        Column("action", String, nullable=False),
        Column("target", String, nullable=False),
        Column("target_article", String, nullable=False),
        Column("effective_on", Date),
    )
    op.create_index("ix_effects_document", "effects", ["document_id"])
    op.create_table(
        "document_versions",
        Column("id", _BIG_ID, primary_key=True),
        Column("document_id", String, nullable=False),
        Column("collection", String, nullable=False),
        Column("title", Text, nullable=False),
        Column("article_count", Integer, nullable=False),
        Column("sha256", String, nullable=False),
        Column("reason", String, nullable=False),
        Column("kept_at", sa.DateTime, nullable=False),
        Column("content", LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_document_versions_document_id", "document_versions", ["document_id"])
    op.create_index("ix_document_versions_collection", "document_versions", ["collection"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("document_versions")
    op.drop_table("effects")
