"""The files of the code of laws, and the articles that stand in one of them.

A topic (đề mục) is a flat row of paragraphs that a program wrote: pChuong (a heading, then its
title), pDieu (an article's label and title), pGhiChu (where it comes from), pNoiDung (its text,
pasted from word processors) and pChiDan (related articles). The row is cut at those marks before
any of it is parsed, so that broken HTML in one text cannot reach the next.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from corpus.encoding import normalise
from corpus.errors import DocumentTooLarge
from corpus.readers._phapdien_text import body_text, split_title

MAX_TOPIC_BYTES = 32 * 1024 * 1024
MAX_BYTES = 512 * 1024 * 1024
"""Three times what the whole code takes today."""
MAX_TOPICS = 2000

_FOLDER = "demuc"
_HEAD_BYTES = 2048
_TRIED = 10
_HEAD = re.compile(r"<h3\b[^>]{0,400}>\s*Đề mục\s+(?P<number>[\d.]+)\s*<br\s*/?>\s*(?P<title>[^<]*)</h3>")
_DROPPED = re.compile(r"\(loại bỏ\)\s*$")
_MARK = re.compile(r"<p class=['\"]p(Chuong|Dieu|GhiChu|NoiDung|ChiDan)['\"]\s*>")
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_ANCHOR = re.compile(r"<a name=['\"]([^'\"]*)['\"]")
_HREF = re.compile(r"<a href=['\"](https?://[^'\"\s]*)")
_LABEL = re.compile(r"Điều (?P<label>[\d.]+\.[A-ZĐ]{2}(?:\.\w+)+)\.?(?: (?P<title>.*))?$")
_LINK = re.compile(
    r"<a href=['\"](?P<href>[^'\"]*)['\"](?: onclick=\"ViewNoiDungPhapDien\('(?P<anchor>\w*)'\)[^\"]*\")?[^>]{0,100}>"
    r"(?P<text>[^<]*)</a>"
)
_LEVEL = re.compile(r"(phần|chương|mục|tiểu mục)\b", re.I)
_LEVELS = ("phần", "chương", "mục", "tiểu mục")


@dataclass(frozen=True, slots=True)
class Link:
    """A related article: by its anchor in the code, or by the address of the official text."""

    anchor: str
    href: str
    text: str


@dataclass(slots=True)
class Entry:
    """An article of the code.

    ``label`` is its number in the code ("24.8.NĐ.3"), whose last part is its number in its
    own document; ``links`` are the related articles.
    """

    label: str
    anchor: str
    title: str
    topic: str
    path: tuple[str, ...]
    text: str = ""
    note: str = ""
    href: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Topic:
    """What was read of one topic; ``number`` is "24.8"."""

    number: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    attachments: int = 0
    heading_links: int = 0


class File(NamedTuple):
    """A topic's file: its bytes, or why they could not be had."""

    name: str
    data: bytes
    problem: str = ""


def topic_names(path: Path) -> list[str]:
    """Give the names of a package's topics, sorted; none for anything else. Cheap: reads a few heads at most.

    The package is a zip file or a folder with "demuc/*.html" at its root or one folder down.
    """
    try:
        names = _zip_names(path) if path.is_file() else _folder_names(path) if path.is_dir() else []
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return []
    return names if any(map(_HEAD.search, _heads(path, names[:_TRIED]))) else []


def topic_files(path: Path, names: list[str]) -> Iterator[File]:
    """Read the topics one after another; nothing is written to disk, and no more than the bounds is read."""
    left = MAX_BYTES
    with _opened(path) as package:
        for name in names:
            most = min(MAX_TOPIC_BYTES, left)
            file = _read(package, name, most)
            if len(file.data) > most:
                file = File(name, b"", "too large")
            left -= len(file.data)
            yield file


