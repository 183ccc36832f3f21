import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import quality
from benchmarks.dataset import Dataset
from corpus.model import Article
from corpus.readers.beir import Entry
from indexer.embedder import Embedder
from reranker.metrics import MEASURES
from settings import ROOT, Settings

ZALO = ROOT.parent / "shared" / "data" / "zalo"

ARTICLES = {
    "thai-san": (
        "Nghỉ thai sản",
        "1. Lao động nữ được nghỉ thai sản 06 tháng.\n2. Sinh đôi thì được nghỉ thêm 01 tháng.",
    ),
    "phep-nam": ("Nghỉ hằng năm", "Người lao động làm đủ 12 tháng được nghỉ hằng năm 12 ngày, hưởng nguyên lương."),
    "thua-ke": ("Hàng thừa kế", "Hàng thừa kế thứ nhất gồm vợ, chồng, cha đẻ, mẹ đẻ, con đẻ của người chết."),
    "ket-hon": ("Điều kiện kết hôn", "Nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi trở lên mới được kết hôn."),
    "mu-bao-hiem": ("Xử phạt người đi xe máy", "Phạt tiền người điều khiển xe máy không đội mũ bảo hiểm."),
    "dat-coc": ("Đặt cọc", "Bên nhận đặt cọc từ chối giao kết thì phải trả gấp đôi tài sản đặt cọc."),
    "giam-ho": ("Người giám hộ", "Ông bà là người giám hộ của cháu chưa thành niên không còn cha mẹ."),
    "tau-bien": ("Đăng ký tàu biển", "Tàu biển Việt Nam phải được đăng ký vào Sổ đăng ký tàu biển quốc gia."),
}
QUESTIONS = {
    "q1": ("Lao động nữ sinh đôi được nghỉ thai sản mấy tháng?", {"thai-san": 1}),
    "q2": ("Nam bao nhiêu tuổi thì được kết hôn?", {"ket-hon": 1, "giam-ho": 0}),
    "q3": ("Đi xe máy không đội mũ bảo hiểm bị phạt thế nào?", {"mu-bao-hiem": 2}),
    "q4": ("Những ai thuộc hàng thừa kế thứ nhất?", {"thua-ke": 1}),
    "unjudged": ("Tàu biển đăng ký ở đâu?", {"tau-bien": 0}),
}


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """A folder in BEIR's form."""
    folder = tmp_path_factory.mktemp("beir") / "toy"
    folder.mkdir()
    corpus = [
        {"_id": key, "title": title, "text": text, "metadata": {"article_no": str(i), "doc_title": "Luật Mẫu"}}
        for i, (key, (title, text)) in enumerate(ARTICLES.items(), 1)
    ]
    (folder / "corpus.jsonl").write_text(lines(corpus), encoding="utf-8")
    queries = [{"_id": key, "text": text} for key, (text, _) in QUESTIONS.items()]
    (folder / "queries.dev.jsonl").write_text(lines(queries), encoding="utf-8")
    judged = [f"{key}\t{doc}\t{grade}" for key, (_, qrels) in QUESTIONS.items() for doc, grade in qrels.items()]
    (folder / "qrels.dev.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged, ""]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def measured(dataset, cache, model_cache, tmp_path, monkeypatch):
    """Runs the command and gives the JSON that it wrote, and how many passages it embedded."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "models").symlink_to(model_cache)
    monkeypatch.setenv("TRALUAT_HOME", str(tmp_path / "home"))
    embedded = []
    passages = Embedder.passages
    monkeypatch.setattr(
        Embedder, "passages", lambda self, texts, *rest: embedded.extend(texts) or passages(self, texts, *rest)
    )

    def run(*options, stages="bm25,dense,hybrid"):
        embedded.clear()
        out = tmp_path / "results" / "toy.json"
        arguments = [str(dataset), "--split", "dev", "--stages", stages, "--json", str(out), "--cache", str(cache)]
        assert quality.main([*arguments, *options]) == 0
        return json.loads(out.read_text(encoding="utf-8")), len(embedded)

    return run


def test_the_report_has_the_form_of_the_contract(measured, capsys):
    report, _ = measured("--seed", "7")
    assert (report["dataset"], report["split"], report["queries"], report["seed"]) == ("toy", "dev", 4, 7)
    assert len(report["models"]["retriever"]) == 16
    assert report["models"]["reranker"] is None
    assert list(report["stages"]) == ["bm25", "dense", "hybrid"]
    for measures in report["stages"].values():
        assert tuple(measures) == MEASURES
        for value in measures.values():
            assert value.keys() == {"mean", "low", "high"}
            assert 0 <= value["low"] <= value["mean"] <= value["high"] <= 1
    table = capsys.readouterr().out
    for stage in report["stages"]:
        assert f"| {stage} | {report['stages'][stage]['R@1']['mean']:.3f} |" in table


def test_answerable_questions_are_answered_first(measured):
    report, _ = measured()
    for stage in ("bm25", "dense", "hybrid"):
        assert report["stages"][stage]["R@1"]["mean"] == 1
        assert report["stages"][stage]["nDCG@10"] == {"mean": 1, "low": 1, "high": 1}


def test_a_second_run_is_from_the_cache_and_gives_the_same(measured, cache):
    first, _ = measured()
    again, embedded = measured()
    assert again == first
    assert embedded == 0
    # Cut off before one passage was written: that one alone is embedded again.
    path = next(cache.glob("dense-*.f16"))
    stored = np.memmap(path, np.float16, "r+", shape=(len(ARTICLES), path.stat().st_size // 2 // len(ARTICLES)))
    stored[3] = 0
    stored.flush()
    resumed, embedded = measured()
    assert resumed == first
    assert embedded == 1


def test_of_a_large_corpus_fewer_passages_of_each_article_are_embedded(tmp_path, monkeypatch):
    lengths = (300, 300, 150, 20)  # syllables: three passages, three, two and one
    rows = [{"_id": f"a{i}", "title": "", "text": "luật đất " * (n // 2)} for i, n in enumerate(lengths)]
    (tmp_path / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    data = Dataset(tmp_path, tmp_path / "cache")
    assert np.bincount(data.ordinals).tolist() == [4, 3, 2]
    for most, per_article in ((100, 3), (9, 3), (8, 2), (7, 2), (6, 1), (2, 1)):
        monkeypatch.setattr("benchmarks.dataset.MOST_VECTORS", most)
        assert data.passages_per_article() == per_article


def test_stages_alone_give_the_same_numbers(measured):
    whole, _ = measured()
    for stage in ("bm25", "dense", "hybrid"):
        alone, _ = measured(stages=stage)
        assert alone["stages"] == {stage: whole["stages"][stage]}


def test_unaccented_questions_are_restored(measured, dataset):
    report, _ = measured("--unaccented")
    assert (report["split"], report["queries"]) == ("dev-unaccented", 4)
    assert report["stages"]["hybrid"]["R@1"]["mean"] == 1


def test_reranking_orders_anew_what_was_found(measured, monkeypatch, tiny_scorer):
    monkeypatch.setenv("TRALUAT_RERANKER", str(tiny_scorer))
    report, _ = measured(stages="rerank,hybrid")
    assert list(report["stages"]) == ["hybrid", "rerank"]  # in the order of the stages, however asked
    assert len(report["models"]["reranker"]) == 16
    assert report["stages"]["rerank"]["R@100"] == report["stages"]["hybrid"]["R@100"]
    assert report["stages"]["rerank"]["R@1"] != report["stages"]["hybrid"]["R@1"]  # it knows nothing, and it counts
    assert 0 < report["rerank_vs_hybrid_p"] <= 1


def test_an_unknown_stage_is_refused(measured, capsys):
    with pytest.raises(SystemExit):
        measured(stages="bm52")
    assert "bm52" in capsys.readouterr().err


def zalo_ids(split):
    rows = (ZALO / f"queries.{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(row)["_id"] for row in rows}


@pytest.mark.skipif(not ZALO.is_dir(), reason="the shared data sets are not beside this checkout")
def test_what_is_measured_has_trained_nothing():
    manifests = sorted(Path(Settings().retriever).parent.glob("*/training.json"))
    assert manifests
    dev = zalo_ids("dev")
    assert len(dev) == 202
    for path in manifests:
        trained = set(json.loads(path.read_text(encoding="utf-8"))["query_ids"])
        assert len(trained) > 1000
        assert not dev & trained
        assert trained & zalo_ids("train")  # the ids are of the same kind, so that an overlap would show


def test_questions_on_the_documents_of_other_questions_are_left_out():
    entries = [
        Entry(f"{doc}+{n}", "", doc, Article(str(n), "", "", ())) for doc in ("1/2020", "2/2020") for n in (1, 2)
    ]
    queries = {"same article": "", "same document": "", "apart": "", "of both": "", "not judged": ""}
    qrels = {
        "same article": {"1/2020+1": 1},
        "same document": {"1/2020+2": 1, "2/2020+1": 0},
        "apart": {"2/2020+1": 1, "1/2020+1": 0},
        "of both": {"2/2020+2": 1, "1/2020+2": 1},
    }
    others = {"trained": {"1/2020+1": 1, "2/2020+2": 0}}
    assert set(quality.apart(queries, qrels, others, entries)) == {"apart", "not judged"}
