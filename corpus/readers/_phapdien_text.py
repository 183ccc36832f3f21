"""The text of an article of the code of laws: pasted HTML → lines, and its title told from its first sentence."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.encoding import normalise
from corpus.readers._flow import Flow

_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_ATTACHED = re.compile(r"/AppFile/", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)

# Each of these that is not closed is opened again in every paragraph after it: many of them fill all memory.
_FORMATTING = re.compile(r"</?(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])[^<>]*>", re.I)
_NESTING = re.compile(r"<(/?)(?!(?:p|li|dd|dt|t[drh]|tbody|thead|tfoot|col|br|hr|img|a)\b)[a-z]", re.I)
_DEEPEST = 500

_BLOCKS = frozenset("p div li h1 h2 h3 h4 h5 h6 dd dt blockquote caption center pre br hr".split())
_LEFT_OUT = frozenset("script style template noscript del object iframe head title".split())


def split_title(title: str, text: str, number: str) -> tuple[str, str]:
    """Tell a title from a sentence of the text that the code has put in its place.

    Older documents have articles without titles; the code then shows the first sentence,
    or all of the article, as the title.
    """
    first, _, rest = text.partition("\n")
    if first.lower() in (f"điều {number}. {title}".lower(), f"điều {number}. {title}.".lower()):
        text = rest
    if title.startswith("(") and not text:
        return title, text
    ended = title.endswith((".", ":", ";", ","))
    sentence = len(title) > 300 or (ended and (len(title) > 100 or " này" in title or title.endswith("sau:")))
    if sentence or (not text and (ended or len(title) > 100)):
        return "", f"{title}\n{text}".strip()
    return title.rstrip(".:;, ") if ended else title, text


def body_text(piece: str) -> tuple[str, int]:
    """Give the text of a piece of HTML, a paragraph or table row a line, and how many files hang on it.

    Struck-out and hidden text, pictures and the names of attached files are left out.
    """
    piece = _FORMATTING.sub("", piece)
    if _nests_too_deep(piece):
        return _lines(html.unescape(_TAG.sub("\n", piece))), 0
    walk = _Walk(hides=_HIDDEN.search(piece) is not None)
    if body := LexborHTMLParser(piece).body:
        walk.run(body)
    return _lines(walk.flow.finish().text), walk.attachments


def _nests_too_deep(piece: str) -> bool:
    """Tell whether tags stand deeper than any word processor puts them; parsing takes the square of the depth."""
    if piece.count("<") <= _DEEPEST:
        return False
    depth = 0
    for match in _NESTING.finditer(piece):
        depth += -1 if match[1] else 1
        if depth > _DEEPEST:
            return True
    return False


def _lines(text: str) -> str:
    return normalise("\n".join(line for raw in text.split("\n") if (line := _SPACES.sub(" ", raw).strip())))


class _Walk:
    """Goes through a tree without recursion (it can be as deep as the file is long) and writes down its text."""

    def __init__(self, *, hides: bool) -> None:
        self.flow = Flow()
        self.attachments = 0
        self._hides = hides
        self._tables = 0
        self._lists: list[int | None] = []
        self._number = ""
        self._written = False

    def run(self, root: LexborNode) -> None:
        node: LexborNode | None = root
        open_: list[LexborNode] = []
        while node is not None or open_:
            if node is None:
                node = open_.pop()
                self._leave(node.tag or "")
                node = node.next if open_ else None
                continue
            if child := self._enter(node):
                open_.append(node)
                node = child
            else:
                node = node.next

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Begin a node; give its first child, if what it holds is to be read."""
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            self.flow.write(_SPACES.sub(" ", text))
            self._written = self._written or not text.isspace()
            return None
        if tag.startswith("-") or tag in _LEFT_OUT or self._is_aside(node, tag):
            return None
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._lists:
            count = self._lists[-1]
            self._lists[-1] = None if count is None else count + 1
            self._number = "- " if count is None else f"{count + 1}. "
        elif tag == "table":
            self._end_paragraph()
            self._tables += 1
            self.flow.to_depth(self._tables)
        child = node.child
        if child is None:
            self._leave(tag)
        return child

    def _is_aside(self, node: LexborNode, tag: str) -> bool:
        if tag == "a" and _ATTACHED.search(node.attributes.get("href") or ""):
            self.attachments += 1
            return True
        return self._hides and _HIDDEN.search(node.attributes.get("style") or "") is not None

    def _leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_paragraph()
            self._number = "" if tag == "li" else self._number
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag in ("td", "th"):
            self._end_paragraph()
            self.flow.end_cell()
        elif tag == "tr":
            self.flow.end_row()
        elif tag == "table":
            self._tables -= 1
            self.flow.to_depth(self._tables)

    def _end_paragraph(self) -> None:
        """End the paragraph; an item's number waits for its first words."""
        self.flow.end_paragraph(self._number if self._written else "")
        if self._written:
            self._number, self._written = "", False
