"""Puts the diacritics back into Vietnamese typed without them: "nghi thai san" → "nghỉ thai sản".

A trigram model of syllables chooses, among the syllables that share a bare form, the likeliest sequence.
Discounting is absolute and interpolated (Ney, Essen and Kneser 1994), pruning by weighted difference
(Seymore and Rosenfeld 1996), the search a beam Viterbi.

    python -m search.diacritics train OUT --texts FILE… [--questions FILE…] [--exclude FILE…]
    python -m search.diacritics evaluate MODEL --texts FILE… [--held-out] [--json F]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.encoding import fold, normalise

FOLDER = Path(__file__).resolve().parent.parent / "models" / "diacritics"
FILE = "model.npz"

_UNKNOWN, _BOUNDARY, _NUMBER, _FIRST = 0, 1, 2, 3  # token ids; syllables begin at _FIRST
_UNKNOWN_LOG = -14.0  # natural logarithm of the probability of one particular word outside the vocabulary
_BEAM = 8
_VIETNAMESE_SHARE = 0.6  # of the words of an unaccented text must be possible syllables: else it is foreign
_VIETNAMESE_LOG = -7.0  # and the restored text must be at least this likely, a word on average
_HALF_TYPED, _FULLY_TYPED, _TELEX = 2.5, 6.0, 2.0  # what a change costs, in nats: see _price
_LOG_STEP, _BACKOFF_STEP = 1 / 12, 1 / 16  # quantisation
_DISCOUNT = 0.75
_HELD_OUT = 50  # one article in so many is never trained on

_WORD = re.compile(r"[^\W\d_]+")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|www\.", re.I)
_END = re.compile(r"[.;:?!…][\"'”’)\]]*$")
_SYLLABLE = re.compile(r"(?:ngh?|nh|[cgkpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?")
_TONE_KEYS = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_TELEX_TONE = re.compile(r"(.*[aeiouyw][a-z]*?)([fsrxj])([a-z]*)")
_TONES = frozenset(_TONE_KEYS.values())
_MARK_KEYS = [("dd", "đ"), ("uow", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư")]

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a text, characters ``start:end``; ``text`` is empty for a number or a boundary."""

    start: int
    end: int
    token: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``start:end`` of a text are to be read as ``text``."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Word]:
    """Split a normalised text; what holds a digit is a number, addresses and odd marks are unknown."""
    for chunk in _CHUNK.finditer(text):
        string, start = chunk[0], chunk.start()
        if any(c.isdigit() for c in string):
            yield Word(start, chunk.end(), _NUMBER)
        elif _ADDRESS.search(string) or any(unicodedata.combining(c) for c in string):
            yield Word(start, chunk.end(), _UNKNOWN)
        else:
            for word in _WORD.finditer(string):
                yield Word(start + word.start(), start + word.end(), _UNKNOWN, word[0])
        if _END.search(string):
            yield Word(chunk.end(), chunk.end(), _BOUNDARY)


