"""What one reader keeps for himself: pinned articles with notes, questions asked, and judgements of answers.

All of it is keyed by its owner, a personal collection, and goes when that is erased
(:meth:`corpus.store.Store.erase`). None of it is part of the library: no index follows it,
and it outlives the documents that it speaks of. What is taken out is overwritten on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from corpus import database
from corpus.encoding import fold, normalise
from corpus.errors import LimitReached, UnknownDocument
from corpus.model import PERSONAL
from corpus.passage_store import unknown
from corpus.schema import judgements, pins, searches, workspaces

if TYPE_CHECKING:
    from corpus.store import Store

MAX_PINS = 500
MAX_NOTE = 5_000
"""Characters."""
MAX_SEARCHES = 1_000
"""The oldest go."""
MAX_JUDGEMENTS = 5_000
_MAX_QUESTION = 2_000  # characters; no longer one can be searched for, nor does SQLite look for one

# Both databases understand this. The row is there from the first change on, and every change takes it
# first: two tabs of one reader wait for each other.
_CLAIM = sa.text("INSERT INTO workspaces (owner, remembering) VALUES (:owner, true) ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class Pin:
    """An article that was put aside; ``citation`` as lawyers write it; ``added_at`` in UTC without a zone."""

    article_id: str
    document_title: str
    citation: str
    note: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """A question asked, with its filters and how many articles it found; ``asked_at`` in UTC without a zone."""

    id: int
    question: str
    filters: dict[str, str]
    asked_at: datetime
    found: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an article answers a question; ``passage`` as the reranker read it; ``judged_at`` in UTC, no zone."""

    question: str
    article_id: str
    right: bool
    passage: str
    judged_at: datetime


