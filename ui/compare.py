"""Two texts side by side, and what differs between two versions of one, as HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, Protocol

from corpus.model import Article, Document, Status, article_id
from ui.escape import escape
from ui.panel_parts import button, heading, line, opening, panel
from ui.provisions import provisions
from ui.texts import Words

Depth = Literal["words", "lines", "none"]

_TOKEN = re.compile(r"(?:\d+(?:[.,/]\d+)+|\w+|[^\w\s])\s*|\s+")
"""A word, a number with what divides it ("5.000", "01/7/2024"), or a sign, each with the blanks after it."""
_MOST = 400_000
"""Pairs of equal words or lines that a comparison of two texts may look at: a fraction of a second at worst."""


class Named(Protocol):
    """What a comparison shows of a document: ``Document`` and ``DocumentInfo`` have it."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def number(self) -> str:
        """Its number; empty when it has none."""

    @property
    def status(self) -> Status:
        """Whether it is in force."""


_MISSING = Article("", "", "")
"""Stands in the place of an article that one of two versions does not have."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts that are compared.

    Attributes
    ----------
    document : Named
        Where it stands.
    article : Article
    version : str
        Which version of the document this is, in words; an earlier one cannot be opened from here.
    """

    document: Named
    article: Article
    version: str = ""


class Part(NamedTuple):
    """A stretch that both texts have ("equal"), or only the left ("delete") or right one ("insert")."""

    kind: Literal["equal", "delete", "insert"]
    text: str


def differences(left: str, right: str, most: int = _MOST) -> tuple[list[Part], Depth]:
    """Compare two texts: line by line, and word by word within the lines that differ.

    Parameters
    ----------
    left, right : str
    most : int
        Pairs of equal lines, or of equal words, that may be looked at.

    Returns
    -------
    parts : list of Part
        "equal" and "delete" together are the left text, "equal" and "insert" the right one, exactly.
    depth : str
        "lines" where words would have been too many pairs somewhere, "none" where even lines would have been.
    """
    lines, others = left.splitlines(keepends=True), right.splitlines(keepends=True)
    if left != right and _pairs(lines, others) > most:
        return [Part("delete", left), Part("insert", right)], "none"
    parts: list[Part] = []
    depth: Depth = "words"
    for kind, before, after in _runs(lines, others):
        if kind != "replace":
            parts += _parts(kind, before, after)
            continue
        words, others_words = _TOKEN.findall(before), _TOKEN.findall(after)
        pairs = _pairs(map(str.strip, words), map(str.strip, others_words))
        if pairs > most:
            depth = "lines"
            parts += _parts(kind, before, after)
        else:
            most -= pairs
            parts += _by_words(words, others_words)
    return _joined(parts), depth


def two(left: Side, right: Side, words: Words, *, versions: bool = False) -> str:
    """Render two articles side by side as a panel.

    Parameters
    ----------
    left, right : Side
    words : Words
    versions : bool
        Whether they are versions of one text, whose differences are marked; ``left`` is the earlier.
    """
    say = words.reader
    title = say.COMPARING_VERSIONS if versions else say.COMPARING
    if versions:
        inside = pair(left, right, words)
    else:
        columns = "".join(_column(side, provisions(side.article), words, kind=" tl-law") for side in (left, right))
        inside = f'<div class="tl-columns">{columns}</div>'
    content = f'<div class="tl-comparison"><h2 tabindex="-1">{title}</h2>{inside}</div>'
    return panel(content, words, label=title, kind="tl-compare")


def pair(left: Side, right: Side, words: Words, most: int = _MOST) -> str:
    """Render two versions of one article with their differences marked, and how many there are."""
    say = words.reader
    titles = (
        [] if _MISSING in (left.article, right.article) else _differing(heading(left.article), heading(right.article))
    )
    parts, depth = differences(left.article.text, right.article.text, most)
    if depth == "none":
        return f'<p class="tl-soft">{say.TOO_LONG}</p>{_columns(left, right, titles, parts, words, marks=False)}'
    counts = Counter(part.kind for part in (*titles, *parts))
    if not counts["delete"] and not counts["insert"]:
        summary = say.SAME
    else:
        found = ((say.ADDED_COUNT, counts["insert"]), (say.REMOVED_COUNT, counts["delete"]))
        summary = ", ".join(words.format(count=count) for words, count in found) + "."
    note = f" {say.BY_LINES}" if depth == "lines" else ""
    return f'<p class="tl-soft">{summary}{note}</p>{_columns(left, right, titles, parts, words)}'


