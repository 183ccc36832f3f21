"""What the reader of the official package of the code of laws makes of it, how fast, and in how much memory.

python -m benchmarks.statute_book PACKAGE [--compare DATASET_DIR] [--json FILE]

``--compare`` sets the articles against those of a dataset in BEIR's form that was made from the
same package: by document number and article, every difference by its cause.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import re
import resource
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.citation import number_key
from corpus.encoding import normalise
from corpus.model import Document
from corpus.readers.phapdien import Report, read_package

from .speed import machine

_SOURCE = "phapdien_2025"
_FILE = re.compile(r"^.*\.(?:docx?|xlsx?|pdf|rar|zip)$", re.I | re.M)
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Read:
    """An article as one side has it; ``letters`` are those of its title and text, a hash of them."""

    number: str
    article: str
    letters: int
    bare: bool = False
    """All of it stood in the place of the title."""


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("--compare", type=Path, metavar="DATASET_DIR")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    result, articles = measure(args.package)
    if args.compare:
        result["comparison"] = compare(articles, read_dataset(args.compare))
    text = json.dumps(result, ensure_ascii=False, indent=2)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")
    print(text)


def measure(package: Path) -> tuple[dict[str, Any], list[Read]]:
    """Read a package; give the figures and its articles.

    Memory is the peak of the whole process, in MB of 10^6 bytes, documents let go one by one.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    read = read_package(package)
    parsed = time.perf_counter() - wall
    articles: list[Read] = []
    counts: Counter[str] = Counter()
    for document in read:
        articles += read_document(document)
        counts.update(
            clauses=sum(len(article.clauses) for article in document.articles),
            points=sum(len(clause.points) for article in document.articles for clause in article.clauses),
            references=len(document.references),
            **{f"status {document.status.value}": 1},
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if platform.system() == "Darwin" else 1024)
    result = {
        "cpu": machine(),
        "package": package.name,
        "package_mb": round(package.stat().st_size / 1e6, 1) if package.is_file() else None,
        "seconds": {
            "topics": round(parsed, 1),
            "topics_and_documents": round(time.perf_counter() - wall, 1),
            "processor": round(time.process_time() - cpu, 1),
        },
        "peak_mb": round(peak / 1e6),
        "report": asdict(read.report),
        "skipped_share": skipped_share(read.report),
        "documents": dict(counts),
    }
    return result, articles


def read_document(document: Document) -> list[Read]:
    """Give a document's articles."""
    return [
        Read(
            document.number,
            article.number,
            _letters(f"{article.title} {article.text}"),
            not article.text or not (article.title or "\n" in article.text),
        )
        for article in document.articles
    ]


def read_dataset(folder: Path) -> list[Read]:
    """Give the articles of ``corpus.jsonl.gz`` that ``metadata.src`` says were made from the package."""
    found = []
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            about = row["metadata"]
            if about.get("src", _SOURCE) == _SOURCE:
                number, article = normalise(about["doc_no"]).upper(), str(about["article_no"])
                found.append(Read(number, article, _letters(f"{row['title']} {row['text']}")))
    return found


def skipped_share(report: Report) -> float:
    """Give the articles left out, of all that stand in the package."""
    skipped = sum(report.skipped.values())
    return round(skipped / (report.articles + report.repeated + skipped), 5)


def compare(ours: list[Read], theirs: list[Read]) -> dict[str, Any]:
    """Set two lists of articles against each other, by document number and article.

    Returns
    -------
    dict
        ``dataset_found``, ``package_found``: what both have, of what one side has, as the
        numbers are written; ``…_settled``: when a number that the dataset cut short or wrote
        without bars is read as what it stands for. ``only_…``: cause → articles.
    """
    mine: dict[tuple[str, str], Read] = {}
    for article in ours:
        mine.setdefault((article.number, article.article), article)
    other = {(article.number, article.article): article for article in theirs}
    common = mine.keys() & other.keys()
    settled = _settled(mine.keys() - common, other.keys() - common)
    left = mine.keys() - common - set(settled.values())
    texts = {mine[key].letters for key in left}
    known = {number for number, _ in common} | {number for number, _ in settled.values()}
    return {
        "articles": len(mine),
        "dataset_articles": len(other),
        "both": len(common),
        "dataset_found": _share(len(common), len(other)),
        "package_found": _share(len(common), len(mine)),
        "dataset_found_settled": _share(len(common) + len(settled), len(other)),
        "package_found_settled": _share(len(common) + len(settled), len(mine)),
        "same_letters": _share(sum(mine[key].letters == other[key].letters for key in common), len(common)),
        "only_dataset": {
            "its number is written otherwise": len(settled),
            **_counted(_fault(other[key], texts) for key in other.keys() - common - settled.keys()),
        },
        "only_package": {
            "its number is written otherwise": len(settled),
            **_counted(_cause(mine[key], known) for key in left),
        },
        "further_articles_of_a_number_that_two_documents_have": len(ours) - len(mine),
    }


def _settled(mine: set[tuple[str, str]], other: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Give, for articles of the dataset, those of the package that they are but for how their number is written."""
    free: dict[str, list[str]] = {}
    for number, article in sorted(mine):
        free.setdefault(article, []).append(number)
    found = {}
    for number, article in sorted(other):
        beginning = number_key(number.replace("_", "-"))
        match = next((n for n in free.get(article, ()) if number_key(n).startswith(beginning)), None)
        if match:
            free[article].remove(match)
            found[number, article] = (match, article)
    return found


def _fault(article: Read, texts: set[int]) -> str:
    """Say why an article of the dataset is not in the package."""
    if article.letters == _letters(""):
        return "it has no text but the name of an attached file"
    if article.letters in texts:
        return "it has the number of the document that amended its own"
    return "unexplained"


def _counted(causes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(causes).items()))


def _cause(article: Read, known: set[str]) -> str:
    """Say why the dataset has not got an article."""
    if not article.number:
        return "its document has no number"
    if article.bare:
        return "all of its text stands in place of its title"
    return f"the dataset has {'other articles' if article.number in known else 'nothing'} of its document"


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _letters(text: str) -> int:
    """Give what is equal for texts of the same letters; numbers of lists and names of attached files do not count."""
    return hash(_NOT_LETTERS.sub("", _FILE.sub("", normalise(text)).casefold()))


if __name__ == "__main__":
    main()
