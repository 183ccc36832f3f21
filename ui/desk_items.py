"""What a file shows of pinned articles."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from corpus.citation import format_citation
from corpus.errors import UnknownDocument
from corpus.model import PERSONAL, Amendment, Article
from ui.cards import day
from ui.desk_contract import Info, PinLine, Texts
from ui.exports import Item
from ui.texts import Words


def items_of(pins: Sequence[PinLine], texts: Texts, words: Words, address: str) -> tuple[Item, ...]:
    """Give what a file shows of pinned articles; of those that the library no longer has, what the pins themselves say.

    Parameters
    ----------
    pins : sequence of PinLine
    texts : Texts
        What their reader may see.
    words : Words
    address : str
        Of the page; empty for no links. A document of the reader's own has none: it opens for nobody else, and its
        identifier names his collection.
    """
    amendments: dict[str, Sequence[Amendment]] = {}
    items = []
    for pin in pins:
        try:
            info, article = texts.article(pin.article_id)
            if info.id not in amendments:
                amendments[info.id] = texts.document(info.id).amendments
        except UnknownDocument:
            items.append(Item(pin.citation, document=pin.document_title, status=words.desk.GONE, note=pin.note))
            continue
        linked = address and not info.collection.startswith(PERSONAL)
        items.append(
            Item(
                citation=format_citation(info, article),
                heading=_heading(article),
                document=_named(info, words),
                status=_status(info, words),
                amendments=_amended(amendments[info.id], article, words),
                text=article.text,
                note=pin.note,
                link=f"{address}?dieu={quote(pin.article_id, safe='/')}" if linked else "",
                source_url=info.source_url,
            )
        )
    return tuple(items)


def _heading(article: Article) -> str:
    if not article.number or article.number.startswith("§"):
        return article.title
    return f"Điều {article.number}. {article.title}".rstrip(". ")


def _named(info: Info, words: Words) -> str:
    desk = words.desk
    number = desk.NUMBER.format(number=info.number) if info.number else ""
    dated = desk.DATED.format(day=day(info.issued_on)) if info.issued_on else ""
    return ", ".join(part for part in (info.title or info.kind, number, info.issuer, dated) if part)


def _status(info: Info, words: Words) -> str:
    days = [(words.page.EFFECTIVE, info.effective_on), (words.page.EXPIRES, info.expires_on)]
    return ", ".join([words.page.STATUS[info.status], *(said.format(day=day(on)) for said, on in days if on)])


def _amended(amendments: Sequence[Amendment], article: Article, words: Words) -> tuple[str, ...]:
    """Say what was done to this article, or to its document as a whole."""
    lines = []
    for one in amendments:
        if one.article_number in ("", article.number):
            named = words.page.ARTICLE.format(number=one.article_number) + " " if one.article_number else ""
            since = " " + words.page.SINCE.format(day=day(one.effective_on)) if one.effective_on else ""
            lines.append(
                words.page.AMENDED_BY.format(action=one.action, article=named, document=one.by_document) + since
            )
    return tuple(dict.fromkeys(lines))
