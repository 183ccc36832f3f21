import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encoding import fold, normalise
from corpus.structure import parse, parse_clauses

DECREE = """CHÍNH PHỦ
Số: 01/2021/NĐ-CP
NGHỊ ĐỊNH
Về đăng ký doanh nghiệp
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về hồ sơ.
Điều 12 của Luật này được áp dụng.
Điều 2: Đối tượng áp dụng
1) Cá nhân;
2) Tổ chức:
a. Doanh nghiệp;
b. Hợp tác xã.
Chương II: HỒ SƠ, TRÌNH TỰ
ĐĂNG KÝ
Mục 1. HỒ SƠ
Điều 3 - Hồ sơ
1. Giấy đề nghị
15 ngày kể từ ngày nhận.
1a. Bản sao
2. Phí:
a) Một;
đ) Năm;
Điều 3a. Bổ sung
Nội dung.
Điều 4. Nghị định này có hiệu lực từ ngày 04 tháng 01 năm 2021.
Nơi nhận:
- Ban Bí thư;
TM. CHÍNH PHỦ
"""


def numbers(text):
    return [article.number for article in parse(text).articles]


def test_decree():
    outline = parse(DECREE)
    assert [a.number for a in outline.articles] == ["1", "2", "3", "3a", "4"]
    one, two, three, _, four = outline.articles
    assert one.title == "Phạm vi điều chỉnh"
    assert one.text.endswith("Điều 12 của Luật này được áp dụng.")
    assert one.path == ("Chương I: QUY ĐỊNH CHUNG",)
    assert [c.number for c in two.clauses] == ["1", "2"]
    assert [p.letter for p in two.clauses[1].points] == ["a", "b"]
    assert three.path == ("Chương II: HỒ SƠ, TRÌNH TỰ ĐĂNG KÝ", "Mục 1: HỒ SƠ")
    assert [c.number for c in three.clauses] == ["1", "1a", "2"]
    assert (four.title, four.text) == ("", "Nghị định này có hiệu lực từ ngày 04 tháng 01 năm 2021.")
    assert outline.tail.startswith("Nơi nhận")
    assert outline.preamble.endswith("Về đăng ký doanh nghiệp")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace("Đ", "Ð"),
        lambda t: t.replace("Đ", "Ɖ"),
        lambda t: t.replace("Điều", "Đi\u200bều").replace(" ", "\u00a0"),
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\n\n  \n"),
    ],
)
def test_spelling_does_not_matter(spoil):
    assert parse(spoil(DECREE)) == parse(DECREE)


def test_stray_reference_does_not_break_the_count():
    body = "\n".join(f"Điều {n}. Tên\nNội dung." for n in range(1, 6))
    spoiled = body.replace("Điều 3. Tên", "Điều 120. Tội khác\nĐiều 3. Tên")
    assert numbers(spoiled) == ["1", "2", "3", "4", "5"]


def test_attached_regulation_counts_anew():
    text = (
        "Điều 1. Ban hành Quy chế.\nĐiều 2. Thi hành.\nNơi nhận: A\nQUY CHẾ\nĐiều 1. Phạm vi\nX.\nĐiều 2. Đối tượng\nY."
    )
    assert numbers(text) == ["1", "2", "1 (kèm theo)", "2 (kèm theo)"]
    assert parse(text).articles[1].text == "Thi hành."


def test_table_of_contents_is_not_the_document():
    contents = "\n".join(f"Điều {n}. Tên {n}" for n in range(1, 5))
    assert [a.text for a in parse(contents + "\n" + DECREE).articles][0].startswith("Nghị định này")


def test_references_are_not_headings():
    assert numbers("Điều 1. A\nx\nĐiều 2, 3 và 4 của Luật\nĐiều 2 Bộ luật này quy định\nĐiều 2. B\ny") == ["1", "2"]
    path = parse("Điều 1. A\nMục 2 Chương III của Luật này.\nPhần mềm là gì.\nĐiều 2. B\ny").articles[1].path
    assert path == ()


