"""What the tests of the real page share: how it is started, and what a person does on it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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


def answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


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


@contextmanager
def serving(script: Path, port: int, log: Path, *arguments: str, **environment: str) -> Iterator[str]:
    """Run a server of the page, with its output in ``log``; give its address. A traceback in it is a failure."""
    command, url = [sys.executable, str(script), *arguments], f"http://127.0.0.1:{port}/"
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment}
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=own, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{script.name} did not serve {url}:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert "Traceback" not in log.read_text(encoding="utf-8")
