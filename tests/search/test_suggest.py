import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.citation import find_citations
from corpus.model import Action, Article, Document, Effect, Status, document_id
from corpus.passage_store import PassageSpan
from corpus.store import Store
from search.filters import Library
from search.suggest import Suggester

MINE = "~an"
KINDS = {"Nghị định": "Chính phủ", "Thông tư": "Bộ Tài chính"}
TRAFFIC = "Quy định xử phạt vi phạm hành chính về giao thông đường bộ"

DOCUMENTS = [
    ("45/2019/QH14", "Bộ luật", "Bộ luật Lao động", "2019-11-20", {}),
    ("10/2012/QH13", "Bộ luật", "Bộ luật Lao động", "2012-06-18", {"status": Status.EXPIRED}),
    ("91/2015/QH13", "Bộ luật", "Bộ luật Dân sự", "2015-11-24", {}),
    ("92/2015/QH13", "Bộ luật", "Bộ luật Tố tụng dân sự", "2015-11-25", {}),
    ("95/2015/QH13", "Bộ luật", "Bộ luật Hàng hải Việt Nam", "2015-11-25", {}),
    ("31/2024/QH15", "Luật", "Luật Đất đai", "2024-01-18", {}),
    ("45/2013/QH13", "Luật", "Luật Đất đai", "2013-11-29", {"expires_on": date(2024, 8, 1)}),
    ("99/2024/QH15", "Luật", "Luật Đất đai", "2024-12-01", {"effective_on": date.today() + timedelta(900)}),
    ("52/2014/QH13", "Luật", "Luật Hôn nhân và gia đình", "2014-06-19", {}),
    ("35/2018/QH14", "Luật", "Luật sửa đổi, bổ sung một số điều của Luật Đất đai", "2018-11-20", {}),
    ("100/2019/NĐ-CP", "Nghị định", TRAFFIC, "2019-12-30", {}),
    ("100/2020/NĐ-CP", "Nghị định", "Về kinh doanh hàng miễn thuế", "2020-08-28", {}),
    ("1001/2019/NĐ-CP", "Nghị định", "Về tổ chức", "2019-01-01", {}),
    ("100/2020/TT-BTC", "Thông tư", "Hướng dẫn Luật Đất đai về thuế", "2020-11-16", {}),
    ("02/2021/TT-BTC", "Thông tư", "Về đất đai", "2021-01-01", {}),
    ("", "", "Hợp đồng {thuê} <b>đất</b> đai $x$", "2022-01-01", {}),
]


def document(number, kind, title, issued_on, collection="public", articles=("1", "2"), **values):
    key = document_id(number, collection, "ab" * 32)
    parts = tuple(Article(n, "", "Nội dung.") for n in articles)
    day = date.fromisoformat(issued_on)
    return Document(key, number, title, parts, kind=kind, issued_on=day, collection=collection, sha256=key,
                    issuer=KINDS.get(kind, "Quốc hội"), **values)  # fmt: skip


@pytest.fixture(scope="module")
def store():
    with Store("sqlite://") as store:
        for number, kind, title, issued_on, values in DOCUMENTS:
            articles = ("1", "139") if number == "45/2019/QH14" else ("1", "2")
            store.put(document(number, kind, title, issued_on, articles=articles, **values))
        store.put(document("777/2022/NĐ-CP", "Nghị định", "Nghị định bí mật đất đai", "2022-02-02", MINE))
        for info in store.documents():
            if info.number != "02/2021/TT-BTC":  # it is not indexed yet
                numbers = ("1", "139") if info.number == "45/2019/QH14" else ("1", "2")
                store.set_passages(info.id, [PassageSpan(n, 0, 0, 4, info.id + n) for n in numbers])
        yield store


@pytest.fixture(scope="module")
def suggester(store):
    return Suggester(Library(store))


def numbers(suggester, typed, *collections, limit=8):
    return [each.number for each in suggester.suggest(typed, collections or ("public",), limit)]


