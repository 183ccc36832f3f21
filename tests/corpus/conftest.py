import pytest

from corpus.model import Document
from corpus.readers.builtin import FILES, read_builtin
from corpus.store import Store


@pytest.fixture(scope="session")
def codes() -> dict[str, Document]:
    return {document.id: document for document in map(read_builtin, FILES)}


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/kho/store.sqlite3"


@pytest.fixture
def store(url):
    with Store(url) as opened:
        yield opened
