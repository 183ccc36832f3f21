"""Serve the page: ``python app.py [--host H] [--port P]``. Also the entry of a Hugging Face Space."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

from ui.serve import CannotStart, check, serve
from ui.texts import VIETNAMESE

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from settings import Settings

_WORDS = VIETNAMESE.page


def main(arguments: list[str] | None = None) -> int:
    """Open the engine, serve the page until interrupted, and give the exit code."""
    host = "0.0.0.0" if os.environ.get("SPACE_ID") else os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1"
    parser = argparse.ArgumentParser(prog="python app.py", description=_WORDS.PURPOSE)
    parser.add_argument("--host", default=host)
    parser.add_argument("--port", type=int, default=os.environ.get("GRADIO_SERVER_PORT") or 7860)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, _interrupt)  # what ends a container, which as process 1 it would not heed otherwise
    try:
        _run(chosen.host, chosen.port)
    except CannotStart as why:
        sys.stderr.write(" ".join(str(why).split()) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(host: str, port: int) -> None:
    from corpus.errors import TraLuatError
    from settings import read_settings

    try:
        settings = read_settings()
        check(settings, host, port)
        engine = _open_engine(settings)
        try:
            serve(engine, settings, host, port)
        finally:
            engine.close()
    except TraLuatError as error:
        raise CannotStart(error.message) from error


def _open_engine(settings: Settings) -> SearchEngine:
    from corpus.errors import TraLuatError

    try:
        from search.engine import SearchEngine

        engine = SearchEngine.open(settings, patient=False)
        engine.tidy()
        return engine
    except TraLuatError:
        raise
    except OSError as error:
        raise CannotStart(_WORDS.NO_HOME.format(reason=error)) from error
    except Exception as error:
        logging.getLogger("traluat").debug("the engine did not open", exc_info=True)
        raise CannotStart(_WORDS.NO_START.format(reason=error or type(error).__name__)) from error


if __name__ == "__main__":
    sys.exit(main())
