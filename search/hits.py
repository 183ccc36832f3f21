"""Articles and scores become the hits that an answer shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.citation import Citation
from corpus.model import Article
from corpus.store import DocumentInfo
from indexer.passages import heading, render
from indexer.segment import syllables

from . import evidence
from .filters import Library
from .fusion import Candidate
from .model import Evidence, Hit
from .ranking import Ranked, Ranking


def with_cited(
    candidates: list[Candidate], cited: Sequence[tuple[str, DocumentInfo, Article]], library: Library
) -> list[Candidate]:
    """Put the articles that the question names before the others, found or not."""
    names = {key for key, _, _ in cited}
    if not names:
        return candidates
    known = {library.catalogue.article_ids[c.article]: c for c in candidates}
    article_of = {name: i for i, name in enumerate(library.catalogue.article_ids) if name in names}
    first = [
        known.get(name) or Candidate(article, int((library.catalogue.articles == article).argmax()), 0.0, 0.0, 0.0)
        for name, article in article_of.items()
    ]
    return first + [c for c in candidates if library.catalogue.article_ids[c.article] not in names]


def text_of(candidate: Candidate, library: Library, found: dict[str, tuple[DocumentInfo, Article]]) -> str:
    """Give the text of a candidate's best passage as the models read it."""
    info, article = found[library.catalogue.article_ids[candidate.article]]
    start, end = library.catalogue.spans[candidate.passage]
    return render(heading(info.title, article), article.text[start:end])


def weights(question: str, ranking: Ranking) -> dict[str, float]:
    """Give how much each word of a question says, by its rarity and by what questions taught."""
    return {term: ranking.lexical.ceiling(ranking.weigh([term])) for term in set(syllables(question))}


def hit(
    candidate: Candidate,
    library: Library,
    found: dict[str, tuple[DocumentInfo, Article]],
    weigh: dict[str, float],
    ranked: Ranked | None = None,
) -> Hit:
    """Make the hit of a candidate; without what the second stage thinks of it, its score is 0."""
    key = library.catalogue.article_ids[candidate.article]
    info, article = found[key]
    # The text may have been replaced since the passages were cut.
    start, end = (min(int(x), len(article.text)) for x in library.catalogue.spans[candidate.passage])
    if start == end:
        start, end = 0, len(article.text)
    stages = {"bm25": candidate.bm25, "dense": candidate.dense, "fused": candidate.fused}
    if ranked:
        stages["logit"] = ranked.logit
    score = ranked.score if ranked else 0.0
    made = _make_hit(key, info, article, score, evidence.find(article, (start, end), weigh), stages)
    return replace(made, passage=text_of(candidate, library, found))


def cited_hit(key: str, info: DocumentInfo, article: Article, citation: Citation) -> Hit:
    """Make the hit of an article that the question names."""
    clause = next((c for c in article.clauses if c.number == citation.clause), None)
    point = next((p for p in clause.points if p.letter == citation.point), None) if clause else None
    span = evidence.of_clause(clause) if clause else Evidence(0, len(article.text))
    if clause and point:
        span = Evidence(point.start, point.end, f"Điểm {point.letter} khoản {clause.number}")
    certain = citation.document_number is not None
    return _make_hit(key, info, article, 1.0 if certain else 0.5, span, {"citation": 1.0})


def _make_hit(
    key: str, info: DocumentInfo, article: Article, score: float, span: Evidence, stages: dict[str, float]
) -> Hit:
    return Hit(
        article_id=key,
        document_id=info.id,
        document_number=info.number,
        document_title=info.title,
        kind=info.kind,
        issuer=info.issuer,
        article_number=article.number,
        title=article.title,
        path=article.path,
        text=article.text,
        score=score,
        evidence=span,
        status=info.status,
        issued_on=info.issued_on,
        effective_on=info.effective_on,
        expires_on=info.expires_on,
        amendments=info.amendments,
        collection=info.collection,
        stages=stages,
    )
