"""Visits: what a tab keeps without signing in, for as long as it is open, and nobody else's."""

import threading
from dataclasses import replace

import pytest
from desk_parts import LABOUR, MATERNITY, OWN
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import TEMPORARY
from corpus.store import Store
from corpus.workspace import Workspace
from search.shelf import Shelf
from ui.visits import LASTS, Visits

TAB, OTHER = "ab" * 32, "cd" * 32


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ended():
    return []


@pytest.fixture
def visits(clock, ended):
    return Visits(ended.append, clock, every=0)


def test_a_tab_goes_on_with_its_visit_and_no_other_tab_does(visits):
    mine = visits.enter(TAB)
    assert mine.startswith(TEMPORARY)
    assert visits.enter(TAB) == mine
    assert visits.enter(OTHER) != mine


@pytest.mark.parametrize("secret", ["", "x", "ab" * 15])
def test_what_could_be_guessed_names_no_visit(visits, secret):
    one, other = visits.enter(secret), visits.enter(secret)
    assert one != other
    assert visits.enter(secret, one) == one  # the page itself goes on: the server knows which it is


def test_the_name_of_a_collection_opens_no_visit_and_tells_no_secret(visits):
    mine = visits.enter(TAB)
    assert visits.enter(mine) != mine
    assert visits.enter(mine * 3) != mine
    assert TAB not in mine
    another = Visits(lambda _: None, every=0)
    assert another.enter(TAB) != mine  # nor does it follow from the secret


def test_a_collection_that_is_no_visit_is_not_entered(visits):
    assert visits.enter(TAB, "~browser-someone").startswith(TEMPORARY)
    assert visits.enter(OTHER, f"{TEMPORARY}guessed") != f"{TEMPORARY}guessed"


def test_a_visit_lasts_as_long_as_its_page_gives_a_sign(visits, clock, ended):
    mine = visits.enter(TAB)
    for _ in range(5):
        clock.now += LASTS - 1
        assert visits.enter(TAB, mine) == mine
        visits.end_old()
    assert ended == []
    clock.now += LASTS + 1
    visits.end_old()
    assert ended == [mine]
    visits.end_old()
    assert ended == [mine]


def test_who_comes_back_after_the_end_begins_anew(visits, clock, ended):
    mine = visits.enter(TAB)
    clock.now += LASTS + 1
    visits.end_old()
    again = visits.enter(TAB, mine)
    assert again != mine
    assert visits.enter(TAB) == again


def test_who_signs_in_leaves_no_visit_to_whoever_comes_after(visits, clock, ended):
    mine = visits.enter(TAB)
    visits.leave(TAB)
    after = visits.enter(TAB)
    assert after != mine
    clock.now += LASTS / 2
    visits.enter(TAB, after)
    clock.now += LASTS / 2 + 1
    visits.end_old()
    assert ended == [mine]
    assert visits.enter(TAB) == after


def test_what_cannot_be_erased_keeps_nothing_else_from_being(clock):
    ended = []

    def end(collection):
        ended.append(collection)
        raise OSError("disk")

    visits = Visits(end, clock, every=0)
    names = {visits.enter(secret) for secret in (TAB, OTHER)}
    clock.now += LASTS + 1
    visits.end_old()
    assert set(ended) == names


def test_the_end_erases_documents_folder_history_and_nothing_of_others(clock):
    with Store("sqlite://") as store:
        visits = Visits(lambda collection: Shelf(store, collection, lambda: None).erase(), clock, every=0)
        mine, other = visits.enter(TAB), visits.enter(OTHER)
        store.put(LABOUR)
        for collection in (mine, other):
            store.put(replace(OWN, id=f"{collection}/7/2031/NĐ-CP", collection=collection))
            kept = Workspace(store, collection)
            kept.pin(MATERNITY, "Điều 139", "Bộ luật Lao động")
            kept.remember("nghỉ thai sản", {}, 1)
        clock.now += LASTS / 2
        visits.enter(OTHER)
        clock.now += LASTS / 2 + 1
        visits.end_old()
        assert store.owners(TEMPORARY) == [other]
        assert {info.collection for info in store.documents()} == {"public", other}
        assert Workspace(store, mine).pins() == Workspace(store, mine).searches() == []
        assert len(Workspace(store, other).pins()) == len(Workspace(store, other).searches()) == 1


def test_visits_end_though_nobody_comes_any_more(clock):
    over = threading.Event()
    visits = Visits(lambda _: over.set(), clock, every=0.01)
    visits.enter(TAB)
    assert not over.wait(0.1)
    clock.now += LASTS + 1
    assert over.wait(30)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["enter", "leave", "wait", "end"]), st.sampled_from([TAB, OTHER]))))
def test_two_tabs_never_share_a_visit(steps):
    clock, ended = Clock(), []
    visits = Visits(ended.append, clock, every=0)
    had = {TAB: set(), OTHER: set()}
    for step, tab in steps:
        if step == "enter":
            entered = visits.enter(tab)
            assert entered not in ended
            had[tab].add(entered)
        elif step == "leave":
            visits.leave(tab)
        elif step == "wait":
            clock.now += LASTS * 0.7
        else:
            visits.end_old()
    assert not had[TAB] & had[OTHER]
