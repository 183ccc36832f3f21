from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citation import Citation, find_citations, format_citation, is_bare, normalise_number, number_key
from corpus.encoding import normalise
from corpus.model import Article, Clause, Document

LABOUR, CIVIL, CRIMINAL = "45/2019/QH14", "91/2015/QH13", "100/2015/QH13"


@pytest.mark.parametrize(
    ("question", "article", "clause", "point", "number", "bare"),
    [
        ("Điều 139 BLLĐ 2019", "139", None, None, LABOUR, True),
        ("khoản 2 Điều 35 BLLĐ", "35", "2", None, LABOUR, True),
        ("Đ.139 BLLĐ", "139", None, None, LABOUR, True),
        ("điểm a khoản 1 Điều 8 Nghị định 100/2019/NĐ-CP", "8", "1", "a", "100/2019/NĐ-CP", True),
        ("điểm đ khoản 1 Điều 125 BLLĐ", "125", "1", "đ", LABOUR, True),
        ("dieu 51 nd 01/2021", "51", None, None, "01/2021/NĐ-CP", True),
        ("điều 173 bộ luật hình sự 2015", "173", None, None, CRIMINAL, True),
        ("ĐIỀU 173 BỘ LUẬT HÌNH SỰ NĂM 2015", "173", None, None, CRIMINAL, True),
        ("dieu 217a blhs", "217a", None, None, CRIMINAL, True),
        ("k2 đ35 blld", "35", "2", None, LABOUR, True),
        ("45/2019/QH14", None, None, None, LABOUR, True),
        ("nghi dinh so 100/2019/nd-cp", None, None, None, "100/2019/NĐ-CP", True),
        ("Điều 9999 BLDS", "9999", None, None, CIVIL, True),
        ("xem nội dung điều 5 bộ luật dân sự", "5", None, None, CIVIL, True),
        ("quy định tại khoản 1 Điều 5 của BLDS là gì?", "5", "1", None, CIVIL, True),
        ("BLTTHS điều 110", "110", None, None, "101/2015/QH13", True),
        ("điều 10 bộ luật tố tụng dân sự", "10", None, None, "92/2015/QH13", True),
        ("Điều 13 Bộ luật hàng hải Việt Nam", "13", None, None, "95/2015/QH13", True),
        ("Điều 5 BLHS 1999", "5", None, None, "15/1999/QH10", True),
        ("Điều 5 BLHS 1985", "5", None, None, None, True),
        ("Điều 139, khoản 1, điểm a BLLĐ", "139", "1", "a", LABOUR, True),
        ("Điều 139, điểm a khoản 1 BLLĐ", "139", "1", "a", LABOUR, True),
        ("khoản 1 Điều 139 điểm a BLLĐ", "139", "1", "a", LABOUR, True),
        ("điều 4 thông tư 01/2021", "4", None, None, "01/2021/TT", True),
        ("Điều 35 luật 35/2018", "35", None, None, "35/2018/QH", True),
        ("Điều 139", "139", None, None, None, True),
        ("nghỉ thai sản theo Điều 139 BLLĐ được mấy tháng", "139", None, None, LABOUR, False),
        ("Điều 125 Bộ luật Lao động số 45/2019/QH14", "125", None, None, LABOUR, True),
    ],
)
def test_citations(question, article, clause, point, number, bare):
    (found,) = find_citations(question)
    assert (found.article, found.clause, found.point, found.document_number) == (article, clause, point, number)
    assert is_bare(question, found) is bare


@pytest.mark.parametrize(
    "question",
    [
        "",
        "nghỉ thai sản được mấy tháng",
        "tháng 3/2021 tôi nghỉ việc",
        "bộ luật lao động là gì",
        "điều kiện 5 năm",
        "35 đồng",
    ],
)
def test_no_citation(question):
    assert find_citations(question) == []