class _Folder:
    """An unpacked package, opened the way that a zip file is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Folder:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def open(self, name: str) -> io.BufferedReader:
        return (self._path / name).open("rb")


def _zip_names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return sorted({name for name in package.namelist() if _is_topic(name)})[:MAX_TOPICS]


def _folder_names(path: Path) -> list[str]:
    found = [*path.glob(f"{_FOLDER}/*.html"), *path.glob(f"*/{_FOLDER}/*.html")]
    return sorted(str(file.relative_to(path).as_posix()) for file in found if file.is_file())[:MAX_TOPICS]


def _is_topic(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return 2 <= len(parts) <= 3 and parts[-2] == _FOLDER and name.endswith(".html")


def _heads(path: Path, names: list[str]) -> Iterator[str]:
    with _opened(path) as package:
        for name in names:
            yield _read(package, name, _HEAD_BYTES).data.decode(errors="replace")


def _opened(path: Path) -> zipfile.ZipFile | _Folder:
    return zipfile.ZipFile(path) if path.is_file() else _Folder(path)


def _read(package: zipfile.ZipFile | _Folder, name: str, most: int) -> File:
    """Read a file; of one that is longer than it may be, one byte more than that."""
    try:
        with package.open(name) as file:
            return File(name, file.read(most + 1))
    except Exception as error:  # zlib, lzma, bz2, zipfile and the system have an error each
        return File(name, b"", type(error).__name__)


def read_topic(data: bytes) -> Topic | None:
    """Read a topic's file; None when it is not one."""
    raw = data.decode("utf-8-sig", errors="replace").replace("\0", "")
    head = _HEAD.search(raw[:_HEAD_BYTES])
    if not head:
        return None
    title = _DROPPED.sub("", _plain(head["title"])).strip()
    topic = Topic(head["number"].strip("."), title)
    pieces = _MARK.split(raw[head.end() :])
    whole = raw.rstrip().endswith("</div>")
    reader = _Reader(topic)
    for kind, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        reader.take(kind, piece)
    reader.finish(whole=whole)
    return topic


class _Reader:
    """Takes a topic's pieces in order and makes its entries of them."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._headings: list[tuple[int, str]] = []
        self._entry: Entry | None = None
        self._body: str | None = None
        self._titled = False

    def take(self, kind: str, piece: str) -> None:
        """Take a piece, as it stands after its mark."""
        if kind in ("Chuong", "Dieu"):
            self._close()
        if kind == "Chuong":
            self._heading(piece)
        elif kind == "Dieu":
            self._begin(piece)
        elif kind == "ChiDan":
            self._relate(piece)
        elif self._entry and kind == "GhiChu":
            href = _HREF.search(piece)
            self._entry.note, self._entry.href = _plain(piece), html.unescape(href[1]) if href else ""
        elif self._entry and self._body is None:
            self._body = piece

    def finish(self, *, whole: bool) -> None:
        """End the topic; what stands last in a file that breaks off is not all there."""
        if not whole and (self._entry or self._headings):
            self._entry, self._body = None, None
            self._topic.skipped["truncated"] += 1
        self._close()

    def _heading(self, piece: str) -> None:
        name = _plain(piece)
        if not _ANCHOR.search(piece):
            if self._headings and not self._titled:
                level, label = self._headings[-1]
                self._headings[-1] = (level, f"{label}: {name}")
            self._titled = True
            return
        match = _LEVEL.match(name)
        level = _LEVELS.index(match[1].lower()) if match else len(_LEVELS)
        self._headings = [*(heading for heading in self._headings if heading[0] < level), (level, name)]
        self._titled = False

    def _begin(self, piece: str) -> None:
        anchor, label = _ANCHOR.search(piece), _LABEL.match(_plain(piece))
        self._body = None
        if not label:
            self._topic.skipped["no label"] += 1
            return
        topic = f"Đề mục {self._topic.number}: {self._topic.title}"
        path = (topic, *(name for _, name in self._headings))
        title = (label["title"] or "").strip()
        self._entry = Entry(label["label"], anchor[1] if anchor else "", title, self._topic.title, path)

    def _relate(self, piece: str) -> None:
        links = [Link(m["anchor"] or "", html.unescape(m["href"]), _plain(m["text"])) for m in _LINK.finditer(piece)]
        if self._entry:
            self._entry.links += links
        else:
            self._topic.heading_links += len(links)

    def _close(self) -> None:
        entry, self._entry = self._entry, None
        if not entry:
            return
        if self._body is None:
            self._topic.skipped["no text part"] += 1
            return
        try:
            text, attachments = body_text(self._body)
        except DocumentTooLarge:
            self._topic.skipped["too large"] += 1
            return
        entry.title, entry.text = split_title(entry.title, text, entry.label.rpartition(".")[2])
        self._topic.attachments += attachments
        if entry.title or entry.text:
            self._topic.entries.append(entry)
        else:
            self._topic.skipped["empty"] += 1


def _plain(piece: str) -> str:
    """Give the text of a piece that the package's own program wrote, on one line."""
    return _SPACES.sub(" ", normalise(html.unescape(_TAG.sub("", piece)))).strip()
