"""Word documents of 2007 and later (Office Open XML, ECMA-376)."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.readers._docx_styles import NS, Numbering, Properties, Styles, attribute, local
from corpus.readers._flow import Flow
from corpus.readers._package import OLE_MAGIC, Package, protected
from corpus.readers.base import DocumentText

# The same elements under the namespace of the "strict" variant (ISO/IEC 29500-1).
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN_TYPE = "/officeDocument"
_LEFT_OUT = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr Fallback rt "
    "footnoteRef endnoteRef annotationRef pgNum binData".split()
)
# The soft hyphen is the "ư" of TCVN3 fonts; in Unicode text it is taken out when that is normalised.
_CHARACTERS = {"softHyphen": "\xad", "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> DocumentText:
    """Read a Word document: the text of its body as it stands when every change is accepted.

    Headers, footers, comments, notes, deletions, hidden text and field codes are left out;
    automatic numbers are written out; macros are never looked at.

    Raises
    ------
    UnreadableDocument
        Damaged, not a Word document, or protected by a password.
    DocumentTooLarge
    """
    if data.startswith(OLE_MAGIC):
        # [MS-OFFCRYPTO] 2.3.2: an encrypted package lies in a stream of this name.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise protected()
        raise UnreadableDocument("Tệp này là tệp Word cũ; hãy đổi đuôi tệp thành .doc.", "An OLE file named .docx")
    package = Package(data, "DOCX")
    name = _main_part(package)
    folder = name.rpartition("/")[0]
    body = _part(package, name)
    if body is None:
        raise package.damaged("There is no main document part")
    styles = Styles(_part(package, f"{folder}/styles.xml"))
    numbering = Numbering(_part(package, f"{folder}/numbering.xml"))
    reader = _Body(styles, numbering)
    reader.read(body)
    return reader.flow.finish()


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith(_MAIN_TYPE):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _part(package: Package, name: str) -> etree._Element | None:
    return package.xml(name, (_STRICT, NS.encode()))


class _Body:
    """Walks the body once, in the order of the text."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.flow = Flow()
        self._styles = styles
        self._numbering = numbering
        self._run = Properties()
        self._paragraphs: list[Properties] = []
        self._fields: list[bool] = []
        self._outer_fields: list[list[bool]] = []
        self._starts: dict[str, Callable[[etree._Element], bool]] = {
            "p": self._start_paragraph,
            "r": self._start_run,
            "tbl": self._start_table,
            "tr": self._start_row,
            "t": self._text,
            "fldChar": self._field,
            "txbxContent": self._start_box,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "blip": self._picture,
            "imagedata": self._picture,
            "altChunk": self._chunk,
        }
        self._ends: dict[str, Callable[[etree._Element], None]] = {
            "p": self._end_paragraph,
            "tbl": lambda _: self.flow.to_depth(self.flow.depth - 1),
            "tr": lambda _: self.flow.end_row(),
            "tc": lambda _: self.flow.end_cell(),
            "txbxContent": self._end_box,
        }

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                if name in self._ends:
                    self._ends[name](element)
            elif name in _LEFT_OUT or not self._start(name, element):
                walk.skip_subtree()

    def _start(self, name: str, element: etree._Element) -> bool:
        """Take an element in; False: what lies in it is left out."""
        if name in self._starts:
            return self._starts[name](element)
        if name in _CHARACTERS:
            self._write(_CHARACTERS[name])
        return True

    def _start_paragraph(self, element: etree._Element) -> bool:
        self._paragraphs.append(self._styles.paragraph(element))
        return True

    def _end_paragraph(self, element: etree._Element) -> None:
        if not self._paragraphs:
            return
        properties = self._paragraphs.pop()
        if self._fields and not all(self._fields):
            self._fields.clear()  # a code that never ends must not swallow the rest of the document
        if properties.mark_deleted:
            return
        number = "" if properties.hidden_mark else self._numbering.next(properties.list_id, properties.level)
        self.flow.end_paragraph(number)

    def _start_run(self, element: etree._Element) -> bool:
        paragraph = self._paragraphs[-1] if self._paragraphs else Properties()
        self._run = self._styles.run(element, paragraph)
        return not self._run.hidden

    def _write(self, text: str) -> None:
        if all(self._fields):
            self.flow.write(text, self._run.font, capitals=self._run.capitals)

    def _text(self, element: etree._Element) -> bool:
        self._write(element.text or "")
        return False

    def _field(self, element: etree._Element) -> bool:
        """Keep to the results of fields: each is a code, a separator and a result (17.16.18)."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()
        return False

    def _start_table(self, element: etree._Element) -> bool:
        self.flow.to_depth(self.flow.depth + 1)
        return True

    def _start_row(self, element: etree._Element) -> bool:
        properties = element.find(f"{{{NS}}}trPr")
        return properties is None or properties.find(f"{{{NS}}}del") is None

    def _start_box(self, element: etree._Element) -> bool:
        self.flow.open_aside()
        self._outer_fields.append(self._fields)
        self._fields = []
        return True

    def _end_box(self, element: etree._Element) -> None:
        self.flow.close_aside()
        self._fields = self._outer_fields.pop()

    def _note(self, element: etree._Element) -> bool:
        self.flow.skip("chú thích cuối trang")
        return False

    def _picture(self, element: etree._Element) -> bool:
        self.flow.skip("hình ảnh")
        return False

    def _chunk(self, element: etree._Element) -> bool:
        self.flow.skip("phần nhúng từ tệp khác")
        return False
