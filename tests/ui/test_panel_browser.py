"""The reading panel in a real browser, with reader.js and find.js but without the application."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from test_panel import CODE, TARGETS

from corpus.model import Reference
from ui import reader
from ui.texts import VIETNAMESE

UI = Path(reader.__file__).parent
STYLES = "".join((UI / name).read_text(encoding="utf-8") for name in ("style.css", "reader.css", "print.css"))
SCRIPTS = "".join(f"<script>{(UI / name).read_text(encoding='utf-8')}</script>" for name in ("reader.js", "find.js"))
LONG = replace(
    CODE,
    articles=tuple(replace(one, text=f"{one.text}\n" + "Đoạn dài. " * 300) for one in CODE.articles),
    references=(Reference("3", 5, 11, "45/2019/QH14#2"),),
)
DRAW = "(html) => { document.getElementById('tl-panel').innerHTML = html; }"


@pytest.fixture
def page(browser):
    """A page with a button, where an answer of the server is drawn into a frame; it must make no complaint."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 700}, permissions=["clipboard-read", "clipboard-write"]
    )
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    frame = '<button id="opener">Mở</button><div id="tl-panel" style="height: 600px; overflow: auto"></div>'
    html = (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{STYLES}</style>{SCRIPTS}'
        f'<body><div class="gradio-container">{frame}</div>'
    )
    page.route("http://localhost/**", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("http://localhost/tra")
    yield page
    context.close()
    assert complaints == []


def draw(page, doc=LONG, **options):
    page.focus("#opener")
    page.evaluate(DRAW, reader.document(doc, words=VIETNAMESE, **{"targets": TARGETS} | options))
    expect(page.locator(".tl-panel[data-ready]")).to_be_visible()


def copied(page):
    expect(page.locator(".tl-said")).to_have_text("Đã sao chép.")
    return page.evaluate("navigator.clipboard.readText()")


def current(page):
    return page.locator(".tl-current")


def test_it_opens_at_its_article_with_the_focus_on_the_heading(page):
    draw(page, at="3", span=(0, 4))
    expect(page.locator("h2")).to_be_focused()
    expect(page.locator("mark")).to_be_in_viewport()
    expect(current(page).locator(".tl-tools")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến Điều 3. Nghỉ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Điều 3. Nghỉ")).to_be_focused()


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_closing_gives_the_focus_back(page, how):
    draw(page)
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Đóng").click()
    expect(page.locator(".tl-panel")).to_have_count(0)
    expect(page.locator("#opener")).to_be_focused()


def test_citation_quotation_and_link_are_copied(page):
    draw(page, CODE, at="2")
    tools = current(page).locator(".tl-tools")
    tools.get_by_role("button", name="Chép trích dẫn").click()
    cited = "Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019"
    assert copied(page) == f"Điều 2 {cited}"
    tools.get_by_role("button", name="Chép nguyên văn").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('“'))")
    assert copied(page) == f"“{CODE.articles[1].text}”\n(Điều 2 {cited})"
    current(page).locator(".tl-n").last.press("Enter")
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('khoản'))")
    assert copied(page) == f"khoản 2 Điều 2 {cited}"
    tools.get_by_role("button", name="Chép liên kết").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('http'))")
    assert copied(page) == "http://localhost/tra?dieu=45/2019/QH14%232"


def test_links_of_ones_own_document_do_not_name_its_collection(page):
    key = "~browser-0123/45/2019/QH14"
    own = replace(LONG, id=key, references=(Reference("3", 5, 11, f"{key}#2"),))
    draw(page, own, at="3", targets={f"{key}#2": f"{key}#2"})
    current(page).get_by_role("link", name="Điều 2").click()
    expect(current(page)).to_have_attribute("data-key", f"{key}#2")
    current(page).get_by_role("button", name="Chép liên kết").click()
    assert copied(page) == "http://localhost/tra?dieu=~/45/2019/QH14%232"
    page.locator(".tl-panel-tools").get_by_role("button", name="Chép liên kết").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('vanban'))")
    assert copied(page) == "http://localhost/tra?vanban=~/45/2019/QH14"
    hrefs = page.locator("a[href]").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert hrefs
    assert not [href for href in hrefs if "browser" in href]


def test_only_the_clauses_of_an_open_article_are_on_the_tab_key(page):
    draw(page, CODE, at="1")
    numbers = page.locator("#tl-a1 .tl-n")
    expect(numbers.first).to_have_attribute("tabindex", "-1")
    expect(numbers.first).to_have_attribute("title", "Chép trích dẫn khoản 1")
    page.get_by_role("button", name="Công cụ của Điều 2").click()
    expect(numbers.first).to_have_attribute("tabindex", "0")
    expect(page.get_by_role("button", name="Công cụ của Điều 2")).to_have_attribute("aria-expanded", "true")


