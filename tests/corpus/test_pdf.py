import io
import os
import re
import shutil
from functools import cache

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import DocumentTooLarge, TraLuatError, UnreadableDocument
from corpus.heading import describe
from corpus.readers import _glyphs, pdf
from corpus.readers.builtin import read_builtin
from corpus.readers.pdf import read_pdf
from corpus.structure import parse
from tests.corpus.legacy_bytes import encode
from tests.corpus.pdf_writer import FONT, write_pdf

needs_font = pytest.mark.skipif(not FONT.is_file(), reason="the Debian package fonts-noto-core is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def law(articles: int = 60) -> str:
    """The first articles of the Labour Code as text, headings on their own lines."""
    lines: list[str] = []
    above: tuple[str, ...] = ()
    for article in read_builtin("bo-luat-lao-dong-2019").articles[:articles]:
        for heading in article.path:
            if heading not in above:
                lines += heading.split(": ", 1)
        above = article.path
        lines += [f"Điều {article.number}. {article.title}", article.text]
    return "\n".join(lines)


def drawn(*lines: tuple[float, float, str], **options) -> bytes:
    """Lines of Latin text at places of an A4 page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=0, **options)
    canvas.setFont("Helvetica", 12)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


@needs_font
@pytest.mark.parametrize("columns", [1, 2])
def test_a_law_comes_back(columns):
    content = read_pdf(write_pdf(law(), columns))
    assert parse(content.text).articles == parse(law()).articles
    assert content.text == law()
    assert content.warnings == ()


@needs_font
def test_the_writer_is_reproducible():
    assert write_pdf(law(3)) == write_pdf(law(3))


@pytest.fixture(scope="module")
def printed():
    """Print HTML as a browser does, with a running head and foot."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    note = "<span style='font-size:9px;margin:auto'>{}</span>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def to_pdf(body: str, style: str = "") -> bytes:
            page = browser.new_page()
            page.set_content(f"<meta charset=utf-8><style>body{{font:14px 'Noto Serif'}}{style}</style>{body}")
            data = page.pdf(
                format="A4",
                display_header_footer=True,
                header_template=note.format("Bộ luật Lao động số 45/2019/QH14"),
                footer_template=note.format("Trang <span class=pageNumber></span>/<span class=totalPages></span>"),
                margin={"top": "2cm", "bottom": "2cm", "left": "3cm", "right": "2cm"},
            )
            page.close()
            return data

        yield to_pdf
        browser.close()


def html_of(text: str) -> str:
    bold = ("Điều ", "Chương ", "Mục ")
    return "".join(
        f"<p>{'<b>' if line.startswith(bold) and len(line) < 120 else ''}{line}</b></p>" for line in text.split("\n")
    )


@needs_font
@pytest.mark.parametrize(
    "style",
    [
        "p{margin:0;text-indent:1.2cm;text-align:justify}",
        "p{margin:0 0 8px;text-align:justify}",
        "p{margin:0 0 6px}",
    ],
)
def test_printed_web_pages(printed, style):
    content = read_pdf(printed(html_of(law(30)), style))
    assert parse(content.text).articles == parse(law(30)).articles
    assert not re.search(r"Trang \d", content.text)


@needs_font
def test_hanging_indents_keep_clauses_and_points(printed):
    found = parse(read_pdf(printed(html_of(law(30)), "p{margin:0 0 0 2em;text-indent:-2em;text-align:justify}")).text)
    wanted = parse(law(30))
    assert [(a.number, a.title, a.path) for a in found.articles] == [
        (a.number, a.title, a.path) for a in wanted.articles
    ]
    numbers = [[(c.number, [p.letter for p in c.points]) for c in a.clauses] for a in found.articles]
    assert numbers == [[(c.number, [p.letter for p in c.points]) for c in a.clauses] for a in wanted.articles]


DECREE = """<style>td{text-align:center;vertical-align:top} p{margin:4px 0;text-indent:1cm} .t td{border:1px solid}
.t{border-collapse:collapse} h3{text-align:center;margin:4px}</style>
<table width=100%><tr><td width=40%>CHÍNH PHỦ<br>_______<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>
Độc lập - Tự do - Hạnh phúc</b><tr><td>Số: 01/2021/NĐ-CP<td><i>Hà Nội, ngày 04 tháng 01 năm 2021</i></table>
<h3>NGHỊ ĐỊNH<br>VỀ ĐĂNG KÝ DOANH NGHIỆP</h3><p>Căn cứ Luật Tổ chức Chính phủ;<p><b>Điều 1. Phạm vi điều chỉnh</b>
<p>1. Hồ sơ theo bảng sau:<table class=t><tr><td width=60>STT<td width=150>Loại hồ sơ<td width=180>Thời hạn
<tr><td>1<td>Đăng ký mới của doanh nghiệp<td>03 ngày làm việc kể từ khi nhận đủ hồ sơ<tr><td>2<td>Thay đổi<td>05 ngày
</table><p>2. Trình tự.<p><b>Điều 2. Hiệu lực thi hành</b>
<p>Nghị định này có hiệu lực thi hành từ ngày 10 tháng 02 năm 2021.
<table width=100%><tr><td style="text-align:left">Nơi nhận:<br>- Ban Bí thư;<br>- Lưu: VT.<td><b>TM. CHÍNH PHỦ<br>
THỦ TƯỚNG<br><br>Nguyễn Xuân Phúc</b></table>"""


@needs_font
def test_head_table_and_signature(printed):
    text = read_pdf(printed(DECREE)).text
    lines = text.split("\n")
    assert "STT | Loại hồ sơ | Thời hạn" in lines
    assert "1 | Đăng ký mới của doanh nghiệp | 03 ngày làm việc kể từ khi nhận đủ hồ sơ" in lines
    outline = parse(text)
    assert [(a.number, a.title) for a in outline.articles] == [
        ("1", "Phạm vi điều chỉnh"),
        ("2", "Hiệu lực thi hành"),
    ]
    assert [clause.number for clause in outline.articles[0].clauses] == ["1", "2"]
    assert outline.articles[1].text == "Nghị định này có hiệu lực thi hành từ ngày 10 tháng 02 năm 2021."
    found = describe(outline.preamble, outline.tail)
    assert (found.number, found.kind, found.issuer) == ("01/2021/NĐ-CP", "Nghị định", "Chính phủ")
    assert found.signer == "Nguyễn Xuân Phúc"


def test_running_heads_go_and_articles_stay():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number in range(1, 6):
        canvas.drawString(72, 800, f"Van ban {number} cua co quan")
        canvas.drawString(300, 30, f"- {number} -")
        canvas.drawString(72, 760, f"{number}. Clause")
        canvas.drawString(72, 700, f"Body number {number}")
        canvas.drawString(72, 400, "The same in the middle of all pages")
        canvas.showPage()
    canvas.save()
    text = read_pdf(out.getvalue()).text
    assert "Van ban" not in text
    assert "- 3 -" not in text
    assert text.count("The same in the middle") == 5
    assert "3. Clause\nBody number 3\n" in text


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the inter-", "net of things", "the internet of things"),
        ("qua ra-", "di cua ta", "qua ra-di cua ta"),
        ("nam 1990-", "2000 la moc", "nam 1990- 2000 la moc"),
    ],
)
def test_hyphens_at_the_end_of_a_line(first, second, joined):
    filler = "x" * 60
    width = 400.0
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Courier", 10)
    start = 72 + width - 6 * len(first)
    for y in (740, 725):
        canvas.drawString(72 + width - 6 * len(filler), y, filler)
    canvas.drawString(start, 710, first)
    canvas.drawString(72, 710, "y" * int((start - 72) / 6 - 1))
    canvas.drawString(72, 695, second)
    canvas.save()
    assert joined in read_pdf(out.getvalue()).text


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        ("VNI-Times", "vni"),
        ("ABCDEF+PhuongThao-VISCII", "viscii"),
        ("F1", "tcvn3"),
        ("F1", "vni"),
    ],
)
def test_legacy_fonts(font, encoding):
    lines = ["Điều 1. Người lao động được nước ưu tiên", "1. Thư ký cư trú như vậy, kinh tế - xã hội"]
    codec = "latin-1" if encoding == "viscii" else "cp1252"
    data = drawn(*((72, 700 - 20 * i, encode(line, encoding).decode(codec)) for i, line in enumerate(lines)))
    assert b"/BaseFont /Helvetica" in data
    content = read_pdf(data.replace(b"/BaseFont /Helvetica", b"/BaseFont /" + font.encode()))
    assert content.text.split("\n") == lines


