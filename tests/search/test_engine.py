import json
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from engine_homes import MATERNITY, ids, opened

from corpus.errors import InvalidQuestion, UnknownDocument
from reranker.calibrate import FILE, Calibration
from search.model import Evidence, Filters
from search.notices import Code, Notice
from search.query import MAX_CHARACTERS
from settings import Settings

ARTICLES = {"91/2015/QH13": 689, "45/2019/QH14": 220, "100/2015/QH13": 426}
WEAK = str(Notice(Code.WEAK))
CALIBRATED = (Path(Settings().reranker) / FILE).is_file()
QUESTIONS = [
    MATERNITY,
    "Thời hiệu khởi kiện chia di sản thừa kế",
    "tuổi chịu trách nhiệm hình sự",
    "khoản 2 Điều 35 BLLĐ",
    "Điều 10",
    "Điều 9999 BLDS",
    "muc phat toi trom cap tai san",
    "giá vàng hôm nay",
]


@pytest.fixture(scope="session")
def answers(engine):
    """Each question's answer, asked alone."""
    return {question: engine.search(question) for question in QUESTIONS}


def quoted(hit):
    return hit.text[hit.evidence.start : hit.evidence.end]


@pytest.mark.parametrize(
    ("question", "article", "words"),
    [
        (MATERNITY, "45/2019/QH14#139", "06 tháng"),
        ("Lao dong nu duoc nghi thai san bao lau?", "45/2019/QH14#139", "06 tháng"),
        ("tuổi chịu trách nhiệm hình sự", "100/2015/QH13#12", "16 tuổi"),
        ("Thời hiệu khởi kiện chia di sản thừa kế", "91/2015/QH13#623", "30 năm"),
        ("thoi hieu khoi kien chia di san thua ke", "91/2015/QH13#623", "30 năm"),
    ],
)
def test_clear_questions_are_answered_first(engine, question, article, words):
    response = engine.search(question)
    assert response.hits[0].article_id == article
    assert words in quoted(response.hits[0])
    assert response.notice is None
    assert len(response.hits) == 10


def test_what_is_shown_is_what_is_stored(engine, answers):
    infos = {info.id: info for info in engine.documents()}
    assert len(infos) == 6
    for response in answers.values():
        assert len(set(ids(response))) == len(response.hits)
        for hit in response.hits:
            info, article = engine.article(hit.article_id)
            assert info == infos[hit.document_id]
            assert (hit.text, hit.title, hit.path) == (article.text, article.title, article.path)
            assert (hit.document_number, hit.document_title) == (info.number, info.title)
            assert (hit.status, hit.effective_on, hit.kind) == (info.status, info.effective_on, "Bộ luật")
            assert 0 <= hit.evidence.start < hit.evidence.end <= len(hit.text)
            if hit.evidence.label:
                number = hit.evidence.label.removeprefix("Khoản ")
                assert quoted(hit).startswith(f"{number}.")


