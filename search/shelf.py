"""One reader's own documents: read, corrected, kept, replaced, taken out and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer

from corpus.errors import UnknownDocument
from corpus.history import Version
from corpus.intake import Added, read_files, remarks
from corpus.model import Document
from corpus.store import DocumentInfo, Store
from corpus.worker import Worker

UNDO = timedelta(minutes=30)
"""How long what was taken out can be brought back before it is erased for good."""


class Shelf:
    """The documents of one collection; it can neither show nor touch those of another.

    Parameters
    ----------
    store : Store
    collection : str
    changed : callable
        Called after every change, to bring the search up to it.
    """

    def __init__(self, store: Store, collection: str, changed: Callable[[], None]) -> None:
        self._store, self.collection, self._changed = store, collection, changed

    def read(self, path: Path, name: str) -> Iterator[Added]:
        """Read a file, or the files in an archive, for a preview; nothing is kept."""
        with Worker() as worker:
            yield from read_files(path, name, self.collection, worker)

    def remarks(self, document: Document) -> list[str]:
        """Say what saving a document would change."""
        return remarks(self._store, document)

    def save(self, document: Document) -> None:
        """Keep a document; one of the same number is replaced, and stays readable as an earlier version.

        Raises
        ------
        UnknownDocument
            It is of another collection.
        """
        if document.collection != self.collection:
            raise _not_here(document.id)
        self._store.put(document)
        self._changed()

    def documents(self) -> list[DocumentInfo]:
        """List what is on the shelf."""
        return self._store.documents([self.collection])

    def document(self, document_id: str) -> Document:
        """Give a whole document.

        Raises
        ------
        UnknownDocument
        """
        return self._store.document(self._own(document_id))

    def remove(self, document_id: str, *, for_good: bool = False) -> None:
        """Take a document out; for :data:`UNDO` it can be brought back, unless it goes for good.

        Raises
        ------
        UnknownDocument
        """
        if not for_good or document_id not in {version.document_id for version in self.removed()}:
            self._own(document_id)
        self._store.remove(document_id, undoable=not for_good)
        if not for_good:
            later = Timer(UNDO.total_seconds() + 1, forget_old, [self._store])
            later.daemon = True
            later.start()
        self._changed()

    def removed(self) -> list[Version]:
        """List what was taken out and can be brought back, newest first."""
        since = datetime.now(UTC) - UNDO
        gone = self._store.removed_documents([self.collection])
        return [version for version in gone if version.kept_at.replace(tzinfo=UTC) > since]

    def versions(self, document_id: str) -> list[Version]:
        """List the earlier texts of a document, newest first."""
        return [v for v in self._store.versions(document_id) if v.collection == self.collection]

    def undo(self, document_id: str) -> Document:
        """Bring back the newest earlier text of a document, taken out or replaced.

        Raises
        ------
        UnknownDocument
            None is kept.
        """
        if not self.versions(document_id):
            raise _not_here(document_id)
        document = self._store.undo(document_id)
        self._changed()
        return document

    def erase(self) -> int:
        """Erase everything on the shelf for good; give how many documents it held."""
        count = self._store.erase(self.collection)
        if count:
            self._changed()
        return count

    def _own(self, document_id: str) -> str:
        if document_id not in {info.id for info in self.documents()}:
            raise _not_here(document_id)
        return document_id


def forget_old(store: Store) -> None:
    """Erase for good what was taken out too long ago to be brought back."""
    store.forget_removed(datetime.now(UTC) - UNDO)


def _not_here(document_id: str) -> UnknownDocument:
    return UnknownDocument("Không tìm thấy văn bản này trong kho của bạn.", f"{document_id!r} is not on this shelf")
