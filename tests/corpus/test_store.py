import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import schema
from corpus.errors import DocumentConflict, StoreUnavailable, UnknownDocument
from corpus.model import Action, Amendment, Article, Document, Effect, Reference, Status
from corpus.passage_store import PassageSpan
from corpus.store import Store
from corpus.structure import parse_clauses

ROOT = Path(__file__).resolve().parents[2]


def make(number="45/2019/QH14", text="1. Một:\na) x;\n2. Hai", collection="public", articles=2):
    made = tuple(Article(str(n + 1), "Tên", text, ("Chương I: A",), parse_clauses(text)) for n in range(articles))
    return Document(
        number,
        number,
        "Bộ luật Lao động",
        made,
        kind="Bộ luật",
        issued_on=date(2019, 11, 20),
        status=Status.AMENDED,
        sha256=text,
        collection=collection,
        amendments=(Amendment("1", "Sửa đổi", "1/2024/QH15", "", date(2024, 1, 1)),),
        references=(Reference("1", 0, 2, "91/2015/QH13#1"),),
    )


def span(article="1", ordinal=0, start=0, end=2, text_hash="h"):
    return PassageSpan(article, ordinal, start, end, text_hash)


def test_round_trip(store, url):
    document = make()
    assert store.put(document) == 1
    with Store(url) as again:
        assert again.document(document.id) == document
        assert again.revision() == 1
        (info,) = again.documents()
        assert (info.article_count, info.status, info.revision) == (2, Status.AMENDED, 1)
        found, article = again.article("45/2019/QH14#2")
        assert (found, article) == (info, document.articles[1])
        assert list(again.articles(["45/2019/QH14#2", "x#1", "45/2019/QH14#1"])) == ["45/2019/QH14#2", "45/2019/QH14#1"]


def test_every_code_comes_back_as_it_was_put(store, codes):
    for document in codes.values():
        store.put(document)
    assert store.document("45/2019/QH14") == codes["45/2019/QH14"]


def test_same_bytes_change_nothing(store):
    assert store.put(make()) == store.put(make()) == 1
    assert store.put(make(text="mới")) == 2


def test_unknown(store):
    for call in (store.document, store.article, store.remove, lambda i: store.set_passages(i, [])):
        with pytest.raises(UnknownDocument):
            call("không có")
    assert store.revision() == 0


def test_a_number_stays_in_its_collection(store):
    store.put(make())
    with pytest.raises(DocumentConflict):
        store.put(make(text="khác", collection="riêng"))
    assert store.documents(["riêng"]) == []
    assert len(store.documents(["public", "riêng"])) == 1


def test_passages_keep_their_ids_and_never_reuse_them(store):
    store.put(make())
    first, second = store.set_passages("45/2019/QH14", [span(), span("2")])
    assert store.set_passages("45/2019/QH14", [span("2"), span()]) == [second, first]
    (third,) = store.set_passages("45/2019/QH14", [span(end=3)])
    assert third > second
    assert store.revision() == 1
    assert store.changes_since(0).removed_passage_ids == (first, second)
    store.remove("45/2019/QH14")
    store.put(make())
    (fourth,) = store.set_passages("45/2019/QH14", [span()])
    assert fourth > third


def test_replacing_keeps_passages_of_unchanged_articles_only(store):
    old = make()
    store.put(old)
    kept, gone = store.set_passages(old.id, [span("1"), span("2", text_hash="h2")])
    store.put_embeddings("m", ["h", "h2"], np.ones((2, 3)))
    store.put(replace(old, articles=(old.articles[0], replace(old.articles[1], text="mới", clauses=())), sha256="2"))
    assert [row.id for row in store.passages()] == [kept]
    changes = store.changes_since(1)
    assert (changes.changed_document_ids, changes.removed_passage_ids, changes.revision) == ((old.id,), (gone,), 2)
    assert set(store.embeddings("m", ["h", "h2"])) == {"h"}


def test_removing_leaves_nothing_behind(store, url):
    store.put(make())
    store.put(make("1/2020/QH14"))
    store.set_passages("45/2019/QH14", [span(text_hash="own"), span("2", text_hash="shared")])
    store.set_passages("1/2020/QH14", [span(text_hash="shared")])
    store.put_embeddings("m", ["own", "shared"], np.ones((2, 3)))
    store.remove("45/2019/QH14")
    assert set(store.embeddings("m", ["own", "shared"])) == {"shared"}
    assert [row.document_id for row in store.passages()] == ["1/2020/QH14"]
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        for table in ("articles", "amendments", "cross_references", "passages"):
            left = connection.execute(f"SELECT count(*) FROM {table} WHERE document_id = '45/2019/QH14'").fetchone()
            assert left == (0,), table
        assert connection.execute("SELECT count(*) FROM clauses WHERE article_id LIKE '45/%'").fetchone() == (0,)
    connection.close()


