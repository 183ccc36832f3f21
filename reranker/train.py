"""Fine-tunes the cross-encoder on lists, or on single pairs.

    python -m indexer mine DATASET_DIR… --negatives 6 --out ROWS.jsonl
    python -m reranker train --base FOLDER --rows ROWS.jsonl --out FOLDER
    python -m reranker train --preset gte-legal --base NAME --nli FILE --dev CANDIDATES.jsonl --out FOLDER

Every figure of the recipe (recipes.py) can be changed by an option of its name.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.hub import locate
from models.rows import Row, read_rows
from models.training import FINISHED, attention, begin, bf16, emissions, last_checkpoint

from .data import Pair, pairs_of, read_candidates, read_nli, read_triples
from .recipes import PRESETS, Recipe

if TYPE_CHECKING:
    from datasets import Dataset
    from sentence_transformers.cross_encoder import CrossEncoderTrainingArguments
    from sentence_transformers.cross_encoder.evaluation import CrossEncoderRerankingEvaluator

_BEST = "dev_ndcg@10"


def batched(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """Cut a sequence into stretches of ``size``; a shorter rest is left out."""
    return [items[at : at + size] for at in range(0, len(items) - size + 1, size)]


def start(base: Path, layers: int, out: Path) -> None:
    """Write a sequence classifier with one logit made of an encoder, or of its first ``layers`` layers.

    Dropping the top layers costs a fine-tuned BERT least (Sajjad et al. 2023, "On the
    Effect of Dropping Layers of Pre-trained Transformer Models"), and half the layers
    read twice as many candidates in the same time.
    """
    from transformers import AutoModelForSequenceClassification

    kept = {"num_hidden_layers": layers} if layers else {}
    model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=1, **kept)
    model.float().save_pretrained(out)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        if (base / name).is_file():
            shutil.copy(base / name, out / name)


def lists(rows: Sequence[Row], group: int, answer: float) -> Dataset:
    """Give the trainer's lists: an answer and ``group`` negatives; a question makes as many as it has negatives for.

    A row with fewer makes one shorter list, one without any, or without an answer, none.
    ``answer`` is the label of the answer.
    """
    from datasets import Dataset

    made = [
        (row.query, [row.positive, *some])
        for row in rows
        if row.positive and row.negatives
        for some in batched(row.negatives, group) or [row.negatives]
    ]
    return Dataset.from_dict(
        {
            "query": [query for query, _ in made],
            "docs": [docs for _, docs in made],
            "labels": [[answer] + [0.0] * (len(docs) - 1) for _, docs in made],
        }
    )


def single(pairs: Sequence[Pair]) -> Dataset:
    """Give the trainer's pairs, labelled 1 or 0."""
    from datasets import Dataset

    return Dataset.from_dict(
        {
            "query": [pair.query for pair in pairs],
            "passage": [pair.passage for pair in pairs],
            "label": [float(pair.relevant) for pair in pairs],
        }
    )


def train(rows: Sequence[Row], options: argparse.Namespace, checkpoints: Path) -> None:
    """Train and write a Hugging Face folder with fp16 weights to ``options.out``."""
    import torch
    from sentence_transformers.cross_encoder import CrossEncoder, CrossEncoderTrainer
    from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss, ListNetLoss
    from transformers import EarlyStoppingCallback, set_seed

    cuda = torch.cuda.is_available()
    set_seed(options.seed)  # the new head is drawn before the trainer sets the seed
    with tempfile.TemporaryDirectory() as scratch:
        start(locate(options.base), options.layers, Path(scratch))
        device = "cuda" if cuda else "cpu"
        model = CrossEncoder(scratch, max_length=options.max_tokens, device=device, model_kwargs=attention())
    if not options.dropout:
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
    in_lists = options.objective == "lists"
    trainer = CrossEncoderTrainer(
        model=model,
        args=arguments(options, checkpoints),
        train_dataset=lists(rows, options.group, options.answer) if in_lists else single(pairs_of(rows)),
        loss=ListNetLoss(model) if in_lists else BinaryCrossEntropyLoss(model),
        evaluator=evaluator(options.dev) if options.dev else None,
        callbacks=[EarlyStoppingCallback(options.patience)] if options.dev else [],
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(checkpoints))
    (checkpoints / FINISHED).touch()
    model.model.half().save_pretrained(options.out)
    model.tokenizer.model_max_length = options.max_tokens
    model.tokenizer.save_pretrained(options.out)


def arguments(options: argparse.Namespace, checkpoints: Path) -> CrossEncoderTrainingArguments:
    """Give the trainer's arguments: those of the recipe, and where and how often it saves and evaluates."""
    import torch
    from sentence_transformers.cross_encoder import CrossEncoderTrainingArguments

    from .batches import LengthBatches

    cuda = torch.cuda.is_available()
    more: dict[str, Any] = {}
    if options.objective == "pairs":
        more["batch_sampler"] = LengthBatches
    if options.dev:
        more |= {"eval_strategy": "steps", "eval_steps": options.every, "load_best_model_at_end": True}
        more["metric_for_best_model"] = f"eval_{_BEST}"
        more["restore_callback_states_from_checkpoint"] = True  # how long early stopping has waited already
    return CrossEncoderTrainingArguments(
        output_dir=str(checkpoints),
        num_train_epochs=options.epochs,
        per_device_train_batch_size=options.batch,
        gradient_accumulation_steps=options.accumulate,
        learning_rate=options.lr,
        warmup_steps=options.warmup,
        lr_scheduler_type="linear",
        weight_decay=options.weight_decay,
        max_grad_norm=options.max_grad_norm,
        bf16=bf16() and options.half == "bf16",
        fp16=cuda and options.half == "fp16",
        use_cpu=not cuda,
        seed=options.seed,
        save_strategy="steps",
        save_steps=options.every,
        save_total_limit=2 if options.dev else 1,  # the best and the last
        logging_steps=10,
        report_to=["wandb"] if options.wandb else [],
        **more,
    )


def evaluator(path: Path) -> CrossEncoderRerankingEvaluator:
    """Give what measures nDCG@10 over candidates during a training.

    A question of which no answer was found counts as 0; a copy of an answer counts as one.
    """
    from sentence_transformers.cross_encoder.evaluation import CrossEncoderRerankingEvaluator

    samples: list[dict[str, str | list[str]]] = [
        {
            "query": one.query,
            "positive": [text for text, right in zip(one.passages, one.relevant, strict=True) if right],
            "documents": list(one.passages),
        }
        for one in read_candidates(path)
    ]
    return CrossEncoderRerankingEvaluator(
        samples, name=_BEST.partition("_")[0], always_rerank_positives=False, write_csv=False
    )


def main(argv: list[str]) -> int:
    """Command line of ``python -m reranker train``."""
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--preset", choices=PRESETS, default="compact")
    parser = argparse.ArgumentParser(
        prog="python -m reranker train", description="Fine-tune the cross-encoder.", parents=[first]
    )
    parser.add_argument("--base", required=True, help="a folder, or a name on the hub: an encoder or a cross-encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=Path, nargs="*", default=[], help="what python -m indexer mine wrote")
    parser.add_argument("--triples", type=Path, nargs="*", default=[], help="questions, answers, hard negatives")
    parser.add_argument("--nli", type=Path, nargs="*", default=[], help="premises, hypotheses, labels; for pairs only")
    parser.add_argument("--dev", type=Path, help="what python -m benchmarks.candidates wrote: stops early by nDCG@10")
    parser.add_argument("--every", type=int, default=25, help="steps between checkpoints and evaluations")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--wandb", action="store_true", help="report to Weights & Biases")
    parser.add_argument("--country", default="VNM", help="whose grid the training's carbon is reckoned by")
    _add_recipe(parser, PRESETS[first.parse_known_args(argv)[0].preset])
    options = parser.parse_args(argv)
    rows = [row for path in options.rows for row in read_rows(path)]
    rows += [row for path in options.triples for row in read_triples(path)]
    rows += [row for path in options.nli for row in read_nli(path)]
    if options.nli and options.objective == "lists":
        parser.error("--nli has no lists: choose --objective pairs")
    if not any(row.negatives or options.objective == "pairs" for row in rows):
        parser.error("nothing to train on: give --rows, --triples or --nli")
    checkpoints = begin(options.out, rows, options)
    if (checkpoints / FINISHED).exists() and (options.out / "model.safetensors").is_file():
        return 0
    with emissions(options.out, options.country):
        train(rows, options, checkpoints)
    return 0


def _add_recipe(parser: argparse.ArgumentParser, recipe: Recipe) -> None:
    values = asdict(recipe)
    for field in fields(Recipe):
        value = values[field.name]
        option = f"--{field.name.replace('_', '-')}"
        if isinstance(value, bool):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=value)
        else:
            choices = {"objective": ("lists", "pairs"), "half": ("bf16", "fp16")}.get(field.name)
            parser.add_argument(option, type=type(value), default=value, choices=choices)
