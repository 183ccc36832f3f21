"""What stands around the search as HTML: head, foot, the first visit, the sheet of keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ui.cards import day
from ui.contract import DocumentLine
from ui.escape import escape
from ui.texts import Words

_KINDS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết", "Lệnh", "Nghị định", "Quyết định")


def header(words: Words) -> str:
    """Render the page's head."""
    texts = words.page
    other = (
        f'<a class="tl-language" href="{texts.LANGUAGE_PATH}" hreflang="{texts.LANGUAGE_CODE}" '
        f'lang="{texts.LANGUAGE_CODE}" data-do="language">{texts.LANGUAGE}</a>'
    )
    return (
        f'<header class="tl-head" data-language="{words.language}"><div class="tl-head-line">'
        f'<h1><span class="tl-sign" aria-hidden="true">§</span>{texts.TITLE}</h1>'
        f'<p class="tl-head-links">{other} <button type="button" class="tl-link" data-do="keys">{texts.HELP_KEYS}'
        f'</button></p></div><p>{texts.PURPOSE}</p></header><p id="tl-live" class="tl-hidden" role="status"></p>'
        f"{_keys(words)}{_leave(words)}"
    )


def _keys(words: Words) -> str:
    texts = words.page
    rows = "".join(f"<div><dt><kbd>{escape(key)}</kbd></dt><dd>{what}</dd></div>" for key, what in texts.KEYS)
    return (
        f'<dialog id="tl-keys" aria-labelledby="tl-keys-title"><h2 id="tl-keys-title">{texts.HELP_KEYS}</h2>'
        f'<dl>{rows}</dl><button type="button" data-do="close-keys">{texts.CLOSE}</button></dialog>'
    )


def _leave(words: Words) -> str:
    """Render what is asked before the page goes to its other language, where something would be lost."""
    texts = words.page
    return (
        f'<dialog id="tl-leave" aria-labelledby="tl-leave-title"><h2 id="tl-leave-title">{texts.LEAVE}</h2>'
        f'<p data-why="unsaved">{texts.LEAVE_UNSAVED}</p><p data-why="visit">{texts.LEAVE_VISIT}</p>'
        f'<p><button type="button" data-do="leave">{texts.LEAVE_YES}</button> '
        f'<button type="button" data-do="stay">{texts.LEAVE_NO}</button></p></dialog>'
    )


def welcome(words: Words, documents: Sequence[DocumentLine], *, persistent: bool = True) -> str:
    """Render what stands in the place of results before the first question."""
    texts = words.page
    items = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(how)}</dd></div>" for what, how in texts.HELP)
    about = "".join(f"<li>{line.format(library=library(words, documents))}</li>" for line in texts.ABOUT)
    lost = "" if persistent else f"<li>{texts.NOT_PERSISTENT}</li>"
    return (
        f'<section class="tl-welcome"><h2>{texts.ABOUT_TITLE}</h2><ul class="tl-about">{about}{lost}</ul>'
        f"<h2>{texts.HELP_TITLE}</h2><dl>{items}</dl><p>{texts.HELP_KEY}</p></section>"
    )


def footer(words: Words, documents: Sequence[DocumentLine]) -> str:
    """Render the page's foot: what the library holds, and what it is not."""
    texts = words.page
    return (
        f'<footer class="tl-foot"><p>{library(words, documents)}</p>'
        f"<p><strong>{texts.DISCLAIMER}</strong></p><p>{texts.PRIVACY}</p></footer>"
    )


def library(words: Words, documents: Sequence[DocumentLine]) -> str:
    """Say what the library holds, and how new its newest document is."""
    texts = words.page
    if not documents:
        return texts.LIBRARY_EMPTY
    counts = Counter(document.kind for document in documents)
    listed = ", ".join(f"{_number(counts[kind], words)} {escape(kind.lower())}" for kind in kinds(documents))
    if counts[""]:
        listed += f"{', ' if listed else ''}{counts['']} {texts.OTHER_KIND}"
    articles = sum(document.article_count for document in documents)
    figures = {"documents": _number(len(documents), words), "articles": _number(articles, words)}
    said = texts.LIBRARY.format(**figures, kinds=listed)
    newest = max((document.issued_on for document in documents if document.issued_on), default=None)
    return f"{said} {texts.NEWEST.format(day=day(newest))}" if newest else said


def kinds(documents: Sequence[DocumentLine]) -> tuple[str, ...]:
    """Give the kinds of documents there are, the highest in rank first."""
    rank = {kind: place for place, kind in enumerate(_KINDS)}
    present = {document.kind for document in documents if document.kind}
    return tuple(sorted(present, key=lambda kind: (rank.get(kind, len(rank)), kind)))


def _number(count: int, words: Words) -> str:
    return f"{count:,}".replace(",", words.library.THOUSANDS)
