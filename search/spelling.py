"""Reads words that were typed with a slip: a letter twice, a space left out, a tone on the wrong vowel.

Only words that are no syllable of the statutes are touched, and only where exactly one
reading is made of syllables that are. Tones typed as Telex keys are `diacritics`' to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from .diacritics import Edit, Restorer, apply, is_syllable, words

_TWICE = re.compile(r"(?!oo(?:ng|c)$)([^\W\d_])\1+", re.IGNORECASE)  # "xoong" and "moóc" are spelled so
# A tone on a consonant is another language's letter ("ñ"), not a misplaced tone.
_FOREIGN = re.compile("[^aeiouy\\W][\u0300\u0301\u0303\u0309\u0323]", re.IGNORECASE)
_LONGEST = 24  # letters of a word that may be several run together
_SHORTEST = 2  # letters of a syllable in such a word: single ones would cut any foreign word to pieces
_MOST_CUTS = 32  # of a word: one that can be cut in more ways is no slip, and trying them all takes seconds
_BARE = 7  # letters from which a word without any diacritic may be several: "menu" and "video" are not


def respell(text: str, model: Restorer) -> list[Edit]:
    """Give the words to be read otherwise, in order; applied again to its own result it changes nothing.

    Parameters
    ----------
    text : str
        Normalised.
    model : Restorer
        Knows the syllables, and which follow which.
    """
    accented = not text.isascii()
    found = []
    for word in words(text):
        if word.text and not model.knows(word.text):
            reading = _one_syllable(word.text, model, accented) or _several(word.text, model)
            if reading:
                found.append(Edit(word.start, word.end, reading))
    return found


def _one_syllable(typed: str, model: Restorer, accented: bool) -> str:
    """Read a word as one syllable with letters doubled or the tone misplaced, or give nothing.

    A word of plain letters is one only in a text that has diacritics: elsewhere doubled
    letters are Telex, or another language.
    """
    if (typed.isascii() and not accented) or _FOREIGN.search(unicodedata.normalize("NFD", typed)):
        return ""
    for candidate in dict.fromkeys((typed, _TWICE.sub(r"\1", typed))):
        reading = model.spelled(candidate)
        if len(reading) > 1 and is_syllable(reading):
            return reading
    return ""


def _several(typed: str, model: Restorer) -> str:
    """Read a word as several syllables run together, or give nothing."""
    if len(typed) > _LONGEST or (typed.isascii() and len(typed) < _BARE):
        return ""
    cuts = [" ".join(cut) for cut in islice(_cuts(typed, model), _MOST_CUTS + 1)]
    if len(cuts) > _MOST_CUTS:
        return ""
    readings = {reading for reading in cuts if _is_said(reading, model)}
    return readings.pop() if len(readings) == 1 else ""


def _cuts(typed: str, model: Restorer) -> Iterator[list[str]]:
    for at in range(_SHORTEST, len(typed) - _SHORTEST + 1):
        head, tail = typed[:at], typed[at:]
        if not (is_syllable(head) and model.knows(head)):
            continue
        if is_syllable(tail) and model.knows(tail):
            yield [head, tail]
        for rest in _cuts(tail, model):
            yield [head, *rest]


def _is_said(reading: str, model: Restorer) -> bool:
    """Tell whether statutes have these syllables one after the other, once their diacritics are there."""
    restored = apply(reading, model.restore(reading))
    spoken = [word.text for word in words(restored)]
    return all(model.follows(one, other) for one, other in zip(spoken, spoken[1:], strict=False))
