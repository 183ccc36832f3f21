"""What the library holds and what answers from it: for whoever wants to know how far to trust an answer."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from math import prod
from pathlib import Path

import numpy as np

from corpus.model import PUBLIC, Status
from corpus.store import DocumentInfo, Store
from indexer.embedder import Embedder
from indexer.sync import Indexes
from models.runtime import longest_input
from reranker.calibrate import FILE as CALIBRATION
from reranker.model import Reranker
from settings import ROOT, Settings

from .background import Progress
from .filters import Library
from .model import Filters

_CARD_BYTES = 64 * 1024
_NEWEST = 5
_FRONT_MATTER = re.compile(r"\A\ufeff?---\r?\n.*?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)[ \t]*\n?", re.DOTALL)


class Role(StrEnum):
    """What a model is there for."""

    RETRIEVER = "retriever"
    RERANKER = "reranker"


class Caution(StrEnum):
    """What lessens the answers, or may; the value is a stable key, never shown."""

    EMPTY = "empty"
    """There is no document to answer from."""
    NO_RERANKER = "no_reranker"
    """Answers are ordered by the first stage alone."""
    NO_CALIBRATION = "no_calibration"
    """Nothing says how the models' scores become a probability."""
    OTHER_CALIBRATION = "other_calibration"
    """The probabilities were calibrated with other models than those in use."""
    VECTORS_MISSING = "vectors_missing"
    """Some passages are found by their words only."""
    INDEX_BEHIND = "index_behind"
    """The store has changes that the indexes do not show yet."""
    UNDATED = "undated"
    """Of some documents the day of issue or of effect is not known."""
    UNNUMBERED = "unnumbered"
    """Some documents have no number by which others could name them."""
    STATUS_UNKNOWN = "status_unknown"
    """Of some documents nothing says whether they are in force."""
    READ_ONLY = "read_only"
    """The store's file cannot be written: nothing can be added or kept."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents have some value, and how many articles are in them."""

    value: str
    documents: int
    articles: int


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model in use.

    Attributes
    ----------
    role : Role
    name : str
        Its name on the Hugging Face hub, or its folder's: inside the program's folder with the
        folders above, elsewhere alone.
    fingerprint : str
        Changes whenever its weights or settings do.
    parameters : int or None
        How many weights it has; None where its file does not say.
    max_tokens : int
        Longer texts are cut.
    card : str
        Its card (``README.md``) as Markdown, without metadata and comments, cut at 64 KiB; empty when it has none.
    """

    role: Role
    name: str
    fingerprint: str
    parameters: int | None
    max_tokens: int
    card: str


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The library as someone may know it: only what they may see is counted.

    Attributes
    ----------
    documents, articles, passages : int
    indexed, embedded : int
        Passages that BM25 holds, and that have a vector.
    kinds, statuses, collections : tuple of Count
        Most documents first; a status is a value of `corpus.model.Status`, as it is for them today.
    without_issue_date, without_effect_date, without_number : int
        Documents.
    newest_issued, newest_effective : date or None
        The latest day of issue, and of effect, which may be still to come.
    latest : tuple of DocumentInfo
        The documents that were added or replaced last, newest first, five at most.
    revision : int
        Changes that the indexes show.
    embedding : Progress or None
        Of the whole library, theirs or not; None when nothing is being embedded.
    models : tuple of ModelState
    warnings : tuple of Caution
    """

    documents: int
    articles: int
    passages: int
    indexed: int
    embedded: int
    kinds: tuple[Count, ...]
    statuses: tuple[Count, ...]
    collections: tuple[Count, ...]
    without_issue_date: int
    without_effect_date: int
    without_number: int
    newest_issued: date | None
    newest_effective: date | None
    latest: tuple[DocumentInfo, ...]
    revision: int
    embedding: Progress | None
    models: tuple[ModelState, ...]
    warnings: tuple[Caution, ...]


