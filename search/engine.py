"""The façade that pages, commands and tests use: a question in, ranked articles out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from corpus.citation import Citation
from corpus.errors import ModelUnavailable, StoreUnavailable
from corpus.intake import ensure_builtin
from corpus.model import PUBLIC, TEMPORARY, Article, article_id
from corpus.store import DocumentInfo, Store
from indexer.embedder import Embedder
from indexer.segment import SEGMENTERS
from indexer.sync import Indexes, Progress, Synchroniser
from models.hub import locate
from models.runtime import ModelMissing
from reranker.calibrate import Calibration
from reranker.model import Reranker
from settings import Settings

from . import background, hits, query
from .filters import Library, passes
from .model import Filters, Reading, SearchResponse
from .ranking import Ranking, Timings
from .shelf import Shelf, forget_old

MAX_LIMIT = 100

WEAK = "Không tìm thấy điều luật phù hợp trong các văn bản hiện có. Dưới đây là những điều gần nhất, chỉ để tham khảo."
MODELS = "Không mở được mô hình; hãy kiểm tra thư mục models, hoặc TRALUAT_RETRIEVER và TRALUAT_RERANKER."
PARTIAL = "Chỉ mục theo nghĩa đang được lập: lúc này kết quả chủ yếu dựa trên từ ngữ của câu hỏi."
_NOTICES = 3  # at most together, for a question may name a hundred documents
NOTHING = "Không tìm thấy điều luật phù hợp trong các văn bản hiện có."
NO_CLAUSE = "Điều {article} {title} không có khoản {clause} (điều này có {count} khoản)."
HIDDEN = "{title} số {number} không qua được bộ lọc đang chọn. Hãy bỏ bớt bộ lọc."
WHICH = "Câu hỏi không nói điều này của văn bản nào; dưới đây là các điều cùng số."


def _quiet(stage: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class _State:
    """What one question is answered from; replaced whole when the store changes."""

    indexes: Indexes
    library: Library
    ranking: Ranking


class SearchEngine:
    """Answers questions over the library. Safe to use from several threads.

    Use `open`; the constructor takes ready parts, for tests and special set-ups.
    """

    def __init__(
        self,
        store: Store,
        synchroniser: Synchroniser,
        reranker: Reranker | None,
        calibration: Calibration,
        settings: Settings,
    ) -> None:
        self._store, self._synchroniser, self._reranker = store, synchroniser, reranker
        self._calibration, self._settings = calibration, settings
        self._writing = threading.Lock()
        self._embedding = background.Embedding(synchroniser, self._caught_up, self._writing, time.monotonic)
        self._state: _State | None = None

    @classmethod
    def open(cls, settings: Settings, progress: Progress = _quiet, *, patient: bool = True) -> SearchEngine:
        """Open the library of ``settings.home``, with the built-in codes, ready to answer.

        Parameters
        ----------
        settings : Settings
        progress : callable
        patient : bool
            Wait until everything is indexed; otherwise what takes long is done while questions
            are answered.

        Raises
        ------
        StoreUnavailable
            The home folder cannot be written, or its store is broken.
        ModelUnavailable
            A model folder is missing or unusable.
        """
        home = settings.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            (home / "models").mkdir(exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(
                f"Không ghi được vào thư mục dữ liệu {home}.", f"cannot write {home}: {error}"
            ) from None
        store = Store(settings.database_url())
        try:
            ensure_builtin(store)
            embedder, reranker, calibration = load_models(settings)
            segment = SEGMENTERS[settings.segmenter]
            synchroniser = Synchroniser(store, embedder, segment, home / "index")
            engine = cls(store, synchroniser, reranker, calibration, settings)
            if patient:
                engine.refresh(progress)
            else:
                engine._follow(progress, parts=1)
                engine._embedding.start()
        except OSError as error:
            store.close()
            raise StoreUnavailable(f"Không ghi được vào thư mục dữ liệu {home}.", str(error)) from error
        except BaseException:
            store.close()
            raise
        return engine

    def refresh(self, progress: Progress = _quiet) -> None:
        """Bring the indexes up to the store; questions asked meanwhile see the library as it was."""
        self._follow(progress)
        self._synchroniser.embed(self._ready().indexes, progress, self._writing)

    def follow(self, progress: Progress = _quiet) -> None:
        """Bring BM25 up to the store; the vectors follow while questions are answered."""
        self._follow(progress)
        self._embedding.start()

    def embedding(self) -> background.Progress | None:
        """Tell how far the embedding is that goes on at this moment; None when there is none."""
        return self._embedding.progress()

    def wait_for_embedding(self) -> None:
        """Wait until every passage has its vector."""
        self._embedding.wait()

    def shelf(self, collection: str) -> Shelf:
        """Give access to the documents of one collection, which must not be everyone's."""
        if collection == PUBLIC:
            raise ValueError("the public collection is nobody's own")
        return Shelf(self._store, collection, self.follow)

    def tidy(self) -> None:
        """Erase what a program that was cut off could not: documents of visits, and what was taken out long ago."""
        forget_old(self._store)
        left = {info.collection for info in self._store.documents() if info.collection.startswith(TEMPORARY)}
        for collection in left:
            self._store.erase(collection)
        if left:
            self.follow()

    def _caught_up(self, stop: Callable[[], bool]) -> Indexes:
        while self._ready().indexes.revision != self._store.revision() and not stop():
            self._follow(_quiet, parts=1)
        return self._ready().indexes

    def _follow(self, progress: Progress, parts: int | None = None) -> None:
        with self._writing:
            indexes = self._state.indexes if self._state else self._synchroniser.load()
            indexes = self._synchroniser.follow(indexes, progress, parts)
            library = Library(self._store)
            ranking = Ranking(
                indexes.lexical,
                indexes.vectors,
                self._synchroniser.embedder,
                self._synchroniser.segment,
                library.catalogue,
                self._reranker,
                self._calibration,
            )
            self._state = _State(indexes, library, ranking)

    def search(self, question: str, filters: Filters = Filters(), limit: int = 10) -> SearchResponse:  # noqa: B008
        """Answer a question with ranked articles.

        Parameters
        ----------
        question : str
            As typed.
        filters : Filters
        limit : int
            Most hits to give, 1 to 100.

        Raises
        ------
        corpus.errors.InvalidQuestion
            Empty, too long, or without a word in it.
        """
        timings = Timings()
        state = self._ready()
        reading = query.read(question)
        limit = max(1, min(limit, MAX_LIMIT))
        timings.lap("query")
        if reading.bare and reading.citation:
            cited = self._cited(reading.citation, state.library, filters)
            return self._answer_citation(reading, reading.citation, cited[:limit], filters, timings)
        cited = [
            article
            for citation in reading.citations
            if citation.article and citation.document_number
            for article in self._cited(citation, state.library, filters)
        ]
        candidates = state.ranking.retrieve(reading.text, timings, state.library.allowed(filters))
        candidates = hits.with_cited(candidates, cited, state.library)[: max(limit, self._settings.candidates)]
        found = {
            key: (state.library.shown(info, filters.collections), article)
            for key, (info, article) in self._store.articles(
                [state.library.catalogue.article_ids[c.article] for c in candidates]
            ).items()
        }
        candidates = [c for c in candidates if state.library.catalogue.article_ids[c.article] in found]
        ranked = state.ranking.rerank(
            reading.text, candidates, lambda cs: [hits.text_of(c, state.library, found) for c in cs]
        )
        pinned = {key for key, _, _ in cited}
        names = state.library.catalogue.article_ids
        ranked.sort(key=lambda r: names[r.candidate.article] not in pinned)
        timings.lap("rerank")
        weigh = hits.weights(reading.text, state.ranking)
        shown = tuple(hits.hit(r, state.library, found, weigh) for r in ranked[:limit])
        partial = state.indexes.incomplete()
        notices = [PARTIAL] if partial else []
        notices += [
            self._unknown(citation, filters)
            for citation in reading.citations
            if citation.document_number and not self._there(citation, state.library, filters)
        ]
        if not shown:
            notices.append(NOTHING)
        elif shown[0].score < state.ranking.calibration.threshold and not pinned and not partial:
            notices.append(WEAK)
        return hits.response(reading, shown, " ".join([*dict.fromkeys(notices)][-_NOTICES:]) or None, timings)

    def _answer_citation(
        self,
        reading: Reading,
        citation: Citation,
        cited: Sequence[tuple[str, DocumentInfo, Article]],
        filters: Filters,
        timings: Timings,
    ) -> SearchResponse:
        shown = tuple(hits.cited_hit(key, info, article, citation) for key, info, article in cited)
        notice = None
        if not shown:
            notice = self._unknown(citation, filters)
        elif citation.document_number is None:
            notice = WHICH
        else:
            _, info, article = cited[0]
            if citation.clause and all(clause.number != citation.clause for clause in article.clauses):
                notice = NO_CLAUSE.format(
                    article=article.number, title=info.title, clause=citation.clause, count=len(article.clauses)
                )
        return hits.response(reading, shown, notice, timings)

    def _unknown(self, citation: Citation, filters: Filters) -> str:
        """Say what is not there: the document, the article in it, or what the filters hide."""
        known = self._documents_of(citation, filters)
        if known and not any(passes(info, filters) for info in known):
            return HIDDEN.format(title=known[0].title, number=known[0].number)
        if known and citation.article:
            info = known[0]
            count = f"(văn bản có {info.article_count} điều)"
            return f"{info.title} số {info.number} không có Điều {citation.article} {count}."
        if citation.document_number:
            return f"Chưa có văn bản số {citation.document_number} trong thư viện."
        return f"Không văn bản nào trong thư viện có Điều {citation.article}."

    def _there(self, citation: Citation, library: Library, filters: Filters) -> bool:
        """Tell whether the document that a citation names, and the article if it names one, can be shown."""
        if citation.article:
            return bool(self._cited(citation, library, filters))
        return any(passes(info, filters) for info in self._documents_of(citation, filters))

    def _documents_of(self, citation: Citation, filters: Filters) -> list[DocumentInfo]:
        library = self._ready().library
        if citation.document_number is None:
            return []
        ids = self._store.resolve_number(citation.document_number)
        there = (library.shown(library.documents[i], filters.collections) for i in ids if i in library.documents)
        return [info for info in there if info.collection in filters.collections]

    def _cited(self, citation: Citation, library: Library, filters: Filters) -> list[tuple[str, DocumentInfo, Article]]:
        """Articles that a citation names: one, or those of that number where it names no document."""
        visible = {info.id: info for info in library.visible(filters)}
        if citation.document_number is None:
            wanted = list(visible) if citation.article else []
        else:
            wanted = [info.id for info in self._documents_of(citation, filters) if info.id in visible]
        keys = [article_id(document, citation.article or "1") for document in wanted]
        found = self._store.articles(keys)
        return [(key, visible[found[key][0].id], found[key][1]) for key in keys if key in found]

    def article(self, key: str) -> tuple[DocumentInfo, Article]:
        """Give one article by its id.

        Raises
        ------
        corpus.errors.UnknownDocument
        """
        return self._store.article(key)

    def documents(self, collections: Collection[str] | None = None) -> list[DocumentInfo]:
        """List the documents that can answer someone who sees these collections, as they stand for them; or all."""
        library = self._ready().library
        if collections is None:
            return list(library.documents.values())
        return [library.shown(i, collections) for i in library.documents.values() if i.collection in collections]

    def verify(self) -> list[str]:
        """Say where the indexes differ from the store; nothing when all is well."""
        return self._synchroniser.verify(self._ready().indexes)

    def close(self) -> None:
        """Stop embedding and close the store."""
        self._embedding.close()
        self._store.close()

    def _ready(self) -> _State:
        if self._state is None:
            self.refresh()
        assert self._state is not None
        return self._state


def load_models(settings: Settings) -> tuple[Embedder, Reranker | None, Calibration]:
    """Load both models that the settings name; no reranker where its folder is not there.

    Raises
    ------
    ModelUnavailable
    """
    cache = settings.home / "models"
    where: dict[str, Any] = {"device": settings.device, "threads": settings.threads}
    try:
        folder = locate(settings.reranker)
        with ThreadPoolExecutor(2) as pool:  # at the first start each is exported in a process of its own
            embedder = pool.submit(Embedder, locate(settings.retriever), cache, **where)
            reranker = pool.submit(Reranker, folder, cache, **where) if folder.is_dir() else None
            return embedder.result(), reranker.result() if reranker else None, Calibration.load(folder)
    except (ModelMissing, OSError, ValueError) as error:
        raise ModelUnavailable(MODELS, str(error)) from error
