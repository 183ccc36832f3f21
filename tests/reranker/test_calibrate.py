import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reranker.calibrate import FILE, Calibration, expected_calibration_error, fit, sigmoid

finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=200, deadline=None)
@given(finite)
def test_sigmoid_is_a_probability_for_any_number(x):
    with np.errstate(all="raise", under="ignore"):
        p = float(sigmoid(x))
    assert 0 <= p <= 1
    assert p + float(sigmoid(-x)) == pytest.approx(1, abs=1e-15)


@settings(max_examples=200, deadline=None)
@given(st.floats(-30, 30), st.floats(-30, 30))
def test_sigmoid_is_the_logistic_function_and_never_falls(x, y):
    assert float(sigmoid(x)) == pytest.approx(1 / (1 + math.exp(-x)), abs=1e-15)
    low, high = sigmoid([min(x, y), max(x, y)])
    assert low <= high


def test_sigmoid_at_the_ends():
    assert sigmoid([-math.inf, -1e308, 0, 1e308, math.inf]).tolist() == [0, 0, 0.5, 1, 1]


@pytest.mark.parametrize(
    ("probabilities", "relevant", "error"),
    [
        ([1.0, 1.0, 0.0], [True, True, False], 0.0),
        ([1.0, 0.0], [False, True], 1.0),
        ([0.95, 0.95, 0.05, 0.05], [True, True, False, False], 0.05),
        ([0.5, 0.5], [True, False], 0.0),  # sure of nothing, and rightly so
        # Bin 0.2…0.3 says 0.2 and is right 1 time in 4; bin 0.8…0.9 says 0.8 and is always right.
        ([0.2, 0.2, 0.2, 0.2, 0.8], [False, False, False, True, True], 0.8 * 0.05 + 0.2 * 0.2),
        ([0.3], [False], 0.3),
    ],
)
def test_calibration_error_by_hand(probabilities, relevant, error):
    assert expected_calibration_error(np.array(probabilities), np.array(relevant)) == pytest.approx(error, abs=1e-12)


def test_calibration_error_hangs_on_the_bins():
    probabilities, relevant = np.array([0.1, 0.3]), np.array([True, False])
    assert expected_calibration_error(probabilities, relevant, bins=10) == pytest.approx((0.9 + 0.3) / 2)
    assert expected_calibration_error(probabilities, relevant, bins=1) == pytest.approx(0.3)  # 0.2 said, 0.5 seen


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.integers(1, 20))
def test_calibration_error_is_a_share_and_ignores_the_order(rows, bins):
    probabilities, relevant = (np.array(column) for column in zip(*rows, strict=True))
    error = expected_calibration_error(probabilities, relevant, bins)
    assert 0 <= error <= 1
    assert expected_calibration_error(probabilities[::-1], relevant[::-1], bins) == pytest.approx(error)
    # Binning only ever averages gaps away: it cannot show more than the mean gap of single answers.
    assert error <= np.abs(probabilities - relevant).mean() + 1e-12


def test_linear_by_hand():
    weights = Calibration(logit=2, dense=3, bm25=4)
    assert weights.linear(0.5, 0.25, 0.125) == pytest.approx(1 + 0.75 + 0.5)
    assert weights.linear([1, 0], [0, 1], [0, 0]).tolist() == [2, 3]
    assert weights.linear([], [], []).shape == (0,)


@settings(max_examples=50, deadline=None)
@given(st.builds(Calibration, *[finite] * 7))
def test_saved_and_loaded_is_the_same(tmp_path_factory, weights):
    folder = tmp_path_factory.mktemp("mô hình")
    weights.save(folder, {"reranker": "abc"})
    assert Calibration.load(folder) == weights
    assert json.loads((folder / FILE).read_text(encoding="utf-8"))["models"] == {"reranker": "abc"}
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_without_a_file_the_logit_alone_decides(tmp_path):
    for folder in (tmp_path, tmp_path / "missing"):
        weights = Calibration.load(folder)
        assert weights == Calibration()
        assert weights.linear([-2.0, 3.0], [0.9, 0.1], [0.9, 0.1]).tolist() == [-2.0, 3.0]
        assert 0 < weights.threshold < 1


