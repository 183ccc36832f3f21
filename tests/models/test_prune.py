import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from transformers import AutoConfig, AutoModel, AutoTokenizer, BertModel

from models.prune import prune
from models.rows import Row, write_rows
from models.runtime import load_torch

ROOT = Path(__file__).resolve().parents[2]
WORDS = "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân phạt tiền tù một hai ba".split()
ROWS = [Row("toy", f"q{i}", " ".join(WORDS[i : i + 4]), " ".join(WORDS[i + 2 : i + 9]), ()) for i in range(9)]


@pytest.fixture
def deep(tiny_encoder, tmp_path):
    """An encoder of four layers, of which the second and the third do nothing."""
    torch.manual_seed(0)
    model = BertModel(AutoConfig.from_pretrained(tiny_encoder, num_hidden_layers=4))
    with torch.no_grad():
        for weight in model.encoder.parameters():
            if weight.dim() == 2:
                weight.mul_(10)
        for layer in (model.encoder.layer[1], model.encoder.layer[2]):
            for part in (layer.attention.output.dense, layer.output.dense):
                part.weight.zero_()
                part.bias.zero_()
    model.save_pretrained(tmp_path / "deep")
    return load_torch(tmp_path / "deep", "embed").eval()


def test_layers_that_do_nothing_go_first(deep, tiny_encoder):
    tokenizer = AutoTokenizer.from_pretrained(tiny_encoder)
    text = tokenizer("nghỉ thai sản", return_tensors="pt")
    before = deep(text["input_ids"], text["attention_mask"])
    assert prune(deep, tokenizer, ROWS, 2) == [0, 3]
    assert len(deep.model.encoder.layer) == deep.model.config.num_hidden_layers == 2
    torch.testing.assert_close(deep(text["input_ids"], text["attention_mask"]), before, atol=1e-4, rtol=1e-3)


def test_command_writes_a_folder_that_says_what_it_kept(tiny_encoder, tmp_path):
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out"
    write_rows(ROWS, rows)
    command = [sys.executable, "-m", "models.prune", str(tiny_encoder), "--rows", str(rows), "--layers", "1"]
    subprocess.run([*command, "--out", str(out)], cwd=ROOT, check=True, capture_output=True)
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    assert config["num_hidden_layers"] == len(config["kept_layers"]) == 1
    model = AutoModel.from_pretrained(out)
    assert model.dtype == torch.float16
    kept = AutoModel.from_pretrained(tiny_encoder).encoder.layer[config["kept_layers"][0]]
    for name, weight in model.encoder.layer[0].state_dict().items():
        torch.testing.assert_close(weight.float(), kept.state_dict()[name].float(), atol=1e-3, rtol=1e-2)
    assert AutoTokenizer.from_pretrained(out)("nghỉ thai sản")["input_ids"]
