"""One's own documents: kept, corrected, replaced, taken out, brought back, and nobody else's to see."""

import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from engine_homes import ids, settings

import search.shelf
from corpus import intake
from corpus.errors import DocumentConflict, UnknownDocument
from corpus.intake import corrected
from corpus.model import Status
from search.engine import SearchEngine
from search.model import Filters

LAW = """CHÍNH PHỦ
Số: 7/2031/NĐ-CP
Hà Nội, ngày 04 tháng 01 năm 2031
NGHỊ ĐỊNH
VỀ NUÔI LẠC ĐÀ MỘT BƯỚU
Điều 1. Đăng ký chuồng trại
1. Người nuôi lạc đà một bướu phải đăng ký chuồng trại.
2. Hồ sơ gồm đơn.
Điều 2. Mức phạt
Phạt tiền từ 100.000 đồng đến 200.000 đồng người không đăng ký chuồng trại lạc đà.
"""
QUESTION = "nuôi lạc đà có phải đăng ký chuồng trại không"
MINE, OTHERS = "~browser-a", "~browser-b"


@pytest.fixture
def engine(copied):
    with closing(SearchEngine.open(settings(copied, reranker=str(copied / "none")), patient=False)) as opened:
        opened.wait_for_embedding()
        yield opened


def file(folder: Path, text: str = LAW, name: str = "nghị định.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(shelf, path):
    (added,) = shelf.read(path, path.name)
    return added.document


def seen(engine, *collections):
    return ids(engine.search(QUESTION, Filters(collections=("public", *collections))))


def test_saved_is_found_at_once_and_by_its_owner_alone(engine, tmp_path):
    shelf = engine.shelf(MINE)
    document = read(shelf, file(tmp_path))
    assert shelf.documents() == []  # a preview keeps nothing
    shelf.save(document)
    key = f"{MINE}/7/2031/NĐ-CP#1"
    assert seen(engine, MINE)[0] == key
    assert key not in seen(engine)
    assert key not in seen(engine, OTHERS)
    engine.wait_for_embedding()
    assert engine.verify() == []
    assert seen(engine, MINE)[0] == key
    assert ids(engine.search("Điều 2 Nghị định 7/2031/NĐ-CP", Filters(collections=("public", MINE)))) == [
        f"{MINE}/7/2031/NĐ-CP#2"
    ]
    assert MINE not in str(engine.search("Điều 2 Nghị định 7/2031/NĐ-CP"))


def test_two_readers_may_have_the_same_decree(engine, tmp_path):
    for owner in (MINE, OTHERS):
        shelf = engine.shelf(owner)
        shelf.save(read(shelf, file(tmp_path)))
        assert [info.id for info in shelf.documents()] == [f"{owner}/7/2031/NĐ-CP"]
    for owner, other in ((MINE, OTHERS), (OTHERS, MINE)):
        shelf = engine.shelf(owner)
        for act in (shelf.document, shelf.remove, shelf.undo, partial(shelf.remove, for_good=True)):
            with pytest.raises(UnknownDocument):
                act(f"{other}/7/2031/NĐ-CP")
        assert shelf.versions(f"{other}/7/2031/NĐ-CP") == []
        assert len(shelf.documents()) == 1
    engine.shelf(MINE).erase()
    assert [info.id for info in engine.shelf(OTHERS).documents()] == [f"{OTHERS}/7/2031/NĐ-CP"]


def test_the_statute_book_is_nobodys_to_change(engine, tmp_path):
    with pytest.raises(ValueError, match="public"):
        engine.shelf("public")
    shelf = engine.shelf(MINE)
    for act in (shelf.document, shelf.remove, shelf.undo):
        with pytest.raises(UnknownDocument):
            act("45/2019/QH14")
    with pytest.raises(UnknownDocument):
        shelf.save(engine.shelf(OTHERS).read(file(tmp_path), "a.txt").__next__().document)
    assert len(engine.documents(("public",))) == 6


def test_taken_out_is_found_no_more_and_comes_back(engine, tmp_path):
    shelf = engine.shelf(MINE)
    shelf.save(read(shelf, file(tmp_path)))
    (info,) = shelf.documents()
    shelf.remove(info.id)
    assert not any("7/2031" in key for key in seen(engine, MINE))
    assert [version.document_id for version in shelf.removed()] == [info.id]
    assert engine.shelf(OTHERS).removed() == []
    shelf.undo(info.id)
    assert seen(engine, MINE)[0] == f"{info.id}#1"
    engine.wait_for_embedding()
    assert engine.verify() == []


def test_replaced_by_a_newer_text_which_can_be_undone(engine, tmp_path):
    shelf = engine.shelf(MINE)
    shelf.save(read(shelf, file(tmp_path)))
    newer = read(shelf, file(tmp_path, LAW.replace("200.000", "900.000")))
    assert any("Sẽ thay bản đang có (2 điều)" in remark for remark in shelf.remarks(newer))
    shelf.save(newer)
    (info,) = shelf.documents()
    assert "900.000" in shelf.document(info.id).articles[1].text
    (version,) = shelf.versions(info.id)
    assert version.article_count == 2
    assert "200.000" in shelf.undo(info.id).articles[1].text
    again = read(shelf, file(tmp_path))
    assert "Nội dung giống hệt bản đang có trong kho." in shelf.remarks(again)


def test_corrections_of_the_preview(engine, tmp_path):
    shelf = engine.shelf(MINE)
    document = read(shelf, file(tmp_path))
    right = corrected(document, number="8/2031/nđ-cp", title="Nghị định 8", effective_on=None)
    assert (right.id, right.number, right.title) == (f"{MINE}/8/2031/NĐ-CP", "8/2031/NĐ-CP", "Nghị định 8")
    shelf.save(right)
    shelf.save(corrected(document, number=""))
    assert sorted(info.number for info in shelf.documents()) == ["", "8/2031/NĐ-CP"]
    assert any("đã có trong kho: Nghị định 8" in remark for remark in shelf.remarks(document))
    with pytest.raises(ValueError, match="collection"):
        corrected(document, collection="public")


def test_what_replaces_a_law_shows_to_its_owner_alone(engine, tmp_path):
    shelf = engine.shelf(MINE)
    text = LAW + "Điều 3. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 02 năm 2021.\n"
    text += "2. Bộ luật Lao động số 45/2019/QH14 hết hiệu lực kể từ ngày Nghị định này có hiệu lực.\n"
    document = read(shelf, file(tmp_path, text))
    assert any("45/2019/QH14" in remark for remark in shelf.remarks(document))
    shelf.save(document)
    question = "Điều 139 BLLĐ 2019"
    (own,) = engine.search(question, Filters(collections=("public", MINE))).hits
    assert (own.status, own.amendments[0].by_document) == (Status.EXPIRED, "7/2031/NĐ-CP")
    assert engine.search(question).hits[0].status is Status.IN_FORCE
    shelf.remove(document.id)
    assert engine.search(question, Filters(collections=("public", MINE))).hits[0].status is Status.IN_FORCE


def test_erased_for_good_is_nowhere_on_the_disk(engine, copied, tmp_path):
    shelf = engine.shelf(MINE)
    shelf.save(read(shelf, file(tmp_path, LAW.replace("một bướu", "xquyzt"))))
    engine.wait_for_embedding()
    home = [path for path in copied.rglob("*") if path.is_file()]
    assert any(b"xquyzt" in path.read_bytes() for path in home)
    (info,) = shelf.documents()
    shelf.remove(info.id)
    shelf.remove(info.id, for_good=True)
    assert shelf.removed() == []
    assert not [path for path in copied.rglob("*") if path.is_file() and b"xquyzt" in path.read_bytes()]
    engine.wait_for_embedding()
    assert engine.verify() == []


def test_visits_that_were_cut_off_are_erased(engine, tmp_path):
    for owner in ("~visit-1", MINE):
        shelf = engine.shelf(owner)
        shelf.save(read(shelf, file(tmp_path)))
    for owner in ("~visit-1", "~visit-2", MINE):  # the second has no document, only what was noted
        engine.workspace(owner).pin("45/2019/QH14#139", "Điều 139", "Bộ luật Lao động")
    engine.tidy()
    assert engine.shelf("~visit-1").documents() == []
    assert len(engine.shelf(MINE).documents()) == 1
    assert [len(engine.workspace(owner).pins()) for owner in ("~visit-1", "~visit-2", MINE)] == [0, 0, 1]


def test_after_half_an_hour_nothing_comes_back(engine, tmp_path, monkeypatch):
    shelf = engine.shelf(MINE)
    document = read(shelf, file(tmp_path))
    shelf.save(document)
    monkeypatch.setattr(search.shelf, "UNDO", timedelta(seconds=0.2))
    shelf.remove(document.id)
    deadline = time.monotonic() + 30
    while engine._store.versions(document.id):  # erased by itself, whether anybody looks or not
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert shelf.removed() == []
    with pytest.raises(UnknownDocument):
        shelf.undo(document.id)


def test_a_package_of_the_code_of_laws_is_not_for_one_reader(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "is_package", lambda path: True)
    path = tmp_path / "a.zip"
    path.write_bytes(b"")
    (result,) = engine.shelf(MINE).read(path, "a.zip")
    assert "python -m corpus add" in result.error.message


def test_a_store_that_refuses_keeps_what_it_has(engine, tmp_path):
    shelf = engine.shelf(MINE)
    document = read(shelf, file(tmp_path))
    shelf.save(document)
    with pytest.raises(DocumentConflict):
        engine._store.put(replace(document, collection=OTHERS, sha256="x"))
    assert len(shelf.documents()) == 1
