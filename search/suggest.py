"""Documents whose name or number someone is typing: suggestions at every key, best first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from heapq import nsmallest

from corpus import dates
from corpus.citation import Citation, find_citations, format_citation, number_key
from corpus.encoding import fold, normalise
from corpus.model import Status
from corpus.store import DocumentInfo

from .filters import Library, in_force

_LONGEST = 200  # characters of a name that is being typed: anything longer is a question
_MOST_WORDS = 24

_WORD = re.compile(r"[^\W_]+")
_BAR = re.compile("[/-]")
_SLASH = re.compile(r" ?/ ?")
_PIECE = re.compile(r"[^\W_]+(?:[/&-][^\W_]*)*")
_NUMBER_SIGN = re.compile(r"(?<!\w)so:? ?(?=\d)")
_PROVISION = re.compile(
    r"(?<!\w)(?:diem ?[a-z]\d?|khoan ?\d{1,3}[a-z]?|k ?\. ?\d{1,3}|(?:dieu ?(?:so ?)?|d ?\. ?|d)\d{1,4}[a-z]?)(?![\w/])"
)
_OF = re.compile(r"^(?:[ ,]|(?:cua|trong|theo|tai|thuoc|o)(?= ))+")

_RANKS = {"hien phap": 0, "bo luat": 1, "luat": 1, "phap lenh": 2, "nghi quyet": 3, "nghi dinh": 3, "quyet dinh": 4}
_CIRCULAR, _OTHER = 5, 6
_ACRONYMS = 2  # rank of the least documents that have one: "LĐĐ" is a law, "NĐQĐCT" is nothing
_LONGEST_ACRONYM = 10
_NEVER = "\0"  # in nothing that is folded


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document, or an article of it, that may be meant.

    Attributes
    ----------
    text : str
        To put in the box: the search reads it as this document or article.
    document_id : str
    number, kind : str
        The document's.
    detail : str
        What else tells it from others: its title where ``text`` has it not, who issued it, and when.
    article : str
        Number of the article that is typed; empty when it is the document.
    status : Status
        For whoever asks.
    collection : str
    """

    text: str
    document_id: str
    number: str
    kind: str
    detail: str
    article: str
    status: Status
    collection: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document as it is looked through: everything folded, words with a space on either side."""

    info: DocumentInfo
    key: str  # its number
    names: str  # its title with its kind and without, each on a line
    acronyms: str
    sort: str  # kind and number, word by word
    words: str  # all of it
    count: int  # words in the title
    rank: int  # codes and laws before decrees before circulars
    age: int  # days, from some day on


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, folded.

    Attributes
    ----------
    words : tuple of str
    number : str
        The one word that begins with a digit; empty where there is none, or several.
    meant : frozenset of str
        Numbers of the documents that it is a name of by itself ("BLLĐ 2012").
    start, line, initials : str
        All of it as it stands at the beginning of a name, as a whole name, and as an acronym.
    """

    words: tuple[str, ...]
    number: str
    meant: frozenset[str]
    start: str
    line: str
    initials: str


