"""Taking documents into the store: files, folders, and the codes that come with the program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import TraLuatError, UnreadableDocument
from corpus.model import PUBLIC, Document
from corpus.readers import SUFFIXES, read
from corpus.readers.builtin import FILES, fingerprint, read_builtin
from corpus.store import Store

_NOTE = "builtin"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its document, or the error."""

    path: Path
    document: Document | None = None
    error: TraLuatError | None = None


def ensure_builtin(store: Store) -> int:
    """Put the six codes into the store where they are not there yet; give how many were put.

    A code that someone replaced by a newer text of the same number stays as it is.
    Cheap when there is nothing to do: the files are hashed, not parsed.
    """
    present = {info.id: info.sha256 for info in store.documents()}
    ours: dict[str, str] = json.loads(store.note(_NOTE) or "{}")
    put = 0
    for name, (number, _) in FILES.items():
        known = present.get(number)
        if known is not None and (known != ours.get(number, known) or known == fingerprint(name)):
            continue
        document = read_builtin(name)
        store.put(document)
        ours[number] = document.sha256
        put += 1
    if put:
        store.set_note(_NOTE, json.dumps(ours))
    return put


def add(store: Store, paths: Iterable[Path], collection: str = PUBLIC) -> Iterator[Added]:
    """Read files, and those that folders hold, into the store; tell of each as it is done.

    A file that cannot be read does not stop the rest; a store that cannot be written does.
    """
    for path in paths:
        for file in _files(path):
            try:
                document = read(file, collection)
            except TraLuatError as error:
                yield Added(file, error=error)
            else:
                store.put(document)
                yield Added(file, document)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    if not found:
        raise UnreadableDocument(f"Thư mục “{path}” không có tệp nào đọc được.", f"No readable file in {path}")
    yield from found
