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

PERSONAL = "~"
"""Names of collections that belong to one reader begin so. Two readers may have the same decree, and
neither may learn of the other's: ids of their documents begin with the collection."""

OWN = f"{PERSONAL}/"
"""Before what stands in a link for a personal document: the name of its collection is nobody else's to know."""

TEMPORARY = "~visit-"
"""Names of personal collections that are erased when their reader leaves begin so."""


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
        "139", "217a"; "§1", "§2" … for the sections of a paper that has no Điều.
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


class Action(StrEnum):
    """What one document does to another; the value is a stable key, never shown."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an article of this document does to another document ("Nghị định này thay thế …").

    Attributes
    ----------
    article_number : str
        The article of this document that says so.
    action : Action
    target : str
        Number of the other document, normalised.
    target_article : str
        Number of its article; empty when all of it is meant.
    effective_on : date or None
        None: from this document's own date of effect.
    """

    article_number: str
    action: Action
    target: str
    target_article: str = ""
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

    ``id`` is what :func:`document_id` gives; ``sha256`` is of the bytes read.
    ``amendments`` are what others did to it, ``effects`` what it does to others.
    ``warnings`` are Vietnamese remarks of the reader, for the preview; they are not stored.
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
    effects: tuple[Effect, ...] = field(default=())
    warnings: tuple[str, ...] = field(default=(), compare=False)


def document_id(number: str, collection: str, sha256: str) -> str:
    """Give the identifier of a document.

    The normalised number ("45/2019/QH14"); for a paper without one
    ``<collection>/<first 12 hex of its SHA-256>``; in a personal collection the number
    stands behind the collection's name.
    """
    if collection.startswith(PERSONAL) or not number:
        return f"{collection}/{number or sha256[:12]}"
    return number


def address_of(identifier: str) -> str:
    """Give the identifier of a document or article as links hold it; its reader finds the document by it again.

    Examples
    --------
    >>> address_of("~browser-1234/11/2024/TT-BCA#2"), address_of("45/2019/QH14#139")
    ('~/11/2024/TT-BCA#2', '45/2019/QH14#139')
    """
    return f"{OWN}{identifier.partition('/')[2]}" if identifier.startswith(PERSONAL) else identifier


def article_id(document_id: str, number: str) -> str:
    """Give the identifier of an article, such as ``45/2019/QH14#139``."""
    return f"{document_id}#{number}"
