import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.legacy import convert, font_encoding, is_syllable, syllable_share, to_unicode
from tests.corpus.legacy_bytes import encode

ENCODINGS = ("tcvn3", "vni", "viscii")

SAMPLES = {
    "tcvn3": "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. C¨n cø NghÞ ®Þnh cña ChÝnh phñ",
    "vni": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc. "
    "Caên cöù Nghò ñònh cuûa Chính phuû",
    "viscii": "Cµng hòa xã hµi chü nghîa Vi®t Nam. Ðµc l§p - Tñ do - HÕnh phúc. Cån cÑ Ngh¸ ð¸nh cüa Chính phü",
}
PLAIN = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Căn cứ Nghị định của Chính phủ"

# Every vowel with every tone, and words of the law.
WORDS = (
    "ta tà tá tả tã tạ trăng bằng bắc bẳng bẵng đặc cân cần cấn cẩn cẫn cận xe xè xé xẻ xẽ xẹ ê về thế thể "
    "lễ lệ đi đì chí chỉ chĩ chị bo bò bó bỏ bõ bọ cô hồ hố hổ hỗ hộ thơ thờ thớ thở thỡ thợ thu thù thú thủ thũ thụ "
    "tư từ tứ tử tữ tự ly lỳ lý lỷ lỹ lỵ người lao động được quyền đơn phương chấm dứt hợp đồng trước hạn và phải "
    "thường nghỉ thai sản hưởng nguyên lương nghiêng khuya thuở quý giữ gìn xuyên suốt huỳnh oằn ngoẵng ẵm ẳng"
).split()
words = st.sampled_from(WORDS)
# What a legacy byte shows: a word without diacritics is the same in every encoding.
marked = st.sampled_from([word for word in WORDS if not word.isascii()])


def _case(text: str, style: str) -> str:
    return text.upper() if style == "upper" else text.capitalize() if style == "title" else text


vietnamese = st.tuples(st.lists(marked, min_size=6, max_size=6, unique=True), st.lists(words, max_size=20)).map(
    lambda parts: " ".join(["quyền của người lao động", *parts[0], *parts[1]])
)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_known_text(encoding):
    assert convert(SAMPLES[encoding], encoding) == PLAIN
    assert to_unicode(SAMPLES[encoding]) == (PLAIN, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_every_letter(encoding, codec):
    letters = "".join(base + tone for base in "aăâeêioôơuưy" for tone in ["", *"\u0300\u0301\u0303\u0309\u0323"])
    letters = unicodedata.normalize("NFC", "đ" + letters)
    letters += "" if encoding == "tcvn3" else letters.upper()
    seen = "".join(_decode(encode(letter, encoding), codec) for letter in letters)
    assert convert(seen, encoding) == letters


def _decode(data: bytes, codec: str) -> str:
    return "".join(_byte(b, codec) for b in data)


def _byte(value: int, codec: str) -> str:
    try:
        return bytes([value]).decode(codec)
    except UnicodeDecodeError:
        return chr(value)


@given(text=vietnamese, style=st.sampled_from(["lower", "title", "upper"]), encoding=st.sampled_from(ENCODINGS))
def test_legacy_text_comes_back(text, style, encoding):
    text = _case(text, style)
    seen = encode(text, encoding).decode("latin-1")
    assert to_unicode(seen) == (text, encoding)


@given(text=st.lists(words, max_size=30).map(" ".join), style=st.sampled_from(["lower", "title", "upper"]))
def test_unicode_is_left_alone(text, style):
    text = _case(text, style)
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        assert to_unicode(written) == (written, "")


@given(st.text())
def test_any_text(text):
    result, encoding = to_unicode(text)
    assert encoding in ("", *ENCODINGS)
    assert encoding or result == text
    for name in (*ENCODINGS, "tcvn3h"):
        assert unicodedata.is_normalized("NFC", convert(text, name))


@given(vietnamese, vietnamese, st.sampled_from(ENCODINGS))
def test_mixed_document(proper, old, encoding):
    proper = f"Điều 1. {proper} đã được"
    seen = encode("quyền của người lao động " + old, encoding).decode("latin-1")
    text, found = to_unicode(f"{proper}\n{seen}\nPrésenté à l'été")
    assert text == f"{proper}\nquyền của người lao động {old}\nPrésenté à l'été"
    assert found == encoding


@pytest.mark.parametrize(
    "text",
    [
        "Les élèves français ont présenté une thèse où il est démontré que l'été coûte très cher à Noël",
        "Où est-il? Où vas-tu? Ça coûte où ?",
        "Die Straßen von München über den großen Flüssen für schöne Bäume, müde Mädchen hören Öl",
        "El año pasado el niño comió más piñas en la montaña según él",
        "A ação não são irmãos, três avós estão lá amanhã",
        "Smörgåsbord på svenska är mycket gött, där får ni äta också",
        "§ 5 của ©2020 Công ty® giá 5 £ và 25 °C, 12 m², ½ µm ± 3 × 4 ÷ 2",
        "Là công dân",
        "m² m³ ² ³",
        "naïve café",
        "“Công ty” – bên A… • mục ‘b’",
        "",
        "ý",
        "Hà Hà Hà",
        "Windows® Office® 5 µg 10 µm",
    ],
)
def test_other_text_is_left_alone(text):
    assert to_unicode(text) == (text, "")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_short_lines_follow_the_document(encoding):
    lines = [PLAIN.capitalize(), "Điều 1", "Có", "", "1) a", "Điều 2"]
    seen = "\n".join(encode(line, encoding).decode("latin-1") for line in lines)
    assert to_unicode(seen)[0] == "\n".join(lines)


def test_capitals_of_tcvn3():
    assert to_unicode("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM") == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "tcvn3")
    assert convert("¸p dông X· TØnh Sè CMND", "tcvn3") == "áp dụng Xã Tỉnh Số CMND"
    assert convert("Céng hßa", "tcvn3h") == "CỘNG HÒA"
    assert convert("\x93trÝch\x94 “a”", "tcvn3") == "“trích” “a”"


