"""The first stage's answer comes first, and whoever wants no more pays for no more."""

import pytest
from engine_homes import MATERNITY, ids, opened

from corpus.errors import InvalidQuestion
from search import ranking
from search.model import Filters
from search.notices import Code

PINNED = "Điều 35 BLLĐ có cho nghỉ thai sản bao lâu không?"


@pytest.fixture
def read_by_reranker(engine, monkeypatch):
    """The pairs that the reranker was given."""
    score, pairs = engine._reranker.score, []

    def counted(given, *rest):
        pairs.extend(given)
        return score(given, *rest)

    monkeypatch.setattr(engine._reranker, "score", counted)
    return pairs


def test_the_reranker_runs_when_the_second_answer_is_asked_for(engine, read_by_reranker):
    answers = engine.stages(MATERNITY)
    assert read_by_reranker == []
    first = next(answers)
    assert (first.reranked, read_by_reranker) == (False, [])
    last = next(answers)
    assert last.reranked
    assert len(read_by_reranker) == engine._settings.candidates
    assert next(answers, None) is None


def test_who_stops_costs_nothing(engine, read_by_reranker):
    for answer in engine.stages(MATERNITY):
        assert answer.hits
        break
    assert read_by_reranker == []


@pytest.mark.parametrize("question", [MATERNITY, PINNED, "giá vàng hôm nay", "nghi thai san theo dieu 500 blld"])
def test_two_answers_to_one_question(engine, question):
    first, last = engine.stages(question, limit=8)
    whole = engine.search(question, limit=8)
    assert (last.hits, last.notices, last.reranked) == (whole.hits, whole.notices, True)
    assert (first.reading, first.terms, first.opens) == (last.reading, last.terms, last.opens)
    assert len(first.hits) == len(last.hits) == 8
    assert {hit.score for hit in first.hits} == {0.0}
    assert all(hit.stages.keys() == {"bm25", "dense", "fused"} for hit in first.hits)
    assert set(first.notices) == {notice for notice in last.notices if notice.code is not Code.WEAK}
    assert not first.weak
    assert list(first.timings_ms) == ["query", "bm25", "dense", "fusion", "total"]
    assert list(last.timings_ms) == ["query", "bm25", "dense", "fusion", "rerank", "total"]
    same = {hit.article_id: hit for hit in last.hits}
    for hit in first.hits:  # how sure of it anyone is changes, not the article
        if hit.article_id in same:
            assert hit.evidence == same[hit.article_id].evidence
            assert hit.text == same[hit.article_id].text


def test_the_first_answer_is_in_the_first_stage_s_order(engine):
    first = next(engine.stages(MATERNITY, limit=20))
    fused = [hit.stages["fused"] for hit in first.hits]
    assert fused == sorted(fused, reverse=True)
    assert set(ids(first)) == set(ids(engine.search(MATERNITY, limit=20)))  # those that the reranker reads
    assert next(engine.stages(PINNED)).hits[0].article_id == "45/2019/QH14#35"


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Điều 139 BLLĐ", Filters()),
        ("Điều 10", Filters()),
        ("Điều 9999 BLDS", Filters()),
        ("45/2019/QH14", Filters()),
        (MATERNITY, Filters(kind="Nghị định")),
        (MATERNITY, Filters(collections=())),
    ],
)
def test_one_answer_where_there_is_nothing_to_read_again(engine, read_by_reranker, question, filters):
    (only,) = engine.stages(question, filters)
    assert only.reranked
    assert read_by_reranker == []


def test_without_a_reranker_the_first_answer_is_the_last(copied):
    with opened(copied, reranker=str(copied / "none")) as engine:
        (only,) = engine.stages(MATERNITY)
        assert only.reranked
        assert only.hits[0].score > 0


def test_a_question_that_is_none_is_refused_before_any_answer(engine):
    with pytest.raises(InvalidQuestion):
        next(engine.stages("?!"))


def test_time_between_two_answers_is_nobody_s(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(ranking.time, "perf_counter", lambda: clock[0])
    timings = ranking.Timings(_last=0.0)
    for seconds, act in ((1, timings.lap), (100, None), (2, timings.lap)):
        clock[0] += seconds
        act("a") if act else timings.resume()
    assert timings.ms == {"a": 3000.0}


@pytest.mark.parametrize(
    ("question", "opens"),
    [
        ("45/2019/QH14", "45/2019/QH14"),
        ("xem bộ luật lao động số 45/2019/qh14", "45/2019/QH14"),
        ("Điều 139 BLLĐ", "45/2019/QH14#139"),
        ("khoản 2 điều 35 blld", "45/2019/QH14#35"),
        ("Điều 689", "91/2015/QH13#689"),  # only one code has so many
        ("Điều 10", None),
        ("Điều 9999 BLDS", None),
        ("100/2019/NĐ-CP", None),
        ("bộ luật LAO ĐỘNG", "45/2019/QH14"),
        ("BLLĐ", "45/2019/QH14"),
        ("bộ luật lao", None),
        ("45/2019/QH14 cho nghỉ thai sản bao lâu?", None),
        (MATERNITY, None),
    ],
)
def test_what_a_question_opens(engine, question, opens):
    for answer in engine.stages(question, limit=1):
        assert answer.opens == opens
    assert engine.search(question, Filters(kind="Nghị định")).opens is None
