"""The tab with one's own documents as a pure builder: handlers in, Gradio blocks out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from corpus.model import Document
from ui import shelf_cards as cards
from ui.contract import Engine
from ui.shelf_handlers import ShelfHandlers, View
from ui.texts.shelf import Shelf

_FIELDS = ("title", "number", "kind", "issuer", "issued_on", "effective_on")
_SUFFIXES = [".docx", ".doc", ".pdf", ".odt", ".rtf", ".html", ".htm", ".mht", ".txt", ".md", ".zip"]
_IMAGES = [".png", ".jpg", ".jpeg", ".tif", ".tiff"]

Quiet = dict[str, Any]
Show = Callable[[str], list[object]]


def build_shelf(engine: Engine, owner: gr.State, kept: Callable[[str], str], texts: Shelf) -> tuple[list[Any], Show]:
    """Build the tab inside the blocks that are being built.

    Parameters
    ----------
    engine : Engine
    owner : gr.State
        Name of the collection of whoever looks at the page.
    kept : callable
        Collection → for how long its documents are kept, in words.
    texts : ui.texts.shelf.Shelf

    Returns
    -------
    outputs : list of components
    show : callable
        Collection → values for those outputs, for when the page opens.
    """
    handlers = ShelfHandlers(engine.shelf, texts)
    _html(f'<div class="tl-intro"><p>{texts.INTRO}</p></div>')
    how_long = _html("", "tl-kept")
    upload = gr.File(
        file_count="multiple", file_types=[*_SUFFIXES, *_IMAGES], label=texts.FORMATS, elem_id="tl-upload", height=170
    )
    files, message = _html("", "tl-files"), _html("", "tl-message")
    pending = gr.State(())
    with gr.Column(visible=False, elem_id="tl-preview") as column:
        _html(f"<h2>{texts.PREVIEW}</h2>")
        chosen = gr.Dropdown([], label=texts.CHOOSE, filterable=False, elem_id="tl-pending")
        fields = _fields(texts)
        with gr.Row(elem_id="tl-save"):
            save = gr.Button(texts.SAVE, variant="primary")
            save_all = gr.Button(texts.SAVE_ALL)
            skip = gr.Button(texts.SKIP)
        preview = _html("", "tl-recognised")
    embedding = _html("", "tl-embedding")
    _html(f"<h2>{texts.LIST}</h2>")
    shelf = _html("", "tl-shelf")
    with gr.Row(elem_id="tl-mine") as own_row:
        mine = gr.Dropdown([], label=texts.WHICH, elem_id="tl-which")
        opening, removing, erasing = (gr.Button(t) for t in (texts.OPEN, texts.REMOVE, texts.ERASE))
    with gr.Row(elem_id="tl-undo", visible=False) as undo_row:
        undoable = gr.Dropdown([], label=texts.REMOVED_LABEL, elem_id="tl-undoable")
        undoing = gr.Button(texts.UNDO)
    reader = _html("", "tl-reader")
    timer = gr.Timer(2, active=False)

    outputs = [pending, chosen, column, *fields, preview, files, message, shelf, own_row, mine, undo_row, undoable]
    outputs += [reader, embedding, timer]

    def shown(view: View) -> list[object]:
        return [*_updates(view), *_progress(engine, texts)]

    def read(paths: list[str] | None, collection: str, before: tuple[Document, ...]) -> Iterator[list[object]]:
        yield from map(shown, handlers.read(paths or [], collection, before) if collection else [])

    def saved(collection: str, before: tuple[Document, ...], document: str, *values: str) -> list[object]:
        return shown(handlers.save(collection, before, document, dict(zip(_FIELDS, values, strict=True))))

    def wired(action: Callable[..., View]) -> Callable[..., list[object]]:
        return lambda *inputs: shown(action(*inputs))

    quiet: Quiet = {"show_progress": "hidden", "api_visibility": "private", "concurrency_id": "shelf"}
    reading = upload.upload(read, [upload, owner, pending], outputs, **quiet)
    reading.then(lambda: None, None, upload, **quiet)
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
        view.shelf,
        gr.update(visible=bool(view.mine)),
        gr.update(choices=list(view.mine), value=view.mine[0][1] if view.mine else None),
        gr.update(visible=bool(view.undoable)),
        gr.update(choices=list(view.undoable), value=view.undoable[0][1] if view.undoable else None),
        view.reader,
    ]


def _progress(engine: Engine, texts: Shelf) -> list[object]:
    """Give how far the embedding is, and whether to ask again."""
    progress = engine.embedding()
    return [cards.embedding(progress, texts), gr.update(active=progress is not None)]


def _html(content: str, name: str | None = None) -> gr.HTML:
    return gr.HTML(content, elem_id=name, apply_default_css=False, js_on_load=None)
