"""ZeroGPU cannot be had here: what is tested is what stands around it, and that without it answers stay the same."""

import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from models import runtime, zero
from models.runtime import Runner, load_torch, pick_device
from reranker.model import Reranker

PAIRS = [("luật đất", "thuế vốn án"), ("nghỉ thai sản", "lao động nghỉ thai sản"), ("một hai", "hai " * 30)]


@pytest.fixture
def space(monkeypatch):
    """The ``spaces`` package as a ZeroGPU Space has it; tells what was decorated, and what is called."""
    told = SimpleNamespace(decorated=[], calls=0, error=None)

    def gpu(duration):
        def decorate(function):
            told.decorated.append((function, duration))

            def lent(*arguments):
                told.calls += 1
                if told.error:
                    raise told.error
                return function(*arguments)

            return lent

        return decorate

    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    monkeypatch.setitem(sys.modules, "spaces", SimpleNamespace(GPU=gpu))
    return told


@pytest.fixture
def gpu(monkeypatch):
    """Torch on the CPU in the GPU's place; tells in which threads the model was called."""
    threads = []

    def load(folder, task):
        model = load_torch(folder, task).eval()

        def forward(ids, mask):
            threads.append(threading.current_thread())
            with torch.inference_mode():
                return model(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()

        return forward

    monkeypatch.setattr(runtime, "_torch_forward", load)
    return threads


@pytest.mark.parametrize(("value", "there"), [("true", True), ("1", True), ("", False), ("0", False), ("false", False)])
def test_a_space_says_that_it_lends(monkeypatch, value, there):
    monkeypatch.setenv("SPACES_ZERO_GPU", value)
    assert zero.available() is there


def test_the_lent_gpu_scores(space, gpu, tiny_scorer, model_cache, monkeypatch):
    monkeypatch.setitem(runtime._TOKENS_PER_BATCH, "cuda", 1)
    lent = Runner(tiny_scorer, "score", model_cache, device="zero")
    whole = Runner(tiny_scorer, "score", model_cache, device="cpu", precision="fp32")
    assert len(space.decorated) == 1
    assert np.allclose(lent.run(PAIRS), whole.run(PAIRS), atol=1e-4)
    # The package finds out by the thread who asks: a visitor's own quota pays.
    assert gpu == [threading.current_thread()] * len(PAIRS)
    assert space.calls == len(PAIRS)


def test_a_spent_quota_is_no_error(space, gpu, tiny_scorer, model_cache, caplog):
    lent = Runner(tiny_scorer, "score", model_cache, device="zero")
    plain = Runner(tiny_scorer, "score", model_cache, device="cpu")
    space.error = RuntimeError("GPU quota exceeded")
    assert np.array_equal(lent.run(PAIRS), plain.run(PAIRS))
    assert "GPU quota exceeded" in caplog.text
    space.error = None
    lent.run(PAIRS)
    assert len(gpu) == 1


def test_without_the_package_the_cpu_scores(space, gpu, tiny_scorer, model_cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "spaces", None)
    lent = Runner(tiny_scorer, "score", model_cache, device="zero")
    plain = Runner(tiny_scorer, "score", model_cache, device="cpu")
    assert np.array_equal(lent.run(PAIRS), plain.run(PAIRS))
    assert gpu == []


def test_only_the_reranker_borrows(space, tiny_scorer, model_cache):
    assert pick_device("auto") == "cpu"
    reranker = Reranker(tiny_scorer, model_cache)
    assert reranker.device == "zero"
    assert Reranker(tiny_scorer, model_cache, device="cpu").device == "cpu"


@pytest.mark.skipif(torch.cuda.is_available(), reason="here the model could be put on the GPU")
def test_a_gpu_that_cannot_be_had_leaves_the_scores_as_they_are(space, tiny_scorer, model_cache):
    plain = Runner(tiny_scorer, "score", model_cache, device="cpu")
    lent = Runner(tiny_scorer, "score", model_cache, device="zero")
    assert space.decorated == []
    assert np.array_equal(plain.run(PAIRS), lent.run(PAIRS))


def test_elsewhere_nothing_changes(monkeypatch, tiny_scorer, model_cache):
    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    monkeypatch.setitem(sys.modules, "spaces", None)
    assert Reranker(tiny_scorer, model_cache, device="cpu").device == "cpu"
