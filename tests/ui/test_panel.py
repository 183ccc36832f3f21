import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citation import format_citation
from corpus.clauses import parse_clauses
from corpus.history import Reason, Version
from corpus.model import Amendment, Article, Clause, Document, Point, Reference, Status
from search.reader import Referring
from ui import panel_parts, provisions, reader
from ui.page import STYLES
from ui.texts import ENGLISH, VIETNAMESE

UI = Path(reader.__file__).parent
HOSTILE = "<script>alert(1)</script> {x} ${y} `z` \" ' & \u200b e\u0302\u0301 </p></article>"


def article(number, text="", title="", path=()):
    return Article(number, title, text, path, parse_clauses(text))


CODE = Document(
    id="45/2019/QH14",
    number="45/2019/QH14",
    title="Bộ luật Lao động",
    kind="Bộ luật",
    issuer="Quốc hội",
    issued_on=date(2019, 11, 20),
    effective_on=date(2021, 1, 1),
    status=Status.AMENDED,
    source_url="https://vbpl.vn/45?a=1&b=2",
    articles=(
        article("1", "Bộ luật này quy định tiêu chuẩn lao động.", "Phạm vi", ("Chương I",)),
        article("2", "1. Người lao động.\na) Chính;\nb) Phụ theo Điều 1.\n2. Khác.", "Đối tượng", ("Chương I",)),
        article("3", "Theo Điều 2 và Luật 41/2024/QH15.", "Nghỉ", ("Chương II", "Mục 1")),
        article("4", "Bỏ.", "Cũ", ("Chương II", "Mục 2")),
    ),
)
TARGETS = {"45/2019/QH14#1": "45/2019/QH14#1", "45/2019/QH14#2": "45/2019/QH14#2", "41/2024/QH15": "41/2024/QH15"}
VERSION = Version(7, CODE.id, "public", CODE.title, 3, "", Reason.REPLACED, datetime(2024, 1, 2, 3, 4))


class Read(HTMLParser):
    """The elements of a page with their attributes and text; complains of what is not closed in order."""

    EMPTY = ("input", "br")

    def __init__(self, html):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names))
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.elements.append(element)
        if tag not in self.EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag=None, **wanted):
        wanted = {name.replace("_", "-").strip("-"): value for name, value in wanted.items()}
        return [
            element
            for element in self.elements
            if (tag is None or element["tag"] == tag)
            and all(value in element.get(name, "").split(" ") for name, value in wanted.items())
        ]

    def one(self, tag=None, **wanted):
        (found,) = self.all(tag, **wanted)
        return found


def shown(doc=CODE, words=VIETNAMESE, **options):
    return Read(reader.document(doc, words=words, **options))


def text_of(html):
    return Read(f"<div>{html}</div>").elements[0]["text"]


# The head


def test_head_says_what_the_document_is_and_whether_it_holds():
    page = shown()
    head = page.one(_class="tl-panel-head")
    assert "Bộ luật · Số 45/2019/QH14 · Quốc hội" in head["text"]
    assert "ban hành ngày 20/11/2019, có hiệu lực từ 01/01/2021" in head["text"]
    assert page.one("h2")["text"] == "Bộ luật Lao động"
    assert page.one("h2")["tabindex"] == "-1"
    # In the head, and in the bar that stays in sight.
    assert [badge["text"] for badge in page.all(_class="tl-badge-amended")] == ["Đã được sửa đổi"] * 2


def test_official_text_opens_apart_and_learns_nothing():
    link = shown().one("a", target="_blank")
    assert link["href"] == "https://vbpl.vn/45?a=1&b=2"
    assert link["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil", "", " ftp://x", "\x01http://x"])
def test_only_links_of_the_web_are_links(url):
    assert shown(replace(CODE, source_url=url)).all("a", target="_blank") == []


def test_an_earlier_version_says_so_and_leads_back():
    page = shown(shown=VERSION)
    assert "02/01/2024" in page.one(role="note")["text"]
    assert page.one("button", data_act="document")["data-key"] == CODE.id


def test_earlier_versions_can_be_read_and_compared():
    page = shown(versions=[VERSION])
    assert page.one("button", data_act="version")["data-key"] == "7"
    assert page.one("button", data_act="differences")["data-key"] == "7"
    assert "tl-versions" not in reader.document(CODE, words=VIETNAMESE)


# Contents


