"""One text in every format that is read: small writers that know only what the formats demand.

`WRITERS` gives, for a suffix, a function from a text (a paragraph a line) to a file's bytes.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

from corpus.readers.base import DocumentText

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def docx_file(body: str, **parts: str) -> bytes:
    """A Word package around the XML of a body; ``styles``, ``numbering`` … are the XML inside those parts."""
    roots = {"styles": "styles", "numbering": "numbering", "header1": "hdr", "footnotes": "footnotes"}
    kinds = {"header1": "header"}
    relations = "".join(
        f'<Relationship Id="r{i}" Target="{name}.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kinds.get(name, name)}"/>'
        for i, name in enumerate(parts)
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kinds.get(name, name)}+xml"/>'
        for name in parts
    )
    package_ns = "http://schemas.openxmlformats.org/package/2006"
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="{package_ns}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
            f'document.main+xml"/>{overrides}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{package_ns}/relationships"><Relationship Id="d" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package_ns}/relationships">{relations}'
            "</Relationships>",
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:r="http://'
            'schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/'
            'markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>',
            **{
                f"word/{name}.xml": f'<w:{roots[name]} xmlns:w="{W}">{part}</w:{roots[name]}>'
                for name, part in parts.items()
            },
        }
    )


def _halves(line: str) -> tuple[str, str]:
    """Two runs: word processors cut a line anywhere."""
    return line[: len(line) // 2], line[len(line) // 2 :]


def write_docx(text: str) -> bytes:
    def paragraph(line: str) -> str:
        runs = (f'<w:r><w:t xml:space="preserve">{escape(half)}</w:t></w:r>' for half in _halves(line))
        return f"<w:p>{''.join(runs)}</w:p>"

    header = "<w:p><w:r><w:t>CÔNG BÁO</w:t></w:r></w:p>"
    return docx_file("".join(map(paragraph, text.split("\n"))) + "<w:sectPr/>", header1=header)


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(depth: int, text: str, style: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def item(text: str, depth: int, number: int = 1) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "Điều %1.")
    + level(1, "%2.")
    + level(2, "%3)", "lowerLetter", '<w:suff w:val="space"/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "Chương %1", "upperRoman")
    + level(1, "%1.%2", more="<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def table(*rows: list[str]) -> str:
    def cell(text: str) -> str:
        return text if text.startswith("<w:tc>") else f"<w:tc>{p(r(text))}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


ODF = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
}  # fmt: skip


def odt_file(body: str, automatic: str = "", styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument package around the XML of a body."""
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in ODF.items()) + ' office:version="1.3"'
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF["manifest"]}" manifest:version="1.3">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.'
            'text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            f"{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {names}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {names}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
        }
    )


def write_odt(text: str) -> bytes:
    def paragraph(line: str) -> str:
        first, second = map(escape, _halves(line))
        return f"<text:p>{first}<text:span>{second}</text:span></text:p>"

    return odt_file("".join(map(paragraph, text.split("\n"))))


def rtf_text(text: str) -> str:
    r"""Escape a text as RTF: \u with a question mark for readers that know no Unicode."""
    escaped = []
    for char in text:
        if char in "\\{}":
            escaped.append("\\" + char)
        elif char.isascii():
            escaped.append(char)
        else:
            units = struct.unpack(f"<{len(char.encode('utf-16-le')) // 2}h", char.encode("utf-16-le"))
            escaped.extend(f"\\u{unit}?" for unit in units)
    return "".join(escaped)


def rtf_file(body: str, fonts: str = r"{\f0\fcharset0 Times New Roman;}") -> bytes:
    return (
        rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{fonts}}}{{\header\pard CONG BAO\par}}\pard\plain {body}}}"
    ).encode("ascii")


def write_rtf(text: str) -> bytes:
    def paragraph(line: str) -> str:
        first, second = map(rtf_text, _halves(line))
        return rf"\pard\plain {first}{{\b {second}}}\par" + "\r\n"

    return rtf_file("".join(map(paragraph, text.split("\n"))))


