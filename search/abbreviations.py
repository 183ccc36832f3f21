"""Spells out what lawyers and people in a hurry abbreviate, and document numbers as they are written.

Only what means one thing in a legal question: "đk" (điều kiện, đăng ký) and "ck" (chồng, chuyển khoản) are left.
"""

from __future__ import annotations

import re

from corpus.citation import normalise_number
from corpus.encoding import fold

from . import diacritics
from .diacritics import Edit

# Folded and lower case → what it stands for. None of them looks like a Vietnamese syllable.
_ABBREVIATIONS = {
    "anct": "an ninh chính trị",
    "antt": "an ninh trật tự",
    "atgt": "an toàn giao thông",
    "attp": "an toàn thực phẩm",
    "atvsld": "an toàn, vệ sinh lao động",
    "bds": "bất động sản",
    "bhtn": "bảo hiểm thất nghiệp",
    "bhtnld": "bảo hiểm tai nạn lao động",
    "bhxh": "bảo hiểm xã hội",
    "bhxhtn": "bảo hiểm xã hội tự nguyện",
    "bhyt": "bảo hiểm y tế",
    "blds": "Bộ luật Dân sự",
    "blhh": "Bộ luật Hàng hải Việt Nam",
    "blhhvn": "Bộ luật Hàng hải Việt Nam",
    "blhs": "Bộ luật Hình sự",
    "blld": "Bộ luật Lao động",
    "blttds": "Bộ luật Tố tụng dân sự",
    "bltths": "Bộ luật Tố tụng hình sự",
    "btth": "bồi thường thiệt hại",
    "bvmt": "bảo vệ môi trường",
    "bvtv": "bảo vệ thực vật",
    "cbcc": "cán bộ, công chức",
    "cbccvc": "cán bộ, công chức, viên chức",
    "cccd": "căn cước công dân",
    "ccv": "công chứng viên",
    "ccvc": "công chức, viên chức",
    "chv": "Chấp hành viên",
    "cmnd": "chứng minh nhân dân",
    "cntt": "công nghệ thông tin",
    "cqdt": "cơ quan điều tra",
    "csdt": "cảnh sát điều tra",
    "csgt": "cảnh sát giao thông",
    "ctcp": "công ty cổ phần",
    "dhdcd": "Đại hội đồng cổ đông",
    "dkdn": "đăng ký doanh nghiệp",
    "dkkd": "đăng ký kinh doanh",
    "dlcn": "dữ liệu cá nhân",
    "dnnn": "doanh nghiệp nhà nước",
    "dnnvv": "doanh nghiệp nhỏ và vừa",
    "dntn": "doanh nghiệp tư nhân",
    "dtm": "đánh giá tác động môi trường",
    "dtnn": "đầu tư nước ngoài",
    "gcn": "giấy chứng nhận",
    "gcndkdn": "giấy chứng nhận đăng ký doanh nghiệp",
    "gcndkdt": "giấy chứng nhận đăng ký đầu tư",
    "gcnqsdd": "giấy chứng nhận quyền sử dụng đất",
    "gd&dt": "giáo dục và đào tạo",
    "gpkd": "giấy phép kinh doanh",
    "gplx": "giấy phép lái xe",
    "gpmb": "giải phóng mặt bằng",
    "gpxd": "giấy phép xây dựng",
    "gtdb": "giao thông đường bộ",
    "gtgt": "giá trị gia tăng",
    "gtvt": "giao thông vận tải",
    "hdld": "hợp đồng lao động",
    "hdnd": "Hội đồng nhân dân",
    "hdqt": "Hội đồng quản trị",
    "hdtd": "hợp đồng tín dụng",
    "hdtp": "Hội đồng Thẩm phán",
    "hdtv": "Hội đồng thành viên",
    "hdxx": "Hội đồng xét xử",
    "hkd": "hộ kinh doanh",
    "hktt": "hộ khẩu thường trú",
    "hn&gd": "hôn nhân và gia đình",
    "hngd": "hôn nhân và gia đình",
    "hnvgd": "hôn nhân và gia đình",
    "hsdt": "hồ sơ dự thầu",
    "hsmt": "hồ sơ mời thầu",
    "hssv": "học sinh, sinh viên",
    "htx": "hợp tác xã",
    "kcb": "khám bệnh, chữa bệnh",
    "kcn": "khu công nghiệp",
    "kdtm": "kinh doanh thương mại",
    "khcn": "khoa học và công nghệ",
    "ksv": "Kiểm sát viên",
    "ldd": "Luật Đất đai",
    "ldn": "Luật Doanh nghiệp",
    "ldtbxh": "Lao động - Thương binh và Xã hội",
    "lthads": "Luật Thi hành án dân sự",
    "ltthc": "Luật Tố tụng hành chính",
    "lxlvphc": "Luật Xử lý vi phạm hành chính",
    "mttq": "Mặt trận Tổ quốc",
    "mtv": "một thành viên",
    "ndtnn": "nhà đầu tư nước ngoài",
    "nhnn": "Ngân hàng Nhà nước",
    "nhtm": "ngân hàng thương mại",
    "nld": "người lao động",
    "nn&ptnt": "nông nghiệp và phát triển nông thôn",
    "nsdd": "người sử dụng đất",
    "nsdld": "người sử dụng lao động",
    "nsnn": "ngân sách nhà nước",
    "nvqs": "nghĩa vụ quân sự",
    "pccc": "phòng cháy, chữa cháy",
    "pctn": "phòng, chống tham nhũng",
    "qlda": "quản lý dự án",
    "qlnn": "quản lý nhà nước",
    "qltt": "quản lý thị trường",
    "qppl": "quy phạm pháp luật",
    "qsdd": "quyền sử dụng đất",
    "qsh": "quyền sở hữu",
    "shcn": "sở hữu công nghiệp",
    "shtt": "sở hữu trí tuệ",
    "sxkd": "sản xuất, kinh doanh",
    "tand": "Tòa án nhân dân",
    "tandcc": "Tòa án nhân dân cấp cao",
    "tandtc": "Tòa án nhân dân tối cao",
    "tctd": "tổ chức tín dụng",
    "tgpl": "trợ giúp pháp lý",
    "thads": "thi hành án dân sự",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "tmcp": "thương mại cổ phần",
    "tn&mt": "tài nguyên và môi trường",
    "tnbtcnn": "trách nhiệm bồi thường của Nhà nước",
    "tncn": "thu nhập cá nhân",
    "tndn": "thu nhập doanh nghiệp",
    "tnds": "trách nhiệm dân sự",
    "tngt": "tai nạn giao thông",
    "tnhh": "trách nhiệm hữu hạn",
    "tnhs": "trách nhiệm hình sự",
    "tnld": "tai nạn lao động",
    "tnmt": "tài nguyên và môi trường",
    "tpl": "Thừa phát lại",
    "tsbd": "tài sản bảo đảm",
    "tscd": "tài sản cố định",
    "ttatxh": "trật tự, an toàn xã hội",
    "ttdb": "tiêu thụ đặc biệt",
    "ttds": "tố tụng dân sự",
    "tthc": "thủ tục hành chính",
    "tths": "tố tụng hình sự",
    "ttlt": "Thông tư liên tịch",
    "ubmttq": "Ủy ban Mặt trận Tổ quốc",
    "ubnd": "Ủy ban nhân dân",
    "ubtvqh": "Ủy ban Thường vụ Quốc hội",
    "vbqppl": "văn bản quy phạm pháp luật",
    "vks": "Viện kiểm sát",
    "vksnd": "Viện kiểm sát nhân dân",
    "vksndcc": "Viện kiểm sát nhân dân cấp cao",
    "vksndtc": "Viện kiểm sát nhân dân tối cao",
    "vpcc": "văn phòng công chứng",
    "vpdd": "văn phòng đại diện",
    "vphc": "vi phạm hành chính",
    "vsattp": "vệ sinh an toàn thực phẩm",
    "xhcn": "xã hội chủ nghĩa",
    "xkld": "xuất khẩu lao động",
    "xlvphc": "xử lý vi phạm hành chính",
    "xnc": "xuất cảnh, nhập cảnh",
    "xnk": "xuất khẩu, nhập khẩu",
    "xpvphc": "xử phạt vi phạm hành chính",
}
# As people write in chats: folded, and only where it is typed in small letters.
_CHAT = {
    "bn": "bao nhiêu",
    "cty": "công ty",
    "cx": "cũng",
    "dc": "được",
    "hok": "không",
    "k": "không",
    "ko": "không",
    "ng": "người",
    "ntn": "như thế nào",
    "sdt": "số điện thoại",
    "trc": "trước",
    "vk": "vợ",
    "vs": "với",
}
_LETTERED = frozenset("bang bo diem hang khoan khoi khu loai lop luc mau muc nhom so to vitamin".split())
"""What a single letter names one of: "điểm k"."""
# Too short to mean one thing in any case: only exactly so written …
_AS_WRITTEN = {
    "DN": "doanh nghiệp",
    "HĐ": "hợp đồng",
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "hđ": "hợp đồng",
}
# … or, in any case, before a number: "nd 01/2021".
_BEFORE_NUMBER = {"nd": "Nghị định", "nq": "Nghị quyết", "qd": "Quyết định", "tt": "Thông tư"}