def test_articles_follow_one_another(page):
    draw(page, at="1")
    expect(current(page).get_by_role("button", name="Điều trước")).to_be_disabled()
    current(page).get_by_role("button", name="Điều sau").click()
    expect(current(page)).to_have_attribute("data-key", "45/2019/QH14#2")
    expect(page.locator(".tl-panel")).to_have_attribute("data-at", "45/2019/QH14#2")
    expect(page.get_by_role("heading", name="Điều 2. Đối tượng")).to_be_focused()
    expect(page.get_by_role("heading", name="Điều 2. Đối tượng")).to_be_in_viewport()
    expect(page.locator(".tl-tools")).to_have_count(1)


def test_a_reference_within_the_document_is_followed_and_taken_back(page):
    draw(page, at="3")
    page.evaluate("document.addEventListener('click', (event) => (window.act = event.target.dataset.act ?? 'none'))")
    current(page).get_by_role("link", name="Điều 2").click()
    expect(current(page)).to_have_attribute("data-key", "45/2019/QH14#2")
    page.get_by_role("button", name="Quay lại").click()
    expect(current(page)).to_have_attribute("data-key", "45/2019/QH14#3")
    expect(page.get_by_role("button", name="Quay lại")).to_be_hidden()
    assert page.evaluate("window.act") == "none"


def test_the_way_back_to_another_document_goes_through_the_server(page):
    draw(page, at="3")
    draw(page, replace(CODE, id="x/1", number="", title="Hợp đồng"), at="1")
    page.evaluate("""() => {
      window.wishes = [];
      document.addEventListener("click", ({ target: { dataset } }) => window.wishes.push([dataset.act, dataset.key]));
    }""")
    page.get_by_role("button", name="Quay lại").click()
    assert ["open", "45/2019/QH14#3"] in page.evaluate("window.wishes")
    draw(page, at="3")
    expect(page.get_by_role("button", name="Quay lại")).to_be_hidden()


def test_the_table_of_contents_leads_to_articles(page):
    draw(page, at="3")
    page.get_by_role("button", name="Mục lục").click()
    expect(page.get_by_role("link", name="Điều 3. Nghỉ", exact=True)).to_be_focused()
    page.get_by_text("Mục 2", exact=True).first.click()
    page.get_by_role("link", name="Điều 4. Cũ").click()
    expect(page.get_by_role("heading", name="Điều 4. Cũ")).to_be_in_viewport()
    expect(page.locator(".tl-contents [aria-current]")).to_have_text("Điều 4. Cũ")


def test_finding_is_deaf_to_case_and_diacritics_and_says_how_many(page):
    draw(page)
    box, count = page.get_by_role("searchbox"), page.locator(".tl-find-count")
    box.fill("NGUOI lao  dong")
    expect(count).to_have_text("1 trên 1")
    assert page.evaluate("[...CSS.highlights.get('tl-find-at')].map(String)") == ["Người lao động"]
    box.fill("theo dieu")
    expect(count).to_have_text("1 trên 2")
    box.press("Enter")
    expect(count).to_have_text("2 trên 2")
    # Through the link in "Theo Điều 2".
    assert page.evaluate("[...CSS.highlights.get('tl-find-at')].map(String)") == ["Theo Điều"]
    box.press("Enter")
    expect(count).to_have_text("1 trên 2")
    page.get_by_role("button", name="Chỗ trước").click()
    expect(count).to_have_text("2 trên 2")
    box.fill("không có (chữ")
    expect(count).to_have_text("Không thấy")
    box.press("Escape")
    expect(count).to_have_text("")
    expect(page.locator(".tl-panel")).to_be_visible()


def test_paper_shows_the_document_or_one_article_with_its_citation(page):
    draw(page, at="3")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#opener, .tl-bar, .tl-tools").first).to_be_hidden()
    expect(page.locator(".tl-print-cite")).to_have_text("Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019")
    expect(page.get_by_text("In từ Tra Luật ngày")).to_be_visible()
    expect(page.locator("#tl-a0")).to_be_visible()
    page.evaluate("window.print = () => window.dispatchEvent(new Event('beforeprint'))")
    page.evaluate("document.querySelector('.tl-current [data-do=print-article]').click()")
    expect(page.locator("#tl-a0")).to_be_hidden()
    expect(page.locator("h2")).to_be_hidden()
    expect(page.locator("#tl-a2")).to_be_visible()
    expect(page.locator(".tl-print-cite")).to_have_text("Điều 3 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#tl-a0")).to_be_visible()


def test_what_the_panel_covers_cannot_be_reached(page):
    page.evaluate("document.getElementById('tl-panel').style.cssText = 'position: fixed; inset: 0; overflow: auto'")
    draw(page)
    assert page.evaluate("document.getElementById('opener').inert")
    page.keyboard.press("Escape")
    expect(page.locator("#opener")).to_be_focused()
    assert not page.evaluate("document.getElementById('opener').inert")
