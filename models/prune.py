"""Cuts a sentence encoder to fewer layers, those that matter least first.

Half the layers embed a library in half the time. Layer by layer, the one is taken out
without which the similarities between questions and passages change least; fine-tuning
then brings back what was lost.

Source: Men et al. 2024, "ShortGPT: Layers in Large Language Models are More Redundant
Than You Expect" (arXiv 2403.03853), for taking out whole layers by their influence;
here the influence is on the ranking itself.

    python -m models.prune FOLDER --rows ROWS.jsonl --layers 6 --out FOLDER
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .rows import Row, read_rows
from .runtime import load_torch

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase

_TEMPERATURE = 0.02  # of the similarities' softmax: the one that the retriever is trained with
_MAX_TOKENS = 96
_FILES = ("tokenizer.json", "tokenizer_config.json")


def prune(encoder: torch.nn.Module, tokenizer: PreTrainedTokenizerBase, rows: Sequence[Row], layers: int) -> list[int]:
    """Take layers out of an encoder until ``layers`` are left.

    Parameters
    ----------
    encoder : torch.nn.Module
        What `models.runtime.load_torch` gives; changed in place.
    tokenizer : transformers.PreTrainedTokenizerBase
    rows : sequence of Row
        Their questions and answers are what the similarities are taken between.
    layers : int

    Returns
    -------
    list of int
        The layers kept, by their number in the model as it was.
    """
    import torch
    from torch.nn import functional

    model: Any = encoder.model
    all_layers = list(model.encoder.layer)
    texts = ["query: " + r.query for r in rows], ["passage: " + r.positive for r in rows]
    cut: dict[str, Any] = {"padding": True, "truncation": True, "max_length": _MAX_TOKENS, "return_tensors": "pt"}
    batches = [tokenizer(some, **cut) for some in texts]

    @torch.no_grad()
    def similarities(kept: list[int]) -> torch.Tensor:
        model.encoder.layer = torch.nn.ModuleList([all_layers[i] for i in kept])
        queries, answers = (encoder(batch["input_ids"], batch["attention_mask"]) for batch in batches)
        shares: torch.Tensor = (queries @ answers.T / _TEMPERATURE).log_softmax(1)
        return shares

    kept = list(range(len(all_layers)))
    whole = similarities(kept)

    def loss(candidate: list[int]) -> float:
        return float(functional.kl_div(similarities(candidate), whole, log_target=True, reduction="batchmean"))

    while len(kept) > layers:
        kept = min(([i for i in kept if i != out] for out in kept), key=loss)
    model.encoder.layer = torch.nn.ModuleList([all_layers[i] for i in kept])
    model.config.num_hidden_layers = len(kept)
    return kept


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m models.prune", description="Cut an encoder to fewer layers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=Path, required=True, help="of indexer mine")
    parser.add_argument("--sample", type=int, default=96, help="rows that are read")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    from transformers import AutoTokenizer

    rows = read_rows(options.rows)
    rows = random.Random(options.seed).sample(rows, min(options.sample, len(rows)))
    encoder = load_torch(options.folder, "embed").eval()
    kept = prune(encoder, AutoTokenizer.from_pretrained(options.folder), rows, options.layers)
    model: Any = encoder.model
    model.config.kept_layers = kept
    model.half().save_pretrained(options.out)
    for name in _FILES:
        shutil.copy(options.folder / name, options.out / name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