# 100/2019/NĐ-CP, 03/NQ-HĐTP; after a dash with spaces another thought begins, unless it is the Government.
_NUMBER = r"(?:\d{1,4}\s*/\s*)?\d{1,4}\s*/\s*[^\W\d_]+\d*(?:[-–][^\W\d_]{2,}\d*|\s?[-–]\s?(?:CP|TTg|cp)(?!\w))*"
_FULL_NUMBER = re.compile(r"\d{1,4}/(?:19|20)\d\d/[^\W\d_]+\d*(?:-[^\W\d_]+\d*)*")
_WORD = re.compile(
    rf"(?P<number>(?<!\w){_NUMBER})|(?<![\w&-])(?P<word>[^\W\d_]+(?:&[^\W\d_]+)?)(?![\w&]|-\w)(?=(?P<before>\s+(?:số\s+|so\s+)?\d)?)"
)


def expansions(text: str) -> list[Edit]:
    """Give what is to be read in full: abbreviations, and document numbers: "100/2019/nd-cp" has a bar.

    Parameters
    ----------
    text : str
        Normalised.
    """
    found: list[Edit] = []
    shouting = text.isupper() and any(diacritics.is_syllable(word) for word in re.findall(r"[^\W\d_]{2,}", text))
    for match in _WORD.finditer(text):
        long = _meaning(match, text) if match["word"] else _barred(match["number"])
        if long is not None:
            start, end = match.span("word" if match["word"] else "number")
            found.append(Edit(start, end, long.upper() if shouting else long))
    return found


def _meaning(match: re.Match[str], text: str) -> str | None:
    word, key = match["word"], fold(match["word"]).lower()
    if match["before"] and key in _BEFORE_NUMBER:
        return _BEFORE_NUMBER[key]
    if word.islower() and key in _CHAT and not (len(key) == 1 and _names(match, text)):
        return _CHAT[key]
    return _ABBREVIATIONS.get(key) or _AS_WRITTEN.get(word)


def _names(match: re.Match[str], text: str) -> bool:
    """Tell whether a single letter names something, a point of a clause or thousands of đồng, by what stands beside."""
    before = text[: match.start()].split()
    return bool(match["before"]) or bool(before) and (before[-1][-1].isdigit() or fold(before[-1]).lower() in _LETTERED)


def _barred(number: str) -> str | None:
    """Give a document number with the bars of its letters; None when it lacks none."""
    if not _FULL_NUMBER.fullmatch(number):
        return None
    spelled = normalise_number(number)
    return spelled if spelled.count("Đ") > number.upper().count("Đ") else None
