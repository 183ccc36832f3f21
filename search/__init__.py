"""Reads a question, retrieves, fuses and reranks: the engine that everything outside uses."""

from search.engine import SearchEngine
from search.facets import Facet, Facets
from search.model import Evidence, Filters, Hit, Reading, SearchResponse
from search.notices import Code, Notice

__all__ = [
    "Code",
    "Evidence",
    "Facet",
    "Facets",
    "Filters",
    "Hit",
    "Notice",
    "Reading",
    "SearchEngine",
    "SearchResponse",
]
