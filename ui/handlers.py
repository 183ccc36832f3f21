"""What happens when someone asks: the engine is called, and whatever it says becomes HTML."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone

from corpus.errors import TraLuatError
from corpus.model import PUBLIC
from search.model import Filters
from ui import cards, texts
from ui.contract import Engine

_LOG = logging.getLogger(__name__)
_VIETNAM = timezone(timedelta(hours=7))

LIMIT = 10


def vietnam_today() -> date:
    """Today's date where the law applies."""
    return datetime.now(_VIETNAM).date()


class Handlers:
    """The page's actions; none of them raises, so that no traceback reaches the screen.

    Parameters
    ----------
    engine : Engine
    kinds : collection of str
        Kinds of documents that may be chosen; others that come with a link are ignored.
    today : callable
        Gives the day that "in force today" is about.
    """

    def __init__(self, engine: Engine, kinds: tuple[str, ...] = (), today: Callable[[], date] = vietnam_today) -> None:
        self._engine = engine
        self._kinds = kinds
        self._today = today

    def search(self, question: str | None, in_force: bool, kind: str | None, owner: str = "") -> str:
        """Answer a question with the HTML of its results, or of a calm notice; ``owner`` is one's own collection."""
        seen = (PUBLIC, owner) if owner else (PUBLIC,)
        filters = Filters(kind=kind or "", in_force_on=self._today() if in_force else None, collections=seen)
        try:
            return cards.results(self._engine.search(question or "", filters, LIMIT))
        except TraLuatError as error:
            _LOG.info("refused: %s", error.detail)
            return cards.notice(error.message)
        except Exception:
            _LOG.exception("search failed")
            return cards.notice(texts.UNEXPECTED, alarming=True)

    def choose(self, question: str | None, in_force: bool, kind: str | None, owner: str = "") -> str:
        """Answer again under other filters; before any question there is nothing to answer."""
        return self.search(question, in_force, kind, owner) if (question or "").strip() else cards.welcome()

    def ask_example(self, example: str, in_force: bool, kind: str | None, owner: str = "") -> tuple[str, str]:
        """Give an example question and its answer."""
        return example, self.search(example, in_force, kind, owner)

    def open(self, link: Mapping[str, str], owner: str = "") -> tuple[str, bool, str, str]:
        """Open the page as a link describes it: question, filters, results."""
        question, kind = link.get("q", "").strip(), link.get("loai", "")
        in_force, kind = link.get("hieuluc") == "1", kind if kind in self._kinds else ""
        return question, in_force, kind, self.choose(question, in_force, kind, owner)
