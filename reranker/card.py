"""Writes the model card of a cross-encoder from what its training and its evaluation left behind.

    python -m reranker card FOLDER --base-model NAME [--evaluation FILE…]

Every figure is read from a file; what was not measured is said to be so.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from safetensors import safe_open

from .calibrate import FILE as CALIBRATION
from .evaluate import HARD, MEASURES

_TEMPLATE = Path(__file__).with_name("card.md")
_RECIPE = {
    "objective": "{}",
    "group": "{} negatives in a list",
    "answer": "{} the answer's label",
    "lr": "learning rate {}, linear",
    "warmup": "{} of it warm-up",
    "epochs": "{} epochs",
    "batch": "batches of {}",
    "accumulate": "{} accumulated",
    "weight_decay": "weight decay {}",
    "max_grad_norm": "gradient norm {}",
    "max_tokens": "{} tokens",
    "dropout": "dropout as in the base",
    "seed": "seed {}",
}


def card(folder: Path, evaluations: Sequence[dict[str, Any]], base_model: str) -> str:
    """Give the text of a model's card.

    Parameters
    ----------
    folder : Path
        With ``config.json``, weights and ``training.json``; ``emissions.json`` and
        ``calibration.json`` where there are any.
    evaluations : sequence of dict
        What ``python -m reranker evaluate --json`` wrote.
    base_model : str
        The hub's name of the model that the weights descend from.

    Raises
    ------
    OSError, KeyError
        A file that must be there is not, or lacks something.
    """
    config, training = _read(folder / "config.json"), _read(folder / "training.json")
    with safe_open(str(folder / "model.safetensors"), framework="numpy") as file:
        slices = [file.get_slice(name) for name in file.keys()]  # noqa: SIM118
        parameters = sum(_product(part.get_shape()) for part in slices)
        kinds = sorted({part.get_dtype() for part in slices})
    datasets = training["datasets"]
    counted = [f"{n} of {name}" for name, n in datasets.items()] if isinstance(datasets, dict) else datasets
    asked = len(training["query_ids"])
    questions = f" of {asked} questions" if asked else ""
    calibration = ""
    if (folder / CALIBRATION).is_file():
        calibration = (
            "- **calibration.json**: what turns the logit and the first stage's scores into one probability,\n"
            "  and the probability under which nothing relevant was found (`python -m benchmarks.calibrate`).\n"
        )
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        folder=f"models/{folder.name}",
        base_model=base_model,
        base=training.get("base", "not recorded"),
        layers=config["num_hidden_layers"],
        parameters=round(parameters / 1e6),
        kind=" and ".join(kinds),
        max_tokens=training["max_tokens"],
        data=f"{training['rows']} rows{questions}, {', '.join(counted)}",
        recipe=", ".join(text.format(training[name]) for name, text in _RECIPE.items() if training.get(name)),
        calibration=calibration,
        evaluation="\n".join(_evaluation(found) for found in evaluations) or "Not measured yet.\n",
        emissions=_emissions(folder / "emissions.json"),
    )


def _evaluation(found: dict[str, Any]) -> str:
    """Tell of one evaluation: ranking with intervals, then single pairs."""
    ranking, pairs, speed = found["ranking"], found["pairs"], found["speed"]
    lines = [
        f"{found['candidates']}, {found['questions']} questions with the candidates of the first stage; means with",
        f"95 % intervals. The difference in nDCG@10 has p = {ranking['p']} (paired sign-flip test).",
        "",
        f"| ordered by | {' | '.join(MEASURES)} |",
        f"| --- |{' --- |' * len(MEASURES)}",
    ]
    for name in ("first stage", "reranked"):
        cells = [f"{v['mean']:.3f} ({v['low']:.3f}–{v['high']:.3f})" for v in (ranking[name][m] for m in MEASURES)]
        lines.append(f"| {'this model alone' if name == 'reranked' else name} | {' | '.join(cells)} |")
    lines += [
        "",
        "Single pairs, as many that answer as that do not, random passages or hard ones (of the first stage's best"
        f" {HARD}); the threshold is fitted on other questions:",
        "",
        "| pairs | number | accuracy | precision | recall | F1 | loss |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in pairs.items():
        figures = (f"{row[key]:.4f}" for key in ("accuracy", "precision", "recall", "f1", "loss"))
        lines.append(f"| {name} | {row['pairs']} | {' | '.join(figures)} |")
    lines += [
        "",
        f"{speed['per_second']} pairs a second, {speed['device']}, {speed['precision']} ({speed['pairs']} pairs).",
        "",
    ]
    return "\n".join(lines)


def _emissions(path: Path) -> str:
    """Tell what the training emitted, in the terms of Lacoste et al. 2019."""
    if not path.is_file():
        return "The training of these weights was not measured; `python -m reranker train` measures it by codecarbon."
    found = _read(path)
    return (
        f"Measured by codecarbon {found['codecarbon']} during the training (Lacoste et al. 2019, arXiv 1910.09700),\n"
        f"carbon by the grid of {found['country']}:\n\n"
        f"- **Hardware**: {found['hardware']}\n- **Hours**: {found['hours']:.2f}\n"
        f"- **Energy**: {found['kwh']:.4f} kWh\n- **Carbon**: {found['kg_co2eq']:.4f} kg CO₂eq"
    )


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _product(shape: Sequence[int]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


def main(argv: list[str]) -> int:
    """Command line of ``python -m reranker card``."""
    parser = argparse.ArgumentParser(prog="python -m reranker card", description="Write a model's card.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--evaluation", type=Path, nargs="*", default=[], help="what reranker evaluate --json wrote")
    parser.add_argument("--base-model", required=True, help="the hub's name of what the weights descend from")
    options = parser.parse_args(argv)
    text = card(options.folder, [_read(path) for path in options.evaluation], options.base_model)
    (options.folder / "README.md").write_text(text, encoding="utf-8")
    return 0
