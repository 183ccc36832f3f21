"""Pure functions from what a reader keeps to HTML. All text of documents and users is escaped here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote, urlencode

from corpus.model import Status, address_of
from search.feedback import Judged
from ui.choices import ON_DATE, OWN, TODAY, Choices
from ui.desk_contract import PinLine, SearchLine
from ui.escape import escape
from ui.texts import Words

_VIETNAM = timedelta(hours=7)
_FILTERS = tuple(one.name for one in fields(Choices))


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pinned article and how its document stands; no status: the library no longer has it."""

    pin: PinLine
    status: Status | None


def folder(pinned: Sequence[Pinned], words: Words) -> str:
    """Render the working folder: its articles, its exports, and the way to empty it."""
    desk = words.desk
    head = f'<h2 tabindex="-1">{desk.FOLDER}</h2><p class="tl-soft">{desk.FOLDER_INTRO}</p>'
    if not pinned:
        return f'<section class="tl-desk">{head}<p class="tl-empty">{desk.FOLDER_EMPTY}</p></section>'
    items = "".join(_pin(one, at, len(pinned), words) for at, one in enumerate(pinned))
    buttons = "".join(
        f'<button type="button" data-act="export" data-format="{ending}">{name}</button>'
        for ending, name in desk.FORMATS.items()
    )
    return (
        f'<section class="tl-desk">{head}<p class="tl-count">{desk.FOLDER_COUNT.format(count=len(pinned))}</p>'
        f'<div class="tl-export" role="group" aria-labelledby="tl-export-name"><span id="tl-export-name">{desk.EXPORT}:'
        f'</span> {buttons}</div><ol class="tl-pins">{items}</ol>'
        f"{_sure(desk.CLEAR, desk.CLEAR_SURE.format(count=len(pinned)), 'clear', desk.CLEAR_YES)}</section>"
    )


def history(searches: Sequence[SearchLine], containing: str, remembering: bool, words: Words) -> str:
    """Render the questions that were asked, newest first, or those among them that were looked for."""
    desk = words.desk
    switch = (
        f'<button type="button" role="switch" class="tl-switch" aria-checked="{"true" if remembering else "false"}" '
        f'data-act="remember" data-on="{"false" if remembering else "true"}">{desk.REMEMBER}</button>'
    )
    looked_for = containing.strip()
    if searches:
        found = desk.HISTORY_FOUND.format(count=len(searches))
        listed = f'<ol class="tl-asked-list">{"".join(_asked(one, words) for one in searches)}</ol>'
    else:
        found = desk.HISTORY_NONE.format(text=escape(looked_for)) if looked_for else desk.HISTORY_EMPTY
        listed = ""
    erase = _sure(desk.FORGET_ALL, desk.FORGET_ALL_SURE, "forget-all", desk.FORGET_ALL_YES) if searches else ""
    return (
        f'<section class="tl-desk"><h2 tabindex="-1">{desk.HISTORY}</h2><p class="tl-soft">{desk.HISTORY_INTRO}</p>'
        f'<p>{switch}</p><p class="tl-count" role="status">{found}</p>{listed}{erase}</section>'
    )


def judgements(judged: Sequence[Judged], words: Words) -> str:
    """Render how much was judged, and the way to have it as a file."""
    desk = words.desk
    head = f'<h2 tabindex="-1">{desk.JUDGEMENTS}</h2><p class="tl-soft">{desk.JUDGEMENTS_INTRO}</p>'
    if not judged:
        return f'<section class="tl-desk">{head}<p class="tl-empty">{desk.JUDGEMENTS_NONE}</p></section>'
    right = sum(one.right for one in judged)
    questions = len({one.question for one in judged})
    count = desk.JUDGEMENTS_COUNT.format(count=len(judged), right=right, wrong=len(judged) - right, questions=questions)
    export = f'<button type="button" data-act="export-judgements">{desk.JUDGEMENTS_EXPORT}</button>'
    sure = desk.JUDGEMENTS_SURE.format(count=len(judged))
    return (
        f'<section class="tl-desk">{head}<p class="tl-count">{count}</p><p class="tl-export">{export}</p>'
        f"{_sure(desk.JUDGEMENTS_CLEAR, sure, 'clear-judgements', desk.JUDGEMENTS_YES)}</section>"
    )


