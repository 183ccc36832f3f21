"""Filters as they are chosen: to the engine, into an address and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import PUBLIC
from search.facets import Facet, Facets
from search.model import Filters
from ui.choices import ON_DATE, OWN, TODAY, Choices, NoDay
from ui.counts import counted, unfiltered
from ui.texts import ENGLISH, VIETNAMESE

DAY = date(2026, 3, 1)
MINE = "~browser-me"
PAGE = VIETNAMESE.page


def filters(choices, owner=MINE):
    return choices.filters(owner, DAY, PAGE)


def test_nothing_chosen_lets_everything_through():
    assert filters(Choices()) == Filters(collections=(PUBLIC, MINE))
    assert filters(Choices(), "") == Filters()


def test_everything_chosen_reaches_the_engine():
    chosen = Choices("Luật", "Quốc hội", "Đất đai", "2024", ON_DATE, "1/7/2024", PUBLIC)
    assert filters(chosen) == Filters("Luật", "Quốc hội", "Đất đai", 2024, date(2024, 7, 1), (PUBLIC,))
    assert filters(Choices(when=TODAY)).in_force_on == DAY


def test_of_ones_own_nobody_elses_are_seen():
    assert filters(Choices(collection=OWN)).collections == (MINE,)
    assert filters(Choices(collection=OWN), "").collections == ()


@pytest.mark.parametrize("typed", ["31/02/2024", "hôm qua", "2024-07-01", "1/1/0", "99/99/9999"])
def test_a_day_that_is_none_is_said_so(typed):
    with pytest.raises(NoDay) as error:
        filters(Choices(when=ON_DATE, on=typed))
    assert typed in error.value.message
    with pytest.raises(NoDay, match="not a date"):
        Choices(when=ON_DATE, on=typed).filters(MINE, DAY, ENGLISH.page)


def test_no_day_yet_is_no_filter():
    assert filters(Choices(when=ON_DATE, on="  ")).in_force_on is None


VALUES = st.text(min_size=0, max_size=20)


@given(
    st.builds(
        Choices,
        kind=VALUES,
        issuer=VALUES,
        subject=VALUES,
        year=st.sampled_from(["", "1999", "2024"]),
        when=st.sampled_from(["", TODAY]),
        collection=st.sampled_from(["", PUBLIC, OWN]),
    )
)
def test_an_address_brings_the_choices_back(choices):
    assert Choices.of_link(choices.link()) == choices


def test_an_address_brings_a_day_back():
    choices = Choices(when=ON_DATE, on="01/07/2024")
    assert Choices.of_link(choices.link()) == choices


@given(st.dictionaries(st.sampled_from(["loai", "nam", "hieuluc", "kho", "q", "x"]), st.text(max_size=400)))
def test_any_address_can_be_read(link):
    choices = Choices.of_link(link)
    assert choices.year == "" or choices.year.isdecimal()
    assert choices.collection in ("", PUBLIC, OWN)
    filters(choices)


def facets(**changes):
    empty = {"kinds": (), "issuers": (), "subjects": (), "years": (), "collections": ()}
    return Facets(**{**empty, "in_force": 0, "total": 0, "loosen": (), **changes})


def test_choices_are_shown_with_their_counts():
    found = facets(kinds=(Facet("Luật", 3), Facet("", 2)), in_force=4, collections=(Facet(PUBLIC, 5), Facet(MINE, 1)))
    kinds, issuers, *_, whens, shelves = counted(found, Choices(), VIETNAMESE)
    assert kinds == [("Mọi loại văn bản", ""), ("Luật (3)", "Luật")]
    assert issuers == [("Mọi cơ quan", "")]
    assert ("Còn hiệu lực hôm nay (4)", TODAY) in whens
    assert [label for label, _ in shelves] == ["Mọi kho", "Kho chung (5)", "Văn bản của tôi (1)"]


def test_what_is_chosen_stays_among_the_choices():
    years = counted(facets(), Choices(year="2031"), VIETNAMESE)[3]
    assert ("2031 (0)", "2031") in years


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH])
def test_filters_stand_in_the_order_of_their_values(words):
    assert [name for name, _, _ in unfiltered(words)] == ["kind", "issuer", "subject", "year", "when", "collection"]
