import json
import random

import pytest

from indexer.embedder import Embedder
from indexer.mining import Passages
from indexer.pseudo import DEPTH, agreed, kept_apart, main
from models.rows import read_rows

# Words that the tiny encoder knows: to it all others are one, and texts of them are equally near.
WORDS = (
    "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân kết thừa kế hợp đồng phạt tiền tù đúng sai "
    "một hai ba bốn năm sáu bảy tám chín mười"
).split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Sixty articles, ten judged questions of their words."""
    folder = tmp_path_factory.mktemp("beir")
    chance = random.Random(0)
    texts = [" ".join(chance.sample(WORDS, 12)) for _ in range(60)]
    rows = [{"_id": f"a{i}", "title": f"Điều {i}", "text": text} for i, text in enumerate(texts)]
    asked = [{"_id": f"q{i}", "text": " ".join(texts[i].split()[:8])} for i in range(10)]
    for name, lines in (("corpus", rows), ("queries.dev", asked)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    judged = [f"q{i}\ta{i}\t1" for i in range(10)]
    (folder / "qrels.dev.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged]), encoding="utf-8")
    unanswered = [{"text": " ".join(texts[i].split()[3:12])} for i in range(20, 50)]
    (folder / "unanswered.jsonl").write_text(
        "\n".join(json.dumps(line) for line in [*unanswered, {"text": asked[0]["text"] + "?"}]), encoding="utf-8"
    )
    return folder


def test_question_that_is_measured_on_is_never_labelled():
    queries = {"a": "Nghỉ thai sản bao lâu?", "b": "nghỉ  thai sản BAO LÂU", "c": "Nghỉ hè bao nhiêu ngày?", "d": ""}
    assert kept_apart(queries, ["nghỉ thai sản bao lâu", "kết hôn"]) == {"c": queries["c"], "d": ""}
    assert kept_apart(queries, []) == queries


def test_label_is_what_both_put_first(folder, tiny_encoder, model_cache):
    from corpus.readers.beir import read_corpus

    passages = Passages.of(read_corpus(folder))
    embedder = Embedder(tiny_encoder, model_cache)
    queries = {str(i): passages.texts[i].split("\n")[1] for i in range(20)} | {"none": "xyz", "empty": ""}
    found = agreed(queries, passages, embedder)
    wanted = {}
    for name, text in queries.items():
        ranked = passages.best_of_articles(text, 100)[:DEPTH]
        nearness = [embedder.passages([passages.texts[p]])[0] @ embedder.queries([text])[0] for p in ranked]
        if ranked and nearness[0] == max(nearness):
            wanted[name] = ranked[0]
    assert found == wanted
    assert 0 < len(found) < 20  # the two disagree on some, for the encoder knows nothing
    assert {"none", "empty"}.isdisjoint(found)


def test_command_writes_rows_and_says_how_often_it_is_right(folder, tiny_encoder, tmp_path, monkeypatch):
    monkeypatch.setenv("TRALUAT_HOME", str(tmp_path))
    out = tmp_path / "rows.jsonl"
    options = ["--data", str(folder), "--retriever", str(tiny_encoder), "--out", str(out), "--negatives", "2"]
    assert main([str(folder / "unanswered.jsonl"), *options, "--json", str(tmp_path / "facts.json")]) == 0
    facts = json.loads((tmp_path / "facts.json").read_text(encoding="utf-8"))
    assert (facts["questions"], facts["apart"], facts["judged"]) == (31, 30, 10)
    assert 0 <= facts["right"] <= facts["judged_labelled"] <= 10
    rows = read_rows(out)
    assert 0 < len(rows) <= facts["labelled"]
    assert {row.dataset for row in rows} == {"unlabelled"}
    assert all(len(row.negatives) == 2 and row.positive not in row.negatives for row in rows)
