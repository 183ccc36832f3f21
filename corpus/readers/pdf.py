"""PDF: text by its places on the page, scans by recognition. PDFium does the parsing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from corpus.errors import DocumentTooLarge, UnreadableDocument
from corpus.legacy import to_unicode
from corpus.readers import _ocr
from corpus.readers._glyphs import PageText, read_page
from corpus.readers._layout import lines_of
from corpus.readers._paragraphs import paragraphs_of
from corpus.readers.base import DocumentText

MAX_PAGES = 3000
MAX_CHARACTERS = 20_000_000
"""Of a whole document; the statute book's longest law has 0.6 million."""

_HEAD = 1024  # bytes within which "%PDF-" must stand, as every viewer allows
_FEW = 16  # characters; a page with fewer is looked at for a scan
_STAMP = 400  # characters; what a signature or stamp puts on a scan
_LEAST_COVER = 0.5  # of the page, by images
_DRAWN = 20  # drawn shapes that may be letters
_UNKNOWN = 0.1  # share of characters without a meaning
_SCALE = 300 / 72
_LISTED = 12

# PDFium is not safe with threads, in whatever documents.
_LOCK = threading.Lock()


def read_pdf(data: bytes) -> DocumentText:
    """Read a PDF: columns one after the other, without running heads and page numbers, lines joined to paragraphs.

    Pages that are scans, or whose characters have no known meaning, are recognised by Tesseract where it is
    installed with Vietnamese, and named in the warnings where not. Linear in the number of characters.

    Raises
    ------
    UnreadableDocument
        No PDF, damaged, encrypted, or without any readable text.
    DocumentTooLarge
        More than 3,000 pages, or too much text.
    """
    with _LOCK, _opened(data) as document:
        pages, failed, scans = _pages(document)
        read = _recognise(document, pages, scans)
    unread = [number for number in scans if number not in read]
    lines = lines_of(pages)
    # Before lines are joined: what begins a paragraph is told by its words.
    converted, found = to_unicode("\n".join(line.text for line in lines))
    for line, text in zip(lines, converted.split("\n"), strict=False):
        line.text = text
    text = "\n".join(paragraphs_of(lines))
    if not any(c.isalnum() for c in text):
        raise _nothing(unread)
    warnings = []
    if read:
        which = "" if len(read) == len(pages) else f" ({_listed(read)})"
        warnings.append(_ocr.CHECK_AGAIN + which)
    if unread:
        why = "" if _ocr.is_available() else " " + _ocr.INSTALL
        warnings.append(f"Chưa đọc được chữ trong ảnh quét ở {_listed(unread)}.{why}")
    if failed:
        warnings.append(f"Không đọc được {_listed(failed)}: tệp bị hỏng.")
    if found:
        warnings.append("Đã chuyển chữ từ bảng mã cũ sang Unicode.")
    if b"%%EOF" not in data[-2048:]:
        warnings.append("Tệp PDF có thể bị cắt cụt; hãy kiểm tra phần cuối.")
    return DocumentText(text, warnings=tuple(warnings))


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    if not data:
        raise UnreadableDocument("Tệp trống.", "No bytes")
    if b"%PDF-" not in data[:_HEAD]:
        raise UnreadableDocument("Tệp không phải là PDF.", "No %PDF- in the first bytes")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            message = "Tệp PDF được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi thử lại."
        else:
            message = "Tệp PDF bị hỏng hoặc bị cắt cụt."
        raise UnreadableDocument(message, f"PDFium: {error}") from error
    try:
        yield document
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument) -> tuple[list[PageText], list[int], list[int]]:
    """Read every page; give with them the indices of those that failed and of those that are scans."""
    if len(document) > MAX_PAGES:
        raise DocumentTooLarge(f"Tệp PDF có hơn {MAX_PAGES} trang.", f"{len(document)} pages")
    pages: list[PageText] = []
    failed: list[int] = []
    scans: list[int] = []
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
            try:
                content = read_page(page)
                if _is_scan(page, content):
                    scans.append(number)
            finally:
                page.close()
        except pdfium.PdfiumError:
            failed.append(number)
            content = PageText(595, 842, [])
        total += content.known
        if total > MAX_CHARACTERS:
            raise DocumentTooLarge("Tệp PDF chứa quá nhiều chữ.", f"Over {MAX_CHARACTERS} characters")
        pages.append(content)
    return pages, failed, scans


def _is_scan(page: pdfium.PdfPage, content: PageText) -> bool:
    if content.unknown > _UNKNOWN * (content.known + content.unknown):
        return True
    if content.known >= _STAMP:
        return False
    drawn, covered = 0, 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            covered += max(0.0, x1 - x0) * max(0.0, y1 - y0)
        else:
            drawn += 1
    if covered >= _LEAST_COVER * content.width * content.height:
        return True
    return content.known < _FEW and (covered > 0 or drawn >= _DRAWN)


def _recognise(document: pdfium.PdfDocument, pages: list[PageText], scans: list[int]) -> list[int]:
    """Put recognised text in the place of scans; give the indices of the pages that were read."""
    read: list[int] = []
    if not scans or not _ocr.is_available():
        return read
    for number in scans[: _ocr.MAX_SCANS]:
        try:
            page = document[number]
            try:
                content = _ocr.recognise(_image(page))
            finally:
                page.close()
        except pdfium.PdfiumError:
            continue
        if content is not None:
            pages[number] = content
            read.append(number)
    return read


def _image(page: pdfium.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(_SCALE, (_ocr.MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    try:
        image: Image.Image = bitmap.to_pil().copy()  # the bitmap's memory goes with it
        return image
    finally:
        bitmap.close()


def _nothing(unread: list[int]) -> UnreadableDocument:
    if not unread:
        return UnreadableDocument("Tệp PDF không có chữ nào.", "No text")
    if _ocr.is_available():
        return UnreadableDocument("Không nhận dạng được chữ nào trong ảnh quét của tệp PDF.", "OCR gave nothing")
    return UnreadableDocument(f"Tệp PDF chỉ có ảnh quét. {_ocr.INSTALL}", "Scans, and no Tesseract with vie")


def _listed(numbers: list[int]) -> str:
    """Name pages, counted from 1, ranges together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = [str(a + 1) if a == b else f"{a + 1}–{b + 1}" for a, b in runs[:_LISTED]]
    return "trang " + ", ".join(named) + (" …" if len(runs) > _LISTED else "")
