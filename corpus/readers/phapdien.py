"""The official offline package of the code of laws (Bộ Pháp điển): one HTML file a topic → documents.

The code takes the articles of documents in force apart and orders them by topic. Here they are
put together again: what its notes say comes from one document is one document, wherever it
stands in the code. The package is that of the Ministry of Justice, phapdien.moj.gov.vn; the code
is made under Pháp lệnh 03/2012/UBTVQH13 (Pháp điển hệ thống quy phạm pháp luật).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from corpus.clauses import parse_clauses
from corpus.errors import UnreadableDocument
from corpus.model import PUBLIC, Amendment, Article, Document, Reference, Status
from corpus.readers._phapdien_groups import Group, Source, article_order, official, put_together, relate, sources_of
from corpus.readers._phapdien_topic import read_topic, topic_files, topic_names
from corpus.readers.phapdien_notes import REPEALED, Note, full_title
from corpus.references import find_references

__all__ = ["Package", "Report", "is_package", "read_package"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a package.

    Attributes
    ----------
    topics, empty_topics : int
        Topics read; those of them that have no article (dropped from the code).
    damaged_topics : dict
        File name → why it could not be read.
    articles, documents : int
        What the documents hold.
    repeated : int
        Articles that stand in the code more than once with the same text: read once.
    skipped : dict
        Reason → articles left out. "empty": no title and no text; "no label", "no text part",
        "truncated", "too large": the file is damaged there; "no source": the note names no document;
        "other text": the same article with another text, of which the first was kept.
    attachments : int
        Files that hang on articles; the package holds only their names.
    references_resolved, references_unresolved : int
        Links to related articles, by whether the package holds the article.
    references_of_headings : int
        Links of whole chapters and sections: read over.
    amendments : dict
        Action → how many.
    """

    topics: int
    empty_topics: int
    damaged_topics: dict[str, str]
    articles: int
    documents: int
    repeated: int
    skipped: dict[str, int]
    attachments: int
    references_resolved: int
    references_unresolved: int
    references_of_headings: int
    amendments: dict[str, int]


class Package:
    """The documents of a package, made one by one as they are asked for.

    Iterating gives them in the order in which they first stand in the code, as often as
    one likes and always the same. ``report`` tells what was read.
    """

    def __init__(self, groups: list[Group], described: dict[str, Note], report: Report) -> None:
        self._groups = groups
        self._described = described
        self._issuers = _issuers(groups)
        self.report = report

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Document]:
        for group in self._groups:
            yield _document(group, self._described, self._issuers)


def is_package(path: Path) -> bool:
    """Tell whether a zip file or folder is such a package, by its names and the head of one topic."""
    return bool(topic_names(path))


def read_package(path: Path, progress: Callable[[int, int], None] | None = None) -> Package:
    """Read a package.

    Parameters
    ----------
    path : Path
        The zip file, or the folder that it was unpacked to. Nothing is written to disk.
    progress : callable, optional
        Is given how many topics were read, and of how many.

    Raises
    ------
    UnreadableDocument
        It is no package, or none of its topics can be read. One damaged topic does not stop the rest.
    """
    names = topic_names(path)
    topics, damaged = [], {}
    for done, file in enumerate(topic_files(path, names) if names else (), start=1):
        topic = None if file.problem else read_topic(file.data)
        if topic:
            topics.append(topic)
        else:
            damaged[file.name] = file.problem or "no topic"
        if progress:
            progress(done, len(names))
    if not topics:
        raise UnreadableDocument(f"“{path.name}” không phải là gói Bộ Pháp điển điện tử.", f"No topics in {path}")
    topics.sort(key=lambda topic: [int(part) for part in re.findall(r"\d+", topic.number)])
    skipped = sum((topic.skipped for topic in topics), Counter[str]())
    sources = list(sources_of((entry for topic in topics for entry in topic.entries), skipped))
    groups, repeated = put_together(sources, skipped)
    described, resolved, unresolved = relate(groups)
    report = Report(
        topics=len(topics),
        empty_topics=sum(not topic.entries for topic in topics),
        damaged_topics=damaged,
        articles=sum(len(group.articles) for group in groups),
        documents=len(groups),
        repeated=repeated,
        skipped=dict(sorted(skipped.items())),
        attachments=sum(topic.attachments for topic in topics),
        references_resolved=resolved,
        references_unresolved=unresolved,
        references_of_headings=sum(topic.heading_links for topic in topics),
        amendments=dict(
            sorted(Counter(c.action for g in groups for s in g.articles.values() for c in s.note.changes).items())
        ),
    )
    return Package(groups, described, report)