LABOUR = "45/2019/QH14"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bo luat lao", [LABOUR, "10/2012/QH13"]),
        ("Bộ luật Lao động", [LABOUR, "10/2012/QH13"]),
        ("BỘ LUẬT LAO Đ", [LABOUR, "10/2012/QH13"]),
        ("lao động", [LABOUR, "10/2012/QH13"]),
        ("45/2019", [LABOUR]),
        ("45/2019/qh", [LABOUR]),
        (LABOUR, [LABOUR]),
        ("045/2019/QH14", [LABOUR]),
        ("số 45 / 2019", [LABOUR]),
        ("luật số 45/2019", [LABOUR]),
        ("bộ luật lao động số 45/2019/QH14", [LABOUR]),
        ("bộ luật lao động 2012", ["10/2012/QH13"]),
        ("lao dong 2019", [LABOUR]),
        ("nđ 100", ["100/2020/NĐ-CP", "100/2019/NĐ-CP", "1001/2019/NĐ-CP"]),
        ("nghị định số 100", ["100/2020/NĐ-CP", "100/2019/NĐ-CP", "1001/2019/NĐ-CP"]),
        ("nd 100/2019", ["100/2019/NĐ-CP"]),
        ("nđ 100/2019/nđ-cp", ["100/2019/NĐ-CP"]),
        ("100/2020/", ["100/2020/NĐ-CP", "100/2020/TT-BTC"]),
        ("100/2020/t", ["100/2020/TT-BTC"]),
        ("tt 100", ["100/2020/TT-BTC"]),
        ("2/2021", ["02/2021/TT-BTC"]),
        ("tt-btc", ["02/2021/TT-BTC", "100/2020/TT-BTC"]),
        ("BLLĐ", [LABOUR, "10/2012/QH13"]),
        ("bllđ 2012", ["10/2012/QH13"]),
        ("blds", ["91/2015/QH13"]),
        ("bltt", ["92/2015/QH13"]),
        ("blhh", ["95/2015/QH13"]),
        ("lđđ", ["31/2024/QH15", "99/2024/QH15", "45/2013/QH13"]),
        ("lhngđ", ["52/2014/QH13"]),
        ("lhnvgd", ["52/2014/QH13"]),
        ("xử phạt giao thông", ["100/2019/NĐ-CP"]),
        ("giao thong xu phat", ["100/2019/NĐ-CP"]),
        ("hôn nhân", ["52/2014/QH13"]),
        ("hop dong thue", [""]),
    ],
)
def test_names_and_numbers_are_completed(suggester, typed, first):
    assert numbers(suggester, typed)[: len(first)] == first


def test_the_best_come_first(suggester):
    assert numbers(suggester, "đất đai") == [
        # It is called so: in force, not yet, no longer. It begins so. It has the words, few others first.
        "31/2024/QH15", "99/2024/QH15", "45/2013/QH13", "02/2021/TT-BTC", "100/2020/TT-BTC", "", "35/2018/QH14",
    ]  # fmt: skip
    assert numbers(suggester, "luật", limit=20)[:5] == [  # newer before older, then what is not in force
        "31/2024/QH15", "35/2018/QH14", "52/2014/QH13", "99/2024/QH15", "45/2013/QH13",
    ]  # fmt: skip
    assert numbers(suggester, "về")[:3] == ["100/2020/NĐ-CP", "1001/2019/NĐ-CP", "02/2021/TT-BTC"]


def test_what_another_document_repealed_comes_later(store):
    gone = document("31/2024/QH15", "Luật", "Luật Đất đai", "2024-01-18")
    with Store("sqlite://") as other:
        other.put(gone)
        other.put(document("45/2013/QH13", "Luật", "Luật Đất đai", "2013-11-29"))
        ends = (Effect("1", Action.REPEALS, "31/2024/QH15", "", date(2025, 1, 1)),)
        other.put(document("1/2025/QĐ", "Quyết định", "Về việc khác", "2025-01-01", MINE, effects=ends))
        suggester = Suggester(Library(other))
        assert numbers(suggester, "luật đất") == ["31/2024/QH15", "45/2013/QH13"]
        assert numbers(suggester, "luật đất", "public", MINE) == ["45/2013/QH13", "31/2024/QH15"]
        assert suggester.suggest("31/2024", ("public", MINE))[0].status is Status.EXPIRED


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("điều 139 bộ luật lao", ["Điều 139 Bộ luật Lao động"]),
        ("dieu 139 cua bo luat", ["Điều 139 Bộ luật Lao động"]),
        ("đ.139 bllđ", ["Điều 139 Bộ luật Lao động"]),
        ("bllđ điều 139", ["Điều 139 Bộ luật Lao động"]),
        ("điều 139", ["Điều 139 Bộ luật Lao động"]),
        ("khoản 2 Điều 139 45/2019", ["khoản 2 Điều 139 Bộ luật Lao động"]),
        ("điểm đ khoản 2 điều 1 nd 100/2019", ["điểm đ khoản 2 Điều 1 Nghị định số 100/2019/NĐ-CP"]),
        ("điều 1 luật đất", ["Điều 1 Luật số 31/2024/QH15"]),
        ("điều 1 bllđ 2012", ["Điều 1 Bộ luật Lao động số 10/2012/QH13"]),
        ("điều 1 hợp đồng thuê", ["Điều 1 Hợp đồng {thuê} <b>đất</b> đai $x$"]),
        ("điều 500 bộ luật lao", []),
        ("điều 139 bộ luật dân", []),
        ("điều 500 thông tư 02", ["Điều 500 Thông tư số 02/2021/TT-BTC"]),  # nobody knows yet that it has none
    ],
)
def test_an_article_is_completed_with_its_document(suggester, typed, texts):
    assert [each.text for each in suggester.suggest(typed, ("public",))][: max(1, len(texts))] == texts


