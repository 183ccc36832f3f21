"""What readers said of results becomes training rows for the cross-encoder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Protocol

from corpus.errors import InvalidQuestion
from models.rows import Row

from . import query

DATASET = "phan-hoi"
"""The name under which these rows stand in a model's card."""


class Judged(Protocol):
    """What is needed of a judgement: ``corpus.workspace.Judgement`` has it."""

    @property
    def question(self) -> str:
        """As it was asked."""

    @property
    def article_id(self) -> str:
        """What was judged."""

    @property
    def right(self) -> bool:
        """Whether it answers the question."""

    @property
    def passage(self) -> str:
        """The text that was judged."""


def rows_of(judgements: Iterable[Judged]) -> list[Row]:
    """Make training rows: one for each answer to a question, with all that was said not to answer it.

    A question to which nothing was said to be an answer makes one row without one.

    Parameters
    ----------
    judgements : iterable of Judged
        The newest first, as a workspace lists them.

    Notes
    -----
    Questions count as the cross-encoder reads them, so one typed with and without diacritics
    is one question; where an article was judged in both, the newest judgement holds. A
    passage that is an answer is no negative, whatever article it was shown for.
    """
    questions: dict[str, dict[str, Judged]] = {}
    for one in judgements:
        if one.passage.strip():
            questions.setdefault(_read(one.question), {}).setdefault(one.article_id, one)
    rows = []
    for question, judged in reversed(questions.items()):
        answers = list(dict.fromkeys(one.passage for one in judged.values() if one.right))
        others = tuple(
            dict.fromkeys(p for one in judged.values() if not one.right and (p := one.passage) not in answers)
        )
        rows += [Row(DATASET, "", question, answer, others) for answer in answers or [""] if answer or others]
    return rows


def lines(rows: Iterable[Row]) -> bytes:
    """Write rows as JSON lines, as `models.rows.read_rows` and ``python -m reranker train --rows`` read them."""
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows).encode()


def _read(question: str) -> str:
    try:
        return query.read(question).text
    except InvalidQuestion:
        return question
