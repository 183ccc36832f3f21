import threading
from types import SimpleNamespace

import httpx
import pytest
from elsewhere import run
from starlette.applications import Starlette

from corpus.errors import StoreUnavailable
from corpus.model import PUBLIC
from search.background import Progress
from ui.health import Health, commit_of, version

SECRET = "Hợp đồng mật"


class Engine:
    """One whose state a test sets."""

    def __init__(self):
        self.indexed, self.stored, self.progress, self.reranker = 7, 7, None, True
        self.error = None
        self.wait = threading.Event()
        self.wait.set()

    def documents(self, collections=None):
        everything = [(PUBLIC, "Bộ luật", 220), (PUBLIC, "Luật", 30), ("~mine", SECRET, 5)]
        return [
            SimpleNamespace(kind=k, article_count=n)
            for c, k, n in everything
            if collections is None or c in collections
        ]

    def embedding(self):
        return self.progress

    def revisions(self):
        self.wait.wait(30)
        if self.error:
            raise self.error
        return self.indexed, self.stored

    def reranks(self):
        return self.reranker


@pytest.fixture
def engine():
    engine = Engine()
    yield engine
    engine.wait.set()


async def ask(engine, method="GET", **options):
    site = Starlette(routes=[Health(engine, "abc123", **options).route()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://here") as client:
        return await client.request(method, "/health")


def answer(engine, *arguments, **options):
    return run(lambda: ask(engine, *arguments, **options))


def test_all_is_well(engine):
    found = answer(engine)
    assert found.status_code == 200
    assert found.json() == {
        "status": "ok", "version": version(), "commit": "abc123", "documents": 2, "articles": 250,
        "index_revision": 7, "store_revision": 7, "embedding": None, "reranker": True,
    }  # fmt: skip
    assert found.headers["cache-control"] == "no-store"


def test_nothing_of_private_documents_is_told(engine):
    assert SECRET not in answer(engine).text


def test_indexing_is_healthy(engine):
    engine.stored, engine.progress = 9, Progress(10, 40, 5.0)
    found = answer(engine)
    assert found.status_code == 200
    assert found.json()["status"] == "indexing"
    assert found.json()["embedding"] == {"done": 10, "total": 40, "seconds_left": 15.0}


@pytest.mark.parametrize("error", [StoreUnavailable("Kho hỏng: /bí/mật", "closed"), OSError("/bí/mật"), ValueError()])
def test_what_is_broken_is_503_and_no_more_is_told(engine, error):
    engine.error = error
    found = answer(engine)
    assert found.status_code == 503
    assert found.json() == {"status": "broken", "version": version(), "commit": "abc123"}


def test_an_engine_that_does_not_answer_is_broken(engine):
    engine.wait.clear()
    assert answer(engine, patience=0.05).status_code == 503


def test_head_and_no_more(engine):
    assert answer(engine, "HEAD").status_code == 200
    assert answer(engine, "HEAD").text == ""
    assert answer(engine, "POST").status_code == 405


def test_the_commit_of_a_working_tree(tmp_path):
    assert commit_of(tmp_path) == ""
    git = tmp_path / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("1111\n")
    assert commit_of(tmp_path) == "1111"
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    assert commit_of(tmp_path) == ""
    (git / "packed-refs").write_text("# pack-refs\n2222 refs/heads/main\n3333 refs/heads/main2\n")
    assert commit_of(tmp_path) == "2222"
    (git / "refs" / "heads" / "main").write_text("4444\n")
    assert commit_of(tmp_path) == "4444"


def test_the_real_one_answers(address):
    with httpx.Client(trust_env=False, timeout=30) as client:
        found = client.get(f"{address}health")
        assert found.status_code == 200
        assert found.json()["articles"] == 2703
        assert found.json()["reranker"] is True
        assert client.head(f"{address}health").status_code == 200
