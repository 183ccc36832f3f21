import re
from datetime import date
from types import SimpleNamespace

import pytest
from selectolax.lexbor import LexborHTMLParser

from corpus.model import PUBLIC, Status
from search.background import Progress
from search.state import Caution, Count, LibraryState, ModelState, Role
from ui.library_page import library_state
from ui.model_card import card
from ui.texts import ENGLISH, VIETNAMESE

HOSTILE = "<script>alert(1)</script>{{x}}${y}`<img src=x onerror=z>"
INFO = SimpleNamespace(id="45/2019/QH14", title="Bộ luật Lao động", number="45/2019/QH14")


def state(**changes):
    given = {
        "documents": 6, "articles": 2703, "passages": 12_345, "indexed": 12_345, "embedded": 1_000,
        "kinds": (Count("Bộ luật", 5, 2700), Count("", 1, 3)), "statuses": (Count("in_force", 6, 2703),),
        "collections": (Count(PUBLIC, 5, 2700), Count("~browser-abc", 1, 3)),
        "without_issue_date": 1, "without_effect_date": 0, "without_number": 2,
        "newest_issued": date(2019, 11, 20), "newest_effective": None, "latest": (INFO,), "revision": 9,
        "embedding": Progress(10, 40, 5.0),
        "models": (ModelState(Role.RETRIEVER, "models/retriever", "f" * 16, 15_000_000, 256, "# Thẻ"),),
        "warnings": (),
    }  # fmt: skip
    return LibraryState(**(given | changes))


def read(html):
    return LexborHTMLParser(html)


def test_what_is_there_is_told():
    page = read(library_state(state(), VIETNAMESE))
    text = page.text()
    for said in ("2.703", "12.345", "1.000 trên 12.345", "20/11/2019", "15.000.000", "f" * 16, "10 trên 40"):
        assert said in text
    assert VIETNAMESE.page.STATUS[Status.IN_FORCE] in text
    assert VIETNAMESE.library.OWN in text
    assert "~browser" not in page.html
    link = page.css_first("[data-act=document]")
    assert link.attributes["data-key"] == "45/2019/QH14"
    assert link.attributes["href"] == "?vanban=45/2019/QH14"


def test_figures_are_written_as_the_language_does():
    assert "12,345" in read(library_state(state(), ENGLISH)).text()


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_every_caution_and_role_has_words(words):
    assert set(words.library.CAUTION) == {str(caution) for caution in Caution}
    assert set(words.library.ROLE) == {str(role) for role in Role}
    text = read(library_state(state(warnings=tuple(Caution)), words)).text()
    for said in words.library.CAUTION.values():
        assert said in text


def test_all_is_well_or_not():
    words = VIETNAMESE.library
    assert words.ALL_WELL in library_state(state(), VIETNAMESE)
    lost = library_state(state(), VIETNAMESE, persistent=False)
    assert words.NOT_PERSISTENT in lost
    assert words.ALL_WELL not in lost
    assert words.PERSISTENT not in lost


def test_an_empty_library_is_shown_too():
    nothing = dict.fromkeys(("documents", "articles", "passages", "indexed", "embedded"), 0)
    empty = state(**nothing, kinds=(), statuses=(), collections=(), latest=(), models=(), embedding=None,
                  newest_issued=None, warnings=(Caution.EMPTY,))  # fmt: skip
    assert VIETNAMESE.library.CAUTION["empty"] in library_state(empty, VIETNAMESE)


def test_hostile_text_stays_text():
    model = ModelState(Role.RERANKER, HOSTILE, HOSTILE, None, 256, HOSTILE)
    info = SimpleNamespace(id=HOSTILE + '"', title=HOSTILE, number=HOSTILE)
    html = library_state(state(models=(model,), latest=(info,), kinds=(Count(HOSTILE, 1, 1),)), VIETNAMESE)
    page = read(html)
    assert page.css("script, img") == []
    assert not re.search(r"[{}$`]", html)
    assert page.css_first("[data-act=document]").attributes["data-key"] == HOSTILE + '"'
    assert HOSTILE in page.css_first(".tl-counts th[scope=row]").text()


# Cards


def test_a_card_is_formatted_under_its_heading():
    html = card("# Mô hình\n\n## Kết quả\n\n**R@1** `0.8`\n\n| a | b |\n|---|---|\n| 1 | 2 |", "Bảng")
    page = read(html)
    assert [node.tag for node in page.css("h1, h2, h3, h4, h5, h6")] == ["h4", "h5"]
    assert page.css_first("strong").text() == "R@1"
    assert page.css_first("code").text() == "0.8"
    region = page.css_first("[role=region]")
    assert (region.attributes["tabindex"], region.attributes["aria-label"]) == ("0", "Bảng")
    assert len(region.css("table td")) == 2


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "/etc/passwd",
        "../secret",
        "//evil.example",
        "file:///x",
    ],
)
def test_links_of_a_card_lead_to_the_web_or_nowhere(address):
    assert read(card(f"[x]({address}) <{address}>\n\n[y]: {address}\n\n[y]", "")).css("a") == []


def test_a_link_to_the_web_opens_apart():
    link = read(card("[x](https://huggingface.co/a)", "")).css_first("a")
    assert link.attributes == {"href": "https://huggingface.co/a", "rel": "noopener noreferrer", "target": "_blank"}


@pytest.mark.parametrize(
    "text", [HOSTILE, "![x](https://evil.example/a.png)", "<iframe src=x>", "`{{x}}`", "\0\u200b" * 50, "* " * 5000]
)
def test_nothing_in_a_card_runs_or_is_fetched(text):
    html = card(text, "")
    assert read(html).css("script, img, iframe, style, link, object") == []
    assert not re.search(r"[{}$`]", html)
