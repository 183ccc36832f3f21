"""Visits that are under way: what one keeps without signing in where nothing is kept for the browser."""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from corpus.model import TEMPORARY

_LOG = logging.getLogger(__name__)
_LEAST = 32
"""Characters of a tab's secret; what is shorter could be guessed."""
LASTS = 3600.0
"""Seconds that a visit outlives the last sign of its page: long enough for a laptop that is closed for lunch."""
_EVERY = 60.0


@dataclass(slots=True)
class _Visit:
    collection: str
    tab: str
    seen: float


class Visits:
    """Gives each tab of a browser a collection for as long as it is open, in whichever language its page is.

    A tab tells a secret that it made up and keeps for itself. The collection's name is drawn here and does not follow
    from the secret: who knows the one cannot tell the other, and no visit comes upon what an earlier one left.

    Parameters
    ----------
    end : callable
        Erases all of a collection; called from a thread of its own, once a visit is over.
    clock : callable
        Gives seconds that only go up.
    every : float
        Seconds after which to look for visits that are over, as long as there are any; 0: `end_old` is called from
        elsewhere.
    """

    def __init__(
        self, end: Callable[[str], object], clock: Callable[[], float] = time.monotonic, every: float = _EVERY
    ) -> None:
        self._end, self._clock, self._every = end, clock, every
        self._lock = threading.Lock()
        self._by_tab: dict[str, _Visit] = {}
        self._by_collection: dict[str, _Visit] = {}
        self._watched = False

    def enter(self, secret: str, here: str = "") -> str:
        """Begin a visit or go on with it; give the name of its collection.

        Parameters
        ----------
        secret : str
            The tab's; one that is too short names no visit, and a new one begins.
        here : str
            The collection that the page has had so far; as long as its visit is not over, it stays.
        """
        tab = _digest(secret) if len(secret) >= _LEAST else ""
        with self._lock:
            visit = self._by_collection.get(here) or self._by_tab.get(tab) or self._begin(tab)
            visit.seen = self._clock()
            if self._every and not self._watched:
                self._watch()
            return visit.collection

    def leave(self, secret: str) -> None:
        """Let a tab's next visit be a new one: someone has signed in there, and whoever signs out may be another."""
        with self._lock:
            self._by_tab.pop(_digest(secret), None)

    def end_old(self) -> None:
        """End the visits whose pages have given no sign for too long."""
        with self._lock:
            until = self._clock() - LASTS
            old = [visit for visit in self._by_collection.values() if visit.seen < until]
            for visit in old:
                del self._by_collection[visit.collection]
                if self._by_tab.get(visit.tab) is visit:
                    del self._by_tab[visit.tab]
        for visit in old:
            try:
                self._end(visit.collection)
            except Exception as error:
                _LOG.error("a visit's documents wait for the next start to be erased: %s", type(error).__name__)

    def _begin(self, tab: str) -> _Visit:
        visit = _Visit(f"{TEMPORARY}{secrets.token_hex(12)}", tab, 0.0)
        self._by_collection[visit.collection] = visit
        if tab:
            self._by_tab[tab] = visit
        return visit

    def _watch(self) -> None:
        self._watched = True
        timer = threading.Timer(self._every, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        self.end_old()
        with self._lock:
            self._watched = False
            if self._by_collection:
                self._watch()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
