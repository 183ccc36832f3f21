import pytest

from corpus.model import Document
from corpus.readers.builtin import FILES, read_builtin


@pytest.fixture(scope="session")
def codes() -> dict[str, Document]:
    return {document.id: document for document in map(read_builtin, FILES)}
