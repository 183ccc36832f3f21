"""A model's card, written in Markdown by whoever made the model, as HTML that can do no harm."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.escape import escape

_LOWER = 3  # levels: the card stands under a heading of the fourth level
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


@lru_cache(8)
def card(markdown: str, table: str) -> str:
    """Render a card: no HTML of its own, nothing fetched, links only to the web.

    Parameters
    ----------
    markdown : str
    table : str
        What a screen reader calls a table that can be scrolled sideways.
    """
    parser = _Parser("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(markdown)
    for token in tokens:
        _adapt(token)
    html: str = parser.renderer.render(tokens, parser.options, {})
    # Gradio fills templates in what it is given; no tag here has such a character, so all of them are text.
    for character in "{}$`":
        html = html.replace(character, f"&#{ord(character)};")
    region = f'<div class="tl-sideways" role="region" aria-label="{escape(table)}" tabindex="0">'
    return _TABLE.sub(lambda match: f"{region}{match[0]}</div>", html)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return url.startswith(("https://", "http://"))


def _adapt(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1]) + _LOWER)}"
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("rel", "noopener noreferrer")
            child.attrSet("target", "_blank")
