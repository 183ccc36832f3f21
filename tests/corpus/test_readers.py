import codecs
import json
from datetime import date

import pytest

from corpus import readers
from corpus.__main__ import main
from corpus.errors import DocumentTooLarge, UnreadableDocument, UnsupportedFormat
from corpus.readers import read, read_bytes

DECREE = """CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 01/2021/NĐ-CP
Hà Nội, ngày 04 tháng 01 năm 2021
NGHỊ ĐỊNH
VỀ ĐĂNG KÝ DOANH NGHIỆP
Căn cứ Luật Tổ chức Chính phủ;
Điều 1. Phạm vi điều chỉnh
1. Hồ sơ.
2. Trình tự.
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 10 tháng 02 năm 2021.
TM. CHÍNH PHỦ
THỦ TƯỚNG
Nguyễn Xuân Phúc
"""


@pytest.mark.parametrize(
    "data",
    [
        DECREE.encode(),
        codecs.BOM_UTF8 + DECREE.encode(),
        codecs.BOM_UTF16_LE + DECREE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + DECREE.encode("utf-16-be"),
    ],
)
def test_text(data):
    document = read_bytes(data, "nghị định.TXT")
    assert document.id == document.number == "01/2021/NĐ-CP"
    assert (document.kind, document.title) == ("Nghị định", "Nghị định về đăng ký doanh nghiệp")
    assert (document.issuer, document.signer) == ("Chính phủ", "Nguyễn Xuân Phúc")
    assert (document.issued_on, document.effective_on) == (date(2021, 1, 4), date(2021, 2, 10))
    assert [article.title for article in document.articles] == ["Phạm vi điều chỉnh", "Hiệu lực thi hành"]
    assert "THỦ TƯỚNG" not in document.articles[-1].text


def test_markdown():
    marked = (
        DECREE.replace("Điều 1. ", "## **Điều 1.** ")
        .replace("1. Hồ", "1\\. Hồ")
        .replace("NGHỊ ĐỊNH\n", "# NGHỊ ĐỊNH\n")
    )
    assert read_bytes(marked.encode(), "a.md").articles == read_bytes(DECREE.encode(), "a.txt").articles


def test_paper_without_number_or_articles():
    document = read_bytes("Đơn khởi kiện\n1. Tôi tên là A.".encode(), "Đơn kiện.txt", "riêng")
    assert document.id == f"riêng/{document.sha256[:12]}"
    assert (document.number, document.title, document.collection) == ("", "Đơn kiện", "riêng")
    assert len(document.articles) == 1
    assert document.articles[0].clauses[0].number == "1"


@pytest.mark.parametrize(
    "data", [b"", b" \n\t", b"\xff\xfe\x00", b"abc\x00def", "Điều".encode("utf-16-le"), b"\xe1\xba"]
)
def test_unreadable(data):
    with pytest.raises(UnreadableDocument):
        read_bytes(data, "a.txt")


def test_unsupported_and_too_large(tmp_path, monkeypatch):
    with pytest.raises(UnsupportedFormat) as caught:
        read(tmp_path / "a.xyz")
    assert ".txt" in caught.value.message
    with pytest.raises(UnreadableDocument):
        read(tmp_path / "none.txt")
    monkeypatch.setattr(readers, "MAX_BYTES", 10)
    (tmp_path / "a.txt").write_text(DECREE)
    with pytest.raises(DocumentTooLarge):
        read(tmp_path / "a.txt")
    with pytest.raises(DocumentTooLarge):
        read_bytes(DECREE.encode(), "a.txt")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TRALUAT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TRALUAT_DATABASE", raising=False)
    return tmp_path


def test_command(home, capsys):
    (home / "in").mkdir()
    (home / "in" / "a.txt").write_text(DECREE)
    (home / "in" / "b.txt").write_bytes(b"\xff")
    (home / "in" / "c.xyz").write_bytes(b"")
    assert main(["add", str(home / "in"), "--collection", "riêng"]) == 1
    output = capsys.readouterr()
    assert output.out.startswith("01/2021/NĐ-CP\t")
    assert len(output.err.splitlines()) == 1
    assert main(["list", "--json", "--collection", "riêng"]) == 0
    (info,) = json.loads(capsys.readouterr().out)
    assert (info["id"], info["article_count"], info["issued_on"]) == ("01/2021/NĐ-CP", 2, "2021-01-04")
    assert main(["show", "01/2021/NĐ-CP#1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Phạm vi điều chỉnh"
    assert main(["show", "45/2019/QH14#139"]) == 0
    assert "Điều 139. Nghỉ thai sản" in capsys.readouterr().out
    assert main(["remove", "01/2021/NĐ-CP"]) == 0
    capsys.readouterr()
    assert main(["show", "01/2021/NĐ-CP"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("Lỗi: Không tìm thấy")
    assert len(output.err.splitlines()) == 1
    with pytest.raises(SystemExit) as caught:
        main(["frobnicate"])
    assert caught.value.code == 2


def test_command_with_a_broken_store(home, capsys):
    (home / "home").mkdir()
    (home / "home" / "store.sqlite3").write_bytes(b"x" * 5000)
    assert main(["list"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
