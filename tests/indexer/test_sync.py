import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Article, Document
from corpus.store import Store
from corpus.structure import parse_clauses
from indexer.lexical import LexicalIndex
from indexer.segment import syllables
from indexer.sync import SHIPPED, Synchroniser, cut, ship_vectors, shipped_vectors, text_hash
from indexer.vectors import VectorIndex

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "1. Lao động nữ được nghỉ thai sản 06 tháng.\n2. Lao động nam được nghỉ 05 ngày.",
    "1. Nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi được kết hôn.",
    "Phạt tiền từ 100.000 đồng đến 200.000 đồng. " * 20,  # more than one passage holds
    "",
]
QUESTIONS = ["nghỉ thai sản mấy tháng", "kết hôn đủ 18 tuổi", "phạt tiền", "luật số 1"]
NUMBERS = ["1/2020/QH14", "2/2020/QH14", "3/2020/QH14"]


class Hashing:
    """Stands in for an encoder: a unit vector drawn by each text's own hash, and a list of what was embedded."""

    dimension = 8

    def __init__(self, folder, fingerprint="một"):
        self.folder, self.fingerprint, self.seen = folder, fingerprint, []

    def passages(self, texts, progress=None):
        self.seen += texts
        return self.queries(texts)

    def queries(self, texts):
        seeds = [int(hashlib.sha256((self.fingerprint + text).encode()).hexdigest(), 16) for text in texts]
        rows = np.array([np.random.default_rng(seed).normal(size=self.dimension) for seed in seeds], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def law(number, *texts, title="Luật số"):
    articles = tuple(Article(str(i + 1), f"Tên {i + 1}", t, (), parse_clauses(t)) for i, t in enumerate(texts))
    sha256 = hashlib.sha256(repr((title, texts)).encode()).hexdigest()
    return Document(number, number, f"{title} {number}", articles, sha256=sha256)


class Library:
    """A store, a stand-in encoder and the folder of the indexes under one home."""

    def __init__(self, home):
        self.home = home
        self.store = Store(f"sqlite:///{home}/store.sqlite3")
        self.encoder = Hashing(home)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.store.close()

    def synchroniser(self, segment=syllables):
        return Synchroniser(self.store, self.encoder, segment, self.home / "index")

    def synced(self):
        """What a fresh process has after reading the folder and one sync."""
        each = self.synchroniser()
        return each.sync(each.load())

    def embedded(self, action):
        """The texts that the encoder was given while this ran."""
        before = len(self.encoder.seen)
        action()
        return self.encoder.seen[before:]


@pytest.fixture
def library(tmp_path):
    with Library(tmp_path) as made:
        yield made


def answers(library, indexes):
    """What each index finds for each question: ids and scores."""
    found = []
    for question in QUESTIONS:
        found.append(indexes.lexical.search(syllables(question), 50))
        found.append(indexes.vectors.search(library.encoder.queries([question])[0], 50))
    return found


def assert_same(found, wanted):
    for (ids, scores), (wanted_ids, wanted_scores) in zip(found, wanted, strict=True):
        assert ids.tolist() == wanted_ids.tolist()
        np.testing.assert_allclose(scores, wanted_scores, rtol=1e-5)


def assert_shows_the_store(library, indexes):
    assert library.synchroniser().verify(indexes) == []
    assert indexes.revision == library.store.revision()
    wanted = sorted(row.id for row in library.store.passages())
    assert indexes.lexical.ids().tolist() == indexes.vectors.ids().tolist() == wanted
    # Every passage is found by its own text and its own vector, so each id stands for its own contents.
    for info in library.store.documents():
        texts = cut(library.store.document(info.id))[1]
        rows = sorted(library.store.passages([info.id]), key=lambda row: (int(row.article_number), row.ordinal))
        assert [row.text_hash for row in rows] == [text_hash(text) for text in texts]
        for row, text in zip(rows, texts, strict=True):
            only = np.array([row.id])
            ((found, score),) = zip(*indexes.vectors.search(library.encoder.queries([text])[0], 1, only), strict=True)
            assert (found, score) == (row.id, pytest.approx(1, abs=2e-3))
            assert indexes.lexical.search(syllables(text), 1, only)[0].tolist() == [row.id]


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NUMBERS), st.lists(st.sampled_from(TEXTS), max_size=3)),
        st.sampled_from(NUMBERS),
        st.sampled_from(["sync", "restart"]),
    ),
    max_size=10,
)


