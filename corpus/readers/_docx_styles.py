"""What the styles and lists of a Word document say of its paragraphs and runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from corpus.readers._numbering import MAX_LEVELS, Counter, Level

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{NS}}}"
_MAX_CHAIN = 50


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """Give an attribute of Word's namespace, or ""."""
    return "" if element is None else str(element.get(_W + name, ""))


def _child(element: etree._Element | None, path: str) -> etree._Element | None:
    return None if element is None else element.find("/".join(_W + name for name in path.split("/")))


def _value(element: etree._Element | None, path: str) -> str:
    return attribute(_child(element, path), "val")


def _number(text: str, default: int) -> int:
    digits = text.strip()
    sign, digits = (-1, digits[1:]) if digits[:1] == "-" else (1, digits)
    return sign * int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


def is_on(element: etree._Element | None, name: str, default: bool) -> bool:
    """Tell whether a property is on (ECMA-376 part 1, 17.17.4)."""
    found = _child(element, name)
    return default if found is None else attribute(found, "val").lower() not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Properties:
    """What holds of a run or of a paragraph and the runs in it.

    ``list_id`` is empty or "0" outside lists; ``style`` is the paragraph's style.
    """

    font: str = ""
    hidden: bool = False
    capitals: bool = False
    list_id: str = ""
    level: int = 0
    style: str = ""
    hidden_mark: bool = False
    mark_deleted: bool = False


def _with_run(base: Properties, properties: etree._Element | None) -> Properties:
    if properties is None:
        return base
    fonts = _child(properties, "rFonts")
    return replace(
        base,
        # Letters of a legacy font lie above ASCII: "hAnsi" is what shows them.
        font=attribute(fonts, "hAnsi") or attribute(fonts, "ascii") or base.font,
        hidden=is_on(properties, "vanish", base.hidden),
        capitals=is_on(properties, "caps", base.capitals),
    )


def _with_paragraph(base: Properties, properties: etree._Element | None) -> Properties:
    numbers = _child(properties, "numPr")
    if numbers is None:
        return base
    return replace(
        base,
        list_id=_value(numbers, "numId") or base.list_id,
        level=_number(_value(numbers, "ilvl"), base.level),
    )


class Styles:
    """The styles part; ``root`` is None where the package has none."""

    def __init__(self, root: etree._Element | None) -> None:
        defaults = _child(root, "docDefaults")
        self._base = _with_run(Properties(), _child(defaults, "rPrDefault/rPr"))
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        for style in root.iterfind(f"{_W}style") if root is not None else ():
            identifier = attribute(style, "styleId")
            self._elements.setdefault(identifier, style)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self._default = self._default or identifier
        self._known: dict[str, Properties] = {}

    def _chain(self, name: str) -> list[etree._Element]:
        """Give a style and those it is based on, the base first."""
        chain: list[etree._Element] = []
        while (style := self._elements.get(name)) is not None and style not in chain and len(chain) < _MAX_CHAIN:
            chain.append(style)
            name = _value(style, "basedOn")
        return chain[::-1]

    def _style(self, name: str) -> Properties:
        if name not in self._known:
            found = replace(self._base, style=name)
            for style in self._chain(name):
                found = _with_paragraph(_with_run(found, _child(style, "rPr")), _child(style, "pPr"))
            self._known[name] = found
        return self._known[name]

    def paragraph(self, element: etree._Element) -> Properties:
        """Give the properties of a paragraph."""
        properties = _child(element, "pPr")
        found = _with_paragraph(self._style(_value(properties, "pStyle") or self._default), properties)
        mark = _child(properties, "rPr")
        if mark is None:
            return found
        return replace(
            found,
            hidden_mark=is_on(mark, "vanish", False),
            mark_deleted=_child(mark, "del") is not None or _child(mark, "moveFrom") is not None,
        )

    def run(self, element: etree._Element, paragraph: Properties) -> Properties:
        """Give the properties of a run in a paragraph."""
        properties = _child(element, "rPr")
        if properties is None:
            return paragraph
        found = paragraph
        for style in self._chain(_value(properties, "rStyle")):
            found = _with_run(found, _child(style, "rPr"))
        return _with_run(found, properties)


class Numbering:
    """The numbering part: the lists' definitions, and the count of each (17.9)."""

    def __init__(self, root: etree._Element | None) -> None:
        self._counter = Counter()
        self._abstract: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._style_links: dict[str, str] = {}
        self._known: dict[str, tuple[str, list[Level], set[int]]] = {}
        self._used: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                identifier = attribute(element, "abstractNumId")
                self._abstract[identifier] = element
                if link := _value(element, "styleLink"):
                    self._style_links[link] = identifier
            elif local(element) == "num":
                self._numbers[attribute(element, "numId")] = element

    def next(self, list_id: str, level: int) -> str:
        """Count a paragraph of a list and give its number with what separates it from the text."""
        if list_id not in self._numbers:
            return ""
        if list_id not in self._known:
            self._known[list_id] = self._definition(self._numbers[list_id])
        key, levels, overridden = self._known[list_id]
        # An override takes effect where its list first reaches the level (17.9.27).
        if level in overridden and (list_id, level) not in self._used:
            self._used.add((list_id, level))
            self._counter.restart(key, level)
        return self._counter.next(key, levels, level)

    def _definition(self, number: etree._Element) -> tuple[str, list[Level], set[int]]:
        key = _value(number, "abstractNumId")
        link = _value(self._abstract.get(key), "numStyleLink")
        key = self._style_links.get(link, key)
        levels = [Level(style="none") for _ in range(MAX_LEVELS)]
        for element in _levels(self._abstract.get(key)):
            _set(levels, element)
        overridden: set[int] = set()
        for override in number.iterfind(f"{_W}lvlOverride"):
            depth = _number(attribute(override, "ilvl"), -1)
            for element in _levels(override):
                _set(levels, element)
            start = _value(override, "startOverride")
            if start and 0 <= depth < MAX_LEVELS:
                levels[depth] = replace(levels[depth], start=_number(start, 1))
                overridden.add(depth)
        return key, levels, overridden


def _levels(element: etree._Element | None) -> list[etree._Element]:
    return [] if element is None else element.findall(f"{_W}lvl")


def _set(levels: list[Level], element: etree._Element) -> None:
    depth = _number(attribute(element, "ilvl"), -1)
    if not 0 <= depth < MAX_LEVELS:
        return
    levels[depth] = Level(
        text=_value(element, "lvlText"),
        style=_value(element, "numFmt") or "decimal",
        start=_number(_value(element, "start"), 0),
        separator="" if _value(element, "suff") == "nothing" else " ",
        restart=_number(_value(element, "lvlRestart"), MAX_LEVELS),
        legal=is_on(element, "isLgl", False),
    )
