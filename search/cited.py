"""The documents and articles that a question names by number, and what to say of those that are not there."""

from __future__ import annotations

from functools import cached_property

from corpus.citation import Citation
from corpus.model import PUBLIC, Article, article_id
from corpus.store import DocumentInfo, Store

from .facets import why_nothing
from .filters import Library, passes
from .model import Filters, Reading
from .notices import Code, Notice

Found = tuple[str, DocumentInfo, Article]
"""An article's id, its document as it stands for whoever asks, and the article."""
_FIRST = ("1", "§1")  # number of a document's first article, or of a paper's first section


class Citations:
    """Looks up what citations name, for someone with these filters.

    Parameters
    ----------
    store : Store
    library : Library
    filters : Filters
    """

    def __init__(self, store: Store, library: Library, filters: Filters) -> None:
        self._store, self._library, self._filters = store, library, filters

    @cached_property
    def _visible(self) -> dict[str, DocumentInfo]:
        return {info.id: info for info in self._library.visible(self._filters)}

    def documents(self, citation: Citation) -> list[DocumentInfo]:
        """Give the documents that a citation names, also those that the filters hide, never another reader's."""
        if citation.document_number is None:
            return []
        known, seen = self._library.documents, self._filters.collections
        ids = self._store.resolve_number(citation.document_number)
        there = (self._library.shown(known[i], seen) for i in ids if i in known)
        # A public document is nobody's secret where only one's own are searched.
        return [info for info in there if info.collection in (PUBLIC, *seen)]

    def articles(self, citation: Citation) -> list[Found]:
        """Give the articles that a citation names: one, or those of that number where it names no document.

        A document named without an article gives its first.
        """
        if citation.document_number is None:
            wanted = list(self._visible) if citation.article else []
        else:
            wanted = [info.id for info in self.documents(citation) if info.id in self._visible]
        numbers = (citation.article,) if citation.article else _FIRST
        keys = [article_id(document, number) for document in wanted for number in numbers]
        found = self._store.articles(keys)
        return [(key, self._visible[found[key][0].id], found[key][1]) for key in keys if key in found]

    def there(self, citation: Citation) -> bool:
        """Tell whether the document that a citation names, and the article if it names one, can be shown."""
        if citation.article:
            return bool(self.articles(citation))
        return any(passes(info, self._filters) for info in self.documents(citation))

    def remarks(self, citation: Citation, found: list[Found]) -> list[Notice]:
        """Say what there is to say of a citation that is the whole question."""
        if not found:
            return self.missing(citation)
        if citation.document_number is None:
            return [Notice(Code.WHICH)]
        _, info, article = found[0]
        if citation.clause and all(clause.number != citation.clause for clause in article.clauses):
            values = {"article": article.number, "title": info.title, "clause": citation.clause}
            return [Notice(Code.NO_CLAUSE, values | {"count": str(len(article.clauses))})]
        return []

    def missing(self, citation: Citation) -> list[Notice]:
        """Say what is not there: the document, the article in it, or what the filters hide."""
        known = self.documents(citation)
        passing = [info for info in known if passes(info, self._filters)]
        if known and not passing:
            return [Notice(Code.HIDDEN, {"title": known[0].title, "number": known[0].number})]
        if passing and citation.article:
            info, wanted = passing[0], {"article": citation.article}
            values = {"title": info.title, "number": info.number, "count": str(info.article_count)}
            return [Notice(Code.NO_ARTICLE, wanted | values)]
        if passing:
            return [Notice(Code.NOTHING)]
        if citation.document_number:
            return [Notice(Code.NO_DOCUMENT, {"number": citation.document_number})]
        if not self._visible:
            return why_nothing(self._library, self._filters)
        narrowed = self._filters != Filters(collections=self._filters.collections)
        return [Notice(Code.NOWHERE_PASSING if narrowed else Code.NOWHERE, {"article": citation.article or ""})]

    def opened(self, reading: Reading, found: list[Found]) -> str | None:
        """Give the one document or article that a question is nothing but the number, citation or title of.

        Parameters
        ----------
        reading : Reading
        found : list of Found
            What its first citation names, where it is nothing but that citation.
        """
        if not reading.bare or reading.citation is None:
            ids = self._library.titled(reading.text)
        elif reading.citation.article:
            return found[0][0] if len(found) == 1 else None
        else:
            ids = [info.id for info in self.documents(reading.citation)]
        passing = [document for document in ids if document in self._visible]
        return passing[0] if len(passing) == 1 else None
