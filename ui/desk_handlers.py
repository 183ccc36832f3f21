"""What happens in the tabs of the working folder and the history."""

from __future__ import annotations

import base64
import itertools
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from corpus import dates
from corpus.errors import TraLuatError, UnknownDocument
from corpus.model import PUBLIC
from search import feedback
from ui import desk_cards as cards
from ui.desk_contract import DeskEngine, Info, Kept, PinLine, Texts
from ui.desk_items import items_of
from ui.exports import MEDIA_TYPES, Folder, export
from ui.texts import Words, said

_LOG = logging.getLogger(__name__)
_LINES = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a wish leads to; None is left as it is on the page.

    ``download`` is a file for desk.js: JSON with its name, its media type and its bytes in base 64.
    """

    folder: str | None = None
    history: str | None = None
    judgements: str | None = None
    message: str | None = None
    download: str = ""


class DeskHandlers:
    """The actions of both tabs; none of them raises, so that no traceback reaches the screen.

    Parameters
    ----------
    engine : DeskEngine
    words : Words
    today : callable
        Gives the day that files are dated with.
    """

    def __init__(self, engine: DeskEngine, words: Words, today: Callable[[], date] = dates.today) -> None:
        self._engine, self._words, self._today = engine, words, today
        self._turn = itertools.count(1)

    def look_folder(self, owner: str) -> Outcome:
        """Show the pinned articles."""
        if not owner:
            return Outcome(folder=cards.nothing_kept(self._words), message="")
        return self._calmly(lambda: self._folder_after(owner))

    def look_history(self, owner: str, containing: str = "") -> Outcome:
        """Show the questions asked and what was judged."""
        if not owner:
            return Outcome(history=cards.nothing_kept(self._words), judgements="", message="")
        return self._calmly(lambda: self._all_history(owner, containing))

    def find(self, owner: str, containing: str) -> Outcome:
        """Show the questions with some words in them."""
        return self._calmly(lambda: Outcome(history=self._history(owner, containing))) if owner else Outcome()

    def act(self, wish: Mapping[str, object], owner: str, containing: str = "", address: str = "") -> Outcome:
        """Do what was wished.

        Parameters
        ----------
        wish : mapping
            The data of what was clicked: ``act``, ``key``, and what else belongs to it.
        owner : str
            One's own collection; empty for none.
        containing : str
            What the history is searched for.
        address : str
            Of the page, for links in files.

        Returns
        -------
        Outcome
            An empty one for wishes that are not of these tabs.
        """
        key, value = str(wish.get("key") or ""), str(wish.get("value") or "")
        known: dict[str, Callable[[Kept], Outcome]] = {
            "up": lambda kept: self._move(owner, kept, key, -1),
            "down": lambda kept: self._move(owner, kept, key, 1),
            "unpin": lambda kept: self._unpin(owner, kept, key),
            "annotate": lambda kept: self._annotate(owner, kept, key, value),
            "clear": lambda kept: self._clear(owner, kept),
            "export": lambda kept: self._export(owner, kept, str(wish.get("format") or ""), address),
            "forget": lambda kept: self._forget(owner, kept, key, containing),
            "forget-all": lambda kept: self._forget_all(owner, kept, containing),
            "remember": lambda kept: self._remember(owner, kept, wish.get("on") == "true", containing),
            "export-judgements": self._export_judgements,
            "clear-judgements": self._clear_judgements,
        }
        wanted = known.get(str(wish.get("act")))
        if wanted is None or not owner:
            return Outcome()
        return self._calmly(lambda: wanted(self._engine.workspace(owner)))

    # The folder

    def _move(self, owner: str, kept: Kept, key: str, by: int) -> Outcome:
        pins = kept.pins()
        at = next((at for at, pin in enumerate(pins) if pin.article_id == key), None)
        if at is None:
            return self._folder_after(owner)
        place = min(max(at + by, 0), len(pins) - 1)
        kept.move(key, place)
        return self._folder_after(owner, self._words.desk.MOVED.format(what=pins[at].citation, place=place + 1))

    def _unpin(self, owner: str, kept: Kept, key: str) -> Outcome:
        what = _cited(kept, key)
        kept.unpin(key)
        return self._folder_after(owner, self._words.desk.UNPINNED.format(what=what) if what else "")

    def _annotate(self, owner: str, kept: Kept, key: str, note: str) -> Outcome:
        kept.annotate(key, note)
        return self._folder_after(owner, self._words.desk.NOTED.format(what=_cited(kept, key)))

    def _clear(self, owner: str, kept: Kept) -> Outcome:
        kept.clear_pins()
        return self._folder_after(owner, self._words.desk.CLEARED)

    def _export(self, owner: str, kept: Kept, ending: str, address: str) -> Outcome:
        if ending not in MEDIA_TYPES:
            return Outcome()
        desk, texts = self._words.desk, self._engine.reader((PUBLIC, owner))
        items = items_of(kept.pins(), texts, self._words, address)
        folder = Folder(desk.FOLDER_TITLE, self._today(), items, self._words)
        return self._file(f"{desk.FILE_FOLDER}-{self._today()}.{ending}", MEDIA_TYPES[ending], export(folder, ending))

    def _folder(self, owner: str) -> str:
        texts = self._engine.reader((PUBLIC, owner))
        pins = self._engine.workspace(owner).pins()
        infos = {document: _info(texts, document) for document in {_document(pin) for pin in pins}}
        found = ((pin, infos[_document(pin)]) for pin in pins)
        return cards.folder([cards.Pinned(pin, info.status if info else None) for pin, info in found], self._words)

    def _folder_after(self, owner: str, words: str = "") -> Outcome:
        return Outcome(folder=self._folder(owner), message=self._said(words))

    # The history and what was judged

    def _forget(self, owner: str, kept: Kept, key: str, containing: str) -> Outcome:
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            return Outcome()
        kept.forget(int(key))
        return self._history_after(owner, containing, self._words.desk.FORGOTTEN)

    def _forget_all(self, owner: str, kept: Kept, containing: str) -> Outcome:
        kept.forget_all()
        return self._history_after(owner, containing, self._words.desk.FORGOTTEN_ALL)

    def _remember(self, owner: str, kept: Kept, on: bool, containing: str) -> Outcome:
        kept.set_remembering(on)
        desk = self._words.desk
        return self._history_after(owner, containing, desk.REMEMBERING if on else desk.NOT_REMEMBERING)

    def _export_judgements(self, kept: Kept) -> Outcome:
        written = feedback.lines(feedback.rows_of(kept.judgements()))
        return self._file(f"{self._words.desk.FILE_JUDGEMENTS}-{self._today()}.jsonl", _LINES, written)

    def _clear_judgements(self, kept: Kept) -> Outcome:
        kept.clear_judgements()
        return Outcome(
            judgements=cards.judgements((), self._words), message=self._said(self._words.desk.JUDGEMENTS_CLEARED)
        )

    def _history(self, owner: str, containing: str) -> str:
        kept = self._engine.workspace(owner)
        return cards.history(kept.searches(containing), containing, kept.remembering, self._words)

    def _history_after(self, owner: str, containing: str, words: str) -> Outcome:
        return Outcome(history=self._history(owner, containing), message=self._said(words))

    # Both

    def _all_history(self, owner: str, containing: str) -> Outcome:
        judged = cards.judgements(self._engine.workspace(owner).judgements(), self._words)
        return Outcome(history=self._history(owner, containing), judgements=judged, message="")

    def _file(self, name: str, kind: str, content: bytes) -> Outcome:
        file = {"name": name, "type": kind, "data": base64.b64encode(content).decode()}
        return Outcome(message=self._said(self._words.desk.EXPORTED.format(name=name)), download=json.dumps(file))

    def _said(self, words: str, *, failed: bool = False) -> str:
        return cards.message(words, next(self._turn), failed=failed) if words else ""

    def _calmly(self, wanted: Callable[[], Outcome]) -> Outcome:
        try:
            return wanted()
        except TraLuatError as error:
            _LOG.info("refused: %s", type(error).__name__)
            return Outcome(message=self._said(said(error, self._words), failed=True))
        except Exception as error:
            _LOG.error("a wish failed: %s", type(error).__name__, exc_info=True)
            return Outcome(message=self._said(self._words.desk.UNEXPECTED, failed=True))


def _document(pin: PinLine) -> str:
    return pin.article_id.rpartition("#")[0]


def _info(texts: Texts, document_id: str) -> Info | None:
    try:
        return texts.info(document_id)
    except UnknownDocument:
        return None


def _cited(kept: Kept, key: str) -> str:
    return next((pin.citation for pin in kept.pins() if pin.article_id == key), "")
