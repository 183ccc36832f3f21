import struct
import zipfile
from io import BytesIO

import pytest

from corpus.readers.builtin import read_builtin
from corpus.readers.doc import read_doc
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.odt import read_odt
from corpus.readers.rtf import read_rtf
from corpus.structure import parse
from tests.corpus.legacy_bytes import encode
from tests.corpus.writers import (
    NUMBERING,
    WRITERS,
    doc_file,
    docx_file,
    item,
    lines,
    odt_file,
    p,
    package,
    r,
    rtf_file,
    rtf_text,
    table,
)

READERS = {".docx": read_docx, ".odt": read_odt, ".rtf": read_rtf, ".doc": read_doc, ".html": read_html}
HEAD = """QUỐC HỘI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Luật số: 45/2019/QH14
Hà Nội, ngày 20 tháng 11 năm 2019
BỘ LUẬT
LAO ĐỘNG
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Bộ luật Lao động."""
FOOT = """Bộ luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XIV, kỳ họp thứ 8 thông qua.
CHỦ TỊCH QUỐC HỘI
Nguyễn Thị Kim Ngân"""


@pytest.fixture(scope="module")
def articles():
    return read_builtin("bo-luat-lao-dong-2019").articles[:60]


@pytest.fixture(scope="module")
def law(articles):
    lines, path = [HEAD], ()
    for article in articles:
        for i, heading in enumerate(article.path):
            if article.path[: i + 1] != path[: i + 1]:
                lines += heading.split(": ", 1)
        path = article.path
        lines += [f"Điều {article.number}. {article.title}", article.text]
    return "\n".join([*lines, FOOT])


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_gives_the_same_structure(law, articles, suffix):
    found = READERS[suffix](WRITERS[suffix](law))
    assert found.text == law
    outline = parse(found.text)
    assert outline.articles == articles
    assert outline.preamble == HEAD
    assert outline.tail == FOOT


# ---- Word (Office Open XML)


def test_docx_automatic_numbers_restart_under_their_parent():
    body = [
        item("Phạm vi", 0), item("Một", 1), item("A", 2), item("B", 2), item("Hai", 1), item("C", 2),
        item("Đối tượng", 0), item("Ba", 1), item("Năm", 1, 3), item("Sáu", 1, 3), item("I", 0, 2), item("II", 0, 2),
        item("lẻ", 1, 2), item("", 0), item("Cuối", 0),
    ]  # fmt: skip
    assert lines(read_docx(docx_file("".join(body), numbering=NUMBERING))) == [
        "Điều 1. Phạm vi", "1. Một", "a) A", "b) B", "2. Hai", "a) C", "Điều 2. Đối tượng", "1. Ba", "5. Năm", "6. Sáu",
        "Chương I I", "Chương II II", "2.1 lẻ", "Điều 4. Cuối",
    ]  # fmt: skip


