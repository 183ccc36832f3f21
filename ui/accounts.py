"""Accounts: a file of ``name:hash`` lines, and the command that keeps it.

    python -m ui.accounts [--file FILE] add NAME [--password-stdin]
    python -m ui.accounts [--file FILE] remove NAME

A hash is scrypt's (RFC 7914) in the PHC string format, ``$scrypt$ln=15,r=8,p=3$salt$key``, which says itself how
it was made; the cost is one of those that OWASP's Password Storage Cheat Sheet names as equal.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import getpass
import hashlib
import hmac
import os
import re
import secrets
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.errors import BadSetting, TraLuatError
from ui.texts import accounts as texts

LEAST_PASSWORD = 8
MOST_PASSWORD = 1024  # characters: hashing must not be made long by what is typed
_NAME = re.compile(r"[^:#\s\x00-\x1f\x7f](?:[^:\x00-\x1f\x7f]{0,62}[^:\s\x00-\x1f\x7f])?")
_HASH = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{22,})")
_MOST_LN, _MOST_R, _MOST_P = 20, 16, 16  # a line of the file must not ask for gigabytes


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs: 128·r·2^ln bytes of memory, p times one after the other."""

    ln: int = 15
    r: int = 8
    p: int = 3


def hash_password(password: str, cost: Cost = Cost(), salt: bytes = b"") -> str:  # noqa: B008
    """Give the self-describing salted hash of a password.

    Parameters
    ----------
    password : str
        Any normalisation form; typed on another keyboard it stays the same password.
    cost : Cost
    salt : bytes
        Random by default.
    """
    salt = salt or secrets.token_bytes(16)
    key = _key(password, cost, salt, 32)
    return f"$scrypt$ln={cost.ln},r={cost.r},p={cost.p}${_text(salt)}${_text(key)}"


def matches(password: str, hashed: str) -> bool:
    """Tell, in a time that does not depend on where they differ, whether a hash is that of this password.

    Raises
    ------
    ValueError
        It is no hash of ours.
    """
    cost, salt, key = _parse(hashed)
    return hmac.compare_digest(_key(password, cost, salt, len(key)), key)


def _parse(hashed: str) -> tuple[Cost, bytes, bytes]:
    match = _HASH.fullmatch(hashed)
    if not match:
        raise ValueError("not a scrypt hash in the PHC format")
    cost = Cost(int(match[1]), int(match[2]), int(match[3]))
    if not (1 <= cost.ln <= _MOST_LN and 1 <= cost.r <= _MOST_R and 1 <= cost.p <= _MOST_P):
        raise ValueError("a cost out of bounds")
    try:
        return cost, _bytes(match[4]), _bytes(match[5])
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _key(password: str, cost: Cost, salt: bytes, length: int) -> bytes:
    secret = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    memory = 128 * cost.r * (2**cost.ln + cost.p + 2)
    return hashlib.scrypt(secret, salt=salt, n=2**cost.ln, r=cost.r, p=cost.p, maxmem=2 * memory, dklen=length)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def canonical(name: str) -> str:
    """Give a name as the file has it: NFC, without spaces around it."""
    return unicodedata.normalize("NFC", name).strip()


