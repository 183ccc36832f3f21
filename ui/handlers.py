"""What happens when someone asks: the engine is called, and whatever it says becomes HTML."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from corpus import dates
from corpus.errors import TraLuatError
from corpus.model import PUBLIC
from search.facets import Facets
from search.model import SearchResponse
from ui import cards
from ui.choices import Choices
from ui.contract import Engine
from ui.escape import escape
from ui.texts import Words, said

_LOG = logging.getLogger(__name__)

LIMIT = 10
_SESSIONS = 10_000
"""Visits whose newest question is remembered."""


class Turns:
    """Which question of each visit is the newest: an older one that is still being answered is given up."""

    def __init__(self) -> None:
        self._newest: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, session: str) -> int:
        """Note that a visit asks; give the number of its question."""
        with self._lock:
            turn = self._newest.pop(session, 0) + 1
            self._newest[session] = turn
            while len(self._newest) > _SESSIONS:
                self._newest.popitem(last=False)
            return turn

    def newest(self, session: str, turn: int) -> bool:
        """Whether nothing was asked since."""
        return self._newest.get(session, turn) == turn


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to show: HTML, the id that the question goes straight to, and the texts that the models read."""

    results: str
    opens: str = ""
    passages: tuple[tuple[str, str], ...] = ()


class Handlers:
    """The search's actions; none of them raises, so that no traceback reaches the screen.

    Parameters
    ----------
    engine : Engine
    words : Words
    today : callable
        Gives the day that "in force today" is about.
    """

    def __init__(self, engine: Engine, words: Words, today: Callable[[], date] = dates.today) -> None:
        self._engine, self._words, self._today = engine, words, today
        self._turns = Turns()

    def search(
        self, question: str | None, choices: Choices, owner: str = "", keep: Collection[str] = (), session: str = ""
    ) -> Iterator[Found]:
        """Answer a question: first what is found at once, then the same read closely and ranked anew.

        Parameters
        ----------
        question : str or None
        choices : Choices
        owner : str
            One's own collection; empty for none.
        keep : collection of str
            Pieces of the question that are to be left as typed.
        session : str
            The visit; a newer question of it ends this one.
        """
        turn = self._turns.begin(session)
        try:
            filters = choices.filters(owner, self._today(), self._words.page)
            link = {"q": (question or "").strip()[:1000]} | choices.link()
            for response in self._engine.stages(question or "", filters, LIMIT, keep):
                if not self._turns.newest(session, turn):  # asked since, while this was being ranked
                    return
                # What was pinned meanwhile is to show: the viewer is looked up for each answer.
                yield _found(response, self._viewer(question or "", owner), link)
                if not self._turns.newest(session, turn):  # ranking it would be for nothing
                    return
            self._remember(question or "", choices, owner, len(response.hits))
        except TraLuatError as error:
            _LOG.info("refused: %s", error.detail)
            yield Found(cards.notice(said(error, self._words)))
        except Exception:
            _LOG.exception("search failed")
            yield Found(cards.notice(self._words.page.UNEXPECTED, alarming=True))

    def facets(self, choices: Choices, owner: str = "") -> Facets | None:
        """Count what each filter would let through; None when that cannot be told."""
        try:
            return self._engine.facets(choices.filters(owner, self._today(), self._words.page))
        except TraLuatError:
            return None
        except Exception:
            _LOG.exception("counting failed")
            return None

    def suggest(self, typed: str | None, owner: str = "") -> str:
        """Render the documents that what is typed may be the beginning of."""
        try:
            seen = (PUBLIC, owner) if owner else (PUBLIC,)
            found = self._engine.suggest((typed or "")[:200], seen, 8)
        except Exception:
            _LOG.exception("suggesting failed")
            return ""
        items = "".join(
            f'<li><button type="button" data-act="ask" data-text="{escape(one.text)}"><span>{escape(one.text)}</span>'
            f"<small>{escape(one.detail)}</small></button></li>"
            for one in found
        )
        return f'<ul class="tl-suggestions" aria-label="{self._words.page.SUGGESTIONS}">{items}</ul>' if items else ""

    def _viewer(self, question: str, owner: str) -> cards.Viewer:
        if not owner:
            return cards.Viewer(self._words)
        kept = self._engine.workspace(owner)
        pinned = {pin.article_id for pin in kept.pins()}
        return cards.Viewer(self._words, own=True, pinned=pinned, judged=kept.judged(question.strip()))

    def _remember(self, question: str, choices: Choices, owner: str, found: int) -> None:
        if not owner or not question.strip():
            return
        try:
            self._engine.workspace(owner).remember(question.strip(), choices.kept(), found)
        except TraLuatError as error:  # the answer is there all the same
            _LOG.warning("not remembered: %s", type(error).__name__)


def _found(response: SearchResponse, viewer: cards.Viewer, link: dict[str, str]) -> Found:
    passages = tuple((hit.article_id, hit.passage or hit.text) for hit in response.hits)
    return Found(cards.results(response, viewer, link), response.opens or "", passages)
