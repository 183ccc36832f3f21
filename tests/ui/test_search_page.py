"""The search as a lawyer works with it: the real page in a real browser."""

import re
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect
from real_page import MATERNITY, ask, box, first_card, screenshot

WAIT = 60_000


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=re.compile(re.escape(option))).click()


def test_first_results_come_before_the_reranked_ones(open_page):
    page = open_page()
    stages = """() => { window.stages = []; window.dim = 0;
      const note = () => { const one = document.querySelector('#tl-results [data-stage]');
        window.dim += document.body.matches('.tl-searching:not(.tl-drawn)');
        if (one && window.stages.at(-1) !== one.dataset.stage) window.stages.push(one.dataset.stage); };
      const results = document.getElementById('tl-results');
      new MutationObserver(note).observe(results, { childList: true, subtree: true }); }"""
    page.evaluate(stages)
    ask(page, MATERNITY)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    assert page.evaluate("window.stages") == ["first", "last"]
    assert page.evaluate("window.dim") == 0
    expect(page.locator(".tl-waiting")).to_have_count(0)


def test_a_second_question_takes_the_place_of_the_first(open_page):
    page = open_page()
    box(page).fill(MATERNITY)
    box(page).press("Enter")
    box(page).fill("Thời hiệu khởi kiện chia thừa kế là bao lâu?")
    box(page).press("Enter")
    expect(first_card(page)).to_contain_text("thừa kế", timeout=WAIT)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    page.wait_for_timeout(1500)
    expect(first_card(page)).to_contain_text("Thời hiệu")
    assert query(page)["q"] == ["Thời hiệu khởi kiện chia thừa kế là bao lâu?"]


def test_a_reading_is_taken_back_with_one_click_and_brought_again(open_page):
    page = open_page()
    ask(page, "nghi phep nam BLLĐ")
    expect(page.locator(".tl-reading q")).to_contain_text("nghỉ phép năm Bộ luật Lao động", timeout=WAIT)
    page.get_by_role("button", name="Giữ nguyên “BLLĐ” như đã gõ").click()
    expect(page.locator(".tl-reading q")).to_contain_text("nghỉ phép năm BLLĐ", timeout=WAIT)
    page.get_by_role("button", name="Hiểu lại câu hỏi").click()
    expect(page.locator(".tl-reading q")).to_contain_text("Bộ luật Lao động", timeout=WAIT)
    page.get_by_role("button", name="Tìm đúng như tôi gõ").click()
    expect(page.locator(".tl-reading")).to_contain_text("Đã giữ nguyên", timeout=WAIT)


def test_what_is_asked_while_the_page_still_opens_is_being_answered_until_it_is(browser, address):
    page = browser.new_page()
    held = {}

    def hold(route):
        """Let the page be opened only once the question has been asked, and answer that after it."""
        asked = MATERNITY in route.request.post_data_json["data"]
        held["question" if asked else "opening"] = route

    page.route("**/queue/join*", hold)
    page.goto(address)
    box(page).fill(MATERNITY)
    box(page).press("Enter")
    while len(held) < 2:
        page.wait_for_timeout(50)
    page.wait_for_function("document.body.classList.contains('tl-searching')")
    with page.expect_event("requestfinished", lambda request: "queue/join" in request.url):
        held["opening"].continue_()
    page.wait_for_timeout(1500)
    assert page.evaluate("document.body.classList.contains('tl-searching')")
    held["question"].continue_()
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    page.wait_for_function("!document.body.classList.contains('tl-searching')")
    page.close()


def test_a_question_that_is_given_up_leaves_nothing_on_the_page(open_page):
    page = open_page()
    # Asked at the very moment when the first answer is there, and is about to be read closely.
    asked = """(next) => { const results = document.getElementById('tl-results');
      const watch = new MutationObserver(() => {
        if (!results.querySelector('[data-stage="first"]')) return;
        watch.disconnect();
        [...document.querySelectorAll('.tl-example')].find((one) => one.textContent.includes(next)).click();
      });
      watch.observe(results, { childList: true, subtree: true }); }"""
    page.evaluate(asked, "Điều 173 BLHS")
    box(page).fill(MATERNITY)
    box(page).press("Enter")
    expect(first_card(page)).to_contain_text("Tội trộm cắp tài sản", timeout=WAIT)
    page.wait_for_function("!document.body.classList.contains('tl-searching')")
    page.wait_for_timeout(1000)
    expect(first_card(page)).to_contain_text("Tội trộm cắp tài sản")
    expect(page.locator(".tl-waiting")).to_have_count(0)
    expect(box(page)).to_have_value("Điều 173 BLHS")


