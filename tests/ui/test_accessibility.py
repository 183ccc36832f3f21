"""axe-core finds nothing serious in any state of the page, light or dark, wide or on a phone."""

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from real_page import MATERNITY, first_card

GRAVE = ("serious", "critical")
OPTIONS = {"resultTypes": ["violations"]}
STILL = """document.getAnimations().every(
  (one) => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""
WIDE = {"viewport": {"width": 1200, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def welcome(open_page, **options) -> Page:
    return open_page(**options)


def results(open_page, **options) -> Page:
    page = open_page(f"?q={quote(MATERNITY)}", **options)
    card = first_card(page)
    card.locator("summary").first.click()
    return page


def nothing_found(open_page, **options) -> Page:
    page = open_page(f"?q={quote('😀😀')}", **options)
    expect(page.locator("#tl-results .tl-notice")).to_be_visible(timeout=30_000)
    return page


def shelf(open_page, **options) -> Page:
    return _tab(open_page(**options), "Văn bản của tôi")


def library(open_page, **options) -> Page:
    page = _tab(open_page(**options), "Thư viện")
    page.locator(".tl-model summary").first.click()
    return page


def english(open_page, **options) -> Page:
    page = open_page("en", **options)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return page


def _tab(page: Page, name: str) -> Page:
    """Open a tab; where there is no room for all of them, it is in the menu that holds the rest."""
    tab = page.get_by_role("tab", name=name)
    if not tab.first.is_visible():
        page.locator(".overflow-menu > button").click()
        tab = page.locator(".overflow-dropdown button", has_text=name)
    tab.first.click()
    return page


# Every state of the page that looks different: to add one, write a function that brings it about.
STATES = [welcome, results, nothing_found, shelf, library, english]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_grave_is_found(open_page, state, scheme, size):
    page = state(open_page, color_scheme=scheme, **size)
    page.wait_for_function(STILL)  # colours on their way are not those that anyone reads
    assert told(page) == []


def told(page: Page) -> list[str]:
    """One line for each place where a rule of axe-core is broken gravely."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
