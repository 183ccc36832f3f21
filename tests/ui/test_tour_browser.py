"""What is read, compared and kept: the real page in a real browser, with text that would like to be markup."""

import re

import pytest
from playwright.sync_api import Page, expect
from real_page import MATERNITY, ask, box, first_card, screenshot

WAIT = 60_000
TITLE = '<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 2"> ]]> ${window.hacked = 3} {{value}}'
HOSTILE = '</textarea></style><svg onload="window.hacked = 4"> ]]> \u202eđảo\u202c'
CIRCULAR = f"""BỘ CÔNG AN
Số: 9/2031/TT-BCA
Hà Nội, ngày 05 tháng 3 năm 2031
THÔNG TƯ
Về {TITLE}

Điều 1. Gửi xe <b onclick="window.hacked = 5">tại</b> nhà máy
1. Giá gửi xe là 5.000 đồng {HOSTILE}, trừ trường hợp quy định tại khoản 2 Điều này.
2. Xe đạp không phải trả tiền.

Điều 2. Vé
{"x" * 10_000}
"""
NEWER = CIRCULAR.replace("5.000 đồng", "7.000 đồng").replace("nhà máy\n", "bến xe\n")
MARKUP = "document.querySelectorAll('.tl-panel, .tl-desk, .tl-cards').length"
FOREIGN = """[...document.querySelectorAll('#tl-tabs *')].filter((node) =>
  node.closest('.tl-panel, .tl-desk, .tl-cards, .tl-suggestions, .tl-library')
  && (node.matches('script, img, style, svg') || [...node.attributes].some((one) => one.name.startsWith('on'))))
  .map((node) => node.outerHTML.slice(0, 80))"""


