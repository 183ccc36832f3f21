"""What the styles of an OpenDocument text say of its runs and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from corpus.readers._numbering import MAX_LEVELS, Level

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_LO = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_CHAIN = 50


def local(element: etree._Element | None) -> str:
    """Give an element's name without its namespace; empty for what is no element."""
    tag = element.tag if element is not None else None
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def integer(text: str, default: int) -> int:
    """Give a whole number of an attribute, or the default where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


@dataclass(frozen=True, slots=True)
class Style:
    """What holds of a run, and the list that a paragraph style names."""

    font: str = ""
    hidden: bool = False
    capitals: bool = False
    list_style: str = ""


class Styles:
    """The styles of all parts.

    Parameters
    ----------
    roots : sequence of elements or None
        styles.xml and content.xml, the later overriding the earlier.
    """

    def __init__(self, roots: Sequence[etree._Element | None]) -> None:
        self._faces: dict[str, str] = {}
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._defaults: dict[str, etree._Element] = {}
        self._known: dict[tuple[str, str, Style], Style] = {}
        self.lists: dict[str, list[Level]] = {}
        self.outline: list[Level] = []
        for root in roots:
            for element in root.iter() if root is not None else ():
                self._add(element)

    def _add(self, element: etree._Element) -> None:
        name = local(element)
        own = element.get(f"{{{STYLE}}}name", "")
        family = element.get(f"{{{STYLE}}}family", "")
        if name == "font-face":
            self._faces[own] = element.get(f"{{{_SVG}}}font-family", own).strip("'\"")
        elif name == "style":
            self._elements[family, own] = element
        elif name == "default-style":
            self._defaults[family] = element
        elif name == "list-style":
            self.lists[own] = _levels(element)
        elif name == "outline-style":
            self.outline = _levels(element)

    def get(self, family: str, name: str, base: Style | None = None) -> Style:
        """Give a style with its parents, over the family's default or over ``base``."""
        key = (family, name, base or Style())
        if key not in self._known:
            found = base if base is not None else self._apply(Style(), self._defaults.get(family))
            chain: list[etree._Element] = []
            while (element := self._elements.get((family, name))) is not None and len(chain) < _MAX_CHAIN:
                chain.append(element)
                name = element.get(f"{{{STYLE}}}parent-style-name", "")
            for element in reversed(chain):
                found = self._apply(found, element)
            self._known[key] = found
        return self._known[key]

    def _apply(self, base: Style, element: etree._Element | None) -> Style:
        if element is None:
            return base
        listed = element.get(f"{{{STYLE}}}list-style-name", "")
        if listed:
            base = replace(base, list_style=listed)
        properties = element.find(f"{{{STYLE}}}text-properties")
        if properties is None:
            return base
        face = properties.get(f"{{{STYLE}}}font-name", "")
        font = self._faces.get(face, face) or properties.get(f"{{{_FO}}}font-family", "").strip("'\"")
        hidden = properties.get(f"{{{TEXT}}}display", "")
        transform = properties.get(f"{{{_FO}}}text-transform", "")
        return replace(
            base,
            font=font or base.font,
            hidden=hidden == "none" if hidden else base.hidden,
            capitals=transform == "uppercase" if transform else base.capitals,
        )


def _levels(element: etree._Element) -> list[Level]:
    levels = [Level(style="none") for _ in range(MAX_LEVELS)]
    for child in element:
        depth = integer(child.get(f"{{{TEXT}}}level", ""), 0) - 1
        if 0 <= depth < MAX_LEVELS:
            levels[depth] = _level(child, depth)
    return levels


def _level(element: etree._Element, depth: int) -> Level:
    if local(element) == "list-level-style-bullet":
        return Level(element.get(f"{{{TEXT}}}bullet-char", "-"), "bullet")
    style = _FORMATS.get(element.get(f"{{{STYLE}}}num-format", ""), "none")
    # LibreOffice writes "%1%.%2%"; the standard has a prefix, a suffix and a number of levels shown.
    text = element.get(f"{{{_LO}}}num-list-format", "")
    if text:
        for place in range(1, MAX_LEVELS + 1):
            text = text.replace(f"%{place}%", f"%{place}")
    else:
        shown = max(1, min(integer(element.get(f"{{{TEXT}}}display-levels", ""), 1), depth + 1))
        numbers = ".".join(f"%{place}" for place in range(depth + 2 - shown, depth + 2)) if style != "none" else ""
        text = f"{element.get(f'{{{STYLE}}}num-prefix', '')}{numbers}{element.get(f'{{{STYLE}}}num-suffix', '')}"
    follow = element.find(f".//{{{STYLE}}}list-level-label-alignment")
    separator = follow.get(f"{{{TEXT}}}label-followed-by", "") if follow is not None else ""
    start = integer(element.get(f"{{{TEXT}}}start-value", ""), 1)
    return Level(text, style, start, "" if separator == "nothing" else " ")
