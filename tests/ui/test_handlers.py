"""Handlers never raise: whatever the engine does becomes something calm to read."""

import logging
import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qs

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
from ui.handlers import KEPT, LIMIT, Handlers, Turns
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


def ask(page, question, choices=Choices(), owner="", keep=(), turn=None):  # noqa: B008
    return page.search(question, choices, owner, keep, turn or Turns().begin("a"))


def shown(answer):
    return [found.results for found in answer]


def test_both_stages_are_shown_in_turn():
    first = replace(response(HIT), reranked=False)
    page, engine = handlers(first, response(HIT))
    found = list(ask(page, "thai sản", Choices(kind="Bộ luật", when=TODAY), keep=("BLLĐ",)))
    link = {"q": "thai sản", "loai": "Bộ luật", "hieuluc": "1", KEPT: "BLLĐ"}
    assert [one.results for one in found] == [
        cards.results(one, cards.Viewer(VIETNAMESE), link) for one in (first, response(HIT))
    ]
    assert engine.asked == [("thai sản", Filters(kind="Bộ luật", in_force_on=DAY), LIMIT, ("BLLĐ",))]
    assert dict(found[-1].passages) == {HIT.article_id: HIT.passage}


def test_a_second_question_ends_the_first():
    page, turns = handlers(replace(response(HIT), reranked=False), RuntimeError("reranked all the same"))[0], Turns()
    first = ask(page, "một", turn=turns.begin("a"))
    assert next(first).results
    list(ask(page, "hai", turn=turns.begin("a")))
    assert list(first) == []
    other = ask(page, "ba", turn=turns.begin("b"))
    assert next(other).results
    assert len(list(other)) == 1, "another visit is nobody's second question"


def test_an_answer_that_comes_after_a_newer_question_is_not_shown():
    page, engine = handlers(response(HIT))
    turns, ranked = Turns(), engine.stages

    def slow(*asked):
        list(ask(page, "hai", turn=turns.begin("a"))) if asked[0] == "một" else None
        yield from ranked(*asked)

    engine.stages = slow
    assert list(ask(page, "một", turn=turns.begin("a"))) == []


def test_nor_is_the_failure_of_one():
    page, engine = handlers()
    turns = Turns()

    def failing(*_):
        turns.begin("a")
        raise RuntimeError("too late to tell")

    engine.stages = failing
    assert list(ask(page, "một", turn=turns.begin("a"))) == []


def test_a_question_that_begins_after_a_newer_one_is_not_searched():
    page, engine = handlers(response(HIT))
    turns = Turns()
    turns.begin("a", 3)
    assert list(ask(page, "cũ", turn=turns.begin("a", 2))) == []
    assert engine.asked == []
    assert list(ask(page, "mới", turn=turns.begin("a", 4)))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=30))
def test_only_the_newest_question_of_a_visit_goes_on(begun):
    turns = Turns()
    given = [(visit, number, turns.begin(visit, number)) for visit, number in begun]
    for visit in "abc":
        own = [turn for one, _, turn in given if one == visit]
        newest = max((turn.number for turn in own), default=0)
        assert all(turn.over == (turn.number < newest) for turn in own)
    assert all(turn.number == number for _, number, turn in given if number)


def test_who_is_not_known_ends_nobodys_question():
    turns = Turns()
    one, other = turns.begin(""), turns.begin("")
    assert not one.over and not other.over


@pytest.mark.parametrize("error", [MemoryError("secret"), StoreUnavailable("Kho đang bận.", "locked")])
@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH])
def test_where_reading_closely_fails_the_first_answer_stays_and_says_so(words, error, store):
    first = replace(response(HIT), reranked=False)
    page, _ = handlers(first, error, words=words, store=store)
    found = list(ask(page, "thai sản", owner=ME))
    assert len(found) == 2
    assert words.page.UNREAD in found[-1].results and words.page.RERANKING not in found[-1].results
    assert 'data-stage="last"' in found[-1].results and HIT.title in found[-1].results
    assert "secret" not in found[-1].results
    assert found[-1].passages == found[0].passages  # judged and quoted as ever
    assert [one.question for one in Workspace(store, ME).searches()] == ["thai sản"]


def test_the_final_answer_is_never_taken_back():
    page, _ = handlers(replace(response(HIT), reranked=False), response(HIT), RuntimeError("after all"))
    assert [one.results.count(VIETNAMESE.page.UNREAD) for one in ask(page, "thai sản")] == [0, 0]


def test_what_is_left_as_typed_is_part_of_the_link():
    page, _ = handlers(response(HIT))
    (found,) = ask(page, "nghi BLLĐ", keep=("BLLĐ", "nghi phep"))
    link = parse_qs(unescape(re.search('data-link="([^"]*)"', found.results)[1]))
    assert link == {"q": ["nghi BLLĐ"], KEPT: ["BLLĐ\nnghi phep"]}


@pytest.mark.parametrize("error", [InvalidQuestion("Hãy nhập <câu hỏi>."), StoreUnavailable("Kho đang bận.", "locked")])
def test_expected_errors_are_shown_in_their_own_words(error):
    page, _ = handlers(error)
    assert shown(ask(page, "", Choices())) == [cards.notice(error.message)]
    english, _ = handlers(error, words=ENGLISH)
    assert shown(ask(english, "", Choices())) == [cards.notice(ENGLISH.page.ERRORS[type(error).__name__])]


def test_a_bad_day_is_said_before_anything_is_searched():
    page, engine = handlers(response(HIT))
    assert "31/02/2024" in shown(ask(page, "x", Choices(when=ON_DATE, on="31/02/2024")))[0]
    assert engine.asked == []


def test_unexpected_errors_are_logged_and_calmly_shown(caplog):
    page, _ = handlers(RuntimeError("secret detail"))
    with caplog.at_level(logging.ERROR):
        html = shown(ask(page, "câu hỏi riêng tư", Choices()))[0]
    assert VIETNAMESE.page.UNEXPECTED in html and "secret" not in html and "Traceback" not in html
    assert "secret detail" in caplog.text and "riêng tư" not in caplog.text


def test_a_search_is_remembered_for_its_reader_alone(store):
    page, engine = handlers(response(HIT), store=store)
    list(ask(page, " thai sản ", Choices(kind="Bộ luật"), ME))
    list(ask(page, "không ai", Choices()))
    kept = Workspace(store, ME).searches()
    assert [(one.question, one.filters, one.found) for one in kept] == [("thai sản", {"kind": "Bộ luật"}, 1)]
    assert Workspace(store, "~browser-other").searches() == []
    assert engine.asked[0][1].collections == (PUBLIC, ME)


def test_pins_and_judgements_of_the_reader_are_pressed(store):
    Workspace(store, ME).pin(HIT.article_id, "Điều 139", "Bộ luật Lao động")
    Workspace(store, ME).judge("thai sản", HIT.article_id, True, "đoạn")
    page, _ = handlers(response(HIT), store=store)
    assert shown(ask(page, "thai sản", Choices(), ME))[0].count('aria-pressed="true"') == 2
    assert shown(ask(page, "hỏi khác", Choices(), ME))[0].count('aria-pressed="true"') == 1


def test_suggestions_are_text_and_of_what_the_reader_sees():
    page, engine = handlers()
    html = page.suggest("bộ luật", ME)
    assert "&lt;b&gt;bộ luật&lt;/b&gt;" in html and "{" not in html and 'data-act="ask"' in html
    assert engine.asked == [("bộ luật", (PUBLIC, ME), 8)]
