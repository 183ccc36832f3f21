"""Legal documents: what they are, how they are read, and where they are kept."""

from corpus.citation import Citation, find_citations, format_citation, is_bare, normalise_number
from corpus.encoding import fold, normalise
from corpus.errors import (
    DocumentConflict,
    DocumentTooLarge,
    InvalidQuestion,
    ModelUnavailable,
    StoreUnavailable,
    TraLuatError,
    UnknownDocument,
    UnreadableDocument,
    UnsupportedFormat,
)
from corpus.model import PUBLIC, Amendment, Article, Clause, Document, Point, Reference, Status, article_id
from corpus.store import Changes, DocumentInfo, PassageRow, PassageSpan, Store
from corpus.structure import Outline, parse, parse_clauses

__all__ = [
    "PUBLIC",
    "Amendment",
    "Article",
    "Changes",
    "Citation",
    "Clause",
    "Document",
    "DocumentConflict",
    "DocumentInfo",
    "DocumentTooLarge",
    "InvalidQuestion",
    "ModelUnavailable",
    "Outline",
    "PassageRow",
    "PassageSpan",
    "Point",
    "Reference",
    "Status",
    "Store",
    "StoreUnavailable",
    "TraLuatError",
    "UnknownDocument",
    "UnreadableDocument",
    "UnsupportedFormat",
    "article_id",
    "find_citations",
    "fold",
    "format_citation",
    "is_bare",
    "normalise",
    "normalise_number",
    "parse",
    "parse_clauses",
]
