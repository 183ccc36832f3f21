"""From raw scores to a probability of relevance that can be trusted.

A linear combination of the cross-encoder's logit and the first stage's two scores orders
the answers; a logistic regression over it (Platt 1999, "Probabilistic Outputs for Support
Vector Machines") is what the screen shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.runtime import ModelMissing

FILE = "calibration.json"
_RIDGE = 1e-3
"""Penalty that keeps the weights finite where a question set is separable."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How three scores rank the candidates of a question, and what probability is shown.

    Attributes
    ----------
    logit, dense, bm25 : float
        Weights of the score that ranks.
    bias, level, share : float
        The log-odds of relevance are ``bias + level × score + share × (log of the score's
        share among the question's candidates)``: how good a candidate is, and by how much
        it is better than the others.
    threshold : float
        Probability of the best candidate under which nothing relevant was found.
    """

    bias: float = 0.0
    logit: float = 1.0
    dense: float = 0.0
    bm25: float = 0.0
    level: float = 1.0
    share: float = 0.0
    threshold: float = 0.3

    def linear(self, logit: npt.ArrayLike, dense: npt.ArrayLike, bm25: npt.ArrayLike) -> Floats:
        """Give the scores that rank, element by element."""
        parts = (np.asarray(x, np.float64) for x in (logit, dense, bm25))
        weighted = [w * x for w, x in zip((self.logit, self.dense, self.bm25), parts, strict=True)]
        total: Floats = weighted[0] + weighted[1] + weighted[2]
        return total

    def probabilities(self, scores: Floats) -> Floats:
        """Give the probability of relevance of each candidate of one question, in the scores' own order."""
        return sigmoid(self.bias + _evidence(scores) @ np.array([self.level, self.share]))

    def save(self, folder: Path, models: Mapping[str, str]) -> None:
        """Write the weights beside the model, and the fingerprints of the models (by role) that they were fitted to."""
        values = asdict(self) | {"models": dict(models)}
        (folder / FILE).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Calibration:
        """Read the weights kept beside a model; plain sigmoid of the logit where there are none.

        Raises
        ------
        models.runtime.ModelMissing
            The file is damaged.
        """
        path = folder / FILE
        if not path.is_file():
            return cls()
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{name: float(values[name]) for name in cls.__dataclass_fields__})
        except (ValueError, KeyError, TypeError) as error:
            raise ModelMissing(f"{path} is damaged: {error!r}") from error


def sigmoid(x: npt.ArrayLike) -> Floats:
    """Give 1 / (1 + e⁻ˣ), without overflow."""
    result: Floats = 0.5 * (1 + np.tanh(0.5 * np.asarray(x, np.float64)))
    return result


def fit(lists: Sequence[tuple[Floats, npt.NDArray[np.bool_]]], order: Floats | None = None) -> Calibration:
    """Fit the weights in two steps: first for the order, then for the probability.

    Parameters
    ----------
    lists : sequence of (ndarray, shape (candidates, 3), ndarray of bool, shape (candidates,))
        Logit, dense score and BM25 score of the candidates of each question, and which of
        them are relevant.
    order : ndarray, shape (3,), optional
        Weights of logit, dense score and BM25 score, where they are known already.

    Notes
    -----
    The three weights maximise the likelihood of the relevant candidate among those of its
    question (conditional logit, McFadden 1974), so that what tells questions apart but not
    candidates has no say in the order. The probability is a logistic regression (Platt
    1999) over the score and its share among the question's candidates, over all of them;
    questions that nothing answers belong there too.
    """
    from scipy.optimize import minimize
    from sklearn.linear_model import LogisticRegression

    def loss(weights: Floats) -> float:
        total = _RIDGE * float(weights @ weights)
        for features, relevant in lists:
            if relevant.any():
                scores = features @ weights
                total += float(np.logaddexp.reduce(scores) - scores[relevant].mean())
        return total

    if order is None:
        order = np.asarray(minimize(loss, np.ones(3), method="L-BFGS-B").x)
    evidence = np.concatenate([_evidence(features @ order) for features, _ in lists])
    relevant = np.concatenate([relevant for _, relevant in lists])
    model = LogisticRegression(C=1e3, max_iter=1000).fit(evidence, relevant)
    # Neither may turn the order around.
    level, share = (max(float(weight), 0.0) for weight in model.coef_[0])
    logit, dense, bm25 = (float(weight) for weight in order)
    return Calibration(float(model.intercept_[0]), logit, dense, bm25, level, share)


def _evidence(scores: Floats) -> Floats:
    """Each candidate's score, and the log of its share among all of the question, shape (candidates, 2)."""
    if not len(scores):
        return np.zeros((0, 2))
    columns: Floats = np.column_stack([scores, scores - np.logaddexp.reduce(scores)])
    return columns


def expected_calibration_error(probabilities: Floats, relevant: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Mean gap between stated and observed relevance over equal-width bins (Naeini et al. 2015), 0 to 1."""
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[which == b].mean() - relevant[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))
