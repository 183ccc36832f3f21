"""The tab with one's own documents, without a browser: real files, a real store, every wish and its outcome."""

import logging
from datetime import date

import pytest

from corpus.errors import StoreUnavailable
from corpus.store import Store
from search.background import Progress
from search.shelf import Shelf
from ui import shelf_cards
from ui.shelf_handlers import ShelfHandlers, View
from ui.texts import ENGLISH, VIETNAMESE

LAW = "Số: 7/2031/NĐ-CP\nNGHỊ ĐỊNH\nVỀ <B>LẠC ĐÀ</B>\nĐiều 1. Nuôi\n1. Một.\n2. Hai.\nĐiều 2. Cấm\nCấm nuôi.\n"
LETTER = "Kính gửi: ông A\nTôi xin nghỉ phép.\n"
ME = "~browser-me"


@pytest.fixture
def store():
    with Store("sqlite://") as opened:
        yield opened


def made(store, words=VIETNAMESE):
    return ShelfHandlers(lambda collection: Shelf(store, collection, lambda: None), words)


@pytest.fixture
def handlers(store):
    return made(store)


@pytest.fixture
def paths(tmp_path):
    def made(**texts):
        found = []
        for name, text in texts.items():
            path = tmp_path / f"{name}.txt"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            found.append(str(path))
        return found

    return made


def read(handlers, files, pending=()):
    return list(handlers.read(files, ME, pending))


def test_each_file_is_told_of_and_the_copies_are_deleted(handlers, paths, tmp_path):
    files = paths(luật=LAW, hỏng=b"\x00\x01\x02\xff" * 50, thư=LETTER)
    views = read(handlers, files)
    assert VIETNAMESE.shelf.READING in views[0].files
    assert "2 điều" in views[-1].files
    assert views[-1].files.count("tl-file-failed") == 1
    assert views[-1].files.count("tl-file-done") == 2
    assert [title for title, _ in views[-1].choices] == ["Nghị định về <b>lạc đà</b>", "thư"]
    assert list(tmp_path.iterdir()) == []
    assert views[-1].mine == ()  # nothing is saved yet


def test_a_preview_says_what_was_recognised_and_hides_no_markup_in_it(handlers, paths):
    view = read(handlers, paths(luật=LAW))[-1]
    assert VIETNAMESE.shelf.CONTENTS.format(articles=2, clauses=2, points=0) in view.preview
    assert view.fields["number"] == "7/2031/NĐ-CP"
    assert "<b>" not in view.preview.replace("<b>Điều", "")
    assert "<b>lạc" not in shelf_cards.shelf([], VIETNAMESE.shelf) + view.preview


def test_saved_with_corrections(handlers, paths, store):
    view = read(handlers, paths(luật=LAW))[-1]
    fields = view.fields | {"title": "Nghị định lạc đà", "issued_on": "4/1/2031", "effective_on": ""}
    view = handlers.save(ME, view.pending, view.chosen, fields)
    assert "Đã lưu “Nghị định lạc đà”" in view.message
    assert (view.pending, view.preview) == ((), "")
    assert view.mine == (("Nghị định lạc đà", f"{ME}/7/2031/NĐ-CP"),)
    (info,) = store.documents()
    assert (info.issued_on, info.effective_on, info.collection) == (date(2031, 1, 4), None, ME)


@pytest.mark.parametrize("day", ["31/02/2020", "hôm qua", "2020-01-01", "1/1/20", "0/0/0000"])
def test_a_wrong_day_is_told_and_nothing_is_lost(handlers, paths, store, day):
    view = read(handlers, paths(luật=LAW))[-1]
    fields = view.fields | {"issued_on": day, "title": "Tên tôi gõ"}
    view = handlers.save(ME, view.pending, view.chosen, fields)
    assert day in view.message
    assert view.fields == fields
    assert len(view.pending) == 1
    assert store.documents() == []


