"""What every reader gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The plain text of a file, one paragraph or table row a line.

    Attributes
    ----------
    text : str
        Unicode; cells of a table row are separated by " | ".
    title : str
        The title the file names itself by; empty when it has none that says more than its name.
    warnings : tuple of str
        In Vietnamese, for the preview: what was left out or may be wrong.
    source_url : str
        Where the file says it comes from.
    """

    text: str
    title: str = ""
    warnings: tuple[str, ...] = ()
    source_url: str = ""
