"""Fits how the logit and the first stage's scores become a probability, and measures how far it can be trusted.

    python -m benchmarks.calibrate DATASET_DIR… --split dev [--keep-order] [--write] [--json FILE]

Every figure is from folds of questions that were left out of the fit, but for the unanswerable
questions of the split ``fresh``, which no fit reads. ``--write`` keeps the weights, fitted on
all questions of all datasets, beside the reranker.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from corpus.readers.beir import read_qrels, read_queries
from models.hub import locate
from reranker.calibrate import Calibration, expected_calibration_error, fit
from reranker.metrics import mean_with_interval, measure
from search.query import read
from search.ranking import Ranking, Timings
from settings import Settings

from .dataset import Dataset
from .golden import missed, unanswerable
from .quality import build

FOLDS = 5
FALSE_ALARMS = 0.05
"""Share of the first dataset's questions that may get the notice: what the threshold is set for."""
_ALPHAS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Weights of the dense score that are tried on the first stage's candidates."""

Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Judged:
    """The candidates of one question.

    Attributes
    ----------
    names : list of str
        Article ids in the first stage's order.
    features : ndarray, shape (candidates, 3)
        Logit, dense score, BM25 score.
    relevant : ndarray of bool, shape (candidates,)
    golds : mapping of str to int
        Grades of the articles that answer, among the candidates or not; empty where nothing does.
    """

    names: list[str]
    features: Floats
    relevant: npt.NDArray[np.bool_]
    golds: Mapping[str, int]

    @property
    def answerable(self) -> bool:
        """Whether some article answers."""
        return any(grade > 0 for grade in self.golds.values())

    def best(self, model: Calibration) -> float:
        """Give the probability of the most probable candidate."""
        return float(self.probabilities(model).max(initial=0))

    def probabilities(self, model: Calibration, kept: npt.NDArray[np.bool_] | slice = slice(None)) -> Floats:
        """Give the probability of each candidate, where only those that are kept were found."""
        return model.probabilities(model.linear(*self.features[kept].T))

    def ndcg(self, scores: Floats) -> float:
        """Give nDCG@10 of the candidates in the order of these scores."""
        ranked = [self.names[i] for i in np.argsort(-scores, kind="stable")]
        return measure(ranked, self.golds)["nDCG@10"]


def judge(ranking: Ranking, data: Dataset, question: str, golds: Mapping[str, int], top: int) -> Judged:
    """Give the features and labels of the candidates of one question."""
    text = read(question).text
    candidates = ranking.retrieve(text, Timings())[:top]
    ranked = {r.candidate.article: r.logit for r in ranking.rerank(text, candidates, data.texts)}
    names = [data.catalogue.article_ids[c.article] for c in candidates]
    features = np.array([(ranked[c.article], c.dense, c.bm25) for c in candidates], np.float64).reshape(-1, 3)
    relevant = np.array([golds.get(name, 0) > 0 for name in names], np.bool_)
    return Judged(names, features, relevant, golds)


def held_out(rows: Sequence[Judged], seed: int, order: Floats | None = None) -> list[tuple[Calibration, Floats]]:
    """Give, for each question, weights fitted on the other folds and the scores by them."""
    fold = _folds(len(rows), seed)
    models = [_fitted([r for r, f in zip(rows, fold, strict=True) if f != k], order) for k in range(FOLDS)]
    return [(models[f], models[f].linear(*r.features.T)) for r, f in zip(rows, fold, strict=True)]


def choose(by_alpha: Mapping[float, Sequence[float]], seed: int) -> tuple[list[float], list[float]]:
    """Choose a weight for each fold on the others.

    Parameters
    ----------
    by_alpha : mapping of float to sequence of float
        A measure of each question under each weight.
    seed : int
        Draws the folds.

    Returns
    -------
    alphas : list of float
        The best of each fold's other questions.
    values : list of float
        The measure of each question under the weight that was chosen without it.
    """
    alphas, table = list(by_alpha), np.array(list(by_alpha.values()))
    fold = _folds(table.shape[1], seed)
    best = [int(table[:, fold != k].mean(axis=1).argmax()) for k in range(FOLDS)]
    return [alphas[i] for i in best], [float(table[best[k], question]) for question, k in enumerate(fold)]


def notice_rates(
    rows: Sequence[Judged], models: Sequence[Calibration], first: int, kinds: Sequence[str]
) -> tuple[float, dict[str, Any]]:
    """Set the threshold by the ``first`` rows, and give how often the notice is wrongly shown and wrongly missing.

    Rows without a relevant article are questions that nothing answers, ``kinds`` their kinds in
    this order. "taken out" are the others with every relevant article struck from the candidates.
    """
    best: list[float] = []
    without: list[float] = []
    strange: list[float] = []
    for row, model in zip(rows, models, strict=True):
        (best if row.answerable else strange).append(row.best(model))
        if row.answerable:
            without.append(float(row.probabilities(model, ~row.relevant).max(initial=0)))
    threshold = math.floor(1000 * float(np.quantile(best[:first], FALSE_ALARMS))) / 1000  # down: up could pass them all
    return threshold, {
        "false_alarms": round(float(np.mean(np.array(best) < threshold)), 4),
        **missed(kinds, [highest < threshold for highest in strange]),
        "misses_article_taken_out": round(float(np.mean(np.array(without) >= threshold)), 4),
    }


