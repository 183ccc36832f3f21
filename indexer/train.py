"""Fine-tunes the retriever on questions and the articles that answer them.

Contrastive training with in-batch and mined negatives (Karpukhin et al. 2020, arXiv
2004.04906; MultipleNegativesRankingLoss of sentence-transformers). A question's
positive is the passage of its article that BM25 likes best; its negative is drawn from
BM25's semi-hard ranks, never a copy or near-copy of an answer.

    python -m indexer train --base FOLDER --out FOLDER --data DATASET_DIR… [--epochs 1]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.readers.beir import Entry, read_corpus, read_qrels, read_queries

from .lexical import LexicalIndex
from .passages import heading, render, split
from .segment import syllables

SEMI_HARD = (2, 30)
"""Ranks of BM25 from which negatives are drawn: the very first are too often answers too."""
NEAR_COPY = 0.8
"""Jaccard similarity of syllable sets from which a candidate counts as a copy of the answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """One training row: a question, a passage that answers it, passages that do not."""

    query_id: str
    query: str
    positive: str
    negatives: tuple[str, ...]


def examples(folder: Path, negatives: int, seed: int, train_split: str = "train") -> list[Example]:
    """Mine training rows from a dataset in BEIR's form.

    Parameters
    ----------
    folder : Path
        ``corpus.jsonl[.gz]``, ``queries.<split>.jsonl``, ``qrels.<split>.tsv``.
    negatives : int
        How many semi-hard negatives each row gets; rows with fewer are left out.
    seed : int
        Draws the negatives.
    """
    entries = read_corpus(folder)
    texts: list[str] = []
    owners: list[int] = []
    for number, entry in enumerate(entries):
        line = heading(entry.document_title, entry.article)
        for passage in split(entry.article):
            texts.append(render(line, entry.article.text[passage.start : passage.end]))
            owners.append(number)
    index = LexicalIndex()
    index.add(range(len(texts)), (syllables(text) for text in texts))
    spans: dict[str, list[int]] = {}
    for passage_id, owner in enumerate(owners):
        spans.setdefault(entries[owner].id, []).append(passage_id)
    chance = random.Random(seed)
    qrels = read_qrels(folder, train_split)
    rows = []
    for query_id, query in read_queries(folder, train_split).items():
        golds = {doc for doc, score in qrels.get(query_id, {}).items() if score > 0 and doc in spans}
        tokens = syllables(query)
        pool = _negatives(index, tokens, texts, owners, entries, golds, spans)
        for gold in sorted(golds):
            if len(pool) < negatives:
                continue
            positive = _best_of(index, tokens, spans[gold])
            drawn = tuple(texts[i] for i in chance.sample(pool, negatives))
            rows.append(Example(query_id, query, texts[positive], drawn))
    return rows


def _best_of(index: LexicalIndex, tokens: Sequence[str], ids: list[int]) -> int:
    """Of one article's passages, the one that BM25 prefers (the first when none matches)."""
    import numpy as np

    found, _ = index.search(tokens, 1, allowed=np.asarray(ids, dtype=np.int64))
    return int(found[0]) if len(found) else ids[0]


def _negatives(
    index: LexicalIndex,
    tokens: Sequence[str],
    texts: list[str],
    owners: list[int],
    entries: list[Entry],
    golds: set[str],
    spans: dict[str, list[int]],
) -> list[int]:
    """Passages of the semi-hard ranks that are neither an answer nor a near-copy of one."""
    answers = [set(syllables(texts[i])) for gold in golds for i in spans[gold]]
    found, _ = index.search(tokens, 4 * SEMI_HARD[1])
    first_of_article: dict[int, int] = {}
    for passage_id in found.tolist():
        first_of_article.setdefault(owners[passage_id], passage_id)
    ranked = [p for owner, p in first_of_article.items() if entries[owner].id not in golds]
    window = ranked[SEMI_HARD[0] : SEMI_HARD[1]]
    return [p for p in window if not any(similarity(set(syllables(texts[p])), a) >= NEAR_COPY for a in answers)]


def similarity(one: set[str], other: set[str]) -> float:
    """Jaccard similarity of two sets, 0 to 1."""
    return len(one & other) / max(1, len(one | other))


def manifest(rows: Iterable[Example], folders: Sequence[Path]) -> dict[str, Any]:
    """Say what a model is trained on: the ids of its questions and a digest of the rows."""
    rows = list(rows)
    digest = hashlib.sha256(json.dumps([(r.query, r.positive, r.negatives) for r in rows]).encode()).hexdigest()
    return {
        "datasets": [folder.name for folder in folders],
        "rows": len(rows),
        "sha256": digest,
        "query_ids": sorted({r.query_id for r in rows}),
    }


def train(rows: list[Example], options: argparse.Namespace) -> None:
    """Train and write a sentence-transformers folder with fp16 weights to ``options.out``."""
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from sentence_transformers.training_args import BatchSamplers

    body = Transformer(str(options.base), max_seq_length=options.max_tokens)
    model = SentenceTransformer(modules=[body, Pooling(body.get_word_embedding_dimension(), "mean"), Normalize()])
    model.prompts = {"query": "query: ", "passage": "passage: "}
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # one short epoch does not overfit, and on a CPU its random numbers cost a third of the time
    columns: dict[str, list[str]] = {
        "query": [r.query for r in rows],
        "positive": [r.positive for r in rows],
        **{f"negative_{i}": [r.negatives[i] for r in rows] for i in range(options.negatives)},
    }
    cuda = torch.cuda.is_available()
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(options.out.with_suffix(".checkpoints")),
        num_train_epochs=options.epochs,
        per_device_train_batch_size=options.batch,
        learning_rate=options.lr,
        warmup_steps=0.1,
        lr_scheduler_type="linear",
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        prompts={name: "query: " if name == "query" else "passage: " for name in columns},
        bf16=cuda,
        use_cpu=not cuda,
        seed=options.seed,
        save_strategy="steps",
        save_steps=30,
        save_total_limit=1,
        logging_steps=10,
        report_to=[],
        dataloader_num_workers=0,
    )
    loss = MultipleNegativesRankingLoss(model, scale=1 / options.temperature)
    trainer = SentenceTransformerTrainer(
        model=model, args=arguments, train_dataset=Dataset.from_dict(columns), loss=loss
    )
    checkpoints = sorted(Path(arguments.output_dir).glob("checkpoint-*"))
    trainer.train(resume_from_checkpoint=str(checkpoints[-1]) if checkpoints else None)
    model.half().save_pretrained(str(options.out), create_model_card=False)


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer train``."""
    parser = argparse.ArgumentParser(prog="python -m indexer train", description="Fine-tune the retriever.")
    parser.add_argument("--base", type=Path, required=True, help="folder of models.bootstrap, or any encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="datasets in BEIR's form")
    parser.add_argument("--negatives", type=int, default=1)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--lr", type=float, default=5e-5)
    parser.add_argument("--temperature", type=float, default=0.02)
    parser.add_argument("--max-tokens", type=int, default=160)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    rows = [row for folder in options.data for row in examples(folder, options.negatives, options.seed)]
    options.out.mkdir(parents=True, exist_ok=True)
    facts = manifest(rows, options.data) | {"seed": options.seed, "epochs": options.epochs, "lr": options.lr}
    (options.out / "training.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    train(rows, options)
    return 0
