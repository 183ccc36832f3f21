"""Whose documents a page shows: a signed-in user's, this browser's, or this visit's alone."""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum

from corpus.model import PERSONAL, TEMPORARY


class Keeping(StrEnum):
    """For how long uploads are kept where nobody signs in; the value is that of ``TRALUAT_UPLOADS``."""

    BROWSER = "browser"
    SESSION = "session"
    OFF = "off"


def collection_of(user: str | None, token: str, keeping: Keeping) -> str:
    """Give the name of the collection of whoever looks at the page; empty where nothing can be uploaded.

    Parameters
    ----------
    user : str or None
        Who signed in.
    token : str
        The secret that the browser keeps for itself; the name does not tell it.
    keeping : Keeping
    """
    if keeping is Keeping.OFF:
        return ""
    if user:
        return f"{PERSONAL}user-{_digest(user)}"
    if keeping is Keeping.SESSION or len(token) < 32:  # no token: a browser that keeps nothing
        return f"{TEMPORARY}{secrets.token_hex(12)}"
    return f"{PERSONAL}browser-{_digest(token)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
