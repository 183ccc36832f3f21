"""Wishes wait in several queues and take their time: whatever the order, what is shown last is the newest."""

from dataclasses import fields
from types import SimpleNamespace

import gradio as gr
import pytest

from ui.actions import Done
from ui.handlers import KEPT, Found, Handlers
from ui.search_flow import Parts, SearchFlow
from ui.texts import VIETNAMESE

ME = "~browser-me"


class Asked(Handlers):
    """Answers every question with itself, and tells what it was asked with."""

    def __init__(self):
        self.asked, self.meanwhile, self.opens = [], {}, {}

    def search(self, question, choices, owner, keep, turn):
        if turn.over:
            return
        self.asked.append((question, tuple(keep)))
        yield Found(f"{question} 1", self.opens.get(question, ""))
        self.meanwhile.pop(question, lambda: None)()
        if not turn.over:
            yield Found(f"{question} 2")

    def facets(self, choices, owner=""):
        return None


class Slow:
    """Opens whatever is wished; while it opens one document, something else may happen."""

    def __init__(self):
        self.meanwhile = {}

    def act(self, wish, *_):
        self.meanwhile.pop(wish["key"], lambda: None)()
        return Done(toast=wish["key"]) if wish["act"] == "pin" else Done(panel=wish["key"], toast="")


@pytest.fixture
def flow():
    filters = tuple(object() for _ in range(7))
    parts = Parts(*(filters if name == "filters" else object() for name in (field.name for field in fields(Parts))))
    return SearchFlow(parts, Asked(), Slow(), VIETNAMESE)


class Page:
    """One tab: what it shows."""

    def __init__(self, flow, session="one"):
        self.flow, self.request = flow, SimpleNamespace(session_hash=session)
        parts = flow.parts
        empty = {parts.owner: ME, parts.keep: (), parts.waiting: "", parts.passages: {}, parts.asked: ""}
        self.shown = dict.fromkeys(parts.filters, "") | {parts.question: "", parts.turn: 0} | empty

    def put(self, changes):
        """Do as Gradio does, which shows the last changes twice, and cannot do with none."""
        change = None
        for change in changes:
            assert change
            self._show(change)
        self._show(change)

    def _show(self, change):
        self.shown |= {part: value for part, value in change.items() if value != gr.skip()}

    def data(self, turn, **typed):
        return self.shown | {self.flow.parts.turn: turn, **{getattr(self.flow.parts, k): v for k, v in typed.items()}}

    def ask(self, question, turn):
        self.put(self.flow.ask(self.data(turn, question=question), self.request))

    def act(self, turn, **wish):
        self.put(self.flow.act(SimpleNamespace(_data=wish), self.data(turn), self.request))

    @property
    def results(self):
        return self.shown.get(self.flow.parts.results)

    @property
    def panel(self):
        return self.shown.get(self.flow.parts.panel)


def test_what_was_asked_earlier_and_begins_later_changes_nothing(flow):
    page, parts = Page(flow), flow.parts
    page.ask("mới", 7)
    before = dict(page.shown)
    page.ask("cũ", 3)
    button = object()
    page.put(flow.ask_example(button)(page.data(4) | {button: "ví dụ"}, page.request))
    page.put(flow.narrow(page.data(5) | {parts.filters[0]: "Luật"}, page.request))
    page.act(6, act="ask", text="từ lịch sử")
    page.act(2, act="keep", text="BLLĐ")
    assert page.shown == before
    assert flow._handlers.asked == [("mới", ())]


def test_what_was_asked_earlier_and_takes_longer_stops(flow):
    page = Page(flow)
    flow._handlers.meanwhile["cũ"] = lambda: page.ask("mới", 3)
    page.ask("cũ", 2)
    assert page.results == "mới 2"


def test_what_was_asked_while_an_answer_came_to_its_end_stays(flow):
    page = Page(flow)
    answer = flow.ask(page.data(2, question="cũ"), page.request)

    def ending():
        for change in answer:
            yield change
            if "cũ 2" in change.values():
                page.ask("mới", 3)

    page.put(ending())
    assert page.results == "mới 2"


def test_two_tabs_do_not_end_each_other(flow):
    one, other = Page(flow), Page(flow, "other")
    other.ask("của thẻ kia", 9)
    one.ask("của thẻ này", 2)
    assert (one.results, other.results) == ("của thẻ này 2", "của thẻ kia 2")


def test_a_page_that_numbers_nothing_is_answered_in_the_order_of_its_questions(flow):
    page = Page(flow)
    flow._handlers.meanwhile["cũ"] = lambda: page.ask("mới", None)
    page.ask("cũ", None)
    assert page.results == "mới 2"


def test_what_the_page_was_opened_with_gives_way_to_what_was_asked_since(flow):
    page = Page(flow)
    page.ask("mới", 2)
    page.put(flow.opened({"q": "trong địa chỉ", "dieu": "1/2020/QH14#1"}, ME, page.request))
    assert page.results == "mới 2"
    assert page.panel == "1/2020/QH14#1"


def test_a_document_that_opens_slowly_leaves_alone_one_that_was_opened_since(flow):
    page = Page(flow)
    flow._actions.meanwhile["chậm#1"] = lambda: page.act(3, act="open", key="nhanh#1")
    page.act(2, act="open", key="chậm#1")
    assert page.panel == "nhanh#1"
    page.act(4, act="open", key="chậm#1")
    assert page.panel == "chậm#1"


def test_what_a_question_goes_straight_to_does_not_cover_what_was_opened_since(flow):
    page = Page(flow)
    flow._handlers.opens["dieu 173 blhs"] = "100/2015/QH13#173"
    page.act(3, act="open", key="khác#1")
    page.ask("dieu 173 blhs", 2)
    assert (page.panel, page.results) == ("khác#1", "dieu 173 blhs 2")


def test_a_pin_ends_neither_a_question_nor_a_document(flow):
    page = Page(flow)
    flow._handlers.meanwhile["hỏi"] = lambda: page.act(3, act="pin", key="a#1")
    page.ask("hỏi", 2)
    assert page.results == "hỏi 2"
    flow._actions.meanwhile["chậm#1"] = lambda: page.act(5, act="pin", key="b#1")
    page.act(4, act="open", key="chậm#1")
    assert page.panel == "chậm#1"


def test_what_nothing_comes_of_changes_nothing(flow):
    page = Page(flow)
    before = dict(page.shown)
    flow._actions.act = lambda *_: Done()
    page.act(2, act="pin", key="a#1")
    page.act(3)
    assert page.shown == before


@pytest.mark.parametrize("hostile", ["x", -1, 0, [], 2**60, float("nan"), float("inf")])
def test_a_turn_that_is_no_number_counts_for_none(flow, hostile):
    page = Page(flow)
    page.ask("một", 5)
    page.ask("hai", hostile)
    assert page.results == "hai 2"


def test_a_link_brings_back_what_is_left_as_typed(flow):
    page = Page(flow)
    page.put(flow.opened({"q": "nghi BLLĐ", KEPT: "BLLĐ\nnghi phep\n\n"}, ME, page.request))
    assert flow._handlers.asked == [("nghi BLLĐ", ("BLLĐ", "nghi phep"))]
    assert page.shown[flow.parts.keep] == ("BLLĐ", "nghi phep")


def test_a_link_of_any_length_is_read_as_far_as_it_may_go(flow):
    page = Page(flow)
    page.put(flow.opened({"q": "hỏi", KEPT: "x\n" * 100_000}, ME, page.request))
    ((_, keep),) = flow._handlers.asked
    assert len(keep) <= 1000
