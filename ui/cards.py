"""Pure functions from an answer to HTML: how the question was read, the notice, one card a hit."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from corpus.citation import format_citation
from corpus.model import PUBLIC, Article, Clause, address_of
from search.model import Hit, SearchResponse
from ui.escape import escape
from ui.reading import reading
from ui.texts import Words
from ui.texts.page import Page

_BEFORE, _AFTER = 120, 160
"""Characters of context that a snippet keeps around the evidence."""
_LONGEST = 600
"""Characters of evidence that a snippet shows before it breaks off; the full text marks all of it."""
_PROVISION = re.compile(r"(?:điểm\s+([a-zđ]\d*)\s+)?khoản\s+(\d+[a-zđ]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Viewer:
    """Who looks at an answer: what has been pinned and judged, and whether anything can be."""

    words: Words
    own: bool = False
    pinned: Collection[str] = ()
    judged: Mapping[str, bool] = field(default_factory=dict)


def percent(score: float) -> int:
    """Give a probability as whole per cent, 0 to 100; what is not a number is 0."""
    return round(100 * min(max(score, 0.0), 1.0)) if math.isfinite(score) else 0


def relevance_word(value: int, texts: Page) -> str:
    """Give the plain word for a relevance in per cent."""
    return next(word for least, word in texts.RELEVANCE_WORDS if value >= least)


def results(response: SearchResponse, viewer: Viewer, link: Mapping[str, str], *, unread: bool = False) -> str:
    """Render an answer.

    Parameters
    ----------
    response : SearchResponse
    viewer : Viewer
    link : mapping
        Parameters of an address that brings this search back.
    unread : bool
        Whether it stays at the first stage's answer, since reading the articles closely has failed.
    """
    texts = viewer.words.page
    count = len(response.hits)
    words = texts.SUMMARY_WEAK if response.weak else texts.SUMMARY
    summary = words.format(count=count) if count else texts.SUMMARY_NONE
    seconds = f"{response.timings_ms.get('total', 0.0) / 1000:.2f}".replace(".", texts.DECIMAL)
    last = response.reranked or unread
    waiting = "" if last else f'<p class="tl-waiting" role="status">{texts.RERANKING}</p>'
    said = said_of(response, viewer.words)
    asked = escape(link.get("q", "").strip()[:80])
    return (
        f'<section class="tl-results" aria-labelledby="tl-results-title" data-link="{escape(urlencode(link))}" '
        f'data-title="{asked}" data-stage="{"last" if last else "first"}">'
        f'<h2 id="tl-results-title" class="tl-hidden">{texts.RESULTS}</h2>'
        f"{reading(response.reading, texts)}{notice(said) if said else ''}{waiting}"
        f"{notice(texts.UNREAD, alarming=True) if unread else ''}"
        f'<p class="tl-summary"><span>{summary}</span>'
        f"<span>{texts.SECONDS.format(seconds=seconds)}</span></p>{_cards(response, viewer)}</section>"
    )


def said_of(response: SearchResponse, words: Words) -> str:
    """Give the notices of an answer in the viewer's language."""
    if words.language == "vi":
        return response.notice or ""
    return " ".join(words.page.NOTICES[one.code.value].format_map(one.values) for one in response.notices)


def _cards(response: SearchResponse, viewer: Viewer) -> str:
    texts = viewer.words.page
    items = "".join(f"<li>{card(hit, rank, response, viewer)}</li>" for rank, hit in enumerate(response.hits, start=1))
    listed = f'<ol class="tl-cards">{items}</ol>' if items else ""
    if response.weak and items:
        listed = f'<details class="tl-below"><summary>{texts.BELOW}</summary>{listed}</details>'
    return (advice(texts) if response.weak or not items else "") + listed


def advice(texts: Page) -> str:
    """Render how to ask again."""
    items = "".join(f"<li>{line}</li>" for line in texts.ADVICE)
    return f'<div class="tl-advice"><h3>{texts.ADVICE_TITLE}</h3><ul>{items}</ul></div>'


