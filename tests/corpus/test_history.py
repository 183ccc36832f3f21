"""Earlier texts: readable, brought back, and gone when they are erased."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_store import make

from corpus.errors import UnknownDocument
from corpus.history import Reason


def test_a_replaced_text_stays_readable_and_comes_back(store):
    old, new = make(), make(text="1. mới")
    store.put(old)
    store.put(new)
    (kept,) = store.versions(old.id)
    assert (kept.reason, kept.article_count, kept.title) == (Reason.REPLACED, 2, old.title)
    assert store.version(kept.id) == old
    assert store.undo(old.id) == old
    assert store.document(old.id) == old
    assert store.undo(old.id) == new  # undone again
    assert len(store.versions(old.id)) == 1


def test_what_was_taken_out_can_come_back_until_it_is_forgotten(store):
    document = make(collection="~a")
    store.put(document)
    revision = store.remove(document.id, undoable=True)
    assert store.documents() == []
    (gone,) = store.removed_documents(["~a"])
    assert (gone.document_id, gone.reason) == (document.id, Reason.REMOVED)
    assert store.removed_documents(["public"]) == []
    store.undo(document.id)
    assert store.document(document.id) == document
    assert store.revision() == revision + 1
    assert store.removed_documents(["~a"]) == []
    store.remove(document.id, undoable=True)
    assert store.forget_removed(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert store.forget_removed(datetime.now(UTC) + timedelta(hours=1)) == 1
    with pytest.raises(UnknownDocument):
        store.undo(document.id)


def test_forgetting_spares_the_earlier_texts_of_what_is_there_and_what_is_public(store):
    for text in ("cũ", "mới"):
        store.put(make("~a/1/2020/QH14", text=text, collection="~a"))
    store.put(make())
    store.remove("45/2019/QH14", undoable=True)
    assert store.forget_removed(datetime.now(UTC) + timedelta(hours=1)) == 0
    assert len(store.versions("~a/1/2020/QH14")) == len(store.versions("45/2019/QH14")) == 1


def test_a_correction_of_the_description_is_a_change(store):
    store.put(make())
    assert store.put(replace(make(), title="Bộ luật khác")) == 2
    assert store.document("45/2019/QH14").title == "Bộ luật khác"


SECRET = "bímậttuyệtđối"


@pytest.mark.parametrize("how", ["remove", "taken out, then removed", "erase", "forget"])
def test_erased_is_nowhere_in_the_files(store, url, how):
    document = make("~a/1/2020/QH14", text=f"1. {SECRET}", collection="~a")
    store.put(replace(document, sha256="trước", title=SECRET))
    store.put(document)
    folder = Path(url.removeprefix("sqlite:///")).parent
    assert any(SECRET.encode() in path.read_bytes() for path in folder.iterdir())
    if how == "remove":
        store.remove(document.id)
    elif how == "erase":
        assert store.erase("~a") == 1
    else:
        store.remove(document.id, undoable=True)
        if how == "forget":
            store.forget_removed(datetime.now(UTC) + timedelta(hours=1))
        else:
            store.remove(document.id)
    assert not any(SECRET.encode() in path.read_bytes() for path in folder.iterdir())
    assert store.versions(document.id) == []


def test_erasing_one_collection_leaves_the_others(store):
    store.put(make("1/2020/QH14", collection="~a"))
    store.put(make("2/2020/QH14"))
    assert store.erase("~a") == 1
    assert store.erase("~a") == 0
    assert [info.id for info in store.documents()] == ["2/2020/QH14"]
