"""How well the application itself answers over the six built-in codes.

    python -m benchmarks.golden [--json FILE]

54 questions whose deciding article is known (tests/golden/six_codes.tsv), and questions that
no law answers (unanswerable.txt), asked of the engine as a user would.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reranker.metrics import mean_with_interval, measure
from search.engine import SearchEngine
from settings import ROOT, Settings

GOLDEN = ROOT / "tests" / "golden" / "six_codes.tsv"
UNANSWERABLE = Path(__file__).with_name("unanswerable.txt")
_MEASURES = ("R@1", "R@10", "MRR@10")


def golden() -> dict[str, str]:
    """Give question → id of the deciding article."""
    rows = (line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines())
    return {question: article for question, article in rows}


def unanswerable() -> list[str]:
    """Give everyday questions, foreign law and small talk: no Vietnamese statute answers them."""
    return UNANSWERABLE.read_text(encoding="utf-8").splitlines()


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.golden", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    engine, questions, strange = SearchEngine.open(Settings()), golden(), unanswerable()
    answers = {question: engine.search(question) for question in questions}
    noticed = [engine.search(question).notice is not None for question in strange]
    engine.close()
    rows = [measure([hit.article_id for hit in answers[q].hits], {gold: 1}) for q, gold in questions.items()]
    report = {
        "questions": len(questions),
        "seed": options.seed,
        **{name: mean_with_interval([row[name] for row in rows], options.seed) for name in _MEASURES},
        "false_alarms": round(sum(a.notice is not None for a in answers.values()) / len(questions), 4),
        "unanswerable": len(strange),
        "misses_unanswerable": round(1 - sum(noticed) / len(strange), 4),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
