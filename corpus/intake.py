"""Taking documents into the store: files, folders, archives, and the codes that come with the program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.archive import unpacked
from corpus.citation import normalise_number
from corpus.errors import DocumentConflict, TraLuatError, UnreadableDocument, UnsupportedFormat
from corpus.model import PUBLIC, Action, Document, document_id
from corpus.readers import ARCHIVE, SUFFIXES
from corpus.readers.builtin import FILES, fingerprint, read_builtin
from corpus.readers.phapdien import Report, is_package, read_package
from corpus.readers.sniff import suffix_of
from corpus.references import find_references
from corpus.store import Store
from corpus.worker import Worker

_NOTE = "builtin"
_LINKED = "builtin references"
_LINKS = "2"  # raise it when other references are found, so that stores take them anew


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its document, or the error; ``name`` is the file's, inside an archive its name there.

    After all documents of a code of laws comes one with nothing but its ``report``.
    """

    name: str
    document: Document | None = None
    error: TraLuatError | None = None
    report: Report | None = None


def ensure_builtin(store: Store) -> int:
    """Put the six codes into the store where they are not there yet; give how many were put.

    A code that someone replaced by a newer text of the same number stays as it is; one that an
    earlier version of the program put without references gets them, its text and passages stay.
    Cheap when there is nothing to do: the files are hashed, not parsed.
    """
    present = {info.id: info.sha256 for info in store.documents()}
    ours: dict[str, str] = json.loads(store.note(_NOTE) or "{}")
    linked: dict[str, str] = json.loads(store.note(_LINKED) or "{}")
    before = dict(linked)
    put = 0
    for name, (number, _) in FILES.items():
        known, newest = present.get(number), fingerprint(name)
        if known is None or known == ours.get(number, known) != newest:
            document = read_builtin(name)
            store.put(replace(document, references=find_references(document.id, document.articles)))
            ours[number] = document.sha256
            linked[number] = _LINKS
            put += 1
        elif known == newest and linked.get(number) != _LINKS:
            store.set_references(number, find_references(number, store.document(number).articles))
            linked[number] = _LINKS
    if put:
        store.set_note(_NOTE, json.dumps(ours))
    if linked != before:
        store.set_note(_LINKED, json.dumps(linked))
    return put


def add(store: Store, paths: Iterable[Path], collection: str = PUBLIC) -> Iterator[Added]:
    """Read files, and those that folders and archives hold, into the store; tell of each as it is done.

    A file that cannot be read does not stop the rest; a store that cannot be written does.
    """
    with Worker() as worker:
        for path in paths:
            for added in _read_all(path, collection, worker):
                try:
                    if added.document:
                        store.put(added.document)
                except DocumentConflict as error:
                    added = Added(added.name, error=error)
                yield added


def read_files(path: Path, name: str, collection: str, worker: Worker) -> Iterator[Added]:
    """Read a file, or each file in an archive, for a preview; nothing is stored.

    Parameters
    ----------
    path : Path
    name : str
        What the file is called; its path may be a temporary one.
    collection : str
    worker : Worker
    """
    try:
        if suffix_of(name) != ARCHIVE:
            yield Added(name, worker.read(path, name, collection))
            return
        if is_package(path):
            raise UnsupportedFormat(
                "Đây là gói Bộ Pháp điển: hãy thêm vào kho chung bằng lệnh “python -m corpus add”.",
                "The code of laws is added on the command line",
            )
        for member, found in unpacked(path):
            if isinstance(found, TraLuatError):
                yield Added(member, error=found)
            else:
                yield from read_files(found, Path(member).name, collection, worker)
    except TraLuatError as error:
        yield Added(name, error=error)


def corrected(document: Document, **changes: str | date | None) -> Document:
    """Give a document with another title, number, kind, issuer or date, as a reader of its preview set it right.

    Raises
    ------
    ValueError
        A field that cannot be corrected.
    """
    unknown = changes.keys() - {"title", "number", "kind", "issuer", "issued_on", "effective_on", "expires_on"}
    if unknown:
        raise ValueError(f"No such field: {', '.join(sorted(unknown))}")
    if "number" in changes:
        changes["number"] = normalise_number(str(changes["number"] or ""))
    result: Document = replace(document, **changes)  # type: ignore[arg-type]
    identity = document_id(result.number, result.collection, result.sha256)
    if identity == result.id:
        return result
    return replace(result, id=identity, references=find_references(identity, result.articles))


def remarks(store: Store, document: Document) -> list[str]:
    """Say, in Vietnamese, what saving a document would change in the library, for its preview."""
    infos = {info.id: info for info in store.documents([document.collection, PUBLIC])}
    found = []
    present = infos.get(document.id)
    if present and store.document(document.id).articles == document.articles:
        found.append("Nội dung giống hệt bản đang có trong kho.")
    elif present:
        found.append(
            f"Sẽ thay bản đang có ({present.article_count} điều); bản cũ vẫn đọc được trong lịch sử của văn bản."
        )
    twins = [info for info in infos.values() if info.sha256 == document.sha256 and info.id != document.id]
    found += [f"Tệp này đã có trong kho: {twin.title}." for twin in twins]
    numbers = {info.number: info for info in infos.values()}
    for effect in document.effects:
        target = numbers.get(effect.target)
        article = f"Điều {effect.target_article} " if effect.target_article else ""
        day = effect.effective_on or document.effective_on
        since = f" từ {day:%d/%m/%Y}" if day else ""
        there = f"“{target.title}” trong kho sẽ được ghi như vậy" if target else "văn bản đó chưa có trong kho"
        found.append(f"{_DOES[effect.action]} {article}{effect.target}{since}: {there}.")
    return list(dict.fromkeys(found))


_DOES = {Action.REPLACES: "Thay thế", Action.REPEALS: "Bãi bỏ", Action.AMENDS: "Sửa đổi, bổ sung"}


def _read_all(path: Path, collection: str, worker: Worker) -> Iterator[Added]:
    if is_package(path):
        package = read_package(path)
        yield from (Added(document.id, document) for document in package)
        yield Added(path.name, report=package.report)
        return
    for file in _files(path):
        yield from read_files(file, file.name, collection, worker)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    known = (*SUFFIXES, ARCHIVE)
    found = sorted(file for file in path.rglob("*") if suffix_of(file.name) in known and file.is_file())
    if not found:
        raise UnreadableDocument(f"Thư mục “{path}” không có tệp nào đọc được.", f"No readable file in {path}")
    yield from found
