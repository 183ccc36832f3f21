"""What readers keep for themselves, and finding who refers to an article. Frozen: later changes are later revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(Integer, "sqlite")


def _owner(*, key: bool = False) -> Column[str]:
    parent = ForeignKey("workspaces.owner", ondelete="CASCADE")
    return Column("owner", String, parent, primary_key=key, nullable=False)


def upgrade() -> None:
    """Make the tables and the index."""
    op.create_index("ix_cross_references_target", "cross_references", ["target"])
    op.create_table(
        "workspaces",
        Column("owner", String, primary_key=True),
        Column("remembering", sa.Boolean, nullable=False),
    )
    op.create_table(
        "pins",
        _owner(key=True),
        Column("article_id", String, primary_key=True),
        Column("place", Integer, nullable=False),
        Column("document_title", Text, nullable=False),
        Column("citation", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column("added_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "searches",
        Column("id", _BIG_ID, primary_key=True),
        _owner(),
        Column("turn", Integer, nullable=False),
        Column("question", Text, nullable=False),
        Column("folded", Text, nullable=False),
        Column("filters", Text, nullable=False),
        Column("found", Integer, nullable=False),
        Column("asked_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_searches_owner", "searches", ["owner", "turn"])
    op.create_table(
        "judgements",
        Column("id", _BIG_ID, primary_key=True),
        _owner(),
        Column("question", Text, nullable=False),
        Column("article_id", String, nullable=False),
        Column("is_right", sa.Boolean, nullable=False),
        Column("passage", Text, nullable=False),
        Column("judged_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_judgements_owner", "judgements", ["owner", "id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("judgements", "searches", "pins", "workspaces"):
        op.drop_table(table)
    op.drop_index("ix_cross_references_target", "cross_references")
