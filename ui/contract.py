"""What the page needs of a search engine, and no more: tests can hand it anything of this shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from search.model import Filters, SearchResponse


class DocumentLine(Protocol):
    """What the page shows of a document: ``corpus.DocumentInfo`` has it."""

    @property
    def kind(self) -> str:
        """Such as "Bộ luật"; empty when unknown."""

    @property
    def article_count(self) -> int:
        """How many articles it has."""


class Engine(Protocol):
    """What the page calls: ``search.engine.SearchEngine`` has it.

    Every method may raise ``corpus.errors.TraLuatError``, whose message is for the screen.
    """

    def search(self, question: str, filters: Filters = ..., limit: int = ...) -> SearchResponse:
        """Answer a question."""

    def documents(self) -> Sequence[DocumentLine]:
        """List the documents that can answer."""
