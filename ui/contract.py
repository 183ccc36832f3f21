"""What the page needs of a search engine, and no more: tests can hand it anything of this shape."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from search.background import Progress
from search.model import Filters, SearchResponse
from search.shelf import Shelf


class DocumentLine(Protocol):
    """What the page shows of a document: ``corpus.DocumentInfo`` has it."""

    @property
    def kind(self) -> str:
        """Such as "Bộ luật"; empty when unknown."""

    @property
    def article_count(self) -> int:
        """How many articles it has."""


class ShelfLine(DocumentLine, Protocol):
    """What the list of one's own documents shows of one."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def number(self) -> str:
        """Its document number; empty when it has none."""

    @property
    def issued_on(self) -> date | None:
        """The day it bears."""


class Engine(Protocol):
    """What the page calls: ``search.engine.SearchEngine`` has it.

    Every method may raise ``corpus.errors.TraLuatError``, whose message is for the screen.
    """

    def search(self, question: str, filters: Filters = ..., limit: int = ...) -> SearchResponse:
        """Answer a question."""

    def documents(self, collections: Collection[str] | None = ...) -> Sequence[DocumentLine]:
        """List the documents that can answer someone who sees these collections."""

    def shelf(self, collection: str) -> Shelf:
        """Give access to the documents of one collection."""

    def embedding(self) -> Progress | None:
        """Tell how far the embedding is that goes on at this moment."""