def nothing_kept(words: Words) -> str:
    """Render what stands in both tabs where nothing is kept for readers."""
    return f'<p class="tl-empty">{words.desk.NOTHING_KEPT}</p>'


def message(text: str, turn: int, *, failed: bool = False) -> str:
    """Render what became of a wish; the turn makes the same message new, so that it is read out again."""
    kind = "tl-notice tl-notice-alarm" if failed else "tl-notice tl-done"
    return f'<div class="{kind}" role="status" data-turn="{turn}"><p>{escape(text)}</p></div>'


def _pin(one: Pinned, at: int, count: int, words: Words) -> str:
    desk, key, cited = words.desk, escape(one.pin.article_id), escape(one.pin.citation or one.pin.article_id)
    if one.status is None:
        title = f"<span>{cited}</span>"
        state = f'<span class="tl-badge tl-badge-expired">{desk.GONE}</span>'
    else:
        address = escape(f"?dieu={quote(address_of(one.pin.article_id), safe='/')}")
        title = f'<a href="{address}" data-act="open" data-key="{key}">{cited}</a>'
        state = f'<span class="tl-badge tl-badge-{one.status.value}">{words.page.STATUS[one.status]}</span>'
    tools = "".join(
        f'<button type="button" data-act="{act}" data-key="{key}"{" disabled" if off else ""} '
        f'aria-label="{desk.ABOUT.format(action=name, what=cited)}">{sign}{name}</button>'
        for act, sign, name, off in (
            ("annotate", "", desk.SAVE_NOTE, False),
            ("up", "↑ ", desk.UP, at == 0),
            ("down", "↓ ", desk.DOWN, at == count - 1),
            ("unpin", "", desk.REMOVE, False),
        )
    )
    # Gradio makes the row that stands at a place into the new one, with what was typed in it, unless the tags differ.
    tag = f"tl-{sha256(one.pin.article_id.encode()).hexdigest()[:12]}"
    return (
        f'<li class="tl-pin" data-key="{key}"><{tag}><h3>{title}</h3><p class="tl-status">{state}</p>'
        f'<label class="tl-note" for="tl-note-{at}">{desk.NOTE}</label>'
        f'<textarea id="tl-note-{at}" name="note" rows="2" placeholder=" " '
        f'aria-label="{desk.NOTE_OF.format(what=cited)}">'
        f"\n{escape(one.pin.note)}</textarea>"  # a parser drops the line feed right after the tag
        f'<p class="tl-tools">{tools}</p></{tag}></li>'
    )


def _asked(one: SearchLine, words: Words) -> str:
    desk, question = words.desk, escape(one.question)
    filters = {name: value for name, value in one.filters.items() if name in _FILTERS}
    address = escape("?" + urlencode({"q": one.question[:1000]} | Choices(**filters).link()))
    when = one.asked_at + _VIETNAM
    said = [desk.ASKED.format(when=f"{when:%d/%m/%Y %H:%M}", found=one.found), *_said(filters, words)]
    kept = escape(json.dumps(filters, ensure_ascii=False))
    return (
        f'<li><a href="{address}" data-act="ask" data-text="{question}" data-filters="{kept}">{question}</a>'
        f'<span>{escape(" · ".join(said))}</span><button type="button" data-act="forget" data-key="{one.id}" '
        f'aria-label="{desk.ABOUT.format(action=desk.FORGET, what=question)}">{desk.FORGET}</button></li>'
    )


def _said(filters: Mapping[str, str], words: Words) -> list[str]:
    """Give the filters of a question in words."""
    page = words.page
    collections = {"public": page.PUBLIC, OWN: page.MINE}
    known = {TODAY: page.WHEN_TODAY, ON_DATE: filters.get("on", "")}
    said = [filters[name] for name in ("kind", "issuer", "subject", "year") if filters.get(name)]
    if filters.get("when") in known:
        said.append(known[filters["when"]])
    if filters.get("collection") in collections:
        said.append(collections[filters["collection"]])
    return [words for words in said if words]


def _sure(name: str, question: str, act: str, yes: str) -> str:
    """Render a way to erase that has to be opened first: it needs no script, and every reader knows it."""
    return (
        f'<details class="tl-sure"><summary>{name}</summary><p>{question}</p>'
        f'<button type="button" data-act="{act}">{yes}</button></details>'
    )
