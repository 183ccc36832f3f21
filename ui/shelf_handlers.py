"""What happens in the tab with one's own documents; whatever it is, it becomes a `View`."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.errors import TraLuatError
from corpus.intake import Added, corrected
from corpus.model import Document
from search.shelf import UNDO, Shelf
from ui import shelf_cards as cards
from ui.texts import Words, said

_LOG = logging.getLogger(__name__)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_BEFORE = "before:"

Choices = tuple[tuple[str, str], ...]
"""What is shown, and the value behind it."""


@dataclass(frozen=True)
class View:
    """What the tab shows.

    ``pending`` are the documents that were read and not yet saved, ``chosen`` is the id of
    the one whose preview is open. What is None stays as it is on the page: it could not be looked up.
    """

    pending: tuple[Document, ...] = ()
    chosen: str = ""
    files: str = ""
    message: str = ""
    preview: str = ""
    reader: str = ""
    shelf: str | None = None
    mine: Choices | None = None
    undoable: Choices | None = None
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> Choices:
        """The documents that wait for being saved."""
        return tuple((document.title, document.id) for document in self.pending)


class ShelfHandlers:
    """The tab's actions; none of them raises, so that no traceback reaches the screen.

    Parameters
    ----------
    shelf_of : callable
        Collection → its `Shelf`.
    words : Words
        What it says.
    """

    def __init__(self, shelf_of: Callable[[str], Shelf], words: Words) -> None:
        self._shelf_of, self._words, self._texts = shelf_of, words, words.shelf

    def look(self, owner: str) -> View:
        """Show what is on the shelf."""
        return self._view(owner) if owner else View()

    def read(self, paths: Sequence[str], owner: str, pending: Sequence[Document]) -> Iterator[View]:
        """Read files, telling of each; the uploaded copies are deleted as they are read."""
        lines = [cards.FileLine(Path(path).name, self._texts.WAITING) for path in paths]
        found = {document.id: document for document in pending}
        last = ""
        for at, path in enumerate(map(Path, paths)):
            lines[at] = cards.FileLine(path.name, self._texts.READING)
            yield View(tuple(found.values()), files=cards.files(lines, self._texts))
            results = self._read_one(owner, path)
            for result in results:
                if result.document:
                    found[result.document.id] = result.document
                    last = result.document.id
            lines[at : at + 1] = [_line(result, self._words) for result in results][:1]
            lines += [_line(result, self._words) for result in results[1:]]
        yield self._view(owner, tuple(found.values()), last, View(files=cards.files(lines, self._texts)))

    def _read_one(self, owner: str, path: Path) -> list[Added]:
        try:
            if not owner:
                return [Added(path.name, error=TraLuatError(self._texts.NOBODY))]
            read = list(self._shelf_of(owner).read(path, path.name))
            return read or [Added(path.name, error=TraLuatError(self._texts.FAILED))]
        except Exception as error:
            _LOG.error("reading failed: %s", type(error).__name__)  # no more: names and words are the reader's own
            return [Added(path.name, error=TraLuatError(self._texts.UNEXPECTED))]
        finally:
            path.unlink(missing_ok=True)  # only the text is kept, and only when it is saved

    def choose(self, owner: str, pending: Sequence[Document], chosen: str) -> View:
        """Open the preview of another document."""
        return self._view(owner, pending, chosen)

    def save(self, owner: str, pending: Sequence[Document], chosen: str, fields: dict[str, str]) -> View:
        """Save a document with its corrections."""
        document = next((d for d in pending if d.id == chosen), None)
        if document is None:
            return self._said(owner, pending, self._texts.NO_LONGER, failed=True)
        try:
            values = _values(fields)
        except _BadDate as error:
            words = self._texts.BAD_DATE.format(text=error)
            return self._view(owner, pending, chosen, View(fields=fields, message=cards.message(words, failed=True)))

        def act(shelf: Shelf) -> View:
            changed = corrected(document, **values)
            shelf.save(changed)
            return _saying(self._texts.SAVED.format(title=changed.title))

        left = tuple(d for d in pending if d.id != chosen)
        return self._done(owner, left, act, before=pending, chosen=chosen, fields=fields)

    def save_all(self, owner: str, pending: Sequence[Document]) -> View:
        """Save every document as it was read."""

        def act(shelf: Shelf) -> View:
            for document in pending:
                shelf.save(document)
            return _saying(self._texts.SAVED_ALL.format(count=len(pending)))

        return self._done(owner, (), act, before=pending)

    def skip(self, owner: str, pending: Sequence[Document], chosen: str) -> View:
        """Leave a document unsaved."""
        title = next((d.title for d in pending if d.id == chosen), "")
        left = tuple(d for d in pending if d.id != chosen)
        return self._said(owner, left, self._texts.SKIPPED.format(title=title) if title else "")

    def open(self, owner: str, pending: Sequence[Document], document_id: str) -> View:
        """Show the text of a document on the shelf."""
        return self._chosen(owner, pending, document_id, lambda shelf: cards.reader(shelf.document(document_id)), "")

    def remove(self, owner: str, pending: Sequence[Document], document_id: str) -> View:
        """Take a document out; it can be brought back for a while."""
        words = self._texts.REMOVED.format(title="{title}", minutes=int(UNDO.total_seconds() // 60))
        return self._chosen(owner, pending, document_id, lambda shelf: shelf.remove(document_id), words)

    def erase(self, owner: str, pending: Sequence[Document], document_id: str) -> View:
        """Erase a document for good."""
        return self._chosen(
            owner, pending, document_id, lambda shelf: shelf.remove(document_id, for_good=True), self._texts.ERASED
        )

    def undo(self, owner: str, pending: Sequence[Document], entry: str) -> View:
        """Bring back what was taken out or replaced."""
        document_id = (entry or "").removeprefix(_BEFORE)

        def act(shelf: Shelf) -> None:
            shelf.undo(document_id)

        return self._chosen(owner, pending, document_id, act, self._texts.UNDONE)

    def _chosen(
        self, owner: str, pending: Sequence[Document], document_id: str, wish: Callable[[Shelf], str | None], words: str
    ) -> View:
        if not document_id:
            return self._said(owner, pending, self._texts.NOTHING_CHOSEN)

        def act(shelf: Shelf) -> View:
            names = {info.id: info.title for info in shelf.documents()}
            names = {version.document_id: version.title for version in shelf.removed()} | names
            shown = wish(shelf)
            return _saying(words.format(title=names.get(document_id, "")), reader=shown or "")

        return self._done(owner, pending, act, before=pending)

    def _done(
        self,
        owner: str,
        pending: Sequence[Document],
        act: Callable[[Shelf], View],
        *,
        before: Sequence[Document],
        chosen: str = "",
        fields: dict[str, str] | None = None,
    ) -> View:
        """Do something, and show what came of it; where it failed, what was pending and typed before stays."""
        if not owner:
            return self._view(owner, before, chosen, View(fields=fields or {}))
        try:
            base = act(self._shelf_of(owner))
        except Exception as error:
            return self._view(owner, before, chosen, View(message=self._failure(error), fields=fields or {}))
        return self._view(owner, pending, base=base)

    def _said(self, owner: str, pending: Sequence[Document], words: str, *, failed: bool = False) -> View:
        return self._view(owner, pending, base=View(message=cards.message(words, failed=failed)))

    def _failure(self, error: Exception) -> str:
        """Say why something could not be done."""
        if isinstance(error, TraLuatError):
            _LOG.info("refused: %s", type(error).__name__)
            return cards.message(said(error, self._words), failed=True)
        _LOG.error("a change failed: %s", type(error).__name__)
        return cards.message(self._texts.UNEXPECTED, failed=True)

    def _view(self, owner: str, pending: Sequence[Document] = (), chosen: str = "", base: View = View()) -> View:  # noqa: B008
        """Show what waits to be saved, and what is on the shelf; where that cannot be told, say so."""
        document = next((d for d in pending if d.id == chosen), pending[0] if pending else None)
        shown = replace(
            base,
            pending=tuple(pending),
            chosen=document.id if document else "",
            preview=cards.preview(document, (), self._texts) if document else "",
            fields=base.fields or (_fields(document) if document else {}),
        )
        if not owner:
            return replace(shown, message=cards.message(self._texts.NOBODY, failed=True))
        try:
            return self._on_shelf(shown, document, self._shelf_of(owner))
        except Exception as error:
            return replace(shown, message=base.message + self._failure(error))

    def _on_shelf(self, shown: View, document: Document | None, shelf: Shelf) -> View:
        infos = shelf.documents()
        undoable = [(self._texts.REMOVED_ENTRY.format(title=v.title), v.document_id) for v in shelf.removed()]
        for info in infos:
            for version in shelf.versions(info.id)[:1]:
                words = self._texts.REPLACED_ENTRY.format(title=version.title, articles=version.article_count)
                undoable.append((words, _BEFORE + info.id))
        return replace(
            shown,
            preview=cards.preview(document, shelf.remarks(document), self._texts) if document else "",
            shelf=cards.shelf(infos, self._texts),
            mine=tuple((info.title, info.id) for info in infos),
            undoable=tuple(undoable),
        )


def _saying(words: str, reader: str = "") -> View:
    return View(message=cards.message(words), reader=reader)


class _BadDate(ValueError):
    """What was typed is no day of the calendar."""


def _fields(document: Document) -> dict[str, str]:
    return {
        "title": document.title,
        "number": document.number,
        "kind": document.kind,
        "issuer": document.issuer,
        "issued_on": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        "effective_on": f"{document.effective_on:%d/%m/%Y}" if document.effective_on else "",
    }


def _values(fields: dict[str, str]) -> dict[str, str | date | None]:
    values: dict[str, str | date | None] = {name: (text or "").strip() for name, text in fields.items()}
    for name in ("issued_on", "effective_on"):
        values[name] = _day(str(values[name]))
    return values


def _day(text: str) -> date | None:
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else _refuse(text)
    except ValueError as error:
        raise _BadDate(text) from error


def _refuse(text: str) -> date:
    raise _BadDate(text)


def _line(result: Added, words: Words) -> cards.FileLine:
    texts = words.shelf
    if result.document:
        sections = result.document.articles[0].number.startswith("§")
        read = (texts.READ_SECTIONS if sections else texts.READ).format(articles=len(result.document.articles))
        return cards.FileLine(result.name, read, "done")
    return cards.FileLine(result.name, said(result.error, words) if result.error else texts.FAILED, "failed")
