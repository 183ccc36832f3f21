"""Learns and measures the model of ``search.diacritics``, as ``python -m search.diacritics`` does it.

    python -m search.diacritics train OUT --texts FILE… [--questions FILE…] [--written FILE…] [--exclude FILE…]
    python -m search.diacritics evaluate MODEL --texts FILE… [--held-out] [--sample N] [--json F]

Token ids run in one stream; an n-gram is one integer in base ``size``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.encoding import fold, normalise
from search.diacritics import (
    BOUNDARY,
    FILE,
    FIRST,
    NUMBER,
    STEP,
    UNKNOWN,
    Edit,
    Restorer,
    apply,
    is_syllable,
    load,
    words,
)

_DISCOUNT = 0.75
_HELD_OUT = 50  # one article in so many is never trained on
_QUESTION, _WRITTEN = (
    20,
    4,
)  # how often a row counts: real people's questions are few, the language of written ones is one

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def _rows(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield f"{row.get('title') or ''}\n{row['text']}".strip()


def _held_out(text: str) -> bool:
    """Tell by the text itself whether training leaves it out: equal articles fall on one side."""
    return zlib.crc32(" ".join(text.split()).encode()) % _HELD_OUT == 0


class _Chunks(dict[str, tuple[int, ...]]):
    """Chunk of a text → ids of its tokens, given out as they come; each chunk is analysed once."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        tokens = words(normalise(chunk))
        self[chunk] = ids = tuple(
            self.ids.setdefault(word.text.lower(), len(self.ids) + FIRST) if word.text else word.token
            for word in tokens
        )
        return ids

    def stream(self, texts: Iterable[str]) -> Counts:
        ids = array("i", [BOUNDARY])
        for text in texts:
            for line in text.split("\n"):
                for chunk in line.split():
                    ids.extend(self[chunk])
                ids.append(BOUNDARY)
        return np.frombuffer(ids, dtype=np.int32).astype(np.int64)


def train(
    out: Path,
    texts: Iterable[str],
    questions: Sequence[str] = (),
    written: Sequence[str] = (),
    *,
    least: int = 6,
    pairs: int = 400_000,
    triples: int = 800_000,
) -> dict[str, int]:
    """Count, smooth, prune and write the model.

    Parameters
    ----------
    out : Path
        Folder of the model.
    texts, questions, written : iterable of str
        Articles; people's questions, each of which counts 20 times; written ones, which count 4 times.
    least : int
        Syllables seen less often are unknown.
    pairs, triples : int
        At most so many bigrams and trigrams are kept.

    Returns
    -------
    dict
        How many of each the model has.
    """
    chunks = _Chunks()
    often = [np.tile(chunks.stream(asked), n) for asked, n in ((questions, _QUESTION), (written, _WRITTEN))]
    stream = np.concatenate([chunks.stream(texts), *often])
    stream, vocabulary = _vocabulary(stream, [*chunks.ids], least)
    size = len(vocabulary) + FIRST
    arrays = _Grams(stream, size).model(pairs, triples)
    arrays["vocabulary"] = np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / FILE, **arrays)  # type: ignore[arg-type]
    return {"tokens": len(stream), "syllables": len(vocabulary)} | {
        k: arrays[k].shape[-1] for k in ("pairs", "triples")
    }


def _vocabulary(stream: Counts, seen: list[str], least: int) -> tuple[Counts, list[str]]:
    """Renumber the stream so that only frequent syllables and foreign words without diacritics stay known."""
    counts = np.bincount(stream, minlength=len(seen) + FIRST)
    kept = sorted(
        (word for i, word in enumerate(seen, FIRST) if counts[i] >= least and _usable(word)),
    )
    new = {word: i for i, word in enumerate(kept, FIRST)}
    table = np.array([UNKNOWN, BOUNDARY, NUMBER, *(new.get(word, UNKNOWN) for word in seen)], dtype=np.int64)
    stream = table[stream]
    twice = (stream[1:] == BOUNDARY) & (stream[:-1] == BOUNDARY)
    return stream[np.concatenate([[True], ~twice])], kept


