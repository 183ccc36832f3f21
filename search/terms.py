"""The words of a question that say something: what a page marks in the texts it shows."""

from __future__ import annotations

import math

from indexer.segment import syllables

from .ranking import Ranking

COMMON, COMMON_COMPOUND = 0.25, 0.5
"""Shares of all passages: a syllable, a compound that more of them hold says nothing of any."""

# What questions are asked with: rare in statutes, and yet about nothing.
_ASKING = frozenset(
    "ai anh bao bạn bị bởi cho chưa chăng cách có cùng cũng cần của các cái do dùng gì gồm hay hoặc hơn hỏi hãy khi"
    " không là lâu lúc làm lại mà mình muốn mấy mỗi một nay này nào nên nếu như nhưng nhiêu nhiều nhỉ nhé nhất những"
    " nữa phải qua ra rất rồi sao sau sẽ thì theo thế thể tôi trong trên trước tại tới từ vào vì về với và vậy vẫn xem"
    " xin em ơi ở đang đã đâu đây đó được đến để đều điều khoản điểm".split()
)
_ASKING_COMPOUNDS = frozenset(
    "bao giờ;bao gồm;bao lâu;bao nhiêu;có thể;cần phải;hay không;khi nào;là gì;làm sao;như thế;như thế nào;phải không"
    ";quy định;ra sao;thế nào;trường hợp;tại sao;vì sao;được không;ở đâu".split(";")
)


def telling(question: str, ranking: Ranking) -> tuple[str, ...]:
    """Give the words of a question, as it was read, that say something; rarest first, small letters, each once.

    Compounds that the library's texts have come whole ("thai sản"), other words as single
    syllables. Words that many passages hold are left out, as are those that none holds and
    those that only ask.
    """
    joined = {term: term.replace("_", " ") for term in ranking.segment(question) if "_" in term}
    shares = {written: _share(term, ranking) for term, written in joined.items()}
    known = {written for written, share in shares.items() if share > 0}
    parts = {syllable for written in known for syllable in written.split()}
    single = {term: _share(term, ranking) for term in syllables(question) if term not in parts}
    kept = {w: shares[w] for w in known if shares[w] <= COMMON_COMPOUND and w not in _ASKING_COMPOUNDS}
    kept |= {term: share for term, share in single.items() if 0 < share <= COMMON and term not in _ASKING}
    return tuple(sorted(kept, key=lambda term: (kept[term], term)))


def _share(term: str, ranking: Ranking) -> float:
    """Give the share of passages that hold a term, from its weight in BM25; 0 where none does."""
    weight, most = ranking.lexical.ceiling([term]), ranking.lexical.ceiling([""])
    return math.exp(-weight / (ranking.lexical.k1 + 1)) if weight < most else 0.0
