"""``python -m reranker mine | train | evaluate | card``."""

from __future__ import annotations

import argparse
import sys

from . import card, evaluate, mine, train

_COMMANDS = {"mine": mine.main, "train": train.main, "evaluate": evaluate.main, "card": card.main}


def main(argv: list[str] | None = None) -> int:
    """Run a command."""
    arguments = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m reranker", description="The cross-encoder.")
    parser.add_argument("command", choices=_COMMANDS)
    return _COMMANDS[parser.parse_args(arguments[:1]).command](arguments[1:])


if __name__ == "__main__":
    raise SystemExit(main())
