"""Reading documents: who may see what, how a document stands for them, and what leads from one to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from corpus import links
from corpus.encoding import normalise
from corpus.errors import UnknownDocument
from corpus.history import Version
from corpus.model import OWN, PERSONAL, PUBLIC, Amendment, Article, Document, Reference, article_id
from corpus.passage_store import unknown
from corpus.store import DocumentInfo, Store

from .filters import Library

_KEPT = 8  # documents of the statute book that stay parsed: reading on in a code need not parse it again
_MOST_REFERRING = 5000  # articles that are ordered by title, and counted
_LONGEST_KEY = 200  # characters of an unknown identifier that an error repeats
_LARGEST_ID = 2**63 - 1  # that SQL takes


@dataclass(frozen=True, slots=True)
class Referring:
    """An article that mentions another: where it stands, and its own number and title."""

    article_id: str
    document_title: str
    document_number: str
    article_number: str
    title: str


class Reader:
    """What someone who sees these collections may read.

    A document is asked for by its identifier, by what stands for that in a link
    (:func:`corpus.model.address_of`), or by its number alone: then the public one goes before
    one's own. Anything else is as if it did not exist: the error for another reader's document is that
    for one that nobody has.

    Parameters
    ----------
    store : Store
    library : Library
        The documents as they are searched; one that was stored since is not yet here.
    collections : collection of str
        Those that the caller may see.
    """

    def __init__(self, store: Store, library: Library, collections: Collection[str]) -> None:
        self._store, self._library, self._collections = store, library, frozenset(collections)

    def info(self, document_id: str) -> DocumentInfo:
        """Give a document without its articles, as it stands for the caller; amendments are those of the library.

        Raises
        ------
        corpus.errors.UnknownDocument
        """
        return self._library.shown(self._visible(document_id), self._collections)

    def document(self, document_id: str) -> Document:
        """Give a whole document, with the status, last day and amendments that it has for the caller.

        Raises
        ------
        corpus.errors.UnknownDocument
        """
        info = self.info(document_id)
        personal = info.collection.startswith(PERSONAL)  # what a reader erases must be gone from memory, too
        document = self._store.document(info.id) if personal else _parsed(self._store, info.id, info.revision)
        if document.collection not in self._collections:  # the store may be ahead of the library
            raise _unknown(document_id)
        return replace(
            document,
            status=info.status,
            expires_on=info.expires_on,
            amendments=tuple(dict.fromkeys((*document.amendments, *info.amendments))),
        )

    def article(self, article_key: str) -> tuple[DocumentInfo, Article]:
        """Give one article with its document's data, as it stands for the caller.

        Raises
        ------
        corpus.errors.UnknownDocument
        """
        document_id, number = _parts(article_key)
        info = self._visible(document_id, article_key)
        if len(number) > _LONGEST_KEY:
            raise _unknown(article_key)
        stored, article = self._store.article(article_id(info.id, normalise(number)))
        if stored.collection not in self._collections:
            raise _unknown(article_key)
        return self._library.shown(stored, self._collections), article

    # From one document to another

    def targets(self, references: Iterable[Reference]) -> dict[str, str]:
        """Tell which targets of some references the caller can open.

        Returns
        -------
        dict
            Target → id of the document or article to open. It is another id where the target
            is a number that only a document of the caller's own has.

        Notes
        -----
        Articles without any indexed passage are looked up in the store, 500 at a time.
        """
        wanted: dict[str, str] = {}
        for target in dict.fromkeys(reference.target for reference in references):
            document_id, number = _parts(normalise(target))
            found = self._find(document_id)
            if found is not None:
                wanted[target] = article_id(found.id, number) if number else found.id
        articles = {key for key in wanted.values() if _parts(key)[1]}
        there = articles.intersection(self._library.catalogue.article_ids)
        if rest := sorted(articles - there):
            there |= self._store.articles(rest).keys()
        return {target: key for target, key in wanted.items() if key in there or not _parts(key)[1]}

    def referring(self, key: str, limit: int = 50) -> tuple[Referring, ...]:
        """Give the other articles that mention an article: those of its document first, others by title.

        Parameters
        ----------
        key : str
            Of an article; of a document, what mentions it as a whole.
        limit : int
            Most to give; `referring_count` tells how many there are.

        Raises
        ------
        corpus.errors.UnknownDocument
            The caller sees no such document.
        """
        own = self._visible(_parts(key)[0], key).id
        found = self._referring(key)
        found.sort(
            key=lambda r: (r.document_id != own, r.document_title.casefold(), r.document_id)
        )  # else as they were
        return tuple(
            Referring(r.article_id, r.document_title, r.document_number, r.number, r.title)
            for r in found[: max(limit, 0)]
        )

    def referring_count(self, key: str) -> int:
        """Tell how many articles, of those that the caller may see, mention an article or document.

        Raises
        ------
        corpus.errors.UnknownDocument
            The caller sees no such document.
        """
        return len(self._referring(key))

    def _referring(self, key: str) -> list[links.Referring]:
        document_id, number = _parts(key)
        info = self._visible(document_id, key)
        found: dict[str, links.Referring] = {}
        for name in dict.fromkeys((info.id, *_spellings(info.number))):
            if self._find(name) is info:
                wanted = article_id(name, normalise(number)) if number else name
                rows = self._store.referring(wanted, _MOST_REFERRING, self._collections)
                found |= {row.article_id: row for row in rows}
        found.pop(article_id(info.id, normalise(number)), None)
        return list(found.values())

    # Earlier texts

    def versions(self, document_id: str) -> list[Version]:
        """List the earlier texts of a document, newest first.

        Raises
        ------
        corpus.errors.UnknownDocument
        """
        info = self._visible(document_id)
        return [version for version in self._store.versions(info.id) if version.collection in self._collections]

    def version(self, version_id: int) -> Document:
        """Give an earlier text, as it was, of a document that the caller sees.

        Raises
        ------
        corpus.errors.UnknownDocument
        """
        if not 0 <= version_id <= _LARGEST_ID:
            raise _unknown(str(version_id))
        document = self._store.version(version_id)
        if document.collection not in self._collections or self._known(document.id) is None:
            raise _unknown(str(version_id))
        return document

    # Who may see what

    def _known(self, document_id: str) -> DocumentInfo | None:
        documents = self._library.documents
        info = documents.get(document_id) or documents.get(normalise(document_id))
        return info if info is not None and info.collection in self._collections else None

    def _find(self, name: str) -> DocumentInfo | None:
        """Give the document that an id, an address or a number means to the caller."""
        if name.startswith(OWN):
            name = name.removeprefix(OWN)
            mine = [collection for collection in self._collections if collection.startswith(PERSONAL)]
            found = [info for collection in mine if (info := self._known(f"{collection}/{name}"))]
            if found:
                return found[0]
        return self._known(name) or self._library.documents.get(self._numbers.get(_bare(normalise(name)), ""))

    def _visible(self, document_id: str, asked: str = "") -> DocumentInfo:
        info = self._find(document_id)
        if info is None:
            raise _unknown(asked or document_id)
        return info

    @cached_property
    def _numbers(self) -> dict[str, str]:
        visible = [info for info in self._library.documents.values() if info.collection in self._collections]
        visible.sort(key=lambda i: (i.collection != PUBLIC, i.collection.startswith(PERSONAL), i.id), reverse=True)
        return {_bare(info.number): info.id for info in visible if info.number}  # of several the first in order stays


def amendments_of(document: Document, article_number: str = "") -> tuple[Amendment, ...]:
    """Give what others did to one article of a document; without a number, what they did to all of it."""
    wanted = article_number.casefold()
    return tuple(amendment for amendment in document.amendments if amendment.article_number.casefold() == wanted)


def neighbours(document: Document, number: str) -> tuple[Article | None, Article | None]:
    """Give the articles before and after one; None where it is the first or last, or not in the document."""
    at = next((i for i, article in enumerate(document.articles) if article.number == number), None)
    if at is None:
        return None, None
    before = document.articles[at - 1] if at else None
    return before, document.articles[at + 1] if at + 1 < len(document.articles) else None


@lru_cache(maxsize=_KEPT)
def _parsed(store: Store, document_id: str, revision: int) -> Document:
    return store.document(document_id)


def _parts(key: str) -> tuple[str, str]:
    """Give the document and the article number of an article's id, or the document's id and nothing."""
    document_id, mark, number = key.rpartition("#")
    return (document_id, number) if mark else (key, "")


def _bare(number: str) -> str:
    """Give a number without leading zeros: 01/2021/NĐ-CP and 1/2021/NĐ-CP are one."""
    return number.lstrip("0")


def _spellings(number: str) -> list[str]:
    """Give a number as it is written, and with one leading zero more or less: those below ten have one or none."""
    bare = _bare(number)
    return [number, bare, f"0{bare}"] if bare[1:2] in ("/", "-") else [number] if number else []


def _unknown(key: str) -> UnknownDocument:
    return unknown(key[:_LONGEST_KEY])
