import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "indexer", "reranker", "search", "ui", "models", "benchmarks")
FILES = [ROOT / "app.py", ROOT / "settings.py", *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]

# What each may import of ours, besides itself and the settings.
ALLOWED = {
    "settings": ("corpus.errors",),
    "corpus": (),
    "models": ("corpus.encoding",),
    "reranker": ("models",),
    "indexer": ("corpus", "models"),
    "search": ("corpus", "models", "indexer", "reranker"),
    "ui": ("search", "corpus.dates", "corpus.model", "corpus.citation", "corpus.errors", "corpus.intake"),
    "app": ("ui", "search", "corpus.model", "corpus.citation", "corpus.errors"),
    "benchmarks": PACKAGES,
}
# The trainer of what search.diacritics runs lies beside its weights and shares its counting.
EXCEPTIONS = {("models.diacritics.training", "search.diacritics")}
OWNERS = {"sqlalchemy": "corpus", "faiss": "indexer", "gradio": "ui"}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def imports(source, module, package=False):
    """Full names of all that a module imports, anywhere in it: submodules by their own name, not their package's."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = module.split(".")[: len(module.split(".")) - node.level + package] if node.level else []
            base = ".".join([*here, *filter(None, [node.module])])
            names = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else base for name in names}
    return found


def imports_of(module):
    path = MODULES[module]
    return imports(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")


def within(name, roots):
    return any(name == root or name.startswith(f"{root}.") for root in roots)


def offences(module):
    """The imports of a module that go against the order."""
    top = module.split(".")[0]
    ours = {name for name in imports_of(module) if within(name, ALLOWED)}
    return {name for name in ours if not within(name, ("settings", top, *ALLOWED[top]))}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import faiss, corpus.store as s", {"faiss", "corpus.store"}),
        ("from corpus import store, Store", {"corpus.store", "corpus"}),
        ("from . import query, SearchEngine", {"search.query", "search"}),
        ("from .fusion import fuse", {"search.fusion"}),
        ("def f():\n    if x:\n        from corpus.model import Article", {"corpus.model"}),
        ("if TYPE_CHECKING:\n    from indexer.sync import Progress", {"indexer.sync"}),
    ],
)
def test_imports_are_seen(source, names):
    assert imports(source, "search.engine") == names


def test_relative_imports_of_a_package_are_seen():
    assert imports("from .engine import SearchEngine", "search", package=True) == {"search.engine"}
    assert imports("from ..encoding import fold", "corpus.readers.text") == {"corpus.encoding"}
    assert {"search.ranking", "corpus.store", "indexer.sync"} <= imports_of("search.engine")
    assert "corpus.readers.base" in imports_of("corpus.readers")


def test_every_package_is_looked_at():
    for name in (*PACKAGES, "app", "settings"):
        assert name in MODULES
        assert name in ALLOWED
    assert len(MODULES) > 50


@pytest.mark.parametrize("module", MODULES)
def test_no_import_goes_against_the_order(module):
    assert offences(module) == {name for by, name in EXCEPTIONS if by == module}


def test_each_part_is_the_only_one_to_touch_its_library():
    users = {
        (library, module.split(".")[0])
        for module in MODULES
        for library in OWNERS
        if any(within(name, [library]) for name in imports_of(module))
    }
    assert users == set(OWNERS.items())


def test_app_is_short():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 100


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_long(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 400
