import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rows import Row, manifest, read_rows, write_rows

rows_of_text = st.lists(
    st.builds(Row, st.text(), st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3).map(tuple)), max_size=4
)
ROWS = [
    Row("zalo", "q2", "nghỉ thai sản?", "sáu tháng", ("phạt tiền", "phạt tù")),
    Row("alqac", "q1", "kết hôn?", "đủ tuổi", ("đất", "thuế")),
    Row("zalo", "q2", "nghỉ thai sản?", "bốn tháng", ("vốn", "án")),
]


@settings(max_examples=50, deadline=None)
@given(rows_of_text)
def test_what_is_written_is_read(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    write_rows(rows, path)
    assert read_rows(path) == rows
    assert len(path.read_bytes().splitlines()) == len(rows)


def test_blank_lines_are_no_rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    write_rows(ROWS, path)
    path.write_text("\n" + path.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")
    assert read_rows(path) == ROWS


@pytest.mark.parametrize(
    ("text", "error"),
    [("không phải", ValueError), ('{"dataset": "zalo"}', KeyError), ('{"dataset": ', ValueError), ("[1]", ValueError)],
)
def test_line_that_is_no_row_is_told(tmp_path, text, error):
    path = tmp_path / "rows.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        read_rows(path)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(OSError, match="rows"):
        read_rows(tmp_path / "rows.jsonl")


def test_manifest_names_questions_and_datasets_once():
    facts = manifest(ROWS)
    assert (facts["datasets"], facts["rows"], facts["query_ids"]) == ({"zalo": 2, "alqac": 1}, 3, ["q1", "q2"])
    assert json.loads(json.dumps(facts)) == facts
    assert manifest([])["query_ids"] == []


def test_digest_tells_rows_apart():
    others = [
        ROWS[:2],
        ROWS[::-1],
        [replace(ROWS[0], query="nghỉ ốm?"), *ROWS[1:]],
        [replace(ROWS[0], positive="năm tháng"), *ROWS[1:]],
        [replace(ROWS[0], negatives=ROWS[0].negatives[::-1]), *ROWS[1:]],
    ]
    assert manifest(ROWS)["sha256"] == manifest(list(ROWS))["sha256"]
    assert len({manifest(rows)["sha256"] for rows in (ROWS, *others)}) == len(others) + 1