def test_the_rule_is_shown_before_what_builds_on_it(answers):
    """Clause 3 of Điều 139 has the words of the question too, and the vector nearest to it by a hair."""
    hit = answers[MATERNITY].hits[0]
    assert (hit.article_id, hit.evidence.label) == ("45/2019/QH14#139", "Khoản 1")


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_probabilities_best_first(answers, question):
    scores = [hit.score for hit in answers[question].hits]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("question", "article", "label", "begins"),
    [
        ("Điều 139 BLLĐ", "45/2019/QH14#139", "", "1. Lao động nữ được nghỉ thai sản"),
        ("xem Điều 139 của Bộ luật Lao động 2019", "45/2019/QH14#139", "", "1. Lao động nữ được nghỉ thai sản"),
        ("khoản 2 Điều 35 BLLĐ", "45/2019/QH14#35", "Khoản 2", "2. Người lao động có quyền đơn phương"),
        ("dieu 51 BLDS", "91/2015/QH13#51", "", "1. Người thân thích của người được giám hộ"),
        ("khoan 3 dieu 51 blds", "91/2015/QH13#51", "Khoản 3", "3. "),
        ("điểm b khoản 1 Điều 51 BLHS", "100/2015/QH13#51", "Điểm b khoản 1", "b) Người phạm tội"),
        ("Điều 1 45/2019/QH14", "45/2019/QH14#1", "", "Bộ luật Lao động quy định"),
    ],
)
def test_a_citation_goes_straight_to_its_article(engine, question, article, label, begins):
    response = engine.search(question)
    assert ids(response) == [article]
    assert response.notice is None
    hit = response.hits[0]
    assert (hit.score, hit.evidence.label) == (1.0, label)
    assert quoted(hit).startswith(begins)
    if not label:
        assert hit.evidence == Evidence(0, len(hit.text))
    assert response.reading.bare


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Điều 9999 BLDS", ["Bộ luật Dân sự", "91/2015/QH13", "không có Điều 9999", "689 điều"]),
        ("dieu 500 blld", ["Bộ luật Lao động", "không có Điều 500", "220 điều"]),
        ("Điều 5 Nghị định 999/2022/NĐ-CP", ["Chưa có văn bản số 999/2022/NĐ-CP"]),
        ("100/2019/NĐ-CP", ["Chưa có văn bản số 100/2019/NĐ-CP"]),
        ("Điều 9999", ["Không văn bản nào", "Điều 9999"]),
    ],
)
def test_what_is_not_there_is_said(engine, question, words):
    response = engine.search(question)
    assert response.hits == ()
    for part in words:
        assert part in response.notice


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("mức phạt theo nghị định 999/2022/NĐ-CP khi không đội mũ", ["Chưa có văn bản số 999/2022/NĐ-CP"]),
        ("nghi thai san theo dieu 500 blld", ["Bộ luật Lao động", "không có Điều 500"]),
    ],
)
def test_a_longer_question_is_answered_and_what_it_names_in_vain_is_said(engine, question, words):
    response = engine.search(question)
    assert response.hits
    assert all(word in response.notice for word in words)


def test_a_known_document_in_a_longer_question_brings_no_notice(engine):
    response = engine.search("lao động nữ được nghỉ thai sản bao lâu theo 45/2019/QH14")
    assert response.hits[0].article_id == "45/2019/QH14#139"
    assert response.notice is None


def test_a_clause_that_is_not_there_is_said(engine):
    response = engine.search("khoản 99 Điều 139 BLLĐ")
    assert ids(response) == ["45/2019/QH14#139"]
    assert "không có khoản 99 (điều này có 5 khoản)" in response.notice


def test_an_article_of_no_document_is_that_of_each(engine):
    response = engine.search("Điều 10")
    assert sorted(ids(response)) == sorted(f"{info.id}#10" for info in engine.documents())
    assert response.notices == (Notice(Code.WHICH),)
    assert set(ids(engine.search("Điều 500"))) == {"91/2015/QH13#500", "92/2015/QH13#500", "101/2015/QH13#500"}


def test_an_article_named_in_a_question_comes_first(engine):
    response = engine.search("Điều 35 BLLĐ có cho nghỉ thai sản bao lâu không?")
    assert response.hits[0].article_id == "45/2019/QH14#35"
    assert "45/2019/QH14#139" in ids(response)
    rest = [hit.score for hit in response.hits[1:]]
    assert rest == sorted(rest, reverse=True)
    assert response.notice is None


def test_a_document_named_in_a_question_does_not_bring_its_first_article(engine):
    assert engine.search("45/2019/QH14 cho nghỉ thai sản bao lâu?").hits[0].article_id == "45/2019/QH14#139"


