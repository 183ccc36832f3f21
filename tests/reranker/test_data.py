import csv
import gzip
import json

import pytest

from models.rows import Row
from reranker.data import (
    Candidates,
    Pair,
    pairs_of,
    read_candidates,
    read_nli,
    read_triples,
    write_candidates,
)


def lines(path, *rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


NLI = [
    {"premise": "Nghỉ 06 tháng.", "hypothesis": "Được nghỉ sáu tháng", "label": "entailment"},
    {"premise": "Nghỉ 06 tháng.", "hypothesis": "Được nghỉ một năm", "label": "Contradiction"},
    {"premise": "Nghỉ 06 tháng.", "hypothesis": "Được thưởng", "label": "neutral"},
    {"premise": "Nghỉ 06 tháng.", "hypothesis": "Không rõ", "label": "-"},
]
PAIRS = [
    Pair("Được nghỉ sáu tháng", "Nghỉ 06 tháng.", True),
    Pair("Được nghỉ một năm", "Nghỉ 06 tháng.", False),
    Pair("Được thưởng", "Nghỉ 06 tháng.", False),
]


@pytest.mark.parametrize("name", ["nli.jsonl", "nli.jsonl.gz"])
def test_what_is_entailed_answers_and_the_rest_does_not(tmp_path, name):
    rows = read_nli(lines(tmp_path / name, *NLI))
    assert pairs_of(rows) == PAIRS
    assert {row.dataset for row in rows} == {"nli"}


def test_labels_may_be_numbers_and_the_file_a_table(tmp_path):
    numbers = {"entailment": 0, "Contradiction": 2, "neutral": 1, "-": -1}
    rows = [row | {"label": numbers[row["label"]]} for row in NLI]
    assert pairs_of(read_nli(lines(tmp_path / "a.jsonl", *rows))) == PAIRS
    with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, ["label", "premise", "hypothesis"])
        table.writeheader()
        table.writerows(rows)
    assert pairs_of(read_nli(tmp_path / "a.csv")) == PAIRS


@pytest.mark.parametrize("row", [NLI[0] | {"label": "maybe"}, {"premise": "a", "label": 0}, ["a"]])
def test_what_is_no_inference_is_told(tmp_path, row):
    with pytest.raises((ValueError, KeyError)):
        read_nli(lines(tmp_path / "a.jsonl", row))


@pytest.mark.parametrize(
    "row",
    [
        {"query": "hỏi", "positive": "đáp", "hard_neg": ["khác", "nữa"]},
        {"anchor": "hỏi", "pos": ["đáp"], "neg": ["khác", "nữa"]},
        {"question": "hỏi", "positive": "đáp", "negative_2": "nữa", "negative_1": "khác", "source": "x"},
    ],
)
def test_triples_of_every_spelling(tmp_path, row):
    assert read_triples(lines(tmp_path / "law_vi.jsonl.gz", row)) == [Row("law_vi", "", "hỏi", "đáp", ("khác", "nữa"))]


def test_ten_negatives_stay_in_their_order_and_two_answers_make_two_rows(tmp_path):
    row = {"query": "hỏi", "pos": ["a", "b"]} | {f"negative_{i}": str(i) for i in range(1, 12)}
    one, other = read_triples(lines(tmp_path / "t.jsonl", row))
    assert (one.positive, other.positive) == ("a", "b")
    assert one.negatives == other.negatives == tuple(str(i) for i in range(1, 12))


def test_triple_without_a_question_is_told(tmp_path):
    with pytest.raises(KeyError):
        read_triples(lines(tmp_path / "t.jsonl", {"positive": "đáp", "hard_neg": []}))


def test_pairs_of_rows_are_the_answer_and_each_negative():
    row = Row("d", "q", "hỏi", "đáp", ("khác", "nữa"))
    assert pairs_of([row]) == [Pair("hỏi", "đáp", True), Pair("hỏi", "khác", False), Pair("hỏi", "nữa", False)]


def test_candidates_written_and_read_are_the_same(tmp_path):
    found = [
        Candidates("q1", "hỏi gì?", ("một\nhai", "ba"), (False, True), 2),
        Candidates("q2", "không có", (), (), 1),
    ]
    write_candidates(found, tmp_path / "c.jsonl")
    assert read_candidates(tmp_path / "c.jsonl") == found
