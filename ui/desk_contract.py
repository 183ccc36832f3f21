"""What the working folder and the history need of the engine, and no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from corpus.model import Article, Document, Status
from search.feedback import Judged


class PinLine(Protocol):
    """A pinned article: ``corpus.workspace.Pin`` has it."""

    @property
    def article_id(self) -> str:
        """Its identifier."""

    @property
    def document_title(self) -> str:
        """The name of its document."""

    @property
    def citation(self) -> str:
        """As lawyers write it."""

    @property
    def note(self) -> str:
        """The reader's; may be empty."""


class SearchLine(Protocol):
    """A question that was asked: ``corpus.workspace.Search`` has it."""

    @property
    def id(self) -> int:
        """Its identifier."""

    @property
    def question(self) -> str:
        """As it was asked."""

    @property
    def filters(self) -> Mapping[str, str]:
        """What ``ui.choices.Choices.kept`` gave."""

    @property
    def asked_at(self) -> datetime:
        """In UTC, without a zone."""

    @property
    def found(self) -> int:
        """How many articles it found."""


class Kept(Protocol):
    """What one reader keeps: ``corpus.workspace.Workspace`` has it. Any method may raise ``TraLuatError``."""

    def pins(self) -> Sequence[PinLine]:
        """List the pinned articles in order."""

    def unpin(self, article_id: str) -> None:
        """Take one out."""

    def annotate(self, article_id: str, note: str) -> None:
        """Write its note."""

    def move(self, article_id: str, place: int) -> None:
        """Put it at a place, counted from 0."""

    def clear_pins(self) -> None:
        """Take all of them out."""

    def searches(self, containing: str = ..., limit: int = ...) -> Sequence[SearchLine]:
        """List the questions asked, the newest first."""

    def forget(self, search_id: int) -> None:
        """Erase one."""

    def forget_all(self) -> None:
        """Erase all."""

    @property
    def remembering(self) -> bool:
        """Whether questions are kept."""

    def set_remembering(self, remembering: bool) -> None:
        """Keep them, or not, from now on."""

    def judgements(self) -> Sequence[Judged]:
        """List what was judged, the newest first."""

    def clear_judgements(self) -> None:
        """Erase all judgements."""


class Info(Protocol):
    """A document without its articles: ``corpus.store.DocumentInfo`` has it."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def number(self) -> str:
        """Its number; may be empty."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def kind(self) -> str:
        """Such as "Bộ luật"."""

    @property
    def issuer(self) -> str:
        """Who issued it."""

    @property
    def issued_on(self) -> date | None:
        """The day it bears."""

    @property
    def effective_on(self) -> date | None:
        """Since when it is in force."""

    @property
    def expires_on(self) -> date | None:
        """From when it no longer is."""

    @property
    def status(self) -> Status:
        """Whether it is in force today."""

    @property
    def source_url(self) -> str:
        """Where it comes from."""

    @property
    def collection(self) -> str:
        """Whose it is."""


class Texts(Protocol):
    """What someone may read: ``search.reader.Reader`` has it. All of it raises ``UnknownDocument``."""

    def document(self, document_id: str) -> Document:
        """Give a whole document, with what others did to it."""

    def info(self, document_id: str) -> Info:
        """Give a document's data."""

    def article(self, article_key: str) -> tuple[Info, Article]:
        """Give an article with its document's data."""


class DeskEngine(Protocol):
    """What the two tabs call: ``search.engine.SearchEngine`` has it."""

    def workspace(self, owner: str) -> Kept:
        """Give access to what one reader keeps."""

    def reader(self, collections: Collection[str]) -> Texts:
        """Give access to whole documents, for someone who sees these collections."""
