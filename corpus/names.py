"""Vietnamese titles and names of authorities in ordinary letters, from the capitals of a document's head."""

from __future__ import annotations

import re

__all__ = ["AUTHORITIES", "authority", "ordinary_case"]

AUTHORITIES = {
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "CTN": "Chủ tịch nước",
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "HĐBT": "Hội đồng Bộ trưởng",
    "HĐTP": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "KTNN": "Kiểm toán Nhà nước",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "UBDT": "Ủy ban Dân tộc",
    "TLĐLĐVN": "Tổng Liên đoàn Lao động Việt Nam",
    "UBTWMTTQVN": "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "BCA": "Bộ Công an",
    "BCT": "Bộ Công Thương",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGD&ĐT": "Bộ Giáo dục và Đào tạo",
    "BGTVT": "Bộ Giao thông vận tải",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BNG": "Bộ Ngoại giao",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BTC": "Bộ Tài chính",
    "BTM": "Bộ Thương mại",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTP": "Bộ Tư pháp",
    "BTS": "Bộ Thủy sản",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BVHTT": "Bộ Văn hóa - Thông tin",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
}
"""Last parts of document numbers → who issues documents of that number."""

_PLACES = (
    "An Giang,Bà Rịa - Vũng Tàu,Bạc Liêu,Bắc Giang,Bắc Kạn,Bắc Ninh,Bến Tre,Bình Dương,Bình Định,Bình Phước,Bình Thuận"
    ",Cà Mau,Cao Bằng,Cần Thơ,Đà Nẵng,Đắk Lắk,Đắk Nông,Điện Biên,Đồng Nai,Đồng Tháp,Gia Lai,Hà Giang,Hà Nam,Hà Nội"
    ",Hà Tây,Hà Tĩnh,Hải Dương,Hải Phòng,Hậu Giang,Hòa Bình,Hồ Chí Minh,Huế,Hưng Yên,Khánh Hòa,Kiên Giang,Kon Tum"
    ",Lai Châu,Lạng Sơn,Lào Cai,Lâm Đồng,Long An,Nam Định,Nghệ An,Ninh Bình,Ninh Thuận,Phú Thọ,Phú Yên,Quảng Bình"
    ",Quảng Nam,Quảng Ngãi,Quảng Ninh,Quảng Trị,Sóc Trăng,Sơn La,Tây Ninh,Thái Bình,Thái Nguyên,Thanh Hóa"
    ",Thừa Thiên Huế,Tiền Giang,Trà Vinh,Tuyên Quang,Vĩnh Long,Vĩnh Phúc,Yên Bái"
).split(",")
_OTHERS = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam,Việt Nam,Đảng Cộng sản,Nhà nước,Ủy ban nhân dân,Hội đồng nhân dân,Hiến pháp"
    ",Trung ương,Bộ luật,Bộ trưởng,Tòa án"
    ",Viện kiểm sát,Mặt trận Tổ quốc"
).split(",")
_KNOWN = {name.lower(): name for name in [*_OTHERS, *_PLACES, *AUTHORITIES.values()]}
_NAMES = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _KNOWN), key=len, reverse=True))})(?!\w)")
_OF_LAW = re.compile(r"(?<!\w)((?:của|theo|và|,) )([Bb]ộ )?luật (?!này)(\w)")
_NUMBERED = re.compile(
    r"(?<!\w)(nghị định|thông tư|quyết định|nghị quyết|pháp lệnh|luật|chỉ thị)(?=(?: liên tịch)? số \d)"
)
_ORGAN = re.compile(r"(?<!\w)(bộ|sở|cục|tổng cục) (\w)")
_UNIT = re.compile(r"(?<!\w)(?:thành phố|tỉnh|huyện|quận|thị xã|thị trấn|phường|xã) (.+)")
_BUSINESS = ("CÔNG TY", "TẬP ĐOÀN", "TỔNG CÔNG TY", "DOANH NGHIỆP", "NGÂN HÀNG")
_ROMAN = re.compile(r"(?<!\w)((?:giai đoạn|phụ lục|chương|khóa) )([ivx]+)(?!\w)")


def ordinary_case(text: str) -> str:
    """Write capitals in small letters, but for names of authorities, places and laws and for numbers.

    Anything else is small: the first letter of the whole is for the caller to set.
    """
    small = " ".join(word if any(c.isdigit() for c in word) else word.lower() for word in text.split(" "))
    small = _ROMAN.sub(lambda match: match[1] + match[2].upper(), small)
    result = _NAMES.sub(lambda match: _KNOWN[match[0]], small)
    result = _NUMBERED.sub(lambda match: match[1].capitalize(), result)
    return _OF_LAW.sub(lambda m: f"{m[1]}{'Bộ luật' if m[2] else 'Luật'} {m[3].upper()}", result)


def authority(text: str) -> str:
    """Write the name of an authority, given in capitals, as running text has it.

    A business's own name stays as it is: its capitals may be part of it.
    """
    name = ordinary_case(text)
    if text.startswith(_BUSINESS) and name not in AUTHORITIES.values():
        return text
    name = _ORGAN.sub(lambda match: f"{match[1]} {match[2].upper()}", name)
    name = _UNIT.sub(lambda match: match[0].replace(match[1], match[1].title()), name)
    return name[:1].upper() + name[1:]
