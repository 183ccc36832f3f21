"""What the page needs of a search engine, and no more: tests can hand it anything of this shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from search.background import Progress
from search.facets import Facets
from search.model import Filters, SearchResponse
from search.reader import Reader
from search.shelf import Shelf
from search.state import LibraryState
from search.suggest import Suggestion
from ui.desk_contract import Kept


class DocumentLine(Protocol):
    """What the page shows of a document: ``corpus.DocumentInfo`` has it."""

    @property
    def kind(self) -> str:
        """Such as "Bộ luật"; empty when unknown."""

    @property
    def article_count(self) -> int:
        """How many articles it has."""

    @property
    def issued_on(self) -> date | None:
        """The day it bears."""


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


class Workspace(Kept, Protocol):
    """What one reader keeps: ``corpus.workspace.Workspace`` has it. Any method may raise ``TraLuatError``."""

    def pin(self, article_id: str, citation: str, document_title: str) -> None:
        """Put an article into the working folder."""

    def remember(self, question: str, filters: Mapping[str, str], found: int) -> None:
        """Keep a question in the history, if the reader wants that."""

    def judge(self, question: str, article_id: str, right: bool | None, passage: str) -> None:
        """Keep whether an article answers a question; None takes it back."""

    def judged(self, question: str) -> Mapping[str, bool]:
        """Give what was judged of a question."""


class Engine(Protocol):
    """What the page calls: ``search.engine.SearchEngine`` has it.

    Every method may raise ``corpus.errors.TraLuatError``, whose message is for the screen.
    """

    def stages(
        self, question: str, filters: Filters = ..., limit: int = ..., keep: Collection[str] = ...
    ) -> Iterator[SearchResponse]:
        """Answer a question, first with what is found at once, then with the final ranking."""

    def facets(self, filters: Filters) -> Facets:
        """Count what each filter would let through."""

    def suggest(self, typed: str, collections: Collection[str], limit: int = ...) -> Sequence[Suggestion]:
        """Give documents that what is typed may be the beginning of."""

    def reader(self, collections: Collection[str]) -> Reader:
        """Give access to whole documents, for someone who sees these collections."""

    def workspace(self, owner: str) -> Workspace:
        """Give access to what one reader keeps."""

    def library_state(self, collections: Collection[str]) -> LibraryState:
        """Describe the library, its indexes and models."""

    def documents(self, collections: Collection[str] | None = ...) -> Sequence[DocumentLine]:
        """List the documents that can answer someone who sees these collections."""

    def shelf(self, collection: str) -> Shelf:
        """Give access to the documents of one collection."""

    def embedding(self) -> Progress | None:
        """Tell how far the embedding is that goes on at this moment."""
