"""The restoration of diacritics: what it restores, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.encoding import fold
from models.diacritics import training
from search.diacritics import Restorer, apply, load, words

SHIPPED = load()
shipped = pytest.mark.skipif(SHIPPED is None, reason="the model is not in models/diacritics")


def restored(text: str, model: Restorer | None = SHIPPED) -> str:
    assert model is not None
    return apply(text, model.restore(text))


@shipped
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nghi thai san", "nghỉ thai sản"),
        ("muc phat khong doi mu bao hiem", "mức phạt không đội mũ bảo hiểm"),
        ("thoi hieu khoi kien chia thua ke la bao lau", "thời hiệu khởi kiện chia thừa kế là bao lâu"),
        ("ly hon thi ai duoc nuoi con", "ly hôn thì ai được nuôi con"),
        ("Hop dong lao dong co thoi han", "Hợp đồng lao động có thời hạn"),
        ("THOI HAN TAM GIAM", "THỜI HẠN TẠM GIAM"),
        ("dang ky nhan hieu Coca Cola", "đăng ký nhãn hiệu Coca Cola"),
        ("Mua nha o Kon Tum", "Mua nhà ở Kon Tum"),
        # what people say and statutes do not
        ("chong toi bo di hai nam roi", "chồng tôi bỏ đi hai năm rồi"),
        ("di tre 5 phut bi phat 200 ngan dung khong", "đi trễ 5 phút bị phạt 200 ngàn đúng không"),
        # half typed
        ("muc phạt không doi mũ bao hiem", "mức phạt không đội mũ bảo hiểm"),
        ("người lao dong nghi việc", "người lao động nghỉ việc"),
        # Telex keys left in the text
        ("nghir thai sanr", "nghỉ thai sản"),
        ("dduwowcj nghir pheps khoong", "được nghỉ phép không"),
    ],
)
def test_restores(typed: str, read: str) -> None:
    assert restored(typed) == read
    assert restored(read) == read


@shipped
@pytest.mark.parametrize(
    "text",
    [
        "Người lao động được nghỉ thai sản trong bao lâu?",
        "Theo quy định, cho vay không có công chứng thì sao",
        "Ban thanh tra đã có kế hoạch quý, nay phát sinh vụ việc. Ban có được sửa kế hoạch để đưa vụ này vào không?",
        "Cử tri đi công tác xa có được bỏ phiếu ở chỗ khác không và xin giấy ở đâu?",
        "Thay đổi đăng ký giao dịch cổ phiếu trên Upcom được quy định như thế nào?",
        "Nghị định 100/2019/ND-CP quy định gì",
        "what is the penalty for theft",
        "can i go to the bank",
        "how to sue a company in Vietnam",
        "The quick brown fox jumps over the lazy dog",
        "https://example.com/dieu-khoan an@example.com",
        "12 34/5",
        "",
        "x\u0323y\u0330",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert restored(text) == text


def test_words_keep_numbers_addresses_and_sentences_apart() -> None:
    text = "Điều 5, a@b.vn khoản 100/2019/NĐ-CP. Hết"
    assert [word.text for word in words(text) if word.text] == ["Điều", "khoản", "Hết"]
    spans = [text[word.start : word.end] for word in words(text)]
    assert spans == ["Điều", "5,", "a@b.vn", "khoản", "100/2019/NĐ-CP.", "", "Hết"]  # "" ends a sentence


def test_no_model_no_restoration(tmp_path: Path) -> None:
    assert load(tmp_path) is None


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Restorer:
    """A model trained on six sentences."""
    folder = tmp_path_factory.mktemp("diacritics")
    texts = ["Người lao động được nghỉ thai sản.", "Mức phạt không đội mũ bảo hiểm.", "Nghị định này có hiệu lực."]
    figures = training.train(folder, texts * 10, ["nghỉ thai sản bao lâu", "Sản phẩm bảo hiểm"], ["thời hạn"], least=2)
    assert figures["syllables"] > 20
    return Restorer(folder / "model.npz")


def test_trained_model_restores_what_it_has_seen(small: Restorer) -> None:
    assert restored("nghi thai san", small) == "nghỉ thai sản"
    assert restored("MUC phat bao hiem", small) == "MUC phạt bảo hiểm"  # capitals amid small letters: perhaps a name
    assert restored("thoi han", small) == "thời hạn"  # only a written question has it
    figures = training.evaluate(small, ["Người lao động được nghỉ thai sản.", "Mức phạt không đội mũ bảo hiểm."])
    assert figures["bare_sentence_exact"] == figures["half_sentence_exact"] == 1
    assert figures["changed_as_typed"] == 0


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, dev, model = tmp_path / "corpus.jsonl", tmp_path / "dev.jsonl", tmp_path / "model"
    rows = [
        {"title": f"Điều {i}", "text": "Người lao động được nghỉ thai sản. Thời gian do luật định."} for i in range(9)
    ]
    texts.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    dev.write_text(json.dumps({"text": "Được nghỉ thai sản khi nào"}), encoding="utf-8")
    questions = ["--questions", str(texts), str(dev), "--written", str(dev), "--exclude", str(dev)]
    assert training.main(["train", str(model), "--texts", str(texts), *questions]) == 0
    assert training.main(["evaluate", str(model), "--texts", str(dev), "--json", str(tmp_path / "f.json")]) == 0
    figures = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert figures["sentences"] == 1
    assert '"bare_syllable_accuracy"' in capsys.readouterr().out
    vocabulary = Restorer(model / "model.npz")
    assert restored("nghi thai san khi nao", vocabulary) == "nghỉ thai sản khi nao"  # "nào" only in what was excluded
    with pytest.raises(SystemExit):
        training.main(["evaluate", str(tmp_path / "none"), "--texts", str(dev)])


@shipped
def test_accented_words_and_word_count_stay() -> None:
    text = "Ngươi lao đong hoa nhâp, muc phat khong đủ — Toi HOI"
    after = restored(text)
    assert fold(after) == fold(text)
    for word in words(text):
        if not word.text.isascii():
            assert after[word.start : word.end] == word.text