@settings(max_examples=15, deadline=None)
@given(steps)
def test_after_any_changes_a_sync_shows_the_store(tmp_path_factory, steps):
    with Library(tmp_path_factory.mktemp("home")) as library:
        indexes = library.synced()
        for step in steps:
            if isinstance(step, tuple):
                library.store.put(law(step[0], *step[1]))
            elif step == "sync":
                indexes = library.synchroniser().sync(indexes)
            elif step == "restart":
                indexes = library.synced()
            elif step in {info.id for info in library.store.documents()}:
                library.store.remove(step)
        indexes = library.synchroniser().sync(indexes)
        assert_shows_the_store(library, indexes)
        found = answers(library, indexes)
        again = library.synchroniser().sync(indexes)
        assert again == indexes
        assert_same(answers(library, library.synchroniser().load()), found)
        assert_same(answers(library, library.synchroniser().rebuild()), found)
        assert_shows_the_store(library, library.synchroniser().load())


def test_sync_without_changes_does_nothing(library):
    library.store.put(law(NUMBERS[0], *TEXTS))
    indexes = library.synced()
    before = {path.name: path.stat().st_mtime_ns for path in (library.home / "index").iterdir()}
    assert set(before) == {"lexical.npz", "vectors.faiss", "state.json"}
    assert library.embedded(lambda: library.synchroniser().sync(indexes)) == []
    assert library.synchroniser().sync(indexes) is indexes
    assert {path.name: path.stat().st_mtime_ns for path in (library.home / "index").iterdir()} == before


def test_empty_store_has_empty_indexes(library):
    indexes = library.synced()
    assert_shows_the_store(library, indexes)
    assert all(len(ids) == len(scores) == 0 for ids, scores in answers(library, indexes))


def test_only_new_texts_are_embedded(library):
    texts = [*TEXTS[:2], TEXTS[0]]
    library.store.put(law(NUMBERS[0], *texts))
    first = library.embedded(library.synced)
    assert sorted(first) == sorted(cut(law(NUMBERS[0], *texts))[1])
    library.store.put(law(NUMBERS[0], TEXTS[0], "1. Nam từ đủ 21 tuổi được kết hôn.", TEXTS[0]))
    assert [text.split("\n")[1] for text in library.embedded(library.synced)] == ["1. Nam từ đủ 21 tuổi được kết hôn."]
    library.store.put(law(NUMBERS[1], TEXTS[1]))
    assert len(library.embedded(library.synced)) == 1
    library.store.remove(NUMBERS[1])
    assert library.embedded(library.synced) == []
    assert library.embedded(library.synchroniser().rebuild) == []
    assert len(set(library.encoder.seen)) == len(library.encoder.seen)


def test_one_text_in_two_documents_is_embedded_once(library):
    one, other = law(NUMBERS[0], TEXTS[0]), law(NUMBERS[0], TEXTS[0], TEXTS[0])
    for n, document in enumerate((one, other)):
        articles = tuple(Article(a.number, "Tên", a.text, a.path, a.clauses) for a in document.articles)
        number = NUMBERS[n]
        library.store.put(Document(number, number, "Cùng tên", articles, sha256=str(n)))
    assert len(library.embedded(library.synced)) == 1
    assert len(library.synced().vectors) == 3
    assert_shows_the_store(library, library.synced())


