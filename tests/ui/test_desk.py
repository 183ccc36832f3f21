"""The working folder and the history without a browser: a real store, every wish and its outcome."""

import base64
import json
import logging
import re

import pytest
from desk_parts import LABOUR, MATERNITY, ME, MINE, NOTICE, OTHER, TODAY, DeskOnly, opened, pin_all
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from corpus.errors import StoreUnavailable
from corpus.workspace import MAX_NOTE, Workspace
from models.rows import read_rows
from ui.desk_handlers import DeskHandlers
from ui.exports import MEDIA_TYPES
from ui.texts import ENGLISH, VIETNAMESE

HOSTILE = '<img src=x onerror="alert(1)">${x} {{y}} `z` \' \u202eabc'


@pytest.fixture
def store():
    with opened() as store:
        yield store


@pytest.fixture
def kept(store):
    return Workspace(store, ME)


@pytest.fixture
def desk(store):
    return DeskHandlers(DeskOnly(store), VIETNAMESE, lambda: TODAY)


def order(html):
    return [node.attributes["data-key"] for node in HTMLParser(html).css("li.tl-pin")]


def text(html):
    return HTMLParser(html).text()


def file_of(outcome):
    file = json.loads(outcome.download)
    return file["name"], base64.b64decode(file["data"])


def test_an_empty_folder_says_how_it_is_filled(desk):
    outcome = desk.look_folder(ME)
    assert "bấm “Ghim”" in outcome.folder
    assert "data-act" not in outcome.folder


def test_pins_stand_in_order_with_their_state_and_notes(desk, kept):
    pin_all(kept)
    kept.annotate(MATERNITY, f"\n {HOSTILE}")
    html = desk.look_folder(ME).folder
    tree = HTMLParser(html)
    assert order(html) == [MATERNITY, NOTICE, MINE]
    assert tree.css_first("textarea").text() == f"\n {HOSTILE}"  # the first line feed of all is the parser's
    assert not tree.css("img, script, li b")
    assert [node.text() for node in tree.css(".tl-badge")] == ["Còn hiệu lực", "Còn hiệu lực", "Chưa rõ hiệu lực"]
    assert tree.css_first("h3 a").attributes["href"] == "?dieu=45/2019/QH14%23139"


def test_every_control_is_a_named_button_or_link(desk, kept):
    pin_all(kept)
    kept.remember("hỏi", {}, 1)
    kept.judge("hỏi", MATERNITY, True, "đoạn")
    shown = desk.look_history(ME)
    for html in (desk.look_folder(ME).folder, shown.history, shown.judgements):
        for node in HTMLParser(html).css("[data-act]"):
            assert node.tag == "a" or (node.tag == "button" and node.attributes["type"] == "button")
            assert node.attributes.get("aria-label") or node.text(strip=True)
    names = [node.attributes.get("aria-label") for node in HTMLParser(desk.look_folder(ME).folder).css(".tl-tools *")]
    assert len(set(names)) == len(names) == 12  # one knows from the name alone which article is meant


def test_moving_and_its_ends(desk, kept):
    pin_all(kept)
    outcome = desk.act({"act": "down", "key": MATERNITY}, ME)
    assert order(outcome.folder) == [NOTICE, MATERNITY, MINE]
    assert "đến vị trí 2" in text(outcome.message)
    assert order(desk.act({"act": "up", "key": NOTICE}, ME).folder) == [NOTICE, MATERNITY, MINE]
    assert order(desk.act({"act": "down", "key": MINE}, ME).folder) == [NOTICE, MATERNITY, MINE]
    first, *_, last = HTMLParser(desk.look_folder(ME).folder).css("[data-act=up], [data-act=down]")
    assert "disabled" in first.attributes
    assert "disabled" in last.attributes
    assert order(desk.act({"act": "up", "key": "unknown#1"}, ME).folder) == [NOTICE, MATERNITY, MINE]


def test_unpin_annotate_and_clear(desk, kept):
    pin_all(kept)
    assert "Đã bỏ ghim" in desk.act({"act": "unpin", "key": NOTICE}, ME).message
    desk.act({"act": "annotate", "key": MATERNITY, "value": "Hỏi lại\nkhách"}, ME)
    assert [(pin.article_id, pin.note) for pin in kept.pins()] == [(MATERNITY, "Hỏi lại\nkhách"), (MINE, "")]
    assert "Đã xóa cả hồ sơ" in desk.act({"act": "clear"}, ME).message
    assert kept.pins() == []


