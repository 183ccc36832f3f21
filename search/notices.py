"""What an answer has to say besides its articles: a code that a page can put in any language, and Vietnamese words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """What a notice says; ``values`` of it in brackets, all plain text."""

    PARTIAL = "partial"
    """So many passages still lack their vectors that it changes what is found."""
    WEAK = "weak"
    """Everything shown is below the line of relevance."""
    NOTHING = "nothing"
    """There is no article to show."""
    EMPTY = "empty"
    """There is no document in the collections that are chosen, whatever the other filters."""
    NOTHING_PASSES = "nothing_passes"
    """No document passes the filters."""
    LOOSEN = "loosen"
    """Without one filter documents pass again (filter: its name in ``Filters``, value: as lawyers write it, count)."""
    LOOSEN_SEVERAL = "loosen_several"
    """No filter dropped alone lets a document through."""
    NO_CLAUSE = "no_clause"
    """The article is there, its clause is not (article, title, clause, count: clauses that it has)."""
    NO_ARTICLE = "no_article"
    """The document is there, the article is not (title, number, article, count: articles that it has)."""
    NO_DOCUMENT = "no_document"
    """No document of this number is in the library (number)."""
    NOWHERE = "nowhere"
    """No document has an article of this number (article)."""
    NOWHERE_PASSING = "nowhere_passing"
    """No document that passes the filters has an article of this number (article)."""
    HIDDEN = "hidden"
    """The filters hide the document that the question names (title, number)."""
    WHICH = "which"
    """The question names an article of no document: those of that number are shown."""


_NOTHING = "Không tìm thấy điều luật phù hợp trong các văn bản hiện có."
_TEXTS = {
    Code.PARTIAL: "Chỉ mục theo nghĩa đang được lập: lúc này kết quả chủ yếu dựa trên từ ngữ của câu hỏi.",
    Code.WEAK: f"{_NOTHING} Dưới đây là những điều gần nhất, chỉ để tham khảo.",
    Code.NOTHING: _NOTHING,
    Code.EMPTY: "Kho đang chọn chưa có văn bản nào. Hãy chọn kho khác, hoặc thêm văn bản của bạn rồi hỏi lại.",
    Code.NOTHING_PASSES: "Không văn bản nào qua được các bộ lọc đang chọn.",
    Code.LOOSEN: "Bỏ bộ lọc “{filter} {value}” thì có {count} văn bản.",
    Code.LOOSEN_SEVERAL: "Hãy bỏ từ hai bộ lọc trở lên.",
    Code.NO_CLAUSE: "Điều {article} {title} không có khoản {clause} (điều này có {count} khoản).",
    Code.NO_ARTICLE: "{title} số {number} không có Điều {article} (văn bản có {count} điều).",
    Code.NO_DOCUMENT: "Chưa có văn bản số {number} trong thư viện.",
    Code.NOWHERE: "Không văn bản nào trong thư viện có Điều {article}.",
    Code.NOWHERE_PASSING: "Không văn bản nào qua được bộ lọc đang chọn có Điều {article}. Hãy bỏ bớt bộ lọc.",
    Code.HIDDEN: "{title} số {number} không qua được bộ lọc đang chọn. Hãy bỏ bớt bộ lọc.",
    Code.WHICH: "Câu hỏi không nói điều này của văn bản nào; dưới đây là các điều cùng số.",
}
_FILTERS = {
    "kind": "loại văn bản",
    "issuer": "cơ quan ban hành",
    "subject": "lĩnh vực",
    "year": "năm",
    "in_force_on": "hiệu lực ngày",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on an answer; ``str()`` gives it in Vietnamese.

    Examples
    --------
    >>> str(Notice(Code.LOOSEN, {"filter": "year", "value": "2031", "count": "12"}))
    'Bỏ bộ lọc “năm 2031” thì có 12 văn bản.'
    """

    code: Code
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        values = dict(self.values)
        if self.code is Code.LOOSEN:
            values["filter"] = _FILTERS[values["filter"]]
        return _TEXTS[self.code].format(**values)
