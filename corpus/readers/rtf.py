"""Rich Text Format (Microsoft, "Rich Text Format Specification", version 1.9.1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

from corpus.errors import UnreadableDocument
from corpus.legacy import font_encoding
from corpus.readers._flow import Flow
from corpus.readers.base import DocumentText

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|'(?P<hex>[0-9a-fA-F]{2})|(?P<symbol>[^a-zA-Z]))|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\"
)
_MAX_GROUPS = 1000
_SYMBOL = 2
_TO_PRIVATE = {byte: 0xF000 + byte for byte in range(0x21, 0x100)}
_BULLET = re.compile("[\uf000-\uf8ff•·§]+")
# Character sets of fonts (\fcharset) whose code page is not the document's.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_CODE_PAGES = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 950: "big5"}
_CHARACTERS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_LEFT_OUT = frozenset(
    "stylesheet colortbl info pict fldinst header headerl headerr headerf footer footerl footerr footerf "
    "nonshppict shprslt sp bkmkstart bkmkend xe tc tcn rxe private filetbl listtable listoverridetable revtbl "
    "ftnsep ftnsepc aftnsep aftnsepc objclass objdata nonesttables".split()
)
# Of the groups that a reader may skip ("\*"), those that hold text or structure.
_KEPT = frozenset(("nesttableprops", "shpinst", "shppict"))


@dataclass(slots=True)
class _State:
    """What a group inherits and its end gives back."""

    font: int = -1
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    skip: bool = False
    fallback: int = 1
    in_table: bool = False
    depth: int = 0
    fonts: bool = False
    number: bool = False
    box: bool = False


@dataclass(slots=True)
class _Font:
    charset: int = 0
    page: int = 0
    name: bytearray = field(default_factory=bytearray)


def read_rtf(data: bytes) -> DocumentText:
    r"""Read an RTF file: its text as it stands when every change is accepted.

    Headers, footers, comments, notes, deletions, hidden text and field codes are left out.
    Automatic numbers are taken from the ``\listtext`` that writers put beside them.

    Raises
    ------
    UnreadableDocument
        Not RTF, or nested deeper than any program writes.
    DocumentTooLarge
    """
    start = data[:64].find(b"{\\rtf")
    if start < 0:
        raise UnreadableDocument("Tệp bị hỏng hoặc không phải là RTF.", "No RTF signature")
    reader = _Reader()
    reader.read(data, start)
    return reader.flow.finish()


class _Reader:
    def __init__(self) -> None:
        self.flow = Flow()
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, _Font] = {}
        self._names: dict[int, str] = {}
        self._codecs: dict[int, str] = {}
        self._default_font = -1
        self._page = "cp1252"
        self._bytes = bytearray()
        self._text: list[str] = []
        self._starred = False
        self._ignore = 0
        self._words = self._handlers()

    def _handlers(self) -> dict[str, Callable[[int | None], None]]:
        handlers: dict[str, Callable[[int | None], None]] = {
            "par": lambda _: self._paragraph(),
            "sect": lambda _: self._paragraph(),
            "cell": lambda _: self._cell(1),
            "nestcell": lambda _: self._cell(max(2, self._state.depth)),
            "row": lambda _: self._row(1),
            "nestrow": lambda _: self._row(max(2, self._state.depth)),
            "pard": lambda _: self._set(in_table=False, depth=0),
            "plain": lambda _: self._set(font=self._default_font, hidden=False, deleted=False, capitals=False),
            "intbl": lambda _: self._set(in_table=True),
            "itap": lambda value: self._set(depth=value or 0),
            "f": self._font,
            "v": lambda value: self._set(hidden=value != 0),
            "deleted": lambda value: self._set(deleted=value != 0),
            "caps": lambda value: self._set(capitals=value != 0),
            "uc": lambda value: self._set(fallback=max(0, min(value or 0, 64))),
            "u": self._unicode,
            "deff": lambda value: setattr(self, "_default_font", value if value is not None else -1),
            "ansicpg": lambda value: setattr(self, "_page", _codec(value or 0, self._page)),
            "mac": lambda _: setattr(self, "_page", "mac_roman"),
            "pc": lambda _: setattr(self, "_page", "cp437"),
            "pca": lambda _: setattr(self, "_page", "cp850"),
            "fonttbl": lambda _: self._set(fonts=True),
            "fcharset": lambda value: self._describe(charset=value or 0),
            "cpg": lambda value: self._describe(page=value or 0),
            "listtext": lambda _: self._set(number=True),
            "pntext": lambda _: self._set(number=True),
            "shptxt": lambda _: self._box(),
            "footnote": lambda _: self._leave_out("chú thích cuối trang"),
            "pict": lambda _: self._leave_out("hình ảnh"),
            "annotation": lambda _: self._leave_out(""),
        }
        for name, text in _CHARACTERS.items():
            handlers[name] = lambda _, text=text: self._write(text)  # type: ignore[misc]
        for name in _LEFT_OUT - handlers.keys():
            handlers[name] = lambda _: self._leave_out("")
        return handlers

    def read(self, data: bytes, at: int) -> None:
        while match := _TOKEN.match(data, at):
            at = match.end()
            kind = match.lastgroup
            if kind == "open":
                self._open()
            elif kind == "close":
                self._close()
                if not self._stack:
                    return
            elif kind in ("word", "number"):
                at += self._word(match["word"].decode("ascii"), int(match["number"]) if match["number"] else None)
            elif not self._state.skip:
                self._content(match)
        self._flush()
        self.flow.warn("Tệp RTF không có phần kết thúc; văn bản có thể bị thiếu.")

    def _content(self, match: re.Match[bytes]) -> None:
        if match["symbol"]:
            self._symbol(match["symbol"].decode("latin-1"))
            return
        data = bytes.fromhex(match["hex"].decode("ascii")) if match["hex"] else match["text"] or b""
        if self._ignore and data:
            cut = min(self._ignore, len(data))
            self._ignore -= cut
            data = data[cut:]
        if self._state.fonts:
            self._fonts.setdefault(self._state.font, _Font()).name.extend(data)
        else:
            self._bytes.extend(data)

    def _open(self) -> None:
        self._flush()
        if len(self._stack) >= _MAX_GROUPS:
            raise UnreadableDocument("Tệp RTF lồng quá nhiều nhóm; tệp có thể bị hỏng.", f"Over {_MAX_GROUPS} groups")
        self._stack.append(self._state)
        self._state = copy(self._state)
        self._state.box = False
        self._starred = False
        self._ignore = 0

    def _close(self) -> None:
        self._flush()
        if self._state.box:
            self.flow.close_aside()
        self._state = self._stack.pop()
        self._starred = False
        self._ignore = 0

    def _word(self, word: str, value: int | None) -> int:
        """Take in a control word; give how many bytes after it are not text."""
        starred, self._starred = self._starred, False
        if word == "bin":
            return max(0, value or 0)
        if self._state.skip:
            return 0
        if starred and word not in _KEPT and word not in ("shptxt",):
            self._set(skip=True)
            return 0
        if self._ignore and word != "u":
            self._ignore -= 1  # a control word counts as one character of the replacement for \u
            return 0
        handler = self._words.get(word)
        if handler:
            handler(value)
        return 0

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
        elif symbol in "\r\n":
            self._paragraph()
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _set(self, **changes: int | bool) -> None:
        self._flush()
        for name, value in changes.items():
            setattr(self._state, name, value)

    def _leave_out(self, what: str) -> None:
        if what:
            self.flow.skip(what)
        self._set(skip=True)

    def _font(self, value: int | None) -> None:
        self._set(font=value if value is not None else -1)

    def _describe(self, **changes: int) -> None:
        if self._state.fonts:
            font = self._fonts.setdefault(self._state.font, _Font())
            for name, value in changes.items():
                setattr(font, name, value)

    def _unicode(self, value: int | None) -> None:
        self._decode()
        self._text.append(chr((value or 0) & 0xFFFF))
        self._ignore = self._state.fallback

    def _write(self, text: str) -> None:
        self._decode()
        self._text.append(text)

    def _name(self) -> str:
        number = self._state.font if self._state.font >= 0 else self._default_font
        if number not in self._names:
            raw = bytes(self._fonts[number].name) if number in self._fonts else b""
            self._names[number] = raw.decode("latin-1").strip(" ;")
        return self._names[number]

    def _codec(self) -> str:
        """Give the code page of the present font; "symbol" for fonts of signs."""
        number = self._state.font if self._state.font >= 0 else self._default_font
        if number not in self._codecs:
            font = self._fonts.get(number, _Font())
            if font.charset == _SYMBOL:
                codec = "symbol"
            elif font_encoding(self._name()):
                codec = "cp1252"
            else:
                codec = _codec(font.page, "") or _CHARSETS.get(font.charset, self._page)
            self._codecs[number] = codec
        return self._codecs[number]

    def _decode(self) -> None:
        """Move the bytes of the present run to its text."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        codec = self._codec()
        symbol = codec == "symbol"
        self._text.append(data.decode("latin-1").translate(_TO_PRIVATE) if symbol else _decode(data, codec))

    def _flush(self) -> None:
        self._decode()
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        state = self._state
        if not (state.skip or state.hidden or state.deleted or state.fonts):
            if any("\ud800" <= c <= "\udfff" for c in text):
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if state.number:
                text = _BULLET.sub("-", text).replace("\t", " ")
            self.flow.write(text, self._name(), capitals=state.capitals)

    def _here(self) -> int:
        return max(self._state.depth, 1) if self._state.in_table else 0

    def _paragraph(self) -> None:
        self._flush()
        if self._state.deleted:
            return
        self.flow.to_depth(self._here())
        self.flow.end_paragraph()

    def _cell(self, depth: int) -> None:
        self._flush()
        self.flow.to_depth(depth)
        self.flow.end_cell()

    def _row(self, depth: int) -> None:
        self._flush()
        self.flow.to_depth(depth)
        self.flow.end_row()

    def _box(self) -> None:
        self._flush()
        self.flow.open_aside()
        self._set(box=True, in_table=False, depth=0)


def _codec(page: int, default: str) -> str:
    """Give Python's name of a Windows code page, or the default where there is none."""
    name = _CODE_PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return default
    return name


_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def _decode(data: bytes, codec: str) -> str:
    # Windows gives the bytes that 1252 leaves open their own numbers.
    return data.decode("latin-1" if codec == "cp1252" and _UNDEFINED.search(data) else codec, "replace")
