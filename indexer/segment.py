"""Text to the terms that BM25 counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.encoding import normalise

# Document numbers ("100/2019/NĐ-CP"), dates ("01/01/2021"), amounts ("1.500.000", "0,5%") and words.
# The first three stay whole: pyvi would split them, and a number is what a citation is found by.
_TERM = re.compile(r"\d+(?:/\d+)*(?:/[^\W\d_]+(?:-[^\W\d_]+)*)|\d+(?:[./,]\d+)*|[^\W\d_]+")

Segmenter = Callable[[str], list[str]]


def syllables(text: str) -> list[str]:
    """Give the lower-case syllables, numbers and codes of a text, in order."""
    return [term.lower() for term in _TERM.findall(normalise(text))]
