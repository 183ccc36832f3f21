"""Fine-tunes the retriever on questions and the articles that answer them.

Contrastive training with in-batch and mined negatives (Karpukhin et al. 2020, arXiv
2004.04906; MultipleNegativesRankingLoss of sentence-transformers).

    python -m indexer train --base FOLDER --out FOLDER --data DATASET_DIR… [--epochs 1]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.rows import Row
from models.training import begin, last_checkpoint

from .mining import examples


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
    from sentence_transformers.sentence_transformer.training_args import BatchSamplers

    body = Transformer(str(options.base), max_seq_length=options.max_tokens)
    model = SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension(), "mean"), Normalize()])
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
        output_dir=str(checkpoints),
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
    trainer.train(resume_from_checkpoint=last_checkpoint(checkpoints))
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
    train(rows, options, begin(options.out, rows, options))
    return 0
