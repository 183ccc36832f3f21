"""The working folder, the history and the typefaces in a real browser, on a page that has nothing else."""

from urllib.parse import urlsplit

import pytest
from desk_parts import MATERNITY, ME, NOTICE, opened, pin_all
from docx import Document
from playwright.sync_api import Page, expect
from real_page import ROOT, free_port, serving

from corpus.workspace import Workspace
from ui.texts import VIETNAMESE


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('desk') / 'store.sqlite3'}"


@pytest.fixture(scope="module")
def store(database):
    with opened(database) as store:
        yield store


@pytest.fixture
def kept(store):
    kept = Workspace(store, ME)
    kept.erase()
    pin_all(kept)
    return kept


@pytest.fixture(scope="module")
def desk_address(store, database, tmp_path_factory):
    port, log = free_port(), tmp_path_factory.mktemp("log") / "desk.log"
    with serving(ROOT / "tests" / "ui" / "desk_app.py", port, log, str(port), database) as url:
        yield url


@pytest.fixture
def desk(browser, desk_address, kept):
    opened, asked, complaints = [], [], []

    def open_page(**options) -> Page:
        page = browser.new_page(**{"viewport": {"width": 1000, "height": 900}} | options)
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(desk_address)
        expect(page.locator(".tl-pin").first).to_be_visible(timeout=30_000)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.close()
    assert [url for url in asked if urlsplit(url).hostname not in ("127.0.0.1", None, "")] == []
    assert complaints == []


def order(kept):
    return [pin.article_id for pin in kept.pins()]


def said(page, words, name="folder"):
    expect(page.locator(f"#tl-{name}-message")).to_contain_text(words, timeout=30_000)


def test_the_list_is_kept_by_keyboard_alone_and_the_place_is_never_lost(desk, kept):
    page = desk()
    page.get_by_role("button", name="Xuống: Điều 139 Bộ luật Lao động").focus()
    page.keyboard.press("Enter")
    said(page, "đến vị trí 2")
    assert order(kept)[:2] == [NOTICE, MATERNITY]
    expect(page.get_by_role("button", name="Xuống: Điều 139 Bộ luật Lao động")).to_be_focused()
    page.keyboard.press("Enter")
    said(page, "đến vị trí 3")
    # It is the last now and cannot go further: the focus stays with the article.
    expect(page.locator(f'.tl-pin[data-key="{MATERNITY}"] button:focus')).to_have_count(1)
    page.get_by_role("button", name="Bỏ ghim: Điều 35 Bộ luật Lao động").focus()
    page.keyboard.press("Space")
    said(page, "Đã bỏ ghim Điều 35")
    expect(page.locator(".tl-pin")).to_have_count(2)
    expect(page.locator("#tl-folder :focus")).to_have_count(1)


def test_a_note_is_written_and_another_that_is_not_saved_yet_survives(desk, kept):
    page = desk()
    first = page.get_by_role("textbox", name="Ghi chú cho Điều 139 Bộ luật Lao động")
    other = page.get_by_role("textbox", name="Ghi chú cho Điều 35 Bộ luật Lao động")
    first.fill("Hỏi lại <b>khách</b>\nngày ${sinh}")
    other.fill("chưa lưu")
    page.get_by_role("button", name="Lưu ghi chú: Điều 139 Bộ luật Lao động").click()
    said(page, "Đã lưu ghi chú cho Điều 139")
    expect(first).to_have_value("Hỏi lại <b>khách</b>\nngày ${sinh}")
    expect(other).to_have_value("chưa lưu")
    assert [pin.note for pin in kept.pins()] == ["Hỏi lại <b>khách</b>\nngày ${sinh}", "", ""]
    page.get_by_role("button", name="Lên: Điều 35 Bộ luật Lao động").click()
    said(page, "đến vị trí 1")
    expect(other).to_have_value("chưa lưu")
    page.reload()
    expect(page.get_by_role("textbox", name="Ghi chú cho Điều 139")).to_have_value(
        "Hỏi lại <b>khách</b>\nngày ${sinh}", timeout=30_000
    )


