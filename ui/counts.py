"""The filters as the page shows them: each choice with how many documents it would let through."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import PERSONAL, PUBLIC
from search.facets import Facet, Facets
from ui.choices import ON_DATE, OWN, TODAY, Choices
from ui.texts import Words

Options = Sequence[tuple[str, str]]
"""What is shown, and the value behind it."""


def unfiltered(words: Words) -> list[tuple[str, str, Options]]:
    """Give the name, label and first options of each filter, in the order of `Choices`."""
    texts = words.page
    labels = {
        "kind": texts.KIND,
        "issuer": texts.ISSUER,
        "subject": texts.SUBJECT,
        "year": texts.YEAR,
        "when": texts.WHEN,
        "collection": texts.COLLECTION,
    }
    options = {name: [(any_of, "")] for name, any_of in texts.ANY.items()}
    options["when"] = [(texts.WHEN_ANY, ""), (texts.WHEN_TODAY, TODAY), (texts.WHEN_DATE, ON_DATE)]
    return [(name, label, options[name]) for name, label in labels.items()]


def counted(facets: Facets, choices: Choices, words: Words) -> list[Options]:
    """Give the options of each filter with their counts, in the order of `Choices`."""
    texts = words.page
    first = {name: options for name, _, options in unfiltered(words)}
    today = texts.COUNTED.format(value=texts.WHEN_TODAY, count=facets.in_force)
    whens = [(today if value == TODAY and choices.when != ON_DATE else label, value) for label, value in first["when"]]
    public = sum(one.count for one in facets.collections if one.value == PUBLIC)
    own = sum(one.count for one in facets.collections if one.value.startswith(PERSONAL))
    shelves = [
        *first["collection"],
        (texts.COUNTED.format(value=texts.PUBLIC, count=public), PUBLIC),
        (texts.COUNTED.format(value=texts.MINE, count=own), OWN),
    ]
    return [
        [*first["kind"], *_options(facets.kinds, choices.kind, texts.COUNTED)],
        [*first["issuer"], *_options(facets.issuers, choices.issuer, texts.COUNTED)],
        [*first["subject"], *_options(facets.subjects, choices.subject, texts.COUNTED)],
        [*first["year"], *_options(facets.years, choices.year, texts.COUNTED)],
        whens,
        shelves,
    ]


def _options(facets: Sequence[Facet], chosen: str, counted_as: str) -> list[tuple[str, str]]:
    """Give the choices of one filter; what is chosen stays there even where it lets nothing through."""
    listed = {one.value: one.count for one in facets if one.value}
    if chosen:
        listed.setdefault(chosen, 0)
    return [(counted_as.format(value=value, count=count), value) for value, count in listed.items()]
