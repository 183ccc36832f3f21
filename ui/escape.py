"""Text of documents and readers made harmless in HTML."""

from __future__ import annotations

import html


def escape(text: str) -> str:
    """Make text harmless in HTML, in attributes, and in the templates that Gradio fills in the browser."""
    text = html.escape(text, quote=True)
    for character in "{}$`":
        text = text.replace(character, f"&#{ord(character)};")
    return text
