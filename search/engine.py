"""The façade that pages, commands and tests use: a question in, ranked articles out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from corpus import dates
from corpus.errors import ModelUnavailable, StoreUnavailable
from corpus.intake import ensure_builtin
from corpus.model import PUBLIC, TEMPORARY, Article
from corpus.store import DocumentInfo, Store
from corpus.workspace import Workspace
from indexer import weights
from indexer.embedder import Embedder
from indexer.segment import SEGMENTERS
from indexer.sync import Indexes, Progress, Synchroniser
from models.hub import locate
from models.runtime import ModelMissing
from reranker.calibrate import Calibration
from reranker.model import Reranker
from settings import Settings

from . import background
from .facets import Facets, facets
from .filters import Library
from .model import Filters, SearchResponse
from .ranking import Ranking
from .reader import Reader
from .shelf import Shelf, forget_old
from .stages import State, stages
from .state import LibraryState, describe
from .suggest import Suggestion

MODELS = "Không mở được mô hình; hãy kiểm tra thư mục models, hoặc TRALUAT_RETRIEVER và TRALUAT_RERANKER."


def _quiet(stage: str, done: int, total: int) -> None:
    pass


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
        self._state: State | None = None
        self._closed = False

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
        """Erase what a program that was cut off could not: all of a visit's own, and what was taken out long ago."""
        forget_old(self._store)
        left = self._store.owners(TEMPORARY)
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
            self._state = State(self._store, indexes, library, ranking)

    def stages(
        self,
        question: str,
        filters: Filters = Filters(),  # noqa: B008
        limit: int = 10,
        keep: Collection[str] = (),
    ) -> Iterator[SearchResponse]:
        """Answer a question twice: at once as the first stage sees it, then as the reranker does.

        Each answer is worked out when it is asked for: who stops after the first costs no
        reranking. A bare citation has one answer only, the final one, as has a question that
        nothing is found for and an engine without a reranker.

        Parameters
        ----------
        question : str
            As typed.
        filters : Filters
        limit : int
            Most hits to give, 1 to 100.
        keep : collection of str
            Pieces of the question to leave as typed; see :func:`search.query.read`.

        Yields
        ------
        SearchResponse
            ``reranked`` is true of the last.

        Raises
        ------
        corpus.errors.InvalidQuestion
            Empty, too long, or without a word in it; raised when the first answer is asked for.
        """
        return stages(self._ready(), question, filters, limit, keep, self._settings.candidates)

    def search(
        self,
        question: str,
        filters: Filters = Filters(),  # noqa: B008
        limit: int = 10,
        keep: Collection[str] = (),
    ) -> SearchResponse:
        """Answer a question with ranked articles: the last of its :meth:`stages`.

        Raises
        ------
        corpus.errors.InvalidQuestion
            Empty, too long, or without a word in it.
        """
        *_, answer = self.stages(question, filters, limit, keep)
        return answer

    def facets(self, filters: Filters) -> Facets:
        """Count the documents behind each choice of each filter, for someone who sees the filters' collections."""
        return facets(self._ready().library, filters, dates.today())

    def article(self, key: str, collections: Collection[str] = (PUBLIC,)) -> tuple[DocumentInfo, Article]:
        """Give one article by its id, and its document as it stands for someone who sees these collections.

        Raises
        ------
        corpus.errors.UnknownDocument
            There is none of this id, or it is not theirs to see.
        """
        return self.reader(collections).article(key)

    def reader(self, collections: Collection[str] = (PUBLIC,)) -> Reader:
        """Give what someone who sees these collections may read."""
        return Reader(self._store, self._ready().library, collections)

    def workspace(self, owner: str) -> Workspace:
        """Give what one reader keeps for himself; ``owner`` is the name of his own collection."""
        return Workspace(self._store, owner)

    def suggest(self, typed: str, collections: Collection[str], limit: int = 8) -> tuple[Suggestion, ...]:
        """Give the documents that someone who sees these collections may be typing the title or number of."""
        return self._ready().suggester.suggest(typed, collections, limit)

    def library_state(self, collections: Collection[str]) -> LibraryState:
        """Describe the library, as someone who sees these collections may know it, and what answers from it."""
        state = self._ready()
        embedder, progress = self._synchroniser.embedder, self._embedding.progress()
        return describe(
            self._store, state.library, state.indexes, embedder, self._reranker, self._settings, collections, progress
        )

    def documents(self, collections: Collection[str] | None = None) -> list[DocumentInfo]:
        """List the documents that can answer someone who sees these collections, as they stand for them; or all."""
        library = self._ready().library
        if collections is None:
            return list(library.documents.values())
        return [library.shown(i, collections) for i in library.documents.values() if i.collection in collections]

    def verify(self) -> list[str]:
        """Say where the indexes differ from the store; nothing when all is well."""
        return self._synchroniser.verify(self._ready().indexes)

    def revisions(self) -> tuple[int, int]:
        """Give the revision that is searched and the store's own.

        Raises
        ------
        StoreUnavailable
            The engine is closed, or the store cannot be read.
        """
        if self._closed:
            raise StoreUnavailable("Ứng dụng đang dừng.", "the engine is closed")
        return self._ready().indexes.revision, self._store.revision()

    def reranks(self) -> bool:
        """Whether there is a second stage."""
        return self._reranker is not None

    def close(self) -> None:
        """Stop embedding and close the store."""
        self._closed = True
        self._embedding.close()
        self._store.close()

    def _ready(self) -> State:
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
        weights.load()  # kept for every ranking; one that is damaged is said now
        with ThreadPoolExecutor(2) as pool:  # at the first start each is exported in a process of its own
            embedder = pool.submit(Embedder, locate(settings.retriever), cache, **where)
            reranker = pool.submit(Reranker, folder, cache, **where) if folder.is_dir() else None
            return embedder.result(), reranker.result() if reranker else None, Calibration.load(folder)
    except (ModelMissing, OSError, ValueError) as error:
        raise ModelUnavailable(MODELS, str(error)) from error
