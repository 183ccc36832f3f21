"""Answers for questions that nobody has answered, where two rankings agree on one.

BM25 and the retriever err in different ways: an article that both put first is most
often the answer (how often, the command measures on a judged split).

    python -m indexer label QUESTIONS.jsonl --data DATASET_DIR --retriever FOLDER --out ROWS.jsonl --json F
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from corpus.readers.beir import read_corpus, read_qrels, read_queries
from models.rows import Row, write_rows
from settings import Settings

from .embedder import Embedder
from .mining import Passages, similarity
from .segment import syllables

DEPTH = 5
"""Articles of BM25 among which the retriever chooses."""
SAME_QUESTION = 0.8
"""Jaccard similarity of syllable sets from which a question counts as one that is kept for measuring."""


def agreed(queries: Mapping[str, str], passages: Passages, embedder: Embedder) -> dict[str, int]:
    """Give the passage of each question that BM25 and the encoder both put first; others are left out."""
    candidates = {name: passages.best_of_articles(text, 10 * DEPTH)[:DEPTH] for name, text in queries.items()}
    asked = {name: i for i, name in enumerate(candidates)}
    vectors = embedder.queries([queries[name] for name in candidates])
    needed = sorted({p for found in candidates.values() for p in found})
    place = {p: i for i, p in enumerate(needed)}
    read = embedder.passages([passages.texts[p] for p in needed])
    best = {
        name: found[int(np.argmax(read[[place[p] for p in found]] @ vectors[asked[name]]))]
        for name, found in candidates.items()
        if found
    }
    return {name: passage for name, passage in best.items() if passage == candidates[name][0]}


def kept_apart(queries: Mapping[str, str], held_out: Iterable[str]) -> dict[str, str]:
    """Leave out questions that say the same as one of ``held_out``."""
    held = [set(syllables(text)) for text in held_out]
    terms = {name: set(syllables(text)) for name, text in queries.items()}
    return {n: t for n, t in queries.items() if not any(similarity(terms[n], h) >= SAME_QUESTION for h in held)}


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer label``."""
    parser = argparse.ArgumentParser(prog="python -m indexer label", description="Label questions by agreement.")
    parser.add_argument("questions", type=Path, help='JSON lines with "text"')
    parser.add_argument("--data", type=Path, required=True, help="dataset in BEIR's form: corpus and a judged split")
    parser.add_argument("--held-out", default="dev", help="the split whose questions are left out and measured on")
    parser.add_argument("--retriever", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    parser.add_argument("--json", type=Path, help="write here how many were labelled, and how many rightly")
    parser.add_argument("--negatives", type=int, default=6)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    settings = Settings()
    judged, qrels = read_queries(options.data, options.held_out), read_qrels(options.data, options.held_out)
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    queries = kept_apart({f"u{i}": json.loads(line)["text"] for i, line in enumerate(lines)}, judged.values())
    passages = Passages.of(read_corpus(options.data))
    embedder = Embedder(options.retriever, settings.home / "models", device=settings.device, threads=settings.threads)
    found = agreed(queries | judged, passages, embedder)

    def article(passage: int) -> str:
        return passages.entries[passages.owners[passage]].id

    right = [qrels[name].get(article(found[name]), 0) > 0 for name in judged if name in found]
    report = {"questions": len(lines), "apart": len(queries), "labelled": len(found) - len(right)}
    report |= {"judged": len(judged), "judged_labelled": len(right), "right": sum(right)}
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    chance = random.Random(options.seed)
    rows = []
    for name, passage in sorted(found.items(), key=lambda pair: pair[1]):
        pool = passages.semi_hard(queries[name], [article(passage)]) if name in queries else []
        if len(pool) >= options.negatives:
            drawn = tuple(passages.texts[i] for i in chance.sample(pool, options.negatives))
            rows.append(Row("unlabelled", name, queries[name], passages.texts[passage], drawn))
    write_rows(rows, options.out)
    return 0
