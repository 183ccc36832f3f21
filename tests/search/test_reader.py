import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.errors import UnknownDocument
from corpus.model import Action, Amendment, Article, Document, Effect, Reference, Status, address_of, document_id
from corpus.passage_store import PassageSpan
from corpus.references import find_references
from corpus.store import Store
from search.filters import Library
from search.reader import Reader, amendments_of, neighbours

MINE, HERS = "~an", "~binh"
CODE = "45/2019/QH14"
SECRET = "Hợp đồng mật"


def document(number, title, texts, collection="public", sha256="", **values):
    key = document_id(number, collection, sha256)
    articles = tuple(Article(n, f"Tên {n}", text) for n, text in texts.items())
    found = values.pop("references", None) or find_references(key, articles)
    return Document(
        key, number, title, articles, collection=collection, sha256=sha256, references=found, status=Status.IN_FORCE,
        **values,
    )  # fmt: skip


def texts(*numbers, **changes):
    return {number: "Nội dung." for number in numbers} | {k.removeprefix("d"): v for k, v in changes.items()}


@pytest.fixture
def store():
    with Store("sqlite://") as store:
        for each in (
            document(CODE, "Bộ luật Lao động", texts("1", "2", "10", "139", d2="Theo Điều 139.", d10="Xem Điều 139.")),
            document("1/2021/NĐ-CP", "Nghị định Z", texts("1", d1=f"Điều 139 Bộ luật số {CODE} và {CODE}.")),
            document("02/2021/NĐ-CP", "Nghị định A", texts("1", d1=f"Theo Điều 139 và Điều 2 Bộ luật số {CODE}.")),
            document("7/2022/NĐ-CP", "Nghị định 7", texts("5", d5="Điều 1 Nghị định số 01/2021/NĐ-CP."), MINE),
            document("8/2022/NĐ-CP", "Nghị định 8", texts("1"), MINE),
            document("9/2022/NĐ-CP", "Nghị định 9", texts("1", d1="Điều 1 Nghị định số 8/2022/NĐ-CP."), MINE),
            document("", SECRET, texts("§1", "§2"), HERS, "ab" * 32),
            document("8/2022/NĐ-CP", SECRET, texts("1", "2", d1=f"Điều 139 Bộ luật số {CODE}."), HERS),
        ):
            store.put(each)
        store.set_passages(CODE, [PassageSpan(n, 0, 0, 4, n) for n in ("1", "2", "10", "139")])
        yield store


def reader(store, *collections):
    return Reader(store, Library(store), collections or ("public",))


def ids(found):
    return [each.article_id for each in found]


HIDDEN = [f"{HERS}/abababababab", f"{HERS}/8/2022/NĐ-CP", f"{MINE}/7/2022/NĐ-CP"]


@pytest.mark.parametrize("key", [*HIDDEN, "nothing", "", "#", "~", "\ud800", "\x00", "x" * 100_000])
def test_what_one_may_not_see_is_as_if_it_were_not(store, key):
    visitor = reader(store)
    errors = []
    for name in (key, "nothing"):
        for ask in (visitor.info, visitor.document, visitor.versions, visitor.article, visitor.referring):
            with pytest.raises(UnknownDocument) as caught:
                ask(name)
            errors.append(caught.value.message.replace(name[:200] or "?", "…").replace("“”", "“…”"))
        with pytest.raises(UnknownDocument):
            visitor.article(f"{name}#1")
        with pytest.raises(UnknownDocument):
            visitor.referring_count(f"{name}#1")
    assert set(errors) == {"Không tìm thấy văn bản hoặc điều luật “…”."}
    assert visitor.targets([Reference("1", 0, 1, key), Reference("1", 0, 1, f"{key}#1")]) == {}


@pytest.mark.parametrize("key", [f"{CODE}#999", f"{CODE}#\ud800", f"{CODE}#", f"{CODE}#" + "9" * 100_000])
def test_an_article_that_is_not_there(store, key):
    with pytest.raises(UnknownDocument) as caught:
        reader(store).article(key)
    assert len(caught.value.message) < 400