class Workspace:
    """One reader's workspace. Safe to use from several threads, and several of one owner side by side.

    Every method raises :class:`~corpus.errors.StoreUnavailable` when the database cannot do its work.

    Parameters
    ----------
    store : Store
    owner : str
        Name of a personal collection.

    Raises
    ------
    ValueError
        The collection is not personal.
    """

    def __init__(self, store: Store, owner: str) -> None:
        if not owner.startswith(PERSONAL):
            raise ValueError(f"{owner!r} is no personal collection")
        self.owner = owner
        self._engine = store._engine  # the same database, not the store's documents

    # Pins

    def pins(self) -> list[Pin]:
        """List the pinned articles in the reader's own order."""
        columns = (pins.c.article_id, pins.c.document_title, pins.c.citation, pins.c.note, pins.c.added_at)
        query = sa.select(*columns).where(pins.c.owner == self.owner).order_by(pins.c.place)
        with database.reading(self._engine) as connection:
            return [Pin(*row) for row in connection.execute(query)]

    def pin(self, article_id: str, citation: str, document_title: str) -> None:
        """Put an article at the end of the pins; one that is pinned keeps its place and its note.

        Raises
        ------
        LimitReached
            There are :data:`MAX_PINS`.
        UnknownDocument
            The article is in another reader's collection.
        """
        self._check(article_id)
        words = {"citation": _storable(citation), "document_title": _storable(document_title)}
        with self._writing() as connection:
            if connection.execute(pins.update().where(self._is_pin(article_id)).values(**words)).rowcount:
                return
            count = self._count(connection, pins)
            if count >= MAX_PINS:
                raise LimitReached(
                    f"Bạn đã ghim {MAX_PINS} điều, là nhiều nhất có thể. Hãy bỏ ghim bớt rồi ghim lại.",
                    f"{count} pins",
                )
            mine = {"owner": self.owner, "article_id": article_id, "place": count, "note": "", "added_at": _now()}
            connection.execute(pins.insert().values(**mine, **words))

    def unpin(self, article_id: str) -> None:
        """Take an article out of the pins, with its note; nothing happens when it is not there."""
        with self._erasing() as connection:
            place = connection.scalar(sa.select(pins.c.place).where(self._is_pin(article_id)))
            if place is not None:
                connection.execute(pins.delete().where(self._is_pin(article_id)))
                later = sa.and_(pins.c.owner == self.owner, pins.c.place > place)
                connection.execute(pins.update().where(later).values(place=pins.c.place - 1))

    def annotate(self, article_id: str, note: str) -> None:
        """Write the note of a pinned article; an empty one takes it away.

        Raises
        ------
        LimitReached
            It is longer than :data:`MAX_NOTE`.
        UnknownDocument
            The article is not pinned (any more).
        """
        note = _storable(note)
        if len(note) > MAX_NOTE:
            raise LimitReached(
                f"Ghi chú dài {_grouped(len(note))} ký tự, nhiều nhất được {_grouped(MAX_NOTE)} ký tự.",
                f"A note of {len(note)} characters",
            )
        with self._erasing() as connection:  # what the note said before is gone too
            if not connection.execute(pins.update().where(self._is_pin(article_id)).values(note=note)).rowcount:
                raise _not_pinned(article_id)

    def move(self, article_id: str, place: int) -> None:
        """Put a pinned article at another place, counted from 0; the others close up.

        Raises
        ------
        UnknownDocument
            The article is not pinned (any more).
        """
        with self._writing() as connection:
            query = sa.select(pins.c.article_id).where(pins.c.owner == self.owner).order_by(pins.c.place)
            before = list(connection.scalars(query))
            if article_id not in before:
                raise _not_pinned(article_id)
            after = [key for key in before if key != article_id]
            after.insert(max(0, place), article_id)
            moved = [
                {"key": key, "at": i} for i, (old, key) in enumerate(zip(before, after, strict=True)) if old != key
            ]
            if moved:
                statement = pins.update().where(self._is_pin(sa.bindparam("key"))).values(place=sa.bindparam("at"))
                connection.execute(statement, moved)

    def clear_pins(self) -> None:
        """Take out every pin."""
        with self._erasing() as connection:
            connection.execute(pins.delete().where(pins.c.owner == self.owner))

    # Searches

    @property
    def remembering(self) -> bool:
        """Whether questions are kept; they are until the reader says otherwise."""
        with database.reading(self._engine) as connection:
            found = connection.scalar(sa.select(workspaces.c.remembering).where(workspaces.c.owner == self.owner))
            return found is not False

    def set_remembering(self, remembering: bool) -> None:
        """Keep questions from now on, or none; those that are kept stay."""
        with self._writing() as connection:
            mine = workspaces.c.owner == self.owner
            connection.execute(workspaces.update().where(mine).values(remembering=remembering))

    def remember(self, question: str, filters: Mapping[str, str], found: int) -> None:
        """Keep a question, unless none are to be kept; one asked before with the same filters moves to the top."""
        question = one_line(question)
        if not question or len(question) > _MAX_QUESTION:
            return
        asked = {"question": question, "filters": json.dumps(dict(filters), sort_keys=True)}
        with self._writing() as connection:
            kept = connection.scalar(sa.select(workspaces.c.remembering).where(workspaces.c.owner == self.owner))
            if not kept:
                return
            newest = connection.scalar(sa.select(sa.func.max(searches.c.turn)).where(self._is_search())) or 0
            now = {"turn": newest + 1, "found": found, "asked_at": _now()}
            same = self._is_search(*(searches.c[name] == value for name, value in asked.items()))
            if not connection.execute(searches.update().where(same).values(**now)).rowcount:
                connection.execute(searches.insert().values(owner=self.owner, folded=_folded(question), **asked, **now))
                old = sa.select(searches.c.turn).where(self._is_search()).order_by(searches.c.turn.desc())
                last = connection.scalar(old.offset(MAX_SEARCHES).limit(1))
                if last is not None:
                    connection.execute(searches.delete().where(self._is_search(searches.c.turn <= last)))

    def searches(self, containing: str = "", limit: int = 200) -> list[Search]:
        """List the questions kept, the newest first; those with some words in them, diacritics or not."""
        wanted = _folded(one_line(containing))
        if len(wanted) > _MAX_QUESTION:
            return []
        where = self._is_search(searches.c.folded.contains(wanted, autoescape=True))
        columns = (searches.c.id, searches.c.question, searches.c.filters, searches.c.asked_at, searches.c.found)
        query = sa.select(*columns).where(where).order_by(searches.c.turn.desc()).limit(limit)
        with database.reading(self._engine) as connection:
            return [
                Search(row.id, row.question, json.loads(row.filters), row.asked_at, row.found)
                for row in connection.execute(query)
            ]

    def forget(self, search_id: int) -> None:
        """Erase a question; nothing happens when it is not there."""
        with self._erasing() as connection:
            connection.execute(searches.delete().where(self._is_search(searches.c.id == search_id)))

    def forget_all(self) -> None:
        """Erase every question."""
        with self._erasing() as connection:
            connection.execute(searches.delete().where(self._is_search()))

    # Judgements

    def judge(self, question: str, article_id: str, right: bool | None, passage: str) -> None:
        """Say whether an article answers a question; this replaces what was said before, None takes it back.

        Raises
        ------
        LimitReached
            There are :data:`MAX_JUDGEMENTS`.
        UnknownDocument
            The article is in another reader's collection.
        """
        self._check(article_id)
        question = one_line(question)
        same = sa.and_(self._is_judgement(question), judgements.c.article_id == article_id)
        with self._writing() as connection:
            replaced = connection.execute(judgements.delete().where(same)).rowcount
            if right is not None:
                self._keep_judgement(connection, question, article_id, right, passage)
        if replaced:
            database.flush(self._engine)

    def _keep_judgement(
        self, connection: sa.Connection, question: str, article_id: str, right: bool, passage: str
    ) -> None:
        if self._count(connection, judgements) >= MAX_JUDGEMENTS:
            raise LimitReached(
                f"Bạn đã đánh giá {_grouped(MAX_JUDGEMENTS)} kết quả, là nhiều nhất có thể. Hãy bỏ bớt rồi thử lại.",
                "Too many judgements",
            )
        connection.execute(
            judgements.insert().values(
                owner=self.owner,
                question=question,
                article_id=article_id,
                is_right=right,
                passage=_storable(passage),
                judged_at=_now(),
            )
        )

    def judgements(self) -> list[Judgement]:
        """List what was judged, the newest first."""
        columns = [judgements.c[name] for name in ("question", "article_id", "is_right", "passage", "judged_at")]
        query = sa.select(*columns).where(judgements.c.owner == self.owner).order_by(judgements.c.id.desc())
        with database.reading(self._engine) as connection:
            return [Judgement(*row) for row in connection.execute(query)]

    def judged(self, question: str) -> dict[str, bool]:
        """Give what was said of the answers to a question: article id → whether it is right."""
        query = sa.select(judgements.c.article_id, judgements.c.is_right).where(self._is_judgement(one_line(question)))
        with database.reading(self._engine) as connection:
            return {row.article_id: row.is_right for row in connection.execute(query)}

    def clear_judgements(self) -> None:
        """Erase every judgement."""
        with self._erasing() as connection:
            connection.execute(judgements.delete().where(judgements.c.owner == self.owner))

    # All of it

    def erase(self) -> None:
        """Erase everything for good, the wish not to have questions kept included."""
        with database.writing(self._engine) as connection:
            forget(connection, self.owner)
        database.flush(self._engine)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with database.writing(self._engine) as connection:
            connection.execute(_CLAIM, {"owner": self.owner})
            connection.execute(sa.select(workspaces.c.owner).where(workspaces.c.owner == self.owner).with_for_update())
            yield connection

    @contextmanager
    def _erasing(self) -> Iterator[sa.Connection]:
        with self._writing() as connection:
            yield connection
        database.flush(self._engine)

    def _count(self, connection: sa.Connection, table: sa.Table) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(table.c.owner == self.owner)
        return connection.scalar(query) or 0

    def _is_pin(self, article_id: str | sa.BindParameter[str]) -> sa.ColumnElement[bool]:
        return sa.and_(pins.c.owner == self.owner, pins.c.article_id == article_id)

    def _is_search(self, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.and_(searches.c.owner == self.owner, *more)

    def _is_judgement(self, question: str) -> sa.ColumnElement[bool]:
        return sa.and_(judgements.c.owner == self.owner, judgements.c.question == question)

    def _check(self, article_id: str) -> None:
        """Refuse what is another reader's: neither may learn of the other's documents."""
        if article_id.startswith(PERSONAL) and not article_id.startswith(f"{self.owner}/"):
            raise unknown(article_id)


def forget(connection: sa.Connection, owner: str) -> None:
    """Erase an owner's workspace within a transaction."""
    connection.execute(workspaces.delete().where(workspaces.c.owner == owner))  # the other tables follow


def one_line(question: str) -> str:
    """Give the form in which questions are kept and compared: normalised, without line breaks or blanks around it."""
    return " ".join(normalise(question).split())


def _folded(text: str) -> str:
    return fold(text).casefold()


def _storable(text: str) -> str:
    """Give the text as it is but for what no database takes: NUL and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _not_pinned(article_id: str) -> UnknownDocument:
    return UnknownDocument("Điều này không còn trong danh sách đã ghim.", f"{article_id!r} is not pinned")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
