"""The real page, of the real application, in a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
MATERNITY = "Lao động nữ được nghỉ thai sản bao lâu?"
START_SECONDS = 180
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_app(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run app.py where it is expected to give up."""
    environment = {**os.environ, "TRALUAT_HOME": str(home), "PYTHONUTF8": "1", **variables}
    command = [sys.executable, "app.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    home, port = tmp_path_factory.mktemp("home"), free_port()
    log = home / "app.log"
    environment = {**os.environ, "TRALUAT_HOME": str(home / "data"), "PYTHONUTF8": "1"}
    with log.open("wb") as output:
        command = [sys.executable, "app.py", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"app.py did not serve {url}:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not executable:
        pytest.fail("no Chromium here: install the Debian packages chromium and fonts-noto-core, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, address):
    """Open the page, and at the end check that it kept to itself and made no complaint."""
    pages: list[Page] = []
    requests: list[str] = []
    complaints: list[str] = []

    def opened(path: str = "", **options) -> Page:
        options.setdefault("viewport", {"width": 1200, "height": 900})
        page = browser.new_page(**options)
        page.set_default_timeout(30_000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        expect(box(page)).to_be_visible(timeout=30_000)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    outside = [
        url for url in requests if urlsplit(url).hostname != "127.0.0.1" and not url.startswith(("data:", "blob:"))
    ]
    assert outside == []
    assert complaints == []


def box(page: Page):
    return page.get_by_role("textbox", name="Câu hỏi hoặc điều luật cần tra")


def ask(page: Page, question: str) -> None:
    box(page).fill(question)
    box(page).press("Enter")
    page.wait_for_function("!document.body.classList.contains('tl-searching')")


def first_card(page: Page):
    card = page.locator(".tl-card").first
    expect(card).to_be_visible(timeout=30_000)
    return card


def screenshot(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


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
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(card.locator(".tl-text mark")).to_be_visible()
    expect(card.locator(".tl-text")).to_contain_text("Lao động nam khi vợ sinh con")


def test_slash_goes_to_the_question(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    first_card(page).locator("summary").focus()
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
    expect(page.get_by_role("checkbox", name="Chỉ văn bản còn hiệu lực hôm nay")).to_be_checked()


def test_changing_a_filter_asks_again(open_page):
    page = open_page(f"?q={quote(MATERNITY)}")
    first_card(page)
    page.get_by_role("checkbox", name="Chỉ văn bản còn hiệu lực hôm nay").check()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("hieuluc") == ["1"])


def test_phone_has_no_sideways_scroll(open_page):
    page = open_page(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    ask(page, MATERNITY)
    first_card(page).locator("summary").click()
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