def test_capitals_font():
    data = drawn((72, 700, encode("Bộ luật lao động", "tcvn3").decode("cp1252")))
    content = read_pdf(data.replace(b"/BaseFont /Helvetica", b"/BaseFont /.VnTimeH"))
    assert content.text == "BỘ LUẬT LAO ĐỘNG"


@needs_font
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pages(turn):
    data = write_pdf(law(3))
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    document.close()
    assert read_pdf(out.getvalue()).text == law(3)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_written_sideways(turn):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.translate(300, 400)
    canvas.rotate(turn)
    for i, line in enumerate(["First line of text here.", "Second one.", "Third and last."]):
        canvas.drawString(-150, -20 * i, line)
    canvas.save()
    assert read_pdf(out.getvalue()).text.split("\n") == ["First line of text here.", "Second one.", "Third and last."]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b"hello", "không phải là PDF"),
        (b"%PDF-1.7\n%%EOF", "bị hỏng"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "bị hỏng"),
        (drawn((72, 700, "secret"), encrypt="mat khau"), "mật khẩu"),
        (drawn(), "không có chữ"),
    ],
)
def test_unreadable(data, words):
    with pytest.raises(UnreadableDocument, match=".") as caught:
        read_pdf(data)
    assert words in caught.value.message


def test_bounds(monkeypatch):
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for _ in range(3):
        canvas.drawString(72, 700, "a line of text")
        canvas.showPage()
    canvas.save()
    for module, name, bound in ((pdf, "MAX_PAGES", 2), (pdf, "MAX_CHARACTERS", 20), (_glyphs, "MAX_CHARACTERS", 5)):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, bound)
            with pytest.raises(DocumentTooLarge):
                read_pdf(out.getvalue())
    assert read_pdf(out.getvalue()).text


def test_a_cut_file_is_told():
    data = drawn((72, 700, "All of this page is here"))
    content = read_pdf(data[: data.rindex(b"xref")])
    assert content.text == "All of this page is here"
    assert any("cắt cụt" in warning for warning in content.warnings)


SMALL = drawn((72, 700, "1. First line"), (72, 680, "a) and a point"), (300, 700, "beside"), (300, 680, "it"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files(data):
    spoiled = bytearray(SMALL)
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=30)):
        spoiled[at] = value
    cut = data.draw(st.integers(0, len(SMALL)) | st.just(len(SMALL)))
    try:
        content = read_pdf(bytes(spoiled[:cut]))
    except TraLuatError as error:
        assert error.message
    else:
        assert content.text.strip()
