"""What is chosen beside the question: as the page holds it, as a link carries it, as the engine takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from corpus.errors import InvalidQuestion
from corpus.model import PUBLIC
from search.model import Filters
from ui.texts.page import Page

TODAY, ON_DATE = "today", "date"
OWN = "own"
_NAMES = {"kind": "loai", "issuer": "coquan", "subject": "linhvuc", "year": "nam", "collection": "kho"}

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class NoDay(InvalidQuestion):
    """What was typed is no day of the calendar; its message is in the page's language."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters as they are chosen; empty ones let everything through.

    ``when`` is "", "today" or "date", and ``on`` the day for the last as it was typed;
    ``collection`` is "", "public" or "own".
    """

    kind: str = ""
    issuer: str = ""
    subject: str = ""
    year: str = ""
    when: str = ""
    on: str = ""
    collection: str = ""

    @classmethod
    def of(cls, values: tuple[str | None, ...]) -> Choices:
        """Take the values of the page's components, in this class's order."""
        return cls(*(value or "" for value in values))

    @classmethod
    def of_link(cls, link: Mapping[str, str]) -> Choices:
        """Read them from the address of the page; what cannot be is left out."""
        values = {name: link.get(word, "")[:200] for name, word in _NAMES.items()}
        values["year"] = values["year"] if values["year"].isdecimal() and len(values["year"]) == 4 else ""
        values["collection"] = values["collection"] if values["collection"] in (PUBLIC, OWN) else ""
        when = link.get("hieuluc", "")
        if when == "1":
            return cls(**values, when=TODAY)
        return cls(**values, when=ON_DATE, on=when) if _read(when) else cls(**values)

    def link(self) -> dict[str, str]:
        """Give the parameters of an address that brings them back."""
        chosen = {word: value for name, word in _NAMES.items() if (value := getattr(self, name))}
        when = "1" if self.when == TODAY else self.on.strip() if self.when == ON_DATE else ""
        return chosen | ({"hieuluc": when} if when else {})

    def kept(self) -> dict[str, str]:
        """Give what is chosen, for a history."""
        return {name: value for name, value in asdict(self).items() if value}

    def filters(self, owner: str, today: date, texts: Page) -> Filters:
        """Give the engine's filters for someone whose own collection is ``owner``.

        Raises
        ------
        NoDay
        """
        mine = (owner,) if owner else ()
        collections = {PUBLIC: (PUBLIC,), OWN: mine}.get(self.collection, (PUBLIC, *mine))
        return Filters(
            kind=self.kind,
            issuer=self.issuer,
            subject=self.subject,
            year=int(self.year) if self.year.isdecimal() else None,
            in_force_on=self._day(today, texts),
            collections=collections,
        )

    def _day(self, today: date, texts: Page) -> date | None:
        if self.when == TODAY:
            return today
        if self.when != ON_DATE or not self.on.strip():
            return None
        day = _read(self.on.strip())
        if day is None:
            raise NoDay(texts.BAD_DATE.format(text=self.on.strip()[:40]), "not a date")
        return day


def _read(typed: str) -> date | None:
    """Read a day as Vietnamese write it; None when there is no such day."""
    found = _DAY.fullmatch(typed)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