class Restorer:
    """The model in memory: see ``load``.

    Parameters
    ----------
    path : Path
        The ``.npz`` file that ``train`` wrote.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as file:
            syllables = bytes(file["vocabulary"]).decode().split("\n")
            pairs, triples = _undelta(file["pairs"]), _undelta(file["triples"])
            logs = {name: (-_LOG_STEP * file[name]).tolist() for name in ("p1", "p2", "p3")}
            backoff = {name: (_BACKOFF_STEP * file[name]).tolist() for name in ("b1", "b2")}
        self._size = size = len(syllables) + _FIRST
        self._syllables = ["", "", "", *syllables]
        self._ids = {syllable: i for i, syllable in enumerate(syllables, _FIRST)}
        self._p1: list[float] = logs["p1"]
        self._b1: list[float] = backoff["b1"]
        self._p2: dict[int, float] = dict(zip(pairs.tolist(), logs["p2"], strict=True))
        self._b2: dict[int, float] = {k: b for k, b in zip(pairs.tolist(), backoff["b2"], strict=True) if b}
        contexts = pairs[triples // size]
        self._p3: dict[int, float] = dict(zip((contexts * size + triples % size).tolist(), logs["p3"], strict=True))
        self._candidates: dict[str, list[int]] = {}
        self._toned: dict[tuple[str, str], int] = {}
        for syllable, i in self._ids.items():
            self._candidates.setdefault(fold(syllable), []).append(i)
            self._toned[_split_tone(syllable)] = i

    def restore(self, text: str) -> list[Edit]:
        """Give the words to be read with diacritics, in order.

        Only words without any diacritic are candidates. Applied again to its own result
        it changes nothing.

        Parameters
        ----------
        text : str
            Normalised.
        """
        edits: dict[int, Edit] = {}
        tokens = [self._known(word) for word in words(text)]
        shouting = text.isupper()
        while changed := self._pass(tokens, shouting):
            for i, new in changed.items():
                word = tokens[i]
                edits[i] = Edit(word.start, word.end, new)
                tokens[i] = Word(word.start, word.end, self._ids[new.lower()], new)
        return [edits[i] for i in sorted(edits)]

    def _known(self, word: Word) -> Word:
        if not word.text:
            return word
        return Word(word.start, word.end, self._ids.get(word.text.lower(), _UNKNOWN), word.text)

    def _pass(self, tokens: list[Word], shouting: bool) -> dict[int, str]:
        """Give the words that one search changes: position → new text."""
        texts = [word.text for word in tokens if word.text]
        accented = sum(not text.isascii() for text in texts)
        price = _price(accented, len(texts))
        options = [self._options(word, price, shouting) for word in tokens]
        if all(len(option) == 1 for option in options):
            return {}
        path, score = self._best(options)
        if not accented and not self._vietnamese(tokens, path, score):
            return {}
        return {
            i: _cased(word.text, self._syllables[after])
            for i, (word, after) in enumerate(zip(tokens, path, strict=True))
            if after != word.token
        }

    def _options(self, word: Word, price: float, shouting: bool) -> list[tuple[int, float]]:
        """Candidate tokens and what each costs; the word as typed is always one, at no cost."""
        options = [(word.token, 0.0)]
        typed = word.text
        if not typed or not typed.isascii() or (typed.isupper() and len(typed) > 1 and not shouting):
            return options
        bare = typed.lower()
        if same := self._candidates.get(bare):
            options += [(i, price) for i in same if i != word.token]
        elif word.token == _UNKNOWN and (i := self._telex(bare)):
            options.append((i, _TELEX))
        return options

    def _telex(self, typed: str) -> int:
        """Give the syllable that these keys make under the Telex method, 0 where there is none."""
        keys = _TELEX_TONE.fullmatch(typed)
        base, tone = (keys[1] + keys[3], _TONE_KEYS[keys[2]]) if keys else (typed, "")
        base = base.replace("uwow", "uow")
        for pressed, letter in _MARK_KEYS:
            base = base.replace(pressed, letter)
        found = self._toned.get((base, tone), _UNKNOWN)
        return _UNKNOWN if self._syllables[found].isascii() else found

    def _vietnamese(self, tokens: list[Word], path: list[int], score: float) -> bool:
        known = sum(after >= _FIRST for after in path)
        total = sum(bool(word.text) for word in tokens)
        return known >= _VIETNAMESE_SHARE * total and score >= _VIETNAMESE_LOG * len(path)

    def _best(self, options: list[list[tuple[int, float]]]) -> tuple[list[int], float]:
        """Find the likeliest path through the options and its logarithm."""
        size, p1, b1, p2, b2, p3 = self._size, self._p1, self._b1, self._p2, self._b2, self._p3
        beam: list[tuple[float, int, int, Any]] = [(0.0, _BOUNDARY, _BOUNDARY, None)]
        for option in [*options, [(_BOUNDARY, 0.0)]]:
            best: dict[int, tuple[float, int, int, Any]] = {}
            for state in beam:
                score, a, b, _ = state
                pair = a * size + b
                backoff = b2.get(pair, 0.0)
                for c, cost in option:
                    after = b * size + c
                    if c == _UNKNOWN:
                        step = _UNKNOWN_LOG
                    elif (step := p3.get(pair * size + c, 1.0)) > 0:
                        step = p2.get(after, 1.0)
                        step = backoff + (b1[b] + p1[c] if step > 0 else step)
                    total = score + step - cost
                    if after not in best or best[after][0] < total:
                        best[after] = (total, b, c, state)
            beam = sorted(best.values(), key=lambda state: -state[0])[:_BEAM] if len(best) > 1 else [*best.values()]
        top, path = beam[0], []
        total, state = top[0], top[3]
        while state[3] is not None:
            path.append(state[2])
            state = state[3]
        return path[::-1], total


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> Restorer | None:
    """Load the shipped model once; None where there is none."""
    path = folder / FILE
    return Restorer(path) if path.is_file() else None


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Give the text with the edits made."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _price(accented: int, total: int) -> float:
    """Give what a change must gain: nothing in a text without diacritics, much in one that has its share.

    The price grows with the share, so that what one pass leaves a later one leaves too.
    """
    if not accented:
        return 0.0
    return _FULLY_TYPED if accented * 2 >= total else _HALF_TYPED


def _cased(typed: str, syllable: str) -> str:
    if len(typed) == len(syllable):
        return "".join(s.upper() if t.isupper() else s for t, s in zip(typed, syllable, strict=True))
    return syllable.upper() if typed.isupper() else syllable.capitalize() if typed[0].isupper() else syllable


def _split_tone(syllable: str) -> tuple[str, str]:
    letters = unicodedata.normalize("NFD", syllable)
    tone = "".join(c for c in letters if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)), tone


def _delta(keys: Counts) -> npt.NDArray[np.uint8]:
    """Ascending keys as the four byte planes of their differences, which compress well."""
    return np.diff(keys, prepend=0).astype("<u4").view(np.uint8).reshape(-1, 4).T.copy()


def _undelta(planes: npt.NDArray[np.uint8]) -> Counts:
    return np.cumsum(planes.T.copy().view("<u4").ravel().astype(np.int64))


# Training. Token ids run in one stream; an n-gram is one integer in base ``size``.


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
            self.ids.setdefault(word.text.lower(), len(self.ids) + _FIRST) if word.text else word.token
            for word in tokens
        )
        return ids

    def stream(self, texts: Iterable[str]) -> Counts:
        ids = array("i", [_BOUNDARY])
        for text in texts:
            for line in text.split("\n"):
                for chunk in line.split():
                    ids.extend(self[chunk])
                ids.append(_BOUNDARY)
        return np.frombuffer(ids, dtype=np.int32).astype(np.int64)


def train(
    out: Path,
    texts: Iterable[str],
    questions: Sequence[str] = (),
    *,
    weight: int = 20,
    least: int = 6,
    pairs: int = 250_000,
    triples: int = 400_000,
) -> dict[str, int]:
    """Count, smooth, prune and write the model.

    Parameters
    ----------
    out : Path
        Folder of the model.
    texts, questions : iterable of str
        Articles, and questions, each of which counts ``weight`` times.
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
    stream = np.concatenate([chunks.stream(texts), np.tile(chunks.stream(questions), weight)])
    stream, vocabulary = _vocabulary(stream, [*chunks.ids], least)
    size = len(vocabulary) + _FIRST
    arrays = _Grams(stream, size).model(pairs, triples)
    arrays["vocabulary"] = np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / FILE, **arrays)  # type: ignore[arg-type]
    return {"tokens": len(stream), "syllables": len(vocabulary)} | {
        k: arrays[k].shape[-1] for k in ("pairs", "triples")
    }


