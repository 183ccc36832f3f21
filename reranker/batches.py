"""Batches of pairs of like length, so that little of them is padding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import torch
from sentence_transformers.base.sampler import DefaultBatchSampler
from transformers.trainer_pt_utils import get_length_grouped_indices

if TYPE_CHECKING:
    from datasets import Dataset


class LengthBatches(DefaultBatchSampler):
    """transformers' grouping by length, here characters of question and passage; in another order each epoch."""

    def __iter__(self) -> Iterator[list[int]]:
        """Give the row numbers of each batch."""
        rows = cast("Dataset", self.sampler)  # torch's name for what sentence-transformers gives it
        lengths = [len(query) + len(passage) for query, passage in zip(rows["query"], rows["passage"], strict=True)]
        chance = torch.Generator().manual_seed(self.seed + self.epoch)
        order: list[int] = get_length_grouped_indices(lengths, self.batch_size, generator=chance)  # type: ignore[no-untyped-call]
        for at in range(0, len(self) * self.batch_size, self.batch_size):
            yield order[at : at + self.batch_size]
