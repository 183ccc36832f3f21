"""The library on the command line: ``python -m corpus add PATH… | list | show ID | remove ID``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import TraLuatError
from corpus.intake import add, ensure_builtin
from corpus.model import PUBLIC
from corpus.store import Store
from settings import read_settings


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0: done, 1: it failed, 2: it was not understood."""
    options = _parser().parse_args(argv)
    try:
        with Store(read_settings().database_url()) as store:
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
    removing.set_defaults(run=_remove)
    return parser


def _add(store: Store, options: argparse.Namespace) -> int:
    failed = False
    for added in add(store, options.paths, options.collection):
        if added.document:
            print(f"{added.document.id}\t{added.document.title}\t{len(added.document.articles)} điều")
        elif added.error:
            failed = True
            print(f"Lỗi: {added.path}: {added.error.message}", file=sys.stderr)
    return 1 if failed else 0


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
        return 0
    path: tuple[str, ...] = ()
    for article in articles:
        if article.path != path:
            path = article.path
            print("\n".join(path) + "\n")
        heading = f"Điều {article.number}. {article.title}".strip() if article.number else article.title
        print(f"{heading}\n{article.text}\n")
    return 0


def _remove(store: Store, options: argparse.Namespace) -> int:
    store.remove(options.id)
    print(f"Đã xóa {options.id}.")
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


if __name__ == "__main__":
    sys.exit(main())
