"""What is abbreviated in a question, and how it is read."""

from __future__ import annotations

import pytest

from corpus.encoding import fold, normalise
from search import abbreviations, diacritics
from search.query import read


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Điều 173 BLHS", "Điều 173 Bộ luật Hình sự"),
        ("điều 173 blhs", "điều 173 Bộ luật Hình sự"),
        ("BLLĐ, BLLD và blld", "Bộ luật Lao động, Bộ luật Lao động và Bộ luật Lao động"),
        ("quyền của NLĐ và nsdlđ", "quyền của người lao động và người sử dụng lao động"),
        ("đóng BHXH, BHYT", "đóng bảo hiểm xã hội, bảo hiểm y tế"),
        ("luật hn&gđ", "luật hôn nhân và gia đình"),
        ("UBND/HĐND tỉnh", "Ủy ban nhân dân/Hội đồng nhân dân tỉnh"),
        ("cấp GCNQSDĐ (GCN)", "cấp giấy chứng nhận quyền sử dụng đất (giấy chứng nhận)"),
        ("TTLT 01/2016", "Thông tư liên tịch 01/2016"),
        ("nđ 100/2019", "Nghị định 100/2019"),
        ("nd 01/2021/nđ-cp", "Nghị định 01/2021/nđ-cp"),
        ("mức phạt theo nghị định 100/2019/nd-cp", "mức phạt theo nghị định 100/2019/NĐ-CP"),
        ("nd 01/2021 / ND - CP", "Nghị định 01/2021 / ND - CP"),
        ("theo 100/2019/nd-cp - mức phạt nồng độ cồn", "theo 100/2019/NĐ-CP - mức phạt nồng độ cồn"),
        ("100/2019/ND-CP – BLLĐ", "100/2019/NĐ-CP – Bộ luật Lao động"),
        ("theo TT 58/2020/TT-BCA, lãi 5/năm", "theo Thông tư 58/2020/TT-BCA, lãi 5/năm"),
        ("NQ 03/2019/nq-hdtp", "Nghị quyết 03/2019/NQ-HĐTP"),
        ("tt số 39/2016", "Thông tư số 39/2016"),
        ("NĐ về đất đai", "Nghị định về đất đai"),
        ("ĐIỀU 5 BLDS", "ĐIỀU 5 BỘ LUẬT DÂN SỰ"),
        ("BLHS", "Bộ luật Hình sự"),
        ("HĐQT CTCP họp khi nào", "Hội đồng quản trị công ty cổ phần họp khi nào"),
        ("VKS kháng nghị bản án của HĐXX", "Viện kiểm sát kháng nghị bản án của Hội đồng xét xử"),
        ("HĐ vô hiệu, bên thuê hđ cũ", "hợp đồng vô hiệu, bên thuê hợp đồng cũ"),
        ("cty ko trả lương có kiện đc k", "công ty không trả lương có kiện được không"),
        ("ng thuê nhà k báo trc", "người thuê nhà không báo trước"),
    ],
)
def test_abbreviations(typed: str, text: str) -> None:
    reading = read(typed, restore=False)
    assert reading.text == text
    assert reading.changes
    assert read(text, restore=False).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 100/2019/NĐ-CP",
        "nghị định 100/2019/nđ-cp",
        "số 100/2019/NĐ - CP là gì",
        "Nghị quyết 03/2022/NQ-HĐTP",
        "Nghị quyết 03/NQ-HĐND",
        "Quyết định 15/2020/QĐ-UBND",
        "Thông tư 39/2016/TT-NHNN",
        "tt là gì, nd là gì, TT",
        "COVID, BLDSX, xBLDS",
        "điểm k khoản 2, Điểm K, điểm đ",
        "phạt 500 k, 500k, k 2 và vitamin k",
        "KO, Cty-A, DC, NG",
        "điều kiện viết là đk, chuyển khoản là ck",
    ],
)
def test_no_abbreviation(text: str) -> None:
    reading = read(text, restore=False)
    assert (reading.text, reading.changes) == (text, ())


def test_abbreviations_are_no_syllables() -> None:
    """Nobody's word is taken for an abbreviation: "ko" and "hok" look like syllables and are none."""
    tables = (
        abbreviations._ABBREVIATIONS,
        abbreviations._AS_WRITTEN,
        abbreviations._BEFORE_NUMBER,
        abbreviations._CHAT,
    )
    for key in {key for table in tables for key in table} - {"ko", "hok"}:
        assert not diacritics.is_syllable(key), key
    for table in (abbreviations._ABBREVIATIONS, abbreviations._CHAT):
        for key, meaning in table.items():
            assert key == fold(key).lower()
            assert read(meaning).text == meaning == normalise(meaning)


def test_a_reading_of_an_abbreviation_can_be_revoked() -> None:
    reading = read("nợ hđ thuê nhà", keep=("hđ",), restore=False)
    assert (reading.text, reading.kept) == ("nợ hđ thuê nhà", ("hđ",))
