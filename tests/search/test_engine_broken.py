import shutil

import pytest
from engine_homes import settings

from corpus.errors import ModelUnavailable, StoreUnavailable, TraLuatError
from reranker.calibrate import FILE
from search.engine import SearchEngine, load_models


@pytest.mark.parametrize("place", ["file", "file/home"])
def test_a_home_that_cannot_be_written(tmp_path, place):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnavailable) as error:
        SearchEngine.open(settings(tmp_path / place))
    assert str(tmp_path / place) in error.value.message


def test_an_index_folder_that_cannot_be_written(copied):
    shutil.rmtree(copied / "index")
    (copied / "index").write_text("not a folder")
    with pytest.raises(StoreUnavailable, match="index"):
        SearchEngine.open(settings(copied))


@pytest.mark.parametrize("keep", [100, 5000, 0.5, 0.9])
def test_a_store_cut_short(copied, keep):
    path = copied / "store.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[: keep if keep > 1 else int(keep * len(whole))])
    with pytest.raises(StoreUnavailable) as error:
        SearchEngine.open(settings(copied))
    assert "hỏng" in error.value.message


def test_a_store_that_is_none(tmp_path):
    (tmp_path / "store.sqlite3").write_bytes(b"not a database " * 1000)
    with pytest.raises(StoreUnavailable, match="not a database"):
        SearchEngine.open(settings(tmp_path))


@pytest.mark.parametrize("part", ["retriever", "reranker"])
def test_a_model_folder_without_a_model(copied, tmp_path, part):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match="empty") as error:
        SearchEngine.open(settings(copied, **{part: str(tmp_path / "empty")}))
    assert "mô hình" in error.value.message


def test_a_retriever_that_is_not_there(copied, tmp_path):
    with pytest.raises(ModelUnavailable, match="nowhere"):
        SearchEngine.open(settings(copied, retriever=str(tmp_path / "nowhere")))


def test_a_damaged_tokenizer(tmp_path, tiny_encoder):
    folder = shutil.copytree(tiny_encoder, tmp_path / "model")
    (folder / "tokenizer.json").write_text("{damaged")
    with pytest.raises(ModelUnavailable):
        load_models(settings(tmp_path, retriever=str(folder)))


def test_a_damaged_file_in_the_model_cache(tmp_path, tiny_encoder, tiny_scorer):
    values = {"retriever": str(tiny_encoder), "reranker": str(tiny_scorer)}
    load_models(settings(tmp_path, **values))
    for path in (tmp_path / "models").glob("*.onnx"):
        path.write_bytes(path.read_bytes()[:1000])
    try:
        load_models(settings(tmp_path, **values))
    except TraLuatError:
        pass


@pytest.mark.parametrize("text", ["{damaged", "{}", '{"bias": "x"}'])
def test_a_damaged_calibration(copied, scorer, text):
    (scorer / FILE).write_text(text)
    with pytest.raises(ModelUnavailable):
        SearchEngine.open(settings(copied, reranker=str(scorer)))
