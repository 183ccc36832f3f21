"""The reader of the official package of the code of laws, on a small package of invented law in the same HTML."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.model import PUBLIC, Amendment, Document, Status
from corpus.readers import _phapdien_topic as topic_module
from corpus.readers._phapdien_text import body_text, split_title
from corpus.readers._phapdien_topic import read_topic
from corpus.readers.phapdien import Package, is_package, read_package

OFFICIAL = "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID="
REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "phapdien" / "BoPhapDienDienTu-2025-02.zip"

HEAD = """\ufeff<link href='../lib/css/style.css' rel='stylesheet' type='text/css' />
<h3 style='text-transform: uppercase; text-align: center; font-weight: bold'>
    Đề mục {number}
    <br />
    {title}
</h3>
<p style='text-align: center; display: none'>(Xem <a class='viewDSVB' href='#'>…</a>)</p><div class='_content'>"""


def topic(number: str, title: str, *pieces: str) -> str:
    return HEAD.format(number=number, title=title) + "".join(pieces) + "</div>\n"


def heading(label: str, title: str) -> str:
    return f"<p class='pChuong'><a name='50'></a>{label}</p><p class='pChuong'>{title}</p>"


def article(
    label: str, title: str, note: str, body: str, *, anchor: str = "", item: str = "", related: str = ""
) -> str:
    source = f"<a href='{OFFICIAL}{item}' target='_blank'>({note})</a>"
    after = f"<p class='pChiDan'>(Điều này có nội dung liên quan đến {related})</p>" if related else ""
    return (
        f"<p class='pDieu'><a name='{anchor}'></a>Điều {label}. {title}</p><p class='pGhiChu'>{source}</p>"
        f"<p class='pNoiDung'>{body}</p>{after}"
    )


def inside(anchor: str, text: str) -> str:
    return f"""<a href='#' onclick="ViewNoiDungPhapDien('{anchor}'); return false;">{text}</a>"""


def outside(item: str, text: str) -> str:
    return f"<a href='{OFFICIAL}{item}' target='_blank'>{text}</a>"


SINCE = "có hiệu lực thi hành kể từ ngày"
LAST = "Điều 9. Lệ phí của Quyết định 3/2019/QĐ-TTg Quy định về lệ phí đèn ban hành ngày 05/06/2019"
LIGHTS = topic(
    "50.1",
    "Đèn lồng",
    heading("Chương I", "NHỮNG QUY ĐỊNH CHUNG"),
    article(
        "50.1.LQ.1",
        "Phạm vi điều chỉnh",
        f"Điều 1 Luật số 7/2020/QH14 Đèn lồng ngày 16/06/2020 của Quốc hội, {SINCE} 01/01/2021",
        "<p>Luật này quy định về đèn lồng.</p>\n\n<p>\n\tViệc khác theo Điều 2 Luật này.</p>",
        anchor="5001",
        item="900#Chuong_I_Dieu_1",
        related=f"{inside('5003', 'Điều 50.1.NĐ.1.2. Đăng ký')}; {inside('1', 'Điều 60.1.LQ.5. Không có ở đây')}",
    ),
    article(
        "50.1.NĐ.1.1",
        "Đối tượng áp dụng",
        f"Điều 1 Nghị định số 12/2021/NĐ- CP về đăng ký đèn lồng ngày 02/03/2021 của Chính phủ, {SINCE} 01/05/2021",
        "<p>1. Người làm đèn.</p><p>2. Người treo đèn, gồm:</p><p>a) Người lớn;</p><p>b) Trẻ em.</p>",
        anchor="5002",
        item="901#Dieu_1",
    ),
    heading("Mục 1", "ĐĂNG KÝ"),
    article(
        "50.1.LQ.10",
        "Đăng ký.",
        f"Điều 10 Luật số 7/2020/QH14, {SINCE} 01/01/2021, có nội dung được sửa đổi, có nội dung được bổ sung, "
        f"có nội dung bị bãi bỏ bởi Điều 3 Luật số 9/2022/QH15 {SINCE} 01/07/2022; "
        f"Điều 4, Điều 5 Luật số 11/2023/QH15 {SINCE} 15/08/2023",
        "<p>Lệ phí:</p><p><table><tbody><tr><td><p>Loại đèn</p></td><td>Mức\n thu</td></tr>"
        "<tr><td>Nhỏ<br/>và vừa</td><td>5.000&nbsp;đồng</td></tr><tr><td>To</td><td>&lt; 9.000 đồng</td></tr></table>"
        "</p>"
        "<p>Mẫu <del>số 1</del><strike>A</strike>: số <b>2</b><script>alert('pDieu')</script> 60% < 70%.</p>"
        "</p><a href='http://phapdien.moj.gov.vn/TraCuuPhapDien/Files/AppFile/x.doc'><p>Mẫu đơn.doc</p></a>",
        item="900#Chuong_I_Dieu_10",
        related=f"{outside('902#Dieu_8a', 'Điều 8a. Phí')}; {outside('902', LAST)}",
    ),
    article(
        "50.1.LQ.2",
        "Luật này áp dụng cho mọi người treo đèn.",
        f"Điều 2 Luật số 7/2020/QH14, {SINCE} 01/01/2021, bị bãi bỏ bởi Điều 1 Luật số 9/2022/QH15 {SINCE} 01/07/2022",
        "",
        item="900#Dieu_2",
    ),
    article("50.1.LQ.3", "", f"Điều 3 Luật số 7/2020/QH14, {SINCE} 01/01/2021", " <p> </p>"),
    "<p class='pChuong'><a name='77'></a>Chương IIa</p><p class='pChuong'>ĐÈN CŨ</p>"
    f"<p class='pChiDan'>(Chương này có nội dung liên quan đến {inside('5001', 'Điều 50.1.LQ.1. x')})</p>",
    article(
        "50.1.NĐ.1.2",
        "Đăng ký",
        f"Điều 2 Nghị định số 12/2021/NĐ-CP, {SINCE} 01/05/2021",
        "<p>Đăng ký đèn</p>",
        anchor="5003",
    ),
)
FEES = topic(
    "9.2",
    "Lệ phí",
    article(
        "9.2.QĐ.1.8a",
        "Phí",
        f"Điều 8a Quyết định số 3/2019/QĐ-TTg, {SINCE} 01/08/2019",
        "<p>Điều 8a. Phí</p><p>Không thu.</p>",
        item="902#Dieu_8a",
    ),
    article(
        "9.2.QĐ.1.8",
        "Phí cũ",
        f"Điều 8 Quyết định số 3 /2019/QĐ-TTg, {SINCE} 01/08/2019",
        "<p>Thu.</p>",
        item="902#Dieu_8",
        related=outside("", "Điều 50.1.LQ.10. Đăng ký của Luật 7/2020/QH14 Đèn lồng ban hành ngày 16/06/2020"),
    ),
    # The decree stands in both topics; its second article with another text.
    article("9.2.NĐ.4.1", "Đối tượng áp dụng", f"Điều 1 Nghị định số 12/2021/NĐ-CP, {SINCE} 01/05/2021",
            "<p>1. Người làm đèn.</p><p>2. Người treo đèn, gồm:</p><p>a) Người lớn;</p><p>b) Trẻ em.</p>"),
    article("9.2.NĐ.4.2", "Đăng ký", f"Điều 2 Nghị định số 12/2021/NĐ-CP, {SINCE} 01/05/2021", "<p>Chữ khác</p>"),
    article("9.2.NQ.1.1", "Về đèn đỏ", "Điều 1 Nghị quyết số 7/2020/QH14 Về đèn đỏ ngày 16/06/2020 của Quốc hội, "
            f"{SINCE} 16/06/2020", "<p>Đỏ.</p>"),
    article("9.2.PL.1", "Tên gọi", "Điều 1 Pháp lệnh số Không Về tên đèn ngày 01/02/1995 của Ủy ban "
            f"Thường vụ Quốc hội, {SINCE} 01/03/1995", "<p>Đèn.</p>"),
    article("9.2.PL.2", "Hiệu lực", f"Điều 2 Pháp lệnh Về tên đèn, {SINCE} 01/03/1995", "<p>Ngay.</p>"),
)  # fmt: skip
DROPPED = topic("9.3", "Nến (loại bỏ)")


def write_folder(folder: Path, topics: dict[str, str | bytes]) -> Path:
    (folder / "demuc").mkdir(parents=True)
    for name, text in topics.items():
        (folder / "demuc" / f"{name}.html").write_bytes(text.encode() if isinstance(text, str) else text)
    (folder / "BoPhapDien.html").write_text("<html></html>", encoding="utf-8")
    return folder


def write_zip(path: Path, topics: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in topics.items():
            package.writestr(f"BoPhapDienDienTu/demuc/{name}.html", text)
    return path


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return read_package(write_folder(tmp_path / "code", {"aa": LIGHTS, "bb": FEES, "cc": DROPPED}))


@pytest.fixture
def documents(package: Package) -> dict[str, Document]:
    return {document.id: document for document in package}


def test_a_document_is_described_by_its_notes(documents: dict[str, Document]) -> None:
    law = documents["7/2020/QH14"]

    assert (law.number, law.title, law.kind, law.issuer) == ("7/2020/QH14", "Luật Đèn lồng", "Luật", "Quốc hội")
    assert (law.subject, law.collection) == ("Đèn lồng", PUBLIC)
    assert (law.issued_on, law.effective_on) == (date(2020, 6, 16), date(2021, 1, 1))
    assert law.source_url == f"{OFFICIAL}900"
    assert law.status is Status.PARTLY_EXPIRED


def test_articles_come_in_the_order_of_their_document_with_their_place_in_the_code(
    documents: dict[str, Document],
) -> None:
    articles = documents["7/2020/QH14"].articles

    assert [article.number for article in articles] == ["1", "2", "10"]
    assert [article.title for article in articles] == ["Phạm vi điều chỉnh", "", "Đăng ký"]
    assert articles[0].path == ("Đề mục 50.1: Đèn lồng", "Chương I: NHỮNG QUY ĐỊNH CHUNG")
    assert articles[2].path == (*articles[0].path, "Mục 1: ĐĂNG KÝ")
    assert articles[0].text == "Luật này quy định về đèn lồng.\nViệc khác theo Điều 2 Luật này."
    assert articles[1].text == "Luật này áp dụng cho mọi người treo đèn."


def test_text_is_readable_and_only_the_articles_own(documents: dict[str, Document]) -> None:
    assert documents["7/2020/QH14"].articles[2].text == (
        "Lệ phí:\nLoại đèn | Mức thu\nNhỏ và vừa | 5.000 đồng\nTo | < 9.000 đồng\nMẫu A: số 2 60% < 70%."
    )


def test_clauses_and_points_are_found(documents: dict[str, Document]) -> None:
    article_ = documents["12/2021/NĐ-CP"].articles[0]

    assert [(clause.number, [point.letter for point in clause.points]) for clause in article_.clauses] == [
        ("1", []),
        ("2", ["a", "b"]),
    ]


def test_notes_become_amendments(documents: dict[str, Document]) -> None:
    since, later = date(2022, 7, 1), date(2023, 8, 15)

    assert documents["7/2020/QH14"].amendments == (
        Amendment("2", "Bãi bỏ", "9/2022/QH15", "1", since),
        Amendment("10", "Sửa đổi, bổ sung", "9/2022/QH15", "3", since),
        Amendment("10", "Bãi bỏ một phần", "9/2022/QH15", "3", since),
        Amendment("10", "Sửa đổi, bổ sung", "11/2023/QH15", "4", later),
        Amendment("10", "Sửa đổi, bổ sung", "11/2023/QH15", "5", later),
        Amendment("10", "Bãi bỏ một phần", "11/2023/QH15", "4", later),
        Amendment("10", "Bãi bỏ một phần", "11/2023/QH15", "5", later),
    )
    assert documents["12/2021/NĐ-CP"].status is Status.IN_FORCE


def test_links_become_references_by_anchor_address_and_label(documents: dict[str, Document]) -> None:
    law, fees = documents["7/2020/QH14"], documents["3/2019/QĐ-TTG"]
    text = law.articles[0].text

    related = [(r.article_number, r.target) for r in law.references if r.start == r.end]
    assert related == [("1", "12/2021/NĐ-CP#2"), ("10", "3/2019/QĐ-TTG#8a")]
    assert [(r.article_number, r.target) for r in fees.references] == [("8", "7/2020/QH14#10")]
    end = fees.articles[0].text
    assert (fees.references[0].start, fees.references[0].end) == (len(end), len(end))
    assert [text[r.start : r.end] for r in law.references if r.target == "7/2020/QH14#2"] == ["Điều 2"]


def test_a_document_without_a_title_takes_that_of_the_links_to_it(documents: dict[str, Document]) -> None:
    fees = documents["3/2019/QĐ-TTG"]

    assert (fees.title, fees.issued_on) == ("Quyết định quy định về lệ phí đèn", date(2019, 6, 5))
    assert [article.number for article in fees.articles] == ["8", "8a"]
    assert (fees.articles[1].title, fees.articles[1].text) == ("Phí", "Không thu.")


def test_two_documents_of_one_number_stay_apart(documents: dict[str, Document]) -> None:
    other = documents["7/2020/QH14 (Nghị quyết 2020)"]

    assert (other.number, other.title) == ("7/2020/QH14", "Nghị quyết về đèn đỏ")
    assert [article.text for article in other.articles] == ["Đỏ."]


def test_a_document_without_a_number_is_one_document(documents: dict[str, Document]) -> None:
    (ordinance,) = (document for document in documents.values() if not document.number)

    assert ordinance.id.startswith("public/")
    assert ordinance.title == "Pháp lệnh về tên đèn"
    assert [article.title for article in ordinance.articles] == ["Tên gọi", "Hiệu lực"]


def test_the_report_counts_what_was_read_and_what_was_not(package: Package) -> None:
    report = package.report

    assert (report.topics, report.empty_topics, report.damaged_topics) == (3, 1, {})
    assert (report.articles, report.documents, len(package)) == (10, 5, 5)
    assert report.repeated == 1
    assert report.skipped == {"empty": 1, "other text": 1}
    assert (report.attachments, report.references_of_headings) == (1, 1)
    assert (report.references_resolved, report.references_unresolved) == (3, 2)
    assert report.amendments == {"Bãi bỏ": 1, "Bãi bỏ một phần": 3, "Sửa đổi, bổ sung": 3}
    assert report.articles == sum(len(document.articles) for document in package)


def test_of_two_texts_the_first_in_the_code_is_kept(documents: dict[str, Document]) -> None:
    decree = documents["12/2021/NĐ-CP"]

    assert decree.articles[1].text == "Chữ khác"  # topic 9.2 stands before 50.1
    assert decree.title == "Nghị định về đăng ký đèn lồng"


def test_zip_and_folder_twice_are_equal(tmp_path: Path) -> None:
    topics: dict[str, str | bytes] = {"aa": LIGHTS, "bb": FEES, "cc": DROPPED}
    folder = write_folder(tmp_path / "code", topics)
    outer = tmp_path / "outer"
    write_folder(outer / "BoPhapDienDienTu", topics)
    zipped = write_zip(tmp_path / "code.zip", dict(reversed(topics.items())))

    first = read_package(folder)
    known = list(first)

    assert known == list(first)
    for path in (folder, outer, zipped):
        again = read_package(path)
        assert list(again) == known
        assert again.report == first.report
    assert len({document.sha256 for document in known}) == len(known)


def test_a_changed_text_changes_only_its_documents_hash(tmp_path: Path) -> None:
    before = {d.id: d.sha256 for d in read_package(write_folder(tmp_path / "a", {"a": LIGHTS, "b": FEES}))}
    changed = FEES.replace("Không thu.", "Thu ít.")
    after = {d.id: d.sha256 for d in read_package(write_folder(tmp_path / "b", {"a": LIGHTS, "b": changed}))}

    assert {id_ for id_ in before if before[id_] != after[id_]} == {"3/2019/QĐ-TTG"}


def test_progress_is_told_topic_by_topic(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_package(write_folder(tmp_path / "a", {"a": LIGHTS, "b": FEES}), lambda done, of: told.append((done, of)))

    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("damage", [b"", b"\x00\xff\xfe rubbish", b"<html>no topic</html>", bytes(range(256)) * 50])
def test_a_damaged_topic_does_not_stop_the_rest(tmp_path: Path, damage: bytes) -> None:
    path = write_zip(tmp_path / "code.zip", {"0": damage, "a": LIGHTS, "b": FEES})

    assert is_package(path)
    package = read_package(path)
    assert package.report.damaged_topics == {"BoPhapDienDienTu/demuc/0.html": "no topic"}
    assert package.report.articles == 10


def test_bytes_that_do_not_unpack_damage_only_their_topic(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "code.zip", {"a": LIGHTS, "b": FEES})
    data = bytearray(path.read_bytes())
    at = data.index(b"b.html") + len(b"b.html")
    data[at + 40 : at + 80] = bytes(40)
    path.write_bytes(data)

    package = read_package(path)

    assert list(package.report.damaged_topics) == ["BoPhapDienDienTu/demuc/b.html"]
    assert "7/2020/QH14" in {document.id for document in package}


@given(st.integers(600, len(LIGHTS.encode())))
def test_of_a_topic_that_breaks_off_whole_articles_are_read(length: int) -> None:
    whole = read_topic(LIGHTS.encode())
    part = read_topic(LIGHTS.encode()[:length])

    assert whole
    assert part
    texts = [(entry.label, entry.title, entry.text) for entry in whole.entries]
    assert [(entry.label, entry.title, entry.text) for entry in part.entries] == texts[: len(part.entries)]


def test_pieces_that_are_missing_are_counted() -> None:
    damaged = topic(
        "1.1",
        "X",
        "<p class='pDieu'>Không có số</p><p class='pGhiChu'>(x)</p><p class='pNoiDung'><p>y</p></p>",
        "<p class='pDieu'><a name='1'></a>Điều 1.1.LQ.1. A</p><p class='pGhiChu'>(x)</p>",
        article("1.1.LQ.2", "B", "x", "<p>y</p>"),
    )

    found = read_topic(damaged.encode())

    assert found
    assert found.skipped == {"no label": 1, "no text part": 1}
    assert [entry.label for entry in found.entries] == ["1.1.LQ.2"]


def test_a_note_that_names_no_document_leaves_the_article_to_its_neighbours(tmp_path: Path) -> None:
    named = article("1.1.TT.2.1", "A", f"Điều 1 Thông tư số 4/2020/TT-BTC, {SINCE} 01/02/2020", "<p>a</p>")
    unnamed = article("1.1.TT.2.2", "B", "Thông tư này có hiệu lực thi hành kể từ ngày 01/02/2020", "<p>b</p>")
    stray = article("1.1.TT.3.1", "C", "không rõ", "<p>c</p>")
    package = read_package(write_folder(tmp_path / "a", {"a": topic("1.1", "X", named, unnamed, stray)}))

    (document,) = package
    assert [(a.number, a.text) for a in document.articles] == [("1", "a"), ("2", "b")]
    assert package.report.skipped == {"no source": 1}


def test_a_note_that_names_the_article_before_gives_way_to_the_label(tmp_path: Path) -> None:
    pieces = [
        article(f"1.1.LQ.{n}", title, f"Điều {noted} Luật số 4/2020/QH14, {SINCE} 01/02/2020", f"<p>{title}</p>")
        for n, noted, title in ((1, 1, "Một"), (2, 1, "Hai"), (3, 3, "Ba"))
    ]
    (document,) = read_package(write_folder(tmp_path / "a", {"a": topic("1.1", "X", *pieces)}))

    assert [(a.number, a.text) for a in document.articles] == [("1", "Một"), ("2", "Hai"), ("3", "Ba")]


def test_added_articles_stand_after_the_one_they_follow(tmp_path: Path) -> None:
    numbers = ["10", "6đ", "6", "6g", "6a", "6e", "6d", "7"]
    pieces = [
        article(f"1.1.NĐ.1.{n}", n, f"Điều {n} Nghị định số 89/2016/NĐ-CP, {SINCE} 01/07/2016", "<p>x</p>")
        for n in numbers
    ]
    (document,) = read_package(write_folder(tmp_path / "a", {"a": topic("1.1", "X", *pieces)}))

    assert [a.number for a in document.articles] == ["6", "6a", "6d", "6đ", "6e", "6g", "7", "10"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Giải thích từ ngữ:", "1. Đèn là…", ("Giải thích từ ngữ", "1. Đèn là…")),
        ("(được bãi bỏ)", "", ("(được bãi bỏ)", "")),
        ("Trợ cấp một lần", "", ("Trợ cấp một lần", "")),
        ("Nghị định này có hiệu lực sau 15 ngày.", "Bãi bỏ quy định cũ.",
         ("", "Nghị định này có hiệu lực sau 15 ngày.\nBãi bỏ quy định cũ.")),
        ("Đèn được treo.", "", ("", "Đèn được treo.")),
        ("Phạm vi", "Điều 5. Phạm vi\n1. Đèn.", ("Phạm vi", "1. Đèn.")),
    ],
)  # fmt: skip
def test_titles_are_told_from_sentences(title: str, text: str, expected: tuple[str, str]) -> None:
    assert split_title(title, text, "5") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>Một</li><li><p>Hai</p></li></ol><ul><li>Ba</li></ul>", "1. Một\n2. Hai\n- Ba"),
        ("<p>a<sup>2</sup> b<br>c</p>", "a2 b\nc"),
        ("<div style='display: none'>ẩn</div><p>hiện</p>", "hiện"),
        ("<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table></td></tr>"
         "<tr><td>f</td><td>g</td></tr></table>", "a | b | c d | e\nf | g"),
        ("<p>Hoà thuỷ to\u0323a\u0301n</p>", "Hòa thủy tọán"),
        ("", ""),
    ],
)  # fmt: skip
def test_pasted_html_becomes_lines(html: str, expected: str) -> None:
    assert body_text(html) == (expected, 0)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 500_000 + "đáy",
        "<table><tr><td>" * 100_000 + "đáy",
        "".join(f"<b id={n}><p>" for n in range(100_000)) + "đáy",
        "".join(f"<font size={n}>" for n in range(10_000)) + "<p>" * 100_000 + "đáy",
        "<x-y>" * 500_000 + "đáy",
        "<" * 1_000_000 + "p>đáy",
    ],
)
def test_hostile_html_takes_neither_all_time_nor_all_memory(html: str) -> None:
    assert body_text(html)[0].endswith("đáy")


@given(st.text("<>/pdivtable =\"'&;#x0aĐ\n", max_size=120))
def test_any_html_gives_plain_lines(html: str) -> None:
    text, _ = body_text(html)

    assert all(line == line.strip() and line for line in text.split("\n")) or not text


@given(st.binary(max_size=300))
def test_any_bytes_are_a_topic_or_none(data: bytes) -> None:
    for raw in (data, HEAD.format(number="1.1", title="X").encode() + data):
        topic_ = read_topic(raw)
        assert topic_ is None or not topic_.entries


@pytest.mark.parametrize("name", ["code.zip", "folder", "missing"])
def test_what_is_no_package_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "code.zip", "w") as other:
        other.writestr("demuc/a.html", "<html>một trang</html>")
        other.writestr("luat.txt", "Điều 1. Đèn")
    (tmp_path / "folder" / "demuc").mkdir(parents=True)

    assert not is_package(tmp_path / name)
    with pytest.raises(UnreadableDocument):
        read_package(tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), bytes(1000)])
def test_broken_zips_are_no_packages(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "code.zip"
    path.write_bytes(data)

    assert not is_package(path)


def test_names_that_lead_elsewhere_write_nothing(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    path = inner / "code.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("../demuc/a.html", LIGHTS)
        package.writestr("/demuc/b.html", FEES)
        package.writestr("../../../tmp/demuc/c.html", DROPPED)

    assert is_package(path)
    list(read_package(path))
    assert [file.name for file in tmp_path.rglob("*")] == ["inner", "code.zip"]


def test_a_zip_bomb_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_module, "MAX_TOPIC_BYTES", 100_000)
    monkeypatch.setattr(topic_module, "MAX_BYTES", 150_000)
    bomb = LIGHTS + " " * 50_000_000
    path = write_zip(
        tmp_path / "code.zip", {"a": LIGHTS, "b": bomb, "c": FEES + " " * 90_000, "d": FEES + " " * 90_000}
    )

    report = read_package(path).report

    assert report.damaged_topics == {f"BoPhapDienDienTu/demuc/{name}.html": "too large" for name in "bd"}
    assert report.topics == 2


def test_an_endless_text_is_left_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers._flow._MAX_CHARACTERS", 5000)
    found = read_topic(
        topic("1.1", "X", article("1.1.LQ.1", "A", "x", "<p>y</p>" * 9000), article("1.1.LQ.2", "B", "x", "z")).encode()
    )

    assert found
    assert found.skipped == {"too large": 1}
    assert [entry.text for entry in found.entries] == ["z"]


def test_many_dates_of_one_number_take_no_more_than_a_few_documents(tmp_path: Path) -> None:
    pieces = [
        article("1.1.LQ.1", f"T{n}", f"Điều 1 Luật số 4/2020/QH14, {SINCE} 01/01/{1000 + n}", "<p>x</p>")
        for n in range(2000)
    ]

    assert len(read_package(write_folder(tmp_path / "a", {"a": topic("1.1", "X", *pieces)}))) <= 8


def test_scripts_and_other_addresses_are_no_links_to_official_texts(tmp_path: Path) -> None:
    hostile = LIGHTS.replace(f"{OFFICIAL}900", "javascript:alert(1)//?ItemID=900")
    law = next(d for d in read_package(write_folder(tmp_path / "a", {"a": hostile})) if d.id == "7/2020/QH14")

    assert law.source_url == ""


@pytest.mark.skipif(not REAL.is_file(), reason="the shared data sets are not beside this checkout")
def test_topics_of_the_real_package(tmp_path: Path) -> None:
    assert is_package(REAL)
    names = ["d6bb8050-369a-41fb-b2ad-11dc28ebd3b8", "18c03099-0cb1-433e-ace2-68b646075d1e"]
    with zipfile.ZipFile(REAL) as whole:
        topics: dict[str, str | bytes] = {name: whole.read(f"BoPhapDienDienTu/demuc/{name}.html") for name in names}
    package = read_package(write_folder(tmp_path / "code", topics))
    found = {document.id: document for document in package}

    decree = found["40/2017/NĐ-CP"]
    assert decree.title == "Nghị định về quản lý sản xuất, kinh doanh muối"
    assert (decree.kind, decree.issuer) == ("Nghị định", "Chính phủ")
    assert (decree.issued_on, decree.effective_on) == (date(2017, 4, 5), date(2017, 5, 20))
    assert decree.source_url == "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=121990"
    assert [article.number for article in decree.articles[:3]] == ["1", "2", "3"]
    assert decree.articles[1].path == ("Đề mục 24.8: Quản lý sản xuất, kinh doanh muối", "Chương I: QUY ĐỊNH CHUNG")
    assert [clause.number for clause in decree.articles[1].clauses] == ["1", "2", "3"]
    assert (package.report.topics, package.report.empty_topics) == (2, 1)
    assert not package.report.skipped
    assert replace(decree, sha256="") == replace(next(d for d in package if d.id == decree.id), sha256="")