def test_what_was_typed_never_gets_to_another_article(desk, kept):
    page = desk()
    page.get_by_role("textbox", name="Ghi chú cho Điều 35 Bộ luật Lao động").fill("về Điều 35")
    page.get_by_role("tab", name="Lịch sử").click()
    kept.unpin(MATERNITY)  # as from the search, where the list is not in sight
    page.get_by_role("tab", name="Hồ sơ").click()
    expect(page.locator(".tl-pin")).to_have_count(2)
    expect(page.get_by_role("textbox", name="Ghi chú cho Điều 1 Nghị định")).to_have_value("")


@pytest.mark.parametrize(("name", "ending"), [(v, k) for k, v in VIETNAMESE.desk.FORMATS.items()])
def test_a_file_arrives(desk, tmp_path, name, ending):
    page = desk()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    assert download.value.suggested_filename == f"ho-so-2026-11-24.{ending}"
    path = tmp_path / "file"
    download.value.save_as(path)
    assert path.stat().st_size > 500
    if ending == "docx":
        links = [link.address for paragraph in Document(path).paragraphs for link in paragraph.hyperlinks]
        assert links[0] == f"{page.url.split('?')[0]}?dieu=45/2019/QH14%23139"


def test_a_second_click_gives_a_second_file(desk):
    page = desk()
    for _ in range(2):
        with page.expect_download():
            page.get_by_role("button", name="Markdown").click()


def test_emptying_asks_first(desk, kept):
    page = desk()
    yes = page.locator("#tl-folder").get_by_role("button", name="Xóa hẳn")
    expect(yes).to_be_hidden()
    page.locator("#tl-folder summary").focus()
    page.keyboard.press("Enter")
    yes.click()
    said(page, "Đã xóa cả hồ sơ")
    assert kept.pins() == []
    expect(page.locator("#tl-folder h2")).to_be_focused()


def test_history_is_searched_erased_and_switched_off(desk, kept):
    kept.remember("Nghỉ thai sản bao lâu?", {"kind": "Bộ luật"}, 7)
    kept.remember("Thừa kế nhà đất", {}, 3)
    kept.judge("Nghỉ thai sản bao lâu?", MATERNITY, True, "đoạn")
    page = desk()
    page.get_by_role("tab", name="Lịch sử").click()
    expect(page.locator("[data-act=ask]")).to_have_count(2)
    page.get_by_label("Tìm trong lịch sử").press_sequentially("thai san")
    expect(page.locator("[data-act=ask]")).to_have_count(1)
    page.get_by_role("button", name="Xóa: Nghỉ thai sản bao lâu?").click()
    said(page, "Đã xóa câu hỏi", "history")
    expect(page.locator("[data-act=ask]")).to_have_count(0)
    switch = page.get_by_role("switch", name="Ghi lại câu hỏi tôi tra")
    expect(switch).to_be_checked()
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    assert not kept.remembering
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải đánh giá về").click()
    assert download.value.suggested_filename == "danh-gia-2026-11-24.jsonl"


def test_phone_dark_and_large_text_have_no_sideways_scroll(desk, kept):
    kept.pin("45/2019/QH14#" + "1" * 30, "Điều " + "1" * 200, "x")
    page = desk(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, color_scheme="dark")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for tab in ("Hồ sơ", "Lịch sử"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_typefaces_load_from_here(desk):
    page = desk()
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family + f.style)")
    assert {"Tra Luat Serifnormal", "Tra Luat Serifitalic", "Tra Luat Signsnormal"} <= {
        name.replace('"', "") for name in loaded
    }
    page.evaluate("document.fonts.load('600 1rem \"Tra Luat Sans\"')")
    assert not page.evaluate("[...document.fonts].some((f) => f.family.includes('Tra Luat') && f.status === 'error')")
    for address, status in (("fonts/NotoSans-Regular.woff2", 200), ("fonts/..%2f__init__.py", 404), ("fonts/x", 404)):
        assert page.request.get(f"{page.url.split('?')[0]}{address}").status == status
