from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Action, Document, Effect, Status
from corpus.store import Store
from search.facets import Facet, facets, why_nothing
from search.filters import Library, passes
from search.model import Filters
from search.notices import Code

TODAY = date(2025, 6, 1)
MINE = ("public", "mine")


def document(number, kind="Luật", issuer="Quốc hội", subject="", issued=None, collection="public", **more):
    return Document(
        number, number, number, (), kind=kind, issuer=issuer, subject=subject, issued_on=issued,
        effective_on=issued, collection=collection, status=Status.IN_FORCE, **more,
    )  # fmt: skip


ALL = (
    document("1/2019/QH14", subject="Đất đai", issued=date(2019, 1, 1)),
    document("2/2020/QH14", subject="Lao động", issued=date(2020, 1, 1)),
    document("3/2020/NĐ-CP", "Nghị định", "Chính phủ", "Đất đai", date(2020, 2, 2)),
    document("4/2021/NĐ-CP", "Nghị định", "Chính phủ", "Đất đai", date(2021, 3, 3), expires_on=date(2024, 1, 1)),
    document("5/2021/TT-BTC", "", "", "", None),
    document(
        "6/2022/NĐ-CP", "Nghị định", "Chính phủ", "Thuế", date(2022, 1, 1), "mine",
        effects=(Effect("1", Action.REPLACES, "3/2020/NĐ-CP"),),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def library():
    with Store("sqlite://") as store:
        for each in ALL:
            store.put(each)
        yield Library(store)


def pairs(found):
    return [(facet.value, facet.count) for facet in found]


def test_without_filters_every_document_counts(library):
    found = facets(library, Filters(), TODAY)
    assert pairs(found.kinds) == [("Luật", 2), ("Nghị định", 2)]
    assert pairs(found.issuers) == [("Chính phủ", 2), ("Quốc hội", 2)]
    assert pairs(found.subjects) == [("Đất đai", 3), ("Lao động", 1)]
    assert pairs(found.years) == [("2021", 1), ("2020", 2), ("2019", 1)]
    assert pairs(found.collections) == [("public", 5)]
    assert (found.total, found.in_force, found.loosen) == (5, 4, ())


def test_a_filter_does_not_count_against_its_own_choices(library):
    found = facets(library, Filters(kind="Nghị định"), TODAY)
    assert pairs(found.kinds) == [("Luật", 2), ("Nghị định", 2)]
    assert pairs(found.issuers) == [("Chính phủ", 2)]
    assert pairs(found.years) == [("2021", 1), ("2020", 1)]
    assert (found.total, found.in_force) == (2, 1)


def test_a_choice_that_lets_nothing_through_stays(library):
    found = facets(library, Filters(kind="Luật", year=2031), TODAY)
    assert pairs(found.years) == [("2031", 0), ("2020", 1), ("2019", 1)]
    assert pairs(found.kinds) == [("Luật", 0)]
    assert (found.total, found.loosen) == (0, ("year",))


def test_the_law_as_it_stands_for_whoever_asks(library):
    today = Filters(kind="Nghị định", in_force_on=TODAY)
    assert facets(library, today, TODAY).total == 1
    both = facets(library, replace(today, collections=MINE), TODAY)  # what replaces the public one is seen
    assert pairs(both.collections) == [("mine", 1)]
    assert pairs(facets(library, Filters(collections=MINE), TODAY).collections) == [("public", 5), ("mine", 1)]
    assert facets(library, Filters(in_force_on=date(2019, 6, 1)), TODAY).in_force == 2  # the filters' own day


def test_a_document_counts_in_each_of_its_fields():
    with Store("sqlite://") as store:
        for number, subject in enumerate(
            ("Trách nhiệm hình sự", "Trách nhiệm hình sự, Thủ tục Tố tụng", "Phòng, chống ma túy", "Thủ tục Tố tụng")
        ):
            store.put(document(f"{number}/2015/QH13", subject=subject))
        library = Library(store)
        counts = pairs(facets(library, Filters(), TODAY).subjects)
        assert counts == [("Thủ tục Tố tụng", 2), ("Trách nhiệm hình sự", 2), ("Phòng, chống ma túy", 1)]
        for subject, count in counts:
            assert len(library.visible(Filters(subject=subject))) == count
        found = facets(library, Filters(subject="Thủ tục Tố tụng", kind="Luật"), TODAY)
        assert (pairs(found.subjects), found.total) == (counts, 2)


def test_nothing_of_other_readers_is_counted(library):
    assert "Thuế" not in str(facets(library, Filters(), TODAY))
    assert facets(library, Filters(collections=("other",)), TODAY) == facets(library, Filters(collections=()), TODAY)


@pytest.mark.parametrize(
    ("filters", "loosen", "codes"),
    [
        (Filters(kind="Luật", issuer="Chính phủ"), ("issuer", "kind"), [Code.NOTHING_PASSES, Code.LOOSEN, Code.LOOSEN]),
        (Filters(kind="Nghị định", subject="Đất đai", year=2019), ("kind", "year"), None),
        (Filters(subject="Thuế"), ("subject",), [Code.NOTHING_PASSES, Code.LOOSEN]),
        (Filters(kind="Hiến pháp", year=1802), (), [Code.NOTHING_PASSES, Code.LOOSEN_SEVERAL]),
        (Filters(collections=()), (), [Code.EMPTY]),
        (Filters(kind="Luật", collections=("other",)), (), [Code.EMPTY]),
        (Filters(), (), [Code.NOTHING]),  # they pass, but nothing is found
    ],
)
def test_which_filter_to_loosen(library, filters, loosen, codes):
    found = facets(library, filters, TODAY)
    assert set(found.loosen) == set(loosen)
    counts = [len(library.visible(replace(filters, **{name: neutral(name)}))) for name in found.loosen]
    assert counts == sorted(counts, reverse=True)
    notices = why_nothing(library, filters)
    if codes:
        assert [notice.code for notice in notices] == codes
    told = [(n.values["filter"], int(n.values["count"])) for n in notices if n.code is Code.LOOSEN]
    assert told == list(zip(found.loosen, counts, strict=True))[:2]


def neutral(name):
    return next(field.default for field in fields(Filters) if field.name == name)


_ANY = st.builds(
    Filters,
    kind=st.sampled_from(["", "Luật", "Nghị định", "Hiến pháp"]),
    issuer=st.sampled_from(["", "Quốc hội", "Chính phủ"]),
    subject=st.sampled_from(["", "Đất đai", "Lao động", "Thuế"]),
    year=st.sampled_from([None, 2019, 2020, 2021, 2031]),
    in_force_on=st.sampled_from([None, date(2020, 6, 1), TODAY]),
    collections=st.sampled_from([(), ("public",), ("mine",), MINE]),
)


@settings(max_examples=200, deadline=None)
@given(_ANY)
def test_each_count_is_what_choosing_it_gives(library, filters):
    found = facets(library, filters, TODAY)
    assert found.total == len(library.visible(filters))
    assert found.in_force == len(library.visible(replace(filters, in_force_on=filters.in_force_on or TODAY)))
    for name, choices in (("kind", found.kinds), ("issuer", found.issuers), ("subject", found.subjects)):
        for choice in choices:
            assert choice.count == len(library.visible(replace(filters, **{name: choice.value})))
        values = {getattr(info, name) for info in library.visible(replace(filters, **{name: ""}))} - {""}
        assert values <= {choice.value for choice in choices}
        assert [choice.count for choice in choices] == sorted((c.count for c in choices), reverse=True)
    for choice in found.years:
        assert choice.count == len(library.visible(replace(filters, year=int(choice.value))))
    for name in found.loosen:
        assert library.visible(replace(filters, **{name: neutral(name)}))
    assert all(passes(info, filters) for info in library.visible(filters))


def test_records_are_plain(library):
    assert facets(library, Filters(), TODAY).years[0] == Facet("2021", 1)