def notice(message: str, *, alarming: bool = False) -> str:
    """Render a banner; an alarming one is about a failure, a plain one about the question."""
    kind = "tl-notice tl-notice-alarm" if alarming else "tl-notice"
    return f'<div class="{kind}" role="note"><p>{escape(message)}</p></div>'


def card(hit: Hit, rank: int, response: SearchResponse, viewer: Viewer) -> str:
    """Render one hit."""
    texts = viewer.words.page
    article = _article(hit, texts)
    heading = escape(f"{article}. {hit.title}" if article and hit.title else article or hit.title or hit.document_title)
    document = escape(hit.document_title or hit.kind)
    if hit.document_number:
        document += (
            f' <span class="tl-number">{texts.DOCUMENT_NUMBER.format(number=escape(hit.document_number))}</span>'
        )
    steps = "".join(f"<li>{escape(step)}</li>" for step in hit.path)
    path = f'<ol class="tl-path">{steps}</ol>' if steps else ""
    return (
        f'<article class="tl-card" data-key="{escape(hit.article_id)}" tabindex="-1" aria-labelledby="tl-hit-{rank}">'
        f'<header><p class="tl-rank" aria-hidden="true">{rank}</p>'
        f'<div class="tl-heading"><p class="tl-document">{document}</p>'
        f'<h3 id="tl-hit-{rank}">{heading}</h3>'
        f"{path}</div>{meter(hit.score, texts) if response.reranked else ''}</header>"
        f'<p class="tl-status">{_badge(hit, texts)}</p>{_amendments(hit, texts)}'
        f'<p class="tl-snippet-label">{texts.EVIDENCE}</p>'
        f'<blockquote class="tl-snippet">{snippet(hit, response.terms)}</blockquote>'
        f'<p class="tl-cite"><span class="tl-cite-label">{texts.CITATION}</span> '
        f'<span class="tl-cite-text">{escape(citation(hit))}</span></p>'
        f"{_actions(hit, viewer)}"
        f"{_more(hit, response, texts) if response.reranked else ''}</article>"
    )


def _more(hit: Hit, response: SearchResponse, texts: Page) -> str:
    """Render what is shown of a hit on demand: all of its text, and why it ranks here."""
    what = escape(texts.FULL_TEXT.format(what=_article(hit, texts) or texts.SECTION))
    return (
        f'<details class="tl-full"><summary>{what}</summary>'
        f'<div class="tl-text">{full_text(hit, response.terms)}</div></details>{_why(hit, texts)}'
    )


def _actions(hit: Hit, viewer: Viewer) -> str:
    texts = viewer.words.page
    start, end = _span(hit)
    link = escape("?" + urlencode({"dieu": address_of(hit.article_id)}))
    done = f'data-done="{texts.COPIED}"'
    buttons = [
        f'<a href="{link}" data-act="open" data-start="{start}" data-end="{end}">{texts.OPEN}</a>',
        _button("do", "cite", texts.COPY, done),
        _button("do", "quote", texts.COPY_QUOTE, done),
        _button("do", "link", texts.COPY_LINK, done),
        _button("act", "compare", texts.COMPARE),
    ]
    if viewer.own:
        right = viewer.judged.get(hit.article_id)
        buttons += [
            _button("act", "pin", texts.PIN, _pressed(hit.article_id in viewer.pinned)),
            _button("act", "right", texts.RIGHT, _pressed(right is True)),
            _button("act", "wrong", texts.WRONG, _pressed(right is False)),
        ]
    return f'<div class="tl-actions" role="group" aria-label="{texts.ACTIONS}">{"".join(buttons)}</div>'


def _button(kind: str, name: str, words: str, more: str = "") -> str:
    return f'<button type="button" data-{kind}="{name}" {more}>{words}</button>'


def _pressed(yes: bool) -> str:
    return f'aria-pressed="{"true" if yes else "false"}"'


def _why(hit: Hit, texts: Page) -> str:
    rows = "".join(
        f"<div><dt>{texts.WHY_STAGES[stage]}</dt><dd>{score:.3f}</dd></div>"
        for stage, score in hit.stages.items()
        if stage in texts.WHY_STAGES
    )
    return f'<details class="tl-why"><summary>{texts.WHY}</summary><dl>{rows}</dl></details>' if rows else ""


