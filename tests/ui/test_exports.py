"""Exported files, read back with libraries: what went in is there, and nothing of it became markup or a formula."""

import csv
import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from docx import Document
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from ui.exports import MEDIA_TYPES, Folder, Item, export
from ui.exports.csv import harmless
from ui.exports.model import clean, one_line, paragraphs, web_address
from ui.texts import ENGLISH, VIETNAMESE

LETTERS = "Đường đi khó không khó vì ngăn sông cách núi mà khó vì lòng người ngại núi e sông: ƠƯ ơư ĂÂÊÔ ẮẰẲẴẶ ỹỵỷỳý"
TEXT = f"1. Lao động nữ được nghỉ thai sản là 06 tháng.\na) {LETTERS}\n2. Mức phạt ≥ 5.000.000 đồng → ₫, 30 %."
ITEM = Item(
    citation="Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019",
    heading="Điều 139. Nghỉ thai sản",
    document="Bộ luật Lao động, số 45/2019/QH14, Quốc hội",
    status="Còn hiệu lực, có hiệu lực từ 01/01/2021",
    amendments=("sửa đổi Điều 139 bởi 41/2024/QH15",),
    text=TEXT,
    note="Hỏi lại khách hàng\nvề ngày sinh.",
    link="http://127.0.0.1:7860/?dieu=45/2019/QH14%23139",
    source_url="https://vbpl.vn/x?a=1&b=(2)",
)
NASTY = (
    "<script>alert(1)</script> & </w:t> <b>đậm</b> ${x} {{y}} `code` [a](javascript:x) ![i](x) *sao* _gạch_ ~~bỏ~~ "
    "| bảng | \\ https://a.vn &amp; &#60;"
)
LINES = ("# không là đề mục", "- gạch", "+ cộng", "1. số", "2) số", "> trích", "=1+1", "---", "===", "```", "    thụt")
ODD = "a\x00b\x01c\x0bd\x1b\ud800e\ufffe\u202ef\u2066g\u200bh"


def folder(*items, words=VIETNAMESE):
    return Folder(words.desk.FOLDER_TITLE, date(2026, 11, 24), items, words)


def read_docx(*items, words=VIETNAMESE):
    return Document(io.BytesIO(export(folder(*items, words=words), "docx")))


def styled(paper, style):
    return [p.text for p in paper.paragraphs if p.style.name == style]


@pytest.fixture
def read_pdf():
    """Open PDF files, and close them: the library complains of what is left open."""
    papers = []

    def opened(*items, words=VIETNAMESE):
        papers.append(pypdfium2.PdfDocument(export(folder(*items, words=words), "pdf")))
        return papers[-1]

    yield opened
    for paper in papers:
        paper.close()


def pages(paper):
    found = []
    for page in paper:
        text = page.get_textpage()
        found.append(text.get_text_bounded())
        text.close()
        page.close()
    return found


def words_of(paper):
    return " ".join(" ".join(pages(paper)).split())


def read_csv(*items):
    written = export(folder(*items), "csv")
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def read_markdown(*items):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(export(folder(*items), "md").decode())


def texts_of(tokens):
    """Every block's text, as it is shown."""
    return [
        "".join(child.content if child.type in ("text", "text_special") else "" for child in token.children)
        for token in tokens
        if token.type == "inline"
    ]


# Word


def test_docx_has_headings_quotations_and_everything_else(tmp_path):
    paper = read_docx(ITEM, replace(ITEM, citation="Điều 35"))
    assert styled(paper, "Title") == ["HỒ SƠ TRA CỨU PHÁP LUẬT"]
    assert styled(paper, "Heading 1") == [ITEM.citation, "Điều 35"]
    assert styled(paper, "Heading 2") == [ITEM.heading] * 2
    assert styled(paper, "Quote") == TEXT.split("\n") * 2
    assert styled(paper, "Note")[:2] == ["Ghi chú: Hỏi lại khách hàng", "về ngày sinh."]
    assert styled(paper, "Note")[-1] == VIETNAMESE.page.DISCLAIMER
    assert {"Hiệu lực: " + ITEM.status, "Sửa đổi: " + ITEM.amendments[0]} <= set(styled(paper, "Normal"))
    links = [link.address for paragraph in paper.paragraphs for link in paragraph.hyperlinks]
    assert links == [ITEM.link, ITEM.source_url] * 2


def test_docx_has_the_form_of_official_papers():
    paper = read_docx(ITEM)
    (section,) = paper.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) == round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    assert 'w:instr="PAGE"' in section.header._element.xml
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Quote", "Note"):
        style = paper.styles[name]
        assert style.font.name == "Times New Roman"
        assert Pt(13) <= style.font.size <= Pt(14)
        assert 1 <= style.paragraph_format.line_spacing <= 1.5
        assert "Theme" not in style.element.rPr.rFonts.xml
    assert "w:numId" in paper.styles["Heading 1"].element.xml