def measured(
    sets: Mapping[str, Sequence[Judged]],
    strangers: Sequence[tuple[str, Judged]],
    seed: int,
    order: Floats | None = None,
) -> tuple[Calibration, dict[str, Any]]:
    """Fit on all questions, answerable or not; give the weights, and the figures of the folds left out.

    Parameters
    ----------
    sets : mapping of str to sequence of Judged
        Answerable questions by dataset; the first one's set the notice's threshold.
    strangers : sequence of (str, Judged)
        Questions that nothing answers, with their kinds.
    seed : int
        Of the folds and of the intervals.
    order : ndarray, shape (3,), optional
        Weights of the order, where they are not to be fitted.
    """
    kinds = [kind for kind, _ in strangers]
    everything = [row for rows in sets.values() for row in rows] + [row for _, row in strangers]
    left_out = held_out(everything, seed, order)
    models = [model for model, _ in left_out]
    threshold, rates = notice_rates(everything, models, len(next(iter(sets.values()))), kinds)
    probabilities = np.concatenate([row.probabilities(model) for row, model in zip(everything, models, strict=True)])
    relevant = np.concatenate([row.relevant for row in everything])
    scores = iter(left_out)
    figures = {name: _orders(rows, [next(scores) for _ in rows], threshold, seed) for name, rows in sets.items()}
    return dataclasses.replace(_fitted(everything, order), threshold=threshold), {
        "expected_calibration_error": round(expected_calibration_error(probabilities, relevant), 4),
        "notice": {"threshold": threshold, **rates},
        "datasets": figures,
    }


def _orders(
    rows: Sequence[Judged], left_out: Sequence[tuple[Calibration, Floats]], threshold: float, seed: int
) -> dict[str, object]:
    """Measure one dataset's questions ordered by each score, by all three, and by mixtures of the first stage's."""

    def each(scores: Sequence[Floats]) -> list[float]:
        return [row.ndcg(some) for row, some in zip(rows, scores, strict=True)]

    orders = {
        "first stage": [-np.arange(len(row.names), dtype=np.float64) for row in rows],
        "reranker alone": [row.features[:, 0] for row in rows],
        "all three": [scores for _, scores in left_out],
    }
    by_alpha = {alpha: each([row.features @ np.array([0, alpha, 1 - alpha]) for row in rows]) for alpha in _ALPHAS}
    chosen, cross_validated = choose(by_alpha, seed)
    best = [row.best(model) for row, (model, _) in zip(rows, left_out, strict=True)]
    return {
        "queries": len(rows),
        "false_alarms": round(float(np.mean(np.array(best) < threshold)), 4),
        "nDCG@10": {name: mean_with_interval(each(scores), seed) for name, scores in orders.items()},
        "nDCG@10 by alpha": {str(alpha): mean_with_interval(values, seed) for alpha, values in by_alpha.items()},
        "alpha chosen on the other folds": {"alphas": chosen, "nDCG@10": mean_with_interval(cross_validated, seed)},
    }


def main(argv: list[str] | None = None) -> int:
    """Command line: fit, measure, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibrate", description=__doc__)
    parser.add_argument("datasets", type=Path, nargs="+")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--top", type=int, default=30, help="candidates that the reranker reads")
    parser.add_argument("--passages", type=int, help="of an article, embedded; default: see dataset.py")
    parser.add_argument("--seed", type=int, default=0, help="of the folds and the bootstrap")
    parser.add_argument("--cache", type=Path, help="default: TRALUAT_HOME/benchmarks")
    parser.add_argument(
        "--keep-order", action="store_true", help="fit the probability alone: the weights that rank stay as they are"
    )
    parser.add_argument("--write", action="store_true", help="keep the weights beside the reranker")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    settings = Settings()
    sets: dict[str, list[Judged]] = {}
    for folder in options.datasets:
        data = Dataset(folder, options.cache or settings.home / "benchmarks")
        ranking = build(data, settings, ("rerank",), options.passages or data.passages_per_article())
        queries, qrels = read_queries(folder, options.split), read_qrels(folder, options.split)
        asked = [q for q in queries if any(grade > 0 for grade in qrels.get(q, {}).values())]
        sets[folder.resolve().name] = [
            judge(ranking, data, queries[q], qrels[q], options.top) for q in tqdm(asked, desc=folder.name)
        ]
    strange, fresh = (
        [
            (kind, judge(ranking, data, question, {}, options.top))
            for question, kind in tqdm(unanswerable(split).items())
        ]
        for split in ("dev", "fresh")
    )
    kept = ranking.calibration
    order = np.array([kept.logit, kept.dense, kept.bm25]) if options.keep_order else None
    calibration, figures = measured(sets, strange, options.seed, order)
    figures["notice"]["fresh"] = missed(
        [kind for kind, _ in fresh], [row.best(calibration) < calibration.threshold for _, row in fresh]
    )
    models = {"retriever": ranking.embedder.fingerprint, "reranker": getattr(ranking.reranker, "fingerprint", "")}
    report = {
        "split": options.split,
        "seed": options.seed,
        "folds": FOLDS,
        "candidates": options.top,
        "articles": len(data.entries),
        "order": "kept" if options.keep_order else "fitted",
        "models": models,
        **figures,
        "weights": dataclasses.asdict(calibration),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if options.write:
        calibration.save(locate(settings.reranker), models)
    return 0


def _fitted(rows: Sequence[Judged], order: Floats | None) -> Calibration:
    return fit([(row.features, row.relevant) for row in rows], order)


def _folds(questions: int, seed: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(seed).permutation(questions) % FOLDS


if __name__ == "__main__":
    raise SystemExit(main())
