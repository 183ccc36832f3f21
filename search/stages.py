"""One question from beginning to end: the first stage's articles, then those that the reranker has read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Article
from corpus.store import DocumentInfo, Store
from indexer.sync import Indexes

from . import hits, query, terms
from .cited import Citations, Found
from .facets import why_nothing
from .filters import Library
from .fusion import Candidate
from .model import Filters, Hit, Reading, SearchResponse
from .notices import Code, Notice
from .ranking import Ranked, Ranking, Timings
from .suggest import Suggester

MAX_LIMIT = 100
_NOTICES = 3  # at most together, for a question may name a hundred documents


@dataclass(frozen=True)
class State:
    """What one question is answered from; replaced whole when the store changes."""

    store: Store
    indexes: Indexes
    library: Library
    ranking: Ranking

    @cached_property
    def suggester(self) -> Suggester:
        """What completes titles and numbers; made when first asked for."""
        return Suggester(self.library)


def stages(
    state: State, question: str, filters: Filters, limit: int, keep: Collection[str], depth: int
) -> Iterator[SearchResponse]:
    """Give the first stage's answer, then the final one; where they are the same, only that.

    Parameters
    ----------
    state : State
    question, filters, limit, keep
        See :meth:`search.engine.SearchEngine.stages`.
    depth : int
        Articles that the reranker reads.
    """
    timings = Timings()
    reading = query.read(question, keep)
    limit = max(1, min(limit, MAX_LIMIT))
    citations = Citations(state.store, state.library, filters)
    if reading.bare:
        yield _of_citation(reading, citations, limit, timings)
    else:
        yield from _Search(state, filters, reading, citations, timings).stages(limit, max(limit, depth))


def _of_citation(reading: Reading, citations: Citations, limit: int, timings: Timings) -> SearchResponse:
    citation = reading.citations[0]
    found = citations.articles(citation)
    opens = citations.opened(reading, found)
    shown = tuple(hits.cited_hit(key, info, article, citation) for key, info, article in found[:limit])
    notices = [] if opens and not citation.article else citations.remarks(citation, found)
    timings.lap("query")
    return _response(reading, shown, notices, timings, opens=opens)


class _Search:
    """A question in words, with what was found for it so far."""

    def __init__(
        self, state: State, filters: Filters, reading: Reading, citations: Citations, timings: Timings
    ) -> None:
        self._state, self._filters, self._reading = state, filters, reading
        self._citations, self._timings = citations, timings
        self._names = state.library.catalogue.article_ids
        self._weights = hits.weights(reading.text, state.ranking)
        self._terms = terms.telling(reading.text, state.ranking)
        self._opens = citations.opened(reading, [])
        self._notices = self._known_notices()
        self._found: dict[str, tuple[DocumentInfo, Article]] = {}
        timings.lap("query")

    def stages(self, limit: int, depth: int) -> Iterator[SearchResponse]:
        cited = self._cited()
        candidates = self._retrieve(cited, depth)
        if candidates and self._state.ranking.reranker is not None:
            shown = tuple(self._hit(candidate) for candidate in candidates[:limit])
            self._timings.lap("fusion")
            yield self._response(shown, self._notices, reranked=False)
            self._timings.resume()
        pinned = {key for key, _, _ in cited}
        ranked = self._rerank(candidates, pinned)
        self._timings.lap("rerank")
        shown = tuple(self._hit(r.candidate, r) for r in ranked[:limit])
        yield self._response(shown, [*self._notices, *self._doubts(shown, pinned)])

    def _cited(self) -> list[Found]:
        """Give the articles that the question names along with other words."""
        return [
            found
            for citation in self._reading.citations
            if citation.article and citation.document_number
            for found in self._citations.articles(citation)
        ]

    def _retrieve(self, cited: Sequence[Found], depth: int) -> list[Candidate]:
        state = self._state
        candidates = state.ranking.retrieve(self._reading.text, self._timings, state.library.allowed(self._filters))
        candidates = hits.with_cited(candidates, cited, state.library)[:depth]
        loaded = state.store.articles([self._names[candidate.article] for candidate in candidates])
        self._found = {
            key: (state.library.shown(info, self._filters.collections), article)
            for key, (info, article) in loaded.items()
        }
        return [candidate for candidate in candidates if self._names[candidate.article] in self._found]

    def _rerank(self, candidates: Sequence[Candidate], pinned: Collection[str]) -> list[Ranked]:
        library, found = self._state.library, self._found
        ranked = self._state.ranking.rerank(
            self._reading.text, candidates, lambda cs: [hits.text_of(c, library, found) for c in cs]
        )
        return sorted(ranked, key=lambda r: self._names[r.candidate.article] not in pinned)

    def _hit(self, candidate: Candidate, ranked: Ranked | None = None) -> Hit:
        return hits.hit(candidate, self._state.library, self._found, self._weights, ranked)

    def _known_notices(self) -> list[Notice]:
        """Say what is known before anything is found."""
        partial = [Notice(Code.PARTIAL)] if self._state.indexes.incomplete() else []
        return partial + [
            notice
            for citation in self._reading.citations
            if citation.document_number and not self._citations.there(citation)
            for notice in self._citations.missing(citation)
        ]

    def _doubts(self, shown: Sequence[Hit], pinned: Collection[str]) -> list[Notice]:
        """Say that there is nothing to show, or nothing good enough."""
        if not shown:
            return why_nothing(self._state.library, self._filters)
        unsure = shown[0].score < self._state.ranking.calibration.threshold and not pinned
        partial = any(notice.code is Code.PARTIAL for notice in self._notices)
        return [Notice(Code.WEAK)] if unsure and not partial else []

    def _response(self, shown: tuple[Hit, ...], notices: list[Notice], *, reranked: bool = True) -> SearchResponse:
        return _response(
            self._reading, shown, notices, self._timings, reranked=reranked, terms=self._terms, opens=self._opens
        )


def _response(
    reading: Reading,
    shown: tuple[Hit, ...],
    notices: Sequence[Notice],
    timings: Timings,
    *,
    reranked: bool = True,
    terms: tuple[str, ...] = (),
    opens: str | None = None,
) -> SearchResponse:
    last = tuple(dict.fromkeys(notices))[-_NOTICES:]
    return SearchResponse(
        reading=reading,
        hits=shown,
        notice=" ".join(map(str, last)) or None,
        timings_ms=timings.ms | {"total": sum(timings.ms.values())},
        notices=last,
        reranked=reranked,
        terms=terms,
        opens=opens,
    )
