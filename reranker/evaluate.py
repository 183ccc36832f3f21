"""Measures a cross-encoder: as a ranker of what a first stage found, and as a judge of single pairs.

    python -m benchmarks.candidates DATASET_DIR --split dev --out CANDIDATES.jsonl
    python -m reranker evaluate CANDIDATES.jsonl [--model FOLDER_OR_NAME] [--json FILE]

Pairs are measured the way the model cards of rerankers do, with as many passages that do not
answer as passages that do: random ones of other questions, or hard ones, which the first
stage put among its best. Answers that it did not find are no pairs. A logit is no
probability, so what counts as an answer is decided by a logistic regression (Platt 1999)
that was fitted on other questions.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.hub import locate
from settings import Settings

from .data import Candidates, read_candidates
from .metrics import mean_with_interval, measure, paired_p_value
from .model import Reranker

MEASURES = ("R@1", "MRR@10", "nDCG@10", "F2@1")
FOLDS = 5
HARD = 10
"""Ranks of the first stage from which hard negatives are drawn."""

Floats = npt.NDArray[np.float64]


def ranking(found: Sequence[Candidates], scores: Sequence[npt.ArrayLike], seed: int) -> dict[str, Any]:
    """Measure the order by some scores against the first stage's.

    Parameters
    ----------
    found : sequence of Candidates
    scores : sequence of array_like, each of shape (passages,)
        Of each question; higher is better.
    seed : int
        Of the bootstrap and of the permutation test.

    Returns
    -------
    dict
        Each measure of "first stage" and "reranked" with its 95 % interval, and "p" of the
        difference in nDCG@10.
    """
    before = [_measured(one, np.arange(len(one.passages), 0, -1)) for one in found]
    after = [_measured(one, np.asarray(s)) for one, s in zip(found, scores, strict=True)]
    named = {"first stage": before, "reranked": after}
    report: dict[str, Any] = {
        name: {m: mean_with_interval([row[m] for row in rows], seed) for m in MEASURES} for name, rows in named.items()
    }
    ours, theirs = ([row["nDCG@10"] for row in rows] for rows in (after, before))
    return report | {"p": round(paired_p_value(ours, theirs, seed), 4)}


def _measured(one: Candidates, scores: npt.NDArray[Any]) -> dict[str, float]:
    order = np.argsort(-scores, kind="stable")
    golds = {str(i): 1 for i, right in enumerate(one.relevant) if right}
    missed = {f"not found {i}": 1 for i in range(one.answers - len(golds))}
    return measure([str(i) for i in order], golds | missed)


def balanced(found: Sequence[Candidates], hard: bool, seed: int) -> list[tuple[int, str, bool]]:
    """Draw as many passages that do not answer as there are that do, of the answers that the first stage found.

    Returns
    -------
    list of (int, str, bool)
        Position of the question in ``found``, passage, whether it answers.
    """
    chance = random.Random(seed)
    drawn = []
    for at, one in enumerate(found):
        answers = [text for text, right in zip(one.passages, one.relevant, strict=True) if right]
        if hard:
            pool = [text for text, right in zip(one.passages, one.relevant, strict=True) if not right][:HARD]
        else:
            pool = list(chance.choice([other for other in found if other is not one]).passages)
            pool = [text for text in pool if text not in one.passages]
        others = chance.sample(pool, min(len(answers), len(pool)))
        drawn += [(at, text, True) for text in answers[: len(others)]] + [(at, text, False) for text in others]
    return drawn


def judged(
    questions: npt.NDArray[np.int64], logits: npt.ArrayLike, relevant: npt.ArrayLike, seed: int
) -> dict[str, float]:
    """Measure decisions on single pairs, each question's by a threshold that was fitted on other questions.

    Parameters
    ----------
    questions : ndarray of int, shape (pairs,)
    logits, relevant : array_like, shape (pairs,)
    seed : int
        Draws the folds.

    Returns
    -------
    dict
        Accuracy, precision, recall, F1, and the mean log loss.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score, log_loss, precision_recall_fscore_support

    x, y = np.asarray(logits, np.float64).reshape(-1, 1), np.asarray(relevant, bool)
    names = np.unique(questions)
    fold = dict(zip(names.tolist(), np.random.default_rng(seed).permutation(len(names)) % FOLDS, strict=True))
    of_pair = np.array([fold[q] for q in questions.tolist()])
    probability = np.zeros(len(y))
    for k in range(FOLDS):
        if (of_pair == k).any():
            model = LogisticRegression().fit(x[of_pair != k], y[of_pair != k])
            probability[of_pair == k] = model.predict_proba(x[of_pair == k])[:, 1]
    decided = probability >= 0.5
    precision, recall, f1, _ = precision_recall_fscore_support(y, decided, average="binary", zero_division=0.0)
    figures = {"accuracy": accuracy_score(y, decided), "precision": precision, "recall": recall, "f1": f1}
    figures["loss"] = log_loss(y, probability)
    return {name: round(float(value), 4) for name, value in figures.items()}


def evaluate(model: Reranker, found: Sequence[Candidates], seed: int) -> dict[str, Any]:
    """Measure a model in every way; give what ``--json`` writes."""
    pairs = [(one.query, text) for one in found for text in one.passages]
    begun = time.perf_counter()
    logits = model.score(pairs)
    seconds = time.perf_counter() - begun
    ends = np.cumsum([len(one.passages) for one in found])
    report: dict[str, Any] = {"ranking": ranking(found, np.split(logits, ends[:-1]), seed), "pairs": {}}
    for name, hard in (("random", False), ("hard", True)):
        drawn = balanced(found, hard, seed)
        scores = model.score([(found[at].query, text) for at, text, _ in drawn])
        figures = judged(np.array([at for at, _, _ in drawn]), scores, [right for _, _, right in drawn], seed)
        report["pairs"][name] = {"pairs": len(drawn)} | figures
    speed = {"pairs": len(pairs), "per_second": round(len(pairs) / seconds, 1), "device": model.device}
    speed["precision"] = model.precision
    return report | {"speed": speed}


def main(argv: list[str]) -> int:
    """Command line of ``python -m reranker evaluate``."""
    parser = argparse.ArgumentParser(prog="python -m reranker evaluate", description="Measure a cross-encoder.")
    parser.add_argument("candidates", type=Path, help="what python -m benchmarks.candidates wrote")
    parser.add_argument("--model", help="a folder, or a name on the hub; default: TRALUAT_RERANKER")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the result here")
    options = parser.parse_args(argv)
    settings = Settings()
    name = options.model or settings.reranker
    model = Reranker(locate(name), settings.home / "models", device=settings.device, threads=settings.threads)
    found = read_candidates(options.candidates)
    if sum(any(one.relevant) for one in found) < 2 * FOLDS:
        parser.error(f"{options.candidates} holds too few questions with an answer among their candidates")
    facts = {"model": Path(name).name, "fingerprint": model.fingerprint, "seed": options.seed}
    facts |= {"candidates": options.candidates.name, "questions": len(found)}
    report = facts | evaluate(model, found, options.seed)
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0
