"""The reader of the official package of the code of laws."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.model import PUBLIC, Amendment, Document, Status
from corpus.readers.phapdien import Package, is_package, read_package
from tests.corpus.phapdien_package import (
    DROPPED,
    FEES,
    LIGHTS,
    OFFICIAL,
    SINCE,
    article,
    topic,
    write_folder,
    write_zip,
)

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "phapdien" / "BoPhapDienDienTu-2025-02.zip"


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
