import json
import random
import shutil
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoModelForSequenceClassification, AutoTokenizer

from models import runtime
from models.runtime import ModelMissing, Runner, fingerprint, has_amx, load_torch, pick_device

WORDS = "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân phạt tiền tù".split()


def some_words(seed, count):
    return " ".join(random.Random(seed).choices(WORDS, k=count))


TEXTS = [some_words(i, 1 + i * 7 % 37) for i in range(60)]
PAIRS = [(some_words(i, 2 + i % 5), some_words(100 + i, 1 + i * 11 % 41)) for i in range(60)]


@contextmanager
def exporting_here():
    """Spare an export its own process, which takes seconds to import torch again; the others have theirs."""

    def run(command, **_):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch and onnxruntime have much to say of the old exporter
            return SimpleNamespace(returncode=runtime.main(command[3:]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime, "subprocess", SimpleNamespace(run=run))
        yield


@pytest.fixture(scope="module")
def embed(tiny_encoder, model_cache):
    return Runner(tiny_encoder, "embed", model_cache, device="cpu", max_tokens=64, precision="fp32")


@pytest.fixture(scope="module")
def score(tiny_scorer, model_cache):
    with exporting_here():
        return Runner(tiny_scorer, "score", model_cache, device="cpu", max_tokens=64, precision="fp32")


@pytest.fixture(params=["embed", "score"])
def task(request, tiny_encoder, tiny_scorer):
    """Name of the task, its folder, its runner and inputs for it."""
    embedding = request.param == "embed"
    folder, inputs = (tiny_encoder, TEXTS) if embedding else (tiny_scorer, PAIRS)
    return request.param, folder, request.getfixturevalue(request.param), inputs


def reference(folder, inputs, max_length=64):
    """What transformers alone makes of each input, one by one and so without any padding."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    pairs = isinstance(inputs[0], tuple)
    model = (AutoModelForSequenceClassification if pairs else AutoModel).from_pretrained(folder).eval()
    rows = []
    for each in inputs:
        texts = each if pairs else (each,)
        options = {"truncation": "only_second" if pairs else True, "max_length": max_length, "return_tensors": "pt"}
        with torch.inference_mode():
            output = model(**tokenizer(*texts, **options))
        rows.append(output.logits[0] if pairs else output.last_hidden_state[0].mean(0))
    return torch.stack(rows).numpy()


def cosines(one, other):
    return (one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


def test_embeddings_are_those_of_transformers(tiny_encoder, embed):
    vectors = embed.run(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 32)
    assert cosines(vectors, reference(tiny_encoder, TEXTS)).min() > 0.9999
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors @ vectors.T)[~np.eye(len(TEXTS), dtype=bool)].max() < 0.999  # the model tells texts apart


def test_scores_are_those_of_transformers(tiny_scorer, score):
    logits = score.run(PAIRS)
    assert logits.dtype == np.float32
    assert logits.shape == (len(PAIRS), 1)
    np.testing.assert_allclose(logits, reference(tiny_scorer, PAIRS), atol=1e-4)
    assert logits.std() > 0.01


def test_result_depends_neither_on_the_batch_nor_on_the_order(task):
    _, _, runner, inputs = task
    together = runner.run(inputs)
    alone = np.concatenate([runner.run([each]) for each in inputs])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    order = random.Random(1).sample(range(len(inputs)), len(inputs))
    np.testing.assert_allclose(runner.run([inputs[i] for i in order]), together[order], atol=1e-5)


@pytest.mark.parametrize("direction", ["Left", "Right"])
@pytest.mark.parametrize("length", ["BatchLongest", {"Fixed": 48}])
def test_padding_and_truncation_saved_in_the_tokenizer_do_not_count(task, variant, model_cache, direction, length):
    name, folder, runner, inputs = task
    settings = {
        "padding": {
            "strategy": length, "direction": direction, "pad_to_multiple_of": None,
            "pad_id": 1, "pad_type_id": 0, "pad_token": "<pad>",
        },
        "truncation": {"direction": direction, "max_length": 8, "strategy": "LongestFirst", "stride": 2},
    }  # fmt: skip
    runner.run(inputs[:1])  # exported by now
    other = Runner(
        variant(folder, tokenizer=settings), name, model_cache, device="cpu", max_tokens=64, precision="fp32"
    )
    np.testing.assert_allclose(other.run(inputs), runner.run(inputs), atol=1e-5)


def test_long_text_is_cut(tiny_encoder, embed, model_cache):
    short = Runner(tiny_encoder, "embed", model_cache, device="cpu", max_tokens=16, precision="fp32")
    long = some_words(5, 50)
    first_words = " ".join(long.split()[:14])  # and <s>, </s>
    np.testing.assert_allclose(short.run([long]), embed.run([first_words]), atol=1e-5)
    assert cosines(short.run([long]), embed.run([long]))[0] < 0.999


def test_a_long_passage_is_cut_and_a_question_under_half_the_limit_is_not(tiny_scorer, score, model_cache):
    short = Runner(tiny_scorer, "score", model_cache, device="cpu", max_tokens=24, precision="fp32")
    question, passage = some_words(6, 8), some_words(7, 40)
    seen = " ".join(passage.split()[: 24 - 4 - 8])
    np.testing.assert_allclose(short.run([(question, passage)]), score.run([(question, seen)]), atol=1e-5)
    np.testing.assert_allclose(
        short.run([(question, passage)]), reference(tiny_scorer, [(question, passage)], max_length=24), atol=1e-4
    )


@pytest.mark.parametrize("count", [20, 24, 60])
def test_question_longer_than_the_limit_is_scored_too(tiny_scorer, model_cache, count):
    short = Runner(tiny_scorer, "score", model_cache, device="cpu", max_tokens=24, precision="fp32")
    logits = short.run([(some_words(8, count), some_words(9, 30)), PAIRS[0]])
    assert np.isfinite(logits).all()
    np.testing.assert_allclose(logits[1:], short.run(PAIRS[:1]), atol=1e-5)


def test_longest_first_keeps_rows_in_place(embed):
    vectors = embed.run(TEXTS)
    nearest = (vectors @ np.concatenate([embed.run([t]) for t in TEXTS]).T).argmax(1)
    assert nearest.tolist() == list(range(len(TEXTS)))


def test_quantised_scores_follow_those_in_full_precision(tiny_scorer, score, model_cache):
    with exporting_here():
        quantised = Runner(tiny_scorer, "score", model_cache, device="cpu", max_tokens=64, precision="int8")
        quantised = quantised.run(PAIRS)[:, 0]
    full = score.run(PAIRS)[:, 0]
    assert np.corrcoef(quantised, full)[0, 1] > 0.98
    assert not np.array_equal(quantised, full)


@pytest.mark.skipif(not has_amx(), reason="this CPU has no AMX, so bf16 is never chosen on it")
def test_bf16_gives_what_full_precision_gives_but_for_its_rounding(task, model_cache):
    name, folder, runner, inputs = task
    half = Runner(folder, name, model_cache, device="cpu", max_tokens=64, precision="bf16")
    with ThreadPoolExecutor(4) as pool:
        first, second = pool.map(half.run, [inputs, inputs])
    np.testing.assert_allclose(first, second, atol=1e-6)
    assert np.corrcoef(first.ravel(), runner.run(inputs).ravel())[0, 1] > 0.999
    assert not np.array_equal(first, runner.run(inputs))


@pytest.mark.parametrize(
    ("amx", "precisions"),
    [
        pytest.param(True, ["bf16", "bf16"], marks=pytest.mark.skipif(not has_amx(), reason="this CPU has no AMX")),
        (False, ["fp32", "int8"]),
    ],
)
def test_a_cpu_computes_in_what_is_fastest_on_it(tiny_encoder, tiny_scorer, model_cache, monkeypatch, amx, precisions):
    monkeypatch.setattr(runtime, "has_amx", lambda: amx)
    with exporting_here():
        encoder = Runner(tiny_encoder, "embed", model_cache, device="cpu")
        scorer = Runner(tiny_scorer, "score", model_cache, device="cpu")
    assert [encoder.precision, scorer.precision] == precisions


def test_no_input_no_output(task):
    _, _, runner, _ = task
    heard = []
    assert len(runner.run([], heard.append)) == 0
    assert heard == []


@pytest.mark.parametrize("count", [1, 7, 60])
def test_progress_counts_every_text_once(task, count):
    _, _, runner, inputs = task
    heard, lock = [], threading.Lock()

    def listen(done):
        with lock:
            heard.append(done)

    runner.run(inputs[:count], listen)
    assert sum(heard) == count
    assert all(done > 0 for done in heard)


def test_four_threads_at_once_get_what_each_gets_alone(task):
    _, _, runner, inputs = task
    shares = [inputs[i::4] for i in range(4)]
    alone = [runner.run(share) for share in shares]
    start = threading.Barrier(4)

    def work(share):
        start.wait()
        return [runner.run(share) for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        for found, wanted in zip(pool.map(work, shares), alone, strict=True):
            for each in found:
                np.testing.assert_allclose(each, wanted, atol=1e-6)


def test_one_thread_gives_the_same(task, model_cache):
    name, folder, runner, inputs = task
    single = Runner(folder, name, model_cache, device="cpu", max_tokens=64, precision="fp32", threads=1)
    np.testing.assert_allclose(single.run(inputs), runner.run(inputs), atol=1e-6)


def test_exported_once_and_nothing_else_is_left(tiny_encoder, embed, model_cache):
    (path,) = model_cache.glob(f"{embed.fingerprint}-embed-*-fp32.onnx")
    before = path.stat()
    Runner(tiny_encoder, "embed", model_cache, device="cpu", precision="fp32")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert {p.suffix for p in model_cache.iterdir()} == {".onnx"}


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
def test_missing_file_is_told(tiny_scorer, tmp_path, name):
    folder = tmp_path / "mô hình"
    shutil.copytree(tiny_scorer, folder)
    (folder / name).unlink()
    with pytest.raises(ModelMissing, match=name):
        Runner(folder, "score", tmp_path / "cache", device="cpu")


def test_missing_folder_is_told(tmp_path):
    with pytest.raises(ModelMissing):
        Runner(tmp_path / "không có", "embed", tmp_path / "cache", device="cpu")


def test_damaged_weights_are_told_and_leave_no_export(tiny_encoder, tmp_path):
    folder, cache = tmp_path / "model", tmp_path / "cache"
    shutil.copytree(tiny_encoder, folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelMissing):
        Runner(folder, "embed", cache, device="cpu")
    assert list(cache.iterdir()) == []


def test_fingerprint_names_what_the_model_computes(tiny_encoder, variant):
    own = fingerprint(tiny_encoder)
    assert len(own) == 16
    copy = variant(tiny_encoder)
    (copy / "README.md").write_text("nothing that the model computes with")
    assert fingerprint(copy) == own
    others = [
        variant(tiny_encoder, config_sentence_transformers={"prompts": {"query": "hỏi: ", "passage": "passage: "}}),
        variant(tiny_encoder, sentence_bert_config={"max_seq_length": 12}),
        variant(tiny_encoder, tokenizer_config={"model_max_length": 12}),
        variant(tiny_encoder, config={"layer_norm_eps": 1e-5}),
        variant(tiny_encoder, **{"1_Pooling/config": {"pooling_mode": "cls"}}),
    ]
    for at in (-1, -1000):  # one byte of the weights
        others.append(variant(tiny_encoder))
        weights = bytearray((others[-1] / "model.safetensors").read_bytes())
        weights[at] ^= 1
        (others[-1] / "model.safetensors").write_bytes(weights)
    assert len({own, *map(fingerprint, others)}) == len(others) + 1


@pytest.mark.parametrize(
    ("pooling", "first"),
    [
        ({"pooling_mode": "mean"}, False),
        ({"pooling_mode": "cls"}, True),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, True),
        ({"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}, False),
        (None, False),
    ],
)
def test_pooling_is_read_from_the_folder(tiny_encoder, tmp_path, pooling, first):
    folder = tmp_path / "model"
    shutil.copytree(tiny_encoder, folder)
    (folder / "1_Pooling" / "config.json").unlink()
    if pooling:
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    ids = torch.tensor([[0, 7, 8, 9, 2], [0, 10, 2, 1, 1]])
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    with torch.inference_mode():
        hidden = AutoModel.from_pretrained(folder).eval()(ids, attention_mask=mask).last_hidden_state
        vectors = load_torch(folder, "embed").eval()(ids, mask).numpy()
    wanted = hidden[:, 0] if first else torch.stack([hidden[0].mean(0), hidden[1, :3].mean(0)])
    assert cosines(vectors, wanted.numpy()).min() > 0.9999


def test_device_that_is_named_is_taken():
    assert [pick_device(name) for name in ("cpu", "cuda")] == ["cpu", "cuda"]
    assert pick_device("auto") == ("cuda" if torch.cuda.is_available() else "cpu")
