from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article, Document, Status
from corpus.passage_store import PassageSpan
from corpus.store import DocumentInfo, Store
from search.filters import Library, failed, in_force, kinds, passes, subjects
from search.model import Filters

INFO = DocumentInfo(
    id="45/2019/QH14",
    number="45/2019/QH14",
    title="Bộ luật Lao động",
    kind="Bộ luật",
    issuer="Quốc hội",
    signer="",
    subject="Lao động",
    issued_on=date(2019, 11, 20),
    effective_on=date(2021, 1, 1),
    expires_on=None,
    status=Status.IN_FORCE,
    source_url="",
    sha256="",
    collection="public",
    article_count=2,
    revision=1,
)


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        (Filters(), True),
        (Filters(kind="Bộ luật", issuer="Quốc hội"), True),
        (Filters(kind="Nghị định"), False),
        (Filters(issuer="Chính phủ"), False),
        (Filters(kind="Bộ luật", issuer="Chính phủ"), False),
        (Filters(subject="Lao động", year=2019), True),
        (Filters(subject="lao động"), False),
        (Filters(subject="Lao động, Tiền lương"), False),
        (Filters(year=2021), False),  # of issue, not of effect
        (Filters(year=0), False),
        (Filters(in_force_on=date(2020, 12, 31)), False),
        (Filters(in_force_on=date(2021, 1, 1)), True),
        (Filters(collections=()), False),
        (Filters(collections=("mine",)), False),
        (Filters(collections=("mine", "public")), True),
    ],
)
def test_every_filter_must_pass(filters, passing):
    assert passes(INFO, filters) is passing


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("", ()),
        ("Lao động - Tiền lương", ("Lao động - Tiền lương",)),
        ("Trách nhiệm hình sự, Thủ tục Tố tụng", ("Trách nhiệm hình sự", "Thủ tục Tố tụng")),
        ("Phòng, chống ma túy", ("Phòng, chống ma túy",)),
        ("Hòa giải, đối thoại tại Tòa án, Thuế, Đất đai", ("Hòa giải, đối thoại tại Tòa án", "Thuế", "Đất đai")),
    ],
)
def test_a_document_is_of_each_of_its_fields(written, names):
    info = replace(INFO, subject=written)
    assert subjects(info) == names
    assert all(passes(info, Filters(subject=name)) for name in names)
    assert not passes(info, Filters(subject="Tố tụng"))


def test_what_keeps_a_document_out_is_named():
    assert failed(INFO, Filters()) == failed(INFO, Filters(collections=())) == []
    wrong = Filters("Luật", "Chính phủ", "Đất đai", 2031, date(2020, 1, 1))
    assert failed(INFO, wrong) == ["kind", "issuer", "subject", "year", "in_force_on"]
    assert failed(replace(INFO, issued_on=None), Filters(year=2019)) == ["year"]


@pytest.mark.parametrize(
    ("effective", "expires", "status", "on", "expected"),
    [
        (date(2021, 1, 1), date(2024, 7, 1), Status.EXPIRED, date(2024, 6, 30), True),  # it was, then
        (date(2021, 1, 1), date(2024, 7, 1), Status.EXPIRED, date(2024, 7, 1), False),
        (date(2021, 1, 1), date(2024, 7, 1), Status.IN_FORCE, date(2020, 1, 1), False),
        (None, None, Status.UNKNOWN, date(1990, 1, 1), True),
        (None, None, Status.EXPIRED, date(2020, 1, 1), False),
        (date(2021, 1, 1), None, Status.AMENDED, date(2022, 1, 1), True),
        (date(2021, 1, 1), None, Status.NOT_YET, date(2022, 1, 1), True),
        (None, None, Status.NOT_YET, date(2022, 1, 1), False),
    ],
)
def test_in_force(effective, expires, status, on, expected):
    assert in_force(replace(INFO, effective_on=effective, expires_on=expires, status=status), on) is expected


