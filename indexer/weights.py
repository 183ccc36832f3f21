"""How much each term of a question counts in BM25.

BM25 weighs a term by its rarity in the texts, and words that only ask ("như thế nào", "bao
nhiêu", "mức phạt") are rare in statutes. Each term that is frequent in judged questions
has therefore a factor of its own, learned from them; all others have 1.

    python -m indexer weigh DATASET_DIR[=WEIGHT]… --out models/terms
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from corpus.readers.beir import Entry, read_corpus, read_qrels, read_queries
from models.runtime import ModelMissing

from .lexical import LexicalIndex
from .passages import Passage, heading, lexical, render, split
from .segment import words

FOLDER = Path(__file__).resolve().parent.parent / "models" / "terms"
FILE = "weights.json"

LEAST = 3
"""Questions that must hold a term for it to have a factor of its own."""
PENALTY = 2.0
"""Of the square of a factor's logarithm, in nats: keeps the factors of rare terms near 1."""
_DEPTH = 300  # passages that a question's answer is told from
_STEPS = 25


@dataclass(frozen=True)
class TermWeights:
    """Terms to weights; without factors every term counts as often as it is there.

    Attributes
    ----------
    factors : mapping of str to float
        By term; positive.
    """

    factors: Mapping[str, float] = field(default_factory=dict)

    def __call__(self, terms: Sequence[str]) -> dict[str, float]:
        """Give each term's weight: how often it is there, times its factor."""
        return {term: count * self.factors.get(term, 1.0) for term, count in Counter(terms).items()}

    def save(self, folder: Path) -> None:
        """Write the factors, three digits of each."""
        folder.mkdir(parents=True, exist_ok=True)
        rounded = {term: round(factor, 3) for term, factor in sorted(self.factors.items())}
        text = json.dumps(rounded, ensure_ascii=False, indent=0)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> TermWeights:
    """Read the factors once; all are 1 where there is no such file.

    Raises
    ------
    models.runtime.ModelMissing
        The file is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return TermWeights()
    try:
        factors = {str(term): float(factor) for term, factor in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise ModelMissing(f"{path} is damaged: {error!r}") from error
    if not all(0 <= factor < float("inf") for factor in factors.values()):
        raise ModelMissing(f"{path} is damaged: a factor is negative or no number")
    return TermWeights(factors)


@dataclass(frozen=True)
class Judged:
    """What a judged question's weights are learned from.

    Attributes
    ----------
    terms : tuple of str
        Each once.
    parts : ndarray of float32, shape (passages, terms)
        What each term adds to each passage's score, as often as it is asked.
    articles : ndarray of int64, shape (passages,)
        Which of the question's articles each passage is of, from 0.
    relevant : ndarray of bool, shape (articles,)
    query_id : str
    weight : float
        How much it counts among the others.
    """

    terms: tuple[str, ...]
    parts: npt.NDArray[np.float32]
    articles: npt.NDArray[np.int64]
    relevant: npt.NDArray[np.bool_]
    query_id: str = ""
    weight: float = 1.0


def dataset(text: str) -> tuple[Path, float]:
    """Read a folder and how much its questions count from ``FOLDER`` or ``FOLDER=WEIGHT``.

    Raises
    ------
    ValueError
        The weight is no positive number.
    """
    folder, _, weight = text.partition("=")
    if not 0 < float(weight or 1) < float("inf"):
        raise ValueError(text)
    return Path(folder), float(weight or 1)


def judged(
    folder: Path, split_name: str = "train", index: LexicalIndex | None = None, weight: float = 1.0
) -> list[Judged]:
    """Read a dataset's judged questions against BM25's best passages of each and all passages of the answers.

    Parameters
    ----------
    folder : Path
        In BEIR's form.
    split_name : str
    index : LexicalIndex, optional
        Over the corpus's passages, numbered in their order, where there is one already.
    weight : float
        Of each of its questions.
    """
    entries = read_corpus(folder)
    pieces = [(number, passage) for number, entry in enumerate(entries) for passage in split(entry.article)]
    owners = np.fromiter((number for number, _ in pieces), np.int64)
    if index is None:
        index = LexicalIndex()
        texts = (_text(entries[number], passage) for number, passage in tqdm(pieces, desc=folder.name, mininterval=10))
        index.add(range(len(pieces)), (words(text) for text in texts))
    names = {entry.id: number for number, entry in enumerate(entries)}
    qrels, found = read_qrels(folder, split_name), []
    for query_id, text in read_queries(folder, split_name).items():
        answers = [names[name] for name, grade in qrels.get(query_id, {}).items() if grade > 0 and name in names]
        if answers:
            counts = Counter(words(text))
            best, _ = index.search(counts, _DEPTH)
            ids = np.union1d(best, np.flatnonzero(np.isin(owners, answers)))
            articles, places = np.unique(owners[ids], return_inverse=True)
            parts = index.parts(list(counts), ids) * np.fromiter(counts.values(), np.float32)
            relevant = np.isin(articles, answers)
            found.append(Judged(tuple(counts), parts, places.astype(np.int64), relevant, query_id, weight))
    return found


def _text(entry: Entry, passage: Passage) -> str:
    line = heading(entry.document_title, entry.article)
    return lexical(entry.document_number, render(line, entry.article.text[passage.start : passage.end]))


def learn(questions: Sequence[Judged], least: int = LEAST, penalty: float = PENALTY) -> TermWeights:
    """Learn the factors that put the answers before what BM25 finds besides.

    Parameters
    ----------
    questions : sequence of Judged
    least : int
        Questions that must hold a term for it to have a factor.
    penalty : float
        Of the squared logarithms of the factors.

    Notes
    -----
    Softmax cross-entropy over a question's articles, each with the score of its best
    passage (ListNet's top-one loss, Cao et al. 2007), one scale for all questions, by
    L-BFGS from factors of 1. No random numbers.
    """
    import torch

    held = Counter(term for question in questions for term in question.terms)
    place = {term: i for i, term in enumerate(sorted(term for term, count in held.items() if count >= least))}
    logs = torch.zeros(len(place) + 1, requires_grad=True)  # the last is that of all other terms: it is not learned
    scale = torch.tensor(-1.0, requires_grad=True)
    rows = [
        (
            torch.from_numpy(question.parts),
            torch.tensor([place.get(term, len(place)) for term in question.terms]),
            torch.from_numpy(question.articles),
            torch.from_numpy(question.relevant),
            question.weight,
        )
        for question in questions
    ]
    optimiser = torch.optim.LBFGS([logs, scale], max_iter=_STEPS, history_size=20, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        shared = torch.cat([logs[:-1], torch.zeros(1)])
        total = penalty * (shared**2).sum()
        for parts, terms, articles, relevant, weight in rows:
            passages = parts @ torch.exp(shared[terms])
            scores = torch.zeros(len(relevant)).scatter_reduce(0, articles, passages, "amax") * torch.exp(scale)
            total = total + weight * (torch.logsumexp(scores, 0) - torch.logsumexp(scores[relevant], 0))
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    factors = torch.exp(logs.detach()).tolist()
    return TermWeights({term: factors[i] for term, i in place.items()})


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer weigh``."""
    parser = argparse.ArgumentParser(prog="python -m indexer weigh", description="Learn how much each term counts.")
    parser.add_argument(
        "datasets",
        type=dataset,
        nargs="+",
        help="in BEIR's form; their train splits are learned from; FOLDER=3: thrice",
    )
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    parser.add_argument("--least", type=int, default=LEAST)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    options = parser.parse_args(argv)
    read = {folder.name: judged(folder, "train", weight=weight) for folder, weight in options.datasets}
    weights = learn([question for some in read.values() for question in some], options.least, options.penalty)
    weights.save(options.out)
    facts: dict[str, Any] = {
        "questions": {name: len(some) for name, some in read.items()},
        "factors": len(weights.factors),
    }
    facts["weights"] = {folder.name: weight for folder, weight in options.datasets}
    facts |= {"least": options.least, "penalty": options.penalty, "split": "train"}
    facts["query_ids"] = sorted(question.query_id for some in read.values() for question in some)
    (options.out / "training.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0
