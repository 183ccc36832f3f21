"""What the filters could be set to, with how many documents each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from corpus.store import DocumentInfo

from .filters import Library, failed, in_force, subjects, year
from .model import Filters
from .notices import Code, Notice


@dataclass(frozen=True, slots=True)
class Facet:
    """A choice and how many documents pass with it, all other filters being as they are."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of each filter.

    Attributes
    ----------
    kinds, issuers, subjects, collections : tuple of Facet
        Most frequent first. What is chosen now is among them, even where it lets nothing through.
    years : tuple of Facet
        Newest first, as "2019".
    in_force : int
        Documents that would pass if only those in force counted: on the filters' day, or today.
    total : int
        Documents that pass.
    loosen : tuple of str
        Where none pass: names of the filters any one of which, dropped, lets documents through; the one that lets
        most through first.
    """

    kinds: tuple[Facet, ...]
    issuers: tuple[Facet, ...]
    subjects: tuple[Facet, ...]
    years: tuple[Facet, ...]
    collections: tuple[Facet, ...]
    in_force: int
    total: int
    loosen: tuple[str, ...]


def facets(library: Library, filters: Filters, today: date) -> Facets:
    """Count the documents behind each choice, as they stand for someone who sees the filters' collections.

    Parameters
    ----------
    library : Library
    filters : Filters
    today : date
        The day that "in force" is about where the filters name none.
    """
    passing, nearly = _sorted_out(library, filters)

    def of(name: str, values: Callable[[DocumentInfo], Iterable[object]], chosen: object) -> Counter[str]:
        counts = Counter(str(v) for info in passing + nearly.get(name, []) for v in values(info) if v)
        if chosen:
            counts.setdefault(str(chosen), 0)
        return counts

    years = of("year", lambda info: (year(info),), filters.year)
    on = filters.in_force_on or today
    return Facets(
        kinds=_by_count(of("kind", lambda info: (info.kind,), filters.kind)),
        issuers=_by_count(of("issuer", lambda info: (info.issuer,), filters.issuer)),
        subjects=_by_count(of("subject", subjects, filters.subject)),
        years=tuple(Facet(value, years[value]) for value in sorted(years, key=int, reverse=True)),
        collections=_by_count(Counter(info.collection for info in passing)),
        in_force=sum(in_force(info, on) for info in passing),
        total=len(passing),
        loosen=() if passing else tuple(_loosening(nearly)),
    )


def why_nothing(library: Library, filters: Filters) -> list[Notice]:
    """Say why no article can be shown: there is no document, or none passes and which filters to drop, or no match."""
    if not library.visible(Filters(collections=filters.collections)):
        return [Notice(Code.EMPTY)]
    passing, nearly = _sorted_out(library, filters)
    if passing:
        return [Notice(Code.NOTHING)]
    found = _loosening(nearly)
    ways = [
        Notice(Code.LOOSEN, {"filter": name, "value": _written(filters, name), "count": str(count)})
        for name, count in found.items()
    ]
    return [Notice(Code.NOTHING_PASSES), *(ways[:2] or [Notice(Code.LOOSEN_SEVERAL)])]


def _sorted_out(library: Library, filters: Filters) -> tuple[list[DocumentInfo], dict[str, list[DocumentInfo]]]:
    """Give the documents that pass all filters, and by filter those that it alone keeps out."""
    passing: list[DocumentInfo] = []
    nearly: dict[str, list[DocumentInfo]] = {}
    for info in library.all_shown(filters):
        if info.collection in filters.collections:
            names = failed(info, filters)
            if not names:
                passing.append(info)
            elif len(names) == 1:
                nearly.setdefault(names[0], []).append(info)
    return passing, nearly


def _loosening(nearly: dict[str, list[DocumentInfo]]) -> dict[str, int]:
    counts = {name: len(infos) for name, infos in nearly.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _by_count(counts: Counter[str]) -> tuple[Facet, ...]:
    return tuple(Facet(value, count) for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _written(filters: Filters, name: str) -> str:
    value = getattr(filters, name)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
