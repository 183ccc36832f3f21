"""``python -m indexer sync | verify | rebuild | ship | mine | synthesise | label | weigh | train``."""

from __future__ import annotations

import argparse
import sys

from tqdm import tqdm

from corpus.errors import ModelUnavailable, TraLuatError
from corpus.intake import ensure_builtin
from corpus.store import Store
from models.hub import locate
from models.runtime import ModelMissing
from settings import Settings, read_settings

from . import mining, pseudo, synthetic, train, weights
from .embedder import Embedder
from .segment import SEGMENTERS
from .sync import Synchroniser, ship_vectors

_WITH_OWN_OPTIONS = {
    "mine": mining.main,
    "synthesise": synthetic.main,
    "label": pseudo.main,
    "weigh": weights.main,
    "train": train.main,
}


class _Bar:
    """One tqdm bar for each stage of a sync."""

    def __init__(self) -> None:
        self._stage, self._bar = "", tqdm(disable=True)

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._bar.close()
            self._stage, self._bar = stage, tqdm(total=total, desc=stage)
        self._bar.update(done - self._bar.n)


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 when all is well, 1 for an error or a difference found, 2 for wrong arguments."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and arguments[0] in _WITH_OWN_OPTIONS:
        return _WITH_OWN_OPTIONS[arguments[0]](arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m indexer", description="Chỉ mục của thư viện văn bản.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sync", help="đưa chỉ mục theo kịp kho")
    commands.add_parser("verify", help="so chỉ mục với kho")
    commands.add_parser("rebuild", help="dựng lại chỉ mục từ kho")
    commands.add_parser("ship", help="ghi vectơ của các bộ luật có sẵn vào thư mục mô hình")
    commands.add_parser("mine", help="chọn đoạn văn để huấn luyện từ câu hỏi đã có đáp án (xem: mine --help)")
    commands.add_parser("synthesise", help="đặt câu hỏi từ chính văn bản luật (xem: synthesise --help)")
    commands.add_parser("label", help="tìm đáp án chắc chắn cho câu hỏi chưa có đáp án (xem: label --help)")
    commands.add_parser("weigh", help="học xem mỗi từ của câu hỏi đáng bao nhiêu (xem: weigh --help)")
    commands.add_parser("train", help="huấn luyện bộ mã hóa (xem: train --help)")
    options = parser.parse_args(arguments)
    try:
        return _run(options.command, read_settings())
    except TraLuatError as error:
        print(error.message, file=sys.stderr)
    except OSError as error:
        print(f"Không đọc hoặc ghi được chỉ mục: {error}", file=sys.stderr)
    return 1


def _run(command: str, settings: Settings) -> int:
    settings.home.mkdir(parents=True, exist_ok=True)
    with Store(settings.database_url()) as store:
        ensure_builtin(store)
        cache = settings.home / "models"
        try:
            embedder = Embedder(locate(settings.retriever), cache, device=settings.device, threads=settings.threads)
        except (ModelMissing, OSError) as error:
            raise ModelUnavailable(
                "Không mở được bộ mã hóa; hãy kiểm tra thư mục models, hoặc TRALUAT_RETRIEVER.", str(error)
            ) from error
        if command == "ship":
            written = ship_vectors(embedder, [store.document(info.id) for info in store.documents()])
            print(f"Đã ghi {written} vectơ vào {embedder.folder.name}.")
            return 0
        synchroniser = Synchroniser(store, embedder, SEGMENTERS[settings.segmenter], settings.home / "index")
        if command == "rebuild":
            indexes = synchroniser.rebuild(_Bar())
        else:
            indexes = synchroniser.load()
            if command == "sync":
                indexes = synchroniser.sync(indexes, _Bar())
        differences = synchroniser.verify(indexes)
    for line in differences:
        print(line)
    if not differences:
        print(f"Chỉ mục khớp với kho: {len(indexes.lexical)} đoạn, phiên bản {indexes.revision}.")
    return 1 if differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