def test_articles_cited_together_share_the_document():
    assert [c.document_number for c in find_citations("Điều 12, Điều 13 và Điều 14 BLDS")] == [CIVIL] * 3


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Điều 109, điểm a khoản 2 Điều 113", "Điều 109|điểm a khoản 2 Điều 113"),
        ("Điều 109, điểm a, khoản 2, Điều 113", "Điều 109|điểm a, khoản 2, Điều 113"),
        ("Điều 109, khoản 2 Điều 113", "Điều 109|khoản 2 Điều 113"),
        ("Điều 109, điểm a của Điều 113", "Điều 109|điểm a của Điều 113"),
        ("Điều 109, khoản 2, Điều 113", "Điều 109, khoản 2|Điều 113"),
        ("Điều 109 khoản 2 Điều 113", "Điều 109 khoản 2|Điều 113"),
        ("khoản 3 Điều 189, khoản 2 và khoản 3 Điều 190", "khoản 3 Điều 189|khoản 3 Điều 190"),
        (
            "điểm b khoản 2 Điều 12, điểm a khoản 2 Điều 13, khoản 1 Điều 14",
            "điểm b khoản 2 Điều 12|điểm a khoản 2 Điều 13|khoản 1 Điều 14",
        ),
        ("Điều 109 khoản 1, điểm a khoản 2 Điều 113", "Điều 109 khoản 1|điểm a khoản 2 Điều 113"),
    ],
)
def test_what_stands_right_before_an_article_is_of_that_one(text, cited):
    found = find_citations(text)
    assert "|".join(text[one.start : one.end] for one in found) == cited
    for one in found:
        for word, part in (("khoản", one.clause), ("điểm", one.point)):
            assert (f"{word} {part}" in text[one.start : one.end]) if part else word not in text[one.start : one.end]


def test_two_documents():
    found = find_citations("So sánh Điều 5 BLDS với Điều 6 BLLĐ")
    assert [(c.article, c.document_number) for c in found] == [("5", CIVIL), ("6", LABOUR)]


@given(
    st.text(max_size=100)
    | st.lists(st.sampled_from(["điều ", "k", "đ", "1", "2", " BLDS", "/2019", "/QH14", " ", "İ"])).map("".join)
)
def test_offsets_are_of_the_normalised_text(question):
    text = normalise(question)
    position = 0
    for citation in find_citations(question):
        assert position <= citation.start < citation.end <= len(text)
        position = citation.start
        is_bare(question, citation)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("45/2019/qh14", "45/2019/QH14"),
        ("100/2019/nd-cp", "100/2019/NĐ-CP"),
        (" 100 / 2019 / NÐ–CP ", "100/2019/NĐ-CP"),
        ("01/2021/tt-bldtbxh", "01/2021/TT-BLĐTBXH"),
        ("5/2020/qd-ubnd", "5/2020/QĐ-UBND"),
        ("12/2020/qd-ttg", "12/2020/QĐ-TTG"),
        ("24/2018/nq-hdnd", "24/2018/NQ-HĐND"),
    ],
)
def test_numbers_have_one_spelling(typed, number):
    assert normalise_number(typed) == number
    assert normalise_number(number) == number


def test_number_key_ignores_zeros_and_diacritics():
    assert number_key("01/2021/NĐ-CP") == number_key("1/2021/nd-cp") == "1/2021/ND-CP"


def test_format():
    clause = Clause("1", 0, 4)
    article = Article("139", "Nghỉ thai sản", "1. x", (), (clause,))
    code = Document(LABOUR, LABOUR, "Bộ luật Lao động", (article,), kind="Bộ luật", issued_on=date(2019, 11, 20))
    assert format_citation(code, article, clause) == (
        "khoản 1 Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019"
    )
    decree = Document("1", "01/2021/NĐ-CP", "Nghị định về đăng ký", (), kind="Nghị định", issued_on=date(2021, 1, 4))
    assert format_citation(decree, article) == "Điều 139 Nghị định số 01/2021/NĐ-CP ngày 04/01/2021"
    law = Document("1", "1/2020/QH14", "Đất đai", (), kind="Luật")
    assert format_citation(law, article) == "Điều 139 Luật Đất đai số 1/2020/QH14"
    assert format_citation(Document("x/1", "", "Đơn khởi kiện", ()), Article("", "", "")) == "Đơn khởi kiện"
    assert Citation("1", None, None, None, 0, 1).article == "1"