def test_vectors_that_come_with_the_model_are_not_computed(library):
    known, new = law(NUMBERS[0], *TEXTS), law(NUMBERS[1], TEXTS[1])
    count = ship_vectors(library.encoder, [known])
    assert count == len(set(cut(known)[1])) == len(shipped_vectors(library.encoder))
    library.store.put(known)
    library.store.put(new)
    assert library.embedded(library.synced) == cut(new)[1]
    assert_shows_the_store(library, library.synced())
    assert (library.home / SHIPPED).is_file()
    assert shipped_vectors(Hashing(library.home, "hai")) == {}


def test_another_model_embeds_all_anew(library):
    library.store.put(law(NUMBERS[0], *TEXTS))
    library.synced()
    every = list(library.encoder.seen)
    library.encoder = Hashing(library.home, "hai")
    assert library.synchroniser().load().revision == 0
    assert sorted(library.embedded(library.synced)) == sorted(every)
    assert_shows_the_store(library, library.synced())
    library.encoder = Hashing(library.home)  # back to the first: the store still has its vectors
    assert library.embedded(library.synced) == []
    assert_shows_the_store(library, library.synced())


def reversed_syllables(text):
    return [term[::-1] for term in syllables(text)]


@pytest.mark.parametrize("question", ["2/2019/NĐ-CP phạt tiền", "phạt tiền theo 2/2019", "phạt tiền năm 2019"])
def test_of_two_laws_with_one_text_the_named_one_is_first(library, question):
    for number in ("1/2013/NĐ-CP", "2/2019/NĐ-CP"):
        library.store.put(replace(law(number, TEXTS[2], title=number), title="Nghị định"))
    (first, *_), _ = library.synced().lexical.search(syllables(question), 10)
    assert next(row.document_id for row in library.store.passages() if row.id == first) == "2/2019/NĐ-CP"


def test_another_segmenter_builds_anew(library):
    library.store.put(law(NUMBERS[0], *TEXTS))
    library.synced()
    other = library.synchroniser(reversed_syllables)
    assert other.load().revision == 0
    indexes = other.sync(other.load())
    assert indexes.lexical.search(["iaht"], 5)[0].tolist() == [1]
    assert library.synchroniser().load().revision == 0
    assert other.load().revision == indexes.revision


