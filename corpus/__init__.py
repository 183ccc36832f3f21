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
from corpus.model import (
    PUBLIC,
    Action,
    Amendment,
    Article,
    Clause,
    Document,
    Effect,
    Point,
    Reference,
    Status,
    article_id,
)
from corpus.passage_store import Changes, PassageRow, PassageSpan
from corpus.store import DocumentInfo, Store
from corpus.structure import Outline, parse, parse_clauses

__all__ = [
    "PUBLIC",
    "Action",
    "Amendment",
    "Article",
    "Changes",
    "Citation",
    "Clause",
    "Document",
    "DocumentConflict",
    "DocumentInfo",
    "DocumentTooLarge",
    "Effect",
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