class Suggester:
    """Completes names and numbers of the documents of a library.

    Parameters
    ----------
    library : Library
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def suggest(self, typed: str, collections: Collection[str], limit: int = 8) -> tuple[Suggestion, ...]:
        """Give the documents, or articles of them, that someone may be about to type.

        Diacritics, case and tone placement do not matter. Exact numbers and abbreviations go
        first, then numbers that begin so, titles that begin so, and titles that have all the
        words, those with the fewest others first; then laws before decrees before circulars,
        what is in force before what is not, and the newer before the older.

        Parameters
        ----------
        typed : str
            As it stands in the box; a question gives nothing.
        collections : collection of str
            Those that the caller may see.
        limit : int
            Most to give.
        """
        if len(typed) > _LONGEST or limit <= 0:
            return ()
        text = " ".join(normalise(typed).split())
        plain = fold(text).lower()
        if sum(map(str.isalnum, plain)) < 2:
            return ()
        provision = _provision(text)
        if provision:
            plain = _PROVISION.sub(" ", plain)
        asked = _read(plain)
        if not asked.words and not provision:
            return ()
        today = dates.today()
        found = [(_order(entry, asked), entry) for entry in self._matching(asked, provision, collections)]
        if len(found) > limit:  # how the others stand today need not be known
            last = nsmallest(limit, (order for order, _ in found))[-1]
            found = [(order, entry) for order, entry in found if order <= last]

        def key(found: tuple[tuple[int, ...], _Entry]) -> tuple[tuple[int, ...], int, int, str]:
            order, entry = found
            return order, _standing(self._library.shown(entry.info, collections), today), entry.age, entry.info.id

        return tuple(
            _suggestion(self._library.shown(entry.info, collections), provision)
            for _, entry in nsmallest(limit, found, key=key)
        )

    def _matching(self, asked: _Typed, provision: Citation | None, collections: Collection[str]) -> list[_Entry]:
        visible = [entry for name in dict.fromkeys(collections) for entry in self._entries.get(name, ())]
        matching = visible
        for word in asked.words:
            start = f" {word}"
            matching = [entry for entry in matching if start in entry.words]
        if asked.meant or asked.initials != _NEVER:
            others = [entry for entry in visible if entry.key in asked.meant or asked.initials in entry.acronyms]
            matching = list({entry.info.id: entry for entry in (*others, *matching)}.values())
        if provision is None:
            return matching
        return [entry for entry in matching if self._has(entry.info.id, provision.article)]

    def _has(self, document_id: str, article: str | None) -> bool:
        there = self._articles.get(document_id)
        return there is None or article in there  # what is not indexed yet may have it

    @cached_property
    def _entries(self) -> dict[str, list[_Entry]]:
        entries: defaultdict[str, list[_Entry]] = defaultdict(list)
        for info in self._library.documents.values():
            entries[info.collection].append(_entry(info))
        return dict(entries)

    @cached_property
    def _articles(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key in self._library.catalogue.article_ids:
            document_id, _, number = key.rpartition("#")
            found[document_id].add(number)
        return dict(found)


def _entry(info: DocumentInfo) -> _Entry:
    # What is stored is normalised. Folding is what takes time: all at once, and no more.
    number, kind, title = fold(f"{info.number}\0{info.kind}\0{info.title}").lower().split("\0", 2)
    key = number.replace(" ", "").lstrip("0")
    kind, title = _words(kind), _words(title)
    bare = title.removeprefix(f"{kind} ") if kind else title
    whole = f"{kind} {bare}".strip()
    # A number is found by its beginning, and by that of each of its parts.
    parts = [key, *(key[m.end() :] for m in _BAR.finditer(key))]
    sort = f" {kind} {' '.join(parts)} "
    rank = _RANKS.get(kind, _CIRCULAR if kind.startswith("thong tu") else _OTHER)
    return _Entry(
        info,
        key,
        names=f"\n{title}\n{bare}\n{whole}\n",
        acronyms=_acronyms(whole) if rank <= _ACRONYMS else "",
        sort=sort,
        words=f"{sort}{title} ",
        count=title.count(" ") + 1,
        rank=rank,
        age=-info.issued_on.toordinal() if info.issued_on else 0,
    )


def _acronyms(name: str) -> str:
    """Give the first letters of a name's words, with "và" and without, unless they are too many to be used."""
    words = name.split()
    if len(words) > _LONGEST_ACRONYM:
        return ""
    return f" {''.join(w[0] for w in words)} {''.join(w[0] for w in words if w != 'va')}"


def _words(folded: str) -> str:
    return " ".join(_WORD.findall(folded))


def _provision(text: str) -> Citation | None:
    """Give the one provision that is typed, if it is one."""
    found = [citation for citation in find_citations(text) if citation.article]
    return found[0] if len(found) == 1 else None