def test_a_note_too_long_is_refused_and_the_page_keeps_what_was_typed(desk, kept):
    pin_all(kept)
    outcome = desk.act({"act": "annotate", "key": MATERNITY, "value": "x" * (MAX_NOTE + 1)}, ME)
    assert "5.000" in outcome.message
    assert outcome.folder is None


def test_an_article_that_left_the_library_stays_with_its_note(desk, kept, store):
    pin_all(kept)
    kept.annotate(MATERNITY, "giữ lại")
    store.remove(LABOUR.id)
    html = desk.look_folder(ME).folder
    assert html.count(VIETNAMESE.desk.GONE) == 2
    assert "giữ lại" in html
    _, written = file_of(desk.act({"act": "export", "format": "md"}, ME))
    assert VIETNAMESE.desk.GONE in written.decode()
    assert "giữ lại" in written.decode()


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_exports_have_safe_names_and_something_in_them(desk, kept, ending):
    pin_all(kept)
    name, written = file_of(desk.act({"act": "export", "format": ending}, ME, address="http://here/"))
    assert name == f"ho-so-2026-11-24.{ending}"
    assert len(written) > 500


def test_what_a_file_says_of_a_pin(desk, kept):
    pin_all(kept)
    _, written = file_of(desk.act({"act": "export", "format": "md"}, ME, address="http://here/luat/"))
    said = written.decode()
    assert "Điều 139 Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019" in said
    assert "**Điều 139. Nghỉ thai sản**" in said
    assert "Bộ luật Lao động, số 45/2019/QH14, Quốc hội, ngày 20/11/2019" in said
    assert "có hiệu lực từ 01/01/2021" in said
    assert "sửa đổi Điều 139 bởi 41/2024/QH15 từ 01/07/2025" in said
    assert "bãi bỏ" not in said  # that is another article
    assert "<http://here/luat/?dieu=45/2019/QH14%23139>" in said
    assert "<https://vbpl.vn/139264>" in said
    assert ME not in said  # what names a reader's collection stays here


@pytest.mark.parametrize("address", ["javascript:alert(1)//", 'http://x/"><script>', ""])
def test_no_link_leads_to_what_is_no_address(desk, kept, address):
    pin_all(kept)
    _, written = file_of(desk.act({"act": "export", "format": "md"}, ME, address=address))
    assert "dieu=" not in written.decode()


def test_history_can_be_searched_asked_again_and_erased(desk, kept):
    kept.remember("Nghỉ thai sản bao lâu?", {"kind": "Bộ luật", "when": "today"}, 7)
    kept.remember(HOSTILE, {}, 0)
    html = desk.look_history(ME).history
    tree = HTMLParser(html)
    assert not tree.css("img")
    asked = tree.css("a[data-act=ask]")
    assert asked[1].attributes["data-text"] == "Nghỉ thai sản bao lâu?"
    assert json.loads(asked[1].attributes["data-filters"]) == {"kind": "Bộ luật", "when": "today"}
    assert asked[1].attributes["href"].endswith("&loai=B%E1%BB%99+lu%E1%BA%ADt&hieuluc=1")
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d, 7 kết quả · Bộ luật · Còn hiệu lực hôm nay", text(html))
    assert "thai sản" in desk.find(ME, "thai san").history
    assert "Không có câu hỏi nào chứa “&lt;b&gt;”" in desk.find(ME, "<b>").history
    key = tree.css("[data-act=forget]")[1].attributes["data-key"]
    assert "thai sản" not in desk.act({"act": "forget", "key": key}, ME).history
    assert len(kept.searches()) == 1
    desk.act({"act": "forget-all"}, ME)
    assert kept.searches() == []


def test_filters_of_another_version_do_no_harm(desk, kept):
    kept.remember("hỏi", {"colour": "red", "year": "2019"}, 1)
    assert "2019" in desk.look_history(ME).history


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "١"])
def test_no_key_of_a_question_is_no_error(desk, key):
    assert desk.act({"act": "forget", "key": key}, ME).message is None


