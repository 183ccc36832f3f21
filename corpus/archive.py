"""The files inside a ZIP, one at a time, each written to a temporary file under a name of ours."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from corpus.errors import DocumentTooLarge, TraLuatError, UnreadableDocument, UnsupportedFormat
from corpus.readers import ARCHIVE, MAX_BYTES, SUFFIXES
from corpus.readers.sniff import suffix_of, unsupported

MAX_FILES = 5_000
MAX_TOTAL = 2 * 1024**3
_PIECE = 1 << 20


def unpacked(path: Path) -> Iterator[tuple[str, Path | TraLuatError]]:
    """Go through an archive's files: each one's name in it, and where it lies for the moment, or why it cannot be read.

    Names are never used as paths. What a file says of its own size is not believed.

    Raises
    ------
    UnreadableDocument, DocumentTooLarge
        The archive as a whole cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="traluat-") as folder:
            members = [member for member in archive.infolist() if not member.is_dir() and not _litter(member.filename)]
            if len(members) > MAX_FILES:
                raise DocumentTooLarge(f"Tệp nén “{path.name}” có hơn {MAX_FILES} tệp.", f"{len(members)} members")
            left = MAX_TOTAL
            for member in members:
                target = Path(folder) / f"tep{suffix_of(member.filename)}"
                taken = _take(archive, member, target, min(left, MAX_BYTES))
                left -= target.stat().st_size if target.exists() else 0
                yield member.filename, taken or target
                target.unlink(missing_ok=True)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(f"Tệp nén “{path.name}” bị hỏng hoặc không mở được.", str(error)) from error


def _take(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, bound: int) -> TraLuatError | None:
    """Write one member to a file; the error, when it cannot be had."""
    name = PurePosixPath(member.filename).name
    suffix = suffix_of(name)
    if suffix == ARCHIVE:
        return UnsupportedFormat(f"“{name}” là tệp nén nằm trong tệp nén; hãy giải nén trước.", "A nested archive")
    if suffix not in SUFFIXES:
        return unsupported(name, SUFFIXES)
    if member.flag_bits & 1:
        return UnreadableDocument(f"“{name}” được bảo vệ bằng mật khẩu.", "An encrypted member")
    try:
        written = 0
        with archive.open(member) as source, target.open("wb") as file:
            while piece := source.read(_PIECE):
                written += len(piece)
                if written > bound:
                    return DocumentTooLarge(f"“{name}” quá lớn sau khi giải nén.", f"Over {bound} bytes unpacked")
                file.write(piece)
    except Exception as error:  # zipfile raises whatever its decompressors do: zlib.error, EOFError, RuntimeError …
        return UnreadableDocument(f"“{name}” bị hỏng trong tệp nén.", f"{type(error).__name__}: {error}")
    return None


def _litter(name: str) -> bool:
    """Tell what systems and programs leave in archives, meant for nobody."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or parts[-1:] in (("Thumbs.db",), ("desktop.ini",)) or parts[-1].startswith(("._", "~$"))