def test_every_article_named_in_a_question_comes_first(engine):
    assert set(ids(engine.search("so sánh Điều 10 và Điều 139 BLLĐ"))[:2]) == {"45/2019/QH14#10", "45/2019/QH14#139"}


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(kind="Bộ luật"), {"45/2019/QH14"}),
        (Filters(issuer="Quốc hội", in_force_on=date(2021, 1, 1)), {"45/2019/QH14"}),
        (Filters(in_force_on=date(2020, 12, 31)), {"91/2015/QH13"}),
        (Filters(in_force_on=date(2016, 7, 1)), {"92/2015/QH13"}),
    ],
)
def test_filters_let_through_what_passes(engine, filters, numbers):
    passing = {i.id for i in engine.documents() if filters.in_force_on is None or i.effective_on <= filters.in_force_on}
    found = {hit.document_id for hit in engine.search("hợp đồng lao động bồi thường khởi kiện", filters, 20).hits}
    assert numbers <= found <= passing
    assert set(ids(engine.search("Điều 10", filters))) == {f"{number}#10" for number in passing}


@pytest.mark.parametrize(
    ("filters", "codes", "words"),
    [
        (Filters(kind="Nghị định"), [Code.NOTHING_PASSES, Code.LOOSEN], "“loại văn bản Nghị định” thì có 6 văn bản"),
        (Filters(issuer="Chính phủ"), [Code.NOTHING_PASSES, Code.LOOSEN], "“cơ quan ban hành Chính phủ” thì có 6 văn"),
        (Filters(subject="Đất đai"), [Code.NOTHING_PASSES, Code.LOOSEN], "“lĩnh vực Đất đai” thì có 6 văn bản"),
        (Filters(year=2031), [Code.NOTHING_PASSES, Code.LOOSEN], "“năm 2031” thì có 6 văn bản"),
        (
            Filters(in_force_on=date(2015, 1, 1)),
            [Code.NOTHING_PASSES, Code.LOOSEN],
            "“hiệu lực ngày 01/01/2015” thì có 6 văn bản",
        ),
        (Filters(kind="Luật", year=2031), [Code.NOTHING_PASSES, Code.LOOSEN_SEVERAL], "từ hai bộ lọc"),
        (Filters(collections=()), [Code.EMPTY], "Kho đang chọn chưa có văn bản nào. Hãy chọn kho khác"),
        (Filters(collections=("mine",)), [Code.EMPTY], "Kho đang chọn chưa có văn bản nào. Hãy chọn kho khác"),
        (Filters(kind="Luật", collections=("mine",)), [Code.EMPTY], "Kho đang chọn chưa có văn bản nào."),
    ],
)
def test_filters_that_nothing_passes(engine, filters, codes, words):
    for question in (MATERNITY, "giá vàng hôm nay", "Điều 10"):
        response = engine.search(question, filters)
        assert response.hits == ()
        assert [notice.code for notice in response.notices] == codes
        assert words in response.notice
        assert response.notice == " ".join(map(str, response.notices))
        assert not response.weak
    response = engine.search("Điều 139 BLLĐ", filters)
    assert response.hits == ()
    assert response.notice


def test_an_article_that_only_hidden_documents_have(engine):
    notice = engine.search("Điều 600", Filters(year=2019)).notice
    assert notice == "Không văn bản nào qua được bộ lọc đang chọn có Điều 600. Hãy bỏ bớt bộ lọc."


def test_what_only_the_public_library_has_is_not_denied_where_ones_own_is_chosen(engine):
    response = engine.search("Điều 139 BLLĐ", Filters(collections=("~mine",)))
    assert (response.hits, response.opens) == ((), None)
    assert response.notice == "Bộ luật Lao động số 45/2019/QH14 không qua được bộ lọc đang chọn. Hãy bỏ bớt bộ lọc."


def test_a_filtered_article_is_not_denied(engine):
    notice = engine.search("Điều 139 BLLĐ", Filters(in_force_on=date(2015, 1, 1))).notice
    assert "không có Điều 139" not in notice


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (100, 100), (1000, 100), (0, 1), (-5, 1)])
def test_limit(engine, limit, count):
    response = engine.search(MATERNITY, limit=limit)
    assert len(response.hits) == count
    assert response.hits[0].article_id == "45/2019/QH14#139"
    assert len(engine.search("Điều 10", limit=limit).hits) == min(count, 6)


