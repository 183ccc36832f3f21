import json
import os
import shutil
from dataclasses import replace
from datetime import date

import pytest
from engine_homes import settings

from corpus.model import Action, Article, Document, Effect, Status, document_id
from corpus.store import Store
from indexer.embedder import Embedder
from indexer.segment import SEGMENTERS
from indexer.sync import Synchroniser
from models.runtime import fingerprint
from reranker.model import Reranker
from search.background import Progress
from search.filters import Library
from search.state import Caution, Count, Role, describe
from settings import ROOT, Settings

MINE, HERS = "~an", "~binh"
ISSUED, SINCE = date(2019, 11, 20), date(2021, 1, 1)


def document(number, kind, collection="public", articles=2, **values):
    key = document_id(number, collection, "ab" * 32)
    parts = tuple(Article(str(n + 1), "", "Luật đất và án lao động.") for n in range(articles))
    known = {"issued_on": ISSUED, "effective_on": SINCE, "status": Status.IN_FORCE} | values
    return Document(key, number, f"{kind} {number}", parts, kind=kind, collection=collection, **known)


PUBLIC = (
    document("1/2019/QH14", "Luật", articles=3),
    document("2/2019/QH14", "Luật"),
    document("3/2019/NĐ-CP", "Nghị định"),
)


@pytest.fixture
def library(tiny_encoder, tiny_scorer, model_cache, tmp_path):
    """Everything that `describe` is given, with documents put and followed by the indexes."""
    made = Models(tiny_encoder, tiny_scorer, model_cache, tmp_path)
    with made.store:
        made.put(*PUBLIC)
        yield made


class Models:
    def __init__(self, encoder, scorer, cache, folder):
        self.encoder = shutil.copytree(encoder, folder / "encoder")
        self.scorer = shutil.copytree(scorer, folder / "scorer")
        self.store = Store(f"sqlite:///{folder / 'home' / 'store.sqlite3'}")
        self.settings = settings(folder / "home", retriever=str(self.encoder), reranker=str(self.scorer))
        self.embedder = Embedder(self.encoder, cache, device="cpu")
        self.reranker = Reranker(self.scorer, cache, device="cpu")
        self.synchroniser = Synchroniser(self.store, self.embedder, SEGMENTERS["none"], folder / "home" / "index")
        self.indexes = self.synchroniser.load()

    def put(self, *documents, embed=True):
        for each in documents:
            self.store.put(each)
        self.indexes = self.synchroniser.follow(self.indexes)
        if embed:
            self.synchroniser.embed(self.indexes)

    def state(self, *collections, embedding=None):
        return describe(
            self.store, Library(self.store), self.indexes, self.embedder, self.reranker, self.settings,
            collections or ("public",), embedding,
        )  # fmt: skip

    def calibrate(self, **models):
        values = dict.fromkeys(("bias", "logit", "dense", "bm25", "level", "share", "threshold"), 1.0)
        text = json.dumps(values | ({"models": models} if models else {}))
        (self.scorer / "calibration.json").write_text(text, encoding="utf-8")

    def calibrate_rightly(self):
        self.calibrate(retriever=self.embedder.fingerprint, reranker=self.reranker.fingerprint)


def test_everything_is_counted(library):
    library.put(document("4/2024/QH15", "Luật", issued_on=date(2024, 1, 2), effective_on=date(2030, 1, 1)))
    state = library.state()
    assert (state.documents, state.articles) == (4, 9)
    assert state.passages == state.indexed == state.embedded == len(list(library.store.passages())) >= 9
    assert state.kinds == (Count("Luật", 3, 7), Count("Nghị định", 1, 2))
    assert state.statuses == (Count("in_force", 3, 7), Count("not_yet", 1, 2))
    assert state.collections == (Count("public", 4, 9),)
    assert (state.newest_issued, state.newest_effective) == (date(2024, 1, 2), date(2030, 1, 1))
    assert [info.number for info in state.latest][:2] == ["4/2024/QH15", "3/2019/NĐ-CP"]
    assert state.revision == library.store.revision()
    assert state.embedding is None
    assert library.state(embedding=Progress(1, 2, 3.0)).embedding == Progress(1, 2, 3.0)


def test_only_what_one_may_see_is_counted(library):
    ends = (Effect("1", Action.REPLACES, "1/2019/QH14", "", date(2022, 1, 1)),)
    library.put(
        document("9/2025/QH15", "Mật", HERS, issued_on=date(2025, 5, 5), effective_on=None, effects=ends),
        document("", "Mật", HERS, effective_on=None, status=Status.UNKNOWN),
        document("8/2019/QH14", "Hợp đồng", MINE, articles=1),
    )
    library.calibrate_rightly()
    state = library.state()
    assert (state.documents, state.articles, state.newest_issued) == (3, 7, ISSUED)
    assert state.passages == state.indexed == state.embedded == 7
    assert state.warnings == ()
    assert not [info for info in state.latest if info.collection != "public"]
    assert state.statuses == (Count("in_force", 3, 7),)

    mine = library.state("public", MINE)
    assert (mine.documents, mine.passages) == (4, 8)
    assert mine.collections == (Count("public", 3, 7), Count(MINE, 1, 1))
    hers = library.state("public", HERS)
    assert hers.statuses[0] == Count("in_force", 3, 6)
    assert Count("expired", 1, 3) in hers.statuses
    assert (hers.without_effect_date, hers.without_number) == (2, 1)
    assert set(hers.warnings) == {Caution.UNDATED, Caution.UNNUMBERED, Caution.STATUS_UNKNOWN}


