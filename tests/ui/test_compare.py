from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_panel import CODE, HOSTILE, Read, article

from corpus.model import Article, Document
from ui import compare
from ui.compare import Side, differences
from ui.texts import ENGLISH, VIETNAMESE

OLD = "1. Lao động nữ được nghỉ 04 tháng.\n2. Được hưởng chế độ.\n3. Bỏ đi."
NEW = "1. Lao động nữ được nghỉ thai sản 06 tháng.\n2. Được hưởng chế độ.\n4. Thêm vào."


def sides(left, right):
    return Side(CODE, Article("139", "Nghỉ", left)), Side(CODE, Article("139", "Nghỉ", right))


def columns(html):
    """The two texts as they are read, without the words that are said of a mark."""
    page = Read(html)
    said = [span["text"] for span in page.all("span", _class="tl-hidden")]
    texts = [column["text"] for column in page.all("div", _class="tl-compared")]
    for words in set(said):
        texts = [text.replace(words, "") for text in texts]
    return texts


def test_words_that_differ_are_marked():
    parts, depth = differences("nghỉ 04 tháng, rồi về", "nghỉ thai sản 06 tháng, rồi về")
    assert depth == "words"
    assert [tuple(part) for part in parts] == [
        ("equal", "nghỉ "),
        ("delete", "04 "),
        ("insert", "thai sản 06 "),
        ("equal", "tháng, rồi về"),
    ]


@pytest.mark.parametrize(("old", "new"), [("5.000", "7.000"), ("01/7/2024", "01/7/2025"), ("1,5", "1,8")])
def test_numbers_differ_as_a_whole(old, new):
    parts, _ = differences(f"giá {old} đồng", f"giá {new} đồng")
    assert [tuple(part) for part in parts if part.kind != "equal"] == [("delete", f"{old} "), ("insert", f"{new} ")]


def test_lines_that_are_new_or_gone_are_marked_whole():
    parts, _ = differences("một\nhai\nba\n", "một\nba\nbốn\n")
    assert [tuple(part) for part in parts] == [
        ("equal", "một\n"),
        ("delete", "hai\n"),
        ("equal", "ba\n"),
        ("insert", "bốn\n"),
    ]


TEXTS = st.text("ab \n.đ", max_size=80) | st.lists(st.sampled_from(["một", "hai", " ", "\n", ", ", "ba."])).map("".join)


@given(TEXTS, TEXTS, st.sampled_from([0, 3, 30, 400_000]))
def test_both_texts_are_whole(left, right, most):
    parts, _ = differences(left, right, most)
    assert "".join(part.text for part in parts if part.kind != "insert") == left
    assert "".join(part.text for part in parts if part.kind != "delete") == right
    assert all(part.text for part in parts)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    parts, _ = differences(text, text)
    assert {part.kind for part in parts} <= {"equal"}


@given(TEXTS, TEXTS)
def test_each_column_reads_as_its_text(left, right):
    assert columns(compare.two(*sides(left, right), VIETNAMESE, versions=True)) == [left, right]
    assert columns(compare.two(*sides(left, right), VIETNAMESE)) == [left, right]


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        (" ".join(["chữ"] * 1500), "lines"),  # one line of one word: too many pairs of words
        ("\n".join(["chữ"] * 1500), "none"),
        (" ".join(f"chữ{i}" for i in range(20_000)), "words"),
    ],
)
def test_long_texts_are_compared_as_far_as_time_allows(text, depth):
    assert differences(text, text + " x")[1] == depth


def test_long_texts_say_so():
    lines, words = "\n".join(["chữ"] * 1500), " ".join(["chữ"] * 1500)
    assert VIETNAMESE.reader.TOO_LONG in compare.two(*sides(lines, lines + "x"), VIETNAMESE, versions=True)
    assert VIETNAMESE.reader.BY_LINES in compare.two(*sides(words, words + " x"), VIETNAMESE, versions=True)


