"""What every reader gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The plain text of a file, one paragraph or table row a line, and the title it names itself by."""

    text: str
    title: str = ""
