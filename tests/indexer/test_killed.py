"""Killed two hundred times while adding, replacing, removing and undoing: nothing is lost or half there."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_sync import Library, assert_shows_the_store, law

from corpus.errors import UnknownDocument

ROOT = Path(__file__).resolve().parents[2]
KILLS = 200
ARTICLES = 12
NUMBERS = [f"{n}/2020/QH14" for n in range(1, 6)]

# Imports take seconds, a fork does not: this process makes the children that are killed.
NURSERY = """
import os, sys
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from test_killed import work
print("ready", flush=True)
for seed in sys.stdin:
    child = os.fork()
    if not child:
        work(sys.argv[1], int(seed))
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(status, flush=True)
"""


def work(home, seed):
    """Change the library for ever; a file grows by a byte before each change."""
    chance = random.Random(seed)
    with Library(Path(home)) as library:
        each = library.synchroniser()
        indexes = each.sync(each.load())
        pulse = (Path(home) / "pulse").open("ab", buffering=0)
        while True:
            pulse.write(b".")
            number = chance.choice(NUMBERS)
            wish = chance.choice(["put", "put", "put", "remove", "take out", "undo", "erase"])
            with contextlib.suppress(UnknownDocument):
                if wish == "put":
                    library.store.put(law(number, *[f"1. lần {chance.random()}"] * ARTICLES))
                elif wish == "undo":
                    library.store.undo(number)
                elif wish == "erase":
                    library.store.erase("~nobody")
                else:
                    library.store.remove(number, undoable=wish == "take out")
            indexes = each.sync(indexes)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which this system lacks")
def test_killed_two_hundred_times(tmp_path):
    chance = random.Random(0)
    command = [sys.executable, "-c", NURSERY, str(tmp_path), str(ROOT), str(Path(__file__).parent)]
    last = seen = 0
    pulse = tmp_path / "pulse"
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdout.readline() == "ready\n"
        for kill in range(KILLS):
            pulse.write_bytes(b"")
            print(kill, file=nursery.stdin, flush=True)
            child = int(nursery.stdout.readline())
            changes = chance.randint(1, 4)
            while pulse.stat().st_size < changes:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.03)  # about as long as a change takes
            os.kill(child, signal.SIGKILL)
            assert int(nursery.stdout.readline()) == signal.SIGKILL  # it was killed, it did not fail
            revision, documents = whole(tmp_path)
            assert revision >= last
            last, seen = revision, seen + documents
        nursery.stdin.close()
    assert last > KILLS  # it did do something
    assert seen > KILLS


def whole(home):
    """Check everything after a restart; give the revision and how many documents there are."""
    connection = sqlite3.connect(home / "store.sqlite3")
    assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with Library(home) as library:
        infos = library.store.documents()
        for info in infos:
            document = library.store.document(info.id)
            assert len(document.articles) == info.article_count == ARTICLES
            assert len({article.text for article in document.articles}) == 1
            for version in library.store.versions(info.id)[:2]:
                assert len(library.store.version(version.id).articles) == ARTICLES
        assert_shows_the_store(library, library.synced())
        return library.store.revision(), len(infos)
