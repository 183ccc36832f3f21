import json

import numpy as np
from safetensors import safe_open


def weights(folder):
    with safe_open(str(folder / "model.safetensors"), framework="numpy") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def assert_same_weights(one, other):
    found, wanted = weights(one), weights(other)
    assert found.keys() == wanted.keys()
    for name in found:
        np.testing.assert_allclose(found[name].astype(float), wanted[name].astype(float), atol=2e-3, err_msg=name)


def differ(one, other):
    found, wanted = weights(one), weights(other)
    return any(not np.array_equal(found[name], wanted[name]) for name in wanted)


def last_state(out):
    paths = out.parent.rglob("trainer_state.json")
    states = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return max(states, key=lambda state: state["global_step"])


def assert_goes_on(train, trained, steps, out, count):
    """Training that is cut off after a checkpoint does the rest, and ends where it would have."""
    steps.stop = lambda: bool(list(out.parent.rglob("checkpoint-*/trainer_state.json")))
    try:
        train(out)
    except steps.interrupted:
        pass
    assert 0 < steps.done < count
    assert not (out / "model.safetensors").exists()
    first, steps.done, steps.stop = steps.done, 0, lambda: False
    assert train(out) == 0
    assert first + steps.done == count
    assert last_state(out)["global_step"] == count
    assert_same_weights(out, trained)
