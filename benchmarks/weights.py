"""How much learned weights of terms help BM25, on questions that they were not learned from.

``python -m benchmarks.weights DATASET_DIR[=WEIGHT]… [--json FILE]``. The judged questions of the
datasets' train splits are halved; each half is ranked with the weights learned from the
other halves of all. Ranked are BM25's best passages of each question and all passages of
its answers, folded to articles: nDCG@10 and R@1 are higher than over the whole corpus,
and only differences say something.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from indexer.weights import LEAST, PENALTY, Judged, TermWeights, dataset, judged, learn
from reranker.metrics import mean_with_interval, measure, paired_p_value
from settings import Settings

from .dataset import Dataset

_SHOWN = ("R@1", "R@10", "nDCG@10")
_FOLDS = 2


def main(argv: list[str] | None = None) -> int:
    """Command line: measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weights", description=__doc__)
    parser.add_argument("datasets", type=dataset, nargs="+", help="as for python -m indexer weigh")
    parser.add_argument("--least", type=int, default=LEAST)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    parser.add_argument("--cache", type=Path, help="default: TRALUAT_HOME/benchmarks")
    parser.add_argument("--seed", type=int, default=0, help="of the halves and of the bootstrap")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    settings = Settings()
    cache = options.cache or settings.home / "benchmarks"
    sets: dict[str, list[Judged]] = {}
    for folder, weight in options.datasets:
        data = Dataset(folder, cache)
        sets[folder.name] = judged(folder, "train", data.lexical("pyvi"), weight)
    report: dict[str, Any] = {
        "seed": options.seed,
        "least": options.least,
        "penalty": options.penalty,
        "sets": _halves(sets, options),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _halves(sets: Mapping[str, list[Judged]], options: argparse.Namespace) -> dict[str, Any]:
    chance = np.random.default_rng(options.seed)
    fold = {name: chance.permutation(len(some)) % _FOLDS for name, some in sets.items()}
    alike: dict[str, list[dict[str, float]]] = {name: [] for name in sets}
    learned: dict[str, list[dict[str, float]]] = {name: [] for name in sets}
    for left_out in range(_FOLDS):
        seen = [q for name, some in sets.items() for q, f in zip(some, fold[name], strict=True) if f != left_out]
        weights = learn(seen, options.least, options.penalty)
        for name, some in sets.items():
            asked = [q for q, f in zip(some, fold[name], strict=True) if f == left_out]
            alike[name] += [_measured(q, TermWeights()) for q in asked]
            learned[name] += [_measured(q, weights) for q in asked]
    return {
        name: {
            "questions": len(some),
            "weight": some[0].weight,
            "alike": _summary(alike[name], options.seed),
            "learned": _summary(learned[name], options.seed),
            "p": round(paired_p_value(_column(learned[name]), _column(alike[name]), options.seed), 4),
        }
        for name, some in sets.items()
    }


def _measured(question: Judged, weights: TermWeights) -> dict[str, float]:
    """Rank a question's articles, each by its best passage."""
    factors = np.fromiter((weights.factors.get(term, 1.0) for term in question.terms), np.float32)
    scores = np.full(len(question.relevant), -np.inf)
    np.maximum.at(scores, question.articles, question.parts @ factors)
    order = np.argsort(-scores, kind="stable")
    return measure([str(i) for i in order], {str(i): 1 for i in np.flatnonzero(question.relevant)})


def _summary(rows: Iterable[Mapping[str, float]], seed: int) -> dict[str, dict[str, float]]:
    listed = list(rows)
    return {name: mean_with_interval([row[name] for row in listed], seed) for name in _SHOWN}


def _column(rows: Iterable[Mapping[str, float]]) -> list[float]:
    return [row["nDCG@10"] for row in rows]


if __name__ == "__main__":
    raise SystemExit(main())
