import argparse
import json
import time
from pathlib import Path

import pytest

from models.rows import Row
from models.training import begin, emissions, last_checkpoint

ROWS = [Row("zalo", "q1", "hỏi", "đáp", ("khác",))]


def options(tmp_path, **changes):
    usual = {"base": str(tmp_path / "base"), "out": tmp_path, "seed": 7, "lr": 1e-4, "country": "VNM"}
    return argparse.Namespace(**(usual | changes))


def checkpoint(folder, step, whole=True):
    (folder / f"checkpoint-{step}").mkdir(parents=True)
    if whole:
        (folder / f"checkpoint-{step}" / "trainer_state.json").write_text("{}")


def test_the_record_names_rows_and_recipe_and_no_folder_of_this_machine(tmp_path):
    begin(tmp_path / "out", ROWS, options(tmp_path))
    text = (tmp_path / "out" / "training.json").read_text(encoding="utf-8")
    assert json.loads(text).items() >= {"query_ids": ["q1"], "seed": 7, "lr": 1e-4, "base": "base"}.items()
    assert str(tmp_path) not in text


def test_the_same_training_has_the_same_folder(tmp_path):
    assert begin(tmp_path / "out", ROWS, options(tmp_path)) == begin(tmp_path / "out", ROWS, options(tmp_path))


def test_where_it_runs_and_how_often_it_saves_is_no_other_training(tmp_path):
    usual = begin(tmp_path / "out", ROWS, options(tmp_path))
    assert begin(tmp_path / "out", ROWS, options(tmp_path, country="FRA", wandb=True)) == usual


@pytest.mark.parametrize("changes", [{"seed": 8}, {"lr": 2e-4}, {"dev": Path("dev.jsonl")}])
def test_another_recipe_has_a_folder_of_its_own(tmp_path, changes):
    assert begin(tmp_path / "out", ROWS, options(tmp_path)) != begin(
        tmp_path / "out", ROWS, options(tmp_path, **changes)
    )


def test_other_rows_or_outputs_have_folders_of_their_own(tmp_path):
    usual = begin(tmp_path / "model.a", ROWS, options(tmp_path))
    assert usual != begin(tmp_path / "model.a", ROWS * 2, options(tmp_path))
    assert usual != begin(tmp_path / "model.b", ROWS, options(tmp_path))


def test_the_newest_checkpoint_is_that_of_most_steps(tmp_path):
    assert last_checkpoint(tmp_path / "nothing") is None
    for step in (90, 120, 30):
        checkpoint(tmp_path, step)
    assert last_checkpoint(tmp_path) == str(tmp_path / "checkpoint-120")


def test_a_half_written_checkpoint_is_passed_over(tmp_path):
    checkpoint(tmp_path, 25)
    checkpoint(tmp_path, 50, whole=False)
    assert last_checkpoint(tmp_path) == str(tmp_path / "checkpoint-25")


def test_emissions_of_the_runs_of_one_training_add_up_and_another_starts_anew(tmp_path):
    begin(tmp_path, ROWS, options(tmp_path))
    with emissions(tmp_path, "VNM"):
        sum(i * i for i in range(1_000_000))
    first = json.loads((tmp_path / "emissions.json").read_text(encoding="utf-8"))
    assert first["country"] == "Vietnam"
    assert first["hardware"]
    assert min(first[name] for name in ("hours", "kwh", "kg_co2eq")) >= 0
    assert first["hours"] < 0.1
    begin(tmp_path, ROWS, options(tmp_path))
    with pytest.raises(KeyboardInterrupt), emissions(tmp_path, "VNM"):
        time.sleep(0.1)
        raise KeyboardInterrupt
    second = json.loads((tmp_path / "emissions.json").read_text(encoding="utf-8"))
    assert second["hours"] > first["hours"]
    begin(tmp_path, ROWS, options(tmp_path, seed=8))
    assert not (tmp_path / "emissions.json").exists()