def test_clause_sequences():
    assert [c.number for c in parse_clauses("1. a\n2. b\n4. c")] == ["1", "2", "4"]
    assert [c.number for c in parse_clauses("1. a\n15. b\n2. c\n1. d\n3. e")] == ["1", "2", "3"]
    assert [c.number for c in parse_clauses("Mức 1.000 đồng\n1.500 đồng\n2. x")] == []
    assert parse_clauses("Không có khoản nào.\na) x") == ()


def test_second_d_is_read_as_d_with_bar():
    (clause,) = parse_clauses("1. x:\na) 1;\nb) 2;\nc) 3;\nd) 4;\nd) 5;\ne) 6.")
    assert [p.letter for p in clause.points] == ["a", "b", "c", "d", "đ", "e"]


def test_unclosed_quotation_hides_nothing():
    assert [c.number for c in parse_clauses("1. như sau: “a\n2. b\n3. c")] == ["1", "2", "3"]


LAW = "QUỐC HỘI\nLuật số: 1/2020/QH14\nLUẬT\nA\nCăn cứ Điều 5 Luật Tổ chức Chính phủ;\n"


def outline(text):
    """Numbers, titles and clauses of a law's articles."""
    return [(a.number, a.title, "".join(c.number for c in a.clauses)) for a in parse(LAW + text).articles]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 1\nLuật này quy định A.\nĐiều 2.\n1- Một;\n2- Hai.", [("1", "", ""), ("2", "", "12")]),
        ("ĐIỀU 1: PHẠM VI\nx.\nĐIỀU 2 : HẾT\ny.", [("1", "PHẠM VI", ""), ("2", "HẾT", "")]),
        ("Điều1. A\nX.\nĐiều 2 . B\nY.", [("1", "A", ""), ("2", "B", "")]),
        ("Điều 1. A\nX.\nĐiều 217a. B\nY.\nĐiều 217b. C\nZ.", [("1", "A", ""), ("217a", "B", ""), ("217b", "C", "")]),
        ("Điều 1. 1. Một.\n2. Hai.\nĐiều 2. B\nY.", [("1", "", "12"), ("2", "B", "")]),
        ("Điều 1. A\n1-Một\n2-Hai\nĐiều 2. B\n1 . Một\n2 . Hai", [("1", "A", "12"), ("2", "B", "12")]),
        ("Điều 1[3]. A\nX.\nĐiều 2.[4] B\nY.\n[3] Sửa đổi theo Điều 1.", [("1", "A", ""), ("2", "B", "")]),
        ("Điều thứ nhất. Đặt ra.\nĐiều thứ mười lăm: Thi hành.\nĐiều thứ 16\nHết.",
         [("1", "", ""), ("15", "", ""), ("16", "", "")]),
        ("Điều I. A\nX.\nĐiều II. B\nY.", [("I", "A", ""), ("II", "B", "")]),
    ],
)  # fmt: skip
def test_forms_of_article_headings(text, expected):
    assert outline(text) == expected


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("1. Gồm:\na. A;\nb. B;\nc. C;\nd. D;\nđ. Đ.", "abcdđ"),
        ("1. Gồm:\na- A;\nb - B;\nc – C.", "abc"),
        ("1. Gồm:\n(a) A;\n(b) B.", "ab"),
        ("1. Gồm:\na/ A;\nb/ B.", "ab"),
    ],
)
def test_forms_of_points(text, letters):
    (clause,) = parse_clauses(text)
    assert "".join(point.letter for point in clause.points) == letters


QUOTED = "Điều 5. Tên mới\n1. Một;\n2. Hai."


