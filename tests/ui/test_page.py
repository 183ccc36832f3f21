"""The real page, of the real application, in a real browser."""

import re
import socket
import subprocess
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect
from real_page import MATERNITY, ask, box, first_card, free_port, run_app, screenshot


def test_page_is_vietnamese_and_ready_to_type(open_page):
    page = open_page()
    expect(page).to_have_title("Tra Luật")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Tra Luật"))
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("combobox", name="Loại văn bản")).to_be_visible()
    expect(page.locator(".tl-foot")).to_contain_text("không thay thế tư vấn pháp lý")
    shown = page.inner_text("body")
    assert not re.search(r"gradio|\bAPI\b|settings|built with", shown, re.IGNORECASE)
    screenshot(page, "page-home")


def test_enter_searches_and_the_evidence_is_marked(open_page):
    page = open_page()
    ask(page, MATERNITY)
    card = first_card(page)
    expect(card.get_by_role("heading", level=3)).to_have_text("Điều 139. Nghỉ thai sản")
    expect(card.locator(".tl-document")).to_contain_text("45/2019/QH14")
    expect(card.locator(".tl-snippet mark")).to_contain_text("06 tháng")
    expect(card.get_by_role("meter")).to_have_attribute("aria-valuenow", re.compile(r"^\d{1,3}$"))
    expect(card.locator(".tl-cite-text")).to_contain_text("Điều 139 Bộ luật Lao động")
    expect(page.locator("#tl-live")).to_contain_text("điều luật")
    assert parse_qs(urlsplit(page.url).query) == {"q": [MATERNITY]}
    screenshot(page, "page-results")


def test_full_article_opens_by_keyboard(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    card = first_card(page)
    expect(card.locator(".tl-text")).to_be_hidden()
    card.locator(".tl-full > summary").focus()
    page.keyboard.press("Enter")
    expect(card.locator(".tl-text mark")).to_be_visible()
    expect(card.locator(".tl-text")).to_contain_text("Lao động nam khi vợ sinh con")


def test_slash_goes_to_the_question(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    first_card(page).locator(".tl-full > summary").focus()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value(MATERNITY)


def test_example_is_asked_on_click(open_page):
    page = open_page()
    page.get_by_role("button", name="Điều 173 BLHS").click()
    expect(first_card(page).get_by_role("heading", level=3)).to_contain_text("Điều 173. Tội trộm cắp tài sản")
    expect(box(page)).to_have_value("Điều 173 BLHS")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == ["Điều 173 BLHS"])


def test_link_opens_with_its_search_and_filter(open_page):
    page = open_page(f"?q={quote(MATERNITY)}&hieuluc=1")
    expect(first_card(page).get_by_role("heading", level=3)).to_contain_text("Điều 139")
    expect(box(page)).to_have_value(MATERNITY)
    expect(page.get_by_role("combobox", name="Hiệu lực")).to_have_value(re.compile("Còn hiệu lực hôm nay"))


def test_phone_has_no_sideways_scroll(open_page):
    page = open_page(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    ask(page, MATERNITY)
    first_card(page).locator(".tl-full > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    screenshot(page, "page-phone")


def test_dark_page(open_page):
    page = open_page(f"?q={quote(MATERNITY)}", color_scheme="dark")
    first_card(page)
    ground = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", ground)[:3])) < 150
    screenshot(page, "page-dark")


@pytest.mark.parametrize("question", ["", "   ", "a" * 10_000, "\x01\x02", "😀😀"])
def test_questions_that_cannot_be_answered_get_a_notice(open_page, question):
    page = open_page()
    ask(page, question)
    expect(page.locator("#tl-results .tl-notice")).to_be_visible(timeout=30_000)
    expect(page.locator("#tl-results .tl-notice-alarm")).to_have_count(0)


def test_hostile_question_is_only_text(open_page):
    page = open_page()
    ask(page, '<img src=x onerror="window.hacked=1"> don phuong cham dut hop dong ${window.hacked=1} BLLĐ {{value}}')
    expect(page.locator("#tl-results .tl-results, #tl-results .tl-notice").first).to_be_visible(timeout=30_000)
    assert page.evaluate("window.hacked") is None
    expect(page.locator("#tl-results img")).to_have_count(0)


def test_a_taken_port_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run_app(tmp_path / "data", "--port", port)
    _gave_up(result, port)


@pytest.mark.parametrize("port", ["0", "-1", "80000"])
def test_a_port_that_cannot_be_is_one_line(tmp_path, port):
    _gave_up(run_app(tmp_path / "data", "--port", port), port)


def test_a_home_that_is_a_file_is_one_line(tmp_path):
    home = tmp_path / "data"
    home.write_text("không phải thư mục", encoding="utf-8")
    _gave_up(run_app(home, "--port", str(free_port())), str(home))


def test_missing_models_are_one_line(tmp_path):
    missing = str(tmp_path / "nothing-here")
    _gave_up(run_app(tmp_path / "data", "--port", str(free_port()), TRALUAT_RETRIEVER=missing), "")


def test_a_bad_setting_is_one_line(tmp_path):
    _gave_up(run_app(tmp_path / "data", "--port", str(free_port()), TRALUAT_THREADS="nhiều"), "TRALUAT_THREADS")


def _gave_up(result: subprocess.CompletedProcess[str], names: str) -> None:
    assert result.returncode == 1, result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    assert names in result.stderr
    assert re.search(r"[ạ-ỹđ]", result.stderr)