def keep(page: Page, text: str) -> None:
    page.get_by_role("tab", name="Văn bản của tôi").click()
    expect(page.locator(".tl-shelf, #tl-shelf .tl-soft")).to_be_visible(timeout=WAIT)
    file = {"name": "thong-tu.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("#tl-upload input[type=file]", file)
    expect(page.locator("#tl-preview")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#tl-message")).to_contain_text("Đã lưu", timeout=WAIT)
    page.get_by_role("tab", name="Tra cứu").click()


def reading(page: Page):
    panel = page.locator(".tl-panel[data-ready]")
    expect(panel).to_be_visible(timeout=WAIT)
    return panel


def only_text(page: Page) -> None:
    assert page.evaluate(MARKUP) > 0
    assert page.evaluate(FOREIGN) == []
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_text_stays_text_in_panel_comparison_versions_and_folder(open_page):
    page = open_page()
    keep(page, CIRCULAR)
    ask(page, "Điều 1 Thông tư 9/2031/TT-BCA")
    panel = reading(page)
    expect(panel.locator("h2")).to_contain_text("<script>window.hacked = 1</script> <img src=x")
    expect(panel.locator(".tl-current .tl-law")).to_contain_text(
        '</textarea></style><svg onload="window.hacked = 4"> ]]>'
    )
    only_text(page)
    panel.locator(".tl-current").get_by_role("button", name="Ghim").click()
    expect(page.locator(".tl-toast")).to_contain_text("vào hồ sơ", timeout=WAIT)

    panel.locator(".tl-current").get_by_role("button", name="So sánh").click()
    expect(page.locator(".tl-toast")).to_contain_text("Đã chọn", timeout=WAIT)
    panel.locator(".tl-current").get_by_role("button", name="Điều sau").click()
    panel.locator(".tl-current").get_by_role("button", name="So sánh").click()
    expect(page.get_by_role("heading", name="So sánh hai điều")).to_be_visible(timeout=WAIT)
    expect(page.locator(".tl-column").first).to_contain_text('Điều 1. Gửi xe <b onclick="window.hacked = 5">tại</b>')
    only_text(page)

    page.get_by_role("tab", name="Hồ sơ").click()
    note = page.locator(".tl-pin textarea")
    expect(note).to_be_visible(timeout=WAIT)
    note.fill(HOSTILE)
    page.get_by_role("button", name=re.compile("^Lưu ghi chú")).click()
    expect(page.locator("#tl-folder-message")).to_contain_text("Đã lưu ghi chú", timeout=WAIT)
    page.reload()
    page.get_by_role("tab", name="Hồ sơ").click()
    expect(note).to_have_value(re.compile(r"^</textarea></style><svg"), timeout=WAIT)
    only_text(page)


def test_versions_show_what_differs(open_page):
    page = open_page()
    keep(page, CIRCULAR)
    keep(page, NEWER)
    ask(page, "9/2031/TT-BCA")
    panel = reading(page)
    panel.get_by_text("Bản trước (1)").click()
    panel.get_by_role("button", name="So với bản nay").click()
    expect(page.get_by_role("heading", name="So sánh hai bản")).to_be_visible(timeout=WAIT)
    expect(page.locator(".tl-comparison")).to_contain_text("1 điều đổi, 0 điều thêm, 0 điều bớt, 1 điều giữ nguyên.")
    pair = page.locator(".tl-pair")
    expect(pair.locator("h3 del")).to_have_text("bớt: nhà máy")
    expect(pair.locator("h3 ins")).to_have_text("thêm: bến xe")
    expect(pair.locator(".tl-compared del")).to_have_text("bớt: 5.000")
    expect(pair.locator(".tl-compared ins")).to_have_text("thêm: 7.000")
    grounds = "(marks) => marks.map((mark) => getComputedStyle(mark).backgroundColor)"
    colours = pair.locator(".tl-compared del, .tl-compared ins").evaluate_all(grounds)
    assert len({*colours, "rgba(0, 0, 0, 0)"}) == 3
    only_text(page)
    screenshot(page, "tour-versions")


def test_the_panel_stays_in_sight_while_results_scroll(open_page):
    page = open_page()
    ask(page, MATERNITY)
    first_card(page).get_by_role("link", name="Mở trong văn bản").click()
    panel, bar = reading(page), page.locator(".tl-bar")
    expect(bar).to_contain_text("Bộ luật Lao động số 45/2019/QH14")
    last = page.locator(".tl-card").last
    for place in (page.locator(".tl-card").nth(4), last, page.locator(".tl-foot")):
        place.scroll_into_view_if_needed()
        expect(bar).to_be_in_viewport(ratio=1)
        expect(panel).to_be_in_viewport(ratio=0.99)
    assert panel.bounding_box()["height"] > 400
    screenshot(page, "tour-panel-at-the-foot")


def test_a_mention_of_a_clause_leads_to_the_clause(open_page):
    page = open_page("?dieu=45/2019/QH14%23139")
    panel = reading(page)
    panel.locator(".tl-current").get_by_role("link", name="khoản 1 Điều này").first.click()
    expect(panel.locator(".tl-there")).to_have_text(re.compile(r"^1\. Lao động nữ được nghỉ thai sản"))
    expect(panel.locator(".tl-there")).to_be_focused()
    panel.get_by_role("searchbox").fill("khoản 1 Điều 138")
    panel.locator("#tl-a34").get_by_role("link", name="khoản 1 Điều 138").click()
    expect(panel.locator(".tl-current .tl-there")).to_have_text(re.compile(r"^1\. Lao động nữ mang thai"))
    panel.get_by_role("button", name="Quay lại").click()
    expect(panel.locator(".tl-there")).to_have_count(0)


def test_what_is_pasted_or_deleted_is_heard_like_what_is_typed(open_page):
    page = open_page()
    box(page).focus()
    page.keyboard.insert_text("bộ luật hàng hảii")
    expect(page.locator("#tl-suggest li")).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(page.locator("#tl-suggest li")).to_contain_text("95/2015/QH13", timeout=WAIT)


@pytest.mark.parametrize("tab", ["Lịch sử", "Tra cứu"])
def test_paper_shows_the_tab_that_is_open(open_page, tab):
    page = open_page("?dieu=45/2019/QH14%23139")
    panel = reading(page)
    page.get_by_role("tab", name=tab).click()
    page.emulate_media(media="print")
    if tab == "Tra cứu":
        expect(panel.locator("h2")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_hidden()
    else:
        expect(page.get_by_role("heading", name="Câu hỏi đã tra")).to_be_visible()
        expect(panel).to_be_hidden()
