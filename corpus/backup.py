"""The whole store in one file, and back from it on this machine or another."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa

from corpus.errors import StoreUnavailable
from corpus.store import Store


def back_up(url: str, target: Path) -> None:
    """Write a copy of a store, as it stands at this moment, while it may be in use.

    Everything is in it that the library was given, and the vectors, so that nothing need
    be computed again; the indexes are built from it.

    Raises
    ------
    StoreUnavailable
        It is no SQLite store, or the file is there already or cannot be written.
    """
    source = _path(url)
    if target.exists():
        raise StoreUnavailable(f"Tệp {target} đã có; hãy chọn tên khác.", f"{target} exists")
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):  # the folder itself may be none
            partial.unlink(missing_ok=True)
        raise StoreUnavailable(f"Không ghi được bản sao lưu vào {target}.", str(error)) from error


def restore(url: str, source: Path) -> Path | None:
    """Put a backup in the place of a store; give where the one before lies now, if there was one.

    Raises
    ------
    StoreUnavailable
        The file is no whole store of this program, or cannot be put there.
    """
    target = _path(url)
    _check(source)
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, partial)
        with Store(f"sqlite:///{partial}") as copy:  # brings an older one up to date
            copy.renew_identity()
        _single(partial)
        before = None
        if target.exists():
            _single(target)
            before = _free_name(target)
            target.replace(before)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(f"Không khôi phục được kho từ {source}.", str(error)) from error
    return before


def _path(url: str) -> Path:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StoreUnavailable(
            "Kho không phải là SQLite: hãy sao lưu bằng công cụ của cơ sở dữ liệu đó (với PostgreSQL: pg_dump).",
            f"Not an SQLite store: {parsed.get_backend_name()}",
        )
    return Path(parsed.database)


def _check(source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{source} không phải là bản sao lưu của Tra Luật.", str(error)) from error
    if not whole or not {"documents", "articles", "alembic_version"} <= tables:
        raise StoreUnavailable(f"{source} bị hỏng hoặc không phải là bản sao lưu của Tra Luật.", "Not a whole store")


def _single(path: Path) -> None:
    """Bring SQLite's log into the file, so that the file alone is the store."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.name}.truoc-khoi-phuc-{number}")).exists():
        number += 1
    return name
