"""The variants change what they say, and nothing else."""

from types import SimpleNamespace

import numpy as np

from benchmarks.variants import headed, through_bytes, unit

RNG = np.random.default_rng(0)


def test_units_keep_their_direction():
    rows = RNG.normal(size=(20, 8)).astype(np.float32)
    made = unit(rows)
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(made * np.linalg.norm(rows, axis=1, keepdims=True), rows, rtol=1e-4)
    assert not unit(np.zeros((1, 8), np.float32)).any()


def test_bytes_move_a_vector_a_little():
    rows = unit(RNG.normal(size=(500, 64)).astype(np.float32))
    back = through_bytes(rows)
    assert not np.array_equal(back, rows)
    assert (unit(back) * rows).sum(axis=1).min() > 0.999


def test_headings_are_written_as_often_as_told():
    data = SimpleNamespace(lexical_text=lambda row: "1/2020/QH14 1/2020 2020\nLuật A > Tên\nmột\nhai")
    assert headed(data, 0, 0) == "1/2020/QH14 1/2020 2020\nmột\nhai"
    assert headed(data, 0, 1) == data.lexical_text(0)
    assert headed(data, 0, 3).count("Luật A > Tên") == 3
