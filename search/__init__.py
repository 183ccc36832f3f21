"""Reads a question, retrieves, fuses and reranks: the engine that everything outside uses."""

from search.engine import SearchEngine
from search.model import Evidence, Filters, Hit, Reading, SearchResponse

__all__ = ["Evidence", "Filters", "Hit", "Reading", "SearchEngine", "SearchResponse"]
