import base64

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.html import read_html
from tests.corpus.legacy_bytes import encode
from tests.corpus.writers import (
    lines,
)

# ---- web pages

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0030)https://vbpl.vn/van-ban?id=1&amp;x -->
<html><head><meta charset="utf-8"><title>Luật Đất đai số 31/2024/QH15 | Thư viện</title>
<style>p{{color:red}}</style></head><body><form id="aspnetForm">
<header><h1>Trang chủ</h1></header><nav><a href="/">Điều 1. Luật khác</a></nav>
<div class="left"><ul><li><a href="/1">Nghị định mới</a></li><li><a href="/2">Thông tư mới</a></li></ul></div>
<div class="body"><div><p>QUỐC HỘI</p><p style="display:none">khuất</p>{}<p>Điều 1.   Phạm
vi</p><p>Một<br>Hai</p><p>Điều 2. Hết</p><input value="x"><script>alert(1)</script></div></div>
<footer>Bản quyền</footer></form></body></html>"""
EXPECTED = ["QUỐC HỘI", "Điều 1. Phạm vi", "Một", "Hai", "Điều 2. Hết"]


def test_html_page_with_a_site_around():
    found = read_html(PAGE.format("").encode())
    assert lines(found) == EXPECTED
    assert found.title == "Luật Đất đai số 31/2024/QH15"
    assert found.source_url == "https://vbpl.vn/van-ban?id=1&x"


def test_html_lists_and_tables():
    inside = """<ol start=3><li>Ba<ol type=a><li>x<li>y</ol><li>Bốn</ol><ul style="list-style:none"><li>gạch</ul>
    <ul><li>chấm<li>- có gạch</ul><ol><li>1. tự đánh số</ol>
    <table><thead><tr><th>STT<th>Tên</thead><tr><td>1<td>A <b>b</b><p>c</p><tr><td>2<td></table>"""
    assert lines(read_html(PAGE.format(inside).encode())) == [
        EXPECTED[0], "3. Ba", "a. x", "b. y", "4. Bốn", "gạch", "- chấm", "- có gạch", "1. tự đánh số",
        "STT | Tên", "1 | A b c", "2", *EXPECTED[1:],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Điều 1. Người lao động", "Điều 1. Người lao động".encode()),
        ("Điều 1. Người lao động", "\ufeffĐiều 1. Người lao động".encode("utf-16-le")),
        ("Điều 1. Người lao động", "<p>Điều 1. Người lao động".encode("utf-16-le")),
        ("Đường", b"<meta http-equiv=content-type content='text/html; charset=windows-1258'>\xd0\xfd\xf5\xccng"),
        ("Điều kiện thừa kế", b"\xd0i\xea\xccu ki\xea\xf2n th\xfd\xcca k\xea\xec"),
        ("Người lao động", b"<meta charset=viscii>" + encode("Người lao động", "viscii")),
        ("café “x”", b"<meta charset=iso-8859-1>caf\xe9 \x93x\x94"),
    ],
)
def test_html_encodings(text, data):
    assert read_html(data).text == text


def test_web_archive():
    body = base64.encodebytes(PAGE.format("").encode()).decode()
    mail = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://vbpl.vn/a\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
        f"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--b--\r\n"
    )
    assert lines(read_html(mail.encode())) == EXPECTED
    with pytest.raises(UnreadableDocument):
        read_html(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")