def test_a_question_that_reaches_the_server_late_does_not_take_the_place_of_a_newer_one(open_page):
    page = open_page()
    held, late = [], "Thời hiệu khởi kiện chia thừa kế là bao lâu?"

    def hold(route):
        asked = late in route.request.post_data_json["data"]
        held.append(route) if asked else route.continue_()

    page.route("**/queue/join*", hold)
    box(page).fill(late)
    box(page).press("Enter")
    while not held:
        page.wait_for_timeout(50)
    box(page).fill(MATERNITY)
    box(page).press("Enter")
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    held[0].continue_()
    page.wait_for_function("!document.body.classList.contains('tl-searching')")
    page.wait_for_timeout(1000)
    expect(first_card(page)).to_contain_text("Nghỉ thai sản")
    expect(page.locator(".tl-waiting")).to_have_count(0)
    assert query(page)["q"] == [MATERNITY]


def test_what_is_left_as_typed_comes_back_with_the_address(open_page):
    page = open_page()
    ask(page, "nghi phep nam BLLĐ")
    page.get_by_role("button", name="Giữ nguyên “BLLĐ” như đã gõ").click()
    expect(page.locator(".tl-reading q")).to_contain_text("nghỉ phép năm BLLĐ", timeout=WAIT)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("giu") == ["BLLĐ"])
    again = open_page("?" + urlsplit(page.url).query)
    expect(again.locator(".tl-reading q")).to_contain_text("nghỉ phép năm BLLĐ", timeout=WAIT)
    again.get_by_role("link", name="English").click()
    expect(again.locator("html")).to_have_attribute("lang", "en", timeout=WAIT)
    expect(again.locator(".tl-reading q")).to_contain_text("nghỉ phép năm BLLĐ", timeout=WAIT)
    page.get_by_role("button", name="Hiểu lại câu hỏi").click()
    expect(page.locator(".tl-reading q")).to_contain_text("Bộ luật Lao động", timeout=WAIT)
    page.wait_for_url(lambda url: "giu" not in parse_qs(urlsplit(url).query))


def test_pins_and_judgements_leave_the_results_as_they_are(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    page.wait_for_function("!document.body.classList.contains('tl-searching')")
    dimmed = """() => { window.dimmed = 0;
      const note = () => { window.dimmed += document.body.matches('.tl-searching:not(.tl-drawn)'); };
      new MutationObserver(note).observe(document.body, { attributes: true, attributeFilter: ['class'] }); }"""
    page.evaluate(dimmed)
    for act, pressed in (("pin", "true"), ("right", "true"), ("right", "false"), ("pin", "false")):
        button = first_card(page).locator(f'[data-act="{act}"]')
        button.click()
        expect(button).to_have_attribute("aria-pressed", pressed, timeout=WAIT)
    first_card(page).locator('[data-act="compare"]').click()
    expect(page.locator("#tl-toast")).to_contain_text("Đã chọn", timeout=WAIT)
    assert page.evaluate("window.dimmed") == 0
    ask(page, "Điều 173 BLHS")
    page.wait_for_function("window.dimmed > 0", timeout=WAIT)


def test_filters_show_counts_and_narrow_the_answer(open_page):
    page = open_page(f"?q={quote('thời hiệu khởi kiện')}")
    first_card(page)
    choose(page, "Năm ban hành", "2019 (1)")
    expect(page.locator(".tl-number").first).to_contain_text("45/2019/QH14", timeout=WAIT)
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("nam") == ["2019"])
    numbers = set(page.locator(".tl-number").all_inner_texts())
    assert numbers == {"Số 45/2019/QH14"}
    screenshot(page, "page-filters")
    page.get_by_role("button", name="Bỏ mọi bộ lọc").click()
    page.wait_for_url(lambda url: "nam" not in parse_qs(urlsplit(url).query))
    expect(page.get_by_role("button", name="Bỏ mọi bộ lọc")).to_be_hidden()


