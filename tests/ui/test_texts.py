"""Both languages say the same things, with the same blanks to fill."""

import re
import string
from dataclasses import fields
from pathlib import Path

import pytest

from corpus.errors import InvalidQuestion, TraLuatError
from search.notices import Code
from ui import texts
from ui.texts import ENGLISH, VIETNAMESE, said

AREAS = [field.name for field in fields(VIETNAMESE) if field.name != "language"]
# What is the same in both: names, questions in Vietnamese, what the server says when it starts, Gradio's own words.
SHARED = {
    "TITLE", "COUNTED", "EXAMPLES", "BUILT_IN", "BROWSER_LANGUAGES", "READY", "PORT_TAKEN", "NO_HOME", "NO_START",
}  # fmt: skip


def names(area):
    return {name for name in dir(type(getattr(VIETNAMESE, area))) if name.isupper()}


def blanks(value):
    if isinstance(value, str):
        return sorted(field for _, field, _, _ in string.Formatter().parse(value) if field)
    if isinstance(value, dict):
        return {key: blanks(one) for key, one in value.items()}
    return [blanks(one) for one in value] if isinstance(value, (tuple, list)) else type(value)


@pytest.mark.parametrize("area", AREAS)
def test_english_says_everything(area):
    english = type(getattr(ENGLISH, area))
    own = {name for one in english.__mro__ if one.__name__.endswith("English") for name in vars(one)}
    assert issubclass(english, type(getattr(VIETNAMESE, area)))
    assert sorted(names(area) - own - SHARED) == []


@pytest.mark.parametrize("area", AREAS)
def test_blanks_are_the_same(area):
    vietnamese, english = getattr(VIETNAMESE, area), getattr(ENGLISH, area)
    different = {
        name
        for name in names(area) - {"NOTICES", "ERRORS", "ACTIONS"}
        if blanks(getattr(vietnamese, name)) != blanks(getattr(english, name))
    }
    assert different == set()


def test_every_notice_has_english_words_that_fit_its_values():
    assert set(ENGLISH.page.NOTICES) == {code.value for code in Code}


def test_errors_are_said_in_both_languages():
    error = InvalidQuestion("Hãy nhập câu hỏi.", "empty")
    assert said(error, VIETNAMESE) == "Hãy nhập câu hỏi."
    assert said(error, ENGLISH) == ENGLISH.page.ERRORS["InvalidQuestion"]
    assert said(TraLuatError("Chỉ có tiếng Việt."), ENGLISH) == "Chỉ có tiếng Việt."


def test_nothing_is_written_that_no_page_says():
    ui = Path(texts.__file__).parents[1]
    code = "\n".join(p.read_text(encoding="utf-8") for p in (*ui.rglob("*.py"), ui.parent / "app.py"))
    said_somewhere = {area: {n for n in names(area) if len(re.findall(rf"[.]{n}\b", code))} for area in AREAS}
    assert {area: sorted(names(area) - said_somewhere[area]) for area in AREAS} == {area: [] for area in AREAS}
