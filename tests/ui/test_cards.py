"""Cards are pure: what they show, and that nothing in a document or question becomes markup."""

import math
import re
from dataclasses import fields, replace
from types import MappingProxyType, SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_html import Page
from ui_records import FIRST, HIT, TEXT, response, with_evidence

from corpus.model import Amendment, Status
from search.model import Evidence, Reading
from search.notices import Code, Notice
from ui import cards, frame
from ui.texts import ENGLISH, VIETNAMESE

texts = VIETNAMESE.page
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"><b>&amp;{{value}}${1+1}`'


VIEWER = cards.Viewer(VIETNAMESE, own=True)


def results(answer, viewer=VIEWER, link=MappingProxyType({"q": "hỏi"})):
    return cards.results(answer, viewer, link)


def card(hit, rank=1, viewer=VIEWER):
    return cards.card(hit, rank, response(hit), viewer)


SHAPE = Page(results(response(HIT, notice="Chú ý", changes=(("a", "b"),)))).tags()


@pytest.mark.parametrize("name", [f.name for f in fields(HIT) if type(getattr(HIT, f.name)) is str])
def test_hostile_text_in_any_field_stays_text(name):
    hit = replace(HIT, **{name: HOSTILE})
    if name == "text":
        hit = replace(hit, evidence=Evidence(3, 40, "Khoản 1"))
    source = results(response(hit, notice="x", changes=(("a", "b"),)))
    page = Page(source)
    assert page.tags() == SHAPE
    assert not any(key.startswith("on") for _, attrs in page.seen for key in attrs)
    assert not re.search(r"[{}$`]", source)


def test_hostile_path_label_notice_and_reading_stay_text():
    hit = replace(HIT, path=(HOSTILE,), evidence=Evidence(0, 5, HOSTILE))
    answer = replace(
        response(hit, notice=HOSTILE), reading=Reading(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE), ("a", HOSTILE)))
    )
    page = Page(results(answer))
    assert page.tags() == SHAPE
    assert page.text().count(HOSTILE) == 6
    assert not any(key.startswith("on") for _, attrs in page.seen for key in attrs)


def test_hostile_kind_in_the_foot_stays_text():
    page = Page(frame.footer(VIETNAMESE, [SimpleNamespace(kind=HOSTILE, article_count=1, issued_on=None)]))
    assert page.tags() == {"footer", "p", "strong"}


def test_evidence_is_marked_exactly_in_snippet_and_full_text():
    page = Page(card(HIT, 1))
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
    bar = Page(cards.meter(score, texts))
    attrs = bar.find(role="meter")
    assert (attrs["aria-valuenow"], attrs["aria-valuetext"]) == (str(value), f"{value}%, {word}")
    assert attrs["aria-label"] and attrs["aria-valuemin"] == "0" and attrs["aria-valuemax"] == "100"
    assert bar.text() == f"{value}%{word}"


def test_card_tells_rank_document_heading_path_status_and_citation():
    shown = Page(card(HIT, 3)).text()
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
    words = {status: Page(card(replace(HIT, status=status, effective_on=None), 1)).text() for status in Status}
    assert all(texts.STATUS[status] in shown for status, shown in words.items())
    assert not any("có hiệu lực từ" in shown for shown in words.values())


def test_citation_of_a_point_names_it():
    assert cards.citation(with_evidence(TEXT, 0, 5, "Điểm đ khoản 2a")).startswith("điểm đ khoản 2a Điều 139 Bộ luật")


def test_citation_without_a_clause_names_the_article():
    assert cards.citation(with_evidence(TEXT, 0, 5)).startswith("Điều 139 Bộ luật")


def test_results_show_notice_reading_count_and_time():
    page = Page(results(response(HIT, HIT, notice="Kết quả yếu.", changes=(("BLLĐ", "Bộ luật Lao động"),))))
    shown = page.text()
    for piece in ("Kết quả yếu.", "câu hỏi", "BLLĐ → Bộ luật Lao động", "2 điều luật", "1,23 giây"):
        assert piece in shown
    assert len({attrs["id"] for tag, attrs in page.seen if tag == "h3"}) == 2


def test_nothing_is_said_of_a_reading_without_changes_and_of_no_notice():
    shown = results(response())
    assert texts.READ_AS not in shown and "tl-notice" not in shown and texts.SUMMARY_NONE in shown


def test_until_it_is_reranked_no_relevance_is_shown():
    first = Page(results(replace(response(HIT), reranked=False)))
    assert "meter" not in {attrs.get("role") for _, attrs in first.seen}
    assert texts.RERANKING in first.text() and first.find(**{"data-stage": "first"})
    assert texts.RERANKING not in Page(results(response(HIT))).text()


