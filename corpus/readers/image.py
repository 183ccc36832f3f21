"""Scanned pages as images: PNG, JPEG and TIFF (of many pages), by recognition."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence

from corpus.errors import DocumentTooLarge, UnreadableDocument
from corpus.readers import _ocr
from corpus.readers._glyphs import PageText
from corpus.readers._layout import lines_of
from corpus.readers._paragraphs import paragraphs_of
from corpus.readers.base import DocumentText

MAX_PIXELS = 80_000_000
"""Of one image, unpacked: A3 at 600 dots an inch. A few kilobytes can claim far more."""

_FORMATS = ("PNG", "JPEG", "TIFF")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError, RuntimeError)


def read_image(data: bytes) -> DocumentText:
    """Read a scan.

    Raises
    ------
    UnreadableDocument
        No image, damaged, no words in it, or Tesseract with Vietnamese is not installed.
    DocumentTooLarge
        Over :data:`MAX_PIXELS`, or more than 300 pages.
    """
    if not data:
        raise UnreadableDocument("Tệp trống.", "No bytes")
    pages: list[PageText] = []
    failed = 0
    for image in _images(data):
        if not _ocr.is_available():
            raise UnreadableDocument(f"Tệp là ảnh quét. {_ocr.INSTALL}", "No Tesseract with vie")
        content = _ocr.recognise(image)
        failed += content is None
        pages += [content] if content else []
    text = "\n".join(paragraphs_of(lines_of(pages)))
    if not any(c.isalnum() for c in text):
        raise UnreadableDocument("Không nhận dạng được chữ nào trong ảnh.", "OCR gave nothing")
    missing = (f"Không nhận dạng được {failed} trang.",) if failed else ()
    return DocumentText(text, warnings=(_ocr.CHECK_AGAIN, *missing))


def _images(data: bytes) -> Iterator[Image.Image]:
    """Unpack the pages one by one, upright."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; and the size is checked here
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                for number, frame in enumerate(ImageSequence.Iterator(image)):
                    if number >= _ocr.MAX_SCANS:
                        raise DocumentTooLarge(f"Ảnh có hơn {_ocr.MAX_SCANS} trang.", "Too many frames")
                    if frame.width * frame.height > MAX_PIXELS:
                        raise _too_large(f"{frame.width} × {frame.height}")
                    yield ImageOps.exif_transpose(frame)
    except Image.DecompressionBombError as error:
        raise _too_large(str(error)) from error
    except _BROKEN as error:
        raise UnreadableDocument("Tệp ảnh bị hỏng hoặc không phải PNG, JPEG, TIFF.", repr(error)) from error


def _too_large(detail: str) -> DocumentTooLarge:
    return DocumentTooLarge(f"Ảnh lớn hơn {MAX_PIXELS // 1_000_000} triệu điểm ảnh.", detail)
