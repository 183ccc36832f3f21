"""How a question was read: shown, and every piece of it revocable."""

import re

from ui_html import Page

from corpus.citation import find_citations
from search.model import Reading
from ui.reading import reading
from ui.texts import ENGLISH, VIETNAMESE

HOSTILE = '"><script>alert(1)</script>{{x}}${y}`'
TEXTS = VIETNAMESE.page


def acts(source):
    return [(attrs["data-act"], attrs["data-text"]) for _, attrs in Page(source).seen if "data-act" in attrs]


def test_nothing_is_said_of_a_question_read_as_typed():
    assert reading(Reading("hỏi", "hỏi"), TEXTS) == ""


def test_each_change_can_be_taken_back_and_all_at_once():
    read = Reading(
        "nghi phep BLLĐ", "nghỉ phép Bộ luật Lao động", (("nghi phep", "nghỉ phép"), ("BLLĐ", "Bộ luật Lao động"))
    )
    source = reading(read, TEXTS)
    assert acts(source) == [("keep", "nghi phep"), ("keep", "BLLĐ"), ("keep", "*")]
    shown = Page(source).text()
    assert "nghỉ phép Bộ luật Lao động" in shown and "nghi phep → nghỉ phép" in shown


def test_a_recognised_citation_can_be_taken_back():
    text = "Điều 35 Bộ luật Lao động nói gì về thử việc"
    read = Reading(text, text, citations=tuple(find_citations(text)))
    assert acts(reading(read, TEXTS))[0] == ("keep", "Điều 35 Bộ luật Lao động")
    assert "Recognised" in Page(reading(read, ENGLISH.page)).text()


def test_what_was_left_as_typed_can_be_read_again():
    assert acts(reading(Reading("BLLĐ", "BLLĐ", kept=("BLLĐ",)), TEXTS)) == [("reread", "")]
    some = Reading("BLLĐ nld", "BLLĐ người lao động", (("nld", "người lao động"),), kept=("BLLĐ",))
    assert ("reread", "") in acts(reading(some, TEXTS)) and ("keep", "nld") in acts(reading(some, TEXTS))


def test_hostile_pieces_stay_text():
    source = reading(Reading(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE), ("a", HOSTILE)), kept=(HOSTILE,)), TEXTS)
    assert "script" not in Page(source).tags()
    assert not re.search(r"[{}$`]", source)
