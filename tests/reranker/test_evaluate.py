import json
import shutil

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from reranker.card import card
from reranker.card import main as write_card
from reranker.data import Candidates, write_candidates
from reranker.evaluate import HARD, balanced, judged, main, ranking

FOUND = [
    Candidates("q1", "hỏi một", ("a", "b", "c"), (False, True, False), 1),
    Candidates("q2", "hỏi hai", ("d", "e", "f"), (True, False, False), 2),
    Candidates("q3", "hỏi ba", ("g", "h"), (False, False), 1),
]


def test_ranking_by_hand():
    report = ranking(FOUND, [[0, 1, 0], [3, 2, 1], [0, 1]], seed=0)
    assert report["first stage"]["R@1"]["mean"] == pytest.approx((0 + 1 / 2 + 0) / 3, abs=1e-4)
    assert report["reranked"]["R@1"]["mean"] == pytest.approx((1 + 1 / 2 + 0) / 3, abs=1e-4)
    assert report["first stage"]["MRR@10"]["mean"] == pytest.approx((1 / 2 + 1 + 0) / 3, abs=1e-4)
    assert report["reranked"]["MRR@10"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    assert 0 < report["p"] <= 1


def test_equal_scores_keep_the_first_stages_order():
    report = ranking(FOUND, [np.zeros(len(one.passages)) for one in FOUND], seed=0)
    assert report["reranked"] == report["first stage"]
    assert report["p"] == 1.0


def test_pairs_are_as_many_that_answer_as_that_do_not():
    many = [
        Candidates(f"q{i}", f"hỏi {i}", tuple(f"{i}-{j}" for j in range(30)), tuple(j == 12 for j in range(30)), 1)
        for i in range(20)
    ]
    for hard in (False, True):
        drawn = balanced(many, hard, seed=1)
        assert drawn == balanced(many, hard, seed=1)
        assert [text for _, text, right in drawn if right] == [f"{i}-12" for i in range(20)]
        others = [(at, text) for at, text, right in drawn if not right]
        assert len(others) == 20
        for at, text in others:
            question, rank = text.split("-")
            assert (int(question) == at) is hard
            assert not hard or int(rank) < HARD
    assert balanced(many, True, seed=1) != balanced(many, True, seed=2)


def test_a_perfect_judge_has_no_error_and_a_blind_one_half():
    questions = np.repeat(np.arange(50), 2)
    relevant = np.tile([True, False], 50)
    perfect = judged(questions, np.where(relevant, 3.0, -3.0), relevant, seed=0)
    assert {perfect[m] for m in ("accuracy", "precision", "recall", "f1")} == {1.0}
    assert perfect["loss"] < 0.1
    blind = judged(questions, np.zeros(100), relevant, seed=0)
    assert blind["accuracy"] == 0.5
    assert blind["loss"] == pytest.approx(np.log(2), abs=1e-3)


def test_threshold_of_a_question_is_fitted_without_it():
    chance = np.random.default_rng(0)
    questions, relevant = np.arange(60), chance.random(60) < 0.5
    logits = chance.normal(relevant * 2.0 + 5.0)  # far from a threshold at zero
    figures = judged(questions, logits, relevant, seed=4)
    fold = np.random.default_rng(4).permutation(60) % 5
    wanted = np.zeros(60, bool)
    for k in range(5):
        model = LogisticRegression().fit(logits[fold != k].reshape(-1, 1), relevant[fold != k])
        wanted[fold == k] = model.predict(logits[fold == k].reshape(-1, 1))
    assert figures["accuracy"] == pytest.approx((wanted == relevant).mean(), abs=1e-4)
    assert figures["accuracy"] > 0.7


@pytest.fixture(scope="module")
def report(tiny_scorer, tmp_path_factory):
    """What the command writes about a random model over random candidates of words that it knows."""
    folder = tmp_path_factory.mktemp("evaluated")
    words = "luật đất thuế vốn án lao động nghỉ thai sản hôn nhân phạt tiền tù một hai ba bốn năm".split()
    chance = np.random.default_rng(0)
    found = []
    for i in range(12):
        passages = tuple(dict.fromkeys(" ".join(chance.choice(words, 6)) for _ in range(9)))
        right = tuple(j == i % 8 for j in range(len(passages)))
        found.append(Candidates(f"q{i}", " ".join(chance.choice(words, 3)), passages, right, 1))
    write_candidates(found, folder / "dev.jsonl")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRALUAT_HOME", str(folder / "home"))
        options = [str(folder / "dev.jsonl"), "--model", str(tiny_scorer), "--json", str(folder / "report.json")]
        assert main(options) == 0
    return folder / "report.json"


def test_command_measures_ranking_pairs_and_speed(report, capsys):
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["questions"] == 12
    assert found["ranking"].keys() == {"first stage", "reranked", "p"}
    assert found["pairs"]["random"]["pairs"] == found["pairs"]["hard"]["pairs"] == 24
    assert 0 <= found["pairs"]["hard"]["f1"] <= 1
    assert found["speed"]["per_second"] > 0


def test_too_few_questions_are_told(tmp_path, capsys):
    for found in ([], FOUND):
        write_candidates(found, tmp_path / "few.jsonl")
        with pytest.raises(SystemExit):
            main([str(tmp_path / "few.jsonl")])
        assert "too few questions" in capsys.readouterr().err


@pytest.fixture
def model(tiny_scorer, tmp_path):
    folder = tmp_path / "reranker"
    shutil.copytree(tiny_scorer, folder)
    facts = {"base": "retriever", "datasets": {"zalo": 3}, "rows": 3, "query_ids": ["a", "b"], "max_tokens": 24}
    (folder / "training.json").write_text(json.dumps(facts | {"lr": 1e-4, "seed": 13, "epochs": 2}))
    return folder


def test_card_has_every_figure_and_no_gap(model, report):
    emissions = {"hardware": "2 × AMD", "country": "Vietnam", "codecarbon": "3", "hours": 0.5, "kwh": 0.02}
    (model / "emissions.json").write_text(json.dumps(emissions | {"kg_co2eq": 0.0123}), encoding="utf-8")
    assert write_card([str(model), "--base-model", "intfloat/multilingual-e5-small", "--evaluation", str(report)]) == 0
    text = (model / "README.md").read_text(encoding="utf-8")
    found = json.loads(report.read_text(encoding="utf-8"))
    for figure in (
        f"{found['ranking']['reranked']['nDCG@10']['mean']:.3f}",
        f"{found['pairs']['hard']['f1']:.4f}",
        "3 of zalo",
        "2 questions",
        "learning rate 0.0001",
        "0.50",
        "0.0123 kg CO₂eq",
        "2 layers",
    ):
        assert figure in text
    assert "$" not in text
    assert "More Information Needed" not in text
    assert text.startswith("---\nlanguage: vi\n")


def test_what_was_not_measured_is_said_to_be_so(model):
    facts = {"datasets": {"nli": 3}, "rows": 3, "query_ids": [], "max_tokens": 24}
    (model / "training.json").write_text(json.dumps(facts))
    text = card(model, [], "example/base")
    assert "3 rows, 3 of nli" in text
    assert "base_model: example/base" in text
    assert "Not measured yet." in text
    assert "was not measured" in text
    assert "calibration.json" not in text