def test_save_all_skip_and_choose(handlers, paths, store):
    view = read(handlers, paths(luật=LAW, thư=LETTER))[-1]
    first = view.pending[0].id
    view = handlers.choose(ME, view.pending, first)
    assert view.chosen == first
    view = handlers.skip(ME, view.pending, first)
    assert [document.id for document in view.pending] != [first]
    view = read(handlers, paths(luật=LAW), view.pending)[-1]
    view = handlers.save_all(ME, view.pending)
    assert "2 văn bản" in view.message
    assert len(view.mine) == len(store.documents()) == 2


def test_open_remove_undo_erase(handlers, paths):
    view = read(handlers, paths(luật=LAW))[-1]
    view = handlers.save(ME, view.pending, view.chosen, view.fields)
    key = view.mine[0][1]
    opened = handlers.open(ME, (), key)
    assert "Điều 2. Cấm" in opened.reader
    assert "<b>lạc" not in opened.reader
    gone = handlers.remove(ME, (), key)
    assert (gone.mine, gone.shelf) == ((), shelf_cards.shelf([], VIETNAMESE.shelf))
    assert "Hoàn tác được trong 30 phút" in gone.message
    back = handlers.undo(ME, (), gone.undoable[0][1])
    assert back.mine[0][1] == key
    assert "Đã lấy lại “Nghị định về &lt;b&gt;lạc đà&lt;/b&gt;”" in back.message
    erased = handlers.erase(ME, (), key)
    assert (erased.mine, erased.undoable) == ((), ())


def test_a_replaced_text_can_be_had_back(handlers, paths):
    for text in (LAW, LAW.replace("Cấm nuôi", "Được nuôi")):
        view = read(handlers, paths(luật=text))[-1]
        view = handlers.save(ME, view.pending, view.chosen, view.fields)
    assert "bản trước" in view.undoable[0][0]
    key = view.mine[0][1]
    assert "Được nuôi" in handlers.open(ME, (), key).reader
    handlers.undo(ME, (), view.undoable[0][1])
    assert "Cấm nuôi" in handlers.open(ME, (), key).reader


def test_wishes_about_nothing(handlers):
    for wish in (handlers.open, handlers.remove, handlers.erase, handlers.undo):
        assert VIETNAMESE.shelf.NOTHING_CHOSEN in wish(ME, (), "").message
        assert "Không tìm thấy" in wish(ME, (), "~browser-other/1/2020/QH14").message
    assert VIETNAMESE.shelf.NO_LONGER in handlers.save(ME, (), "x", {}).message
    assert handlers.look("") == View()


@pytest.mark.parametrize(
    ("error", "words"),
    [(StoreUnavailable("Ổ đĩa đã đầy."), "Ổ đĩa đã đầy."), (OSError("x"), VIETNAMESE.shelf.UNEXPECTED)],
)
def test_a_failure_is_told_and_what_was_read_stays(handlers, paths, store, monkeypatch, caplog, error, words):
    view = read(handlers, paths(luật=LAW))[-1]

    def full(_):
        raise error

    monkeypatch.setattr(store, "put", full)
    with caplog.at_level(logging.WARNING):
        after = handlers.save(ME, view.pending, view.chosen, view.fields)
    assert words in after.message
    assert after.pending == view.pending
    assert "lạc đà" not in caplog.text  # nothing of a document gets into the log


BUSY = StoreUnavailable("Kho đang bận.", "locked")
BROKEN = [
    (VIETNAMESE, BUSY, "Kho đang bận."),
    (ENGLISH, BUSY, ENGLISH.page.ERRORS["StoreUnavailable"]),
    (VIETNAMESE, OSError("secret"), VIETNAMESE.shelf.UNEXPECTED),
    (ENGLISH, OSError("secret"), ENGLISH.shelf.UNEXPECTED),
]


