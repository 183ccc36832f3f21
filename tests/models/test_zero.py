"""ZeroGPU cannot be had here: what is tested is what stands around it, and that without it answers stay the same."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from models import zero
from models.runtime import Runner, pick_device
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


def forward(factor):
    return lambda ids, mask: (ids.sum(axis=1, keepdims=True) * factor).astype(np.float32)


IDS = np.array([[1, 2], [3, 4]])


@pytest.mark.parametrize(("value", "there"), [("true", True), ("1", True), ("", False), ("0", False), ("false", False)])
def test_a_space_says_that_it_lends(monkeypatch, value, there):
    monkeypatch.setenv("SPACES_ZERO_GPU", value)
    assert zero.available() is there


def test_the_lent_gpu_scores(space):
    borrowed = zero.borrowing(lambda: forward(2), forward(1))
    assert borrowed(IDS, IDS).tolist() == [[6], [14]]
    assert (len(space.decorated), space.calls) == (1, 1)


def test_a_spent_quota_is_no_error(space):
    borrowed = zero.borrowing(lambda: forward(2), forward(1))
    space.error = RuntimeError("GPU quota exceeded")
    assert borrowed(IDS, IDS).tolist() == [[3], [7]]
    space.error = None
    assert borrowed(IDS, IDS).tolist() == [[6], [14]]


def test_without_the_package_the_cpu_scores(space, monkeypatch):
    monkeypatch.setitem(sys.modules, "spaces", None)
    assert zero.borrowing(lambda: forward(2), forward(1))(IDS, IDS).tolist() == [[3], [7]]


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
    # int8 activations share one scale in a batch, so that other batches give slightly other logits.
    assert np.allclose(plain.run(PAIRS), lent.run(PAIRS), atol=0.1)


def test_elsewhere_nothing_changes(monkeypatch, tiny_scorer, model_cache):
    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    monkeypatch.setitem(sys.modules, "spaces", None)
    assert Reranker(tiny_scorer, model_cache, device="cpu").device == "cpu"
