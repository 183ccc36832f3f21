import json
import random

import numpy as np
import pytest
import torch
from trained import assert_goes_on, assert_same_weights, differ, last_state, weights
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from models.rows import Row, manifest, write_rows
from reranker.batches import LengthBatches
from reranker.data import Candidates, write_candidates
from reranker.model import Reranker
from reranker.train import lists, main, single

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


def test_pairs_of_like_length_come_together_each_once_and_in_another_order_each_epoch():
    from reranker.data import Pair

    chance = random.Random(0)
    lengths = [chance.randrange(1, 200) for _ in range(203)]
    sampler = LengthBatches(single([Pair("a", "x" * n, True) for n in lengths]), 8, False, seed=3)
    epochs = []
    for epoch in (0, 1, 0):
        sampler.set_epoch(epoch)
        epochs.append(list(sampler))
    assert epochs[0] == epochs[2] != epochs[1]
    for batches in epochs:
        assert len(batches) == len(sampler) == 26
        assert sorted(row for batch in batches for row in batch) == list(range(203))
        spread = [max(lengths[i] for i in b) - min(lengths[i] for i in b) for b in batches]
        assert np.mean(spread) < 40  # of 200: at random it would be about 155


@pytest.fixture(scope="module")
def tiny_gte(tmp_path_factory, tiny_scorer):
    """A random cross-encoder of gte-multilingual-reranker-base's architecture, with the tiny tokenizer."""
    from transformers import GteConfig, GteForSequenceClassification

    folder = tmp_path_factory.mktemp("tiny") / "gte"
    tokenizer = AutoTokenizer.from_pretrained(tiny_scorer)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = GteConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=64, pad_token_id=1, initializer_range=0.3, num_labels=1,
    )  # fmt: skip
    GteForSequenceClassification(config).eval().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def judged_by_pairs(tiny_gte, tmp_path_factory):
    """The preset of the card, on inference and triples, stopped early by the ranking of candidates."""
    folder = tmp_path_factory.mktemp("gte-legal")
    nli = [
        {"premise": row.positive if i % 2 else row.negatives[0], "hypothesis": row.query,
         "label": "entailment" if i % 2 else "neutral"}
        for i, row in enumerate(toy(40, seed=3))
    ]  # fmt: skip
    (folder / "nli.jsonl").write_text("\n".join(json.dumps(row) for row in nli), encoding="utf-8")
    triples = [{"query": r.query, "positive": r.positive, "hard_neg": r.negatives} for r in toy(24, seed=1)]
    (folder / "triples.jsonl").write_text("\n".join(json.dumps(row) for row in triples), encoding="utf-8")
    dev = [
        Candidates(r.query_id, r.query, (*r.negatives, r.positive), (False,) * 5 + (True,), 1) for r in toy(12, seed=2)
    ]
    write_candidates(dev, folder / "dev.jsonl")
    options = ["--preset", "gte-legal", "--base", str(tiny_gte), "--out", str(folder / "model")]
    options += ["--nli", str(folder / "nli.jsonl"), "--triples", str(folder / "triples.jsonl")]
    options += ["--dev", str(folder / "dev.jsonl"), "--every", "30", "--lr", "3e-3", "--max-tokens", "24"]
    options += ["--accumulate", "2", "--epochs", "30"]
    assert main(options) == 0
    return folder / "model", dev, options


def test_gte_legal_trains_the_architecture_of_its_card(judged_by_pairs, model_cache):
    folder, dev, _ = judged_by_pairs
    facts = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    assert facts.items() >= {"objective": "pairs", "weight_decay": 0.25, "warmup": 0.2, "max_grad_norm": 0.6}.items()
    assert facts["datasets"] == {"triples": 24, "nli": 40}
    assert AutoModelForSequenceClassification.from_pretrained(folder).config.model_type == "gte"
    reranker = Reranker(folder, model_cache, precision="fp32")
    right = 0
    for one in dev:
        scores = reranker.score([(one.query, text) for text in one.passages])
        np.testing.assert_allclose(scores, logits(folder, [(one.query, text) for text in one.passages]), atol=1e-3)
        right += scores.argmax() == one.relevant.index(True)
    assert right >= 11


def test_training_stops_when_the_ranking_no_longer_gets_better(judged_by_pairs):
    state = last_state(judged_by_pairs[0])
    measured = [entry["eval_dev_ndcg@10"] for entry in state["log_history"] if "eval_dev_ndcg@10" in entry]
    assert state["global_step"] < state["max_steps"]
    assert max(measured[:-3]) >= max(measured[-3:])  # three evaluations in a row were no better
    assert len(measured) < 4 or max(measured[:-4], default=0) < max(measured[:-3])
    assert state["best_metric"] == max(measured)


def test_training_that_stopped_early_is_over(judged_by_pairs, steps):
    folder, _, options = judged_by_pairs
    before = weights(folder)
    assert main(options) == 0
    assert steps.done == 0
    assert all(np.array_equal(before[name], array) for name, array in weights(folder).items())


def test_rows_with_few_negatives_make_shorter_lists_and_those_without_none():
    rows = [Row("d", "", "a", "b", tuple("cdefg")), Row("d", "", "h", "i", ("j",)), Row("d", "", "k", "l", ())]
    made = lists(rows, 2, 1.0)
    assert made["docs"] == [["b", "c", "d"], ["b", "e", "f"], ["i", "j"]]
    assert made["labels"] == [[1, 0, 0], [1, 0, 0], [1, 0]]


def test_inference_alone_makes_no_lists(tiny_scorer, tmp_path, capsys):
    (tmp_path / "nli.jsonl").write_text(json.dumps({"premise": "a", "hypothesis": "b", "label": 0}))
    for options in (["--nli", str(tmp_path / "nli.jsonl")], []):
        with pytest.raises(SystemExit):
            main(["--base", str(tiny_scorer), "--out", str(tmp_path / "out"), *options])
    assert "--objective pairs" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
