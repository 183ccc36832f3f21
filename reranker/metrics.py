"""Ranking measures per question, and how sure their means are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
MEASURES = ("R@1", "R@5", "R@10", "R@100", "MRR@10", "nDCG@10", "F2@1")


def measure(ranking: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    """Give every measure of one question.

    Parameters
    ----------
    ranking : sequence of str
        Ids, best first.
    relevant : mapping of id to grade
        Ids with a grade above 0 are relevant.

    Notes
    -----
    R@k is the share of the relevant ids in the first k; nDCG uses the grades with
    logarithmic discount (Järvelin and Kekäläinen 2002); F2@1 is the F-measure of the first
    result with recall weighing four times precision, as in the ALQAC and Zalo challenges.
    """
    golds = {doc: grade for doc, grade in relevant.items() if grade > 0}
    if not golds:
        raise ValueError("a question needs at least one relevant id")
    hits = [doc in golds for doc in ranking]
    result = {f"R@{k}": sum(hits[:k]) / len(golds) for k in (1, 5, 10, 100)}
    result["MRR@10"] = next((1 / (i + 1) for i, hit in enumerate(hits[:10]) if hit), 0.0)
    gains = [golds.get(doc, 0) / np.log2(i + 2) for i, doc in enumerate(ranking[:10])]
    ideal = [grade / np.log2(i + 2) for i, grade in enumerate(sorted(golds.values(), reverse=True)[:10])]
    result["nDCG@10"] = float(sum(gains) / sum(ideal))
    precision, recall = float(sum(hits[:1])), result["R@1"]
    result["F2@1"] = 5 * precision * recall / (4 * precision + recall) if precision else 0.0
    return {name: result[name] for name in MEASURES}


def mean_with_interval(values: Sequence[float], seed: int, draws: int = 2000) -> dict[str, float]:
    """Give the mean and its 95 % bootstrap interval (percentiles over resampled questions)."""
    data = np.asarray(values, np.float64)
    means = _resampled(data, seed, draws)
    low, high = np.percentile(means, [2.5, 97.5])
    return {"mean": round(float(data.mean()), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def paired_p_value(ours: Sequence[float], theirs: Sequence[float], seed: int, draws: int = 10000) -> float:
    """Two-sided p of a sign-flip permutation test on the mean difference (Smucker et al. 2007)."""
    differences = np.asarray(ours, np.float64) - np.asarray(theirs, np.float64)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(draws, len(differences)))
    flipped = np.abs((signs * differences).mean(axis=1))
    return float((1 + (flipped >= abs(differences.mean()) - 1e-12).sum()) / (draws + 1))


def _resampled(data: Floats, seed: int, draws: int) -> Floats:
    chosen = np.random.default_rng(seed).integers(0, len(data), size=(draws, len(data)))
    means: Floats = data[chosen].mean(axis=1)
    return means
