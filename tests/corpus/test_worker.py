"""A file that takes too long, too much memory, or the process with it, costs only itself."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import worker
from corpus.errors import DocumentTooLarge, UnreadableDocument, UnsupportedFormat
from corpus.readers import read
from corpus.worker import Worker

LAW = "Số: 01/2021/NĐ-CP\nNGHỊ ĐỊNH\nVỀ LẠC ĐÀ\nĐiều 1. Nuôi\n1. Một.\na) x;\n2. Hai.\nĐiều 2. Cấm\nCấm nuôi.\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(LAW)
    return path


def test_the_document_is_the_one_that_the_reader_gives(file):
    with Worker() as reading:
        document = reading.read(file, "Nghị định.txt", "~a")
        assert document == read(file, "~a", "Nghị định.txt")
        assert document.id == "~a/01/2021/NĐ-CP"
        assert document.articles[0].clauses[0].points[0].letter == "a"


def test_errors_arrive_in_their_own_words(tmp_path, file):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "a.xyz").write_bytes(b"x")
    with Worker() as reading:
        with pytest.raises(UnsupportedFormat) as caught:
            reading.read(tmp_path / "a.xyz")
        assert ".docx" in caught.value.message
        with pytest.raises(UnreadableDocument) as caught:
            reading.read(tmp_path / "empty.txt")
        assert "trống" in caught.value.message
        with pytest.raises(UnreadableDocument):
            reading.read(tmp_path / "missing.txt")
        process = reading._process
        assert reading.read(file).number == "01/2021/NĐ-CP"
        assert reading._process is process  # none of them cost the process


def hanging(megabytes, script):
    """A stand-in for the process: it answers nothing."""
    return [sys.executable, "-c", script, str(megabytes)]


def running(pid):
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()  # a zombie only waits for being counted
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")
def test_a_hanging_reader_is_ended_with_all_that_it_started(file, tmp_path, monkeypatch):
    script = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen(['sleep', '600'])\nopen({str(tmp_path / 'child')!r}, 'w').write(str(child.pid))\n"
        "time.sleep(600)"
    )
    original = subprocess.Popen
    monkeypatch.setattr(
        worker.subprocess, "Popen", lambda command, **options: original(hanging(command[-1], script), **options)
    )
    with Worker(seconds=1.5) as reading:
        with pytest.raises(DocumentTooLarge) as caught:
            reading.read(file)
        assert "giây" in caught.value.message
        child = int((tmp_path / "child").read_text())
        deadline = time.monotonic() + 20
        while running(child):
            assert time.monotonic() < deadline, "what the reader started goes on"
            time.sleep(0.05)
        monkeypatch.setattr(worker.subprocess, "Popen", original)
        reading._seconds = 60
        assert reading.read(file).number == "01/2021/NĐ-CP"


def test_a_killed_reader_costs_one_file(file):
    with Worker() as reading:
        reading.read(file)
        os.kill(reading._process.pid, signal.SIGKILL)
        reading._process.wait()
        assert reading.read(file).number == "01/2021/NĐ-CP"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are tested on Linux")
def test_memory_is_bounded(tmp_path):
    (tmp_path / "a.txt").write_bytes(LAW.encode() + b"x" * (40 << 20))
    with Worker(megabytes=300) as reading, pytest.raises((DocumentTooLarge, UnreadableDocument)):
        reading.read(tmp_path / "a.txt")


def test_nothing_is_left_running(file):
    with Worker() as reading:
        reading.read(file)
        process = reading._process
    assert process.poll() is not None
