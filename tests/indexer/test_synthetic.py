import random
from collections import Counter

import pytest

from corpus.model import Article
from corpus.readers.beir import Entry
from corpus.structure import parse_clauses
from indexer.passages import split
from indexer.synthetic import TEMPLATES, questions
from models.rows import RUN

TERMS = ("Người lao động", "Hợp đồng lao động", "Nghỉ thai sản", "Tiền lương tối thiểu", "Bảo hiểm xã hội")


def entry(number, title, text, document="Luật Thử"):
    article = Article(number=str(number), title=title, text=text, clauses=parse_clauses(text))
    return Entry(f"1/2020/qh14+{number}", document, "1/2020/QH14", article)


@pytest.fixture(scope="module")
def entries():
    chance = random.Random(1)
    words = [f"{a}{b}" for a in "bcdghklmnt" for b in ("ai", "anh", "ong", "uyên", "ưa")]
    titled = [entry(n, " ".join(chance.sample(words, 8)), " ".join(chance.sample(words, 40))) for n in range(80)]
    common = [entry(n, "Hiệu lực thi hành", "Luật này có hiệu lực.") for n in range(100, 120)]
    lines = [f"{i}. {term} là {' '.join(chance.sample(words, 45))}." for i, term in enumerate(TERMS, 1)]
    defined = [entry(n, "Giải thích từ ngữ", "\n".join(lines)) for n in range(200, 210)]
    return titled + common + defined


def test_titles_and_terms_are_asked_for_in_the_words_of_the_statute(entries):
    rows = questions(entries, 200, seed=3)
    texts = {" ".join(e.article.text.split()) for e in entries}
    titles = [set(e.article.title.lower().split()) for e in entries]
    terms = [set(term.lower().split()) for term in TERMS]
    fixed = {w for kind in TEMPLATES.values() for t in kind for w in t.lower().replace("?", "").split()}
    assert len(rows) > 100
    for row in rows:
        asked = set(row.query.lower().replace("?", "").split())
        assert any(asked <= words | fixed for words in titles + terms)
        body = " ".join(row.positive.split("\n", 1)[1].split())
        assert any(body in text for text in texts)
        assert (row.dataset, row.query_id, row.negatives) == ("synthetic", "", ())


def test_term_is_asked_of_the_passage_that_defines_it(entries):
    found = 0
    for row in questions(entries, 200, seed=3):
        for term in TERMS:
            if row.query.endswith("là gì?") and row.query.lower() == f"{term} là gì?".lower():
                assert f"{term} là " in row.positive
                found += 1
    assert found > 5


def test_title_that_many_share_asks_nothing(entries):
    assert not any("hiệu lực thi hành" in row.query.lower() for row in questions(entries, 1000, seed=3))


def test_half_of_the_passages_stand_without_their_title(entries):
    rows = questions(entries, 1000, seed=3)
    titled = sum(" > " in row.positive.split("\n", 1)[0] for row in rows)
    assert 0.3 < titled / len(rows) < 0.7


def test_siblings_stand_together():
    made = [entry(n, f"Thẩm quyền cấp phép loại {n}", f"cơ quan {n}", f"Luật {n // 40}") for n in range(160)]
    rows = questions(made, 80, seed=5)
    runs = [rows[at : at + RUN] for at in range(0, len(rows), RUN)]
    assert len(runs) > 5
    for run in runs:
        numbers = [int(row.positive.rsplit(" ", 1)[1]) for row in run]
        assert numbers == list(range(numbers[0], numbers[0] + RUN))


def test_as_many_as_asked_for_at_most_and_the_same_for_a_seed(entries):
    assert 0 < len(questions(entries, 40, seed=1)) <= 40
    assert questions(entries, 40, seed=1) == questions(entries, 40, seed=1) != questions(entries, 40, seed=2)
    assert questions([], 40, seed=1) == []


def test_passage_is_one_that_the_index_holds(entries):
    bodies = Counter(e.article.text[p.start : p.end].strip() for e in entries for p in split(e.article))
    assert all(row.positive.split("\n", 1)[1] in bodies for row in questions(entries, 200, seed=4))
