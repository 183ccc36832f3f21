import json
from dataclasses import replace
from datetime import date

import pytest
from test_store import span

from corpus.intake import ensure_builtin
from corpus.model import Reference, Status
from corpus.readers import builtin
from corpus.readers._phapdien_groups import official
from corpus.store import Store

COUNTS = {
    "91/2015/QH13": 689,
    "95/2015/QH13": 341,
    "100/2015/QH13": 426,
    "45/2019/QH14": 220,
    "92/2015/QH13": 517,
    "101/2015/QH13": 510,
}


@pytest.mark.parametrize(("number", "count"), COUNTS.items())
def test_every_article_is_there_once(codes, number, count):
    assert [article.number for article in codes[number].articles] == [str(n + 1) for n in range(count)]


# Letters that the sources themselves leave out or repeat: the list begins at d or skips đ.
SOURCE_POINTS = {("251", "3"): "dđegh", ("252", "3"): "dđegh", ("278", "2"): "abcde"}


@pytest.mark.parametrize("number", COUNTS)
def test_clauses_and_points_count_upwards(codes, number):
    for article in codes[number].articles:
        assert [c.number for c in article.clauses] == [str(n + 1) for n in range(len(article.clauses))], article.number
        for clause in article.clauses:
            assert article.text.startswith(f"{clause.number}.", clause.start)
            letters = "".join(point.letter for point in clause.points)
            expected = SOURCE_POINTS.get((article.number, clause.number)) if number == "100/2015/QH13" else None
            assert letters == (expected or "abcdđeghiklmnopqrstuvxy"[: len(letters)]), (article.number, clause.number)


@pytest.mark.parametrize("number", COUNTS)
def test_no_heading_or_signature_in_an_article(codes, number):
    for article in codes[number].articles:
        assert article.title
        assert article.text
        assert article.path
        for line in article.text.split("\n"):
            assert line.strip() == line != ""
            assert not line.isupper(), (article.number, line)
            assert "CHỦ TỊCH QUỐC HỘI" not in line
            assert not line.startswith(("Bộ luật này được Quốc hội", "Bộ luật này đã được Quốc hội"))


@pytest.mark.parametrize(
    ("number", "article", "title", "begins", "ends"),
    [
        (
            "45/2019/QH14",
            "139",
            "Nghỉ thai sản",
            "1. Lao động nữ được nghỉ thai sản trước và sau khi sinh con là 06 tháng",
            "",
        ),
        ("45/2019/QH14", "1", "Phạm vi điều chỉnh", "Bộ luật Lao động quy định tiêu chuẩn lao động", "về lao động."),
        ("45/2019/QH14", "220", "Hiệu lực thi hành", "1. Bộ luật này có hiệu lực thi hành", "trong Bộ luật này."),
        (
            "45/2019/QH14",
            "219",
            "Sửa đổi, bổ sung một số điều của các luật",
            "1. Sửa đổi",
            "b) Bãi bỏ khoản 2 Điều 32.",
        ),
        ("91/2015/QH13", "1", "Phạm vi điều chỉnh", "Bộ luật này quy định địa vị pháp lý", "quan hệ dân sự)."),
        ("91/2015/QH13", "689", "Hiệu lực thi hành", "Bộ luật này có hiệu lực", "ngày Bộ luật này có hiệu lực."),
        ("91/2015/QH13", "118", "Mục đích của giao dịch dân sự", "Mục đích của giao dịch", "xác lập giao dịch đó."),
        ("95/2015/QH13", "339", "", "", "liên quan đến quan hệ đó ở Việt Nam."),
        ("95/2015/QH13", "341", "Quy định chi tiết", "Chính phủ, cơ quan có thẩm quyền", "được giao trong Bộ luật."),
        ("100/2015/QH13", "173", "Tội trộm cắp tài sản", "1. Người nào trộm cắp tài sản", ""),
        ("100/2015/QH13", "425", "Tội làm lính đánh thuê", "Người nào làm lính", "từ 05 năm đến 15 năm."),
        ("100/2015/QH13", "426", "Hiệu lực thi hành", "Bộ luật này có hiệu lực", "có hiệu lực thi hành."),
        ("92/2015/QH13", "516", "Sửa đổi, bổ sung", "1. Điều 51 được sửa đổi", "số 10/2012/QH13."),
        (
            "92/2015/QH13",
            "517",
            "Hiệu lực thi hành",
            "1. Bộ luật này có hiệu lực",
            "đến hết ngày 31 tháng 12 năm 2016.",
        ),
        ("101/2015/QH13", "413", "Phạm vi áp dụng", "Thủ tục tố tụng", ""),
        ("101/2015/QH13", "508", "", "", "Việt Nam có liên quan."),
        ("101/2015/QH13", "510", "Quy định chi tiết", "Chính phủ, Viện kiểm sát", "được giao trong Bộ luật này."),
    ],
)
def test_known_texts(codes, number, article, title, begins, ends):
    found = next(a for a in codes[number].articles if a.number == article)
    assert found.title.startswith(title)
    assert found.text.startswith(begins)
    assert ends in found.text[-120:]


