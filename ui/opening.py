"""What the reading panel opens: documents that someone may see, handed to the builders of its HTML."""

from __future__ import annotations

from collections.abc import Collection

from corpus.model import Document
from search.reader import Reader
from ui import compare, reader
from ui.contract import Engine
from ui.texts import Words


class Opening:
    """Opens documents, articles and earlier texts; every method may raise ``UnknownDocument``.

    Parameters
    ----------
    engine : Engine
    words : Words
    """

    def __init__(self, engine: Engine, words: Words) -> None:
        self._engine, self._words = engine, words

    def document(self, document_id: str, seen: Collection[str]) -> str:
        """Open a document at its beginning."""
        library = self._engine.reader(seen)
        return self._open(library, library.document(document_id), "", None)

    def article(self, key: str, seen: Collection[str], span: tuple[int, int] | None) -> str:
        """Open an article in its document, with characters of it marked."""
        library = self._engine.reader(seen)
        if "#" not in key:  # a reference to a document as a whole
            return self._open(library, library.document(key), "", None)
        info, article = library.article(key)
        return self._open(library, library.document(info.id), article.number, span, key)

    def version(self, version_id: str, seen: Collection[str]) -> str:
        """Open an earlier text of a document."""
        library = self._engine.reader(seen)
        document = library.version(_number(version_id))
        versions = library.versions(document.id)
        shown = next((version for version in versions if str(version.id) == version_id), None)
        return reader.document(document, words=self._words, versions=versions, shown=shown)

    def differences(self, version_id: str, seen: Collection[str]) -> str:
        """Open what changed between an earlier text of a document and the present one."""
        library = self._engine.reader(seen)
        earlier = library.version(_number(version_id))
        return compare.versions(earlier, library.document(earlier.id), self._words)

    def compared(self, first: str, second: str, seen: Collection[str]) -> str:
        """Open two articles side by side."""
        library = self._engine.reader(seen)
        left, right = (compare.Side(*library.article(key)) for key in (first, second))
        return compare.two(left, right, self._words)

    def _open(self, library: Reader, document: Document, at: str, span: tuple[int, int] | None, key: str = "") -> str:
        return reader.document(
            document,
            words=self._words,
            at=at,
            span=span,
            targets=library.targets(reader.mentions(document)),
            referring=library.referring(key or document.id),
            referring_count=library.referring_count(key or document.id),
            versions=library.versions(document.id),
        )


def _number(version_id: str) -> int:
    """Read a version's identifier; what is none belongs to no version."""
    return int(version_id) if version_id.isdecimal() and len(version_id) < 19 else -1