def _usable(word: str) -> bool:
    return word.isascii() or is_syllable(word)


class _Grams:
    """Counts of a stream and the smoothed, pruned model that they give."""

    def __init__(self, stream: Counts, size: int) -> None:
        self.size = size
        self.n1 = np.bincount(stream, minlength=size)
        self.k2, self.n2 = np.unique(stream[:-1] * size + stream[1:], return_counts=True)
        middle = stream[1:-1]
        inside = (middle != BOUNDARY) & (middle != UNKNOWN)
        triples = ((stream[:-2] * size + middle) * size + stream[2:])[inside]
        self.k3, self.n3 = np.unique(triples, return_counts=True)

    def model(self, pairs: int, triples: int) -> dict[str, npt.NDArray[Any]]:
        size = self.size
        p1 = np.maximum(self.n1, 0.5) / self.n1.sum()
        first, last = self.k2 // size, self.k2 % size
        total, kinds = np.bincount(first, self.n2, size), np.bincount(first, minlength=size)
        spare1 = _DISCOUNT * kinds / np.maximum(total, 1)  # the mass that discounting sets free
        lower = spare1[first] * p1[last]
        p2 = (self.n2 - _DISCOUNT) / total[first] + lower
        # The context of a trigram is always one of the pairs.
        context = np.searchsorted(self.k2, self.k3 // size)
        spare2 = _DISCOUNT * np.bincount(context, minlength=len(self.k2)) / self.n2
        inner = np.searchsorted(self.k2, self.k3 % (size * size))
        lower3 = spare2[context] * p2[inner]
        p3 = (self.n3 - _DISCOUNT) / np.bincount(context, self.n3, len(self.k2))[context] + lower3
        known3 = (self.k3 % size != UNKNOWN) & (self.k3 // size**2 != UNKNOWN) & (self.n3 > 1)
        keep3 = _best(self.n3 * np.log(p3 / lower3) * known3, triples)
        worth = self.n2 * np.log(p2 / lower) * (last != UNKNOWN) * (first != UNKNOWN) * (self.n2 > 1)
        keep2 = _best(worth, pairs)
        keep2[context[keep3]] = True
        # What is left of each context for what is not kept (Katz's backoff weights).
        sum2, sum1 = (np.bincount(first[keep2], x[keep2], size) for x in (p2, p1[last]))
        b1 = (1 - sum2) / np.maximum(1 - sum1, 1e-9)
        backed = np.where(keep2, p2, b1[first] * p1[last])
        sum3, sum2 = (np.bincount(context[keep3], x, len(self.k2)) for x in (p3[keep3], backed[inner[keep3]]))
        b2 = np.where(sum3 > 0, (1 - sum3) / np.maximum(1 - sum2, 1e-9), 1)
        row = np.cumsum(keep2) - 1
        return {
            "p1": _costs(p1),
            "b1": _backoffs(b1),
            "pairs": _delta(self.k2[keep2]),
            "p2": _costs(p2[keep2]),
            "b2": _backoffs(b2[keep2]),
            "triples": _delta(row[context[keep3]] * size + self.k3[keep3] % size),
            "p3": _costs(p3[keep3]),
        }


def _best(worth: Floats, most: int) -> npt.NDArray[np.bool_]:
    """Mark the ``most`` worthiest entries above zero."""
    kept = worth > 0
    if kept.sum() > most:
        kept &= worth >= np.partition(worth, -most)[-most]
    return kept


def _costs(p: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.round(-np.log(np.minimum(p, 1)) / STEP), 0, 255).astype(np.uint8)


def _backoffs(b: Floats) -> npt.NDArray[np.int8]:
    return np.clip(np.round(-np.log(np.maximum(b, 1e-5)) / STEP), -127, 127).astype(np.int8)


def _delta(keys: Counts) -> npt.NDArray[np.uint8]:
    """Ascending keys as the four byte planes of their differences, which compress well."""
    return np.diff(keys, prepend=0).astype("<u4").view(np.uint8).reshape(-1, 4).T.copy()


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for line in normalise(text).split("\n"):
            for sentence in re.split(r"(?<=[.;:?!])\s+", line.strip()):
                if len(sentence.split()) > 2:
                    yield " ".join(sentence.split())


def evaluate(restorer: Restorer, sentences: Sequence[str], *, seed: int = 0) -> dict[str, float]:
    """Take the diacritics of sentences away and measure how many come back.

    Returns
    -------
    dict
        Shares of syllables and of whole sentences that come out as written, from wholly and half bare
        text; the share of sentences that change although nothing was taken away; milliseconds of one core a sentence.
    """
    chance = random.Random(seed)
    seconds: list[float] = []
    right: Counter[str] = Counter()
    for sentence in sentences:
        spans = [word for word in words(sentence) if word.text]
        half = apply(sentence, (Edit(w.start, w.end, fold(w.text)) for w in spans if chance.random() < 0.5))
        bare = apply(sentence, (Edit(w.start, w.end, fold(w.text)) for w in spans))
        right["syllables"] += len(spans)
        for name, typed in (("bare", bare), ("half", half), ("typed", sentence)):
            start = time.process_time()
            edits = restorer.restore(typed)
            if name == "bare":
                seconds.append(time.process_time() - start)
            read = apply(typed, edits)
            right[f"{name}_sentences"] += read == sentence
            right[f"{name}_syllables"] += sum(read[w.start : w.end] == w.text for w in spans)
    n, m = len(sentences), right["syllables"]
    return {
        "sentences": n,
        "syllables": m,
        "bare_syllable_accuracy": right["bare_syllables"] / m,
        "bare_sentence_exact": right["bare_sentences"] / n,
        "half_syllable_accuracy": right["half_syllables"] / m,
        "half_sentence_exact": right["half_sentences"] / n,
        "changed_as_typed": 1 - right["typed_sentences"] / n,
        "ms_mean": 1000 * float(np.mean(seconds)),
        "ms_p95": 1000 * float(np.quantile(seconds, 0.95)),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``train`` or ``evaluate``."""
    parser = argparse.ArgumentParser(prog="python -m search.diacritics", description="Restore Vietnamese diacritics.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("train", help="learn a model from JSON-lines files")
    command.add_argument("folder", type=Path, metavar="OUT")
    command.add_argument("--questions", type=Path, nargs="*", default=[], help="files whose rows count 20 times")
    command.add_argument("--written", type=Path, nargs="*", default=[], help="files whose rows count 4 times")
    command.add_argument("--exclude", type=Path, nargs="*", default=[], help="files whose rows are left out")
    measured = commands.add_parser("evaluate", help="measure a model")
    measured.add_argument("folder", type=Path, metavar="MODEL")
    measured.add_argument("--held-out", action="store_true", help="only articles that training left out")
    measured.add_argument("--sample", type=int, default=2000, help="at most so many sentences (seed 0)")
    measured.add_argument("--json", type=Path, help="also write the figures here")
    for each in (command, measured):
        each.add_argument("--texts", type=Path, nargs="+", required=True, help="JSON lines with title and text")
    options = parser.parse_args(arguments)
    if options.command == "train":
        excluded = {normalise(text) for text in _rows(options.exclude)}
        questions, written = (
            [text for text in _rows(paths) if normalise(text) not in excluded]
            for paths in (options.questions, options.written)
        )
        articles = (text for text in _rows(options.texts) if not _held_out(text))
        figures: dict[str, Any] = train(options.folder, articles, questions, written)
    else:
        restorer = load(options.folder)
        if restorer is None:
            parser.error(f"no model in {options.folder}")
        rows = (text for text in _rows(options.texts) if not options.held_out or _held_out(text))
        sentences = sorted(set(_sentences(rows)))
        random.Random(0).shuffle(sentences)
        figures = evaluate(restorer, sentences[: options.sample])
        if options.json:
            options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0
