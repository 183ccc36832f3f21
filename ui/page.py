"""The page as a pure builder: an engine in, Gradio blocks out; and how it wants to be launched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.model import PUBLIC, TEMPORARY
from ui import cards, shelf_texts, texts
from ui.contract import Engine
from ui.handlers import Handlers
from ui.owner import Keeping, collection_of
from ui.shelf_page import Show, build_shelf

_HERE = Path(__file__).parent
_SANS = ("Segoe UI", "Noto Sans", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("Consolas", "Noto Sans Mono", "Menlo", "monospace")

# Into page.js: the busy state before a search; the address and the spoken summary after it.
_BEGIN = "(...values) => { window.traLuat?.begin(...values); return values; }"
_BEGIN_LINKED = "() => { window.traLuat?.beginLinked(); return [window.traLuat?.token() ?? '']; }"
_END = "() => { window.traLuat?.end(); return []; }"


def build(engine: Engine, keeping: str = Keeping.OFF) -> gr.Blocks:
    """Build the page for an engine; nothing is served yet.

    Parameters
    ----------
    engine : Engine
        Its public documents are listed once; every search goes to it.
    keeping : str
        For how long readers' own documents are kept; "off": there is no tab for them.
    """
    documents = engine.documents((PUBLIC,))
    handlers = Handlers(engine, cards.kinds(documents))
    keeping = Keeping(keeping)
    # Uploaded copies are deleted as they are read; an upload that was broken off goes within the hour.
    page = gr.Blocks(title=texts.TITLE, analytics_enabled=False, delete_cache=(600, 3600))
    with page:
        _html(cards.header())
        owner = gr.State("", delete_callback=_forget(engine))
        token = gr.Textbox(visible=False)
        outputs: list[Any] = []
        show: Show = _nothing
        if keeping is Keeping.OFF:
            asked, results = _search(page, handlers, owner, cards.kinds(documents))
        else:
            with gr.Tab(shelf_texts.SEARCH_TAB, id="search"):
                asked, results = _search(page, handlers, owner, cards.kinds(documents))
            with gr.Tab(shelf_texts.TAB, id="shelf"):
                kept = shelf_texts.KEPT_SESSION if keeping is Keeping.SESSION else shelf_texts.KEPT_BROWSER
                outputs, show = build_shelf(engine, owner, kept)
        _html(cards.footer(documents))

        def opened(secret: str, request: gr.Request) -> list[object]:
            collection = collection_of(request.username, secret or "", keeping)
            link = dict(request.query_params)
            # Without a question in the address, leave alone what may have been typed in the meantime.
            found = handlers.open(link, collection) if link.get("q") else (gr.skip(),) * 4
            return [collection, *found, *show(collection)]

        loaded = [owner, *asked[:3], results, *outputs]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_id": "search"}
        page.load(opened, [token], loaded, js=_BEGIN_LINKED, **quiet).then(
            None, None, None, js=_END, api_visibility="private"
        )
    page.queue(max_size=64, default_concurrency_limit=2)
    return page


def _search(page: gr.Blocks, handlers: Handlers, owner: gr.State, kinds: tuple[str, ...]) -> tuple[list[Any], gr.HTML]:
    """Build the search; give its inputs (question, in force, kind, owner) and where results go."""
    with gr.Row(elem_id="tl-ask"):
        question = gr.Textbox(
            label=texts.QUESTION_LABEL,
            placeholder=texts.QUESTION_PLACEHOLDER,
            show_label=False,
            container=False,
            lines=1,
            max_lines=5,
            autofocus=True,
            elem_id="tl-question",
            html_attributes=gr.InputHTMLAttributes(
                autocomplete="off", spellcheck=False, enterkeyhint="search", lang="vi"
            ),
        )
        ask = gr.Button(texts.SEARCH, variant="primary", elem_id="tl-go")
    with gr.Row(elem_id="tl-filters"):
        in_force = gr.Checkbox(label=texts.IN_FORCE_ONLY, container=False, elem_id="tl-in-force")
        kind = gr.Dropdown(
            [(texts.ANY_KIND, ""), *((kind, kind) for kind in kinds)],
            value="",
            label=texts.KIND_LABEL,
            show_label=False,
            container=False,
            filterable=False,
            elem_id="tl-kind",
        )
    with gr.Row(elem_id="tl-examples"):
        _html(f"<p>{texts.EXAMPLES_LABEL}</p>")
        examples = [gr.Button(example, elem_classes="tl-example", size="sm") for example in texts.EXAMPLES]
    _html(f'<p class="tl-busy" aria-hidden="true">{texts.SEARCHING}</p>')
    results = gr.HTML(cards.welcome(), elem_id="tl-results", apply_default_css=False, js_on_load=None)

    asked = [question, in_force, kind, owner]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_id": "search"}
    answers = [
        gr.on([question.submit, ask.click], handlers.search, asked, results, js=_BEGIN, **quiet),
        gr.on([in_force.input, kind.input], handlers.choose, asked, results, js=_BEGIN, **quiet),
    ]
    for example in examples:
        inputs = [example, in_force, kind, owner]
        answers.append(example.click(handlers.ask_example, inputs, [question, results], js=_BEGIN, **quiet))
    for answer in answers:
        answer.then(None, None, None, js=_END, api_visibility="private")
    return asked, results


def _nothing(_: str) -> list[object]:
    return []


def _forget(engine: Engine) -> Callable[[str], None]:
    """Erase the documents of a visit when its reader has left."""

    def forget(collection: str) -> None:
        if collection.startswith(TEMPORARY):
            engine.shelf(collection).erase()

    return forget


def launch_options() -> dict[str, Any]:
    """Give the arguments of ``launch()`` that make the page look and speak as it should, without the network."""
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#f6f4ef",
        body_background_fill_dark="#12161c",
        body_text_color="#1b2430",
        body_text_color_dark="#e7eaef",
    )
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    return {
        "theme": theme,
        "css_paths": [_HERE / "style.css", _HERE / "shelf.css"],
        "head": f'<meta name="referrer" content="no-referrer"><script>{script}</script>',
        "favicon_path": _HERE / "favicon.svg",
        "i18n": gr.I18n(**dict.fromkeys(texts.BROWSER_LANGUAGES, texts.BUILT_IN | shelf_texts.UPLOAD_WORDS)),
        "max_file_size": "200mb",
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
        "quiet": True,
    }


def _html(content: str) -> gr.HTML:
    return gr.HTML(content, apply_default_css=False, js_on_load=None)
