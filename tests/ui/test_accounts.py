import os
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_page import ROOT, free_port, run_app

from corpus.errors import BadSetting
from ui import accounts
from ui.accounts import Accounts, Cost, hash_password, matches

QUICK = Cost(ln=4, r=8, p=1)
PASSWORD = "mật khẩu rất dài"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "accounts"
    accounts.write(path, "An", hash_password(PASSWORD, QUICK))
    return path


def test_the_hash_is_scrypt_as_published():
    # RFC 7914, section 12, third vector: scrypt("password", "NaCl", N=1024, r=8, p=16).
    hashed = hash_password("password", Cost(ln=10, r=8, p=16), b"NaCl")
    assert hashed.startswith("$scrypt$ln=10,r=8,p=16$")
    key = accounts._bytes(hashed.rpartition("$")[2])
    assert key.hex() == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"


def test_the_default_cost_is_one_that_owasp_names():
    assert hash_password("x" * 8).startswith("$scrypt$ln=15,r=8,p=3$")


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_password_opens_its_own_hash_and_no_other(one, other):
    import unicodedata

    hashed = hash_password(one, QUICK)
    assert matches(one, hashed)
    assert matches(unicodedata.normalize("NFD", one), hashed)
    same = unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
    # HMAC, in scrypt's PBKDF2, pads a key with zeros: those at its end tell nothing apart.
    if one.rstrip("\0") == one and other.rstrip("\0") == other:
        assert matches(other, hashed) == same


def test_two_hashes_of_one_password_differ():
    assert hash_password(PASSWORD, QUICK) != hash_password(PASSWORD, QUICK)


@pytest.mark.parametrize(
    "hashed",
    [
        "", "x", PASSWORD, "$scrypt$", "$scrypt$ln=99,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=0,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$2b$12$abc",
        "$scrypt$ln=4,r=99,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    ],
)  # fmt: skip
def test_what_is_no_hash_is_refused(hashed):
    with pytest.raises(ValueError, match=r"."):
        matches("x", hashed)


def test_who_may_sign_in(path):
    held = Accounts(path)
    assert held.check("An", PASSWORD) == "An"
    assert held.check("  An ", PASSWORD) == "An"
    assert held.check("An", PASSWORD + "x") is None
    assert held.check("an", PASSWORD) is None
    assert held.check("Bình", PASSWORD) is None
    assert held.check("", "") is None
    assert held.check("An", PASSWORD * 1000) is None


def test_changes_need_no_restart(path):
    held = Accounts(path)
    before = held.hash_of("An")
    accounts.write(path, "Bình", hash_password("một mật khẩu khác", QUICK))
    assert held.check("Bình", "một mật khẩu khác") == "Bình"
    assert held.hash_of("An") == before
    accounts.write(path, "An", None)
    assert held.check("An", PASSWORD) is None
    assert held.hash_of("An") is None
    assert held.check("Bình", "một mật khẩu khác") == "Bình"


def test_what_else_stands_in_the_file_stays(path):
    path.write_text("# của phòng pháp chế\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    accounts.write(path, "Bình", hash_password(PASSWORD, QUICK))
    assert accounts.write(path, "An", hash_password("khác hẳn rồi", QUICK))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# của phòng pháp chế", ""]
    assert [line.partition(":")[0] for line in lines[2:]] == ["Bình", "An"]
    assert not list(path.parent.glob(".accounts*"))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


SECRET = "matkhau-viet-tran"


@pytest.mark.parametrize(
    "content",
    [b"", b"# nobody\n", f"An:{SECRET}\n".encode(), b"An\n", b":$scrypt$\n", b"\xff\xfe", b"An:" + b"x" * 100_000],
)
def test_a_broken_file_is_refused_without_telling_what_is_in_it(tmp_path, content):
    path = tmp_path / "accounts"
    path.write_bytes(content)
    with pytest.raises(BadSetting) as refused:
        Accounts(path)
    assert str(path) in refused.value.message
    assert SECRET not in refused.value.message + refused.value.detail


def test_a_missing_file_a_folder_and_a_name_twice_are_refused(tmp_path, path):
    for bad in (tmp_path / "none", tmp_path):
        with pytest.raises(BadSetting):
            Accounts(bad)
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(BadSetting):
        Accounts(path)


def test_a_file_that_breaks_later_lets_nobody_in(path):
    held = Accounts(path)
    path.write_text("An:không phải mã\n", encoding="utf-8")
    with pytest.raises(BadSetting):
        held.check("An", PASSWORD)
    assert held.hash_of("An") is None
    path.unlink()
    with pytest.raises(BadSetting):
        held.check("An", PASSWORD)


def command(path, *arguments, typed=""):
    return subprocess.run(
        [sys.executable, "-m", "ui.accounts", "--file", str(path), *arguments],
        cwd=ROOT, input=typed, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_the_command_adds_changes_and_removes(tmp_path):
    path = tmp_path / "new" / "accounts"
    assert command(path, "add", "Nguyễn An", "--password-stdin", typed=PASSWORD + "\n").returncode == 0
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert Accounts(path).check("Nguyễn An", PASSWORD) == "Nguyễn An"
    assert command(path, "add", "Nguyễn An", "--password-stdin", typed="mật khẩu mới\n").returncode == 0
    assert Accounts(path).check("Nguyễn An", PASSWORD) is None
    assert Accounts(path).check("Nguyễn An", "mật khẩu mới") == "Nguyễn An"
    assert command(path, "remove", "Nguyễn An").returncode == 0
    assert command(path, "remove", "Nguyễn An").returncode == 1


@pytest.mark.parametrize(
    ("name", "typed"), [("An", "ngắn\n"), ("An", ""), ("a:b", PASSWORD), ("", PASSWORD), ("#a", PASSWORD)]
)
def test_the_command_refuses_in_one_line(tmp_path, name, typed):
    path = tmp_path / "accounts"
    refused = command(path, "add", name, "--password-stdin", typed=typed)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert not path.exists()


def test_a_broken_file_is_one_line_at_the_start(tmp_path):
    path = tmp_path / "accounts"
    path.write_text(f"An:{SECRET}\n", encoding="utf-8")
    result = run_app(tmp_path / "data", "--port", str(free_port()), TRALUAT_ACCOUNTS=str(path))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert str(path) in result.stderr
    assert SECRET not in result.stderr
