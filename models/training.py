"""What both trainers do alike: say what they train on, and go on from where they were cut off."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .rows import Row, manifest
from .runtime import has_amx

FINISHED = "finished"
"""Marks checkpoints whose training is over: one that stopped early is not at its last step, and must not go on."""
_NO_RECIPE = ("country", "wandb")  # options that do not change what is learned


def begin(out: Path, rows: Sequence[Row], options: argparse.Namespace) -> Path:
    """Write ``training.json`` beside the weights to come; give the folder for checkpoints.

    The folder is named after the rows and the recipe, so that another training never goes
    on from these checkpoints.
    """
    recipe = {name: value for name, value in vars(options).items() if isinstance(value, int | float | str)}
    recipe = {name: value for name, value in recipe.items() if name not in _NO_RECIPE}
    files = {name: Path(path).name for name in ("base", "dev") if (path := getattr(options, name, None))}
    facts = manifest(rows) | recipe | files
    out.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]
    checkpoints = out.parent / f"{out.name}.checkpoints" / key
    written, path = json.dumps(facts, indent=1), out / "training.json"
    if not path.is_file() or path.read_text(encoding="utf-8") != written:  # what lies there is of another training
        (out / "emissions.json").unlink(missing_ok=True)
        (checkpoints / FINISHED).unlink(missing_ok=True)
    path.write_text(written, encoding="utf-8")
    return checkpoints


def attention() -> dict[str, str]:
    """Give a model's keywords for its attention: on a CPU plain products, as torch's fused one is slow back in bf16."""
    import torch

    return {} if torch.cuda.is_available() else {"attn_implementation": "eager"}


def bf16() -> bool:
    """Say whether to train in bf16: on a GPU, and on a CPU with AMX, where it is twice as fast as fp32."""
    import torch

    return torch.cuda.is_available() or has_amx()


@contextmanager
def emissions(out: Path, country: str) -> Iterator[None]:
    """Write ``emissions.json`` beside the weights: what the machine took and emitted meanwhile, by codecarbon.

    Whatever else runs on the machine counts too. Power is measured where the machine tells
    it, otherwise estimated from the processor's load; carbon is that of the country's grid.
    Nothing is sent anywhere.

    Parameters
    ----------
    out : Path
    country : str
        ISO 3166 code of three letters.

    Notes
    -----
    A training that goes on from a checkpoint adds to the figures of its earlier runs; a
    run that was killed leaves none.
    """
    from codecarbon import OfflineEmissionsTracker

    tracker = OfflineEmissionsTracker(
        country_iso_code=country, tracking_mode="machine", output_methods=[], log_level="error"
    )
    tracker.start()
    try:
        yield
    finally:
        tracker.stop()
        last, path = tracker.final_emissions_data, out / "emissions.json"
        before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        hardware = f"{last.cpu_count} × {last.cpu_model}" + (f", {last.gpu_model}" if last.gpu_count else "")
        facts = {"hardware": hardware, "country": last.country_name, "codecarbon": last.codecarbon_version}
        added = {"hours": last.duration / 3600, "kwh": last.energy_consumed, "kg_co2eq": last.emissions}
        facts |= {name: round(before.get(name, 0.0) + value, 6) for name, value in added.items()}
        path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def last_checkpoint(folder: Path) -> str | None:
    """Path of the newest whole checkpoint; the trainer writes its state last."""
    whole = [path for path in folder.glob("checkpoint-*") if (path / "trainer_state.json").is_file()]
    return str(max(whole, key=lambda path: int(path.name.rpartition("-")[2]))) if whole else None
