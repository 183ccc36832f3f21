"""Questions made from the statutes themselves, to adapt the retriever to their language.

Two places of a statute are a question and its answer already: an article's title and its
text, a term and its definition. Templates phrase them the way users ask.

    python -m indexer synthesise DATASET_DIR --rows 8000 --out ROWS.jsonl
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.readers.beir import Entry, read_corpus
from models.rows import RUN, Row, write_rows

from .passages import Passage, heading, render, split

TEMPLATES = {
    "title": (
        "{}",
        "{}?",
        "{} được quy định như thế nào?",
        "{} được pháp luật quy định ra sao?",
        "Quy định về {}",
        "{} như thế nào?",
    ),
    "term": ("{} là gì?", "Thế nào là {}?", "{} được hiểu như thế nào?", "Khái niệm {}"),
}
SHARES = {"title": 0.7, "term": 0.3}
"""Of the rows, by kind: definitions are asked for more often than they are written."""

_COMMON = 5  # a title that more articles than this share ("Hiệu lực thi hành") asks nothing by itself
_TERM = re.compile(r"^(?:\d+[a-zđ]?[.)]\s*)?([^\n:;(]{3,80}?)\s*(?:\([^)]*\)\s*)?(?:là|được hiểu là)\s", re.MULTILINE)
_WITHOUT_TITLE = 0.5  # of the passages stand without their article's title: the text alone must answer too
_DROPPED = 0.1  # of a question's syllables: users do not quote the statute


@dataclass(frozen=True, slots=True)
class _Pair:
    kind: str
    asked: str
    passage: Passage


def questions(entries: Sequence[Entry], rows: int, seed: int) -> list[Row]:
    """Make rows without negatives, in runs of `models.rows.RUN` neighbours of the corpus.

    Parameters
    ----------
    entries : sequence of Entry
        In the corpus's order: neighbours are siblings of one document, and a batch of
        them is its own hard negatives.
    rows : int
        How many at most.
    seed : int
        Draws the runs, the templates and the syllables left out.
    """
    chance = random.Random(seed)
    shared = Counter(entry.article.title.lower() for entry in entries)
    found: dict[str, list[tuple[Entry, _Pair]]] = {kind: [] for kind in TEMPLATES}
    for entry in entries:
        for pair in _pairs(entry, shared, chance):
            found[pair.kind].append((entry, pair))
    made = []
    for kind, pairs in found.items():
        runs = [pairs[at : at + RUN] for at in range(0, len(pairs), RUN)]
        for run in chance.sample(runs, min(len(runs), int(rows * SHARES[kind] / RUN))):
            made += [_row(entry, pair, chance) for entry, pair in run]
    return made


def _pairs(entry: Entry, shared: Counter[str], chance: random.Random) -> Iterator[_Pair]:
    """Give what one article answers: the terms it defines, or else its title."""
    title, text = entry.article.title, entry.article.text
    passages = split(entry.article)
    if title.lower().startswith("giải thích"):
        for passage in passages:
            term = _TERM.search(text, passage.start, passage.end)
            if term:
                yield _Pair("term", term[1], passage)
    elif shared[title.lower()] <= _COMMON and 4 <= len(title.split()) <= 30:
        yield _Pair("title", title, chance.choice(passages[:3]))


def _row(entry: Entry, pair: _Pair, chance: random.Random) -> Row:
    words = pair.asked.split()
    kept = [word for word in words if len(words) < 4 or chance.random() >= _DROPPED]
    asked = " ".join(kept)
    if asked[1:2].islower():
        asked = asked[0].lower() + asked[1:]
    query = chance.choice(TEMPLATES[pair.kind]).format(asked)
    line = entry.document_title if chance.random() < _WITHOUT_TITLE else heading(entry.document_title, entry.article)
    text = render(line, entry.article.text[pair.passage.start : pair.passage.end])
    return Row("synthetic", "", query[:1].upper() + query[1:], text, ())


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer synthesise``."""
    parser = argparse.ArgumentParser(prog="python -m indexer synthesise", description="Make questions of statutes.")
    parser.add_argument("data", type=Path, help="dataset in BEIR's form, of which only the corpus is read")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    parser.add_argument("--rows", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    write_rows(questions(read_corpus(options.data), options.rows, options.seed), options.out)
    return 0
