"""The search as a pure builder: question, suggestions, filters, results and the open document beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from ui import frame
from ui.actions import Actions
from ui.contract import DocumentLine, Engine
from ui.counts import unfiltered
from ui.handlers import Handlers
from ui.live import BEGIN, NOTE, QUIET, ended, live, still
from ui.search_flow import Parts, SearchFlow
from ui.texts import Words


def build_search(
    engine: Engine, words: Words, owner: gr.State, documents: Sequence[DocumentLine], *, persistent: bool
) -> SearchFlow:
    """Build the search inside the blocks that are being built.

    Parameters
    ----------
    engine : Engine
    words : Words
    owner : gr.State
        Name of the collection of whoever looks at the page; empty for none.
    documents : sequence of DocumentLine
        The public library, for the first visit.
    persistent : bool
        Whether what is kept outlasts a restart.

    Returns
    -------
    SearchFlow
        What opens the page as a link says, and asks from elsewhere.
    """
    texts = words.page
    with gr.Row(elem_id="tl-ask"):
        question = _question(words)
        ask = gr.Button(texts.SEARCH, variant="primary", elem_id="tl-go")
    suggestions = live("", "tl-suggest")
    filters, day, clear = _filters(words)
    with gr.Row(elem_id="tl-examples"):
        still(f"<p>{texts.EXAMPLES_LABEL}</p>")
        examples = [gr.Button(example, elem_classes="tl-example", size="sm") for example in texts.EXAMPLES]
    still(f'<p class="tl-busy" data-said="{texts.SEARCHING}" data-queue="{texts.IN_QUEUE}">{texts.SEARCHING}</p>')
    queue = still("", "tl-queue")
    with gr.Row(elem_id="tl-desk"):
        results = live(frame.welcome(words, documents, persistent=persistent), "tl-results")
        panel = live("", "tl-panel")
    toast = still("", "tl-toast")
    kept = (gr.State(()), gr.State(""), gr.State({}), gr.State(""), gr.Number(0, visible=False))
    parts = Parts(owner, question, suggestions, (*filters, day), clear, results, panel, toast, *kept)
    flow = SearchFlow(parts, Handlers(engine, words), Actions(engine, words), words)
    _wire(flow, ask, examples, queue)
    return flow


def _wire(flow: SearchFlow, ask: gr.Button, examples: Sequence[gr.Button], queue: gr.HTML) -> None:
    # Every wish counts, even while another is being answered: the newest question ends the one before (`Turns`).
    # What a filter holds is not compared with what it offers: after a restart the server no longer knows that.
    parts, quiet = flow.parts, QUIET | {"concurrency_id": "search", "trigger_mode": "multiple", "preprocess": False}
    # Where many ask at once, one's place is shown: Gradio writes it there, and page.js says it in the page's language.
    quiet |= {"show_progress": "minimal", "show_progress_on": queue}
    reading = quiet | {"concurrency_id": "act"}  # opening a document does not wait for others' questions
    inputs, outputs = parts.inputs(), parts.outputs()
    filters = [box.input for box in parts.filters[:-1]]
    answers = [
        gr.on([parts.question.submit, ask.click], flow.ask, inputs, outputs, js=BEGIN, **quiet),
        gr.on([*filters, parts.filters[-1].submit], flow.narrow, inputs, outputs, js=BEGIN, **quiet),
        parts.clear.click(flow.widen, inputs, outputs, js=BEGIN, **quiet),
        *[
            region.submit(flow.act, inputs, outputs, js=BEGIN, **reading)
            for region in (parts.suggestions, parts.results, parts.panel)
        ],
        *[button.click(flow.ask_example(button), inputs | {button}, outputs, js=BEGIN, **quiet) for button in examples],
    ]
    for answer in answers:
        ended(answer)
    for region in (parts.results, parts.panel):  # pinned, judged, chosen to be compared: the results stay as they are
        region.click(flow.act, inputs, outputs, js=NOTE, **reading)
    typed = [parts.question, parts.owner]
    parts.question.input(flow.suggest, typed, parts.suggestions, trigger_mode="always_last", queue=False, **QUIET)


def _question(words: Words) -> gr.Textbox:
    texts = words.page
    attributes = gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, enterkeyhint="search", lang="vi")
    return gr.Textbox(
        label=texts.QUESTION_LABEL,
        placeholder=texts.QUESTION_PLACEHOLDER,
        show_label=False,
        container=False,
        lines=1,
        max_lines=5,
        autofocus=True,
        elem_id="tl-question",
        html_attributes=attributes,
    )


def _filters(words: Words) -> tuple[list[gr.Dropdown], gr.Textbox, gr.Button]:
    """Build the filters in the order of `Choices`, and the day of the one that has one."""
    plain: dict[str, Any] = {"show_label": False, "container": False, "min_width": 120}
    texts = words.page
    with gr.Row(elem_id="tl-filters"):
        boxes = [
            gr.Dropdown(
                list(options),
                value="",
                label=label,
                filterable=name in ("issuer", "subject"),
                elem_id=f"tl-{name}",
                **plain,
            )
            for name, label, options in unfiltered(words)
        ]
        day = gr.Textbox(label=texts.ON_DATE, placeholder=texts.ON_DATE, visible=False, elem_id="tl-on", **plain)
        clear = gr.Button(texts.CLEAR_FILTERS, size="sm", elem_id="tl-clear", visible=False)
    return boxes, day, clear
