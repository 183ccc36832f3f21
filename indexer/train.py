"""Fine-tunes the retriever on questions and the passages that answer them.

Contrastive training with in-batch and mined negatives (Karpukhin et al. 2020, arXiv
2004.04906; MultipleNegativesRankingLoss of sentence-transformers).

    python -m indexer mine DATASET_DIR… --out LABELLED.jsonl
    python -m indexer synthesise DATASET_DIR --out SYNTHETIC.jsonl
    python -m indexer train --base FOLDER --rows LABELLED.jsonl SYNTHETIC.jsonl --out FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.rows import Row, read_rows
from models.training import attention, begin, bf16, emissions, last_checkpoint


def train(rows: list[Row], options: argparse.Namespace, checkpoints: Path) -> None:
    """Train and write a sentence-transformers folder with fp16 weights to ``options.out``."""
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    from .batches import NeighbourBatches

    cuda = torch.cuda.is_available()
    body = Transformer(str(options.base), max_seq_length=options.max_tokens, model_kwargs=attention())
    model = SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension(), "mean"), Normalize()])
    model.float()  # a base that is kept in fp16 would be trained in it: imprecise, and on a CPU very slow
    model.prompts = {"query": "query: ", "passage": "passage: "}
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # one short epoch does not overfit, and on a CPU its random numbers cost a third of the time
    columns = _columns(rows, options.negatives, options.times)
    data = {name: Dataset.from_dict(some) for name, some in columns.items() if some["query"]}
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(checkpoints),
        num_train_epochs=options.epochs,
        per_device_train_batch_size=options.batch,
        learning_rate=options.lr,
        warmup_steps=0.1,
        lr_scheduler_type="linear",
        batch_sampler=NeighbourBatches,
        prompts={
            column: "query: " if column == "query" else "passage: " for some in columns.values() for column in some
        },
        bf16=bf16(),
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
    trainer = SentenceTransformerTrainer(model=model, args=arguments, train_dataset=data, loss=loss)
    trainer.train(resume_from_checkpoint=last_checkpoint(checkpoints))
    model.half().save_pretrained(str(options.out), create_model_card=False)


def _columns(rows: list[Row], negatives: int, times: int) -> dict[str, dict[str, list[str]]]:
    """Give the trainer's two datasets: rows with mined negatives, each time others, and rows without."""
    mined = [
        (row, row.negatives[at : at + negatives])
        for at in range(0, times * negatives, max(1, negatives))
        for row in rows
        if row.negatives and len(row.negatives) >= at + negatives
    ]
    plain = [row for row in rows if not row.negatives]
    return {
        "mined": {
            "query": [row.query for row, _ in mined],
            "positive": [row.positive for row, _ in mined],
            **{f"negative_{i}": [some[i] for _, some in mined] for i in range(negatives)},
        },
        "plain": {"query": [row.query for row in plain], "positive": [row.positive for row in plain]},
    }


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer train``."""
    parser = argparse.ArgumentParser(prog="python -m indexer train", description="Fine-tune the retriever.")
    parser.add_argument("--base", type=Path, required=True, help="folder of models.bootstrap, or any encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=Path, nargs="+", required=True, help="of indexer mine, synthesise and label")
    parser.add_argument("--negatives", type=int, default=1, help="mined ones beside a row that has any")
    parser.add_argument("--times", type=int, default=1, help="such rows come so often, each time with other negatives")
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--lr", type=float, default=5e-5)
    parser.add_argument("--temperature", type=float, default=0.02)
    parser.add_argument("--max-tokens", type=int, default=160)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--country", default="VNM", help="whose grid the training's carbon is reckoned by")
    options = parser.parse_args(argv)
    rows = [row for path in options.rows for row in read_rows(path)]
    checkpoints = begin(options.out, rows, options)
    with emissions(options.out, options.country):
        train(rows, options, checkpoints)
    return 0
