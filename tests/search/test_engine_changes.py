import threading
from contextlib import closing
from dataclasses import replace

import pytest
from engine_homes import MATERNITY, ids, opened, settings

from corpus.errors import UnknownDocument
from corpus.model import Article, Document
from corpus.store import Store
from indexer import sync
from search.engine import SearchEngine
from search.model import Filters

CAMELS = "Người nuôi lạc đà một bướu phải đăng ký chuồng trại. "
DECREE = Document(
    "7/2031/NĐ-CP", "7/2031/NĐ-CP", "Nghị định về lạc đà", (Article("1", "Nuôi lạc đà", CAMELS * 40),),
    kind="Nghị định", sha256="first",
)  # fmt: skip
SECRET = replace(DECREE, id="8/2031/NĐ-CP", number="8/2031/NĐ-CP", title="Hồ sơ mật", collection="mine", sha256="mine")
BOTH = Filters(collections=("public", "mine"))


@pytest.fixture
def changing(copied):
    """An engine (without a reranker, which would take its time), and the store that it answers from."""
    with opened(copied, reranker=str(copied / "none")) as engine, Store(settings(copied).database_url()) as store:
        yield engine, store


def test_documents_come_change_and_go(changing):
    engine, store = changing
    assert engine.search("Điều 1 Nghị định 7/2031/NĐ-CP").hits == ()
    store.put(DECREE)
    engine.refresh()
    found = engine.search(CAMELS)
    assert found.hits[0].article_id == "7/2031/NĐ-CP#1"
    assert ids(engine.search("Điều 1 Nghị định 7/2031/NĐ-CP")) == ["7/2031/NĐ-CP#1"]
    assert ids(engine.search(CAMELS, Filters(kind="Nghị định"))) == ["7/2031/NĐ-CP#1"]
    store.put(replace(DECREE, articles=(Article("2", "Cấm", "Cấm nuôi lạc đà một bướu."),), sha256="second"))
    engine.refresh()
    assert "7/2031/NĐ-CP#2" in ids(engine.search(CAMELS))
    assert "7/2031/NĐ-CP#1" not in ids(engine.search(CAMELS, limit=100))
    store.remove("7/2031/NĐ-CP")
    assert not any(key.startswith("7/2031") for key in ids(engine.search(CAMELS, limit=100)))  # gone at once
    engine.refresh()
    assert engine.verify() == []
    assert len(engine.documents()) == 6


def test_a_private_collection_is_searched_for_its_owner_alone(changing):
    engine, store = changing
    store.put(SECRET)
    engine.refresh()
    for question in (CAMELS, "Điều 1 Nghị định 8/2031/NĐ-CP", "Điều 1"):
        assert "8/2031/NĐ-CP#1" in ids(engine.search(question, BOTH))
        assert "8/2031/NĐ-CP#1" not in ids(engine.search(question, limit=100))
    assert ids(engine.search(CAMELS, Filters(collections=("mine",)))) == ["8/2031/NĐ-CP#1"]


def test_a_private_document_is_not_even_named(changing):
    engine, store = changing
    store.put(SECRET)
    engine.refresh()
    number = "8/2031/NĐ-CP"
    assert engine.article(f"{number}#1", BOTH.collections)[0].title == "Hồ sơ mật"
    with pytest.raises(UnknownDocument):
        engine.article(f"{number}#1")
    for question in (number, "Hồ sơ mật"):
        assert engine.search(question, BOTH).opens == number
        assert engine.search(question).opens is None
    assert "2031" not in str(engine.facets(Filters()))
    assert {facet.value for facet in engine.facets(BOTH).collections} == {"public", "mine"}
    assert "Hồ sơ mật" not in engine.search("Điều 5 Nghị định 8/2031/NĐ-CP").notice


def test_questions_between_a_change_and_its_index_are_answered(changing):
    engine, store = changing
    store.put(DECREE)
    answers = []
    engine.refresh(lambda *_: answers.append(engine.search(MATERNITY)))
    assert answers
    assert {answer.hits[0].article_id for answer in answers} == {"45/2019/QH14#139"}
    # What another process indexed is not known to this one's catalogue yet.
    store.put(SECRET)
    engine._synchroniser.sync(engine._state.indexes)
    assert engine.search(CAMELS, BOTH, 100).hits[0].article_id == "7/2031/NĐ-CP#1"


def test_evidence_stays_inside_a_text_that_was_replaced(changing):
    engine, store = changing
    store.put(DECREE)
    engine.refresh()
    store.put(replace(DECREE, articles=(Article("1", "Nuôi lạc đà", "Cấm nuôi."),), sha256="second"))
    for hit in engine.search(CAMELS).hits:
        assert 0 <= hit.evidence.start < hit.evidence.end <= len(hit.text)


def test_a_large_library_answers_before_all_of_it_is_indexed(copied, monkeypatch):
    monkeypatch.setattr(sync, "_DOCUMENTS", 3)
    with Store(settings(copied).database_url()) as store:
        for n in range(8):
            store.put(replace(DECREE, id=f"{n}/2031/NĐ-CP", number=f"{n}/2031/NĐ-CP", sha256=str(n)))
    follow, calls, go = sync.Synchroniser.follow, [], threading.Event()

    def held(*arguments, **options):
        calls.append(1)
        assert len(calls) == 1 or go.wait(60)
        return follow(*arguments, **options)

    monkeypatch.setattr(sync.Synchroniser, "follow", held)
    with closing(SearchEngine.open(settings(copied, reranker=str(copied / "none")), patient=False)) as engine:
        assert engine.search(MATERNITY).hits[0].article_id == "45/2019/QH14#139"
        early = {key.split("#")[0] for key in ids(engine.search(CAMELS))}
        assert "0/2031/NĐ-CP" in early
        assert "7/2031/NĐ-CP" not in early
        go.set()
        engine.wait_for_embedding()
        assert engine.verify() == []
        assert {key.split("#")[0] for key in ids(engine.search(CAMELS))} >= {f"{n}/2031/NĐ-CP" for n in range(8)}


def test_a_paper_without_articles_is_named_by_its_number(changing):
    engine, store = changing
    store.put(replace(DECREE, articles=(Article("§1", "Mở đầu", CAMELS),)))
    engine.refresh()
    response = engine.search("7/2031/NĐ-CP")
    assert (ids(response), response.notice, response.opens) == (["7/2031/NĐ-CP#§1"], None, "7/2031/NĐ-CP")
    store.put(replace(DECREE, id="x", number="7/2031/NĐ-CP", sha256="x"))  # two of one number: which is to open?
    engine.refresh()
    assert engine.search("7/2031/NĐ-CP").opens is None
