"""A whole document as the panel beside the results: a pure function from records to HTML.

What the browser needs of an article stands once on its element (``data-key``): reader.js finds it from
whatever was pressed inside, and makes the buttons of an article from the one form in the panel when they
are wanted. A law of 700 articles would otherwise be mostly buttons.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from corpus import dates
from corpus.citation import format_citation
from corpus.model import Amendment, Article, Document, Reference, address_of, article_id
from ui.escape import escape
from ui.panel_parts import Referring, Version, button, day, heading, is_section, line, opening, panel
from ui.provisions import Link, provisions
from ui.texts import Words

_NONE: Mapping[str, str] = MappingProxyType({})
_PART = re.compile(r"\b(?:khoản|điểm)\b", re.IGNORECASE)
_REPEALED = ("Bãi bỏ", "Hủy bỏ", "Hết hiệu lực")
"""What the library says of an article that is gone as a whole."""


def document(
    doc: Document,
    *,
    words: Words,
    at: str = "",
    span: tuple[int, int] | None = None,
    targets: Mapping[str, str] = _NONE,
    referring: Sequence[Referring] = (),
    referring_count: int | None = None,
    versions: Sequence[Version] = (),
    shown: Version | None = None,
    today: date | None = None,
) -> str:
    """Render a document for reading.

    Parameters
    ----------
    doc : Document
        As it stands for whoever reads it.
    words : Words
    at : str
        Number of the article to open it at; from the beginning when it has no such article.
    span : (int, int), optional
        Characters of that article to mark.
    targets : mapping
        Target of one of :func:`mentions` → identifier to open. What is missing stays plain text.
    referring : sequence of Referring
        Articles that mention the one at ``at``; without one, those that mention the document.
    referring_count : int, optional
        How many such articles there are, where ``referring`` has only the first of them.
    versions : sequence of Version
        Earlier texts that can be read.
    shown : Version, optional
        Set when ``doc`` itself is an earlier text.
    today : date, optional
        An article is shown as repealed from its day on; the present day when left out.
    """
    built = _Panel(doc, words, at, targets, today or dates.today())
    data = f' data-document="{escape(doc.id)}" data-address="{escape(address_of(doc.id))}"'
    data += f' data-cite="{escape(format_citation(doc))}"'
    if built.current is not None:
        data += f' data-at="{escape(article_id(doc.id, at))}"'
    mentioning = built.referring(referring, len(referring) if referring_count is None else referring_count)
    body = f'<div class="tl-body" lang="vi">{built.body(span, mentioning)}</div>'
    above = f"{built.contents()}{built.versions(versions)}{mentioning if built.current is None else ''}"
    content = f"{built.head(shown)}{above}{body}{_tools(words)}"
    about = f"{built.badge(shown)} {escape(format_citation(doc))}"
    return panel(content, words, label=words.reader.PANEL, data=data, about=about, contents=bool(doc.articles))


def mentions(doc: Document) -> tuple[Reference, ...]:
    """Give everything of a document that may lead elsewhere: its references, and what amended it."""
    amending = []
    for amendment in doc.amendments:
        by = amendment.by_document
        targets = (article_id(by, amendment.by_article), by) if amendment.by_article else (by,)
        amending += [Reference(amendment.article_number, 0, 0, target) for target in targets]
    return (*doc.references, *amending)


class _Panel:
    def __init__(self, doc: Document, words: Words, at: str, targets: Mapping[str, str], today: date) -> None:
        self._doc, self._words, self._say = doc, words, words.reader
        self._targets, self._today = targets, today
        numbers = [article.number for article in doc.articles]
        self.current = numbers.index(at) if at in numbers else None
        self._own = {article_id(doc.id, number) for number in numbers}
        self._amendments: defaultdict[str, list[Amendment]] = defaultdict(list)
        for amendment in doc.amendments:
            self._amendments[amendment.article_number].append(amendment)

    def head(self, shown: Version | None) -> str:
        """Render what document this is, and whether it may be relied on."""
        doc, say, page = self._doc, self._say, self._words.page
        number = page.DOCUMENT_NUMBER.format(number=doc.number) if doc.number else ""
        above = " · ".join(escape(part) for part in (doc.kind, number, doc.issuer) if part)
        dated = ((say.ISSUED, doc.issued_on), (page.EFFECTIVE, doc.effective_on), (page.EXPIRES, doc.expires_on))
        days = ", ".join(words.format(day=day(on)) for words, on in dated if on)
        badge = self.badge(None)
        return (
            f'<header class="tl-panel-head"><p class="tl-document" lang="vi">{above}</p>'
            f'<h2 tabindex="-1" lang="vi">{escape(doc.title or doc.number)}</h2>{self._way()}{self._earlier(shown)}'
            f'<p class="tl-status">{badge} <span>{days}</span></p>{self._changes("")}'
            f'<p class="tl-panel-tools">{button(say.COPY_LINK, do="link")}{button(say.PRINT, do="print")}'
            f"{self._source()}</p></header>"
        )

    def badge(self, shown: Version | None) -> str:
        """Render whether the document is in force; of an earlier text, that it is one."""
        if shown is not None:
            return f'<span class="tl-badge tl-badge-expired">{self._say.EARLIER}</span>'
        status = self._doc.status
        return f'<span class="tl-badge tl-badge-{status.value}">{self._words.page.STATUS[status]}</span>'

    def contents(self) -> str:
        """Render the table of contents, open along the way to the present article."""
        articles = self._doc.articles
        here = articles[self.current].path if self.current is not None else ()
        parts: list[str] = []
        path: tuple[str, ...] = ()
        for index, article in enumerate(articles):
            shared = _shared(path, article.path)
            parts.append("</ol></details></li>" * (len(path) - shared))
            path = article.path
            for depth in range(shared, len(path)):
                is_open = " open" if path[: depth + 1] == here[: depth + 1] else ""
                parts.append(f"<li><details{is_open}><summary>{escape(path[depth])}</summary><ol>")
            mark = ' aria-current="location"' if index == self.current else ""
            parts.append(f'<li><a href="#tl-a{index}"{mark}>{escape(line(article))}</a></li>')
        parts.append("</ol></details></li>" * len(path))
        say = self._say
        count = (say.SECTIONS if articles and is_section(articles[0]) else say.ARTICLES).format(count=len(articles))
        return (
            f'<details class="tl-contents"><summary>{say.CONTENTS} ({count})</summary>'
            f'<nav aria-label="{say.CONTENTS}" lang="vi"><ol>{"".join(parts)}</ol></nav></details>'
        )

    def versions(self, versions: Sequence[Version]) -> str:
        """Render the list of earlier texts; nothing when there is none."""
        say = self._say
        items = []
        for version in versions:
            name = say.VERSION.format(title=version.title, articles=version.article_count, day=day(version.kept_at))
            key = str(version.id)
            read, compared = ((say.READ_VERSION, "version"), (say.COMPARE_VERSION, "differences"))
            buttons = "".join(button(words, act=act, key=key) for words, act in (read, compared))
            items.append(f"<li>{escape(name)} {buttons}</li>")
        title = say.VERSIONS.format(count=len(versions))
        listed = f'<details class="tl-versions"><summary>{title}</summary><ul>{"".join(items)}</ul></details>'
        return listed if items else ""

    def referring(self, found: Sequence[Referring], count: int) -> str:
        """Render which articles mention this one; nothing when none does."""
        items = []
        for one in found:
            name = heading(Article(one.article_number, one.title, "")) or one.document_title
            number = f" · {one.document_number}" if one.document_number else ""
            source = escape(f"{one.document_title}{number}")
            items.append(f'<li lang="vi">{opening(one.article_id)}{escape(name)}</a> <span>{source}</span></li>')
        say = self._say
        title = (say.REFERRING if self.current is not None else say.REFERRING_DOCUMENT).format(count=count)
        listed = f'<details class="tl-referring"><summary>{title}</summary><ul>{"".join(items)}</ul></details>'
        return listed if items else ""

    def body(self, span: tuple[int, int] | None, mentioning: str) -> str:
        """Render every article under the headings of its division; ``mentioning`` stands below the present one."""
        links = self._links()
        parts: list[str] = []
        path: tuple[str, ...] = ()
        for index, article in enumerate(self._doc.articles):
            for depth in range(_shared(path, article.path), len(article.path)):
                level = min(3 + depth, 6)
                parts.append(f'<h{level} class="tl-division">{escape(article.path[depth])}</h{level}>')
            path = article.path
            here = index == self.current
            text = provisions(article, links.get(article.number, ()), span if here else None)
            below = mentioning if here else ""
            parts.append(self._article(index, article, f'<div class="tl-law">{text}</div>{below}'))
        return "".join(parts) or f'<p class="tl-soft">{self._say.EMPTY}</p>'

    def _article(self, index: int, article: Article, content: str) -> str:
        title, level = heading(article), min(3 + len(article.path), 6)
        section = self._say.SECTION.format(number=article.number.removeprefix("§") or index + 1)
        name = section if is_section(article) else f"Điều {article.number}"
        gone = any(map(self._repeals, self._amendments[article.number])) if article.number else False
        shown = f"<s>{escape(title)}</s>" if gone else escape(title or name)
        hidden = "" if title else ' class="tl-hidden"'
        classes = "tl-article" + " tl-current" * (index == self.current) + " tl-gone" * gone
        return (
            f'<article id="tl-a{index}" class="{classes}" '
            f'data-key="{escape(article_id(self._doc.id, article.number))}">'
            f"<header><h{level}{hidden}>{shown}</h{level}>"
            f'<button type="button" data-do="tools" aria-expanded="false" '
            f'aria-label="{escape(self._say.TOOLS.format(what=name))}">⋯</button></header>'
            f"{self._changes(article.number) if article.number else ''}{content}</article>"
        )

    def _links(self) -> Mapping[str, list[Link]]:
        """Give the links in each article's text, by its number; within the article itself they lead to its parts."""
        tags: dict[str, str] = {}
        links: defaultdict[str, list[Link]] = defaultdict(list)
        texts = {article.number: article.text for article in self._doc.articles}
        for reference in self._doc.references:
            number, key = reference.article_number, self._targets.get(reference.target)
            mention = texts.get(number, "")[reference.start : reference.end]
            if key and (key != article_id(self._doc.id, number) or _PART.search(mention)):
                tag = tags.get(key) or tags.setdefault(key, opening(key, here=key in self._own))
                links[reference.article_number].append(Link(reference.start, reference.end, tag))
        return links

    def _changes(self, number: str) -> str:
        """Render what befell an article, or with an empty number the document as a whole."""
        items = dict.fromkeys(map(self._change, self._amendments[number]))
        if not items:
            return ""
        title = "" if number else f"<p>{self._say.AMENDED}</p>"
        return f'<div class="tl-changed">{title}<ul><li>{"</li><li>".join(items)}</li></ul></div>'

    def _change(self, amendment: Amendment) -> str:
        say, by = self._say, amendment.by_document
        if amendment.article_number and self._repeals(amendment):
            kind, action = "expired", say.REPEALED
        else:
            kind, action = "amended", say.ACTIONS.get(amendment.action, amendment.action)
        words = say.CHANGED_BY_ARTICLE if amendment.by_article else say.CHANGED_BY
        name = escape(words.format(article=amendment.by_article, document=by))
        key = self._targets.get(article_id(by, amendment.by_article)) or self._targets.get(by)
        linked = f"{opening(key)}{name}</a>" if key else name
        since = f" {say.SINCE.format(day=day(amendment.effective_on))}" if amendment.effective_on else ""
        return f'<span class="tl-badge tl-badge-{kind}">{escape(action)}</span> {linked}{since}'

    def _repeals(self, amendment: Amendment) -> bool:
        since = amendment.effective_on
        return amendment.action in _REPEALED and (since is None or since <= self._today)

    def _way(self) -> str:
        """Render the link to the article that the panel opened at, the first after the title, which has the focus."""
        if self.current is None:
            return ""
        words = self._say.GO_TO.format(what=line(self._doc.articles[self.current]))
        return f'<p class="tl-way"><a href="#tl-a{self.current}">{escape(words)}</a></p>'

    def _earlier(self, shown: Version | None) -> str:
        if shown is None:
            return ""
        words = self._say.IS_EARLIER.format(day=day(shown.kept_at))
        present = button(self._say.PRESENT, act="document", key=self._doc.id)
        return f'<div class="tl-notice" role="note"><p>{escape(words)} {present}</p></div>'

    def _source(self) -> str:
        url, say = self._doc.source_url.strip(), self._say
        if not url.lower().startswith(("http://", "https://")):
            return ""
        hidden = f'<span class="tl-hidden"> {say.NEW_TAB}</span>'
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{say.SOURCE}{hidden}</a>'


def _tools(words: Words) -> str:
    """Render the form of the buttons of an article, which reader.js fills in where they are wanted."""
    say = words.reader
    done = ((say.COPY_CITATION, "cite"), (say.COPY_QUOTATION, "quote"), (say.COPY_LINK, "link"))
    copies = "".join(button(name, do=do) for name, do in (*done, (say.PRINT_ARTICLE, "print-article")))
    acts = button(say.PIN, act="pin") + button(say.COMPARE, act="compare")
    steps = button(say.PREVIOUS, do="previous") + button(say.NEXT, do="next")
    return (
        f'<template class="tl-tools-form"><div class="tl-tools" role="group" aria-label="{say.TOOLS_GROUP}">'
        f"{copies}{acts}{steps}</div></template>"
    )


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many headings two paths have in common from the outside."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count
