import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article, Clause, Point
from corpus.structure import parse_clauses
from indexer.passages import MAX_SYLLABLES, Passage, heading, lexical, render, split


def article(text, number="1", title="Tên", clauses=None):
    return Article(number, title, text, (), parse_clauses(text) if clauses is None else clauses)


def texts(of, limit=MAX_SYLLABLES):
    return [of.text[p.start : p.end] for p in split(of, limit)]


def words(count, word="từ"):
    return " ".join([word] * count)


def assert_covers(of, limit):
    passages = split(of, limit)
    assert passages[0].start == 0
    assert passages[-1].end == len(of.text)
    assert all(a.end == b.start for a, b in pairwise(passages))
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert {p.article_number for p in passages} == {of.number}
    for text in texts(of, limit):
        assert len(text.split()) <= limit
    # No word is cut in two: the words of the passages are those of the article.
    assert [word for text in texts(of, limit) for word in text.split()] == of.text.split()
    if of.text.strip():
        assert all(text.strip() for text in texts(of, limit))


line = st.lists(
    st.sampled_from(
        ["1.", "2.", "3.", "a)", "b)", "đ)", "nghỉ", "thai", "sản;", "tháng.", "Điều", "😀", "​", "100/2019/NĐ-CP"]
    ),
    max_size=25,
).map(" ".join)
texts_of_law = st.lists(line, max_size=12).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(texts_of_law | st.text(max_size=200), st.integers(1, 30))
def test_passages_cover_the_text_in_order(text, limit):
    assert_covers(article(text), limit)


@settings(max_examples=100, deadline=None)
@given(texts_of_law, st.integers(3, 30))
def test_clauses_that_fit_stay_whole(text, limit):
    of = article(text)
    passages = split(of, limit)
    for clause in of.clauses:
        if len(of.text[clause.start : clause.end].split()) <= limit:
            assert any(p.start <= clause.start and clause.end <= p.end for p in passages)


@settings(max_examples=100, deadline=None)
@given(texts_of_law, st.integers(1, 30))
def test_neighbours_that_fit_together_share_a_passage(text, limit):
    # Packing is greedy: a passage could not have taken the next one's first word and stayed whole,
    # so two neighbours never fit in one half of the limit each.
    sizes = [len(t.split()) for t in texts(article(text), limit)]
    assert all(a + b > limit for a, b in pairwise(sizes) if b) or len(sizes) == 1


def test_known_article():
    # 139 of the Labour Code, its length and form: an opening clause, a short one, one with points.
    first, second = f"1. {words(58)}.", f"2. {words(30)}."
    points = [f"a) {words(45, 'a')};", f"b) {words(45, 'b')};", f"c) {words(20, 'c')}."]
    third = "\n".join([f"3. {words(9)}:", *points])
    of = article(f"{first}\n{second}\n{third}")
    assert [c.number for c in of.clauses] == ["1", "2", "3"]
    assert [p.letter for p in of.clauses[2].points] == ["a", "b", "c"]
    assert [t.strip() for t in texts(of)] == [
        f"{first}\n{second}\n3. {words(9)}:",  # the lead of a clause too long for one passage
        f"{points[0]}\n{points[1]}",
        points[2],
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_article_without_text_has_one_passage(text):
    assert split(article(text, number="217a")) == [Passage("217a", 0, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{words(6)}\n{words(6, 'b')}", [6, 6]),  # between lines
        (f"{words(6)}; {words(3)}. {words(4)}", [9, 4]),  # between sentences, packed again
        (words(25), [10, 10, 5]),  # between words
    ],
)
def test_long_text_is_cut_at_the_best_place(text, wanted):
    assert [len(t.split()) for t in texts(article(text), 10)] == wanted


def test_points_come_before_lines_when_a_clause_is_cut():
    text = f"1. mở\na) {words(3)}\n{words(3)}\nb) {words(6)}"
    of = article(
        text, clauses=(Clause("1", 0, len(text), (Point("a", 6, 25), Point("b", text.index("b)"), len(text)))),)
    )
    assert [t.split()[0] for t in texts(of, 10)] == ["1.", "b)"]


def test_huge_clause_on_one_line():
    of = article("1. " + words(50_000))
    assert len(of.clauses) == 1
    assert_covers(of, MAX_SYLLABLES)
    assert len(split(of)) == 501


def test_huge_word_is_one_passage():
    of = article("1. " + "x" * 1_000_000 + " hết")
    assert_covers(of, MAX_SYLLABLES)
    assert len(split(of)) == 1


def test_heading_names_document_and_article():
    assert heading("Bộ luật Lao động", article("", title="Nghỉ thai sản")) == "Bộ luật Lao động > Nghỉ thai sản"
    assert heading("Bộ luật Lao động", article("", title="")) == "Bộ luật Lao động"
    assert heading("", article("", title="")) == ""
    assert len(heading(words(80), article("", title="")).split()) == 30


def test_render_puts_the_heading_above_the_text():
    assert render("Luật > Tên", "1. Một.\n") == "Luật > Tên\n1. Một."
    assert render("", "1. Một.") == "1. Một."
    assert render("Luật", "") == "Luật"


@pytest.mark.parametrize(
    ("number", "names"),
    [
        ("100/2019/NĐ-CP", "100/2019/NĐ-CP 100/2019 2019"),
        ("45/2019/QH14", "45/2019/QH14 45/2019 2019"),
        ("03/NQ-HĐTP", "03/NQ-HĐTP"),
        ("5/20191/QH", "5/20191/QH"),
    ],
)
def test_bm25_reads_the_ways_to_name_the_document(number, names):
    assert lexical(number, "Tên luật > Tên điều\n1. Nội dung") == f"{names}\nTên luật > Tên điều\n1. Nội dung"


def test_paper_without_a_number_is_read_as_it_is():
    assert lexical("", "Hợp đồng\nBên A") == "Hợp đồng\nBên A"


def test_the_six_codes_are_covered():
    from corpus.readers.builtin import FILES, read_builtin

    document = read_builtin(next(iter(FILES)))
    for each in document.articles:
        assert_covers(each, MAX_SYLLABLES)
    assert len(document.articles) > 50
    assert re.fullmatch(r"\d+/\d{4}/QH\d+", document.number)


def test_long_articles_of_the_public_data_are_covered():
    data = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "zalo"
    if not data.is_dir():
        pytest.skip("the shared data set is not beside this checkout")
    import gzip
    import json

    path = next(data.glob("corpus.jsonl*"))
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as rows:
        longest = sorted((json.loads(row)["text"] for _, row in zip(range(3000), rows, strict=False)), key=len)[-100:]
    for text in longest:
        assert_covers(article(text), MAX_SYLLABLES)