@pytest.mark.parametrize(("words", "error", "said"), BROKEN)
@pytest.mark.parametrize("broken", ["documents", "removed_documents", "document"])
def test_whatever_cannot_be_looked_up_is_told_in_the_pages_language(
    store, paths, monkeypatch, words, error, said, broken
):
    handlers = made(store, words)
    view = read(handlers, paths(luật=LAW))[-1]
    saved = handlers.save(ME, view.pending, view.chosen, view.fields)
    key, before = saved.mine[0][1], read(handlers, paths(thư=LETTER, luật=LAW))[-1]

    def fails(*_, **__):
        raise error

    monkeypatch.setattr(store, broken, fails)
    waiting = before.pending, before.chosen
    views = [
        handlers.look(ME),
        read(handlers, paths(thư=LETTER), before.pending)[-1],
        handlers.choose(ME, *waiting),
        handlers.skip(ME, before.pending, "none of them"),
        handlers.save(ME, *waiting, before.fields | {"issued_on": "hôm qua"}),
        handlers.save(ME, *waiting, before.fields),
        handlers.open(ME, before.pending, key),
        handlers.undo(ME, before.pending, key),
        handlers.remove(ME, before.pending, key),
    ]
    assert any(said in view.message for view in views)
    for view in views[1:]:
        assert view.pending, "what was read stays"
        assert view.preview
        assert "secret" not in view.message
    if broken == "documents":
        assert all(said in view.message for view in views)
        assert all(view.shelf is view.mine is view.undoable is None for view in views), "what is shown stays"


@pytest.mark.parametrize(("words", "error", "said"), BROKEN)
def test_a_shelf_that_is_not_there_is_told(paths, words, error, said, tmp_path):
    def nowhere(_):
        raise error

    handlers = ShelfHandlers(nowhere, words)
    assert said in handlers.look(ME).message
    view = read(handlers, paths(luật=LAW))[-1]
    assert words.shelf.UNEXPECTED in view.files  # of each file
    assert said in view.message
    assert list(tmp_path.iterdir()) == []
    for wish in (handlers.open, handlers.remove, handlers.erase, handlers.undo):
        assert said in wish(ME, (), "x").message
    assert said in handlers.save_all(ME, ()).message


def test_a_failure_while_saving_keeps_what_was_typed(handlers, paths, store, monkeypatch):
    view = read(handlers, paths(luật=LAW, thư=LETTER))[-1]
    chosen, typed = view.pending[0].id, view.fields | {"title": "Tên tôi gõ"}

    def full(_):
        raise StoreUnavailable("Ổ đĩa đã đầy.")

    monkeypatch.setattr(store, "put", full)
    after = handlers.save(ME, view.pending, chosen, typed)
    assert (after.chosen, after.fields, after.pending) == (chosen, typed, view.pending)


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH])
def test_a_page_that_is_nobodys_for_a_moment_says_so(store, paths, words, tmp_path):
    handlers = made(store, words)
    assert words.shelf.NOBODY in list(handlers.read(paths(luật=LAW), "", ()))[-1].files.replace("&#x27;", "'")
    assert list(tmp_path.iterdir()) == []
    for wish in (handlers.open, handlers.remove, handlers.erase, handlers.undo):
        assert words.shelf.NOBODY in wish("", (), "x").message
    assert store.documents() == []


def test_a_file_that_cannot_be_read_is_told_in_the_pages_language(store, paths):
    english = read(made(store, ENGLISH), paths(hỏng=b"\x00\x01\x02\xff" * 50))[-1]
    assert ENGLISH.page.ERRORS["UnreadableDocument"] in english.files
    refused = made(store, ENGLISH).open(ME, (), "~browser-other/1/2020/QH14")
    assert ENGLISH.page.ERRORS["UnknownDocument"] in refused.message


def test_while_files_are_read_the_shelf_stays_as_it_is(handlers, paths):
    *under_way, last = read(handlers, paths(luật=LAW, thư=LETTER))
    assert all(view.shelf is view.mine is view.undoable is None for view in under_way)
    assert last.mine == ()


def test_progress_in_words():
    assert shelf_cards.embedding(None, VIETNAMESE.shelf) == ""
    assert shelf_cards.embedding(Progress(5, 5, 1.0), VIETNAMESE.shelf) == ""
    assert "còn khoảng 30 giây" in shelf_cards.embedding(Progress(10, 40, 10.0), VIETNAMESE.shelf)
    assert "còn khoảng 50 phút" in shelf_cards.embedding(Progress(100, 3100, 100.0), VIETNAMESE.shelf)
    assert "còn khoảng" not in shelf_cards.embedding(Progress(0, 40, 0.0), VIETNAMESE.shelf)