def meter(score: float, texts: Page) -> str:
    """Render the relevance as a bar with its figure and word."""
    value = percent(score)
    word = relevance_word(value, texts)
    level = next(i for i, (least, _) in enumerate(texts.RELEVANCE_WORDS) if value >= least)
    return (
        f'<div class="tl-meter tl-level-{level}" role="meter" aria-label="{texts.RELEVANCE}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="{value}" aria-valuetext="{value}%, {word}">'
        f'<span class="tl-meter-figure">{value}%</span><span class="tl-meter-word">{word}</span>'
        f'<span class="tl-meter-bar"><span style="width:{value}%"></span></span></div>'
    )


def snippet(hit: Hit, terms: Collection[str] = ()) -> str:
    """Render the evidence, marked, with a little of what stands around it."""
    text, (start, end) = hit.text, _span(hit)
    if start == end:
        start = end = 0
    first = _word_start(text, max(0, start - _BEFORE), start)
    stop = end if end - start <= _LONGEST else _word_end(text, start, start + _LONGEST)
    last = _word_end(text, stop, stop + _AFTER) if stop == end else stop
    marked = f"<mark>{_terms(text[start:stop], terms)}</mark>" if stop > start else ""
    lead, trail = "… " if text[:first].strip() else "", " …" if text[last:].strip() else ""
    return f"{lead}{_terms(text[first:start], terms)}{marked}{_terms(text[stop:last], terms)}{trail}"


def full_text(hit: Hit, terms: Collection[str] = ()) -> str:
    """Render the whole article with its evidence marked."""
    text, (start, end) = hit.text, _span(hit)
    marked = f"<mark>{_terms(text[start:end], terms)}</mark>" if end > start else ""
    return f"{_terms(text[:start], terms)}{marked}{_terms(text[end:], terms)}"


def _terms(text: str, terms: Collection[str]) -> str:
    """Render a text with the question's words marked in it; words side by side are one stretch."""
    if not terms:
        return escape(text)
    words = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    parts, at = [], 0
    for found in re.finditer(rf"(?<!\w)(?:{words})(?: (?:{words}))*(?!\w)", text, re.IGNORECASE):
        parts += [escape(text[at : found.start()]), f"<b>{escape(found[0])}</b>"]
        at = found.end()
    return "".join(parts) + escape(text[at:])


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


def _article(hit: Hit, texts: Page) -> str:
    """Name the article; a section of a paper without articles has only its title."""
    number = hit.article_number
    return texts.ARTICLE.format(number=number) if number and not number.startswith("§") else ""


def _badge(hit: Hit, texts: Page) -> str:
    own = f'<span class="tl-badge tl-badge-own">{texts.OWN}</span> ' if hit.collection != PUBLIC else ""
    word = f'{own}<span class="tl-badge tl-badge-{hit.status.value}">{texts.STATUS[hit.status]}</span>'
    days = [(texts.EFFECTIVE, hit.effective_on), (texts.EXPIRES, hit.expires_on)]
    said = ", ".join(words.format(day=day(on)) for words, on in days if on)
    return f"{word} <span>{said}</span>" if said else word


def _amendments(hit: Hit, texts: Page) -> str:
    """Render what documents of the library did to this article, or to its document as a whole."""
    lines = []
    for amendment in hit.amendments:
        if amendment.article_number not in ("", hit.article_number):
            continue
        article = texts.ARTICLE.format(number=amendment.article_number) + " " if amendment.article_number else ""
        since = " " + texts.SINCE.format(day=day(amendment.effective_on)) if amendment.effective_on else ""
        words = texts.AMENDED_BY.format(action=amendment.action, article=article, document=amendment.by_document)
        lines.append(f"<li>{escape(words + since)}</li>")
    return f'<ul class="tl-amendments">{"".join(dict.fromkeys(lines))}</ul>' if lines else ""


def day(on: date) -> str:
    """Write a day as Vietnamese lawyers do: 01/01/2021."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"
