"""The folder as a Word file, in the form of Vietnamese official papers (Nghị định 30/2020/NĐ-CP, Phụ lục I).

A4; margins 20–25 mm above and below, 30–35 mm left, 15–20 mm right; Times New Roman 13–14 pt, black; paragraphs
justified, 6 pt apart, lines single to 1.5; pages numbered from the second on, in the middle of the upper margin.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import cast

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from ui.exports.model import Folder, Item, one_line, paragraphs

_FACE = "Times New Roman"
_SIZE, _LARGE = Pt(13), Pt(14)
_LANGUAGE = "vi-VN"
_NOTE = "Note"
_NUMBERING = 90  # no number that the library's own template uses
_HEADINGS_NUMBERED = (
    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERING}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>'
    '<w:suff w:val="space"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
)
_NUMBER = f'<w:num {nsdecls("w")} w:numId="{_NUMBERING}"><w:abstractNumId w:val="{_NUMBERING}"/></w:num>'
_PAGE_NUMBER = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'


def docx(folder: Folder) -> bytes:
    """Write a folder as a Word file (Office Open XML)."""
    paper = Document()
    _set_up(paper, folder)
    body = _Body(paper)
    body.add("Title", folder.title)
    body.add("Subtitle", folder.made)
    for item in folder.items:
        _add(body, folder, item)
    body.add(_NOTE, folder.disclaimer)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


class _Body:
    """Adds paragraphs at the end, each in the same time: the library's own way looks through all there are."""

    def __init__(self, paper: Paper) -> None:
        self._parent = paper._body
        self._end = paper.element.body[-1]  # what the section is like stands last
        self._ids = {style.name: style.style_id for style in paper.styles}

    def add(self, style: str, text: str = "", label: str = "") -> Paragraph:
        element = OxmlElement("w:p")
        element.get_or_add_pPr().style = self._ids[style]
        self._end.addprevious(element)
        paragraph = Paragraph(element, self._parent)
        if label:
            paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(one_line(text))
        return paragraph


def _add(body: _Body, folder: Folder, item: Item) -> None:
    body.add("Heading 1", item.citation)
    if item.heading:
        body.add("Heading 2", item.heading)
    for label, words in folder.facts(item):
        body.add("Normal", words, label)
    for line in paragraphs(item.text):
        body.add("Quote", line)
    for at, line in enumerate(paragraphs(item.note)):
        body.add(_NOTE, line, "" if at else folder.words.desk.NOTE)
    for label, url in folder.links(item):
        paragraph = body.add("Normal", "", label)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        _link(paragraph, url)


def _link(paragraph: Paragraph, url: str) -> None:
    """Add a link that shows its address: on paper it must be readable."""
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = paragraph.add_run(url)
    run.font.color.rgb, run.font.underline = RGBColor(0x1D, 0x46, 0x71), True
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"/>')
    link.append(run._r)
    paragraph._p.append(link)


def _set_up(paper: Paper, folder: Folder) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number._p.append(parse_xml(_PAGE_NUMBER))
    _set_styles(paper)
    about = paper.core_properties
    about.title, about.language, about.subject = one_line(folder.title), _LANGUAGE, ""
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    on = folder.made_on
    about.created = about.modified = datetime(on.year, on.month, on.day)


def _set_styles(paper: Paper) -> None:
    styles = paper.styles
    language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), _LANGUAGE)
    styles.add_style(_NOTE, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    _style(paper, "Normal", align=WD_ALIGN_PARAGRAPH.JUSTIFY, line=1.15, after=6)
    _style(paper, "Title", _LARGE, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=0)
    _style(paper, "Subtitle", italic=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=12)
    _style(paper, "Heading 1", _LARGE, bold=True, align=WD_ALIGN_PARAGRAPH.LEFT, before=14, after=4)
    _style(paper, "Heading 2", bold=True, align=WD_ALIGN_PARAGRAPH.LEFT, before=4, after=4)
    _style(paper, "Quote", align=WD_ALIGN_PARAGRAPH.JUSTIFY, line=1.15, after=6, left=Cm(1))
    _style(paper, _NOTE, italic=True, align=WD_ALIGN_PARAGRAPH.JUSTIFY, line=1.15, before=6, after=6)
    numbering = paper.part.numbering_part.element
    numbering.insert(0, parse_xml(_HEADINGS_NUMBERED))  # such come before the numberings that use them
    numbering.append(parse_xml(_NUMBER))
    properties = styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = _NUMBERING


def _style(
    paper: Paper,
    name: str,
    size: Length = _SIZE,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH,
    line: float = 1.0,
    before: float = 0,
    after: float = 0,
    left: Length | None = None,
) -> None:
    """Give a style its face and its paragraph, and nothing of the template's."""
    style = cast(ParagraphStyle, paper.styles[name])
    kept = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:spacing", "w:kern", "w:color"):
        for found in kept.findall(qn(tag)):
            kept.remove(found)
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = _FACE, size, bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    for script in ("eastAsia", "cs"):
        kept.find(qn("w:rFonts")).set(qn(f"w:{script}"), _FACE)
    for found in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(found)
    form.alignment, form.line_spacing, form.left_indent = align, line, left
    form.space_before, form.space_after = Pt(before), Pt(after)
