"""A law's text to PDF, as ministries and the gazette lay it out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

FONT = Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf")
"""Of Debian's fonts-noto-core."""

_WIDTH, _HEIGHT = A4
_MARGIN = 56.0
_GUTTER = 20.0
_CENTRED = re.compile(r"(?:Chương|Phần|Mục) [\dIVXLC]+\b|[^a-zà-ỹ]{6,}$")


def write_pdf(text: str, columns: int = 1) -> bytes:
    """Write one paragraph a line, justified, with headings centred.

    Parameters
    ----------
    columns : int
        1: page numbers in the head, as Nghị định 30/2020/NĐ-CP wants. 2: a page of the gazette, with its
        running head and smaller type.

    Returns
    -------
    bytes
        A4 pages; the same text gives the same bytes.
    """
    pdfmetrics.registerFont(TTFont("NotoSerif", str(FONT)))
    size = 13.0 if columns == 1 else 9.5
    body = ParagraphStyle(
        "body", fontName="NotoSerif", fontSize=size, leading=size * 1.4, alignment=TA_JUSTIFY,
        firstLineIndent=size * 2, spaceAfter=size * 0.4,
    )  # fmt: skip
    centred = ParagraphStyle("centred", parent=body, alignment=TA_CENTER, firstLineIndent=0)
    story = [
        Paragraph(_escape(line), centred if _CENTRED.match(line) else body) for line in text.split("\n") if line.strip()
    ]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    width = (_WIDTH - 2 * _MARGIN - (columns - 1) * _GUTTER) / columns
    frames = [
        Frame(_MARGIN + i * (width + _GUTTER), _MARGIN, width, _HEIGHT - 2 * _MARGIN, 0, 0, 0, 0)
        for i in range(columns)
    ]  # fmt: skip
    head = _number if columns == 1 else _gazette
    document.addPageTemplates(PageTemplate(frames=frames, onPage=head))
    document.build(story)
    return out.getvalue()


def _number(canvas: Any, document: Any) -> None:
    if document.page > 1:
        canvas.setFont("NotoSerif", 12)
        canvas.drawCentredString(_WIDTH / 2, _HEIGHT - _MARGIN + 18, str(document.page))


def _gazette(canvas: Any, document: Any) -> None:
    canvas.setFont("NotoSerif", 9)
    y = _HEIGHT - _MARGIN + 18
    sides: list[Callable[[float, float, str], None]] = [canvas.drawString, canvas.drawRightString]
    sides[document.page % 2](_MARGIN if document.page % 2 == 0 else _WIDTH - _MARGIN, y, str(document.page + 2))
    canvas.drawCentredString(_WIDTH / 2, y, "CÔNG BÁO/Số 993 + 994/Ngày 29-12-2019")
    canvas.line(_MARGIN, y - 4, _WIDTH - _MARGIN, y - 4)


def _escape(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
