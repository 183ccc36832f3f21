"""Connections of the store: SQLite's settings, transactions, and errors in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from corpus.errors import StoreUnavailable
from corpus.schema import upgrade

_BUSY_MS = 15_000


def connect(url: str) -> sa.Engine:
    """Open the database, make it where it is missing, and bring its tables up to date."""
    with _errors():
        parsed = sa.make_url(url)
        options: dict[str, Any] = {"json_serializer": partial(json.dumps, ensure_ascii=False)}
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite and parsed.database in (None, "", ":memory:"):
            options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        elif sqlite and not str(parsed.database).startswith("file:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, **options)
        if sqlite:
            sa.event.listen(engine, "connect", _configure)
            sa.event.listen(engine, "begin", _begin)
        try:
            upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection that sees one state of the database throughout."""
    with _errors(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction: all of it is kept, or nothing."""
    with _errors(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def flush(engine: sa.Engine) -> None:
    """Bring SQLite's log into its file and empty it, so that what was erased lingers in neither."""
    if engine.dialect.name != "sqlite":
        return
    with _errors(), engine.connect() as connection:
        # Outside a transaction; one that reads at this moment delays it until the next time.
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def _configure(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA secure_delete = ON")  # what a user removes is overwritten
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # A reader that turns writer midway may be refused at once, whatever its timeout: a
    # writer takes the write lock at the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        detail = str(getattr(error, "orig", None) or error)
        raise StoreUnavailable(_message(error, detail.lower()), f"{type(error).__name__}: {detail}") from error


def _message(error: Exception, detail: str) -> str:
    if "readonly" in detail or "read-only" in detail or isinstance(error, PermissionError):
        return "Kho văn bản chỉ đọc được, không ghi được. Hãy kiểm tra quyền ghi của thư mục TRALUAT_HOME."
    if "not a database" in detail or "malformed" in detail:
        return "Tệp kho văn bản bị hỏng hoặc không phải là cơ sở dữ liệu của Tra Luật."
    if "locked" in detail or "busy" in detail:
        return "Kho văn bản đang bận vì một chương trình khác đang ghi. Hãy thử lại sau."
    if "disk is full" in detail or "no space" in detail:
        return "Ổ đĩa chứa kho văn bản đã đầy."
    if isinstance(error, (ArgumentError, ImportError)):
        return "Địa chỉ của kho văn bản (TRALUAT_DATABASE) không hợp lệ."
    return "Không mở hoặc không dùng được kho văn bản. Hãy kiểm tra thư mục TRALUAT_HOME."