def test_a_short_answer_begins_a_longer_one(engine):
    longer = engine.search(MATERNITY, limit=20).hits
    for limit in (1, 3, 10):
        assert engine.search(MATERNITY, limit=limit).hits == longer[:limit]


@pytest.mark.parametrize(
    "question",
    [
        "What is the maternity leave in Vietnam?",
        "giá vàng hôm nay",
        "cách nấu phở bò",
        "x",
        "1",
        "Điều",
        "Điều khoản điểm",
        "' OR 1=1; --",
        '"%_\\*(){}[]^$ NEAR/3 AND',
        "劳动法 什么 产假",
        "Сколько длится отпуск?",
        "ا ب ج",
        "a b c 👍",
    ],
)
def test_any_question_gets_a_calm_answer(engine, question):
    response = engine.search(question)
    assert len(response.hits) == 10
    assert response.notice in (None, WEAK)
    assert response.weak is (response.notice == WEAK)


@pytest.mark.skipif(not CALIBRATED, reason="no calibrated reranker in models/reranker")
@pytest.mark.parametrize("question", ["giá vàng hôm nay", "cách nấu phở bò"])
def test_what_no_law_answers_gets_a_notice(engine, question):
    assert engine.search(question).notice == WEAK


@pytest.mark.parametrize(
    "question", ["", " \t\n\u00a0 ", "a" * 10_000, "\x00\x07\x1b", "👍🏽🎉", "?!…", "\u200b\ufeff\u202e"]
)
def test_questions_that_are_none(engine, question):
    with pytest.raises(InvalidQuestion) as error:
        engine.search(question)
    assert "câu hỏi" in error.value.message.lower()


def test_what_is_kept_is_searched_as_typed(engine):
    response = engine.search("nghi thai san", keep=["*"])
    assert (response.reading.text, response.reading.changes) == ("nghi thai san", ())
    cited = engine.search("Điều 139 BLLĐ", keep=["Điều 139 Bộ luật Lao động"])
    assert len(cited.hits) == 10
    assert cited.reading.kept == ("Điều 139 Bộ luật Lao động",)


def test_half_a_character_is_no_crash(engine):
    assert ids(engine.search("nghỉ \ud800thai sản")) == ids(engine.search("nghỉ thai sản"))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (unicodedata.normalize("NFD", MATERNITY), MATERNITY),
        (MATERNITY.replace("t", "\u200bt").replace("s", "\u00ads"), MATERNITY),
        (MATERNITY.replace(" ", " \u2060 \u00a0\t"), MATERNITY),
        ("\ufeff" + MATERNITY + "\u202c\r\n", MATERNITY),
        ("Ðiều 139 BLLÐ", "Điều 139 BLLĐ"),
        ("người lao ðộng bị sa thải", "người lao động bị sa thải"),
        ("hoà giải tại Toà án", "hòa giải tại Tòa án"),
    ],
)
def test_how_it_is_written_makes_no_difference(engine, typed, plain):
    assert typed != plain
    assert engine.search(typed).hits == engine.search(plain).hits


def test_eight_threads_get_the_answers_that_one_gets(engine, answers):
    together = threading.Barrier(len(QUESTIONS))

    def ask(question):
        together.wait(timeout=60)
        return [engine.search(question) for _ in range(2)]

    with ThreadPoolExecutor(len(QUESTIONS)) as pool:
        for question, found in zip(QUESTIONS, pool.map(ask, QUESTIONS), strict=True):
            wanted = answers[question]
            for answer in found:
                assert (answer.hits, answer.notice, answer.reading) == (wanted.hits, wanted.notice, wanted.reading)


