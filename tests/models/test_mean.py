"""The mean of weights, and what is refused."""

import pytest
import torch
from safetensors.torch import load_file, save_file

from models.mean import WEIGHTS, main, mean


def model(folder, note, **tensors):
    folder.mkdir()
    save_file({name: torch.tensor(values, dtype=torch.float16) for name, values in tensors.items()}, folder / WEIGHTS)
    (folder / "training.json").write_text(note)
    return folder


def test_weights_are_averaged_and_the_rest_is_the_last_models(tmp_path):
    first = model(tmp_path / "a", "first", body=[[0.0, 1.0]], head=[2.0])
    second = model(tmp_path / "b", "second", body=[[1.0, 1.0]], head=[-1.0])
    assert main([str(first), str(second), "--out", str(tmp_path / "out")]) == 0
    averaged = load_file(tmp_path / "out" / WEIGHTS)
    assert averaged["body"].tolist() == [[0.5, 1.0]]
    assert averaged["head"].tolist() == [0.5]
    assert averaged["body"].dtype == torch.float16
    assert (tmp_path / "out" / "training.json").read_text() == "second"


def test_the_mean_of_a_model_with_itself_is_that_model(tmp_path):
    values = torch.randn(50, generator=torch.Generator().manual_seed(0)).half()
    one = model(tmp_path / "a", "", body=values.tolist())
    mean([one, one, one], tmp_path / "out")
    assert torch.equal(load_file(tmp_path / "out" / WEIGHTS)["body"], values)


@pytest.mark.parametrize("other", [{"body": [1.0, 2.0, 3.0]}, {"tail": [1.0, 2.0]}])
def test_models_of_another_shape_are_refused(tmp_path, other):
    one, two = model(tmp_path / "a", "", body=[1.0, 2.0]), model(tmp_path / "b", "", **other)
    with pytest.raises(ValueError, match="other tensors"):
        mean([one, two], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(tmp_path):
    one = model(tmp_path / "a", "", body=[1.0])
    with pytest.raises(FileExistsError):
        mean([one, one], one)