def versions(earlier: Document, later: Document, words: Words) -> str:
    """Render what changed between two versions of a document, article by article, as a panel.

    Articles are matched by number. Those that stayed the same are only counted.
    """
    say = words.reader
    matched = list(_matched(earlier, later))
    changed = [(old, new) for old, new in matched if old is None or new is None or _whole(old) != _whole(new)]
    added, removed = (sum(couple[side] is None for couple in changed) for side in (0, 1))
    counts = {"changed": len(changed) - added - removed, "added": added, "removed": removed}
    summary = say.CHANGED_ARTICLES.format(**counts, same=len(matched) - len(changed))
    most = _MOST // max(1, len(changed))
    pairs = ""
    for old, new in changed:
        left, right = Side(earlier, old or _MISSING, say.EARLIER), Side(later, new or _MISSING, say.LATER)
        pairs += f'<div class="tl-pair">{pair(left, right, words, most)}</div>'
    back = button(say.PRESENT, act="document", key=later.id)
    head = f'<h2 tabindex="-1">{say.COMPARING_VERSIONS}</h2><p lang="vi">{escape(later.title)}</p>'
    said = summary if changed else say.SAME
    content = f'<div class="tl-comparison">{head}<p class="tl-soft">{said}</p><p>{back}</p>{pairs}</div>'
    return panel(content, words, label=say.COMPARING_VERSIONS, kind="tl-compare")


def _differing(left: str, right: str) -> list[Part]:
    """Compare two lines; nothing where they are the same."""
    return [] if left == right else differences(left, right)[0]


def _columns(
    left: Side, right: Side, titles: Sequence[Part], parts: Sequence[Part], words: Words, *, marks: bool = True
) -> str:
    say = words.reader
    columns = ""
    for side, other, said in ((left, "insert", say.REMOVED), (right, "delete", say.ADDED)):
        title = "".join(_marked(part, said) for part in titles if part.kind != other)
        own = [part for part in parts if part.kind != other]
        content = "".join(_marked(part, said) if marks else escape(part.text) for part in own)
        columns += _column(side, content, words, title=title)
    return f'<div class="tl-columns">{columns}</div>'


def _column(side: Side, content: str, words: Words, *, title: str = "", kind: str = "") -> str:
    say, status = words.reader, side.document.status
    source = side.version or " · ".join(part for part in (side.document.title, side.document.number) if part)
    key = article_id(side.document.id, side.article.number)
    gone = f'<p class="tl-soft">{say.NOT_THERE}</p>'
    named = gone if side.article is _MISSING else f'<h3 lang="vi">{title or escape(line(side.article))}</h3>'
    badge = f'<span class="tl-badge tl-badge-{status.value}">{words.page.STATUS[status]}</span>'
    about = "" if side.version else f'<p class="tl-status">{badge} {opening(key)}{say.OPEN}</a></p>'
    return (
        f'<section class="tl-column"><p class="tl-document">{escape(source)}</p>'
        f"{named}{about}"
        f'<div class="tl-compared{kind}" lang="vi">{content}</div></section>'
    )


def _marked(part: Part, said: str) -> str:
    """Render a part; what only one text has is said in words too, for those who do not see the mark."""
    if part.kind == "equal":
        return escape(part.text)
    tag = part.kind[:3]
    return f'<{tag}><span class="tl-hidden">{said} </span>{escape(part.text)}</{tag}>'


def _matched(earlier: Document, later: Document) -> Iterator[tuple[Article | None, Article | None]]:
    """Pair articles by number, the same number one after the other; those that are gone come last."""
    before: dict[str, list[Article]] = {}
    for article in earlier.articles:
        before.setdefault(article.number, []).append(article)
    for article in later.articles:
        same = before.get(article.number)
        yield same.pop(0) if same else None, article
    for gone in before.values():
        yield from ((article, None) for article in gone)


def _whole(article: Article) -> tuple[str, str]:
    return article.title, article.text


def _pairs(left: Iterable[str], right: Iterable[str]) -> int:
    """Give the pairs of equal items, which is what a comparison takes time for."""
    counts = Counter(right)
    return sum(counts[item] for item in left)


def _runs(left: list[str], right: list[str]) -> Iterator[tuple[str, str, str]]:
    for kind, start, end, other, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield kind, "".join(left[start:end]), "".join(right[other:stop])


def _by_words(left: list[str], right: list[str]) -> Iterator[Part]:
    """Compare words, each with the blanks that follow it: those may differ where the word is the same."""
    names, others = [word.strip() for word in left], [word.strip() for word in right]
    for kind, start, end, other, stop in SequenceMatcher(None, names, others, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _parts(kind, "".join(left[start:end]), "".join(right[other:stop]))
            continue
        for mine, yours in zip(left[start:end], right[other:stop], strict=True):
            same = mine if mine == yours else mine.rstrip()
            yield from _parts("equal", same, same)
            yield from _parts("", mine[len(same) :], yours[len(same) :])


def _parts(kind: str, before: str, after: str) -> list[Part]:
    if kind == "equal":
        return [Part("equal", before)] if before else []
    return [part for part in (Part("delete", before), Part("insert", after)) if part.text]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Join what belongs together: neighbours of one kind, and a blank between two changes with both."""
    joined: list[Part] = []
    same: list[str] = []
    old: list[str] = []
    new: list[str] = []

    def close() -> None:
        nonlocal old, new
        joined.extend(_parts("", "".join(old), "".join(new)))
        old, new = [], []

    for part in parts:
        if part.kind == "equal":
            same.append(part.text)
            continue
        between = "".join(same)
        if (old or new) and not between.strip(" "):
            old.append(between)
            new.append(between)
        else:
            close()
            joined.extend(_parts("equal", between, between))
        same = []
        (old if part.kind == "delete" else new).append(part.text)
    close()
    between = "".join(same)
    return [*joined, *_parts("equal", between, between)]
