"""What is exported, in words: every format writes the same of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from ui.texts import Words

# XML has no place for these (control characters, halves of characters, what is no character at all); marks that
# turn the direction of writing would let a text pass for another one.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Item:
    """One pinned article; every field is text, and may be empty.

    Attributes
    ----------
    citation : str
        As lawyers write it.
    heading : str
        The article's own line ("Điều 139. Nghỉ thai sản").
    document : str
        Its document with number, issuer and day.
    status : str
        Whether the document is in force, since when and until when.
    amendments : tuple of str
        What other documents did to it.
    text : str
    note : str
        The reader's.
    link : str
        Address that opens the article in the application.
    source_url : str
        Where its document comes from.
    """

    citation: str
    heading: str = ""
    document: str = ""
    status: str = ""
    amendments: tuple[str, ...] = ()
    text: str = ""
    note: str = ""
    link: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """What a file holds: a title, the day it was made, its items in order, and the words around them."""

    title: str
    made_on: date
    items: tuple[Item, ...]
    words: Words

    @property
    def made(self) -> str:
        """The line with the day."""
        on = self.made_on
        return self.words.desk.MADE_ON.format(day=f"{on.day:02d}/{on.month:02d}/{on.year:04d}")

    @property
    def disclaimer(self) -> str:
        """What the file is not."""
        return self.words.page.DISCLAIMER

    def facts(self, item: Item) -> list[tuple[str, str]]:
        """Give what stands between an item's heading and its text: label and words."""
        desk = self.words.desk
        named = [(desk.DOCUMENT, item.document), (desk.IN_FORCE, item.status)]
        named += [(desk.AMENDED, words) for words in item.amendments]
        return [(label, one_line(words)) for label, words in named if one_line(words)]

    def links(self, item: Item) -> list[tuple[str, str]]:
        """Give the addresses of an item: label and address, of pages of the web alone."""
        desk = self.words.desk
        return [
            (label, url) for label, url in ((desk.LINK, item.link), (desk.SOURCE, item.source_url)) if web_address(url)
        ]


def clean(text: str) -> str:
    """Give a text that every format can hold: composed (NFC), lines ended by a line feed, nothing that XML forbids."""
    return unicodedata.normalize("NFC", _ILLEGAL.sub("", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """Give a clean text on one line."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> list[str]:
    """Give the lines of a text that have something in them, blanks as `one_line` leaves them."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return [line for line in lines if line]


def web_address(url: str) -> bool:
    """Tell whether this is the address of a web page, harmless to follow, without blanks or control characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s\x00-\x20<>\"\\]", url)
