import numpy as np

from indexer.lexical import LexicalIndex
from indexer.segment import syllables
from indexer.vectors import VectorIndex
from search.fusion import Catalogue
from search.ranking import DENSE_DEPTH, Ranking, Timings


class OneQuestion:
    """Stands in for an encoder: every question has the first unit vector."""

    def queries(self, texts):
        return np.tile(np.array([1, 0, 0], np.float32), (len(texts), 1))


def unit(cosine):
    """A vector of this cosine to the question."""
    return [cosine, np.sqrt(1 - cosine**2), 0]


def test_an_article_found_by_its_words_is_compared_by_all_its_passages():
    """Article 0 has the words in one passage and the sense in another, and others are nearer than both."""
    decoys = DENSE_DEPTH + 50
    lexical, vectors = LexicalIndex(), VectorIndex(3)
    lexical.add(range(2 + decoys), [["thai", "sản"], ["nghỉ"], *[["đất"]] * decoys])
    vectors.add(np.arange(2 + decoys), np.array([unit(0.1), unit(0.6), *[unit(0.8)] * decoys], np.float32))
    known = Catalogue(
        np.arange(2 + decoys, dtype=np.int64),
        np.array([0, 0, *range(1, decoys + 1)], np.int32),
        np.zeros((2 + decoys, 2), np.int32),
        [f"a{i}" for i in range(decoys + 1)],
    )
    ranking = Ranking(lexical, vectors, OneQuestion(), syllables, known, None)
    found = {c.article: c for c in ranking.retrieve("thai sản", Timings())}
    assert found[0].dense == np.float16(0.6)
    assert len(found) == DENSE_DEPTH + 1
    allowed = np.array([0, 5], np.int64)  # a filter that hides the second passage hides its vector too
    found = {c.article: c for c in ranking.retrieve("thai sản", Timings(), allowed)}
    assert found.keys() == {0, 4}
    assert found[0].dense == np.float16(0.1)


def ranking_of(passages, cosines):
    """Each passage an article of its own; None: its vector is still to come."""
    lexical, vectors = LexicalIndex(), VectorIndex(3)
    lexical.add(range(len(passages)), [syllables(text) for text in passages])
    there = [i for i, cosine in enumerate(cosines) if cosine is not None]
    vectors.add(np.array(there, np.int64), np.array([unit(cosines[i]) for i in there], np.float32).reshape(-1, 3))
    count = len(passages)
    known = Catalogue(
        np.arange(count, dtype=np.int64),
        np.arange(count, dtype=np.int32),
        np.zeros((count, 2), np.int32),
        [f"a{i}" for i in range(count)],
    )
    return Ranking(lexical, vectors, OneQuestion(), syllables, known, None)


def test_what_has_no_vector_yet_is_ranked_by_its_words():
    passages = ["nuôi lạc đà một bướu", "nuôi gia súc", "phạt tiền", "đất đai"]
    ranking = ranking_of(passages, [None, 0.8, 0.3, 0.2])
    found = ranking.retrieve("nuôi lạc đà", Timings())
    assert [c.article for c in found][:2] == [0, 1]
    assert found[0].dense == np.float16(0.8)  # as near as the nearest, for its words are the best
    later = ranking_of(passages, [0.1, 0.8, 0.3, 0.2]).retrieve("nuôi lạc đà", Timings())
    assert {c.article: c.dense for c in later}[0] == np.float16(0.1)  # once it is there nothing is guessed


def test_without_any_vectors_the_order_is_that_of_the_words():
    passages = ["nuôi gia súc", "nuôi lạc đà một bướu", "nuôi lạc đà"]
    found = ranking_of(passages, [None] * 3).retrieve("nuôi lạc đà", Timings())
    assert [c.article for c in found] == [2, 1, 0]
    assert max(c.dense for c in found) <= 0.5  # nothing is certain before its sense was compared
