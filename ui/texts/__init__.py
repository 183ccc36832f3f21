"""Every word that the screen shows, in Vietnamese and in English: one module an area, both languages in each."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import TraLuatError
from ui.texts.desk import Desk, DeskEnglish
from ui.texts.library import Library, LibraryEnglish
from ui.texts.page import Page, PageEnglish
from ui.texts.reader import Reader, ReaderEnglish
from ui.texts.shelf import Shelf, ShelfEnglish


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; ``language`` is its code (BCP 47)."""

    language: str
    page: Page
    shelf: Shelf
    reader: Reader
    desk: Desk
    library: Library


VIETNAMESE = Words("vi", Page(), Shelf(), Reader(), Desk(), Library())
ENGLISH = Words("en", PageEnglish(), ShelfEnglish(), ReaderEnglish(), DeskEnglish(), LibraryEnglish())


def said(error: TraLuatError, words: Words) -> str:
    """Give what an expected error says in a language; where only Vietnamese has words for it, those."""
    return words.page.ERRORS.get(type(error).__name__, error.message)
