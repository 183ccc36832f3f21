"""The page as a Space keeps it, for the visit alone: the real application in a real browser."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from real_page import MATERNITY, ROOT, ask, first_card, free_port, screenshot, serving
from visitors import Visitor

WAIT = 60_000
DECREE = """CHÍNH PHỦ
Số: 7/2031/NĐ-CP
NGHỊ ĐỊNH
VỀ NUÔI LẠC ĐÀ
Điều 1. Đăng ký chuồng trại
Người nuôi lạc đà phải đăng ký chuồng trại.
"""
TABS = {"vi": ("Tra cứu", "Văn bản của tôi", "Hồ sơ", "Lịch sử"), "en": ("Search", "My documents", "Folder", "History")}
OTHER = {"vi": "English", "en": "Tiếng Việt"}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the application runs that keeps nothing beyond a visit."""
    home, port = tmp_path_factory.mktemp("visits"), free_port()
    own = {"TRALUAT_HOME": str(home / "data"), "TRALUAT_UPLOADS": "session"}
    with serving(ROOT / "app.py", port, home / "app.log", "--port", str(port), **own) as url:
        yield url


def tab(page: Page, which: int, language: str = "vi") -> None:
    page.get_by_role("tab", name=TABS[language][which], exact=True).click()


def drop(page: Page, language: str = "vi") -> None:
    tab(page, 1, language)
    expect(page.locator(".tl-shelf, #tl-shelf .tl-soft").first).to_be_visible(timeout=WAIT)
    file = {"name": "lạc đà.txt", "mimeType": "text/plain", "buffer": DECREE.encode()}
    page.set_input_files("#tl-upload input[type=file]", file)
    expect(page.locator(".tl-file-done")).to_be_visible(timeout=WAIT)


def keep(page: Page) -> None:
    """Keep a document, a pin and a question."""
    drop(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#tl-message")).to_contain_text("Đã lưu", timeout=WAIT)
    tab(page, 0)
    ask(page, MATERNITY)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    first_card(page).locator('[data-act="pin"]').click()
    expect(page.locator("#tl-toast")).to_contain_text("Đã ghim Điều 139", timeout=WAIT)


def switch(page: Page, language: str) -> None:
    page.get_by_role("link", name=OTHER[language]).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "vi" else "vi", timeout=WAIT)
    expect(page.locator("#tl-question textarea")).to_be_visible(timeout=WAIT)


def has(page: Page, language: str, *, everything: bool) -> None:
    """Look into each tab for what was kept."""
    for which, region, kept in (
        (1, "#tl-shelf", "lạc đà"),
        (2, "#tl-folder", "Điều 139"),
        (3, "#tl-history", MATERNITY),
    ):
        tab(page, which, language)
        expect(page.locator(region)).to_contain_text(re.compile(r"\w"), timeout=WAIT)
        if everything:
            expect(page.locator(region)).to_contain_text(kept, timeout=WAIT)
        else:
            expect(page.locator(region)).not_to_contain_text(kept)
    tab(page, 0, language)


def test_a_visit_goes_on_in_the_other_language_and_after_a_reload(open_page):
    page = open_page()
    keep(page)
    switch(page, "vi")
    has(page, "en", everything=True)
    page.locator("#tl-question textarea").fill("nuôi lạc đà có phải đăng ký chuồng trại không")
    page.keyboard.press("Enter")
    expect(first_card(page)).to_contain_text("lạc đà", timeout=WAIT)
    switch(page, "en")
    has(page, "vi", everything=True)
    page.reload()
    expect(page.locator("#tl-question textarea")).to_be_visible(timeout=WAIT)
    has(page, "vi", everything=True)
    page.goto(page.url.partition("?")[0] + "en")
    expect(page.locator("#tl-question textarea")).to_be_visible(timeout=WAIT)
    has(page, "en", everything=True)


def test_a_visit_is_of_its_tab_alone(browser, address):
    with browser.new_context() as one, browser.new_context() as another:
        page, beside, stranger = one.new_page(), one.new_page(), another.new_page()  # beside: all that a browser keeps
        page.goto(address)
        keep(page)
        for other in (beside, stranger):
            other.goto(address)
            has(other, "vi", everything=False)
            ask(other, "Điều 1 Nghị định 7/2031/NĐ-CP")
            expect(other.locator("#tl-results .tl-summary, #tl-results .tl-notice").first).to_be_visible(timeout=WAIT)
            assert "lạc đà" not in other.inner_text("#tl-results")
        has(page, "vi", everything=True)


def test_the_name_of_a_visits_collection_lets_nobody_in(open_page, address):
    page = open_page()
    keep(page)
    ask(page, "nuôi lạc đà có phải đăng ký chuồng trại không")
    expect(first_card(page)).to_contain_text("lạc đà", timeout=WAIT)
    key = first_card(page).get_attribute("data-key")
    name = key.partition("/")[0]
    assert len(name) > 20
    secret = page.evaluate("sessionStorage.getItem('tra-luat')")
    assert re.fullmatch("[0-9a-f]{64}", secret)
    assert secret not in page.content()
    for guess in (name, name * 2, secret[:-1] + ("0" if secret[-1] != "0" else "1")):
        visitor = Visitor(address, guess).open(f"?dieu={quote(key, safe='')}")
        visitor.type("tl-question", "nuôi lạc đà có phải đăng ký chuồng trại không")
        assert "Người nuôi lạc đà" not in visitor.use("tl-question", "submit")
        assert not any("Người nuôi lạc đà" in str(value) for value in visitor.values.values())
        visitor.close()


def test_what_is_not_saved_is_not_lost_without_a_word(open_page):
    page = open_page()
    drop(page)
    page.get_by_role("link", name="English").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("chưa lưu")).to_be_visible()
    expect(dialog.get_by_text("Trình duyệt không cho")).to_be_hidden()
    screenshot(page, "visit-unsaved")
    dialog.get_by_role("button", name="Ở lại").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#tl-recognised")).to_contain_text("Đăng ký chuồng trại")
    page.get_by_role("link", name="English").click()
    dialog.get_by_role("button", name="Vẫn đổi").click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=WAIT)


def test_where_the_browser_keeps_nothing_the_loss_is_told_before(open_page):
    page = open_page()
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('refused'); } })")
    page.reload()
    expect(page.locator("#tl-question textarea")).to_be_visible(timeout=WAIT)
    keep(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("dialog").get_by_text("Trình duyệt không cho trang này nhớ gì")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("chưa lưu")).to_be_hidden()
    page.keyboard.press("Escape")
    has(page, "vi", everything=True)


def test_a_server_that_was_restarted_meanwhile_knows_what_was_chosen(address, tmp_path):
    """To the server, a page from before its restart is one that it has never seen."""
    visitor = Visitor(address).open()
    path = tmp_path / "lạc đà.txt"
    path.write_text(DECREE, encoding="utf-8")
    visitor.choose_file("tl-upload", path)
    visitor.use("tl-upload", "upload")
    visitor.use("Lưu", "click")
    visitor.type("tl-kind", "Bộ luật")
    visitor.session = "0123456789ab"
    for name in ("Mở", "Gỡ bỏ", "Xóa hẳn"):
        assert "Trang vừa mất liên lạc" in visitor.use(name, "click")
    visitor.type("tl-question", MATERNITY)
    assert "Nghỉ thai sản" in visitor.use("tl-question", "submit")
    visitor.close()
