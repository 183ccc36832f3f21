import os
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from real_page import CHROMIUM, ROOT, START_SECONDS, answers, free_port


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
        while not answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"app.py did not serve {url}:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert "Traceback" not in log.read_text(encoding="utf-8")


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
