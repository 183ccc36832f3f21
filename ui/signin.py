"""Signing in: who has a session, the page that asks for name and password, and what answers it.

Gradio's own page of this kind speaks no Vietnamese and cannot be taught any (its words come from the browser's
language before a translation is loaded), so Gradio is only told who someone is (``auth_dependency``), and what it
refuses to strangers is answered with the page here.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus.errors import BadSetting
from settings import on_space
from ui.accounts import Accounts, canonical
from ui.escape import escape
from ui.texts import Words as PageWords
from ui.texts.accounts import Accounts as Words
from ui.texts.accounts import AccountsEnglish
from ui.throttle import Throttle

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent

IN, OUT = "/dang-nhap", "/dang-xuat"
_COOKIE = "tra-luat-session"
_LASTS = 14 * 24 * 3600  # seconds
_MOST_SESSIONS = 10_000
_MOST_BODY = 16_384  # bytes
_WORDS = {"": Words(), "en": AccountsEnglish()}
"""Of each page, by its path."""

_BACK = re.compile(r"(en)?(\?[^\s#]*)?")


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    hashed: str
    until: float


class SignIn:
    """Lets the accounts of a file in.

    Parameters
    ----------
    accounts : Accounts
    clock : callable
        Gives seconds.
    """

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts, self._clock = accounts, clock
        self._throttle = Throttle(clock)
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}

    def user(self, request: Request) -> str | None:
        """Give the name of whoever sent a request; None when they have not signed in, or their account is gone."""
        session = self._sessions.get(request.cookies.get(_COOKIE, ""))
        if session is None or session.until < self._clock() or by_another_site(request):
            return None
        return session.name if self._accounts.hash_of(session.name) == session.hashed else None

    def routes(self) -> list[Route]:
        """Give what must be reachable without a session."""
        return [
            Route(IN, self._sign_in, methods=["POST"]),
            Route(IN, _to_the_page, methods=["GET"]),
            Route(OUT, self._sign_out, methods=["POST"]),
        ]

    async def refused(self, request: Request, _: Exception) -> Response:
        """Answer what a stranger asked for: the sign-in page in place of a page, a few words otherwise."""
        page = request.url.path.removeprefix(str(request.scope.get("root_path", ""))).strip("/")
        if request.method in ("GET", "HEAD") and page in _WORDS:
            query = f"?{request.url.query}" if request.url.query else ""
            return _page(page + query, 401)
        return JSONResponse({"detail": Words.SIGN_IN_FIRST}, 401)

    async def _sign_in(self, request: Request) -> Response:
        fields = await _form(request)
        if fields is None or from_elsewhere(request):
            return Response(status_code=400)
        back = fields.get("back", "")
        back = back if _BACK.fullmatch(back) else ""
        words = _words(back)
        name, address = canonical(fields.get("name", "")), request.client.host if request.client else ""
        both = f"both {address} {name}"
        tries = {both: 5, f"name {name}": 40, f"address {address}": 40}
        wait = self._throttle.begin(tries)
        if wait:
            seconds = math.ceil(wait)
            said = words.TOO_OFTEN.format(seconds=seconds)
            return _page(back, 429, said, name, {"Retry-After": str(seconds)})
        try:
            found = await asyncio.to_thread(self._accounts.check, name, fields.get("password", ""))
        except BadSetting as error:
            _LOG.error("nobody can sign in: %s", error.detail)
            return _page(back, 503, words.OUT_OF_ORDER, name)
        if found is None:
            return _page(back, 401, words.WRONG, name)
        self._throttle.succeeded(both, tries)
        response = RedirectResponse("./" + back, 303)
        self._begin(request, response, found)
        return response

    def _begin(self, request: Request, response: Response, name: str) -> None:
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            lasting = {key: one for key, one in self._sessions.items() if one.until >= now}
            for key in list(lasting)[: len(lasting) - _MOST_SESSIONS + 1]:
                del lasting[key]
            lasting[token] = _Session(name, self._accounts.hash_of(name) or "", now + _LASTS)
            self._sessions = lasting
        # A Space shows its page in a frame of another site, where only such a cookie is kept.
        framed = on_space()
        secure = framed or request.url.scheme == "https"
        response.set_cookie(
            _COOKIE, token, max_age=_LASTS, httponly=True, secure=secure, samesite="none" if framed else "lax"
        )

    async def _sign_out(self, request: Request) -> Response:
        if from_elsewhere(request):
            return Response(status_code=400)
        with self._lock:
            self._sessions.pop(request.cookies.get(_COOKIE, ""), None)
        response = RedirectResponse("./", 303)
        response.delete_cookie(_COOKIE)
        return response


def signed_in(name: str | None, words: PageWords) -> str:
    """Render who has signed in, with a button to sign out, for the head of the page; nothing where nobody has."""
    return account(name, AccountsEnglish() if words.language == "en" else Words()) if name else ""


def account(name: str, words: Words) -> str:
    """Render who has signed in, with a button to sign out."""
    return (
        f'<form class="tl-account" method="post" action=".{OUT}"><span>'
        f"{escape(words.SIGNED_IN_AS.format(name=name))}</span> "
        f'<button type="submit">{words.SIGN_OUT}</button></form>'
    )


async def _to_the_page(request: Request) -> Response:
    return RedirectResponse("./", 303)


async def _form(request: Request) -> dict[str, str] | None:
    """Read a short form; None when it is not one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BODY:
            return None
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except (UnicodeDecodeError, ValueError):
        return None
    return {name: values[0] for name, values in fields.items()}


def from_elsewhere(request: Request) -> bool:
    """Whether another site sent a request; browsers say so."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def by_another_site(request: Request) -> bool:
    """Whether the script of another site asks in someone's name.

    In a frame the cookie goes along with what any site sends, and Gradio lets any site read the answers.
    """
    return from_elsewhere(request) and request.headers.get("sec-fetch-mode") != "navigate"


def _words(back: str) -> Words:
    return _WORDS[back.partition("?")[0]]


def _page(back: str, status: int, said: str = "", name: str = "", headers: dict[str, str] | None = None) -> Response:
    words, language = _words(back), "en" if back.startswith("en") else "vi"
    other = back.removeprefix("en") if language == "en" else "en" + back
    alert = f'<p class="alert" role="alert" id="said">{escape(said)}</p>' if said else ""
    described = ' aria-describedby="said" aria-invalid="true"' if said else ""
    content = f"""<p>{words.INVITATION}</p>{alert}
<form method="post" action=".{IN}"><input type="hidden" name="back" value="{escape(back)}">
<label for="name">{words.NAME}</label>
<input id="name" name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="64" required{described}{"" if name else " autofocus"}>
<label for="password">{words.PASSWORD}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024"
 required{described}{" autofocus" if name else ""}>
<button type="submit">{words.SIGN_IN}</button></form>
<p><a href="./{escape(other)}" hreflang="{"vi" if language == "en" else "en"}">{words.OTHER_LANGUAGE}</a></p>"""
    return plain_page(language, words.SIGN_IN, content, status, headers)


def plain_page(language: str, title: str, content: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """Give a page that needs nothing of Gradio's, and so can be shown to strangers and when something failed."""
    whole = f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>{title} – Tra Luật</title><style>{_style()}</style></head><body><main>
<h1><span aria-hidden="true">§</span> Tra Luật</h1>{content}
</main></body></html>"""
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
    given = {"Cache-Control": "no-store", "Content-Security-Policy": policy}
    return HTMLResponse(whole, status, {**given, **(headers or {})})


@cache
def _style() -> str:
    return (_HERE / "signin.css").read_text(encoding="utf-8")