def test_each_reads_the_public_documents_and_their_own(store):
    assert reader(store).document(CODE).title == "Bộ luật Lao động"
    mine = reader(store, "public", MINE)
    assert mine.document(f"{MINE}/7/2022/NĐ-CP").title == "Nghị định 7"
    info, article = mine.article(f"{MINE}/7/2022/NĐ-CP#5")
    assert (info.title, article.number) == ("Nghị định 7", "5")
    assert mine.info(CODE).article_count == 4
    with pytest.raises(UnknownDocument):
        reader(store, MINE).document(CODE)


def test_links_open_however_their_letters_are_encoded(store):
    store.put(document("3/2021/QĐ-HUẾ", "Quyết định", texts("1")))
    seen = reader(store)
    assert seen.document(unicodedata.normalize("NFD", "3/2021/QĐ-HUẾ")).title == "Quyết định"
    assert seen.info("3/2021/QÐ-HUẾ\u200b").title == "Quyết định"


@pytest.mark.parametrize("name", ["8/2022/NĐ-CP", "08/2022/NĐ-CP", "~/8/2022/NĐ-CP", f"{MINE}/8/2022/NĐ-CP"])
def test_ones_own_document_opens_by_its_number(store, name):
    mine = reader(store, "public", MINE)
    assert (mine.document(name).id, mine.info(name).title) == (f"{MINE}/8/2022/NĐ-CP", "Nghị định 8")
    assert mine.article(f"{name}#1")[0].title == "Nghị định 8"
    assert ids(mine.referring(f"{name}#1")) == [f"{MINE}/9/2022/NĐ-CP#1"]
    with pytest.raises(UnknownDocument):
        reader(store).document(name)


def test_a_link_to_ones_own_document_names_no_collection_and_leads_back(store):
    store.put(document("8/2022/NĐ-CP", "Bản chung", texts("1", "2")))
    for owner in (MINE, HERS):
        seen = reader(store, "public", owner)
        for info in store.documents([owner, "public"]):
            link = address_of(info.id)
            assert owner not in link
            assert seen.info(link).id == info.id
        assert seen.info("8/2022/NĐ-CP").title == "Bản chung"  # by its number alone the public one goes first
        assert seen.article("~/8/2022/NĐ-CP#1")[0].collection == owner
    # Given to someone else it leads to what they have of that number, and to nothing where they have none.
    assert reader(store).article(address_of(f"{MINE}/8/2022/NĐ-CP#2"))[0].title == "Bản chung"
    for link in (address_of(f"{HERS}/abababababab"), "~/", "~/#1", f"~/{HERS}/8/2022/NĐ-CP"):
        with pytest.raises(UnknownDocument):
            reader(store, "public", MINE).document(link)


def test_a_paper_without_a_number_that_replaces_a_document_is_told_without_its_collection(store):
    ends = (Effect("§1", Action.REPLACES, "02/2021/NĐ-CP"),)
    store.put(document("", "Giấy", texts("§1"), MINE, "cd" * 32, effects=ends))
    mine = reader(store, "public", MINE)
    (amendment,) = mine.document("02/2021/NĐ-CP").amendments
    assert amendment.by_document == "~/cdcdcdcdcdcd"
    assert targets(mine, amendment.by_document) == {"~/cdcdcdcdcdcd": f"{MINE}/cdcdcdcdcdcd"}


