"""Text recognition of scanned pages by Tesseract, when it is installed with Vietnamese.

Source: Smith 2007, "An Overview of the Tesseract OCR Engine"; the program is called as its manual,
tesseract(1), describes: the image on standard input, words with their places (TSV) on standard output.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from statistics import median

from PIL import Image

from corpus.readers._glyphs import PageText, Piece

CHECK_AGAIN = "Văn bản được nhận dạng từ ảnh quét; hãy kiểm tra lại."
INSTALL = "Hãy cài Tesseract cùng dữ liệu tiếng Việt (gói tesseract-ocr và tesseract-ocr-vie) rồi thử lại."
MAX_PIXELS = 25_000_000
"""Of an image given to Tesseract: A4 at 500 dots an inch. Larger ones are made smaller."""

MAX_SCANS = 300
"""Pages of one document that are recognised, at 1 to 2 seconds each."""

_SECONDS = 60
_WIDTH = 595.0  # points: scans are taken for A4, as only proportions matter
_LEAST_WIDTH = 1200  # pixels; below, letters are too small for Tesseract
_NUMBER = re.compile(r"\d{1,3},")
_WIDE_GAP = 1.6  # of the type size


@cache
def is_available() -> bool:
    """Tell whether Tesseract and its Vietnamese model are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"vie" in listed.stdout.split()


def recognise(image: Image.Image) -> PageText | None:
    """Read a page's image; None when Tesseract fails or takes more than a minute.

    Returns
    -------
    PageText
        Places in points, as if the image were as wide as A4.
    """
    image = _fitted(image)
    data = io.BytesIO()
    image.save(data, "PPM")
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", "3", "--dpi", str(round(image.width / _WIDTH * 72)), "tsv"]
    try:
        done = subprocess.run(
            command,
            input=data.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    scale = _WIDTH / image.width
    pieces = _pieces(done.stdout.decode("utf-8", errors="replace"), scale)
    return PageText(_WIDTH, image.height * scale, pieces, known=sum(len(piece.text) for piece in pieces))


def _fitted(image: Image.Image) -> Image.Image:
    """Make an image grey, on white, and of a size that Tesseract reads well."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("L")
    factor = min(1.0, (MAX_PIXELS / (image.width * image.height)) ** 0.5)
    if image.width < _LEAST_WIDTH:
        factor = min(_LEAST_WIDTH * 1.5 / image.width, 4.0, (MAX_PIXELS / (image.width * image.height)) ** 0.5)
    size = (max(1, int(image.width * factor)), max(1, int(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image


def _pieces(table: str, scale: float) -> list[Piece]:
    """Put Tesseract's words together to pieces of lines."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    boxes: dict[tuple[str, ...], tuple[float, float]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        key = (row["block_num"], row["par_num"], row["line_num"])
        if row["level"] == "4":
            boxes[key] = (float(row["top"]), float(row["height"]))
        elif row["level"] == "5" and (row["text"] or "").strip():
            lines[key].append(row)
    if not lines:
        return []
    # A line's box is as tall as its letters happen to be; the page's usual one tells the type size.
    size = median(boxes[key][1] for key in lines) * scale * 0.8
    found: list[Piece] = []
    for place, words in lines.items():
        top, height = boxes[place]
        _mend_number(words)
        found += _line(words, (top + height / 2) * scale + 0.35 * size, size, scale)
    return found


def _mend_number(words: list[dict[str, str]]) -> None:
    """Read the comma of "5, Người …" and "Điều 5, Quyền …" as the full stop that it is."""
    at = 1 if words[0]["text"] == "Điều" else 0
    if len(words) > at + 1 and _NUMBER.fullmatch(words[at]["text"]) and words[at + 1]["text"][:1].isupper():
        words[at]["text"] = words[at]["text"].rstrip(",") + "."


def _line(words: Iterable[dict[str, str]], y: float, size: float, scale: float) -> list[Piece]:
    pieces: list[Piece] = []
    for word in words:
        x0 = float(word["left"]) * scale
        x1 = x0 + float(word["width"]) * scale
        if pieces and x0 - pieces[-1].x1 < _WIDE_GAP * size:
            pieces[-1].text += " " + word["text"].strip()
            pieces[-1].x1 = x1
        else:
            pieces.append(Piece(word["text"].strip(), x0, x1, y, size))
    return pieces
