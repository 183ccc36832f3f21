import pytest

from search.terms import telling


@pytest.mark.parametrize(
    ("question", "terms", "left_out"),
    [
        ("Lao động nữ được nghỉ thai sản bao lâu?", ["thai sản", "nữ", "nghỉ", "lao động"], ["bao", "lâu", "được"]),
        ("THỜI HIỆU khởi kiện", ["thời hiệu", "khởi kiện"], ["thời", "kiện"]),
        ("mức phạt trộm cắp tài sản là gì", ["trộm cắp", "mức", "tài sản", "phạt"], ["sản", "gì"]),
        ("xquyzt", [], []),  # no passage holds it: there is nothing to mark
        ("bao nhiêu thì được, như thế nào?", [], []),
        ("của và có", [], []),
    ],
)
def test_what_says_something(engine, question, terms, left_out):
    found = telling(question, engine._ready().ranking)
    assert list(found) == terms
    assert not set(left_out) & set(found)


def test_rarest_first_and_each_once(engine):
    ranking = engine._ready().ranking
    found = telling("trộm cắp tài sản, tài sản bị trộm cắp, thai sản", ranking)
    assert len(set(found)) == len(found) == 3
    weights = [ranking.lexical.ceiling([term.replace(" ", "_")]) for term in found]
    assert weights == sorted(weights, reverse=True)
