"""Slows guessing down: after some failures, a pause before the next attempt that grows with each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LONGEST = 60.0  # seconds between two attempts at most
_FORGOTTEN = 900.0  # seconds without an attempt after which nothing is remembered
_MOST = 10_000  # keys remembered at once


@dataclass(slots=True)
class _Record:
    failures: int = 0
    last: float = 0.0
    free_at: float = 0.0


class Throttle:
    """Counts failures by key, such as a name or an address, in memory. Safe to use from several threads.

    An attempt counts as a failure from its beginning until it is known to be none, so that
    many at the same moment are many.

    Parameters
    ----------
    clock : callable
        Gives seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._records: dict[str, _Record] = {}

    def begin(self, allowances: Mapping[str, int]) -> float:
        """Begin an attempt; give 0, or the seconds to wait before it can be begun at all.

        Parameters
        ----------
        allowances : mapping of str to int
            Failures that cost nothing, by key. One second after the next, two after that, and so on.
        """
        with self._lock:
            now = self._clock()
            self._forget(now)
            wait = max((self._records[key].free_at for key in allowances if key in self._records), default=now) - now
            if wait > 0:
                return wait
            for key, allowance in allowances.items():
                record = self._records.setdefault(key, _Record())
                record.failures += 1
                record.last = now
                over = record.failures - allowance
                record.free_at = now + (min(_LONGEST, 2.0 ** min(over, 10)) if over >= 0 else 0.0)
            return 0.0

    def succeeded(self, key: str, others: Mapping[str, int]) -> None:
        """Forget the failures of a key; of the others take back the attempt that was none."""
        with self._lock:
            self._records.pop(key, None)
            for other in others:
                record = self._records.get(other)
                if record and other != key:
                    record.failures = max(0, record.failures - 1)
                    record.free_at = self._clock()

    def _forget(self, now: float) -> None:
        if len(self._records) >= _MOST:  # rarely: looking through all of them at each attempt would be work
            gone = [key for key, record in self._records.items() if now - record.last > _FORGOTTEN]
            gone = gone or sorted(self._records, key=lambda key: self._records[key].last)[: _MOST // 10]
            for key in gone:
                del self._records[key]
