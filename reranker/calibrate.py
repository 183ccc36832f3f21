"""From raw scores to a probability of relevance that can be trusted.

A linear combination of the cross-encoder's logit and the first stage's two scores orders
the answers; a logistic regression over it (Platt 1999, "Probabilistic Outputs for Support
Vector Machines") is what the screen shows. It knows too, by the question's own vector, how
much the question is like those that statutes answer: the law of Japan and the recipe of a
soup share words with some article, and no article answers them.
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
        share among the question's candidates) + domain × (log-odds of the question)``: how
        good a candidate is, by how much it is better than the others, and whether statutes
        answer such questions at all.
    direction : tuple of float
        The log-odds that statutes answer a question: a weight for each dimension of its
        vector, and a constant; empty where nothing is known.
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
    domain: float = 0.0
    direction: tuple[float, ...] = ()

    def linear(self, logit: npt.ArrayLike, dense: npt.ArrayLike, bm25: npt.ArrayLike) -> Floats:
        """Give the scores that rank, element by element."""
        parts = (np.asarray(x, np.float64) for x in (logit, dense, bm25))
        weighted = [w * x for w, x in zip((self.logit, self.dense, self.bm25), parts, strict=True)]
        total: Floats = weighted[0] + weighted[1] + weighted[2]
        return total

    def probabilities(self, scores: Floats, question: npt.ArrayLike) -> Floats:
        """Give the probability of relevance of each candidate of one question, in the scores' own order.

        Parameters
        ----------
        scores : ndarray, shape (candidates,)
            As `linear` gives them.
        question : array_like, shape (dimension,)
            The question's vector. One of another encoder, with other dimensions, says nothing.
        """
        known = self.domain * log_odds(self.direction, question)
        return sigmoid(self.bias + _evidence(scores) @ np.array([self.level, self.share]) + known)

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
            values = {"domain": 0.0, "direction": ()} | json.loads(path.read_text(encoding="utf-8"))
            direction = tuple(float(weight) for weight in values["direction"])
            numbers = {name: float(values[name]) for name in cls.__dataclass_fields__ if name != "direction"}
            return cls(**numbers, direction=direction)
        except (ValueError, KeyError, TypeError) as error:
            raise ModelMissing(f"{path} is damaged: {error!r}") from error


def sigmoid(x: npt.ArrayLike) -> Floats:
    """Give 1 / (1 + e⁻ˣ), without overflow."""
    result: Floats = 0.5 * (1 + np.tanh(0.5 * np.asarray(x, np.float64)))
    return result


def log_odds(direction: Sequence[float], question: npt.ArrayLike) -> float:
    """Give the log-odds that statutes answer a question with this vector; 0 where the dimensions differ."""
    vector = np.asarray(question, np.float64)
    return float(vector @ np.asarray(direction[:-1]) + direction[-1]) if len(direction) == len(vector) + 1 else 0.0


def learn_direction(answerable: npt.ArrayLike, others: npt.ArrayLike) -> tuple[float, ...]:
    """Learn what tells questions that statutes answer from others: a logistic regression over their vectors.

    Parameters
    ----------
    answerable, others : array_like, shape (questions, dimension)
        None of them among the questions that the probability is fitted to.
    """
    from sklearn.linear_model import LogisticRegression

    vectors = np.concatenate([np.asarray(some, np.float64) for some in (answerable, others)])
    labels = np.arange(len(vectors)) < len(np.asarray(answerable))
    model = LogisticRegression(max_iter=3000, class_weight="balanced").fit(vectors, labels)
    return tuple(round(float(weight), 5) for weight in (*model.coef_[0], model.intercept_[0]))


def fit(
    lists: Sequence[tuple[Floats, npt.NDArray[np.bool_], npt.ArrayLike]],
    direction: Sequence[float] = (),
    order: Floats | None = None,
) -> Calibration:
    """Fit the weights in two steps: first for the order, then for the probability.

    Parameters
    ----------
    lists : sequence of (ndarray, shape (candidates, 3), ndarray of bool, shape (candidates,), array_like)
        Logit, dense score and BM25 score of the candidates of each question, which of them
        are relevant, and the question's vector.
    direction : sequence of float
        What `learn_direction` gave.
    order : ndarray, shape (3,), optional
        Weights of logit, dense score and BM25 score, where they are known already.

    Notes
    -----
    The three weights maximise the likelihood of the relevant candidate among those of its
    question (conditional logit, McFadden 1974), so that what tells questions apart but not
    candidates has no say in the order. The probability is a logistic regression (Platt
    1999) over the score, its share among the question's candidates and the question's
    log-odds, over all candidates; questions that nothing answers belong there too.
    """
    from scipy.optimize import minimize
    from sklearn.linear_model import LogisticRegression

    def loss(weights: Floats) -> float:
        total = _RIDGE * float(weights @ weights)
        for features, relevant, _ in lists:
            if relevant.any():
                scores = features @ weights
                total += float(np.logaddexp.reduce(scores) - scores[relevant].mean())
        return total

    if order is None:
        order = np.asarray(minimize(loss, np.ones(3), method="L-BFGS-B").x)
    evidence = np.concatenate(
        [
            np.column_stack([_evidence(features @ order), np.full(len(features), log_odds(direction, question))])
            for features, _, question in lists
        ]
    )
    relevant = np.concatenate([relevant for _, relevant, _ in lists])
    model = LogisticRegression(C=1e3, max_iter=3000).fit(evidence, relevant)
    # None may turn the order, or what the question itself says, around.
    level, share, domain = (max(float(weight), 0.0) for weight in model.coef_[0])
    logit, dense, bm25 = (float(weight) for weight in order)
    bias = float(model.intercept_[0])
    return Calibration(bias, logit, dense, bm25, level, share, domain=domain, direction=tuple(direction))


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
