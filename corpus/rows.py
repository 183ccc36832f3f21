"""Records to table rows and back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from corpus.citation import number_key
from corpus.model import Action, Amendment, Article, Clause, Document, Effect, Point, Reference, Status, article_id
from corpus.schema import amendments, articles, clauses, effects, references

if TYPE_CHECKING:
    from corpus.passage_store import PassageSpan

_PLAIN = (
    "id number title kind issuer signer subject issued_on effective_on expires_on source_url sha256 collection".split()
)


def document_values(document: Document) -> dict[str, Any]:
    """Give a document's own row, without its revision."""
    values: dict[str, Any] = {name: getattr(document, name) for name in _PLAIN}
    return values | {
        "status": document.status.value,
        "number_key": number_key(document.number),
        "article_count": len(document.articles),
    }


def content_values(document: Document) -> list[tuple[sa.Table, list[dict[str, Any]]]]:
    """Give the rows of all that a document contains, parents before children."""
    article_rows: list[dict[str, Any]] = []
    clause_rows: list[dict[str, Any]] = []
    for ordinal, article in enumerate(document.articles):
        key = article_id(document.id, article.number)
        article_rows.append(
            {
                "id": key,
                "document_id": document.id,
                "ordinal": ordinal,
                "number": article.number,
                "title": article.title,
                "text": article.text,
                "path": list(article.path),
            }
        )
        clause_rows += [
            {
                "article_id": key,
                "ordinal": i,
                "number": clause.number,
                "start_char": clause.start,
                "end_char": clause.end,
                "points": [[point.letter, point.start, point.end] for point in clause.points],
            }
            for i, clause in enumerate(article.clauses)
        ]
    return [
        (articles, article_rows),
        (clauses, clause_rows),
        (amendments, [_amendment_values(document.id, amendment) for amendment in document.amendments]),
        (references, [reference_values(document.id, reference) for reference in document.references]),
        (effects, [_effect_values(document.id, effect) for effect in document.effects]),
    ]


def _amendment_values(document_id: str, amendment: Amendment) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "article_number": amendment.article_number,
        "action": amendment.action,
        "by_document": amendment.by_document,
        "by_article": amendment.by_article,
        "effective_on": amendment.effective_on,
    }


def reference_values(document_id: str, reference: Reference) -> dict[str, Any]:
    """Give a reference's row, without its id."""
    return {
        "document_id": document_id,
        "article_number": reference.article_number,
        "start_char": reference.start,
        "end_char": reference.end,
        "target": reference.target,
    }


def _effect_values(document_id: str, effect: Effect) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "article_number": effect.article_number,
        "action": effect.action.value,
        "target": effect.target,
        "target_article": effect.target_article,
        "effective_on": effect.effective_on,
    }


def effect_of(row: sa.Row[Any], since: date | None = None) -> Effect:
    """Give the effect of a row of ``effects``; ``since`` is its day where it has none of its own."""
    return Effect(row.article_number, Action(row.action), row.target, row.target_article, row.effective_on or since)


def load_amendments(connection: sa.Connection, document_id: str) -> tuple[Amendment, ...]:
    """Give what a document's own sources say was done to it."""
    found = connection.execute(
        sa.select(amendments).where(amendments.c.document_id == document_id).order_by(amendments.c.id)
    )
    return tuple(Amendment(r.article_number, r.action, r.by_document, r.by_article, r.effective_on) for r in found)


def passage_values(document_id: str, span: PassageSpan) -> dict[str, Any]:
    """Give a passage's row, without its id."""
    return {
        "document_id": document_id,
        "article_number": span.article_number,
        "ordinal": span.ordinal,
        "start_char": span.start,
        "end_char": span.end,
        "text_hash": span.text_hash,
    }


def load_articles(connection: sa.Connection, where: sa.ColumnElement[bool]) -> dict[str, tuple[str, Article]]:
    """Give the articles that meet a condition: article id → document id and article, in document order."""
    found = connection.execute(
        sa.select(articles).where(where).order_by(articles.c.document_id, articles.c.ordinal)
    ).all()
    inner: dict[str, list[Clause]] = {}
    query = sa.select(clauses).where(clauses.c.article_id.in_(sa.select(articles.c.id).where(where)))
    for row in connection.execute(query.order_by(clauses.c.article_id, clauses.c.ordinal)):
        points = tuple(Point(*point) for point in row.points)
        inner.setdefault(row.article_id, []).append(Clause(row.number, row.start_char, row.end_char, points))
    return {
        row.id: (
            row.document_id,
            Article(row.number, row.title, row.text, tuple(row.path), tuple(inner.get(row.id, ()))),
        )
        for row in found
    }


def load_document(connection: sa.Connection, row: sa.Row[Any]) -> Document:
    """Give the whole document of a row of ``documents``."""
    own = load_articles(connection, articles.c.document_id == row.id)
    referring = connection.execute(
        sa.select(references).where(references.c.document_id == row.id).order_by(references.c.id)
    )
    acting = connection.execute(sa.select(effects).where(effects.c.document_id == row.id).order_by(effects.c.id))
    return Document(
        **{name: row._mapping[name] for name in _PLAIN},
        status=Status(row.status),
        articles=tuple(article for _, article in own.values()),
        amendments=load_amendments(connection, row.id),
        references=tuple(Reference(r.article_number, r.start_char, r.end_char, r.target) for r in referring),
        effects=tuple(map(effect_of, acting)),
    )
