"""What a legal document is: frozen records that readers make, the store keeps and the search shows.

Positions are character offsets into the article's own text, start inclusive, end
exclusive, so that any of them can be highlighted without searching for it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PUBLIC = "public"
"""The collection of the statute book: everyone's to read."""


class Status(StrEnum):
    """Whether a document or article is in force; the value is a stable key, never shown."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    PARTLY_EXPIRED = "partly_expired"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """Điểm: a lettered point of a clause ("a", "đ", "a1")."""

    letter: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Khoản: a numbered clause ("1", "2a") with its points; it spans them and their text."""

    number: str
    start: int
    end: int
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """Điều: the unit that is searched, ranked and cited.

    Attributes
    ----------
    number : str
        "139", "217a".
    title : str
        Heading without "Điều 139."; empty when the article has none.
    text : str
        Body after the heading line, normalised, lines separated by one line feed.
    path : tuple of str
        Headings above it, outermost first ("Phần thứ hai …", "Chương XI …", "Mục 1 …").
    clauses : tuple of Clause
        In order; text before the first or without any belongs to the article alone.
    """

    number: str
    title: str
    text: str
    path: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """What another document's article did to an article of this one, and since when."""

    article_number: str
    action: str
    by_document: str
    by_article: str = ""
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention, in an article, of another provision; ``target`` is an article or document id."""

    article_number: str
    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Document:
    """A law, decree, circular or uploaded paper.

    ``id`` is the normalised document number ("45/2019/QH14") or, for a paper without
    one, ``<collection>/<first 12 hex of its SHA-256>``; ``sha256`` is of the bytes read.
    """

    id: str
    number: str
    title: str
    articles: tuple[Article, ...]
    kind: str = ""
    issuer: str = ""
    signer: str = ""
    subject: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    status: Status = Status.UNKNOWN
    source_url: str = ""
    sha256: str = ""
    collection: str = PUBLIC
    amendments: tuple[Amendment, ...] = field(default=())
    references: tuple[Reference, ...] = field(default=())


def article_id(document_id: str, number: str) -> str:
    """Give the identifier of an article, such as ``45/2019/QH14#139``."""
    return f"{document_id}#{number}"
