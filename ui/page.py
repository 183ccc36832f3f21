"""The page as a pure builder: an engine in, Gradio blocks out; and how it wants to be launched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from ui import cards, texts
from ui.contract import Engine
from ui.handlers import Handlers

_HERE = Path(__file__).parent
_SANS = ("Segoe UI", "Noto Sans", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("Consolas", "Noto Sans Mono", "Menlo", "monospace")

# Into page.js: the busy state before a search; the address and the spoken summary after it.
_BEGIN = "(...values) => { window.traLuat?.begin(...values); return values; }"
_BEGIN_LINKED = "() => { window.traLuat?.beginLinked(); return []; }"
_END = "() => { window.traLuat?.end(); return []; }"


def build(engine: Engine) -> gr.Blocks:
    """Build the page for an engine; nothing is served yet.

    Parameters
    ----------
    engine : Engine
        Its documents are listed once; every search goes to it.
    """
    documents = engine.documents()
    kinds = cards.kinds(documents)
    handlers = Handlers(engine, kinds)

    def open_link(request: gr.Request) -> object:
        link = dict(request.query_params)
        # Without a question in the address, leave alone what may have been typed in the meantime.
        return handlers.open(link) if link.get("q") else gr.skip()

    page = gr.Blocks(title=texts.TITLE, analytics_enabled=False)
    with page:
        _html(cards.header())
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
        _html(cards.footer(documents))

        asked = [question, in_force, kind]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_id": "search"}
        answers = [
            gr.on([question.submit, ask.click], handlers.search, asked, results, js=_BEGIN, **quiet),
            gr.on([in_force.input, kind.input], handlers.choose, asked, results, js=_BEGIN, **quiet),
            page.load(open_link, None, [*asked, results], js=_BEGIN_LINKED, **quiet),
        ]
        for example in examples:
            inputs = [example, in_force, kind]
            answers.append(example.click(handlers.ask_example, inputs, [question, results], js=_BEGIN, **quiet))
        for answer in answers:
            answer.then(None, None, None, js=_END, api_visibility="private")
    page.queue(max_size=64, default_concurrency_limit=2)
    return page


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
        "css_paths": _HERE / "style.css",
        "head": f'<meta name="referrer" content="no-referrer"><script>{script}</script>',
        "favicon_path": _HERE / "favicon.svg",
        "i18n": gr.I18n(**dict.fromkeys(texts.BROWSER_LANGUAGES, texts.BUILT_IN)),
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
