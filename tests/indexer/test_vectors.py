import threading

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.vectors import VectorIndex

SIZE = 16


def unit(count, seed=0):
    """Unit vectors of what a half can hold: the index keeps them so, as the store does."""
    drawn = np.random.default_rng(seed).standard_normal((count, SIZE)).astype(np.float32)
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


def vector_of(i, version=0):
    return unit(1, seed=1000 * version + i)[0]


def stacked(ids, version=0):
    return np.array([vector_of(i, version) for i in ids], np.float32).reshape(len(ids), SIZE)


def nearest(rows, query, limit):
    ids = np.array(sorted(rows), np.int64)
    cosines = np.array([rows[i] @ query for i in ids.tolist()], np.float32)
    order = np.argsort(-cosines, kind="stable")[:limit]
    return ids[order], cosines[order]


@pytest.mark.parametrize("limit", [1, 10, 300, 1000])
def test_equals_brute_force(limit):
    ids = np.random.default_rng(1).permutation(np.arange(5, 905, 3))
    index, vectors = VectorIndex(SIZE), unit(len(ids))
    index.add(ids, vectors)
    rows = dict(zip(ids.tolist(), vectors, strict=True))
    for query in unit(5, seed=9):
        found, scores = index.search(query, limit)
        wanted, cosines = nearest(rows, query, limit)
        np.testing.assert_array_equal(found, wanted)
        np.testing.assert_allclose(scores, cosines, atol=1e-5)


def test_vectors_given_as_halves_and_queries_that_are_not_contiguous():
    index = VectorIndex(SIZE)
    vectors = unit(20)
    index.add(np.arange(20), vectors.astype(np.float16))
    found, scores = index.search(np.stack([vectors[3]] * 2, axis=1)[:, 0], 1)
    assert found.tolist() == [3]
    assert scores[0] == pytest.approx(1, abs=2e-3)


def test_ids_are_stable_after_removals():
    index, ids = VectorIndex(SIZE), list(range(100, 150))
    index.add(np.array(ids), stacked(ids))
    index.remove(ids[::2])
    assert index.ids().tolist() == ids[1::2]
    for i in ids[1::2]:
        found, scores = index.search(vector_of(i), 1)
        assert found.tolist() == [i]
        assert scores[0] == pytest.approx(1, abs=2e-3)
    for i in ids[::2]:
        assert index.search(vector_of(i), 1)[1][0] < 0.999


def test_replaced_vector_is_the_new_one():
    index = VectorIndex(SIZE)
    index.add(np.array([1, 2, 3]), stacked([1, 2, 3]))
    index.add(np.array([2, 4]), stacked([2, 4], version=1))
    assert index.ids().tolist() == [1, 2, 3, 4]
    assert index.search(vector_of(2, 1), 1)[0].tolist() == [2]
    assert index.search(vector_of(2), 1)[1][0] < 0.999


def test_of_an_id_given_twice_the_last_vector_counts():
    index = VectorIndex(SIZE)
    index.add(np.array([7, 8, 7]), np.stack([vector_of(1), vector_of(2), vector_of(3)]))
    assert index.ids().tolist() == [7, 8]
    assert index.search(vector_of(3), 1)[0].tolist() == [7]


def test_ids_and_vectors_must_be_as_many():
    index = VectorIndex(SIZE)
    with pytest.raises(ValueError, match="1 ids for 2 vectors"):
        index.add(np.array([1]), unit(2))
    assert len(index) == 0


def test_only_allowed_ids_are_given():
    index, ids = VectorIndex(SIZE), list(range(1, 61))
    index.add(np.array(ids), stacked(ids))
    query, allowed = unit(1, seed=5)[0], np.array([3, 8, 44, 60, 999])
    found, scores = index.search(query, 10, allowed)
    wanted, cosines = nearest({i: vector_of(i) for i in (3, 8, 44, 60)}, query, 10)
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_allclose(scores, cosines, atol=1e-5)
    assert index.search(query, 10, np.zeros(0, np.int64))[0].tolist() == []