def test_a_document_is_as_it_stands_for_whoever_reads_it(store):
    yesterday, far = date.today() - timedelta(1), date.today() + timedelta(1000)
    own = (Amendment("1", "Sửa đổi", "12/2017/QH14"),)
    store.put(document("5/2018/NĐ-CP", "Nghị định 5", texts("1", "2"), amendments=own, expires_on=far))
    ends = (Effect("1", Action.REPLACES, "5/2018/NĐ-CP", "", yesterday),)
    store.put(document("6/2022/NĐ-CP", "Thay", texts("1"), MINE, effects=ends))
    repeals = (Effect("1", Action.REPEALS, "5/2018/NĐ-CP", "2", yesterday),)
    store.put(document("4/2022/NĐ-CP", "Bãi bỏ một điều", texts("1"), effects=repeals))

    seen = reader(store).document("5/2018/NĐ-CP")
    assert (seen.status, seen.expires_on) == (Status.PARTLY_EXPIRED, far)
    assert amendments_of(seen, "1") == own
    assert amendments_of(seen, "2") == (Amendment("2", "Bãi bỏ", "4/2022/NĐ-CP", "1", yesterday),)
    assert amendments_of(seen) == ()

    mine = reader(store, "public", MINE).document("5/2018/NĐ-CP")
    assert (mine.status, mine.expires_on) == (Status.EXPIRED, yesterday)
    assert amendments_of(mine) == (Amendment("", "Thay thế", "6/2022/NĐ-CP", "1", yesterday),)
    assert mine.articles == seen.articles == store.document("5/2018/NĐ-CP").articles
    assert reader(store, "public", MINE).article("5/2018/NĐ-CP#1")[0].status is Status.EXPIRED
    assert reader(store).info("5/2018/NĐ-CP").status is Status.PARTLY_EXPIRED


def test_a_replaced_document_is_read_anew(store):
    assert reader(store).document(CODE).articles[0].text == "Nội dung."
    store.put(document(CODE, "Bộ luật Lao động", texts(d1="Khác."), sha256="x"))
    assert reader(store).document(CODE).articles[0].text == "Khác."


def test_an_erased_document_cannot_be_read_before_the_search_has_followed(store):
    mine = reader(store, MINE)
    assert mine.document(f"{MINE}/7/2022/NĐ-CP")
    store.erase(MINE)
    with pytest.raises(UnknownDocument):
        mine.document(f"{MINE}/7/2022/NĐ-CP")


def test_an_id_that_became_anothers_is_hidden_before_the_search_has_followed(store):
    store.put(document("77/2022/QĐ", "Quyết định", texts("1")))
    before = reader(store)
    store.remove("77/2022/QĐ")
    store.put(document("77/2022/QĐ", SECRET, texts("1"), "staff"))
    for ask in (lambda: before.document("77/2022/QĐ"), lambda: before.article("77/2022/QĐ#1")):
        with pytest.raises(UnknownDocument):
            ask()


# References


def targets(reader, *names):
    return reader.targets([Reference("1", 0, 1, name) for name in names])


def test_targets_that_exist_can_be_opened(store):
    names = [CODE, f"{CODE}#139", f"{CODE}#500", "45/2019/QH15", "1/2021/NĐ-CP#1", "01/2021/NĐ-CP#1", "1/2021/NĐ-CP#2"]
    assert targets(reader(store), *names, *names) == {
        CODE: CODE,
        f"{CODE}#139": f"{CODE}#139",
        "1/2021/NĐ-CP#1": "1/2021/NĐ-CP#1",  # it has no passages: the store knows
        "01/2021/NĐ-CP#1": "1/2021/NĐ-CP#1",
    }


def test_a_number_means_the_public_document_or_ones_own(store):
    decree = "8/2022/NĐ-CP#1"
    assert targets(reader(store), decree) == {}
    assert targets(reader(store, "public", MINE), decree) == {decree: f"{MINE}/{decree}"}
    assert targets(reader(store, "public", HERS), decree, "8/2022/NĐ-CP#2") == {
        decree: f"{HERS}/{decree}",
        "8/2022/NĐ-CP#2": f"{HERS}/8/2022/NĐ-CP#2",
    }
    store.put(document("8/2022/NĐ-CP", "Bản chung", texts("1")))
    assert targets(reader(store, "public", MINE), decree) == {decree: decree}


def test_many_targets_at_once(store):
    store.put(document("1/2000/QH10", "Luật dài", texts(*map(str, range(1, 1501)))))
    names = [f"1/2000/QH10#{n}" for n in range(1, 2001)]
    assert list(targets(reader(store), *names)) == names[:1500]