@pytest.mark.parametrize("provision", ["Điều 1", "khoản 3 Điều 1", "điểm đ khoản 3 Điều 1"])
def test_what_is_suggested_is_read_as_that_article(suggester, store, provision):
    found = suggester.suggest(provision, ("public",), 100)
    assert len(found) == len(DOCUMENTS)
    for each in found:
        if each.number:
            (citation,) = find_citations(each.text)
            assert (citation.article, citation.start, citation.end) == ("1", 0, len(each.text))
            assert store.resolve_number(citation.document_number) == [each.document_id]


def test_what_is_shown_of_a_document(suggester):
    (code,) = suggester.suggest("45/2019/QH14", ("public",))
    assert (code.text, code.detail) == ("Bộ luật Lao động số 45/2019/QH14", "Quốc hội · 20/11/2019")
    assert (code.document_id, code.kind, code.article, code.collection) == (LABOUR, "Bộ luật", "", "public")
    (decree,) = suggester.suggest("nđ 100/2019", ("public",))
    assert (decree.text, decree.detail) == ("Nghị định số 100/2019/NĐ-CP", f"{TRAFFIC} · Chính phủ · 30/12/2019")
    article = suggester.suggest("điều 139 bllđ", ("public",))[0]
    assert (article.article, article.detail) == ("139", "45/2019/QH14 · Quốc hội · 20/11/2019")


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "  đ ", "?", "…", "\u200b\u200b", "½", "a\u0301", "§", "\ud800", "//--"]
)
def test_too_little_gives_nothing(suggester, typed):
    assert suggester.suggest(typed, ("public", MINE)) == ()


@pytest.mark.parametrize(
    "typed", ["nghỉ thai sản bao lâu", "bộ luật lao động quy định gì về thai sản", "Điều 1 và Điều 2"]
)
def test_a_question_gives_nothing(suggester, typed):
    assert suggester.suggest(typed, ("public",)) == ()


@pytest.mark.parametrize("piece", ["a ", "điều 1 ", "/", "1/", "đ\u0301", "\u200b", "((", "\0", " ", "khoản 1 ", "9"])
def test_a_long_input_gives_nothing(suggester, piece):
    assert suggester.suggest((piece * 1000)[:1000], ("public", MINE)) == ()


def test_nothing_is_suggested_twice(suggester):
    for typed in ("BLLĐ", "luật", "điều 1", "45/2019/QH14", "lđđ"):
        found = numbers(suggester, typed, "public", "public", limit=100)
        assert len(found) == len(set(found))


def test_limits(suggester):
    assert len(numbers(suggester, "luật", limit=3)) == 3
    assert numbers(suggester, "luật", limit=0) == numbers(suggester, "luật", limit=-1) == []


def test_what_one_may_not_see_is_never_suggested(suggester):
    assert numbers(suggester, "bí mật", "public", MINE) == ["777/2022/NĐ-CP"]
    assert numbers(suggester, "bí mật", MINE, MINE) == ["777/2022/NĐ-CP"]
    for typed in ("bí mật", "777", "777/2022/NĐ-CP", "nđ 777", "điều 1 nđ 777", "đất đai", "nghị định", "~an"):
        for collections in (("public",), ("public", "~binh"), ("~",)):
            assert "777/2022/NĐ-CP" not in numbers(suggester, typed, *collections, limit=100)
    assert suggester.suggest("luật", ()) == ()


def test_an_empty_library():
    with Store("sqlite://") as store:
        assert Suggester(Library(store)).suggest("bộ luật", ("public",)) == ()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.data())
def test_every_name_is_completed_from_each_of_its_beginnings(suggester, row, data):
    number, kind, title, _, _ = row
    name = data.draw(st.sampled_from([title, number] if number else [title]))
    typed = name[: data.draw(st.integers(min(4, len(name)), len(name)))]
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    change = data.draw(st.sampled_from([str, str.upper, str.lower]))
    assert number in numbers(suggester, unicodedata.normalize(form, change(typed)), limit=100)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec=None) | st.sampled_from("điều khoản 1/2-&{}$<>\u200b"), max_size=300))
def test_whatever_is_typed_gives_only_what_may_be_seen(suggester, typed):
    found = suggester.suggest(typed, ("public",))
    assert len(found) <= 8
    assert len({each.document_id for each in found}) == len(found)
    assert all(each.collection == "public" for each in found)
