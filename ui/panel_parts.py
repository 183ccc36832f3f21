"""What every panel beside the results shares: its frame, its links, and the names of what is in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from urllib.parse import quote

from corpus.model import Article, address_of
from ui.escape import escape
from ui.texts import Words

_WORDS_OF_SECTION = 12


class Referring(Protocol):
    """An article that mentions the one that is read: ``search.reader.Referring`` has it."""

    @property
    def article_id(self) -> str:
        """Its identifier."""

    @property
    def document_title(self) -> str:
        """Name of the document that it stands in."""

    @property
    def document_number(self) -> str:
        """That document's number; empty when it has none."""

    @property
    def article_number(self) -> str:
        """Such as "139"."""

    @property
    def title(self) -> str:
        """Its heading; may be empty."""


class Version(Protocol):
    """An earlier text of a document: ``corpus.history.Version`` has it."""

    @property
    def id(self) -> int:
        """Its identifier."""

    @property
    def title(self) -> str:
        """What the document was called."""

    @property
    def article_count(self) -> int:
        """How many articles it had."""

    @property
    def kept_at(self) -> datetime:
        """When it left the library, in UTC."""


def panel(
    content: str, words: Words, *, label: str, kind: str = "", data: str = "", about: str = "", contents: bool = False
) -> str:
    """Render a panel, as reader.js expects one.

    Parameters
    ----------
    content : str
        HTML with one ``<h2 tabindex="-1">``, which gets the focus when the panel opens.
    words : Words
    label : str
        What the panel is, for screen readers.
    kind, data : str
        More classes and attributes of it, harmless as they stand.
    about : str
        HTML that stays in sight while its text is read: what document it is.
    contents : bool
        Whether it has a table of contents to go to.
    """
    classes = f"tl-panel {kind}".rstrip()
    return (
        f'<section class="{classes}" aria-label="{escape(label)}"{data}>'
        f"{_bar(words, about, contents=contents)}{content}{_tail(words)}</section>"
    )


def heading(article: Article) -> str:
    """Give the line that an article stands under, in the words of the law; empty for a section without a title."""
    if is_section(article):
        return article.title
    return f"Điều {article.number}. {article.title}".rstrip(". ")


def line(article: Article) -> str:
    """Give the line of a table of contents; a section without a title shows how it begins."""
    if title := heading(article):
        return title
    begin = article.text[:400].split()
    return " ".join(begin[:_WORDS_OF_SECTION]) + (" …" if len(begin) > _WORDS_OF_SECTION else "")


def is_section(article: Article) -> bool:
    """Tell whether this is a section of a paper that has no articles."""
    return not article.number or article.number.startswith("§")


def day(on: date) -> str:
    """Give a date as it is written in Viet Nam."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def opening(key: str, *, here: bool = False) -> str:
    """Give the tag of a link to an article or document; ``here``: its article is in the panel already."""
    article = "#" in key
    href = escape(f"?{'dieu' if article else 'vanban'}={quote(address_of(key), safe='/')}")
    if here:
        return f'<a href="{href}" data-do="goto">'
    return f'<a href="{href}" data-act="{"open" if article else "document"}" data-key="{escape(key)}">'


def button(name: str, *, do: str = "", act: str = "", key: str = "") -> str:
    """Render a button: ``do`` is done by the browser, ``act`` by the server."""
    named = f' data-key="{escape(key)}"' if key else ""
    action = f'data-do="{do}"' if do else f'data-act="{act}"'
    return f'<button type="button" {action}{named}>{escape(name)}</button>'


def _bar(words: Words, about: str, *, contents: bool) -> str:
    """Render what stays in sight: the document, the search inside it, the way back, the button that closes it."""
    say = words.reader
    named = f'<p class="tl-where" lang="vi" aria-hidden="true">{about}</p>' if about else ""
    find = (
        f'<div class="tl-find" role="search"><input type="search" class="tl-find-box" aria-label="{say.FIND}" '
        f'placeholder="{say.FIND}" autocomplete="off" spellcheck="false" enterkeyhint="search">'
        f'<button type="button" data-do="find-previous" aria-label="{say.FIND_PREVIOUS}">↑</button>'
        f'<button type="button" data-do="find-next" aria-label="{say.FIND_NEXT}">↓</button>'
        f'<output class="tl-find-count" data-found="{escape(say.FOUND)}" data-none="{say.NOT_FOUND}"></output></div>'
    )
    jump = button(say.CONTENTS, do="contents") if contents else ""
    back = f'<button type="button" data-do="back" hidden>{say.BACK}</button>'
    return (
        f'<div class="tl-bar">{named}{find}'
        f'<div class="tl-bar-tools">{back}{jump}{button(say.CLOSE, do="close")}</div></div>'
    )


def _tail(words: Words) -> str:
    """Render where the panel speaks after an action, and what stands below its text on paper."""
    say = words.reader
    return (
        f'<p class="tl-said" role="status" data-copied="{say.COPIED}" data-refused="{say.NOT_COPIED}" '
        f'data-clause="{escape(say.COPY_CLAUSE)}"></p><footer class="tl-print-note">'
        f'<p class="tl-print-cite" lang="vi"></p><p class="tl-print-status"></p>'
        f'<p><span data-printed="{escape(say.PRINTED_ON)}"></span> {say.PRINT_NOTE}</p></footer>'
    )
