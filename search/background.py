"""Indexing that goes on while questions are answered."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from indexer.sync import Indexes, Synchroniser

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many passages have their vectors, of how many that lacked them when this began, after how many seconds."""

    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None before there is one."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None


class Embedding:
    """Adds missing vectors in a thread of its own, one run at a time.

    Parameters
    ----------
    synchroniser : Synchroniser
    catch_up : callable
        Brings BM25 up to the store, unless told to stop, and gives the indexes.
    turn : context manager
        Held while the indexes change.
    clock : callable
        Gives seconds.
    """

    def __init__(
        self,
        synchroniser: Synchroniser,
        catch_up: Callable[[Callable[[], bool]], Indexes],
        turn: AbstractContextManager[object],
        clock: Callable[[], float],
    ) -> None:
        self._synchroniser, self._catch_up, self._turn, self._clock = synchroniser, catch_up, turn, clock
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._again = False
        self._progress: Progress | None = None

    def start(self) -> None:
        """See to it that what the indexes lack is added; returns at once."""
        with self._lock:
            self._again = True
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._run, name="embedding", daemon=True)
                self._thread.start()

    def progress(self) -> Progress | None:
        """Tell how far it is; None when nothing is being embedded."""
        return self._progress

    def wait(self) -> None:
        """Wait until nothing is being indexed."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Stop after the texts that are being embedded now; what was computed is kept."""
        self._stop.set()
        self.wait()

    def _run(self) -> None:
        while True:
            with self._lock:
                again, self._again = self._again, False
                if not again or self._stop.is_set():
                    self._thread = self._progress = None
                    return
            begun = self._clock()

            def told(_: str, done: int, total: int, begun: float = begun) -> None:
                self._progress = Progress(done, total, self._clock() - begun)

            try:
                indexes = self._catch_up(self._stop.is_set)
                self._synchroniser.embed(indexes, told, self._turn, self._stop.is_set)
            except Exception:
                # What is indexed goes on answering; the next change, or the next start, tries again.
                _LOG.exception("indexing failed")
