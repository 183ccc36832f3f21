"""Handlers never raise: whatever the engine does becomes something calm to read."""

import logging
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_records import HIT, response

from corpus.errors import InvalidQuestion, StoreUnavailable
from corpus.model import PUBLIC, Status
from corpus.store import Store
from corpus.workspace import Workspace
from search.model import Filters
from search.suggest import Suggestion
from ui import cards
from ui.choices import ON_DATE, TODAY, Choices
from ui.handlers import LIMIT, Handlers, Turns
from ui.texts import ENGLISH, VIETNAMESE

DAY = date(2026, 3, 1)
ME = "~browser-me"


class Engine:
    """Remembers what it was asked, and answers or raises as told."""

    def __init__(self, *outcomes, store=None) -> None:
        self.outcomes, self.asked, self.store = outcomes, [], store

    def stages(self, question, filters, limit, keep=()):
        self.asked.append((question, filters, limit, tuple(keep)))
        for outcome in self.outcomes:
            if isinstance(outcome, Exception):
                raise outcome
            yield outcome

    def suggest(self, typed, collections, limit):
        self.asked.append((typed, collections, limit))
        return [
            Suggestion(
                text=f"<b>{typed}</b>",
                document_id="x",
                number="1",
                kind="Luật",
                detail="{{y}}",
                article="",
                status=Status.IN_FORCE,
                collection=PUBLIC,
            )
        ]

    def workspace(self, owner):
        return Workspace(self.store, owner)


@pytest.fixture
def store():
    with Store("sqlite://") as opened:
        yield opened


def handlers(*outcomes, words=VIETNAMESE, store=None):
    engine = Engine(*outcomes, store=store)
    return Handlers(engine, words, today=lambda: DAY), engine


def shown(answer):
    return [found.results for found in answer]


def test_both_stages_are_shown_in_turn():
    first = replace(response(HIT), reranked=False)
    page, engine = handlers(first, response(HIT))
    found = list(page.search("thai sản", Choices(kind="Bộ luật", when=TODAY), keep=("BLLĐ",)))
    link = {"q": "thai sản", "loai": "Bộ luật", "hieuluc": "1"}
    assert [one.results for one in found] == [
        cards.results(one, cards.Viewer(VIETNAMESE), link) for one in (first, response(HIT))
    ]
    assert engine.asked == [("thai sản", Filters(kind="Bộ luật", in_force_on=DAY), LIMIT, ("BLLĐ",))]
    assert dict(found[-1].passages) == {HIT.article_id: HIT.passage}


def test_a_second_question_ends_the_first():
    page, engine = handlers(replace(response(HIT), reranked=False), RuntimeError("reranked all the same"))
    first = page.search("một", Choices(), session="a")
    assert next(first).results
    list(page.search("hai", Choices(), session="a"))
    assert list(first) == []
    other = page.search("ba", Choices(), session="b")
    assert next(other).results
    assert len(list(other)) == 1, "another visit is nobody's second question"


def test_an_answer_that_comes_after_a_newer_question_is_not_shown():
    page, engine = handlers(response(HIT))
    ranked = engine.stages

    def slow(*asked):
        list(page.search("hai", Choices(), session="a")) if asked[0] == "một" else None
        yield from ranked(*asked)

    engine.stages = slow
    assert list(page.search("một", Choices(), session="a")) == []


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_only_the_newest_question_of_a_visit_goes_on(sessions):
    turns = Turns()
    begun = [(session, turns.begin(session)) for session in sessions]
    last = {session: turn for session, turn in begun}
    assert all(turns.newest(session, turn) == (last[session] == turn) for session, turn in begun)


@pytest.mark.parametrize("error", [InvalidQuestion("Hãy nhập <câu hỏi>."), StoreUnavailable("Kho đang bận.", "locked")])
def test_expected_errors_are_shown_in_their_own_words(error):
    page, _ = handlers(error)
    assert shown(page.search("", Choices())) == [cards.notice(error.message)]
    english, _ = handlers(error, words=ENGLISH)
    assert shown(english.search("", Choices())) == [cards.notice(ENGLISH.page.ERRORS[type(error).__name__])]


def test_a_bad_day_is_said_before_anything_is_searched():
    page, engine = handlers(response(HIT))
    assert "31/02/2024" in shown(page.search("x", Choices(when=ON_DATE, on="31/02/2024")))[0]
    assert engine.asked == []


def test_unexpected_errors_are_logged_and_calmly_shown(caplog):
    page, _ = handlers(RuntimeError("secret detail"))
    with caplog.at_level(logging.ERROR):
        html = shown(page.search("câu hỏi riêng tư", Choices()))[0]
    assert VIETNAMESE.page.UNEXPECTED in html and "secret" not in html and "Traceback" not in html
    assert "secret detail" in caplog.text and "riêng tư" not in caplog.text


def test_a_search_is_remembered_for_its_reader_alone(store):
    page, engine = handlers(response(HIT), store=store)
    list(page.search(" thai sản ", Choices(kind="Bộ luật"), ME))
    list(page.search("không ai", Choices()))
    kept = Workspace(store, ME).searches()
    assert [(one.question, one.filters, one.found) for one in kept] == [("thai sản", {"kind": "Bộ luật"}, 1)]
    assert Workspace(store, "~browser-other").searches() == []
    assert engine.asked[0][1].collections == (PUBLIC, ME)


def test_pins_and_judgements_of_the_reader_are_pressed(store):
    Workspace(store, ME).pin(HIT.article_id, "Điều 139", "Bộ luật Lao động")
    Workspace(store, ME).judge("thai sản", HIT.article_id, True, "đoạn")
    page, _ = handlers(response(HIT), store=store)
    assert shown(page.search("thai sản", Choices(), ME))[0].count('aria-pressed="true"') == 2
    assert shown(page.search("hỏi khác", Choices(), ME))[0].count('aria-pressed="true"') == 1


def test_suggestions_are_text_and_of_what_the_reader_sees():
    page, engine = handlers()
    html = page.suggest("bộ luật", ME)
    assert "&lt;b&gt;bộ luật&lt;/b&gt;" in html and "{" not in html and 'data-act="ask"' in html
    assert engine.asked == [("bộ luật", (PUBLIC, ME), 8)]
