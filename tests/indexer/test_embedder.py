import shutil

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from indexer.embedder import Embedder, halves

WORDS = "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân phạt tiền tù".split()
TEXTS = ["nghỉ thai sản", "luật đất", "phạt tiền tù một năm", "thuế"]


@pytest.fixture(scope="module")
def bare(tiny_encoder, model_cache, tmp_path_factory):
    """The encoder without any prefix."""
    folder = tmp_path_factory.mktemp("bare") / "encoder"
    shutil.copytree(tiny_encoder, folder)
    (folder / "config_sentence_transformers.json").unlink()
    return Embedder(folder, model_cache, device="cpu")


@pytest.fixture
def opened(bare, variant, model_cache):
    """An embedder over the same encoder with other settings."""

    def make(**changes):
        return Embedder(variant(bare.folder, **changes), model_cache, device="cpu")

    return make


def test_vectors_are_those_of_transformers(bare):
    tokenizer, model = AutoTokenizer.from_pretrained(bare.folder), AutoModel.from_pretrained(bare.folder).eval()
    with torch.inference_mode():
        hidden = [model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0] for text in TEXTS]
    wanted = torch.nn.functional.normalize(torch.stack([h.mean(0) for h in hidden])).numpy()
    for vectors in (bare.queries(TEXTS), bare.passages(TEXTS)):
        similarity = vectors @ wanted.T
        assert similarity.diagonal().min() > 0.9999
        assert similarity.argmax(1).tolist() == list(range(len(TEXTS)))


@pytest.mark.parametrize(
    ("query", "passage"), [("query: ", "passage: "), ("hỏi ", "đoạn: một "), ("", "passage: "), ("", "")]
)
def test_prefixes_are_those_of_the_configuration(bare, opened, query, passage):
    embedder = opened(config_sentence_transformers={"prompts": {"query": query, "passage": passage}})
    for encode, prefix in ((embedder.queries, query), (embedder.passages, passage)):
        wanted = bare.queries([prefix + text for text in TEXTS])
        np.testing.assert_allclose(encode(TEXTS), wanted, atol=1e-5)
    same = np.allclose(embedder.queries(TEXTS), embedder.passages(TEXTS), atol=1e-3)
    assert same == (query == passage)


@pytest.mark.parametrize("prompts", [{"prompts": None}, {"prompts": {}}, {"prompts": {"document": "đoạn: "}}])
def test_no_prefix_where_none_is_named(bare, opened, prompts):
    embedder = opened(config_sentence_transformers=prompts)
    for encode in (embedder.queries, embedder.passages):
        np.testing.assert_allclose(encode(TEXTS), bare.queries(TEXTS), atol=1e-5)


@pytest.mark.parametrize(
    ("settings", "tokens"),
    [
        ({"sentence_bert_config": {"max_seq_length": 12}, "tokenizer_config": {"model_max_length": 20}}, 12),
        ({"sentence_bert_config": {"transformer_task": "x"}, "tokenizer_config": {"model_max_length": 20}}, 20),
        ({"tokenizer_config": {"model_max_length": 20}}, 20),
        ({"sentence_bert_config": {"max_seq_length": 5000}}, 64),  # no more than the model has positions
        ({"tokenizer_config": {"model_max_length": 10**30}}, 64),  # what transformers writes for "no limit"
        ({"tokenizer_config": {"model_max_length": None}}, 64),
    ],
)
def test_longest_input_is_that_of_the_configuration(opened, settings, tokens):
    embedder = opened(**settings)
    words = (WORDS * 6)[:80]
    whole, read, less = (" ".join(words[:n]) for n in (80, tokens - 2, tokens - 3))  # beside <s> and </s>
    (vector,) = embedder.passages([whole])
    np.testing.assert_allclose(vector, embedder.passages([read])[0], atol=1e-5)
    assert not np.allclose(vector, embedder.passages([less])[0], atol=1e-3)


def test_unit_vectors_of_the_stated_dimension(opened):
    embedder = opened()
    assert embedder.dimension == 32
    for vectors in (embedder.queries(TEXTS), embedder.passages(TEXTS)):
        assert vectors.shape == (len(TEXTS), 32)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    kept = halves(embedder.passages(TEXTS))
    assert kept.dtype == np.float16
    np.testing.assert_allclose(np.linalg.norm(kept.astype(np.float32), axis=1), 1, atol=2e-3)


def test_no_text_gives_no_vector_of_the_stated_dimension(opened):
    embedder = opened()
    assert embedder.queries([]).shape == embedder.passages([]).shape == (0, 32)


def test_progress_hears_of_every_passage(opened):
    heard = []
    opened().passages([f"{a} {b}" for a in WORDS for b in WORDS], heard.append)
    assert sum(heard) == len(WORDS) ** 2
    assert len(heard) > 1


def test_fingerprint_keys_prefixes_and_length(opened):
    prompts = {"prompts": {"query": "query: ", "passage": "đoạn: "}}
    keys = [
        opened().fingerprint,
        opened(config_sentence_transformers=prompts).fingerprint,
        opened(sentence_bert_config={"max_seq_length": 12}).fingerprint,
        opened(tokenizer_config={"model_max_length": 12}).fingerprint,
    ]
    assert len(set(keys)) == 4
    assert opened().fingerprint == keys[0]