def describe(
    store: Store,
    library: Library,
    indexes: Indexes,
    embedder: Embedder,
    reranker: Reranker | None,
    settings: Settings,
    collections: Collection[str] = (PUBLIC,),
    embedding: Progress | None = None,
) -> LibraryState:
    """Describe the library to someone who sees these collections.

    Parameters
    ----------
    store : Store
    library : Library
    indexes : Indexes
    embedder : Embedder
    reranker : Reranker or None
    settings : Settings
    collections : collection of str
    embedding : Progress or None
        How far the embedding is, if any goes on.

    Raises
    ------
    corpus.errors.StoreUnavailable
    """
    filters = Filters(collections=tuple(collections))
    infos = library.visible(filters)
    allowed = library.allowed(filters)
    passages = library.catalogue.ids if allowed is None else allowed
    models = [_model(Role.RETRIEVER, embedder, settings.retriever)]
    if reranker is not None:
        models.append(_model(Role.RERANKER, reranker, settings.reranker))
    state = LibraryState(
        documents=len(infos),
        articles=sum(info.article_count for info in infos),
        passages=len(passages),
        indexed=int(np.isin(passages, indexes.lexical.ids()).sum()),
        embedded=int(np.isin(passages, indexes.vectors.ids()).sum()),
        kinds=_counts(infos, lambda info: info.kind),
        statuses=_counts(infos, lambda info: info.status.value),
        collections=_counts(infos, lambda info: info.collection),
        without_issue_date=sum(info.issued_on is None for info in infos),
        without_effect_date=sum(info.effective_on is None for info in infos),
        without_number=sum(not info.number for info in infos),
        newest_issued=max((info.issued_on for info in infos if info.issued_on), default=None),
        newest_effective=max((info.effective_on for info in infos if info.effective_on), default=None),
        latest=tuple(islice(sorted(infos, key=lambda info: -info.revision), _NEWEST)),
        revision=indexes.revision,
        embedding=embedding,
        models=tuple(models),
        warnings=(),
    )
    there = {
        **_of_content(state, behind=indexes.revision != store.revision()),
        **_of_calibration(embedder, reranker, settings),
        Caution.READ_ONLY: _read_only(settings.database_url()),
    }
    return replace(state, warnings=tuple(caution for caution in Caution if there.get(caution)))


def _of_content(state: LibraryState, *, behind: bool) -> dict[Caution, bool]:
    return {
        Caution.EMPTY: not state.documents,
        Caution.VECTORS_MISSING: state.embedded < state.passages,
        Caution.INDEX_BEHIND: behind or state.indexed < state.passages,
        Caution.UNDATED: bool(state.without_issue_date or state.without_effect_date),
        Caution.UNNUMBERED: bool(state.without_number),
        Caution.STATUS_UNKNOWN: any(count.value == Status.UNKNOWN for count in state.statuses),
    }


def _of_calibration(embedder: Embedder, reranker: Reranker | None, settings: Settings) -> dict[Caution, bool]:
    if reranker is None:
        return {Caution.NO_RERANKER: True}
    stated = _calibrated(reranker.folder / CALIBRATION)
    if stated is None:
        return {Caution.NO_CALIBRATION: True}
    in_use = {Role.RETRIEVER: embedder.fingerprint, Role.RERANKER: reranker.fingerprint}
    if stated:
        return {Caution.OTHER_CALIBRATION: any(stated.get(role) != value for role, value in in_use.items())}
    # A calibration that does not name its models is that of the models that come with the program.
    shipped = [Settings.model_fields[role].default for role in Role]
    folders = [embedder.folder, reranker.folder]
    return {Caution.OTHER_CALIBRATION: [f.resolve() for f in folders] != [Path(name).resolve() for name in shipped]}


def _calibrated(path: Path) -> dict[str, str] | None:
    """Give the fingerprints of the models that a calibration was fitted to, if it says; None where there is none."""
    try:
        models = json.loads(path.read_text(encoding="utf-8")).get("models")
    except (OSError, ValueError, AttributeError):
        return None
    return models if isinstance(models, dict) else {}


def _read_only(url: str) -> bool:
    """Tell whether a store's file, if it is one, cannot be written."""
    address, _, options = url.partition("?")
    if not address.startswith("sqlite:///"):
        return False
    if "mode=ro" in options or "immutable=1" in options:
        return True
    path = Path(address.removeprefix("sqlite:///").removeprefix("file:"))
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _counts(infos: Sequence[DocumentInfo], value: Callable[[DocumentInfo], str]) -> tuple[Count, ...]:
    documents: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for info in infos:
        documents[value(info)] += 1
        articles[value(info)] += info.article_count
    order = sorted(documents, key=lambda name: (-documents[name], name))
    return tuple(Count(name, documents[name], articles[name]) for name in order)


# Models


def _model(role: Role, model: Embedder | Reranker, name: str) -> ModelState:
    folder = model.folder
    return ModelState(
        role, _name(folder, name), model.fingerprint, _parameters(folder), longest_input(folder), _card(folder)
    )


def _name(folder: Path, configured: str) -> str:
    if folder != Path(configured):  # it was found on the hub under this name
        return configured
    whole = folder.resolve()
    return whole.relative_to(ROOT).as_posix() if whole.is_relative_to(ROOT) else whole.name


def _parameters(folder: Path) -> int | None:
    """Count the weights by the shapes that the file's header gives, without reading them."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(folder / "model.safetensors"), framework="numpy") as file:
            count: int = sum(prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118
            return count
    except (OSError, SafetensorError):
        return None


def _card(folder: Path) -> str:
    try:
        with (folder / "README.md").open("rb") as file:
            text = file.read(_CARD_BYTES).decode("utf-8", "ignore")
    except OSError:
        return ""
    return _COMMENT.sub("", _FRONT_MATTER.sub("", text)).strip()