def test_nothing_to_answer_from(library):
    library.calibrate_rightly()
    state = library.state("~nobody")
    assert (state.documents, state.passages, state.indexed, state.embedded) == (0, 0, 0, 0)
    assert (state.newest_issued, state.newest_effective, state.latest, state.kinds) == (None, None, (), ())
    assert state.warnings == (Caution.EMPTY,)


@pytest.mark.parametrize(
    ("values", "cautions"),
    [
        ({"issued_on": None}, {Caution.UNDATED}),
        ({"effective_on": None}, {Caution.UNDATED}),
        ({"effective_on": None, "status": Status.UNKNOWN}, {Caution.UNDATED, Caution.STATUS_UNKNOWN}),
        ({"status": Status.UNKNOWN}, set()),  # its day tells
    ],
)
def test_documents_of_which_something_is_not_known(library, values, cautions):
    library.calibrate_rightly()
    assert library.state().warnings == ()
    library.put(document("5/2020/QH14", "Luật", **values))
    assert set(library.state().warnings) == cautions


def test_vectors_and_changes_that_are_missing(library):
    library.calibrate_rightly()
    library.put(document("5/2020/QH14", "Luật"), embed=False)
    state = library.state()
    assert (state.passages, state.indexed, state.embedded) == (9, 9, 7)
    assert state.warnings == (Caution.VECTORS_MISSING,)
    library.synchroniser.embed(library.indexes)
    assert library.state().warnings == ()
    library.store.put(document("6/2020/QH14", "Luật"))
    assert library.state().warnings == (Caution.INDEX_BEHIND,)


def test_models_are_named_and_described(library):
    (library.encoder / "README.md").write_text(
        "---\nlicense: mit\n---\n\n# Thẻ <b>\n<!-- table:quality -->\n| a |\n<!-- /table -->\nHết", encoding="utf-8"
    )
    retriever, reranker = library.state().models
    assert (retriever.role, reranker.role) == (Role.RETRIEVER, Role.RERANKER)
    assert (retriever.name, reranker.name) == ("encoder", "scorer")  # never the whole path
    assert retriever.fingerprint == fingerprint(library.encoder)
    assert retriever.card == "# Thẻ <b>\n| a |\nHết"
    assert reranker.card == ""
    assert retriever.max_tokens == 64
    wanted = sum(p.numel() for p in _torch(library.encoder).parameters())
    assert retriever.parameters == wanted


def _torch(folder):
    from transformers import BertModel

    return BertModel.from_pretrained(folder)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"", ""),
        (b"---\nlicense: mit\n", "---\nlicense: mit"),
        (b"---\nlicense: mit\n---", ""),
        (b"a\n---\nb\n---\nc", "a\n---\nb\n---\nc"),
        (b"\xff\xfea", "a"),
        (b"a <!-- never closed", "a"),
        ("ệ".encode() * 10**6, "ệ" * (64 * 1024 // 3)),
    ],
)
def test_any_card_is_text_of_bounded_size(library, text, shown):
    (library.encoder / "README.md").write_bytes(text)
    assert library.state().models[0].card == shown


def test_models_of_the_hub_and_of_the_program_keep_their_names(library):
    library.settings = library.settings.model_copy(update={"retriever": "BAAI/bge-m3"})
    library.embedder.folder = library.encoder  # where the hub put it
    assert library.state().models[0].name == "BAAI/bge-m3"
    shipped = Settings.model_fields["reranker"].default
    library.settings = library.settings.model_copy(update={"reranker": shipped})
    library.reranker.folder = ROOT / "models" / "reranker"
    reranker = library.state().models[1]
    assert reranker.name == "models/reranker"
    assert reranker.parameters > 10**7
    assert "# Tra Luật: the reranker" in reranker.card


def test_without_a_reranker(library):
    library.reranker = None
    state = library.state()
    assert [model.role for model in state.models] == [Role.RETRIEVER]
    assert state.warnings == (Caution.NO_RERANKER,)


def test_calibrations(library):
    assert library.state().warnings == (Caution.NO_CALIBRATION,)
    library.calibrate()
    assert library.state().warnings == (Caution.OTHER_CALIBRATION,)  # that of the models that come with the program
    library.calibrate(retriever="0" * 16, reranker=library.reranker.fingerprint)
    assert library.state().warnings == (Caution.OTHER_CALIBRATION,)
    library.calibrate_rightly()
    assert library.state().warnings == ()
    (library.scorer / "calibration.json").write_text("[", encoding="utf-8")
    assert library.state().warnings == (Caution.NO_CALIBRATION,)


def test_the_models_of_the_program_go_with_its_calibration(library):
    library.embedder.folder, library.reranker.folder = ROOT / "models" / "retriever", ROOT / "models" / "reranker"
    stated = json.loads((library.reranker.folder / "calibration.json").read_text(encoding="utf-8")).get("models")
    if stated:
        library.embedder.fingerprint, library.reranker.fingerprint = stated["retriever"], stated["reranker"]
    assert library.state().warnings == ()


@pytest.mark.parametrize(
    ("database", "cautious"),
    [
        ("sqlite:///file:store.sqlite3?mode=ro&uri=true", True),
        ("sqlite:////nowhere/store.sqlite3", False),
        ("sqlite://", False),
        ("postgresql://host/name", False),
    ],
)
def test_a_store_that_cannot_be_written(library, database, cautious):
    library.calibrate_rightly()
    library.settings = library.settings.model_copy(update={"database": database})
    assert library.state().warnings == ((Caution.READ_ONLY,) if cautious else ())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everything")
def test_a_store_whose_file_may_not_be_written(library):
    library.calibrate_rightly()
    file = library.settings.home / "store.sqlite3"
    file.chmod(0o444)
    assert library.state().warnings == (Caution.READ_ONLY,)


def test_the_state_is_a_value(library):
    assert library.state() == library.state()
    assert replace(library.state(), documents=0) != library.state()
