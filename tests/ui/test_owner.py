"""Whose documents a page shows."""

import pytest

from corpus.model import PERSONAL, TEMPORARY
from ui.owner import Keeping, collection_of

TOKEN = "ab" * 32


def test_the_same_browser_and_the_same_user_come_back_to_their_own():
    assert collection_of(None, TOKEN, Keeping.BROWSER) == collection_of(None, TOKEN, Keeping.BROWSER)
    assert collection_of("an", TOKEN, Keeping.BROWSER) == collection_of("an", "cd" * 32, Keeping.SESSION)


def test_different_ones_never_meet():
    names = {collection_of(user, token, Keeping.BROWSER) for user in (None, "an", "An", "an ") for token in (TOKEN,)}
    names.add(collection_of(None, "cd" * 32, Keeping.BROWSER))
    assert len(names) == 5
    assert all(name.startswith(PERSONAL) and not name.startswith(TEMPORARY) for name in names)


def test_the_name_does_not_tell_the_secret():
    assert TOKEN not in collection_of(None, TOKEN, Keeping.BROWSER)
    assert "nguyễn" not in collection_of("nguyễn", TOKEN, Keeping.BROWSER)


@pytest.mark.parametrize(
    ("token", "keeping"), [(TOKEN, Keeping.SESSION), ("", Keeping.BROWSER), ("x", Keeping.BROWSER)]
)
def test_a_visit_has_a_collection_of_its_own(token, keeping):
    one, other = (collection_of(None, token, keeping) for _ in range(2))
    assert one != other
    assert one.startswith(TEMPORARY)
    assert other.startswith(TEMPORARY)


def test_nothing_is_kept_where_uploads_are_off():
    assert collection_of("an", TOKEN, Keeping.OFF) == ""
