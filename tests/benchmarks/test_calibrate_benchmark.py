import numpy as np
import pytest

from benchmarks.calibrate import FOLDS, Judged, choose, measured
from benchmarks.golden import missed


def test_weight_of_a_question_is_chosen_without_it():
    """One question alone prefers 0.9, all others 0.1: it is measured under 0.1, and they are not all."""
    table = {0.1: [0.5] * 20, 0.9: [0.4] * 20}
    table[0.1][7], table[0.9][7] = 0.0, 100.0
    alphas, values = choose(table, seed=0)
    assert sorted(alphas) == [0.1] + [0.9] * (FOLDS - 1)
    assert values[7] == 0.0
    assert sorted(values) == pytest.approx([0.0] + [0.4] * 16 + [0.5] * 3)


def test_one_best_weight_is_chosen_everywhere_and_seeds_are_reproducible():
    chance = np.random.default_rng(1)
    table = {a: (chance.random(50) / 10 + a).tolist() for a in (0.2, 0.6, 0.4)}
    alphas, values = choose(table, seed=3)
    assert alphas == [0.6] * FOLDS
    assert values == table[0.6]
    assert choose(table, seed=3) == (alphas, values)


def asked(logit, golds, chance):
    """Four candidates; the second has this logit, the others about 0, and the first stage's scores say little."""
    features = chance.random((4, 3))
    features[1, 0] = logit
    names = ["a", "b", "c", "d"]
    return Judged(names, features, np.array([name in golds for name in names]), golds)


def test_each_dataset_is_measured_by_itself_and_the_weights_are_of_all():
    chance = np.random.default_rng(0)
    told = [asked(8.0, {"b": 1}, chance) for _ in range(40)]
    lost = [asked(chance.random(), {"elsewhere": 1}, chance) for _ in range(2)]
    strangers = [("far" if n < 15 else "near", asked(chance.random(), {}, chance)) for n in range(20)]
    calibration, figures = measured({"told": told, "lost": lost}, strangers, seed=0)
    assert calibration.logit > 0
    by_name = figures["datasets"]
    assert {name: row["queries"] for name, row in by_name.items()} == {"told": 40, "lost": 2}
    assert by_name["told"]["nDCG@10"]["first stage"]["mean"] == pytest.approx(1 / np.log2(3), abs=1e-4)
    assert by_name["told"]["nDCG@10"]["all three"]["mean"] == 1
    assert by_name["lost"]["nDCG@10"]["all three"]["mean"] == 0
    # The answers that were found look certain, and what was not found does not.
    assert by_name["told"]["false_alarms"] == pytest.approx(0, abs=0.05)
    assert by_name["lost"]["false_alarms"] == 1
    assert figures["notice"]["misses_unanswerable"] == 0
    assert figures["notice"]["misses_by_kind"] == {"far": 0, "near": 0}
    assert figures["notice"]["unanswerable"] == 20
    assert figures["expected_calibration_error"] < 0.05


def test_order_of_equal_scores_is_the_first_stages():
    row = asked(0.0, {"a": 2, "c": 1}, np.random.default_rng(0))
    assert row.answerable
    assert row.ndcg(np.zeros(4)) == pytest.approx((2 + 1 / 2) / (2 + 1 / np.log2(3)))
    assert not asked(0.0, {"a": 0}, np.random.default_rng(0)).answerable


def test_weights_of_the_order_can_be_kept():
    chance = np.random.default_rng(0)
    told = [asked(8.0, {"b": 1}, chance) for _ in range(40)]
    strangers = [("far", asked(chance.random(), {}, chance)) for _ in range(20)]
    order = np.array([0.0, 0.0, 1.0])
    calibration, figures = measured({"told": told}, strangers, seed=0, order=order)
    assert [calibration.logit, calibration.dense, calibration.bm25] == order.tolist()
    by_bm25 = np.mean([row.ndcg(row.features[:, 2]) for row in told])
    assert figures["datasets"]["told"]["nDCG@10"]["all three"]["mean"] == pytest.approx(by_bm25, abs=1e-4)


def test_misses_are_counted_by_kind():
    assert missed(["a", "b", "a", "a"], [True, False, False, True]) == {
        "unanswerable": 4,
        "misses_unanswerable": 0.5,
        "misses_by_kind": {"a": 0.3333, "b": 1.0},
    }