def test_contents_are_nested_and_lead_to_every_article():
    page = shown(at="3")
    nav = page.one("nav")
    assert [s["text"] for s in page.all("summary")][1:] == ["Chương I", "Chương II", "Mục 1", "Mục 2"]
    links = [link for link in page.all("a") if re.fullmatch(r"#tl-a\d+", link["href"]) and link["text"] in nav["text"]]
    assert [(a["href"], a["text"]) for a in links] == [
        ("#tl-a0", "Điều 1. Phạm vi"),
        ("#tl-a1", "Điều 2. Đối tượng"),
        ("#tl-a2", "Điều 3. Nghỉ"),
        ("#tl-a3", "Điều 4. Cũ"),
    ]
    assert {a["id"] for a in page.all("article")} == {"tl-a0", "tl-a1", "tl-a2", "tl-a3"}


def test_contents_open_along_the_way_to_the_present_article():
    page = shown(at="3")
    assert page.one("a", aria_current="location")["text"] == "Điều 3. Nghỉ"
    opened = [re.match(r"Chương I+|Mục \d", d["text"])[0] for d in page.all("details") if "open" in d]
    assert opened == ["Chương II", "Mục 1"]
    assert [d for d in shown().all("details") if "open" in d] == []


def test_division_headings_stand_where_they_change():
    divisions = shown().all(_class="tl-division")
    assert [(d["tag"], d["text"]) for d in divisions] == [
        ("h3", "Chương I"),
        ("h3", "Chương II"),
        ("h4", "Mục 1"),
        ("h4", "Mục 2"),
    ]


# Articles


def test_each_article_has_its_key_once_and_one_button():
    page = shown(at="2")
    assert [a["data-key"] for a in page.all("article")] == [f"45/2019/QH14#{n}" for n in "1234"]
    assert len(page.all("button", data_do="tools")) == 4
    assert page.all("button", data_do="tools")[1]["aria-label"] == "Công cụ của Điều 2"
    assert [a["data-key"] for a in page.all("article", _class="tl-current")] == ["45/2019/QH14#2"]
    assert page.one("section")["data-at"] == "45/2019/QH14#2"


def test_the_form_of_tools_has_all_of_them():
    page = shown()
    done = {b["data-do"] for b in page.all("button") if "data-do" in b}
    assert {"cite", "quote", "link", "print", "print-article", "previous", "next", "close", "back"} <= done
    assert {b["data-act"] for b in page.all("button") if "data-act" in b} == {"pin", "compare"}


def test_an_article_that_is_not_there_opens_the_document():
    page = shown(at="99", span=(0, 5))
    assert "data-at" not in page.one("section")
    assert page.all(_class="tl-current") == page.all("mark") == []


def test_what_reader_js_copies_is_the_citation_of_lawyers():
    # It puts "khoản 1" and "Điều 2" before the citation of the document.
    cite = shown().one("section")["data-cite"]
    two = CODE.articles[1]
    assert format_citation(CODE, two) == f"Điều 2 {cite}"
    assert format_citation(CODE, two, two.clauses[0]) == f"khoản 1 Điều 2 {cite}"
    assert format_citation(CODE, Article("§1", "", "")) == cite


def test_clauses_and_points_are_laid_out():
    html = provisions.provisions(CODE.articles[1])
    assert html == (
        '<div class="tl-k"><p><b class="tl-n">1.</b> Người lao động.</p>\n'
        '<p class="tl-p">a) Chính;</p>\n<p class="tl-p">b) Phụ theo Điều 1.</p></div>\n'
        '<div class="tl-k"><p><b class="tl-n">2.</b> Khác.</p></div>'
    )


def test_points_on_one_line_get_their_own_and_go_on():
    text = "1. Gồm:\na) một; b) hai;\ntiếp theo.\n2. Hết."
    html = provisions.provisions(article("1", text))
    assert '<p class="tl-p">a) một;</p> <p class="tl-p">b) hai;</p>\n<p class="tl-q">tiếp theo.</p>' in html
    assert text_of(html) == text


def test_a_paper_without_articles_reads_as_sections():
    paper = Document(
        "x/1", "", "Hợp đồng", (article("§1", " ".join(f"từ{i}" for i in range(20))), article("§2", "b", "Giá"))
    )
    page = shown(paper)
    assert "Điều" not in page.one(_class="tl-body")["text"]
    assert page.one("h3", _class="tl-hidden")["text"] == "Mục 1"
    assert "(2 mục)" in page.all("summary")[0]["text"]
    assert [a["text"] for a in page.all("a")] == ["từ0 từ1 từ2 từ3 từ4 từ5 từ6 từ7 từ8 từ9 từ10 từ11 …", "Giá"]


def test_an_empty_document_says_so():
    page = shown(replace(CODE, articles=()))
    assert VIETNAMESE.reader.EMPTY in page.one(_class="tl-body")["text"]
    assert page.all("button", data_do="contents") == []


# Amendments


