"""The page as a pure builder: an engine in, Gradio blocks out; and how it wants to be launched."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.model import PUBLIC, TEMPORARY
from ui import cards, fonts, frame, hub_signin
from ui.contract import Engine
from ui.desk_handlers import DeskHandlers
from ui.desk_page import DeskTab, Show, build_folder, build_history
from ui.library_page import library_state
from ui.live import BEGIN, QUIET, ended, live, still
from ui.owner import Keeping, collection_of, kept
from ui.search_flow import SearchFlow
from ui.search_page import build_search
from ui.shelf_page import build_shelf
from ui.signin import signed_in
from ui.texts import ENGLISH, VIETNAMESE, Words
from ui.visits import Visits

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_SANS = ("Tra Luat Sans", "Tra Luat Signs", "Noto Sans", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("Consolas", "Noto Sans Mono", "Menlo", "monospace")
STYLES = ("fonts.css", "style.css", "search.css", "reader.css", "shelf.css", "desk.css", "library.css")
_SCRIPTS = ("page.js", "keys.js", "reader.js", "find.js")

_OPEN = "() => { window.traLuat?.opening(); return [window.traLuat?.token(%s) ?? '']; }"


def build(engine: Engine, keeping: str = Keeping.OFF, *, persistent: bool = True, hub: bool = False) -> gr.Blocks:
    """Build the page for an engine, in Vietnamese at ``/`` and in English at ``/en``; nothing is served yet.

    Parameters
    ----------
    engine : Engine
        Its public documents are listed once; every search goes to it.
    keeping : str
        For how long readers' own documents are kept; "off": there is no tab for them.
    persistent : bool
        Whether what is kept outlasts a restart of the machine.
    hub : bool
        Whether readers may sign in with Hugging Face.
    """
    # Uploaded copies are deleted as they are read; an upload that was broken off goes within the hour.
    page = (hub_signin.HubBlocks if hub else gr.Blocks)(
        title=VIETNAMESE.page.TITLE, analytics_enabled=False, delete_cache=(600, 3600)
    )
    visits = Visits(lambda collection: engine.shelf(collection).erase())
    with page:
        _fill(page, engine, Keeping(keeping), visits, VIETNAMESE, persistent=persistent, hub=hub)
    with page.route(ENGLISH.page.TITLE, "/en", show_in_navbar=False):
        _fill(page, engine, Keeping(keeping), visits, ENGLISH, persistent=persistent, hub=hub)
    page.queue(max_size=256, default_concurrency_limit=2)
    return page


def _fill(
    page: gr.Blocks, engine: Engine, keeping: Keeping, visits: Visits, words: Words, *, persistent: bool, hub: bool
) -> None:
    """Fill one language's page."""
    documents = engine.documents((PUBLIC,))
    still(frame.header(words))
    owner = gr.State("")
    token, account = gr.Textbox(visible=False), still("", "tl-account")
    shows: list[tuple[list[Any], Show]] = []
    with gr.Tabs(elem_id="tl-tabs") as tabs:
        search_name, shelf_name, folder_name, history_name, library_name = words.page.TABS
        with gr.Tab(search_name, id="search"):
            search = build_search(engine, words, owner, documents, persistent=persistent)
        if keeping is not Keeping.OFF:
            with gr.Tab(shelf_name, id="shelf"):
                how_long = partial(kept, words=words, persistent=persistent)
                shows.append(build_shelf(engine, owner, how_long, words))
            desk = DeskHandlers(engine, words)
            with gr.Tab(folder_name, id="folder") as tab:
                shows.append(_desk(build_folder(desk, owner), tab, tabs, search))
            with gr.Tab(history_name, id="history") as tab:
                shows.append(_desk(build_history(desk, owner, words), tab, tabs, search))
        with gr.Tab(library_name, id="library") as tab:
            _library(engine, words, tab, tabs, search, persistent=persistent)
    still(frame.footer(words, documents))

    def whose(secret: str | None, mine: str, request: gr.Request) -> str:
        return collection_of(request.username, secret or "", keeping, partial(visits.enter, secret or "", mine))

    def opened(secret: str | None, request: gr.Request) -> Iterator[dict[Any, object]]:
        if request.username:
            visits.leave(secret or "")
        collection = whose(secret, "", request)
        user = hub_signin.account(request, words, persistent=persistent) if hub else signed_in(request.username, words)
        values: dict[Any, object] = {owner: collection, token: secret, account: user}
        for outputs, show in shows:
            values |= _calmly(outputs, show, collection)
        for found in search.opened(dict(request.query_params), collection, request):
            yield values | found
            values = {}

    loaded = [owner, token, account, *search.parts.outputs(), *(output for outputs, _ in shows for output in outputs)]

    def renewed(secret: str | None, mine: str, request: gr.Request) -> str:
        """Say again whose page it is: Gradio forgets an hour after a connection broke once, and one may sign out.

        A visit goes on for as long as this is asked, and stays one until the page is opened anew.
        """
        return visits.enter(secret or "", mine) if mine.startswith(TEMPORARY) else whose(secret, mine, request)

    gr.Timer(60).tick(renewed, [token, owner], owner, concurrency_id="owner", **QUIET)
    quiet: dict[str, Any] = QUIET | {"concurrency_id": "open"}
    ended(page.load(opened, [token], loaded, js=_OPEN % json.dumps(keeping is Keeping.SESSION), **quiet))


