import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from engine_homes import settings

from search.engine import SearchEngine


@pytest.fixture(scope="session")
def home(tmp_path_factory, model_cache):
    """Of the engine under test: a new folder, or the one that TRALUAT_TEST_HOME names, kept between runs."""
    if kept := os.environ.get("TRALUAT_TEST_HOME"):
        return Path(kept)
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").symlink_to(model_cache)
    return folder


@pytest.fixture(scope="session")
def engine(home):
    """Over the six codes, with the models that are shipped."""
    engine = SearchEngine.open(settings(home))
    yield engine
    engine.close()


@pytest.fixture
def copied(engine, home, tmp_path):
    """A home that a test may change: it begins as the engine's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "models").symlink_to(home / "models")
    shutil.copytree(home / "index", folder / "index")
    with (
        closing(sqlite3.connect(home / "store.sqlite3")) as source,
        closing(sqlite3.connect(folder / "store.sqlite3")) as target,
    ):
        source.backup(target)
    return folder


@pytest.fixture
def scorer(tiny_scorer, tmp_path):
    """A reranker that knows nothing: the engine must do with it, too."""
    return shutil.copytree(tiny_scorer, tmp_path / "scorer")
