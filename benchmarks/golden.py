"""How well the application itself answers over the six built-in codes.

    python -m benchmarks.golden [--json FILE]

Questions whose deciding article is known, asked of the engine as a user would: 54 in the words of
the law (tests/golden/six_codes.tsv) and 80 as ordinary people ask (everyday.tsv); and questions
that no law answers (indexer/questions/unanswerable.fresh.tsv).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reranker.metrics import mean_with_interval, measure
from search.engine import SearchEngine
from settings import ROOT, Settings

GOLDEN = ROOT / "tests" / "golden"
SETS = ("six_codes", "everyday")
UNANSWERABLE = ROOT / "indexer" / "questions"
_MEASURES = ("R@1", "R@10", "MRR@10")
_DEPTH = 100


def golden(name: str = SETS[0]) -> dict[str, str]:
    """Give question → id of the deciding article."""
    rows = (line.split("\t") for line in (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
    return {question: article for question, article in rows}


def unanswerable(split: str) -> dict[str, str]:
    """Give question → kind, such as "foreign" law or "private" rules: no Vietnamese statute answers them."""
    lines = (UNANSWERABLE / f"unanswerable.{split}.tsv").read_text(encoding="utf-8").splitlines()
    return {question: kind for kind, question in (line.split("\t") for line in lines)}


def missed(kinds: Iterable[str], noticed: Iterable[bool]) -> dict[str, Any]:
    """Give how many unanswerable questions there are, and the share that got no notice, of all and of each kind."""
    by_kind: dict[str, list[bool]] = {}
    for kind, shown in zip(kinds, noticed, strict=True):
        by_kind.setdefault(kind, []).append(not shown)
    everything = [miss for misses in by_kind.values() for miss in misses]
    return {
        "unanswerable": len(everything),
        "misses_unanswerable": round(sum(everything) / len(everything), 4),
        "misses_by_kind": {kind: round(sum(misses) / len(misses), 4) for kind, misses in sorted(by_kind.items())},
    }


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.golden", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    engine, strange = SearchEngine.open(Settings()), unanswerable("fresh")
    sets = {name: _measured(engine, golden(name), options.seed) for name in SETS}
    noticed = [engine.search(question).notice is not None for question in strange]
    engine.close()
    report = {
        "seed": options.seed,
        "sets": sets,
        **missed(strange.values(), noticed),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _measured(engine: SearchEngine, questions: dict[str, str], seed: int) -> dict[str, Any]:
    answers = {question: engine.search(question) for question in questions}
    first = {question: next(iter(engine.stages(question, limit=_DEPTH))) for question in questions}
    rows, found = (
        [measure([hit.article_id for hit in given[q].hits], {gold: 1}) for q, gold in questions.items()]
        for given in (answers, first)
    )
    return {
        "questions": len(questions),
        **{name: mean_with_interval([row[name] for row in rows], seed) for name in _MEASURES},
        "first stage": {
            name: mean_with_interval([row[name] for row in found], seed) for name in (*_MEASURES, f"R@{_DEPTH}")
        },
        "false_alarms": round(sum(a.notice is not None for a in answers.values()) / len(questions), 4),
    }


if __name__ == "__main__":
    raise SystemExit(main())
