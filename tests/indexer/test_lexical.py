import itertools
import math
import threading
from collections import Counter
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import lexical
from indexer.lexical import LexicalIndex

TERMS = ["án", "bảo_hiểm", "đất", "hôn_nhân", "lao_động", "thuế", "vốn", "45/2019/qh14"]

token_lists = st.lists(st.sampled_from(TERMS), max_size=12)
passages = st.dictionaries(st.integers(1, 40), token_lists, max_size=15)


def built(rows, **constants):
    index = LexicalIndex(**constants)
    index.add(list(rows), list(rows.values()))
    return index


def answer(index, query, limit=100, allowed=None):
    ids, scores = index.search(query, limit, allowed)
    assert ids.dtype == np.int64
    assert scores.dtype == np.float32
    return list(zip(ids.tolist(), scores.tolist(), strict=True))


def assert_same(one, other, query):
    (ids, scores), (wanted_ids, wanted_scores) = one.search(query, 100), other.search(query, 100)
    np.testing.assert_array_equal(ids, wanted_ids)
    np.testing.assert_allclose(scores, wanted_scores, rtol=1e-6)


def test_scores_are_those_computed_by_hand():
    index = built({7: ["đất", "đất", "thuế"], 3: ["đất"], 5: ["vốn", "vốn"]}, k1=1.2, b=0.75)
    # N = 3, mean length = 6 / 3 = 2. "đất" is in two passages, "thuế" in one.
    rare, common = math.log(1 + 2.5 / 1.5), math.log(1 + 1.5 / 2.5)
    norm_long, norm_short = 1.2 * (0.25 + 0.75 * 3 / 2), 1.2 * (0.25 + 0.75 * 1 / 2)
    assert answer(index, ["đất", "thuế"]) == [
        (7, pytest.approx(common * 2 * 2.2 / (2 + norm_long) + rare * 2.2 / (1 + norm_long), rel=1e-6)),
        (3, pytest.approx(common * 2.2 / (1 + norm_short), rel=1e-6)),
    ]


def test_one_passage_of_mean_length_scores_its_idf():
    # tf (k1 + 1) / (tf + k1) is 1 where tf is 1 and the length is the mean one.
    assert answer(built({1: ["án", "đất"]}), ["án"]) == [(1, pytest.approx(math.log(1 + 0.5 / 1.5), rel=1e-6))]


def test_repeated_query_term_counts_as_often():
    index = built({1: ["án", "đất"], 2: ["vốn"]})
    once, thrice = answer(index, ["án"]), answer(index, ["án"] * 3)
    assert thrice == [(1, pytest.approx(3 * once[0][1], rel=1e-6))]


@settings(max_examples=60, deadline=None)
@given(rows=passages, query=token_lists, factor=st.just(0.0) | st.floats(0.01, 5))
def test_weights_of_terms_are_counts_of_any_size(rows, query, factor):
    index = built(rows)
    counts = Counter(query)
    assert answer(index, counts) == answer(index, query)
    assert index.ceiling(counts) == pytest.approx(index.ceiling(query))
    scaled = {term: count * factor for term, count in counts.items()}
    wanted = [(i, pytest.approx(score * factor, rel=1e-5)) for i, score in answer(index, query)] if factor else []
    assert sorted(answer(index, scaled)) == sorted(wanted)
    assert index.ceiling(scaled) == pytest.approx(factor * index.ceiling(query))


@settings(max_examples=60, deadline=None)
@given(first=passages, second=passages, gone=st.sets(st.integers(1, 40)), query=token_lists)
def test_parts_of_a_score_add_up_to_it(first, second, gone, query):
    index = built(first)
    index.add(list(second), list(second.values()))
    index.remove(gone)
    counts, ids = Counter(query), index.ids()
    total = index.parts(list(counts), ids) @ np.fromiter(counts.values(), np.float32)
    wanted = dict(answer(index, query))
    np.testing.assert_allclose(total, [wanted.get(i, 0.0) for i in ids.tolist()], rtol=1e-5, atol=1e-7)


def test_equal_scores_are_in_order_of_id_and_limit_keeps_the_first():
    index = built({i: ["án", "đất"] for i in (9, 4, 7, 1)})
    assert [i for i, _ in answer(index, ["án"])] == [1, 4, 7, 9]
    assert [i for i, _ in answer(index, ["án"], limit=2)] == [1, 4]
    assert answer(index, ["án"], limit=0) == []


def test_ceiling_is_approached_and_never_reached():
    index = built({1: ["án"] * 5000, 2: ["vốn"]}, b=0.0)
    ceiling, score = index.ceiling(["án"]), answer(index, ["án"])[0][1]
    assert ceiling * 0.999 < score < ceiling
    assert ceiling == pytest.approx(math.log(1 + 1.5 / 1.5) * 1.6)
    # A term that nothing holds weighs as the rarest of all.
    assert index.ceiling(["không_có"]) == pytest.approx(math.log(1 + 2.5 / 0.5) * 1.6)
    assert index.ceiling([]) == 0.0