def test_known_passages_are_compared_in_the_order_asked_for():
    index = VectorIndex(SIZE)
    index.add(np.arange(1, 61), stacked(list(range(1, 61))))
    index.remove([8])
    query = unit(1, seed=5)[0]
    ids, scores = index.compare(query, np.array([44, 3, 999, 8, 60]))
    assert ids.tolist() == [44, 3, 60]
    np.testing.assert_allclose(scores, [vector_of(i) @ query for i in (44, 3, 60)], atol=1e-5)
    assert index.compare(query, np.zeros(0, np.int64))[0].tolist() == []
    assert index.compare(query, np.array([999]))[1].tolist() == []


def test_empty_index_and_no_limit_find_nothing():
    index = VectorIndex(SIZE)
    index.add(np.zeros(0, np.int64), np.zeros((0, SIZE)))
    index.remove([1])
    assert index.search(unit(1)[0], 5)[0].tolist() == []
    index.add(np.array([1]), unit(1))
    assert index.search(unit(1)[0], 0)[0].tolist() == []


steps = st.lists(st.tuples(st.booleans(), st.sets(st.integers(1, 30), max_size=12)), max_size=10)


@settings(max_examples=60, deadline=None)
@given(steps, st.integers(1, 30))
def test_any_sequence_of_changes_keeps_what_it_should(steps, asked):
    index, rows = VectorIndex(SIZE), {}
    for version, (adding, ids) in enumerate(steps):
        if adding:
            index.add(np.array(sorted(ids), np.int64), stacked(sorted(ids), version))
            rows |= {i: vector_of(i, version) for i in ids}
        else:
            index.remove(ids)
            rows = {i: vector for i, vector in rows.items() if i not in ids}
        assert len(index) == len(index.ids()) == len(rows)
        assert index.ids().tolist() == sorted(rows)
    found, scores = index.search(vector_of(asked), 5)
    wanted, cosines = nearest(rows, vector_of(asked), 5)
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_allclose(scores, cosines, atol=1e-5)


def test_saved_and_loaded_is_the_same(tmp_path):
    index, ids = VectorIndex(SIZE), list(range(40))
    index.add(np.array(ids), stacked(ids))
    index.remove([5, 6])
    index.save(tmp_path)
    loaded = VectorIndex.load(tmp_path)
    assert loaded.dimension == SIZE
    for each in (index, loaded):
        each.remove([7])
        each.add(np.array([8, 90]), stacked([8, 90], version=2))
    np.testing.assert_array_equal(loaded.ids(), index.ids())
    for query in unit(4, seed=3):
        for one, other in zip(loaded.search(query, 9), index.search(query, 9), strict=True):
            np.testing.assert_array_equal(one, other)
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.faiss"]


@pytest.mark.parametrize("kept", [0, 3, 30, 500])
def test_cut_file_is_told(tmp_path, kept):
    index = VectorIndex(SIZE)
    index.add(np.arange(50), unit(50))
    index.save(tmp_path)
    path = tmp_path / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(OSError, match="vectors|read|fourcc|Error"):
        VectorIndex.load(tmp_path)


def test_missing_and_foreign_files_are_told(tmp_path):
    with pytest.raises(OSError, match=r"vectors\.faiss"):
        VectorIndex.load(tmp_path)
    (tmp_path / "vectors.faiss").write_text("not an index, " * 20)
    with pytest.raises(OSError, match="recognized|fourcc|Error"):
        VectorIndex.load(tmp_path)
    faiss.write_index(faiss.IndexFlatIP(SIZE), str(tmp_path / "vectors.faiss"))
    with pytest.raises(OSError, match="ids"):
        VectorIndex.load(tmp_path)


def test_readers_beside_a_writer_never_fail():
    index, failures, done = VectorIndex(SIZE), [], threading.Event()
    index.add(np.array([0]), stacked([0]))

    def read():
        while not done.is_set():
            try:
                ids, scores = index.search(vector_of(0), 50)
            except Exception as error:
                failures.append(error)
                return
            if ids[0] != 0 or scores[0] < 0.999 or len(ids) % 10 != 1:
                failures.append((ids, scores))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    vectors = unit(40, seed=8)
    for turn in range(200):
        at = 10 * (turn % 4)
        index.add(np.arange(at + 1, at + 11), vectors[at : at + 10])
        if turn % 3 == 0:
            index.remove(range(at + 1, at + 11))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