def test_convert_leaves_unicode_in_an_old_font():
    for encoding in (*ENCODINGS, "tcvn3h"):
        assert convert("Điều 5. Người lao động", encoding) == "Điều 5. Người lao động"
    with pytest.raises(KeyError):
        convert("a", "utf-8")


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        ("ABCDEF+.VnTime,Bold", "tcvn3"),
        (".VnArial Narrow", "tcvn3"),
        (".VnTimeH", "tcvn3h"),
        (".VnTimeH,BoldItalic", "tcvn3h"),
        ("XYZABC+.VnArialH-Bold", "tcvn3h"),
        (".vntimeh", "tcvn3h"),
        (".VnEnglisch", "tcvn3"),
        ("VNI-Times", "vni"),
        ("ABCDEF+VNI-Helve-Condense", "vni"),
        ("vni-times", "vni"),
        ("VNI Times", "vni"),
        ("VI Times", "viscii"),
        ("PhuongThao VISCII", "viscii"),
        ("Times New Roman", ""),
        ("Vivaldi", ""),
        ("UVnTime", ""),
        ("", ""),
    ],
)
def test_font_encoding(font, encoding):
    assert font_encoding(font) == encoding


def test_syllables():
    assert all(is_syllable(word) for word in WORDS)
    assert all(is_syllable(word.upper()) for word in WORDS)
    assert not any(map(is_syllable, ["", "mạs", "cỏt", "strass", "fỹr", "cỘng", "tàá", "bcd", "QH"]))
    assert syllable_share(PLAIN) == 1
    assert syllable_share("") == 0
    assert syllable_share("the quick brown fox jumps") < 0.3


def test_the_built_in_codes_come_back(codes):
    text = "\n".join(article.text for article in codes["45/2019/QH14"].articles[:60])
    text = re.sub(r"[^\x00-\x7fÀ-ỹĐđ]", "", unicodedata.normalize("NFC", text))
    for encoding in ENCODINGS:
        seen = encode(text, encoding).decode("latin-1")
        result, found = to_unicode(seen)
        assert found == encoding
        # TCVN3 has no toned capitals: "Ủy ban" cannot but come back as "ủy ban".
        assert result == text or (encoding == "tcvn3" and result.lower() == text.lower())
    assert to_unicode(text) == (text, "")
