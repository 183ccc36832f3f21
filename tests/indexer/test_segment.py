import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.segment import SEGMENTERS, syllables, words

both = pytest.mark.parametrize("segment", [syllables, words])


def test_segmenters_by_the_names_of_the_setting():
    assert SEGMENTERS == {"pyvi": words, "none": syllables}


@both
@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Nghị định 100/2019/NĐ-CP của Chính phủ", "100/2019/nđ-cp"),
        ("Bộ luật số 45/2019/QH14.", "45/2019/qh14"),
        ("Thông tư 01/2021/TT-BLĐTBXH, khoản 2", "01/2021/tt-blđtbxh"),
        ("Thông tư liên tịch 01/2016/TTLT-VKSNDTC-TANDTC", "01/2016/ttlt-vksndtc-tandtc"),
        ("ngày 01/01/2021;", "01/01/2021"),
        ("phạt 1.500.000 đồng", "1.500.000"),
        ("lãi suất 0,5%", "0,5"),
        ("Điều 217a", "217a"),
        ("phạt từ 06 tháng", "06"),
    ],
)
def test_numbers_dates_and_citations_are_one_term(segment, text, term):
    assert segment(text).count(term) == 1
    inside = {part for part in term.replace("-", "/").split("/") if part != term}
    assert not inside & set(segment(text))


def test_syllables_are_lower_case_and_in_order():
    assert syllables("Nghỉ thai sản 06 tháng (Điều 139, BLLĐ).") == [
        "nghỉ", "thai", "sản", "06", "tháng", "điều", "139", "bllđ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("nghỉ thai sản khi sinh con", "thai_sản"),
        ("người lao động được nghỉ", "lao_động"),
        ("hợp đồng lao động số 12/2020/HĐLĐ", "hợp_đồng"),
        ("Bảo hiểm xã hội bắt buộc", "bảo_hiểm"),
    ],
)
def test_words_are_the_syllables_and_the_compounds(text, compound):
    plain, found = syllables(text), words(text)
    assert found[: len(plain)] == plain
    assert compound in found[len(plain) :]
    assert all("_" in term for term in found[len(plain) :])


def test_compounds_do_not_hold_numbers_or_codes():
    for term in words("Điều 5 Nghị định 100/2019/NĐ-CP ngày 30/12/2019 phạt 2.000.000 đồng"):
        assert "_" not in term or not any(c.isdigit() or c == "/" for c in term)


@both
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HỢP ĐỒNG LAO ĐỘNG 100/2019/NĐ-CP", "hợp đồng lao động 100/2019/nđ-cp"),
        ("hoà giải, thuỷ sản, khoẻ mạnh", "hòa giải, thủy sản, khỏe mạnh"),
        ("Ðất đai và Ðiều lệ", "Đất đai và Điều lệ"),
        ("thai​ sản­ nghỉ﻿", "thai sản nghỉ"),
        ("thai\u00a0sản\r\nnghỉ", "thai sản\nnghỉ"),
    ],
)
def test_writing_makes_no_difference(segment, one, other):
    assert segment(one) == segment(other)


@both
def test_decomposed_text_is_the_same(segment):
    text = "Người lao động nghỉ thai sản theo Nghị định 100/2019/NĐ-CP được hưởng chế độ"
    assert segment(unicodedata.normalize("NFD", text)) == segment(text)


vietnamese = st.lists(
    st.sampled_from("nghỉ thai sản hợp đồng lao động thuỷ hòa quý Đất 45/2019/QH14 12 3,5 ; ( ) “ ”".split()),
    max_size=15,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(vietnamese)
def test_case_and_decomposition_make_no_difference(text):
    for segment in (syllables, words):
        assert segment(text.upper()) == segment(text.lower()) == segment(unicodedata.normalize("NFD", text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_clean_terms(text):
    plain, found = syllables(text), words(text)
    for term in (*plain, *found):
        assert term
        assert not any(c.isspace() for c in term)
    assert not any("_" in term for term in plain)


@both
@pytest.mark.parametrize("text", ["", " ", "\n\t", "​‌﻿", "!!! … —", "____", "_ _", "😀🏳️‍🌈👩‍⚖️"])
def test_text_without_words_has_no_terms(segment, text):
    assert segment(text) == []


@both
def test_emoji_and_invisible_characters_do_not_hide_the_words(segment):
    found = segment("⚖️nghỉ😀 th​ai \u202esản\u202c 🇻🇳 100/2019/NĐ-CP")
    assert found[:4] == ["nghỉ", "thai", "sản", "100/2019/nđ-cp"]


@both
@pytest.mark.parametrize("unit", ["a", "1", "1/", "1.", "a/1-", "­"])
def test_a_megabyte_without_a_space(segment, unit):
    text = unit * (1_000_000 // len(unit))
    assert segment(f"đầu {text} cuối")[0] == "đầu"
    assert "cuối" in segment(f"đầu {text} cuối")


def test_a_megabyte_on_one_line():
    assert len(syllables("nghỉ thai sản 06 tháng " * 45_000)) == 5 * 45_000
