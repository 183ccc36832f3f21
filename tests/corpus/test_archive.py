"""Archives give their files one by one, and no archive gives more than is good."""

import io
import zipfile

import pytest

from corpus import archive
from corpus.archive import unpacked
from corpus.errors import DocumentTooLarge, TraLuatError, UnreadableDocument, UnsupportedFormat


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def found(path):
    return {name: what if isinstance(what, TraLuatError) else what.read_bytes() for name, what in unpacked(path)}


def test_files_and_what_cannot_be_read(tmp_path):
    inner = io.BytesIO()
    packed(inner, **{"x.txt": b"x"})
    path = packed(
        tmp_path / "a.zip",
        **{
            "luật/một.txt": b"1", "hai.TXT": b"2", "c.exe": b"3", "trong.zip": inner.getvalue(),
            "__MACOSX/._một.txt": b"", "luật/.DS_Store": b"", "Thumbs.db": b"",
        },
    )  # fmt: skip
    given = found(path)
    assert (given["luật/một.txt"], given["hai.TXT"]) == (b"1", b"2")
    assert isinstance(given["c.exe"], UnsupportedFormat)
    assert isinstance(given["trong.zip"], UnsupportedFormat)
    assert "nén" in given["trong.zip"].message
    assert "Thumbs.db" not in given
    assert "__MACOSX/._một.txt" not in given


@pytest.mark.parametrize(
    "name", ["../../thoat.txt", "/etc/thoat.txt", "C:\\thoat.txt", "..\\thoat.txt", "a/" * 500 + "b.txt"]
)
def test_names_lead_nowhere(tmp_path, name):
    path = packed(tmp_path / "a.zip", **{name: b"x"})
    before = sorted(tmp_path.rglob("*"))
    assert list(found(path).values()) == [b"x"]
    assert sorted(tmp_path.rglob("*")) == before


def test_bombs_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 100_000)
    monkeypatch.setattr(archive, "MAX_TOTAL", 250_000)
    path = packed(
        tmp_path / "a.zip", **{"bom.txt": b"\0" * 10_000_000, **{f"{n}.txt": b"x" * 90_000 for n in range(4)}}
    )
    given = found(path)
    assert isinstance(given["bom.txt"], DocumentTooLarge)
    assert [n for n, what in given.items() if isinstance(what, bytes)] == ["0.txt", "1.txt"]
    monkeypatch.setattr(archive, "MAX_FILES", 3)
    with pytest.raises(DocumentTooLarge):
        found(path)


def test_encrypted_and_damaged_members(tmp_path):
    path = packed(tmp_path / "a.zip", **{"a.txt": b"x" * 5000, "b.txt": b"y"})
    data = bytearray(path.read_bytes())
    flag = data.index(b"PK\x01\x02") + 8
    data[flag] |= 1
    path.write_bytes(data)
    given = found(path)
    assert "mật khẩu" in given["a.txt"].message
    assert given["b.txt"] == b"y"
    path = packed(tmp_path / "b.zip", **{"a.txt": bytes(range(256)) * 50, "b.txt": b"y"})
    data = bytearray(path.read_bytes())
    data[45:60] = b"\xff" * 15
    path.write_bytes(data)
    given = found(path)
    assert isinstance(given["a.txt"], UnreadableDocument)
    assert given["b.txt"] == b"y"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"khong phai zip" * 10])
def test_what_is_no_archive(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(UnreadableDocument):
        found(tmp_path / "a.zip")
