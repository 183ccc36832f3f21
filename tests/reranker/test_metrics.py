import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from reranker.metrics import MEASURES, mean_with_interval, measure, paired_p_value

NAMES = [f"d{i}" for i in range(12)]


def ranking(*places, length=120):
    """A ranking with the relevant ids r0, r1, … at these places (from 1), others elsewhere."""
    found = [f"x{i}" for i in range(length)]
    for i, place in enumerate(places):
        found[place - 1] = f"r{i}"
    return found


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ([1], {"R@1": 1, "R@5": 1, "R@10": 1, "R@100": 1, "MRR@10": 1, "nDCG@10": 1, "F2@1": 1}),
        ([3], {"R@1": 0, "R@5": 1, "R@10": 1, "R@100": 1, "MRR@10": 1 / 3, "nDCG@10": 1 / 2, "F2@1": 0}),
        ([5], {"R@5": 1, "MRR@10": 1 / 5, "nDCG@10": 1 / math.log2(6)}),
        ([6], {"R@5": 0, "R@10": 1, "MRR@10": 1 / 6}),
        ([10], {"R@10": 1, "MRR@10": 1 / 10, "nDCG@10": 1 / math.log2(11)}),
        ([11], {"R@10": 0, "R@100": 1, "MRR@10": 0, "nDCG@10": 0, "F2@1": 0}),
        ([100], {"R@100": 1}),
        ([101], {"R@100": 0, "R@10": 0}),
        # Two relevant: precision 1 and recall 1/2 at the first place, so F2 = 5 · ½ / (4 + ½).
        ([1, 2], {"R@1": 1 / 2, "R@5": 1, "MRR@10": 1, "nDCG@10": 1, "F2@1": 5 / 9}),
        ([2, 4], {"R@1": 0, "R@5": 1, "MRR@10": 1 / 2, "F2@1": 0}),
        ([1, 7], {"R@5": 1 / 2, "R@10": 1, "nDCG@10": (1 + 1 / 3) / (1 + 1 / math.log2(3))}),
    ],
)
def test_measures_by_hand(places, wanted):
    found = measure(ranking(*places), {f"r{i}": 1 for i in range(len(places))})
    assert tuple(found) == MEASURES
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)


def test_grades_weigh_in_ndcg_alone():
    grades = {"r0": 1, "r1": 3, "z": 0}
    found = measure(["r0", "z", "r1"], grades)
    assert found["nDCG@10"] == pytest.approx((1 + 3 / 2) / (3 + 1 / math.log2(3)))
    assert (found["R@1"], found["MRR@10"]) == (1 / 2, 1)
    assert measure(["z"], grades) == dict.fromkeys(MEASURES, 0)  # a grade of 0 is not relevant


def test_more_relevant_than_places_can_still_be_perfect():
    grades = {f"r{i}": 1 for i in range(15)}
    found = measure(list(grades), grades)
    assert found["nDCG@10"] == pytest.approx(1)
    assert found["R@10"] == pytest.approx(10 / 15)


def test_empty_ranking_scores_nothing_and_no_relevant_id_is_an_error():
    assert measure([], {"a": 1}) == dict.fromkeys(MEASURES, 0)
    for nothing in ({}, {"a": 0}):
        with pytest.raises(ValueError, match="at least one relevant"):
            measure(["a"], nothing)


@settings(max_examples=200, deadline=None)
@given(st.permutations(NAMES), st.dictionaries(st.sampled_from([*NAMES, "lost"]), st.integers(0, 3)))
def test_ndcg_is_that_of_scikit_learn(order, grades):
    assume(any(grades.values()))
    columns = [*order, "lost"]
    truth, scores = [[grades.get(name, 0) for name in columns]], [[-i for i in range(len(columns))]]
    assert measure(order, grades)["nDCG@10"] == pytest.approx(ndcg_score(truth, scores, k=10), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(st.permutations(NAMES), st.sets(st.sampled_from(NAMES), min_size=1))
def test_measures_are_shares_and_recall_grows(order, relevant):
    found = measure(order, dict.fromkeys(relevant, 1))
    assert all(0 <= value <= 1 + 1e-12 for value in found.values())
    assert found["R@1"] <= found["R@5"] <= found["R@10"] <= found["R@100"] == 1
    assert (found["F2@1"] > 0) == (found["R@1"] > 0) == (order[0] in relevant)


values = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(values, st.integers(0, 5))
def test_interval_holds_the_mean_and_is_reproducible(data, seed):
    found = mean_with_interval(data, seed)
    assert found["mean"] == pytest.approx(np.mean(data), abs=1e-4)
    assert min(data) - 1e-4 <= found["low"] <= found["mean"] <= found["high"] <= max(data) + 1e-4
    assert mean_with_interval(data, seed) == found


def test_interval_is_that_of_the_normal_law_for_many_questions():
    data = np.random.default_rng(3).uniform(size=2000)
    found = mean_with_interval(data.tolist(), seed=0)
    width = 1.96 * data.std() / math.sqrt(len(data))
    assert found["high"] - found["mean"] == pytest.approx(width, rel=0.1)
    assert found["mean"] - found["low"] == pytest.approx(width, rel=0.1)


def test_interval_of_equal_values_is_a_point_and_seeds_matter():
    assert mean_with_interval([0.25] * 9, seed=1) == {"mean": 0.25, "low": 0.25, "high": 0.25}
    data = np.random.default_rng(0).uniform(size=25).tolist()
    assert len({tuple(mean_with_interval(data, seed).values()) for seed in range(5)}) > 1


@settings(max_examples=20, deadline=None)
@given(values, st.integers(0, 5))
def test_identical_lists_do_not_differ(data, seed):
    assert paired_p_value(data, data, seed, draws=200) == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8), st.integers(0, 3))
def test_p_value_is_near_the_exact_one(pairs, seed):
    ours, theirs = zip(*pairs, strict=True)
    gaps = np.subtract(ours, theirs)
    flips = np.array(list(itertools.product((-1, 1), repeat=len(gaps))))
    exact = float((np.abs((flips * gaps).mean(axis=1)) >= abs(gaps.mean()) - 1e-12).mean())
    p = paired_p_value(ours, theirs, seed)
    assert p == pytest.approx(exact, abs=0.03)
    assert 0 < p <= 1
    assert paired_p_value(theirs, ours, seed) == p


def test_a_steady_gain_is_significant():
    theirs = np.random.default_rng(0).uniform(0, 0.5, 60)
    assert paired_p_value(theirs + 0.1, theirs, seed=0) < 0.001
