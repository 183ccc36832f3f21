"""Who refers to an article, for whoever may know it."""

from dataclasses import replace
from datetime import date

import pytest
from test_store import make

from corpus.errors import UnknownDocument
from corpus.model import Reference

CODE, DECREE, MINE = "45/2019/QH14", "145/2020/NĐ-CP", "~a/145/2020/NĐ-CP"


def document(identity, *references, collection="public", number="", articles=3, issued=None):
    made = make(identity, collection=collection, articles=articles)
    found = tuple(Reference(article, 0, 2, target) for article, target in references)
    number = number or identity.removeprefix(f"{collection}/")
    return replace(made, references=found, number=number, issued_on=issued, title=f"Tên {number}")


@pytest.fixture
def linked(store):
    store.put(
        document(CODE, ("2", f"{CODE}#1"), ("2", f"{CODE}#1"), ("1", f"{CODE}#1"), ("3", CODE), ("3", f"{CODE}#12"))
    )
    store.put(document("1/2019/TT-BTC", ("3", f"{CODE}#1"), ("2", CODE), issued=date(2019, 1, 1)))
    store.put(document(DECREE, ("1", f"{CODE}#1"), ("1", f"{DECREE}#2"), ("3", f"{CODE}#2"), issued=date(2020, 12, 14)))
    store.put(document("9/2018/TT-BTC", ("1", f"{DECREE}#2"), ("2", DECREE)))
    store.put(document(MINE, ("1", f"{CODE}#1"), ("3", f"{MINE}#2"), collection="~a"))
    store.put(document("~b/abc", ("1", f"{CODE}#1"), ("2", DECREE), collection="~b", number="-"))
    return store


def ids(found):
    return [referring.article_id for referring in found]


def test_own_articles_first_then_the_newest_documents(linked):
    found = linked.referring(f"{CODE}#1")
    assert ids(found) == [f"{CODE}#2", f"{DECREE}#1", "1/2019/TT-BTC#3", f"{MINE}#1", "~b/abc#1"]
    first = found[1]
    assert (first.document_id, first.number, first.title) == (DECREE, "1", "Tên")
    assert (first.document_number, first.document_title, first.collection) == (DECREE, f"Tên {DECREE}", "public")
    assert ids(linked.referring(f"{CODE}#1", limit=2)) == ids(found[:2])


def test_only_what_may_be_seen(linked):
    assert ids(linked.referring(f"{CODE}#1", collections=["public"])) == [
        f"{CODE}#2",
        f"{DECREE}#1",
        "1/2019/TT-BTC#3",
    ]
    assert ids(linked.referring(f"{CODE}#1", 1, ["~a"])) == [f"{MINE}#1"]
    assert linked.referring(f"{CODE}#1", collections=[]) == []


def test_documents_as_a_whole(linked):
    assert ids(linked.referring(CODE)) == ["1/2019/TT-BTC#2"]  # its own Điều 3 goes without saying
    assert ids(linked.referring(DECREE, collections=["public"])) == ["9/2018/TT-BTC#2"]


def test_a_personal_document_is_known_by_its_id_to_itself_and_by_its_number_to_others(linked):
    everyone = ["public", "~a"]
    assert ids(linked.referring(f"{MINE}#2", collections=everyone)) == [f"{MINE}#3"]
    assert linked.referring(MINE, collections=everyone) == []
    assert ids(linked.referring(f"{DECREE}#2", collections=everyone)) == [f"{DECREE}#1", "9/2018/TT-BTC#1"]


def test_what_is_not_there(linked):
    assert ids(linked.referring(f"{CODE}#12")) == [f"{CODE}#3"]  # a target need not be in the library
    for key in (f"{CODE}#", f"{CODE}#%", "", "#", "x#y#z", "'; --"):
        assert linked.referring(key) == []
    linked.remove(DECREE)
    assert f"{DECREE}#1" not in ids(linked.referring(f"{CODE}#1"))


def test_references_can_be_replaced_without_a_new_revision(linked):
    before, revision = linked.document(DECREE), linked.revision()
    linked.set_references(DECREE, [Reference("2", 0, 1, "x")])
    assert linked.document(DECREE) == replace(before, references=(Reference("2", 0, 1, "x"),))
    linked.set_references(DECREE, [])
    assert linked.document(DECREE).references == ()
    assert linked.revision() == revision
    with pytest.raises(UnknownDocument):
        linked.set_references("không có", [])
