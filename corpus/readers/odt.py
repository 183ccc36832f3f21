"""OpenDocument text (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.readers._flow import Flow
from corpus.readers._numbering import Counter, Level
from corpus.readers._odt_styles import TEXT, Style, Styles, integer, local
from corpus.readers._package import Package, protected
from corpus.readers.base import DocumentText

_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end forms sequence-decls hidden-text hidden-paragraph page-number "
    "page-count ruby-text script scripts automatic-styles font-face-decls title desc object object-ole event-listeners "
    "table-of-content-source alphabetical-index-source user-index-source bibliography-source note-ref".split()
)
_MAX_SPACES = 1000
_SPACES = re.compile("[ \t\r\n]+")


def read_odt(data: bytes) -> DocumentText:
    """Read an OpenDocument text: its body as it stands when every change is accepted.

    Headers, footers, comments, notes, deletions and hidden text are left out; automatic
    numbers are written out; macros are never looked at.

    Raises
    ------
    UnreadableDocument
        Damaged, not an OpenDocument text, or protected by a password.
    DocumentTooLarge
    """
    package = Package(data, "ODT")
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise protected()
    content = package.xml("content.xml")
    if content is None:
        raise package.damaged("There is no content.xml")
    body = next((e for e in content.iter() if local(e) == "text" and local(e.getparent()) == "body"), None)
    if body is None:
        raise UnreadableDocument("Tệp không phải là văn bản OpenDocument.", "There is no office:text")
    reader = _Body(Styles([package.xml("styles.xml"), content]))
    reader.read(body)
    return reader.flow.finish()


@dataclass(slots=True)
class _List:
    """An open list; ``key`` names what is counted."""

    style: str
    key: int
    depth: int
    pending: bool = False
    """An item has begun whose number is not written yet."""


class _Body:
    def __init__(self, styles: Styles) -> None:
        self.flow = Flow()
        self._styles = styles
        self._current: list[Style] = [Style()]
        self._lists: list[_List] = []
        self._outer: list[tuple[list[_List], list[Style]]] = []
        self._made = 0
        self._last: dict[str, int] = {}  # the count that a style's last list had
        self._named: dict[str, int] = {}
        self._counter = Counter()
        self._starts: dict[str, Callable[[etree._Element], bool]] = {
            "p": self._start_paragraph,
            "h": self._start_paragraph,
            "span": self._start_span,
            "section": self._start_section,
            "list": self._start_list,
            "list-item": self._start_item,
            "list-header": self._start_item,
            "table": self._start_table,
            "text-box": self._start_box,
            "note": self._note,
            "image": self._picture,
            "s": self._blanks,
            "tab": self._sign,
            "line-break": self._sign,
        }
        self._ends: dict[str, Callable[[etree._Element], None]] = {
            "p": self._end_paragraph,
            "h": self._end_paragraph,
            "span": lambda _: self._leave_style(),
            "list": lambda _: self._end_list(),
            "table": lambda _: self.flow.to_depth(self.flow.depth - 1),
            "table-row": lambda _: self.flow.end_row(),
            "table-cell": lambda _: self.flow.end_cell(),
            "covered-table-cell": lambda _: self.flow.end_cell(),
            "text-box": lambda _: self._end_box(),
        }

    def read(self, root: etree._Element) -> None:
        skipped: etree._Element | None = None
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "start":
                if name in _LEFT_OUT or (name in self._starts and not self._starts[name](element)):
                    skipped = element
                    walk.skip_subtree()
                elif element.text:
                    self._characters(element.text, element)
            else:
                if element is not skipped and name in self._ends:
                    self._ends[name](element)
                if element.tail and element is not root:
                    self._characters(element.tail, element.getparent())

    def _characters(self, text: str, parent: etree._Element) -> None:
        """Take in text; between paragraphs there is only the layout of the XML."""
        if len(self._current) > 1 and local(parent) not in ("frame", "text-box"):
            self._write(_SPACES.sub(" ", text))

    def _write(self, text: str) -> None:
        style = self._current[-1]
        if not style.hidden:
            self.flow.write(text, style.font, capitals=style.capitals)

    def _start_paragraph(self, element: etree._Element) -> bool:
        self._current.append(self._styles.get("paragraph", element.get(f"{{{TEXT}}}style-name", "")))
        return True

    def _leave_style(self) -> None:
        if len(self._current) > 1:
            self._current.pop()

    def _end_paragraph(self, element: etree._Element) -> None:
        style = self._current[-1]
        self._leave_style()
        self.flow.end_paragraph("" if style.hidden else self._number(element, style))

    def _start_span(self, element: etree._Element) -> bool:
        own = self._styles.get("text", element.get(f"{{{TEXT}}}style-name", ""), self._current[-1])
        self._current.append(own)
        return True

    def _start_section(self, element: etree._Element) -> bool:
        return str(element.get(f"{{{TEXT}}}display", "")) != "none"

    def _start_list(self, element: etree._Element) -> bool:
        outer = self._lists[-1] if self._lists else None
        style = element.get(f"{{{TEXT}}}style-name", "") or (outer.style if outer else "")
        if outer:
            self._lists.append(_List(style, outer.key, outer.depth + 1))
            return True
        # 5.3.1: a list goes on with the numbers of the one that it names, or of the last of its style.
        key = self._named.get(element.get(f"{{{TEXT}}}continue-list"))
        if key is None and element.get(f"{{{TEXT}}}continue-numbering", "") == "true":
            key = self._last.get(style)
        if key is None:
            self._made += 1
            key = self._made
        self._last[style] = key
        if identifier := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self._named[identifier] = key
        self._lists.append(_List(style, key, 0))
        return True

    def _end_list(self) -> None:
        if self._lists:
            self._lists.pop()

    def _start_item(self, element: etree._Element) -> bool:
        if self._lists:
            self._lists[-1].pending = local(element) == "list-item"
            start = element.get(f"{{{TEXT}}}start-value", "")
            if start:
                self._counter.restart(self._lists[-1].key, self._lists[-1].depth, integer(start, 1))
        return True

    def _number(self, element: etree._Element, style: Style) -> str:
        if not self._lists:
            depth = integer(element.get(f"{{{TEXT}}}outline-level", ""), 0)
            is_heading = local(element) == "h" and element.get(f"{{{TEXT}}}is-list-header", "") != "true"
            return self._counter.next("outline", self._styles.outline, depth - 1) if is_heading else ""
        items = self._lists[-1]
        if not items.pending:
            return ""
        items.pending = False
        levels: list[Level] = self._styles.lists.get(items.style or style.list_style, [])
        return self._counter.next(items.key, levels, items.depth)

    def _start_table(self, element: etree._Element) -> bool:
        self.flow.to_depth(self.flow.depth + 1)
        return True

    def _start_box(self, element: etree._Element) -> bool:
        self.flow.open_aside()
        self._outer.append((self._lists, self._current))
        self._lists, self._current = [], [Style()]
        return True

    def _end_box(self) -> None:
        self.flow.close_aside()
        self._lists, self._current = self._outer.pop()

    def _note(self, element: etree._Element) -> bool:
        self.flow.skip("chú thích cuối trang")
        return False

    def _picture(self, element: etree._Element) -> bool:
        self.flow.skip("hình ảnh")
        return False

    def _sign(self, element: etree._Element) -> bool:
        self._write("\t" if local(element) == "tab" else "\n")
        return True

    def _blanks(self, element: etree._Element) -> bool:
        self._write(" " * min(integer(element.get(f"{{{TEXT}}}c", ""), 1), _MAX_SPACES))
        return True