def test_amendments_stand_at_their_articles():
    amendments = (
        Amendment("", "Sửa đổi, bổ sung", "41/2024/QH15", "", date(2025, 7, 1)),
        Amendment("3", "Bổ sung", "41/2024/QH15", "12"),
        Amendment("4", "Bãi bỏ", "09/2020/NĐ-CP"),
    )
    doc = replace(CODE, amendments=amendments)
    page = shown(doc, targets=TARGETS, today=date(2026, 1, 1))
    changes = [" ".join(c["text"].split()) for c in page.all("div", _class="tl-changed")]
    assert changes == [
        "Văn bản này đã thay đổiSửa đổi, bổ sung bởi 41/2024/QH15 từ 01/07/2025",
        "Bổ sung bởi Điều 12 41/2024/QH15",
        "Đã bị bãi bỏ bởi 09/2020/NĐ-CP",
    ]
    assert [a["data-key"] for a in page.all("a", data_act="document")] == ["41/2024/QH15"] * 2
    assert page.one("s")["text"] == "Điều 4. Cũ"
    assert page.one(_class="tl-gone")["data-key"] == "45/2019/QH14#4"
    english = shown(doc, ENGLISH, today=date(2026, 1, 1))
    assert [b["text"] for b in english.all("span", _class="tl-badge")][2:] == [
        "Amended and supplemented",
        "Supplemented",
        "Repealed",
    ]


@pytest.mark.parametrize(("since", "gone"), [(date(2026, 1, 1), True), (date(2026, 1, 2), False), (None, True)])
def test_an_article_is_gone_from_the_day_of_its_repeal(since, gone):
    doc = replace(CODE, amendments=(Amendment("4", "Bãi bỏ", "09/2020/NĐ-CP", "", since),))
    assert bool(shown(doc, today=date(2026, 1, 1)).all("s")) is gone


@pytest.mark.parametrize("action", ["Bãi bỏ một phần", "Thay thế", "Sửa đổi"])
def test_an_article_that_is_changed_is_not_gone(action):
    assert shown(replace(CODE, amendments=(Amendment("4", action, "x"),))).all("s") == []


def test_everything_that_may_lead_elsewhere_is_told():
    doc = replace(
        CODE,
        references=(Reference("3", 0, 4, "45/2019/QH14#2"),),
        amendments=(Amendment("3", "Bổ sung", "41/2024/QH15", "12"),),
    )
    assert [r.target for r in reader.mentions(doc)] == ["45/2019/QH14#2", "41/2024/QH15#12", "41/2024/QH15"]


# References


def referring_to(*references):
    return replace(CODE, references=references)


def test_references_are_links_only_where_there_is_something_to_open():
    text = CODE.articles[2].text
    start = text.index("41/2024")
    doc = referring_to(
        Reference("3", 5, 11, "45/2019/QH14#2"), Reference("3", start, start + 12, "41/2024/QH15"),
        Reference("2", 0, 2, "99/2000/QH10#1"),
    )  # fmt: skip
    page = shown(doc, targets=TARGETS)
    here, there = page.all("a", data_do="goto") + page.all("a", data_act="document")
    assert (here["href"], here["text"]) == ("?dieu=45/2019/QH14%232", "Điều 2")
    assert (there["href"], there["data-key"], there["text"]) == ("?vanban=41/2024/QH15", "41/2024/QH15", "41/2024/QH15")
    assert len(page.all("a", data_act="open")) == 0
    assert shown(doc).all("a", data_do="goto") == []


def test_a_reference_to_an_article_elsewhere_is_opened_by_the_server():
    doc = referring_to(Reference("3", 5, 11, "100/2015/QH13#217a"))
    link = shown(doc, targets={"100/2015/QH13#217a": "~a/100/2015/QH13#217a"}).one("a", data_act="open")
    assert (link["href"], link["data-key"]) == ("?dieu=~/100/2015/QH13%23217a", "~a/100/2015/QH13#217a")


def test_a_reference_to_the_article_itself_is_a_link_only_where_it_names_a_part():
    own = article("1", "Theo khoản 1 Điều này và Điều 1.")
    references = (Reference("1", 5, 21, "45/2019/QH14#1"), Reference("1", 25, 31, "45/2019/QH14#1"))
    doc = replace(CODE, articles=(own, *CODE.articles[1:]), references=references)
    assert [a["text"] for a in shown(doc, targets=TARGETS).all("a", data_do="goto")] == ["khoản 1 Điều này"]


def test_references_that_overlap_or_leave_the_text_do_no_harm():
    spans = [(5, 11), (7, 20), (5, 8), (-3, 2), (30, 9999), (9, 3), (4, 4)]
    page = shown(referring_to(*(Reference("3", a, b, "45/2019/QH14#2") for a, b in spans)), targets=TARGETS)
    assert [a["text"] for a in page.all("a", data_do="goto")] == ["Điều 2"]
    assert page.all(_class="tl-law")[2]["text"] == CODE.articles[2].text


