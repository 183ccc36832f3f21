import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

WORDS = (
    "query passage : hỏi đoạn . luật đất thuế vốn án lao động nghỉ thai sản hôn nhân kết thừa kế hợp đồng phạt tiền tù "
    "đúng sai một hai ba bốn năm sáu bảy tám chín mười"
).split()
POSITIONS = 64


def _write(folder: Path, model_class):
    """A random BERT and a tokenizer of whole words with XLM-R's template, as Hugging Face writes them."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, PreTrainedTokenizerFast

    vocabulary = {word: i for i, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", *dict.fromkeys(WORDS)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
        unk_token="<unk>", pad_token="<pad>", model_max_length=POSITIONS,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(folder)  # fmt: skip
    torch.manual_seed(0)
    # Weights of this size make texts differ: with BERT's own 0.02 every vector would be nearly the same.
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=POSITIONS, pad_token_id=1, initializer_range=0.3, num_labels=1,
    )  # fmt: skip
    model_class(config).eval().save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory):
    """A random sentence encoder: not to be changed, copy it."""
    from transformers import BertModel

    folder = _write(tmp_path_factory.mktemp("tiny") / "encoder", BertModel)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode": "mean"}))
    prompts = {"prompts": {"query": "query: ", "passage": "passage: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    return folder


@pytest.fixture(scope="session")
def tiny_scorer(tmp_path_factory):
    """A random cross-encoder with one logit: not to be changed, copy it."""
    from transformers import BertForSequenceClassification

    return _write(tmp_path_factory.mktemp("tiny") / "scorer", BertForSequenceClassification)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory):
    """One folder of exported files for all tests, for an export takes seconds."""
    return tmp_path_factory.mktemp("onnx")


@pytest.fixture
def variant(tmp_path, model_cache):
    """Copy a model's folder with some JSON files changed; the exported files of the same weights are shared."""
    from models.runtime import fingerprint

    def make(folder, **changes):
        copy = tmp_path / f"variant-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(folder, copy)
        for name, values in changes.items():
            path = copy / f"{name}.json"
            old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            path.write_text(json.dumps(old | values), encoding="utf-8")
        for path in model_cache.glob(f"{fingerprint(folder)}-*"):
            twin = model_cache / path.name.replace(fingerprint(folder), fingerprint(copy))
            if twin != path:
                shutil.copy(path, twin)
        return copy

    return make


class Interrupted(Exception):
    """What stops a training in a test."""


@pytest.fixture
def steps(monkeypatch):
    """Counts the steps that any trainer does; a test may set ``stop``, asked before each step."""
    from transformers import Trainer

    counter = SimpleNamespace(done=0, stop=lambda: False, interrupted=Interrupted)
    original = Trainer.training_step

    def step(self, *arguments, **options):
        if counter.stop():
            raise Interrupted
        counter.done += 1
        return original(self, *arguments, **options)

    monkeypatch.setattr(Trainer, "training_step", step)
    return counter