def _issuers(groups: list[Group]) -> dict[str, str]:
    """Give who issues numbers of each form ("TT-BTC"), for documents whose notes do not say."""
    found: dict[str, list[str]] = {}
    for group in groups:
        for source in group.sources:
            if source.note.issuer:
                found.setdefault(_form(source.note.number), []).append(source.note.issuer)
    return {form: _most(issuers, "") for form, issuers in found.items() if form}


def _form(number: str) -> str:
    return number.rpartition("/")[2].rstrip("0123456789")


def _document(group: Group, described: dict[str, Note], issuers: dict[str, str]) -> Document:
    sources = sorted(group.articles.values(), key=lambda source: article_order(source.number))
    notes = [source.note for source in group.sources]
    number, kind = notes[0].number, _most([note.kind for note in notes], "")
    told = min(notes, key=lambda note: (note.issued_on is None, not note.title))
    if not told.title:
        told = described.get(group.id, told)  # the identifier is the number, but where two documents share one
    days: list[date | None] = [note.effective_on for note in notes if note.effective_on]
    articles = tuple(_article(source) for source in sources)
    amendments = tuple(
        Amendment(source.number, change.action, change.by_document, change.by_article, change.effective_on)
        for source in sources
        for change in source.note.changes
    )
    document = Document(
        id=group.id,
        number=number,
        title=full_title(kind, told.title, number),
        articles=(),
        kind=kind,
        issuer=_most([note.issuer for note in notes if note.issuer], issuers.get(_form(number), "")),
        subject=_most([source.entry.topic for source in sources], ""),
        issued_on=told.issued_on,
        effective_on=_most(days, None),
        status=_status(amendments),
        source_url=_most([url for source in sources if (url := official(source.entry.href))], ""),
        collection=PUBLIC,
        amendments=amendments,
    )
    texts = [(article.number, article.title, article.text, article.path) for article in articles]
    content = json.dumps([asdict(document), texts, group.related], ensure_ascii=False, default=str)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return replace(document, articles=articles, references=_references(group, articles), sha256=digest)


def _article(source: Source) -> Article:
    entry = source.entry
    return Article(source.number, entry.title, entry.text, entry.path, parse_clauses(entry.text))


def _references(group: Group, articles: tuple[Article, ...]) -> tuple[Reference, ...]:
    """Mentions in the text first, then the related articles that no mention names."""
    mentions = find_references(group.id, articles)
    known = {(mention.article_number, mention.target) for mention in mentions}
    ends = {article.number: len(article.text) for article in articles}
    related = [
        Reference(number, ends[number], ends[number], target)
        for number, target in group.related
        if (number, target) not in known
    ]
    return (*mentions, *related)


def _status(amendments: tuple[Amendment, ...]) -> Status:
    """Give the status: the code holds what is in force, as it was where its notes tell of no change."""
    if any(amendment.action == REPEALED for amendment in amendments):
        return Status.PARTLY_EXPIRED
    return Status.AMENDED if amendments else Status.IN_FORCE


def _most(values: list[_T], default: _T) -> _T:
    """Give the value that is there most often, the first of equals."""
    return Counter(values).most_common(1)[0][0] if values else default
