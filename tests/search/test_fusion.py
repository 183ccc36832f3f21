import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.fusion import ALPHA, Candidate, Catalogue, fuse

# Eighths make ties common; the others make sure that nothing hangs on them.
scores = st.one_of(st.integers(-8, 8).map(lambda n: n / 8), st.floats(-1, 1))
alphas = st.one_of(st.sampled_from([0.0, 0.5, ALPHA, 1.0]), st.floats(0, 1))


def catalogue(articles):
    """One passage a row, row → article, ids spaced out, article names in reverse order of position."""
    count = len(articles)
    names = [f"1/2020/QH14#{999 - i}" for i in range(max(articles, default=-1) + 1)]
    spans = np.zeros((count, 2), np.int32)
    return Catalogue(np.arange(count, dtype=np.int64) * 3 + 5, np.array(articles, np.int32), spans, names)


@st.composite
def stages(draw):
    articles = draw(st.lists(st.integers(0, 5), min_size=1, max_size=14))
    rows = st.integers(0, len(articles) - 1)
    return catalogue(articles), draw(st.dictionaries(rows, scores)), draw(st.dictionaries(rows, scores))


def reference(bm25, dense, known, alpha):
    """The definition, spelled out: article → best BM25, best cosine, their combination, its passages' own ones."""
    rows = set(bm25) | set(dense)
    result = {}
    for article in {int(known.articles[row]) for row in rows}:
        own = [row for row in rows if known.articles[row] == article]
        lexical, cosine = max(bm25.get(row, 0) for row in own), max(dense.get(row, 0) for row in own)
        mixed = {row: alpha * dense.get(row, 0) + (1 - alpha) * bm25.get(row, 0) for row in own}
        result[article] = (
            lexical,
            cosine,
            alpha * cosine + (1 - alpha) * lexical,
            mixed,
        )
    return result


@settings(max_examples=300, deadline=None)
@given(stages(), alphas)
def test_equals_the_definition(given_stages, alpha):
    known, bm25, dense = given_stages
    wanted = reference(bm25, dense, known, alpha)
    found = fuse(bm25, dense, known, alpha)
    assert {c.article: (c.bm25, c.dense, c.fused) for c in found} == {a: w[:3] for a, w in wanted.items()}
    assert len(found) == len(wanted)
    for candidate in found:  # its passage is all but the best, and better than all before it
        mixed = wanted[candidate.article][3]
        assert mixed[candidate.passage] >= max(mixed.values()) - 0.01 - 1e-9
        assert all(mixed[r] < mixed[candidate.passage] for r in mixed if r < candidate.passage)


@settings(max_examples=200, deadline=None)
@given(stages(), alphas)
def test_best_first_and_ties_by_name(given_stages, alpha):
    known, bm25, dense = given_stages
    order = [(-c.fused, known.article_ids[c.article]) for c in fuse(bm25, dense, known, alpha)]
    assert order == sorted(order)


@settings(max_examples=100, deadline=None)
@given(stages())
def test_alpha_0_and_1_are_one_stage_alone(given_stages):
    known, bm25, dense = given_stages
    for candidate in fuse(bm25, dense, known, 0.0):
        assert candidate.fused == candidate.bm25
    for candidate in fuse(bm25, dense, known, 1.0):
        assert candidate.fused == candidate.dense


@settings(max_examples=100, deadline=None)
@given(stages(), alphas)
def test_the_order_of_what_is_given_does_not_matter(given_stages, alpha):
    known, bm25, dense = given_stages
    turned = fuse(dict(reversed(bm25.items())), dict(reversed(dense.items())), known, alpha)
    assert [(c.article, c.fused) for c in turned] == [(c.article, c.fused) for c in fuse(bm25, dense, known, alpha)]


@settings(max_examples=100, deadline=None)
@given(stages(), alphas)
def test_a_better_score_never_lowers_an_article(given_stages, alpha):
    known, bm25, dense = given_stages
    for row in bm25:
        article = int(known.articles[row])
        ranks = [
            [c.article for c in fuse(lexical, dense, known, alpha)].index(article)
            for lexical in (bm25, bm25 | {row: bm25[row] + 1})
        ]
        assert ranks[1] <= ranks[0]


def test_known_answer():
    known = catalogue([0, 0, 1, 2])
    found = fuse({0: 0.5, 2: 0.75}, {1: 0.5, 2: 0.25, 3: 1.0}, known, 0.75)
    assert found == [
        Candidate(article=2, passage=3, bm25=0.0, dense=1.0, fused=0.75),
        # Each stage's best counts, though BM25's was passage 0; alone, passage 1 is worth 0.375, passage 0 only 0.125.
        Candidate(article=0, passage=1, bm25=0.5, dense=0.5, fused=0.5),
        Candidate(article=1, passage=2, bm25=0.75, dense=0.25, fused=0.375),
    ]


def test_nothing_found_is_nothing():
    assert fuse({}, {}, catalogue([0, 1])) == []
    assert fuse({}, {}, catalogue([])) == []


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_rows_are_the_places_of_ids(ids, wanted):
    ordered = sorted(ids)
    known = Catalogue(
        np.array(ordered, np.int64), np.zeros(len(ids), np.int32), np.zeros((len(ids), 2), np.int32), ["a"]
    )
    scores = np.arange(len(wanted), dtype=np.float32)
    expected = {ordered.index(i): score for i, score in zip(wanted, scores.tolist(), strict=True) if i in ids}
    assert known.by_row(np.array(wanted, np.int64), scores) == expected


@pytest.mark.parametrize("wanted", [[], [7]])
def test_rows_of_an_empty_catalogue(wanted):
    assert catalogue([]).by_row(np.array(wanted, np.int64), np.zeros(len(wanted), np.float32)) == {}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.data())
def test_siblings_are_all_passages_of_the_same_articles(articles, data):
    known = catalogue(articles)
    rows = data.draw(st.lists(st.integers(0, len(articles) - 1), max_size=5))
    wanted = {articles[row] for row in rows}
    assert known.siblings(rows).tolist() == [i for i, article in enumerate(articles) if article in wanted]
