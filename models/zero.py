"""ZeroGPU: a Space's GPU that is lent for a moment, in a process of its own, to a function that asks for it.

https://huggingface.co/docs/hub/spaces-zerogpu. Elsewhere nothing of this is used, and the ``spaces``
package, which a Space brings along, is not needed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

_LOG = logging.getLogger(__name__)
_SECONDS = 10  # asked for at a time; what is not used is given back

Forward = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], npt.NDArray[np.float32]]
"""Token ids and attention mask, both of shape (texts, tokens), to the model's output."""


def available() -> bool:
    """Whether this runs on a ZeroGPU Space, by the variable that the Space sets."""
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")


def borrowing(gpu: Callable[[], Forward], cpu: Forward) -> Forward:
    """Give a forward that borrows the GPU, and works on the CPU whenever there is none to be had.

    Parameters
    ----------
    gpu : callable
        Loads the model. Called once, now: ZeroGPU wants models on "cuda" before the page is served.
    cpu : callable
        The same model on the CPU. A quota may be used up, or every GPU taken: the answer comes all the same.
    """
    try:
        import spaces

        lent: Forward = spaces.GPU(duration=_SECONDS)(gpu())
    except Exception as error:
        _LOG.warning("no GPU can be borrowed: %s", error)
        return cpu

    def forward(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        try:
            return lent(ids, mask)
        except Exception as error:
            _LOG.warning("scored on the CPU: %s", type(error).__name__)
            return cpu(ids, mask)

    return forward
