"""Questions as they are typed, and how they are read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.encoding import fold, normalise
from corpus.errors import InvalidQuestion
from search import diacritics
from search.diacritics import words
from search.query import MAX_CHARACTERS, read

shipped = pytest.mark.skipif(diacritics.load() is None, reason="the model is not in models/diacritics")


@pytest.mark.parametrize(
    "question", ["", " \n\t ", "???!!", "…", "👍👍🏽", "\x00\x07\u200b\u202e", "\ufeff", "___", "©→€", "\ud800"]
)
def test_questions_without_words(question: str) -> None:
    with pytest.raises(InvalidQuestion) as error:
        read(question)
    assert "câu hỏi" in error.value.message


@pytest.mark.parametrize("question", ["a" * 10_000, "thừa kế " * 126, "a" * 10_000_000])
def test_questions_too_long(question: str) -> None:
    with pytest.raises(InvalidQuestion, match="characters") as error:
        read(question)
    assert "1.000 ký tự" in error.value.message


def test_the_bound_counts_normalised_text() -> None:
    question = unicodedata.normalize("NFD", "ế" * MAX_CHARACTERS)
    assert read(question).text == "ế" * MAX_CHARACTERS
    assert read("thừa kế" + " " * 5000).text == "thừa kế"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  thừa \n\r\n kế\t", "thừa kế"),
        (unicodedata.normalize("NFD", "nghỉ thai sản"), "nghỉ thai sản"),
        ("Ðiều 5 là gì", "Điều 5 là gì"),
        ("thu\u200bỷ sản là g\u00adì", "thủy sản là gì"),
        ("hoà giải 👍 thế nào", "hòa giải 👍 thế nào"),
        ("thừa\u0007 kế\x00", "thừa kế"),
        ("dân sự\u00a0là gì", "dân sự là gì"),
    ],
)
def test_normalised(typed: str, text: str) -> None:
    reading = read(typed, restore=False)
    assert (reading.typed, reading.text, reading.changes) == (typed, text, ())


@pytest.mark.parametrize(
    ("typed", "article", "number", "bare"),
    [
        ("Điều 173 BLHS", "173", "100/2015/QH13", True),
        ("dieu 173 blhs", "173", "100/2015/QH13", True),
        ("Ðiều 139 BLLĐ 2019", "139", "45/2019/QH14", True),
        ("khoản 2 điều 8 nđ 100/2019/nđ-cp", "8", "100/2019/NĐ-CP", True),
        ("Điều 623 BLDS có áp dụng cho thừa kế đất không", "623", "91/2015/QH13", False),
        ("100/2019/NĐ-CP", None, "100/2019/NĐ-CP", True),
    ],
)
def test_citations(typed: str, article: str | None, number: str, bare: bool) -> None:
    reading = read(typed)
    assert reading.citation is not None
    assert (reading.citation.article, reading.citation.document_number, reading.bare) == (article, number, bare)
    assert (
        fold(reading.text[reading.citation.start : reading.citation.end])
        .lower()
        .endswith((fold(number).lower(), "luat hinh su", "2019", "luat dan su"))
    )


def test_no_citation() -> None:
    reading = read("nghỉ thai sản bao lâu")
    assert (reading.citation, reading.bare) == (None, False)


@shipped
@pytest.mark.parametrize(
    ("typed", "text", "changes"),
    [
        ("nghi thai san", "nghỉ thai sản", (("nghi thai san", "nghỉ thai sản"),)),
        ("dieu 173 blhs", "điều 173 Bộ luật Hình sự", (("dieu", "điều"), ("blhs", "Bộ luật Hình sự"))),
        (
            "nld nghi thai san duoc huong bhxh khong",
            "người lao động nghỉ thai sản được hưởng bảo hiểm xã hội không",
            (
                ("nld", "người lao động"),
                ("nghi thai san duoc huong", "nghỉ thai sản được hưởng"),
                ("bhxh", "bảo hiểm xã hội"),
                ("khong", "không"),
            ),
        ),
        (  # what is written out for the reader says nothing of how the rest was typed
            "thu tuc cap gcn qsdd lan dau",
            "thủ tục cấp giấy chứng nhận quyền sử dụng đất lần đầu",
            (
                ("thu tuc cap", "thủ tục cấp"),
                ("gcn", "giấy chứng nhận"),
                ("qsdd", "quyền sử dụng đất"),
                ("lan dau", "lần đầu"),
            ),
        ),
        (
            "cty ko dong bhxh thi xu ly the nao",
            "công ty không đóng bảo hiểm xã hội thì xử lý thế nào",
            (
                ("cty", "công ty"),
                ("ko", "không"),
                ("dong", "đóng"),
                ("bhxh", "bảo hiểm xã hội"),
                ("thi xu ly the nao", "thì xử lý thế nào"),
            ),
        ),
        ("what is the penalty for theft", "what is the penalty for theft", ()),
    ],
)
def test_changes(typed: str, text: str, changes: tuple[tuple[str, str], ...]) -> None:
    reading = read(typed)
    assert (reading.text, reading.changes) == (text, changes)


@shipped
def test_restoration_can_be_revoked() -> None:
    assert read("nghi thai san", restore=False).text == "nghi thai san"


def test_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diacritics, "load", lambda: None)
    assert read("nghi thai san").text == "nghi thai san"


_PIECES = st.sampled_from(
    "nghi thai san muc phat khong doi mu bao hiem dieu 173 blhs BLLĐ nd 01/2021 NĐ-CP 100/2019/NĐ-CP hoà thuỷ "
    "quy định được Người cho theo the is for a@b.vn Toi TOI nghir sanr dduwowcj / - . , ? 👍 & số".split()
)
_QUESTIONS = st.one_of(
    st.text(max_size=60), st.lists(_PIECES, max_size=25).map(" ".join), st.lists(_PIECES).map("".join)
)


@settings(max_examples=200, deadline=None)
@given(_QUESTIONS)
@example("MU:AQ:BLHS:ND")
def test_reading_again_changes_nothing(question: str) -> None:
    try:
        first = read(question)
    except InvalidQuestion:
        return
    if len(first.text) <= MAX_CHARACTERS:
        again = read(first.text)
        assert (again.text, again.changes, again.citation) == (first.text, (), first.citation)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(min_size=1, max_size=6)), max_size=20).map(" ".join))
@example("AÓ")
def test_accented_words_stay(question: str) -> None:
    try:
        text = read(question, restore=False).text
        after = read(question)
    except InvalidQuestion:
        return
    slips = {typed for typed, _ in after.changes}  # a tone on the wrong vowel is moved, and said to be
    kept = [word.text for word in words(text) if not word.text.isascii() and word.text not in slips]
    found = iter([word.text for word in words(after.text)])
    assert all(word in found for word in kept)  # in the same order


@shipped
@pytest.mark.parametrize(
    ("typed", "keep", "text", "changes"),
    [
        ("nghi thai san", ["nghi thai san"], "nghi thai san", []),
        ("nghi thai san", ["san"], "nghỉ thai san", [("nghi", "nghỉ")]),
        ("nld nghi thai san", ["nld"], "nld nghỉ thai sản", [("nghi thai san", "nghỉ thai sản")]),
        ("nld nghi thai san", ["nghi thai san"], "người lao động nghi thai san", [("nld", "người lao động")]),
        ("nghỉ thaisản", ["thaisản"], "nghỉ thaisản", []),
        ("hopdonglaodong", ["hop dong lao dong"], "hop dong lao dong", [("hopdonglaodong", "hop dong lao dong")]),
        ("theo 100/2019/nd-cp thì phạt bao nhiêu", ["100/2019/nd-cp"], "theo 100/2019/nd-cp thì phạt bao nhiêu", []),
    ],
)
def test_each_piece_can_be_kept(typed: str, keep: list[str], text: str, changes: list[tuple[str, str]]) -> None:
    reading = read(typed, keep)
    assert (reading.text, list(reading.changes)) == (text, changes)
    assert reading.kept == tuple(keep)
    assert read(typed).kept == ()


def test_a_kept_citation_is_words() -> None:
    for piece in ("Điều 173 Bộ luật Hình sự", "dieu 173 blhs"):
        reading = read("Điều 173 BLHS", [piece])
        assert (reading.citations, reading.bare, reading.kept) == ((), False, (piece,))
        assert reading.text == "Điều 173 Bộ luật Hình sự"
    both = read("so sánh Điều 10 và Điều 139 BLLĐ", ["Điều 10"])
    assert [citation.article for citation in both.citations] == ["139"]
    as_typed = read("Điều 173 BLHS", ["BLHS"])  # one piece is not the other
    assert (as_typed.text, as_typed.bare) == ("Điều 173 BLHS", True)


def test_what_is_not_there_is_not_kept() -> None:
    for stray in ("thuế", "", " ", "nghỉ", "x" * 5000, "(", "\\", "\u200b"):
        reading = read("nghỉ thai sản theo BLLĐ", [stray])
        assert reading.kept == ()
        assert reading == read("nghỉ thai sản theo BLLĐ")


@settings(max_examples=200, deadline=None)
@given(_QUESTIONS, st.lists(_PIECES, max_size=2))
def test_everything_kept_is_as_typed(question: str, more: list[str]) -> None:
    try:
        reading = read(question, ("*", *more))
    except InvalidQuestion:
        return
    assert reading.text == " ".join(normalise(question).split())
    assert (reading.typed, reading.changes, reading.citations, reading.bare) == (question, (), (), False)
    assert reading.kept == ("*",)


@settings(max_examples=200, deadline=None)
@given(_QUESTIONS)
def test_pieces_stay_kept_while_more_are(question: str) -> None:
    """Revoking one reading after the other, in order, leaves each revoked and comes to an end."""
    keep: list[str] = []
    try:
        reading = read(question)
        while reading.changes or reading.citations:
            new = [before for before, _ in reading.changes]
            new += [reading.text[citation.start : citation.end] for citation in reading.citations]
            assert new[0] not in keep
            keep.append(new[0])
            reading = read(question, keep)
            assert keep[-1] in reading.kept
            assert len(keep) < 100
    except InvalidQuestion:
        pass