def _vocabulary(stream: Counts, seen: list[str], least: int) -> tuple[Counts, list[str]]:
    """Renumber the stream so that only frequent syllables and foreign words without diacritics stay known."""
    counts = np.bincount(stream, minlength=len(seen) + _FIRST)
    kept = sorted(
        (word for i, word in enumerate(seen, _FIRST) if counts[i] >= least and _usable(word)),
    )
    new = {word: i for i, word in enumerate(kept, _FIRST)}
    table = np.array([_UNKNOWN, _BOUNDARY, _NUMBER, *(new.get(word, _UNKNOWN) for word in seen)], dtype=np.int64)
    stream = table[stream]
    twice = (stream[1:] == _BOUNDARY) & (stream[:-1] == _BOUNDARY)
    return stream[np.concatenate([[True], ~twice])], kept


def _usable(word: str) -> bool:
    return word.isascii() or bool(_SYLLABLE.fullmatch(fold(word)))


class _Grams:
    """Counts of a stream and the smoothed, pruned model that they give."""

    def __init__(self, stream: Counts, size: int) -> None:
        self.size = size
        self.n1 = np.bincount(stream, minlength=size)
        self.k2, self.n2 = np.unique(stream[:-1] * size + stream[1:], return_counts=True)
        middle = stream[1:-1]
        inside = (middle != _BOUNDARY) & (middle != _UNKNOWN)
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
        known3 = (self.k3 % size != _UNKNOWN) & (self.k3 // size**2 != _UNKNOWN) & (self.n3 > 1)
        keep3 = _best(self.n3 * np.log(p3 / lower3) * known3, triples)
        worth = self.n2 * np.log(p2 / lower) * (last != _UNKNOWN) * (first != _UNKNOWN) * (self.n2 > 1)
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
            "p1": _quantised(p1),
            "b1": _quantised_backoff(b1),
            "pairs": _delta(self.k2[keep2]),
            "p2": _quantised(p2[keep2]),
            "b2": _quantised_backoff(b2[keep2]),
            "triples": _delta(row[context[keep3]] * size + self.k3[keep3] % size),
            "p3": _quantised(p3[keep3]),
        }


def _best(worth: Floats, most: int) -> npt.NDArray[np.bool_]:
    """Mark the ``most`` worthiest entries above zero."""
    kept = worth > 0
    if kept.sum() > most:
        kept &= worth >= np.partition(worth, -most)[-most]
    return kept


def _quantised(p: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.round(-np.log(np.minimum(p, 1)) / _LOG_STEP), 0, 255).astype(np.uint8)


def _quantised_backoff(b: Floats) -> npt.NDArray[np.int8]:
    return np.clip(np.round(np.log(np.maximum(b, 1e-4)) / _BACKOFF_STEP), -127, 127).astype(np.int8)


# Measuring.


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
        text; the share of sentences that change although nothing was taken away; milliseconds a sentence.
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
            start = time.perf_counter()
            edits = restorer.restore(typed)
            if name == "bare":
                seconds.append(time.perf_counter() - start)
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
        questions = [text for text in _rows(options.questions) if normalise(text) not in excluded]
        figures: dict[str, Any] = train(
            options.folder, (text for text in _rows(options.texts) if not _held_out(text)), questions
        )
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


if __name__ == "__main__":
    raise SystemExit(main())
