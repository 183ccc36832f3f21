"""Files, folders and archives into the store, by the real command: what goes wrong costs only itself."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from corpus.intake import add
from corpus.store import Store

ROOT = Path(__file__).resolve().parents[2]
LAW = "Số: {n}/2021/NĐ-CP\nNGHỊ ĐỊNH\nVỀ VIỆC SỐ {n}\nĐiều 1. Một\n1. {text}\n2. Hai.\nĐiều 2. Hai\nHết.\n"


def write(folder, count, text="Nội dung."):
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(1, count + 1):
        (folder / f"{n}.txt").write_text(LAW.format(n=n, text=text), encoding="utf-8")
    return folder


def command(home, *arguments, **options):
    environment = {**os.environ, "TRALUAT_HOME": str(home), "PYTHONUTF8": "1", "TRALUAT_DATABASE": ""}
    whole = [sys.executable, "-m", "corpus", *map(str, arguments)]
    return subprocess.Popen(
        whole, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def numbers(home):
    with Store(f"sqlite:///{home}/store.sqlite3") as store:
        for info in store.documents():
            assert len(store.document(info.id).articles) == info.article_count
        return sorted(info.number for info in store.documents() if info.kind == "Nghị định")


def test_folders_and_archives_go_on_after_what_cannot_be_read(tmp_path):
    folder = write(tmp_path / "in", 2)
    (folder / "empty.docx").write_bytes(b"")
    (folder / "sai.pdf").write_bytes(b"khong phai pdf")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("../../thoat/3.txt", LAW.format(n=3, text="x"))
        archive.writestr("4.xyz", "x")
    with Store("sqlite://") as store:
        results = list(add(store, [folder]))
        assert sorted(info.number for info in store.documents()) == [f"{n}/2021/NĐ-CP" for n in (1, 2, 3)]
    failed = {result.name: result.error.message for result in results if result.error}
    assert set(failed) == {"empty.docx", "sai.pdf", "4.xyz"}
    assert "trống" in failed["empty.docx"]
    assert "không phải là tệp .pdf thật" in failed["sai.pdf"]


def test_wrong_ending_is_read_as_what_it_is_and_said(tmp_path):
    path = tmp_path / "a.doc"
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in LAW.format(n=9, text="x").splitlines())
    path.write_text(page + "</body></html>", encoding="utf-8")
    with Store("sqlite://") as store:
        (result,) = add(store, [path])
    assert result.document.number == "9/2021/NĐ-CP"
    assert any(".doc" in warning and "trang web" in warning for warning in result.document.warnings)


@pytest.mark.parametrize(("member", "what"), [("a.txt", "tệp nén"), ("[Content_Types].xml", "bảng tính")])
def test_what_is_no_document_is_called_by_its_name(tmp_path, member, what):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(member, "x")
    with Store("sqlite://") as store:
        (result,) = add(store, [tmp_path / "a.docx"])
    assert what in result.error.message


def test_twice_the_same_changes_nothing(tmp_path):
    folder = write(tmp_path / "in", 2)
    with Store("sqlite://") as store:
        list(add(store, [folder]))
        revision = store.revision()
        list(add(store, [folder]))
        assert store.revision() == revision
        list(add(store, [write(folder, 1, "Mới.")]))
        assert store.revision() == revision + 1
        assert len(store.versions("1/2021/NĐ-CP")) == 1


def test_two_processes_at_once(tmp_path):
    home = tmp_path / "home"
    both = [write(tmp_path / "one", 12), write(tmp_path / "two", 15, "Khác.")]
    with command(home, "add", both[0]) as first, command(home, "add", both[1]) as second:
        for process in (first, second):
            _, errors = process.communicate(timeout=120)
            assert (process.returncode, errors) == (0, "")
    assert numbers(home) == sorted(f"{n}/2021/NĐ-CP" for n in range(1, 16))


def test_killed_while_adding(tmp_path):
    home, folder = tmp_path / "home", write(tmp_path / "in", 60)
    seen = 0
    for lines in (1, 9, 23):
        with command(home, "add", folder) as process:
            for _ in range(lines):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        there = numbers(home)
        assert lines <= len(there) <= 60
        assert len(there) >= seen
        seen = len(there)
    with command(home, "add", folder) as process:
        process.communicate(timeout=120)
    assert len(numbers(home)) == 60


def _small_disk():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))


@pytest.mark.skipif(sys.platform != "linux", reason="a full disk is played by a limit that Linux has")
def test_full_disk(tmp_path):
    home, folder = tmp_path / "home", write(tmp_path / "in", 40, "chữ " * 20_000)
    with command(home, "add", folder, preexec_fn=_small_disk) as process:  # noqa: PLW1509
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors.startswith("Lỗi: ")
    assert "Traceback" not in errors
    there = numbers(home)
    assert len(there) < 40
    with command(home, "add", folder) as process:  # with room again
        process.communicate(timeout=120)
    assert len(numbers(home)) == 40


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of folders are those of Unix")
def test_read_only_store(tmp_path):
    home, folder = tmp_path / "home", write(tmp_path / "in", 1)
    with command(home, "add", folder) as process:
        process.communicate(timeout=120)
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    for path in (home / "store.sqlite3", home):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        with command(home, "remove", "1/2021/NĐ-CP") as process:
            _, errors = process.communicate(timeout=120)
        assert process.returncode == 1
        assert errors.startswith("Lỗi: ")
    finally:
        home.chmod(0o755)
    assert numbers(home) == ["1/2021/NĐ-CP"]
    shutil.rmtree(home)