def test_passages_of_some_documents(store):
    store.put(make())
    store.put(make("1/2020/QH14", collection="riêng"))
    store.set_passages("45/2019/QH14", [span()])
    store.set_passages("1/2020/QH14", [span()])
    (row,) = store.passages(["1/2020/QH14"])
    assert (row.document_id, row.collection, row.start, row.end) == ("1/2020/QH14", "riêng", 0, 2)
    assert len(list(store.passages())) == 2
    assert list(store.passages([])) == []


def test_embeddings_are_kept_as_float16(store):
    vectors = np.random.default_rng(0).normal(size=(1200, 4)).astype(np.float32)
    hashes = [str(n) for n in range(1200)]
    store.put_embeddings("m", hashes, vectors)
    store.put_embeddings("m", hashes[:2], vectors[:2] * 2)
    found = store.embeddings("m", [*hashes, "?"])
    assert len(found) == 1200
    np.testing.assert_array_equal(found["7"], vectors[7].astype(np.float16))
    np.testing.assert_array_equal(found["1"], (vectors[1] * 2).astype(np.float16))
    assert store.embeddings("other", hashes) == {}
    with pytest.raises(ValueError, match="1 hashes"):
        store.put_embeddings("m", ["a"], vectors)


def test_resolve_number(store):
    for number in ("01/2021/NĐ-CP", "01/2021/TT-BTC", "35/2018/QH14", "101/2021/NĐ-CP"):
        store.put(make(number))
    assert store.resolve_number("01/2021") == ["01/2021/NĐ-CP", "01/2021/TT-BTC"]
    assert store.resolve_number("1/2021/nd-cp") == ["01/2021/NĐ-CP"]
    assert store.resolve_number("01/2021/TT") == ["01/2021/TT-BTC"]
    assert store.resolve_number("35/2018/QH") == ["35/2018/QH14"]
    assert store.resolve_number("35/201") == store.resolve_number("") == store.resolve_number("%") == []


def test_threads_read_while_one_writes(store):
    store.put(make())
    failures = []

    def read():
        try:
            for _ in range(20):
                assert len(store.document("45/2019/QH14").articles) == 2
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(10):
        store.put(make(text=f"lần {n}"))
    for thread in threads:
        thread.join()
    assert failures == []


NUMBERS = st.sampled_from(["1/2020/QH14", "2/2020/QH14", "3/2020/QH14"])
STEPS = st.lists(st.tuples(st.sampled_from(["put", "remove", "cut"]), NUMBERS, st.integers(0, 4)), max_size=14)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_any_sequence_matches_a_dict(steps):
    model, seen, revision = {}, set(), 0
    with Store("sqlite://") as store:
        for action, number, n in steps:
            if action == "put":
                document = make(number, text=f"1. khoản {n}\n2. hết", articles=n % 3 + 1)
                revision += model.get(number) != document
                model[number] = document
                assert store.put(document) == revision
            elif number not in model:
                continue
            elif action == "remove":
                del model[number]
                revision += 1
                assert store.remove(number) == revision
            else:
                before = {row.id for row in store.passages([number])}
                ids = set(store.set_passages(number, [span(ordinal=i, text_hash=f"{n}{i}") for i in range(n)]))
                assert not (ids - before) & seen
                seen |= ids
        assert {info.id: store.document(info.id) for info in store.documents()} == model
        live = {row.id for row in store.passages()}
        assert live <= seen
        assert set(store.changes_since(-1).removed_passage_ids) == seen - live


ADDING = """
import sys
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from corpus.store import Store
from test_store import make, span
with Store(sys.argv[1]) as store:
    print("ready", flush=True)
    for n in range(100000):
        number = f"{n % 7}/2020/QH14"
        store.put(make(number, text=f"1. lần {n}\\n2. hết", articles=30))
        store.set_passages(number, [span(str(a + 1), text_hash=str(n)) for a in range(30)])
        if n % 5 == 4:
            store.remove(number)
"""


