"""Signing in with Hugging Face on a Space: who has, what the page's head offers, what is said when it fails.

The page stays open to everyone. The way there and back (``/login/huggingface``, ``/login/callback``, ``/logout``), the
state, the nonce and the signed cookie are Gradio's and Authlib's.
"""

from __future__ import annotations

import logging
import time
from typing import Any
from urllib.parse import quote

import gradio as gr
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.escape import escape
from ui.signin import by_another_site, from_elsewhere, plain_page
from ui.texts import Words as PageWords
from ui.texts.accounts import Accounts as Words
from ui.texts.accounts import AccountsEnglish

_LOG = logging.getLogger(__name__)

IN, BACK, OUT = "/login/huggingface", "/login/callback", "/logout"
_WORDS = {"vi": Words(), "en": AccountsEnglish()}
_PAGES = {"vi": "/", "en": "/en"}


class HubBlocks(gr.Blocks):
    """A page with Gradio's routes of signing in, which it otherwise has only together with Gradio's own button."""

    expects_oauth = True


def user(request: Request) -> str:
    """Give who sent a request, as ``hf:<subject>``, which no name in a file of accounts can be; empty for strangers."""
    profile = _profile(request)
    return f"hf:{profile['sub']}" if profile else ""


def _profile(request: Request | None) -> dict[str, Any] | None:
    """Give what Hugging Face says of whoever sent a request: the cookie is signed, so nobody else has said it."""
    if request is None or by_another_site(request):
        return None
    kept = request.session.get("oauth_info") or {}
    until, profile = kept.get("expires_at"), kept.get("userinfo") or {}
    return profile if profile.get("sub") and (until is None or until >= time.time()) else None


def account(request: gr.Request, words: PageWords, *, persistent: bool) -> str:
    """Render the head's line: the way to sign in, or who has and the way out; and whether anything will be kept.

    Parameters
    ----------
    request : gradio.Request
        Of the page that opens.
    words : Words
    persistent : bool
        Whether what is kept outlasts a restart of the machine.
    """
    texts, back = _WORDS[words.language], _PAGES[words.language]
    profile = _profile(request.request)
    if profile is None:
        keeps = texts.HUB_TO_KEEP if persistent else texts.HUB_TO_KEEP_A_WHILE
        # Hugging Face shows its own page in no frame. The question is not taken along: it would be told to them.
        target = 'target="_blank" onclick="if (top === self) this.target = \'_self\'"'
        way = f'<a class="tl-link" href="{_way(back)}" {target}>{texts.HUB_SIGN_IN}</a>'
        return f'<p class="tl-account"><span>{way} {keeps}</span></p>'
    name = profile.get("preferred_username") or profile["sub"]
    keeps = texts.HUB_KEPT if persistent else texts.HUB_KEPT_A_WHILE
    return (
        f'<form class="tl-account" action="{OUT}"><input type="hidden" name="_target_url" value="{back}">'
        f"<span>{escape(texts.SIGNED_IN_AS.format(name=name))}. {keeps}</span> "
        f'<button type="submit">{texts.SIGN_OUT}</button></form>'
    )


class Guard:
    """Stands before Gradio's routes of signing in, and says in words what went wrong there.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] not in (IN, BACK, OUT):
            await self._app(scope, receive, send)
            return
        answer = _refusal(Request(scope))
        if answer is None:
            try:
                await self._app(scope, receive, send)
                return
            except Exception as error:
                _LOG.warning("signing in with Hugging Face failed: %s", type(error).__name__)
                answer = _failure(Request(scope), error)
        await answer(scope, receive, send)


def _refusal(request: Request) -> Response | None:
    """Answer what Gradio should not: a signing out that another site wants, a signing in that goes round and round."""
    path = request.url.path
    if path == OUT and from_elsewhere(request):
        return Response(status_code=400)
    # Gradio begins anew when it does not know the state; once is enough to be rid of an old one.
    if path == IN and request.query_params.get("_nb_redirects", "0") not in ("0", "1"):
        language = _language(request)
        return _page(language, 400, _WORDS[language].HUB_NOT_REMEMBERED)
    return None


def _failure(request: Request, error: Exception) -> Response:
    language = _language(request)
    if getattr(error, "error", "") == "access_denied":
        return _page(language, 403, _WORDS[language].HUB_DENIED)
    return _page(language, 502, _WORDS[language].HUB_FAILED)


def _language(request: Request) -> str:
    wanted = request.query_params.get("_target_url", "").partition("?")[0]
    return "en" if wanted == _PAGES["en"] else "vi"


def _page(language: str, status: int, said: str) -> Response:
    texts, back = _WORDS[language], _PAGES[language]
    content = (
        f'<p class="alert" role="alert">{said}</p>'
        f'<p><a href="{_way(back)}">{texts.HUB_AGAIN}</a><br><a href="{back}">{texts.HUB_BACK}</a></p>'
    )
    return plain_page(language, texts.HUB_NOT_IN, content, status)


def _way(back: str) -> str:
    return f"{IN}?_target_url={quote(back, safe='')}"
