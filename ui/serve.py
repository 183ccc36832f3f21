"""Serves the page: Gradio's own server, with the health endpoint and signing in, where the settings say how."""

from __future__ import annotations

import os
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

from settings import Settings
from ui.accounts import Accounts
from ui.texts import VIETNAMESE

if TYPE_CHECKING:
    from search.engine import SearchEngine

_WORDS = VIETNAMESE.page
_START = 120.0  # seconds


class CannotStart(Exception):
    """Why there will be no page; its text is for the screen."""


def check(settings: Settings, host: str, port: int) -> None:
    """Make sure, before anything slow is done, that the page can be served there and that someone can sign in.

    Raises
    ------
    CannotStart
    corpus.errors.BadSetting
        The file of accounts is broken.
    """
    _check_port(host, port)
    path = settings.accounts_file()
    if path is not None:
        Accounts(path)


def _check_port(host: str, port: int) -> None:
    try:
        if not 0 < port < 65536:
            raise OSError(f"no such port: {port}")
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotStart(_WORDS.PORT_TAKEN.format(host=host, port=port)) from error


def serve(engine: SearchEngine, settings: Settings, host: str, port: int) -> None:
    """Serve the page of an engine until interrupted.

    Raises
    ------
    CannotStart
    corpus.errors.BadSetting
        The file of accounts is broken.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # Gradio looks whether its own page answers; a proxy must not be asked for it.
    os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1,localhost")))
    from ui.page import build, launch_options

    _be_patient()
    server = server_options(engine, settings)
    page = build(engine, settings.keeping(), persistent=settings.persistent(), hub=settings.hub_sign_in())
    try:
        _, url, _ = page.launch(
            server_name=host, server_port=port, prevent_thread_lock=True, **launch_options(), **server
        )
    except OSError as error:
        raise CannotStart(_WORDS.PORT_TAKEN.format(host=host, port=port)) from error
    sys.stdout.write(_WORDS.READY.format(url=url))
    sys.stdout.flush()
    page.block_thread()


def _be_patient() -> None:
    """Let the server take its time to start: Gradio gives it 5 seconds, too few where all cores are at work."""
    from gradio import http_server
    from gradio.exceptions import ServerFailedToStartError

    class Patient(http_server.Server):
        def run_in_thread(self) -> None:
            try:
                super().run_in_thread()  # type: ignore[no-untyped-call]
            except ServerFailedToStartError:
                until = time.monotonic() + _START
                while self.thread.is_alive() and not self.started and time.monotonic() < until:
                    time.sleep(0.1)
                if not self.started:
                    raise

    setattr(http_server, "Server", Patient)  # noqa: B010


def server_options(engine: SearchEngine, settings: Settings) -> dict[str, Any]:
    """Give the arguments of ``launch()`` that say what else the server answers, and to whom.

    The routes go to the application's constructor: those come before all of Gradio's own.
    """
    from starlette.middleware import Middleware

    from ui import fonts, hub_signin
    from ui.health import Health
    from ui.signin import SignIn

    routes = [Health(engine, settings.commit).route(), fonts.route()]
    accounts = settings.accounts_file()
    if settings.hub_sign_in():
        guard = Middleware(hub_signin.Guard)
        return {"auth_dependency": hub_signin.user, "app_kwargs": {"routes": routes, "middleware": [guard]}}
    if accounts is None:
        return {"app_kwargs": {"routes": routes}}
    gate = SignIn(Accounts(accounts))
    return {
        "auth_dependency": gate.user,
        "app_kwargs": {"routes": [*routes, *gate.routes()], "exception_handlers": {401: gate.refused}},
    }
