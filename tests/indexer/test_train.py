import json
import random

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from trained import assert_goes_on, assert_same_weights, differ, last_state, weights

from indexer.train import main
from models.rows import Row, manifest, read_rows, write_rows

WORDS = "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân phạt tiền tù một hai ba bốn năm sáu bảy tám chín".split()
STEPS = 120  # 24 questions with negatives and 16 without, eight in a batch, 24 times


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Two files of rows: 24 with negatives, 16 without."""
    folder = tmp_path_factory.mktemp("data")
    chance = random.Random(3)
    texts = [" ".join(chance.sample(WORDS, 8)) for _ in range(60)]
    asked = [" ".join(chance.sample(text.split(), 4)) for text in texts]
    mined = [Row("toy", f"q{i}", asked[i], texts[i], (texts[40 + i % 20], texts[41 + i % 19])) for i in range(24)]
    write_rows(mined, folder / "mined.jsonl")
    write_rows([Row("made", "", asked[i], texts[i], ()) for i in range(24, 40)], folder / "made.jsonl")
    return [folder / "mined.jsonl", folder / "made.jsonl"]


@pytest.fixture(scope="module")
def train(tiny_encoder, data):
    def run(out, torch_seed=0, seed=7):
        torch.manual_seed(torch_seed)
        options = ["--epochs=24", "--batch=8", "--lr=3e-3", "--max-tokens=24", f"--seed={seed}", "--temperature=0.1"]
        return main(["--base", str(tiny_encoder), "--rows", *map(str, data), "--out", str(out), *options])

    return run


@pytest.fixture(scope="module")
def trained(train, tmp_path_factory):
    out = tmp_path_factory.mktemp("trained") / "model"
    assert train(out) == 0
    return out


def test_folder_is_a_sentence_encoder_in_half_precision(trained):
    model = SentenceTransformer(str(trained), device="cpu").float()
    vectors = model.encode(["nghỉ thai sản", "luật đất"])
    assert vectors.shape == (2, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert {array.dtype for array in weights(trained).values()} == {np.dtype(np.float16)}
    # What the embedder reads: prefixes, pooling and the longest input.
    settings = json.loads((trained / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    assert settings["prompts"] == {"query": "query: ", "passage": "passage: "}
    assert json.loads((trained / "1_Pooling" / "config.json").read_text(encoding="utf-8"))["pooling_mode"] == "mean"
    assert json.loads((trained / "tokenizer_config.json").read_text(encoding="utf-8"))["model_max_length"] == 24
    assert (trained / "tokenizer.json").is_file()


def test_training_json_names_questions_and_recipe(trained, data):
    facts = json.loads((trained / "training.json").read_text(encoding="utf-8"))
    assert facts["query_ids"] == sorted(f"q{i}" for i in range(24))
    assert (facts["datasets"], facts["seed"], facts["epochs"], facts["lr"]) == ({"toy": 24, "made": 16}, 7, 24, 3e-3)
    assert facts["sha256"] == manifest([row for path in data for row in read_rows(path)])["sha256"]


def test_training_lowers_the_loss_and_brings_answers_nearer(trained, data):
    losses = [entry["loss"] for entry in last_state(trained)["log_history"] if "loss" in entry]
    assert losses[-1] < 0.5 * losses[0]
    rows = [row for path in data for row in read_rows(path)]
    model = SentenceTransformer(str(trained), device="cpu").float()
    queries = model.encode([r.query for r in rows], prompt_name="query")
    positives = model.encode([r.positive for r in rows], prompt_name="passage")
    assert np.mean((queries @ positives.T).argmax(1) == np.arange(len(rows))) > 0.8


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


def test_same_seed_same_model_whatever_was_drawn_before(train, trained, tmp_path):
    train(tmp_path / "same", torch_seed=1)
    assert_same_weights(tmp_path / "same", trained)
