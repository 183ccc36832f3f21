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
KEPT = "giu"
"""In an address: the pieces of the question that are left as typed, a line each."""
_SESSIONS = 10_000
"""Visits whose newest question is remembered."""


class Turns:
    """Which wish of each visit is the newest: an older one that is still being answered is given up."""

    def __init__(self) -> None:
        self._newest: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, visit: str, number: int = 0) -> Turn:
        """Note that something is wished.

        Parameters
        ----------
        visit : str
            Whose wish it is; empty where that is not known, and then nothing ends it.
        number : int
            The place that the page gave it among its wishes, for they may begin here in another order; 0: after all
            that have begun.
        """
        with self._lock:
            newest = self._newest.pop(visit, 0)
            number = number if number > 0 else newest + 1
            self._newest[visit] = max(newest, number)
            while len(self._newest) > _SESSIONS:
                self._newest.popitem(last=False)
        return Turn(self, visit, number)

    def newest(self, visit: str) -> int:
        """Give the number of a visit's newest wish; 0 for none."""
        return self._newest.get(visit, 0)


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of one wish."""

    turns: Turns
    visit: str
    number: int

    @property
    def over(self) -> bool:
        """Whether something newer was wished since."""
        return bool(self.visit) and self.turns.newest(self.visit) > self.number


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

    def search(self, question: str, choices: Choices, owner: str, keep: Collection[str], turn: Turn) -> Iterator[Found]:
        """Answer a question: first what is found at once, then the same read closely and ranked anew.

        Where that fails, the first answer stays, and says so.

        Parameters
        ----------
        question : str
        choices : Choices
        owner : str
            One's own collection; empty for none.
        keep : collection of str
            Pieces of the question that are to be left as typed.
        turn : Turn
            Nothing more is given once it is over.
        """
        link = {"q": question.strip()[:1000]} | choices.link() | ({KEPT: "\n".join(keep)} if keep else {})
        shown: SearchResponse | None = None
        failure = ""
        try:
            filters = choices.filters(owner, self._today(), self._words.page)
            for response in self._engine.stages(question, filters, LIMIT, keep) if not turn.over else ():
                # What was pinned meanwhile is to show: the viewer is looked up for each answer.
                found = _found(response, self._viewer(question, owner), link)
                if turn.over:  # something was asked since, while this was being ranked
                    return
                yield found
                shown = response
                if turn.over:  # ranking it would be for nothing
                    return
        except TraLuatError as error:
            _LOG.info("refused: %s", error.detail)
            failure = cards.notice(said(error, self._words))
        except Exception:
            _LOG.exception("search failed")
            failure = cards.notice(self._words.page.UNEXPECTED, alarming=True)
        if failure and not turn.over and not (shown and shown.reranked):
            yield self._first(shown, question, owner, link) if shown else Found(failure)
        if shown:
            self._remember(question, choices, owner, len(shown.hits))

    def _first(self, response: SearchResponse, question: str, owner: str, link: dict[str, str]) -> Found:
        """Give the first stage's answer again, which is all there will be: reading it closely has failed."""
        try:
            viewer = self._viewer(question, owner)
        except Exception as error:
            _LOG.warning("what was pinned cannot be told: %s", type(error).__name__)
            viewer = cards.Viewer(self._words)
        return _found(response, viewer, link, unread=True)

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
        except Exception as error:  # the answer is there all the same
            _LOG.warning("not remembered: %s", type(error).__name__)


def _found(response: SearchResponse, viewer: cards.Viewer, link: dict[str, str], *, unread: bool = False) -> Found:
    passages = tuple((hit.article_id, hit.passage or hit.text) for hit in response.hits)
    return Found(cards.results(response, viewer, link, unread=unread), response.opens or "", passages)