def test_docx_says_nothing_of_the_machine():
    paper = read_docx(ITEM)
    about = paper.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert (about.title, about.language, about.created.date()) == (
        "HỒ SƠ TRA CỨU PHÁP LUẬT",
        "vi-VN",
        date(2026, 11, 24),
    )
    assert 'w:val="vi-VN"' in paper.styles.element.xml


def test_docx_keeps_hostile_text_as_text():
    paper = read_docx(Item(NASTY, NASTY, NASTY, NASTY, (NASTY,), "\n".join((NASTY, *LINES)), NASTY))
    assert styled(paper, "Heading 1") == [NASTY]
    assert styled(paper, "Quote") == [NASTY, *map(str.strip, LINES)]
    assert not [link for paragraph in paper.paragraphs for link in paragraph.hyperlinks]


def test_docx_is_sound_xml_whatever_is_in_it():
    for part in ("word/document.xml", "word/numbering.xml", "word/styles.xml", "docProps/core.xml"):
        with zipfile.ZipFile(io.BytesIO(export(folder(Item(ODD, ODD, text=ODD, note=ODD)), "docx"))) as package:
            etree.fromstring(package.read(part))


# PDF


def test_pdf_gives_back_the_exact_words(read_pdf):
    text = words_of(read_pdf(ITEM))
    for said in (ITEM.citation, ITEM.heading, ITEM.status, *TEXT.split("\n"), "Ghi chú: Hỏi lại khách hàng", ITEM.link):
        assert said in text
    assert VIETNAMESE.page.DISCLAIMER in text


def test_pdf_has_a_title_bookmarks_and_numbers_from_the_second_page(read_pdf):
    paper = read_pdf(*[ITEM] * 9)
    assert paper.get_metadata_dict()["Title"] == "HỒ SƠ TRA CỨU PHÁP LUẬT"
    assert paper.get_metadata_dict()["Author"] == ""
    marks = list(paper.get_toc())
    assert [mark.get_title() for mark in marks] == [f"{n}. {ITEM.citation}" for n in range(1, 10)]
    first, second, *_ = pages(paper)
    assert not first.startswith("1")
    assert first.startswith("HỒ SƠ")
    assert "2" in {line.strip() for line in second.splitlines()}
    assert marks[-1].get_dest().get_index() > 0


def test_pdf_has_its_faces_in_it(read_pdf):
    written = export(folder(ITEM), "pdf")
    assert written.count(b"/FontFile2") >= 4  # regular, bold, italic, signs
    assert len(written) < 150_000  # and only what is used of them
    page = read_pdf(ITEM)[0]
    assert (round(page.get_width()), round(page.get_height())) == (595, 842)
    page.close()


def test_pdf_keeps_hostile_text_as_text(read_pdf):
    text = words_of(read_pdf(Item(NASTY, NASTY, NASTY, NASTY, (), NASTY, NASTY, "javascript:x", 'http://x/"><b>')))
    assert text.count("".join(NASTY[:60])) == 6
    assert "□" not in text


def test_pdf_shows_a_box_for_what_its_face_lacks_and_says_so(read_pdf):
    text = words_of(read_pdf(Item("Điều 1", text="Chữ 漢字 và 😀 xong\u200b.")))
    assert "Chữ □□ và □ xong." in text
    assert "ký tự mà phông chữ" in text
    assert "ký tự mà phông chữ" not in words_of(read_pdf(ITEM))


# Both, with what is long or odd


@pytest.mark.parametrize("ending", MEDIA_TYPES)
@pytest.mark.parametrize("long", ["nghỉ " * 10_000, "a" * 50_000, "1. Khoản.\n" * 5_000, "漢" * 5_000])
def test_long_articles_do_not_break(ending, long):
    assert len(export(folder(Item("Điều 1", text=long)), ending)) > 1_000


def test_long_articles_are_whole(read_pdf):
    long = "\n".join(f"{n}. Khoản số {n} của điều này." for n in range(2_000))
    assert styled(read_docx(Item("Điều 1", text=long)), "Quote") == long.split("\n")
    assert " ".join(long.split()) in " ".join(
        " ".join(line for line in page.splitlines() if not line.strip().isdecimal())
        for page in pages(read_pdf(Item("Điều 1", text=long)))
    ).replace("  ", " ")


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_decomposed_text_is_composed(ending, read_pdf):
    item = Item(
        unicodedata.normalize("NFD", "Điều 5 Nghị định về đường bộ"), text=unicodedata.normalize("NFD", LETTERS)
    )
    found = {
        "docx": lambda: "\n".join(p.text for p in read_docx(item).paragraphs),
        "pdf": lambda: words_of(read_pdf(item)),
        "md": lambda: export(folder(item), "md").decode(),
        "csv": lambda: export(folder(item), "csv").decode(),
    }[ending]()
    assert "Điều 5 Nghị định về đường bộ" in found
    assert LETTERS in found


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_nothing_and_almost_nothing(ending):
    assert export(folder(), ending)
    assert export(folder(Item("")), ending)
    assert export(folder(ITEM, words=ENGLISH), ending)


