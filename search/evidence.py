"""The clause that matters: where in the article the answer stands."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.model import Article, Clause
from indexer.segment import syllables

from .model import Evidence


def find(article: Article, span: tuple[int, int], weight: Mapping[str, float]) -> Evidence:
    """Give the clause, within the passage that ranked best, that shares most with the question.

    Parameters
    ----------
    article : Article
    span : (int, int)
        The passage that the models preferred, in the article's text.
    weight : mapping of syllable to float
        How telling each syllable of the question is (its idf).

    Notes
    -----
    Of two clauses that share as much, the earlier: a rule stands before its exceptions.
    """
    start, end = span
    inside = [clause for clause in article.clauses if clause.start < end and clause.end > start]
    if not inside:
        return Evidence(start, end)
    # What stands outside the passage does not speak for a clause of which it holds no more than the number.
    best = max(inside, key=lambda c: _overlap(article.text[max(c.start, start) : min(c.end, end)], weight))
    return of_clause(best)


def of_clause(clause: Clause) -> Evidence:
    """Give a whole clause as evidence."""
    return Evidence(clause.start, clause.end, f"Khoản {clause.number}")


def _overlap(text: str, weight: Mapping[str, float]) -> float:
    return round(sum(weight.get(term, 0.0) for term in set(syllables(text))), 6)
