"""Whether the application works, for whatever watches over it: ``GET /health``, without signing in.

It has a thread of its own and waits for nobody, so that it answers while many questions wait.
"""

from __future__ import annotations

import asyncio
import logging
import tomllib
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from corpus.model import PUBLIC
from search.background import Progress
from settings import ROOT
from ui.contract import DocumentLine

_LOG = logging.getLogger(__name__)

PATH = "/health"
_PATIENCE = 4.0  # seconds: whoever asks gives up after five or ten


class Watched(Protocol):
    """What is asked of the engine."""

    def documents(self, collections: Collection[str] | None = ...) -> Sequence[DocumentLine]:
        """List the documents of these collections."""

    def embedding(self) -> Progress | None:
        """Tell how far the embedding is that goes on at this moment."""

    def revisions(self) -> tuple[int, int]:
        """Give the revision that the indexes show and the one of the store, read from it now; fail when closed."""

    def reranks(self) -> bool:
        """Tell whether there is a reranker."""


class Health:
    """Answers whether an engine works.

    Parameters
    ----------
    engine : Watched
    commit : str
        What runs; empty: the commit of the working tree, if it is one.
    patience : float
        Seconds that the engine has for its answer.
    """

    def __init__(self, engine: Watched, commit: str = "", patience: float = _PATIENCE) -> None:
        self._engine, self._patience = engine, patience
        self._pool = ThreadPoolExecutor(1, "health")
        self._about = {"version": version(), "commit": commit or commit_of(ROOT)}

    def route(self) -> Route:
        """Give the route; Starlette answers HEAD by it as well."""
        return Route(PATH, self._answer, methods=["GET"])

    async def _answer(self, _: Request) -> Response:
        looking = asyncio.get_running_loop().run_in_executor(self._pool, self._look)
        try:
            found = await asyncio.wait_for(looking, self._patience)
        except Exception as error:  # whatever it is, the application does not work
            _LOG.warning("not healthy: %s", type(error).__name__)
            return self._response({"status": "broken"}, 503)
        return self._response(found, 200)

    def _response(self, found: dict[str, Any], code: int) -> Response:
        return JSONResponse({**found, **self._about}, code, {"Cache-Control": "no-store"})

    def _look(self) -> dict[str, Any]:
        """Ask the engine; of documents only how many everyone can see is told."""
        indexed, stored = self._engine.revisions()
        progress = self._engine.embedding()
        public = self._engine.documents((PUBLIC,))
        embedding = progress and {"done": progress.done, "total": progress.total, "seconds_left": progress.seconds_left}
        return {
            "status": "indexing" if progress or indexed != stored else "ok",
            "documents": len(public),
            "articles": sum(document.article_count for document in public),
            "index_revision": indexed,
            "store_revision": stored,
            "embedding": embedding,
            "reranker": self._engine.reranks(),
        }


def version() -> str:
    """Give the version that ``pyproject.toml`` states."""
    try:
        return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return ""


def commit_of(folder: Path) -> str:
    """Give the commit that a working tree of Git has checked out, read from its files; empty where it is none."""
    try:
        head = (folder / ".git" / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        loose = folder / ".git" / name
        if loose.is_file():
            return loose.read_text(encoding="utf-8").strip()
        packed = (folder / ".git" / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
    except (OSError, ValueError):
        return ""