def write_html(text: str) -> bytes:
    menu = "".join(f'<li><a href="/{i}">Điều {i}. Mục của trang</a></li>' for i in range(1, 9))
    body = "\n".join(
        f"<p>{escape(first)}<span>{escape(second)}</span></p>" for first, second in map(_halves, text.split("\n"))
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Trang</title><style>p {margin: 0}</style></head>'
        f'<body><div id="menu"><ul>{menu}</ul></div><div id="noidung">{body}</div>'
        '<script>var a = "<p>Điều 1. X</p>";</script>'
        "</body></html>"
    ).encode()


SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3); streams are padded to 4096 bytes so that none is a small one."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    chains: list[int] = []
    starts, sizes, content = [], [], b""
    for name in names:
        data = streams[name].ljust(4096, b"\0")
        data += b"\0" * (-len(data) % SECTOR)
        count = len(data) // SECTOR
        starts.append(len(chains))
        sizes.append(len(data))
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
        content += data
    directory_start = len(chains)
    directory = _entry("Root Entry", 5, child=1 if names else _FREE, start=_END)
    for i, name in enumerate(names):
        following = i + 2 if i + 1 < len(names) else _FREE
        directory += _entry(name, 2, right=following, start=starts[i], size=sizes[i])
    directory += b"".join(_entry("", 0) for _ in range(-len(directory) // 128 % 4))
    count = len(directory) // SECTOR
    chains += [*range(directory_start + 1, directory_start + count), _END]
    tables = 1
    while tables * 128 < len(chains) + tables:
        tables += 1
    first_table = len(chains)
    chains += [_FAT] * tables
    chains += [_FREE] * (tables * 128 - len(chains))
    listed = [first_table + i for i in range(tables)]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables,
        directory_start, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *listed, *[_FREE] * (109 - tables))
    return header + content + directory + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    coded = name.encode("utf-16-le")
    length = len(coded) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16xI16xIII", coded, length, kind, 1, _FREE, right, child, 0, start, size, 0
    )  # fmt: skip


_TEXT_AT = 2048


def doc_file(
    text: str,
    runs: Sequence[tuple[str, bytes]] = (),
    marks: Mapping[int, bytes] | None = None,
    fonts: Sequence[str] = ("Times New Roman",),
    *,
    lists: bytes = b"",
    levels: bytes = b"",
    overrides: bytes = b"",
    after: str = "",
    flags: int = 0x0200,
    version: int = 0xC1,
    narrow: bool = False,
) -> bytes:
    """A Word 97 file ([MS-DOC]).

    ``text`` ends every paragraph with "\\r", every cell and row with "\\x07". ``runs`` gives pieces of the text
    and the modifiers (CHPX) of each; ``marks`` the modifiers (PAPX) of the n-th paragraph, counted from 0;
    ``after`` is text of the other subdocuments; ``narrow`` writes one byte a character (windows-1252).
    """
    width, coding = (1, "cp1252") if narrow else (2, "utf-16-le")
    whole = text + after
    stream = bytearray(_TEXT_AT) + whole.encode(coding)
    end = len(stream)
    stream += b"\0" * (-len(stream) % SECTOR)

    cuts = [i + 1 for i, char in enumerate(whole) if char in "\r\x07\x0c"]
    paragraphs = [
        (_TEXT_AT + width * start, _TEXT_AT + width * stop, b"\0\0" + (marks or {}).get(i, b""))
        for i, (start, stop) in enumerate(zip([0, *cuts], cuts, strict=False))
    ]
    characters, at = [], 0
    for piece, modifiers in runs:
        start = whole.index(piece, at)
        if start > at:
            characters.append((_TEXT_AT + width * at, _TEXT_AT + width * start, b""))
        at = start + len(piece)
        characters.append((_TEXT_AT + width * start, _TEXT_AT + width * at, modifiers))
    if _TEXT_AT + width * at < end:
        characters.append((_TEXT_AT + width * at, end, b""))

    styles = struct.pack("<HHHHHHHHHH", 18, 1, 10, 1, 91, 15, 0, 0, 0, 0)
    normal = struct.pack("<HHHHHH", 0, 0xFFF1, 2, 0, 0, 6) + "Normal".encode("utf-16-le") + b"\0\0"
    normal += struct.pack("<HHH", 2, 0, 0)
    styles += struct.pack("<H", len(normal)) + normal
    piece = _TEXT_AT * 2 | 0x40000000 if narrow else _TEXT_AT
    clx = b"\x02" + struct.pack("<IIIHIH", 16, 0, len(whole), 0, piece, 0)
    names = b"".join(_font(name) for name in fonts)

    table = bytearray()
    places = {}
    for place, part in (
        (0xA2, styles),
        (0xFA, _pages(stream, characters, paragraphs=False)),
        (0x102, _pages(stream, paragraphs, paragraphs=True)),
        (0x112, struct.pack("<HH", len(fonts), 0) + names),
        (0x1A2, clx),
        (0x2E2, lists),
        (0x2EA, overrides),
    ):
        places[place] = (len(table), len(part))
        table += part + (levels if place == 0x2E2 else b"")
    struct.pack_into("<HHHHHHH", stream, 0, 0xA5EC, version, 0, 0x42A, 0, flags, 0xBF)
    struct.pack_into("<II", stream, 0x18, _TEXT_AT, end)
    struct.pack_into("<H", stream, 0x20, 14)
    struct.pack_into("<H", stream, 0x3E, 22)
    struct.pack_into("<I", stream, 0x40, len(stream))
    struct.pack_into("<II", stream, 0x4C, len(text), len(after))
    struct.pack_into("<H", stream, 0x98, 0x5D)
    for place, (offset, size) in places.items():
        struct.pack_into("<II", stream, place, offset, size)
    return ole_file({"WordDocument": bytes(stream), "1Table": bytes(table)})


