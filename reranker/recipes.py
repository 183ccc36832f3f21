"""How a cross-encoder is trained: the recipes of ``python -m reranker train --preset``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything of a training but its data.

    Attributes
    ----------
    objective : str
        "lists": a softmax over an answer and ``group`` negatives of the same question
        (ListNet, Cao et al. 2007). "pairs": binary cross-entropy of each pair by itself.
    answer : float
        Label of the answer in a list, the others have 0: ListNet's target is their softmax,
        which is soft for 1 (.475 to the answer among four) and all but certain for 10.
    layers : int
        The lower layers of the base that are kept; 0 keeps all.
    accumulate : int
        Batches whose gradients are added up before a step.
    patience : int
        Evaluations without a better nDCG@10 after which the training ends, where there are
        questions to evaluate on.
    half : str
        "bf16" (on a GPU, and on a CPU with AMX) or "fp16" (on a GPU); elsewhere it trains in fp32.
    dropout : bool
        Whether the base's dropout stays: one epoch does without, and random numbers are dear
        on a CPU.
    """

    objective: str
    answer: float
    layers: int
    lr: float
    epochs: float
    warmup: float
    batch: int
    accumulate: int
    group: int
    weight_decay: float
    max_grad_norm: float
    max_tokens: int
    patience: int
    half: str
    dropout: bool


PRESETS = {
    # The shipped model.
    "compact": Recipe(
        objective="lists", answer=1.0, layers=6, lr=1e-4, epochs=1.0, warmup=0.1, batch=12, accumulate=1, group=3,
        weight_decay=0.0, max_grad_norm=1.0, max_tokens=160, patience=3, half="bf16", dropout=False,
    ),
    # Source: the model card of a gte-multilingual-reranker-base that was fine-tuned for Vietnamese law as binary
    # relevance (entailment answers; contradiction and neutral do not), its batches grouped by length.
    "gte-legal": Recipe(
        objective="pairs", answer=1.0, layers=0, lr=2e-5, epochs=10.0, warmup=0.2, batch=8, accumulate=8, group=0,
        weight_decay=0.25, max_grad_norm=0.6, max_tokens=512, patience=3, half="fp16", dropout=True,
    ),
}  # fmt: skip
