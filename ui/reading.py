"""How a question was read, as HTML: every reading can be taken back with one click, and brought again."""

from __future__ import annotations

from search.model import Reading
from ui.escape import escape
from ui.texts.page import Page

ALL = "*"
"""Everything as typed."""


def reading(read: Reading, texts: Page) -> str:
    """Render how the question was read; nothing when it was read as typed and nothing was kept."""
    pieces = [_change(typed, meant, texts) for typed, meant in read.changes]
    pieces += [_citation(typed, texts) for typed in dict.fromkeys(_cited(read)) if typed.strip()]
    if not pieces:
        return _again(texts) if read.kept else ""
    whole = _act("keep", ALL, texts.ALL_AS_TYPED)
    again = _act("reread", "", texts.READ_AGAIN) if read.kept else ""
    said = f"{texts.READ_AS} <q>{escape(read.text)}</q>" if read.changes else ""
    return (
        f'<div class="tl-reading"><p>{said}</p><ul class="tl-changes">{"".join(pieces)}</ul>'
        f'<p class="tl-reread">{whole}{again}</p></div>'
    )


def _again(texts: Page) -> str:
    return f'<div class="tl-reading"><p>{texts.LEFT_AS_TYPED} {_act("reread", "", texts.READ_AGAIN)}</p></div>'


def _cited(read: Reading) -> list[str]:
    return [read.text[citation.start : citation.end] for citation in read.citations]


def _change(typed: str, meant: str, texts: Page) -> str:
    words = escape(texts.AS_TYPED.format(typed=typed.strip()))
    return (
        f"<li><s>{escape(typed)}</s> → <b>{escape(meant)}</b> "
        f'<button type="button" data-act="keep" data-text="{escape(typed)}" aria-label="{words}" title="{words}">×'
        "</button></li>"
    )


def _citation(typed: str, texts: Page) -> str:
    words = escape(texts.AS_TYPED.format(typed=typed.strip()))
    return (
        f"<li>{texts.READ_CITATION.format(what=f'<b>{escape(typed)}</b>')} "
        f'<button type="button" data-act="keep" data-text="{escape(typed)}" aria-label="{words}" title="{words}">×'
        "</button></li>"
    )


def _act(name: str, text: str, words: str) -> str:
    return f'<button type="button" class="tl-link" data-act="{name}" data-text="{escape(text)}">{words}</button>'
