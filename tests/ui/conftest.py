import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from real_page import CHROMIUM, ROOT, free_port, serving


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    home, port = tmp_path_factory.mktemp("home"), free_port()
    with serving(ROOT / "app.py", port, home / "app.log", "--port", str(port), TRALUAT_HOME=str(home / "data")) as url:
        yield url


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
        expect(page.locator("#tl-question textarea")).to_be_visible(timeout=30_000)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    outside = [
        url for url in requests if urlsplit(url).hostname != "127.0.0.1" and not url.startswith(("data:", "blob:"))
    ]
    assert outside == []
    # Gradio says so of what it was still waiting for when the page is left for its other language, or loaded anew.
    left = ("AbortError", "Unexpected error Connection errored out")
    assert [said for said in complaints if not said.startswith(left)] == []
