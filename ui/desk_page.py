"""The tabs of the working folder and the history as pure builders: handlers in, Gradio blocks out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.desk_handlers import DeskHandlers, Outcome
from ui.live import QUIET, live, still
from ui.texts import Words

_SCRIPT = (Path(__file__).parent / "desk.js").read_text(encoding="utf-8").rstrip()
_KEEP = "(...values) => (%s).keep('%s', ...values)"
_SAVE = "(file) => (%s).save(file)"

Show = Callable[[str], list[object]]


@dataclass(frozen=True)
class DeskTab:
    """What was built in a tab.

    Attributes
    ----------
    lists : tuple of gr.HTML
        The live ones. Their clicks with the acts "open" and "ask" are left to the page: "ask" has the question in
        ``text`` and its filters in ``filters``, JSON of what ``ui.choices.Choices.kept`` gave.
    outputs : list of components
    show : callable
        Collection → values for those outputs: for when the page opens, and whenever the tab is chosen.
    """

    lists: tuple[gr.HTML, ...]
    outputs: list[Any]
    show: Show


def build_folder(handlers: DeskHandlers, owner: gr.State) -> DeskTab:
    """Build the tab of the working folder inside the blocks that are being built.

    Parameters
    ----------
    handlers : DeskHandlers
    owner : gr.State
        Name of the collection of whoever looks at the page.
    """
    message = still("", "tl-folder-message")
    box = live("", "tl-folder")
    download, address = gr.Textbox(visible=False), gr.Textbox(visible=False)

    def acted(collection: str, page: str, event: gr.EventData) -> list[object]:
        outcome = handlers.act(_wish(event), collection, address=page or "")
        return [_or_skip(outcome.folder), _or_skip(outcome.message), outcome.download]

    def show(collection: str) -> list[object]:
        outcome = handlers.look_folder(collection)
        return [_or_skip(outcome.folder), _or_skip(outcome.message)]

    _wire(box, "tl-folder", acted, [owner, address], [box, message], download)
    return DeskTab((box,), [box, message], show)


def build_history(handlers: DeskHandlers, owner: gr.State, words: Words) -> DeskTab:
    """Build the tab of the history and the judgements inside the blocks that are being built.

    Parameters
    ----------
    handlers : DeskHandlers
    owner : gr.State
        Name of the collection of whoever looks at the page.
    words : Words
    """
    find = gr.Textbox(
        label=words.desk.HISTORY_FIND,
        max_lines=1,
        elem_id="tl-history-find",
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, enterkeyhint="search"),
    )
    message = still("", "tl-history-message")
    box = live("", "tl-history")
    judged = live("", "tl-judged")
    download, address = gr.Textbox(visible=False), gr.Textbox(visible=False)

    def acted(collection: str, containing: str, page: str, event: gr.EventData) -> list[object]:
        return [*shown(handlers.act(_wish(event), collection, containing or "", page or ""))]

    def shown(outcome: Outcome) -> list[object]:
        parts = (outcome.history, outcome.judgements, outcome.message)
        return [*map(_or_skip, parts), outcome.download]

    def found(collection: str, containing: str) -> object:
        return _or_skip(handlers.find(collection, containing or "").history)

    outputs = [box, judged, message]
    for one, name in ((box, "tl-history"), (judged, "tl-judged")):
        _wire(one, name, acted, [owner, find, address], outputs, download)
    find.input(found, [owner, find], box, trigger_mode="always_last", concurrency_id="desk", **QUIET)

    def show(collection: str) -> list[object]:
        return ["", *shown(handlers.look_history(collection))[:3]]

    return DeskTab((box, judged), [find, *outputs], show)


def _wire(
    box: gr.HTML,
    name: str,
    acted: Callable[..., list[object]],
    inputs: list[Any],
    outputs: list[Any],
    download: gr.Textbox,
) -> None:
    """Answer the clicks in a live list, and hand over the file that one of them may give."""
    keep = _KEEP % (_SCRIPT, name)
    done = box.click(acted, inputs, [*outputs, download], js=keep, concurrency_id="desk", **QUIET)
    done.then(None, [download], [download], js=_SAVE % _SCRIPT, api_visibility="private")


def _wish(event: gr.EventData) -> dict[str, object]:
    data = event._data
    return dict(data) if isinstance(data, dict) else {}


def _or_skip(html: str | None) -> object:
    return gr.skip() if html is None else html
