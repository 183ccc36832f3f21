import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encoding import normalise
from search.everyday import _MEANINGS, _lexicon, added, everyday
from search.query import read

FIRED = "sa thải, đơn phương chấm dứt hợp đồng lao động"


def meanings(text):
    return [(text[edit.start : edit.end], edit.text) for edit in everyday(text)]


@pytest.mark.parametrize(
    ("typed", "phrase", "meaning"),
    [
        ("bị đuổi việc ngang có được đền không", "đuổi việc", FIRED),
        ("BỊ ĐUỔI VIỆC", "ĐUỔI VIỆC", FIRED),
        ("Sổ đỏ bị mất", "Sổ đỏ", "giấy chứng nhận quyền sử dụng đất"),
        ("đi tù mấy năm", "đi tù", "phạt tù"),
    ],
)
def test_statutes_words_are_read_beside_what_was_typed(typed, phrase, meaning):
    reading = read(typed)
    assert (phrase, next(after for before, after in reading.changes if before == phrase)) == reading.changes[0]
    assert reading.text.startswith(typed)
    assert meaning in reading.text


def test_without_diacritics_too():
    assert FIRED in read("bi duoi viec khong bao truoc").text


def test_it_is_revocable_and_what_is_read_once_is_not_read_again():
    assert read("bị đuổi việc", keep=("đuổi việc",)).text == "bị đuổi việc"
    first = read("bị đuổi việc, bị tăng ca")
    again = read(first.text)
    assert (again.text, again.changes) == (first.text, ())


def test_words_of_statutes_are_left_alone():
    for text in (
        "Điều kiện kết hôn là gì?",
        "Dân quân tự vệ gồm những ai?",
        "người lao động bị sa thải, đơn phương chấm dứt hợp đồng lao động, đuổi việc",
        "bảo lãnh phát hành chứng khoán",
        "Điều 139 Bộ luật Lao động",
    ):
        assert meanings(text) == []


def test_each_meaning_is_given_once_and_the_longer_phrase_counts():
    assert [after for _, after in meanings("nghỉ ngang rồi bỏ việc")] == [
        "đơn phương chấm dứt hợp đồng lao động trái pháp luật"
    ]
    assert meanings("bằng lái xe")[0][0] == "bằng lái xe"


def test_lexicon_is_well_formed():
    lines = [line for line in _MEANINGS.strip().splitlines() if not line.startswith("#")]
    assert all(line.count(" = ") == 1 for line in lines)
    phrases = [phrase for line in lines for phrase in line.split(" = ")[0].split("|")]
    assert len(phrases) == len(set(phrases)) == len(_lexicon()[1])
    assert normalise(_MEANINGS).strip() == _MEANINGS.strip()
    assert all(phrase == phrase.strip().lower() and phrase for phrase in phrases)
    for phrase, meaning in _lexicon()[1].items():
        assert phrase not in meaning.lower()


pieces = st.sampled_from(["đuổi việc", "bỏ việc", "sổ đỏ", " ", ", ", "İ", "hàng xóm", "xe", "(", ")", "phạt tù"])


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=8).map("".join))
def test_edits_are_in_order_and_say_what_stands_there(text):
    edits = everyday(text)
    ends = [0, *(edit.end for edit in edits)]
    assert all(end <= edit.start < edit.end for end, edit in zip(ends, edits, strict=False))
    assert all(text[e.start : e.end].lower() in _lexicon()[1] for e in edits)
    assert everyday(added(text, edits)) == []
