"""The errors that a user can cause or must hear of, each in words for both readers."""

from __future__ import annotations


class TraLuatError(Exception):
    """Base of every error that the application expects.

    Parameters
    ----------
    message : str
        What the screen shows, in Vietnamese.
    detail : str
        What the log says, in English; ``str(error)`` gives it.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        self.message = message
        self.detail = detail or message
        super().__init__(self.detail)


class UnreadableDocument(TraLuatError):
    """The file is damaged, encrypted, empty or not what its name says."""


class UnsupportedFormat(TraLuatError):
    """No reader knows this kind of file."""


class DocumentTooLarge(TraLuatError):
    """The file is over the size bound."""


class UnknownDocument(TraLuatError):
    """The store holds no document or article of this identifier."""


class DocumentConflict(TraLuatError):
    """The same number already belongs to another collection, which must not lose it."""


class StoreUnavailable(TraLuatError):
    """The store is broken, read-only, locked, not a database, or made by a newer version."""


class LimitReached(TraLuatError):
    """A reader keeps as much as one reader may, or a note is too long."""


class InvalidQuestion(TraLuatError):
    """The question is empty, too long or has no words."""


class BadSetting(TraLuatError):
    """An environment variable has a value that cannot be."""


class ModelUnavailable(TraLuatError):
    """A model's files are missing or cannot be loaded."""
