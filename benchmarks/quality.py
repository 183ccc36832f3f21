"""How well each stage ranks: R@k, MRR, nDCG and F2 on a dataset in BEIR's form.

python -m benchmarks.quality DATASET_DIR --split dev [--stages bm25,dense,hybrid,rerank] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from tqdm import tqdm

from corpus.encoding import fold
from corpus.readers.beir import Entry, read_qrels, read_queries
from indexer.embedder import Embedder
from indexer.lexical import LexicalIndex
from indexer.segment import SEGMENTERS
from indexer.vectors import VectorIndex
from models.hub import locate
from reranker.calibrate import Calibration
from reranker.metrics import MEASURES, mean_with_interval, measure, paired_p_value
from reranker.model import Reranker
from search.fusion import Candidate, fuse
from search.query import read
from search.ranking import Ranking, Timings
from settings import Settings

from .dataset import Dataset

STAGES = ("bm25", "dense", "hybrid", "rerank")
_DEPTH = 100


def evaluate(
    rank: Callable[[str], list[str]], queries: dict[str, str], qrels: dict[str, dict[str, int]], stage: str
) -> dict[str, dict[str, float]]:
    """Measure one stage on every judged question: query id → measures."""
    judged = {q: text for q, text in queries.items() if any(g > 0 for g in qrels.get(q, {}).values())}
    return {q: measure(rank(text), qrels[q]) for q, text in tqdm(judged.items(), desc=stage, mininterval=10)}


def summarise(per_query: dict[str, dict[str, float]], seed: int) -> dict[str, dict[str, float]]:
    """Mean and 95 % interval of each measure."""
    return {m: mean_with_interval([row[m] for row in per_query.values()], seed) for m in MEASURES}


def apart(
    queries: dict[str, str],
    qrels: dict[str, dict[str, int]],
    others: dict[str, dict[str, int]],
    entries: Iterable[Entry],
) -> dict[str, str]:
    """Keep the questions that are answered by documents of which no article answers any of the others.

    Parameters
    ----------
    queries, qrels : dict
        The questions, and their judgements.
    others : dict
        Judgements of other questions, such as those that were trained on.
    entries : iterable of Entry
        The corpus: tells each article's document.
    """
    documents = {entry.id: entry.document_number for entry in entries}

    def behind(golds: dict[str, int]) -> set[str]:
        return {documents[name] for name, grade in golds.items() if grade > 0 and name in documents}

    known = {document for golds in others.values() for document in behind(golds)}
    return {q: text for q, text in queries.items() if not behind(qrels.get(q, {})) & known}


class Stages:
    """The four stages over one dataset, each a function from a question to article ids.

    Parameters
    ----------
    data : Dataset
    ranking : Ranking
    top : int
        How many candidates the reranker reads.
    """

    def __init__(self, data: Dataset, ranking: Ranking, top: int) -> None:
        self.data, self.ranking, self.top = data, ranking, top

    def _names(self, candidates: Iterable[Candidate]) -> list[str]:
        return [self.data.catalogue.article_ids[c.article] for c in candidates]

    def bm25(self, question: str) -> list[str]:
        """Rank by BM25 alone."""
        return self._names(fuse(self.ranking.bm25(read(question).text), {}, self.data.catalogue, alpha=0.0))

    def dense(self, question: str) -> list[str]:
        """Rank by the encoder alone."""
        return self._names(fuse({}, self.ranking.dense(read(question).text), self.data.catalogue, alpha=1.0))

    def hybrid(self, question: str) -> list[str]:
        """Rank by the whole first stage."""
        return self._names(self.ranking.retrieve(read(question).text, Timings()))

    def rerank(self, question: str) -> list[str]:
        """Rank by both stages; what the reranker does not read keeps its place behind."""
        text = read(question).text
        found = self.ranking.retrieve(text, Timings())
        best = self.ranking.rerank(text, found[: self.top], self.data.texts)
        return self._names([r.candidate for r in best] + found[self.top :])


def main(argv: list[str] | None = None) -> int:
    """Command line: measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--stages", default=",".join(STAGES))
    parser.add_argument("--json", type=Path, help="write the result here")
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    parser.add_argument("--top", type=int, default=30, help="candidates that the reranker reads")
    parser.add_argument("--passages", type=int, help="of an article, embedded; default: see dataset.py")
    parser.add_argument(
        "--apart-from", metavar="SPLIT", help="only questions on documents that no question of it is on"
    )
    parser.add_argument("--unaccented", action="store_true", help="type the questions without diacritics")
    parser.add_argument("--cache", type=Path, help="default: TRALUAT_HOME/benchmarks")
    options = parser.parse_args(argv)
    unknown = set(options.stages.split(",")) - set(STAGES)
    if unknown:
        parser.error(f"unknown stages: {', '.join(sorted(unknown))}")
    settings = Settings()
    stages = [stage for stage in STAGES if stage in options.stages.split(",")]
    queries, qrels = read_queries(options.dataset, options.split), read_qrels(options.dataset, options.split)
    if options.unaccented:
        queries = {q: fold(text) for q, text in queries.items()}
    data = Dataset(options.dataset, options.cache or settings.home / "benchmarks")
    if options.apart_from:
        queries = apart(queries, qrels, read_qrels(options.dataset, options.apart_from), data.entries)
    passages = options.passages or data.passages_per_article()
    ranking = build(data, settings, stages, passages)
    runner = Stages(data, ranking, options.top)
    per_stage = {stage: evaluate(getattr(runner, stage), queries, qrels, stage) for stage in stages}
    report = {
        "dataset": options.dataset.resolve().name,
        "split": options.split + ("-unaccented" if options.unaccented else ""),
        "apart_from": options.apart_from,
        "queries": len(next(iter(per_stage.values()))),
        "seed": options.seed,
        "articles": len(data.entries),
        "passages": len(data.ordinals),
        "vectors": len(ranking.vectors),
        "passages_embedded_per_article": min(passages, int(data.ordinals.max(initial=0)) + 1),
        "models": {
            "segmenter": settings.segmenter,
            "retriever": ranking.embedder.fingerprint if "bm25" != options.stages else None,
            "reranker": ranking.reranker.fingerprint if ranking.reranker else None,
            "reranked": options.top,
            "alpha": ranking.alpha,
        },
        "stages": {stage: summarise(rows, options.seed) for stage, rows in per_stage.items()},
    }
    if {"hybrid", "rerank"} <= set(stages):
        ours, theirs = ([row["nDCG@10"] for row in per_stage[stage].values()] for stage in ("rerank", "hybrid"))
        report["rerank_vs_hybrid_p"] = round(paired_p_value(ours, theirs, options.seed), 4)
    print(table(report["stages"]))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def build(data: Dataset, settings: Settings, stages: Iterable[str], passages: int) -> Ranking:
    """Load or make what the stages need."""
    cache = settings.home / "models"
    needs = set(stages)
    embedder = Embedder(locate(settings.retriever), cache, device=settings.device, threads=settings.threads)
    lexical = data.lexical(settings.segmenter) if needs - {"dense"} else LexicalIndex()
    vectors = data.vectors(embedder, passages) if needs - {"bm25"} else VectorIndex(embedder.dimension)
    folder = locate(settings.reranker)
    reranker = Reranker(folder, cache, device=settings.device, threads=settings.threads) if "rerank" in needs else None
    calibration = Calibration.load(folder)
    return Ranking(lexical, vectors, embedder, SEGMENTERS[settings.segmenter], data.catalogue, reranker, calibration)


def table(stages: dict[str, dict[str, dict[str, float]]]) -> str:
    """Give the means as a Markdown table, one row a stage."""
    lines = ["| stage | " + " | ".join(MEASURES) + " |", "|---" * (len(MEASURES) + 1) + "|"]
    for stage, measures in stages.items():
        lines.append(f"| {stage} | " + " | ".join(f"{measures[m]['mean']:.3f}" for m in MEASURES) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
