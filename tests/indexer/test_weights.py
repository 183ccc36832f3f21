import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.lexical import LexicalIndex
from indexer.passages import split
from indexer.segment import words
from indexer.weights import FOLDER, Judged, TermWeights, dataset, judged, learn, load, main
from models.runtime import ModelMissing


def question(terms, parts, relevant):
    """One passage an article."""
    matrix = np.array(parts, np.float32)
    return Judged(tuple(terms), matrix, np.arange(len(matrix)), np.array(relevant))


def test_a_term_counts_as_often_as_it_is_there_times_its_factor():
    weigh = TermWeights({"nào": 0.25, "phạt": 2.0})
    assert weigh(["mức", "phạt", "nào", "nào"]) == {"mức": 1.0, "phạt": 2.0, "nào": 0.5}
    assert TermWeights()(["nào", "nào"]) == {"nào": 2.0}
    assert weigh([]) == {}


def misled(times=4):
    """The answer has "đất", what has "nào" is no answer; "riêng" is in one question only."""
    asked = [question(["nào", "đất"], [[3.0, 0.0], [0.0, 2.0]], [False, True]) for _ in range(times)]
    return [*asked, question(["riêng", "nào"], [[1.0, 0.0], [0.0, 1.0]], [True, False])]


def test_what_misleads_counts_less_and_what_answers_more():
    learned = learn(misled(), least=3, penalty=0.1)
    assert learned.factors.keys() == {"nào", "đất"}  # what one question holds says nothing
    assert learned.factors["nào"] < 0.95 < 1.05 < learned.factors["đất"]
    assert learn(misled(), least=3, penalty=0.1) == learned
    kept_near = learn(misled(), least=3, penalty=1000.0).factors
    assert kept_near == pytest.approx({"nào": 1.0, "đất": 1.0}, abs=0.01)


def test_only_the_best_passage_of_an_article_counts():
    """The answer's second passage, which lacks the term, does not speak against it."""
    parts = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 2.0]], np.float32)
    asked = [Judged(("đất", "nào"), parts, np.array([0, 0, 1]), np.array([True, False]))] * 3
    factors = learn(asked, least=3, penalty=0.1).factors
    assert factors["đất"] > 1.05 > 0.95 > factors["nào"]


def test_what_weighs_more_has_more_say():
    """Two questions that contradict each other: the heavier one decides, a weight of 3 is asking thrice."""
    right = question(["nào", "đất"], [[3.0, 0.0], [0.0, 2.0]], [False, True])
    wrong = question(["nào", "đất"], [[3.0, 0.0], [0.0, 2.0]], [True, False])
    even = [right, wrong] * 2
    heavier = [*even, replace(right, weight=3.0)]
    assert learn(heavier, least=3, penalty=0.1).factors["đất"] > learn(even, least=3, penalty=0.1).factors["đất"] + 0.1
    thrice = learn([*even, right, right, right], least=3, penalty=0.1).factors
    assert learn(heavier, least=3, penalty=0.1).factors == pytest.approx(
        thrice, rel=0.05
    )  # 25 steps stop a little short of the optimum


def test_a_dataset_has_its_weight_behind_it():
    assert dataset("data/zalo") == (Path("data/zalo"), 1.0)
    assert dataset("data/zalo=2.5") == (Path("data/zalo"), 2.5)
    for text in ("zalo=0", "zalo=-1", "zalo=many", "zalo=inf", "zalo=nan"):
        with pytest.raises(ValueError, match="zalo|many"):
            dataset(text)


def test_saved_and_read_back(tmp_path):
    TermWeights({"nào": 0.12345, "thế_nào": 1.5}).save(tmp_path)
    assert load(tmp_path) == TermWeights({"nào": 0.123, "thế_nào": 1.5})
    assert load(tmp_path / "nowhere") == TermWeights()


@pytest.mark.parametrize("text", ["", "[]", '{"nào": "a"}', '{"nào": -1}', '{"nào": NaN}', '{"nào": null}'])
def test_a_damaged_file_is_named(tmp_path, text):
    (tmp_path / "weights.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelMissing, match=r"weights\.json"):
        load(tmp_path)


@pytest.fixture
def folder(tmp_path):
    texts = ["đất đai được giao", "thuế đất nào", "kết hôn nào", "lao động " * 150 + "nghỉ thai sản"]
    corpus = [{"_id": f"a{i}", "title": f"Điều {i}", "text": text} for i, text in enumerate(texts)]
    queries = [{"_id": "q0", "text": "Đất nào được giao?"}, {"_id": "q1", "text": "nghỉ thai sản thế nào"}]
    queries.append({"_id": "unjudged", "text": "đất"})
    for name, rows in (("corpus", corpus), ("queries.train", queries)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "qrels.train.tsv").write_text("query-id\tcorpus-id\tscore\nq0\ta0\t1\nq1\ta3\t1\nq1\ta1\t0\n")
    return tmp_path


def test_questions_are_read_against_what_bm25_finds(folder):
    from corpus.readers.beir import read_corpus

    first, second = judged(folder)
    assert first.terms == tuple(dict.fromkeys(words("Đất nào được giao?")))
    index, entries = LexicalIndex(), read_corpus(folder)
    passages = [(i, p) for i, entry in enumerate(entries) for p in split(entry.article)]
    assert len(passages) > len(entries)
    from indexer.passages import heading, lexical, render

    def text(i, p):
        line = heading(entries[i].document_title, entries[i].article)
        return lexical(entries[i].document_number, render(line, entries[i].article.text[p.start : p.end]))

    index.add(range(len(passages)), [words(text(*pair)) for pair in passages])
    found = dict(zip(*(x.tolist() for x in index.search(words("Đất nào được giao?"), 100)), strict=True))
    assert sorted(first.parts.sum(axis=1)) == pytest.approx(sorted(found.values()), rel=1e-5)
    (same, _) = judged(folder, index=index)
    np.testing.assert_array_equal(same.parts, first.parts)
    assert first.relevant.sum() == second.relevant.sum() == 1
    of_answer = np.flatnonzero(second.relevant)[0]
    assert (second.articles == of_answer).sum() == len(split(entries[3].article))  # all passages of the answer


def test_command_writes_factors_and_what_they_were_learned_from(folder, tmp_path):
    out = tmp_path / "out"
    assert main([f"{folder}=3", "--out", str(out), "--least", "2"]) == 0
    assert load(out).factors.keys() == {"nào"}
    facts = json.loads((out / "training.json").read_text())
    assert facts["query_ids"] == ["q0", "q1"]
    assert (facts["questions"], facts["factors"], facts["least"]) == ({folder.name: 2}, 1, 2)
    assert facts["weights"] == {folder.name: 3.0}


def test_shipped_factors_tell_words_that_ask_from_words_that_say():
    factors = load(FOLDER).factors
    assert all(factors[term] < 0.45 for term in ("nào", "thế", "như", "tôi"))
    assert all(factors.get(term, 1.0) > 0.55 for term in ("thai_sản", "di_chúc", "thừa_kế"))
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"{len(factors):,}" in text
