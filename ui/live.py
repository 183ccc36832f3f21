"""HTML on the page: still, or live, where what is clicked in it reaches the server."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Of every event of the page: no spinner of Gradio's, and no entry in a public interface."""

BEGIN = "(...values) => window.traLuat?.begin(values) ?? values"
"""Before what the search is asked, in the browser: it is being answered. The last value becomes its turn."""
NOTE = "(...values) => window.traLuat?.note(values) ?? values"
"""Before what changes nothing that one waits for: it has its turn all the same."""
END = "() => { window.traLuat?.end(); return []; }"
"""After it, whatever came of it: the address, the title and the spoken summary follow."""


def ended(answer: Any) -> None:  # noqa: ANN401  # Gradio's dependency has no public name
    """Call `END` after an event, whether it went well or was refused."""
    for outcome in (answer.then, answer.failure):  # the former is left out where an event is refused
        outcome(None, None, None, js=END, api_visibility="private")


ASKS = ("ask", "keep", "reread", "open", "document", "version", "differences")
"""What is asked of the search when it is clicked: results or a document. Other clicks note something: a pin, a row."""

# One listener for all that is in it: the data of what was clicked, with the key of what it stands in.
_CLICK = (
    f"const asks = {json.dumps(ASKS)};"
    + """
element.addEventListener('click', (event) => {
  const clicked = event.target.closest('[data-act]');
  if (!clicked || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const about = clicked.closest('[data-key]');
  const form = clicked.closest('.tl-pin');
  const note = form ? form.querySelector('textarea') : null;
  const pressed = clicked.getAttribute('aria-pressed') ?? '';
  const said = note ? { value: note.value } : {};
  const kind = asks.includes(clicked.dataset.act) ? 'submit' : 'click';
  trigger(kind, { key: about ? about.dataset.key : '', pressed, ...clicked.dataset, ...said });
});
"""
)


def live(content: str, name: str) -> gr.HTML:
    """Give HTML whose elements with ``data-act`` can be clicked: the event's data is their dataset.

    Those that ask something of the search (`ASKS`) are its ``submit``, all others its ``click``.
    """
    return gr.HTML(content, elem_id=name, apply_default_css=False, js_on_load=_CLICK)


def still(content: str, name: str | None = None) -> gr.HTML:
    """Give HTML that nothing happens in."""
    return gr.HTML(content, elem_id=name, apply_default_css=False, js_on_load=None)
