import json
import random

import numpy as np
import pytest
import torch
from trained import assert_goes_on, assert_same_weights, differ, last_state, weights
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from models.rows import Row, manifest, write_rows
from reranker.train import main

WORDS = "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân phạt tiền tù".split()
RECIPE = {"seed": 7, "epochs": 10.0, "lr": 3e-3, "batch": 8, "group": 2, "layers": 1, "max_tokens": 24}
STEPS = 60  # 24 rows of two lists each, eight lists in a batch, ten times


def toy(count, seed):
    """Rows that one word tells apart: what answers says "đúng", what does not says "sai"."""
    chance = random.Random(seed)

    def text(word):
        return " ".join(chance.sample([*chance.choices(WORDS, k=5), word], 6))

    rows = []
    for i in range(count):
        query = " ".join(chance.choices(WORDS, k=3))
        rows.append(Row("toy", f"q{i}", query, text("đúng"), tuple(text("sai") for _ in range(5))))
    return rows


ROWS = toy(24, seed=1)


@pytest.fixture(scope="module")
def train(tiny_encoder, tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    write_rows(ROWS, path)

    def run(out, torch_seed=0, **changes):
        torch.manual_seed(torch_seed)
        options = [f"--{name.replace('_', '-')}={value}" for name, value in (RECIPE | changes).items()]
        return main(["--base", str(tiny_encoder), "--rows", str(path), "--out", str(out), *options])

    return run


@pytest.fixture(scope="module")
def trained(train, tmp_path_factory):
    out = tmp_path_factory.mktemp("trained") / "model"
    assert train(out) == 0
    return out


def logits(folder, pairs):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    with torch.inference_mode():
        return [model(**tokenizer(*pair, return_tensors="pt")).logits.squeeze().item() for pair in pairs]


def test_folder_is_a_classifier_with_one_logit_in_half_precision(trained):
    model = AutoModelForSequenceClassification.from_pretrained(trained)
    assert (model.config.num_labels, model.config.num_hidden_layers, model.config.hidden_size) == (1, 1, 32)
    assert {array.dtype for array in weights(trained).values()} == {np.dtype(np.float16)}
    assert AutoTokenizer.from_pretrained(trained).model_max_length == 24
    assert (trained / "tokenizer.json").is_file()


def test_training_json_names_questions_and_recipe(trained):
    facts = json.loads((trained / "training.json").read_text(encoding="utf-8"))
    assert facts["query_ids"] == sorted({row.query_id for row in ROWS})
    assert facts.items() >= (manifest(ROWS) | RECIPE).items()


def losses(out):
    return [entry["loss"] for entry in last_state(out)["log_history"] if "loss" in entry]


def test_training_lowers_the_loss_and_ranks_unseen_answers_first(trained):
    assert losses(trained)[-1] < losses(trained)[0] - 0.05
    for row in toy(12, seed=2):
        found = logits(trained, [(row.query, text) for text in (row.positive, *row.negatives)])
        assert found[0] > max(found[1:])


def test_finished_training_is_not_done_again(train, trained, steps):
    before = weights(trained)
    assert train(trained) == 0
    assert steps.done == 0
    assert all(np.array_equal(before[name], array) for name, array in weights(trained).items())


def test_interrupted_training_goes_on_and_ends_where_it_would_have(train, trained, steps, tmp_path):
    assert_goes_on(train, trained, steps, tmp_path / "model", STEPS)


def test_another_recipe_is_another_training(train, trained, steps, tmp_path):
    out = tmp_path / "model"
    train(out)
    steps.done = 0
    train(out, seed=8)
    assert steps.done == STEPS
    assert json.loads((out / "training.json").read_text(encoding="utf-8"))["seed"] == 8
    assert differ(out, trained)


def test_same_seed_same_model_whatever_was_drawn_before(train, tmp_path):
    for torch_seed in (1, 2):
        train(tmp_path / f"model{torch_seed}", torch_seed, epochs=0.2)
    assert_same_weights(tmp_path / "model1", tmp_path / "model2")
