"""A small package of invented law, in the HTML of the official package of the code of laws."""

import zipfile
from pathlib import Path

OFFICIAL = "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID="

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
