import numpy as np
import pytest

from benchmarks.calibrate import FOLDS, choose


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
