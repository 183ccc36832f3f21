"""The library on the command line.

``python -m corpus add PATH… | list | show ID | remove ID | undo ID | history ID | backup FILE | restore FILE``.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from corpus.backup import back_up, restore
from corpus.errors import TraLuatError, UnknownDocument
from corpus.history import Reason
from corpus.intake import add, ensure_builtin
from corpus.model import PUBLIC, Article
from corpus.readers.phapdien import Report
from corpus.store import Store
from settings import read_settings


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0: done, 1: it failed, 2: it was not understood."""
    options = _parser().parse_args(argv)
    try:
        url = read_settings().database_url()
        if options.run in (_backup, _restore):
            return int(options.run(url, options))
        with Store(url) as store:
            status: int = options.run(store, options)
            sys.stdout.flush()
            return status
    except TraLuatError as error:
        print(f"Lỗi: {error.message}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # "| head" has read enough; nothing more may be flushed to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="Kho văn bản pháp luật")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    adding = commands.add_parser("add", help="thêm tệp hoặc thư mục")
    adding.add_argument("paths", nargs="+", type=Path, metavar="ĐƯỜNG_DẪN")
    adding.add_argument("--collection", default=PUBLIC, help="bộ sưu tập (mặc định: %(default)s)")
    adding.set_defaults(run=_add)
    listing = commands.add_parser("list", help="liệt kê văn bản")
    listing.add_argument("--collection", help="chỉ một bộ sưu tập")
    listing.add_argument("--json", action="store_true", help="in JSON")
    listing.set_defaults(run=_list)
    showing = commands.add_parser("show", help="xem một văn bản (45/2019/QH14) hoặc một điều (45/2019/QH14#139)")
    showing.add_argument("id", metavar="MÃ")
    showing.add_argument("--json", action="store_true", help="in JSON")
    showing.set_defaults(run=_show)
    removing = commands.add_parser("remove", help="xóa một văn bản")
    removing.add_argument("id", metavar="MÃ")
    removing.add_argument("--undoable", action="store_true", help="giữ lại để undo được; không có thì xóa hẳn")
    removing.set_defaults(run=_remove)
    undoing = commands.add_parser("undo", help="lấy lại bản trước của một văn bản vừa bị thay hoặc xóa")
    undoing.add_argument("id", metavar="MÃ")
    undoing.set_defaults(run=_undo)
    history = commands.add_parser("history", help="các bản trước của một văn bản; --version để đọc một bản")
    history.add_argument("id", metavar="MÃ")
    history.add_argument("--version", type=int, help="số của bản cần đọc")
    history.add_argument("--json", action="store_true", help="in JSON")
    history.set_defaults(run=_history)
    saving = commands.add_parser("backup", help="sao lưu cả kho vào một tệp")
    saving.add_argument("file", type=Path, metavar="TỆP")
    saving.set_defaults(run=_backup)
    restoring = commands.add_parser("restore", help="khôi phục kho từ một tệp sao lưu")
    restoring.add_argument("file", type=Path, metavar="TỆP")
    restoring.set_defaults(run=_restore)
    return parser


def _add(store: Store, options: argparse.Namespace) -> int:
    failed = False
    for added in add(store, options.paths, options.collection):
        if added.document:
            print(f"{added.document.id}\t{added.document.title}\t{len(added.document.articles)} điều")
            for warning in added.document.warnings:
                print(f"  {added.name}: {warning}", file=sys.stderr)
        elif added.error:
            failed = True
            print(f"Lỗi: {added.name}: {added.error.message}", file=sys.stderr)
        elif added.report:
            _print_report(added.report)
    return 1 if failed else 0


_SKIPPED = {
    "empty": "không có nội dung",
    "no label": "không có số điều",
    "no text part": "mất phần nội dung",
    "truncated": "bị cắt cụt",
    "no source": "không ghi văn bản gốc",
    "other text": "trùng điều, khác nội dung",
}


def _print_report(report: Report) -> None:
    print(
        f"Bộ Pháp điển: {report.topics} đề mục, {report.documents} văn bản, {report.articles} điều; "
        f"{report.repeated} điều lặp lại đã gộp.",
        file=sys.stderr,
    )
    skipped = ", ".join(f"{_SKIPPED.get(reason, reason)}: {count}" for reason, count in report.skipped.items())
    print(f"Bỏ qua {sum(report.skipped.values())} điều{f' ({skipped})' if skipped else ''}.", file=sys.stderr)
    for name, reason in report.damaged_topics.items():
        print(f"Đề mục không đọc được: {name} ({'tệp hỏng' if reason == 'no topic' else reason}).", file=sys.stderr)
    print(
        f"Liên kết giữa các điều: {report.references_resolved} nối được, {report.references_unresolved} không; "
        f"sửa đổi: {sum(report.amendments.values())}. Chạy “python -m indexer sync” để lập chỉ mục.",
        file=sys.stderr,
    )


def _list(store: Store, options: argparse.Namespace) -> int:
    ensure_builtin(store)
    infos = store.documents([options.collection] if options.collection else None)
    if options.json:
        _print_json([dataclasses.asdict(info) for info in infos])
        return 0
    for info in infos:
        print(f"{info.id}\t{info.title}\t{info.article_count} điều\t{info.collection}")
    return 0


def _show(store: Store, options: argparse.Namespace) -> int:
    ensure_builtin(store)
    if "#" in options.id:
        info, article = store.article(options.id)
        shown: dict[str, Any] = dataclasses.asdict(article) | {"document": dataclasses.asdict(info)}
        articles = [article]
    else:
        document = store.document(options.id)
        shown, articles = dataclasses.asdict(document), list(document.articles)
    if options.json:
        _print_json(shown)
    else:
        _print_articles(articles)
    return 0


def _print_articles(articles: Iterable[Article]) -> None:
    path: tuple[str, ...] = ()
    for article in articles:
        if article.path != path:
            path = article.path
            print("\n".join(path) + "\n")
        numbered = article.number and not article.number.startswith("§")
        heading = f"Điều {article.number}. {article.title}".strip() if numbered else article.title
        print(f"{heading}\n{article.text}\n")


def _remove(store: Store, options: argparse.Namespace) -> int:
    store.remove(options.id, undoable=options.undoable)
    print(f"Đã xóa {options.id}.")
    return 0


def _undo(store: Store, options: argparse.Namespace) -> int:
    document = store.undo(options.id)
    print(f"Đã lấy lại {document.id}: {document.title}, {len(document.articles)} điều.")
    return 0


def _history(store: Store, options: argparse.Namespace) -> int:
    versions = store.versions(options.id)
    if options.version is not None:
        if options.version not in {version.id for version in versions}:
            raise UnknownDocument(f"{options.id} không có bản số {options.version}.", "No such version")
        document = store.version(options.version)
        if options.json:
            _print_json(dataclasses.asdict(document))
        else:
            _print_articles(document.articles)
    elif options.json:
        _print_json([dataclasses.asdict(version) for version in versions])
    else:
        for version in versions:
            kept = f"{version.kept_at:%Y-%m-%d %H:%M} UTC"
            print(f"{version.id}\t{kept}\t{_REASONS[version.reason]}\t{version.title}\t{version.article_count} điều")
    return 0


_REASONS = {Reason.REPLACED: "đã được thay", Reason.REMOVED: "đã xóa"}


def _backup(url: str, options: argparse.Namespace) -> int:
    back_up(url, options.file)
    print(f"Đã sao lưu vào {options.file}.")
    return 0


def _restore(url: str, options: argparse.Namespace) -> int:
    before = restore(url, options.file)
    print("Đã khôi phục kho." + (f" Kho trước đó nằm ở {before}." if before else ""))
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


if __name__ == "__main__":
    sys.exit(main())
