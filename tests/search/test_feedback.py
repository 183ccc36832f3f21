"""Judgements as training rows, read back as the trainer reads them."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rows import Row, read_rows
from reranker.data import pairs_of
from search.feedback import DATASET, lines, rows_of

QUESTION = "Lao động nữ được nghỉ thai sản bao lâu?"


def judged(question, article, right, passage=None):
    return SimpleNamespace(
        question=question, article_id=article, right=right, passage=f"đoạn {article}" if passage is None else passage
    )


def test_each_answer_gets_all_that_is_none():
    found = [judged(QUESTION, "a", True), judged(QUESTION, "b", True), judged(QUESTION, "c", False)]
    assert rows_of(found) == [
        Row(DATASET, "", QUESTION, "đoạn a", ("đoạn c",)),
        Row(DATASET, "", QUESTION, "đoạn b", ("đoạn c",)),
    ]


def test_a_question_without_an_answer_still_teaches_what_is_none():
    (row,) = rows_of([judged(QUESTION, "c", False), judged(QUESTION, "d", False)])
    assert (row.positive, row.negatives) == ("", ("đoạn c", "đoạn d"))
    assert [(pair.passage, pair.relevant) for pair in pairs_of([row])] == [("đoạn c", False), ("đoạn d", False)]


def test_questions_do_not_mix_and_the_oldest_comes_first():
    found = [judged("Hợp đồng thuê nhà là gì?", "b", False), judged(QUESTION, "a", True)]
    assert [(row.query, row.positive, row.negatives) for row in rows_of(found)] == [
        (QUESTION, "đoạn a", ()),
        ("Hợp đồng thuê nhà là gì?", "", ("đoạn b",)),
    ]


def test_questions_are_those_that_the_reranker_reads_and_the_newest_word_holds():
    found = [judged("nghi thai san bao lau", "a", False), judged("nghỉ thai sản bao lâu", "a", True)]
    (row,) = rows_of(found)
    assert (row.query, row.positive, row.negatives) == ("nghỉ thai sản bao lâu", "", ("đoạn a",))


def test_what_says_nothing_makes_no_row():
    assert rows_of([judged(QUESTION, "a", True, " ")]) == []
    same = [judged(QUESTION, "a", True, "như nhau"), judged(QUESTION, "b", False, "như nhau")]
    assert [(row.positive, row.negatives) for row in rows_of(same)] == [("như nhau", ())]
    assert rows_of([]) == []


@pytest.mark.parametrize("question", ["", "😀", "x" * 3000])
def test_a_question_that_cannot_be_read_stays_as_it_is(question):
    assert rows_of([judged(question, "a", True)])[0].query == question


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(st.sampled_from(["thuế đất", "án tù"]), words, st.booleans(), words), max_size=12))
def test_written_and_read_back(tmp_path_factory, found):
    rows = rows_of(judged(*one) for one in found)
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_bytes(lines(rows))
    assert read_rows(path) == rows
    for row in rows:
        assert row.positive not in row.negatives
        assert row.positive or row.negatives
