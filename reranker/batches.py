"""Batches of pairs of like length, so that little of them is padding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import torch
from sentence_transformers.base.sampler import DefaultBatchSampler
from transformers.trainer_pt_utils import get_length_grouped_indices

if TYPE_CHECKING:
    from datasets import Dataset


class LengthBatches(DefaultBatchSampler):
    """transformers' grouping by length, here characters of question and passage; in another order each epoch."""

    def __init__(
        self,
        dataset: Dataset,
        batch_size: int,
        drop_last: bool,
        valid_label_columns: list[str] | None = None,
        generator: torch.Generator | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(dataset, batch_size, drop_last, valid_label_columns, generator, seed)
        self.size, self.drops_last = batch_size, drop_last
        self.lengths = [len(q) + len(p) for q, p in zip(dataset["query"], dataset["passage"], strict=True)]

    def __len__(self) -> int:
        """Batches of one epoch."""
        return (len(self.lengths) if self.drops_last else len(self.lengths) + self.size - 1) // self.size

    def __iter__(self) -> Iterator[list[int]]:
        """Give the row numbers of each batch."""
        chance = torch.Generator().manual_seed(self.seed + self.epoch)
        order: list[int] = get_length_grouped_indices(self.lengths, self.size, generator=chance)  # type: ignore[no-untyped-call]
        for at in range(0, len(self) * self.size, self.size):
            yield order[at : at + self.size]
