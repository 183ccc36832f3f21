"""What both trainers do alike: say what they train on, and go on from where they were cut off."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from .rows import Row, manifest


def begin(out: Path, rows: Sequence[Row], options: argparse.Namespace) -> Path:
    """Write ``training.json`` beside the weights to come; give the folder for checkpoints.

    The folder is named after the rows and the recipe, so that another training never goes
    on from these checkpoints.
    """
    recipe = {name: value for name, value in vars(options).items() if isinstance(value, int | float | str)}
    facts = manifest(rows) | {"base": options.base.name} | recipe
    out.mkdir(parents=True, exist_ok=True)
    (out / "training.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]
    return out.parent / f"{out.name}.checkpoints" / key


def last_checkpoint(folder: Path) -> str | None:
    """Path of the newest whole checkpoint; the trainer writes its state last."""
    whole = [path for path in folder.glob("checkpoint-*") if (path / "trainer_state.json").is_file()]
    return str(max(whole, key=lambda path: int(path.name.rpartition("-")[2]))) if whole else None
