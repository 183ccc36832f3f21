"""Serve the page: ``python app.py [--host H] [--port P]``. Also the entry of a Hugging Face Space."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from typing import TYPE_CHECKING

from ui import texts

if TYPE_CHECKING:
    from search.engine import SearchEngine


class _CannotStart(Exception):
    """Why there will be no page; its text is for the screen."""


def main(arguments: list[str] | None = None) -> int:
    """Open the engine, serve the page until interrupted, and give the exit code."""
    host = "0.0.0.0" if os.environ.get("SPACE_ID") else os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1"
    parser = argparse.ArgumentParser(prog="python app.py", description=texts.PURPOSE)
    parser.add_argument("--host", default=host)
    parser.add_argument("--port", type=int, default=os.environ.get("GRADIO_SERVER_PORT") or 7860)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        _check_port(chosen.host, chosen.port)
        engine = _open_engine()
        try:
            _serve(engine, chosen.host, chosen.port)
        finally:
            engine.close()
    except _CannotStart as why:
        sys.stderr.write(" ".join(str(why).split()) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _check_port(host: str, port: int) -> None:
    try:
        if not 0 < port < 65536:
            raise OSError(f"no such port: {port}")
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise _CannotStart(texts.PORT_TAKEN.format(host=host, port=port)) from error


def _open_engine() -> SearchEngine:
    from corpus.errors import TraLuatError
    from settings import read_settings

    try:
        from search.engine import SearchEngine

        engine = SearchEngine.open(read_settings(), patient=False)
        engine.tidy()
        return engine
    except TraLuatError as error:
        raise _CannotStart(error.message) from error
    except OSError as error:
        raise _CannotStart(texts.NO_HOME.format(reason=error)) from error
    except Exception as error:
        logging.getLogger("traluat").debug("the engine did not open", exc_info=True)
        raise _CannotStart(texts.NO_START.format(reason=error or type(error).__name__)) from error


def _serve(engine: SearchEngine, host: str, port: int) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # Gradio looks whether its own page answers; a proxy must not be asked for it.
    os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1,localhost")))
    from settings import read_settings
    from ui.page import build, launch_options

    try:
        page = build(engine, read_settings().keeping())
        _, url, _ = page.launch(server_name=host, server_port=port, prevent_thread_lock=True, **launch_options())
    except OSError as error:
        raise _CannotStart(texts.PORT_TAKEN.format(host=host, port=port)) from error
    sys.stdout.write(texts.READY.format(url=url))
    sys.stdout.flush()
    page.block_thread()


if __name__ == "__main__":
    sys.exit(main())