def test_what_refers_to_an_article(store):
    found = reader(store).referring(f"{CODE}#139")
    assert ids(found) == [f"{CODE}#2", f"{CODE}#10", "02/2021/NĐ-CP#1", "1/2021/NĐ-CP#1"]
    assert (found[2].document_title, found[2].document_number) == ("Nghị định A", "02/2021/NĐ-CP")
    assert (found[2].article_number, found[2].title) == ("1", "Tên 1")
    assert reader(store).referring(f"{CODE}#139", 3) == found[:3]
    assert reader(store).referring(f"{CODE}#139", 0) == reader(store).referring(f"{CODE}#139", -1) == ()
    assert reader(store).referring_count(f"{CODE}#139") == 4
    assert reader(store).referring_count(f"{CODE}#1") == 0
    assert f"{HERS}/8/2022/NĐ-CP#1" in ids(reader(store, "public", HERS).referring(f"{CODE}#139"))
    assert ids(reader(store).referring(CODE)) == ["1/2021/NĐ-CP#1"]


def test_other_spellings_of_a_number_refer_to_it_too(store):
    assert ids(reader(store, "public", MINE).referring("1/2021/NĐ-CP#1")) == [f"{MINE}/7/2022/NĐ-CP#5"]
    assert reader(store).referring("1/2021/NĐ-CP#1") == ()


@pytest.mark.parametrize("collections", [("public",), ("public", MINE), ("public", HERS), (MINE,)])
def test_what_can_be_followed_leads_back(store, collections):
    seen = reader(store, *collections)
    followed = 0
    for info in store.documents(collections):
        found = seen.document(info.id).references
        there = seen.targets(found)
        for reference in found:
            here = f"{info.id}#{reference.article_number}"
            if (to := there.get(reference.target)) not in (None, here):
                followed += 1
                assert here in ids(seen.referring(to))
    assert followed


# Earlier texts


def test_earlier_texts_are_those_of_documents_one_sees(store):
    store.put(document(CODE, "Bộ luật Lao động", texts("1", d1="Mới."), sha256="x"))
    store.put(document("8/2022/NĐ-CP", "Mới", texts("1"), MINE, "y"))
    (public,) = reader(store).versions(CODE)
    assert len(reader(store).version(public.id).articles) == 4
    (own,) = reader(store, MINE).versions(f"{MINE}/8/2022/NĐ-CP")
    assert reader(store, MINE).version(own.id).title == "Nghị định 8"
    for hidden in (own.id, 10**6, -1, 2**70):
        with pytest.raises(UnknownDocument):
            reader(store).version(hidden)
    with pytest.raises(UnknownDocument):
        reader(store, "public", HERS).version(own.id)


def test_earlier_texts_of_a_document_that_was_taken_out_are_not_read(store):
    store.put(document(CODE, "Bộ luật Lao động", texts("1"), sha256="x"))
    (version,) = reader(store).versions(CODE)
    store.remove(CODE, undoable=True)
    with pytest.raises(UnknownDocument):
        reader(store).version(version.id)
    with pytest.raises(UnknownDocument):
        reader(store).versions(CODE)


def test_neighbours(store):
    read = reader(store).document(CODE)
    assert [(a and a.number, b and b.number) for a, b in (neighbours(read, n) for n in ("1", "2", "139", "5", ""))] == [
        (None, "2"), ("1", "10"), ("10", None), (None, None), (None, None),
    ]  # fmt: skip


names = st.text(st.characters(codec=None), max_size=12) | st.sampled_from([CODE, *HIDDEN, "8/2022/NĐ-CP"])


@pytest.fixture(scope="module")
def some():
    with Store("sqlite://") as store:
        store.put(document(CODE, "Bộ luật Lao động", texts("1", "2")))
        store.put(document("8/2022/NĐ-CP", "Nghị định 8", texts("1"), MINE))
        store.put(document("9/2022/NĐ-CP", SECRET, texts("1"), HERS))
        yield reader(store, "public", MINE)


@settings(max_examples=150, deadline=None)
@example(pairs=[(CODE, "\ud800")])
@given(pairs=st.lists(st.tuples(names, names), max_size=6))
def test_any_target_leads_to_what_can_be_read_or_nowhere(some, pairs):
    for to in targets(some, *(a for a, _ in pairs), *(f"{a}#{b}" for a, b in pairs)).values():
        info = some.article(to)[0] if "#" in to else some.info(to)
        assert info.title != SECRET