def test_versions_are_summed_up_and_marked_in_words_too():
    page = Read(compare.two(*sides(OLD, NEW), VIETNAMESE, versions=True))
    assert "3 đoạn thêm, 3 đoạn bớt." in page.elements[0]["text"]
    assert [mark["text"] for mark in page.all("del")] == ["bớt: 04 ", "bớt: 3", "bớt: Bỏ đi"]
    assert [mark["text"] for mark in page.all("ins")] == ["thêm: thai sản 06 ", "thêm: 4", "thêm: Thêm vào"]
    assert page.one("h2")["tabindex"] == "-1"


def test_headings_differ_too():
    left, right = (Side(CODE, Article("139", title, OLD), "Bản") for title in ("Nghỉ thai sản", "Nghỉ sinh con"))
    page = Read(compare.two(left, right, VIETNAMESE, versions=True))
    assert "1 đoạn thêm, 1 đoạn bớt." in page.elements[0]["text"]
    assert [h["text"] for h in page.all("h3")] == ["Điều 139. Nghỉ bớt: thai sản", "Điều 139. Nghỉ thêm: sinh con"]


def test_versions_that_are_the_same_say_so():
    assert VIETNAMESE.reader.SAME in compare.two(*sides(OLD, OLD), VIETNAMESE, versions=True)


def test_two_articles_stand_side_by_side_without_marks():
    left = Side(CODE, article("35", "Người lao động.", "Quyền"))
    right = Side(Document("x/1", "", "Hợp đồng", ()), article("§1", "Bên A."))
    page = Read(compare.two(left, right, VIETNAMESE))
    assert page.all("ins") == page.all("del") == []
    assert [h["text"] for h in page.all("h3")] == ["Điều 35. Quyền", "Bên A."]
    assert [a["data-key"] for a in page.all("a", data_act="open")] == ["45/2019/QH14#35", "x/1#§1"]
    assert [badge["text"] for badge in page.all("span", _class="tl-badge")] == ["Đã được sửa đổi", "Chưa rõ hiệu lực"]
    assert [p["text"] for p in page.all("p", _class="tl-document")] == ["Bộ luật Lao động · 45/2019/QH14", "Hợp đồng"]


def test_versions_of_a_document_show_what_changed():
    one, two, three, four = CODE.articles
    later = replace(CODE, articles=(one, replace(two, text=two.text + " Mới."), four, article("5", "Thêm.", "Mới")))
    page = Read(compare.versions(CODE, later, VIETNAMESE))
    assert "1 điều đổi, 1 điều thêm, 1 điều bớt, 2 điều giữ nguyên." in page.elements[0]["text"]
    heads = ["Điều 2. Đối tượng", "Điều 2. Đối tượng", "Điều 5. Mới", "Điều 3. Nghỉ"]
    assert [h["text"] for h in page.all("h3")] == heads
    assert page.elements[0]["text"].count(VIETNAMESE.reader.NOT_THERE) == 2
    assert page.one("button", data_act="document")["data-key"] == CODE.id
    assert columns(compare.versions(CODE, later, VIETNAMESE)) == [
        two.text, two.text + " Mới.", "", "Thêm.", three.text, "",
    ]  # fmt: skip


def test_the_same_document_has_no_changes():
    page = Read(compare.versions(CODE, replace(CODE, issued_on=date(2020, 1, 1)), ENGLISH))
    assert ENGLISH.reader.SAME in page.elements[0]["text"]
    assert page.all("h3") == []


def test_hostile_text_stays_text():
    document = replace(CODE, id=HOSTILE, title=HOSTILE, number=HOSTILE, articles=(Article(HOSTILE, HOSTILE, HOSTILE),))
    side = Side(document, document.articles[0])
    for html in (
        compare.two(side, replace(side, article=Article("1", "", "x")), VIETNAMESE, versions=True),
        compare.versions(document, CODE, ENGLISH),
    ):
        page = Read(html)
        assert page.all("script") == []
        assert not set("{}`$") & set(html)