@pytest.mark.parametrize(("k1", "b"), [(0.6, 0.9), (1.5, 0.75), (1.2, 0.0)])
@pytest.mark.parametrize("seed", range(3))
def test_equals_bm25s(k1, b, seed):
    random = np.random.default_rng(seed)
    terms = [f"t{i}" for i in range(60)]
    corpus = [random.choice(terms, size=random.integers(1, 40)).tolist() for _ in range(150)]
    reference = bm25s.BM25(method="lucene", k1=k1, b=b)
    reference.index(corpus, show_progress=False)
    ids = random.permutation(np.arange(1000, 1000 + len(corpus)))
    index = built(dict(zip(ids.tolist(), corpus, strict=True)), k1=k1, b=b)
    for _ in range(10):
        query = random.choice(terms, size=5, replace=False).tolist()
        scores = dict(answer(index, query, limit=len(corpus)))
        # Lucene leaves out the factor k1 + 1, which is the same for every passage.
        wanted = reference.get_scores(query) * (k1 + 1)
        np.testing.assert_allclose([scores.get(i, 0.0) for i in ids.tolist()], wanted, atol=1e-4)
        assert len(scores) == np.count_nonzero(wanted)


changes = st.lists(st.one_of(passages, st.sets(st.integers(1, 40), max_size=10)), max_size=14)


@settings(max_examples=60, deadline=None)
@given(changes, token_lists)
def test_any_sequence_of_changes_equals_an_index_built_afresh(steps, query):
    index, model = LexicalIndex(), {}
    for step in steps:
        if isinstance(step, dict):
            index.add(list(step), list(step.values()))
            model.update(step)
        else:
            index.remove(step)
            model = {i: tokens for i, tokens in model.items() if i not in step}
        assert len(index) == len(model)
    fresh = built(model)
    assert index.ids().tolist() == sorted(model)
    assert_same(index, fresh, query)
    assert index.ceiling(query) == pytest.approx(fresh.ceiling(query))


def test_id_given_twice_in_one_call_is_one_passage():
    index = LexicalIndex()
    index.add([4, 2, 4], [["án"], ["đất"], ["vốn"]])
    assert index.ids().tolist() == [2, 4]
    assert answer(index, ["án"]) == []
    assert_same(index, built({2: ["đất"], 4: ["vốn"]}), ["vốn", "đất"])


def test_many_small_additions_are_merged_and_each_passage_is_copied_seldom(monkeypatch):
    copied = []
    joined = lexical._joined
    monkeypatch.setattr(lexical, "_joined", lambda parts: copied.append(sum(map(len, parts))) or joined(parts))
    index, rows = LexicalIndex(), {}
    for i in range(600, 0, -1):
        rows[i] = [TERMS[i % len(TERMS)], f"riêng_{i}", "đất"]
        index.add([i], [rows[i]])
        sizes = [len(s) for s in index._now.segments]
        assert all(one >= 4 * other for one, other in itertools.pairwise(sizes))
    assert sum(copied) / len(rows) < 20  # 300 if each addition copied all
    assert_same(index, built(rows), ["đất", "riêng_7", "án"])
    index.remove(range(1, 600, 2))
    assert_same(index, built({i: tokens for i, tokens in rows.items() if i % 2 == 0}), ["đất", "thuế"])


def test_additions_leave_a_far_larger_segment_alone(tmp_path):
    rows = {i: [TERMS[i % len(TERMS)], f"riêng_{i}", "đất"] for i in range(200)}
    index = built(rows)
    largest = index._now.segments[0].frequencies
    for i in range(200, 240):
        rows[i] = [TERMS[i % 3], "đất"]
        index.add([i], [rows[i]])
        if i % 2:
            index.remove([i - 150, i - 1])
            rows.pop(i - 150), rows.pop(i - 1)
    assert index._now.segments[0].frequencies is largest
    for query in (["đất", "riêng_7"], ["án", "thuế", "riêng_61"]):
        assert_same(index, built(rows), query)
    index.save(tmp_path)
    assert len(index._now.segments) == 1
    for each in (index, LexicalIndex.load(tmp_path)):
        assert_same(each, built(rows), ["án", "thuế", "riêng_61"])


def test_removed_passages_do_not_stay_for_ever():
    rows = {i: [TERMS[i % len(TERMS)], "đất"] for i in range(100)}
    index = built(rows)
    index.remove(range(30))
    assert len(index._now.segments[0].ids) == 100
    index.remove(range(30, 60))
    assert len(index._now.segments[0].ids) == len(index) == 40
    assert_same(index, built({i: rows[i] for i in range(60, 100)}), ["án", "đất"])


