"""Vietnamese text to legacy bytes: the tests' own tables, so that no mistake of the reader's is its own proof."""

import unicodedata

_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae b5 b6 b7 b8 b9 bb bc bd be c6 c7 c8 c9 ca cb cc ce cf d0 d1 d2 d3 "
        "d4 d5 d6 d7 d8 dc dd de df e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee ef f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc "
        "fd fe".split(),
        strict=True,
    )
)
# RFC 1456, read by rows of 16 from 0x80; the six in the control range apart.
_VISCII = {chr(0x1EB2): 2, chr(0x1EB4): 5, chr(0x1EAA): 6, chr(0x1EF6): 0x14, chr(0x1EF8): 0x19, chr(0x1EF4): 0x1E} | {
    char: 0x80 + i
    for i, char in enumerate(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
        "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
        "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
        "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    )
}
_VNI_TONE = dict(zip("\u0300\u0301\u0309\u0303\u0323", "øùûõï", strict=True))
_VNI_HAT = dict(zip(["", *"\u0300\u0301\u0309\u0303\u0323"], "âàáåãä", strict=True))
_VNI_BREVE = dict(zip(["", *"\u0300\u0301\u0309\u0303\u0323"], "êèéúüë", strict=True))
_VNI_ALONE = {"đ": "ñ", "ì": "ì", "í": "í", "ị": "ò", "ỉ": "æ", "ĩ": "ó", "ỵ": "î", "ơ": "ô", "ư": "ö"}


def encode(text: str, encoding: str) -> bytes:
    """Write NFC text as "tcvn3", "vni" or "viscii"; toned capitals of TCVN3 become small letters."""
    return b"".join(_WRITERS[encoding](char) for char in text)


def _tcvn3(char: str) -> bytes:
    code = _TCVN3.get(char) or _TCVN3.get(char.lower())
    return bytes.fromhex(code) if code else char.encode("latin-1")


def _viscii(char: str) -> bytes:
    return bytes([_VISCII[char]]) if char in _VISCII else char.encode("latin-1")


def _vni(char: str) -> bytes:
    small = _vni_small(char.lower())
    return (small if char == char.lower() else small.upper()).encode("latin-1")


def _vni_small(char: str) -> str:
    if char in _VNI_ALONE:
        return _VNI_ALONE[char]
    base, *marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks if mark in _VNI_TONE), "")
    if "\u0302" in marks:
        return base + _VNI_HAT[tone]
    if "\u0306" in marks:
        return base + _VNI_BREVE[tone]
    if "\u031b" in marks:
        return _VNI_ALONE[unicodedata.normalize("NFC", base + "\u031b")] + _VNI_TONE[tone]
    return base + (_VNI_TONE[tone] if tone else "")


_WRITERS = {"tcvn3": _tcvn3, "viscii": _viscii, "vni": _vni}
