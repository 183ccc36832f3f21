"""Cards are pure: what they show, and that nothing in a document or question becomes markup."""

import math
import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from ui_records import FIRST, HIT, TEXT, response, with_evidence

from corpus.model import Status
from search.model import Evidence, Reading
from ui import cards, texts

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"><b>&amp;{{value}}${1+1}`'


class Page(HTMLParser):
    """Collects tags, attributes and the text in chosen places."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[tuple[str, ...], str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.pieces.append((tuple(self.open), data))

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.seen}

    def text(self, inside: str = "") -> str:
        return "".join(data for place, data in self.pieces if not inside or inside in place)

    def find(self, **wanted: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.seen if all(attrs.get(k) == v for k, v in wanted.items()))


SHAPE = Page(cards.results(response(HIT, notice="Chú ý", changes=(("a", "b"),)))).tags()


@pytest.mark.parametrize("name", [f.name for f in fields(HIT) if type(getattr(HIT, f.name)) is str])
def test_hostile_text_in_any_field_stays_text(name):
    hit = replace(HIT, **{name: HOSTILE})
    if name == "text":
        hit = replace(hit, evidence=Evidence(3, 40, "Khoản 1"))
    source = cards.results(response(hit, notice="x", changes=(("a", "b"),)))
    page = Page(source)
    assert page.tags() == SHAPE
    assert not any(key.startswith("on") for _, attrs in page.seen for key in attrs)
    assert not re.search(r"[{}$`]", source)


def test_hostile_path_label_notice_and_reading_stay_text():
    hit = replace(HIT, path=(HOSTILE,), evidence=Evidence(0, 5, HOSTILE))
    answer = replace(
        response(hit, notice=HOSTILE), reading=Reading(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE), ("a", HOSTILE)))
    )
    page = Page(cards.results(answer))
    assert page.tags() == SHAPE
    assert page.text().count(HOSTILE) == 6
    assert not any(key.startswith("on") for _, attrs in page.seen for key in attrs)


def test_hostile_kind_in_the_foot_stays_text():
    page = Page(cards.footer([SimpleNamespace(kind=HOSTILE, article_count=1)]))
    assert page.tags() == {"footer", "p", "strong"}


def test_evidence_is_marked_exactly_in_snippet_and_full_text():
    page = Page(cards.card(HIT, 1))
    marked = [data for place, data in page.pieces if "mark" in place]
    assert marked == [FIRST, FIRST]
    assert Page(cards.full_text(HIT)).text() == TEXT


@pytest.mark.parametrize(
    ("start", "end", "marked"),
    [(0, 10**9, TEXT), (-5, 4, TEXT[:4]), (9, 3, ""), (10**9, 10**9 + 4, ""), (0, 0, "")],
)
def test_evidence_out_of_bounds_is_kept_within_the_text(start, end, marked):
    hit = with_evidence(TEXT, start, end)
    assert Page(cards.full_text(hit)).text() == TEXT
    assert Page(cards.full_text(hit)).text("mark") == marked
    assert Page(cards.snippet(hit)).text()


def test_a_snippet_of_a_long_article_is_short_and_keeps_words_whole():
    words = " ".join(f"từ{i}" for i in range(2000))
    start = words.index("từ900")
    shown = Page(cards.snippet(with_evidence(words, start, words.index("từ950")))).text()
    assert shown.startswith("… ") and shown.endswith(" …")
    assert set(shown.strip("… ").split()) <= set(words.split())
    assert len(shown) < 1000
    everything = Page(cards.snippet(with_evidence(words, 0, len(words)))).text("mark")
    assert 400 < len(everything) <= 601 and words.startswith(everything)


@pytest.mark.parametrize(
    ("score", "value", "word"),
    [
        (1.0, 100, "rất phù hợp"),
        (0.8, 80, "rất phù hợp"),
        (0.794, 79, "phù hợp"),
        (0.55, 55, "phù hợp"),
        (0.54, 54, "có thể liên quan"),
        (0.3, 30, "có thể liên quan"),
        (0.29, 29, "ít phù hợp"),
        (0.0, 0, "ít phù hợp"),
        (-1.0, 0, "ít phù hợp"),
        (7.0, 100, "rất phù hợp"),
        (math.nan, 0, "ít phù hợp"),
    ],
)
def test_relevance_has_a_figure_a_word_and_an_accessible_bar(score, value, word):
    bar = Page(cards.meter(score))
    attrs = bar.find(role="meter")
    assert (attrs["aria-valuenow"], attrs["aria-valuetext"]) == (str(value), f"{value}%, {word}")
    assert attrs["aria-label"] and attrs["aria-valuemin"] == "0" and attrs["aria-valuemax"] == "100"
    assert bar.text() == f"{value}%{word}"


def test_card_tells_rank_document_heading_path_status_and_citation():
    shown = Page(cards.card(HIT, 3)).text()
    for piece in (
        "3",
        "Bộ luật Lao động · Số 45/2019/QH14".replace("· ", ""),
        "Điều 139. Nghỉ thai sản",
        "Chương X",
        "Còn hiệu lực có hiệu lực từ 01/01/2021",
        "khoản 1 Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019",
        "Xem toàn văn Điều 139",
    ):
        assert piece in shown


def test_every_status_has_words():
    words = {status: Page(cards.card(replace(HIT, status=status, effective_on=None), 1)).text() for status in Status}
    assert all(texts.STATUS[status] in shown for status, shown in words.items())
    assert not any("có hiệu lực từ" in shown for shown in words.values())


def test_citation_of_a_point_names_it():
    assert cards.citation(with_evidence(TEXT, 0, 5, "Điểm đ khoản 2a")).startswith("điểm đ khoản 2a Điều 139 Bộ luật")


def test_citation_without_a_clause_names_the_article():
    assert cards.citation(with_evidence(TEXT, 0, 5)).startswith("Điều 139 Bộ luật")


def test_results_show_notice_reading_count_and_time():
    page = Page(cards.results(response(HIT, HIT, notice="Kết quả yếu.", changes=(("BLLĐ", "Bộ luật Lao động"),))))
    shown = page.text()
    for piece in ("Kết quả yếu.", "câu hỏi", "BLLĐ → Bộ luật Lao động", "2 điều luật", "1,23 giây"):
        assert piece in shown
    assert len({attrs["id"] for tag, attrs in page.seen if tag == "h3"}) == 2


def test_nothing_is_said_of_a_reading_without_changes_and_of_no_notice():
    shown = cards.results(response())
    assert texts.READ_AS not in shown and "tl-notice" not in shown and texts.SUMMARY_NONE in shown


def test_one_change_of_the_whole_question_is_not_repeated():
    assert "tl-changes" not in cards.reading(Reading("cau hoi", "câu hỏi", (("cau hoi", "câu hỏi"),)))


def test_foot_counts_the_library_by_kind_highest_first():
    library = [SimpleNamespace(kind=kind, article_count=1200) for kind in ("Nghị định", "Bộ luật", "", "Bộ luật")]
    assert cards.kinds(library) == ("Bộ luật", "Nghị định")
    shown = cards.footer(library)
    assert "4 văn bản với 4.800 điều: 2 bộ luật, 1 nghị định, 1 văn bản khác" in shown
    assert texts.DISCLAIMER in shown and texts.LIBRARY_EMPTY in cards.footer([])
