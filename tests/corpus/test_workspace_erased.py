"""What a reader kept is nowhere when it is erased, and in a backup as long as it is not."""

from pathlib import Path

import pytest
from test_store import make
from test_workspace import CODE, contents, fill, keys, pin

from corpus import workspace
from corpus.backup import back_up, restore
from corpus.store import Store
from corpus.workspace import Workspace

SECRET = "bímậttuyệtđối"


@pytest.fixture
def mine(store):
    return Workspace(store, "~a")


def written(url):
    folder = Path(url.removeprefix("sqlite:///")).parent
    forms = (SECRET, workspace._folded(SECRET))
    return [path.name for path in folder.iterdir() for form in forms if form.encode() in path.read_bytes()]


def secrets(space, other, count):
    """Words in everything that takes words; another reader's rows lie between."""
    for n in range(count):
        key = f"{CODE}#{n}"
        space.pin(key, f"{SECRET} {n}", SECRET)
        space.annotate(key, f"{SECRET} {n} " * (n * 7 % 90 + 1))
        space.remember(f"{SECRET} {n}", {"kind": "Luật"}, n)
        space.judge(f"{SECRET} {n}", key, True, f"{SECRET} " * (n * 5 % 70 + 1))
        pin(other, n)
        other.remember(f"hỏi {n}", {}, n)


@pytest.mark.parametrize("count", [1, 120])
@pytest.mark.parametrize("how", ["one by one", "by kind", "workspace", "collection", "elsewhere"])
def test_erased_is_nowhere_in_the_files(mine, store, url, how, count):
    secrets(mine, Workspace(store, "~b"), count)
    assert written(url)
    if how == "one by one":
        for judgement in mine.judgements():
            mine.judge(judgement.question, judgement.article_id, None, "")
        for search in mine.searches():
            mine.forget(search.id)
        for key in keys(mine)[::2] + keys(mine)[1::2]:
            mine.annotate(key, "")
            mine.unpin(key)
    elif how == "by kind":
        mine.clear_pins()
        mine.forget_all()
        mine.clear_judgements()
    elif how == "workspace":
        mine.erase()
    elif how == "collection":
        store.erase("~a")
    else:
        with Store(url) as other:
            other.erase("~a")
    assert written(url) == []
    assert contents(mine) == ([], [], [])
    assert len(Workspace(store, "~b").pins()) == count


def test_a_note_that_was_written_over_is_gone(mine, url):
    pin(mine, 1)
    mine.annotate(f"{CODE}#1", f"{SECRET} " * 300)
    assert written(url)
    mine.annotate(f"{CODE}#1", "khác")
    assert written(url) == []


def test_erasing_a_collection_erases_its_owners_workspace_alone(store, mine):
    other = Workspace(store, "~b")
    fill(mine)
    fill(other)
    store.put(make("~a/1/2020/QH14", collection="~a"))
    assert store.erase("~a") == 1
    assert contents(mine) == ([], [], [])
    assert mine.remembering  # as for anyone new
    assert [len(part) for part in contents(other)] == [1, 1, 1]
    assert not other.remembering


def test_what_is_left_of_readers_is_known(store):
    assert store.owners("~") == []
    fill(Workspace(store, "~visit-1"))
    Workspace(store, "~visit-2").set_remembering(True)
    store.put(make("~visit-3/1/2020/QH14", collection="~visit-3"))
    store.put(make("~visit-4/1/2020/QH14", collection="~visit-4"))
    store.remove("~visit-4/1/2020/QH14", undoable=True)
    store.put(make())
    fill(Workspace(store, "~a"))
    assert store.owners("~visit-") == [f"~visit-{n}" for n in (1, 2, 3, 4)]
    assert store.owners("~") == ["~a", *store.owners("~visit-")]
    for owner in store.owners("~visit-"):
        store.erase(owner)
    assert store.owners("") == ["public", "~a"]


def test_a_backup_has_it(store, mine, url, tmp_path):
    fill(mine)
    back_up(url, tmp_path / "kho.bak")
    restore(f"sqlite:///{tmp_path}/two/store.sqlite3", tmp_path / "kho.bak")
    with Store(f"sqlite:///{tmp_path}/two/store.sqlite3") as other:
        there = Workspace(other, "~a")
        assert contents(there) == contents(mine)
        assert not there.remembering
