"""What a search gives: plain frozen records that pages, commands and tests can rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from corpus.citation import Citation
from corpus.model import PUBLIC, Amendment, Status


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer. Empty fields let everything through.

    ``collections`` are those the caller may see; the engine searches no others.
    """

    kind: str = ""
    issuer: str = ""
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
    """

    typed: str
    text: str
    changes: tuple[tuple[str, str], ...] = ()
    citations: tuple[Citation, ...] = ()
    bare: bool = False

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

    ``score`` is a calibrated probability of relevance, 0 to 1; ``stages`` says what each
    stage thought of the article (``bm25``, ``dense``, ``fused``, ``logit``), for the curious.
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
        In Vietnamese, when results are weak, missing, or the citation is unknown. With a
        notice the hits are still there, but below the line of relevance.
    timings_ms : mapping
        Milliseconds of each stage (``query``, ``bm25``, ``dense``, ``fusion``, ``rerank``) and ``total``.
    """

    reading: Reading
    hits: tuple[Hit, ...]
    notice: str | None
    timings_ms: Mapping[str, float]