def damages(name, whole):
    yield b""
    yield whole[: len(whole) // 2]
    yield whole[:-1]
    yield b"hong" * 100
    if name == "lexical.npz":
        yield whole[: len(whole) // 3] + bytes([whole[len(whole) // 3] ^ 0xFF]) + whole[len(whole) // 3 + 1 :]
    if name == "state.json":
        state = json.loads(whole)
        yield from (b"[]", b"null", b"\xff\xfe", b"{}")
        yield json.dumps(state | {"format": -1}).encode()
        yield json.dumps(state | {"revision": 10**6}).encode()  # of another store


@pytest.mark.parametrize("name", ["lexical.npz", "vectors.faiss", "state.json"])
def test_damaged_file_is_built_again_without_the_model(library, name):
    for number in NUMBERS[:2]:
        library.store.put(law(number, *TEXTS))
    wanted = answers(library, library.synced())
    path = library.home / "index" / name
    whole = path.read_bytes()
    for damage in [None, *damages(name, whole)]:
        path.write_bytes(damage or b"")
        if damage is None:
            path.unlink()
        assert library.embedded(library.synced) == []
        indexes = library.synchroniser().load()
        assert_shows_the_store(library, indexes)
        assert_same(answers(library, indexes), wanted)


def test_verify_tells_differences_in_words(library):
    library.store.put(law(NUMBERS[0], TEXTS[0], TEXTS[1], TEXTS[0]))
    indexes = library.synced()
    verify = library.synchroniser().verify
    indexes.lexical.remove([1])
    assert verify(indexes) == ["BM25: thiếu 1 đoạn."]
    indexes.vectors.remove([1, 2])
    assert verify(indexes) == ["BM25: thiếu 1 đoạn.", "FAISS: thiếu 2 đoạn."]
    indexes.lexical.add([77], [["thừa"]])
    indexes.vectors.add(np.array([2, 78, 79]), np.ones((3, 8), np.float32))
    assert verify(indexes) == [
        "BM25: thiếu 1 đoạn.",
        "BM25: thừa 1 đoạn.",
        "FAISS: thiếu 1 đoạn.",
        "FAISS: thừa 2 đoạn.",
    ]
    assert verify(library.synchroniser().rebuild()) == []


def test_verify_tells_an_index_that_is_behind(library):
    library.store.put(law(NUMBERS[0], TEXTS[0]))
    indexes = library.synced()
    library.store.remove(NUMBERS[0])
    assert library.synchroniser().verify(indexes) == [
        "Chỉ mục ở phiên bản 1, kho ở phiên bản 2.",
        "BM25: thừa 1 đoạn.",
        "FAISS: thừa 1 đoạn.",
    ]


def test_progress_tells_each_stage(library):
    library.store.put(law(NUMBERS[0], *TEXTS))
    heard = []
    each = library.synchroniser()
    each.sync(each.load(), lambda *told: heard.append(told))
    passages = len(list(library.store.passages()))
    assert heard == [("Chia đoạn", 0, 1), ("Tách từ", 0, passages), ("Nhúng", 0, passages)]


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Store, "set_passages"),
        (Store, "put_embeddings"),
        (Hashing, "passages"),
        (LexicalIndex, "add"),
        (VectorIndex, "add"),
        (LexicalIndex, "remove"),
        (LexicalIndex, "save"),
        (VectorIndex, "save"),
        (Synchroniser, "_state"),
    ],
)
def test_stopped_anywhere_the_next_sync_completes(library, monkeypatch, owner, name, first):
    """``first``: the very first sync is stopped; else one that adds, replaces and removes."""
    if not first:
        library.store.put(law(NUMBERS[0], *TEXTS))
        library.store.put(law(NUMBERS[1], TEXTS[0]))
        indexes = library.synced()
        library.store.remove(NUMBERS[1])
        library.store.put(law(NUMBERS[0], TEXTS[1], "mới"))
    library.store.put(law(NUMBERS[2], *TEXTS[:2]))

    def stop(*_):
        raise InterruptedError

    each = library.synchroniser()
    indexes = each.load()
    with monkeypatch.context() as patch, pytest.raises(InterruptedError):
        patch.setattr(owner, name, stop)
        each.sync(indexes)
    indexes = library.synced()
    assert_shows_the_store(library, indexes)
    assert_same(answers(library, library.synchroniser().load()), answers(library, indexes))
    if name != "put_embeddings":  # what was saved is not computed again
        assert len(set(library.encoder.seen)) == len(library.encoder.seen)


KILLED = """
import sys, time
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from pathlib import Path
from test_sync import Hashing, Library, big

class Slow(Hashing):
    def passages(self, texts, progress=None):
        if self.seen:
            print(len(self.seen), flush=True)
            time.sleep(600)
        return super().passages(texts)

library = Library(Path(sys.argv[1]))
library.encoder = Slow(library.home)
library.store.put(big())
library.synced()
"""


def big():
    return law(NUMBERS[0], *(f"Điều này nói về việc thứ {n}." for n in range(300)))


def test_killed_while_embedding_goes_on_with_what_is_left(library):
    command = [sys.executable, "-c", KILLED, str(library.home), str(ROOT), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        done = int(process.stdout.readline())
        process.kill()
    assert 0 < done < 300
    at_once = library.synchroniser().load()
    assert at_once.revision == library.store.revision()  # BM25 answers, vectors are to come
    assert (len(at_once.lexical), len(at_once.vectors)) == (300, 0)
    hashes = {text_hash(text): text for text in cut(big())[1]}
    saved = {hashes[key] for key in library.store.embeddings(library.encoder.fingerprint, hashes)}
    assert len(saved) == done
    assert set(library.embedded(library.synced)) == set(hashes.values()) - saved
    assert len(library.encoder.seen) == 300 - done
    assert_shows_the_store(library, library.synchroniser().load())
