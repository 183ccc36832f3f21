import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encoding import normalise
from corpus.model import Article
from corpus.references import find_references

OWN = "45/2019/QH14"


def mentions(text, title="", number="20"):
    others = [Article(str(n), "", "") for n in range(1, 20)] + [Article("8a", "", "")]
    return {
        text[r.start : r.end]: r.target
        for r in find_references(OWN, [*others, Article(number, title, text)])
        if r.article_number == number
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo quy định tại khoản 2 Điều này.", {"khoản 2 Điều này": f"{OWN}#20"}),
        ("tại điểm a và điểm b khoản 1 Điều này", {"điểm a và điểm b khoản 1 Điều này": f"{OWN}#20"}),
        ("tại các khoản 1, 2 và 3 Điều này", {"các khoản 1, 2 và 3 Điều này": f"{OWN}#20"}),
        ("Điều này không áp dụng.", {}),
        ("theo Điều 8 của Luật này", {"Điều 8": f"{OWN}#8"}),
        ("theo khoản 1 Điều 8a Bộ luật này", {"khoản 1 Điều 8a": f"{OWN}#8a"}),
        ("trường hợp quy định tại Điều 8 và Điều 9.", {"Điều 8": f"{OWN}#8", "Điều 9": f"{OWN}#9"}),
        ("theo Điều 500 của Luật này", {}),
        ("theo Điều 8 của Luật Đất đai", {}),
        ("theo Điều 8, Điều 9 và khoản 2 Điều 10 của Luật Đất đai", {}),
        ("theo Điều 8 Quy chế ban hành kèm theo Quyết định này", {}),
        ("Điều 8 Nghị định số 100/2019/NĐ-CP", {"Điều 8 Nghị định số 100/2019/NĐ-CP": "100/2019/NĐ-CP#8"}),
        (
            "Điều 8 và Điều 9 Nghị định số 100/2019/NĐ-CP",
            {"Điều 8": "100/2019/NĐ-CP#8", "Điều 9 Nghị định số 100/2019/NĐ-CP": "100/2019/NĐ-CP#9"},
        ),
        ("theo Nghị định số 100/2019/NĐ-CP ngày 30/12/2019", {"Nghị định số 100/2019/NĐ-CP": "100/2019/NĐ-CP"}),
        ("theo Thông tư số 12/2020", {}),
        ("Điều 8 Bộ luật Dân sự số 91/2015/QH13", {"Điều 8 Bộ luật Dân sự số 91/2015/QH13": "91/2015/QH13#8"}),
        ("Điều 8 Bộ luật Dân sự năm 2005", {"Điều 8 Bộ luật Dân sự năm 2005": "33/2005/QH11#8"}),
        ("Điều 8 Bộ luật Dân sự", {}),
        ("Điều 8 và Điều 9 Bộ luật Dân sự", {}),
        (
            "quy định tại các điều 12, 13 và 14 của Luật này",
            {"điều 12": f"{OWN}#12", "13": f"{OWN}#13", "14": f"{OWN}#14"},
        ),
        (
            "tại các Điều 5, 6 và 7 Nghị định số 1/2020/NĐ-CP",
            {
                "Điều 5": "1/2020/NĐ-CP#5",
                "6": "1/2020/NĐ-CP#6",
                "7": "1/2020/NĐ-CP#7",
                "Nghị định số 1/2020/NĐ-CP": "1/2020/NĐ-CP",
            },
        ),
        ("từ Điều 5 đến Điều 7 của Luật này", {"Điều 5": f"{OWN}#5", "Điều 7": f"{OWN}#7"}),
        ("từ Điều 5 đến Điều 7 của Luật Đất đai", {}),
        ("theo Điều 5, 10 ngày sau khi nhận", {"Điều 5": f"{OWN}#5"}),
        ("điểm d1 khoản 2 và d. 15 ngày", {}),
        ("Điều 54 được sửa: “Điều 5. Theo Điều 6 của Luật này và Nghị định số 1/2020/NĐ-CP”", {"Nghị định số "
        "1/2020/NĐ-CP": "1/2020/NĐ-CP"}),
        ("1. Sửa đổi khoản 2 Điều 8 như sau:\n“Điều 8. X\ntheo Điều 9”\n2. Theo Điều 7.", {"Điều 7": f"{OWN}#7"}),
        ("", {}),
    ],
)  # fmt: skip
def test_mentions(text, expected):
    assert mentions(text) == expected


def test_an_amending_article_speaks_of_another_document():
    title = "Sửa đổi, bổ sung một số điều của Nghị định số 1/2020/NĐ-CP"
    assert mentions("1. Khoản 2 Điều 8 được thay.\n2. Theo Điều 9 Nghị định số 2/2020/NĐ-CP.", title) == {
        "Điều 9 Nghị định số 2/2020/NĐ-CP": "2/2020/NĐ-CP#9"
    }


def test_attached_regulation_refers_to_itself():
    articles = [
        Article("1", "", ""),
        Article("1 (kèm theo)", "", ""),
        Article("2 (kèm theo)", "", "Theo Điều 1 Quy chế này."),
    ]
    (reference,) = find_references("12/2020/QĐ-UBND", articles)
    assert reference.target == "12/2020/QĐ-UBND#1 (kèm theo)"


def test_a_paper_without_number():
    (reference,) = find_references("riêng/0123456789ab", [Article("5", "", "x"), Article("6", "", "Như Điều 5.")])
    assert (reference.article_number, reference.target) == ("6", "riêng/0123456789ab#5")


def test_order():
    text = "Điều 9 và khoản 1 Điều này, rồi Điều 8."
    found = find_references(OWN, [Article("8", "", ""), Article("9", "", text)])
    assert [r.start for r in found] == sorted(r.start for r in found)
    assert [text[r.start : r.end] for r in found] == ["Điều 9", "khoản 1 Điều này", "Điều 8"]


PIECES = [
    "Điều ",
    "khoản 2 ",
    "điểm a ",
    "5",
    "8",
    ", ",
    " và ",
    " đến ",
    "Nghị định số 1/2020/NĐ-CP",
    " của Luật này",
    " này",
]
PIECES += ["Bộ luật Dân sự", " năm 2015", "“", "”", "\n", "các ", ". ", "Sửa đổi "]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=100))
def test_offsets_are_of_mentions(text):
    article = Article("5", "", normalise(text))
    for reference in find_references(OWN, [article, Article("8", "", "")]):
        mention = article.text[reference.start : reference.end]
        assert mention.strip() == mention != ""
        known = reference.target.startswith(("45/2019/QH14#", "1/2020/NĐ-CP", "91/2015/QH13", "92/2015"))
        assert known or "/" in mention  # any text may hold a number of its own
        assert "Điều" in mention or "điều" in mention or "/" in mention or mention.isalnum()
