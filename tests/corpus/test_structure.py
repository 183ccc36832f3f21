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
