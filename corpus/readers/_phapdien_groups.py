"""Articles of the code of laws → the documents that they come from, and the links between them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from corpus.model import PUBLIC, article_id
from corpus.readers._phapdien_topic import Entry, Link
from corpus.readers.phapdien_notes import Note, parse_cited, parse_note

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_NUMBER = re.compile(r"(\d{1,9})([^\W\d_]?)(\d*)")
_MOST_PARTS = 8
_LABEL = re.compile(r"Điều ([\d.]+\.[A-ZĐ]{2}(?:\.\w+)+)\.?(?: |$)")
_ITEM = re.compile(r"[?&]ItemID=(\d+)")
_PLACE = re.compile(r"_?Dieu_(\w+)$")
_ARTICLE = re.compile(r"Điều (\d{1,4}[a-zđ]?\d?)\.")


@dataclass(slots=True)
class Source:
    """An entry of the code with what its note says."""

    entry: Entry
    note: Note
    number: str
    """Of the article, in its document."""


@dataclass(slots=True)
class Group:
    """The articles of one document, each once, and the numbers that related articles resolve to."""

    sources: list[Source]
    id: str = ""
    articles: dict[str, Source] = field(default_factory=dict)
    related: list[tuple[str, str]] = field(default_factory=list)


def sources_of(entries: Iterable[Entry], skipped: Counter[str]) -> Iterator[Source]:
    """Read the notes; an article whose note names no document is of that whose articles it stands among."""
    last: dict[str, Note] = {}
    for entry in entries:
        series, _, number = entry.label.rpartition(".")
        note = parse_note(entry.note)
        if note:
            last[series] = note
        elif series in last:
            note = replace(last[series], article="", changes=())
        else:
            skipped["no source"] += 1
            continue
        yield Source(entry, note, note.article or number.lower())


def put_together(sources: list[Source], skipped: Counter[str]) -> tuple[list[Group], int]:
    """Put the articles of a document together; give with the documents how many articles were there again."""
    by_number: dict[str, list[Source]] = {}
    for source in sources:
        note = source.note
        by_number.setdefault(note.number or f"{note.kind} {_name(note.title)}", []).append(source)
    groups: list[Group] = []
    repeated = 0
    for found in by_number.values():
        parted = _parted(found)
        for group in parted:
            repeated += _number_articles(group, skipped)
            group.id = _identity(group, alone=group is parted[0])
        groups += parted
    return groups, repeated


def _name(title: str) -> str:
    return re.sub(r"^về (?:việc )?", "", title.casefold())


def _parted(sources: list[Source]) -> list[Group]:
    """Tell apart documents of the same number: a law and a resolution of one day, decrees numbered anew every year.

    Sources that differ in kind or date are of two documents when both have an article of
    some number under different titles; else they are one document whose notes are careless.
    The one with most articles comes first: it keeps the bare number as its identifier.
    """
    by_kind: dict[tuple[str, date | None], list[Source]] = {}
    for source in sources:
        by_kind.setdefault((source.note.kind, source.note.effective_on), []).append(source)
    groups: list[Group] = []
    titles: list[dict[str, str]] = []
    for part in sorted(by_kind.values(), key=len, reverse=True):
        own = {source.number: _beginning(source.entry) for source in part}
        for group, known in zip(groups, titles, strict=True):
            if len(groups) >= _MOST_PARTS or all(known.get(number, title) == title for number, title in own.items()):
                group.sources += part
                known.update(own)
                break
        else:
            groups.append(Group(part))
            titles.append(own)
    return groups


def _beginning(entry: Entry) -> str:
    return (entry.title or entry.text[:100]).casefold()


def _number_articles(group: Group, skipped: Counter[str]) -> int:
    """Keep each article once; give how many were there again with the same text.

    Where a note names the article before or after by mistake, the label has the right number.
    """
    repeated = 0
    others: list[Source] = []
    for source in group.sources:
        known = group.articles.setdefault(source.number, source)
        if known is source:
            continue
        if (known.entry.title, known.entry.text) != (source.entry.title, source.entry.text):
            others.append(source)
            continue
        known.entry.links += source.entry.links
        repeated += 1
    for source in others:
        labelled = source.entry.label.rpartition(".")[2].lower()
        if labelled not in group.articles and source.entry.title != group.articles[source.number].entry.title:
            source.number = labelled
            group.articles[labelled] = source
        else:
            skipped["other text"] += 1
    return repeated


def _identity(group: Group, *, alone: bool) -> str:
    note = group.sources[0].note
    if not note.number:
        return f"{PUBLIC}/{hashlib.sha256(f'{note.kind} {_name(note.title)}'.encode()).hexdigest()[:12]}"
    if alone:
        return note.number
    return f"{note.number} ({note.kind} {note.effective_on.year if note.effective_on else ''})".replace(" )", ")")


def relate(groups: list[Group]) -> tuple[dict[str, Note], int, int]:
    """Resolve the links between articles.

    Returns
    -------
    described : dict
        Document number → what links say of it, for documents whose own notes leave out the title.
    resolved, unresolved : int
    """
    index = _Index(groups)
    described: dict[str, Note] = {}
    counts = Counter[bool]()
    for group in groups:
        for number, source in group.articles.items():
            own = article_id(group.id, number)
            found: dict[str, None] = {}
            cited: Note | None = None
            for link in reversed(source.entry.links):  # the last link of a row names the document of all
                cited = parse_cited(link.text) or cited
                if cited and cited.number:
                    described.setdefault(cited.number, cited)
                target = index.target(link, cited)
                counts[target is not None] += 1
                if target and target != own:
                    found[target] = None
            group.related += [(number, target) for target in reversed(found)]
    return described, counts[True], counts[False]


class _Index:
    """Where the articles are, by each of the ways in which links name them."""

    def __init__(self, groups: list[Group]) -> None:
        self._by_anchor: dict[str, str] = {}
        self._by_label: dict[str, str] = {}
        self._by_item: dict[str, Group] = {}
        self._by_number: dict[str, Group] = {}
        for group in groups:
            self._by_number.setdefault(group.sources[0].note.number, group)
            for source in group.sources:
                target = article_id(group.id, source.number)
                self._by_anchor.setdefault(source.entry.anchor, target)
                self._by_label.setdefault(source.entry.label, target)
                if item := _ITEM.search(source.entry.href):
                    self._by_item.setdefault(item[1], group)
        self._by_anchor.pop("", None)
        self._by_number.pop("", None)

    def target(self, link: Link, cited: Note | None) -> str | None:
        """Give the identifier of the article or document that a link means; None when the package has none such."""
        label = _LABEL.match(link.text)
        found = self._by_anchor.get(link.anchor) or (self._by_label.get(label[1]) if label else None)
        if found:
            return found
        item = _ITEM.search(link.href)
        group = self._by_item.get(item[1]) if item else None
        group = group or (self._by_number.get(cited.number) if cited else None)
        if not group:
            return None
        if not link.text.startswith("Điều"):  # a chapter, or all of the document
            return group.id
        place = _PLACE.search(link.href) or (None if label else _ARTICLE.match(link.text))
        number = place[1].lower() if place else ""
        return article_id(group.id, number) if number in group.articles else None


def official(href: str) -> str:
    """Give the address of a document's official text; empty when the link leads nowhere."""
    return href.partition("#")[0] if _ITEM.search(href) else ""


def article_order(number: str) -> tuple[int, int, str]:
    """Give what articles are ordered by: 6, 6a, 6b … 6d, 6đ … 7."""
    match = _NUMBER.match(number)
    if not match:
        return (10**6, 0, number)
    return (int(match[1]), _ALPHABET.find(match[2]) if match[2] else -1, f"{match[3]:>3}{number[match.end() :]}")
