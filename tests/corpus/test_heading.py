from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.heading import describe

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def head(issuer, number, place, kind, title, ground="Căn cứ Luật số: 1/2001/QH10 ngày 25 tháng 12 năm 2001;"):
    return f"{issuer}\n-------\n{MOTTO}{number}\n{place}\n{kind}\n{title}\n{ground}"


TITLE = "QUY ĐỊNH VỀ HÓA ĐƠN, CHỨNG TỪ THEO NGHỊ ĐỊNH SỐ 123/2020/NĐ-CP NGÀY 19 THÁNG 10 NĂM 2020 CỦA CHÍNH PHỦ"
CIRCULAR = ("78/2021/TT-BTC", "Thông tư", "Bộ Tài chính", date(2021, 9, 17))


@pytest.mark.parametrize(
    "text",
    [
        head("BỘ TÀI CHÍNH", "Số: 78/2021/TT-BTC", "Hà Nội, ngày 17 tháng 9 năm 2021", "THÔNG TƯ", TITLE),
        "BỘ TÀI CHÍNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc\n"
        f"Số: 78/2021/TT-BTC | Hà Nội, ngày 17 tháng 9 năm 2021\nTHÔNG TƯ\n{TITLE}\nCăn cứ Luật",
        "BỘ TÀI CHÍNH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n-------      Độc lập - Tự do - Hạnh phúc\n"
        f"Số: 78/2021/TT-BTC    Hà Nội, ngày 17 tháng 9 năm 2021\nTHÔNG TƯ\n{TITLE}\nCăn cứ Luật",
        "BỘ TÀI CHÍNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: 78/2021/TT-BTC Hà Nội, ngày 17/9/2021\nTHÔNG TƯ\n{TITLE}\nCăn cứ Luật",
        f"{MOTTO}BỘ TÀI CHÍNH\nSố : 78 / 2021 / TT - BTC\nHà Nội, ngày 17 tháng 09 năm 2021\nTHÔNG "
        f"TƯ\n{TITLE}\nCăn cứ Luật",
        f"BỘ TÀI CHÍNH ------- Số: 78/2021/TT-BTC | {MOTTO.replace(chr(10), ' ')}------ Hà Nội, ngày 17 tháng 9 "
        "năm 2021\n"
        f"THÔNG TƯ\n{TITLE}\nCăn cứ Luật",
    ],
)
def test_forms_of_one_head(text):
    found = describe(text)
    assert (found.number, found.kind, found.issuer, found.issued_on) == CIRCULAR
    assert found.title == (
        "Thông tư quy định về hóa đơn, chứng từ theo Nghị định số 123/2020/NĐ-CP ngày 19 tháng 10 năm 2020 của "
        "Chính phủ"
    )


