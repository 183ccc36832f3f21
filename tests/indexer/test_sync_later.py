"""Words answer first and vectors come later; and what that asks of the index when things change meanwhile."""

import pytest
from test_sync import NUMBERS, TEXTS, Library, assert_shows_the_store, big, cut, law, syllables, text_hash


@pytest.fixture
def library(tmp_path):
    with Library(tmp_path) as made:
        yield made


def test_words_answer_before_the_vectors_are_there(library):
    library.store.put(law(NUMBERS[0], *TEXTS))
    each = library.synchroniser()
    indexes = each.follow(each.load())
    assert library.encoder.seen == []
    assert indexes.lexical.search(syllables("kết hôn"), 5)[0].tolist()
    assert indexes.incomplete()
    assert indexes.missing().tolist() == indexes.lexical.ids().tolist()
    again = library.synchroniser().load()  # as after a restart
    assert again.missing().tolist() == indexes.missing().tolist()
    each.embed(indexes)
    assert not indexes.incomplete()
    assert_shows_the_store(library, indexes)
    assert_shows_the_store(library, library.synchroniser().load())


def test_embedding_stops_when_told_and_goes_on_later(library):
    library.store.put(big())
    each = library.synchroniser()
    indexes = each.follow(each.load())
    each.embed(indexes, stop=lambda: len(library.encoder.seen) > 0)
    done = len(library.encoder.seen)
    assert 0 < done < 300
    assert len(indexes.vectors) == done
    each.embed(indexes)
    assert len(library.encoder.seen) == 300
    assert_shows_the_store(library, library.synchroniser().load())


def test_a_document_that_goes_while_it_is_embedded_leaves_nothing(library):
    library.store.put(law(NUMBERS[0], *TEXTS))
    each = library.synchroniser()
    indexes = each.follow(each.load())
    original = library.encoder.passages

    def removed_meanwhile(texts, progress=None):
        library.store.remove(NUMBERS[0])
        return original(texts)

    library.encoder.passages = removed_meanwhile
    each.embed(each.follow(indexes))
    indexes = each.sync(indexes)
    assert len(indexes.vectors) == len(indexes.lexical) == 0
    hashes = [text_hash(text) for text in cut(law(NUMBERS[0], *TEXTS))[1]]
    each.embed(indexes)
    library.store.drop_unused_embeddings()
    assert library.store.embeddings(library.encoder.fingerprint, hashes) == {}


def test_an_older_index_is_not_written_over_a_newer_one(library):
    library.store.put(law(NUMBERS[0], TEXTS[0]))
    old = library.synchroniser()
    behind = old.follow(old.load())
    library.store.put(law(NUMBERS[1], TEXTS[1]))
    newer = library.synced()
    old._save(behind, first=False)
    assert library.synchroniser().load().revision == newer.revision
    assert_shows_the_store(library, library.synchroniser().load())


def test_an_index_of_another_store_is_built_anew(library, tmp_path):
    library.store.put(law(NUMBERS[0], *TEXTS))
    library.synced()
    library.store.renew_identity()  # what restoring a backup does
    assert library.synchroniser().load().revision == 0
    assert_shows_the_store(library, library.synced())
