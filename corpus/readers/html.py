"""Saved web pages: HTML, and web archives (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.errors import UnreadableDocument
from corpus.readers._flow import Flow
from corpus.readers._html_page import address_of, check_complexity, decode, main_content, title_of, unpack, walk
from corpus.readers._numbering import format_number
from corpus.readers.base import DocumentText

_LEFT_OUT = frozenset(
    "script style noscript template head nav header footer aside iframe object embed applet svg canvas audio video "
    "map input select textarea button datalist dialog menu del rt rp -comment".split()
)
_BLOCKS = frozenset(
    "address article blockquote body caption center dd div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 hr "
    "html legend li main ol p pre section summary details ul".split()
)
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_NOTE = re.compile(r"mso-element\s*:\s*(?:footnote|endnote|comment|header|footer)", re.I)
_FONT = re.compile(r"font-family\s*:\s*[\"']?\s*([^\"';,}]{1,100})", re.I)
_CAPITALS = re.compile(r"text-transform\s*:\s*uppercase", re.I)
_SELECTOR = re.compile(r"[a-z][a-z0-9]*(?:\.[\w-]+)?|\.[\w-]+", re.I)
_LIST_TYPES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
# An item that already begins with a number or a dash of its own needs none.
_NUMBERED = re.compile(r"(?:\d{1,3}[a-zđ]?|[a-zđ]|[IVXLC]+)\s*[.)]|(?:điều|chương|mục|phần)\s|[-–•+*]", re.I)


def read_html(data: bytes) -> DocumentText:
    """Read a saved page: the text of its document, without the site around it.

    Scripts, styles, menus, controls and hidden elements are left out; nothing that the page
    refers to is fetched.

    Raises
    ------
    UnreadableDocument
        Nested deeper than any page is, or an archive without a page.
    DocumentTooLarge
    """
    data, charset, address = unpack(data)
    page = decode(data, charset)
    check_complexity(page)
    tree = LexborHTMLParser(page.replace("\0", ""))
    body = tree.body
    if body is None or tree.root is None:
        raise UnreadableDocument("Trang web không có nội dung.", "No body")
    reader = _Reader(_font_rules(tree))
    reader.read(main_content(body))
    found = reader.flow.finish()
    return replace(found, title=title_of(tree.root), source_url=address_of(page, tree.root) or address)


def _font_rules(tree: LexborHTMLParser) -> dict[str, str]:
    """Give the fonts that style sheets in the page name for plain selectors ("p", ".a", "p.a")."""
    rules: dict[str, str] = {}
    for sheet in tree.css("style"):
        for rule in sheet.text().split("}"):
            selectors, _, declarations = rule.rpartition("{")
            font = _FONT.search(declarations)
            for selector in selectors.split(",") if font else ():
                if font and _SELECTOR.fullmatch(selector.strip()):
                    rules[selector.strip().lower()] = font[1].strip()
    return rules


@dataclass(frozen=True, slots=True)
class _Style:
    font: str = ""
    capitals: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class _List:
    style: str
    next: int = 1


class _Reader:
    def __init__(self, fonts: dict[str, str]) -> None:
        self.flow = Flow()
        self._fonts = fonts
        self._styles = [_Style()]
        self._lists: list[_List] = []
        self._number = ""
        self._blank = True
        self._skipping = 0
        self._starts: dict[str, Callable[[LexborNode], None]] = {
            "ol": self._open_list,
            "ul": self._open_list,
            "li": self._open_item,
            "table": lambda _: self._enter_table(),
            "br": lambda _: self._break(),
            "img": lambda _: self.flow.skip("hình ảnh"),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "ol": self._close_list,
            "ul": self._close_list,
            "table": self._leave_table,
            "tr": self.flow.end_row,
            "td": self._end_cell,
            "th": self._end_cell,
        }

    def read(self, root: LexborNode) -> None:
        """Read an element; what is left out is walked through, since a walk cannot be told to step over."""
        for node, entering in walk(root):
            tag = node.tag or ""
            if tag == "-text":
                if entering and not self._skipping:
                    self._text(node.text_content or "")
            elif self._skipping:
                self._skipping += 1 if entering else -1
            elif entering:
                self._open(node, tag, root)
            else:
                self._close(tag)

    def _open(self, node: LexborNode, tag: str, root: LexborNode) -> None:
        attributes = node.attributes if tag[:1] != "-" else {}
        style = attributes.get("style") or ""
        if node.mem_id != root.mem_id and self._is_left_out(tag, style, attributes):
            self._skipping = 1
            return
        self._styles.append(self._style(tag, style, attributes))
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag in self._starts:
            self._starts[tag](node)

    def _is_left_out(self, tag: str, style: str, attributes: dict[str, str | None]) -> bool:
        # LibreOffice writes the page header and footer as <div title="header">.
        if attributes.get("title") in ("header", "footer"):
            return True
        if tag in _LEFT_OUT or "hidden" in attributes or (style and (_HIDDEN.search(style) or _NOTE.search(style))):
            return True
        if tag == "a" and (attributes.get("href") or "").startswith(("#_ftn", "#_edn")):
            self.flow.skip("chú thích cuối trang")
            return True
        return False

    def _style(self, tag: str, style: str, attributes: dict[str, str | None]) -> _Style:
        above = self._styles[-1]
        font = _FONT.search(style) if style else None
        name = font[1].strip() if font else attributes.get("face") or ""
        for kind in (attributes.get("class") or "").lower().split() if self._fonts and not name else ():
            name = self._fonts.get(f"{tag}.{kind}") or self._fonts.get(f".{kind}") or name
        name = name or self._fonts.get(tag, "") or above.font
        capitals = above.capitals or bool(style and _CAPITALS.search(style))
        return _Style(name, capitals, above.preformatted or tag == "pre")

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag in self._ends:
            self._ends[tag]()
        if len(self._styles) > 1:
            self._styles.pop()

    def _text(self, text: str) -> None:
        style = self._styles[-1]
        if not style.preformatted:
            text = _SPACES.sub(" ", text)
            if self._blank:
                text = text.lstrip(" ")
        if not text:
            return
        if self._number:
            self.flow.write("" if _NUMBERED.match(text) else self._number)
            self._number = ""
        self.flow.write(text, style.font, capitals=style.capitals)
        self._blank = text[-1] in " \n"

    def _break(self) -> None:
        self.flow.write("\n")
        self._blank = True

    def _end_paragraph(self) -> None:
        self.flow.end_paragraph()
        self._blank = True

    def _open_list(self, node: LexborNode) -> None:
        attributes = node.attributes
        named = _LIST_STYLE.search(attributes.get("style") or "")
        kind = named[1].lower() if named else attributes.get("type") or ""
        default = "decimal" if node.tag == "ol" else "bullet"
        self._lists.append(_List(_LIST_TYPES.get(kind, default), _integer(attributes.get("start"), 1)))

    def _open_item(self, node: LexborNode) -> None:
        self._number = ""
        if not self._lists:
            return
        items = self._lists[-1]
        value = _integer(node.attributes.get("value"), items.next)
        items.next = value + 1
        if items.style == "bullet":
            self._number = "- "
        elif items.style != "none":
            self._number = f"{format_number(value, items.style)}. "

    def _close_list(self) -> None:
        self._number = ""
        if self._lists:
            self._lists.pop()

    def _enter_table(self) -> None:
        self._end_paragraph()
        self.flow.to_depth(self.flow.depth + 1)

    def _leave_table(self) -> None:
        self._end_paragraph()
        self.flow.to_depth(self.flow.depth - 1)

    def _end_cell(self) -> None:
        self.flow.end_cell()
        self._blank = True


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
