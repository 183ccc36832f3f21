"""What each wish in the search changes on the page: events of its components in, their new values out."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import gradio as gr

from ui.actions import Actions
from ui.choices import ON_DATE, Choices
from ui.counts import Options, counted, unfiltered
from ui.handlers import KEPT, Handlers, Turn, Turns
from ui.texts import Words

Values = dict[Any, Any]
"""Component → its value; those that are not there stay as they are."""
_FIRST = 1
"""The turn of what the page was opened with; page.js counts on from it."""
_LONGEST = 2000
"""Characters that an address may hold of what is left as typed."""


@dataclass(frozen=True, eq=False)
class Parts:
    """The components of the search.

    ``filters`` are in the order of `Choices`, but for the day, which comes last. Of what the
    visit remembers: ``keep``, the pieces of the question that are left as typed; ``waiting``,
    the article that waits for being compared; ``passages``, article → what was shown of it;
    ``asked``, the question that the results are of. ``turn`` is the place of an event among all of
    the page; it must be built last, for `ui.live.BEGIN` writes it into the last value.
    """

    owner: gr.State
    question: gr.Textbox
    suggestions: gr.HTML
    filters: tuple[Any, ...]
    clear: gr.Button
    results: gr.HTML
    panel: gr.HTML
    toast: gr.HTML
    keep: gr.State
    waiting: gr.State
    passages: gr.State
    asked: gr.State
    turn: gr.Number

    def inputs(self) -> set[Any]:
        """Give what an event reads."""
        kept = {self.keep, self.waiting, self.passages, self.asked}
        return {self.owner, self.question, *self.filters, *kept, self.turn}

    def outputs(self) -> list[Any]:
        """Give what an event may change."""
        shown = {self.suggestions, self.clear, self.results, self.panel, self.toast}
        return list(shown | self.inputs() - {self.owner, self.turn})


_Given = ParamSpec("_Given")


def _ends_quietly(
    event: Callable[Concatenate[SearchFlow, _Given], Iterator[Values]],
) -> Callable[Concatenate[SearchFlow, _Given], Iterator[Values]]:
    """End an event with nothing to change, for Gradio shows the last that it gave once more when it is over.

    By then something newer may be on the page. Where nothing at all came, Gradio would empty what is there.
    """

    @wraps(event)
    def quiet(flow: SearchFlow, /, *args: _Given.args, **kwargs: _Given.kwargs) -> Iterator[Values]:
        yield from filter(None, event(flow, *args, **kwargs))
        yield {flow.parts.toast: gr.skip()}

    return quiet


class SearchFlow:
    """The events of the search.

    Parameters
    ----------
    parts : Parts
    handlers : Handlers
    actions : Actions
    words : Words
    """

    def __init__(self, parts: Parts, handlers: Handlers, actions: Actions, words: Words) -> None:
        self.parts, self._handlers, self._actions, self._words = parts, handlers, actions, words
        # A document that is opened ends no search, nor the other way round.
        self._questions, self._documents = Turns(), Turns()

    @_ends_quietly
    def ask(self, data: Values, request: gr.Request) -> Iterator[Values]:
        """Answer what the box holds."""
        yield from self._searched(data, str(data[self.parts.question] or ""), self._turn(data, request))

    def ask_example(self, button: gr.Button) -> Callable[[Values, gr.Request], Iterator[Values]]:
        """Give the event that answers the question on a button."""

        def ask(data: Values, request: gr.Request) -> Iterator[Values]:
            yield from self._example(data[button], data, request)

        return ask

    @_ends_quietly
    def _example(self, text: str, data: Values, request: gr.Request) -> Iterator[Values]:
        turn = self._turn(data, request)
        if not turn.over:
            yield {self.parts.question: text}
        yield from self._searched(data, text, turn)

    @_ends_quietly
    def narrow(self, data: Values, request: gr.Request) -> Iterator[Values]:
        """Answer again under other filters, and count anew what each would let through."""
        turn = self._turn(data, request)
        if not turn.over:
            yield self.counted(self._choices(data), data[self.parts.owner])
        if text := str(data[self.parts.asked] or data[self.parts.question] or "").strip():
            yield from self._searched(data, text, turn, data[self.parts.keep])

    def widen(self, data: Values, request: gr.Request) -> Iterator[Values]:
        """Answer again without filters."""
        yield from self.narrow(data | dict.fromkeys(self.parts.filters, ""), request)

    @_ends_quietly
    def act(self, event: gr.EventData, data: Values, request: gr.Request) -> Iterator[Values]:
        """Do what something in the suggestions, the results or the open document stands for."""
        wish: Mapping[str, Any] = event._data or {}
        parts, text = self.parts, str(wish.get("text") or "")
        match wish.get("act"):
            case "ask":
                turn = self._turn(data, request)
                chosen = _filters_of(wish) if "filters" in wish else self._choices(data)
                if not turn.over:
                    yield {parts.question: text, parts.suggestions: ""} | self.counted(chosen, data[parts.owner])
                yield from self._answered(text, chosen, data[parts.owner], (), turn)
            case "keep":
                keep = (*data[parts.keep], text)
                yield from self._searched(data, data[parts.asked], self._turn(data, request), keep)
            case "reread":
                yield from self._searched(data, data[parts.asked], self._turn(data, request))
            case _:
                about = (data[part] for part in (parts.owner, parts.waiting, parts.asked, parts.passages))
                yield self._shown(wish, _visit(request), _number(data[parts.turn]), *about)

    @_ends_quietly
    def opened(self, link: Mapping[str, str], owner: str, request: gr.Request) -> Iterator[Values]:
        """Open the page as an address says: with a search, with a document."""
        choices = Choices.of_link(link)
        turn = self._questions.begin(_visit(request), _FIRST)
        shown = self.counted(choices, owner) if not turn.over else {}
        if key := link.get("dieu") or link.get("vanban"):
            shown |= self._open(key[:300], owner, turn)
        yield shown
        # Without a question in the address, leave alone what may have been typed in the meantime.
        if (text := link.get("q", "").strip()) and not turn.over:
            yield {self.parts.question: text}
            keep = tuple(filter(None, link.get(KEPT, "")[:_LONGEST].split("\n")))
            yield from self._answered(text, choices, owner, keep, turn, opening=not key)

    def suggest(self, typed: str | None, owner: str) -> str:
        """Give the documents that what is typed may be the beginning of."""
        return self._handlers.suggest(typed, owner)

    def counted(self, choices: Choices, owner: str) -> Values:
        """Give the filters, what is chosen of them, and how much each choice would let through."""
        values = (choices.kind, choices.issuer, choices.subject, choices.year, choices.when, choices.collection)
        day, dated = self.parts.filters[-1], choices.when == ON_DATE
        shown: Values = {day: gr.update(visible=dated, value=choices.on)}
        shown[self.parts.clear] = gr.update(visible=bool(choices.kept()))
        facets = self._handlers.facets(choices, owner)
        if facets is None:
            unknown = zip(self.parts.filters[:-1], unfiltered(self._words), values, strict=True)
            return shown | {box: _update([*options, (value, value)], value) for box, (_, _, options), value in unknown}
        # Of the libraries each is counted as if none were chosen.
        everywhere = self._handlers.facets(replace(choices, collection=""), owner) if choices.collection else facets
        options = counted(replace(facets, collections=(everywhere or facets).collections), choices, self._words)
        boxes = zip(self.parts.filters[:-1], options, values, strict=True)
        return shown | {box: _update(listed, value) for box, listed, value in boxes}

    def _choices(self, data: Values) -> Choices:
        *values, day = (str(data[box] or "") for box in self.parts.filters)
        return Choices.of((*values[:5], day, *values[5:]))

    def _turn(self, data: Values, request: gr.Request) -> Turn:
        """Begin a question's turn."""
        return self._questions.begin(_visit(request), _number(data[self.parts.turn]))

    def _searched(self, data: Values, text: str, turn: Turn, keep: Collection[str] = ()) -> Iterator[Values]:
        yield from self._answered(text, self._choices(data), data[self.parts.owner], keep, turn)

    def _answered(
        self, text: str, choices: Choices, owner: str, keep: Collection[str], turn: Turn, *, opening: bool = True
    ) -> Iterator[Values]:
        """Yield what each stage of an answer changes; what the question goes straight to is opened once."""
        parts = self.parts
        for found in self._handlers.search(text, choices, owner, keep, turn):
            shown: Values = {parts.results: found.results, parts.suggestions: "", parts.keep: tuple(keep)}
            shown |= {parts.passages: dict(found.passages), parts.asked: text}
            if found.opens and opening:
                shown |= self._open(found.opens, owner, turn)
            yield shown
            opening = False

    def _open(self, key: str, owner: str, turn: Turn) -> Values:
        wish = {"act": "open" if "#" in key else "document", "key": key}
        return self._shown(wish, turn.visit, turn.number, owner, "", "", {})

    def _shown(
        self,
        wish: Mapping[str, Any],
        visit: str,
        number: int,
        owner: str,
        waiting: str,
        asked: str,
        passages: dict[str, str],
    ) -> Values:
        """Do a wish about an article or a document; one that is slower than a newer one leaves the panel alone."""
        done, parts = self._actions.act(wish, owner, waiting, asked, passages), self.parts
        late = done.panel is not None and self._documents.begin(visit, number).over
        changed = {parts.panel: None if late else done.panel, parts.toast: done.toast, parts.waiting: done.chosen}
        return {part: value for part, value in changed.items() if value is not None}


def _visit(request: gr.Request) -> str:
    return request.session_hash or ""


def _number(value: object) -> int:
    """Read the turn that the page gave an event; 0 where it gave none."""
    return int(value) if isinstance(value, (int, float)) and 0 < value < 2**53 else 0


def _filters_of(wish: Mapping[str, Any]) -> Choices:
    """Read the filters that a question of the history was asked under."""
    try:
        kept = dict(json.loads(str(wish["filters"])))
    except (ValueError, TypeError):
        return Choices()
    return Choices(**{field.name: str(kept.get(field.name, "")) for field in fields(Choices)})


def _update(options: Options, value: str) -> Any:  # noqa: ANN401  # what Gradio's update is
    return gr.update(choices=list(dict.fromkeys(options)), value=value)
