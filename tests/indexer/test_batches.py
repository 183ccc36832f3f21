from datasets import Dataset

from indexer.batches import NeighbourBatches
from models.rows import RUN


def batches(texts, size, seed=0, epoch=0):
    """Rows whose query is their number, all with the column that the trainer adds."""
    rows = {"query": [str(i) for i in range(len(texts))], "positive": texts, "dataset_name": ["x"] * len(texts)}
    sampler = NeighbourBatches(Dataset.from_dict(rows), batch_size=size, drop_last=False, seed=seed)
    sampler.set_epoch(epoch)
    made = list(sampler)
    assert len(made) == len(sampler)
    return made


def test_every_row_once_and_neighbours_together():
    made = batches([f"t{i}" for i in range(64)], 16)
    assert sorted(row for batch in made for row in batch) == list(range(64))
    assert {len(batch) for batch in made} == {16}
    for batch in made:
        for row in batch:
            first = row - row % RUN
            assert set(range(first, first + RUN)) <= set(batch)


def test_another_order_each_epoch_and_seed_and_the_same_again():
    texts = [f"t{i}" for i in range(64)]
    usual = batches(texts, 16)
    assert usual == batches(texts, 16)
    assert usual != batches(texts, 16, epoch=1)
    assert usual != batches(texts, 16, seed=5)


def test_no_text_twice_in_a_batch_and_the_twin_comes_later():
    texts = ["same" if i % RUN < 2 else f"t{i}" for i in range(40)]
    made = batches(texts, 8)
    for batch in made:
        here = [texts[row] for row in batch]
        assert len(here) == len(set(here))
    assert sum(texts[row] == "same" for batch in made for row in batch) == len(made)


def test_rows_that_do_not_fill_a_batch_are_left_out():
    assert [len(batch) for batch in batches([f"t{i}" for i in range(19)], 8)] == [8, 8]
    assert batches(["a", "b"], 8) == []
