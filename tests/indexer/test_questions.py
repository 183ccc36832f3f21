"""The questions written to learn from are whole, and apart from those that measure."""

import json
import re
from collections import Counter

import pytest

from benchmarks.golden import SETS, golden, unanswerable
from corpus.encoding import fold
from corpus.readers.beir import read_qrels, read_queries
from search.query import read
from settings import ROOT

FOLDER = ROOT / "indexer" / "questions"
TAUGHT = ("train", "more")
MEASURE = ("dev", "fresh")
ZALO = ROOT.parent / "shared" / "data" / "zalo"


def answers_of(*splits):
    return {query: set(found) for split in splits for query, found in read_qrels(FOLDER, split).items()}


@pytest.fixture(scope="module")
def questions():
    return {query: text for split in TAUGHT + MEASURE for query, text in read_queries(FOLDER, split).items()}


@pytest.fixture(scope="module")
def answers():
    return answers_of(*TAUGHT, *MEASURE)


def words(text):
    return frozenset(re.findall(r"\w+", text.lower()))


def test_each_question_has_one_answer_and_stands_once(questions, answers):
    assert questions.keys() == answers.keys()
    assert {len(found) for found in answers.values()} == {1}
    assert max(Counter(questions.values()).values()) == 1
    assert all(3 <= len(text.split()) <= 70 for text in questions.values())


def test_no_article_is_asked_for_in_the_golden_questions_too(answers):
    asked = {article.replace("#", "+").lower() for name in SETS for article in golden(name).values()}
    assert len(asked) > 100
    assert not asked & set.union(*answers.values())


def test_what_measures_is_about_other_articles():
    taught = set.union(*answers_of(*TAUGHT).values())
    dev, fresh = (set.union(*answers_of(split).values()) for split in MEASURE)
    assert len(dev) > 300
    assert len(fresh) == 200
    assert not taught & dev
    assert not (taught | dev) & fresh


@pytest.mark.parametrize("model", ["retriever", "reranker", "terms"])
def test_no_model_learned_what_measures(model):
    learned = set(json.loads((ROOT / "models" / model / "training.json").read_text(encoding="utf-8"))["query_ids"])
    assert len(learned & answers_of("train").keys()) > 5000
    assert not learned & answers_of("dev", "fresh", "more").keys()


@pytest.mark.skipif(not ZALO.is_dir(), reason="the challenge's data is not here")
def test_no_question_is_one_of_the_dev_questions(questions, answers):
    held = [words(text) for text in read_queries(ZALO, "dev").values()]
    for text in questions.values():
        own = words(text)
        assert not any(len(own & other) >= 0.7 * len(own | other) for other in held), text
    dev = {article for found in read_qrels(ZALO, "dev").values() for article in found}
    written = set.union(*(found for query, found in answers.items() if not query.startswith("everyday")))
    assert not written & dev


def test_what_nothing_answers_stands_once_and_is_asked_for_nowhere_else(questions):
    splits = {name: unanswerable(name) for name in ("train", "dev", "fresh")}
    assert all(len(found) > 390 for found in splits.values())
    assert set(splits["fresh"].values()) == set(splits["train"].values())
    asked = [fold(text).lower() for text in questions.values()]
    strange = [fold(text).lower() for found in splits.values() for text in found]
    assert max(Counter(strange).values()) == 1
    assert not set(strange) & set(asked)
    assert all(read(text).text for found in splits.values() for text in found)  # none is turned away before a search
