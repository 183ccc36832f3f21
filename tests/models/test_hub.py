import subprocess
import sys
from pathlib import Path

import pytest

from models.hub import locate

ROOT = Path(__file__).resolve().parents[2]
REVISION = "0123456789abcdef0123456789abcdef01234567"


def find(name, cache):
    """Look for a model in a process of its own, which may not ask the network: its cache's place is read once."""
    code = f"""
from models.hub import locate
from models.runtime import ModelMissing
try:
    print(locate({name!r}))
except ModelMissing as error:
    print("missing:", error)
"""
    environment = {"HF_HUB_CACHE": str(cache), "HF_HUB_OFFLINE": "1", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("name", ["./nothing", "/no/such/folder", "folder", "a/b/c", ""])
def test_what_is_no_hub_name_is_a_folder(name):
    assert locate(name) == Path(name)


def test_folder_goes_before_the_hub(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "org" / "model").mkdir(parents=True)
    assert locate("org/model") == Path("org/model")


def test_downloaded_model_is_found_without_a_network(tmp_path):
    model = tmp_path / "models--org--model"
    snapshot = model / "snapshots" / REVISION
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text(REVISION)
    assert find("org/model", tmp_path) == str(snapshot)


def test_model_that_cannot_be_had_is_told(tmp_path):
    found = find("org/other", tmp_path)
    assert found.startswith("missing: org/other is no folder and cannot be had")