def test_killed_at_any_instant_the_store_is_whole(url):
    last = 0
    for wait in (0.02, 0.11, 0.17, 0.26):
        command = [sys.executable, "-c", ADDING, url, str(ROOT), str(Path(__file__).parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(wait)
            process.kill()
        with Store(url) as store:
            assert store.revision() >= last
            last = store.revision()
            for info in store.documents():
                document = store.document(info.id)
                assert len(document.articles) == info.article_count == 30
                assert len({article.text for article in document.articles}) == 1
                assert len(list(store.passages([info.id]))) in (0, 30)
                assert info.revision <= last
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
    assert last > 0


def test_not_a_database(tmp_path):
    path = tmp_path / "store.sqlite3"
    path.write_bytes(b"This is not a database at all. " * 100)
    with pytest.raises(StoreUnavailable) as caught:
        Store(f"sqlite:///{path}")
    assert "hỏng" in caught.value.message


def test_home_under_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path}/file/store.sqlite3")


def test_read_only(store, url):
    store.put(make())
    path = url.removeprefix("sqlite:///")
    with Store(f"sqlite:///file:{path}?mode=ro&uri=true") as frozen:
        assert len(frozen.documents()) == 1
        with pytest.raises(StoreUnavailable) as caught:
            frozen.put(make("1/2020/QH14"))
    assert "chỉ đọc" in caught.value.message


def test_bad_address():
    with pytest.raises(StoreUnavailable):
        Store("không phải địa chỉ")


def test_made_by_a_newer_version(store, url):
    store.put(make())
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreUnavailable) as caught:
        Store(url)
    assert "mới hơn" in caught.value.message


def test_migrations_lead_to_the_tables_of_the_program(store):
    config = Config()
    config.set_main_option("script_location", str(ROOT / "corpus" / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.VERSION
    inspector = sa.inspect(store._engine)
    assert set(inspector.get_table_names()) - {"alembic_version"} == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        assert {column["name"] for column in inspector.get_columns(name)} == set(table.columns.keys())
        assert {index["name"] for index in inspector.get_indexes(name)} == {index.name for index in table.indexes}


def test_effects_come_back_with_their_day(store):
    effects = (
        Effect("2", Action.REPLACES, "46/2016/NĐ-CP"),
        Effect("2", Action.REPEALS, "1/2010/QH12", "5", date(2022, 1, 1)),
    )
    document = replace(make("100/2019/NĐ-CP"), effects=effects, effective_on=date(2020, 1, 1))
    store.put(document)
    assert store.document(document.id).effects == effects
    stated = store.effects()
    assert [s.effect.effective_on for s in stated] == [date(2020, 1, 1), date(2022, 1, 1)]
    assert {(s.document_id, s.collection) for s in stated} == {(document.id, "public")}
    store.remove(document.id)
    assert store.effects() == []


def test_an_older_store_is_brought_up_to_date(tmp_path, store, url):
    store.put(make())
    engine = sa.create_engine(url)
    with engine.begin() as connection:  # what the first version of the program left
        connection.execute(sa.text("DROP INDEX ix_cross_references_target"))
        for table in ("effects", "document_versions", "judgements", "searches", "pins", "workspaces"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    with Store(url) as again:
        assert again.document("45/2019/QH14") == make()
        again.put(make(text="mới"))
        assert len(again.versions("45/2019/QH14")) == 1


def test_changes_come_in_parts(store):
    for n in range(5):
        store.put(make(f"{n}/2020/QH14"))
    store.remove("1/2020/QH14")
    first = store.changes_since(0, 2)
    assert (first.changed_document_ids, first.revision) == (("0/2020/QH14", "2/2020/QH14"), 3)
    second = store.changes_since(first.revision, 2)
    assert (second.changed_document_ids, second.revision) == (("3/2020/QH14", "4/2020/QH14"), 5)
    last = store.changes_since(second.revision, 2)
    assert (last.changed_document_ids, last.revision) == ((), 6)


def test_every_store_has_a_name_of_its_own(store, tmp_path):
    with Store(f"sqlite:///{tmp_path}/other.sqlite3") as other:
        assert store.identity() == store.identity() != other.identity()


def test_vectors_of_texts_that_no_passage_has_are_erased(store):
    store.put(make())
    store.set_passages("45/2019/QH14", [span(text_hash="own")])
    store.put_embeddings("m", ["own", "other"], np.ones((2, 3)))
    store.drop_unused_embeddings()
    assert set(store.embeddings("m", ["own", "other"])) == {"own"}