def test_an_answer_carries_the_address_that_brings_it_back():
    shown = Page(results(response(HIT), link={"q": 'thai sản & "x"', "loai": "Bộ luật"}))
    section = shown.find(**{"data-stage": "last"})
    assert parse_qs(section["data-link"]) == {"q": ['thai sản & "x"'], "loai": ["Bộ luật"]}
    assert section["data-title"] == 'thai sản & "x"'


def test_weak_results_are_shown_on_demand_with_advice():
    weak = replace(response(HIT, notice="Không thấy."), notices=(Notice(Code.WEAK),))
    shown = Page(results(weak))
    assert [place for place, data in shown.pieces if data == FIRST][0][:2] == ("section", "details")
    assert texts.BELOW in shown.text() and texts.ADVICE[0] in shown.text()
    assert texts.SUMMARY_WEAK.format(count=1) in shown.text() and texts.SUMMARY.format(count=1) not in shown.text()
    assert texts.ADVICE[0] in Page(results(response())).text()
    assert texts.ADVICE[0] not in Page(results(response(HIT))).text()


def test_only_what_befell_this_article_or_its_document_is_told():
    done = [Amendment(number, "Sửa đổi", "99/2025/QH15", "1") for number in ("", HIT.article_number, "1000")]
    told = Page(card(replace(HIT, amendments=tuple(done)))).text("ul")
    assert told == f"Sửa đổi bởi 99/2025/QH15Sửa đổi Điều {HIT.article_number} bởi 99/2025/QH15"


def test_words_of_the_question_are_marked_whole_and_together():
    answer = replace(response(HIT), terms=("thai sản", "nghỉ", "là"))
    bold = [data for place, data in Page(results(answer)).pieces if place[-1] == "b"]
    assert "nghỉ thai sản" in bold and "Lao" not in bold
    assert Page(cards.full_text(HIT, answer.terms)).text() == TEXT


@given(st.lists(st.text(min_size=1, max_size=8), max_size=5), st.text(max_size=80))
def test_marking_words_changes_no_text(terms, text):
    assert Page(cards.full_text(with_evidence(text, 2, 9), terms)).text() == text


def test_what_can_be_done_with_a_hit():
    acts = {attrs["data-act"] for _, attrs in Page(card(HIT)).seen if "data-act" in attrs}
    assert acts == {"open", "compare", "pin", "right", "wrong"}
    stranger = Page(card(HIT, viewer=cards.Viewer(VIETNAMESE)))
    assert {attrs["data-act"] for _, attrs in stranger.seen if "data-act" in attrs} == {"open", "compare"}
    link = Page(card(HIT)).find(**{"data-act": "open"})
    assert parse_qs(urlsplit(link["href"]).query) == {"dieu": [HIT.article_id]}
    assert (link["data-start"], link["data-end"]) == ("0", str(len(FIRST)))


def test_a_link_to_ones_own_document_does_not_name_its_collection():
    own = replace(HIT, article_id="~browser-0123/11/2024/TT-BCA#2", collection="~browser-0123")
    link = Page(card(own)).find(**{"data-act": "open"})
    assert parse_qs(urlsplit(link["href"]).query) == {"dieu": ["~/11/2024/TT-BCA#2"]}


def test_pins_and_judgements_are_pressed():
    viewer = cards.Viewer(VIETNAMESE, own=True, pinned={HIT.article_id}, judged={HIT.article_id: False})
    page = Page(card(HIT, viewer=viewer))
    pressed = {name: page.find(**{"data-act": name})["aria-pressed"] for name in ("pin", "right", "wrong")}
    assert pressed == {"pin": "true", "right": "false", "wrong": "true"}


def test_why_it_ranked_names_each_stage():
    shown = Page(card(replace(HIT, stages={"bm25": 0.5, "logit": -1.25}))).text()
    assert texts.WHY_STAGES["bm25"] + "0.500" in shown and texts.WHY_STAGES["logit"] + "-1.250" in shown


def test_english_results_are_english():
    answer = replace(response(HIT, notice="Chưa có."), notices=(Notice(Code.NO_DOCUMENT, {"number": "1/2031"}),))
    shown = Page(results(answer, cards.Viewer(ENGLISH))).text()
    said = ("does not hold document No. 1/2031", "Article 139", "very relevant", "Articles by relevance: 1", "1.23 s")
    for piece in said:
        assert piece in shown
    assert "Chưa có" not in shown


def test_foot_counts_the_library_by_kind_highest_first():
    library = [
        SimpleNamespace(kind=kind, article_count=1200, issued_on=None)
        for kind in ("Nghị định", "Bộ luật", "", "Bộ luật")
    ]
    assert frame.kinds(library) == ("Bộ luật", "Nghị định")
    shown = frame.footer(VIETNAMESE, library)
    assert "4 văn bản với 4.800 điều: 2 bộ luật, 1 nghị định, 1 văn bản khác" in shown
    assert texts.DISCLAIMER in shown and texts.LIBRARY_EMPTY in frame.footer(VIETNAMESE, [])