def test_remembering_is_switched(desk, kept):
    def switch(html):
        return HTMLParser(html).css_first("[role=switch]").attributes

    assert switch(desk.look_history(ME).history)["aria-checked"] == "true"
    off = desk.act({"act": "remember", "on": "false"}, ME)
    assert (switch(off.history)["aria-checked"], switch(off.history)["data-on"]) == ("false", "true")
    assert not kept.remembering
    desk.act({"act": "remember", "on": "true"}, ME)
    assert kept.remembering


def test_judgements_are_counted_written_and_erased(desk, kept, tmp_path):
    kept.judge("Nghỉ thai sản bao lâu?", MATERNITY, True, "đúng")
    kept.judge("Nghỉ thai sản bao lâu?", NOTICE, False, "sai")
    assert "2 đánh giá: 1 đúng, 1 không đúng, cho 1 câu hỏi" in desk.look_history(ME).judgements
    name, written = file_of(desk.act({"act": "export-judgements"}, ME))
    path = tmp_path / name
    path.write_bytes(written)
    assert name == "danh-gia-2026-11-24.jsonl"
    assert [(row.positive, row.negatives) for row in read_rows(path)] == [("đúng", ("sai",))]
    assert VIETNAMESE.desk.JUDGEMENTS_NONE in desk.act({"act": "clear-judgements"}, ME).judgements
    assert kept.judgements() == []


def test_one_reader_sees_and_touches_nothing_of_another(desk, kept):
    pin_all(kept)
    kept.remember("bí mật", {}, 1)
    assert "139" not in desk.look_folder(OTHER).folder
    assert "bí mật" not in desk.look_history(OTHER).history
    for act in ("clear", "forget-all", "clear-judgements"):
        desk.act({"act": act}, OTHER)
    desk.act({"act": "forget", "key": str(kept.searches()[0].id)}, OTHER)
    assert (len(kept.pins()), len(kept.searches())) == (3, 1)


def test_wishes_of_others_and_of_nobody(desk, kept):
    for act in ("open", "ask", "pin", "", "__class__", None):
        outcome = desk.act({"act": act, "key": MATERNITY}, ME)
        assert (outcome.folder, outcome.history, outcome.message, outcome.download) == (None, None, None, "")
    assert desk.act({"act": "clear"}, "").message is None
    assert desk.act({"act": "export", "format": "exe"}, ME).download == ""
    assert VIETNAMESE.desk.NOTHING_KEPT in desk.look_folder("").folder
    assert VIETNAMESE.desk.NOTHING_KEPT in desk.look_history("").history


@pytest.mark.parametrize(
    ("error", "words"),
    [(StoreUnavailable("Ổ đĩa đã đầy."), "Ổ đĩa đã đầy."), (OSError("bí mật"), VIETNAMESE.desk.UNEXPECTED)],
)
def test_failures_are_told_calmly(store, caplog, error, words):
    class Broken:
        def workspace(self, owner):
            raise error

        reader = workspace

    desk = DeskHandlers(Broken(), VIETNAMESE)
    with caplog.at_level(logging.CRITICAL):
        for outcome in (
            desk.look_folder(ME),
            desk.look_history(ME),
            desk.find(ME, "x"),
            desk.act({"act": "clear"}, ME),
        ):
            assert words in outcome.message
            assert "bí mật" not in outcome.message


def test_the_same_message_twice_is_two_messages(desk, kept):
    pin_all(kept)
    wish = {"act": "annotate", "key": MATERNITY, "value": "x"}
    assert desk.act(wish, ME).message != desk.act(wish, ME).message


def test_english_has_its_own_words(store, kept):
    pin_all(kept)
    kept.remember("hỏi", {"collection": "own"}, 3)
    desk = DeskHandlers(DeskOnly(store), ENGLISH, lambda: TODAY)
    assert "In force" in desk.look_folder(ME).folder
    assert "My documents" in desk.look_history(ME).history
    assert file_of(desk.act({"act": "export", "format": "pdf"}, ME))[0] == "legal-folder-2026-11-24.pdf"
    ours, theirs = ({n: v for n, v in vars(type(w.desk)).items() if n.isupper()} for w in (VIETNAMESE, ENGLISH))
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        if isinstance(value, str):
            assert set(re.findall(r"{\w+}", value)) == set(re.findall(r"{\w+}", theirs[name]))
        else:
            assert value.keys() == theirs[name].keys()
