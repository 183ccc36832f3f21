"""Intake, measured: the six codes written to each format and read back, and a law of 200 articles made searchable.

``python -m benchmarks.intake [--articles N] [--json FILE]``. The files are written by the
tests' own writers. Structure is right where articles (number, title, text), clauses and
points are exactly those of the source; the description where number, kind, title, issuer,
date, day of effect and signer are those that stand in the text that was written.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.model import Article, Document
from corpus.readers import read_bytes
from corpus.readers.builtin import FILES, read_builtin
from corpus.worker import Worker
from search.engine import SearchEngine
from search.model import Filters
from settings import Settings

_HEAD = """QUỐC HỘI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Luật số: {number}
Hà Nội, ngày {day:02d} tháng {month:02d} năm {year}
BỘ LUẬT
{title}
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành bộ luật.
"""
_FOOT = "\nCHỦ TỊCH QUỐC HỘI\n{signer}\n"


def main(argv: list[str] | None = None) -> int:
    """Command line: measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--articles", type=int, default=120, help="of each code, the first so many")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    writers = _writers()
    codes = [_part(read_builtin(name), options.articles) for name in FILES]
    report = {
        "articles": sum(len(code.articles) for code in codes),
        "formats": {suffix: measure(codes, suffix, write) for suffix, write in writers.items()},
        "time_to_searchable_s": searchable(),
        "peak_memory_MB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(codes: Sequence[Document], suffix: str, write: Callable[[str], bytes]) -> dict[str, object]:
    """Write the codes to a format, read them back, and compare."""
    found: list[Document] = []
    seconds = 0.0
    with TemporaryDirectory() as folder, Worker() as worker:
        for code in codes:
            path = Path(folder) / f"bo-luat{suffix}"
            path.write_bytes(write(as_text(code)))
            worker.read(path)  # the first starts the process and its imports
            begun = time.perf_counter()
            found.append(worker.read(path))
            seconds += time.perf_counter() - begun
    pairs = list(zip(codes, found, strict=True))
    total = sum(len(code.articles) for code in codes)
    return {
        "articles_per_second": round(total / seconds),
        "articles_exact": _share(
            [_articles(code, read, lambda a: (a.number, a.title, a.text)) for code, read in pairs]
        ),
        "clauses_exact": _share(
            [_articles(code, read, lambda a: a.clauses and [c.number for c in a.clauses]) for code, read in pairs]
        ),
        "points_exact": _share(
            [_articles(code, read, lambda a: [[p.letter for p in c.points] for c in a.clauses]) for code, read in pairs]
        ),
        "description_exact": _share([_description(code, read) for code, read in pairs]),
    }


def as_text(code: Document) -> str:
    """Give a code as the text of its gazette: head, headings, articles, signature."""
    assert code.issued_on
    day = {"day": code.issued_on.day, "month": code.issued_on.month, "year": code.issued_on.year}
    lines = [_HEAD.format(number=code.number, title=code.title.removeprefix("Bộ luật ").upper(), **day)]
    path: tuple[str, ...] = ()
    for article in code.articles:
        lines += [step.replace(": ", "\n") for step in article.path if step not in path]
        path = article.path
        lines.append(f"Điều {article.number}. {article.title}\n{article.text}")
    return "\n".join(lines) + _FOOT.format(signer=code.signer)


def searchable() -> dict[str, float]:
    """Give the seconds from saving a law of 200 articles until words find it, and until meaning does too."""
    law = read_builtin("bo-luat-lao-dong-2019")
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "models").symlink_to(Settings().home / "models")
        engine = SearchEngine.open(Settings(home=home, database="", reranker=str(home / "none")))
        try:
            shelf = engine.shelf("~browser-measured")
            text = as_text(replace(law, articles=law.articles[:200])).replace("lao động", "lạc đà")
            document = read_bytes(text.encode(), "luat.txt", shelf.collection)
            begun = time.perf_counter()
            shelf.save(document)
            hits = engine.search("lạc đà nữ nghỉ thai sản", Filters(collections=(shelf.collection,))).hits
            by_words = time.perf_counter() - begun
            assert hits
            assert len(document.articles) == 200
            engine.wait_for_embedding()
            return {"by_words": round(by_words, 2), "by_meaning": round(time.perf_counter() - begun, 2)}
        finally:
            engine.close()


def _part(code: Document, count: int) -> Document:
    return replace(code, articles=code.articles[:count])


def _articles(code: Document, read: Document, key: Callable[[Article], object]) -> tuple[int, int]:
    """Count the articles of the source that came back the same in one respect."""
    back = {article.number: key(article) for article in read.articles}
    return sum(back.get(a.number, ...) == key(a) for a in code.articles), len(code.articles)


def _description(code: Document, read: Document) -> tuple[int, int]:
    names = ("number", "kind", "issuer", "signer", "issued_on")
    right = [getattr(read, name) == getattr(code, name) for name in names]
    right.append(read.title.lower() == code.title.lower())
    return sum(right), len(right)


def _share(counts: Sequence[tuple[int, int]]) -> float:
    return round(sum(right for right, _ in counts) / sum(total for _, total in counts), 4)


def _writers() -> dict[str, Callable[[str], bytes]]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "corpus"))
    written: dict[str, Callable[[str], bytes]] = import_module("writers").WRITERS
    return {".txt": str.encode, **written, ".pdf": import_module("pdf_writer").write_pdf}


if __name__ == "__main__":
    raise SystemExit(main())
