"""The working folder as a file: pure functions from a `Folder` to bytes, one module a format."""

from __future__ import annotations

from ui.exports.model import Folder, Item

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown;charset=utf-8",
    "csv": "text/csv;charset=utf-8",
}
"""What a folder can be written as: the name's ending, and what browsers call it."""


def export(folder: Folder, ending: str) -> bytes:
    """Write a folder in one of :data:`MEDIA_TYPES`; libraries are loaded only when they are needed.

    Raises
    ------
    KeyError
        There is no such format.
    """
    if ending == "docx":
        from ui.exports.docx import docx

        return docx(folder)
    if ending == "pdf":
        from ui.exports.pdf import pdf

        return pdf(folder)
    if ending == "md":
        from ui.exports.markdown import markdown

        return markdown(folder)
    if ending == "csv":
        from ui.exports.csv import csv

        return csv(folder)
    raise KeyError(ending)


__all__ = ["MEDIA_TYPES", "Folder", "Item", "export"]
