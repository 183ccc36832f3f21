"""What a document says that it does to others: replaces them, repeals them or amends them.

Only its own enacting words count ("Nghị định này thay thế Nghị định số …", "Bãi bỏ Điều 5 của
Thông tư số …"). An effect changes what is shown of another document, so whatever is in doubt
is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.clauses import quoted_lines
from corpus.dates import DAY, day
from corpus.mentions import Mention, Scope, find_mentions, listed, scope_of
from corpus.model import Action, Article, Effect

__all__ = ["find_effects"]

_ENACTING_TITLE = re.compile(
    r"hiệu lực|thi hành|bãi bỏ|hủy bỏ|thay thế|sửa đổi|bổ sung|điều khoản|tổ chức thực hiện|trách nhiệm thực hiện", re.I
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_MARK = re.compile(r"(?:(?P<digit>\d{1,3}[a-zđ]?)[.)/]|(?P<letter>[a-zđ]\d?)[.)/]|(?P<dash>[-–+•*]))\s*")
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")

_KIND = (
    r"(?:bộ luật|luật|pháp lệnh|nghị quyết(?: liên tịch)?|nghị định|thông tư(?: liên tịch)?|quyết định|chỉ thị|văn bản)"
)
_VERB = (
    r"(?P<verb>thay thế(?:, bãi bỏ)?|bãi bỏ(?:, thay thế)?|hủy bỏ|sửa đổi(?:, (?:bổ sung|thay thế|bãi bỏ))*|bổ sung)"
)
_STARTS = re.compile(rf"(?:(?:nay|đồng thời),? )?{_VERB}\b", re.I)
_THIS_DOES = re.compile(
    rf"(?:kể từ ngày [^;]{{0,80}}?, )?{_KIND} (?:số \S+ )?này\b(?P<middle>[^:]{{0,250}}?)\b{_VERB}\b(?! bởi| bằng)",
    re.I,
)
_PREVENTS = re.compile(r"\b(?:được|bị|không|chưa|đã|khi|nếu|trường hợp|để|về|việc|phải|quy định|là)\s*$", re.I)
_ENDS = re.compile(
    r"\b(?:(?P<ends>hết hiệu lực(?: thi hành)?|(?:bị|được|đều) (?:bãi|hủy) bỏ)(?=\s*(?:[,;.:]|$|kể từ|từ|trừ|khi))"
    rf"|(?:được|bị) thay thế (?:bằng|bởi) {_KIND} này)",
    re.I,
)
_AMENDED = re.compile(r"\bđược (?:sửa đổi|bổ sung)[^;:]{0,60}? (?:như )?sau(?: đây)?:\s*$", re.I)
_LEAD = re.compile(
    rf"(?:kể )?từ (?:ngày|khi|thời điểm) (?:{_KIND} này có hiệu lực(?: thi hành)?|{DAY})[^,;]{{0,20}}(?:[,:]| thì) ?",
    re.I,
)
_THIS = re.compile(rf"\b{_KIND} này\b", re.I)
_DOUBTFUL = re.compile(
    r"^(?:trường hợp|trong trường hợp|nếu|khi |trong quá trình|đối với|trước ngày|trước khi|cho đến khi)"
    r"|\b(?:chưa|không|đã) (?:bị |được )?(?:hết hiệu lực|bãi bỏ|hủy bỏ|thay thế)\b"
    r"|\btiếp tục (?:có hiệu lực|được áp dụng|áp dụng)",
    re.I,
)
_CONTRARY = re.compile(
    r"(?:[;,] |và )*(?:(?:các|những|mọi) )?(?:quy định|văn bản|nội dung)[^;.]{0,150}?\btrái[^;.]*", re.I
)
_CONDITION = re.compile(r"\b(?:khi|nếu|cho đến|trước)\b", re.I)
_EXCEPT = re.compile(r"\b(?:trừ|ngoại trừ) (?!(?:các |những )?trường hợp)", re.I)
_SINCE = re.compile(rf"\s*(?:kể )?từ (?:ngày )?{DAY}", re.I)
_SINCE_LAST = re.compile(rf"kể từ ngày {DAY}\W*$", re.I)
_BESIDE = re.compile(r"(?:vào )?(?:ngay )?(?:sau|trước) điều \d+[a-zđ]?\d?(?!\w)", re.I)
_OTHER = re.compile(r"\b(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Thông tư|Quyết định|Nghị quyết|này)\b")
_FOLLOWS = re.compile(r"\b(?:sau(?: đây)?|dưới đây)\b", re.I)
_REACH = 300


@dataclass(frozen=True, slots=True)
class _Order:
    """A verb whose objects follow in the lines below: documents, or parts of ``target``."""

    action: Action
    level: str = ""
    target: str = ""
    effective_on: date | None = None


def find_effects(articles: Sequence[Article]) -> tuple[Effect, ...]:
    """Find what a document does to others.

    Parameters
    ----------
    articles : sequence of Article
        All of the document's articles, their text normalised.

    Returns
    -------
    tuple of Effect
        In the order of the text, each once. An effect on all of a document has no
        ``target_article``. A clause or point that is repealed amends its article, and a
        chapter or annex amends its document: only what is gone as a whole is repealed.
    """
    found: dict[tuple[Action, str, str], Effect] = {}
    for article in articles:
        if article.title and not _ENACTING_TITLE.search(article.title):
            continue
        for effect in _article_effects(article):
            found.setdefault((effect.action, effect.target, effect.target_article), effect)
    return tuple(found.values())


class _Reader:
    """Reads one article; remembers which document it amends and which list it is in."""

    def __init__(self, number: str) -> None:
        self._number = number
        self._amended = ""
        self._order: _Order | None = None

    def line(self, line: str) -> Iterator[Effect]:
        """Read a line that is not quoted."""
        mark = _MARK.match(line)
        level = mark.lastgroup or "" if mark else ""
        text = _QUOTED.sub("…", line[mark.end() if mark else 0 :])
        text = re.split('[“"]', text, maxsplit=1)[0].strip()
        if self._order and (level == self._order.level or (not level and not _begins_with_document(text))):
            self._order = None
        if self._order and not _STARTS.match(text):
            yield from self._item(text, self._order)
            return
        for sentence in _SENTENCE.split(text):
            sentence = _CONTRARY.sub("", sentence)
            if not _DOUBTFUL.search(sentence):
                yield from self._sentence(sentence, level)

    def _item(self, text: str, order: _Order) -> Iterator[Effect]:
        if _DOUBTFUL.search(text):
            return
        mentions = find_mentions(text)
        if mentions:
            yield from self._members(text, 0, len(text), mentions, order)
        elif order.target:
            yield from self._parts(scope_of(text), order.target, order)

    def _sentence(self, sentence: str, level: str) -> Iterator[Effect]:
        mentions = find_mentions(sentence)
        first = mentions[0].start if mentions else len(sentence)
        match = _STARTS.match(sentence) or _THIS_DOES.match(sentence)
        if match and match.end() <= first and not _PREVENTS.search(sentence[: match.start("verb")]):
            yield from self._active(sentence, match, level, mentions)
        else:
            yield from self._passive(sentence, level, mentions)

    def _active(self, sentence: str, match: re.Match[str], level: str, mentions: list[Mention]) -> Iterator[Effect]:
        """Read "Bãi bỏ …", "Nghị định này thay thế …", "Sửa đổi khoản 2 Điều 8 như sau"."""
        since = day(_SINCE_LAST.search(sentence)) if match.re is _STARTS else None
        order = _Order(_action(match["verb"]), level, effective_on=since)
        objects = _BESIDE.sub(" ", sentence[match.end() :])
        if mentions:
            target = mentions[0].number
            if order.action is Action.AMENDS:
                self._amended = target
            elif sentence.rstrip().endswith(":") and _opens_list(sentence[: mentions[0].start] + ":"):
                self._order = replace(order, target=target)
                return
            yield from self._members(sentence, match.end(), len(sentence), mentions, order)
        elif _OTHER.search(objects):
            self._amended = "" if order.action is Action.AMENDS else self._amended
            self._order = self._list(objects, order)
        elif order.action is not Action.AMENDS and (opened := self._list(objects, order)):
            self._order = opened
        elif self._amended:
            yield from self._parts(scope_of(objects), self._amended, order)

    def _list(self, objects: str, order: _Order) -> _Order | None:
        opens = order.action is not Action.AMENDS and (
            _opens_list(objects) or (objects.rstrip().endswith(":") and scope_of(objects).whole)
        )
        return order if opens and not scope_of(objects).articles else None

    def _passive(self, sentence: str, level: str, mentions: list[Mention]) -> Iterator[Effect]:
        """Read "Thông tư số … hết hiệu lực kể từ ngày …", "Điều 54 được sửa đổi như sau:"."""
        ends, amended = _ENDS.search(sentence), _AMENDED.search(sentence)
        match = ends or amended
        if not match:
            return
        lead = _LEAD.match(sentence)
        start = lead.end() if lead else 0
        if ends:
            action = Action.REPEALS if ends["ends"] else Action.REPLACES
            since = day(_SINCE.match(sentence, ends.end())) or day(lead)
        else:
            action, since = Action.AMENDS, None
        order = _Order(action, level, effective_on=since)
        before = [mention for mention in mentions if mention.end <= match.start()]
        if before:
            if not _CONDITION.search(sentence[max(before[-1].end, match.start() - 40) : match.start()]):
                yield from self._members(sentence, start, match.start(), before, order)
            if amended and not ends:
                self._amended = before[0].number
        elif ends and _opens_list(sentence[: ends.end()] + ":") and (mentions or sentence.rstrip().endswith(":")):
            if mentions:
                yield from self._members(sentence, sentence.find(":") + 1, len(sentence), mentions, order)
            else:
                self._order = order
        elif amended and self._amended and not _OTHER.search(sentence):
            yield from self._parts(scope_of(sentence[: amended.start()]), self._amended, order)

    def _members(
        self, sentence: str, start: int, stop: int, mentions: list[Mention], order: _Order
    ) -> Iterator[Effect]:
        action = order.action
        partly = _EXCEPT.search(sentence) is not None
        before = Scope(True, {}, False)
        for member in listed(sentence, start, stop, mentions):
            action = _action(member.verb) if member.verb else action
            scope = scope_of(_own_words(member.prefix))
            # "các quy định về đại lý tại Nghị định A và Nghị định B": the same part of both.
            shared = before.partly and not before.articles and member.separator in ("và", ",") and not member.verb
            if scope.whole and (partly or shared):
                scope = Scope(False, {}, True)
            before = scope
            yield from self._parts(scope, member.mention.number, replace(order, action=action))

    def _parts(self, scope: Scope, target: str, order: _Order) -> Iterator[Effect]:
        if scope.whole:
            yield Effect(self._number, order.action, target, "", order.effective_on)
        for article, whole in scope.articles.items():
            action = order.action if whole else Action.AMENDS
            yield Effect(self._number, action, target, article, order.effective_on)
        if scope.partly:
            yield Effect(self._number, Action.AMENDS, target, "", order.effective_on)


def _article_effects(article: Article) -> Iterator[Effect]:
    lines = [article.title, *article.text.split("\n")] if article.title else article.text.split("\n")
    quoted = quoted_lines(lines)
    reader = _Reader(article.number)
    for i, line in enumerate(lines):
        if i not in quoted:
            yield from reader.line(line)


def _own_words(prefix: str) -> str:
    """Give the words that stand right before a document's name, without those about this document."""
    prefix = prefix[-_REACH:]
    if _THIS.search(prefix):
        return prefix[max(prefix.rfind(mark) + len(mark) for mark in ("; ", ", ", " và ", " này ")) :]
    return prefix


def _opens_list(text: str) -> bool:
    text = text.rstrip()
    return text.endswith(":") and _FOLLOWS.search(text[-_REACH:]) is not None


def _begins_with_document(text: str) -> bool:
    mentions = find_mentions(text[:_REACH])
    return bool(mentions) and (mentions[0].start == 0 or bool(scope_of(text[: mentions[0].start][:40]).articles))


def _action(verb: str) -> Action:
    verb = verb.lower()
    if verb.startswith("thay thế"):
        return Action.REPLACES
    return Action.REPEALS if verb.startswith(("bãi bỏ", "hủy bỏ")) else Action.AMENDS
