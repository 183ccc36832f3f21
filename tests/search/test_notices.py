import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.notices import _FILTERS, _TEXTS, Code, Notice

HOSTILE = "{0} {} {number} $` <b> %s \u202e"
FIELDS = {code: {name for _, name, _, _ in string.Formatter().parse(_TEXTS[code]) if name} for code in Code}


def test_every_code_has_its_words():
    assert _TEXTS.keys() == set(Code)
    assert all(text.endswith(".") for text in _TEXTS.values())


@pytest.mark.parametrize("code", Code)
def test_values_stay_plain_text(code):
    values = dict.fromkeys(FIELDS[code], HOSTILE)
    if code is Code.LOOSEN:
        values["filter"] = "year"
    text = str(Notice(code, values))
    assert text.count(HOSTILE) == len(FIELDS[code]) - (code is Code.LOOSEN)


def test_what_each_says():
    found = Notice(Code.NO_CLAUSE, {"article": "139", "title": "Bộ luật Lao động", "clause": "99", "count": "5"})
    assert str(found) == "Điều 139 Bộ luật Lao động không có khoản 99 (điều này có 5 khoản)."
    missing = Notice(Code.NO_ARTICLE, {"title": "Luật A", "number": "1/2020/QH14", "article": "500", "count": "220"})
    assert str(missing) == "Luật A số 1/2020/QH14 không có Điều 500 (văn bản có 220 điều)."
    loosen = Notice(Code.LOOSEN, {"filter": "kind", "value": "Nghị định", "count": "3"})
    assert str(loosen) == "Bỏ bộ lọc “loại văn bản Nghị định” thì có 3 văn bản."


def test_every_filter_has_a_name():
    from dataclasses import fields

    from search.model import Filters

    assert _FILTERS.keys() == {field.name for field in fields(Filters)} - {"collections"}


@given(st.dictionaries(st.sampled_from(["number", "title"]), st.text(max_size=5)))
def test_equal_notices_count_once(values):
    one, other = Notice(Code.NO_DOCUMENT, values), Notice(Code.NO_DOCUMENT, dict(values))
    assert len({one, other}) == 1
    assert Notice(Code.HIDDEN, values) != one
