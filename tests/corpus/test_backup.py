"""A backup is the whole store, and comes back on another machine."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from test_store import make, span

from corpus.__main__ import main
from corpus.backup import back_up, restore
from corpus.errors import StoreUnavailable
from corpus.store import Store


def url(folder):
    return f"sqlite:///{folder}/store.sqlite3"


@pytest.fixture
def filled(tmp_path):
    with Store(url(tmp_path / "one")) as store:
        store.put(make())
        store.put(make(text="1. mới"))
        store.put(make("1/2020/QH14", collection="~a"))
        store.set_passages("1/2020/QH14", [span()])
        store.put_embeddings("m", ["h"], np.ones((1, 3)))
        yield store


def test_everything_comes_back_elsewhere(filled, tmp_path):
    back_up(url(tmp_path / "one"), tmp_path / "copy" / "kho.bak")  # while the store is open
    assert restore(url(tmp_path / "two"), tmp_path / "copy" / "kho.bak") is None
    with Store(url(tmp_path / "two")) as other:
        assert [other.document(i.id) for i in other.documents()] == [filled.document(i.id) for i in filled.documents()]
        assert other.revision() == filled.revision()
        assert len(other.versions("45/2019/QH14")) == 1
        assert set(other.embeddings("m", ["h"])) == {"h"}
        assert [row.id for row in other.passages()] == [row.id for row in filled.passages()]
        assert other.identity() != filled.identity()  # so that no index of the one is taken for the other's


def test_the_store_before_is_kept(filled, tmp_path):
    back_up(url(tmp_path / "one"), tmp_path / "kho.bak")
    filled.put(make("9/2021/QH15"))
    filled.close()
    before = restore(url(tmp_path / "one"), tmp_path / "kho.bak")
    with Store(url(tmp_path / "one")) as store, Store(f"sqlite:///{before}") as earlier:
        assert "9/2021/QH15" not in {info.id for info in store.documents()}
        assert "9/2021/QH15" in {info.id for info in earlier.documents()}
    assert restore(url(tmp_path / "one"), tmp_path / "kho.bak") != before


def test_nothing_is_overwritten_and_nothing_half_written_stays(filled, tmp_path):
    (tmp_path / "kho.bak").write_text("của tôi")
    with pytest.raises(StoreUnavailable):
        back_up(url(tmp_path / "one"), tmp_path / "kho.bak")
    assert (tmp_path / "kho.bak").read_text() == "của tôi"
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable):
        back_up(url(tmp_path / "one"), tmp_path / "file" / "kho.bak")
    with pytest.raises(StoreUnavailable):
        back_up(url(tmp_path / "none"), tmp_path / "new.bak")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "kho.bak", "one"]


@pytest.mark.parametrize("damage", ["text", "half", "other", "missing"])
def test_what_is_no_backup_is_refused_and_the_store_stays(filled, tmp_path, damage):
    bad = tmp_path / "bad.bak"
    back_up(url(tmp_path / "one"), bad)
    whole = bad.read_bytes()
    if damage == "text":
        bad.write_bytes(b"khong phai kho" * 100)
    elif damage == "half":
        bad.write_bytes(whole[: len(whole) // 2])
    elif damage == "missing":
        bad.unlink()
    else:
        bad.unlink()
        connection = sqlite3.connect(bad)
        connection.execute("CREATE TABLE t (x)")
        connection.close()
    with pytest.raises(StoreUnavailable):
        restore(url(tmp_path / "one"), bad)
    assert len(filled.documents()) == 2
    assert not list(Path(tmp_path / "one").glob("*.partial"))


def test_other_databases_have_their_own_tools(tmp_path):
    with pytest.raises(StoreUnavailable) as caught:
        back_up("postgresql://localhost/kho", tmp_path / "x")
    assert "pg_dump" in caught.value.message


def test_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TRALUAT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TRALUAT_DATABASE", raising=False)
    with Store(url(tmp_path / "home")) as store:
        store.put(make())
    target = str(tmp_path / "kho.bak")
    assert main(["backup", target]) == 0
    assert main(["remove", "45/2019/QH14"]) == 0
    assert main(["restore", target]) == 0
    assert "Đã khôi phục" in capsys.readouterr().out
    with Store(url(tmp_path / "home")) as store:
        assert len(store.documents()) == 1
    assert main(["backup", target]) == 1
    assert capsys.readouterr().err.startswith("Lỗi: ")
