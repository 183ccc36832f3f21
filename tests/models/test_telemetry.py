"""What is asked stays on the machine: onnxruntime and OpenVINO, which report to their makers, are kept from it."""

import os
import subprocess
import sys

import pytest

from models.runtime import Runner, has_amx
from settings import ROOT

RUN = """
import sys
from pathlib import Path
from models.runtime import Runner, has_amx
Runner(Path(sys.argv[1]), "score", Path(sys.argv[2]), device="cpu", precision=sys.argv[3]).run([("một", "hai")])
"""


NO_AMX = pytest.mark.skipif(not has_amx(), reason="this CPU has no AMX, so OpenVINO is never loaded on it")


@pytest.mark.parametrize("precision", ["int8", pytest.param("bf16", marks=NO_AMX)])
def test_nothing_is_kept_for_sending(tiny_scorer, model_cache, tmp_path, precision):
    Runner(tiny_scorer, "score", model_cache, device="cpu", precision=precision)  # exported already
    home = tmp_path / "home"
    home.mkdir()
    hidden = {"HOME", "USERPROFILE", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"HOME": str(home)}
    command = [sys.executable, "-c", RUN, str(tiny_scorer), str(model_cache), precision]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert [str(path) for path in home.rglob("*")] == []