def drawn(weights, questions=400, candidates=20, seed=3):
    """Questions whose one relevant candidate is drawn by the model that `fit` assumes."""
    chance = np.random.default_rng(seed)
    lists = []
    for _ in range(questions):
        features = chance.normal(size=(candidates, 3))
        p = np.exp(features @ weights)
        relevant = np.zeros(candidates, np.bool_)
        relevant[chance.choice(candidates, p=p / p.sum())] = True
        lists.append((features, relevant))
    return lists


def test_fit_recovers_the_weights_that_made_the_order():
    truth = np.array([2.0, 1.0, 0.5])
    found = fit(drawn(truth))
    weights = np.array([found.logit, found.dense, found.bm25])
    assert weights / weights[0] == pytest.approx(truth / truth[0], abs=0.12)


def test_what_only_tells_questions_apart_has_no_say_in_the_order():
    lists = drawn(np.array([2.0, 1.0, 0.0]))
    shifts = np.random.default_rng(5).normal(scale=5, size=len(lists))
    shifted = [(features + [0, shift, 0], relevant) for (features, relevant), shift in zip(lists, shifts, strict=True)]
    plain, moved = fit(lists), fit(shifted)
    assert moved.dense / moved.logit == pytest.approx(plain.dense / plain.logit, abs=0.02)


def test_fitted_probabilities_are_calibrated():
    lists = drawn(np.array([3.0, 1.0, 1.0]))
    found = fit(lists[:200])
    relevant = np.concatenate([r for _, r in lists[200:]])
    probabilities = np.concatenate([found.probabilities(found.linear(*f.T)) for f, _ in lists[200:]])
    assert expected_calibration_error(probabilities, relevant) < 0.02


def test_a_question_without_a_relevant_candidate_does_not_stop_the_fit():
    lists = drawn(np.array([2.0, 1.0, 0.5]), questions=50)
    found = fit([*lists, (np.ones((5, 3)), np.zeros(5, np.bool_))])
    assert np.isfinite([found.bias, found.logit, found.dense, found.bm25]).all()


def test_a_known_order_is_kept():
    lists = drawn(np.array([2.0, 1.0, 0.5]), questions=60)
    order = np.array([1.0, 3.0, 2.0])
    found = fit(lists, order)
    assert [found.logit, found.dense, found.bm25] == order.tolist()
    assert found.level + found.share > 0
    free = fit(lists)
    assert fit(lists, np.array([free.logit, free.dense, free.bm25])) == free


def test_questions_that_nothing_answers_make_their_like_less_probable():
    """They leave the order alone."""
    lists = drawn(np.array([2.0, 1.0, 0.5]), questions=100)
    strange = [(f, np.zeros(8, np.bool_)) for f in np.random.default_rng(3).normal(size=(50, 8, 3))]
    plain, wary = fit(lists), fit([*lists, *strange])
    assert (wary.logit, wary.dense, wary.bm25) == (plain.logit, plain.dense, plain.bm25)
    highest = [np.mean([one.probabilities(one.linear(*f.T)).max() for f, _ in strange]) for one in (plain, wary)]
    assert highest[1] < 0.9 * highest[0]


def test_probabilities_by_hand():
    weights = Calibration(bias=-1, level=0.5, share=2)
    assert weights.probabilities(np.array([3.0])) == pytest.approx(sigmoid([-1 + 1.5]))  # alone it has the whole share
    half = -1 + 0.5 * 3 + 2 * math.log(0.5)
    assert weights.probabilities(np.array([3.0, 3.0])) == pytest.approx(sigmoid([half, half]))
    assert weights.probabilities(np.zeros(0)).shape == (0,)


def test_fitted_probabilities_keep_the_order():
    lists = drawn(np.array([2.0, 1.0, 0.5]), questions=60)
    found = fit(lists)
    for features, _ in lists:
        scores = found.linear(*features.T)
        assert (np.diff(found.probabilities(scores)[np.argsort(scores)]) >= 0).all()
