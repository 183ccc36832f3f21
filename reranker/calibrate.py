"""From raw scores to a probability of relevance that can be trusted.

Logistic regression over the cross-encoder's logit and the first stage's two scores
(Platt 1999, "Probabilistic Outputs for Support Vector Machines", with three inputs
instead of one). Its linear part orders the answers, its sigmoid is what the screen shows.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

FILE = "calibration.json"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the linear part, and the probability under which nothing relevant was found."""

    bias: float = 0.0
    logit: float = 1.0
    dense: float = 0.0
    bm25: float = 0.0
    threshold: float = 0.3

    def linear(self, logit: npt.ArrayLike, dense: npt.ArrayLike, bm25: npt.ArrayLike) -> Floats:
        """Give the scores that rank: log-odds of relevance, element by element."""
        parts = (np.asarray(x, np.float64) for x in (logit, dense, bm25))
        weighted = [w * x for w, x in zip((self.logit, self.dense, self.bm25), parts, strict=True)]
        total: Floats = self.bias + weighted[0] + weighted[1] + weighted[2]
        return total

    def save(self, folder: Path) -> None:
        """Write the weights beside the model."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Calibration:
        """Read the weights kept beside a model; plain sigmoid of the logit where there are none."""
        path = folder / FILE
        if not path.is_file():
            return cls()
        values = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{name: float(values[name]) for name in cls.__dataclass_fields__})


def sigmoid(x: npt.ArrayLike) -> Floats:
    """Give 1 / (1 + e⁻ˣ), without overflow."""
    result: Floats = 0.5 * (1 + np.tanh(0.5 * np.asarray(x, np.float64)))
    return result


def fit(features: Floats, relevant: npt.NDArray[np.bool_]) -> Calibration:
    """Fit the weights.

    Parameters
    ----------
    features : ndarray, shape (pairs, 3)
        Logit, dense score and BM25 score of every candidate of every question.
    relevant : ndarray of bool, shape (pairs,)
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e3, max_iter=1000).fit(features, relevant)
    logit, dense, bm25 = (float(w) for w in model.coef_[0])
    return Calibration(float(model.intercept_[0]), logit, dense, bm25)


def expected_calibration_error(probabilities: Floats, relevant: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Mean gap between stated and observed relevance over equal-width bins (Naeini et al. 2015), 0 to 1."""
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[which == b].mean() - relevant[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))
