"""How long a start and a question take over the six built-in codes, and how much memory.

python -m benchmarks.speed [--json FILE]
python -m benchmarks.speed --dataset DATASET_DIR [--split dev] [--json FILE]

The former is measured in fresh processes over a fresh TRALUAT_HOME, so that the first
start includes all that a newcomer waits for. The latter asks the questions of a dataset
in BEIR's form of the first stage alone, over indexes that benchmarks.quality made.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from models.runtime import has_amx

from .golden import golden

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_S = 600
_ROUNDS = 3


def machine() -> dict[str, Any]:
    """Say what the figures were measured on."""
    return {"cores": os.cpu_count(), "machine": platform.machine(), "amx": has_amx()}


@contextmanager
def served(home: Path) -> Iterator[tuple[str, float]]:
    """Serve ``python app.py`` over a home; give its address and the seconds from its start to its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TRALUAT_HOME": str(home)}
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    address = f"http://127.0.0.1:{port}/"
    begun = time.perf_counter()
    command = [sys.executable, "app.py", "--port", str(port)]
    with subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while time.perf_counter() - begun < _PATIENCE_S and server.poll() is None:
                try:
                    with direct.open(address, timeout=5):
                        break
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    time.sleep(0.1)
            else:
                raise RuntimeError("app.py did not answer")
            yield address, time.perf_counter() - begun
        finally:
            server.terminate()


def start_seconds(home: Path) -> float:
    """Give the seconds from the start of ``python app.py`` to its first page."""
    with served(home) as (_, seconds):
        return seconds


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
    for lap in laps:
        lap["without_rerank"] = lap["total"] - lap["rerank"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {
        "questions": len(questions),
        "rounds": _ROUNDS,
        "candidates": settings.candidates,
        "threads": settings.threads,
        "milliseconds": percentiles(laps),
        "peak_memory_mb": round(peak),
    }


def ask_first_stage(dataset: Path, split: str, passages: int | None) -> dict[str, Any]:
    """Give percentiles of the way from a question to the fused articles, reading included."""
    from corpus.readers.beir import read_queries
    from search.query import read
    from search.ranking import Timings
    from settings import Settings

    from .dataset import Dataset
    from .quality import build

    settings = Settings()
    data = Dataset(dataset, settings.home / "benchmarks")
    ranking = build(data, settings, ["hybrid"], passages or data.passages_per_article())
    laps = []
    questions = list(read_queries(dataset, split).values())
    for question in questions[:5] + questions * _ROUNDS:
        timings = Timings()
        text = read(question).text
        timings.lap("read")
        ranking.retrieve(text, timings)
        laps.append(timings.ms | {"total": sum(timings.ms.values())})
    return {
        "dataset": dataset.resolve().name,
        "articles": len(data.entries),
        "passages": len(ranking.lexical),
        "vectors": len(ranking.vectors),
        "questions": len(questions),
        "rounds": _ROUNDS,
        "threads": settings.threads,
        "milliseconds": percentiles(laps[5:]),  # the first warm up
    }


def percentiles(laps: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Give the median and the 95th percentile of each stage's milliseconds."""
    stages = {stage: [lap[stage] for lap in laps] for stage in laps[0]}
    return {stage: {f"p{p}": round(float(np.percentile(ms, p)), 1) for p in (50, 95)} for stage, ms in stages.items()}


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--dataset", type=Path, help="measure the first stage over this")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--passages", type=int, help="as for benchmarks.quality")
    options = parser.parse_args(argv)
    if options.ask:
        print(json.dumps(ask_all()))
        return 0
    cpu = machine()
    if options.dataset:
        report = {"cpu": cpu} | ask_first_stage(options.dataset, options.split, options.passages)
    else:
        report = {"cpu": cpu} | _whole()
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _whole() -> dict[str, Any]:
    """Start the application twice over a fresh home, then ask."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        report: dict[str, Any] = {
            "first_start_s": round(start_seconds(home), 1),
            "next_start_s": round(start_seconds(home), 1),
        }
        environment = {**os.environ, "TRALUAT_HOME": str(home)}
        command = [sys.executable, "-m", "benchmarks.speed", "--ask"]
        asked = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True)
        return report | dict(json.loads(asked.stdout))


if __name__ == "__main__":
    raise SystemExit(main())