def test_docx_numbers_of_a_style_and_of_none():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style>'
    )
    body = p(r("Một"), properties='<w:pStyle w:val="Dieu"/>') + p(r("Hai"), properties='<w:pStyle w:val="Con"/>')
    body += p(r("Không"), properties='<w:pStyle w:val="Con"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = read_docx(docx_file(body, styles=styles, numbering=NUMBERING))
    assert lines(found) == ["Điều 1. Một", "Điều 2. Hai", "Không"]


def test_docx_tables():
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    inner = f"<w:tc>{p(r('trong:'))}{table(['x', 'y'])}{p()}</w:tc>"
    body = p(r("Trước")) + table(["STT", "Tên"], ["1", "A"], [merged, "B"], ["2", inner]) + p(r("Sau"))
    assert lines(read_docx(docx_file(body))) == [
        "Trước", "STT | Tên", "1 | A", " | B", "2 | trong: x | y", "Sau",
    ]  # fmt: skip


def test_letterhead_and_signature_are_read_side_by_side():
    left = f"<w:tc>{p(r('CHÍNH PHỦ'))}{p(r('-----'))}{p(r('Số: 01/2021/NĐ-CP'))}</w:tc>"
    right = f"<w:tc>{p(r('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'))}{p(r('Độc lập - Tự do - Hạnh phúc'))}</w:tc>"
    receivers = f"<w:tc>{p(r('Nơi nhận:'))}{p(r('- Lưu: VT.'))}</w:tc>"
    signer = f"<w:tc>{p(r('TM. CHÍNH PHỦ'))}{p(r('THỦ TƯỚNG'))}{p(r('Nguyễn Xuân Phúc'))}</w:tc>"
    assert lines(read_docx(docx_file(table([left, right]) + p(r("Điều 1. X")) + table([receivers, signer])))) == [
        "CHÍNH PHỦ", "-----", "Số: 01/2021/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Điều 1. X", "Nơi nhận:", "- Lưu: VT.", "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Nguyễn Xuân Phúc",
    ]  # fmt: skip


def test_docx_reads_the_text_as_accepted_and_shown():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    box = f"<w:txbxContent>{p(r('Khung'))}</w:txbxContent>"
    body = (
        p(
            r("giữ "),
            f'<w:ins w:id="1">{r("thêm")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>bỏ</w:delText></w:r></w:del>',
        )
        + p(r("nối "), properties='<w:rPr><w:del w:id="3"/></w:rPr>')
        + p(r("đoạn"))
        + p(r("hiện"), r(" ẩn", "<w:vanish/>"), r(" lại", '<w:vanish w:val="0"/>'))
        + p(
            field("begin"),
            "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            field("separate"),
            r("7"),
            field("end"),
            r(" trang"),
        )
        + p(field("begin"), r("mã"), field("begin"), field("separate"), r("x"), field("end"), field("end"), r("chữ"))
        + p("<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t><w:noBreakHyphen/><w:t>bốn</w:t></w:r>")
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('ô'))}</w:sdtContent></w:sdt>"
        + p('<w:hyperlink r:id="r9">' + r("liên kết") + "</w:hyperlink>", r(" hoa", "<w:caps/>"))
        + p(
            r("ngoài"),
            f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            r(" khung"),
        )
        + p('<w:r><w:footnoteReference w:id="1"/></w:r>', r("chú"))
    )
    footnotes = f'<w:footnote w:id="1">{p(r("Điều 9. Lời chú"))}</w:footnote>'
    found = read_docx(docx_file(body, footnotes=footnotes, header1=p(r("Đầu trang"))))
    assert lines(found) == [
        "giữ thêm", "nối đoạn", "hiện lại", "7 trang", "chữ", "một", "hai\tba-bốn", "ô", "liên kết HOA", "ngoài khung",
        "Khung", "chú",
    ]  # fmt: skip
    assert found.warnings == ("Đã bỏ qua 1 chú thích cuối trang.",)


def test_docx_of_the_strict_kind():
    data = WRITERS[".docx"]("Điều 1. Một\nHai")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert lines(read_docx(package(parts))) == ["Điều 1. Một", "Hai"]


# ---- fonts from before Unicode

SENTENCE = "Người lao động được cấp giấy chứng nhận"


def old(encoding: str) -> str:
    return encode(SENTENCE, encoding).decode("cp1252")


FONTS = [("tcvn3", ".VnTime"), ("vni", "VNI-Times")]


@pytest.mark.parametrize(("encoding", "font"), FONTS)
@pytest.mark.parametrize("place", ["run", "style", "defaults"])
def test_docx_legacy_font(encoding, font, place):
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    middle = len(old(encoding)) // 2
    own, unicode = (fonts, "") if place == "run" else ("", '<w:rFonts w:hAnsi="Times New Roman"/>')
    body = p(
        r(old(encoding)[:middle], own + "<w:b/>"), r(old(encoding)[middle:], own), r(" số 1 — đỏ", unicode),
        properties='<w:pStyle w:val="S"/>',
    )  # fmt: skip
    style = f'<w:style w:type="paragraph" w:styleId="S"><w:rPr>{fonts if place == "style" else ""}</w:rPr></w:style>'
    if place == "defaults":
        style += f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}</w:rPr></w:rPrDefault></w:docDefaults>"
    found = read_docx(docx_file(body, styles=style))
    assert found.text == f"{SENTENCE} số 1 — đỏ"
    assert found.warnings == (f"Đã chuyển chữ dùng phông cũ ({encoding.upper()}) sang Unicode.",)


@pytest.mark.parametrize(("encoding", "font"), FONTS)
def test_odt_legacy_font(encoding, font):
    styles = (
        f'<style:font-face style:name="F" svg:font-family="\'{font}\'"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="F"/></style:style>'
    )
    body = f'<text:p>Một: <text:span text:style-name="T1">{old(encoding)}</text:span> đỏ</text:p>'
    assert read_odt(odt_file(body, styles)).text == f"Một: {SENTENCE} đỏ"


