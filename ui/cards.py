"""Pure functions from the search's records to HTML. All text of documents and users is escaped here."""

from __future__ import annotations

import html
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.citation import format_citation
from corpus.model import PUBLIC, Article, Clause
from search.model import Hit, Reading, SearchResponse
from ui import texts
from ui.contract import DocumentLine

_BEFORE, _AFTER = 120, 160
"""Characters of context that a snippet keeps around the evidence."""
_LONGEST = 600
"""Characters of evidence that a snippet shows before it breaks off; the full text marks all of it."""
_PROVISION = re.compile(r"(?:điểm\s+([a-zđ]\d*)\s+)?khoản\s+(\d+[a-zđ]*)", re.IGNORECASE)
_KINDS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết", "Lệnh", "Nghị định", "Quyết định")


def escape(text: str) -> str:
    """Make text harmless in HTML, in attributes, and in the templates that Gradio fills in the browser."""
    text = html.escape(text, quote=True)
    for character in "{}$`":
        text = text.replace(character, f"&#{ord(character)};")
    return text


def percent(score: float) -> int:
    """Give a probability as whole per cent, 0 to 100; what is not a number is 0."""
    return round(100 * min(max(score, 0.0), 1.0)) if math.isfinite(score) else 0


def relevance_word(value: int) -> str:
    """Give the plain word for a relevance in per cent."""
    return next(word for least, word in texts.RELEVANCE_WORDS if value >= least)


def results(response: SearchResponse) -> str:
    """Render an answer: how the question was read, the notice, the cards."""
    count = len(response.hits)
    summary = texts.SUMMARY.format(count=count) if count else texts.SUMMARY_NONE
    seconds = f"{response.timings_ms.get('total', 0.0) / 1000:.2f}".replace(".", ",")
    items = "".join(f"<li>{card(hit, rank)}</li>" for rank, hit in enumerate(response.hits, start=1))
    return (
        '<section class="tl-results" aria-labelledby="tl-results-title">'
        f'<h2 id="tl-results-title" class="tl-hidden">{texts.RESULTS}</h2>'
        f"{reading(response.reading)}{notice(response.notice) if response.notice else ''}"
        f'<p class="tl-summary"><span>{summary}</span>'
        f"<span>{texts.SECONDS.format(seconds=seconds)}</span></p>"
        f'<ol class="tl-cards">{items}</ol></section>'
    )


def reading(read: Reading) -> str:
    """Render how the question was read; nothing when it was read as typed."""
    if not read.changes:
        return ""
    whole = len(read.changes) == 1 and read.changes[0][1].strip() == read.text.strip()
    pairs = "" if whole else "".join(_change(typed, meant) for typed, meant in read.changes)
    listed = f'<ul class="tl-changes">{pairs}</ul>' if pairs else ""
    return f'<div class="tl-reading"><p>{texts.READ_AS} <q>{escape(read.text)}</q></p>{listed}</div>'


def notice(message: str, *, alarming: bool = False) -> str:
    """Render a banner; an alarming one is about a failure, a plain one about the question."""
    kind = "tl-notice tl-notice-alarm" if alarming else "tl-notice"
    return f'<div class="{kind}" role="note"><p>{escape(message)}</p></div>'


def card(hit: Hit, rank: int) -> str:
    """Render one hit."""
    article = _article(hit)
    heading = escape(f"{article}. {hit.title}" if article and hit.title else article or hit.title or hit.document_title)
    document = escape(hit.document_title or hit.kind)
    if hit.document_number:
        document += (
            f' <span class="tl-number">{texts.DOCUMENT_NUMBER.format(number=escape(hit.document_number))}</span>'
        )
    steps = "".join(f"<li>{escape(step)}</li>" for step in hit.path)
    path = f'<ol class="tl-path">{steps}</ol>' if steps else ""
    return (
        f'<article class="tl-card" aria-labelledby="tl-hit-{rank}">'
        f'<header><p class="tl-rank" aria-hidden="true">{rank}</p>'
        f'<div class="tl-heading"><p class="tl-document">{document}</p>'
        f'<h3 id="tl-hit-{rank}">{heading}</h3>'
        f"{path}</div>{meter(hit.score)}</header>"
        f'<p class="tl-status">{_badge(hit)}</p>{_amendments(hit)}'
        f'<p class="tl-snippet-label">{texts.EVIDENCE}</p>'
        f'<blockquote class="tl-snippet">{snippet(hit)}</blockquote>'
        f'<p class="tl-cite"><span class="tl-cite-label">{texts.CITATION}</span> '
        f'<span class="tl-cite-text">{escape(citation(hit))}</span> '
        f'<button type="button" class="tl-copy" data-done="{texts.COPIED}">{texts.COPY}</button></p>'
        f'<details class="tl-full"><summary>{escape(texts.FULL_TEXT.format(what=article or texts.SECTION))}</summary>'
        f'<div class="tl-text">{full_text(hit)}</div></details></article>'
    )


def meter(score: float) -> str:
    """Render the relevance as a bar with its figure and word."""
    value = percent(score)
    word = relevance_word(value)
    level = next(i for i, (least, _) in enumerate(texts.RELEVANCE_WORDS) if value >= least)
    return (
        f'<div class="tl-meter tl-level-{level}" role="meter" aria-label="{texts.RELEVANCE}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="{value}" aria-valuetext="{value}%, {word}">'
        f'<span class="tl-meter-figure">{value}%</span><span class="tl-meter-word">{word}</span>'
        f'<span class="tl-meter-bar"><span style="width:{value}%"></span></span></div>'
    )