def test_reading_and_timings(engine):
    response = engine.search("nld nghi thai san")
    reading = response.reading
    assert (reading.typed, reading.text) == ("nld nghi thai san", "người lao động nghỉ thai sản")
    assert reading.changes == (("nld", "người lao động"), ("nghi thai san", "nghỉ thai sản"))
    assert (reading.citation, reading.bare) == (None, False)
    assert list(response.timings_ms) == ["query", "bm25", "dense", "fusion", "rerank", "total"]
    *stages, total = response.timings_ms.values()
    assert all(ms >= 0 for ms in stages)
    assert total == pytest.approx(sum(stages))
    assert set(response.hits[0].stages) == {"bm25", "dense", "fused", "logit"}
    assert list(engine.search("Điều 1 BLDS").timings_ms) == ["query", "total"]


def test_articles_by_id_and_a_clean_bill(engine):
    info, article = engine.article("45/2019/QH14#139")
    with pytest.raises(UnknownDocument):
        engine.article("45/2019/QH14#139", ("~someone",))
    assert (info.title, article.title) == ("Bộ luật Lao động", "Nghỉ thai sản")
    for unknown in ("45/2019/QH14#9999", "45/2019/QH14", "", "' OR 1=1"):
        with pytest.raises(UnknownDocument):
            engine.article(unknown)
    assert {info.id: info.article_count for info in engine.documents()}.items() >= ARTICLES.items()
    assert engine.verify() == []


def test_what_else_it_gives_access_to(engine):
    assert engine.reader().article("45/2019/QH14#139") == engine.article("45/2019/QH14#139")
    with pytest.raises(UnknownDocument):
        engine.reader(()).document("45/2019/QH14")
    assert engine.suggest("bo luat lao", ("public",))[0].document_id == "45/2019/QH14"
    assert engine.suggest("bo luat lao", ("~someone",)) == ()
    assert engine.library_state(("public",)).documents == engine.facets(Filters()).total == 6
    assert engine.library_state(()).documents == 0
    assert engine.workspace("~someone").pins() == []
    with pytest.raises(ValueError, match="public"):
        engine.workspace("public")


def test_reopened_it_answers_the_same(answers, copied):
    for _ in range(2):
        with opened(copied) as again:
            for question in QUESTIONS[:4]:
                assert again.search(question).hits == answers[question].hits


@pytest.mark.parametrize(("threshold", "notice"), [(0.0, None), (1.0, WEAK)])
def test_the_reranker_and_its_calibration_decide(engine, copied, scorer, threshold, notice):
    weights = Calibration(bias=-0.5, logit=0.5, dense=1.0, bm25=2.0, threshold=threshold)
    weights.save(scorer, {})
    with opened(copied, reranker=str(scorer)) as other:
        response = other.search(MATERNITY, limit=20)
        assert len({hit.stages["logit"] for hit in response.hits}) > 1
        first, last = response.hits[0], response.hits[-1]
        assert first.score > last.score
        for hit in response.hits:
            linear = weights.linear(hit.stages["logit"], hit.stages["dense"], hit.stages["bm25"])
            assert hit.score == pytest.approx(1 / (1 + 2.718281828459045 ** -float(linear - 0.5)))
        assert [hit.score for hit in response.hits] == sorted((hit.score for hit in response.hits), reverse=True)
        assert response.notice == notice
        assert sorted(ids(response)) == sorted(ids(engine.search(MATERNITY, limit=20)))  # the same, in another order
        assert other.search("Điều 139 BLLĐ").notice is None
        assert other.search("Điều 139 BLLĐ có nói về thai sản không").notice is None


def test_a_question_longer_than_the_reranker_reads(copied, scorer):
    question = "thừa kế " * (MAX_CHARACTERS // 8)
    with opened(copied, reranker=str(scorer)) as other:
        assert len(other.search(question).hits) == 10


def test_the_calibration_beside_the_shipped_reranker_can_be_read():
    if not CALIBRATED:
        pytest.skip("no calibrated reranker in models/reranker")
    values = json.loads((Path(Settings().reranker) / FILE).read_text(encoding="utf-8"))
    assert 0 < values["threshold"] < 1
    assert values["logit"] > 0
