"""Whose documents a page shows: a signed-in user's, this browser's, or this visit's alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from enum import StrEnum

from corpus.model import PERSONAL, TEMPORARY
from ui.texts import Words

_ACCOUNT = f"{PERSONAL}user-"


class Keeping(StrEnum):
    """For how long uploads are kept where nobody signs in; the value is that of ``TRALUAT_UPLOADS``."""

    BROWSER = "browser"
    SESSION = "session"
    OFF = "off"


def collection_of(user: str | None, token: str, keeping: Keeping, visit: Callable[[], str]) -> str:
    """Give the name of the collection of whoever looks at the page; empty where nothing can be uploaded.

    Parameters
    ----------
    user : str or None
        Who signed in.
    token : str
        The secret that the browser keeps for itself; the name does not tell it.
    keeping : Keeping
    visit : callable
        Gives the collection of the visit, where nothing else tells whose it is.
    """
    if keeping is Keeping.OFF:
        return ""
    if user:
        return f"{_ACCOUNT}{_digest(user)}"
    if keeping is Keeping.SESSION or len(token) < 32:  # no token: a browser that keeps nothing
        return visit()
    return f"{PERSONAL}browser-{_digest(token)}"


def kept(collection: str, words: Words, *, persistent: bool) -> str:
    """Say for how long the documents of a collection are kept.

    Parameters
    ----------
    collection : str
    words : Words
    persistent : bool
        Whether what is kept outlasts a restart of the machine.
    """
    if collection.startswith(TEMPORARY):
        return words.shelf.KEPT_SESSION
    said = words.shelf.KEPT_ACCOUNT if collection.startswith(_ACCOUNT) else words.shelf.KEPT_BROWSER
    return said if persistent else f"{said} {words.page.NOT_PERSISTENT}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
