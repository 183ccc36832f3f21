"""Batches whose rows are each other's hard negatives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sentence_transformers.base.sampler import DefaultBatchSampler

from models.rows import RUN

if TYPE_CHECKING:
    import torch
    from datasets import Dataset

_NAME = "dataset_name"  # a column that the trainer adds to every row when there are several datasets


class NeighbourBatches(DefaultBatchSampler):
    """Batches made of runs of neighbouring rows, in another order each epoch.

    The passages of a batch are the negatives of each other's questions. Drawn at random
    from the whole code of laws they are too easy; four of one document are not. No text
    occurs twice in a batch, as it would be its own negative: such a row waits for the
    next one.

    Source: Hofstätter et al. 2021, "Efficiently Teaching an Effective Dense Retriever
    with Balanced Topic Aware Sampling" (arXiv 2104.06967).
    """

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
        self.dataset, self.size = dataset, batch_size

    def __len__(self) -> int:
        """Batches of one epoch; rows that do not fill one are left out."""
        return len(self.dataset) // self.size

    def __iter__(self) -> Iterator[list[int]]:
        """Give the row numbers of each batch."""
        runs = [list(range(at, min(at + RUN, len(self.dataset)))) for at in range(0, len(self.dataset), RUN)]
        random.Random(self.seed + self.epoch).shuffle(runs)
        waiting = [row for run in runs for row in run]
        for _ in range(len(self)):
            batch, seen, later = [], set[str](), []
            for at, row in enumerate(waiting):
                texts = {text for name, text in self.dataset[row].items() if name != _NAME}
                if texts & seen:
                    later.append(row)
                else:
                    batch.append(row)
                    seen |= texts
                if len(batch) == self.size:
                    later += waiting[at + 1 :]
                    break
            yield batch
            waiting = later
