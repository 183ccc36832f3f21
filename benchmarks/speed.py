"""How long a start and a question take over the six built-in codes, and how much memory.

python -m benchmarks.speed [--json FILE]

Everything is measured in fresh processes over a fresh TRALUAT_HOME, so that the first
start includes all that a newcomer waits for.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np

from .golden import golden

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_S = 600
_ROUNDS = 3


def start_seconds(home: Path) -> float:
    """Give the seconds from the start of ``python app.py`` to its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TRALUAT_HOME": str(home)}
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    begun = time.perf_counter()
    command = [sys.executable, "app.py", "--port", str(port)]
    with subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while time.perf_counter() - begun < _PATIENCE_S and server.poll() is None:
                try:
                    with direct.open(f"http://127.0.0.1:{port}/", timeout=5):
                        return time.perf_counter() - begun
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    time.sleep(0.1)
        finally:
            server.terminate()
    raise RuntimeError("app.py did not answer")


def ask_all() -> dict[str, Any]:
    """Ask every golden question of a warm engine; give percentiles and peak memory."""
    from search.engine import SearchEngine
    from settings import Settings
    from ui.page import build

    settings = Settings()
    engine = SearchEngine.open(settings)
    build(engine)  # the memory is to be that of the application
    questions = list(golden())
    for question in questions[:5]:
        engine.search(question)
    laps = [dict(engine.search(question).timings_ms) for _ in range(_ROUNDS) for question in questions]
    engine.close()
    stages = {stage: [lap[stage] for lap in laps] for stage in laps[0]}
    stages["without_rerank"] = [lap["total"] - lap["rerank"] for lap in laps]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {
        "questions": len(questions),
        "rounds": _ROUNDS,
        "candidates": settings.candidates,
        "threads": settings.threads,
        "milliseconds": {
            stage: {"p50": round(float(np.percentile(ms, 50)), 1), "p95": round(float(np.percentile(ms, 95)), 1)}
            for stage, ms in stages.items()
        },
        "peak_memory_mb": round(peak),
    }


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.ask:
        print(json.dumps(ask_all()))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        report: dict[str, Any] = {
            "cpu": {"cores": os.cpu_count(), "machine": platform.machine()},
            "first_start_s": round(start_seconds(home), 1),
            "next_start_s": round(start_seconds(home), 1),
        }
        environment = {**os.environ, "TRALUAT_HOME": str(home)}
        command = [sys.executable, "-m", "benchmarks.speed", "--ask"]
        asked = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True)
        report |= json.loads(asked.stdout)
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
