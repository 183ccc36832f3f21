"""Damaged and hostile packages of the code of laws, and the HTML that was pasted into it."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.readers import _phapdien_topic as topic_module
from corpus.readers._phapdien_text import body_text, split_title
from corpus.readers._phapdien_topic import read_topic
from corpus.readers.phapdien import is_package, read_package
from tests.corpus.phapdien_package import (
    DROPPED,
    FEES,
    HEAD,
    LIGHTS,
    OFFICIAL,
    SINCE,
    article,
    topic,
    write_folder,
    write_zip,
)


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
