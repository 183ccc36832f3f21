"""Legal documents: what they are, how they are read, and where they are kept."""

from corpus.citation import Citation, find_citations, format_citation, is_bare, normalise_number
from corpus.encoding import fold, normalise
from corpus.errors import (
    DocumentConflict,
    DocumentTooLarge,
    InvalidQuestion,
    LimitReached,
    ModelUnavailable,
    StoreUnavailable,
    TraLuatError,
    UnknownDocument,
    UnreadableDocument,
    UnsupportedFormat,
)
from corpus.links import Referring
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
from corpus.workspace import Judgement, Pin, Search, Workspace

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
    "Judgement",
    "LimitReached",
    "ModelUnavailable",
    "Outline",
    "PassageRow",
    "PassageSpan",
    "Pin",
    "Point",
    "Reference",
    "Referring",
    "Search",
    "Status",
    "Store",
    "StoreUnavailable",
    "TraLuatError",
    "UnknownDocument",
    "UnreadableDocument",
    "UnsupportedFormat",
    "Workspace",
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
