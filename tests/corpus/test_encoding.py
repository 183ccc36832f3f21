"""Folding: what it takes away, letter by letter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.encoding import fold


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Nghỉ thai sản", "Nghi thai san"),
        ("ĐƯỜNG ĐI đường đi", "DUONG DI duong di"),
        ("ÐÀ NẴNG ðường Ɖ ɖ", "DA NANG duong D d"),
        ("a\u0301\u0323 e\u0302\u0301", "a e"),
        ("“Điều 1” – 100 %", "“Dieu 1” – 100 %"),
        ("", ""),
    ],
)
def test_known_words(text, bare):
    assert fold(text) == bare


@given(st.text(st.characters() | st.sampled_from("àảãáạđĐÐð\u0300\u0301\u0309\u0323\u00a0"), max_size=60))
def test_no_mark_is_left_and_nothing_else_goes(text):
    found = fold(text)
    assert fold(found) == found
    assert not any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", found))
    # One letter at a time gives the same: marks do not depend on what stands around them.
    assert unicodedata.normalize("NFC", "".join(map(fold, text))) == found
