"""Averages the weights of models that were trained from one another.

A further training on other data gains there and forgets elsewhere; the mean of the
weights before and after keeps most of both.

Source: Wortsman et al. 2022, "Model soups: averaging weights of multiple fine-tuned
models improves accuracy without increasing inference time" (arXiv 2203.05482); of a
model and its fine-tuning, Wortsman et al. 2022, "Robust fine-tuning of zero-shot
models" (arXiv 2109.01903).

    python -m models.mean FOLDER FOLDER… --out FOLDER
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

WEIGHTS = "model.safetensors"


def mean(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of some models' weights, and everything else of the last model's folder.

    Parameters
    ----------
    folders : sequence of Path
        Hugging Face folders of one architecture, whose weights are in one safetensors file.
    out : Path
        A new folder; the weights keep the precision of the last model's.

    Raises
    ------
    ValueError
        Their tensors differ in name or shape.
    FileExistsError
        There is such a folder.
    """
    from safetensors.torch import load_file, save_file

    models = [load_file(folder / WEIGHTS) for folder in folders]
    last = models[-1]
    shapes = {name: tensor.shape for name, tensor in last.items()}
    for folder, model in zip(folders, models, strict=True):
        if {name: tensor.shape for name, tensor in model.items()} != shapes:
            raise ValueError(f"{folder} has other tensors than {folders[-1]}")
    shutil.copytree(folders[-1], out)
    averaged = {
        name: (sum(model[name].double() for model in models) / len(models)).to(tensor.dtype)  # type: ignore[union-attr]
        for name, tensor in last.items()
    }
    save_file(averaged, out / WEIGHTS, metadata={"format": "pt"})


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m models.mean", description="Average the weights of models.")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="a new folder")
    options = parser.parse_args(argv)
    mean(options.folders, options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
