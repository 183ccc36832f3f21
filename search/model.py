"""What a search gives: plain frozen records that pages, commands and tests can rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from corpus.citation import Citation
from corpus.model import PUBLIC, Amendment, Status

from .notices import Code, Notice


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer. Empty fields let everything through.

    ``year`` is that of the day of issue. ``collections`` are those the caller may see; the
    engine searches no others.
    """

    kind: str = ""
    issuer: str = ""
    subject: str = ""
    year: int | None = None
    in_force_on: date | None = None
    collections: tuple[str, ...] = (PUBLIC,)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read.

    Attributes
    ----------
    typed : str
        As it came.
    text : str
        As it is searched: normalised, abbreviations expanded, diacritics restored.
    changes : tuple of (str, str)
        (as typed, as read) for every abbreviation and restored stretch, in order.
    citations : tuple of Citation
        The provisions that the question names, in order.
    bare : bool
        The question is nothing but that citation: it goes straight to the article.
    kept : tuple of str
        Pieces that were left as typed because the reader wanted it, of those that could have been read otherwise.
    """

    typed: str
    text: str
    changes: tuple[tuple[str, str], ...] = ()
    citations: tuple[Citation, ...] = ()
    bare: bool = False
    kept: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation | None:
        """The first provision that the question names, if any."""
        return self.citations[0] if self.citations else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The clause that matters: characters ``start:end`` of the article's text."""

    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article in the answer, best first.

    ``status``, ``expires_on`` and ``amendments`` are the document's, as the library knows
    them for whoever asks.

    ``passage`` is the best passage as the models read it; empty when the question names the article.
    ``score`` is a calibrated probability of relevance, 0 to 1. Until the response is
    ``reranked`` nobody knows it: it is 0 and must not be shown. ``stages`` says what each
    stage that ran thought of the article (``bm25``, ``dense``, ``fused``, ``logit``), for the curious.
    """

    article_id: str
    document_id: str
    document_number: str
    document_title: str
    kind: str
    issuer: str
    article_number: str
    title: str
    path: tuple[str, ...]
    text: str
    score: float
    evidence: Evidence
    status: Status
    issued_on: date | None
    effective_on: date | None
    expires_on: date | None = None
    amendments: tuple[Amendment, ...] = ()
    collection: str = PUBLIC
    passage: str = ""
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """The answer to one question.

    Attributes
    ----------
    reading : Reading
    hits : tuple of Hit
        Best first; may be empty.
    notice : str or None
        The notices in one Vietnamese text.
    timings_ms : mapping
        Milliseconds of each stage (``query``, ``bm25``, ``dense``, ``fusion``, ``rerank``) and ``total``; loading
        the articles counts with the stage that they are loaded for.
    notices : tuple of Notice
        When results are weak, missing, or a citation is unknown; :class:`~search.notices.Code` lists what they say.
    reranked : bool
        This is the answer; otherwise it is the first stage's, in the order of its fused scores.
    terms : tuple of str
        The words of the question that say something, rarest first, in small letters, compounds with a space
        ("thai sản"): what a page may mark in the texts.
    opens : str or None
        Id of the document or article that the question is nothing but the number, title or citation of.
    """

    reading: Reading
    hits: tuple[Hit, ...]
    notice: str | None
    timings_ms: Mapping[str, float]
    notices: tuple[Notice, ...] = ()
    reranked: bool = True
    terms: tuple[str, ...] = ()
    opens: str | None = None

    @property
    def weak(self) -> bool:
        """Everything shown is below the line of relevance."""
        return any(notice.code is Code.WEAK for notice in self.notices)