def test_an_unknown_format_is_an_error():
    with pytest.raises(KeyError):
        export(folder(ITEM), "exe")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_makes_files_that_can_be_read(read_pdf, text, citation):
    item = Item(citation, text=text, note=text, heading=citation)
    assert styled(read_docx(item), "Quote") == paragraphs(text)
    assert styled(read_docx(item), "Heading 1") == [one_line(citation)]
    assert len(read_pdf(item)) >= 1
    assert len(read_csv(item)) == 1
    shown = [" ".join(said.split()) for said in texts_of(read_markdown(item))]
    for line in paragraphs(text):
        assert line in shown


# Markdown


def test_markdown_is_read_back_as_it_stands():
    tokens = read_markdown(ITEM)
    shown = texts_of(tokens)
    assert f"1. {ITEM.citation}" in shown
    assert ITEM.heading in shown
    for line in TEXT.split("\n"):
        assert line in shown
    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    assert links == [ITEM.link, ITEM.source_url]


def test_markdown_takes_nothing_for_markup():
    tokens = read_markdown(Item(NASTY, NASTY, text="\n".join((NASTY, *LINES)), note="\n".join(LINES)))
    shown = texts_of(tokens)
    assert f"1. {NASTY}" in shown
    for line in (NASTY, *LINES):
        assert line.strip() in shown
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {
        "html_block",
        "html_inline",
        "code_inline",
        "fence",
        "code_block",
        "image",
        "link_open",
        "table_open",
    }
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    assert "bullet_list_open" not in kinds


# CSV


def test_csv_is_read_back_as_it_stands():
    (row,) = read_csv(ITEM)
    assert (row["STT"], row["Trích dẫn"], row["Nội dung"]) == ("1", ITEM.citation, TEXT)
    assert (row["Ghi chú"], row["Nguồn"], row["Mở trong Tra Luật"]) == (ITEM.note, ITEM.source_url, ITEM.link)


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "＝1", "\n=1", "-", "=\u0000"]
)
def test_no_cell_is_a_formula(text):
    (row,) = read_csv(Item(text, text, text, text, (text,), text, text))
    cells = [row[name] for name in ("Trích dẫn", "Điều luật", "Văn bản", "Hiệu lực", "Sửa đổi", "Ghi chú", "Nội dung")]
    for cell in cells:
        assert cell.startswith("'")
    assert harmless("Điều 1 = 2") == "Điều 1 = 2"


def test_a_long_text_is_cut_and_nothing_of_it_is_lost():
    long = "\n".join(f"{n}. Khoản số {n}." for n in range(6_000))
    written = export(folder(ITEM, Item("Điều 2", text=long)), "csv").decode("utf-8-sig")
    head, one, two = csv.reader(io.StringIO(written, newline=""))
    texts = two[head.index("Nội dung") :]
    assert len(head) == len(one) == len(two)
    assert " ".join(" ".join(texts).split()) == " ".join(long.split())
    assert all(len(cell) <= 32_767 for cell in two)


# What all formats share


@given(st.text(max_size=100))
def test_clean_text_is_legal_composed_and_stable(text):
    cleaned = clean(text)
    etree.fromstring(f"<a>{cleaned.replace('&', '').replace('<', '')}</a>".encode())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned
    assert "\r" not in cleaned


def test_clean_keeps_what_is_read():
    assert clean("Điều 1.\r\nKhoản 2\u2028điểm đ\x0cxong\t.") == "Điều 1.\nKhoản 2\nđiểm đ\nxong\t."
    assert clean(ODD) == "abc\ndefgh".replace("gh", "g\u200bh")


@pytest.mark.parametrize(
    ("url", "yes"),
    [
        ("https://vbpl.vn/a?b=1#c", True),
        ("http://127.0.0.1:7860/?dieu=45/2019/QH14%23139", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("http://[", False),
        ("http://x/a b", False),
        ('http://x/"onclick="', False),
        ("http://x/\u00a0", False),
        ("", False),
    ],
)
def test_web_addresses(url, yes):
    assert web_address(url) is yes
