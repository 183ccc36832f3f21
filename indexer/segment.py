"""Text to the terms that BM25 counts: syllables, and the compound words that pyvi finds.

Vietnamese writes a word's syllables apart ("thai sản" is one word). Counting both the
syllables and the compounds lets a question match on either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from corpus.encoding import normalise

_BLOCK = 400  # syllables given to pyvi at once: its time grows with the square of the length

Segmenter = Callable[[str], list[str]]

# Document numbers ("100/2019/NĐ-CP"), dates ("01/01/2021") and amounts ("1.500.000", "0,5") stay whole:
# a citation is found by its number, and pyvi would cut it to pieces.
_CODE = r"\d+(?:/\d+)*/[^\W\d_]+\d*(?:-[^\W\d_]+\d*)*|\d+(?:[./,]\d+)*[a-z]?"
_TERM = re.compile(rf"{_CODE}|[^\W\d_]+")
_CODES = re.compile(_CODE)


def syllables(text: str) -> list[str]:
    """Give the lower-case syllables, numbers and codes of a text, in order."""
    return [term.lower() for term in _TERM.findall(normalise(text))]


def words(text: str) -> list[str]:
    """Give the terms of `syllables`, then the compound words ("thai_sản") in the text.

    Numbers, dates and citations are hidden from the segmenter.
    """
    plain = normalise(text).lower()
    terms = _TERM.findall(plain)
    syllable_list = _CODES.sub(" ", plain).split()
    blocks = (" ".join(syllable_list[at : at + _BLOCK]) for at in range(0, len(syllable_list), _BLOCK))
    return terms + [word for block in blocks for word in _pyvi()(block).split() if "_" in word.strip("_")]


@cache
def _pyvi() -> Callable[[str], str]:
    """Import on first use: pyvi takes two seconds to load its model."""
    from pyvi import ViTokenizer

    tokenize: Callable[[str], str] = ViTokenizer.tokenize
    return tokenize


SEGMENTERS: dict[str, Segmenter] = {"pyvi": words, "none": syllables}
"""By the name that the setting ``TRALUAT_SEGMENTER`` takes."""
