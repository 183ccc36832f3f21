"""What a file really is: its first bytes say, and its name only where they do not."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from corpus.errors import UnreadableDocument, UnsupportedFormat

_MAGIC = (
    (b"{\\rtf", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
)
_SAME = {
    ".htm": ".html", ".xhtml": ".html", ".mhtml": ".mht", ".jpeg": ".jpg", ".tiff": ".tif",
    ".docm": ".docx", ".dotx": ".docx", ".dot": ".doc", ".markdown": ".md", ".text": ".txt", ".log": ".txt",
}  # fmt: skip
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_MIME = re.compile(rb"(?:^|\n)content-type:\s*(?:multipart/related|text/html)", re.I)
_TEXTS = (".txt", ".md", ".html", ".mht")


def kind_of(data: bytes, name: str, known: tuple[str, ...]) -> str:
    """Tell a file's format, as the suffix that files of it usually have (".docx", ".zip").

    Parameters
    ----------
    data : bytes
    name : str
        Only its ending counts.
    known : tuple of str
        Suffixes that can be read.

    Raises
    ------
    UnsupportedFormat
    UnreadableDocument
        Empty, or not what its name says.
    """
    suffix = suffix_of(name)
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableDocument(f"Tệp “{name}” trống.", "The file is empty")
    found = _by_content(data)
    if found in known:
        return found
    if suffix not in known:
        raise unsupported(name, known)
    if found:
        what = "một tệp nén" if found == ".zip" else "bảng tính hoặc bản trình chiếu"
        raise UnreadableDocument(f"Tệp “{name}” mang đuôi {suffix} nhưng thực ra là {what}.", f"{name!r} is {found}")
    if suffix not in _TEXTS:
        raise UnreadableDocument(
            f"Tệp “{name}” bị hỏng hoặc không phải là tệp {suffix} thật.", f"{name!r} does not begin like a {suffix}"
        )
    return suffix


def suffix_of(name: str) -> str:
    """Give a file name's ending in its usual spelling (".jpeg" → ".jpg"), lower case."""
    suffix = Path(name).suffix.lower()
    return _SAME.get(suffix, suffix)


def unsupported(name: str, known: tuple[str, ...]) -> UnsupportedFormat:
    """Make the error that lists what can be read."""
    return UnsupportedFormat(
        f"Không đọc được định dạng “{Path(name).suffix or name}”. Các định dạng đọc được: {', '.join(known)}.",
        f"No reader for {name!r}",
    )


def _by_content(data: bytes) -> str:
    """Give the format that the bytes themselves show; empty for text, and for what is not known."""
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    for magic, suffix in _MAGIC:
        if data.startswith(magic):
            return suffix
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return ".html"
    if b"mime-version:" in head.lower() and _MIME.search(head):
        return ".mht"
    return ""


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    if "word/document.xml" in names:
        return ".docx"
    if "[Content_Types].xml" in names:
        return "office"  # a spreadsheet or slides
    return ".odt" if "content.xml" in names else ".zip"
