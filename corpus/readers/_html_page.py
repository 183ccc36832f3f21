"""What surrounds the text of a saved web page: its encoding, its menus, its title, where it comes from."""

from __future__ import annotations

import codecs
import email
import email.policy
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from corpus.errors import UnreadableDocument
from corpus.legacy import convert, syllable_share

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_MIME = re.compile(rb"\A\s*(?:From:|MIME-Version:|Content-Type:\s*multipart/)", re.I)
_SAMPLE = 20_000

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S{1,2000}?)\s*-->", re.I)
_LINKS = (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content"), ("meta[name='og:url']", "content"))

_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|textarea|title)\b(?:.*?</\1|.*)"
    r"|<(/?)([a-z][a-z0-9]*+)((?:=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^>])*+)",
    re.I | re.S,
)
# Tags that the next of their kind or the end of their parent closes by itself, or that hold nothing.
_SELF_CLOSING = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot "
    "colgroup option optgroup rt rp html head body".split()
)
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_WORDS = re.compile(r"[\s/]+")
MAX_DEPTH = 600
MAX_ATTRIBUTES = 100

_ARTICLE = re.compile(r"\s*(?:Điều|ĐIỀU)\s+\d{1,4}\b")
_KNOWN = (
    "#toanvancontent", "#divContentDoc", ".content1", ".fulltext", ".the-document-body", "#noidungvanban",
    "main", "article", "[role=main]",
)  # fmt: skip
_MOST = 0.95
_LINKED = 0.3

_MAX_TITLE = 500
_TITLE_END = re.compile(r"\s+[|–—-]\s+(?=[^|]*$)|\s*\|.*$|\s*::.*$")
_KINDS = re.compile(
    r"\b(?:hiến pháp|luật|pháp lệnh|lệnh|nghị quyết|nghị định|thông tư|quyết định|chỉ thị|công văn|hợp đồng)\b", re.I
)


def unpack(data: bytes) -> tuple[bytes, str, str]:
    """Give the page of a web archive (MHTML, RFC 2557) with its charset and address; other data as it is."""
    if not _MIME.match(data[:_HEAD]):
        return data, "", ""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            address = address if address.startswith(("http://", "https://")) else ""
            return payload if isinstance(payload, bytes) else b"", str(part.get_content_charset() or ""), address
    raise UnreadableDocument("Tệp lưu trang web (.mht) không có trang nào.", "No text/html part")


def decode(data: bytes, charset: str = "") -> str:
    """Decode a page: byte-order mark, UTF-8 where it is that, the declared charset, windows-1258 or 1252."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:_HEAD]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:_HEAD])
    charset = (charset or (declared[1].decode("ascii", "replace") if declared else "")).lower()
    if "viscii" in charset:
        return convert(data.decode("latin-1"), "viscii")
    # "iso-8859-1" on a page means windows-1252 (WHATWG Encoding Standard).
    if charset and charset not in ("iso-8859-1", "latin1", "us-ascii", "windows-1252"):
        try:
            return _decode_as(data, charset)
        except (LookupError, ValueError):
            pass
    return max(
        (_decode_as(data, "cp1252"), _decode_as(data, "cp1258")), key=lambda text: syllable_share(text[:_SAMPLE])
    )


def _decode_as(data: bytes, encoding: str) -> str:
    return unicodedata.normalize("NFC", data.decode(encoding, "replace"))


def check_complexity(page: str) -> None:
    """Refuse a page nested deeper, or a tag with more attributes, than any has.

    The parser's time grows with the square of either.

    Raises
    ------
    UnreadableDocument
    """
    opened: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(page):
        name, attributes = (match[3] or "").lower(), match[4] or ""
        if len(attributes) > 2 * MAX_ATTRIBUTES and len(_WORDS.split(_VALUE.sub(" ", attributes))) > MAX_ATTRIBUTES:
            raise UnreadableDocument("Trang web có thẻ quá phức tạp; tệp có thể bị hỏng.", "Too many attributes")
        if not name or name in _SELF_CLOSING:
            continue
        step = -1 if match[2] else 1
        if step < 0 and not opened[name]:
            continue
        opened[name] += step
        depth += step
        if depth > MAX_DEPTH:
            raise UnreadableDocument("Trang web lồng quá sâu; tệp có thể bị hỏng.", f"Over {MAX_DEPTH} open elements")


def address_of(page: str, root: LexborNode) -> str:
    """Give the address that a page says it comes from, or ""."""
    for selector, attribute in _LINKS:
        found = root.css_first(selector)
        address = (found.attributes.get(attribute) or "") if found is not None else ""
        if address.startswith(("http://", "https://")):
            return address
    saved = _SAVED_FROM.search(page[:_HEAD])
    return html.unescape(saved[1]) if saved else ""


def title_of(root: LexborNode) -> str:
    """Give the page's title where it names a legal document, without the site's name; else ""."""
    found = root.css_first("head title")
    title = " ".join(found.text()[:_MAX_TITLE].split()) if found is not None else ""
    title = _TITLE_END.sub("\0", title).partition("\0")[0].strip()
    return title if _KINDS.search(title) and len(title.split()) > 2 and not title.isupper() else ""


def walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Give every node twice, on the way in (True) and out (False); it calls no function of itself."""
    node: LexborNode | None = root
    while node is not None:
        yield node, True
        inner = node.child
        if inner is not None:
            node = inner
            continue
        while node is not None:
            yield node, False
            if node.mem_id == root.mem_id:
                return
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent


class _Weight:
    """Of an element: its characters, those in links, and its lines that open an article."""

    __slots__ = ("articles", "linked", "size")

    def __init__(self) -> None:
        self.size = 0
        self.linked = 0
        self.articles = 0


def main_content(body: LexborNode) -> LexborNode:
    """Find the element that holds the document: what is known to, or the innermost with nearly all articles.

    On the way inwards only what is mostly links is left behind, so that a letterhead
    beside the articles stays.
    """
    weights = _weigh(body)
    whole = weights[body.mem_id]
    for selector in _KNOWN:
        found = body.css_first(selector)
        if found is None:
            continue
        weight = weights.get(found.mem_id)
        if weight.articles >= _MOST * whole.articles if weight else not whole.articles and found.text(strip=True):
            return found
    current = body
    while whole.articles > 1:
        following = _heaviest(current, weights, whole.articles)
        if following is None:
            break
        outer, inner = weights[current.mem_id], weights[following.mem_id]
        left, linked = outer.size - inner.size, outer.linked - inner.linked
        if left and linked < _LINKED * left:
            break
        current = following
    return current


def _weigh(body: LexborNode) -> dict[int, _Weight]:
    weights: dict[int, _Weight] = {}
    stack: list[_Weight] = []
    links = 0
    for node, entering in walk(body):
        tag = node.tag
        if tag == "-text":
            if entering and stack:
                text = node.text_content or ""
                size = len(text.strip())
                stack[-1].size += size
                stack[-1].linked += size if links else 0
                stack[-1].articles += bool(_ARTICLE.match(text)) and not links
        elif entering:
            links += tag == "a"
            stack.append(_Weight())
        else:
            links -= tag == "a"
            weight = stack.pop()
            if weight.articles or not stack:
                weights[node.mem_id] = weight
            if stack:
                stack[-1].size += weight.size
                stack[-1].linked += weight.linked
                stack[-1].articles += weight.articles
    return weights


def _heaviest(element: LexborNode, weights: dict[int, _Weight], articles: int) -> LexborNode | None:
    child = element.child
    while child is not None:
        weight = weights.get(child.mem_id)
        if weight and weight.articles >= _MOST * articles:
            return child
        child = child.next
    return None
