"""The folder as a PDF file in the form of its Word file, with the typeface that comes with the application in it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from ui.exports.model import Folder, Item, one_line, paragraphs
from ui.fonts import FOLDER

_FACE, _SIGNS = "TraLuatSerif", "TraLuatSigns"
_TOP = _BOTTOM = 20 * mm
_LEFT, _RIGHT = 30 * mm, 18 * mm
_BOX = "□"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Characters that only steer how others are set."""
_ATTRIBUTE = {'"': "&quot;"}


def pdf(folder: Folder) -> bytes:
    """Write a folder as PDF: A4, text that can be searched and copied, a bookmark for each item."""
    styles, written = _styles(), io.BytesIO()
    paper = _Paper(
        written,
        title=one_line(folder.title),
        subject="",
        author="",
        creator=folder.words.page.TITLE,
        lang="vi-VN",
    )
    story: list[Flowable] = [
        Paragraph(_inline(folder.title), styles["title"]),
        Paragraph(_inline(folder.made), styles["subtitle"]),
    ]
    for at, item in enumerate(folder.items, start=1):
        story += _item(folder, item, at, styles)
    if _lacks(folder):
        story.append(Paragraph(_inline(folder.words.desk.MISSING.format(box=_BOX)), styles["note"]))
    story.append(Paragraph(_inline(folder.disclaimer), styles["note"]))
    paper.build(story)
    return written.getvalue()


class _Heading(Paragraph):  # type: ignore[misc]
    """A heading that the file's outline lists."""

    outline = ""


class _Paper(BaseDocTemplate):  # type: ignore[misc]
    """Pages of one frame; from the second on they bear their number, in the middle above the text."""

    def __init__(self, file: io.BytesIO, **options: str) -> None:
        super().__init__(file, pagesize=A4, **options)
        width, height = A4
        frame = Frame(
            _LEFT, _BOTTOM, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM, 0, 0, 0, 0
        )  # no padding of its own
        self.addPageTemplates([PageTemplate("page", frame, onPage=_number)])
        self._headings = 0

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802, D102
        if isinstance(flowable, _Heading):
            self._headings += 1
            key = f"item-{self._headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.outline, key)


def _number(canvas: Canvas, paper: BaseDocTemplate) -> None:
    if paper.page > 1:
        canvas.setFont(_FACE, 13)
        canvas.drawCentredString(A4[0] / 2, A4[1] - _TOP + 6 * mm, str(paper.page))


def _item(folder: Folder, item: Item, at: int, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    heading = _Heading(f"{at}. {_inline(item.citation)}", styles["heading"])
    heading.outline = f"{at}. {one_line(item.citation)}"
    parts: list[Flowable] = [heading]
    if item.heading:
        parts.append(Paragraph(_inline(item.heading), styles["article"]))
    parts += [_labelled(label, words, styles["body"]) for label, words in folder.facts(item)]
    parts += [Paragraph(_inline(line), styles["quote"]) for line in paragraphs(item.text)]
    note = paragraphs(item.note)
    parts += [_labelled(folder.words.desk.NOTE, line, styles["note"]) for line in note[:1]]
    parts += [Paragraph(_inline(line), styles["note"]) for line in note[1:]]
    for label, url in folder.links(item):
        address = escape(url, _ATTRIBUTE)
        parts.append(
            Paragraph(f'{_inline(label)}: <a href="{address}" color="#1d4671">{_inline(url)}</a>', styles["link"])
        )
    return parts


def _labelled(label: str, words: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(f"<b>{_inline(label)}:</b> {_inline(words)}", style)


def _inline(text: str) -> str:
    """Give a text as reportlab's markup; signs that the serif lacks are taken from the face that has them."""
    pieces = _coverage().signs.split(escape(_shown(text)))
    return "".join(f'<font name="{_SIGNS}">{piece}</font>' if at % 2 else piece for at, piece in enumerate(pieces))


def _shown(text: str) -> str:
    """Give a text with a box for each character that no face has."""
    return _coverage().missing.sub(_BOX, _UNSEEN.sub("", one_line(text)))


def _lacks(folder: Folder) -> bool:
    """Tell whether any character of a folder is a box in its file."""
    texts = [
        folder.title,
        *(text for i in folder.items for text in (i.citation, i.heading, i.document, i.text, i.note)),
    ]
    return any(_BOX in _shown(text) and _BOX not in text for text in texts)


@dataclass(frozen=True, slots=True)
class _Coverage:
    """``signs``: what only the face of signs has, as the one group of an expression; ``missing``: what none has."""

    signs: re.Pattern[str]
    missing: re.Pattern[str]


@lru_cache
def _coverage() -> _Coverage:
    _register()
    signs, letters = (set(map(chr, pdfmetrics.getFont(name).face.charToGlyph)) for name in (_SIGNS, _FACE))
    only, all_of_them = "".join(sorted(signs - letters)), "".join(sorted(signs | letters))
    return _Coverage(re.compile(f"([{re.escape(only)}]+)"), re.compile(f"[^{re.escape(all_of_them)}]"))


@lru_cache
def _register() -> None:
    """Tell reportlab of the faces; it keeps them for the whole process, and puts what is used of them into files."""
    for name, file in (("", "Regular"), ("-Bold", "Bold"), ("-Italic", "Italic")):
        pdfmetrics.registerFont(TTFont(_FACE + name, FOLDER / "print" / f"NotoSerif-{file}.ttf"))
    pdfmetrics.registerFont(TTFont(_SIGNS, FOLDER / "print" / "NotoSansSigns.ttf"))
    pdfmetrics.registerFontFamily(_FACE, _FACE, f"{_FACE}-Bold", f"{_FACE}-Italic", f"{_FACE}-Bold")


def _styles() -> dict[str, ParagraphStyle]:
    _register()

    def style(
        name: str, size: float = 12.5, face: str = _FACE, align: int = TA_JUSTIFY, **more: float
    ) -> ParagraphStyle:
        spaced = {"leading": 1.45 * size, "spaceAfter": 6} | more
        return ParagraphStyle(name, fontName=face, fontSize=size, alignment=align, **spaced)

    bold, italic = f"{_FACE}-Bold", f"{_FACE}-Italic"
    return {
        "title": style("title", 14, bold, TA_CENTER, spaceAfter=2),
        "subtitle": style("subtitle", face=italic, align=TA_CENTER, spaceAfter=12),
        "heading": style("heading", 14, bold, TA_LEFT, spaceBefore=14, spaceAfter=4, keepWithNext=True),
        "article": style("article", face=bold, align=TA_LEFT, spaceBefore=2, keepWithNext=True),
        "body": style("body"),
        "quote": style("quote", leftIndent=10 * mm),
        "note": style("note", face=italic, spaceBefore=4),
        "link": style("link", 11, align=TA_LEFT),
    }
