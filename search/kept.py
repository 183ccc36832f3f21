"""What a reader wants left as typed: pieces of a question that are not to be read otherwise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from corpus.citation import Citation, find_citations
from corpus.encoding import normalise

from .diacritics import Edit

EVERYTHING = "*"
"""The piece that stands for the whole question."""
_LONGEST = 1000  # characters of a piece: no question is longer

_Provision = tuple[str | None, str | None, str | None, str | None]


class Kept:
    """Pieces that a reader wants left as typed, and which of them there was something to leave of.

    A piece counts wherever it stands as whole words, so that it stays left alone whatever
    else of the question is read otherwise or left alone later.

    Parameters
    ----------
    pieces : collection of str
    """

    def __init__(self, pieces: Collection[str]) -> None:
        short = (piece for piece in pieces if len(piece) <= _LONGEST)
        clean = {piece: " ".join(normalise(piece).split()) for piece in short}
        self._pieces = {piece: text for piece, text in clean.items() if text}
        self._found: set[str] = set()

    def found(self) -> tuple[str, ...]:
        """Give the pieces of which something was left alone, in the order they were given."""
        return tuple(piece for piece in self._pieces if piece in self._found)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Give where in a text the pieces stand."""
        return [(start, end) for start, end, _ in self._places(text)]

    def spared(self, text: str, edits: Iterable[Edit]) -> list[Edit]:
        """Give the edits of a text that touch none of the pieces."""
        places = list(self._places(text))
        left = []
        for edit in edits:
            touched = {piece for start, end, piece in places if start < edit.end and edit.start < end}
            self._found |= touched
            if not touched:
                left.append(edit)
        return left

    def uncited(self, text: str, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """Give the citations in a text that no piece is the text of, or is another way to write."""
        meant: dict[_Provision, str] = {}
        for piece, clean in self._pieces.items():
            for citation in find_citations(clean):
                if (citation.start, citation.end) == (0, len(clean)):
                    meant[_provision(citation)] = piece
        written = {clean: piece for piece, clean in self._pieces.items()}
        left = []
        for citation in citations:
            as_written = written.get(text[citation.start : citation.end])
            if kept := as_written or meant.get(_provision(citation)):
                self._found.add(kept)
            else:
                left.append(citation)
        return tuple(left)

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        for piece, clean in self._pieces.items():
            # Not in the middle of a word or a number.
            for match in re.finditer(rf"(?<![^\W_]){re.escape(clean)}(?![^\W_])", text):
                yield *match.span(), piece


def _provision(citation: Citation) -> _Provision:
    return citation.article, citation.clause, citation.point, citation.document_number
