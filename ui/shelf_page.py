"""The tab with one's own documents as a pure builder: handlers in, Gradio blocks out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from corpus.model import Document
from ui import shelf_cards as cards
from ui.contract import Engine
from ui.live import QUIET, still
from ui.shelf_handlers import Choices, ShelfHandlers, View
from ui.texts import Words
from ui.texts.shelf import Shelf

_LOG = logging.getLogger(__name__)

_FIELDS = ("title", "number", "kind", "issuer", "issued_on", "effective_on")
_SUFFIXES = ".docx, .doc, .pdf, .odt, .rtf, .html, .htm, .mht, .txt, .md, .zip, .png, .jpg, .jpeg, .tif, .tiff"
"""What a browser offers to choose; whatever is dropped all the same, the reader says what it is."""

Show = Callable[[str], list[object]]


def build_shelf(engine: Engine, owner: gr.State, kept: Callable[[str], str], words: Words) -> tuple[list[Any], Show]:
    """Build the tab inside the blocks that are being built.

    Parameters
    ----------
    engine : Engine
    owner : gr.State
        Name of the collection of whoever looks at the page.
    kept : callable
        Collection → for how long its documents are kept, in words.
    words : Words

    Returns
    -------
    outputs : list of components
    show : callable
        Collection → values for those outputs, for when the page opens.
    """
    handlers, texts = ShelfHandlers(engine.shelf, words), words.shelf
    _introduction(texts)
    how_long = still("", "tl-kept")
    upload = gr.File(file_count="multiple", label=texts.FORMATS, elem_id="tl-upload", height=170)
    files, message = still("", "tl-files"), still("", "tl-message")
    pending = gr.State(())
    with gr.Column(visible=False, elem_id="tl-preview") as column:
        still(f"<h2>{texts.PREVIEW}</h2>")
        chosen = gr.Dropdown([], label=texts.CHOOSE, filterable=False, elem_id="tl-pending")
        fields = _fields(texts)
        with gr.Row(elem_id="tl-save"):
            save = gr.Button(texts.SAVE, variant="primary")
            save_all = gr.Button(texts.SAVE_ALL)
            skip = gr.Button(texts.SKIP)
        preview = still("", "tl-recognised")
    embedding = still("", "tl-embedding")
    still(f"<h2>{texts.LIST}</h2>")
    shelf = still("", "tl-shelf")
    with gr.Row(elem_id="tl-mine") as own_row:
        mine = gr.Dropdown([], label=texts.WHICH, elem_id="tl-which")
        opening, removing, erasing = (gr.Button(t) for t in (texts.OPEN, texts.REMOVE, texts.ERASE))
    with gr.Row(elem_id="tl-undo", visible=False) as undo_row:
        undoable = gr.Dropdown([], label=texts.REMOVED_LABEL, elem_id="tl-undoable")
        undoing = gr.Button(texts.UNDO)
    reader = still("", "tl-reader")
    timer = gr.Timer(2, active=False)

    outputs = [pending, chosen, column, *fields, preview, files, message, shelf, own_row, mine, undo_row, undoable]
    outputs += [reader, embedding, timer]

    def shown(view: View) -> list[object]:
        return [*_updates(view), *_progress(engine, texts)]

    def read(paths: list[str] | None, collection: str, before: tuple[Document, ...]) -> Iterator[list[object]]:
        yield from map(shown, handlers.read(paths or [], collection, before))

    def saved(collection: str, before: tuple[Document, ...], document: str, *values: str) -> list[object]:
        return shown(handlers.save(collection, before, document, dict(zip(_FIELDS, values, strict=True))))

    def wired(action: Callable[..., View]) -> Callable[..., list[object]]:
        return lambda *inputs: shown(action(*inputs))

    quiet = QUIET | {"concurrency_id": "shelf"}
    reading = upload.upload(read, [upload, owner, pending], outputs, **quiet)
    reading.then(lambda: None, None, upload, **quiet)
    # What is chosen is not compared with what was offered: after a restart the server no longer knows that, and what
    # another page has erased meanwhile is told in words.
    quiet |= {"preprocess": False}
    chosen.input(wired(handlers.choose), [owner, pending, chosen], outputs, **quiet)
    save.click(saved, [owner, pending, chosen, *fields], outputs, **quiet)
    save_all.click(wired(handlers.save_all), [owner, pending], outputs, **quiet)
    skip.click(wired(handlers.skip), [owner, pending, chosen], outputs, **quiet)
    opening.click(wired(handlers.open), [owner, pending, mine], outputs, **quiet)
    removing.click(wired(handlers.remove), [owner, pending, mine], outputs, **quiet)
    erasing.click(wired(handlers.erase), [owner, pending, mine], outputs, **quiet)
    undoing.click(wired(handlers.undo), [owner, pending, undoable], outputs, **quiet)
    timer.tick(lambda: _progress(engine, texts), None, [embedding, timer], **quiet)

    def show(collection: str) -> list[object]:
        said = f'<div class="tl-intro"><p>{kept(collection)}</p></div>'
        return [said, *shown(handlers.look(collection))]

    return [how_long, *outputs], show


def _introduction(texts: Shelf) -> None:
    """Say what the tab is for; and to page.js what the box for files says, whose own words know no page's language."""
    said = {
        "drop": texts.DROP,
        "or": texts.DROP_OR,
        "click": texts.DROP_CLICK,
        "label": texts.DROP_LABEL,
        "uploading": texts.UPLOADING,
        "accept": _SUFFIXES,
    }
    data = " ".join(f'data-{name}="{words}"' for name, words in said.items())
    intro = f'<div class="tl-intro" {data}><p>{texts.INTRO}</p></div>'
    gr.HTML(intro, apply_default_css=False, js_on_load="window.traLuat?.files(element)")


def _fields(texts: Shelf) -> list[gr.Textbox]:
    labels = (texts.TITLE, texts.NUMBER, texts.KIND, texts.ISSUER, texts.ISSUED, texts.EFFECTIVE)
    boxes = []
    for at in range(0, len(_FIELDS), 2):
        with gr.Row():
            boxes += [
                gr.Textbox(label=label, max_lines=2, elem_id=f"tl-field-{name}")
                for name, label in zip(_FIELDS[at : at + 2], labels[at : at + 2], strict=True)
            ]
    return boxes


def _updates(view: View) -> list[object]:
    return [
        view.pending,
        gr.update(choices=list(view.choices), value=view.chosen or None, visible=len(view.pending) > 1),
        gr.update(visible=bool(view.chosen)),
        *(view.fields.get(name, "") for name in _FIELDS),
        view.preview,
        view.files,
        view.message,
        gr.skip() if view.shelf is None else view.shelf,
        *_chooser(view.mine),
        *_chooser(view.undoable),
        view.reader,
    ]


def _chooser(choices: Choices | None) -> list[object]:
    """Give what becomes of a row, and of the list to choose from in it."""
    if choices is None:
        return [gr.skip(), gr.skip()]
    first = choices[0][1] if choices else None
    return [gr.update(visible=bool(choices)), gr.update(choices=list(choices), value=first)]


def _progress(engine: Engine, texts: Shelf) -> list[object]:
    """Give how far the embedding is, and whether to ask again."""
    try:
        progress = engine.embedding()
    except Exception as error:
        _LOG.error("how far the embedding is cannot be told: %s", type(error).__name__)
        progress = None
    return [cards.embedding(progress, texts), gr.update(active=progress is not None)]
