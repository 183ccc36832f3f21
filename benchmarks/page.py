"""How long someone at the page waits: from Enter to the first results, and to the reranked ones, in a real Chromium.

python -m benchmarks.page [--json FILE]

The application runs as ``python app.py`` over a fresh TRALUAT_HOME with the six built-in
codes; the questions are the golden ones, each asked after the answer to the one before.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from .golden import golden
from .speed import machine, percentiles, served

_WARM_UP = 5
# Notes when each stage of the question's answer is drawn, in milliseconds since Enter.
_WATCH = """(question) => new Promise((done) => {
  const box = document.querySelector("#tl-question textarea");
  const results = document.getElementById("tl-results");
  const seen = {};
  const title = question.trim().slice(0, 80);
  let begun = 0;
  const look = () => {
    const one = results.querySelector("[data-stage]");
    const there = one && one.dataset.title === title && !one.dataset.old ? one.dataset.stage : "";
    if (there && !(there in seen)) seen[there] = performance.now() - begun;
    if ("last" in seen) {
      watch.disconnect();
      done(seen);
    }
  };
  for (const one of results.querySelectorAll("[data-stage]")) one.dataset.old = "1";
  const watch = new MutationObserver(look);
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => {
    watch.observe(results, { childList: true, subtree: true, attributes: true });
    begun = performance.now();
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
  }, 300);
})"""


def ask(page: Page, questions: list[str]) -> list[dict[str, float]]:
    """Ask each question; give the milliseconds to its first results and to the last."""
    laps = []
    for question in questions:
        seen = page.evaluate(_WATCH, question)
        laps.append({"first": seen.get("first", seen["last"]), "last": seen["last"]})
    return laps


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    questions = list(golden())
    with tempfile.TemporaryDirectory() as scratch, served(Path(scratch)) as (address, _), sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("#tl-question textarea")
        page.wait_for_timeout(2000)
        laps = ask(page, questions[:_WARM_UP] + questions)[_WARM_UP:]
        browser.close()
    report = {
        "cpu": machine(),
        "questions": len(questions),
        "milliseconds": percentiles(laps),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
