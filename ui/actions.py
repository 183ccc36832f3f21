"""What happens when something in an answer or in a document is chosen: opened, compared, pinned, judged."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from corpus.citation import format_citation
from corpus.errors import TraLuatError
from corpus.model import PUBLIC, Article
from ui.contract import Engine
from ui.escape import escape
from ui.opening import Opening
from ui.texts import Words, said

_LOG = logging.getLogger(__name__)
_NONE: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Done:
    """What to show; None leaves alone what is shown. ``chosen`` waits for a second article to be compared with."""

    panel: str | None = None
    toast: str | None = None
    chosen: str | None = None


class Actions:
    """Wishes about one article or document; none of them raises.

    Parameters
    ----------
    engine : Engine
    words : Words
    """

    def __init__(self, engine: Engine, words: Words) -> None:
        self._engine, self._words = engine, words
        self._panel = Opening(engine, words)
        # Gradio draws a value again only where it differs from the last one.
        self._turn = itertools.count()

    def act(self, wish: Mapping[str, Any], owner: str, chosen: str, question: str, passages: Mapping[str, str]) -> Done:
        """Do what was wished.

        Parameters
        ----------
        wish : mapping
            The data of what was clicked: ``act``, and mostly ``key``.
        owner : str
            One's own collection; empty for none.
        chosen : str
            Key of the article that waits for being compared.
        question : str
            What was asked last, for judgements.
        passages : mapping
            Article key → the passage that was shown of it.
        """
        key = str(wish.get("key") or "")
        seen = (PUBLIC, owner) if owner else (PUBLIC,)
        known: dict[str, Callable[[], Done]] = {
            "open": lambda: self._shown(self._panel.article(key, seen, _span(wish))),
            "document": lambda: self._shown(self._panel.document(key, seen)),
            "version": lambda: self._shown(self._panel.version(key, seen)),
            "differences": lambda: self._shown(self._panel.differences(key, seen)),
            "compare": lambda: self._compare(key, chosen, seen),
            "pin": lambda: self._pin(key, owner, seen, unpin=wish.get("pressed") == "true"),
            "right": lambda: self._judge(key, owner, question, passages, seen, right=True),
            "wrong": lambda: self._judge(key, owner, question, passages, seen, right=False),
        }
        wanted = known.get(str(wish.get("act")))
        return self.calmly(wanted) if wanted else Done()

    def calmly(self, wanted: Callable[[], Done]) -> Done:
        """Do something; where it fails, say so."""
        try:
            return wanted()
        except TraLuatError as error:
            _LOG.info("refused: %s", type(error).__name__)
            return Done(toast=self._toast(said(error, self._words), failed=True))
        except Exception as error:
            _LOG.error("a wish failed: %s", type(error).__name__, exc_info=True)
            return Done(toast=self._toast(self._words.page.UNEXPECTED, failed=True))

    def _shown(self, html: str) -> Done:
        turn = next(self._turn)
        # Under another tag it is put there as a whole; under the same Gradio would go through it node by node.
        tag = ("div", "section")[turn % 2]
        return Done(panel=f'<{tag} data-turn="{turn}">{html}</{tag}>')

    def _compare(self, key: str, chosen: str, seen: Collection[str]) -> Done:
        if not chosen:
            words = self._words.page.CHOSEN.format(what=self._name(key, seen))
            return Done(toast=self._toast(words, key, {"compare": True}), chosen=key)
        if key == chosen:
            return Done(toast=self._toast(self._words.page.SAME_TWICE))
        done = self._shown(self._panel.compared(chosen, key, seen))
        return Done(panel=done.panel, toast=self._toast("", chosen, {"compare": False}), chosen="")

    def _pin(self, key: str, owner: str, seen: Collection[str], *, unpin: bool) -> Done:
        """Pin an article; take the pin, and its note, away only where the button said that there was one."""
        if not owner:
            return Done()
        info, article = self._engine.reader(seen).article(key)
        kept = self._engine.workspace(owner)
        texts = self._words.page
        if unpin:
            kept.unpin(key)
        else:
            kept.pin(key, format_citation(info, article), info.title)
        words = (texts.UNPINNED if unpin else texts.PINNED).format(what=_called(article, texts.ARTICLE))
        return Done(toast=self._toast(words, key, {"pin": not unpin}))

    def _judge(
        self, key: str, owner: str, question: str, passages: Mapping[str, str], seen: Collection[str], *, right: bool
    ) -> Done:
        if not owner or not question.strip() or key not in passages:
            return Done()
        kept, texts = self._engine.workspace(owner), self._words.page
        again = kept.judged(question.strip()).get(key) is right
        kept.judge(question.strip(), key, None if again else right, passages[key])
        words = texts.JUDGED_NOT if again else texts.JUDGED_RIGHT if right else texts.JUDGED_WRONG
        states = {"right": right and not again, "wrong": not right and not again}
        return Done(toast=self._toast(words.format(what=self._name(key, seen)), key, states))

    def _name(self, key: str, seen: Collection[str]) -> str:
        info, article = self._engine.reader(seen).article(key)
        return f"{_called(article, self._words.page.ARTICLE)} {info.title}"

    def _toast(self, words: str, key: str = "", pressed: Mapping[str, bool] = _NONE, *, failed: bool = False) -> str:
        """Render what became of a wish; page.js presses the buttons of the article that ``pressed`` names."""
        states = "".join(f' data-{name}="{"true" if on else "false"}"' for name, on in pressed.items())
        kind = "tl-toast tl-toast-failed" if failed else "tl-toast"
        return (
            f'<p class="{kind}" role="status" data-turn="{next(self._turn)}" data-key="{escape(key)}"{states}>'
            f"{escape(words)}</p>"
        )


def _called(article: Article, words: str) -> str:
    return article.title if article.number.startswith("§") else words.format(number=article.number)


def _span(wish: Mapping[str, Any]) -> tuple[int, int] | None:
    try:
        start, end = int(wish.get("start") or 0), int(wish.get("end") or 0)
    except (TypeError, ValueError):
        return None
    return (start, end) if 0 <= start < end else None