@pytest.mark.parametrize(("encoding", "font"), FONTS)
@pytest.mark.parametrize("hyphen", ["\\'ad", "\\-"])
def test_rtf_legacy_font(encoding, font, hyphen):
    coded = "".join(f"\\'{byte:02x}" for byte in encode(SENTENCE, encoding)).replace("\\'ad", hyphen)
    data = rtf_file(rf"\f1 {coded}\f0  {rtf_text('đỏ')}\par", rf"{{\f0\fcharset0 Arial;}}{{\f1\fcharset163 {font};}}")
    assert read_rtf(data).text == f"{SENTENCE} đỏ"


@pytest.mark.parametrize(("encoding", "font"), FONTS)
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("hyphen", ["\xad", "\x1f"])
def test_doc_legacy_font(encoding, font, narrow, hyphen):
    written = old(encoding).replace("\xad", hyphen)
    modifiers = struct.pack("<HH", 0x4A4F, 1)
    data = doc_file(f"Mot {written} hai\r", [(written, modifiers)], fonts=["Arial", font], narrow=narrow)
    assert read_doc(data).text == f"Mot {SENTENCE} hai"


@pytest.mark.parametrize(("encoding", "font"), FONTS)
def test_html_legacy_font(encoding, font):
    body = (
        f'<style>p.Cu, li.Cu {{margin:0; font-family:"{font}"}}</style><p class=Cu>{old(encoding)}</p>'
        f"<p><font face='{font}'>{old(encoding)}</font> đỏ</p>"
        f"<p><span style='font-family:{font}'>{old(encoding)}</span></p>"
    )
    assert lines(read_html(body.encode())) == [SENTENCE, f"{SENTENCE} đỏ", SENTENCE]


# ---- OpenDocument

LIST_STYLES = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-prefix="Điều " style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:start-value="3"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2"/></text:list-style>'
)


def test_odt_automatic_numbers():
    def listed(*items: str, more: str = "") -> str:
        return f'<text:list text:style-name="L1" {more}>{"".join(items)}</text:list>'

    def entry(text: str, inner: str = "") -> str:
        return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"

    third = f"<text:list>{entry('C')}</text:list>"
    inner = f"<text:list>{entry('B', third)}{entry('D')}</text:list>"
    body = listed(entry("A", inner), entry("E"), more='xml:id="x"') + "<text:p>giữa</text:p>"
    body += listed(entry("F"), more='text:continue-list="x"') + listed(entry("G"))
    body += listed("<text:list-item><text:p>H</text:p><text:p>tiếp</text:p></text:list-item>",
                   "<text:list-header><text:p>không số</text:p></text:list-header>",
                   more='text:continue-numbering="true"')  # fmt: skip
    assert lines(read_odt(odt_file(body, LIST_STYLES))) == [
        "Điều 1. A", "3. B", "3.1 C", "4. D", "Điều 2. E", "giữa", "Điều 3. F", "Điều 1. G", "Điều 2. H", "tiếp",
        "không số",
    ]  # fmt: skip


def test_odt_leaves_out_what_is_not_shown():
    automatic = (
        '<style:style style:name="An" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="Hoa" style:family="text"><style:text-properties fo:text-transform="uppercase"/>'
        "</style:style>"
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>đã xóa</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>một<text:change text:change-id="c"/> hai<text:span text:style-name="An"> ẩn</text:span>'
        '<office:annotation><text:p>nhận xét</text:p></office:annotation><text:s text:c="2"/>ba<text:line-break/>bốn'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú</text:p></text:note-body>"
        '</text:note></text:p><text:section text:display="none"><text:p>khuất</text:p></text:section>'
        "<text:p><draw:frame><draw:text-box><text:p>Khung</text:p></draw:text-box></draw:frame>ngoài"
        '<text:span text:style-name="Hoa"> hoa</text:span></text:p>\n  '
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:covered-table-cell/>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = read_odt(odt_file(body, automatic))
    assert lines(found) == ["một hai  ba", "bốn", "ngoài HOA", "Khung", "a |  | b"]
    assert found.warnings == ("Đã bỏ qua 1 chú thích cuối trang.",)
