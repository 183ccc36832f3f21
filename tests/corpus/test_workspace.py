"""What a reader keeps: in order under two tabs, bounded, and his alone."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import make

from corpus import workspace
from corpus.errors import LimitReached, UnknownDocument
from corpus.store import Store
from corpus.workspace import Workspace

CODE = "45/2019/QH14"


@pytest.fixture
def mine(store):
    return Workspace(store, "~a")


def keys(space):
    return [pin.article_id for pin in space.pins()]


def pin(space, *numbers):
    for number in numbers:
        space.pin(f"{CODE}#{number}", f"Điều {number} Bộ luật Lao động", "Bộ luật Lao động")


def fill(space):
    """One of everything."""
    pin(space, 1)
    space.annotate(f"{CODE}#1", "ghi chú")
    space.remember("hỏi", {"kind": "Luật"}, 3)
    space.judge("hỏi", f"{CODE}#1", True, "đoạn")
    space.set_remembering(False)


def contents(space):
    return space.pins(), space.searches(), space.judgements()


# Pins


def test_a_pin_comes_back_as_it_was_put(mine, store):
    pin(mine, 139)
    mine.annotate(f"{CODE}#139", "Xem lại\n<b>trước</b> thứ Hai {x} $y `z`")
    (found,) = mine.pins()
    assert (found.article_id, found.document_title, found.citation, found.note) == (
        f"{CODE}#139",
        "Bộ luật Lao động",
        "Điều 139 Bộ luật Lao động",
        "Xem lại\n<b>trước</b> thứ Hai {x} $y `z`",
    )
    assert abs(datetime.now(UTC).replace(tzinfo=None) - found.added_at) < timedelta(minutes=1)
    assert store.revision() == 0


def test_pinning_again_keeps_place_note_and_day(mine):
    pin(mine, 1, 2)
    mine.annotate(f"{CODE}#1", "a")
    before = mine.pins()[0]
    mine.pin(f"{CODE}#1", "Điều 1 mới", "Tên mới")
    after = mine.pins()[0]
    assert (after.citation, after.document_title) == ("Điều 1 mới", "Tên mới")
    assert (after.article_id, after.note, after.added_at) == (before.article_id, before.note, before.added_at)


def test_a_pin_outlives_its_document(mine, store):
    store.put(make())
    pin(mine, 1)
    store.remove(CODE)
    assert mine.pins()[0].citation == "Điều 1 Bộ luật Lao động"


@pytest.mark.parametrize(
    ("place", "order"), [(0, "3124"), (1, "1324"), (2, "1234"), (3, "1243"), (99, "1243"), (-5, "3124")]
)
def test_moving(mine, place, order):
    pin(mine, 1, 2, 3, 4)
    mine.move(f"{CODE}#3", place)
    assert keys(mine) == [f"{CODE}#{n}" for n in order]


def test_what_is_not_pinned(mine):
    mine.unpin(f"{CODE}#1")
    for change in (lambda: mine.annotate(f"{CODE}#1", "x"), lambda: mine.move(f"{CODE}#1", 0)):
        with pytest.raises(UnknownDocument) as caught:
            change()
        assert "không còn trong danh sách đã ghim" in caught.value.message
    assert mine.pins() == []


STEP = st.tuples(st.sampled_from(["pin", "unpin", "move", "note", "clear"]), st.integers(1, 6), st.integers(-1, 7))


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_any_sequence_matches_a_list(steps):
    order, notes = [], {}
    with Store("sqlite://") as store:
        mine, other = Workspace(store, "~a"), Workspace(store, "~b")
        pin(other, 1, 2)
        for action, number, place in steps:
            key = f"{CODE}#{number}"
            if action == "pin":
                pin(mine, number)
                order += [key] * (key not in order)
                notes.setdefault(key, "")
            elif action == "unpin":
                mine.unpin(key)
                order = [k for k in order if k != key]
                notes.pop(key, None)
            elif action == "clear" and place == 0:
                mine.clear_pins()
                order, notes = [], {}
            elif key in order and action == "move":
                mine.move(key, place)
                order.remove(key)
                order.insert(max(place, 0), key)
            elif key in order and action == "note":
                mine.annotate(key, str(place))
                notes[key] = str(place)
            assert [(p.article_id, p.note) for p in mine.pins()] == [(k, notes[k]) for k in order]
        assert keys(other) == [f"{CODE}#1", f"{CODE}#2"]


def places(store, owner):
    query = workspace.sa.select(workspace.pins.c.place).where(workspace.pins.c.owner == owner).order_by("place")
    with workspace.database.reading(store._engine) as connection:
        return list(connection.scalars(query))


def test_two_tabs_leave_a_dense_order(store, url):
    failures = []

    def tab(start):
        try:
            with Store(url) as own:
                space = Workspace(own, "~a")
                for n in range(start, start + 30):
                    pin(space, n % 40)
                    space.move(f"{CODE}#{n % 40}", n % 7)
                    if n % 3 == 0:
                        space.unpin(f"{CODE}#{(n + 1) % 40}")
        except UnknownDocument:
            tab(start + 1)  # the other tab took it out between two clicks
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=tab, args=(start,)) for start in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = places(store, "~a")
    assert found == list(range(len(found)))
    assert len(found) > 10


def test_the_first_click_of_two_tabs_at_once(url, store):
    barrier = threading.Barrier(4)
    failures = []

    def tab(number):
        try:
            barrier.wait()
            pin(Workspace(store, "~new"), number)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=tab, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert places(store, "~new") == [0, 1, 2, 3]


# Questions


def test_questions_come_back_newest_first(mine):
    mine.remember("  nghỉ thai sản\n bao lâu ", {"kind": "Bộ luật", "year": "2019"}, 7)
    mine.remember("thừa kế", {}, 0)
    newest, oldest = mine.searches()
    assert (newest.question, newest.filters, newest.found) == ("thừa kế", {}, 0)
    assert (oldest.question, oldest.filters, oldest.found) == (
        "nghỉ thai sản bao lâu",
        {"kind": "Bộ luật", "year": "2019"},
        7,
    )
    assert mine.searches(limit=1) == [newest]
    assert mine.searches(limit=0) == []


def test_asked_again_it_moves_up(mine):
    mine.remember("một", {"kind": "Luật", "issuer": "Quốc hội"}, 1)
    mine.remember("hai", {}, 2)
    first = mine.searches()[1].id
    mine.remember("một ", {"issuer": "Quốc hội", "kind": "Luật"}, 5)
    mine.remember("một", {}, 4)
    assert [(s.question, s.found) for s in mine.searches()] == [("một", 4), ("một", 5), ("hai", 2)]
    assert mine.searches()[1].id == first  # another tab can still forget it
    mine.forget(first)
    assert [s.found for s in mine.searches()] == [4, 2]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("thai san", ["Nghỉ thai sản"]),
        ("NGHỈ", ["Nghỉ thai sản"]),
        ("dat  dai", ["Đất đai 100%_\\"]),
        ("hoà", ["Hòa giải"]),  # one spelling of the tone
        ("%", ["Đất đai 100%_\\"]),
        ("_", ["Đất đai 100%_\\"]),
        ("\\", ["Đất đai 100%_\\"]),
        ("", ["Hòa giải", "Đất đai 100%_\\", "Nghỉ thai sản"]),
        ("không có", []),
        ("x" * 100_000, []),
    ],
)
def test_looking_for_a_question(mine, typed, found):
    for question in ("Nghỉ thai sản", "Đất đai 100%_\\", "Hòa giải"):
        mine.remember(question, {}, 1)
    assert [s.question for s in mine.searches(typed)] == found


def test_the_oldest_questions_go(mine, store, monkeypatch):
    monkeypatch.setattr(workspace, "MAX_SEARCHES", 5)
    other = Workspace(store, "~b")
    other.remember("của người khác", {}, 1)
    for n in range(8):
        mine.remember(str(n), {}, n)
    assert [s.question for s in mine.searches()] == list("76543")
    mine.remember("3", {}, 1)
    mine.remember("8", {}, 1)
    assert [s.question for s in mine.searches()] == list("83765")
    assert len(other.searches()) == 1


def test_nothing_is_remembered_when_asked_not_to(mine):
    assert mine.remembering
    mine.remember("một", {}, 1)
    mine.set_remembering(False)
    mine.remember("hai", {}, 1)
    mine.remember("một", {}, 9)
    assert not mine.remembering
    assert [(s.question, s.found) for s in mine.searches()] == [("một", 1)]
    mine.set_remembering(True)
    mine.remember("", {}, 0)
    mine.remember(" \u200b\n", {}, 0)
    mine.remember("ba", {}, 1)
    assert [s.question for s in mine.searches()] == ["ba", "một"]
    mine.forget_all()
    assert mine.searches() == []
    assert mine.remembering


# Judgements


def test_a_later_judgement_replaces_and_none_takes_back(mine):
    mine.judge("hỏi", f"{CODE}#1", True, "đoạn một")
    mine.judge("hỏi ", f"{CODE}#2", False, "đoạn hai")
    mine.judge("khác", f"{CODE}#1", False, "")
    assert mine.judged("hỏi") == {f"{CODE}#1": True, f"{CODE}#2": False}
    mine.judge("hỏi", f"{CODE}#1", False, "đoạn mới")
    assert mine.judged(" hỏi") == {f"{CODE}#1": False, f"{CODE}#2": False}
    assert [(j.question, j.article_id, j.right, j.passage) for j in mine.judgements()] == [
        ("hỏi", f"{CODE}#1", False, "đoạn mới"),
        ("khác", f"{CODE}#1", False, ""),
        ("hỏi", f"{CODE}#2", False, "đoạn hai"),
    ]
    mine.judge("hỏi", f"{CODE}#2", None, "")
    mine.judge("chưa hỏi", f"{CODE}#2", None, "")
    assert mine.judged("hỏi") == {f"{CODE}#1": False}
    assert mine.judged("chưa hỏi") == {}
    mine.clear_judgements()
    assert mine.judgements() == []


# Bounds and other readers


def test_bounds(mine, monkeypatch):
    for name in ("MAX_PINS", "MAX_JUDGEMENTS"):
        monkeypatch.setattr(workspace, name, 2)
    pin(mine, 1, 2)
    pin(mine, 2)  # is there already
    with pytest.raises(LimitReached) as caught:
        pin(mine, 3)
    assert "2 điều" in caught.value.message
    mine.judge("a", f"{CODE}#1", True, "")
    mine.judge("b", f"{CODE}#1", True, "")
    mine.judge("b", f"{CODE}#1", False, "")
    with pytest.raises(LimitReached):
        mine.judge("c", f"{CODE}#1", True, "")
    mine.annotate(f"{CODE}#1", "đ" * workspace.MAX_NOTE)
    with pytest.raises(LimitReached) as caught:
        mine.annotate(f"{CODE}#1", "đ" * (workspace.MAX_NOTE + 1))
    assert "5.001" in caught.value.message
    assert len(mine.pins()[0].note) == workspace.MAX_NOTE
    assert mine.judged("c") == {}


@pytest.mark.parametrize("owner", ["public", "", "a~"])
def test_only_a_reader_has_a_workspace(store, owner):
    with pytest.raises(ValueError, match="personal"):
        Workspace(store, owner)


def test_readers_do_not_see_one_another(store, mine):
    fill(mine)
    other = Workspace(store, "~a2")
    assert contents(other) == ([], [], [])
    assert other.remembering
    other.forget(1)
    other.forget_all()
    other.clear_pins()
    other.unpin(f"{CODE}#1")
    other.erase()
    assert [len(part) for part in contents(mine)] == [1, 1, 1]


def test_articles_of_other_readers_are_unknown(mine):
    mine.pin("~a/1/2020/QH14#1", "Điều 1", "của tôi")
    for key in ("~b/1/2020/QH14#1", "~a2/1/2020/QH14#1", "~a#1"):
        with pytest.raises(UnknownDocument):
            mine.pin(key, "x", "x")
        with pytest.raises(UnknownDocument):
            mine.judge("hỏi", key, True, "x")
    assert keys(mine) == ["~a/1/2020/QH14#1"]
    assert mine.judgements() == []


ANY = st.text(st.characters() | st.sampled_from("\0\ud800\u200b\ufeff'\"%_;<&{$`"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(ANY, ANY, st.dictionaries(ANY, ANY, max_size=3))
def test_any_text_stays_text(note, question, filters):
    with Store("sqlite://") as store:
        mine = Workspace(store, "~a")
        mine.pin(f"{CODE}#1", note, note)
        mine.annotate(f"{CODE}#1", note)
        mine.remember(question, filters, 1)
        mine.remember(question, filters, 2)
        mine.judge(question, f"{CODE}#1", True, note)
        kept = "".join(c for c in note if c != "\0" and not "\ud800" <= c <= "\udfff")
        assert mine.pins()[0].note == mine.pins()[0].citation == mine.judgements()[0].passage == kept
        assert mine.judged(question) == {f"{CODE}#1": True}
        asked = mine.searches()
        assert len(asked) == bool(workspace.one_line(question))
        if asked:
            assert (asked[0].filters, asked[0].found) == (filters, 2)
            assert mine.searches(question) == asked
