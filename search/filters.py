"""Which passages may answer: documents' facts turned into passage ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from corpus import dates
from corpus.encoding import normalise
from corpus.model import Status, article_id
from corpus.store import DocumentInfo, Store
from corpus.validity import Validity

from .fusion import Catalogue
from .model import Filters

_READERS = 16  # for that many at a time it is remembered how the documents stand for them


class Library:
    """The documents that can be searched, and what each indexed passage belongs to.

    Parameters
    ----------
    store : Store
    """

    def __init__(self, store: Store) -> None:
        self.documents: dict[str, DocumentInfo] = {info.id: info for info in store.documents()}
        effects = store.effects()
        self._validity = Validity(effects, {info.id: info.number for info in self.documents.values()})
        # Every question asks how all documents stand, and only these collections make a difference to that.
        self._acting = frozenset(stated.collection for stated in effects)
        self._shown = lru_cache(maxsize=_READERS)(partial(_all_shown, self._validity, list(self.documents.values())))
        self._titled: dict[str, list[str]] = {}
        for info in self.documents.values():
            self._titled.setdefault(_title_key(info.title), []).append(info.id)
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
        return self._validity.shown(info, collections, dates.today())

    def all_shown(self, filters: Filters) -> Sequence[DocumentInfo]:
        """Give every document, seen or not, as it stands for someone who sees the filters' collections."""
        return self._shown(self._acting.intersection(filters.collections), dates.today())

    def visible(self, filters: Filters) -> list[DocumentInfo]:
        """Documents that pass the filters, as they stand for whoever asks."""
        return [info for info in self.all_shown(filters) if passes(info, filters)]

    def titled(self, title: str) -> list[str]:
        """Give the ids of the documents of exactly this title, whatever its capitals; anyone's, so look who asks."""
        return self._titled.get(_title_key(title), [])

    def allowed(self, filters: Filters) -> npt.NDArray[np.int64] | None:
        """Ids of the passages that pass; None when all do."""
        shown = self.all_shown(filters)
        passing = np.fromiter((passes(info, filters) for info in shown), bool, len(self.documents))
        if passing.all():
            return None
        ids: npt.NDArray[np.int64] = self.catalogue.ids[passing[self._document_of]]
        return ids


def _all_shown(
    validity: Validity, infos: Sequence[DocumentInfo], collections: frozenset[str], today: date
) -> list[DocumentInfo]:
    return [validity.shown(info, collections, today) for info in infos]


def passes(info: DocumentInfo, filters: Filters) -> bool:
    """Whether a document may answer."""
    return info.collection in filters.collections and not failed(info, filters)


def failed(info: DocumentInfo, filters: Filters) -> list[str]:
    """Give the names of the filters that a document does not pass, collections aside."""
    names = []
    if filters.kind and info.kind != filters.kind:
        names.append("kind")
    if filters.issuer and info.issuer != filters.issuer:
        names.append("issuer")
    if filters.subject and filters.subject not in subjects(info):
        names.append("subject")
    if filters.year is not None and year(info) != filters.year:
        names.append("year")
    if filters.in_force_on is not None and not in_force(info, filters.in_force_on):
        names.append("in_force_on")
    return names


def subjects(info: DocumentInfo) -> tuple[str, ...]:
    """Give the fields that a document is of, which its sources may have written in one line.

    A comma stands also inside the name of a field ("Phòng, chống ma túy"), but each name begins with a capital.
    """
    found: list[str] = []
    for piece in info.subject.split(", "):
        if found and not piece[:1].isupper():
            found[-1] += f", {piece}"
        elif piece:
            found.append(piece)
    return tuple(found)


def year(info: DocumentInfo) -> int | None:
    """Give the year that a document was issued in; None when its day is unknown."""
    return info.issued_on.year if info.issued_on else None


def in_force(info: DocumentInfo, on: date) -> bool:
    """Whether a document is in force on a date, as far as is known: unknown dates speak for it."""
    if info.effective_on and on < info.effective_on:
        return False
    if info.expires_on:
        return on < info.expires_on
    if info.status is Status.NOT_YET:  # a known day that has come speaks against an old label
        return info.effective_on is not None
    return info.status is not Status.EXPIRED


def _title_key(title: str) -> str:
    return " ".join(normalise(title).casefold().split())


def kinds(documents: Iterable[DocumentInfo]) -> list[str]:
    """List the kinds of document there are, in alphabetical order."""
    return sorted({info.kind for info in documents if info.kind})