def _font(name: str) -> bytes:
    body = struct.pack("<BHBB10s24s", 0, 400, 0, 0, b"", b"") + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(body)]) + body


def _pages(stream: bytearray, items: Sequence[tuple[int, int, bytes]], *, paragraphs: bool) -> bytes:
    """Append pages of formatted properties to the stream; give the table that lists them."""
    width, each = (13, 24) if paragraphs else (1, 80)
    groups = [items[i : i + each] for i in range(0, len(items), each)] or [[(_TEXT_AT, _TEXT_AT, b"")]]
    numbers = []
    for group in groups:
        page = bytearray(SECTOR)
        page[-1] = len(group)
        struct.pack_into(f"<{len(group) + 1}I", page, 0, *(item[0] for item in group), group[-1][1])
        top, known = SECTOR - 1, {}
        for i, (_, _, data) in enumerate(group):
            if data not in known and (paragraphs or data):
                record = data + b"\0" * ((len(data) + 1) % 2)  # an odd length: a PAPX counts in words, less one
                record = bytes([(len(record) + 1) // 2]) + record if paragraphs else bytes([len(data)]) + data
                top = (top - len(record)) // 2 * 2
                page[top : top + len(record)] = record
                known[data] = top // 2
            page[4 * (len(group) + 1) + width * i] = known.get(data, 0)
        assert top >= 4 * (len(group) + 1) + width * len(group), "too much for one page"
        numbers.append(len(stream) // SECTOR)
        stream += page
    return struct.pack(f"<{len(groups) + 1}I", *(group[0][0] for group in groups), groups[-1][-1][1]) + struct.pack(
        f"<{len(numbers)}I", *numbers
    )


def sprm(code: int, value: int, size: int = 1) -> bytes:
    return struct.pack("<H", code) + value.to_bytes(size, "little")


IN_TABLE = sprm(0x2416, 1)
ROW_END = IN_TABLE + sprm(0x2417, 1)


def write_doc(text: str) -> bytes:
    return doc_file(text.replace("\n", "\r") + "\r")


WRITERS: dict[str, Callable[[str], bytes]] = {
    ".docx": write_docx,
    ".odt": write_odt,
    ".rtf": write_rtf,
    ".doc": write_doc,
    ".html": write_html,
}


def lines(found: DocumentText) -> list[str]:
    return found.text.split("\n")
