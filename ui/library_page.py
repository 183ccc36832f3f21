"""The state of the library as HTML: what it holds, how new that is, the indexes, the models, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from corpus.model import PUBLIC, Status, address_of
from ui.cards import day
from ui.escape import escape
from ui.model_card import card
from ui.texts import Words

if TYPE_CHECKING:
    from search.state import Count, LibraryState, ModelState


def library_state(state: LibraryState, words: Words, *, persistent: bool = True) -> str:
    """Render the state of the library.

    Parameters
    ----------
    state : LibraryState
        As the one who looks at it may know it.
    words : Words
    persistent : bool
        Whether what is added outlives a restart.
    """
    texts = words.library
    sections = (
        (texts.CAUTIONS, _cautions(state, words, persistent)),
        (texts.HOLDINGS, _holdings(state, words)),
        (texts.FRESHNESS, _freshness(state, words)),
        (texts.INDEX, _index(state, words)),
        (texts.MODELS, "".join(_model(model, words) for model in state.models)),
    )
    body = "".join(f"<section><h3>{title}</h3>{content}</section>" for title, content in sections)
    return f'<div class="tl-library"><h2>{texts.TITLE}</h2><p>{texts.INTRO}</p>{body}</div>'


def _cautions(state: LibraryState, words: Words, persistent: bool) -> str:
    texts = words.library
    said = [texts.CAUTION.get(str(caution), str(caution)) for caution in state.warnings]
    if not persistent:
        said.insert(0, texts.NOT_PERSISTENT)
    items = "".join(f"<li>{escape(line)}</li>" for line in said)
    found = f'<ul class="tl-cautions">{items}</ul>' if said else f"<p>{texts.ALL_WELL}</p>"
    return found + (f"<p>{texts.PERSISTENT}</p>" if persistent else "")


def _holdings(state: LibraryState, words: Words) -> str:
    texts = words.library
    figures = ((texts.DOCUMENTS, state.documents), (texts.ARTICLES, state.articles), (texts.PASSAGES, state.passages))
    whole = _pairs((name, _number(count, words)) for name, count in figures)
    statuses = {status.value: words.page.STATUS[status] for status in Status}
    return (
        whole
        + _table(texts.KINDS, state.kinds, {}, words)
        + _table(texts.STATUSES, state.statuses, statuses, words)
        + (_table(texts.COLLECTIONS, state.collections, _collections(state, words), words))
    )


def _collections(state: LibraryState, words: Words) -> dict[str, str]:
    """Name the collections: everyone's, and whatever else may be seen is one's own."""
    texts = words.library
    return {count.value: texts.PUBLIC if count.value == PUBLIC else texts.OWN for count in state.collections}


def _table(title: str, counts: Sequence[Count], names: dict[str, str], words: Words) -> str:
    if not counts:
        return ""
    texts = words.library
    rows = "".join(
        f'<tr><th scope="row">{escape(names.get(count.value, count.value) or texts.OTHER)}</th>'
        f"<td>{_number(count.documents, words)}</td><td>{_number(count.articles, words)}</td></tr>"
        for count in counts
    )
    head = f'<th scope="col">{title}</th><th scope="col">{texts.DOCUMENTS}</th><th scope="col">{texts.ARTICLES}</th>'
    return f'<table class="tl-counts"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _freshness(state: LibraryState, words: Words) -> str:
    texts = words.library
    days = ((texts.NEWEST_ISSUED, state.newest_issued), (texts.NEWEST_EFFECTIVE, state.newest_effective))
    lacking = (
        (texts.WITHOUT_ISSUE, state.without_issue_date),
        (texts.WITHOUT_EFFECT, state.without_effect_date),
        (texts.WITHOUT_NUMBER, state.without_number),
    )
    pairs = [(name, day(on) if on else "–") for name, on in days]
    pairs += [(name, _number(count, words)) for name, count in lacking if count]
    latest = "".join(
        f'<li><a href="?vanban={escape(quote(address_of(info.id), safe="/"))}" data-act="document" '
        f'data-key="{escape(info.id)}">{escape(info.title)}</a> {escape(info.number)}</li>'
        for info in state.latest
    )
    return _pairs(pairs) + (f"<h4>{texts.LATEST}</h4><ul>{latest}</ul>" if latest else "")


def _index(state: LibraryState, words: Words) -> str:
    texts = words.library

    def part(done: int) -> str:
        return texts.OF.format(done=_number(done, words), total=_number(state.passages, words))

    pairs = [
        (texts.BY_WORDS, part(state.indexed)),
        (texts.BY_MEANING, part(state.embedded)),
        (texts.REVISION, _number(state.revision, words)),
    ]
    under_way = ""
    if state.embedding:
        done, total = (_number(count, words) for count in (state.embedding.done, state.embedding.total))
        under_way = f"<p>{texts.EMBEDDING.format(done=done, total=total)}</p>"
    return _pairs(pairs) + under_way


def _model(model: ModelState, words: Words) -> str:
    texts = words.library
    pairs = [
        (texts.NAME, model.name),
        (texts.PARAMETERS, _number(model.parameters, words) if model.parameters is not None else "–"),
        (texts.TOKENS, texts.TOKEN_COUNT.format(count=_number(model.max_tokens, words))),
        (texts.FINGERPRINT, model.fingerprint),
    ]
    role = texts.ROLE.get(str(model.role), str(model.role))
    shown = (
        f'<details class="tl-model"><summary>{texts.CARD}</summary>'
        f'<div class="tl-model-card" lang="en">{card(model.card, texts.TABLE)}</div></details>'
        if model.card
        else ""
    )
    return f"<h4>{escape(role)}</h4>{_pairs(pairs)}{shown}"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="tl-figures">{rows}</dl>'


def _number(count: int, words: Words) -> str:
    return f"{count:,}".replace(",", words.library.THOUSANDS)
