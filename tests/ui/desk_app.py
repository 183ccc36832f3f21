"""A page with nothing but the working folder, the history and a line in the app's typefaces: PORT DATABASE."""

import os
import sys

import gradio as gr
from desk_parts import ME, TODAY, DeskOnly

from corpus.store import Store
from ui import fonts
from ui.desk_handlers import DeskHandlers
from ui.desk_page import build_folder, build_history
from ui.page import launch_options
from ui.texts import VIETNAMESE

LINE = "<p style=\"font-family:'Tra Luat Serif', 'Tra Luat Signs'\">Ưở <b>Đậm</b> <i>nghiêng</i> → ≥ ✓</p>"


def main(port: str, database: str) -> None:
    os.environ["no_proxy"] = "127.0.0.1,localhost"
    handlers = DeskHandlers(DeskOnly(Store(database)), VIETNAMESE, lambda: TODAY)
    with gr.Blocks(analytics_enabled=False) as page:
        owner = gr.State(ME)
        with gr.Tab("Hồ sơ") as chosen:
            folder = build_folder(handlers, owner)
        with gr.Tab("Lịch sử"):
            history = build_history(handlers, owner, VIETNAMESE)
        chosen.select(folder.show, owner, folder.outputs)
        gr.HTML(LINE, js_on_load=None)
        for tab in (folder, history):
            page.load(tab.show, owner, tab.outputs)
    options = launch_options()
    here = fonts.FOLDER.parent
    options["css_paths"] = [here / name for name in ("style.css", "shelf.css", "desk.css", "fonts.css")]
    options["app_kwargs"] = {"routes": [fonts.route()]}
    page.launch(server_port=int(port), **options)


if __name__ == "__main__":
    main(*sys.argv[1:])