def _read(plain: str) -> _Typed:
    plain = _NUMBER_SIGN.sub("", _SLASH.sub("/", " ".join(plain.split())))
    plain = _OF.sub("", plain).strip(" ,.;:")
    pieces = [piece for match in _PIECE.findall(plain) for piece in _cut(match)][:_MOST_WORDS]
    words = tuple(dict.fromkeys(piece.lstrip("0") or "0" for piece in pieces))
    text = " ".join(pieces)
    # "BLLĐ 2012" is the name of a document: what an article "of BLLĐ 2012" would be of.
    meant = [c for c in find_citations(f"Điều 1 {plain}") if c.start == 0 and c.end == len(plain) + len("Điều 1 ")]
    numbers = [word for word in words if word[0].isdigit()]
    return _Typed(
        words,
        numbers[0] if len(numbers) == 1 else "",
        frozenset(number_key(c.document_number).lower() for c in meant if c.document_number),
        start=f"\n{text}",
        line=f"\n{text}\n",
        initials=f" {words[0]}" if len(words) == 1 and 1 < len(text) <= _LONGEST_ACRONYM else _NEVER,
    )


def _cut(piece: str) -> list[str]:
    return [piece] if "/" in piece else [part for part in re.split("[&-]", piece) if part]


def _order(entry: _Entry, asked: _Typed) -> tuple[int, int, int]:
    """Give (how well a document fits, other words of its title, rank of its kind); less is better."""
    if entry.key in asked.meant:
        return 0, 0, entry.rank
    if asked.number and entry.key.startswith(asked.number) and _is_sort(entry, asked):
        after = entry.key[len(asked.number) :]
        whole = after[:1] in "/-" or "/" in asked.number  # "100" of "100/2019/NĐ-CP", not of "1001/2019/NĐ-CP"
        return (0 if not after else 1 if whole else 2), 0, entry.rank
    if asked.line in entry.names or asked.initials in entry.acronyms:
        return 3, 0, entry.rank
    if asked.start in entry.names:
        return 4, 0, entry.rank
    return 5, max(0, entry.count - len(asked.words)), entry.rank


def _is_sort(entry: _Entry, asked: _Typed) -> bool:
    """Tell whether nothing is typed but a kind and a number."""
    return all(f" {word}" in entry.sort for word in asked.words)


def _standing(info: DocumentInfo, today: date) -> int:
    """Order what is in force before what is not yet, and that before what no longer is."""
    if in_force(info, today):
        return 0
    return 2 if info.status is Status.EXPIRED or (info.expires_on and info.expires_on <= today) else 1


def _suggestion(info: DocumentInfo, provision: Citation | None) -> Suggestion:
    undated = replace(info, issued_on=None)
    text = f"{_label(provision)} {_citable(undated)}" if provision else format_citation(undated)
    title = info.title if info.title not in text else ""
    day = f"{info.issued_on:%d/%m/%Y}" if info.issued_on else ""
    number = info.number if info.number not in text else ""
    return Suggestion(
        text=text,
        document_id=info.id,
        number=info.number,
        kind=info.kind,
        detail=" · ".join(filter(None, (title, number, info.issuer, day))),
        article=(provision.article or "") if provision else "",
        status=info.status,
        collection=info.collection,
    )


def _label(provision: Citation) -> str:
    parts = (("điểm", provision.point), ("khoản", provision.clause), ("Điều", provision.article))
    return " ".join(f"{word} {number}" for word, number in parts if number)


def _citable(info: DocumentInfo) -> str:
    """Give the most readable name of a document that, after an article, is understood to be its."""
    whole = format_citation(info)
    for name in (info.title, whole, f"{info.kind} số {info.number}", f"số {info.number}"):
        found = find_citations(f"Điều 1 {name}")
        if (
            len(found) == 1
            and found[0].document_number
            and number_key(found[0].document_number) == number_key(info.number)
        ):
            return name
    return whole
