import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article, Clause
from corpus.structure import parse_clauses
from indexer.passages import split
from indexer.segment import syllables
from search.evidence import find, of_clause
from search.model import Evidence

TEXT = (
    "Quy định chung như sau:\n"
    "1. Lao động nữ được nghỉ thai sản 06 tháng.\n"
    "2. Lao động nam được nghỉ phép năm.\n"
    "3. Lao động nữ được nghỉ phép và nghỉ thai sản."
)


def article(text, clauses=None):
    return Article("1", "Tên", text, (), parse_clauses(text) if clauses is None else clauses)


def even(question):
    return dict.fromkeys(syllables(question), 1.0)


def label(of, question, span=None, weight=None):
    return find(of, span or (0, len(of.text)), even(question) if weight is None else weight).label


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("nghỉ thai sản 06 tháng", "Khoản 1"),
        ("lao động nam", "Khoản 2"),
        ("nghỉ phép và thai sản", "Khoản 3"),
        ("NGHỈ PHÉP VÀ THAI SẢN", "Khoản 3"),
        ("lao động", "Khoản 1"),  # all the same: the rule stands before its exceptions
        ("hợp đồng thuê nhà", "Khoản 1"),
        ("", "Khoản 1"),
    ],
)
def test_clause_that_shares_most(question, wanted):
    assert label(article(TEXT), question) == wanted


def test_telling_words_weigh_more():
    weight = even("lao động nữ nghỉ thai sản năm") | {"năm": 9.0}
    assert label(article(TEXT), "", weight=weight) == "Khoản 2"


def test_a_word_said_often_counts_once():
    of = article("1. Nghỉ, nghỉ, nghỉ, nghỉ và nghỉ.\n2. Nghỉ phép.")
    assert label(of, "nghỉ phép") == "Khoản 2"


def test_only_clauses_of_the_passage_are_considered():
    of = article(TEXT)
    first, second, third = of.clauses
    assert label(of, "nghỉ thai sản 06 tháng", (second.start, third.end)) == "Khoản 3"
    assert label(of, "nghỉ thai sản 06 tháng", (second.start, second.end)) == "Khoản 2"
    assert label(of, "lao động nam", (first.start, first.end)) == "Khoản 1"


def test_a_clause_that_the_passage_cuts_is_given_whole():
    of = article(TEXT)
    last = of.clauses[-1]
    assert find(of, (last.start + 5, last.end - 5), even("nghỉ")) == Evidence(last.start, last.end, "Khoản 3")


def test_without_clauses_the_passage_is_the_evidence():
    assert find(article("Không có khoản nào.", ()), (4, 10), even("khoản")) == Evidence(4, 10)
    of = article(TEXT)
    assert find(of, (0, of.clauses[0].start), even("lao động")) == Evidence(0, of.clauses[0].start)  # the lead alone


def test_a_whole_clause_has_its_label():
    assert of_clause(Clause("2a", 3, 9)) == Evidence(3, 9, "Khoản 2a")


line = st.lists(st.sampled_from(["1.", "2.", "3a.", "nghỉ", "thai", "sản", "06", "tháng;", "a)"]), max_size=20)
texts = st.lists(line.map(" ".join), min_size=1, max_size=8).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(texts, st.dictionaries(st.sampled_from(["nghỉ", "thai", "sản", "06"]), st.floats(0, 10)), st.integers(1, 30))
def test_evidence_is_the_passage_or_a_clause_of_it_with_most_weight(text, weight, limit):
    of = article(text)
    for passage in split(of, limit):
        found = find(of, (passage.start, passage.end), weight)
        inside = {
            (c.start, c.end): text[max(c.start, passage.start) : min(c.end, passage.end)]
            for c in of.clauses
            if c.start < passage.end and c.end > passage.start
        }
        worth = {span: sum(weight.get(t, 0) for t in set(syllables(held))) for span, held in inside.items()}
        if inside:
            assert worth[found.start, found.end] == pytest.approx(max(worth.values()), abs=1e-6)
            assert found.start < passage.end and found.end > passage.start
        else:
            assert found == Evidence(passage.start, passage.end)
        assert 0 <= found.start <= found.end <= len(text)


def test_a_clause_of_which_the_passage_holds_only_the_number_is_not_it():
    of = article(TEXT)
    first, second, _ = of.clauses
    assert label(of, "lao động nam được nghỉ phép năm", (first.start, second.start + 2)) == "Khoản 1"
