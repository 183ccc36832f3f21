"""Whose documents a page shows."""

import pytest

from corpus.model import PERSONAL, TEMPORARY
from ui.owner import Keeping, collection_of

TOKEN = "ab" * 32
VISIT = f"{TEMPORARY}visit"


def of(user, token, keeping):
    return collection_of(user, token, keeping, lambda: VISIT)


def test_the_same_browser_and_the_same_user_come_back_to_their_own():
    assert of(None, TOKEN, Keeping.BROWSER) == of(None, TOKEN, Keeping.BROWSER)
    assert of("an", TOKEN, Keeping.BROWSER) == of("an", "cd" * 32, Keeping.SESSION)


def test_different_ones_never_meet():
    names = {of(user, token, Keeping.BROWSER) for user in (None, "an", "An", "an ") for token in (TOKEN,)}
    names.add(of(None, "cd" * 32, Keeping.BROWSER))
    assert len(names) == 5
    assert all(name.startswith(PERSONAL) and not name.startswith(TEMPORARY) for name in names)


def test_the_name_does_not_tell_the_secret():
    assert TOKEN not in of(None, TOKEN, Keeping.BROWSER)
    assert "nguyễn" not in of("nguyễn", TOKEN, Keeping.BROWSER)


@pytest.mark.parametrize(
    ("token", "keeping"), [(TOKEN, Keeping.SESSION), ("", Keeping.BROWSER), ("x", Keeping.BROWSER)]
)
def test_where_nothing_else_tells_whose_it_is_it_is_the_visits(token, keeping):
    assert of(None, token, keeping) == VISIT
    assert of("an", token, keeping) != VISIT


def test_nothing_is_kept_where_uploads_are_off():
    assert of("an", TOKEN, Keeping.OFF) == ""
