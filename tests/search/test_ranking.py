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
    assert found[0].dense == np.float32(0.6)
    assert len(found) == DENSE_DEPTH + 1
    allowed = np.array([0, 5], np.int64)  # a filter that hides the second passage hides its vector too
    found = {c.article: c for c in ranking.retrieve("thai sản", Timings(), allowed)}
    assert found.keys() == {0, 4}
    assert found[0].dense == np.float32(0.1)
