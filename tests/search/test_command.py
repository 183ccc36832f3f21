import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MATERNITY = "Lao động nữ được nghỉ thai sản bao lâu?"
FIELDS = {
    "article_id",
    "document_number",
    "document_title",
    "article_number",
    "title",
    "score",
    "evidence",
    "status",
    "effective_on",
    "text",
}


@pytest.fixture
def command(engine, home):
    """Runs the command over the engine's home, which is up to date."""

    def run(*arguments, **variables):
        environment = {**os.environ, "TRALUAT_HOME": str(home), "TRALUAT_DATABASE": "", "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, "-m", "search", *arguments], cwd=ROOT, env=environment | variables,
            capture_output=True, encoding="utf-8", errors="replace", timeout=300, check=False,
        )  # fmt: skip

    return run


def answer(command, *arguments):
    done = command(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # fails where there is anything else


def test_json_is_the_contract_and_the_engine_s_answer(command, engine):
    found = answer(command, MATERNITY, "-k", "3")
    wanted = engine.search(MATERNITY, limit=3)
    assert found["query"] == MATERNITY
    assert found["notice"] is wanted.notice
    assert found["timings_ms"].keys() == wanted.timings_ms.keys()
    assert all(ms >= 0 for ms in found["timings_ms"].values())
    assert [hit["article_id"] for hit in found["hits"]] == [hit.article_id for hit in wanted.hits]
    assert [hit["score"] for hit in found["hits"]] == [pytest.approx(hit.score, abs=1e-4) for hit in wanted.hits]
    assert all(hit.keys() >= FIELDS for hit in found["hits"])
    first = found["hits"][0]
    assert (first["article_id"], first["document_number"], first["article_number"]) == (
        "45/2019/QH14#139",
        "45/2019/QH14",
        "139",
    )
    assert (first["document_title"], first["title"]) == ("Bộ luật Lao động", "Nghỉ thai sản")
    assert (first["status"], first["effective_on"]) == ("in_force", "2021-01-01")
    evidence = first["evidence"]
    assert first["text"][evidence["start"] : evidence["end"]] == evidence["text"]
    assert "06 tháng" in evidence["text"]


def test_json_of_what_is_not_there(command):
    found = answer(command, "Điều 9999 BLDS")
    assert found["hits"] == []
    assert "689" in found["notice"]


def test_options_filter_and_count(command):
    found = answer(command, "hợp đồng lao động", "--as-of", "2017-02-01", "--kind", "Bộ luật", "-k", "5")
    assert {hit["document_number"] for hit in found["hits"]} <= {"91/2015/QH13", "92/2015/QH13"}
    assert len(found["hits"]) == 5
    assert all(hit["effective_on"] <= "2017-02-01" for hit in found["hits"])
    assert answer(command, "hợp đồng lao động", "--kind", "Nghị định")["hits"] == []
    found = answer(command, "hop dong lao dong", "--year", "2019", "--issuer", "Quốc hội", "--keep", "lao dong")
    assert {hit["document_number"] for hit in found["hits"]} == {"45/2019/QH14"}
    assert found["read_as"] == "hợp đồng lao dong"


def test_for_a_reader(command):
    done = command("nghi thai san", "-k", "2")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "Đọc là: nghỉ thai sản"
    assert [line[:9] for line in lines if line.startswith(("1. ", "2. ", "3. "))] == ["1. Điều 1", "2. Điều 1"]
    assert "1. Điều 139. Nghỉ thai sản, Bộ luật Lao động 45/2019/QH14 [" in done.stdout
    assert "Lao động nữ được nghỉ thai sản" in done.stdout
    assert "Bộ luật Dân sự số 91/2015/QH13 không có Điều 9999" in command("Điều 9999 BLDS").stdout


@pytest.mark.parametrize("question", ["", "?!", "a" * 5000])
def test_a_bad_question_is_one_line_of_error(command, question):
    done = command(question, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "câu hỏi" in done.stderr.lower()


def test_a_home_that_cannot_be_is_one_line_of_error(command, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = command(MATERNITY, TRALUAT_HOME=str(tmp_path / "file" / "home"))
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["a", "--as-of", "hôm nay"], ["a", "-k", "ba"], ["a", "--unknown"]])
def test_wrong_arguments(command, arguments):
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: python -m search" in done.stderr


def test_a_bad_setting_is_no_traceback(command):
    done = command(MATERNITY, TRALUAT_THREADS="hai")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "TRALUAT_THREADS" in done.stderr


def test_a_console_of_another_encoding(command):
    done = command("Điều 9999 BLDS", "--json", PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert json.loads(done.stdout)["hits"] == []