class Accounts:
    """The accounts of a file, which is read again whenever it has changed. Safe to use from several threads.

    Parameters
    ----------
    path : Path

    Raises
    ------
    corpus.errors.BadSetting
        The file cannot be read, has a line that is none, or has no account at all: nobody could sign in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._hashes: Mapping[str, str] = {}
        self._nobody = hash_password(secrets.token_hex(16))
        self._at_once = threading.BoundedSemaphore(2)  # each takes 32 MiB
        if not self._current():
            raise _bad(path, texts.NOBODY)

    def check(self, name: str, password: str) -> str | None:
        """Give the account's name when the password is its own, None otherwise; both take as long.

        Raises
        ------
        corpus.errors.BadSetting
            The file has been broken since the start.
        """
        name = canonical(name)
        hashed = self._current().get(name)
        if len(password) > MOST_PASSWORD:
            return None
        with self._at_once:
            right = matches(password, hashed or self._nobody)
        return name if right and hashed else None

    def hash_of(self, name: str) -> str | None:
        """Give the hash that stands in the file now; a session lasts as long as it stays the same."""
        try:
            return self._current().get(name)
        except BadSetting:
            return None

    def _current(self) -> Mapping[str, str]:
        with self._lock:
            try:
                there = self._path.stat()
                seen = (there.st_mtime_ns, there.st_size, there.st_ino)
                if seen != self._seen:
                    self._hashes = read(self._path)
                    self._seen = seen
            except OSError as error:
                raise _bad(self._path, texts.NOT_READ, str(error)) from error
            return self._hashes


def read(path: Path) -> dict[str, str]:
    """Read the accounts of a file: hashes by name. Empty lines and those that begin with ``#`` are none.

    Raises
    ------
    OSError
    corpus.errors.BadSetting
        A line is none of ours; its text is not told, for it may be a password.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise _bad(path, texts.NOT_READ, "not UTF-8") from error
    found: dict[str, str] = {}
    for at, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = (part.strip() for part in line.partition(":"))
        name = canonical(name)
        try:
            _parse(hashed)
        except ValueError as error:
            raise _bad(path, texts.BAD_LINE.format(line=at), str(error)) from error
        if not _NAME.fullmatch(name):
            raise _bad(path, texts.BAD_LINE.format(line=at), "no name")
        if name in found:
            raise _bad(path, texts.TWICE.format(line=at))
        found[name] = hashed
    return found


def _bad(path: Path, reason: str, detail: str = "") -> BadSetting:
    return BadSetting(texts.BAD_FILE.format(path=path, reason=reason), f"{path}: {detail or reason}")


def write(path: Path, name: str, hashed: str | None) -> bool:
    """Put an account into the file, in place of the one of that name, or take it out where there is no hash.

    The file is replaced whole and can be read by its owner alone; its other lines stay as they are.

    Returns
    -------
    bool
        Whether there was an account of that name.
    """
    name = canonical(name)
    there = name in (read(path) if path.exists() else {})
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    kept = [line for line in lines if line.startswith("#") or canonical(line.partition(":")[0]) != name]
    text = "\n".join([*kept, *([f"{name}:{hashed}"] if hashed else []), ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return there


def _asked(name: str, stdin: IO[str] | None) -> str:
    """Give the password that is typed twice, or the first line of the standard input."""
    if stdin is not None:
        password = stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass(texts.ASK.format(name=name))
        if getpass.getpass(texts.AGAIN) != password:
            raise BadSetting(texts.DIFFERENT)
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise BadSetting(texts.SHORT_PASSWORD.format(least=LEAST_PASSWORD))
    return password


def main(arguments: list[str] | None = None) -> int:
    """Command line: add an account, change its password, or take it out."""
    from settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m ui.accounts", description=texts.PURPOSE)
    parser.add_argument("--file", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add")
    add.add_argument("name")
    add.add_argument("--password-stdin", action="store_true")
    commands.add_parser("remove").add_argument("name")
    chosen = parser.parse_args(arguments)
    try:
        path = chosen.file or read_settings().accounts_file()
        name = canonical(chosen.name)
        if path is None:
            raise BadSetting(texts.NO_FILE)
        if not _NAME.fullmatch(name):
            raise BadSetting(texts.BAD_NAME)
        if chosen.command == "add":
            write(path, name, hash_password(_asked(name, sys.stdin if chosen.password_stdin else None)))
            said = texts.ADDED
        else:
            said = texts.REMOVED if path.exists() and write(path, name, None) else texts.UNKNOWN
    except TraLuatError as error:
        sys.stderr.write(error.message + "\n")
        return 1
    except OSError as error:
        sys.stderr.write(texts.BAD_FILE.format(path=path, reason=error) + "\n")
        return 1
    sys.stdout.write(said.format(name=name) + "\n")
    return 1 if said is texts.UNKNOWN else 0


if __name__ == "__main__":
    sys.exit(main())
