import gzip
import json
import random
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from corpus.readers.beir import read_corpus
from indexer.embedder import Embedder
from indexer.mining import NEAR_COPY, NEARLY_THE_ANSWER, Passages, examples, similarity
from indexer.passages import render
from indexer.segment import syllables
from models.rows import manifest, read_rows

ROOT = Path(__file__).resolve().parents[2]
WORDS = [f"{first}{rest}" for first in "bcdghklmnt" for rest in ("ai", "anh", "ong", "uyên", "ưa")]
GOLDS = range(0, 40, 10)


def corpus():
    """Forty articles of random words; every tenth answers a question and has six near-copies of another id."""
    rows = []
    chance = random.Random(0)
    for n in range(40):
        text = " ".join(chance.sample(WORDS, 30))
        rows.append((f"a{n}", text))
        if n in GOLDS:
            words = text.split()
            rows += [(f"a{n}-copy{i}", " ".join([*words[:i], "sửa", *words[i + 1 :]])) for i in range(6)]
    return rows


def write(folder, compressed=False, rows=None):
    folder.mkdir(parents=True)
    rows = rows or corpus()
    texts = dict(rows)
    metadata = {"article_no": "1", "doc_title": "Luật Thử", "doc_no": "1/2020/QH14"}
    lines = [json.dumps({"_id": i, "title": f"Điều {i}", "text": t, "metadata": metadata}) for i, t in rows]
    blob = "\n".join(lines).encode()
    if compressed:
        (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(blob))
    else:
        (folder / "corpus.jsonl").write_bytes(blob)
    queries = {f"q{n}": " ".join(texts[f"a{n}"].split()[:12]) for n in GOLDS}
    queries["q-unjudged"] = queries["q0"]
    (folder / "queries.train.jsonl").write_text(
        "\n".join(json.dumps({"_id": i, "text": t}) for i, t in queries.items()), encoding="utf-8"
    )
    judged = [f"q{n}\ta{n}\t1" for n in GOLDS] + ["q0\ta5\t1", "q0\ta6\t0", "q10\ta-unknown\t1"]
    (folder / "qrels.train.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged]), encoding="utf-8")
    return folder


def rendered(article_id, text):
    return render(f"Luật Thử > Điều {article_id}", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("plain") / "beir")


@pytest.mark.parametrize("negatives", [1, 6])
def test_a_row_for_every_judged_answer(folder, negatives):
    texts = dict(corpus())
    rows = examples(folder, negatives, seed=13)
    golds = {**{f"q{n}": [f"a{n}"] for n in GOLDS}, "q0": ["a0", "a5"]}
    assert [(r.query_id, r.positive) for r in rows] == [
        (query_id, rendered(gold, texts[gold])) for query_id, ids in golds.items() for gold in ids
    ]
    assert {r.dataset for r in rows} == {"beir"}
    assert all(len(set(r.negatives)) == negatives for r in rows)
    assert rows[0].query == " ".join(texts["a0"].split()[:12])


def test_negatives_are_neither_answers_nor_near_copies(folder):
    known = {rendered(i, t): i for i, t in corpus()}
    seen = set()
    for seed in range(5):
        rows = examples(folder, 8, seed)
        for query_id, group in groupby(rows, key=lambda r: r.query_id):
            of_question = list(group)
            negatives = [text for row in of_question for text in row.negatives]
            assert {row.positive for row in of_question}.isdisjoint(negatives)
            assert not any(known[text].startswith(f"a{query_id[1:]}-copy") for text in negatives)
            for row in of_question:
                for text in negatives:
                    assert similarity(set(syllables(text)), set(syllables(row.positive))) < NEAR_COPY
            seen |= {known[text] for text in negatives}
    assert any("copy" in i for i in seen)  # of another question's answer, it is a negative like any other


def test_same_seed_same_rows_and_another_seed_others(folder):
    assert examples(folder, 6, seed=13) == examples(folder, 6, seed=13)
    assert examples(folder, 6, seed=13) != examples(folder, 6, seed=14)
    one, other = (examples(folder, 6, seed) for seed in (13, 14))
    assert [(r.query_id, r.positive) for r in one] == [(r.query_id, r.positive) for r in other]


def test_gzipped_corpus_gives_the_same_rows(folder, tmp_path):
    assert examples(write(tmp_path / "beir", compressed=True), 6, 13) == examples(folder, 6, 13)


def test_question_with_too_few_negatives_is_left_out(folder):
    assert examples(folder, 100, seed=13) == []


def test_positive_is_the_passage_of_the_article_that_fits_the_question(tmp_path):
    about_others = " ".join(WORDS[12:] * 3)  # more than one passage holds
    long = f"{about_others}.\n{' '.join(WORDS[:12])}."
    rows = [(i, long if i == "a0" else t) for i, t in corpus()]
    folder = write(tmp_path / "beir", rows=rows)
    (folder / "queries.train.jsonl").write_text(json.dumps({"_id": "q0", "text": " ".join(WORDS[:12])}))
    positive = next(r.positive for r in examples(folder, 2, 13) if "Điều a0" in r.positive)
    assert " ".join(WORDS[:12]) in positive
    assert len(positive.split()) < len(long.split())


def test_encoder_narrows_them_to_the_nearest_that_are_no_answers(folder, model_cache, tiny_encoder):
    embedder = Embedder(tiny_encoder, model_cache)
    passages = Passages.of(read_corpus(folder))
    place = {text: i for i, text in enumerate(passages.texts)}
    rows = examples(folder, 2, seed=13, embedder=embedder)
    narrowed = 0
    for row in rows:
        question = embedder.queries([row.query])[0]
        golds = {f"a{row.query_id[1:]}"} | ({"a5"} if row.query_id == "q0" else set())
        pool = passages.semi_hard(row.query, golds)
        nearness = dict(zip(pool, embedder.passages([passages.texts[i] for i in pool]) @ question, strict=True))
        highest = NEARLY_THE_ANSWER * (embedder.passages([row.positive])[0] @ question)
        allowed = sorted((c for c in nearness.values() if c < highest), reverse=True)
        chosen = [nearness[place[text]] for text in row.negatives]
        assert allowed[:4][-1] - 1e-5 <= min(chosen) <= max(chosen) < highest + 1e-5
        narrowed += len(pool) > len(allowed) or len(allowed) > 4
    assert narrowed
    assert {row.query_id for row in rows} <= {f"q{n}" for n in GOLDS}


def test_encoder_chooses_the_passage_of_the_answer(tmp_path, model_cache, tiny_encoder):
    embedder = Embedder(tiny_encoder, model_cache)
    parts = ["luật đất thuế " * 30, "nghỉ thai sản " * 30, "hôn nhân kết " * 30, "thừa kế hợp đồng " * 25]
    rows = [(i, "\n".join(parts) if i == "a0" else t) for i, t in corpus()]
    folder = write(tmp_path / "beir", rows=rows)
    passages = Passages.of(read_corpus(folder))
    assert len(passages.spans["a0"]) > 2
    row = next(r for r in examples(folder, 2, seed=13, embedder=embedder) if r.query_id == "q0")
    own = [passages.texts[i] for i in passages.spans["a0"]]
    near = embedder.passages(own) @ embedder.queries([row.query])[0]
    assert row.positive == own[int(near.argmax())]


def test_similarity_is_jaccards():
    assert similarity({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert similarity({"a"}, {"a"}) == 1.0
    assert similarity({"a"}, {"b"}) == similarity(set(), set()) == 0.0


def test_command_writes_what_the_trainers_read(folder, tmp_path):
    other, out = write(tmp_path / "second"), tmp_path / "rows.jsonl"
    command = [sys.executable, "-m", "indexer", "mine", str(folder), str(other), "--negatives", "4", "--seed", "7"]
    done = subprocess.run([*command, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    rows = read_rows(out)
    assert rows == examples(folder, 4, 7) + examples(other, 4, 7)
    facts = manifest(rows)
    assert facts["datasets"] == {"beir": 5, "second": 5}
    assert facts["query_ids"] == ["q0", "q10", "q20", "q30"]
    assert facts["rows"] == len(rows) == 10
