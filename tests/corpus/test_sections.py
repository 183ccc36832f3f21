from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encoding import normalise
from corpus.sections import split_sections

LETTER = """TỔNG CỤC THUẾ
Số: 1234/TCT-CS
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Kính gửi: Cục Thuế tỉnh Bắc Ninh
1. Về thuế giá trị gia tăng:
Căn cứ khoản 1 Điều 5, doanh nghiệp được hoàn thuế.
2. Về thuế thu nhập doanh nghiệp:
Chi phí được trừ.
KT. TỔNG CỤC TRƯỞNG
Nguyễn Văn A
"""

MINUTES = """BIÊN BẢN HỌP HỘI ĐỒNG QUẢN TRỊ
Hôm nay, ngày 5 tháng 4 năm 2023, chúng tôi gồm:
I. THÀNH PHẦN
1. Ông Nguyễn Văn A - Chủ tịch
2. Bà Trần Thị B - Thành viên
II. NỘI DUNG
1. Kế hoạch
Chủ tọa trình bày kế hoạch.
2. Biểu quyết
Tán thành 100%.
III. KẾT LUẬN
Họp kết thúc lúc 11 giờ.
CHỦ TỊCH
Nguyễn Văn A
"""

POLICY = """QUY ĐỊNH VỀ AN TOÀN THÔNG TIN
Quy định này áp dụng cho mọi nhân viên của công ty.
Phần I
QUY ĐỊNH CHUNG
1. Phạm vi
1.1. Đối tượng
Nhân viên.
1.2 Ngoại lệ
Khách.
2. Giải thích
a) Dữ liệu;
b) Thông tin.
Phần II
THI HÀNH
A. Trách nhiệm
Phòng hành chính.
B. Hiệu lực
Từ ngày ký.
"""


def shape(text):
    return [(a.number, a.title, a.path) for a in split_sections(text)]


def test_letter():
    sections = split_sections(LETTER)
    assert [s.title for s in sections] == ["", "1. Về thuế giá trị gia tăng:", "2. Về thuế thu nhập doanh nghiệp:"]
    assert [s.number for s in sections] == ["§1", "§2", "§3"]
    assert sections[0].text.startswith("TỔNG CỤC THUẾ\nSố: 1234")
    assert sections[2].text == "Chi phí được trừ.\nKT. TỔNG CỤC TRƯỞNG\nNguyễn Văn A"


def test_minutes():
    top = "BIÊN BẢN HỌP HỘI ĐỒNG QUẢN TRỊ"
    assert shape(MINUTES) == [
        ("§1", top, ()),
        ("§2", "I. THÀNH PHẦN", (top,)),
        ("§3", "1. Kế hoạch", (top, "II. NỘI DUNG")),
        ("§4", "2. Biểu quyết", (top, "II. NỘI DUNG")),
        ("§5", "III. KẾT LUẬN", (top,)),
    ]
    assert [c.number for c in split_sections(MINUTES)[1].clauses] == ["1", "2"]


def test_policy():
    first, second = "Phần I QUY ĐỊNH CHUNG", "Phần II THI HÀNH"
    assert shape(POLICY) == [
        ("§1", "QUY ĐỊNH VỀ AN TOÀN THÔNG TIN", ()),
        ("§2", "1.1. Đối tượng", (first, "1. Phạm vi")),
        ("§3", "1.2 Ngoại lệ", (first, "1. Phạm vi")),
        ("§4", "2. Giải thích", (first,)),
        ("§5", "A. Trách nhiệm", (second,)),
        ("§6", "B. Hiệu lực", (second,)),
    ]


def test_markdown():
    text = "# Nội quy\nMở đầu.\n## Giờ làm\n8h-17h.\n## Nghỉ\n### Nghỉ phép\n12 ngày.\n# Phụ lục\nHết."
    assert shape(text) == [
        ("§1", "Nội quy", ()),
        ("§2", "Giờ làm", ("Nội quy",)),
        ("§3", "Nghỉ phép", ("Nội quy", "Nghỉ")),
        ("§4", "Phụ lục", ()),
    ]


def test_numbered_sentences_and_tables_are_no_headings():
    text = "1. Nhân viên phải đi làm đúng giờ.\n2. Nhân viên mặc đồng phục;\nSTT | TÊN\nA. | B"
    (section,) = split_sections(text)
    assert (section.title, section.text) == ("", text)
    assert [c.number for c in section.clauses] == ["1", "2"]


def test_paragraphs_without_headings():
    paragraphs = [f"Đoạn {n}: " + "chữ " * 100 for n in range(10)]
    sections = split_sections("\n\n".join(paragraphs))
    assert all(len(s.text) <= 1500 and not s.title for s in sections)
    assert "\n".join(s.text for s in sections).split("\n") == [p.strip() for p in paragraphs]
    assert len(sections) > 2


def test_long_section_goes_on_under_its_title():
    text = "I. MỞ ĐẦU\n" + "\n".join("Một câu dài. " * 50 for _ in range(30))
    titles = [s.title for s in split_sections(text)]
    assert titles[:2] == ["I. MỞ ĐẦU", "I. MỞ ĐẦU (tiếp)"]
    assert len(titles) < 6


def test_nothing():
    assert split_sections("") == split_sections(" \n \n") == ()


def words_of(sections):
    """All words in order: what a section's path and title add to the one before it, then its text."""
    words = []
    before = ()
    for section in sections:
        chain = (*section.path, *((section.title,) if section.title else ()))
        if not section.title.endswith("(tiếp)"):
            shared = 0
            while shared < min(len(before), len(section.path)) and before[shared] == chain[shared]:
                shared += 1
            words += " ".join(chain[shared:]).split()
            before = chain
        words += section.text.split()
    return words


MARKS = st.sampled_from(
    ["I. ", "II. ", "1. ", "2. ", "1.1. ", "1.2 ", "A. ", "B. ", "Phần I ", "Mục 2: ", "# ", "## ", "", "", ""]
)
TAILS = st.sampled_from(["", ".", ":", ";", " | x"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(MARKS, st.booleans(), TAILS, st.integers(1, 60)), max_size=25))
def test_every_word_is_kept_in_order(rows):
    lines = []
    for n, (mark, capitals, end, length) in enumerate(rows):
        words = " ".join(f"từ{n}_{k}" for k in range(length))
        lines.append(mark + (words.upper() if capitals else words) + end)
    expected = [word for line in lines for word in line.lstrip("# ").split()]
    assert words_of(split_sections("\n".join(lines))) == expected


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["I.", "A", "1.", " ", "\n", "# ", "Phần I", "x."]), max_size=60).map("".join)
)
def test_any_text(text):
    sections = split_sections(text)
    assert [s.number for s in sections] == [f"§{n + 1}" for n in range(len(sections))]
    assert bool(sections) == bool(normalise(text).split())
    for section in sections:
        assert section.text
        assert normalise(section.text) == section.text
