"""The words of the code of laws about where its articles come from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.phapdien_notes import Change, full_title, parse_cited, parse_note

SINCE = "có hiệu lực thi hành kể từ ngày"
NOTES = [
    (
        f"(Điều 1 Thông tư số 3/2020/TT-BTC Sửa đổi Thông tư số 2/2019/TT-BTC ngày 4/5/2019 của Bộ trưởng Bộ Tài chính "
        f"về đèn ngày 01/02/2020 của Bộ Tài chính, {SINCE} 03/04/2020 )",
        "1 Thông tư 3/2020/TT-BTC",
        ("Sửa đổi Thông tư số 2/2019/TT-BTC ngày 4/5/2019 của Bộ trưởng Bộ Tài chính về đèn", "Bộ Tài chính"),
        (),
    ),
    (f"((Điều 7 Thông tư số 18 /2018/TT-NHNN, {SINCE} 01/01/2019))", "7 Thông tư 18/2018/TT-NHNN", ("", ""), ()),
    (f"(Điều 3 Thông tư số liên tịch 2/2011/TTLT-BTC, {SINCE} 15/02/2012)", "3 Thông tư liên tịch 2/2011/TTLT-BTC",
     ("", ""), ()),
    (f"(Điều 2 Quyết định số Số: 12/2018/QĐ-TTg, {SINCE} 15/02/2018)", "2 Quyết định 12/2018/QĐ-TTG", ("", ""), ()),
    (f"(Điều 4 Nghị định số 50/2022/NĐ_CP., {SINCE} 15/08/2022)", "4 Nghị định 50/2022/NĐ-CP", ("", ""), ()),
    (f"(Điều 51 Luật số 62/2014/QH13, khoản 1 và khoản 2 {SINCE} 01/02/2015)", "51 Luật 62/2014/QH13", ("", ""), ()),
    (
        "(Điều 1 Quyết định số 5/2003/QĐ-NHNN, có hiệu lực kể từ ngày 01 tháng 08 năm 2003, có nội dung được sửa đổi, "
        "bổ sung và bãi bỏ theo quy định tại khoản 2 Điều 4 Thông tư số 9/2011/TT-NHNN sửa đổi một số điều của Luật "
        "Thuế, có hiệu lực từ ngày 02 tháng 3 năm 2012)",
        "1 Quyết định 5/2003/QĐ-NHNN",
        ("", ""),
        (
            Change("Sửa đổi, bổ sung", "9/2011/TT-NHNN", "4", date(2012, 3, 2)),
            Change("Bãi bỏ một phần", "9/2011/TT-NHNN", "4", date(2012, 3, 2)),
        ),
    ),
    (
        f"(Điều 8a Luật số 28/2004/QH11, {SINCE} 01/07/2005, được bổ sung, có nội dung bị hủy bỏ bởi Điều 6 Luật số "
        f"28/2018/QH14 {SINCE} 01/01/2019; được thay thế bởi Luật số 1/2020/QH14; được đính chính bởi Điều 1 Quyết "
        f"định số 2/2020/QĐ-TTg {SINCE} 31/02/2020)",
        "8a Luật 28/2004/QH11",
        ("", ""),
        (
            Change("Bổ sung", "28/2018/QH14", "6", date(2019, 1, 1)),
            Change("Bãi bỏ một phần", "28/2018/QH14", "6", date(2019, 1, 1)),
            Change("Thay thế", "1/2020/QH14", "", None),
            Change("Đính chính", "2/2020/QĐ-TTG", "1", None),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "described", "changes"), NOTES)
def test_notes_of_many_hands(text: str, source: str, described: tuple[str, str], changes: tuple[Change, ...]) -> None:
    note = parse_note(text)

    assert note
    assert f"{note.article} {note.kind} {note.number}" == source
    assert (note.title, note.issuer) == described
    assert note.changes == changes
    assert note.effective_on


def test_a_sentence_about_a_document_is_no_note() -> None:
    assert parse_note("(Thông tư này có hiệu lực thi hành kể từ ngày 28 tháng 6 năm 2017.)") is None
    assert parse_note("") is None
    assert parse_cited("Điều 73. Trách nhiệm của người có thẩm quyền") is None


@given(st.text("ĐiềuLuậtsố 1/2-,;.() cóhiệulựctừngày", max_size=200))
def test_any_note_can_be_read(text: str) -> None:
    note = parse_note(text)
    parse_cited(text)

    assert note is None or note.number == note.number.upper()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (("Luật", "Đèn lồng", "7/2020/QH14"), "Luật Đèn lồng"),
        (("Luật", "Luật Đèn lồng", ""), "Luật Đèn lồng"),
        (("Nghị định", "NGHỊ ĐỊNH Quy định về đèn", ""), "Nghị định quy định về đèn"),
        (("Thông tư", "QCVN 07 về đèn", ""), "Thông tư QCVN 07 về đèn"),
        (("Thông tư", "", "1/2020/TT-BTC"), "Thông tư số 1/2020/TT-BTC"),
    ],
)
def test_titles_begin_with_their_kind(title: tuple[str, str, str], expected: str) -> None:
    assert full_title(*title) == expected
