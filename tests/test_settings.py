from pathlib import Path

import pytest

import settings
from corpus.errors import BadSetting
from settings import read_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRALUAT_DEVICE", "tpu"),
        ("TRALUAT_SEGMENTER", "khác"),
        ("TRALUAT_THREADS", "0"),
        ("TRALUAT_CANDIDATES", "nhiều"),
    ],
)
def test_a_value_that_cannot_be_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refused:
        read_settings()
    assert name in refused.value.message


@pytest.fixture
def space(monkeypatch, tmp_path):
    """A Space; tells whether it has lasting storage."""
    monkeypatch.setenv("SPACE_ID", "ai/tra-luat")
    monkeypatch.delenv("TRALUAT_HOME", raising=False)
    monkeypatch.setattr(settings, "SPACE_STORAGE", tmp_path)

    def has(storage):
        monkeypatch.setattr(Path, "is_mount", lambda path: storage and path == tmp_path)
        return tmp_path / "traluat"

    return has


def test_a_space_keeps_its_data_where_they_last(space):
    home = space(storage=True)
    assert read_settings().home == home
    assert read_settings().persistent()


def test_a_space_without_storage_says_so(space):
    space(storage=False)
    assert read_settings().home == settings.ROOT / "data"
    assert not read_settings().persistent()


def test_what_is_set_counts_on_a_space_too(space, monkeypatch, tmp_path_factory):
    space(storage=True)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv("TRALUAT_HOME", str(elsewhere))
    assert read_settings().home == elsewhere
    assert not read_settings().persistent()
    monkeypatch.setenv("TRALUAT_DATABASE", "postgresql://somewhere/else")
    assert read_settings().persistent()


def test_elsewhere_a_disk_is_a_disk(monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    monkeypatch.delenv("TRALUAT_HOME", raising=False)
    assert read_settings().home == settings.ROOT / "data"
    assert read_settings().persistent()


def test_accounts_are_asked_for_only_where_there_are_some(monkeypatch):
    monkeypatch.delenv("TRALUAT_ACCOUNTS", raising=False)
    assert read_settings().accounts_file() is None
    monkeypatch.setenv("TRALUAT_ACCOUNTS", "/srv/accounts")
    assert read_settings().accounts_file() == Path("/srv/accounts")