@pytest.mark.parametrize(
    ("text", "number", "kind", "title", "issuer"),
    [
        ("QUỐC HỘI\nLuật số: 31/2024/QH15\nLUẬT\nĐẤT ĐAI", "31/2024/QH15", "Luật", "Luật Đất đai", "Quốc hội"),
        ("QUỐC HỘI\nBộ luật số 45/2019/QH14\nBỘ LUẬT\nLAO ĐỘNG", "45/2019/QH14", "Bộ luật", "Bộ luật Lao "
        "động", "Quốc hội"),
        (
            "ỦY BAN THƯỜNG VỤ QUỐC HỘI\nPháp lệnh số: 02/2020/UBTVQH14\nPHÁP LỆNH\nƯU ĐÃI NGƯỜI CÓ CÔNG",
            "02/2020/UBTVQH14",
            "Pháp lệnh",
            "Pháp lệnh Ưu đãi người có công",
            "Ủy ban Thường vụ Quốc hội",
        ),
        (
            "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\nSố: 12/2020/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc ban hành Quy chế quản "
            "lý\nnhà ở công vụ\n"
            "ỦY BAN NHÂN DÂN TỈNH BẮC NINH\nCăn cứ",
            "12/2020/QĐ-UBND",
            "Quyết định",
            "Quyết định về việc ban hành Quy chế quản lý nhà ở công vụ",
            "Ủy ban nhân dân tỉnh Bắc Ninh",
        ),
        (
            "HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\nSố: 02/2020/NQ-HĐND\nNGHỊ QUYẾT\nQuy định mức thu học phí\n"
            "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ HÀ NỘI\nKHÓA XV KỲ HỌP THỨ 14",
            "02/2020/NQ-HĐND",
            "Nghị quyết",
            "Nghị quyết quy định mức thu học phí",
            "Hội đồng nhân dân thành phố Hà Nội",
        ),
        (
            "BỘ TƯ PHÁP - BỘ CÔNG AN\nSố: 06/2018/TTLT-BTP-BCA\nTHÔNG TƯ LIÊN TỊCH\nQuy định phối hợp",
            "06/2018/TTLT-BTP-BCA",
            "Thông tư liên tịch",
            "Thông tư liên tịch quy định phối hợp",
            "Bộ Tư pháp, Bộ Công an",
        ),
        (
            "CHÍNH PHỦ\nSố: 20/1998/NĐ-CP\nNGHỊ ĐỊNH CỦA CHÍNH PHỦ\nVề phát triển thương mại",
            "20/1998/NĐ-CP",
            "Nghị định",
            "Nghị định về phát triển thương mại",
            "Chính phủ",
        ),
        (
            "CHÍNH PHỦ\nSố: 100/2019/NĐ-CP\nNGHỊ ĐỊNH\nQUY ĐỊNH XỬ PHẠT VI PHẠM HÀNH CHÍNH",
            "100/2019/NĐ-CP",
            "Nghị định",
            "Nghị định quy định xử phạt vi phạm hành chính",
            "Chính phủ",
        ),
        (
            "THỦ TƯỚNG CHÍNH PHỦ\nSố: 17/2022/QĐ-TTg\nQUYẾT ĐỊNH\nVề việc thành lập\nTHỦ TƯỚNG CHÍNH PHỦ\nCăn cứ",
            "17/2022/QĐ-TTG",
            "Quyết định",
            "Quyết định về việc thành lập",
            "Thủ tướng Chính phủ",
        ),
        (
            "BỘ TÀI CHÍNH\nTỔNG CỤC THUẾ\nSố: 1234/TCT-CS\nV/v chính sách thuế\nKính gửi: Cục Thuế\nTheo Nghị "
            "định số: 5/2010/NĐ-CP",
            "1234/TCT-CS",
            "Công văn",
            "Công văn về việc chính sách thuế",
            "Tổng cục Thuế",
        ),
        (
            "CÔNG TY CỔ PHẦN ABC\nSố: 15/QĐ-ABC\nQUYẾT ĐỊNH\nV/v ban hành Nội quy lao động\nGIÁM ĐỐC CÔNG TY\n- Căn cứ",
            "15/QĐ-ABC",
            "Quyết định",
            "Quyết định về việc ban hành Nội quy lao động",
            "CÔNG TY CỔ PHẦN ABC",
        ),
        ("HỢP ĐỒNG LAO ĐỘNG\nSố: 05/2023/HĐLĐ", "05/2023/HĐLĐ", "Hợp đồng", "Hợp đồng lao động", ""),
        ("BỘ Y TẾ\nSố:      /2023/TT-BYT\nTHÔNG TƯ\nVề A\nCăn cứ Luật số: 1/2001/QH10", "", "Thông tư", "Thông "
        "tư về A", "Bộ Y tế"),
        ("HỘI ĐỒNG BỘ TRƯỞNG\nSố: 30-HĐBT\nNGHỊ ĐỊNH\nVề A", "30-HĐBT", "Nghị định", "Nghị định về A", "Hội "
        "đồng Bộ trưởng"),
        ("QUỐC HỘI\nHIẾN PHÁP\nNƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLỜI NÓI ĐẦU", "", "Hiến pháp",
         "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Quốc hội"),
        ("Đơn khởi kiện", "", "", "", ""),
    ],
)  # fmt: skip
def test_number_kind_title_issuer(text, number, kind, title, issuer):
    found = describe(text)
    assert (found.number, found.kind, found.title, found.issuer) == (number, kind, title, issuer)


ADOPTED = "Luật này được Quốc hội khóa XV, kỳ họp bất thường lần thứ 5 thông qua ngày 18 tháng 01 năm 2024."


