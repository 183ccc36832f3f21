"""Handlers never raise: whatever the engine does becomes something calm to read."""

import logging
from datetime import date

import pytest
from ui_records import HIT, response

from corpus.errors import InvalidQuestion, StoreUnavailable
from search.model import Filters
from ui import cards, texts
from ui.handlers import LIMIT, Handlers

TODAY = date(2026, 3, 1)


class Fake:
    """An engine that remembers what it was asked, and answers or raises as told."""

    def __init__(self, outcome) -> None:
        self.outcome = outcome
        self.asked = []

    def search(self, question, filters=Filters(), limit=10):  # noqa: B008
        self.asked.append((question, filters, limit))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def documents(self):
        return []


def handlers(outcome) -> tuple[Handlers, Fake]:
    engine = Fake(outcome)
    return Handlers(engine, ("Bộ luật",), today=lambda: TODAY), engine


def test_search_passes_question_and_filters():
    page, engine = handlers(response(HIT))
    assert page.search("thai sản", True, "Bộ luật") == cards.results(response(HIT))
    assert page.search("thai sản", False, None) == cards.results(response(HIT))
    assert engine.asked == [
        ("thai sản", Filters(kind="Bộ luật", in_force_on=TODAY), LIMIT),
        ("thai sản", Filters(), LIMIT),
    ]


@pytest.mark.parametrize("error", [InvalidQuestion("Hãy nhập <câu hỏi>."), StoreUnavailable("Kho đang bận.", "locked")])
def test_expected_errors_are_shown_in_their_own_words(error):
    page, _ = handlers(error)
    assert page.search("", False, "") == cards.notice(error.message)
    assert "<câu" not in page.search("", False, "")


def test_unexpected_errors_are_logged_and_calmly_shown(caplog):
    page, _ = handlers(RuntimeError("secret detail"))
    with caplog.at_level(logging.ERROR):
        shown = page.search("câu hỏi riêng tư", False, "")
    assert texts.UNEXPECTED in shown and "secret" not in shown and "Traceback" not in shown
    assert "secret detail" in caplog.text and "riêng tư" not in caplog.text


def test_filters_before_any_question_search_nothing():
    page, engine = handlers(response())
    assert page.choose("  ", True, "Bộ luật") == page.choose(None, True, "") == cards.welcome()
    assert engine.asked == []


def test_example_fills_the_box_and_is_answered():
    page, engine = handlers(response(HIT))
    assert page.ask_example("Điều 173 BLHS", False, "") == ("Điều 173 BLHS", cards.results(response(HIT)))
    assert engine.asked[0][0] == "Điều 173 BLHS"


def test_link_opens_with_its_search_and_ignores_unknown_kinds():
    page, engine = handlers(response(HIT))
    assert page.open({"q": "thai sản", "hieuluc": "1", "loai": "Bộ luật"})[:3] == ("thai sản", True, "Bộ luật")
    assert page.open({"q": "thai sản", "hieuluc": "yes", "loai": "<b>"})[:3] == ("thai sản", False, "")
    assert len(engine.asked) == 2
    assert page.open({}) == ("", False, "", cards.welcome())
    assert len(engine.asked) == 2