def snippet(hit: Hit) -> str:
    """Render the evidence, marked, with a little of what stands around it."""
    text, (start, end) = hit.text, _span(hit)
    if start == end:
        start = end = 0
    first = _word_start(text, max(0, start - _BEFORE), start)
    stop = end if end - start <= _LONGEST else _word_end(text, start, start + _LONGEST)
    last = _word_end(text, stop, stop + _AFTER) if stop == end else stop
    marked = f"<mark>{escape(text[start:stop])}</mark>" if stop > start else ""
    lead, trail = "… " if text[:first].strip() else "", " …" if text[last:].strip() else ""
    return f"{lead}{escape(text[first:start])}{marked}{escape(text[stop:last])}{trail}"


def full_text(hit: Hit) -> str:
    """Render the whole article with its evidence marked."""
    text, (start, end) = hit.text, _span(hit)
    marked = f"<mark>{escape(text[start:end])}</mark>" if end > start else ""
    return f"{escape(text[:start])}{marked}{escape(text[end:])}"


def citation(hit: Hit) -> str:
    """Give the citation of what was found as lawyers write it (plain text, not HTML).

    Examples
    --------
    "khoản 1 Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019"
    """
    start, end = _span(hit)
    named = _PROVISION.search(hit.evidence.label)
    point = f"điểm {named[1]} " if named and named[1] else ""
    return point + format_citation(
        _Cited(hit.document_number, hit.document_title, hit.kind, hit.issued_on),
        Article(hit.article_number, hit.title, hit.text),
        Clause(named[2], start, end) if named else None,
    )


def welcome() -> str:
    """Render what stands in the place of results before the first question."""
    items = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(how)}</dd></div>" for what, how in texts.HELP)
    return f'<section class="tl-welcome"><h2>{texts.HELP_TITLE}</h2><dl>{items}</dl><p>{texts.HELP_KEY}</p></section>'


def header() -> str:
    """Render the page's head."""
    return (
        f'<header class="tl-head"><h1><span class="tl-sign" aria-hidden="true">§</span>{texts.TITLE}</h1>'
        f'<p>{texts.PURPOSE}</p></header><p id="tl-live" class="tl-hidden" role="status"></p>'
    )


def footer(documents: Sequence[DocumentLine]) -> str:
    """Render the page's foot: what the library holds, and what it is not."""
    counts = Counter(document.kind for document in documents)
    listed = ", ".join(f"{counts[kind]} {escape(kind.lower())}" for kind in kinds(documents))
    if counts[""]:
        listed += f"{', ' if listed else ''}{counts['']} {texts.OTHER_KIND}"
    articles = sum(document.article_count for document in documents)
    library = texts.LIBRARY.format(documents=_thousands(len(documents)), articles=_thousands(articles), kinds=listed)
    return (
        f'<footer class="tl-foot"><p>{library if documents else texts.LIBRARY_EMPTY}</p>'
        f"<p><strong>{texts.DISCLAIMER}</strong></p><p>{texts.PRIVACY}</p></footer>"
    )


def kinds(documents: Sequence[DocumentLine]) -> tuple[str, ...]:
    """Give the kinds of documents there are, the highest in rank first."""
    rank = {kind: place for place, kind in enumerate(_KINDS)}
    present = {document.kind for document in documents if document.kind}
    return tuple(sorted(present, key=lambda kind: (rank.get(kind, len(rank)), kind)))


@dataclass(frozen=True, slots=True)
class _Cited:
    number: str
    title: str
    kind: str
    issued_on: date | None


def _span(hit: Hit) -> tuple[int, int]:
    """Evidence kept within the text."""
    start = min(max(hit.evidence.start, 0), len(hit.text))
    return start, min(max(hit.evidence.end, start), len(hit.text))


def _word_start(text: str, position: int, limit: int) -> int:
    """Move forward to the beginning of a line or word, at most to ``limit``."""
    if position == 0:
        return 0
    for pattern in (r"\n", r"\s"):
        found = re.compile(pattern).search(text, position - 1, limit)
        if found:
            return found.end()
    return limit


def _word_end(text: str, least: int, position: int) -> int:
    """Move back to the end of a word, at least to ``least``."""
    if position >= len(text):
        return len(text)
    space = max(text.rfind(" ", least, position + 1), text.rfind("\n", least, position + 1))
    return space if space > least else position


def _article(hit: Hit) -> str:
    """Name the article; a section of a paper without articles has only its title."""
    number = hit.article_number
    return texts.ARTICLE.format(number=number) if number and not number.startswith("§") else ""


def _badge(hit: Hit) -> str:
    own = f'<span class="tl-badge tl-badge-own">{texts.OWN}</span> ' if hit.collection != PUBLIC else ""
    word = f'{own}<span class="tl-badge tl-badge-{hit.status.value}">{texts.STATUS[hit.status]}</span>'
    days = [(texts.EFFECTIVE, hit.effective_on), (texts.EXPIRES, hit.expires_on)]
    said = ", ".join(words.format(day=_day(on)) for words, on in days if on)
    return f"{word} <span>{said}</span>" if said else word


def _amendments(hit: Hit) -> str:
    """Render what documents of the library did to this one."""
    lines = []
    for amendment in hit.amendments:
        article = texts.ARTICLE.format(number=amendment.article_number) + " " if amendment.article_number else ""
        since = " " + texts.SINCE.format(day=_day(amendment.effective_on)) if amendment.effective_on else ""
        words = texts.AMENDED_BY.format(action=amendment.action, article=article, document=amendment.by_document)
        lines.append(f"<li>{escape(words + since)}</li>")
    return f'<ul class="tl-amendments">{"".join(dict.fromkeys(lines))}</ul>' if lines else ""


def _day(on: date) -> str:
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def _change(typed: str, meant: str) -> str:
    return f"<li><s>{escape(typed)}</s> → <b>{escape(meant)}</b></li>"


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