dates = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@settings(max_examples=200, deadline=None)
@given(st.none() | dates, st.none() | dates, st.sampled_from(Status), dates)
def test_a_document_is_in_force_for_one_stretch_of_days(effective, expires, status, on):
    info = replace(INFO, effective_on=effective, expires_on=expires, status=status)
    if in_force(info, on):
        assert effective is None or effective <= on
        assert expires is None or on < expires
    elif effective and effective <= on:  # it has ended, and stays so
        assert not in_force(info, on + timedelta(days=1))


def test_kinds_are_listed_once_in_order():
    infos = [replace(INFO, kind=kind) for kind in ("Nghị định", "Bộ luật", "", "Nghị định")]
    assert kinds(infos) == ["Bộ luật", "Nghị định"]
    assert kinds([]) == []


def document(number, kind, collection="public", effective=None, articles=("1", "2")):
    parts = tuple(Article(n, "", f"Điều thứ {n}.") for n in articles)
    return Document(number, number, number, parts, kind=kind, effective_on=effective, collection=collection)


@pytest.fixture
def store():
    with Store("sqlite://") as store:
        for each in (
            document("9/2020/QH14", "Luật", effective=date(2021, 1, 1)),
            document("1/2020/NĐ-CP", "Nghị định"),
            document("5/2020/NĐ-CP", "Nghị định", collection="mine", articles=("1",)),
        ):
            store.put(each)
            spans = [
                PassageSpan(article.number, half, half * 4, half * 4 + 4, f"{each.id}{article.number}{half}")
                for article in each.articles
                for half in (0, 1)
            ]
            store.set_passages(each.id, spans)
        yield store


def articles_of(library, ids):
    names = [
        library.catalogue.article_ids[library.catalogue.articles[row]]
        for row in np.searchsorted(library.catalogue.ids, ids)
    ]
    assert len(names) == len(ids)
    return sorted(set(names))


def test_catalogue_says_what_each_passage_belongs_to(store):
    library = Library(store)
    assert library.catalogue.ids.tolist() == sorted(row.id for row in store.passages())
    for row in store.passages():
        at = library.catalogue.ids.tolist().index(row.id)
        article = library.catalogue.article_ids[library.catalogue.articles[at]]
        assert article == f"{row.document_id}#{row.article_number}"
        assert library.catalogue.spans[at].tolist() == [row.start, row.end]


def test_allowed_passages_are_those_of_passing_documents(store):
    library = Library(store)
    everything = Filters(collections=("public", "mine"))
    assert library.allowed(everything) is None
    assert [info.id for info in library.visible(everything)] == ["1/2020/NĐ-CP", "5/2020/NĐ-CP", "9/2020/QH14"]
    for filters, wanted in [
        (Filters(), ["1/2020/NĐ-CP#1", "1/2020/NĐ-CP#2", "9/2020/QH14#1", "9/2020/QH14#2"]),
        (Filters(kind="Luật"), ["9/2020/QH14#1", "9/2020/QH14#2"]),
        (Filters(in_force_on=date(2020, 6, 1)), ["1/2020/NĐ-CP#1", "1/2020/NĐ-CP#2"]),
        (Filters(collections=("mine",)), ["5/2020/NĐ-CP#1"]),
        (Filters(collections=("other",)), []),
    ]:
        ids = library.allowed(filters)
        assert articles_of(library, ids) == wanted
        assert len(ids) == 2 * len(wanted)
        assert sorted({name.split("#")[0] for name in wanted}) == [info.id for info in library.visible(filters)]


def test_titles_are_found_whole(store):
    library = Library(store)
    assert library.titled(" 9/2020/qh14") == ["9/2020/QH14"]
    assert library.titled("9/2020") == library.titled("") == []


def test_empty_store():
    with Store("sqlite://") as store:
        library = Library(store)
        assert len(library.catalogue.ids) == 0
        assert library.visible(Filters()) == []
        assert library.allowed(Filters(kind="Luật")) is None
