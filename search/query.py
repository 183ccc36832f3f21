"""Reads a question as typed: slips, abbreviations, missing diacritics and everyday words read, citations found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from corpus.citation import find_citations, is_bare
from corpus.encoding import normalise
from corpus.errors import InvalidQuestion
from search.model import Reading

from . import diacritics
from .abbreviations import expansions
from .diacritics import Edit
from .everyday import added, everyday
from .kept import EVERYTHING, Kept
from .spelling import respell

MAX_CHARACTERS = 1000
"""The longest question, in characters of its normalised text."""

_SAYS_SOMETHING = re.compile(r"[^\W_]")


def read(question: str, keep: Collection[str] = (), *, restore: bool = True) -> Reading:
    """Read a question as the search takes it.

    Parameters
    ----------
    question : str
        As typed.
    keep : collection of str
        Pieces to leave as typed, wherever they stand as whole words: the first members of ``Reading.changes``, or
        the text of a citation, which then counts as ordinary words; ``EVERYTHING`` leaves all of it.
    restore : bool
        Restore missing diacritics and read typing slips.

    Returns
    -------
    Reading
        Reading its text again leaves that text as it is, unless expanding abbreviations made it too long or
        something was kept.

    Raises
    ------
    InvalidQuestion
        It has no letter or digit, or more than ``MAX_CHARACTERS``.
    """
    typed = _clean(question)
    if EVERYTHING in keep:
        return Reading(question, typed, kept=(EVERYTHING,))
    kept = Kept(keep)
    model = diacritics.load() if restore else None
    slips = kept.spared(typed, respell(typed, model)) if model is not None else []
    text = diacritics.apply(typed, slips)
    long = kept.spared(text, expansions(text))
    changes = _moved(text, long)
    text = diacritics.apply(text, long)
    if model is not None:
        written = [(at, at + len(after)) for at, _, after in changes]
        edits = kept.spared(text, model.restore(text, written))
        changes += _stretches(text, edits, kept.spans(text))
        text = diacritics.apply(text, edits)
    plain = kept.spared(text, everyday(text))
    explained = tuple((text[edit.start : edit.end], edit.text) for edit in plain)
    text = added(text, plain)
    citations = kept.uncited(text, find_citations(text))
    return Reading(
        typed=question,
        text=text,
        changes=tuple((typed[slip.start : slip.end], slip.text) for slip in slips)
        + tuple((before, after) for _, before, after in sorted(changes))
        + explained,
        citations=citations,
        bare=bool(citations) and is_bare(text, citations[0]),
        kept=kept.found(),
    )


def _clean(question: str) -> str:
    too_long = InvalidQuestion(
        f"Câu hỏi dài quá {MAX_CHARACTERS:,} ký tự. Hãy rút gọn câu hỏi.".replace(",", "."),
        f"question of {len(question)} characters",
    )
    if len(question) > 20 * MAX_CHARACTERS:  # not worth the work, blank or not
        raise too_long
    text = " ".join(normalise(question).split())
    if len(text) > MAX_CHARACTERS:
        raise too_long
    if not _SAYS_SOMETHING.search(text):
        raise InvalidQuestion("Hãy nhập câu hỏi bằng lời, chẳng hạn “nghỉ thai sản bao lâu”.", "question has no words")
    return text


_Change = tuple[int, str, str]  # where in the expanded text, as typed, as read


def _moved(text: str, edits: Iterable[Edit]) -> list[_Change]:
    """Give the edits of a text as changes, each where it stands once all of them are made."""
    changes: list[_Change] = []
    longer = 0
    for edit in edits:
        changes.append((edit.start + longer, text[edit.start : edit.end], edit.text))
        longer += len(edit.text) - (edit.end - edit.start)
    return changes


def _stretches(text: str, edits: Iterable[Edit], kept: Iterable[tuple[int, int]]) -> list[_Change]:
    """Join edits with only bare words between them, so that a reader sees "thai san" and not "san".

    Words that are kept part them: what was revoked must not come back as a piece of something longer.
    """
    spans = list(kept)
    found: list[_Change] = []
    end = -1
    for edit in edits:
        between = text[end : edit.start] if found else ""
        parted = any(end <= start and stop <= edit.start for start, stop in spans)
        if found and not parted and between.isascii() and re.fullmatch(r"[\sA-Za-z]+", between):
            start, before, after = found.pop()
            found.append((start, before + between + text[edit.start : edit.end], after + between + edit.text))
        else:
            found.append((edit.start, text[edit.start : edit.end], edit.text))
        end = edit.end
    return found
