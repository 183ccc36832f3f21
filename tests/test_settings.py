import pytest

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
