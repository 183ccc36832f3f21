"""Scans and photographs: recognised where Tesseract is installed, and told of where it is not."""

import io
import struct
import zlib

import pypdfium2 as pdfium
import pytest
from PIL import Image
from test_pdf import drawn, law, needs_font

from corpus.errors import DocumentTooLarge, UnreadableDocument
from corpus.readers import _ocr
from corpus.readers.image import read_image
from corpus.readers.pdf import read_pdf
from corpus.structure import parse
from tests.corpus.pdf_writer import write_pdf

needs_tesseract = pytest.mark.skipif(not _ocr.is_available(), reason="tesseract-ocr-vie is not installed")


def pictures(data: bytes, *numbers: int, scale: float = 200 / 72) -> list[Image.Image]:
    document = pdfium.PdfDocument(data)
    images = [document[i].render(scale=scale, grayscale=True).to_pil().copy() for i in numbers]
    document.close()
    return images


def saved(images: list[Image.Image], kind: str) -> bytes:
    out = io.BytesIO()
    images[0].save(out, kind, save_all=True, append_images=images[1:], resolution=200)
    return out.getvalue()


@pytest.fixture
def no_tesseract(monkeypatch):
    monkeypatch.setenv("PATH", "")
    _ocr.is_available.cache_clear()
    yield
    _ocr.is_available.cache_clear()


def _right(found: str, wanted: str) -> float:
    """Share of the syllables that came out right, in order."""
    from difflib import SequenceMatcher

    a, b = wanted.split(), found.split()
    return sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()) / len(a)


@needs_font
@needs_tesseract
def test_scans_are_recognised():
    data = write_pdf(law(4))
    wanted = read_pdf(data).text.split("\n")
    image = pictures(data, 0)
    for content in (read_pdf(saved(image, "PDF")), read_image(saved(image, "TIFF"))):
        assert _right(content.text, "\n".join(wanted[: len(content.text.split("\n"))])) >= 0.97
        assert content.warnings == (_ocr.CHECK_AGAIN,)
        assert [a.number for a in parse(content.text).articles] == ["1", "2", "3"]


@needs_font
@needs_tesseract
def test_scans_among_pages_of_text():
    """Also a page whose font does not tell what its characters are."""
    data = write_pdf("Điều 1. Phạm vi\nLuật này quy định quyền của người lao động và người sử dụng lao động.")
    document = pdfium.PdfDocument(data)
    scan = pdfium.PdfDocument(saved(pictures(data, 0, scale=1.5), "PDF"))
    document.import_pages(scan)
    out = io.BytesIO()
    document.save(out)
    content = read_pdf(out.getvalue())
    assert content.text.count("Luật này quy định quyền") == 2
    assert content.warnings == (f"{_ocr.CHECK_AGAIN} (trang 2)",)
    mute = data.replace(b"/ToUnicode", b"/ToUnicodX")
    assert mute != data
    assert "Luật này quy định quyền" in read_pdf(mute).text


def test_scans_without_tesseract(no_tesseract):
    image = Image.new("L", (600, 800), "white")
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(saved([image], "PDF"))
    assert "tesseract-ocr-vie" in caught.value.message
    with pytest.raises(UnreadableDocument) as caught:
        read_image(saved([image], "PNG"))
    assert "tesseract-ocr-vie" in caught.value.message
    document = pdfium.PdfDocument(drawn((72, 700, "One page of ordinary text")))
    document.import_pages(pdfium.PdfDocument(saved([image] * 3, "PDF")))
    out = io.BytesIO()
    document.save(out)
    content = read_pdf(out.getvalue())
    assert content.text == "One page of ordinary text"
    assert content.warnings[0].startswith("Chưa đọc được chữ trong ảnh quét ở trang 2–4.")


def _png(width: int, height: int) -> bytes:
    """A PNG that says it is of this size and holds next to nothing."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, body)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(9000, 9000), (12000, 12000), (60000, 60000)])
def test_image_bombs(size):
    with pytest.raises(DocumentTooLarge):
        read_image(_png(*size))


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0\x08\0\0\0", _png(50, 50)]
)
def test_damaged_images(data):
    with pytest.raises(UnreadableDocument):
        read_image(data)