def test_evidence_is_marked_through_links():
    doc = referring_to(Reference("3", 5, 11, "45/2019/QH14#2"))
    page = shown(doc, at="3", span=(0, 8), targets=TARGETS)
    assert [m["text"] for m in page.all("mark")] == ["Theo ", "Điề"]
    assert page.one("a", data_do="goto")["text"] == "Điều 2"


def test_articles_that_refer_here_are_listed():
    found = [Referring("45/2019/QH14#1", CODE.title, CODE.number, "1", "Phạm vi")]
    page = shown(at="3", referring=found, referring_count=70)
    details = page.one("details", _class="tl-referring")
    assert details["text"].startswith("Các điều dẫn tới đây (70)")
    assert page.one("a", data_act="open")["data-key"] == "45/2019/QH14#1"
    assert details["text"] in page.one("article", _class="tl-current")["text"]
    assert "nhắc đến văn bản này (1)" in shown(referring=found).one("details", _class="tl-referring")["text"]


# Text stays text


def test_hostile_text_stays_text():
    doc = Document(
        HOSTILE, HOSTILE, HOSTILE, (Article(HOSTILE, HOSTILE, f"1. {HOSTILE}", (HOSTILE,)),),
        issuer=HOSTILE, kind=HOSTILE, source_url=f"https://x/{HOSTILE}", amendments=(Amendment("", HOSTILE, HOSTILE),),
    )  # fmt: skip
    versions = [replace(VERSION, title=HOSTILE)]
    found = [Referring(f"{HOSTILE}#1", HOSTILE, HOSTILE, HOSTILE, HOSTILE)]
    for words in (VIETNAMESE, ENGLISH):
        html = reader.document(doc, words=words, at=HOSTILE, versions=versions, referring=found, shown=versions[0])
        page = Read(html)
        assert page.all("script") == []
        assert page.one("h2")["text"] == HOSTILE
        assert page.one("article")["data-key"] == f"{HOSTILE}#{HOSTILE}"
        assert not re.search(r"[{}`]|\$", html)


def spans(longest):
    return st.tuples(st.integers(-5, longest), st.integers(-5, longest))


@given(
    st.text("ab1. \n)<&đẽ\u0303;", max_size=60),
    st.lists(spans(70), max_size=6),
    st.lists(st.tuples(spans(70), spans(70)), max_size=4),
    spans(70),
)
def test_whatever_the_spans_the_text_is_whole(text, links, clauses, span):
    """As a browser sees it, so that what is copied from the page is what the law says."""
    parts = tuple(Clause("1", *clause, (Point("a", *point),)) for clause, point in clauses)
    made = [provisions.Link(start, end, '<a href="?">') for start, end in links]
    assert text_of(provisions.provisions(Article("1", "", text, (), parts), made, span)) == text
    assert text_of(provisions.provisions(article("1", text), made, span)) == text


@given(st.lists(st.sampled_from(["1. Một", "a) một;", "b) hai; c) ba", "  lùi", "", "2. Hai", "“Điều 5. X", "1. y”"])))
def test_every_clause_and_point_begins_a_paragraph(lines):
    made = article("1", "\n".join(lines))
    html = provisions.provisions(made)
    assert html.count('<div class="tl-k">') == len(made.clauses)
    assert html.count('class="tl-p"') == sum(len(clause.points) for clause in made.clauses)
    assert text_of(html) == made.text


def test_long_documents_stay_small():
    many = tuple(article(str(n), f"1. {'chữ ' * 100}\n2. Hết.", "Tên điều") for n in range(700))
    html = reader.document(replace(CODE, articles=many), words=VIETNAMESE)
    assert len(html) < sum(len(one.text) for one in many) + 700 * 650


def test_sections_and_numbers_are_told_apart():
    assert panel_parts.heading(Article("217a", "", "x")) == "Điều 217a"
    assert panel_parts.heading(Article("§2", "Giá", "x")) == "Giá"
    assert panel_parts.line(Article("", "", "một hai")) == "một hai"


def test_styles_survive_gradio():
    """It divides selectors at commas wherever they stand, and puts its own class before each."""
    for name in (*STYLES, "print.css"):
        rules = re.sub(r"/\*.*?\*/", "", (UI / name).read_text(encoding="utf-8"), flags=re.S)
        selectors = re.findall(r"[^{}]+(?=\{)", rules)
        assert not [s for s in selectors if not s.strip().startswith("@") and re.search(r"\([^()]*,", s)]
