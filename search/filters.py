"""Which passages may answer: documents' facts turned into passage ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

import numpy as np
import numpy.typing as npt

from corpus.model import Status, article_id
from corpus.store import DocumentInfo, Store
from corpus.validity import Validity

from .fusion import Catalogue
from .model import Filters


class Library:
    """The documents that can be searched, and what each indexed passage belongs to.

    Parameters
    ----------
    store : Store
    """

    def __init__(self, store: Store) -> None:
        self.documents: dict[str, DocumentInfo] = {info.id: info for info in store.documents()}
        self._validity = Validity(store.effects(), {info.id: info.number for info in self.documents.values()})
        order = {document: i for i, document in enumerate(self.documents)}
        article_ids: dict[str, int] = {}
        rows = [
            (row.id, article_ids.setdefault(article_id(row.document_id, row.article_number), len(article_ids)),
             row.start, row.end, order[row.document_id])
            for row in store.passages()
            if row.document_id in order
        ]  # fmt: skip
        table = np.asarray(sorted(rows), np.int64).reshape(-1, 5)
        self.catalogue = Catalogue(
            table[:, 0].copy(), table[:, 1].astype(np.int32), table[:, 2:4].astype(np.int32), list(article_ids)
        )
        self._document_of = table[:, 4]

    def shown(self, info: DocumentInfo, collections: Collection[str]) -> DocumentInfo:
        """Give a document as it stands for someone who sees these collections."""
        return self._validity.shown(info, collections, date.today())

    def _all_shown(self, filters: Filters) -> Iterator[DocumentInfo]:
        today = date.today()
        return (self._validity.shown(info, filters.collections, today) for info in self.documents.values())

    def visible(self, filters: Filters) -> list[DocumentInfo]:
        """Documents that pass the filters, as they stand for whoever asks."""
        return [info for info in self._all_shown(filters) if passes(info, filters)]

    def allowed(self, filters: Filters) -> npt.NDArray[np.int64] | None:
        """Ids of the passages that pass; None when all do."""
        shown = self._all_shown(filters)
        passing = np.fromiter((passes(info, filters) for info in shown), bool, len(self.documents))
        if passing.all():
            return None
        ids: npt.NDArray[np.int64] = self.catalogue.ids[passing[self._document_of]]
        return ids


def passes(info: DocumentInfo, filters: Filters) -> bool:
    """Whether a document may answer."""
    return (
        info.collection in filters.collections
        and (not filters.kind or info.kind == filters.kind)
        and (not filters.issuer or info.issuer == filters.issuer)
        and (filters.in_force_on is None or in_force(info, filters.in_force_on))
    )


def in_force(info: DocumentInfo, on: date) -> bool:
    """Whether a document is in force on a date, as far as is known: unknown dates speak for it."""
    if info.effective_on and on < info.effective_on:
        return False
    if info.expires_on:
        return on < info.expires_on
    if info.status is Status.NOT_YET:  # a known day that has come speaks against an old label
        return info.effective_on is not None
    return info.status is not Status.EXPIRED


def kinds(documents: Iterable[DocumentInfo]) -> list[str]:
    """List the kinds of document there are, in alphabetical order."""
    return sorted({info.kind for info in documents if info.kind})