def _desk(built: DeskTab, tab: gr.Tab, tabs: gr.Tabs, search: SearchFlow) -> tuple[list[Any], Show]:
    """Keep a tab of what one has kept up to date."""
    for region in built.lists:
        _leads_to_search(region, tabs, search)
    tab.select(built.show, [search.parts.owner], built.outputs, **QUIET)
    return built.outputs, built.show


def _leads_to_search(region: gr.HTML, tabs: gr.Tabs, search: SearchFlow) -> None:
    """Show in the search what is opened or asked from a region of another tab."""
    region.submit(lambda: gr.Tabs(selected="search"), None, tabs, **QUIET)
    inputs, outputs = search.parts.inputs(), search.parts.outputs()
    several: dict[str, Any] = QUIET | {"concurrency_id": "act", "trigger_mode": "multiple", "preprocess": False}
    ended(region.submit(search.act, inputs, outputs, js=BEGIN, **several))


def _calmly(outputs: list[Any], show: Show, collection: str) -> dict[Any, object]:
    """Give what a tab shows when the page opens; a tab that cannot be shown keeps no other from being."""
    try:
        return dict(zip(outputs, show(collection), strict=True))
    except Exception as error:
        _LOG.error("a tab could not be shown: %s", type(error).__name__)
        return {}


def _library(engine: Engine, words: Words, tab: gr.Tab, tabs: gr.Tabs, search: SearchFlow, *, persistent: bool) -> None:
    """Build the tab of the library's state; it is looked up whenever the tab is chosen."""
    state = live("", "tl-library")

    def show(collection: str) -> str:
        try:
            seen = (PUBLIC, collection) if collection else (PUBLIC,)
            return library_state(engine.library_state(seen), words, persistent=persistent)
        except Exception:
            _LOG.exception("the library's state cannot be told")
            return cards.notice(words.page.UNEXPECTED, alarming=True)

    tab.select(show, [search.parts.owner], state, **QUIET)
    _leads_to_search(state, tabs, search)


def launch_options() -> dict[str, Any]:
    """Give the arguments of ``launch()`` that make the page look and speak as it should, without the network."""
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#f6f4ef",
        body_background_fill_dark="#12161c",
        body_text_color="#1b2430",
        body_text_color_dark="#e7eaef",
    )
    scripts = "".join(f"<script>{(_HERE / name).read_text(encoding='utf-8')}</script>" for name in _SCRIPTS)
    # On paper what depends on the body counts, and Gradio would put it out of use in a style of its own.
    paper = f'<style media="print">{(_HERE / "print.css").read_text(encoding="utf-8")}</style>'
    words = VIETNAMESE.page.BUILT_IN
    return {
        "theme": theme,
        "css_paths": [_HERE / name for name in STYLES],
        "head": f'<meta name="referrer" content="no-referrer">{fonts.PRELOAD}{paper}{scripts}',
        "favicon_path": _HERE / "favicon.svg",
        "i18n": gr.I18n(**dict.fromkeys(VIETNAMESE.page.BROWSER_LANGUAGES, words)),
        "max_file_size": "200mb",
        "state_session_capacity": 1000,  # each visit's last document stays in memory: up to a megabyte
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
        "quiet": True,
    }