@pytest.mark.parametrize(
    "quotation",
    [f"“{QUOTED}”", f'"{QUOTED}"', f"“\n{QUOTED}\n”", f'“{QUOTED}"']
    + ["“Điều 5. Giải thích\n1. “Đất” là “đất”;\n2. “Nhà”.”."],
)
def test_quoted_articles_are_not_articles(quotation):
    text = f"Điều 1. Sửa đổi\n1. Sửa Điều 5:\n{quotation}\n2. Bãi bỏ Điều 6.\nĐiều 2. Hiệu lực\n1. x;\n2. y."
    assert outline(text) == [("1", "Sửa đổi", "12"), ("2", "Hiệu lực", "12")]


@pytest.mark.parametrize(
    ("announcement", "quotation"),
    [
        ("Sửa đổi Điều 2 như sau:", "Điều 2. Tên\nNội dung mới."),
        ("Bổ sung Điều 3a vào sau Điều 3 như sau:", "Điều 3a. Tên\nNội dung mới."),
        ("Điều 5 được sửa đổi, bổ sung như sau:", "Điều 5\nNội dung mới."),
        ("Sửa đổi các Điều 2, 2a và 7 như sau:", "Điều 2. A\nX.\nĐiều 2a. B\nY.\nĐiều 7. C\nZ."),
    ],
)
def test_articles_quoted_without_marks(announcement, quotation):
    rest = "\n".join(f"Điều {n}. Tên {n}\nNội dung." for n in range(2, 7))
    found = outline(f"Điều 1. Sửa đổi, bổ sung một số điều\n{announcement}\n{quotation}\n{rest}")
    assert [number for number, _, _ in found] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "closing",
    [
        "Nơi nhận:\n- Như trên;",
        "| BỘ TRƯỞNG\n| Nguyễn Văn A",
        "Nơi nhận: - Như trên; | TM. CHÍNH PHỦ",
        "GIÁM ĐỐC\nNguyễn Văn A",
        "Phụ lục I\nDanh mục",
        "PHỤ LỤC\nDANH MỤC",
        "Mẫu số 01\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Mẫu số 02/TNDN: TỜ KHAI",
        "DANH MỤC\nHÀNG HÓA CẤM",
        "BIỂU THUẾ\nXUẤT KHẨU\n(Ban hành kèm theo Nghị định số 1/2020/NĐ-CP)",
        "Luật này được Quốc hội khóa XIV thông qua ngày 20 tháng 11 năm 2019.",
        "ĐẠI DIỆN BÊN A",
    ],
)
def test_what_follows_the_last_article_is_not_in_it(closing):
    found = parse(LAW + f"Điều 1. A\nX.\nĐiều 2. B\n1. Một.\n2. Hai.\n{closing}\n3. Ba")
    assert found.articles[-1].text == "1. Một.\n2. Hai."
    assert found.tail == f"{closing}\n3. Ba"


@pytest.mark.parametrize(
    "line",
    [
        "CHỦ TỊCH Ủy ban nhân dân các tỉnh chịu trách nhiệm thi hành.",
        "Phụ lục I ban hành kèm theo Luật này.",
        "Mẫu số 01 được thay bằng mẫu mới.",
        "BÊN A có nghĩa vụ trả tiền.",
    ],
)
def test_a_sentence_closes_nothing(line):
    assert parse(LAW + f"Điều 1. A\nX.\nĐiều 2. B\n1. Một.\n{line}\n2. Hai.").tail == ""


def test_decision_of_single_lines_keeps_its_articles_and_signature():
    text = (
        "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế A.\nĐiều 2. Quyết định này có hiệu lực "
        "từ ngày ký.\n"
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành./.\nCHỦ TỊCH\nNguyễn Văn A\nQUY CHẾ\nVề A\n"
        "Chương I\nCHUNG\nĐiều 1. Phạm vi\n1. x.\nĐiều 2. Đối tượng\ny."
    )
    found = parse(text)
    assert [a.number for a in found.articles] == ["1", "2", "3", "1 (kèm theo)", "2 (kèm theo)"]
    assert found.articles[3].path == ("Chương I: CHUNG",)
    assert found.tail == "CHỦ TỊCH\nNguyễn Văn A\nQUY CHẾ\nVề A"


