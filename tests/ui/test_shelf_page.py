"""One's own documents, as a person keeps them: the real page in a real browser, with real files."""

import re

import pytest
from playwright.sync_api import Page, expect
from real_page import ask, box, first_card, screenshot

from ui.texts import ENGLISH, VIETNAMESE

DECREE = """CHÍNH PHỦ
Số: 7/2031/NĐ-CP
Hà Nội, ngày 04 tháng 01 năm 2031
NGHỊ ĐỊNH
VỀ NUÔI {animal}
Điều 1. Đăng ký chuồng trại
1. Người nuôi {animal} phải đăng ký chuồng trại.
2. Hồ sơ gồm đơn.
Điều 2. Mức phạt
Phạt tiền từ 100.000 đồng đến 200.000 đồng. <img src=x onerror="document.title='bị chiếm'"><script>alert(1)</script>
"""
WAIT = 60_000


@pytest.fixture
def shelf(open_page):
    """A page that shows the tab; each has a browser's memory of its own."""

    def opened() -> Page:
        page = open_page()
        page.get_by_role("tab", name="Văn bản của tôi").click()
        expect(page.locator(".tl-shelf, #tl-shelf .tl-soft")).to_be_visible(timeout=WAIT)
        return page

    return opened


def drop(page: Page, **files: str) -> None:
    payloads = [
        {"name": name.replace("_", "."), "mimeType": "application/octet-stream", "buffer": text.encode()}
        for name, text in files.items()
    ]
    page.set_input_files("#tl-upload input[type=file]", payloads)


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#tl-message")).to_contain_text("Đã lưu", timeout=WAIT)


def search(page: Page, question: str) -> None:
    page.get_by_role("tab", name="Tra cứu").click()
    ask(page, question)


def test_from_a_dropped_file_to_its_article(shelf):
    page = shelf()
    drop(page, nghị_txt=DECREE.format(animal="lạc đà"), hỏng_docx="không phải docx")
    expect(page.locator(".tl-file-done")).to_contain_text("2 điều", timeout=WAIT)
    expect(page.locator(".tl-file-failed")).to_contain_text("không phải là tệp .docx thật")
    expect(page.locator("#tl-recognised")).to_contain_text("2 điều, 2 khoản")
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("7/2031/NĐ-CP")
    screenshot(page, "shelf-preview")
    page.get_by_label("Tên văn bản").fill("Nghị định lạc đà (đã sửa tên)")
    save(page)
    expect(page.locator(".tl-shelf")).to_contain_text("Nghị định lạc đà (đã sửa tên)")
    search(page, "nuôi lạc đà có phải đăng ký chuồng trại không")
    card = first_card(page)
    expect(card).to_contain_text("Nghị định lạc đà (đã sửa tên)")
    expect(card.locator(".tl-badge-own")).to_have_text("Của bạn")
    screenshot(page, "shelf-found")


def test_nobody_else_sees_it(shelf):
    mine, other = shelf(), shelf()
    drop(mine, a_txt=DECREE.format(animal="đà điểu châu Úc"))
    expect(mine.locator(".tl-file-done")).to_be_visible(timeout=WAIT)
    save(mine)
    for page, seen in ((mine, True), (other, False)):
        search(page, "Điều 1 Nghị định 7/2031/NĐ-CP")
        expect(page.locator("#tl-results .tl-summary, #tl-results .tl-notice").first).to_be_visible(timeout=WAIT)
        assert ("đà điểu" in page.inner_text("#tl-results")) is seen
    other.reload()
    other.get_by_role("tab", name="Văn bản của tôi").click()
    expect(other.locator("#tl-shelf")).to_contain_text("chưa có văn bản nào", timeout=WAIT)


def test_it_is_there_after_a_reload_opens_goes_and_comes_back(shelf):
    page = shelf()
    drop(page, a_txt=DECREE.format(animal="kỳ lân"))
    expect(page.locator(".tl-file-done")).to_be_visible(timeout=WAIT)
    save(page)
    page.reload()
    page.get_by_role("tab", name="Văn bản của tôi").click()
    expect(page.locator(".tl-shelf")).to_contain_text("kỳ lân", timeout=WAIT)
    page.get_by_role("button", name="Mở", exact=True).click()
    expect(page.locator("#tl-reader")).to_contain_text("<script>alert(1)</script>", timeout=WAIT)
    assert "bị chiếm" not in page.title()
    page.get_by_role("button", name="Gỡ bỏ").click()
    expect(page.locator("#tl-message")).to_contain_text("Hoàn tác được", timeout=WAIT)
    expect(page.locator("#tl-shelf")).to_contain_text("chưa có văn bản nào")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".tl-shelf")).to_contain_text("kỳ lân", timeout=WAIT)
    page.get_by_role("button", name="Xóa hẳn").click()
    expect(page.locator("#tl-message")).to_contain_text("Đã xóa hẳn", timeout=WAIT)
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_hidden()
    page.get_by_role("tab", name="Tra cứu").click()
    expect(box(page)).to_be_visible()


def test_a_wrong_day_is_told_and_what_was_typed_stays(shelf):
    page = shelf()
    drop(page, a_txt=DECREE.format(animal="rồng"))
    expect(page.locator(".tl-file-done")).to_be_visible(timeout=WAIT)
    page.get_by_label(re.compile("Ngày ban hành")).fill("31/02/2031")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#tl-message")).to_contain_text("31/02/2031", timeout=WAIT)
    expect(page.get_by_label(re.compile("Ngày ban hành"))).to_have_value("31/02/2031")
    page.get_by_role("button", name="Bỏ qua").click()
    expect(page.locator("#tl-message")).to_contain_text("không có gì được lưu", timeout=WAIT)
    expect(page.locator("#tl-shelf")).to_contain_text("chưa có văn bản nào")


@pytest.mark.parametrize(
    ("path", "tab", "words"),
    [("", "Văn bản của tôi", VIETNAMESE), ("en", "My documents", ENGLISH)],
)
def test_the_box_for_files_speaks_the_pages_language(open_page, path, tab, words):
    page, texts = open_page(path), words.shelf
    page.get_by_role("tab", name=tab).click()
    box = page.get_by_role("button", name=texts.DROP_LABEL)
    expect(box).to_have_text(re.compile(rf"{texts.DROP}\s+{texts.DROP_OR}\s+{texts.DROP_CLICK}"))
    drop(page, hỏng_exe="MZ")
    expect(page.locator(".tl-file-failed")).to_be_visible(timeout=WAIT)
    expect(page.locator("#tl-upload")).not_to_contain_text(re.compile("Error|Lỗi|Invalid"))
    refused = {VIETNAMESE: "Không đọc được định dạng “.exe”", ENGLISH: words.page.ERRORS.get("UnsupportedFormat", "")}[
        words
    ]
    expect(page.locator(".tl-file-failed")).to_contain_text(refused)
    # Drawn anew by Gradio after each file, it still does.
    expect(box).to_contain_text(texts.DROP)
    expect(page.locator("#tl-upload input")).to_have_attribute("accept", re.compile("docx"))
    screenshot(page, f"shelf-box-{words.language}")