@pytest.mark.parametrize(
    ("head_text", "tail", "expected"),
    [
        ("Hà Nội, ngày 15 tháng 01 năm 2024", "", date(2024, 1, 15)),
        ("Số: 1/2023/TT-BX Bắc Ninh, ngày 01/02/2023", "", date(2023, 2, 1)),
        ("TP. Hồ Chí Minh, ngày 5-3-2023", "", date(2023, 3, 5)),
        ("Hôm nay, thứ hai ngày 5 tháng 3 năm 2023, tại Hà Nội, chúng tôi gồm:", "", date(2023, 3, 5)),
        ("Luật số: 31/2024/QH15", ADOPTED, date(2024, 1, 18)),
        ("QUYẾT ĐỊNH CỦA BỘ TRƯỞNG SỐ 12/2003/QĐ-BTC NGÀY 24 THÁNG 1 NĂM 2003 VỀ VIỆC A", "", date(2003, 1, 24)),
        ("Hà Nội, ngày 31 tháng 02 năm 2024", "", None),
        ("Hà Nội, ngày    tháng    năm 2024", "", None),
        ("Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001", "", None),
        ("LUẬT QUẢN LÝ THUẾ NGÀY 13 THÁNG 6 NĂM 2019", "", None),
    ],
)
def test_issued_on(head_text, tail, expected):
    assert describe(head_text, tail).issued_on == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2024.", date(2024, 7, 1)),
        ("Thông tư này có hiệu lực từ ngày 15-02-2024 và thay thế Thông tư số 1/2020/TT-BX.", date(2024, 2, 15)),
        ("Thông tư này có hiệu lực kể từ 0 giờ 00 phút ngày 15 tháng 02 năm 2024.", date(2024, 2, 15)),
        ("Quyết định này có hiệu lực thi hành kể từ ngày ký.", date(2024, 1, 10)),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", date(2024, 1, 10)),
        ("Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.", date(2024, 2, 24)),
        ("Thông tư này có hiệu lực thi hành sau 45 (bốn mươi lăm) ngày, kể từ ngày ký ban hành.", date(2024, 2, 24)),
        ("Nghị quyết này đã được thông qua ngày 14 tháng 4 năm 2017 và có hiệu lực từ ngày 01 tháng 7 năm "
        "2017.", date(2017, 7, 1)),
        ("Luật này có hiệu lực từ ngày 01/8/2024.\nĐiều 190 của Luật này có hiệu lực từ ngày "
        "01/4/2024.", date(2024, 8, 1)),
        ("1. Có hiệu lực thi hành từ ngày 05/5/2024.", date(2024, 5, 5)),
        ("Nghị định này có hiệu lực thi hành sau 15 ngày, kể từ ngày đăng Công báo.", None),
        ("Thông tư này có hiệu lực sau 10 ngày làm việc kể từ ngày ký.", None),
        ("Nghị định số 5/2010/NĐ-CP có hiệu lực từ ngày 01 tháng 3 năm 2010.", None),
        ("Thông tư số 5/2010/TT-BX hết hiệu lực từ ngày 01 tháng 3 năm 2024.", None),
        ("Thông tư này có hiệu lực từ ngày 31/02/2024.", None),
    ],
)  # fmt: skip
def test_effective_on(text, expected):
    assert describe("Hà Nội, ngày 10 tháng 01 năm 2024", "", text).effective_on == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thông tư này có hiệu lực từ ngày 15/02/2021 đến hết ngày 31 tháng 12 năm 2021.", date(2022, 1, 1)),
        ("Nghị quyết này được áp dụng đến ngày 30/6/2023.", date(2023, 7, 1)),
        ("Quyết định này hết hiệu lực kể từ ngày 01 tháng 01 năm 2025.", date(2025, 1, 1)),
        ("Nghị định này thay thế Nghị định số 5/2010/NĐ-CP hết hiệu lực từ ngày 01/01/2025.", None),
        ("Thông tư này có hiệu lực từ ngày 15/02/2021.", None),
    ],
)
def test_expires_on(text, expected):
    assert describe("", "", text).expires_on == expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("TM. CHÍNH PHỦ\nTHỦ TƯỚNG\n(Đã ký)\nNguyễn Xuân Phúc", "Nguyễn Xuân Phúc"),
        ("(Đã ký) Nguyễn Văn A", "Nguyễn Văn A"),
        ("Nơi nhận:\n- Ban Bí thư;\n- Lưu: VT.\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nNguyễn Thị B", "Nguyễn Thị B"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNGUYỄN HỮU THÀNH", "Nguyễn Hữu Thành"),
        ("Nơi nhận: - Như trên; | KT. BỘ TRƯỞNG THỨ TRƯỞNG (Đã ký) Trần Xuân Hà", "Trần Xuân Hà"),
        ("GIÁM ĐỐC\n(Ký tên, đóng dấu)\nPGS.TS. Nguyễn Văn Bình", "Nguyễn Văn Bình"),
        ("BỘ TRƯỞNG BỘ CÔNG AN\nTô Lâm\nBỘ TRƯỞNG BỘ TƯ PHÁP\nLê Thành Long", "Tô Lâm, Lê Thành Long"),
        ("THỦ TƯỚNG\nTRẦN LƯU QUANG\nPHỤ LỤC I\nDANH MỤC\nTôm Hùm Xanh", "Trần Lưu Quang"),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", ""),
        ("", ""),
    ],
)
def test_signer(tail, expected):
    assert describe("", tail).signer == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=200))
def test_any_text(preamble, tail, ending):
    found = describe(preamble, tail, ending)
    assert found.number == "" or any(c.isdigit() for c in found.number)