def test_filters_that_let_nothing_through_say_which_to_drop(open_page):
    page = open_page(f"?q={quote(MATERNITY)}&nam=1931&loai={quote('Bộ luật')}")
    expect(page.locator("#tl-results .tl-notice")).to_contain_text("năm 1931", timeout=WAIT)
    expect(page.get_by_role("combobox", name="Năm ban hành")).to_have_value("1931 (0)")


def test_in_force_on_a_day(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    first_card(page)
    choose(page, "Hiệu lực", "vào ngày")
    day = page.get_by_role("textbox", name="Ngày (ngày/tháng/năm)")
    day.fill("01/06/2020")
    day.press("Enter")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("hieuluc") == ["01/06/2020"])
    expect(page.locator('#tl-results [data-stage="last"], #tl-results .tl-notice').first).to_be_visible(timeout=WAIT)
    assert "Số 45/2019/QH14" not in page.locator(".tl-number").all_inner_texts()
    day.fill("31/02/2020")
    day.press("Enter")
    expect(page.locator("#tl-results .tl-notice")).to_contain_text("31/02/2020", timeout=WAIT)


def test_titles_complete_as_one_types_and_by_keyboard(open_page):
    page = open_page()
    box(page).press_sequentially("bo luat lao", delay=30)
    listed = page.locator("#tl-suggest button")
    expect(listed.first).to_contain_text("Bộ luật Lao động", timeout=WAIT)
    box(page).press("ArrowDown")
    expect(listed.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(listed.first).to_be_hidden()
    expect(box(page)).to_be_focused()
    box(page).press_sequentially(" dong", delay=30)
    expect(listed.first).to_be_visible(timeout=WAIT)
    box(page).press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#tl-panel .tl-panel")).to_contain_text("Bộ luật Lao động", timeout=WAIT)


def test_a_citation_goes_straight_to_its_article(open_page):
    page = open_page()
    ask(page, "dieu 173 blhs")
    expect(page.locator("#tl-panel .tl-current")).to_contain_text("Tội trộm cắp tài sản", timeout=WAIT)
    assert query(page)["dieu"] == ["100/2015/QH13#173"]


def test_a_document_number_opens_the_document(open_page):
    page = open_page()
    ask(page, "45/2019/QH14")
    expect(page.locator("#tl-panel .tl-panel")).to_contain_text("Bộ luật Lao động", timeout=WAIT)


def test_an_address_brings_an_article_back(open_page):
    page = open_page(f"?dieu={quote('45/2019/QH14#139', safe='')}")
    expect(page.locator("#tl-panel .tl-current")).to_contain_text("Nghỉ thai sản", timeout=WAIT)


def test_nothing_relevant_is_said_and_the_nearest_are_kept_back(open_page):
    page = open_page()
    ask(page, "công thức nấu phở bò ngon tại nhà")
    expect(page.locator("#tl-results .tl-notice")).to_contain_text("Không tìm thấy", timeout=WAIT)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    expect(page.locator(".tl-card").first).to_be_hidden()
    expect(page.locator(".tl-advice")).to_be_visible()
    page.locator(".tl-below > summary").click()
    expect(page.locator(".tl-card").first).to_be_visible()
    screenshot(page, "page-nothing")


def test_everything_by_keyboard(open_page):
    page = open_page()
    ask(page, MATERNITY)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    page.locator("#tl-results .tl-card").first.focus()
    page.keyboard.press("j")
    expect(page.locator(".tl-card").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("p")
    expect(page.locator("#tl-toast")).to_contain_text("Đã ghim Điều 139", timeout=WAIT)
    expect(first_card(page).locator('[data-act="pin"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("o")
    expect(page.locator("#tl-panel .tl-panel")).to_be_visible(timeout=WAIT)
    page.keyboard.press("f")
    expect(page.locator("#tl-panel input[type=search]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#tl-panel .tl-panel")).to_have_count(0)
    page.locator("body").press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+5")
    expect(page.get_by_role("tab", name="Thư viện")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#tl-library")).to_contain_text("2.703", timeout=WAIT)


def test_citation_quotation_and_link_are_copied(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = first_card(page)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    copied = {}
    for name in ("cite", "quote", "link"):
        card.locator(f'[data-do="{name}"]').click()
        expect(card.locator(f'[data-do="{name}"]')).to_have_text("Đã sao chép")
        copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert copied["cite"] == "khoản 1 Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019"
    assert copied["quote"].startswith("“1. Lao động nữ") and copied["quote"].endswith(f"({copied['cite']})")
    assert parse_qs(urlsplit(copied["link"]).query) == {"dieu": ["45/2019/QH14#139"]}


def test_two_articles_side_by_side(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    cards = page.locator(".tl-card")
    cards.nth(0).locator('[data-act="compare"]').click()
    expect(page.locator("#tl-toast")).to_contain_text("Đã chọn Điều 139", timeout=WAIT)
    cards.nth(1).locator('[data-act="compare"]').click()
    expect(page.locator("#tl-panel .tl-compare")).to_contain_text("Nghỉ thai sản", timeout=WAIT)
    screenshot(page, "page-compare")


def test_judgements_are_kept_and_taken_back(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    card = first_card(page)
    right, wrong = card.locator('[data-act="right"]'), card.locator('[data-act="wrong"]')
    right.click()
    expect(right).to_have_attribute("aria-pressed", "true", timeout=WAIT)
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true", timeout=WAIT)
    expect(right).to_have_attribute("aria-pressed", "false")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "false", timeout=WAIT)


def test_english_by_a_switch_with_the_same_search(open_page):
    page = open_page(f"?q={quote('Điều 173 BLHS')}")
    first_card(page)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile(r"/en\?"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(first_card(page)).to_contain_text("Article 173", timeout=WAIT)
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    screenshot(page, "page-english")
    page.get_by_role("link", name="Tiếng Việt").click()
    page.wait_for_url(lambda url: "/en" not in url)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(first_card(page)).to_contain_text("Điều 173", timeout=WAIT)


def test_double_size_text_has_no_sideways_scroll(open_page):
    page = open_page(f"?q={quote(MATERNITY)}", viewport={"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    first_card(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_library_leads_to_its_documents_without_leaving_the_page(open_page):
    page = open_page("en")
    page.evaluate("window.same = true")
    expect(page.locator(".tl-foot")).to_contain_text("2,703 articles")
    page.get_by_role("tab", name="Library").click()
    link = page.locator("#tl-library").get_by_role("link", name="Bộ luật Lao động")
    expect(link).to_be_visible(timeout=WAIT)
    said = page.inner_text("#tl-library")
    for name in ("Bộ luật Lao động", "Bộ luật Hình sự", "Bộ luật Dân sự"):
        said = said.replace(name, "")
    laws = {
        "Bộ luật",
        "Hàng hải Việt Nam",
        "Tố tụng hình sự",
        "Tố tụng dân sự",
        "Lao động",
        "Hình sự",
        "Dân sự",
        "QH13",
    }
    for name in sorted(laws, key=len, reverse=True):
        said = said.replace(name, "")
    assert not re.search("[ạảãàáâậầấẩẫăắằặẳẵđêếềệểễôốồộổỗơớờợởỡưứừựửữịỉĩìíụủũùúọỏõòóẹẻẽèé]", said), said
    link.click()
    expect(page.get_by_role("tab", name="Search")).to_have_attribute("aria-selected", "true", timeout=WAIT)
    expect(page.locator("#tl-panel .tl-panel")).to_contain_text("Bộ luật Lao động", timeout=WAIT)
    assert page.evaluate("window.same")
    assert urlsplit(page.url).path == "/en"
    assert query(page)["vanban"] == ["45/2019/QH14"]
