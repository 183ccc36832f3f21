"""The page as a pure builder: an engine in, Gradio blocks out; and how it wants to be launched."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
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
from ui.live import BEGIN, QUIET, ended, still
from ui.owner import Keeping, collection_of, kept
from ui.search_flow import SearchFlow
from ui.search_page import build_search
from ui.shelf_page import build_shelf
from ui.signin import signed_in
from ui.texts import ENGLISH, VIETNAMESE, Words

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_SANS = ("Tra Luat Sans", "Tra Luat Signs", "Noto Sans", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("Consolas", "Noto Sans Mono", "Menlo", "monospace")
STYLES = ("fonts.css", "style.css", "search.css", "reader.css", "shelf.css", "desk.css", "library.css")
_SCRIPTS = ("page.js", "keys.js", "reader.js", "find.js")

_OPEN = "() => { window.traLuat?.opening(); return [window.traLuat?.token() ?? '']; }"


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
    with page:
        _fill(page, engine, Keeping(keeping), VIETNAMESE, persistent=persistent, hub=hub)
    with page.route(ENGLISH.page.TITLE, "/en", show_in_navbar=False):
        _fill(page, engine, Keeping(keeping), ENGLISH, persistent=persistent, hub=hub)
    page.queue(max_size=256, default_concurrency_limit=2)
    return page


def _fill(page: gr.Blocks, engine: Engine, keeping: Keeping, words: Words, *, persistent: bool, hub: bool) -> None:
    """Fill one language's page."""
    documents = engine.documents((PUBLIC,))
    still(frame.header(words))
    owner = gr.State("", delete_callback=_forget(engine))
    token, account = gr.Textbox(visible=False), still("", "tl-account")
    shows: list[tuple[list[Any], Show]] = []
    with gr.Tabs(elem_id="tl-tabs") as tabs:
        search_name, shelf_name, folder_name, history_name, library_name = words.page.TABS
        with gr.Tab(search_name, id="search"):
            search = build_search(engine, words, owner, documents, persistent=persistent)
        if keeping is not Keeping.OFF:
            with gr.Tab(shelf_name, id="shelf"):
                how_long = partial(kept, words=words, persistent=persistent)
                shows.append(build_shelf(engine, owner, how_long, words.shelf))
            desk = DeskHandlers(engine, words)
            with gr.Tab(folder_name, id="folder") as tab:
                shows.append(_desk(build_folder(desk, owner), tab, tabs, search, owner))
            with gr.Tab(history_name, id="history") as tab:
                shows.append(_desk(build_history(desk, owner, words), tab, tabs, search, owner))
        with gr.Tab(library_name, id="library") as tab:
            _library(engine, words, tab, owner, persistent=persistent)
    still(frame.footer(words, documents))

    def opened(secret: str, request: gr.Request) -> Iterator[dict[Any, object]]:
        collection = collection_of(request.username, secret or "", keeping)
        user = hub_signin.account(request, words, persistent=persistent) if hub else signed_in(request.username, words)
        values: dict[Any, object] = {owner: collection, token: secret, account: user}
        for outputs, show in shows:
            values |= _calmly(outputs, show, collection)
        for found in search.opened(dict(request.query_params), collection, request):
            yield values | found
            values = {}

    loaded = [owner, token, account, *search.parts.outputs(), *(output for outputs, _ in shows for output in outputs)]

    def renewed(secret: str, mine: str, request: gr.Request) -> str:
        """Say again whose page it is: Gradio forgets an hour after a connection broke once, and one may sign out."""
        return mine if mine.startswith(TEMPORARY) else collection_of(request.username, secret or "", keeping)

    gr.Timer(60).tick(renewed, [token, owner], owner, concurrency_id="owner", **QUIET)
    quiet: dict[str, Any] = QUIET | {"concurrency_id": "open"}
    ended(page.load(opened, [token], loaded, js=_OPEN, **quiet))


def _desk(built: DeskTab, tab: gr.Tab, tabs: gr.Tabs, search: SearchFlow, owner: gr.State) -> tuple[list[Any], Show]:
    """Keep a tab of what one has kept up to date, and show what is opened from it in the search."""

    def chosen(event: gr.EventData) -> object:
        wish = event._data or {}
        return gr.Tabs(selected="search") if wish.get("act") in ("open", "ask") else gr.skip()

    for region in built.lists:
        region.click(chosen, None, tabs, **QUIET)
        answer = region.click(
            search.act,
            search.parts.inputs(),
            search.parts.outputs(),
            js=BEGIN,
            concurrency_id="act",
            trigger_mode="multiple",
            **QUIET,
        )
        ended(answer)
    tab.select(built.show, [owner], built.outputs, **QUIET)
    return built.outputs, built.show


def _calmly(outputs: list[Any], show: Show, collection: str) -> dict[Any, object]:
    """Give what a tab shows when the page opens; a tab that cannot be shown keeps no other from being."""
    try:
        return dict(zip(outputs, show(collection), strict=True))
    except Exception as error:
        _LOG.error("a tab could not be shown: %s", type(error).__name__)
        return {}


def _library(engine: Engine, words: Words, tab: gr.Tab, owner: gr.State, *, persistent: bool) -> None:
    """Build the tab of the library's state; it is looked up whenever the tab is chosen."""
    state = still("", "tl-library")

    def show(collection: str) -> str:
        try:
            seen = (PUBLIC, collection) if collection else (PUBLIC,)
            return library_state(engine.library_state(seen), words, persistent=persistent)
        except Exception:
            _LOG.exception("the library's state cannot be told")
            return cards.notice(words.page.UNEXPECTED, alarming=True)

    tab.select(show, [owner], state, **QUIET)


def _forget(engine: Engine) -> Callable[[str], None]:
    """Erase the documents of a visit when its reader has left."""

    def erase(collection: str) -> None:
        try:
            engine.shelf(collection).erase()
        except Exception as error:
            _LOG.error("a visit's documents wait for the next start to be erased: %s", type(error).__name__)

    def forget(collection: str) -> None:
        if collection.startswith(TEMPORARY):  # Gradio calls this where everyone's requests are served
            threading.Thread(target=erase, args=(collection,), daemon=True).start()

    return forget


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
    words = VIETNAMESE.page.BUILT_IN | VIETNAMESE.shelf.UPLOAD_WORDS
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
