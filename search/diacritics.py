"""Puts the diacritics back into Vietnamese typed without them: "nghi thai san" → "nghỉ thai sản".

A trigram model of syllables chooses, among the syllables that share a bare form, the likeliest sequence.
Discounting is absolute and interpolated (Ney, Essen and Kneser 1994), pruning by weighted difference
(Seymore and Rosenfeld 1996), the search a beam Viterbi.

    python -m search.diacritics train OUT --texts FILE… [--questions FILE…] [--written FILE…] [--exclude FILE…]
    python -m search.diacritics evaluate MODEL --texts FILE… [--held-out] [--json F]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.encoding import fold

FOLDER = Path(__file__).resolve().parent.parent / "models" / "diacritics"
FILE = "model.npz"

UNKNOWN, BOUNDARY, NUMBER, FIRST = 0, 1, 2, 3  # token ids; syllables begin at FIRST
STEP = 1 / 12  # costs are whole numbers of this many nats (negative natural logarithms of probabilities)
_BEAM = 8
_UNKNOWN_COST = round(14 / STEP)  # of one particular word outside the vocabulary
_UNREAD_COST = round(25 / STEP)  # the same, where the text has no diacritics and the word could have some
_HALF_TYPED, _MOSTLY_TYPED, _FULLY_TYPED = (round(nats / STEP) for nats in (2.5, 6, 9))  # what a change costs
_TELEX = round(2 / STEP)
_FOREIGN_SHARE = 0.4  # a text without diacritics of which more than this cannot be Vietnamese is left alone,
_FOREIGN_COST = round(9 / STEP)  # and so is one that costs more a word, foreign words making it dearer

_WORD = re.compile(r"[^\W\d_]+")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|www\.", re.I)
_END = re.compile(r"[.;:?!…][\"'”’)\]]*$")
_SYLLABLE = re.compile(r"(?:ngh?|nh|[cgkpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?")
_TONE_KEYS = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_TELEX_TONE = re.compile(r"(.*[aeiouyw][a-z]*?)([fsrxj])([a-z]*)")
_TONES = frozenset(_TONE_KEYS.values())
_MARK_KEYS = [("dd", "đ"), ("uow", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư")]

_State = tuple[int, int, Any]
Counts = npt.NDArray[np.int64]


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
            yield Word(start, chunk.end(), NUMBER)
        elif _ADDRESS.search(string) or any(unicodedata.combining(c) for c in string):
            yield Word(start, chunk.end(), UNKNOWN)
        else:
            for word in _WORD.finditer(string):
                yield Word(start + word.start(), start + word.end(), UNKNOWN, word[0])
        if _END.search(string):
            yield Word(chunk.end(), chunk.end(), BOUNDARY)


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
            costs = {name: file[name].tobytes() for name in ("p1", "p2", "p3")}
            backoff = {name: file[name].tolist() for name in ("b1", "b2")}
        self._size = size = len(syllables) + FIRST
        self._syllables = ["", "", "", *syllables]
        self._ids = {syllable: i for i, syllable in enumerate(syllables, FIRST)}
        self._p1, self._b1 = costs["p1"], backoff["b1"]
        self._p2: dict[int, int] = dict(zip(pairs.tolist(), costs["p2"], strict=True))
        self._b2: dict[int, int] = dict(zip(pairs.tolist(), backoff["b2"], strict=True))
        contexts = pairs[triples // size]
        self._p3: dict[int, int] = dict(zip((contexts * size + triples % size).tolist(), costs["p3"], strict=True))
        self._candidates: dict[str, list[int]] = {}
        self._toned: dict[tuple[str, str], int] = {}
        for syllable, i in self._ids.items():
            self._candidates.setdefault(fold(syllable), []).append(i)
            self._toned[_split_tone(syllable)] = i

    def restore(self, text: str, written: Iterable[tuple[int, int]] = ()) -> list[Edit]:
        """Give the words to be read with diacritics, in order.

        Only words without any diacritic are candidates. Applied again to its own result
        it changes nothing.

        Parameters
        ----------
        text : str
            Normalised.
        written : iterable of (int, int)
            Stretches that nobody typed, such as abbreviations in full: they stay, help to read the words beside them,
            and say nothing of how the rest was typed.
        """
        edits: dict[int, Edit] = {}
        tokens = [self._known(word) for word in words(text)]
        stretches = list(written)
        typed = [not any(start <= word.start < end for start, end in stretches) for word in tokens]
        shouting = text.isupper()
        # Then as if all had been typed, which is how the result would be read again: that must change nothing.
        for own in [typed, [True] * len(tokens)] if stretches else [typed]:
            while changed := self._pass(tokens, own, shouting):
                for i, new in changed.items():
                    word = tokens[i]
                    edits[i] = Edit(word.start, word.end, new)
                    tokens[i] = Word(word.start, word.end, self._ids[new.lower()], new)
        return [edits[i] for i in sorted(edits)]

    def knows(self, word: str) -> bool:
        """Tell whether the statutes have this word, as it is spelled."""
        return word.lower() in self._ids

    def spelled(self, word: str) -> str:
        """Give the known word of the same letters and tone, wherever the tone was put; empty where there is none."""
        found = self._toned.get(_split_tone(word.lower()), UNKNOWN)
        return _cased(word, self._syllables[found]) if found else ""

    def follows(self, one: str, other: str) -> bool:
        """Tell whether the statutes have one word after the other, often enough to be remembered."""
        pair = [self._ids.get(word.lower(), UNKNOWN) for word in (one, other)]
        return UNKNOWN not in pair and pair[0] * self._size + pair[1] in self._p2

    def _known(self, word: Word) -> Word:
        if not word.text:
            return word
        return Word(word.start, word.end, self._ids.get(word.text.lower(), UNKNOWN), word.text)

    def _pass(self, tokens: list[Word], typed: list[bool], shouting: bool) -> dict[int, str]:
        """Give the words that one search changes: position → new text."""
        texts = [word.text for word, own in zip(tokens, typed, strict=True) if word.text and own]
        accented = sum(not text.isascii() for text in texts)
        price = _price(accented, len(texts))
        options = [
            self._options(word, price, shouting) if own else [(word.token, 0)]
            for word, own in zip(tokens, typed, strict=True)
        ]
        if all(len(option) == 1 for option in options):
            return {}
        path, cost = self._best(options)
        if not accented and not _vietnamese(tokens, path, options, cost):
            return {}
        return {
            i: _cased(word.text, self._syllables[after])
            for i, (word, after) in enumerate(zip(tokens, path, strict=True))
            if after != word.token
        }

    def _options(self, word: Word, price: int, shouting: bool) -> list[tuple[int, int]]:
        """Give the candidate tokens and what each costs beside the n-grams; the word as typed is the first."""
        typed = word.text
        as_typed = (word.token, _UNKNOWN_COST if word.token == UNKNOWN else 0)
        if not typed or not typed.isascii() or (typed.isupper() and len(typed) > 1 and not shouting):
            return [as_typed]
        bare = typed.lower()
        if same := self._candidates.get(bare):
            if word.token == UNKNOWN and not price:
                as_typed = (UNKNOWN, _UNREAD_COST)
            return [as_typed, *((i, price) for i in same if i != word.token)]
        if word.token == UNKNOWN and (telex := self._telex(bare)):
            return [as_typed, (telex, _TELEX)]
        return [as_typed]

    def _telex(self, typed: str) -> int:
        """Give the syllable that these keys make under the Telex method, 0 where there is none."""
        keys = _TELEX_TONE.fullmatch(typed)
        base, tone = (keys[1] + keys[3], _TONE_KEYS[keys[2]]) if keys else (typed, "")
        base = base.replace("uwow", "uow")
        for pressed, letter in _MARK_KEYS:
            base = base.replace(pressed, letter)
        found = self._toned.get((base, tone), UNKNOWN)
        return UNKNOWN if self._syllables[found].isascii() else found

    def _best(self, options: list[list[tuple[int, int]]]) -> tuple[list[int], int]:
        """Find the cheapest path through the options, and its cost."""
        size, p1, b1, p2, b2, p3 = self._size, self._p1, self._b1, self._p2, self._b2, self._p3
        beam: list[_State] = [(0, BOUNDARY * size + BOUNDARY, None)]  # cost, last two tokens, state before
        for option in [*options, [(BOUNDARY, 0)]]:
            best: dict[int, _State] = {}
            for state in beam:
                cost, pair, _ = state
                backoff, b = b2.get(pair, 0), pair % size
                for c, price in option:
                    after = b * size + c
                    if c == UNKNOWN:
                        step = 0
                    elif (found := p3.get(pair * size + c)) is not None:
                        step = found
                    elif (found := p2.get(after)) is not None:
                        step = backoff + found
                    else:
                        step = backoff + b1[b] + p1[c]
                    total = cost + step + price
                    if after not in best or total < best[after][0]:
                        best[after] = (total, after, state)
            beam = list(best.values()) if len(best) == 1 else sorted(best.values(), key=_cost)[:_BEAM]
        cost, _, last = beam[0]
        path = []
        while last is not None:
            path.append(last[1] % size)
            last = last[2]
        return path[-2::-1], cost


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


def _cost(state: _State) -> int:
    return state[0]


def _vietnamese(tokens: list[Word], path: list[int], options: list[list[tuple[int, int]]], cost: int) -> bool:
    """Tell whether the text, read so, looks like Vietnamese rather than another language."""
    total = sum(bool(word.text) for word in tokens)
    foreign = [option[0][1] for option, token in zip(options, path, strict=True) if token == UNKNOWN]
    share = len(foreign) / total
    if share > _FOREIGN_SHARE:
        return False
    return (cost - sum(foreign)) / (len(path) - len(foreign)) <= _FOREIGN_COST * (1 - share)


def _price(accented: int, total: int) -> int:
    """Give what a change must gain: nothing in a text without diacritics, much in one that has its share.

    In fully typed questions two words of three have diacritics, but for a few. The price grows with the share, so that
    what one pass leaves a later one leaves too.
    """
    if not accented:
        return 0
    if accented * 3 >= total * 2:
        return _FULLY_TYPED
    return _MOSTLY_TYPED if accented * 2 >= total else _HALF_TYPED


def _cased(typed: str, syllable: str) -> str:
    if len(typed) == len(syllable):
        return "".join(s.upper() if t.isupper() else s for t, s in zip(typed, syllable, strict=True))
    return syllable.upper() if typed.isupper() else syllable.capitalize() if typed[0].isupper() else syllable


def is_syllable(word: str) -> bool:
    """Tell whether a word has the shape of a Vietnamese syllable, with or without its diacritics."""
    return bool(_SYLLABLE.fullmatch(fold(word).lower()))


def _split_tone(syllable: str) -> tuple[str, str]:
    letters = unicodedata.normalize("NFD", syllable)
    tone = "".join(c for c in letters if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)), tone


def _undelta(planes: npt.NDArray[np.uint8]) -> Counts:
    return np.cumsum(planes.T.copy().view("<u4").ravel().astype(np.int64))


if __name__ == "__main__":
    from models.diacritics.training import main

    raise SystemExit(main())
