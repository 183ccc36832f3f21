"""Addresses of one's own documents in the real page: they open it again and tell nobody whose it is."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from real_page import ask, first_card

NUMBER = "11/2024/TT-BCA"
PAPER = f"""BỘ CÔNG AN
Số: {NUMBER}
Hà Nội, ngày 15 tháng 03 năm 2024
THÔNG TƯ
QUY ĐỊNH VỀ NUÔI LẠC ĐÀ
Điều 1. Đăng ký chuồng trại
Người nuôi lạc đà phải đăng ký chuồng trại.
Điều 2. Hiệu lực thi hành
Thông tư này có hiệu lực thi hành kể từ ngày 01/05/2024.
"""
WAIT = 60_000


@pytest.fixture
def owner(open_page):
    page = open_page()
    page.get_by_role("tab", name="Văn bản của tôi").click()
    expect(page.locator("#tl-shelf .tl-soft")).to_be_visible(timeout=WAIT)
    paper = {"name": "thong-tu.txt", "mimeType": "text/plain", "buffer": PAPER.encode()}
    page.set_input_files("#tl-upload input[type=file]", [paper])
    expect(page.locator(".tl-file-done")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#tl-message")).to_contain_text("Đã lưu", timeout=WAIT)
    page.get_by_role("tab", name="Tra cứu").click()
    return page


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_an_own_document_opens_by_its_number_and_its_links_name_no_collection(owner, open_page, address):
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.goto(f"{address}?vanban={NUMBER}")
    panel = owner.locator("#tl-panel .tl-panel")
    expect(panel).to_contain_text("Nuôi lạc đà", ignore_case=True, timeout=WAIT)
    expect(panel.locator(".tl-status").first).to_have_text(re.compile("^Còn hiệu lực .*có hiệu lực từ 01/05/2024$"))
    owner.wait_for_function("location.search.includes('vanban=~') || location.search.includes('vanban=%7E')")
    assert asked(owner) == {"vanban": [f"~/{NUMBER}"]}

    ask(owner, f"Điều 2 Thông tư {NUMBER}")
    expect(panel.locator(".tl-current")).to_contain_text("Hiệu lực thi hành", timeout=WAIT)
    assert asked(owner)["dieu"] == [f"~/{NUMBER}#2"]
    first_card(owner).get_by_role("button", name="Chép liên kết").click()
    owner.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('http'))")
    link = owner.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"dieu": [f"~/{NUMBER}#2"]}

    owner.goto(link)
    expect(panel.locator(".tl-current")).to_contain_text("Hiệu lực thi hành", timeout=WAIT)
    other = open_page(link.removeprefix(address))
    expect(other.locator("#tl-toast .tl-toast-failed")).to_contain_text("Không tìm thấy", timeout=WAIT)
    assert "lạc đà" not in other.content()