def test_heading_paths(codes):
    paths = {a.number: a.path for a in codes["91/2015/QH13"].articles}
    assert paths["1"] == ("Phần thứ nhất: QUY ĐỊNH CHUNG", "Chương I: NHỮNG QUY ĐỊNH CHUNG")
    assert paths["205"][1:] == ("Chương XIII: QUYỀN SỞ HỮU", "Mục 2: HÌNH THỨC SỞ HỮU", "Tiểu mục 2: SỞ HỮU RIÊNG")
    criminal = {a.number: a.path for a in codes["101/2015/QH13"].articles}
    assert criminal["110"][-1] == "Mục I: BIỆN PHÁP NGĂN CHẶN"
    assert criminal["1"][0] == "Phần thứ nhất: NHỮNG QUY ĐỊNH CHUNG"


def test_quoted_articles_stay_inside_the_quoting_one(codes):
    amending = next(a for a in codes["45/2019/QH14"].articles if a.number == "219")
    assert [clause.number for clause in amending.clauses] == ["1", "2"]
    assert [point.letter for point in amending.clauses[0].points] == ["a", "b", "c"]
    assert "“Điều 54. Điều kiện hưởng lương hưu" in amending.text


def test_points_that_run_on_in_one_line(codes):
    article = next(a for a in codes["100/2015/QH13"].articles if a.number == "397")
    points = article.clauses[1].points
    assert [p.letter for p in points] == list("abcdđegh")
    assert article.text[points[2].start : points[2].end] == "c) Vì lý do công vụ của nạn nhân;"


def test_metadata(codes):
    labour = codes["45/2019/QH14"]
    assert (labour.title, labour.kind, labour.issuer) == ("Bộ luật Lao động", "Bộ luật", "Quốc hội")
    assert (labour.signer, labour.subject) == ("Nguyễn Thị Kim Ngân", "Lao động - Tiền lương")
    assert (labour.issued_on, labour.effective_on) == (date(2019, 11, 20), date(2021, 1, 1))
    assert labour.status is Status.IN_FORCE
    criminal = codes["100/2015/QH13"]
    assert criminal.effective_on == date(2018, 1, 1)
    assert criminal.status is Status.AMENDED
    assert criminal.amendments[0].by_document == "12/2017/QH14"
    assert {d.issued_on.year for d in codes.values()} == {2015, 2019}


def test_each_code_leads_to_its_official_text(codes):
    assert codes["45/2019/QH14"].source_url == "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=139264"
    assert len({document.source_url for document in codes.values()}) == len(COUNTS)
    assert all(official(document.source_url) == document.source_url for document in codes.values())


def test_one_spelling(codes):
    for document in codes.values():
        for article in document.articles:
            assert not set(article.text) & set("\u00d0\u00f0\xac\u200b")


def test_ensure_builtin_is_idempotent_and_does_not_parse_again(tmp_path, monkeypatch):
    with Store(f"sqlite:///{tmp_path}/s.db") as store:
        assert ensure_builtin(store) == 6
        assert store.revision() == 6
        monkeypatch.setattr("corpus.intake.read_builtin", None)
        assert ensure_builtin(store) == 0
        monkeypatch.undo()
        store.remove("45/2019/QH14")
        assert ensure_builtin(store) == 1
        monkeypatch.setattr(builtin, "READER_VERSION", "test")
        assert ensure_builtin(store) == 6


def test_the_codes_say_what_they_refer_to(tmp_path):
    with Store(f"sqlite:///{tmp_path}/s.db") as store:
        ensure_builtin(store)
        labour = store.document("45/2019/QH14")
        mentions = {(r.article_number, _mention(labour, r), r.target) for r in labour.references}
        assert ("111", "khoản 1 Điều 112", "45/2019/QH14#112") in mentions
        assert ("219", "58/2014/QH13", "58/2014/QH13") in {(a, m.split()[-1], t) for a, m, t in mentions}
        for info in store.documents():
            document = store.document(info.id)
            own = {f"{info.id}#{article.number}" for article in document.articles}
            assert {r.target for r in document.references if r.target.startswith(f"{info.id}#")} <= own
            assert len(document.references) > 150


def _mention(document, reference):
    article = next(a for a in document.articles if a.number == reference.article_number)
    return article.text[reference.start : reference.end]


def test_a_home_without_references_gets_them_and_keeps_the_rest(tmp_path, codes):
    with Store(f"sqlite:///{tmp_path}/s.db") as store:
        for document in codes.values():  # as the program before put them
            store.put(document)
        store.set_note("builtin", json.dumps({key: document.sha256 for key, document in codes.items()}))
        mine = replace(codes["91/2015/QH13"], title="Của tôi", sha256="khác", references=(Reference("1", 0, 2, "x"),))
        store.put(mine)
        ids = store.set_passages("45/2019/QH14", [span(text_hash="a"), span("2", text_hash="b")])
        revision = store.revision()
        assert ensure_builtin(store) == 0
        assert (store.revision(), [row.id for row in store.passages()]) == (revision, ids)
        assert store.versions("45/2019/QH14") == []
        found = store.document("45/2019/QH14")
        assert len(found.references) > 150
        assert replace(found, references=()) == codes["45/2019/QH14"]
        assert store.document("91/2015/QH13") == mine
        store.set_references("45/2019/QH14", ())
        ensure_builtin(store)  # once is enough
        assert store.document("45/2019/QH14").references == ()