BODY = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. A\nx.\ny.\nĐiều 2. B\nz.\nt."


@pytest.mark.parametrize("entry", ["Điều {0}. {1}", "Điều {0}. {1} ........ 3", "Điều {0}. {1} 12"])
@pytest.mark.parametrize("before", [True, False])
def test_tables_of_contents(entry, before):
    contents = "MỤC LỤC\nChương I QUY ĐỊNH CHUNG\n" + entry.format(1, "A") + "\n" + entry.format(2, "B")
    found = parse(f"{contents}\n{LAW}{BODY}" if before else f"{LAW}{BODY}\n{contents}")
    assert [(a.number, a.title, a.text, a.path) for a in found.articles] == [
        ("1", "A", "x.\ny.", ("Chương I: QUY ĐỊNH CHUNG",)),
        ("2", "B", "z.\nt.", ("Chương I: QUY ĐỊNH CHUNG",)),
    ]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("CHƯƠNG THỨ NHẤT\nCHẾ ĐỘ", "Chương thứ nhất: CHẾ ĐỘ"),
        ("CHƯƠNG HAI\nKINH TẾ", "Chương hai: KINH TẾ"),
        ("Chương mười một: CUỐI", "Chương mười một: CUỐI"),
        ("chương ii\nhồ sơ", "Chương II: hồ sơ"),
        ("Chương IIa\nĐẶC BIỆT", "Chương IIa: ĐẶC BIỆT"),
        ("Chương 3 - KẾT", "Chương 3: KẾT"),
        ("Chương I\nNhững quy định\nchung", "Chương I: Những quy định chung"),
        ("PHẦN THỨ HAI\nRIÊNG", "Phần thứ hai: RIÊNG"),
    ],
)
def test_forms_of_chapter_headings(heading, name):
    assert parse(f"{heading}\nĐiều 1. A\nx.").articles[0].path == (name,)


def test_a_reference_broken_across_lines_is_no_chapter():
    text = "Điều 1. A\nTheo quy định tại\nChương II\ncủa Luật này thì\nĐiều 2. B\nx."
    assert parse(text).articles[1].path == ()


def test_gazette_lines_are_left_out():
    text = "Điều 1. A\nX\n12 CÔNG BÁO/Số 123 + 124/Ngày 01-02-2020\nY.\nCÔNG BÁO/Số 5/Ngày 01-02-2020 13\nĐiều 2. B\nZ."
    assert parse(text).articles[0].text == "X\nY."


PIECES = st.sampled_from(
    ["Điều ", "Ðiều ", "Chương ", "Mục ", "Phần thứ ", "nhất", "I", "II", "1", "2", "3", "12", "a", "b", "đ", ".", ")"]
    + [":", "-", "\n", "\n", "\n", " ", "“", "”", '"', "; ", "TÊN", "Nội dung", "của Luật", "Nơi nhận:", "PHỤ LỤC"]
)
LEGAL = st.lists(PIECES, max_size=80).map("".join)


def check_offsets(text, clauses):
    position = 0
    for clause in clauses:
        assert position <= clause.start < clause.end <= len(text)
        assert text[clause.start].isdigit()
        position, inner = clause.end, clause.start
        for point in clause.points:
            assert inner <= point.start < point.end <= clause.end
            inner = point.end


@settings(max_examples=400, deadline=None)
@given(LEGAL | st.text(max_size=300))
def test_any_text_parses_to_valid_offsets(text):
    outline = parse(text)
    found = [article.number for article in outline.articles]
    assert len(found) == len(set(found))
    for article in outline.articles:
        assert normalise(article.text) == article.text
        check_offsets(article.text, article.clauses)
    check_offsets(normalise(text), parse_clauses(normalise(text)))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80) | LEGAL)
def test_normalise_is_idempotent(text):
    once = normalise(text)
    assert normalise(once) == once
    assert fold(fold(once)) == fold(once)
