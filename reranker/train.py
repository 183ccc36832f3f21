"""Fine-tunes the cross-encoder, starting from the retriever's lower layers.

ListNet (Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise
Approach") over one answer and a few semi-hard negatives of the same question.

    python -m indexer mine DATASET_DIR… --negatives 6 --out ROWS.jsonl
    python -m reranker train --base FOLDER --rows ROWS.jsonl --out FOLDER
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from models.rows import Row, read_rows
from models.training import begin, emissions, last_checkpoint


def batched(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """Cut a sequence into stretches of ``size``; a shorter rest is left out."""
    return [items[at : at + size] for at in range(0, len(items) - size + 1, size)]


def start(base: Path, layers: int, out: Path) -> None:
    """Write a sequence classifier with one logit made of the first ``layers`` layers of an encoder.

    Dropping the top layers costs a fine-tuned BERT least (Sajjad et al. 2023, "On the
    Effect of Dropping Layers of Pre-trained Transformer Models"), and half the layers
    read twice as many candidates in the same time.
    """
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(base, num_hidden_layers=layers, num_labels=1)
    model.float().save_pretrained(out)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(base / name, out / name)


def train(rows: Sequence[Row], options: argparse.Namespace, checkpoints: Path) -> None:
    """Train and write a Hugging Face folder with fp16 weights to ``options.out``."""
    import torch
    from datasets import Dataset
    from sentence_transformers.cross_encoder import (
        CrossEncoder,
        CrossEncoderTrainer,
        CrossEncoderTrainingArguments,
    )
    from sentence_transformers.cross_encoder.losses import ListNetLoss
    from transformers import set_seed

    cuda = torch.cuda.is_available()
    set_seed(options.seed)  # the new head is drawn before the trainer sets the seed
    with tempfile.TemporaryDirectory() as scratch:
        start(options.base, options.layers, Path(scratch))
        model = CrossEncoder(scratch, max_length=options.max_tokens, device="cuda" if cuda else "cpu")
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # as in indexer/train.py: one epoch, and random numbers are dear on a CPU
    lists = [(row.query, [row.positive, *some]) for row in rows for some in batched(row.negatives, options.group)]
    data = Dataset.from_dict(
        {
            "query": [query for query, _ in lists],
            "docs": [docs for _, docs in lists],
            "labels": [[1] + [0] * (len(docs) - 1) for _, docs in lists],
        }
    )
    arguments = CrossEncoderTrainingArguments(
        output_dir=str(checkpoints),
        num_train_epochs=options.epochs,
        per_device_train_batch_size=options.batch,
        learning_rate=options.lr,
        warmup_steps=0.1,
        lr_scheduler_type="linear",
        bf16=cuda,
        use_cpu=not cuda,
        seed=options.seed,
        save_strategy="steps",
        save_steps=25,
        save_total_limit=1,
        logging_steps=10,
        report_to=[],
    )
    trainer = CrossEncoderTrainer(model=model, args=arguments, train_dataset=data, loss=ListNetLoss(model))
    trainer.train(resume_from_checkpoint=last_checkpoint(checkpoints))
    model.model.half().save_pretrained(options.out)
    model.tokenizer.model_max_length = options.max_tokens
    model.tokenizer.save_pretrained(options.out)


def main(argv: list[str]) -> int:
    """Command line of ``python -m reranker train``."""
    parser = argparse.ArgumentParser(prog="python -m reranker train", description="Fine-tune the cross-encoder.")
    parser.add_argument("--base", type=Path, required=True, help="folder of the retriever, or any encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True, help="what python -m indexer mine wrote")
    parser.add_argument("--group", type=int, default=3, help="negatives in one list: a question makes several lists")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--batch", type=int, default=12, help="questions in a batch")
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--max-tokens", type=int, default=160)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--country", default="VNM", help="whose grid the training's carbon is reckoned by")
    options = parser.parse_args(argv)
    rows = read_rows(options.rows)
    checkpoints = begin(options.out, rows, options)
    with emissions(options.out, options.country):
        train(rows, options, checkpoints)
    return 0
