"""Pure functions from documents to the HTML of the tab with one's own; all text of documents is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Article, Document
from search.background import Progress
from ui.contract import ShelfLine
from ui.escape import escape
from ui.texts.shelf import Shelf

_TOC_LENGTH = 400
"""Lines of a table of contents that a preview shows."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of an upload and what became of it so far; ``state`` is busy, done or failed."""

    name: str
    words: str
    state: str = "busy"


def files(lines: Sequence[FileLine], texts: Shelf) -> str:
    """Render how far each file is."""
    items = "".join(
        f'<li class="tl-file tl-file-{line.state}"><b>{escape(line.name)}</b> <span>{escape(line.words)}</span></li>'
        for line in lines
    )
    return f'<ul class="tl-files" aria-label="{texts.PROGRESS}">{items}</ul>' if items else ""


def preview(document: Document, remarks: Sequence[str], texts: Shelf) -> str:
    """Render what was recognised in a document that is not saved yet."""
    clauses = sum(len(article.clauses) for article in document.articles)
    points = sum(len(clause.points) for article in document.articles for clause in article.clauses)
    count = len(document.articles)
    if _has_sections(document):
        title = texts.CONTENTS_SECTIONS.format(articles=count)
    else:
        title = texts.CONTENTS.format(articles=count, clauses=clauses, points=points)
    return (
        f"{_box(texts.WARNINGS, document.warnings, 'tl-warn')}{_box(texts.REMARKS, remarks, 'tl-remark')}"
        f'<details class="tl-toc" open><summary>{title}</summary>{contents(document.articles)}</details>'
    )


def contents(articles: Sequence[Article]) -> str:
    """Render a table of contents."""
    lines: list[str] = []
    path: tuple[str, ...] = ()
    for article in articles[:_TOC_LENGTH]:
        if article.path != path:
            path = article.path
            lines.append(f'<li class="tl-toc-head">{escape(" › ".join(path))}</li>' if path else "")
        lines.append(f"<li>{escape(heading(article))}</li>")
    more = f"<li>… {len(articles) - _TOC_LENGTH}</li>" if len(articles) > _TOC_LENGTH else ""
    return f"<ol>{''.join(lines)}{more}</ol>"


def heading(article: Article) -> str:
    """Give the line that an article stands under; a section without a title shows how it begins."""
    if article.number.startswith("§") or not article.number:
        return article.title or " ".join(article.text.split()[:12])
    return f"Điều {article.number}. {article.title}".rstrip(". ")


def reader(document: Document) -> str:
    """Render a whole document."""
    parts: list[str] = []
    path: tuple[str, ...] = ()
    for article in document.articles:
        if article.path != path:
            path = article.path
            parts.append(f'<p class="tl-path-line">{escape(" › ".join(path))}</p>' if path else "")
        title = heading(article) if article.title or not article.number.startswith("§") else ""
        parts.append(f'<h4>{escape(title)}</h4><div class="tl-text">{escape(article.text)}</div>')
    number = f" · {escape(document.number)}" if document.number else ""
    return f'<section class="tl-reader"><h3>{escape(document.title)}{number}</h3>{"".join(parts)}</section>'


def shelf(infos: Iterable[ShelfLine], texts: Shelf) -> str:
    """Render the list of one's own documents."""
    items = "".join(
        f"<li><b>{escape(info.title)}</b> <span>{escape(_about(info, texts))}</span></li>" for info in infos
    )
    return f'<ul class="tl-shelf">{items}</ul>' if items else f'<p class="tl-soft">{texts.EMPTY}</p>'


def embedding(progress: Progress | None, texts: Shelf) -> str:
    """Render how far the embedding is; nothing when there is none."""
    if progress is None or progress.done >= progress.total:
        return ""
    left = progress.seconds_left
    words = texts.LEFT.format(time=_span(left, texts)) if left is not None else ""
    line = texts.EMBEDDING.format(done=progress.done, total=progress.total, left=words)
    return (
        f'<p class="tl-embedding" role="status">{line}</p>'
        f'<progress max="{progress.total}" value="{progress.done}" aria-label="{texts.PROGRESS}"></progress>'
    )


def message(words: str, *, failed: bool = False) -> str:
    """Render what became of a wish; nothing for no words."""
    kind = "tl-notice tl-notice-alarm" if failed else "tl-notice tl-done"
    return f'<div class="{kind}" role="status"><p>{escape(words)}</p></div>' if words else ""


def _about(info: ShelfLine, texts: Shelf) -> str:
    count = texts.COUNT.format(articles=info.article_count)
    issued = f"{info.issued_on:%d/%m/%Y}" if info.issued_on else ""
    return " · ".join(part for part in (info.number, info.kind, issued, count) if part)


def _box(title: str, lines: Sequence[str], kind: str) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="tl-box {kind}"><p>{title}</p><ul>{items}</ul></div>' if items else ""


def _has_sections(document: Document) -> bool:
    return document.articles[0].number.startswith("§")


def _span(seconds: float, texts: Shelf) -> str:
    if seconds < 90:
        return texts.SECONDS.format(count=max(1, round(seconds)))
    return texts.MINUTES.format(count=round(seconds / 60))