@pytest.mark.parametrize("query", [[], ["không_có"], ["án", "không_có"]])
def test_empty_index_finds_nothing(query):
    index = LexicalIndex()
    index.add([], [])
    index.remove([1, 2])
    assert answer(index, query) == []
    assert len(index) == 0
    assert index.ids().tolist() == []


def test_empty_query_and_unknown_terms_find_nothing():
    index = built({1: ["án"], 2: []})
    assert answer(index, []) == []
    assert answer(index, ["không_có"]) == []
    assert [i for i, _ in answer(index, ["án", "không_có"])] == [1]


def test_passages_without_terms_are_there_and_never_found():
    index = built({1: [], 2: []})
    assert index.ids().tolist() == [1, 2]
    assert answer(index, ["án"]) == []
    index.add([3], [["án"]])
    assert [i for i, _ in answer(index, ["án"])] == [3]


@settings(max_examples=40, deadline=None)
@given(passages, token_lists, st.sets(st.integers(1, 40)), st.integers(1, 5))
def test_allowed_keeps_scores_and_order_of_the_rest(rows, query, allowed, limit):
    index = built(rows)
    wanted = [(i, score) for i, score in answer(index, query) if i in allowed][:limit]
    assert answer(index, query, limit, np.array(sorted(allowed), np.int64)) == wanted


@settings(max_examples=25, deadline=None)
@given(passages, passages, token_lists)
def test_saved_and_loaded_is_the_same(tmp_path_factory, first, second, query):
    folder = tmp_path_factory.mktemp("chỉ mục")
    index = built(first)
    index.add(list(second), list(second.values()))
    index.save(folder)
    loaded = LexicalIndex.load(folder)
    assert loaded.ids().tolist() == index.ids().tolist()
    assert answer(loaded, query) == answer(index, query)
    for each in (index, loaded):
        each.remove(list(first)[:2])
        each.add([99], [["đất", "từ_mới"]])
    assert_same(loaded, index, [*query, "từ_mới"])
    assert [path.name for path in folder.iterdir()] == ["lexical.npz"]


def damaged(whole: bytes) -> dict[str, bytes]:
    middle = len(whole) // 2
    return {
        "empty": b"",
        "cut": whole[: len(whole) * 2 // 3],
        "begun": whole[:20],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :],
        "no archive": b"not an index",
        "zeros": bytes(len(whole)),
    }


@pytest.mark.parametrize("damage", damaged(b"."))
def test_damaged_file_is_told(tmp_path, damage):
    built({i: TERMS for i in range(50)}).save(tmp_path)
    path = tmp_path / "lexical.npz"
    path.write_bytes(damaged(path.read_bytes())[damage])
    with pytest.raises((OSError, ValueError, KeyError)):
        LexicalIndex.load(tmp_path)


def test_missing_file_and_missing_array_are_told(tmp_path):
    with pytest.raises(OSError, match=r"lexical\.npz"):
        LexicalIndex.load(tmp_path)
    np.savez(Path(tmp_path / "lexical.npz"), ids=np.zeros(0, np.int64))
    with pytest.raises(KeyError):
        LexicalIndex.load(tmp_path)


def test_readers_beside_a_writer_see_whole_states_only():  # noqa: C901
    """Either no batch or whole batches are there, and their passages score alike."""
    index, size, failures = LexicalIndex(), 25, []
    index.add([0], [["vốn", "thuế"]])
    done = threading.Event()
    searches = 0

    def read():
        nonlocal searches
        while not done.is_set():
            ids, scores = index.search(["chung", "vốn"], 1000)
            searches += 1
            batch = scores[ids > 0]
            if len(batch) % size or len(set(batch.tolist())) > 1:
                failures.append((ids, scores))
            if 0 not in ids:
                failures.append("the passage that stays is gone")

    def guarded():
        try:
            read()
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=guarded) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(60):
        batch = range(1 + turn % 10 * size, 1 + (turn % 10 + 1) * size)
        index.add(list(batch), [["chung", f"riêng_{turn}_{i}"] for i in batch])
        if turn % 3 == 2:
            index.remove(range(1, 1 + 5 * size))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert searches > 0


def test_words_of_removed_passages_are_not_written(tmp_path):
    index = built({1: ["án", "bí_mật"], 2: ["án", "đất"], 3: ["đất"]})
    index.remove([1])
    index.save(tmp_path)
    assert "bí_mật".encode() not in (tmp_path / "lexical.npz").read_bytes()
    assert_same(LexicalIndex.load(tmp_path), built({2: ["án", "đất"], 3: ["đất"]}), ["án", "đất", "bí_mật"])
    index.add([4], [["bí_mật"]])  # the word is known again, here and in what is written
    index.save(tmp_path)
    assert answer(LexicalIndex.load(tmp_path), ["bí_mật"]) == answer(index, ["bí_mật"]) != []
