"""What a cross-encoder learns from and is measured on, in the forms that others publish it in.

pairs        a question, a passage, whether it answers
rows         a question, a passage that answers, passages that do not (models/rows.py)
candidates   a question and what a first stage found for it, best first
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.rows import Row

_ENTAILS = {"entailment": True, "contradiction": False, "neutral": False, "0": True, "1": False, "2": False}
_QUERY = ("query", "anchor", "question")
_POSITIVE = ("positive", "positives", "pos")
_NEGATIVE = ("hard_neg", "hard_negs", "negative", "negatives", "neg")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a passage, and whether the passage answers the question."""

    query: str
    passage: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a first stage found for one question.

    Attributes
    ----------
    passages : tuple of str
        Best first, as the model reads them.
    relevant : tuple of bool
        Of each passage, whether it answers.
    answers : int
        Passages that answer, those that were not found among them.
    """

    query_id: str
    query: str
    passages: tuple[str, ...]
    relevant: tuple[bool, ...]
    answers: int


def pairs_of(rows: Iterable[Row]) -> list[Pair]:
    """Give one pair for the answer of every row, if it has one, and one for each of its negatives."""
    return [
        Pair(row.query, text, at == 0)
        for row in rows
        for at, text in enumerate((row.positive, *row.negatives))
        if at or text
    ]


def read_nli(path: Path) -> list[Row]:
    """Read natural-language inference: the premise is the passage, the hypothesis the question.

    What is entailed makes a row with an answer and no negatives, contradictions and neutral
    ones a row with one negative and no answer.

    Parameters
    ----------
    path : Path
        JSON lines or CSV with ``premise``, ``hypothesis``, ``label``; may be gzipped. Labels
        are names or, as in SNLI, 0 for entailment, 1 for neutral, 2 for contradiction. Rows
        without a label (-1, "-") are left out.

    Raises
    ------
    OSError
        There is no such file.
    ValueError, KeyError
        A row is not of this form.
    """
    found = []
    for row in _rows(path):
        label = "" if row["label"] is None else str(row["label"]).strip().lower()
        if label in ("-1", "-", ""):
            continue
        if label not in _ENTAILS:
            raise ValueError(f"unknown label {label!r}")
        query, passage = _text(row["hypothesis"]), _text(row["premise"])
        answers = ("", (passage,)) if not _ENTAILS[label] else (passage, ())
        found.append(Row(_stem(path), "", query, *answers))
    return found


def read_triples(path: Path) -> list[Row]:
    """Read questions with an answer and hard negatives, as ``anti-ai/ViNLI-Zalo-supervised`` has them.

    Parameters
    ----------
    path : Path
        JSON lines or CSV with ``query``, ``positive`` and ``hard_neg`` (or ``anchor``, ``pos``,
        ``negatives`` and the like; also ``negative_1``, ``negative_2``, …), each one text or a
        list; may be gzipped. Each positive makes a row.

    Raises
    ------
    OSError
        There is no such file.
    ValueError, KeyError
        A row is not of this form.
    """
    found = []
    for row in _rows(path):
        negatives = [
            text for name in sorted(row, key=_in_number_order) if _negative(name) for text in _texts(row[name])
        ]
        query = _text(row[_first(row, _QUERY)])
        for positive in _texts(row[_first(row, _POSITIVE)]):
            found.append(Row(_stem(path), "", query, positive, tuple(negatives)))
    return found


def write_candidates(found: Iterable[Candidates], path: Path) -> None:
    """Write candidates as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for one in found:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def read_candidates(path: Path) -> list[Candidates]:
    """Read what `write_candidates` wrote.

    Raises
    ------
    OSError
        There is no such file.
    ValueError, KeyError
        A line is not one question's candidates.
    """
    return [
        Candidates(x["query_id"], x["query"], tuple(x["passages"]), tuple(x["relevant"]), x["answers"])
        for x in _rows(path)
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    blob = path.read_bytes()
    text = (gzip.decompress(blob) if path.suffix == ".gz" else blob).decode("utf-8-sig")
    if ".csv" in path.suffixes:
        for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
            if None in row:
                raise ValueError(f"more cells than columns: {row}")
            yield row
        return
    for line in text.split("\n"):  # not splitlines: a text may hold other separators
        if line.strip():
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"not a row: {line[:80]}")
            yield row


def _stem(path: Path) -> str:
    return path.name.split(".")[0]


def _first(row: dict[str, Any], names: Sequence[str]) -> str:
    for name in names:
        if name in row:
            return name
    raise KeyError(f"none of {', '.join(names)}")


def _negative(name: str) -> bool:
    return name in _NEGATIVE or (name.rpartition("_")[0] in _NEGATIVE and name.rpartition("_")[2].isdigit())


def _in_number_order(name: str) -> tuple[str, int]:
    stem, _, number = name.rpartition("_")
    return (stem, int(number)) if number.isdigit() else (name, 0)


def _texts(value: str | Sequence[str] | None) -> list[str]:
    if not value:
        return []
    return [value] if isinstance(value, str) else [_text(one) for one in value]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"no text: {value!r}")
    return value
